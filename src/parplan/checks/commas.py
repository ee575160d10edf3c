"""What a comma has cut in braces: a figure (`{score: 7,97}`), a text, a list of ids."""

from typing import NamedTuple

from pydantic import BaseModel

from parplan.checks.allowed import keys_at, takes_ids, takes_words
from parplan.checks.meant import in_percent, meant_figure, no_points
from parplan.ids import key_without_blank
from parplan.location import Loc
from parplan.points import NotAFigure, parse
from parplan.text import Text
from parplan.yaml_text.source import Fault, Source


class Comma(NamedTuple):
    """A figure in braces that a decimal comma has cut: its place, its text as it was meant to be
    read, and how to write it, or what to do where it is a percentage among points.
    """

    loc: Loc
    text: str
    meant: str
    help: Text | None = None


def flow_comma(model: type[BaseModel], source: Source, loc: Loc) -> Comma | None:
    """`{score: 7,97}` reads as the score 7 and a key 97, `{target: ≥ 8,5%}` as the target “≥ 8” and
    a key “5%”: what the key at `loc` is the rest of.
    """
    key = str(loc[-1]) if loc else ""
    before = source.key_at(loc, -1) if key[:1].isdigit() and source.value(loc) is None else None
    return None if before is None else _cut(model, source, (*loc[:-1], before), key)


def repeated_comma(model: type[BaseModel], source: Source, fault: Fault) -> Comma | None:
    """The same of a key that stands there already: `{max: 10,50, score: 8,50}`."""
    if fault.kind != "duplicate-key" or fault.other is None or not fault.detail[:1].isdigit():
        return None
    if source.tree is None or not source.ends_at(fault.span):
        return None
    return _cut(model, source, (*source.key_loc(fault.other)[:-1], fault.after), fault.detail)


def _cut(model: type[BaseModel], source: Source, loc: Loc, rest: str) -> Comma | None:
    whole, before = source.value(loc), ""
    glued = key_without_blank(str(loc[-1])) if whole is None else None
    if glued:  # `{par.1:7,97}` has no value, and a key “par.1:7”
        whole, before = str(loc[-1]).removeprefix(f"{glued}:"), f"{glued}: "
    if not isinstance(whole, str) or not whole[-1:].isdigit() or takes_words(model, loc):
        return None
    text = f"{whole},{rest}"
    try:
        parse(text)
    except NotAFigure as error:
        meant = meant_figure(error, loc)
        if meant:
            return Comma(loc, f"{before}{text}", f"{before}{meant}")
        if error.percent and in_percent(error, loc):
            return Comma(loc, text, error.percent, no_points(loc))
    return None


def pieces_from(model: type[BaseModel], source: Source, loc: Loc) -> tuple[Loc, ...]:
    """`{name: One, two, three}` reads as the name One, and keys “two” and “three”: these, where the
    key at `loc` is the first of them; else none. Likewise of ids: `{lead: a, b}`.
    """
    before = source.key_at(loc, -1)
    head = (*loc[:-1], before or "")
    if type(source.value(head)) is not str or not (
        takes_words(model, head) or takes_ids(model, head)
    ):
        return ()
    keys, found = keys_at(model, loc[:-1]), list[Loc]()
    while loc[-1] not in keys and source.has(loc) and _is_bare(source, loc):
        found.append(loc)
        loc = following(source, loc)
    return tuple(found)


def is_cut(model: type[BaseModel], source: Source, loc: Loc, rest: Loc) -> bool:
    """Whether a comma has cut what stands at `loc`, a figure or a list of ids."""
    if flow_comma(model, source, rest):
        return True
    return takes_ids(model, loc) and bool(pieces_from(model, source, rest))


def _is_bare(source: Source, loc: Loc) -> bool:
    """Whether a key in braces stands alone, without a colon."""
    return source.value(loc) is None and source.ends_at(source.span(loc, key=True))


def following(source: Source, loc: Loc) -> Loc:
    """The path of the key behind the one at `loc`."""
    return (*loc[:-1], source.key_at(loc, 1) or "")
