"""The plan for scripts: README's lines, exact figures, and what is refused."""

import copy
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_UP, Context, Decimal, Inexact, localcontext
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

import pytest

import parplan
from conftest import ROOT
from helpers_cli import DATA, HEAD, parplan_here, write_plan
from parplan.ids import UnknownId

untyped: Any = parplan  # for what a type checker would not let through


@pytest.fixture(scope="module")
def example() -> parplan.Plan:
    return parplan.load()


def test_rows_are_found_by_id_and_figures_are_exact(example: parplan.Plan) -> None:
    row = example["par.7"]
    assert (row.score, row.max, row.target, row.gap) == tuple(map(Decimal, ("8.01", "13.5", "11.18", "3.17")))
    assert example["par"].target == Decimal("88.63")
    assert example["par.2.admin"].target is not None
    assert [index.id for index in example.indices] == ["par", "sipas", "papi"]
    assert len(list(example)) == len(example)


def test_an_unknown_id_says_what_may_have_been_meant(example: parplan.Plan) -> None:
    with pytest.raises(KeyError, match=r"par\.71; did you mean par\.7"):
        example["par.71"]


def test_a_figure_that_there_is_not_is_a_key_error(example: parplan.Plan) -> None:
    with pytest.raises(KeyError, match=r"par\.71; did you mean par\.7"):
        example.explain("par.71.score")
    with pytest.raises(KeyError, match=r"par\.nope is no figure, such as par\.score"):
        example.explain("par.nope")
    for ask in (example.project, example.simulate):
        with pytest.raises(KeyError, match=r"par\.71; did you mean par\.7"):
            ask({"par.1": "100", "par.71": "1"})


def test_the_cheapest_way_goes_where_costs_are(example: parplan.Plan) -> None:
    found = example.reach("par", 78, by="cheapest", costs={"par.7.admin": 1})
    assert (found.feasible, found.total, [row.id for row in found.rows if row.change]) == (True, Decimal(78), ["par.7.admin"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"step": "0"}, "step has to be above 0"),
        ({"step": "-1"}, "step has to be above 0"),
        ({"costs": {"par.*": "-1"}}, "a cost is 0 or more"),
        ({"by": "cheapest"}, "the cheapest way needs costs"),
        ({"only": ["papi.1"]}, "only papi.1: that is no part of par"),
        ({"lock": ["papi.1"]}, "lock papi.1: that is no part of par"),
        ({"costs": {"par.7": 1, "par.7.admin": 1}}, "par.7.admin is part of par.7: give a cost for one of them"),
    ],
)
def test_what_cannot_be_asked_of_reach(example: parplan.Plan, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        example.reach("par", 80, **asked)


def test_a_projection(example: parplan.Plan) -> None:
    landed = example.project({"par.7.admin": "9.00"}, share="60%")
    assert landed["par"].projected == Decimal("84.186")
    assert example.project({"par.7.admin": Decimal("9.00")})["par"].projected == Decimal("87.45")
    assert example.project({"par.1": "+0.4"}, base="current")["par"].change == Decimal("0.40")


def test_a_limit_holds_only_what_would_pass_it(example: parplan.Plan) -> None:
    landed = example.project({"papi.4": "+0.4", "papi.1": "0.5", "par.1": "12"}, base="current", clamp=True)
    changes = {ident: landed[ident].change for ident in ("papi.4", "papi.1", "par.1")}
    assert changes == {"papi.4": Decimal("0.40"), "papi.1": Decimal("-3.49"), "par.1": Decimal("1.53")}


def test_what_passes_a_limit_is_refused_with_the_reason(example: parplan.Plan) -> None:
    with pytest.raises(parplan.Refused) as caught:
        example.project({"par.7": "15"})
    assert caught.value.reasons == ("par.7 would come to 15.00, above its maximum of 13.50",)


@pytest.mark.parametrize("figure", [9.0, True, None, [9]])
def test_a_float_is_a_type_error(example: parplan.Plan, figure: object) -> None:
    with pytest.raises(TypeError, match="points are text, whole numbers or Decimals"):
        example.project({"par.7.admin": figure})  # type: ignore[dict-item]  # what a type checker would not let through
    with pytest.raises(TypeError, match="points are text, whole numbers or Decimals"):
        example.reach("par", at_least=figure if figure is not None else 8.5)  # type: ignore[arg-type]  # likewise


def test_what_may_be_a_score_or_a_difference_is_refused(tmp_path: Path) -> None:
    rows = "[{id: x.1, name: A, max: 20, score: 15}, {id: x.p, name: P, bonus: true, max: 0, floor: -2, score: -1.50}]"
    write_plan(tmp_path, HEAD + f"indices: [{{id: x, name: X, decimals: 2, max: 20, rows: {rows}}}]\n", "targets: {}\n")
    plan = parplan.load(tmp_path)
    with pytest.raises(ValueError, match=r"'-0\.50' may be a score of x\.p or points to take off"):
        plan.project({"x.p": "-0.50"})
    assert plan.project({"x.p": Decimal("-0.50")})["x"].projected == Decimal("14.50")
    assert plan.project({"x.p": "+0.50", "x.1": "-0.50"})["x"].projected == Decimal("13.50")


@pytest.mark.parametrize(
    ("ask", "error", "said"),
    [
        (
            lambda plan: plan.progress("01/05/2024"),
            ValueError,
            "a day is a date, or text .*, not '01/05/2024'; did you mean '2024-05-01'",
        ),
        (lambda plan: plan.progress(datetime(2024, 5, 1)), TypeError, "a day is a date, or text .*, not datetime"),
        (lambda plan: plan.progress(None), TypeError, "a day is a date, or text .*, not NoneType"),
        (lambda plan: plan.project(share=0.5), TypeError, "a share is text, such as '50%', not float: 0.5"),
        (lambda plan: plan.project({"par.1": Decimal("1E+999999999")}), ValueError, r"not a figure: '1\.000E\+999999999'"),
        (lambda plan: plan.reach("par", 10**5000), ValueError, r"not a figure: '1\.000E\+5000'"),
        (lambda plan: plan.reach("par", 85, odds=Decimal("1E-999999999")), ValueError, "odds are above 0 and below 1"),
        (lambda plan: plan.project([("par.1", "9")]), TypeError, "changes are figures by id, not list"),
        (lambda plan: plan.project({5: "9"}), TypeError, "ids are text, not int: 5"),
        (lambda plan: plan.reach("par", 85, max_share=0.5), TypeError, "a share is text, such as '50%', not float"),
        (lambda plan: plan.reach("par", 85, max_share="200%"), ValueError, "max_share is at most '100%', not '200%'"),
        (lambda plan: plan.reach("par", 85, costs=[1]), TypeError, "costs are figures by id, not list"),
        (lambda plan: plan.reach("par", 85, lock="par.1"), TypeError, r"lock takes several ids, such as \['par.1'\], not str"),
        (lambda plan: plan.reach("par", 85, only=[1]), TypeError, "ids are text, not int: 1"),
        (lambda plan: plan.simulate(n="10"), TypeError, "n is the number of random draws, not str: '10'"),
        (lambda plan: plan.simulate(n=1.5), TypeError, "n is the number of random draws, not float"),
        (lambda plan: plan.simulate(seed=-1), ValueError, "seed is a whole number, from 0 to 4611686018427387904, not -1"),
        (lambda plan: plan.simulate(n=10**12), ValueError, "n is the number of random draws, from 1 to 10000000000, not 1000000000000"),
        (lambda plan: plan.project({"par.1": Decimal(22) / 3}), ValueError, "not a figure of at most 7 digits .* 6 after it: '7.33333"),
        (lambda plan: plan.project(clamp="no"), TypeError, "clamp is True or False, not str: 'no'"),
        (lambda plan: plan.explain("par.8"), KeyError, "par.8 is no figure, such as par.8.score"),
        (lambda plan: plan.review("2023"), TypeError, "a year is a whole number, not str: '2023'"),
        (lambda plan: plan.layers(True), TypeError, "a year is a whole number, not bool"),
        (lambda plan: plan.compare("data"), TypeError, "a plan is compared with another one, as `load` gives it, not str"),
        (lambda plan: plan.explain(None), TypeError, "a figure is text, such as 'par.8.score', not NoneType"),
        (lambda plan: plan.explain("zzz"), KeyError, "'zzz'"),
        (lambda plan: plan.reach(None), TypeError, "an id is text, not NoneType"),
        (lambda plan: plan[5], KeyError, "5"),
        (lambda plan: plan.report(5), TypeError, "a file is text or a Path, not int: 5"),
        (lambda plan: plan.report("a.docx", unit=5), TypeError, "a unit is text, its id or name, not int"),
        (lambda _: untyped.load(5), TypeError, "a folder is text or a Path, not int: 5"),
        (lambda _: untyped.load(""), ValueError, "a folder is needed, not ''"),
        (lambda _: untyped.load(target_year="2023"), TypeError, "a year is a whole number, not str"),
        (lambda _: untyped.load(target_year=0), parplan.CannotRead, "no targets of 0"),
        (lambda _: untyped.load(follow_links="yes"), TypeError, "follow_links is True or False, not str: 'yes'"),
        (lambda _: untyped.load("data", follow_links=1), TypeError, "follow_links is True or False, not int: 1"),
        (lambda _: untyped.check(None), TypeError, "a folder is text or a Path, not NoneType"),
    ],
)
def test_every_function_says_what_it_wants(example: parplan.Plan, ask: Callable[[Any], object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        ask(example)


def test_days_may_be_text_and_ids_are_asked_for(example: parplan.Plan) -> None:
    assert example.progress("2024-05-01") == example.progress(date(2024, 5, 1))
    assert "par.1" in example
    assert [it in example for it in (5, None, "par.71")] == [False, False, False]


def test_a_report_that_cannot_be_written_is_named(example: parplan.Plan, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "a.html"
    with pytest.raises(FileNotFoundError) as caught:
        example.report(file)
    assert caught.value.filename == str(file)
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 of somebody else")
    with pytest.raises(OSError, match=r"not made by parplan, or has been worked on since.*a\.docx'"):
        example.report(tmp_path / "a.docx")


def test_words_that_nobody_knows_are_refused(example: parplan.Plan) -> None:
    with pytest.raises(ValueError, match="basis is one of printed, parts, corrected, not 'prined'"):
        parplan.load(basis="prined")  # type: ignore[arg-type]  # what a type checker would not let through
    with pytest.raises(ValueError, match="by is one of even, fewest, cheapest, not 'evne'"):
        example.reach("par", at_least=85, by="evne")  # type: ignore[arg-type]  # likewise
    with pytest.raises(ValueError, match="base is one of plan, current, not 'now'"):
        example.project(base="now")  # type: ignore[arg-type]  # likewise
    with pytest.raises(ValueError, match=r"not a figure: '9,0'; did you mean '9\.0'"):
        example.project({"par.7.admin": "9,0"})


def test_what_it_would_take(example: parplan.Plan) -> None:
    found = example.reach("par", at_least=85, lock=["par.7.admin"], max_share="60%")
    assert found.feasible
    assert found.total is not None
    assert found.total >= 85


def test_odds_are_the_same_for_the_same_seed(example: parplan.Plan) -> None:
    one, other = (example.simulate(n=2_000, seed=7)["papi"].probability for _ in range(2))
    assert one == other
    assert one is not None


def test_what_came_of_it(example: parplan.Plan) -> None:
    assert example.progress(date(2024, 5, 1))["papi"].now == Decimal("41.66")
    met = [row.id for row in example.review(2023).values() if row.verdict == "met" and row.stated]
    assert met == ["papi.3", "papi.4"]


def test_corrected_and_what_would_repair_it(example: parplan.Plan) -> None:
    assert example.corrected().basis == "corrected"
    assert example.corrected()["par.8.sipas"].score == Decimal("7.43")
    (found,) = [it for it in example.corrected().findings if it.site == ("A308", "par.8.score")]
    cells = (example.corrected().explain("par.8.sipas.score").cell, found.operands[0].cell)
    assert [cell.printed for cell in cells if cell] == ["7,73", "7,73"]
    assert [change.path for group in example.repairs()[:1] for change in group.repairs[0].changes]


def test_figures_are_explained_and_plans_compared(example: parplan.Plan) -> None:
    step = example.explain("papi.4.target")
    assert (step.value, step.cell.printed if step.cell else None) == (Decimal("6.63"), "≥ 6,63")
    assert all(comparison.comparable for comparison in example.compare(parplan.load()))


def test_a_finding_is_a_line(tmp_path: Path) -> None:
    write_plan(tmp_path, targets="targets:\n  par: {planned: 1, target: 88.63}\n")
    found = parplan.check(tmp_path)
    assert [str(finding) for finding in found if finding.code == "A304"] == [
        f"{tmp_path}/targets.yaml:2:29: error[A304] par.target: {found[0].message.say('en')}"
    ]


@pytest.mark.parametrize(
    "broken", [None, "results.yaml", "tasks.yaml", "peers/papi.csv", "peers/units.yaml", "scenarios/own-work-only.yaml"]
)
def test_check_finds_what_validate_finds(tmp_path: Path, broken: str | None) -> None:
    folder = shutil.copytree(DATA, tmp_path / "plan")
    if broken is not None:
        (folder / broken).write_text("plan: [\n", encoding="utf-8")
    (folder / "resluts.yaml").write_text("", encoding="utf-8")
    found = [str(it) for it in parplan.check(folder)]
    assert found == parplan_here("validate", str(folder), "--format", "concise", "--known").out.splitlines()
    assert broken is None or any(f"{broken}:" in line and " error[" in line for line in found)


def test_check_says_what_cannot_be_read(tmp_path: Path) -> None:
    write_plan(tmp_path)
    (tmp_path / "peers").write_text("", encoding="utf-8")
    (tmp_path / "targets.yaml").unlink()
    with pytest.raises(parplan.CannotRead, match=r"there is no file .*targets\.yaml"):
        parplan.check(tmp_path)


def test_a_plan_that_cannot_be_read_whole(tmp_path: Path) -> None:
    write_plan(tmp_path, targets="targets:\n  par: {planned: x}\n")
    with pytest.raises(parplan.InvalidPlan) as caught:
        parplan.load(tmp_path)
    assert [finding.code for finding in caught.value.findings] == ["S104"]
    with pytest.raises(parplan.CannotRead):
        parplan.load(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["outcomes", "progress", "review", "layers"])
def test_a_plan_without_results_says_so(tmp_path: Path, name: str) -> None:
    plan = parplan.load(write_plan(tmp_path))
    with pytest.raises(parplan.CannotRead, match=r"has no results\.yaml"):
        plan.progress("2023-05-01") if name == "progress" else plan.outcomes if name == "outcomes" else getattr(plan, name)()
    doc = getattr(parplan.Plan, name).__doc__
    assert "CannotRead" in doc


def test_errors_are_the_same_in_another_process(tmp_path: Path, example: parplan.Plan) -> None:
    write_plan(tmp_path, targets="targets:\n  par: {planned: x}\n")
    broken: list[Callable[[], object]] = [
        lambda: parplan.load(tmp_path),
        lambda: parplan.load(tmp_path / "nowhere"),
        lambda: example.project({"par.7.admin": "13", "papi.1": "0"}),
        lambda: example.work.unit("zzz"),
    ]
    promised = {it for name in parplan.__all__ if isinstance(it := getattr(parplan, name), type) and issubclass(it, Exception)}
    kinds = set()
    for ask in broken:
        with pytest.raises((*promised, UnknownId)) as caught:
            ask()
        error = caught.value
        for same in (ForkingPickler.loads(ForkingPickler.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert (type(same), str(same), vars(same)) == (type(error), str(error), vars(error))
        kinds.add(type(error))
    assert kinds == {*promised, UnknownId}


def asked(plan: parplan.Plan) -> list[object]:
    """What every function gives back, but for the odds."""
    rows = (plan.project(share="50%"), plan.progress(date(2024, 5, 1)), plan.review(), plan.layers())
    single = (plan.reach("par", at_least=85), plan.explain("par.8.score"), plan.work, plan.outcomes)
    return [plan, plan.corrected(), *rows, *single, plan.findings, plan.compare(plan), parplan.check(plan.workspace.folder.path)]


def test_what_comes_back_can_be_copied_and_sent_to_another_process(example: parplan.Plan) -> None:
    for fresh in (parplan.load(), example):  # and with all that has been worked out of it
        for one in (*asked(fresh), fresh.simulate(n=100)):
            assert ForkingPickler.loads(ForkingPickler.dumps(one)) == one
            assert copy.deepcopy(one) == one
        sent: parplan.Plan = ForkingPickler.loads(ForkingPickler.dumps(fresh))
        assert asked(sent) == asked(fresh)
        assert (repr(sent), sent.basis, sent.name) == (repr(fresh), fresh.basis, fresh.name)


def test_what_comes_back_does_not_change(example: parplan.Plan) -> None:
    layers, projected = example.layers(2023), example.project()
    mappings = (example["par"].decimals_of, projected["par"].decimals_of, layers["par"].decimals_of, layers["papi"].looks)
    for mapping in (*mappings, example.reach("par", at_least=85).rows[0].decimals_of, example.work.units, example, projected):
        before: Any = mapping
        with pytest.raises(TypeError):
            before["score"] = 0
        assert not hasattr(mapping, "update")
    assert isinstance(example.compare(example), tuple)
    for name in ("indices", "basis"):
        with pytest.raises(AttributeError, match=f"Plan does not change: '{name}' cannot be set"):
            setattr(example, name, ())


def test_what_comes_back_can_be_put_into_a_set(example: parplan.Plan) -> None:
    rows = (example.project(), example.progress("2024-05-01"), example.review(), example.layers(2023), example.simulate(n=100))
    single = (example.reach("par", at_least=85), example.findings, example.compare(example))
    for fresh in (parplan.load(), copy.deepcopy(example)):
        assert {fresh, *fresh.values(), *fresh.findings} == {example, *example.values(), *example.findings}
    for each in (*rows, *single, *(row for found in rows for row in found.values())):
        assert hash(copy.deepcopy(each)) == hash(each)


def test_every_function_works_in_a_decimal_context_of_its_own(tmp_path: Path) -> None:
    rows = ", ".join(f"{{id: x.{at}, name: R{at}, max: 7, score: {at}.37}}" for at in range(1, 7))
    uneven = f"indices: [{{id: x, name: X, decimals: 2, aggregate: mean, rows: [{rows}]}}]\n"
    write_plan(tmp_path, HEAD + uneven, "targets: {}\n")

    def everything() -> tuple[object, ...]:
        plan, mean = parplan.load(), parplan.load(tmp_path)
        projected = [plan.project(share="33.3%"), mean.project({"x.1": "2.123456"})]
        rows = [(row.headroom_used, row.increase, row.enough) for each in (plan, mean) for row in each.values()]
        landed = [(row.shortfall, row.percent) for each in projected for row in each.values()]
        told = [(str(it), it.message.say("vi")) for it in (*plan.findings, *parplan.check(tmp_path))]
        came = [row.verdict for row in plan.review().values()], [row.largest for row in plan.layers().values()]
        pairs = [(pair.change("score"), pair.first.share) for each in plan.compare(plan.corrected()) for pair in each.pairs]
        return (asked(plan), mean, projected, plan.simulate(n=100), rows, landed, told, came, pairs, str(plan.repairs()))

    expected = everything()
    for foreign in (Context(prec=3), Context(rounding=ROUND_UP), Context(traps=[Inexact])):
        with localcontext(foreign):
            assert everything() == expected
    public = [it for name, it in vars(parplan.Plan).items() if name[0] != "_" and it.__doc__]
    functions = [it.fget if isinstance(it, property) else it for it in public]
    assert all(hasattr(it, "__wrapped__") for it in (*functions, parplan.load, parplan.check))


def test_everything_shows_itself_on_one_line(example: parplan.Plan) -> None:
    projected = example.project()
    reached, progress = example.reach("par", at_least=85), example.progress(date(2024, 5, 1))
    rows = (example["par"], projected["par"], progress["par"], example.review(2023)["papi"], example.layers(2023)["papi"])
    beside = (example.work, example.outcomes, example.compare(example)[0], example.repairs()[0], example.simulate(n=100)["par"])
    for shown in (example, projected, *rows, reached, reached.rows[0], example.findings[0], *beside, example.explain("par.score")):
        assert "\n" not in repr(shown)
        assert len(repr(shown)) <= 120, repr(shown)


def test_readme_is_typed_and_wrong_names_are_told(tmp_path: Path) -> None:
    import re

    files = []
    for name in ("README.md", "README.vi.md"):
        for at, code in enumerate(re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)):
            files.append(tmp_path / f"{name.replace('.', '_')}_{at}.py")
            files[-1].write_text(code, encoding="utf-8")
    assert len(files) >= 2
    wrong = ["import parplan", "from parplan import Plna", 'parplan.laod("x")', "parplan.nothing", "parplan.load().gpa()"]
    (tmp_path / "wrong.py").write_text("\n".join(wrong), encoding="utf-8")
    files.append(tmp_path / "wrong.py")
    call = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", str(tmp_path), *map(str, files)]
    ran = subprocess.run(call, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert [line.partition(": error: ")[::2] for line in ran.stdout.splitlines()[:-1]] == [
        ("wrong.py:2", 'Module "parplan" has no attribute "Plna"  [attr-defined]'),
        ("wrong.py:3", 'Module has no attribute "laod"  [attr-defined]'),
        ("wrong.py:4", 'Module has no attribute "nothing"  [attr-defined]'),
        ("wrong.py:5", '"Plan" has no attribute "gpa"  [attr-defined]'),
    ]
