"""What was typed for `parplan import` of tables, columns and years, and whether the document has
it.
"""

import re
from collections.abc import Sequence

from parplan.cli.output import stop
from parplan.cli.typed import pair_typed
from parplan.documents.columns import names_of
from parplan.documents.drawn import Asked, Recognised
from parplan.documents.printed import plain
from parplan.documents.vocabulary import FIELDS
from parplan.ids import near
from parplan.model.fields import FIRST_YEAR, ID, LAST_YEAR, dated_of
from parplan.text import Message, Text


def asked_for(
    tables: Sequence[str], columns: Sequence[str], year: int | None, target_year: int | None
) -> Asked:
    """What was typed of tables and columns. Raises Stop."""
    for name, typed_year in (("--year", year), ("--target-year", target_year)):
        if typed_year is not None and not FIRST_YEAR <= typed_year <= LAST_YEAR:
            raise stop(Message(_NO_YEAR, {"option": name, "year": str(typed_year)}))
    if year is not None and target_year is not None and target_year <= year:
        raise stop(Message(_NOT_BEHIND, {"year": str(year), "target": str(target_year)}))
    of: dict[int, str | None] = {}
    for typed in tables:
        number, index = pair_typed(typed)
        if number is None or not number.isdecimal() or not re.fullmatch(ID, index):
            raise stop(Message(_TABLE, {"typed": typed}))
        of[int(number)] = None if index == _NO else index
    held: dict[str, str] = {}
    for typed in columns:
        title, field = pair_typed(typed)
        if not title or not (field in FIELDS or dated_of(field) is not None):
            raise stop(Message(_COLUMN, {"typed": typed, "fields": tuple(FIELDS)}))
        held[title] = field
    return Asked(of, held, year, target_year)


def refuse_unmet(asked: Asked, found: Recognised) -> None:
    """Raises Stop for a table or a column that was named and is not there, or has no figure."""
    numbers = [table.number for table in found.tables]
    titles = [column.title for table in found.tables for column in table.columns if column.title]
    names = {name for title in titles for name in names_of(title)}
    for number, index in asked.tables.items():
        if number not in numbers:
            raise stop(Message(_NO_TABLE, {"number": number, "known": tuple(map(str, numbers))}))
        if index is not None and number not in found.with_figures:
            raise stop(Message(_NO_FIGURES, {"number": number}))
    for title in asked.columns:
        if plain(title) not in names:
            known = {"title": title, "known": tuple(dict.fromkeys(titles))}
            raise stop(Message(_NO_COLUMN, known).or_near(near(title, titles)))
    for table in found.tables:
        given: dict[str, str] = {}
        for column in table.columns:
            of = {
                field for it, field in asked.columns.items() if plain(it) in names_of(column.title)
            }
            for field in of - {_NO}:
                other = given.setdefault(field, column.title)
                if other != column.title:
                    values = {"one": other, "other": column.title, "field": field}
                    raise stop(Message(_TWICE, values))


_NO = "no"
_TABLE = Text(
    "--table {typed}: ghi như 2=par, hoặc 3=no", "--table {typed}: write it as 2=par, or 3=no"
)
_COLUMN = Text(
    "--column {typed}: ghi như 'Phần cộng=planned'; các loại số liệu: {fields}",
    "--column {typed}: write it as 'More=planned'; what a column may hold: {fields}",
)
_NO_TABLE = Text(
    "--table: không có bảng {number}; có các bảng {known} (bảng bị ngắt được nối vào bảng trước)",
    "--table: there is no table {number}; there are {known} (a table that is continued counts "
    "as one)",
)
_NO_FIGURES = Text(
    "--table: bảng {number} không có số liệu nào, nên không phải bảng của một chỉ số",
    "--table: table {number} has no figure, and so is none of an index",
)
_NO_COLUMN = Text(
    "--column: không có cột “{title}”; có các cột {known}",
    "--column: there is no column “{title}”; there are {known}",
)
_TWICE = Text(
    "--column: một bảng không thể có hai cột {field}: “{one}” và “{other}”",
    "--column: a table cannot have two columns of {field}: “{one}” and “{other}”",
)
_NO_YEAR = Text(
    "{option} {year}: không phải là năm như 2024", "{option} {year} is not a year such as 2024"
)
_NOT_BEHIND = Text(
    "--target-year {target} phải sau --year {year}",
    "--target-year {target} must be after --year {year}",
)
