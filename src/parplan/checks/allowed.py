"""What may stand at a path of a file, found by walking the annotations of its model."""

from dataclasses import fields, is_dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from parplan.location import Loc
from parplan.model.fields import Label
from parplan.text import Text


def keys_at(model: Any, loc: Loc) -> list[str]:
    """The keys that the record at `loc` may have."""
    model = _annotation(model, loc)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [field.alias or name for name, field in model.model_fields.items()]
    if is_dataclass(model):
        return [field.name for field in fields(model)]
    return (
        [str(name) for name in _literals(get_args(model)[0])] if get_origin(model) is dict else []
    )


def takes_words(model: Any, loc: Loc) -> bool:
    """Whether any text may stand at `loc`."""
    if Text in (_annotation(model, loc), _annotation(model, loc[:-1])):
        return True
    holder = _annotation(model, loc[:-1])
    if isinstance(holder, type) and issubclass(holder, BaseModel):
        field = holder.model_fields.get(str(loc[-1]))
        taken = () if field is None else (field.annotation, *field.metadata)
    else:
        taken = get_args(holder)[1:]
    return any(it in (Label, *get_args(Label)[1:]) or Label in get_args(it) for it in taken)


def takes_ids(model: Any, loc: Loc) -> bool:
    """Whether a list of ids belongs at `loc`."""
    annotation = _annotation(model, loc)
    return get_origin(annotation) is tuple and not keys_at(model, (*loc, 0))


def _annotation(model: Any, loc: Loc) -> Any:
    """The type of what may stand at `loc`, found by walking the model's annotations."""
    for step in loc:
        if isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(str(step))
            model = field.annotation if field else None
        else:
            inner = [item for item in get_args(model) if item not in (type(None), Ellipsis, str)]
            model = inner[-1] if inner else None
        model = _stripped(model)
    return model


def _literals(annotation: Any) -> list[Any]:
    """What a Literal, or a union of them, allows."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [name for part in get_args(annotation) for name in _literals(part)]


def _stripped(annotation: Any) -> Any:
    """An annotation without Optional and Annotated around it."""
    inner = [item for item in get_args(annotation) if _holds_keys(item)]
    origin_is_container = getattr(annotation, "__origin__", None) in (dict, tuple)
    return annotation if origin_is_container or not inner else inner[0]


def _holds_keys(annotation: Any) -> bool:
    if get_origin(annotation) is dict:
        return True
    return isinstance(annotation, type) and (
        issubclass(annotation, BaseModel) or is_dataclass(annotation)
    )
