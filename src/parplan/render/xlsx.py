"""Tables as a workbook: a sheet each, typed cells, formulas with what they come to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from parplan.points import Lang, digits, exact, rounded
from parplan.render import archive
from parplan.render.table import (
    RIGHT,
    Aimed,
    Column,
    Formula,
    Input,
    Kind,
    Line,
    Mark,
    Ref,
    Table,
    marked,
)
from parplan.render.values import PASSED, UNKNOWN, note_signs
from parplan.text import Message, Text, Word, plain, spoken

# The same plan and the same call are the same bytes: no workbook says when it was made.
_MADE = datetime(2000, 1, 1)
_MOST_LETTERS, _FORBIDDEN = 31, "[]:*?/\\"  # of a sheet's name
_MOST_FORMULA = 8_192  # letters, in Excel
_FIRST = 2  # the row of the headings: the title and a blank one stand above
_WIDEST, _NARROWEST, _BAR_WIDTH = 48, 7, 16  # of a column, in digits
_BESIDE = 1.5  # beside what stands in a cell, in digits
_LINE_HEIGHT = 13.5  # in points of print
# The face of all that is written, in whose digits a workbook's columns are measured.
_FONT: Mapping[str, object] = {"font_name": "Arial", "font_size": 10, "font_scheme": False}
_FACE: Mapping[str, object] = {"valign": "top"}
_NARROW, _WIDE = "iíìỉĩịIÍÌỈĨỊljtfr.,:;'()[]|!/- \u00a0", "mwMWƯƠ%@—→"
_BOLDER = 1.06  # times as wide
_EDGE: Mapping[str, object] = {"border": 1, "border_color": "#BFBFBF"}
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 13},
    "head": {
        **_EDGE,
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#D9E2EC",
    },
    "alarm": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "foot": {"font_color": "#404040"},
}
_OPEN: Mapping[str, object] = {"locked": False, "bg_color": "#FFF2AB"}
_TOTAL: Mapping[str, object] = {"bold": True, "bg_color": "#EEF2F6"}
_POINTS: frozenset[Kind] = frozenset({"points", "signed", "left", "target"})


class _Signs(dict[str, float]):
    """How wide signs are in the face of a workbook, in digits."""

    def __missing__(self, sign: str) -> float:
        """Most are as wide as a digit, capitals wider."""
        self[sign] = 1.27 if sign.isupper() else 1.0
        return self[sign]


_WIDTH = _Signs({**dict.fromkeys(_NARROW, 0.5), **dict.fromkeys(_WIDE, 1.6)}).__getitem__


class _Sheet(Worksheet):  # type: ignore[misc] # it has no types
    """A sheet that takes formulas as they are. XlsxWriter looks through each for thirty functions
    that came after the format, which none has: half of the time that its cells take.
    """

    def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
        return formula.removeprefix("=")


class _Place(NamedTuple):
    """Where a sheet's cells are: its name, as it is and as formulas have it, and its rows and
    columns, as addresses name them, by what they are called.
    """

    sheet: str
    quoted: str
    rows: Mapping[str, int]
    columns: Mapping[str, str]


def render(tables: Iterable[Table], lang: Lang, beneath: Sequence[Message] = ()) -> bytes:
    """A workbook with a sheet a table; `beneath` stands at the foot of each. Where one has cells to
    be filled in, all others are locked, without a password.
    """
    given = list(tables)
    shown = [_shown(table) for table in given]
    held = BytesIO()
    book = Workbook(
        held,
        {"in_memory": True, "strings_to_formulas": False, "default_format_properties": _FONT},
    )
    book.set_properties({"created": _MADE})
    places = _places((_name(table, lang) for table in given), shown)
    pen = _Pen(
        book, lang, {it.name.code: at for it, at in zip(shown, places, strict=True) if it.name}
    )
    locked = any(
        isinstance(mark.value, Input)
        for table in shown
        for line in table.lines
        for mark in line.cells
    )
    for table, place in zip(shown, places, strict=True):
        sheet = book.add_worksheet(place.sheet, _Sheet)
        _fill(pen, sheet, table, beneath)
        if locked:
            sheet.protect("", _ALLOWED)
    book.close()
    return archive.marked(held.getvalue())


def _shown(table: Table) -> Table:
    """The table with the columns that people get, and its notes numbered as they meet them."""
    at = [at for at, column in enumerate(table.columns) if column.human and column.kind != "span"]
    told = marked(table, at)
    lines = (line._replace(cells=tuple(line.cells[n] for n in at)) for line in told.lines)
    return told._replace(columns=tuple(table.columns[n] for n in at), lines=tuple(lines))


def _places(names: Iterable[str], tables: Iterable[Table]) -> list[_Place]:
    """A sheet for each table, whose name no other sheet has."""
    places: list[_Place] = []
    taken = {"history"}  # Excel keeps that name to itself
    for wished, table in zip(names, tables, strict=True):
        name = _free(wished, taken)
        taken.add(name.casefold())
        first = (str(line.cells[0].value) if line.cells else "" for line in table.lines)
        rows = {said: at for at, said in enumerate(first, _FIRST + 2)}
        columns = {it.key: xl_col_to_name(at) for at, it in enumerate(table.columns)}
        quoted = name.replace("'", "''")
        places.append(_Place(name, f"'{quoted}'!", rows, columns))
    return places


def _name(table: Table, lang: Lang) -> str:
    """What a table's sheet is called: as the table says, else by its total or the one index that
    its lines are of, else by its title, cut behind a word.
    """
    keys = [column.key for column in table.columns]
    known = {line.cells[keys.index("index")].value for line in table.lines if "index" in keys}
    said = table.name or (next(iter(known)) if len(known) == 1 else table.title)
    text = plain(spoken(said, lang))
    text = "".join(" " if sign in _FORBIDDEN else sign for sign in text).strip(" '") or "-"
    cut = text[: _MOST_LETTERS + 1].rpartition(" ")[0] or text[:_MOST_LETTERS]
    return (text if len(text) <= _MOST_LETTERS else cut).rstrip(" '")


def _free(name: str, taken: set[str]) -> str:
    """A name that no other sheet has, whatever the case."""
    first, count = name, 1
    while name.casefold() in taken:
        count += 1
        cut = first[: _MOST_LETTERS - 6].rstrip(" '")
        name = f"{cut} ({count})"
    return name


class _Pen:
    """What all sheets of a workbook are written with: looks, which are made once, and where cells
    of other sheets are.
    """

    def __init__(self, book: Any, lang: Lang, places: Mapping[str, _Place]) -> None:
        self.book = book
        self.lang = lang
        self.places = places
        self.fixed: set[str] = set()  # sheets with cells that no formula is short enough for
        self._looks: dict[object, Any] = {}

    def look(self, name: str, *, wrap: bool = False) -> Any:
        """The look of a title, a heading or a foot."""
        if (name, wrap) not in self._looks:
            face = {} if name == "alarm" else _FACE  # which stands on top of a cell's own
            more = {"text_wrap": True} if wrap else {}
            self._looks[name, wrap] = self.book.add_format({**face, **_LOOKS[name], **more})
        return self._looks[name, wrap]

    def of_cell(self, kind: Kind, pattern: str, line: Line, *, is_open: bool) -> Any:
        """The look of a cell; numbers by their pattern."""
        key = (kind, pattern, line.role, line.depth, is_open)
        if key not in self._looks:
            align = "right" if kind in RIGHT else "center" if kind == "word" else "left"
            indent = max(0, line.depth - 1) if kind == "id" else int(align == "left")
            look: dict[str, object] = {**_FACE, **_EDGE, "indent": indent}
            look |= {"align": align, "text_wrap": not pattern and kind != "id"}
            look |= {"num_format": pattern} if pattern else {}
            look |= _OPEN if is_open else _TOTAL if line.role == "total" else {}
            self._looks[key] = self.book.add_format(look)
        return self._looks[key]

    def formula(self, formula: Formula, here: str) -> str:
        """A formula with its operands, as a cell of a sheet has it."""
        return "=" + formula.text.format(*(self._operand(it, here) for it in formula.operands))

    def _operand(self, operand: Ref | Decimal | Fraction | Text, here: str) -> str:
        if isinstance(operand, Ref):
            place = self.places[operand.table]
            sheet = "" if place.sheet == here else place.quoted
            return f"{sheet}{place.columns[operand.column]}{place.rows[operand.row]}"
        if isinstance(operand, Text):
            return '"' + operand.say(self.lang).replace('"', '""') + '"'
        if isinstance(operand, Decimal):
            return exact(operand) if operand >= 0 else f"({exact(operand)})"
        top, below = operand.as_integer_ratio()
        return f"({top}/{below})" if below > 1 or top < 0 else str(top)


_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True}


def _fill(pen: _Pen, sheet: Any, table: Table, beneath: Sequence[Message]) -> None:
    """A sheet: its table with what stands around it, ready to be read and printed."""
    named = (_CHART if it.kind == "bar" and not it.title.en else it.title for it in table.columns)
    titles = [title.say(pen.lang) for title in named]
    widths = list(map(_title_width, titles))
    long: dict[int, list[tuple[int, str]]] = {}  # texts that may take several lines, by row
    for at, title in enumerate(titles):
        sheet.write_string(_FIRST, at, title, pen.look("head"))
    for row, line in enumerate(table.lines, _FIRST + 1):
        for at, (column, mark) in enumerate(zip(table.columns, line.cells, strict=True)):
            width, text = _write(pen, sheet, (row, at), column, mark, line)
            widths[at] = max(widths[at], width)
            if width > _WIDEST:
                long.setdefault(row, []).append((at, text))
    last = _FIRST + len(table.lines)
    for at, column in enumerate(table.columns):
        widths[at] = _BAR_WIDTH if column.kind == "bar" else min(widths[at], _WIDEST) + _BESIDE
        sheet.set_column(at, at, widths[at])
        if column.kind == "bar" and table.lines:
            look = {**_BAR, "bar_only": not column.title.en}
            sheet.conditional_format(_FIRST + 1, at, last, at, look)
    for row, texts in long.items():
        bold = table.lines[row - _FIRST - 1].role == "total"
        sheet.set_row(
            row, _height([(text, widths[at] - 2 * _BESIDE) for at, text in texts], bold=bold)
        )
    if table.columns:
        heads = [(text, width - _BESIDE) for text, width in zip(titles, widths, strict=True)]
        sheet.set_row(_FIRST, _height(heads, bold=True) + 3)
    if table.lines and table.columns:
        sheet.autofilter(_FIRST, 0, last, len(table.columns) - 1)
        sheet.freeze_panes(_FIRST + 1, _frozen(table.columns, widths))
        sheet.repeat_rows(_FIRST)
        corner = xl_rowcol_to_cell(last, len(table.columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{corner}"})
        _marked_where_off(pen, sheet, table)
    if not table.columns:
        widths = [_WIDEST * 2]
        sheet.set_column(0, 0, widths[0])
    _around(pen, sheet, table, widths, beneath)


def _long(text: str, *, bold: bool = False) -> float:
    """How wide a text is, in digits."""
    wide = sum(map(_WIDTH, text))
    return wide * _BOLDER if bold else wide


def _height(texts: Iterable[tuple[str, float]], *, bold: bool = False) -> float:
    """How high a row is, by its texts and how wide a line of each may be."""
    return _LINE_HEIGHT * max((_lines(text, room, bold=bold) for text, room in texts), default=1)


def _lines(text: str, room: float, *, bold: bool) -> int:
    """On how many lines a text stands; a word that is wider than one is broken."""
    lines, used, blank = 1, 0.0, _long(" ", bold=bold)
    for word in text.split():
        wide = _long(word, bold=bold)
        if used and used + blank + wide <= room:
            used += blank + wide
            continue
        more, rest = divmod(wide, room) if wide > room else (0, wide)
        lines += int(more) + (used > 0)
        used = rest
    return lines


def _frozen(columns: Sequence[Column], widths: Sequence[float]) -> int:
    """How many columns stay in sight: the id, and the name beside it where it is short."""
    named = len(columns) > 2 and columns[1].kind == "text" and widths[1] <= _WIDEST * 2 / 3
    return 2 if named else 1


def _around(
    pen: _Pen, sheet: Any, table: Table, widths: Sequence[float], beneath: Sequence[Message]
) -> None:
    """The title above a table, what is said below it, and how the sheet is printed."""
    notes = (
        f"{note_signs(Mark(None, (number,)))} {note.say(pen.lang)}"
        for number, note in enumerate(table.notes, 1)
    )
    fixed = [Message(_FIXED)] if sheet.get_name() in pen.fixed else []
    feet = [it.say(pen.lang) for it in (*table.feet, *fixed, *beneath)]
    said = [*feet[: len(table.feet)], *notes, *feet[len(table.feet) :]]
    _spread(pen, sheet, 0, table.title.say(pen.lang), "title", widths)
    first = _FIRST + len(table.lines) + 2 if table.columns else 1
    for row, text in enumerate(said, first):
        _spread(pen, sheet, row, text, "foot", widths)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&A&R{_PAGE.say(pen.lang)}")


def _spread(pen: _Pen, sheet: Any, row: int, text: str, look: str, widths: Sequence[float]) -> None:
    """A text over all columns, on as many lines as it takes."""
    larger = 1.4 if look == "title" else 1
    height = _height([(text, sum(widths) / larger - _BESIDE)], bold=look == "title")
    long = height > _LINE_HEIGHT
    sheet.set_row(row, larger * height)
    if long and len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", pen.look(look, wrap=True))
    sheet.write_string(row, 0, plain(text), pen.look(look, wrap=long))


def _title_width(title: str) -> float:
    """How wide a heading has to be: its longest word, with room for the arrow of the filter."""
    return max([_NARROWEST, *(_long(word, bold=True) + 2 for word in title.split())])


def _write(
    pen: _Pen, sheet: Any, at: tuple[int, int], column: Column, mark: Mark, line: Line
) -> tuple[float, str]:
    """A cell; returns how wide it would like to be, in digits, and its text, if it is one."""
    value, kind, here, text = mark.value, column.kind, sheet.get_name(), ""
    now = value.value if isinstance(value, Formula | Input) else value
    signs = note_signs(mark) if mark.notes else ""
    number = _number(kind, now)
    if number is None:
        text = _text(column, now, pen.lang) + signs
        indents = line.depth - 1 if kind == "id" else 1
        width = _long(text, bold=line.role == "total") + _BESIDE * max(0, indents)
        look = pen.of_cell(kind, "", line, is_open=False)
    else:
        decimals = line.decimals if mark.decimals is None else mark.decimals
        pattern, width = _pattern(kind, now, number, decimals, pen.lang)
        if signs:
            pattern = ";".join(f'{part}"{signs}"' for part in pattern.split(";"))
        look = pen.of_cell(kind, pattern, line, is_open=isinstance(value, Input))
    formula = pen.formula(value, here) if isinstance(value, Formula) else ""
    if 0 < len(formula) <= _MOST_FORMULA:
        sheet.write_formula(*at, formula, look, text if number is None else number)
        return width, text
    if formula:
        pen.fixed.add(here)
    if number is None:
        sheet.write_string(*at, text, look)
    else:
        sheet.write_number(*at, number, look)
        if isinstance(value, Input):
            sheet.data_validation(*at, *at, _validation(value, pen.lang))
    return width, text


def _marked_where_off(pen: _Pen, sheet: Any, table: Table) -> None:
    """Cells stand out that say anything else than calm words."""
    first, last = _FIRST + 1, _FIRST + len(table.lines)
    for at in range(len(table.columns)):
        values = (line.cells[at].value for line in table.lines)
        calm = next((it.calm for it in values if isinstance(it, Formula) and it.calm), ())
        if calm:
            cell = xl_rowcol_to_cell(first, at)
            said = (UNKNOWN, *(text.say(pen.lang) for text in calm))
            words = ",".join(f'{cell}<>"{word}"' for word in said)
            look = {"type": "formula", "criteria": f"=AND({words})", "format": pen.look("alarm")}
            sheet.conditional_format(first, at, last, at, look)


def _number(kind: Kind, value: object) -> float | None:
    """A value as a number; None where it is text."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Aimed):
        return None if value.points is None or value.said is not None else float(value.points)
    if isinstance(value, date):
        return (value - _DAY_0).days
    return value if kind == "count" and isinstance(value, int) else None


def _pattern(
    kind: Kind, value: object, number: float, decimals: int, lang: Lang
) -> tuple[str, float]:
    """How a number is shown, and how wide that is, in digits."""
    if isinstance(value, date):
        return ("dd/mm/yyyy" if lang == "vi" else "yyyy-mm-dd"), 10
    if kind in ("share", "bar"):
        said = value.say(lang) if isinstance(value, Decimal) and hasattr(value, "say") else ""
        # What is nearly nothing, or nearly all, is shown in words.
        return (f'"{said}"', 8) if said.startswith(_NEARLY) else ("0.0%", 6)
    if kind == "count":
        return "#,##0", len(f"{number:,.0f}")
    if isinstance(value, Decimal) and kind not in _POINTS:  # a figure among texts stands as it is
        decimals = digits(value)
    decimals = min(decimals, _MOST_DIGITS)
    if 0 < abs(number) < 1 and not rounded(Decimal(number), decimals):
        decimals += 2  # what would look like nothing
    width = len(f"{number:.{decimals}f}") + 2
    places = _PLACES[decimals]
    if kind == "signed":
        return f"+{places};-{places};{places}", width
    if kind == "left":
        before, behind = PASSED.say(lang, value="|").split("|")
        words = tuple(f'"{said}"' if said else "" for said in (before, behind))
        return f"{places};{words[0]}{places}{words[1]}", width + len(before + behind)
    if isinstance(value, Aimed) and value.sign:
        said = f'"{value.sign}\u00a0"'
        return f"{said}{places}" if number >= 0 else f"{said}{places};{said}-{places}", width
    return places, width


def _text(column: Column, value: object, lang: Lang) -> str:
    """A value in words, whatever it begins with."""
    if value is None:
        return UNKNOWN if column.kind != "bar" else ""
    if isinstance(value, Aimed):
        return UNKNOWN if value.said is None else plain(value.said.say(lang))
    if column.kind == "names" and isinstance(value, Word):
        return plain(value.say(lang))
    return spoken(value, lang)


_NEARLY = ("<", ">")


def _validation(value: Input, lang: Lang) -> dict[str, object]:
    """What may be typed into a cell, and what is said of it."""
    low, high = value.low, value.high
    bounds: dict[str, object] = {"validate": "any"}
    if low is not None and high is not None:
        bounds = {"validate": "decimal", "criteria": "between"}
        bounds |= {"minimum": float(low), "maximum": float(high)}
    elif (bound := high if low is None else low) is not None:
        bounds = {"validate": "decimal", "criteria": "<=" if low is None else ">="}
        bounds |= {"value": float(bound)}
    hint = value.hint.say(lang)[:_MOST_HINT]
    return {**bounds, "input_message": hint, "error_message": hint}


_DAY_0 = date(1899, 12, 30)
_A4 = 9
_MOST_DIGITS = 12
_PLACES = ("0", *(f"0.{'0' * decimals}" for decimals in range(1, _MOST_DIGITS + 3)))
_MOST_HINT = 255
_PAGE = Text("Trang &P/&N", "Page &P of &N")
_BAR: Mapping[str, object] = {
    "type": "data_bar",
    "bar_solid": True,
    "bar_color": "#9DC3E6",
    "min_type": "num",
    "max_type": "num",
    "min_value": 0,
    "max_value": 1,
}
_CHART = Text("Biểu đồ", "Bar")
_FIXED = Text(
    "có ô cần công thức dài hơn mức Excel cho phép: ô đó giữ số đã tính, không tính lại",
    "some cells would take a longer formula than Excel allows: they keep what was worked out",
)
