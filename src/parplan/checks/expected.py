"""What should stand where something else does: in words, or as the file would have it."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from parplan.model.fields import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_ID,
    Record,
)
from parplan.points import NotAFigure
from parplan.text import Text
from parplan.yaml_text.source import Quoted

_LONGEST = 40


def spelled(value: object) -> object:
    """A value as the message names it: short."""
    if value is None:
        return NOTHING
    if isinstance(value, dict):
        return A_RECORD if value else AN_EMPTY_RECORD
    if isinstance(value, list):
        return A_LIST if value else AN_EMPTY_LIST
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def expected(detail: ErrorDetails) -> object:
    """What should stand where pydantic found something else, in words."""
    kind = detail["type"]
    if kind == "value_error":
        cause: Any = detail.get("ctx", {}).get("error")
        if isinstance(cause, NotAFigure) and cause.close is not None:
            return _CLOSE[cause.close]
        steps = [str(step) for step in reversed(detail["loc"]) if isinstance(step, str)]
        return next(
            (words for field in steps for names, words in _BY_FIELD if field in names), A_FIGURE
        )
    if kind == "bool_type" and isinstance(detail["input"], Quoted):
        return UNQUOTED
    if kind == "literal_error":
        options = options_of(detail)
        return Text(f"một trong: {options}", f"one of {options}")
    if kind == "too_short" and detail.get("ctx", {}).get("field_type") == "Dictionary":
        return SOME_KEYS
    if kind == "string_pattern_mismatch" and any(
        step in ("lead", "coordinate", "asked") for step in detail["loc"]
    ):
        return A_UNIT_ID
    return _EXPECTED.get(kind, A_TEXT)


def keys_of(detail: ErrorDetails) -> tuple[str, ...]:
    """Which keys a record has that should stand there, where they are few."""
    if detail["type"] != "model_type":
        return ()
    name, kinds = detail.get("ctx", {}).get("class_name"), list(Record.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
    found = next((kind.model_fields for kind in kinds if kind.__name__ == name), {})
    return tuple(found) if len(found) <= _MOST_KEYS else ()


_MOST_KEYS = 6


def options_of(detail: ErrorDetails) -> str:
    """The words of which one should stand there, as pydantic names them: “a, b, c”."""
    said = str(detail.get("ctx", {}).get("expected", ""))
    return said.replace("'", "").replace(" or ", ", ")


NOTHING = Text("(trống)", "(nothing)")
A_RECORD = Text("một nhóm khóa", "a record")
AN_EMPTY_RECORD = Text("một nhóm khóa trống", "an empty record")
A_LIST = Text("một danh sách", "a list")
AN_EMPTY_LIST = Text("một danh sách trống", "an empty list")
SOME_KEYS = Text("nhóm khóa không trống", "a record with something in it")
A_UNIT_ID = Text(
    "mã đơn vị như so-tai-chinh (chữ không dấu, số, gạch)",
    "a unit's id such as so-tai-chinh (letters, digits, dashes)",
)
SOME_ENTRIES = Text("danh sách có ít nhất một mục", "a list with at least one entry")
_CLOSE = {
    "quoted": Text("số viết không có ngoặc kép", "a figure, which stands without quotes"),
    "long": Text(
        "số có nhiều nhất 7 chữ số trước dấu chấm và 6 chữ số sau",
        "a figure of at most 7 digits before the point and 6 after it",
    ),
    "zeros": Text("số không có chữ số 0 thừa ở đầu", "a figure without zeros in front"),
}
A_TEXT = Text("chữ", "text")
A_FIGURE = Text("số điểm như 7.97", "points such as 7.97")
DECIMALS = Text("số chữ số thập phân, từ 0 đến 6", "a number of decimals, from 0 to 6")
ABOVE_0 = Text("số lớn hơn 0 như 5", "a number above 0 such as 5")
A_WHOLE = Text("số nguyên như 2", "a whole number such as 2")
FROM_1 = Text("số nguyên từ 1 trở lên như 5", "a whole number from 1 up such as 5")
A_DATE = Text("ngày như 2023-12-10 (năm-tháng-ngày)", "a day such as 2023-12-10")
A_YEAR = Text(
    f"năm như 2023, từ {FIRST_YEAR} đến {LAST_YEAR}",
    f"a year such as 2023, from {FIRST_YEAR} to {LAST_YEAR}",
)
A_RANK = Text("thứ hạng như 53/63", "a rank such as 53/63")
PLACES = Text("số bậc tăng thêm như 1", "a number of places gained such as 1")
AN_ID = Text(
    "mã như par.5.survey (chữ không dấu, số, gạch, dấu chấm)",
    "an id such as par.5.survey (letters, digits, dashes, dots)",
)


A_SHORT_ID = Text(
    f"mã có nhiều nhất {LONGEST_ID} ký tự", f"an id of at most {LONGEST_ID} characters"
)


MEAN_OR_WEIGHTS = Text(
    "mean, hoặc trọng số lớn hơn 0 của từng đơn vị như {A: 0.4, B: 0.6}",
    "mean, or a weight above 0 for each unit such as {A: 0.4, B: 0.6}",
)
A_SHARE = Text("tỷ lệ phần trăm như 60%", "a percentage such as 60%")
TRUE_OR_FALSE = Text("true hoặc false", "true or false")
UNQUOTED = Text(
    "true hoặc false viết không có ngoặc kép", "true or false, which stand without quotes"
)
TWO_LANGUAGES = Text("chữ, hoặc {vi: …, en: …}", "text, or {vi: …, en: …}")
_BY_FIELD: tuple[tuple[frozenset[str], Text], ...] = (
    (frozenset({"rank", "ranks"}), A_RANK),
    (frozenset({"deadline", "date", "since"}), A_DATE),
    (frozenset({"year", "target_year", "compared_with", "first", "last"}), A_YEAR),
    (frozenset({"by"}), MEAN_OR_WEIGHTS),
    (frozenset({"places"}), PLACES),
    (frozenset({"decimals", "percent_decimals"}), DECIMALS),
    (frozenset({"weight", "scale", "rebase"}), ABOVE_0),
    (frozenset({"share"}), A_SHARE),
    (
        frozenset({"range"}),
        Text(
            "ba số điểm [thấp nhất, nhiều khả năng nhất, cao nhất]",
            "three scores [lowest, likeliest, highest]",
        ),
    ),
    (frozenset({"rank_change", "years"}), A_WHOLE),
    (frozenset({"ranked", "paragraph", "count", "page", "excerpt_of", "number"}), FROM_1),
)


_EXPECTED: Mapping[str, Text] = {
    "string_type": A_TEXT,
    "string_pattern_mismatch": AN_ID,
    "string_too_long": A_SHORT_ID,
    "bool_type": TRUE_OR_FALSE,
    "model_type": A_RECORD,
    "model_attributes_type": A_RECORD,
    "dict_type": A_RECORD,
    "dataclass_type": TWO_LANGUAGES,
    "tuple_type": A_LIST,
    "too_short": SOME_ENTRIES,
}
