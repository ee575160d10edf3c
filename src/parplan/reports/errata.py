"""`errata list` and `show`: errata, and the contradictions that they are about, in all forms."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from parplan.engine.repair.decide import can_be_entered, not_entered
from parplan.model.errata import Decision, Erratum
from parplan.model.fields import or_null
from parplan.model.findings import KNOWN_WORD, OPEN_WORD, Finding
from parplan.model.plan import Plan
from parplan.points import Lang
from parplan.render.table import Table
from parplan.reports import suggest
from parplan.reports.fields import (
    CODE,
    FIGURE,
    NUMBER,
    TEXT,
    Answer,
    At,
    Field,
    described,
    inner,
    list_of,
    object_of,
    one_of,
    record,
    table,
    whole,
)
from parplan.reports.titles import Titles
from parplan.rules.errata import BREAKS, DECISIONS
from parplan.text import Message, Text, Word


class Item(NamedTuple):
    """An erratum with what it settles or knows of, or a contradiction without one."""

    id: str | None
    status: str
    erratum: Erratum | None
    findings: tuple[Finding, ...]


def items(plan: Plan, findings: Iterable[Finding]) -> list[Item]:
    """Every erratum in the order of the file, then what is open."""
    found = list(findings)
    told = {finding.site for finding in found}
    entries = [
        Item(
            path,
            next((said for code, said in _SAID_BY.items() if (code, path) in told), "known"),
            erratum,
            tuple(it for it in found if path == (it.path if it.code == BREAKS else it.erratum)),
        )
        for path, erratum in plan.errata.items()
    ]
    loose = [it for it in found if it.is_contradiction and it.status == "open"]
    return entries + [Item(None, "open", None, (it,)) for it in loose if can_be_entered(plan, it)]


_SAID_BY = {BREAKS: "breaks", "L501": "stale"}


def _apart(plan: Plan, findings: Iterable[Finding]) -> list[Message]:
    """A sentence on the contradictions that errata are not about; none without any."""
    every = [it for it in findings if it.is_contradiction and it.status == "open"]
    beside = [it for it in every if not can_be_entered(plan, it)]
    return [not_entered(beside)] if beside else []


def _decided(key: str) -> Callable[[At], Any]:
    """What an erratum says; nothing where there is none."""
    return lambda at: at.row.erratum and getattr(at.row.erratum, key)


def _decision(at: At) -> Word | None:
    decision: Decision | None = _decided("decision")(at)
    return Word(decision, DECISIONS[decision]) if decision else None


_STATUS = {
    "known": KNOWN_WORD,
    "stale": Text("không còn hiệu lực", "stale"),
    "breaks": Text("gây mâu thuẫn mới", "breaks others"),
    "open": OPEN_WORD,
}
_BY_PATH = {"type": "object", "additionalProperties": FIGURE}
_FOUND = (
    Field("code", "id", schema=CODE),
    Field("path", "id"),
    Field("message", "text"),
)
# A row is an item. Figures stand as they are, whatever their index declares.
_FIELDS = (
    Field("id", "id", Titles.FIGURE, schema=or_null(TEXT), says="the figure, such as par.5.score"),
    Field(
        "status",
        "id",
        Titles.STATUS,
        lambda at: Word(at.row.status, _STATUS[at.row.status]),
        schema=one_of(*_STATUS),
    ),
    Field(
        "decision", "id", Text("Quyết định", "Decision"), _decision, schema=one_of(*DECISIONS, None)
    ),
    Field("printed", "id", Titles.PRINTED, _decided("printed"), schema=NUMBER),
    Field(
        "correct",
        "id",
        Text("Số đúng", "Correct"),
        _decided("correct"),
        schema=NUMBER,
        says="the right figure; null while undecided",
    ),
    Field(
        "against",
        "text",
        value=lambda at: dict(_decided("against")(at) or {}),
        on="j",
        schema=_BY_PATH,
    ),
    Field("because", "text", value=_decided("because"), on="j", schema=or_null(TEXT)),
    Field(
        "findings",
        "text",
        Titles.CONTRADICTIONS,
        lambda at: (
            tuple(f"{it.code} {it.path}" for it in at.row.findings if it.code != BREAKS) or None
        ),
        "hm",
        wide=True,
    ),
    inner("findings", _FOUND, lambda at: map(At, at.row.findings)),
    Field(
        "because",
        "text",
        Text("Lý do", "Because"),
        lambda at: _decided("because")(at) or at.row.findings[0].message,
        "hm",
        wide=True,
    ),
)


def answer(plan: Plan, findings: Sequence[Finding]) -> Answer:
    """Errata, and contradictions without one, in all forms."""
    listed, apart = items(plan, findings), _apart(plan, findings)
    nothing = Table(Message(_NONE if apart else _EMPTY), (), (), feet=tuple(apart))
    return Answer(
        "errata-list",
        lambda lang: {"basis": "printed", "errata": records(listed, lang)},
        lambda: [errata_table(listed, apart) if listed else nothing],
        lambda: [errata_table(listed, apart)],
    )


def errata_table(listed: Sequence[Item], apart: Iterable[Message] = ()) -> Table:
    """Entries a line each."""
    open_ones = sum(item.status == "open" for item in listed)
    feet = [Message(_OPEN_ONES, {"count": open_ones})] if open_ones else []
    broken = (it for item in listed for it in item.findings if it.code == BREAKS)
    feet += [Message(_BREAKS, {"path": it.path, "message": it.message}) for it in broken]
    return table(Message(_TITLE), _FIELDS, map(At, listed), (*feet, *apart))


def records(listed: Iterable[Item], lang: Lang) -> list[dict[str, Any]]:
    """Entries as JSON-ready records; `id` and what was decided are null for what is open."""
    return [record(At(item), _FIELDS, lang) for item in listed]


def shown(listed: Sequence[Item], about: suggest.Suggested) -> Answer:
    """One figure: its entries, and what would repair its contradictions."""
    return Answer(
        "errata-show",
        lambda lang: {
            "basis": "printed",
            "errata": records(listed, lang),
            "groups": suggest.records([about], lang),
        },
        lambda: suggest.tables([about], several=False),
    )


def schema() -> dict[str, Any]:
    """The schema of the JSON answer of `errata list`."""
    return whole("errata-list", _KEYS, basis=False)


def schema_of_one() -> dict[str, Any]:
    """The schema of the JSON answer of `errata show`."""
    return whole("errata-show", {**_KEYS, "groups": suggest.GROUPS}, basis=False)


_KEYS = {"basis": one_of("printed"), "errata": list_of(object_of(described(_FIELDS)))}


_TITLE = Text("Danh mục đính chính", "Errata")
_EMPTY = Text(
    "chưa có mục nào, và kế hoạch không có mâu thuẫn",
    "there are no errata, and the plan does not contradict itself",
)
_NONE = Text("chưa có mục đính chính nào", "there are no errata")
_BREAKS = Text("{path}: {message}", "{path}: {message}")
_OPEN_ONES = Text(
    "{count} mâu thuẫn chưa ghi nhận; xem “parplan errata suggest”, ghi bằng “parplan errata "
    "accept”",
    "{count} not in the errata; see `parplan errata suggest`, enter them with `parplan errata "
    "accept`",
)
