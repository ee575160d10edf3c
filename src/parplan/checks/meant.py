"""What is likely meant by what stands in a file where something else belongs, and how to write
it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from parplan.checks.allowed import keys_at
from parplan.ids import near
from parplan.location import Loc
from parplan.model.fields import ID
from parplan.points import NotAFigure, in_points, parse
from parplan.text import Text
from parplan.yaml_text.source import Source

# Keys that look most like others than the one that is meant, some of which say the opposite.
_MEANT_KEYS: Mapping[str, str] = {
    **dict.fromkeys(("at_least", "no_less_than", "not_less_than"), "points"),
    **dict.fromkeys(("no_more_than", "not_more_than"), "at_most"),
    "rows": "parts",
    "parts": "rows",
}


@lru_cache(maxsize=1_024)  # a slip of the hand is soon one of many alike
def meant_key(key: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The key that is likely meant by one that a record does not have, if any."""
    meant = _MEANT_KEYS.get(key)
    return (meant,) if meant in keys else near(key, keys)[:1]


def meant_word(text: str, words: list[str]) -> tuple[str, ...]:
    """The word that is likely meant by one that is none of a few, if any. Of those one is soon a
    little like another, and says the opposite: so much alike, or the same letters.
    """
    likely = near(text, words)[:1]
    same = sorted(text) == sorted("".join(likely))
    return likely if same else near(text, words, _MUCH_ALIKE)[:1]


def meant_figure(cause: NotAFigure, loc: Loc) -> str | None:
    """What was meant by something at `loc` that is no figure, as the file would have it: in a
    target, or under a key of it, as targets are worded; None where nobody can tell.
    """
    from parplan.documents.worded import as_target

    key = key_of_target(loc)
    if key is None:
        if not _is_percentage(loc):
            return cause.meant
        return cause.percent or (None if in_points(cause.text) else cause.meant)
    return cause.meant if cause.close else as_target(cause.text, key)


def _is_percentage(loc: Loc) -> bool:
    """Whether a bare figure at `loc` may be a percentage: that of a score, of a target in percent,
    or a weight among others.
    """
    names = {str(step).rpartition(".")[2] for step in loc}
    return not names.isdisjoint(_PERCENTAGES) or (loc[:1] == ("errata",) and "target" in names)


def in_percent(cause: NotAFigure, loc: Loc) -> bool:
    """Whether points at `loc` are given as a percentage; what a target means by one, its words
    say.
    """
    return cause.percent is not None and key_of_target(loc) in (None, "points")


_PERCENTAGES = ("percent", "weight", "by")


def no_points(loc: Loc) -> Text:
    """What to do about a percentage where points belong: there may be a key for it."""
    key = loc[-1]
    if key in ("set", "add"):
        return _POINTS_OR_SHARE
    of_row = key == "score" and isinstance(loc[-2], int)
    return _POINTS_OR_PERCENT if of_row or key in ("points", "at_least") else _POINTS


def key_of_target(loc: Loc) -> str | None:
    """The key of a target that a path of targets.yaml ends in, "" for the target itself, of one
    year too; None for any other path.
    """
    if (loc[:1], loc[2:3]) != (("targets",), ("target",)):
        return None
    return next((str(step) for step in reversed(loc[3:]) if not str(step).isdigit()), "")


def as_held(
    model: type[BaseModel], source: Source, detail: ErrorDetails, loc: Loc
) -> tuple[str, Text] | None:
    """How what stands at `loc` is written in the list or record that should stand there, with the
    words that say so; None where nobody can tell.
    """
    value = source.value(loc)
    if detail["type"] == "tuple_type":
        keys = keys_at(model, (*loc, 0))
        if isinstance(value, dict):
            return "", _AS_A_LIST
        if keys:
            key = "link" if "://" in str(value) else "file"
            return (f"[{{{key}: {value}}}]", WRITE) if key in keys else None
        return (f"[{value}]", WRITE) if re.fullmatch(ID, str(value)) else None
    if detail["type"] == "dict_type" and isinstance(value, list):
        return next(((_BY_KEY[it], _AS_KEYS) for it in loc[::-1] if it in _BY_KEY), None)
    if detail["type"] == "bool_type":
        word = _TRUTHS.get(str(value).strip().casefold())
        return (word, WRITE) if word else None
    words = _ALONE.get(detail.get("ctx", {}).get("class_name", ""))
    if words is None or not isinstance(value, str):
        return None
    try:
        parse(value)
    except NotAFigure as error:
        from parplan.documents.worded import as_target

        worded = as_target(value) if words is _AS_GOAL else None
        if worded and worded.startswith("{"):
            return f"{{target: {worded}}}", WRITE
        return (error.meant, words) if error.meant else None
    return value, words


# What is kept by key, and not in a list.
_BY_KEY: Mapping[str | int, str] = {
    "errata": "a.1.score: {printed: …, correct: …}",
    "targets": "a.1: {planned: …, target: …}",
    "scores": "{a.1: …}",
    "ranks": "{a: …}",
    "history": "{2023: {score: …}}",
}


# How else true and false are written, in older YAML, in quotes, and by people.
_TRUTHS: Mapping[str, str] = {
    **dict.fromkeys(("true", "yes", "y", "on", "1", "có"), "true"),
    **dict.fromkeys(("false", "no", "n", "off", "0", "không"), "false"),
}
_MUCH_ALIKE = 0.8
_POINTS = Text(
    "tỷ lệ phần trăm không phải là điểm; ghi số điểm",
    "a percentage is not points; write the points",
)
_POINTS_OR_PERCENT = Text(
    "tỷ lệ phần trăm không phải là điểm; ghi “percent: {meant}”",
    "a percentage is not points; write `percent: {meant}`",
)
_POINTS_OR_SHARE = Text(
    "tỷ lệ phần trăm không phải là điểm; ghi số điểm, hoặc “share: {meant}%” cho một phần của mức "
    "dự kiến tăng",
    "a percentage is not points; write the points, or `share: {meant}%` for a part of the "
    "planned increase",
)
WRITE = Text("ghi {meant}", "write {meant}")
_AS_A_LIST = Text(
    "ghi thành danh sách: “- ” trước mỗi mục, hoặc tất cả trong [ ]",
    "write a list: “- ” before each entry, or all of them in [ ]",
)
_AS_KEYS = Text("ghi mỗi mục sau khóa của nó: {meant}", "write each after its key: {meant}")
_AS_GOAL = Text(
    "ghi {{planned: {meant}}} hoặc {{target: {meant}}}",
    "write {{planned: {meant}}} or {{target: {meant}}}",
)
# A figure that stands alone where a record belongs.
_ALONE: Mapping[str, Text] = {
    "Goal": _AS_GOAL,
    "Past": Text("ghi {{score: {meant}}}", "write {{score: {meant}}}"),
    "Erratum": Text(
        "ghi {{printed: …, correct: {meant}}}", "write {{printed: …, correct: {meant}}}"
    ),
    "Commitment": Text(
        "ghi {{at_least: {meant}, of: …}} hoặc {{percent: {meant}, of: …}}",
        "write {{at_least: {meant}, of: …}} or {{percent: {meant}, of: …}}",
    ),
}
