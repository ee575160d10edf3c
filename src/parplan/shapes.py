"""Tree to record: what keeps a file from having the shape of the model, and the part that can be read all the same."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from parplan.labels import Text
from parplan.model import FILE_MODELS, FileKind, Loc
from parplan.points import NotAFigure
from parplan.source import MAX_DEPTH, Fault, Source, Span

# Keys whose loss leaves the rest of a record meaningful; without any other key, nothing that adds rows up can be trusted.
_HARMLESS = frozenset(
    {
        "score",
        "max",
        "percent",
        "rank",
        "ranked",
        "change",
        "rank_change",
        "planned",
        "target",
        "name",
        "printed",
        "table",
        "row",
        "rows_in",
        "known",
    }
)
_ATTEMPTS = 8
_LONGEST = 40


class Flaw(NamedTuple):
    """A flaw of shape: its rule, where, and what fills the rule's words."""

    code: str
    path: str
    span: Span
    values: dict[str, object]
    message: Text | None = None
    help: Text | None = None


class Read(NamedTuple):
    """A file as far as it could be read. `broken` are figures (id, field) that could not; `partial`: whole records could not."""

    record: BaseModel | None
    source: Source
    flaws: tuple[Flaw, ...]
    broken: frozenset[tuple[str, str]] = frozenset()
    partial: bool = False


def validate(kind: FileKind, source: Source) -> Read:
    """Type a file's tree. Never raises: what does not fit is a flaw, and is left out of the record."""
    flaws = [_fault_flaw(fault) for fault in source.faults]
    if source.tree is None:
        return Read(None, source, tuple(flaws), partial=True)
    model = FILE_MODELS[kind]
    try:
        record = model.model_validate(source.tree)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        return Read(record, source, tuple(flaws), partial=bool(flaws))
    flaws += _flaws(kind, model, source, errors)
    broken = frozenset(pair for detail in errors for pair in _lost(kind, model, source, detail))
    partial = bool(source.faults) or any(field not in _HARMLESS for _, field in broken)
    pruned, record_or_none = _prune(model, source, errors)
    return Read(record_or_none, pruned, tuple(flaws), broken, partial)


def _prune(model: type[BaseModel], source: Source, errors: Iterable[ErrorDetails]) -> tuple[Source, BaseModel | None]:
    """Take out what does not fit, and if that leaves a hole, what holds it, until the rest fits."""
    for attempt in range(_ATTEMPTS):
        locs = {_deepest(source, detail["loc"]) for detail in errors}
        cut = {loc[: len(loc) - min(attempt, 1)] for loc in locs}
        if () in cut or not isinstance(source.tree, dict):
            return source, None
        ordered = sorted(cut, key=lambda loc: [(isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in loc])
        source = source.replaced(dict.fromkeys(reversed(_outermost(ordered))))
        try:
            return source, model.model_validate(source.tree)
        except ValidationError as error:
            errors = error.errors(include_url=False)
    return source, None


def _outermost(locs: list[Loc]) -> list[Loc]:
    return [loc for loc in locs if not any(loc[:n] in locs for n in range(len(loc)))]


def _deepest(source: Source, loc: Loc) -> Loc:
    """The longest part of a path that stands in the file."""
    for n in range(len(loc), 0, -1):
        if _stands(source, loc[:n]):
            return loc[:n]
    return ()


def _stands(source: Source, loc: Loc) -> bool:
    holder = source.value(loc[:-1])
    step = loc[-1]
    return (isinstance(holder, dict) and step in holder) or (isinstance(holder, list) and isinstance(step, int) and step < len(holder))


def _lost(kind: FileKind, model: type[BaseModel], source: Source, detail: ErrorDetails) -> list[tuple[str, str]]:
    owner, field = _owner(kind, source, detail["loc"])
    if detail["type"] == "extra_forbidden":
        near = _near(str(detail["loc"][-1]), _keys(model, detail["loc"][:-1]))
        return [(owner, field), (owner, near)] if near in _HARMLESS else [(owner, "name")]
    return [(owner, field)]


def _owner(kind: FileKind, source: Source, loc: Loc) -> tuple[str, str]:
    """The id of the record that a path lies in, and the field of that record."""
    if kind == "targets":
        return (str(loc[1]), str(loc[2])) if len(loc) > 2 else (str(loc[-1]) if loc else "", "")
    for n in range(len(loc) - 1, -1, -1):
        ident = source.value((*loc[:n], "id"))
        if isinstance(ident, str):
            return ident, str(loc[n])
    return ".".join(str(step) for step in loc[:-1]), str(loc[-1]) if loc else ""


def _path(kind: FileKind, source: Source, loc: Loc) -> str:
    owner, field = _owner(kind, source, loc)
    return ".".join(part for part in (owner, field) if part)


def _flaws(kind: FileKind, model: type[BaseModel], source: Source, errors: list[ErrorDetails]) -> list[Flaw]:
    found: list[Flaw] = []
    commas: set[Loc] = set()
    for detail in errors:
        loc = detail["loc"]
        path = _path(kind, source, loc)
        if loc and loc[-1] == "[key]":
            allowed = re.findall("'(.*?)'", str(detail.get("ctx", {}).get("expected", "")))
            found.append(_unknown_key(source, loc[:-1], _path(kind, source, loc[:-1]), allowed))
        elif detail["type"] == "extra_forbidden":
            comma = _flow_comma(source, loc)
            if comma:
                commas.add(loc)
                before = source.span((*loc[:-1], comma[0]))
                span = before._replace(end_column=source.span(loc, key=True).end_column)
                found.append(_comma(f"{path.rpartition('.')[0]}.{comma[0]}", span, comma[1]))
            else:
                found.append(_unknown_key(source, loc, path, _keys(model, loc[:-1])))
        elif detail["type"] == "missing":
            values: dict[str, object] = {"key": loc[-1]}
            found.append(Flaw("S103", path, source.span(loc[:-1]), values))
        else:
            found.append(_wrong_type(source, detail, path))
    return found


def _unknown_key(source: Source, loc: Loc, path: str, keys: list[str]) -> Flaw:
    near = _near(str(loc[-1]), keys)
    values: dict[str, object] = {"key": loc[-1], "allowed": tuple(keys), "near": near}
    return Flaw("S102", path, source.span(loc, key=True), values, help=_DID_YOU_MEAN if near else None)


def _flow_comma(source: Source, loc: Loc) -> tuple[str, str] | None:
    """`{score: 7,97}` reads as the score 7 and a key 97: the key before, and the figure as it was meant to be read."""
    key = str(loc[-1])
    before = source.key_at(loc, -1)
    whole = source.value((*loc[:-1], before)) if before is not None else None
    if key.isdigit() and before is not None and isinstance(whole, str) and whole.lstrip("-").isdigit() and source.value(loc) is None:
        return before, f"{whole},{key}"
    return None


def _comma(path: str, span: Span, text: str) -> Flaw:
    return Flaw("S105", path, span, {"text": text, "meant": text.replace(",", ".")})


def _wrong_type(source: Source, detail: ErrorDetails, path: str) -> Flaw:
    span = source.span(detail["loc"])
    cause: Any = detail.get("ctx", {}).get("error")
    text = _spelled(source.value(_deepest(source, detail["loc"])))
    if isinstance(cause, NotAFigure) and cause.comma and cause.meant:
        return _comma(path, span, cause.text)
    values: dict[str, object] = {"text": text, "expected": _expected(detail)}
    help_text = None
    if isinstance(cause, NotAFigure) and cause.meant and path.rpartition(".")[2] not in ("rank",):
        values["meant"] = cause.meant
        help_text = _WRITE_MEANT
    return Flaw("S104", path, span, values, help=help_text)


def _spelled(value: object) -> object:
    """A value as the message names it: short, and without anything that could move a terminal's cursor."""
    if value is None:
        return NOTHING
    if isinstance(value, dict):
        return A_RECORD
    if isinstance(value, list):
        return A_LIST
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _expected(detail: ErrorDetails) -> object:
    kind = detail["type"]
    if kind == "value_error":
        field = next((str(step) for step in reversed(detail["loc"]) if isinstance(step, str)), "")
        return A_RANK if field == "rank" else A_WHOLE if field in _WHOLE_FIELDS else A_FIGURE
    if kind == "literal_error":
        options = str(detail.get("ctx", {}).get("expected", ""))
        return options.replace("'", "").replace(" or ", ", ")
    return _EXPECTED.get(kind, A_TEXT)


def _keys(model: Any, loc: Loc) -> list[str]:
    """The keys that the record at `loc` may have, found by walking the model's annotations."""
    for step in loc:
        if isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(str(step))
            model = field.annotation if field else None
        else:
            inner = [item for item in get_args(model) if item not in (type(None), Ellipsis, str)]
            model = inner[-1] if inner else None
        model = _stripped(model)
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _stripped(annotation: Any) -> Any:
    """An annotation without Optional and Annotated around it."""
    inner = [item for item in get_args(annotation) if isinstance(item, type) and issubclass(item, BaseModel)]
    origin_is_container = getattr(annotation, "__origin__", None) in (dict, tuple)
    return annotation if origin_is_container or not inner else inner[0]


def _near(word: str, words: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return close[0] if close else ""


def _fault_flaw(fault: Fault) -> Flaw:
    values: dict[str, object] = {"detail": fault.detail, "depth": MAX_DEPTH}
    if fault.kind == "duplicate-key":
        line = fault.other.line if fault.other else 0
        return Flaw("S106", fault.detail, fault.span, {"key": fault.detail, "line": line})
    if fault.kind == "syntax":
        detail = SYNTAX.get(fault.detail, Text(fault.detail, fault.detail))
        return Flaw("S101", "", fault.span, {"detail": detail})
    if fault.kind in _FEATURES:
        return Flaw("S109", "", fault.span, {"what": _FEATURES[fault.kind]})
    return Flaw({"not-text": "S110", "empty": "S111", "too-deep": "S112"}[fault.kind], "", fault.span, values)


_DID_YOU_MEAN = Text("có phải là “{near}”?", "did you mean “{near}”?")
_WRITE_MEANT = Text(
    "ghi {meant}; nếu bản in viết khác, ghi cách viết đó vào “printed”",
    "write {meant}; where the document writes it otherwise, put that under “printed”",
)
NOTHING = Text("(trống)", "(nothing)")
A_RECORD = Text("một nhóm khóa", "a record")
A_LIST = Text("một danh sách", "a list")
A_TEXT = Text("chữ", "text")
A_FIGURE = Text("số điểm như 7.97", "points such as 7.97")
A_WHOLE = Text("số nguyên như 2", "a whole number such as 2")
A_RANK = Text("thứ hạng như 53/63", "a rank such as 53/63")
AN_ID = Text("mã như par.5.survey (chữ không dấu, số, gạch, dấu chấm)", "an id such as par.5.survey (letters, digits, dashes, dots)")
TRUE_OR_FALSE = Text("true hoặc false", "true or false")
TWO_LANGUAGES = Text("chữ, hoặc {vi: …, en: …}", "text, or {vi: …, en: …}")

_WHOLE_FIELDS = frozenset({"decimals", "percent_decimals", "rank_change", "ranked", "year", "target_year", "compared_with"})
_EXPECTED: Mapping[str, Text] = {
    "string_type": A_TEXT,
    "string_pattern_mismatch": AN_ID,
    "bool_parsing": TRUE_OR_FALSE,
    "bool_type": TRUE_OR_FALSE,
    "model_type": A_RECORD,
    "model_attributes_type": A_RECORD,
    "dict_type": A_RECORD,
    "dataclass_type": TWO_LANGUAGES,
    "tuple_type": A_LIST,
    "too_short": A_LIST,
}
_FEATURES: Mapping[str, Text] = {
    "anchor": Text("neo (&tên)", "an anchor (&name)"),
    "alias": Text("bí danh (*tên)", "an alias (*name)"),
    "merge": Text("gộp khóa (<<)", "a merge key (<<)"),
    "tag": Text("thẻ (!tên)", "a tag (!name)"),
    "second-document": Text("tài liệu thứ hai (---) trong một tệp", "a second document (---) in one file"),
    "complex-key": Text("khóa không phải chữ", "a key that is not plain text"),
}
# libyaml's own words, which a reader should not have to know.
SYNTAX: Mapping[str, Text] = {
    "mapping values are not allowed in this context": Text("dấu hai chấm ở chỗ không thể có khóa", "a colon where there can be no key"),
    "did not find expected key": Text("thiếu khóa, hoặc thụt đầu dòng lệch", "a key was expected; the indent may be off"),
    "did not find expected '-' indicator": Text("thiếu dấu “-”, hoặc thụt đầu dòng lệch", "a “-” was expected; the indent may be off"),
    "could not find expected ':'": Text("thiếu dấu hai chấm sau khóa", "a colon is missing behind a key"),
    "found character that cannot start any token": Text(
        "ký tự không thể đứng ở đây (phím Tab, @ hoặc `)", "a character that cannot stand here (a tab, @ or `)"
    ),
    "found unexpected end of stream": Text(
        "tệp kết thúc giữa chừng (thiếu dấu đóng ngoặc)", "the file ends too early (a closing quote is missing)"
    ),
    "did not find expected comment or line break": Text(
        "“>” hoặc “|” mở một khối chữ; viết số không kèm dấu", "“>” or “|” opens a block of text; write the bare figure"
    ),
    "did not find expected ',' or '}'": Text("thiếu dấu phẩy hoặc “}”", "a comma or “}” is missing"),
    "did not find expected ',' or ']'": Text("thiếu dấu phẩy hoặc “]”", "a comma or “]” is missing"),
    "did not find expected node content": Text("thiếu giá trị", "a value is missing"),
    "did not find expected <document start>": Text("chữ thừa sau nội dung", "text behind the end of the content"),
    "block sequence entries are not allowed in this context": Text(
        "dấu “-” ở chỗ không thể có danh sách", "a “-” where there can be no list"
    ),
}
