"""A report said once: every field is a column for people, a column for machines, a key of the JSON
answer, and its schema.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.model.fields import or_null
from parplan.points import Lang, Rank, rounded
from parplan.render.table import Aimed, Column, Kind, Line, Mark, Role, Table
from parplan.text import Message, Text, Word

SHARE_DECIMALS = 4


class At(NamedTuple):
    """A row where it stands: in which index (or table), below which row (empty for the index
    itself), how deep.
    """

    row: Any
    index: Any = None
    parent: str = ""
    depth: int = 0

    @property
    def role(self) -> Role:
        """How it is set: a total, a row, or a part of a row."""
        return (
            "part"
            if self.depth > 1
            else "row"
            if self.depth or self.row is not self.index
            else "total"
        )


class Field(NamedTuple):
    """One field. `value` works it out where it is not the row's own attribute; `on` is who gets it:
    h(umans), m(achines), j(son).

    `says` is its description in the schema; `schema` its JSON Schema where the kind does not say
    it; `like` the figure of the row that it has as many decimals as, where that is not its key.
    """

    key: str
    kind: Kind
    title: Text = Text("", "")
    value: Callable[[At], Any] | None = None
    on: str = "hmj"
    wide: bool = False
    says: str = ""
    schema: Mapping[str, Any] | None = None
    like: str = ""

    def of(self, at: At) -> Any:
        """Its value in a row."""
        return getattr(at.row, self.key) if self.value is None else self.value(at)

    def column(self) -> Column:
        """Its column."""
        return Column(
            self.key,
            self.title,
            self.kind,
            human="h" in self.on,
            machine="m" in self.on,
            wide=self.wide,
        )


def picked(
    fields: Iterable[Field], people: Container[str], machines: Container[str]
) -> tuple[Field, ...]:
    """Some of the fields, by key: those that people get, and those that only machines get."""
    return tuple(
        field if field.key in people else field._replace(on=field.on.replace("h", ""))
        for field in fields
        if field.key in people or field.key in machines
    )


class Answer(NamedTuple):
    """What a command answers, before anyone decides on a form, a language and a width.

    `name` is that of its schema, `record` what stands in its JSON behind schema, plan and basis;
    `tables` are for people, `sheets` for spreadsheets where those are others; `beneath` stands
    below the tables.
    """

    name: str
    record: Callable[[Lang], dict[str, Any]]
    tables: Callable[[], Sequence[Table]]
    sheets: Callable[[], Sequence[Table]] | None = None
    beneath: Sequence[Message] = ()


def tree(index: Any) -> Iterator[At]:
    """An index's rows in order, what they are made of below them, the total last."""

    def below(row: Any, depth: int) -> Iterator[At]:
        for child in row.children:
            yield At(child, index, row.id, depth)
            yield from below(child, depth + 1)

    yield from below(index, 1)
    yield At(index, index)


UNTITLED = Message(Text("", ""))  # of a table that what stands above it speaks of


def table(
    title: Message,
    fields: Sequence[Field],
    rows: Iterable[At],
    feet: Iterable[Message] = (),
    said: Sequence[Message] = (),
    marks: Mapping[str, Sequence[int]] = {},
) -> Table:
    """Rows as a table. `said` are its notes, `marks` their numbers on figures, by path
    (``par.5.score``).
    """
    shown, every = [field for field in fields if field.on.strip("j")], list(rows)
    notes = _notes(
        {at.row.id for at in every} if marks else (), {field.key for field in shown}, marks
    )

    def line(at: At) -> Line:
        own: Mapping[str, int] = getattr(at.row, "decimals_of", {})
        cells = (
            Mark(
                _cell(field.of(at)),
                notes.get((at.row.id, field.key), ()) if marks else (),
                own.get(field.like or field.key),
            )
            for field in shown
        )
        return Line(
            tuple(cells),
            at.role,
            at.depth,
            getattr(at.row, "decimals", getattr(at.index, "decimals", 2)),
        )

    return Table(
        title,
        tuple(field.column() for field in shown),
        tuple(map(line, every)),
        tuple(feet),
        tuple(said),
    )


def _notes(
    ids: Container[str], keys: Container[str], marks: Mapping[str, Sequence[int]]
) -> dict[tuple[str, str], tuple[int, ...]]:
    """The numbers on every cell, by row and column: on the row's id where its figure is no
    column.
    """
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for path, numbers in marks.items():
        ident, _, key = (path, "", "id") if path in ids else path.rpartition(".")
        cell = (ident, key if key in keys else "id")
        found[cell] = (*found.get(cell, ()), *numbers)
    return found


def _cell(value: Any) -> object:
    """A list of names stands in one cell."""
    return (" ".join(dict.fromkeys(value)) or None) if isinstance(value, list) else value


def cut(share: float | None, decimals: int = SHARE_DECIMALS) -> Decimal | None:
    """A share of 1, or a figure of statistics, as machines get it: with so many decimals."""
    return None if share is None else rounded(Decimal(share), decimals)


# JSON and its schema.


def nested(index: Any, fields: Sequence[Field], lang: Lang) -> dict[str, Any]:
    """An index with its rows and their parts as JSON-ready records: points as exact decimals,
    shares of 1 rounded to 4 places.
    """

    def of(row: Any, parent: str, depth: int) -> dict[str, Any]:
        below = [of(child, row.id, depth + 1) for child in row.children]
        return {
            **record(At(row, index, parent, depth), fields, lang),
            "parts" if depth else "rows": below,
        }

    return of(index, "", 0)


def record(at: At, fields: Sequence[Field], lang: Lang) -> dict[str, Any]:
    """One row as a JSON-ready record."""
    return {field.key: plain(field.of(at), lang, field.kind) for field in fields if "j" in field.on}


def plain(value: Any, lang: Lang, kind: Kind = "points") -> Any:
    """A value as JSON has it: codes for words, texts in the language asked for, days as ISO
    8601.
    """
    if isinstance(value, Rank):
        return {"at": value.at, "of": value.of}
    if isinstance(value, Decimal):
        return rounded(value, SHARE_DECIMALS) if kind == "share" else value
    if isinstance(value, Message | Text | Word):
        return value.code if isinstance(value, Word) else value.say(lang)
    if isinstance(value, Aimed | date):
        return value.points if isinstance(value, Aimed) else value.isoformat()
    if isinstance(value, dict):
        return {key: plain(each, lang) for key, each in value.items()}
    return [plain(each, lang) for each in value] if isinstance(value, list | tuple) else value


Schema = Mapping[str, Any]
FIGURE: Schema = {"type": "number"}
NUMBER: Schema = {"type": ["number", "null"]}  # where it may not be known
COUNT: Schema = {"type": "integer"}
TEXT: Schema = {"type": "string"}
CODE: Schema = {**TEXT, "pattern": "^[A-Z][0-9]{3}$"}  # of a rule
NAMES: Schema = {"type": "array", "items": TEXT}


def one_of(*codes: str | None) -> Schema:
    """The schema of a word out of a few."""
    return {"enum": list(codes)}


def list_of(body: Schema) -> Schema:
    """The schema of a list."""
    return {"type": "array", "items": dict(body)}


def object_of(properties: Mapping[str, Schema], optional: Sequence[str] = ()) -> Schema:
    """The schema of a record that has just these keys."""
    required = [key for key in properties if key not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


RANK: Schema = object_of({"at": COUNT, "of": {"type": ["integer", "null"]}})
_BY_KIND: Mapping[Kind, Schema] = {
    "id": TEXT,
    "text": TEXT,
    "count": COUNT,
    "rank": or_null(RANK),
    "word": {"type": ["string", "null"]},
}


def described(fields: Sequence[Field]) -> dict[str, Schema]:
    """The schemas of the fields that stand in JSON, by key."""
    return {
        field.key: {
            **(field.schema or _BY_KIND.get(field.kind, NUMBER)),
            **({"description": field.says} if field.says else {}),
        }
        for field in fields
        if "j" in field.on
    }


def inner(key: str, fields: Sequence[Field], rows: Callable[[At], Iterable[At]]) -> Field:
    """The field of JSON that lists, as records, the rows that belong to the one it stands in."""

    def value(at: At) -> list[dict[str, Any]]:
        return [
            {field.key: field.of(row) for field in fields if "j" in field.on} for row in rows(at)
        ]

    return Field(key, "text", value=value, on="j", schema=list_of(object_of(described(fields))))


def whole(
    name: str, keys: Mapping[str, Schema], *, plan: Schema = TEXT, basis: bool = True
) -> dict[str, Any]:
    """The schema of a command's whole JSON answer."""
    head: dict[str, Schema] = {"schema": {"const": f"parplan/{name}/1"}, "plan": plan}
    return {
        **object_of(
            {
                **head,
                **({"basis": one_of("printed", "parts", "corrected")} if basis else {}),
                **keys,
            }
        )
    }


def nested_schema(
    fields: Sequence[Field], index: Mapping[str, Schema] = {}, optional: Sequence[str] = ()
) -> tuple[Schema, dict[str, Schema]]:
    """The schema of a list of indices as `nested` writes them, and the definitions it needs;
    `index` is what only indices have.
    """
    own = described(fields)
    rows = list_of({"$ref": "#/$defs/row"})
    return list_of(object_of({**own, **index, "rows": rows}, optional)), {
        "row": object_of({**own, "parts": rows}, optional)
    }
