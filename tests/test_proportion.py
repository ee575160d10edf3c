"""Time and memory in proportion to what is read: inputs here would have taken minutes or hours, or more memory than there is.
benchmarks/proportion.py measures whole runs."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers_cli import HEAD, parplan_here, write_plan
from parplan import ids
from parplan.documents import text as documents
from parplan.documents.grid import Grid
from parplan.documents.printed import alike, clean, figures, number, plain
from parplan.documents.text import Document, figure_in
from parplan.ids import composed, named, near
from parplan.model.tree import Indicator
from parplan.points import Lang, Rank
from parplan.yaml_text.read import read
from reading import check_text

MANY = 100_000


def rows(count: int, more: str) -> str:
    return f"{HEAD}indices:\n- id: x\n  name: X\n  decimals: 2\n  rows:\n" + "".join(
        f"  - {{id: x.r{n}, name: R{n}, {more}}}\n" for n in range(count)
    )


# Findings.


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "indicators.yaml: còn 50 chỗ khác theo quy tắc R201; xem tất cả bằng --format concise\n"),
        ("en", "indicators.yaml: 50 more of R201; --format concise shows them all\n"),
    ],
)
def test_a_rule_broken_more_often_than_anybody_reads_is_shown_a_hundred_times(tmp_path: Path, lang: Lang, said: str) -> None:
    write_plan(tmp_path, indicators=rows(150, "max: 1, score: 2"), targets="targets: {y: {planned: 1}}\n")
    text, concise = (
        parplan_here("validate", "--plan", ".", "--format", form, "--lang", lang, cwd=tmp_path).out for form in ("text", "concise")
    )
    assert text.count("[R201]") == 100
    assert text.count("[S108]") == 1
    assert said in text
    assert concise.count("[R201]") == 150


def test_what_may_be_meant_is_looked_for_within_a_budget() -> None:
    known = [f"x.r{n}" for n in range(20_000)]
    told = [near(f"x.row{n}", known) for n in range(20_000)]
    assert told[0]
    assert not told[-1]
    assert near("x.row1", known[:100]), "another collection has a budget of its own"


def test_no_word_longer_than_a_hundred_letters_is_compared() -> None:
    assert near("a" * 99, ["a" * 100]) == ("a" * 100,)
    assert near("a" * 101, ["a" * 100]) == ()
    assert near("a" * 99, ["a" * 101]) == ()


def test_words_are_prepared_once_for_all_that_is_asked_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {f"x.r{n}": None for n in range(20_000)}
    prepared: list[object] = []
    made = ids._Words.__init__

    def counted(words: ids._Words, of: Collection[str]) -> None:
        prepared.append(of)
        made(words, of)

    monkeypatch.setattr(ids._Words, "__init__", counted)
    assert [named(f"x.s{n}", known) for n in range(20_000)] == [[]] * 20_000
    assert named("X.R7", known) == ["x.r7"]
    assert named("x.*", known) == list(known)
    assert len(prepared) == 1


# A fact that is printed in many places.


@pytest.mark.parametrize("same_as", ["x.r0", "x.r{before}"], ids=["the first of them", "the one before"])
def test_a_fact_in_many_places_is_looked_for_once(same_as: str) -> None:
    count = 10_000
    head = "plan: {id: t, name: T, year: 2022, target_year: 2023}\nindices:\n- id: x\n  name: X\n  decimals: 2\n  aggregate: none\n"
    places = "".join(f"  - {{id: x.r{n}, name: R, same_as: {same_as.format(before=n - 1)}}}\n" for n in range(1, count))
    plan = check_text({"indicators": f"{head}  rows:\n  - {{id: x.r0, name: R, score: 1, rank: 3}}\n{places}"}).plan
    assert plan is not None
    walked: list[int] = []

    class Places(tuple[Indicator, ...]):
        def __iter__(self) -> Iterator[Indicator]:
            walked.append(len(self))
            return super().__iter__()

    fact = plan._facts["x.r7"]
    fact.places = Places(fact.places)
    rows = [row for row in plan.walk() if row.id != "x"]
    assert all(plan._facts[row.id] is fact for row in rows)
    known = {(plan.known(row, "score"), plan.known(row, "planned"), plan.rank(row)) for row in rows}
    assert known == {(Decimal(1), None, Rank(3, None))}
    assert len(walked) <= 3, "once a figure, whatever was asked for while it was checked"
    assert len(plan.places("x.r7")) == count


# Documents.


@pytest.mark.parametrize("same", ["<a", "</a <", '"', '\t"', "1,", "1 ", "a", "a ", "đạt ", " - ", "\u0301\u0323", " \t", "/1"])
def test_a_long_line_is_read_to_its_end(same: str) -> None:
    text = composed(same * MANY)
    document = Document.read(f"Row reaches {text}\nT\nNo\tPoints\n1\t{text}\n", "d")
    assert len(document.grids("T", ["No", "Points"], ())) == 1
    assert clean(text) == clean(clean(text))
    assert figures(text) == frozenset()
    assert not alike(text, "5.00")
    assert document.sentences("Row") == []


@pytest.mark.parametrize("pattern", ["#", "a # b", "…#…", "a…b…c…#…d…e", "# of"])
@pytest.mark.parametrize("same", ["a", "a ", "1", "1,", "1 / ", "abc ", "- "])
def test_a_figure_is_looked_for_in_a_long_sentence(pattern: str, same: str) -> None:
    assert figure_in([same * 5_000 + "x"], f"{pattern} !") is None


def test_marks_that_no_letter_has_are_no_letters_work() -> None:
    text = composed("a" + "\u0301\u0323" * MANY)
    assert unicodedata.is_normalized("NFC", text)
    assert composed("—" * 100) == "—" * 100
    assert composed("e\u0323\u0302" * 100) == "\u1ec7" * 100


def test_headings_that_stand_again_and_again_are_one_table() -> None:
    document = Document.read("T\n" * MANY + "No\tPoints\n1\t5\n", "d")
    (grid,) = document.grids("T", ["No", "Points"], ())
    at = grid.place(["1"], 0, None)
    assert at is not None
    assert grid.rows[at] == ("1", "5")
    assert Document.read("T\n" * MANY, "d").grids("T", ["No"], ()) == []


CELLS = st.sampled_from(["", "1", "2", "1.", "a", "b", "A", "x y", "5,0"])


KINDS = {"1": "a digit", "2": "a digit", "a": "a letter", "b": "a letter", "A": "a capital"}


def row_by_row(grid: Grid, path: Sequence[str], numbers: int, labels: int | None) -> int | None:
    """What `Grid.place` is to find, by going through all of them."""
    marks = [row[numbers] if numbers < len(row) else "" for row in grid.rows]
    names = [row[labels] if labels is not None and labels < len(row) else "" for row in grid.rows]
    kinds = [KINDS.get(mark.rstrip(".")) for mark in marks]

    def is_numbered(at: int, name: str) -> bool:
        if len(name) == 1 and name.isalpha() and name in [mark.strip(" .)") for mark in marks]:
            return marks[at].strip(" .)") == name  # A is no a, where a table has both
        return number(marks[at]) == number(name)

    def below(after: int, end: int, path: Sequence[str]) -> int | None:
        for at in range(after + 1, end):
            if is_numbered(at, path[0]) or plain(names[at]) == plain(path[0]):
                over = next((n for n in range(at + 1, end) if kinds[at] and kinds[n] == kinds[at]), end)
                found = below(at, over, path[1:]) if len(path) > 1 else at
                if found is not None:
                    return found
        return None

    return below(-1, len(marks), path)


@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=3).map(tuple), max_size=12),
    path=st.lists(CELLS, min_size=1, max_size=3),
    numbers=st.integers(0, 2),
    labels=st.integers(0, 2) | st.none(),
)
@example(rows=[("", "1"), ("", ""), ("", "1"), ("", "a"), ("", "1")], path=["", "a", ""], numbers=1, labels=None)
def test_a_row_is_found_where_going_through_all_finds_it(
    rows: list[tuple[str, ...]], path: list[str], numbers: int, labels: int | None
) -> None:
    grid = Grid(tuple(rows))
    assert grid.place(path, numbers, labels) == row_by_row(grid, path, numbers, labels)


def joined_one_by_one(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What `_joined` is to come to, by putting each line to the one before."""
    width, found = max(map(len, rows), default=0), []
    while rows:
        row, rest = rows[0], rows[1:]
        while len(row) < width and rest and documents._goes_on(row[-1], rest[0][0], ()):
            row, rest = (*row[:-1], f"{row[-1]} {rest[0][0]}", *rest[0][1:]), rest[1:]
        if len(row) != width:
            row, rest = rows[0], rows[1:]
        found.append(row)
        rows = rest
    return found


@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=5).map(tuple), max_size=12))
def test_lines_broken_inside_cells_are_put_together_as_one_by_one(rows: list[tuple[str, ...]]) -> None:
    assert list(documents._joined(rows, ())) == joined_one_by_one(rows)


# Files.


def test_a_file_of_more_values_than_any_has_is_not_read_further(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of ten values counts as ten."""
    monkeypatch.setattr("parplan.yaml_text.read.MAX_VALUES", 10_000)
    few, many = (read("f", b"a: [" + b"[1,1,1,1,1,1,1,1,1],\n" * count + b"]\n") for count in (999, 1_001))
    assert few.faults == ()
    assert [(fault.kind, fault.detail) for fault in many.faults] == [("too-many", "file")]
    assert many.tree is None


def test_values_around_a_list_count_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists within lists, each with many values before it: none is too long by itself."""
    monkeypatch.setattr("parplan.yaml_text.read.MAX_VALUES", 10_000)
    nested = "a: " + "".join("[" + "1," * 1_500 for _ in range(8)) + "]" * 8
    (fault,) = read("f", nested.encode()).faults
    assert (fault.kind, fault.detail) == ("too-many", "file")
    assert fault.span.column == 19_999


@pytest.mark.parametrize("same", [b"k: 1\n", b"? &a b\n: 1\n"], ids=["repeated keys", "anchors"])
def test_faults_come_to_an_end(same: bytes) -> None:
    kinds = [fault.kind for fault in read("f", same * MANY).faults]
    assert kinds[-1] == "too-many"
    assert len(kinds) < 100_000


@pytest.mark.parametrize(
    ("lang", "said"),
    [("vi", "tệp có hơn 1.000.000 giá trị, hoặc quá nhiều lỗi"), ("en", "more than 1,000,000 values in one file, or as many errors")],
)
def test_too_many_values_are_said_so_in_both_languages(tmp_path: Path, lang: Lang, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parplan.yaml_text.read.MAX_VALUES", 1_000)
    write_plan(tmp_path, targets="targets: [" + "[1,1,1,1,1,1,1,1,1]," * 200 + "]\n")
    assert said in parplan_here("validate", "--plan", ".", "--format", "concise", "--lang", lang, cwd=tmp_path).out


@pytest.mark.parametrize(("letters", "findings"), [(98, 0), (99, 1)])
def test_an_id_has_a_hundred_characters_at_most(tmp_path: Path, letters: int, findings: int) -> None:
    ident = "x." + "a" * letters
    indicators = f"{HEAD}indices:\n- {{id: x, name: X, decimals: 2, rows: [{{id: {ident}, name: A}}]}}\n"
    write_plan(tmp_path, indicators=indicators, targets="targets: {}\n")
    out = parplan_here("validate", "--plan", ".", "--format", "concise", "--lang", "en", cwd=tmp_path).out
    assert out.count("[S104]") == findings
    assert ("is not an id of at most 100 characters" in out) is bool(findings)


def test_maxima_that_do_not_come_out_even_are_not_divided_to_a_hundred_thousand_digits(tmp_path: Path) -> None:
    each = (("a", 10, 8), ("b", 10, 7), ("c", 5, 4))
    indices = "".join(
        f"  - id: x{n}\n    name: X{n}\n    decimals: 2\n    rebase: 100\n    rows:\n"
        f"      - {{id: x{n}.2, name: B, max: 10, score: 6}}\n"
        f"      - id: x{n}.1\n        name: P\n        aggregate: mean\n        parts:\n"
        + "".join(f"          - {{id: x{n}.1.{part}, name: P, max: {most}, score: {score}}}\n" for part, most, score in each)
        for n in range(40)
    )
    write_plan(tmp_path, indicators=f"{HEAD}indices:\n{indices}", targets="targets: {}\n")
    assert parplan_here("gap", "--no-parts", "--format", "csv", "--plan", ".", cwd=tmp_path).out.count("67.27") == 40
