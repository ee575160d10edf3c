"""Tree to record: what keeps a file from having the shape of the model, and the part that can be
read all the same.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from parplan.checks.allowed import keys_at, takes_ids
from parplan.checks.commas import Comma, flow_comma, following, is_cut, pieces_from, repeated_comma
from parplan.checks.meant import (
    WRITE,
    as_held,
    in_percent,
    key_of_target,
    meant_figure,
    meant_key,
    meant_word,
    no_points,
)
from parplan.ids import key_without_blank
from parplan.location import Loc, Span
from parplan.model.fields import (
    FIGURE_FIELDS,
    PAST_FIELDS,
    dated_name,
    dated_of,
    field_of,
)
from parplan.model.files import FileKind
from parplan.points import NotAFigure, sign_of
from parplan.text import DID_YOU_MEAN, Count, Text, blank_behind
from parplan.yaml_text.read import MAX_DEPTH, MAX_ENTRIES, MAX_VALUES
from parplan.yaml_text.source import Fault, Source
from parplan.yaml_text.words import said

# Keys whose loss leaves the rest of a record meaningful; without any other key, nothing that adds
# rows up can be trusted.
_HARMLESS = frozenset(
    {
        "score",
        "max",
        "percent",
        "rank",
        "ranked",
        "change",
        "comparable",
        "rank_change",
        "history",
        "planned",
        "target",
        "name",
        "printed",
        "table",
        "row",
        "rows_in",
    }
)
_ATTEMPTS = 8
_EXTRA = ("extra_forbidden", "unexpected_keyword_argument")


class Flaw(NamedTuple):
    """A flaw of shape: its rule, where, and what fills the rule's words."""

    code: str
    path: str
    span: Span
    values: dict[str, object]
    message: Text | None = None
    help: Text | None = None


class Read(NamedTuple):
    """A file as far as it could be read. `broken` are figures (id, field) that could not;
    `partial`: whole records could not.
    """

    record: BaseModel | None
    source: Source
    flaws: tuple[Flaw, ...]
    broken: frozenset[tuple[str, str]] = frozenset()
    partial: bool = False


def validate(kind: FileKind, source: Source, model: type[BaseModel]) -> Read:
    """Type a file's tree as its model. Never raises: what does not fit is a flaw, and is left out
    of the record.
    """
    commas = {it: comma for it in source.faults if (comma := repeated_comma(model, source, it))}
    flaws = [
        _comma_flaw(kind, source, commas[fault], fault.span)
        if fault in commas
        else _fault_flaw(kind, source, fault)
        for fault in source.faults
    ]
    if source.tree is None:
        return Read(None, source, tuple(flaws), partial=True)
    errors: list[ErrorDetails] = []
    try:
        record = model.model_validate(source.tree)
    except ValidationError as error:
        errors = _told(error)
    else:
        if not commas:
            return Read(record, source, tuple(flaws), partial=bool(flaws))
    cut = {comma.loc for comma in commas.values()}
    whole = [detail for detail in errors if _deepest(source, detail["loc"]) not in cut]
    flaws += _flaws(kind, model, source, whole)
    broken = frozenset(
        (
            *(pair for detail in errors for pair in _lost(kind, model, source, detail)),
            *(_owner(kind, source, loc) for loc in cut),
        )
    )
    partial = len(commas) < len(source.faults) or any(
        field_of(field) not in _HARMLESS for _, field in broken
    )
    pruned, record_or_none = _prune(model, source, errors, cut)
    return Read(record_or_none, pruned, tuple(flaws), broken, partial)


def _told(error: ValidationError) -> list[ErrorDetails]:
    """pydantic's errors, without those that only follow: a list is not too short where its entries
    could not be read.
    """
    details = error.errors(include_url=False)
    locs = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short" or not any(_inside(loc, detail["loc"]) for loc in locs)
    ]


def _inside(loc: Loc, outer: Loc) -> bool:
    return len(loc) > len(outer) and loc[: len(outer)] == outer


def _prune(
    model: type[BaseModel], source: Source, errors: Iterable[ErrorDetails], cut: set[Loc]
) -> tuple[Source, BaseModel | None]:
    """Take out what does not fit and figures that a comma has cut, and if that leaves a hole, what
    holds it, until the rest fits.
    """
    for _ in range(_ATTEMPTS):
        locs = {_deepest(source, detail["loc"]) for detail in errors} | cut
        locs |= {comma.loc for loc in locs if (comma := flow_comma(model, source, loc))}
        cut = set()
        if () in locs or not isinstance(source.tree, dict):
            return source, None
        source = source.replaced(dict.fromkeys(_outermost(locs)))
        try:
            return source, model.model_validate(source.tree)
        except ValidationError as error:
            errors = _told(error)
    return source, None


def _outermost(locs: set[Loc]) -> set[Loc]:
    return {loc for loc in locs if not any(loc[:n] in locs for n in range(len(loc)))}


def _deepest(source: Source, loc: Loc) -> Loc:
    """The longest part of a path that stands in the file."""
    return next((loc[:n] for n in range(len(loc), 0, -1) if source.has(loc[:n])), ())


def _lost(
    kind: FileKind, model: type[BaseModel], source: Source, detail: ErrorDetails
) -> list[tuple[str, str]]:
    glued = _glued(source, detail["loc"])
    if glued:
        return [_owner(kind, source, (*glued[:-1], key_without_blank(str(glued[-1])) or ""))]
    owner, field = _owner(kind, source, detail["loc"])
    if detail["type"] in _EXTRA:
        comma = flow_comma(model, source, detail["loc"])
        if comma:
            return [_owner(kind, source, comma.loc)]
        *within, key = detail["loc"]
        if field and field != str(key):  # a key of something that is no record of the plan
            return [(owner, field)]
        meant = meant_key(str(key), tuple(keys_at(model, tuple(within))))
        return [(owner, field), *((owner, it) for it in meant)] if meant else [(owner, "name")]
    return [(owner, field)]


def _owner(kind: FileKind, source: Source, loc: Loc) -> tuple[str, str]:
    """The id of the record that a path lies in, and the field of that record."""
    if kind in ("targets", "errata"):  # by id, or by figure
        return (str(loc[1]), str(loc[2])) if len(loc) > 2 else (str(loc[-1]) if loc else "", "")
    for n in range(len(loc) - 1, -1, -1):
        ident = source.value((*loc[:n], "id"))
        if isinstance(ident, str):
            return ident, _field(loc[n:])
    return ".".join(str(step) for step in loc[:-1]), str(loc[-1]) if loc else ""


def _field(steps: Loc) -> str:
    """The field of a record that a path leads into, as figures of an earlier year go by."""
    past = next((field for field in PAST_FIELDS if steps[2:] == (field,)), None)
    known = steps[0] == "history" and past is not None and str(steps[1]).isdigit()
    return dated_name(past, int(steps[1])) if known and past else str(steps[0])


def _path(kind: FileKind, source: Source, loc: Loc) -> str:
    owner, field = _owner(kind, source, loc)
    if kind == "targets" and dated_of("_".join(map(str, loc[2:4]))):
        field = "_".join(map(str, loc[2:4]))
    return ".".join(part for part in (owner, field) if part)


def _flaws(
    kind: FileKind, model: type[BaseModel], source: Source, errors: list[ErrorDetails]
) -> list[Flaw]:
    found: list[Flaw] = []
    pieces: set[Loc] = set()  # of texts that commas have cut
    values: dict[str, object]
    for detail in errors:
        loc = detail["loc"]
        path = _path(kind, source, loc)
        glued = _glued(source, loc)
        if glued:
            flaw = _without_blank(kind, source, glued)
            if found[-1:] != [flaw] and not flow_comma(model, source, following(source, glued)):
                found.append(flaw)
        elif "[key]" in loc:
            loc = loc[: loc.index("[key]")]
            cause: Any = detail.get("ctx", {}).get("error")
            if isinstance(cause, NotAFigure):
                from parplan.checks.expected import A_YEAR

                values = {"text": loc[-1], "expected": A_YEAR, "meant": cause.meant}
                write = WRITE if cause.close and cause.meant else None
                found.append(Flaw("S104", path, source.span(loc, key=True), values, help=write))
            elif loc not in pieces and all(
                flaw.span != source.span(loc, key=True) for flaw in found
            ):
                found.append(_unknown_key(model, source, loc, _path(kind, source, loc)))
                pieces.update(pieces_from(model, source, loc))
        elif detail["type"] in _EXTRA or flow_comma(model, source, loc):
            comma = flow_comma(model, source, loc)
            if comma:
                found.append(_comma_flaw(kind, source, comma, source.span(loc, key=True)))
            elif loc not in pieces:
                found.append(_unknown_key(model, source, loc, path))
                pieces.update(pieces_from(model, source, loc))
        elif detail["type"] == "missing":
            if any(key_without_blank(key) == loc[-1] for key in source.value(loc[:-1])):
                continue
            values = {"key": loc[-1]}
            found.append(Flaw("S103", path, source.span(loc[:-1]), values))
        elif loc not in pieces and not (loc and is_cut(model, source, loc, following(source, loc))):
            found.append(_wrong_type(model, source, detail, path))
    return [_of_spaces(source, flaw) for flaw in found]


def _of_spaces(source: Source, flaw: Flaw) -> Flaw:
    """A flaw with what to do about a space in it that looks like a plain one, and is none to
    YAML; word processors put such between figures.
    """
    said = source.line(flaw.span.line)[flaw.span.column - 1 : flaw.span.end_column]
    odd = next((sign for sign in said if sign.isspace() and sign not in " \t"), None)
    if odd is None:
        return flaw
    return flaw._replace(values={**flaw.values, "sign": f"U+{ord(odd):04X}"}, help=_A_SPACE)


def _glued(source: Source, loc: Loc) -> Loc:
    """The path of a key on the way to `loc` whose colon has no blank behind it: of `{score:8.70}`
    YAML makes a key “score:8.70”. Empty where there is none.
    """
    return next(
        (
            loc[: n + 1]
            for n, step in enumerate(loc)
            if isinstance(step, str) and key_without_blank(step) and source.has(loc[: n + 1])
        ),
        (),
    )


def _without_blank(kind: FileKind, source: Source, loc: Loc) -> Flaw:
    key = key_without_blank(str(loc[-1])) or ""
    path = _path(kind, source, (*loc[:-1], key))
    from parplan.checks.expected import spelled

    text = spelled(loc[-1])
    return Flaw("S102", path, source.span(loc, key=True), {"key": text}, help=blank_behind(key))


def _unknown_key(model: type[BaseModel], source: Source, loc: Loc, path: str) -> Flaw:
    keys = keys_at(model, loc[:-1])
    likely = meant_key(str(loc[-1]), tuple(keys))
    values: dict[str, object] = {"key": loc[-1], "allowed": tuple(keys), "near": likely}
    help_text = DID_YOU_MEAN if likely else None
    if not likely and (pieces := pieces_from(model, source, loc)):
        before = source.key_at(loc, -1) or ""
        head = (*loc[:-1], before)
        values["text"] = before
        help_text = _COMMA_IN_TEXT
        if takes_ids(model, head):
            listed = ", ".join((source.value(head), *(str(piece[-1]) for piece in pieces)))
            values["meant"], help_text = f"{before}: [{listed}]", WRITE
    return Flaw("S102", path, source.span(loc, key=True), values, help=help_text)


def _comma_flaw(kind: FileKind, source: Source, comma: Comma, rest: Span) -> Flaw:
    glued = key_without_blank(str(comma.loc[-1]))
    loc = (*comma.loc[:-1], glued) if glued else comma.loc
    span = source.span(comma.loc, key=bool(glued))._replace(end_column=rest.end_column)
    return _comma(_path(kind, source, loc), span, comma.text, comma.meant, comma.help)


def _comma(path: str, span: Span, text: str, meant: str, todo: Text | None = None) -> Flaw:
    return Flaw("S105", path, span, {"text": text, "meant": meant}, help=todo)


def _wrong_type(model: type[BaseModel], source: Source, detail: ErrorDetails, path: str) -> Flaw:
    from parplan.checks.expected import (
        A_FIGURE,
        A_RANK,
        A_RECORD,
        NOTHING,
        expected,
        keys_of,
        options_of,
        spelled,
    )
    from parplan.documents.worded import as_rank

    span = source.span(detail["loc"])
    cause: Any = detail.get("ctx", {}).get("error")
    stands = _deepest(source, detail["loc"])
    text = spelled(source.value(stands))
    if isinstance(cause, NotAFigure) and cause.comma and cause.meant:
        return _comma(path, span, cause.text, cause.meant)
    values: dict[str, object] = {
        "text": text,
        "expected": expected(detail),
        "keys": keys_of(detail),
    }
    help_text = _RECORD_OF if values["keys"] else None
    held = as_held(model, source, detail, stands)
    if held:
        values["meant"], help_text = held
    literal = detail["type"] == "literal_error"
    likely = meant_word(str(text), options_of(detail).split(", ")) if literal else ()
    if likely:
        values["near"] = likely
        help_text = DID_YOU_MEAN
    field = field_of(path.rpartition(".")[2])
    key = key_of_target(stands)
    if isinstance(cause, NotAFigure) and key == "places" and sign_of(cause.text) < 0:
        help_text = _PLACES_GAINED
    elif isinstance(cause, NotAFigure) and (
        meant := as_rank(cause.text)
        if key is None and values["expected"] is A_RANK
        else meant_figure(cause, stands)
    ):
        values["meant"] = meant
        bare = not meant.startswith("{") and not any(map(str.isalpha, cause.text))
        printed = field in FIGURE_FIELDS and stands[0] in ("indices", "targets")
        help_text = _WRITE_MEANT if printed and not bare else WRITE
    elif (
        isinstance(cause, NotAFigure)
        and values["expected"] is A_FIGURE
        and in_percent(cause, stands)
    ):
        values["meant"] = cause.percent
        help_text = no_points(stands)
    glued = key_without_blank(str(text))
    if glued and (values["expected"] is A_RECORD or key == ""):  # a target may be a record
        help_text = blank_behind(glued)
    message = _EMPTY if text is NOTHING else _ANOTHER_KIND if isinstance(text, Text) else None
    return Flaw("S104", path, span, values, message, help_text)


def _fault_flaw(kind: FileKind, source: Source, fault: Fault) -> Flaw:
    values: dict[str, object] = {"detail": fault.detail, "depth": MAX_DEPTH}
    if fault.kind == "duplicate-key":
        loc = source.key_loc(fault.other) if fault.other and source.tree is not None else ()
        line = fault.other.line if fault.other else 0
        return Flaw(
            "S106",
            _path(kind, source, loc) or fault.detail,
            fault.span,
            {"key": fault.detail, "line": line},
        )
    if fault.kind == "no-blank":
        said: dict[str, object] = {"detail": _NO_BLANK}
        flaw = Flaw("S101", "", fault.span, said, help=blank_behind(fault.detail))
        return _of_spaces(source, flaw)
    if fault.kind == "syntax":
        return _no_yaml(kind, fault, source.line(fault.span.line))
    if fault.kind in _FEATURES:
        return Flaw(
            "S109", "", fault.span, {"what": _FEATURES[fault.kind]}, help=_INSTEAD.get(fault.kind)
        )
    if (
        fault.kind == "not-text"
        and len(fault.detail) == len("0x1B")
        and int(fault.detail, 16) < _FIRST_BEYOND_ASCII
    ):
        return Flaw("S110", "", fault.span, values, message=A_CONTROL, help=REMOVE_IT)
    if fault.kind == "too-many":
        most, words = (MAX_VALUES, TOO_MANY_IN_ALL) if fault.detail else (MAX_ENTRIES, TOO_MANY)
        return Flaw("S112", "", fault.span, {"most": Count(most)}, message=words)
    return Flaw(
        {"not-text": "S110", "empty": "S111", "too-deep": "S112"}[fault.kind],
        "",
        fault.span,
        values,
    )


def _no_yaml(kind: FileKind, fault: Fault, line: str) -> Flaw:
    """What no parser of YAML would take, of a file's line."""
    from parplan.documents.worded import as_target

    values: dict[str, object] = {"detail": said(fault.detail)}
    signed = _SIGNED_TARGET.search(line) if kind == "targets" else None
    meant = as_target(signed[1]) if signed else None
    if meant is None:
        help_text = _AT_LEAST if ">=" in line else None
        return Flaw("S101", "", fault.span, values, help=help_text)
    help_text = WRITE if meant.startswith("{") else _WRITE_AT_LEAST
    return Flaw("S101", "", fault.span, {**values, "meant": meant}, help=help_text)


_NO_BLANK = Text("dấu hai chấm thiếu dấu cách theo sau", "a colon without a space after it")
_COMMA_IN_TEXT = Text(
    'chữ có dấu phẩy thì đặt trong ngoặc kép: {text}: "…"',
    'text with a comma in it goes in double quotes: {text}: "…"',
)
_AT_LEAST = Text(
    "ghi số không kèm dấu; mục tiêu vốn là mức tối thiểu",
    "write the bare figure; a target is a minimum already",
)
# What begins with such a sign is no text to YAML.
_SIGNED_TARGET = re.compile(r":\s+(>=?\s*[0-9]+(?:[.,][0-9]+)?\s*%?)")
_WRITE_AT_LEAST = Text(
    "ghi {meant} không kèm dấu; mục tiêu vốn là mức tối thiểu",
    "write {meant} without the sign; a target is a minimum already",
)
_EMPTY = Text("đang để trống, cần ghi {expected}", "is empty; it takes {expected}")
_ANOTHER_KIND = Text("ở đây là {text}, không phải là {expected}", "{text} instead of {expected}")
_RECORD_OF = Text("ghi {expected} có các khóa: {keys}", "write {expected} of: {keys}")
_PLACES_GAINED = Text(
    "places là số bậc tăng thêm, từ 0 trở lên; mục tiêu giảm, như hồ sơ trễ hạn, ghi "
    "{{direction: lower}} hoặc {{at_most: …}}",
    "`places` is the number of places gained, 0 or more; for what is to fall, such as late "
    "files, write {{direction: lower}} or {{at_most: …}}",
)
_A_SPACE = Text(
    "thay dấu cách đặc biệt ({sign}) ở đây bằng dấu cách thường, hoặc xóa đi",
    "put a plain space in place of the special one here ({sign}), or remove it",
)
_WRITE_MEANT = Text(
    "ghi {meant}; nếu văn bản viết khác, ghi cách viết đó vào “printed”",
    "write {meant}; where the document writes it otherwise, put that under `printed`",
)

_FEATURES: Mapping[str, Text] = {
    "anchor": Text("neo (&tên)", "an anchor (&name)"),
    "alias": Text("bí danh (*tên)", "an alias (*name)"),
    "merge": Text("gộp khóa (<<)", "a merge key (<<)"),
    "tag": Text("thẻ (!tên)", "a tag (!name)"),
    "second-document": Text(
        "tài liệu thứ hai (---) trong một tệp", "a second document (---) in one file"
    ),
    "complex-key": Text("khóa không phải chữ", "a key that is not plain text"),
}
_FIRST_BEYOND_ASCII = 0x80
A_CONTROL = Text(
    "ký tự điều khiển {detail} không thuộc văn bản",
    "the control character {detail} is not part of a text",
)
REMOVE_IT = Text("xóa ký tự đó", "remove it")
_INSTEAD = {
    "second-document": Text(
        "tách thành tệp riêng, hoặc xóa dòng “---”",
        "put it into a file of its own, or remove the “---”",
    ),
    "complex-key": Text("dùng một chữ làm khóa", "use a plain word as the key"),
}
TOO_MANY = Text(
    "hơn {most} mục trong một danh sách hoặc nhóm", "more than {most} entries in one list or record"
)
TOO_MANY_IN_ALL = Text(
    "tệp có hơn {most} giá trị, hoặc quá nhiều lỗi",
    "more than {most} values in one file, or as many errors",
)
