"""`parplan report -o FILE.xlsx`: LibreOffice recalculates what was typed into the yellow cells, and comes to what the engine does."""

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers_cli import HEAD, NESTED, SCORECARD, parplan_here, write_plan
from laws import few
from parplan.engine.baseline import NOTHING, Baseline
from parplan.engine.carry import carried
from parplan.engine.identities.basis import Basis
from parplan.engine.project import Projection, Refused, project
from parplan.model.plan import Plan
from parplan.model.scenario import Change
from parplan.workspace.folder import Folder, embedded
from parplan.workspace.opened import Workspace
from plans import as_text, rough
from reading import check_text
from test_compiled import bases
from workbooks import SOFFICE, Book, Cells, read, recalculated

SCENARIOS = 20
UNKNOWN = "—"

# A weighted index on a scale of 100, with means of three in it and a row that lies on none.
WEIGHTED = """\
indices:
  - id: w
    name: Weighted
    decimals: 2
    max: 100
    aggregate: weighted
    scale: 10
    rows:
      - {id: w.1, name: Entry, max: 10, score: 6.35, weight: 5}
      - id: w.2
        name: Land
        max: 10
        weight: 3
        aggregate: mean
        parts:
          - {id: w.2.a, name: First, max: 10, score: 5.01}
          - {id: w.2.b, name: Second, max: 10, score: 6.02}
          - {id: w.2.c, name: Third, max: 10, score: 7.00}
      - {id: w.3, name: Transparency, max: 10, score: 4.27, weight: 2.5}
"""
WEIGHTED_TARGETS = """\
targets:
  w.1: {planned: 0.40, target: 6.75}
  w.2: {planned: 0.50}
  w.2.a: {planned: 0.55}
  w.2.b: {planned: 0.10}
  w.2.c: {planned: 0.33}
  w.3: {target: 5.00}
"""
# A department's scorecard: 60 of 70 points apply to it, and are worth 100.
REBASED = """\
indices:
  - id: d
    name: Department
    decimals: 2
    score: 85.00
    rebase: 100
    rows:
      - id: d.1
        name: Steering
        max: 35
        score: 29
        parts:
          - {id: d.1.a, name: Plans, max: 15, score: 14}
          - {id: d.1.b, name: Reports, max: 15, score: 12}
          - {id: d.1.c, name: Dialogues, max: 5, applies: false}
      - {id: d.2, name: Procedures, max: 30, score: 22}
      - {id: d.3, name: Public services, max: 5, applies: false}
"""
REBASED_TARGETS = "targets: {d.1.a: {planned: 0.5}, d.1.b: {planned: 1}, d.2: {planned: 2.25, target: 24.25}}\n"
LOWER = """\
indices:
  - id: late
    name: Late files
    decimals: 2
    max: 40
    score: 7.50
    better: lower
    rows:
      - {id: late.1, name: Land, max: 20, score: 4.20}
      - {id: late.2, name: Building, max: 20, score: 3.30}
"""
LOWER_TARGETS = "targets: {late.1: {planned: -1.20, target: 3.00}, late.2: {target: 2.50}}\n"
BENT_TARGETS = "targets: {s.1: {planned: 1.5}, s.2.b: {planned: 0.5}, s.3.a: {planned: 1.25}}\n"
# An increase that nobody divides among parts, a score and an increase that nobody knows, rows that add up to nothing.
OPEN = """\
indices:
  - id: o
    name: Open
    decimals: 2
    max: 30
    score: 12
    rows:
      - id: o.1
        name: Undivided
        max: 10
        score: 5
        parts:
          - {id: o.1.a, name: First, max: 5, score: 2}
          - {id: o.1.b, name: Second, max: 5, score: 3}
      - {id: o.2, name: Never scored, max: 10}
      - id: o.3
        name: Half told
        max: 10
        score: 4
        parts:
          - {id: o.3.a, name: Told, max: 4, score: 1}
          - {id: o.3.b, name: Untold, max: 6, score: 3}
  - id: e
    name: Excerpt
    decimals: 1
    max: 80
    score: 38
    excerpt_of: 8
    rows:
      - {id: e.1, name: Participation, max: 10, floor: 1, score: 4.5}
      - {id: e.2, name: Transparency, max: 10, floor: 1, score: 4.9}
"""
OPEN_TARGETS = "targets: {o.1: {planned: 1}, o.3: {planned: 2}, o.3.a: {planned: 0.5}, e: {planned: 3}, e.1: {planned: 0.5}}\n"
# More than 85 % is asked for, and fewer than 5 days: what is planned comes to just these.
PASSED = """\
indices:
  - {id: s, name: Satisfaction, decimals: 2, max: 100, score: 82.18, percent: 82.18}
  - {id: t, name: Days, decimals: 1, score: 7.5, better: lower}
"""
PASSED_TARGETS = "targets: {s: {planned: 2.82, target: {more_than: {percent: 85}}}, t: {planned: -2.5, target: {less_than: 5}}}\n"
MADE_UP = {
    "passed": (PASSED, PASSED_TARGETS),
    "weighted": (WEIGHTED, WEIGHTED_TARGETS),
    "rebased": (REBASED, REBASED_TARGETS),
    "lower": (LOWER, LOWER_TARGETS),
    "bent": (SCORECARD, BENT_TARGETS),
    "open": (OPEN, OPEN_TARGETS),
}


# The embedded plan: what is typed, the basis that the engine works on, and the changes of the scenario.
HALF = (Change("share", "par.*.survey", Decimal("0.5")), Change("share", "sipas", Decimal("0.5")))
EMBEDDED: dict[str, tuple[str, Basis, tuple[Change, ...]]] = {
    "printed": ("", "printed", ()),
    "parts": ("--basis parts", "parts", ()),
    "at half": ("--scenario surveys-at-half", "printed", HALF),
}


def made(folder: Path, name: str) -> tuple[Plan, Book, Path]:
    """A plan's workbook, in English."""
    file, at = folder / f"{name}.xlsx", embedded()
    typed = EMBEDDED[name][0].split() if name in EMBEDDED else ["--plan", str(folder / name)]
    if name in MADE_UP:
        indicators, targets = MADE_UP[name]
        at = write_plan(folder / name, HEAD + indicators, targets)
    ran = parplan_here("report", "-o", str(file), "--lang", "en", *typed)
    assert ran.code == 0, ran.err
    return Workspace(Folder(at)).plan, read(file.read_bytes()), file


Typed = Mapping[str, Decimal]


def scenarios(name: str, plan: Plan, yellow: Mapping[str, tuple[str, str, float]]) -> list[tuple[Typed, Projection]]:
    """What somebody may type into the yellow cells, and where the engine says that it lands."""
    picked = random.Random(7)  # noqa: S311  # figures to type are no secrets
    _, basis, before = EMBEDDED.get(name, ("", "printed", ()))
    baseline = Baseline(plan, basis)
    found: list[tuple[Typed, Projection]] = []
    while len(found) < SCENARIOS:
        typed = {}
        for ident, (_, _, value) in yellow.items():
            room = baseline.room[ident]
            low, high = (Fraction(0) if room.low is None else room.low), (Fraction(3) if room.high is None else room.high)
            mixed = picked.choice([Decimal(str(value)), Decimal(str(round(picked.uniform(float(low), float(high)), 2)))])
            typed[ident] = min(max(mixed, Decimal(float(low))), Decimal(float(high)))
        changes = [Change("add", ident, value - Decimal(str(yellow[ident][2]))) for ident, value in typed.items()]
        landed = project(baseline, "plan", [*before, *changes])
        if not isinstance(landed, Refused):
            found.append((typed, landed))
    return found


Case = tuple[Book, list[tuple[Typed, Projection]]]


# One test, so that one process of LibreOffice does it all.
@pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice (soffice) here to recalculate with")
def test_libreoffice_comes_to_what_the_engine_does(tmp_path: Path) -> None:
    orders: list[tuple[str, ...]] = []
    cases: dict[str, Case] = {}
    for name in (*EMBEDDED, *MADE_UP):
        plan, book, file = made(tmp_path, name)
        yellow = book.yellow()
        cases[name] = (book, scenarios(name, plan, yellow))
        orders.append(("open", file.as_uri()))
        orders += [("dump", f"{name} as written", sheet.title) for sheet in book.values]
        for number, (typed, _) in enumerate(cases[name][1]):
            orders += [("set", *yellow[ident][:2], f"{value:f}") for ident, value in typed.items()]
            orders += [("dump", f"{name} {number}", book.sheet(index.id)) for index in plan.indices]
        if name == "printed":  # and what the data validation would refuse
            orders += [("set", *yellow["par.5.survey"][:2], "3"), ("dump", "beyond", book.sheet("par"))]
        if name == "passed":  # and more than what only comes to the target
            orders += [("set", *yellow["s"][:2], "2.83"), ("dump", "more", book.sheet("s"))]
        orders.append(("close",))
    cells = recalculated(tmp_path, orders)
    beyond = cases["printed"][0].address("par", "par.5.survey", "Check")
    assert cells["beyond"]["PAR INDEX", beyond] == "above the maximum"
    check = cases["passed"][0].address("s", "s", "Check")
    said = [cells[at][cases["passed"][0].sheet("s"), check] for at in ("passed as written", "more")]
    assert said == ["agrees; on the target, which asks for more", "agrees"]
    for name, (book, landed) in cases.items():
        _carries_what_it_comes_to(book, cells[f"{name} as written"])
        _lands(book, [(projection, cells[f"{name} {number}"]) for number, (_, projection) in enumerate(landed)])


def _carries_what_it_comes_to(book: Book, found: Cells) -> None:
    """Every cell is recalculated to the value that was written with its formula."""
    written = book.cells()
    assert len(written) > 100
    for at, value in written.items():
        expected = pytest.approx(value, abs=1e-9) if isinstance(value, int | float) else value
        assert found[at] == expected, at


def _lands(book: Book, found: list[tuple[Projection, Cells]]) -> None:
    """What is typed lands where the engine says, row by row."""
    landed = [(projection.rows(), cells) for projection, cells in found]
    for index in found[0][0].indices:
        rows, columns = book.rows(index.id)
        for row in index.walk():
            for column, figure in (("Assumed increase", "change"), ("Projected", "projected"), ("Shortfall", "shortfall")):
                at = (book.sheet(index.id), book.values[book.sheet(index.id)].cell(rows[row.id], columns[column]).coordinate)
                for projected, cells in landed:
                    value = getattr(projected[row.id], figure)
                    expected = UNKNOWN if value is None else pytest.approx(float(value), abs=1e-9)
                    assert cells[at] == expected, (row.id, column)


def test_the_check_says_which_figures_contradict_one_another(tmp_path: Path) -> None:
    # Section I of the plan prints 4.75 + 6.79 for 11.49, and 6.08 + 0.17 for 6.63.
    _, book, _ = made(tmp_path, "printed")
    assert book.values["PAR INDEX"][book.address("par", "par.5", "Check")].value == "off by 0.05"
    assert book.values["PAPI"][book.address("papi", "papi.4", "Check")].value == "off by 0.38"
    assert book.values["PAR INDEX"][book.address("par", "par.1", "Check")].value == "agrees"


def test_a_cell_says_that_a_target_to_be_passed_is_only_equalled(tmp_path: Path) -> None:
    """No sentence does, which would stay when somebody types more."""
    _, book, _ = made(tmp_path, "passed")
    told = {name: [str(cell.value) for row in book.values[book.sheet(name)].iter_rows() for cell in row] for name in "st"}
    assert {name: [it for it in each if "asks for" in it] for name, each in told.items()} == {
        "s": ["agrees; on the target, which asks for more"],
        "t": ["agrees; on the target, which asks for less"],
    }


@pytest.mark.parametrize(
    ("lang", "sheet", "figure", "terms"),
    [
        ("vi", "Kiểm tra số liệu", "Cải cách thể chế (điểm)", "điểm: Điểm thực hiện + Điều tra XHH"),
        ("vi", "Kiểm tra số liệu", "Quản trị môi trường (mục tiêu)", "điểm + mức dự kiến tăng"),
        ("en", "Equations", "Satisfaction Index of Public Administrative Services (SIPAS) (percent)", "(100 × score) / 10"),
        ("en", "Equations", "Satisfaction Index of Public Administrative Services (SIPAS) (score)", "SIPAS index (score)"),
    ],
)
def test_equations_go_by_names(tmp_path: Path, lang: str, sheet: str, figure: str, terms: str) -> None:
    assert parplan_here("report", "-o", str(tmp_path / "x.xlsx"), "--lang", lang).code == 0
    rows = read((tmp_path / "x.xlsx").read_bytes()).values[sheet].iter_rows(min_row=4, min_col=3, max_col=4, values_only=True)
    assert (figure, terms) in rows


def test_equations_say_rules_in_words_and_what_is_to_be_passed(tmp_path: Path) -> None:
    found = {name: made(tmp_path, name)[1].looks["Equations"] for name in ("bent", "passed")}
    terms = {line[2].value: line[3].value for line in found["bent"].iter_rows(min_row=4) if line[1].value == "A320"}
    assert terms == {
        "Made public (score)": "score: At the office; On the site, with no points unless every part has all of its own",
        "Penalties (score)": "score: Late reports; Late files, with nothing above the maximum or below the floor",
    }
    asked = {line[2].value: line[5].number_format for line in found["passed"].iter_rows(min_row=4) if line[1].value == "A304"}
    assert asked == {"Satisfaction (target)": '">\u00a0"0.00', "Days (target)": '"<\u00a0"0.0'}


@pytest.mark.parametrize(("basis", "title"), [("printed", "Printed"), ("parts", "Printed"), ("corrected", "Corrected")])
def test_what_equations_are_held_against_is_called_what_it_is(tmp_path: Path, basis: str, title: str) -> None:
    assert parplan_here("report", "--basis", basis, "-o", str(tmp_path / "x.xlsx"), "--lang", "en").code == 0
    sheet = read((tmp_path / "x.xlsx").read_bytes()).values["Equations"]
    assert [cell.value for cell in sheet[3]].index(title) == 5


def test_a_sheet_without_yellow_cells_says_where_they_are(tmp_path: Path) -> None:
    """SIPAS is printed once more as a part of PAR INDEX, and increases there."""
    assert parplan_here("report", "-o", str(tmp_path / "x.xlsx"), "--lang", "en").code == 0
    sheets = read((tmp_path / "x.xlsx").read_bytes()).values
    told = {name: [row[0].value for row in sheets[name].iter_rows()] for name in ("PAR INDEX", "SIPAS")}
    assert "what is assumed is typed in yellow cells of the sheet PAR INDEX, where the same figure stands" in told["SIPAS"]
    assert "yellow cells may be changed; they start from: The plan carried out in full" in told["PAR INDEX"]


def test_a_plan_that_passes_its_limits_has_a_workbook_that_says_so(tmp_path: Path) -> None:
    # 1.5 of 1 that are left in a part, which is held there; 2 of 1 that are left in the row, which is shown.
    parts = "[{id: p.1.a, name: A, max: 5, score: 4}, {id: p.1.b, name: B, max: 5, score: 4}]"
    rows = f"[{{id: p.1, name: Row, max: 9, score: 8, parts: {parts}}}]"
    folder = write_plan(
        tmp_path / "plan",
        f"{HEAD}indices:\n  - {{id: p, name: P, decimals: 2, max: 20, score: 8, rows: {rows}}}\n",
        "targets: {p.1.a: {planned: 1.5}, p.1.b: {planned: 1}}\n",
    )
    file = tmp_path / "answer.xlsx"
    ran = parplan_here("report", "-o", str(file), "--plan", str(folder), "--lang", "en")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    book = read(file.read_bytes())
    assert {ident: value for ident, (_, _, value) in book.yellow().items()} == {"p.1.a": 1, "p.1.b": 1}
    sheet = book.values[book.sheet("p")]
    row = [sheet[book.address("p", "p.1", column)].value for column in ("Assumed increase", "Projected", "Check")]
    assert row == [2, 10, "above the maximum"]
    said = [cell.value for line in sheet.iter_rows(min_row=7) for cell in line if cell.value]
    assert "The plan carried out in full: p.1.a is held at 5.00; it would come to 5.50" in said


def test_what_has_no_total_has_no_increase_of_one(tmp_path: Path) -> None:
    index = "id: x, name: X, decimals: 1, better: lower, aggregate: none, rows: [{id: x.1, name: A, max: 100, score: 7.5}]"
    folder = write_plan(tmp_path / "plan", f"{HEAD}indices: [{{{index}}}]\n", "targets: {x.1: {planned: -2.5}}\n")
    assert parplan_here("report", "-o", str(tmp_path / "x.xlsx"), "--plan", str(folder), "--lang", "en").code == 0
    book = read((tmp_path / "x.xlsx").read_bytes())
    cells = [book.values[book.sheet("x")][book.address("x", ident, "Assumed increase")].value for ident in ("x.1", "x")]
    assert cells == [-2.5, "—"]


def test_a_row_stays_yellow_beside_a_measure_that_is_no_part_of_it(tmp_path: Path) -> None:
    late = "{id: p.1.late, name: Late, max: 100, score: 6.5, better: lower}"
    folder = write_plan(
        tmp_path / "plan",
        f"{HEAD}indices:\n  - {{id: p, name: P, decimals: 2, score: 4, rows: [{{id: p.1, name: Row, score: 4, parts: [{late}]}}]}}\n",
        "targets: {p.1: {planned: 0.5}, p.1.late: {planned: -2.5}}\n",
    )
    file = tmp_path / "answer.xlsx"
    assert parplan_here("report", "-o", str(file), "--plan", str(folder)).code == 0
    assert {ident: value for ident, (_, _, value) in read(file.read_bytes()).yellow().items()} == {"p.1": 0.5, "p.1.late": -2.5}


# --- laws -------------------------------------------------------------------------------------------------------------------------


@few
@given(rough(bends=True, mixed=True), st.data())
def test_what_may_be_typed_carries_up_as_the_engine_does(files: dict[str, Any], data: st.DataObject) -> None:
    """The formulas of the workbook, worked out in fractions, come to what `project` does."""
    plan = check_text({"indicators": as_text(files["indicators"]), "targets": as_text(files["targets"])}).plan
    assume(plan is not None)
    assert plan is not None
    baseline, base = Baseline(plan), data.draw(bases)
    start = project(baseline, base, (), clamp=True)
    assert isinstance(start, Projection)
    carries = carried(baseline, start)
    free = [fact for fact, carry in carries.items() if carry.free]

    def asked(fact: str) -> Fraction:
        return (baseline.increase[fact] or NOTHING) if base == "plan" else NOTHING

    moved = {fact: Fraction(data.draw(st.integers(-4, 4)), 2) for fact in free if data.draw(st.booleans())}
    beyond = {fact: carries[fact].change - asked(fact) for fact in moved}  # which is held at a limit
    changes = [Change("add", fact, Decimal(float(value + beyond[fact]))) for fact, value in moved.items()]
    landed = project(baseline, base, changes)
    assume(isinstance(landed, Projection))
    assert isinstance(landed, Projection)
    found: dict[str, Fraction | None] = {}
    for fact, carry in carries.items():
        if not carry.parts:
            found[fact] = carry.change + moved.get(fact, NOTHING)
            continue
        parts = [(factor, found[part]) for factor, part in carry.parts]
        known = [(factor, part) for factor, part in parts if part is not None]
        brought = sum((factor * part for factor, part in known), NOTHING)
        gain = brought if carry.bent is None else carry.bent.gain(brought)
        found[fact] = None if gain is None or len(known) < len(parts) else carry.own + gain
        assert carry.is_open or found[fact] is not None
    known_there = {fact: landed.moved[fact] for fact in baseline.order if fact in landed.moved}
    known_here = {fact: value for fact, value in found.items() if value is not None}
    assert known_here.keys() == known_there.keys()
    # What is held at a limit is told in 28 digits.
    assert all(abs(value - known_there[fact]) < Fraction(1, 10**20) for fact, value in known_here.items())


def test_the_years_have_what_each_layer_came_to(tmp_path: Path) -> None:
    """A total without a result of its own moves with its rows, where all of them have one; the sheet says so."""
    folder = write_plan(tmp_path, NESTED, "targets: {par: {target: 14}}\n")
    results = (
        "results:\n"
        "  - {year: 2023, layer: self-assessed, source: X, scores: {par.1: 7.00, par.2.a: 4.00}}\n"
        "  - {year: 2023, layer: appraised, source: Y, scores: {par.1: 6.50, par.2.a: 3.20, par.2.b: 3.10}}\n"
    )
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    assert parplan_here("report", "--plan", str(folder), "-o", str(tmp_path / "x.xlsx"), "--lang", "en").code == 0
    title, _, _, *lines = read((tmp_path / "x.xlsx").read_bytes()).values["Years"].iter_rows(values_only=True)
    assert title[0] == "Scores of earlier years, and results so far"
    assert {str(line[0]): line[3:5] for line in lines[:5]} == {
        "par.1": (7, 6.5),
        "par.2": ("—", 6.3),
        "par.2.a": (4, 3.2),
        "par.2.b": ("—", 3.1),
        "par": ("—", 12.8),
    }
    assert ("scores of 2023 (appraised) worked out from their rows: par, par.2",) in [line[:1] for line in lines]


WORK = "units: [{id: u, name: U}]\ntasks: [{id: t, clause: 1, name: T, lead: [u], serves: [par.1]}]\n"
SEEN = "results: [{year: 2022, layer: self-assessed, source: X, scores: {par.1: 5.90}}]\n"


def test_a_workbook_has_the_findings_that_validate_has(tmp_path: Path) -> None:
    """Those of tasks, results and scenarios, not only those of the plan's own figures."""
    folder = write_plan(tmp_path / "plan", NESTED, "targets: {par.1: {planned: 1, target: 6.50}, par.2: {planned: 1}}\n")
    (folder / "scenarios").mkdir()
    for kind, content in (("tasks", WORK), ("results", SEEN), ("scenarios/some", "name: Some\nchanges: [{id: par.2, set: 30}]\n")):
        (folder / f"{kind}.yaml").write_text(content, encoding="utf-8")
    found = []
    for file, asked in (("a.xlsx", ("validate", str(folder))), ("b.xlsx", ("report", "--plan", str(folder)))):
        assert parplan_here(*asked, "-o", str(tmp_path / file), "--lang", "en").code in (0, 1)
        sheet = read((tmp_path / file).read_bytes()).values["Findings"]
        title, _, _, *lines = [row[:6] for row in sheet.iter_rows(values_only=True)]
        found.append((title[0], [line for line in lines if line[1] is not None]))
    assert found[0] == found[1]
    assert {"A304", "T802"} < {line[0] for line in found[0][1]}
    assert {str(line[0])[0] for line in found[0][1]} > {"A", "T", "W"}
