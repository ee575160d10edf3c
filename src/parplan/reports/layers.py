"""`review --layers`: what a year came to, layer by layer, with the evidence that was given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from parplan.engine.layers import Layered, Look, largest_first
from parplan.model.fields import or_null
from parplan.model.plan import Plan
from parplan.model.results import LAYER_WORDS, LAYERS, Layer, Observation
from parplan.model.tasks import Evidence, Work
from parplan.points import Lang
from parplan.render.table import Table
from parplan.reports.fields import (
    COUNT,
    FIGURE,
    NUMBER,
    TEXT,
    Answer,
    At,
    Field,
    list_of,
    nested,
    nested_schema,
    object_of,
    one_of,
    plain,
    table,
    tree,
    whole,
)
from parplan.reports.fields import RANK as RANK_SCHEMA
from parplan.reports.progress import DAY
from parplan.reports.review_sentences import seen
from parplan.reports.rows import head
from parplan.reports.tasks import EVIDENCE, evidence_told, where
from parplan.reports.titles import Titles
from parplan.text import Message, Text


class Layers(NamedTuple):
    """A year in layers: the indices to show, and by row the tasks that show something of it."""

    plan: Plan
    year: int
    indices: tuple[Layered, ...]
    tasks: Mapping[str, Sequence[tuple[str, Evidence]]]

    @property
    def known(self) -> tuple[Layer, ...]:
        """The layers that have anything of these rows."""
        rows = [row for index in self.indices for row in index.walk()]
        return tuple(layer for layer in LAYERS if any(layer in row.looks for row in rows))


def by_row(work: Work | None) -> dict[str, list[tuple[str, Evidence]]]:
    """What the tasks that serve each row have to show, with the task's id."""
    found: dict[str, list[tuple[str, Evidence]]] = {}
    for task in work.tasks if work else ():
        shown = [(task.record.id, evidence) for evidence in task.record.evidence]
        for ident in task.serves if shown else ():
            found.setdefault(ident, []).extend(shown)
    return found


def _fields(result: Layers | None) -> tuple[Field, ...]:
    """What is told of every row; people see the layers that know anything. Without a result, for
    the schema.
    """
    tasks = result.tasks if result else {}
    known = result.known if result else ()
    return (
        *head(result.plan if result else None),
        Field("max", "points", Titles.MAX, on="mj"),
        *(field for layer in LAYERS for field in _of_layer(layer, known)),
        Field("evidence", "text", _EVIDENCE, lambda at: _shown(at.row, tasks), "hm"),
        Field(
            "layers",
            "text",
            value=lambda at: [_told(layer, look) for layer, look in at.row.looks.items()],
            on="j",
            schema=list_of(_LOOK),
            says="those that know the row, the one that has been looked at least first",
        ),
        Field(
            "tasks",
            "text",
            value=lambda at: [
                {"task": task, **evidence_told(evidence)}
                for task, evidence in tasks.get(at.row.id, ())
            ],
            on="j",
            schema=list_of(object_of({"task": TEXT, **EVIDENCE["properties"]})),
            says="the evidence of tasks that serve the row",
        ),
    )


def _of_layer(layer: Layer, known: Sequence[Layer]) -> Iterator[Field]:
    """A layer's score, and how it differs from the layer before."""
    words, key = LAYER_WORDS[layer], layer.replace("-", "_")
    title = Text(words.vi[:1].upper() + words.vi[1:], words.en.capitalize())
    yield Field(
        key,
        "points",
        title,
        lambda at: _figure(at, layer, "score"),
        "hm" if layer in known else "m",
        like="score",
    )
    if layer != LAYERS[0]:
        yield Field(
            f"{key}_difference",
            "signed",
            _DIFFERENCE,
            lambda at: _figure(at, layer, "difference"),
            "hm" if layer in known[1:] else "m",
            like="score",
        )


def _figure(at: At, layer: Layer, name: str) -> Any:
    look = at.row.looks.get(layer)
    return None if look is None else getattr(look, name)


def _shown(row: Layered, tasks: Mapping[str, Sequence[tuple[str, Evidence]]]) -> Message | None:
    """What was given as evidence of a row, each piece once."""
    given = [
        it for look in row.looks.values() if look.observation for it in look.observation.evidence
    ]
    every = dict.fromkeys(where(it) for it in (*given, *(it for _, it in tasks.get(row.id, ()))))
    return Message(_LISTED, {"evidence": tuple(every)}) if every else None


def _told(layer: Layer, look: Look) -> dict[str, Any]:
    own = look.observation
    return {
        "layer": layer,
        "score": look.score,
        "difference": look.difference,
        "against": look.against,
        "rank": own and own.rank,
        "date": own and own.date,
        "source": own.source if own and own.source.vi else None,
        "evidence": [evidence_told(it) for it in own.evidence] if own else [],
    }


_LOOK = object_of(
    {
        "layer": one_of(*LAYERS),
        "score": FIGURE,
        "difference": {**NUMBER, "description": "score - that of `against`, in points"},
        "against": {**one_of(*LAYERS, None), "description": "the layer before that has the row"},
        "rank": or_null(RANK_SCHEMA),
        "date": or_null(DAY),
        "source": or_null(TEXT),
        "evidence": list_of(EVIDENCE),
    }
)


def answer(result: Layers) -> Answer:
    """A year in layers in all forms: a table an index that any layer knows, the largest differences
    first.
    """
    result = result._replace(indices=largest_in_each(result.indices))
    fields = _fields(result)

    def told(lang: Lang) -> dict[str, Any]:
        return {
            "year": result.year,
            "layers": list(result.known),
            "indices": [plain(nested(index, fields, lang), lang) for index in result.indices],
        }

    return Answer(
        "review-layers",
        told,
        lambda: [_table(result, index, fields) for index in result.indices if is_known(index)],
    )


def largest_in_each(indices: Iterable[Layered]) -> tuple[Layered, ...]:
    """Indices in the order of the plan, the rows of each by their largest difference."""
    return tuple(index._replace(children=largest_first(index.children)) for index in indices)


def is_known(index: Layered) -> bool:
    """Whether any layer knows anything of an index."""
    return any(row.looks for row in index.walk())


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    indices, definitions = nested_schema(_fields(None))
    known = {**list_of(one_of(*LAYERS)), "description": "the layers that know any of these rows"}
    return {
        **whole("review-layers", {"year": COUNT, "layers": known, "indices": indices}),
        "$defs": definitions,
    }


def _table(result: Layers, index: Layered, fields: Sequence[Field]) -> Table:
    title = Message(_TITLE, {"name": index.name, "year": result.year})
    return table(title, fields, tree(index), _feet(index))


def _feet(index: Layered) -> Iterator[Message]:
    """Who says so, layer by layer, and what is not a layer's own figure."""
    known = [layer for layer in LAYERS if any(layer in row.looks for row in index.walk())]
    for layer in known:
        own = index.looks.get(layer)
        yield from map(seen, _sources(index, layer))
        if own is not None and own.observation is None:
            yield Message(_ADDED_UP, {"layer": LAYER_WORDS[layer]})
    looks = [(layer, look) for row in index.walk() for layer, look in row.looks.items()]
    if any(it.against and known.index(it.against) + 1 < known.index(at) for at, it in looks):
        yield Message(_LAST)
    if len(known) == 1:
        yield Message(_ALONE, {"layer": LAYER_WORDS[known[0]]})


def _sources(index: Layered, layer: Layer) -> Iterable[Observation]:
    """An observation of a layer from each of its sources: of the index itself where there is one,
    else without the rank, which is a row's.
    """
    found: dict[object, Observation] = {}
    for row in index.walk():
        own = row.looks[layer].observation if layer in row.looks else None
        if own is not None:
            told = own if row is index else own._replace(rank=None)
            found.setdefault((own.date, own.source), told)
    return found.values()


_TITLE = Text("{name}: các loại kết quả năm {year}", "{name}: {year} as each layer has it")
_DIFFERENCE = Text("Chênh lệch", "Change")
_EVIDENCE = Text("Tài liệu kiểm chứng", "Evidence")
_LISTED = Text("{evidence}", "{evidence}")
_ADDED_UP = Text(
    "kết quả {layer} của chỉ số không được ghi: tính theo thay đổi của các tiêu chí",
    "of the index itself nothing {layer} is given: it moves with its rows",
)
_LAST = Text(
    "chênh lệch tính so với loại kết quả gần nhất trước đó có điểm của tiêu chí",
    "a change is from the last layer before it that has the row",
)
_ALONE = Text(
    "chỉ có kết quả {layer}, chưa có gì để đối chiếu",
    "there are only {layer} results, and nothing to compare them with",
)
