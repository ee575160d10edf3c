"""The canonical form of a file: keys in the order of the model, figures without needless zeros, and all else as it was written."""

import random
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from helpers_cli import DATA, ROOT
from parplan import check_text, layout
from parplan.files import MODELS
from parplan.labels import Text
from parplan.layout import Altered, Unformattable, canonical, formatted, formatted_bytes, order
from parplan.model import FILE_MODELS, FileKind, Index, Node, Row, Target
from parplan.source import Source, Tree, read
from test_fuzz import damages

FEW = settings(derandomize=True, deadline=None, max_examples=60)
chances = st.integers(0, 2**32 - 1).map(random.Random)

HEAD = "plan: {id: p, name: P, year: 2022, target_year: 2023}\n"


def again(kind: FileKind, text: str) -> str:
    return formatted(kind, read(f"{kind}.yaml", text.encode()))


# The order


def records(model: Any, found: dict[Any, None]) -> dict[Any, None]:
    """Every record of a file."""
    if isinstance(model, type) and issubclass(model, BaseModel) and model not in found:
        found[model] = None
        for field in model.model_fields.values():
            records(field.annotation, found)
    for inner in get_args(model):
        records(inner, found)
    return found


RECORDS = list(dict.fromkeys(record for model in MODELS.values() for record in records(model, {})))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_has_its_place(record: type[BaseModel]) -> None:
    assert sorted(order(record)) == sorted(record.model_fields)


def test_the_order_is_that_of_the_model() -> None:
    assert len(RECORDS) == 25
    assert all(order(record) == tuple(record.model_fields) for record in RECORDS if record is not Index)
    assert order(Target) == ("points", "percent", "rank", "group")
    assert order(Text) == ("vi", "en")
    assert order(Row) == (*Node.model_fields, "parts")
    assert order(Index)[:6] == ("id", "row", "name", "decimals", "percent_decimals", "same_as")
    assert [name for name in order(Index) if name in Node.model_fields] == list(Node.model_fields)
    assert order(Index)[-1] == "rows"


# Figures

FIGURES = {
    "7.97": "7.97",
    "007.97": "7.97",
    "7.90": "7.90",
    "07.900": "7.900",
    "1": "1",
    "01": "1",
    "0": "0",
    "00": "0",
    "000.50": "0.50",
    "0.00": "0.00",
    "-0": "0",
    "-0.00": "0.00",
    "-000.00": "0.00",
    "-05.34": "-5.34",
    "-0.5": "-0.5",
    "+0.4": "+0.4",
    "+00.4": "+0.4",
    "+0": "+0",
    "053/063": "53/63",
    "53/63": "53/63",
    "053": "53",
    "0/0": "0/0",
    "060%": "60%",
    "00.50 %": "0.50 %",
    "100%": "100%",
    "007,97": "007,97",
    "par.01": "par.01",
    "": "",
}


@pytest.mark.parametrize(("written", "form"), FIGURES.items())
def test_a_figure_keeps_its_digits(written: str, form: str) -> None:
    assert canonical(written) == form
    assert canonical(form) == form


# before → after; where nothing is to be done, one text alone
EXAMPLES: dict[str, tuple[FileKind, str, str] | tuple[FileKind, str]] = {
    "keys of a row in braces": (
        "indicators",
        HEAD + "indices:\n  - {id: a, name: A, score: 1, decimals: 2, max: 6, rows: [{score: 1, name: B, id: b, row: 3}]} # eol\n",
        HEAD + "indices:\n  - {id: a, name: A, decimals: 2, max: 6, score: 1, rows: [{id: b, row: 3, name: B, score: 1}]} # eol\n",
    ),
    "keys of a row in lines": (
        "indicators",
        HEAD + "indices:\n  - score: 1\n    decimals: 2 # two\n    id: a\n    max: 6\n    name: A\n",
        HEAD + "indices:\n  - id: a\n    name: A\n    decimals: 2 # two\n    max: 6\n    score: 1\n",
    ),
    "comments go with their keys": (
        "indicators",
        """\
plan: # of the province
      # Cao Bằng

  # its years
  # as printed
  target_year: 2023 # the year of the targets
  year: 2022
  # its name

  # in two languages
  name: # here
    # English
    en: Plan
    # Vietnamese
    vi: Kế hoạch

  id: p
  # the end of the plan
# the indices
indices:
# one
- decimals: 2 # two
              # digits
  # what it is called
  name: A
  # what it goes by
  id: a # short

  # the end of the index
# the end
""",
        """\
plan: # of the province
      # Cao Bằng

  id: p
  # its name

  # in two languages
  name: # here
    # Vietnamese
    vi: Kế hoạch
    # English
    en: Plan
  year: 2022

  # its years
  # as printed
  target_year: 2023 # the year of the targets
  # the end of the plan
# the indices
indices:
# one
# what it goes by
- id: a # short
  # what it is called
  name: A
  decimals: 2 # two
              # digits

  # the end of the index
# the end
""",
    ),
    "the head of the file stays": (
        "indicators",
        "# schema\n# head\nindices: [{id: a, name: A, decimals: 2}]\n# plan\n" + HEAD,
        "# schema\n# head\n# plan\n" + HEAD + "indices: [{id: a, name: A, decimals: 2}]\n",
    ),
    "what stands below the head goes with its key": (
        "indicators",
        "%YAML 1.1\n---\n# schema\n\n# the indices\nindices: [{id: a, name: A, decimals: 2}]\n\n" + HEAD + "...\n# end\n",
        "%YAML 1.1\n---\n# schema\n\n" + HEAD + "\n# the indices\nindices: [{id: a, name: A, decimals: 2}]\n...\n# end\n",
    ),
    "figures": (
        "indicators",
        HEAD
        + "indices:\n  - {id: '007', row: 007, name: 007, decimals: 02, bonus: no, weight: 05, max: 010, floor: -0, score: 007.90,"
        + " percent: 00.0, rank: 053/063, ranked: {02021: 060}, change: -05.34, rank_change: -0,"
        + " groups: [{id: 01, name: 01, low: 01.0, high: 02}], printed: {score: 07}, scale: 01,"
        + " rows: [{id: b, name: B, rank: '053/063'}]}\n",
        HEAD
        + "indices:\n  - {id: '007', row: 007, name: 007, decimals: 2, bonus: no, weight: 5, max: 10, floor: 0, score: 7.90,"
        + " percent: 0.0, rank: 53/63, ranked: {02021: 60}, change: -5.34, rank_change: 0,"
        + " groups: [{id: 01, name: 01, low: 1.0, high: 2}], printed: {score: 07}, scale: 1,"
        + " rows: [{id: b, name: B, rank: '053/063'}]}\n",
    ),
    "goals": (
        "targets",
        "targets:\n  01: {target: 08.97, printed: {target: '08', planned: 01}, planned: -0.0}\n  00: {target: {rank: 050/063}}\n"
        "  c:\n    target: {percent: 085}\n    planned:\n  b: {target: {group: 01}}\n  a:\n    target:\n      points: 09.0\n",
        "targets:\n  01: {planned: 0.0, target: 8.97, printed: {target: '08', planned: 01}}\n  00: {target: {rank: 50/63}}\n"
        "  c:\n    planned:\n    target: {percent: 85}\n  b: {target: {group: 01}}\n  a:\n    target:\n      points: 9.0\n",
    ),
    "errata": (
        "errata",
        "errata:\n  - decision: correct\n    at: a.score\n    because: {en: B, vi: A}\n    correct: {b.score: 01, a.score: 02}\n"
        "    figures:\n      z.score: 01.10\n      a.score: -0\n    rule: A301\n    id: e\n"
        "    known: |\n      Điều biết chắc\n      # no comment\n",
        "errata:\n  - id: e\n    rule: A301\n    at: a.score\n    figures:\n      z.score: 1.10\n      a.score: 0\n"
        "    known: |\n      Điều biết chắc\n      # no comment\n"
        "    decision: correct\n    correct: {b.score: 1, a.score: 2}\n    because: {vi: A, en: B}\n",
    ),
    "scenarios": (
        "scenario",
        "ranges:\n- shape: pert\n  range:\n  - 08.0\n  - 8.50 # likely\n  - 09\n  id: a\nchanges:\n- {because: W, set: 09.00, id: a}\n"
        "- because: W\n  share: 060%\n- [][0:0]\n".replace("- [][0:0]\n", "- add: +00.4\n  id: '*'\n")
        + "name: N\n",
        "name: N\nchanges:\n- {id: a, set: 9.00, because: W}\n- share: 60%\n  because: W\n- id: '*'\n  add: +0.4\n"
        "ranges:\n- id: a\n  range:\n  - 8.0\n  - 8.50 # likely\n  - 9\n  shape: pert\n",
    ),
    "costs": ("costs", "costs: {b: 03.50, a: 00}\nunit: triệu đồng\n", "unit: triệu đồng\ncosts: {b: 3.50, a: 0}\n"),
    "a whole file in braces": (
        "costs",
        '{ # all\n  "costs": {"b": 03.50,\n "a": 1},\n  # of money\n  "unit": "đồng" # here\n}\n',
        '{ # all\n  # of money\n  "unit": "đồng", # here\n  "costs": {"b": 3.50,\n "a": 1}\n}\n',
    ),
    "braces over several lines": (
        "indicators",
        HEAD
        + """\
indices:
  - { # one
      # its score
      score: 7.9, # as printed
      name: A, decimals: 2, # two of them

      # what it goes by
      id: a # short
      # the end
    } # behind it
""",
        HEAD
        + """\
indices:
  - { # one
      # what it goes by
      id: a, # short
      name: A, decimals: 2, # two of them

      # its score
      score: 7.9 # as printed
      # the end
    } # behind it
""",
    ),
    "commas at the front": (
        "targets",
        "targets:\n  a: { target: 2 # two\n     # planned\n     , planned: 1 # one\n     , }\n",
        "targets:\n  a: {\n     # planned\n       planned: 1 # one\n     , target: 2 # two\n     , }\n",
    ),
    "a comment needs a line of its own": (
        "indicators",
        HEAD + "indices: [{name: A, # a\n  decimals: 2, id: a}]\n",
        HEAD + "indices: [{id: a,\n  name: A, # a\n           decimals: 2}]\n",
    ),
    "a comment that touches what is before it": (
        "targets",
        "targets: {a: {target: {group: g}#two\n  , planned: 1}}\n",
        "targets: {a: {planned: 1\n  , target: {group: g} #two\n              }}\n",
    ),
    "nothing for a value": (
        "indicators",
        HEAD
        + "indices:\n  - {score: , max, name: A, percent: ~, decimals: 2, id: a}\n"
        + "  - score:\n    name: B\n    max: # nothing\n    decimals: 0\n    id: b\n",
        HEAD
        + "indices:\n  - {id: a , name: A, decimals: 2, max, score: , percent: ~}\n"
        + "  - id: b\n    name: B\n    decimals: 0\n    max: # nothing\n    score:\n",
    ),
    "nothing for the last value": (
        "targets",
        "targets: {a: {target: , planned: 1}, b: {target, planned: 1}}\n",
        "targets: {a: {planned: 1 , target: }, b: {planned: 1, target}}\n",
    ),
    "blocks of text": (
        "costs",
        "costs:\n  a: 1\nunit:\n  vi: | # đồng\n    triệu\n\n    đồng\n\n  # English\n  en: >-\n    million\n      # of\n    VND\n",
        "unit:\n  vi: | # đồng\n    triệu\n\n    đồng\n\n  # English\n  en: >-\n    million\n      # of\n    VND\ncosts:\n  a: 1\n",
    ),
    "text over several lines": (
        "costs",
        'costs: {a: 1}\nunit: {en: "million\n  # VND", vi: triệu\n  đồng}\n',
        'unit: {vi: triệu\n  đồng, en: "million\n  # VND"}\ncosts: {a: 1}\n',
    ),
    "keys in quotes": (
        "targets",
        '"targets":\n  \'b\': {"target": 2, \'planned\': 01}\n  "a":\n    \'target\' : 2\n    "planned" : 1\n',
        '"targets":\n  \'b\': {\'planned\': 1, "target": 2}\n  "a":\n    "planned" : 1\n    \'target\' : 2\n',
    ),
    "no line break at the end": ("costs", "costs: {a: 1}\nunit: đồng", "unit: đồng\ncosts: {a: 1}"),
    "no line break at the end of the last comment": ("costs", "costs: {a: 1}\nunit: đồng # tiền", "unit: đồng # tiền\ncosts: {a: 1}"),
    "a start and an end": ("costs", "---\ncosts: {a: 1}\nunit: đồng\n...\n# end\n", "---\nunit: đồng\ncosts: {a: 1}\n...\n# end\n"),
    "a start with braces": ("costs", "--- {costs: {a: 1}, unit: đồng}\n", "--- {unit: đồng, costs: {a: 1}}\n"),
    "line breaks stay where they are": ("costs", "costs: {a: 1}\r\nunit: đồng # tiền\n\r\n", "unit: đồng # tiền\r\ncosts: {a: 1}\n\r\n"),
    "the line breaks of other systems": (
        "costs",
        "# a\r\rcosts: {a: 1} # b\x85unit: # c\u2028  en: x\u2029  # d\r  vi: y",
        "# a\r\runit: # c\u2028  # d\r  vi: y\u2029  en: x\x85costs: {a: 1} # b",
    ),
    "tabs where they may stand": (
        "targets",
        "targets:\n  a:\t{\ttarget:\t2\t,\tplanned: 1\t}\t# tab\n  b: {target: 2,\n\t# one\n\tplanned: 1}\n",
        "targets:\n  a:\t{\tplanned: 1\t,\ttarget:\t2\t}\t# tab\n  b: {\n\t# one\n      planned: 1,\n\ttarget: 2}\n",
    ),
    "a list of records below their dashes": (
        "scenario",
        "name: N\nchanges:\n  - # first\n    # share\n    share: 50%\n    # id\n    id: a\n  -\n    add: 1\n    id: b\n",
        "name: N\nchanges:\n  - # first\n    # id\n    id: a\n    # share\n    share: 50%\n  -\n    id: b\n    add: 1\n",
    ),
    "one pair in brackets": ("scenario", "name: N\nchanges: [share: 050%, add: 1]\n", "name: N\nchanges: [share: 50%, add: 1]\n"),
    "empty lines stay where they are": (
        "scenario",
        "changes: []\n\n\nname: N\n\nranges:\n\n  - range: [1, 2, 3]\n\n    id: a\n\n\nbase: plan\n\n",
        "name: N\n\n\nbase: plan\n\nchanges: []\n\n\nranges:\n\n  - id: a\n\n    range: [1, 2, 3]\n\n",
    ),
    "maps of ids keep their order": (
        "targets",
        "targets:\n  b: {planned: 1}\n  # a\n  a: {planned: 1, printed: {target: x, planned: y}}\n",
    ),
    "keys written with ? keep their order": (
        "targets",
        "targets:\n  a:\n    ? target\n    : 2\n    ? planned\n    : 1\n  b: {? target : 2, planned: 1}\n",
    ),
    "one key with ? keeps them all": ("targets", "targets:\n  a:\n    target: 2\n    ? planned\n    : 1\n"),
    "nothing at all": ("errata", "errata: []\n"),
    "an empty ledger": ("errata", "{}\n"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples(name: str) -> None:
    kind, before, *changed = EXAMPLES[name]
    after = changed[0] if changed else before
    assert again(kind, before) == after
    assert again(kind, after) == after


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_with_a_byte_order_mark(name: str) -> None:
    kind, before, *changed = EXAMPLES[name]
    after = changed[0] if changed else before
    mark = b"\xef\xbb\xbf"
    assert formatted_bytes(kind, "x", mark + before.encode()) == mark + after.encode()
    assert formatted_bytes(kind, "x", before.encode()) == after.encode()
    if not before.startswith("%"):
        assert formatted_bytes(kind, "x", mark + mark + before.encode()) == mark + mark + after.encode()


UNREADABLE: dict[str, tuple[FileKind, str]] = {
    "nothing": ("errata", ""),
    "comments alone": ("errata", "# later\n"),
    "not YAML": ("targets", "targets: {a: {planned: 1}\n"),
    "a key twice": ("targets", "targets: {a: {target: 1, planned: 1, target: 2}}\n"),
    "a key that nobody knows": ("targets", "targets: {a: {target: 1, plannd: 1}}\n"),
    "a figure that is none": ("targets", "targets: {a: {target: 1, planned: 0,1}}\n"),
    "an anchor": ("targets", "targets: {a: {target: 1, planned: &one 1}}\n"),
    "another file": ("indicators", "targets: {a: {planned: 1}}\n"),
    "a list": ("targets", "- targets\n"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_whole_is_not_formatted(name: str) -> None:
    with pytest.raises(Unformattable, match=r"\Ax\.yaml\Z"):
        formatted(UNREADABLE[name][0], read("x.yaml", UNREADABLE[name][1].encode()))


# Text that would read otherwise in another place: it is left as it is, never changed.
ALTERED: dict[str, tuple[FileKind, str]] = {
    "a block at the end without a line break": ("costs", "costs: {a: 1}\nunit: |\n  x"),
    "a block that keeps empty lines": ("costs", "costs: {a: 1}\n\nunit: |+\n  x\n"),
}


@pytest.mark.parametrize("lost", ["# one", "A", ": 2", "two"])
def test_nothing_is_ever_lost(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = layout._applied
    monkeypatch.setattr(layout, "_applied", lambda *arguments: made(*arguments).replace(lost, ""))
    with pytest.raises(Altered):
        again("indicators", HEAD + "indices: # one\n  - name: A # two\n    id: a\n    decimals: 2\n")


@pytest.mark.parametrize("name", ALTERED)
def test_what_would_read_otherwise_is_refused(name: str) -> None:
    kind, text = ALTERED[name]
    with pytest.raises(Altered, match=r"\Ax\.yaml\Z"):
        formatted(kind, read("x.yaml", text.encode()))


# The shipped plan, and the wrong ones

SHIPPED: list[tuple[FileKind, Path]] = [
    *((kind, DATA / f"{kind}.yaml") for kind in FILE_MODELS),
    *(("scenario", path) for path in sorted((DATA / "scenarios").glob("*.yaml"))),
]
MAPS = {"tables", "columns", "sentences", "printed", "figures", "correct", "targets", "ranked"}
shipped_files = pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=[path.stem for _, path in SHIPPED])


@shipped_files
def test_what_is_shipped_is_formatted(kind: FileKind, path: Path) -> None:
    assert again(kind, path.read_text(encoding="utf-8")) == path.read_text(encoding="utf-8")


def column_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def in_groups(lines: list[str], column: int) -> tuple[list[list[str]], list[list[str]]]:
    """Lines as entries that begin in a column, each with the comments above it, and the empty lines behind each."""
    groups: list[list[str]] = []
    gaps: list[list[str]] = []
    empty: list[str] = []
    begun = True
    for line in lines:
        starts = column_of(line) == column
        if not line.strip():
            empty.append(line)
        elif begun and starts:
            gaps.append(empty)
            groups.append([line])
            empty, begun = [], is_content(line)
        else:
            groups[-1] += [*empty, line]
            empty, begun = [], begun or is_content(line)
    return groups, [*gaps[1:], empty]


def shuffled(lines: list[str], rng: random.Random, key: str = "") -> list[str]:
    """Lines in the style of the shipped files with the keys of every record in another order."""
    column = column_of(next(line for line in lines if is_content(line)))
    groups, gaps = in_groups(lines, column)
    listed = groups[0][0].startswith(" " * column + "- ")
    groups = [an_item(group, column, rng) if listed else an_entry(group, rng) for group in groups]
    if not listed and key not in MAPS:
        rng.shuffle(groups)
    return [line for group, gap in zip(groups, gaps, strict=True) for line in (*group, *gap)]


def an_item(lines: list[str], column: int, rng: random.Random) -> list[str]:
    blank = " " * (column + 2)
    if lines[0][column + 2] == "{":
        return [lines[0][: column + 2] + in_braces(lines[0][column + 2 :], rng, "")]
    inner = shuffled([blank + lines[0][column + 2 :], *lines[1:]], rng)
    return [lines[0][: column + 2] + inner[0][column + 2 :], *inner[1:]]


def an_entry(lines: list[str], rng: random.Random) -> list[str]:
    at = next(at for at, line in enumerate(lines) if is_content(line))
    key, _, value = lines[at].strip().partition(":")
    below = shuffled(lines[at + 1 :], rng, key) if lines[at + 1 :] else []
    head = (
        lines[at].replace(value, " " + in_braces(value.strip(), rng, key)) if value.startswith(" {") and value.endswith("}") else lines[at]
    )
    return [*lines[:at], head, *below]


def in_braces(text: str, rng: random.Random, key: str) -> str:
    """A record in braces, on one line, with its keys in another order."""
    entries = [entry.strip() for entry in split(text[1:-1])]
    parts = [entry.partition(": ") for entry in entries]
    entries = [f"{name}: {in_braces(value, rng, name) if value.startswith('{') else value}" for name, _, value in parts]
    if key not in MAPS:
        rng.shuffle(entries)
    return "{" + ", ".join(entries) + "}"


def split(text: str) -> list[str]:
    """At the commas outside quotes and braces."""
    parts, depth, quoted = [""], 0, False
    for letter in text:
        quoted ^= letter == '"'
        depth += (letter in "{[") - (letter in "}]") if not quoted else 0
        if letter == "," and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


@shipped_files
@settings(FEW, max_examples=8)
@given(chances)
def test_shuffled_keys_come_back_to_the_shipped_order(kind: FileKind, path: Path, rng: random.Random) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.removesuffix("\n").split("\n")
    first = next(at for at, line in enumerate(lines) if is_content(line))
    mixed = "\n".join([*lines[:first], *shuffled(lines[first:], rng)]) + "\n"
    assert sorted(mixed) == sorted(text)
    assert again(kind, mixed) == text


WRONG = sorted((ROOT / "tests" / "errors").glob("*/plan/**/*.yaml"))


@cache
def read_file(path: Path) -> tuple[FileKind, Source]:
    kind: FileKind = next((kind for kind in FILE_MODELS if kind == path.stem), "scenario")
    return kind, read(path.name, path.read_bytes())


@pytest.mark.parametrize("path", WRONG, ids=lambda path: f"{path.relative_to(ROOT / 'tests' / 'errors')}")
def test_wrong_plans_are_as_wrong_as_before(path: Path) -> None:
    kind, source = read_file(path)
    try:
        text = formatted(kind, source)
    except Unformattable:
        return
    assert_formatted(kind, source.text, text)
    others = {file.stem: file for file in path.parent.glob("*.yaml") if file != path}
    others |= {"indicators": path.parents[1] / "indicators.yaml", "targets": path.parents[1] / "targets.yaml"} if kind == "scenario" else {}
    rest: dict[FileKind, str] = {read_file(file)[0]: read_file(file)[1].text for file in others.values()}
    assert facts({**rest, kind: text}) == facts({**rest, kind: source.text})


def test_most_wrong_plans_can_be_formatted() -> None:
    whole = 0
    for path in WRONG:
        try:
            whole += formatted(*read_file(path)) is not None
        except Unformattable:
            continue
    assert whole > len(WRONG) / 2


# Laws


def facts(files: dict[FileKind, str]) -> tuple[object, list[str]]:
    """What is read of a plan and found in it, wherever it stands; the sign of a zero is none."""
    result = check_text(files)
    plan = result.plan and (result.plan.about, result.plan.tables, result.plan.goals, result.plan.errata, list(result.plan.walk()))
    found = [
        (finding.code, finding.path, finding.status, finding.message.say("vi"), finding.message.say("en"), finding.delta, finding.slack)
        for finding in result.findings
    ]
    return plan, sorted(re.sub(r"line [0-9]+|dòng [0-9]+|-(?=0+(?:[.,]0+)?(?![.,]?[0-9]))", "", repr(finding)) for finding in found)


def comments(text: str) -> list[str]:
    """The comments of a file, and of its texts whatever looks like one."""
    return sorted(found.rstrip() for found in re.findall(r"(?:(?<=\s)|^)#[^\n\r]*", text))


def in_order(kind: FileKind, text: str) -> bool:
    """Whether the keys of every record stand in the order of its fields."""

    def check(node: Tree, annotation: Any) -> bool:
        models = list(models_in(annotation))
        if isinstance(node, list):
            return all(check(item, annotation) for item in node)
        if not isinstance(node, dict):
            return True
        if models and not (set(node) - set(models[0].model_fields)):
            wanted = [name for name in order(models[0]) if name in node]
            return list(node) == wanted and all(check(value, models[0].model_fields[key].annotation) for key, value in node.items())
        if {"vi", "en"} == set(node):
            return list(node) == ["vi", "en"]
        return all(check(value, annotation) for value in node.values())

    return check(read("x", text.encode()).tree, MODELS[kind])


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)


def assert_formatted(kind: FileKind, before: str, after: str) -> None:
    """What holds of every file that was formatted."""
    assert again(kind, after) == after
    assert comments(after) == comments(before)
    assert in_order(kind, after)
    for letters in ("\r\n", "\n", "\t", "'", '"', "{", "[", "|", ">"):
        assert after.count(letters) >= before.count(letters)


@settings(FEW, max_examples=30)
@given(chances)
def test_damaged_plans_are_formatted_or_refused(rng: random.Random) -> None:
    for files in damages(rng.getrandbits(32), 5):
        for kind, data in files.items():
            source = read("x", data)
            try:
                text = formatted(kind, source)
            except (Unformattable, Altered):
                continue
            assert again(kind, text) == text
            assert comments(text) == comments(source.text)


class Words(str):
    """Free text: what may be written in many ways."""

    __slots__ = ()


class Writer:
    """Plain data as YAML in every form that means the same, keys in any order, remarks in every place where there may be one."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.remarks: dict[str, tuple[str, tuple[str | int, ...]]] = {}

    def likely(self, chance: float) -> bool:
        return self.rng.random() < chance

    def remark(self, where: str, loc: tuple[str | int, ...]) -> str:
        words = self.rng.choice(["", "", "", " chú thích: {a, b", ' "', " # - x: ]", " ?"])
        text = f"# {len(self.remarks)}{words}"
        self.remarks[text] = (where, loc)
        return text

    def behind(self, where: str, loc: tuple[str | int, ...]) -> str:
        return self.rng.choice([" ", "  ", "\t"]) + self.remark(where, loc) if self.likely(0.2) else self.rng.choice(["", "", "", " "])

    def above(self, where: str, loc: tuple[str | int, ...], column: int, *, empty: bool = True) -> list[str]:
        """Nothing, or some lines without content, with remarks no further in than the column."""
        lines: list[str] = []
        while self.likely(0.25):
            lines.append(" " * self.rng.choice([column, column, self.rng.randint(0, column)]) + self.remark(where, loc))
        while empty and self.likely(0.15):
            lines.insert(self.rng.randint(0, len(lines)), self.rng.choice(["", "", "  "]))
        return lines

    def file(self, tree: dict[str, Any]) -> str:
        """A whole file."""
        lines = self.rng.choice([[], [], ["---"], ["%YAML 1.1", "--- # start"]])
        lines = [*lines, *self.above("free", (), 4), *self.rng.choice([[""], []])]
        lines += self.flow(tree, (), 2).split("\n") if self.likely(0.1) else self.mapping(tree, (), 0)
        lines += [*self.above("free", (), 0), *self.rng.choice([[], [], ["..."], ["... # end", "# foot"]])]
        text = self.rng.choice(["\n", "\n", "\r\n"]).join(lines)
        return (
            text if self.likely(0.2) and is_content(lines[-1]) and not self.blocks(lines) else text + ("\r\n" if "\r\n" in text else "\n")
        )

    def blocks(self, lines: list[str]) -> bool:
        return any(re.search(r"[|>][-0-9]*(?:\s*#.*)?$", line) for line in lines)

    def shuffled(self, items: dict[str, Any]) -> list[tuple[str, Any]]:
        entries = list(items.items())
        if self.likely(0.8):
            self.rng.shuffle(entries)
        return entries

    def mapping(self, value: dict[str, Any], loc: tuple[str | int, ...], column: int, *, dashed: bool = False) -> list[str]:
        """A mapping in lines of its own."""
        lines: list[str] = []
        for at, (key, item) in enumerate(self.shuffled(value)):
            here = (*loc, key)
            if at or not dashed:
                lines += self.above("above" if at or loc else "free", here, column, empty=bool(at))
            lines += self.entry(key, item, here, column)
            while at and isinstance(item, str) and self.likely(0.05):
                lines.append(" " * (column + 1) + self.remark("free", here))
        return lines + ([" " * column + self.remark("free", loc)] if self.likely(0.05) and loc else [])

    def key(self, key: str) -> str:
        return self.rng.choice([key, key, key, key, f"'{key}'", f'"{key}"']) + self.rng.choice(["", "", "", " "]) + ":"

    def entry(self, key: str, value: Any, loc: tuple[str | int, ...], column: int) -> list[str]:
        head = " " * column + self.key(key)
        if isinstance(value, dict | list) and (not value or self.likely(0.4)):
            return (head + " " + self.flow(value, loc, column + 4) + self.behind("free", loc)).split("\n")
        if isinstance(value, dict):
            return [head + self.behind("line", loc), *self.mapping(value, loc, column + self.rng.choice([1, 2, 2, 4]))]
        if isinstance(value, list):
            return [head + self.behind("line", loc), *self.listed(value, loc, column + self.rng.choice([0, 2, 2, 3]))]
        if isinstance(value, Words) and self.likely(0.3):
            return self.block(head, value, loc, column)
        if isinstance(value, Words) and self.likely(0.2):
            return [head + self.behind("line", loc), " " * (column + 2) + self.scalar(value) + self.behind("end", loc)]
        return [head + " " + self.scalar(value) + self.behind("end", loc)]

    def listed(self, value: list[Any], loc: tuple[str | int, ...], column: int) -> list[str]:
        lines: list[str] = []
        for at, item in enumerate(value):
            here = (*loc, at)
            lines += self.above("free", here, column)
            blank = self.rng.choice([1, 1, 1, 2, 3])
            dash = " " * column + "-" + " " * blank
            if not isinstance(item, dict):
                lines.append(dash + self.scalar(item) + self.behind("free", here))
            elif self.likely(0.3):
                lines += (dash + self.flow(item, here, column + 4) + self.behind("free", here)).split("\n")
            elif self.likely(0.8):
                inner = self.mapping(item, here, column + 1 + blank, dashed=True)
                lines += [dash + inner[0][column + 1 + blank :], *inner[1:]]
            else:
                lines += [dash.rstrip() + self.behind("free", here).replace("\t", " "), *self.mapping(item, here, column + 2)]
        return lines

    def block(self, head: str, value: str, loc: tuple[str | int, ...], column: int) -> list[str]:
        """A text in a block: one line of it, and perhaps more that look like something else."""
        sign = self.rng.choice(["|", "|-", ">", ">-", "|2", ">2-"])
        more = self.rng.choice([[], [], ["", "khác: 1"], ["# no remark".replace("# ", "#")], ["- x"]])
        indent = " " * (column + 2)
        body = [indent + value, *(indent + line if line else "" for line in more), *self.rng.choice([[], [], [""]])]
        return [head + " " + sign + self.behind("line", loc), *body]

    def flow(self, value: Any, loc: tuple[str | int, ...], column: int) -> str:
        """Anything in braces and brackets, on one line or several."""
        if isinstance(value, list):
            blank = self.rng.choice(["", " "])
            return "[" + blank + ", ".join(self.flow(item, (*loc, at), column) for at, item in enumerate(value)) + blank + "]"
        if not isinstance(value, dict):
            return self.scalar(value)
        entries = [(key, self.flow(item, (*loc, key), column + 2)) for key, item in self.shuffled(value)]
        if not entries or self.likely(0.6):
            comma = self.rng.choice([", ", ", ", ",", " , "])
            inner = comma.join(f"{self.key(key)} {text}".rstrip() + " " * (not text) for key, text in entries)
            return "{" + inner + self.rng.choice(["", "", "", " ", ", "] if entries else [""]) + "}"
        return self.flow_lines(entries, loc, column)

    def flow_lines(self, entries: list[tuple[str, str]], loc: tuple[str | int, ...], column: int) -> str:
        front = self.likely(0.2)
        lines = ["{" + (self.behind("free", loc))]
        for at, (key, text) in enumerate(entries):
            here = (*loc, key)
            comma = "," if at + 1 < len(entries) or self.likely(0.2) else ""
            lines += self.above("above", here, column)
            entry = f"{self.key(key)} {text}".rstrip() + ("" if text else " ")
            if front:
                lines.append(" " * column + (", " if at else "") + entry + self.behind("end", here))
            elif comma and self.likely(0.2):
                lines.append(self.rng.choice([" " * column, "\t"]) + entry + comma + " ")
            else:
                lines.append(" " * column + entry + comma + self.behind("end", here))
        return "\n".join([*lines, *self.above("free", loc, column), " " * (column - 2) + "}"])

    def scalar(self, value: str | None) -> str:
        if value is None:
            return self.rng.choice(["", "~", "null"])
        if isinstance(value, Words):
            return self.rng.choice([value, f"'{value}'", f'"{value}"', f'"{value}\\n#"', f'"{value},\n  và#1"', f"'{value}:\n\n {{'"])
        return value


NAMES = ["Điểm thực hiện", "Cải cách TTHC", "Xây dựng", unicodedata.normalize("NFD", "Điều tra XHH"), "Name", "07"]


class Inventor:
    """Plain data that fit the model: whatever fields, in canonical order."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.idents: list[str] = []

    def some(self, **values: Any) -> dict[str, Any]:
        return {key: value for key, value in values.items() if self.rng.random() < 0.4}

    def words(self) -> Any:
        name = Words(self.rng.choice(NAMES))
        return name if self.rng.random() < 0.4 else {"vi": name, "en": Words(self.rng.choice(NAMES))}

    def figure(self) -> str:
        zeros = self.rng.choice(["", "", "", "0", "00"])
        return zeros + self.rng.choice(["0", "1", "7.97", "9.50", "10", "0.00", "63.1"])

    def signed(self) -> str:
        return self.rng.choice(["", "-"]) + self.figure()

    def rank(self) -> str:
        return self.rng.choice(["53/63", "053/63", "07", "1/063"])

    def node(self, ident: str, depth: int) -> dict[str, Any]:
        self.idents.append(ident)
        below = [self.node(f"{ident}.{n}", depth + 1) for n in range(self.rng.choice([0, 1, 2, 3] if depth < 2 else [0]))]
        record = {"id": ident, **self.some(row=self.rng.choice(["01", "a", "1"])), "name": self.words()}
        if not depth:
            record |= {"decimals": self.rng.choice(["2", "02"]), **self.some(percent_decimals="01")}
        record |= self.some(bonus="true", weight="05", max=self.figure(), scored_by="survey", floor=self.signed())
        record |= self.some(score=self.rng.choice([self.figure(), None]), percent=self.figure(), rank=self.rank())
        record |= self.some(ranked={"2022": "063", "02021": "60"}, change=self.signed(), rank_change=self.rng.choice(["-05", "-0", "3"]))
        record |= self.some(groups=[{"id": "g", "name": self.words(), "low": self.figure(), "high": self.figure()}])
        record |= self.some(printed={"score": "07", "max": "“7”"}, aggregate=self.rng.choice(["mean", "weighted"]), scale="010")
        return record | ({"rows" if not depth else "parts": below} if below else {})

    def indicators(self) -> dict[str, Any]:
        about = {"id": "p", "name": self.words(), "year": "02022", **self.some(compared_with="2021"), "target_year": "2023"}
        about |= self.some(unit=Words("Cao"), language="vi", decimal_mark="','")
        tables = {"t2": self.some(heading=Words("Bảng 2"), columns={"row": "STT", "max": "01"}), "t1": {}}
        return {
            "plan": about,
            **self.some(tables=tables),
            "indices": [self.node(ident, 0) for ident in ("x", "y")[: self.rng.choice([1, 2])]],
        }

    def targets(self) -> dict[str, Any]:
        def goal() -> dict[str, Any]:
            target = self.rng.choice([self.figure(), {"percent": self.figure()}, {"rank": self.rank()}, None])
            return self.some(planned=self.signed(), target=target, printed={"target": "08", "planned": "07"})

        return {"targets": {ident: goal() for ident in self.idents if self.rng.random() < 0.5}}

    def errata(self) -> dict[str, Any]:
        entries = []
        for ident in self.rng.sample(["e1", "e2", "e3"], self.rng.randint(1, 3)):
            entry = {"id": ident, "rule": "A301", "at": "x.score", "figures": {"x.score": self.figure(), "x.0.score": self.signed()}}
            entry |= {**self.some(known=self.words()), "decision": "keep", **self.some(correct={"x.score": self.figure()})}
            entries.append(entry | self.some(follows=["e1", "e2"], because=self.words()))
        return {"errata": entries}

    def scenario(self) -> dict[str, Any]:
        changes = [
            {
                "id": self.rng.choice(self.idents),
                **self.rng.choice([{"set": self.figure()}, {"add": "-00.5"}, {"share": "050%"}]),
                **self.some(because=self.words()),
            }
            for _ in range(self.rng.randint(0, 3))
        ]
        ranges = [{"id": "x", "range": ["01", "2.50", "003"], **self.some(shape="pert", because=self.words())}]
        return {"name": self.words(), **self.some(base="current", changes=changes, ranges=ranges)}

    def costs(self) -> dict[str, Any]:
        return {**self.some(unit=self.words()), "costs": {"x": self.figure(), "a": self.figure()}}

    def evidence(self) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = [{"file": Words("bc 12")}, {"link": "https://a.b/c"}]
        return [one | self.some(date="2023-11-30", note=self.words()) for one in shown[: self.rng.randint(1, 2)]]

    def tasks(self) -> dict[str, Any]:
        units = [{"id": unit, **self.some(clause="V.2"), "name": self.words()} for unit in ("so-a", "so-b")]

        def task(ident: str) -> dict[str, Any]:
            record = {"id": ident, "clause": "V.2", **self.some(paragraph="02"), "name": self.words()}
            record |= self.some(lead=["so-a"], coordinate=["so-b"], asked=["so-b"], in_annex=["lead"], serves=["x"], other_indices=["PCI"])
            of = {"of": self.words()}
            record |= self.some(commitment=self.rng.choice([{"at_least": self.figure(), **of}, {"percent": "0100", **of}]))
            return record | self.some(deadline="2023-12-10", status="done", evidence=self.evidence())

        return {"units": units, "tasks": [task(ident) for ident in ("V.2.1", "V.2.2")[: self.rng.randint(1, 2)]]}

    def results(self) -> dict[str, Any]:
        def result() -> dict[str, Any]:
            record = {"year": "02023", "date": "2024-04-02", "layer": "published", **self.some(stage="final", source=self.words())}
            return record | {"scores": {"x": self.figure()}, **self.some(ranks={"x": self.rank()}, evidence=self.evidence())}

        return {"results": [result() for _ in range(self.rng.randint(1, 3))]}

    def peers(self) -> dict[str, Any]:
        group = {"id": "g", "name": self.words(), "low": self.figure(), "high": self.figure(), "count": "016"}
        gains = {"first": "2021", "last": "2024", "rows": {"x": {**self.some(p90=self.figure()), "largest": self.signed()}}}
        record = {"name": self.words(), "year": "2022", "ranked": "061", **self.some(source=self.words(), means={"x": self.figure()})}
        return record | self.some(ranks={"x": self.rank()}, groups={"x": [group]}, gains=gains)


def assert_remarks_stand_where_they_belong(text: str, writer: Writer) -> None:
    """A remark above a key is still above it, and one on its line on its line."""
    source = read("x", text.encode())
    lines = text.replace("\r\n", "\n").split("\n")
    for remark, (where, loc) in writer.remarks.items():
        at = next(at for at, line in enumerate(lines) if re.search(re.escape(remark) + r"\s*$", line))
        key, value = (source.span(loc, key=True), source.span(loc)) if where != "free" else (None, None)
        if where == "above" and key:
            assert next(n for n in range(at + 1, len(lines)) if is_content(lines[n])) + 1 == key.line, remark
        if where == "line" and key:
            assert at + 1 == key.line, remark
        if where == "end" and key and value and not isinstance(source.value(loc), dict | list):
            assert at + 1 == (value.end_line if source.value(loc) is not None else key.line), remark


@FEW
@given(chances)
def test_every_form_comes_to_the_same(rng: random.Random) -> None:
    inventor = Inventor(rng)
    before: dict[FileKind, str] = {}
    after: dict[FileKind, str] = {}
    for kind in MODELS:
        writer = Writer(rng)
        before[kind] = writer.file(getattr(inventor, kind)())
        assert read(kind, before[kind].encode()).faults == (), before[kind]
        after[kind] = again(kind, before[kind])
        assert_formatted(kind, before[kind], after[kind])
        assert_remarks_stand_where_they_belong(after[kind], writer)
    assert facts(after) == facts(before)
