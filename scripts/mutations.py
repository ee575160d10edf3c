"""Files spoiled at random: roughly, so that reading them has to end well, and gently, so that they
stay plans and rules and arithmetic are reached. Tests and benchmarks/attack.py draw from these.
"""

import random
import re
from collections.abc import Callable
from decimal import Decimal

SPECIALS: list[str] = [*"&*!|>%@{}[]:,#-?'\"\t\0\\<~`=\x1b\x85\u2028\ufeff\u0301"]
SPECIALS += [
    "- ",
    ": ",
    "\n",
    "\r",
    "---\n",
    "...\n",
    "<<: ",
    "!!python/object/apply:os.system ",
    "&a ",
    "*a",
    "? ",
    "%YAML 1.1\n",
    "e\u0301",
    "≥ ",
]
NUMBERS = [
    "0",
    "-1",
    "-0",
    "1e400",
    "NaN",
    ".inf",
    "7,97",
    "1_0",
    "0x1F",
    "010",
    "1:30",
    "٣",
    "",
    '"3"',
    "[1]",
    "{a: 1}",
    "null",
    "100000",
]
NUMBERS += [
    "9999999.999999",
    "-9999999.999999",
    "0.000001",
    "0.0000001",
    "99999999",
    "64/63",
    "0/0",
    "1/",
    "9" * 300,
    "≥ 8.97",
    "no",
]
KEYS = [
    "id",
    "name",
    "max",
    "floor",
    "score",
    "percent",
    "rank",
    "ranked",
    "change",
    "aggregate",
    "scale",
    "weight",
    "bonus",
    "same_as",
]
KEYS += [
    "groups",
    "table",
    "row",
    "rows_in",
    "printed",
    "decimals",
    "rows",
    "parts",
    "planned",
    "target",
    "scroe",
    "1",
    "[a]",
    '""',
    "<<",
]
VALUES = [
    "mean",
    "weighted",
    "none",
    "sum",
    "true",
    "par.1",
    "papi",
    "table-2.1",
    "{group: low}",
    "{percent: 85}",
    "{rank: 3}",
    "{}",
    "[]",
    "~",
]

Mutation = Callable[[random.Random, str], str]


def _line(rng: random.Random, lines: list[str]) -> int:
    return rng.randrange(len(lines))


def delete_a_line(rng: random.Random, old: str) -> str:
    lines = old.split("\n")
    del lines[_line(rng, lines)]
    return "\n".join(lines)


def repeat_a_line(rng: random.Random, old: str) -> str:
    lines = old.split("\n")
    lines.insert(_line(rng, lines), lines[_line(rng, lines)])
    return "\n".join(lines)


def swap_lines(rng: random.Random, old: str) -> str:
    lines = old.split("\n")
    one, other = _line(rng, lines), _line(rng, lines)
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def indent_otherwise(rng: random.Random, old: str) -> str:
    lines = old.split("\n")
    at = _line(rng, lines)
    lines[at] = " " * rng.randrange(9) + lines[at].lstrip()
    return "\n".join(lines)


def change_a_character(rng: random.Random, old: str) -> str:
    at = rng.randrange(len(old) + 1)
    return (
        old[:at]
        + chr(
            rng.choice(
                [rng.randrange(32, 127), rng.randrange(0x300), rng.randrange(0x1E00, 0x1F00)]
            )
        )
        + old[at + 1 :]
    )


def put_in_a_special(rng: random.Random, old: str) -> str:
    at = rng.randrange(len(old) + 1)
    return old[:at] + rng.choice(SPECIALS) + old[at:]


def cut_off(rng: random.Random, old: str) -> str:
    return old[: rng.randrange(len(old) + 1)]


def splice(rng: random.Random, old: str) -> str:
    start, to = rng.randrange(len(old) + 1), rng.randrange(len(old) + 1)
    return old[:to] + old[start : start + rng.randrange(300)] + old[to:]


def _replacing(pattern: str, others: list[str]) -> Mutation:
    found = re.compile(pattern)

    def replace_one(rng: random.Random, old: str) -> str:
        matches = list(found.finditer(old))
        if not matches:
            return old
        match = rng.choice(matches)
        other: str = rng.choice(others)
        return old[: match.start()] + other + old[match.end() :]

    return replace_one


# Each as often as it stands here: what leaves the file readable YAML most often, so that rules have
# something to chew on.
MUTATIONS: list[Mutation] = [
    delete_a_line,
    delete_a_line,
    repeat_a_line,
    repeat_a_line,
    swap_lines,
    indent_otherwise,
    change_a_character,
    change_a_character,
    put_in_a_special,
    put_in_a_special,
    cut_off,
    splice,
    *[_replacing(r"(?<=[ :])-?[0-9]+(?:\.[0-9]+)?(?=[,}\n])", NUMBERS)] * 4,
    *[_replacing(r"[a-z_]+(?=: )", KEYS)] * 3,
    _replacing(r"(?<=: )[^\n,{}]+", [*VALUES, *NUMBERS]),
]


def damaged(rng: random.Random, old: str) -> bytes:
    new = old
    for _ in range(rng.choice([1, 1, 2, 4])):
        new = rng.choice(MUTATIONS)(rng, new)
    data = new.encode("utf-8", "replace")
    if rng.random() < 0.05:
        at = rng.randrange(len(data) + 1)
        data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
    return data


# --- near-valid: what leaves a file a plan, so that rules and arithmetic are reached -------------

_FIGURE = re.compile(r"(?<=[ :\[,;=\t])-?[0-9]+(?:\.[0-9]+)?(?=[,}\]\n;\t ])")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_SHARE = re.compile(r"[0-9.]+%")
_RANK = re.compile(r"\b[0-9]+/[0-9]+\b")
_ID = re.compile(r"(?<=[ :\[{,\"])[a-z][a-z0-9-]*(?:\.[a-z0-9*-]+)+(?=[:,}\]\"\n ])")
_PLACE = re.compile(r"\b(?:max|score|id|weight|name): (?:[0-9.]+|[a-z][a-z0-9.-]*)(?=[,}\n])")
_WORDS = re.compile(r"(?<=[a-z]: )(?:\"[^\"\n]*\"|[^\W\d_][^\n,{}\[\]#\"]{3,})(?=[,}\n])")
_RANGE = re.compile(r"\[([-0-9.]+), ([-0-9.]+), ([-0-9.]+)\]")
_RECORD = re.compile(r"^ *- \{id: ([^,}\s]+)[^\n]*\}$", re.MULTILINE)
_FIELD = re.compile(r"\b([a-z_0-9]+): ([^\s,{}\[\]][^\n,{}\[\]]*)(?=[,}\n])")

YEARS = [
    "20226",
    "0",
    "1",
    "-2023",
    "9999",
    "10000",
    "2023.0",
    "999999999999",
    "2022-01-01",
    "null",
]
DATES = ["0001-01-01", "9999-12-31", "2023-02-29", "2024-02-29", "2023-13-01", "2023-1-1", "today"]
DATES += ["10000-01-01", "2023-12-31T00:00:00Z", "31/12/2023", "2023-00-00", "null", "1900-01-01"]
SHARES = [
    "0%",
    "100%",
    "100.000001%",
    "-1%",
    "1000%",
    "33.333333%",
    "0.000001%",
    "60",
    "0.6",
    "6%%",
]
SHARES += ["99999999999%", "1e2%", "٦٠%", "null", "50,5%"]
RANKS = ["1/1", "0/0", "0/63", "64/63", "63/63", "1", "63", "-1/63", "1/0", "999999999/999999999"]
RANKS += ["1.5/63", "null", "63/1", "99999999999999999999"]
EDGES = [
    "0",
    "0.01",
    "-0.01",
    "100",
    "10",
    "1",
    "0.5",
    "-1",
    "0.333333",
    "0.000001",
    "9999999.999999",
]
EDGES += ["-9999999.999999", "0.00", "7.005", "2.675", "99.99", "100.01", "1000000", "3"]
# A key more, by a key that only such a file has.
MORE = {
    "indices": [
        *("aggregate: mean", "aggregate: weighted", "aggregate: none", "aggregate: sum"),
        *("scale: 10", "scale: 0.5", "scale: 0", "scale: -1", "scale: 0.333333", "scale: 9999999"),
        *("weight: 0", "weight: 0.33333", "weight: -1", "weight: 1", "weight: 9999999.999999"),
        *("weight: 0.000001", "bonus: true", "bonus: false", "comparable: false", "max: 0"),
        *("max: -1", "floor: 0", "floor: 1", "floor: -1", "floor: 100", "score: 0", "score: -0.5"),
        *("percent: 50", "percent: 0", "percent: 100.01", "rank: 1/1", "rank: 64/63", "change: 0"),
        *("change: -100", "rank_change: 0", "rank_change: -99", "decimals: 0", "decimals: 6"),
        *("decimals: 7", "percent_decimals: 0", "percent_decimals: 6", "scored_by: survey"),
        *("ranked: {2022: 1}", "printed: {score: null}", "printed: {max: null, score: '# điểm'}"),
        *("compared_with: 2022", "compared_with: 0", "rows: []", "parts: []", "groups: []"),
        *(
            "decimal_mark: '.'",
            "floor: 0.5",
            "max: 100",
            "scored_by: administration",
            "table: main",
        ),
    ],
    "targets": [
        *("target: {percent: 85}", "target: {rank: 1/63}", "target: {group: low}", "target: 0"),
        *("planned: -1", "planned: 9999", "planned: 0", "target: {percent: 0}", "target: 100"),
        *(
            "target: {percent: 100.01}",
            "printed: {target: null}",
            "target: -1",
            "target: {rank: 99}",
        ),
    ],
    "changes": [
        *("base: current", "base: plan", "shape: pert", "shape: triangular", "set: 0", "add: 0"),
        *("add: -0.000001", "share: 0%", "share: 200%", "set: 100", "add: 9999999", "share: 100%"),
    ],
    "results": [
        "stage: interim",
        "stage: final",
        "layer: published",
        "layer: survey",
        "year: 2024",
    ],
    "tasks": [
        *("deadline: 0001-01-01", "deadline: 9999-12-31", "serves: ['*']", "lead: []"),
        *("status: done", "status: open", "commitment: {percent: 0, of: x}", "asked: [so-noi-vu]"),
        *("commitment: {at_least: 0, of: x}", "coordinate: []", "evidence: []", "paragraph: 0"),
    ],
    "ranked": ["p90: 0", "largest: 0", "largest: -1", "low: 0", "high: 0", "ranked: 1", "count: 0"],
    "errata": ["correct: 0", "against: {}", "printed: 0", "because: x"],
}

# Words that a renderer, a template or a terminal could take for its own.
HOSTILE = [
    *(r"\e[31mred\e[0m", r"\x9b2J", r"\u202eesrever\u202c", r"a\u2028b\u2029c", r"a\nb", r"a\rb"),
    *(r"a\tb", r"\0", r"\x85", r"\u200fright\u200f", r"\u2066iso\u2069", r"\ufeff", r"\x7f"),
    *(r"\ud800", r"\U0010ffff", r"\ue000", r"e\u0301\u0302\u0303", r"\u200b", r"\u00ad", r"\u061c"),
    *("{name}", "{", "}", "{0}", "%s %d", "|", "| a | b |", "a,b;c", "=1+1", "@x", "+1", "`x`"),
    *("<b>&amp;</b>", "]]>", "::error::x", "a%0Ab", "[bold]x[/bold]", "[/]", "[link=x]y[/link]"),
    *(r"\\", r"\"", "'", "#", "# x", "*", "_x_", " ", "", "~", "null", "😀", "中文", "A" * 300),
    *("x " * 200, "ế" * 120, "None", "nan", "//", "../..", "-", "--plan", "a=b", "100%", "≥ 5"),
]  # fmt: skip


def _one(pattern: re.Pattern[str], make: Callable[[random.Random, re.Match[str]], str]) -> Mutation:
    """Something else in place of one match of a pattern, or the text as it is where there is
    none.
    """

    def replace_one(rng: random.Random, old: str) -> str:
        matches = list(pattern.finditer(old))
        if not matches:
            return old
        match = rng.choice(matches)
        return old[: match.start()] + make(rng, match) + old[match.end() :]

    return replace_one


def _digit(rng: random.Random, match: re.Match[str]) -> str:
    figure = match[0]
    at = rng.choice([n for n, letter in enumerate(figure) if letter.isdigit()])
    return figure[:at] + rng.choice("0123456789") + figure[at + 1 :]


def _nearby(rng: random.Random, match: re.Match[str]) -> str:
    value = Decimal(match[0])
    steps = (Decimal("0.01"), Decimal("-0.01"), Decimal("0.005"), Decimal(1), Decimal("0.000001"))
    others = [value + rng.choice(steps), -value, value * 10, value / 10, value * 2, Decimal(0)]
    return f"{rng.choice(others):f}"


def _another_year(rng: random.Random, match: re.Match[str]) -> str:
    near = [str(int(match[0]) + step) for step in (-1, 1, -2, 2, 10)]
    return rng.choice([*near, *near, *YEARS])


def _reordered(rng: random.Random, match: re.Match[str]) -> str:
    low, mid, high = match.groups()
    return "[{}, {}, {}]".format(
        *rng.choice(
            [(high, mid, low), (mid, mid, mid), (low, low, high), (low, high, high),
             (low, low, low), (mid, low, high), (0, 0, 0), (-1, mid, high), (low, mid, 9999999),
             (low, mid, "")]
        )
    )  # fmt: skip


def _hostile(rng: random.Random, _match: re.Match[str]) -> str:
    word = rng.choice(HOSTILE)
    return f'"{word}"' if word.startswith("\\") or '"' not in word else f"'{word}'"


def _with_key(rng: random.Random, match: re.Match[str]) -> str:
    text = match.string
    kind = next((keys for name, keys in MORE.items() if f"\n{name}:" in text), None)
    key = rng.choice(kind or MORE["indices"])
    return match[0] + _below(text, match, key)


def _below(text: str, match: re.Match[str], key: str) -> str:
    """A key as it is written behind a field of a record: in braces, or on a line of its own."""
    line = text.rfind("\n", 0, match.start()) + 1
    before = text[line : match.start()]
    if "{" in before:
        return f", {key}"
    return f"\n{' ' * (len(before) - len(before.lstrip(' -')))}{key}"


def once(old: str) -> str:
    """A record in braces that has a key twice keeps the later of the two: what was put in."""
    return re.sub(r"([{,] ?)([a-z_]+): [^,{}\[\]\n]+, ([^{}\n]*\b\2: )", r"\1\3", old)


def another_id(rng: random.Random, old: str) -> str:
    """One id in place of another."""
    ids = list(_ID.finditer(old))
    if not ids:
        return old
    match = rng.choice(ids)
    return old[: match.start()] + rng.choice(ids)[0] + old[match.end() :]


def same_as_another(rng: random.Random, old: str) -> str:
    """A record that says to print the same fact as another one."""
    ids = re.findall(r"\bid: ([a-z][a-z0-9.-]*)", old)
    places = list(_PLACE.finditer(old))
    if not ids or not places:
        return old
    match = rng.choice(places)
    more = _below(old, match, f"same_as: {rng.choice(ids)}")
    return old[: match.end()] + more + old[match.end() :]


def two_figures_exchanged(rng: random.Random, old: str) -> str:
    """Two figures, each in the place of the other."""
    figures = list(_FIGURE.finditer(old))
    if len(figures) < 2:
        return old
    one, other = sorted(rng.sample(figures, 2), key=lambda match: match.start())
    between = old[one.end() : other.start()]
    return old[: one.start()] + other[0] + between + one[0] + old[other.end() :]


def value_of_a_namesake(rng: random.Random, old: str) -> str:
    """The value that the same key has elsewhere."""
    fields = list(_FIELD.finditer(old))
    if not fields:
        return old
    match = rng.choice(fields)
    other = rng.choice([it[2] for it in fields if it[1] == match[1]])
    return old[: match.start(2)] + other + old[match.end(2) :]


def a_record_more(rng: random.Random, old: str) -> str:
    """A record in braces once more, by its own id or by another."""
    records = list(_RECORD.finditer(old))
    if not records:
        return old
    match = rng.choice(records)
    ident = match[1] if rng.random() < 0.3 else f"{match[1]}{rng.choice(['x', '0', '.1', '-a'])}"
    more = match[0].replace(match[1], ident, 1)
    return f"{old[: match.end()]}\n{more}{old[match.end() :]}"


def without_a_field(rng: random.Random, old: str) -> str:
    """A record in braces that lacks one of its fields."""
    found = list(re.finditer(r", [a-z_0-9.]+: [^\n,{}\[\]]+(?=[,}])", old))
    if not found:
        return old
    match = rng.choice(found)
    return old[: match.start()] + old[match.end() :]


GENTLE: list[Mutation] = [
    *[_one(_FIGURE, _digit)] * 6,
    *[_one(_FIGURE, _nearby)] * 5,
    *[_one(_FIGURE, lambda rng, _: rng.choice(EDGES))] * 5,
    *[_one(_YEAR, _another_year)] * 2,
    _one(_DATE, lambda rng, _: rng.choice(DATES)),
    *[_one(_SHARE, lambda rng, _: rng.choice(SHARES))] * 2,
    _one(_RANK, lambda rng, _: rng.choice(RANKS)),
    *[_one(_RANGE, _reordered)] * 2,
    *[_one(_PLACE, _with_key)] * 6,
    *[_one(_WORDS, _hostile)] * 2,
    *[another_id] * 2,
    *[same_as_another] * 2,
    two_figures_exchanged,
    *[value_of_a_namesake] * 3,
    *[a_record_more] * 2,
    *[without_a_field] * 2,
    delete_a_line,
    repeat_a_line,
]


def nudged(rng: random.Random, old: str) -> str:
    """A text with a few changes that it most likely stands."""
    for _ in range(rng.choice([1, 1, 1, 1, 2, 2, 3])):
        old = rng.choice(GENTLE)(rng, old)
    return once(old) if rng.random() < 0.9 else old


# --- tables -------------------------------------------------------------------------------------

CELLS = [
    *NUMBERS,
    *EDGES,
    *YEARS[:6],
    *SHARES[:6],
    "",
    " ",
    "-",
    "–0,25",
    "\u22120.25",
    "+0.4",
    "n/a",
    "#N/A",
]
CELLS += [
    '"',
    '"a',
    "a\nb",
    "\x1b[31m",
    "\u202e",
    "\u2028",
    "=1+1",
    "Hà Nội",
    "current",
    "plan",
    "x" * 300,
]


def a_cell_otherwise(rng: random.Random, old: str) -> str:
    """One cell of a table with something else in it."""
    lines = old.split("\n")
    at = _line(rng, lines)
    cells = lines[at].split(",")
    cells[rng.randrange(len(cells))] = rng.choice(CELLS)
    lines[at] = ",".join(cells)
    return "\n".join(lines)


def a_row_otherwise(rng: random.Random, old: str) -> str:
    """A row with a cell more or less, or with the cells of two rows."""
    lines = old.split("\n")
    at = _line(rng, lines)
    cells = lines[at].split(",")
    other = lines[_line(rng, lines)].split(",")
    kind = rng.randrange(4)
    if kind == 0:
        cells.append(rng.choice(CELLS))
    elif kind == 1:
        del cells[rng.randrange(len(cells))]
    elif kind == 2:
        cells = [rng.choice(pair) for pair in zip(cells, other, strict=False)]
    else:
        cells = other
    lines[at] = ",".join(cells)
    return "\n".join(lines)


def another_mark(rng: random.Random, old: str) -> str:
    """Cells apart by something else than commas."""
    return old.replace(",", rng.choice([";", "\t", "|", ", ", ",,"]))


TABLE: list[Mutation] = [
    *[a_cell_otherwise] * 6,
    *[a_row_otherwise] * 3,
    *[_one(_FIGURE, _digit)] * 3,
    *[_one(_YEAR, _another_year)] * 2,
    repeat_a_line,
    delete_a_line,
    swap_lines,
    another_mark,
]


def table_nudged(rng: random.Random, old: str) -> str:
    """A table of commas with a few changes."""
    for _ in range(rng.choice([1, 1, 2, 3])):
        old = rng.choice(TABLE)(rng, old)
    return old


# --- bytes --------------------------------------------------------------------------------------

ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-8-sig",
    "cp1258",
    "latin-1",
    "utf-7",
)
LINE_ENDS = ("\r\n", "\r", "\x85", "\u2028", "\n\n", "\r\r\n")


def encoded(rng: random.Random, text: str) -> bytes:
    """A text as bytes, now and then in another encoding or with other line ends."""
    chance = rng.random()
    if chance < 0.03:
        return text.encode(rng.choice(ENCODINGS), "replace")
    if chance < 0.05:
        text = text.replace("\n", rng.choice(LINE_ENDS))
    return text.encode("utf-8", "replace")
