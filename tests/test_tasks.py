"""Who does what: the shipped tasks against the document's structure, who leads which points, the commands, and wrong files."""

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbooks
from conftest import ROOT, Parplan
from helpers_cli import HEAD, parplan_here, thirds, write_plan
from laws import few
from parplan.checks.tasks import read_tasks
from parplan.engine.gap import standings
from parplan.engine.identities.basis import increases, undivided
from parplan.engine.units import Leads
from parplan.ids import UnknownId
from parplan.model.plan import Plan
from parplan.model.tasks import UnitRecord, Work, unled
from parplan.model.tree import Indicator
from parplan.text import Text
from parplan.yaml_text.read import read
from plans import ABOUT, as_text, rough
from reading import check_text

both_languages = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture(scope="module")
def work() -> Work:
    """Who does what in the shipped plan."""
    plan = check_text({kind: (ROOT / "data" / f"{kind}.yaml").read_text(encoding="utf-8") for kind in ("indicators", "targets")}).plan
    assert plan is not None
    done = read_tasks(read("tasks.yaml", (ROOT / "data" / "tasks.yaml").read_bytes()), plan, "shipped")
    assert done.made is not None
    return done.made


# --- the shipped file ---------------------------------------------------------------------------------------------------------------

# The document: how many paragraphs each clause of a section has, clause by clause. Section III is two annexes, which are missing.
PARAGRAPHS = {
    "II": [1, 1],
    "IV": [2, 1, 1, 1, 2, 2, 1, 2, 1, 1],
    "V": [3, 3, 4, 2, 2, 2, 5, 1, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 5],
}

# Section V: whose clause it is, in order; and the part its body has in its own clause where that is not to lead throughout.
BODIES = [
    ("thu-truong", "Thủ trưởng sở, ban, ngành; Chủ tịch UBND huyện, thành phố"),
    ("so-noi-vu", "Sở Nội vụ"),
    ("vp-ubnd", "Văn phòng UBND tỉnh"),
    ("so-tu-phap", "Sở Tư pháp"),
    ("so-tai-chinh", "Sở Tài chính"),
    ("so-tttt", "Sở Thông tin và Truyền thông"),
    ("so-khdt", "Sở Kế hoạch và Đầu tư"),
    ("so-khcn", "Sở Khoa học và Công nghệ"),
    ("so-tnmt", "Sở Tài nguyên và Môi trường"),
    ("thanh-tra", "Thanh tra tỉnh"),
    ("so-y-te", "Sở Y tế"),
    ("so-gddt", "Sở Giáo dục và Đào tạo"),
    ("so-ldtbxh", "Sở Lao động - Thương binh và Xã hội"),
    ("so-cong-thuong", "Sở Công Thương"),
    ("so-nnptnt", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("cong-an", "Công an tỉnh"),
    ("toa-an", "Tòa án nhân dân tỉnh"),
    ("mttq", "Mặt trận Tổ quốc Việt Nam tỉnh, các tổ chức chính trị - xã hội"),
    ("huyen-thanh-pho", "UBND các huyện, thành phố"),
]
WITHOUT_PARAGRAPH = {"III": "III", "report": "V"}


def test_every_paragraph_has_a_task_and_every_task_a_paragraph(work: Work) -> None:
    printed = {
        (f"{section}.{clause}", paragraph)
        for section, clauses in PARAGRAPHS.items()
        for clause, count in enumerate(clauses, 1)
        for paragraph in range(1, count + 1)
    }
    told = [task.record for task in work.tasks if task.record.paragraph is not None]
    assert {(record.clause, record.paragraph) for record in told} == printed
    assert {task.record.id: task.record.clause for task in work.tasks if task.record.paragraph is None} == WITHOUT_PARAGRAPH


def test_ids_say_where_a_task_stands(work: Work) -> None:
    """Section.number.paragraph; a letter, from a on, where a paragraph holds several measures."""
    of: dict[tuple[str, int], list[str]] = {}
    for task in work.tasks:
        if task.record.paragraph is not None:
            of.setdefault((task.record.clause, task.record.paragraph), []).append(task.record.id)
    for (clause, paragraph), ids in of.items():
        base = f"{clause}.{paragraph}"
        assert ids == ([base] if len(ids) == 1 else [f"{base}.{letter}" for letter in "abcdefgh"[: len(ids)]])


def test_all_nineteen_bodies_are_units_with_their_clause(work: Work) -> None:
    found = [(unit.id, unit.name.vi, unit.clause) for unit in work.units.values()]
    assert found[:19] == [(ident, name, f"V.{n}") for n, (ident, name) in enumerate(BODIES, 1)]
    assert [(ident, clause) for ident, _, clause in found[19:]] == [("hdnd", "IV.10"), ("cac-so-nganh", "IV.6")]


@pytest.mark.parametrize("number", range(1, 20))
def test_a_clause_is_about_its_body(work: Work, number: int) -> None:
    own = [task for task in work.tasks if task.record.clause == f"V.{number}"]
    assert own
    assert all(BODIES[number - 1][0] in task.units for task in own)


def test_the_one_deadline_is_in_the_closing_sentence(work: Work) -> None:
    dated = {task.record.id: str(task.record.deadline) for task in work.tasks if task.record.deadline is not None}
    assert dated == {"report": "2023-12-10"}


def test_the_commitments_are_those_that_the_text_states(work: Work) -> None:
    found = {task.record.id: (made.at_least, made.percent) for task in work.tasks if (made := task.record.commitment) is not None}
    assert found.pop("V.7.1") == (Decimal(2), None)  # at least two conferences or dialogues a year
    assert list(found.values()) == [(None, Decimal(100))] * 2
    assert "V.19.1" in found


def test_where_the_text_names_no_lead_the_file_says_so(work: Work) -> None:
    for task in work.tasks:
        record = task.record
        assert record.lead or record.coordinate or record.asked or "lead" in record.in_annex, record.id
        assert not (record.lead and "lead" in record.in_annex), record.id
        assert ("lead" in record.in_annex) == (not record.lead and record.clause.split(".")[0] in {"II", "III", "IV"} and not record.asked)


# A clause, and the rows that its words name.
SERVED = [
    ("IV.4.1.c", ["par.3", "papi.5", "sipas"]),  # hồ sơ trễ hạn; nâng cao sự hài lòng của người dân, tổ chức
    ("IV.5.2.c", ["par.3", "par.5", "papi.4", "papi.5"]),  # phòng, chống tham nhũng, kiểm tra công vụ, việc giải quyết TTHC
    ("IV.10.1.a", ["par.2", "par.5", "papi.3"]),  # giám sát việc xây dựng và tổ chức thi hành pháp luật; thực thi công vụ
    ("V.1.2", ["par.5"]),  # siết chặt kỷ luật, kỷ cương hành chính; no index is named
    ("V.2.2", ["par.1", "par.4", "par.5", "par.*.survey", "par.8.sipas"]),  # điều tra xã hội học
    ("V.3.3.a", ["par.7", "papi.8"]),  # Cổng Thông tin điện tử tỉnh
    ("V.3.3.b", ["par.7", "papi.8"]),  # qua cổng thông tin điện tử của tỉnh
    ("V.4.2.b", ["par.3", "papi.5"]),  # giải quyết TTHC lĩnh vực tư pháp
    ("V.9.2.a", ["par.3", "papi.5"]),  # rà soát TTHC về đất đai
    ("V.9.2.b", ["par.3", "papi.5"]),  # kiểm tra việc thực hiện TTHC trong lĩnh vực đất đai
    ("V.19.3.a", ["papi.1", "papi.2"]),  # dân chủ cơ sở gắn với đẩy mạnh công khai
    ("V.19.4", ["par.3", "papi.5"]),  # giải quyết TTHC theo đúng thẩm quyền
    ("V.19.5.b", ["papi.1", "papi.3"]),  # giám sát việc huy động nguồn lực từ cộng đồng; trách nhiệm giải trình
]


@pytest.mark.parametrize(("clause", "rows"), SERVED)
def test_a_clause_serves_the_rows_that_it_names(work: Work, clause: str, rows: list[str]) -> None:
    assert next(list(task.record.serves) for task in work.tasks if task.record.id == clause) == rows


def test_who_serves_procedures_serves_them_in_both_indices(work: Work) -> None:
    both = {"par.3", "papi.5"}
    assert [task.record.id for task in work.tasks if len(both & set(task.record.serves)) == 1] == []


def test_a_clause_that_names_no_row_serves_none(work: Work) -> None:
    # A heading; ISO 9001; the new rural programme; and the report.
    assert [task.record.id for task in work.tasks if not task.serves and not task.record.other_indices] == [
        "III",
        "V.8.1.a",
        "V.15.1.b",
        "report",
    ]
    assert {name for task in work.tasks for name in task.record.other_indices} == {"PCI"}


def test_everything_is_there_in_both_languages(work: Work) -> None:
    said: list[Text] = [unit.name for unit in work.units.values()]
    said += [task.record.name for task in work.tasks]
    said += [task.record.commitment.of for task in work.tasks if task.record.commitment is not None]
    for text in said:
        assert text.vi.strip()
        assert text.en.strip()
        assert text.vi != text.en
        assert text.vi.isprintable()
        assert text.en.isprintable()


def test_nothing_is_said_twice(work: Work) -> None:
    for lang in ("vi", "en"):
        names = [getattr(task.record.name, lang) for task in work.tasks]
        assert len(set(names)) == len(names)


# --- who leads what -----------------------------------------------------------------------------------------------------------------

# A unit, an index, the points that section I plans for the rows that it leads: what nobody else leads, its share of the index's 11.08 or
# 4.15, what others lead too.
AT_STAKE = [
    ("so-noi-vu", "par", "2.33", "0.2103", "2.14"),  # 0.40 + 1.46 + 0.47; 1 + 0.39 + 0.5 + 0.25: rows and surveys of other rows
    ("so-noi-vu", "sipas", "0.47", "1.0000", "0.00"),
    ("so-khdt", "par", "1.76", "0.1588", "1.43"),
    ("so-tttt", "par", "0.00", "0.0000", "3.17"),
    ("vp-ubnd", "par", "0.00", "0.0000", "5.17"),  # 1 + 1 + 3.17
    ("so-tai-chinh", "par", "0.00", "0.0000", "1.43"),
    ("so-khcn", "par", "0.00", "0.0000", "1.00"),
    ("huyen-thanh-pho", "par", "0.00", "0.0000", "2.00"),  # 1 + 1
    ("so-tu-phap", "par", "0.00", "0.0000", "1.39"),  # 0.39 + 1
    ("so-tnmt", "par", "0.00", "0.0000", "1.00"),
    ("huyen-thanh-pho", "papi", "0.81", "0.1952", "0.70"),  # 0.81; 0.34 + 0.21 + 0.15
    ("so-tnmt", "papi", "0.67", "0.1614", "0.70"),  # 0.67; 0.34 + 0.21 + 0.15
    ("thanh-tra", "papi", "0.00", "0.0000", "0.38"),  # 0.21 + 0.17
    ("so-tttt", "papi", "0.00", "0.0000", "1.00"),
    ("so-noi-vu", "papi", "0.00", "0.0000", "0.17"),
]


@cache
def units_json(*typed: str) -> dict[str, Any]:
    ran = parplan_here("units", "--format", "json", *typed)
    assert (ran.code, ran.err) == (0, "")
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


def test_what_is_at_stake() -> None:
    found = {(unit["id"], stake["id"]): stake for unit in units_json()["units"] for stake in unit["indices"]}
    for unit, index, *figures in AT_STAKE:
        stake = found[unit, index]
        assert [stake[key] for key in ("alone", "alone_share", "shared")] == [Decimal(figure) for figure in figures], (unit, index)
        assert stake["points"] == stake["alone"] + stake["shared"]


@pytest.mark.parametrize(("index", "gains"), [("par", "11.08"), ("sipas", "0.47"), ("papi", "4.15")])
def test_all_units_together_lead_no_more_alone_than_the_index_gains(index: str, gains: str) -> None:
    """Their points at stake add up to 10.96 of PAPI's 4.15: what several lead counts for each of them."""
    stakes = [stake for unit in units_json()["units"] for stake in unit["indices"] if stake["id"] == index]
    assert {stake["planned"] for stake in stakes} == {Decimal(gains)}
    assert sum(stake["alone"] for stake in stakes) <= Decimal(gains)
    assert index != "papi" or sum(stake["points"] for stake in stakes) == Decimal("10.96")


def test_one_unit_is_as_it_is_among_all() -> None:
    (record,) = units_json("so-noi-vu")["units"]
    assert record in units_json()["units"]


def test_every_row_with_points_is_led() -> None:
    payload = units_json("--lang", "en")
    assert payload["unled"] == []
    assert [unit["id"] for unit in payload["units"]] == [ident for ident, _ in BODIES] + ["hdnd", "cac-so-nganh"]


def test_what_is_led_makes_up_the_index() -> None:
    """Rows that somebody leads, each once, and the two parts of par.8 are the 11.08 of the plan."""
    payload = units_json()
    led = {row["id"]: row["planned"] for unit in payload["units"] for stake in unit["indices"] for row in stake["rows"]}
    par = {ident: planned for ident, planned in led.items() if ident.startswith("par.") and ident.count(".") == 1}
    assert sum(par.values(), Decimal(0)) + led["par.8.sipas"] + led["par.8.impact"] == Decimal("11.08")


class Row(NamedTuple):
    """A row of a plan that fits: its increase (halves of a point), its rows, and the units that lead it themselves."""

    ident: str
    halves: int
    leads: tuple[str, ...]
    children: tuple["Row", ...]

    def walk(self) -> list["Row"]:
        return [self, *(below for child in self.children for below in child.walk())]

    def record(self, *, root: bool = True) -> dict[str, Any]:
        record: dict[str, Any] = {"id": self.ident, "name": self.ident, "max": "100", "score": "1"}
        if root:
            record["decimals"] = "2"
        if self.children:
            record["rows" if root else "parts"] = [child.record(root=False) for child in self.children]
        return record


UNITS = ("u", "v", "w")
some_units = st.lists(st.sampled_from(UNITS), unique=True, max_size=2).map(tuple)


@st.composite
def led_rows(draw: st.DrawFn, ident: str = "x", depth: int = 3) -> Row:
    """Every increase is the sum of those below it; anybody leads anything."""
    leads = draw(st.one_of(st.just(()), some_units))
    if depth == 0 or (ident != "x" and draw(st.booleans())):
        return Row(ident, draw(st.integers(0, 4)), leads, ())
    children = tuple(draw(led_rows(f"{ident}.{n}", depth - 1)) for n in range(1, draw(st.integers(1, 3)) + 1))
    return Row(ident, sum(child.halves for child in children), leads, children)


def planned(top: Row) -> tuple[Plan, Leads]:
    goals = {row.ident: {"planned": f"{Decimal(row.halves) / 2:f}"} for row in top.walk()}
    indicators = {"plan": ABOUT, "indices": [top.record()]}
    plan = check_text({"indicators": as_text(indicators), "targets": as_text({"targets": goals})}).plan
    assert plan is not None
    return plan, Leads(plan, {row.ident: row.leads for row in top.walk() if row.leads}, "printed")


def leaves(row: Row, above: tuple[str, ...] = ()) -> list[tuple[Row, frozenset[str]]]:
    """Every leaf with all the units that lead it or anything that it is part of."""
    units = (*above, *row.leads)
    return [leaf for child in row.children for leaf in leaves(child, units)] if row.children else [(row, frozenset(units))]


@few
@given(led_rows())
def test_points_are_counted_leaf_by_leaf(top: Row) -> None:
    """To lead a row is to lead its leaves, each once; what is shared are the leaves that somebody else leads as well."""
    plan, leads = planned(top)
    (index,) = standings(plan)
    for unit in UNITS:
        stake = leads.stake(unit, index)
        own = [(leaf.halves, units) for leaf, units in leaves(top) if unit in units]
        assert stake.points is not None
        assert stake.shared is not None
        assert stake.alone is not None
        assert 2 * stake.points == sum(halves for halves, _ in own)
        assert 2 * stake.shared == sum(halves for halves, units in own if len(units) > 1)
        assert 2 * stake.alone == sum(halves for halves, units in own if units == {unit})
        assert stake.shared <= stake.points
        assert stake.share is None or 0 <= stake.share <= 1


@few
@given(led_rows())
def test_no_row_is_counted_with_its_part(top: Row) -> None:
    plan, leads = planned(top)
    (index,) = standings(plan)
    for unit in UNITS:
        rows = [row.id for row in leads.stake(unit, index).rows]
        assert not any(two.startswith(f"{one}.") for one in rows for two in rows)
        own = {row.ident for row in top.walk() if unit in row.leads}
        assert set(rows) == {ident for ident in own if not any(ident.startswith(f"{other}.") for other in own)}


@few
@given(led_rows())
def test_the_others_are_those_above_and_below(top: Row) -> None:
    plan, leads = planned(top)
    (index,) = standings(plan)
    own = {row.ident: row.leads for row in top.walk()}
    for unit in UNITS:
        for row in leads.stake(unit, index).rows:
            near = [other for other in own if f"{other}.".startswith(f"{row.id}.") or f"{row.id}.".startswith(f"{other}.")]
            assert set(row.others) == {other for ident in near for other in own[ident]} - {unit}
            assert row.shared == 0 or row.others


def left(plan: Plan, owns: Mapping[str, tuple[str, ...]], added: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    return {row.id: row.planned for row in unled(plan, owns, added, dict(undivided(plan, added)))}


@few
@given(st.data())
def test_what_nobody_leads(data: st.DataObject) -> None:
    """A row with points is told exactly if nobody leads it, anything above it or anything below it, and no row above could be told
    instead: each of those has somebody below it, or adds nothing that is known. Figures may contradict one another as they like."""
    made = data.draw(rough(twins=False))
    plan = check_text({"indicators": as_text(made["indicators"]), "targets": as_text(made["targets"])}).plan
    assert plan is not None
    owns = {ident: units for ident in plan.by_id if (units := data.draw(st.one_of(st.just(()), st.just(()), some_units)))}

    def below(row: Indicator) -> bool:
        return any(ident.startswith(f"{row.id}.") for ident in owns)

    def above(row: Indicator) -> list[Indicator]:
        steps = row.id.split(".")
        return [plan.by_id[".".join(steps[:n])] for n in range(1, len(steps))]

    added = {row.id: row.increase for index in standings(plan) for row in index.walk()}
    # A rank is no points, and a group's lower bound or a percent may come to none.
    says = {
        ident
        for ident, goal in plan.goals.items()
        if added.get(ident) is not None
        and (goal.planned is not None or any(aim.statement.kind != "rank" for aim in plan.by_id[ident].aims))
    }
    expected = {
        row.id: added[row.id]
        for row in plan.walk()
        if (added[row.id] or 0) > 0
        and row.id in says
        and row.id not in owns
        and not below(row)
        and all(upper.id not in owns and (below(upper) or upper.id not in says) for upper in above(row))
    }
    assert {row.id: row.planned for row in unled(plan, owns, added, {})} == expected


@few
@given(led_rows())
def test_where_the_plan_fits_what_nobody_leads_is_the_rest(top: Row) -> None:
    """Led leaves and unled rows make up the whole index, each leaf once."""
    plan, leads = planned(top)
    unled_points = sum(left(plan, leads.own, increases(plan)).values(), Decimal(0))
    led = sum(leaf.halves for leaf, units in leaves(top) if units)
    assert 2 * unled_points + led == top.halves


MEAN = """\
indices:
  - {id: x, name: X, decimals: 2, max: 10, score: 5, aggregate: mean, rows: [
      {id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Two, max: 10, score: 5}]}
"""
NESTED = """\
indices:
  - {id: x, name: X, decimals: 2, max: 10, score: 5, aggregate: weighted, rows: [
      {id: x.1, name: One, max: 10, score: 5, weight: 1},
      {id: x.2, name: Two, max: 10, score: 5, weight: 3, aggregate: mean, parts: [
        {id: x.2.a, name: A, max: 10, score: 5}, {id: x.2.b, name: B, max: 10, score: 5}]}]}
"""
TWINS = """\
indices:
  - {id: x, name: X, decimals: 2, max: 10, score: 5, rows: [
      {id: x.1, name: One, max: 10, score: 5, parts: [{id: x.1.a, name: A, max: 10, score: 5}]}]}
  - {id: y, name: Y, decimals: 2, max: 10, score: 5, same_as: x.1.a}
"""


def staffed(indicators: str, targets: str, own: dict[str, tuple[str, ...]]) -> tuple[Plan, Leads]:
    plan = check_text({"indicators": f"{HEAD}{indicators}", "targets": targets}).plan
    assert plan is not None
    return plan, Leads(plan, own, "printed")


def test_who_leads_all_rows_of_a_mean_leads_what_it_gains() -> None:
    plan, leads = staffed(MEAN, "targets: {x.1: {planned: 1}, x.2: {planned: 1}}\n", {"x.1": ("u",), "x.2": ("u",)})
    stake = leads.stake("u", standings(plan)[0])
    assert stake.points == 1
    assert stake.share == 1


def test_thirds_add_up_to_what_a_mean_gains() -> None:
    """Whoever leads the mean, or each of its rows; and nobody leads a hair of it alone."""
    rows = thirds("x", "1.00", "1.00", "1.01", index=True)
    goals = "targets: {x.1: {planned: 0.01}, x.2: {planned: 0.01}, x.3: {planned: 0.01}}\n"
    plan, leads = staffed(f"indices:\n  - {rows}\n", goals, {"x": ("u",), "x.1": ("v",), "x.2": ("v",), "x.3": ("v",)})
    (index,) = standings(plan)
    one, each = leads.stake("u", index), leads.stake("v", index)
    assert one.points == one.shared == one.total == each.points == each.shared
    assert one.share == each.share == 1
    assert one.alone == each.alone == 0


def test_what_is_shared_in_a_mean_is_no_more_than_it_gains() -> None:
    plan, leads = staffed(MEAN, "targets: {x.1: {planned: 1}, x.2: {planned: 1}}\n", {"x": ("u",), "x.1": ("v",), "x.2": ("v",)})
    stake = leads.stake("u", standings(plan)[0])
    assert stake.shared == stake.points == 1


def test_points_at_stake_are_points_of_the_index() -> None:
    """A point of x.1 counts a quarter in the index, one of x.2 three quarters, one of its parts half of that."""
    targets = "targets: {x.1: {planned: 2}, x.2: {planned: 1}, x.2.a: {planned: 2}, x: {planned: 1.25}}\n"
    plan, leads = staffed(NESTED, targets, {"x.1": ("u",), "x.2.a": ("u",), "x.2": ("v",)})
    (index,) = standings(plan)
    found = {row.id: (row.planned, row.points, row.shared) for row in leads.stake("u", index).rows}
    assert found == {
        "x.1": (Decimal(2), Decimal("0.5"), Decimal(0)),
        "x.2.a": (Decimal(2), Decimal("0.75"), Decimal("0.75")),  # v leads x.2, and so its parts
    }
    assert (leads.stake("u", index).points, leads.stake("u", index).share) == (Decimal("1.25"), Decimal(1))
    (led,) = leads.stake("v", index).rows
    assert (led.planned, led.points, led.shared, led.others) == (Decimal(1), Decimal("0.75"), Decimal("0.75"), ("u",))


def test_no_more_is_shared_than_is_at_stake() -> None:
    """Whatever the plan prints of the parts."""
    plan, leads = staffed(NESTED, "targets: {x.2: {planned: 1}, x.2.a: {planned: 4}}\n", {"x.2": ("u",), "x.2.a": ("v",)})
    (led,) = leads.stake("u", standings(plan)[0]).rows
    assert (led.points, led.shared) == (Decimal("0.75"), Decimal("0.75"))


def test_where_less_is_better_what_falls_is_led_like_what_is_gained(parplan: Parplan, tmp_path: Path) -> None:
    """The mean of two is to fall by 1.5: 1 of it where one unit leads a row, the rest where nobody leads."""
    rows = "rows: [{id: l.1, name: One, score: 6}, {id: l.2, name: Two, score: 3}]"
    index = f"  - {{id: l, name: L, decimals: 2, better: lower, aggregate: mean, {rows}}}\n"
    folder = write_plan(tmp_path / "plan", f"{HEAD}indices:\n{index}", "targets: {l.1: {planned: -2}, l.2: {planned: -1}}\n")
    work = "units: [{id: u, name: U}, {id: v, name: V}]\ntasks: [{id: t, clause: '1', name: T, lead: [u], serves: [l.1]}]\n"
    (folder / "tasks.yaml").write_text(work, encoding="utf-8")
    ran = parplan("units", "--plan", str(folder), "--format", "json")
    found = json.loads(ran.out, parse_float=Decimal)
    (stake,) = found["units"][0]["indices"]
    assert [stake[key] for key in ("planned", "alone", "alone_share", "shared")] == [Decimal(n) for n in ("-1.5", "-1", "0.6667", "0")]
    assert [row["id"] for row in found["unled"]] == ["l.2"]
    out = parplan("units", "u", "--plan", str(folder), "--lang", "en").out
    assert "  L: leads alone 1.00 of the 1.50 that it is to fall by (66.7%), and 0.00 together with others\n" in out
    assert "  nobody leads: l.2 (-0.50)\n" in parplan("units", "--plan", str(folder), "--lang", "en").out
    (record,) = csv.DictReader(io.StringIO(parplan("units", "--plan", str(folder), "--format", "csv").out))
    assert record["alone"] == "-1.00"  # machines have the change of the score
    out = parplan("units", "--plan", str(folder), "--lang", "en").out
    assert re.search(r"^u +U +l.1 +1\.00 ", out, re.MULTILINE)  # people, by how much it is to fall
    told = parplan("validate", str(folder), "--lang", "en").out
    assert "l.2: planned decrease of 1, and no task says which unit leads it" in told


def test_an_index_of_which_nobody_leads_anything_is_told(parplan: Parplan, tmp_path: Path) -> None:
    """On its own in the terminal and in the workbook, where its bars have a heading; nothing is said of one without increases."""
    index = "{{id: {0}, name: {0}, decimals: 2, max: 10, rows: [{{id: {0}.1, name: One, max: 10, score: 3}}]}}"
    indices = ", ".join(map(index.format, "lmn"))
    folder = write_plan(tmp_path / "plan", f"{HEAD}indices: [{indices}]\n", "targets: {l.1: {planned: 1}, m.1: {planned: 2}}\n")
    work = "units: [{id: u, name: U}]\ntasks: [{id: t, clause: '1', name: T, lead: [u], serves: [l.1]}]\n"
    (folder / "tasks.yaml").write_text(work, encoding="utf-8")
    out = parplan("units", "--plan", str(folder), "--lang", "en").out
    assert "m: planned points by lead unit\n  nobody leads: m.1 (+2.00)\n" in out
    assert "n: planned points" not in out
    assert parplan("report", "--plan", str(folder), "-o", str(tmp_path / "x.xlsx"), "--lang", "en").code == 0
    book = workbooks.read((tmp_path / "x.xlsx").read_bytes()).values
    assert [name for name in book.sheetnames if name.startswith("Units")] == ["Units l", "Units m"]
    assert "Bar" in [cell.value for cell in book["Units l"][3]]
    assert "nobody leads: m.1 (+2.00)" in [cell.value for cell in book["Units m"]["A"]]


def test_a_fact_is_led_wherever_it_is_printed() -> None:
    plan, leads = staffed(TWINS, "targets: {y: {planned: 1}}\n", {"x.1": ("u",)})
    assert leads.of("x.1.a") == leads.of("y") == ("u",)
    assert left(plan, leads.own, increases(plan)) == {}


def test_who_leads_a_fact_has_a_stake_wherever_it_is_printed() -> None:
    plan, leads = staffed(TWINS, "targets: {y: {planned: 1}}\n", {"x.1": ("u",), "y": ("v",)})
    (_, y) = standings(plan)
    (led,) = leads.stake("v", y).rows
    assert (led.points, led.others, led.shared) == (Decimal(1), ("u",), Decimal(1))
    assert leads.stake("u", y).points == 1


def test_what_is_led_elsewhere_too_is_shared() -> None:
    above = TWINS.replace(
        "{id: y, name: Y, decimals: 2, max: 10, score: 5, same_as: x.1.a}", "{id: y, name: Y, decimals: 2, max: 10, score: 5"
    )
    indicators = f"{above.rstrip()}, rows: [{{id: y.1, name: Y1, max: 10, score: 5, same_as: x.1.a}}]}}\n"
    plan, leads = staffed(indicators, "targets: {x: {planned: 1}, x.1.a: {planned: 1}}\n", {"x": ("u",), "y": ("v",)})
    assert leads.of("x.1.a") == ("u", "v")
    (led,) = leads.stake("u", standings(plan)[0]).rows
    assert (led.points, led.others, led.shared) == (Decimal(1), ("v",), Decimal(1))


def test_a_fact_that_nobody_leads_is_told_once() -> None:
    plan, leads = staffed(TWINS, "targets: {y: {planned: 1}, x.1.a: {planned: 1}}\n", {})
    assert len(left(plan, leads.own, increases(plan))) == 1


def test_who_leads_what_counts_in_no_total_leads_no_part_of_it() -> None:
    """Late files below a criterion bring it no points; a part does."""
    late = "{id: x.a.late, name: Late, max: 100, score: 8, better: lower}"
    row = f"{{id: x.a, name: A, max: 10, score: 5, parts: [{late}]}}"
    indicators = f"indices:\n  - {{id: x, name: X, decimals: 2, max: 10, score: 5, rows: [{row}]}}\n"
    targets = "targets: {x.a: {planned: 2}, x.a.late: {planned: -3}}\n"
    plan, leads = staffed(indicators, targets, {"x.a.late": ("u",)})
    assert left(plan, leads.own, increases(plan)) == {"x.a": Decimal(2)}
    assert leads.coverage(standings(plan)[0], ["u"]).led == 0


# What the plan adds to rows where it is not simply printed, and who leads: what nobody leads.
ADDED = [
    ("of the parts, where the plan says nothing of the whole", "{x.1: {planned: 1}, x.2: {planned: 2}}", [("x.1", "1"), ("x.2", "2")]),
    ("of the parts where one is led", "{x.1: {planned: 1}, x.2: {planned: 2}}", [("x.2", "2")]),
    ("of a percent of a maximum that follows from the parts", "{x: {target: {percent: 70}}}", [("x", "4")]),
    ("of a fact that another place prints the increase of", "{y: {planned: 1.5}}", [("x", "1.5")]),
    ("of a target below what is planned for the parts", "{x: {target: 11}, x.1: {planned: 1}, x.2: {planned: 2}}", [("x", "3")]),
    ("unknown in one part", "{x.1: {planned: 1}}", [("x.1", "1")]),
]


@pytest.mark.parametrize(("targets", "expected"), [row[1:] for row in ADDED], ids=[row[0] for row in ADDED])
def test_what_nobody_leads_is_what_the_plan_adds(targets: str, expected: list[tuple[str, str]], request: pytest.FixtureRequest) -> None:
    """To the finding, and in the table of points."""
    rows = "{id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Two, max: 10, score: 5}"
    index = f"  - {{id: x, name: X, decimals: 2, score: 10, rows: [{rows}]}}\n  - {{id: y, name: Y, decimals: 2, same_as: x}}\n"
    plan, _ = staffed(f"indices:\n{index}", f"targets: {targets}\n", {})
    owns = {"x.1": ("u",)} if "led" in request.node.callspec.id else {}
    wanted = {ident: Decimal(points) for ident, points in expected}
    assert left(plan, owns, increases(plan)) == wanted
    assert left(plan, owns, {row.id: row.increase for it in standings(plan) for row in it.walk()}) == wanted


# What is planned of a total, of its parts, and who leads; what is said of none of the parts, and led by nobody.
UNDIVIDED = [
    ("one part is known", "x: {planned: 2}, x.1: {planned: 0.6}", "x.1", "1.4"),
    ("a target that the parts fall short of", "x: {target: 12}, x.1: {planned: 0.6}", "x.1", None),
    ("known parts that bring less", "x: {planned: 2}, x.1: {planned: 0.6}, x.2: {planned: 1}", "x.1 x.2", "0.4"),
    ("apart by rounding alone", "x: {planned: 2.01}, x.1: {planned: 1}, x.2: {planned: 1}", "x.1 x.2", None),
    ("known parts that bring more", "x: {planned: 2}, x.1: {planned: 2}, x.2: {planned: 1}", "x.1 x.2", None),
    ("somebody leads all of it", "x: {planned: 2}, x.1: {planned: 0.6}", "x", None),
    ("somebody leads what is not known", "x: {planned: 2}, x.1: {planned: 0.6}", "x.1 x.2", None),
    ("a fact of another place", "y: {planned: 2}, x.1: {planned: 0.6}", "x.1", "1.4"),
]


@pytest.mark.parametrize(("targets", "led", "points"), [case[1:] for case in UNDIVIDED], ids=[case[0] for case in UNDIVIDED])
def test_what_is_said_of_no_part_is_led_by_nobody(parplan: Parplan, tmp_path: Path, targets: str, led: str, points: str | None) -> None:
    rows = "{id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Two, max: 10, score: 5}"
    index = f"{{id: x, name: X, decimals: 2, score: 10, rows: [{rows}]}}"
    twin = ", {id: y, name: Y, decimals: 2, same_as: x}" if "y:" in targets else ""
    folder = write_plan(tmp_path, f"{HEAD}indices: [{index}{twin}]\n", f"targets: {{{targets}}}\n")
    work = f"units: [{{id: u, name: U}}]\ntasks: [{{id: t, clause: '1', name: T, lead: [u], serves: [{', '.join(led.split())}]}}]\n"
    (folder / "tasks.yaml").write_text(work, encoding="utf-8")
    wanted = [] if points is None else [{"id": "x", "name": "X", "planned": Decimal(points), "points": Decimal(points), "undivided": True}]
    found = json.loads(parplan("units", "--plan", str(folder), "--format", "json").out, parse_float=Decimal)["unled"]
    assert [row for row in found if row["undivided"]] == found == wanted
    out = parplan("units", "--plan", str(folder), "--lang", "en").out
    assert (f"  nobody leads: x (+{points}0 that is said of none of its parts)\n" in out) == ("nobody leads" in out) == bool(points)
    told = parplan("validate", str(folder), "--format", "concise", "--lang", "en", "--select", "T802").out
    assert (f"x: planned increase of {points}0 that is said of none of its parts, and no task says which unit leads it" in told) == bool(
        points
    )


SHARED = """\
indices:
  - {id: p, name: P, decimals: 2, max: 20, rows: [
      {id: p.1, name: A, max: 10, score: 8}, {id: p.2, name: B, max: 10, score: 8.5, same_as: s}]}
  - {id: s, name: S, decimals: 2, rows: [{id: s.1, name: C, max: 5, score: 4.25}, {id: s.2, name: D, max: 5, score: 4.25}]}
"""
# who leads what; what each leads alone and with others in both indices, what nobody leads in each
LED_ELSEWHERE = [
    ({"s.1": ("u",), "p.2": ("v",)}, {"u": ("0", "0.30"), "v": ("0.10", "0.30")}, ""),
    ({"s.1": ("u",), "s.2": ("v",)}, {"u": ("0.30", "0"), "v": ("0.10", "0")}, ""),
    ({"s.1": ("u",)}, {"u": ("0.30", "0")}, "s.2 (+0.10)"),
]


@pytest.mark.parametrize(("owns", "stakes", "nobody"), LED_ELSEWHERE)
def test_who_leads_parts_of_a_fact_has_them_wherever_it_stands(
    parplan: Parplan, tmp_path: Path, owns: dict[str, tuple[str, ...]], stakes: dict[str, tuple[str, str]], nobody: str
) -> None:
    targets = "targets: {s.1: {planned: 0.30}, s.2: {planned: 0.10}}\n"
    plan, leads = staffed(SHARED, targets, owns)
    for index in standings(plan):
        told = {unit: leads.stake(unit, index) for unit in stakes}
        assert {unit: (it.alone, it.shared) for unit, it in told.items()} == {
            unit: (Decimal(alone), Decimal(shared)) for unit, (alone, shared) in stakes.items()
        }
    folder = write_plan(tmp_path, f"{HEAD}{SHARED}", targets)
    tasks = ", ".join(f"{{id: {ident}, clause: '1', name: T, lead: [{units[0]}], serves: [{ident}]}}" for ident, units in owns.items())
    (folder / "tasks.yaml").write_text(f"units: [{{id: u, name: U}}, {{id: v, name: V}}]\ntasks: [{tasks}]\n", encoding="utf-8")
    out = parplan("units", "--plan", str(folder), "--lang", "en").out
    assert re.findall(r"nobody leads: (.*)", out) == [nobody] * 2 * bool(nobody)
    found = parplan("validate", str(folder), "--format", "concise", "--lang", "en", "--select", "T802").out
    assert found.count("T802") == bool(nobody)


@few
@given(rough())
def test_rules_and_answers_know_the_same_increases(data: dict[str, Any]) -> None:
    plan = check_text({"indicators": as_text(data["indicators"]), "targets": as_text(data["targets"])}).plan
    assert plan is not None
    assert increases(plan) == {row.id: row.increase for index in standings(plan) for row in index.walk()}


# --- the commands -------------------------------------------------------------------------------------------------------------------

NAMED = [
    "so-tttt",
    "Sở Thông tin và Truyền thông",
    "so thong tin va truyen thong",
    "SỞ  THÔNG TIN VÀ TRUYỀN THÔNG",
    "Department of Information and Communications",
    "department of information and communications",
]


@pytest.mark.parametrize("typed", NAMED)
def test_a_unit_is_found_by_its_id_and_its_names(work: Work, typed: str) -> None:
    assert work.unit(typed).id == "so-tttt"


# what is typed of two communes whose names differ by a mark; the unit that is meant, and those that may be
TWO_COMMUNES = [
    ("Tân Thành", "b", ()),
    ("Tân Thanh", "a", ()),
    ("b", "b", ()),
    ("TAN THANH", None, ("a", "b")),
    ("Tân Thạnh", None, ("a", "b")),
    ("thon", None, ()),
]


@pytest.mark.parametrize(("typed", "meant", "near"), TWO_COMMUNES)
def test_two_units_that_differ_by_a_mark_are_two(typed: str, meant: str | None, near: tuple[str, ...]) -> None:
    units = [UnitRecord(id=ident, name=Text(name, name)) for ident, name in (("a", "Tân Thanh"), ("b", "Tân Thành"))]
    work = Work({unit.id: unit for unit in units}, ())
    if meant is not None:
        assert work.unit(typed).id == meant
        return
    with pytest.raises(UnknownId) as caught:
        work.unit(typed)
    assert caught.value.near == near


def test_a_name_of_two_units_is_neither() -> None:
    units = [UnitRecord(id=ident, name=Text("Phòng Nội vụ", en)) for ident, en in (("b", "Home Affairs"), ("a", "Home Affairs of B"))]
    work = Work({unit.id: unit for unit in units}, ())
    for typed in ("Phòng Nội vụ", "phong noi vu"):
        with pytest.raises(UnknownId) as caught:
            work.unit(typed)
        assert caught.value.near == ("b", "a")
    assert [work.unit(typed).id for typed in ("a", "b", "Home Affairs")] == ["a", "b", "b"]


def test_a_unit_is_typed_as_it_is_named() -> None:
    assert [unit["id"] for unit in units_json(NAMED[2])["units"]] == ["so-tttt"]


def test_one_unit(parplan: Parplan) -> None:
    out = parplan("units", "so-tttt", "--lang", "en").out
    assert out.startswith("Department of Information and Communications\n")
    assert "leads alone 0.00 of the 11.08 points planned for the index (0.0%), and 3.17 together with others\n" in out
    assert "\nTasks (5)\n" in out
    out = parplan("units", "so-tttt", "--lang", "vi").out
    assert "chủ trì riêng 0,00 trong 11,08 điểm dự kiến tăng của chỉ số (0,0%); cùng đơn vị khác chủ trì 3,17\n" in out
    out = parplan("units", "so-khdt", "--lang", "vi").out
    assert "chủ trì riêng 1,76 trong 11,08 điểm dự kiến tăng của chỉ số (15,9%); cùng đơn vị khác chủ trì 1,43\n" in out
    assert "  chỉ số khác: PCI\n" in parplan("units", "so-khdt", "--lang", "vi").out
    assert "  leads no row with planned points\n" in parplan("units", "toa-an", "--lang", "en").out


def test_all_units(parplan: Parplan) -> None:
    out = parplan("units", "--lang", "en").out
    assert "  the index is planned to gain 4.15, 1.48 of which in rows that one unit leads by itself; points that several lead " in out
    assert [line.split()[0] for line in out.split("\n\n")[0].splitlines()[3:6]] == ["so-noi-vu", "so-khdt", "vp-ubnd"]
    assert "chỉ số dự kiến tăng 4,15 điểm, trong đó 1,48 điểm thuộc các tiêu chí" in parplan("units", "--lang", "vi").out


@both_languages
def test_what_nobody_leads_is_named(parplan: Parplan, tmp_path: Path, lang: str) -> None:
    folder = write_plan(tmp_path, f"{HEAD}{MEAN}", "targets: {x.1: {planned: 1}, x.2: {planned: 0.5}}\n")
    (folder / "tasks.yaml").write_text(f"{ONE_UNIT}tasks:\n  - {{id: V.1, clause: V.1, name: W, lead: [so-a], serves: [x.1]}}\n")
    said = "nobody leads: x.2 (+0.25)" if lang == "en" else "không đơn vị nào chủ trì: x.2 (+0,25)"
    assert f"  {said}\n" in parplan("units", "--plan", str(folder), "--lang", lang).out


def test_units_in_csv(parplan: Parplan) -> None:
    records = list(csv.DictReader(io.StringIO(parplan("units", "--format", "csv").out)))
    first = records[0]
    keys = ("index", "unit", "alone", "shared", "points")
    assert tuple(first[key] for key in keys) == ("par", "so-noi-vu", "2.33", "2.14", "4.47")
    found = {(record["index"], record["unit"]): record["alone"] for record in records}
    assert {(index, unit): Decimal(alone) for unit, index, alone, _, _ in AT_STAKE}.items() <= {
        key: Decimal(points) for key, points in found.items()
    }.items()
    assert all("," not in record["points"] for record in records)
    one = list(csv.DictReader(io.StringIO(parplan("units", "so-tttt", "--format", "csv", "--lang", "vi").out)))
    assert [(record["unit"], record["id"], record["role"], record["planned"], record["with"]) for record in one] == [
        ("so-tttt", "par.7", "lead", "3.17", "vp-ubnd so-noi-vu"),
        ("so-tttt", "papi.8", "lead", "1", "vp-ubnd"),
    ]


def test_units_in_markdown(parplan: Parplan) -> None:
    out = parplan("units", "so-tttt", "--format", "markdown", "--lang", "en").out
    assert "| par.7 | E-government and digital government | leads | 8.01 | +3.17 | ≥\u00a011.18 | vp-ubnd so-noi-vu |\n" in out
    assert "| V.6.1 | Lead the building of e-government and digital government | so-tttt | par.7 | — | not recorded |\n" in out


# What the matrix shows of a row: a unit and its sign there.
SIGNS = [
    ("par.1", "so-noi-vu", "lead"),
    ("par.1", "mttq", "asked"),
    ("par.2.survey", "so-noi-vu", "lead"),
    ("par.7", "so-tttt", "lead"),
    ("par.8.sipas", "so-noi-vu", "lead"),
    ("par.8.sipas", "thu-truong", "coordinate"),
    ("par.8.sipas", "so-khdt", ""),
    ("papi.3", "toa-an", "asked"),
    ("papi.6", "so-ldtbxh", "coordinate"),
    ("papi.6", "cong-an", "lead"),
]


def test_the_matrix_for_machines(parplan: Parplan) -> None:
    out = parplan("units", "--matrix", "--format", "csv").out
    cells: dict[tuple[str, str], str] = {}
    head: list[str] = []
    for line in csv.reader(io.StringIO(out)):
        if line[:2] == ["id", "name"]:
            head = line
        elif line:
            cells |= {(line[0], name): cell for name, cell in zip(head, line, strict=True)}
    assert [(row, unit, cells.get((row, unit), "")) for row, unit, _ in SIGNS] == SIGNS


def test_the_matrix_for_people(parplan: Parplan) -> None:
    out = parplan("units", "--matrix", "--lang", "en").out
    assert out.count("● leads, ○ coordinates, △ is asked to") == 3
    (line,) = [line for line in out.splitlines() if line.startswith("par.7 ")]
    assert line.count("●") == 2  # the portals, and e-government
    assert "\n  6: so-tttt, Department of Information and Communications\n" in out


def tasks_json(parplan: Parplan, *typed: str) -> list[dict[str, Any]]:
    ran = parplan("tasks", "--format", "json", *typed)
    payload: dict[str, Any] = json.loads(ran.out)
    found: list[dict[str, Any]] = payload["tasks"]
    assert ran.code == 0
    assert ran.err == "" or not found
    return found


# What is typed, and the tasks that come.
CHOSEN = [
    ("--unit so-tttt", ["V.6.1", "V.6.2.a", "V.6.2.b", "V.6.2.c", "V.6.2.d"]),
    ("--unit so-tttt --serves papi", ["V.6.2.a", "V.6.2.b", "V.6.2.c"]),
    ("--unit toa-an --unit cong-an", ["V.16.1.a", "V.16.1.b", "V.17.1"]),
    ("--due-before 2023-12-10", ["report"]),
    ("--due-before 2023-12-09", []),
    ("--due-before 2024-01-01 --unit so-tttt", []),
    ("--status done", []),
    ("--status open", []),  # of none of them anything is recorded
    ("--status unrecorded --unit so-cong-thuong", ["V.14.1"]),
    ("--serves par.2.survey", ["V.2.2"]),
    ("--serves par.2", ["IV.3.1", "IV.10.1.a", "V.2.2", "V.4.1"]),  # with what serves a part of it
    ("--serves par.8.sipas --unit thu-truong", ["II.2.1", "V.1.1.a", "V.1.1.b", "V.1.3"]),  # the fact is sipas
]


@pytest.mark.parametrize(("typed", "ids"), CHOSEN)
def test_which_tasks_come(parplan: Parplan, typed: str, ids: list[str]) -> None:
    assert [task["id"] for task in tasks_json(parplan, *typed.split())] == ids


def test_which_tasks_are_overdue(parplan: Parplan, tmp_path: Path) -> None:
    """The last day is that before the deadline; what was done late is done."""
    today = date.today()
    years = f"year: {today.year - 2}, target_year: {today.year + 1}"
    index = "indices: [{id: a, name: A, decimals: 2, max: 10, score: 7}]\n"
    folder = write_plan(tmp_path / "plan", f"plan: {{id: example, name: Example, {years}}}\n{index}", "targets: {a: {planned: 1}}\n")
    told = {
        "due yesterday": f"deadline: {today}",
        "due today": f"deadline: {today + timedelta(days=1)}",
        "under way": f"deadline: {today - timedelta(days=9)}, status: doing",
        "done late": f"deadline: {today - timedelta(days=9)}, status: done, since: {today}, evidence: [{{file: x}}]",
        "at any time": "status: open",
    }
    tasks = "".join(f"  - {{id: t{n}, clause: V, name: {name}, lead: [so-a], {more}}}\n" for n, (name, more) in enumerate(told.items()))
    (folder / "tasks.yaml").write_text(f"units: [{{id: so-a, name: A}}]\ntasks:\n{tasks}", encoding="utf-8")
    found = json.loads(parplan("tasks", "--overdue", "--plan", str(folder), "--format", "json").out)["tasks"]
    assert [task["name"] for task in found] == ["due yesterday", "under way"]


@pytest.mark.parametrize("typed", ["unrecorded", "chưa cập nhật", "CHUA CAP NHAT", "Not recorded"])
def test_a_status_is_taken_as_it_is_printed(parplan: Parplan, typed: str) -> None:
    assert tasks_json(parplan, "--status", typed) == tasks_json(parplan, "--status", "unrecorded") != []


def test_a_task_of_which_nothing_is_recorded_is_not_open(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    (folder / "tasks.yaml").write_text(f"{BEFORE}{NEXT}lead: [so-a], status: open}}\n", encoding="utf-8")
    at = ("--plan", str(folder))
    assert [(task["id"], task["status"]) for task in tasks_json(parplan, *at)] == [("V.1", None), ("V.2", "open")]
    assert [task["id"] for task in tasks_json(parplan, *at, "--status", "open")] == ["V.2"]
    assert [task["id"] for task in tasks_json(parplan, *at, "--status", "unrecorded")] == ["V.1"]
    out = parplan("tasks", *at, "--format", "csv").out
    assert [line["status"] for line in csv.DictReader(io.StringIO(out))] == ["", "open"]
    for lang, said in (
        ("vi", "parplan: nhiệm vụ chưa cập nhật tình trạng: 1; xem bằng --status unrecorded\n"),
        ("en", "parplan: tasks of which no status is recorded: 1; --status unrecorded lists them\n"),
    ):
        assert parplan("tasks", *at, "--status", "done", "--lang", lang).err == said
        assert parplan("tasks", *at, "--status", "open", "--lang", lang).err == ""


def test_units_are_taken_in_any_case(parplan: Parplan) -> None:
    found = tasks_json(parplan, "--unit", "SO-TTTT", "--serves", "PAR.7")
    assert found == tasks_json(parplan, "--unit", "so-tttt", "--serves", "par.7") != []


def test_a_file_chooses_the_form(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"
    assert parplan("tasks", "-o", str(file)) == (0, "", "")
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(("width", "named"), [("80", False), ("200", True), ("", True)])
def test_units_by_name_where_there_is_room(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, width: str, named: bool) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = parplan("units", "--lang", "vi").out
    assert "so-y-te" in out
    assert ("Sở Y tế" in out) == named
    one = parplan("units", "so-tttt", "--lang", "vi").out
    assert ("Văn phòng UBND tỉnh" in one, "vp-ubnd" in one) == (named, not named)


def test_a_deadline_in_words_is_told_where_no_day_is_known(tmp_path: Path) -> None:
    rest = '"1", name: A, lead: [so-a], when: Hàng quý}'
    dated = '"2", name: B, lead: [so-a], when: Hàng quý, deadline: 2023-06-30}'
    folder = write_plan(tmp_path / "plan")
    lines = ["plan: example", "units: [{id: so-a, name: Sở A}]", "tasks:"]
    lines += [f"  - {{id: T{n}, clause: {it}" for n, it in enumerate((rest, dated), 1)]
    (folder / "tasks.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = parplan_here("tasks", "--plan", str(folder), "--lang", "vi").out
    lines = [line for line in told.splitlines() if re.match("T[12] ", line)]
    assert [("Hàng quý" in line, "30/06/2023" in line) for line in lines] == [(True, False), (False, True)]
    rows = csv.DictReader(io.StringIO(parplan_here("tasks", "--plan", str(folder), "--format", "csv").out))
    assert [(row["deadline"], row["when"]) for row in rows] == [("", "Hàng quý"), ("2023-06-30", "")]
    made = json.loads(parplan_here("tasks", "--plan", str(folder), "--format", "json").out)["tasks"]
    assert [(task["deadline"], task["when"]) for task in made] == [(None, "Hàng quý"), ("2023-06-30", None)]


@both_languages
def test_tasks_without_a_deadline_are_counted(parplan: Parplan, work: Work, lang: str) -> None:
    many = sum(task.record.deadline is None for task in work.tasks)
    said = (
        f"tasks without a deadline, which are left out: {many}"
        if lang == "en"
        else f"{many} nhiệm vụ không ghi thời hạn nên không có ở đây"
    )
    assert f"  {said}\n" in parplan("tasks", "--due-before", "2023-12-31", "--lang", lang).out


def test_every_form_has_the_same_tasks(parplan: Parplan) -> None:
    typed = ["--unit", "so-tttt", "--serves", "papi"]
    ids = ["V.6.2.a", "V.6.2.b", "V.6.2.c"]
    records = csv.DictReader(io.StringIO(parplan("tasks", "--format", "csv", *typed).out))
    assert [record["id"] for record in records] == ids
    for form in ("table", "markdown"):
        lines = parplan("tasks", "--format", form, "--lang", "en", *typed).out.splitlines()
        assert lines[0].removeprefix("## ") == "Tasks (3)"
        assert [line.removeprefix("| ").split()[0] for line in lines if line.removeprefix("| ").startswith("V.")] == ids


def test_all_tasks(parplan: Parplan, work: Work) -> None:
    assert [task["id"] for task in tasks_json(parplan)] == [task.record.id for task in work.tasks]
    count = sum("lead" in task.record.in_annex for task in work.tasks)
    assert (
        f"  tasks without a lead in the text: {count}; only the annexes, which are missing, would name it\n"
        in parplan("tasks", "--lang", "en").out
    )


def test_a_task_as_json(parplan: Parplan) -> None:
    (task,) = [task for task in tasks_json(parplan, "--lang", "vi", "--unit", "so-khdt") if task["id"] == "V.7.1"]
    assert task == {
        "id": "V.7.1",
        "clause": "V.7",
        "paragraph": 1,
        "name": "Tham mưu tổ chức hội nghị, đối thoại của lãnh đạo tỉnh với dân và doanh nghiệp",
        "lead": ["so-khdt"],
        "coordinate": [],
        "asked": [],
        "in_annex": [],
        "serves": ["papi.3"],
        "rows": ["papi.3"],
        "other_indices": [],
        "commitment": {"at_least": 2, "percent": None, "of": "hội nghị, đối thoại mỗi năm"},
        "deadline": None,
        "when": None,
        "status": None,
        "since": None,
        "evidence": [],
    }


def test_commitments_are_told_beneath(parplan: Parplan) -> None:
    assert (
        "  V.7.1: the commitment is at least 2 conferences or dialogues a year\n"
        in parplan("tasks", "--unit", "so-khdt", "--lang", "en").out
    )
    assert "  V.19.1: cam kết 100% nhiệm vụ trong các kế hoạch\n" in parplan("tasks", "--unit", "huyen-thanh-pho", "--lang", "vi").out


# Together they have every table.
@pytest.mark.parametrize("typed", ["units", "units so-noi-vu", "units --matrix"])
@both_languages
def test_tables_fit_eighty_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, typed: str, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = parplan(*typed.split(), "--lang", lang)
    assert max(len(line) for line in ran.out.splitlines()) <= 80
    assert "…" not in ran.out


# What is typed wrongly, and what is said in both languages.
REFUSED = [
    (
        "units so-ttt",
        "there is no unit “so-ttt”; did you mean so-tttt, so-tnmt, so-nnptnt?",
        "không có đơn vị “so-ttt”; có phải là so-tttt, so-tnmt, so-nnptnt?",
    ),
    (
        "units par",
        "“par” is a row, not a unit; see `parplan gap par --leads` or `parplan tasks --serves par`",
        "“par” là một tiêu chí, không phải đơn vị; xem “parplan gap par --leads” hoặc “parplan tasks --serves par”",
    ),
    ("units zzz", "there is no unit “zzz”; `parplan units` lists them", "không có đơn vị “zzz”; danh sách: “parplan units”"),
    ("tasks --unit thanhtra", "there is no unit “thanhtra”; did you mean thanh-tra?", "không có đơn vị “thanhtra”; có phải là thanh-tra?"),
    (
        "tasks --due-before 10/12/2023",
        "--due-before “10/12/2023”: did you mean 2023-12-10?",
        "--due-before “10/12/2023”: có phải là 2023-12-10?",
    ),
    (
        "tasks --due-before soon",
        "--due-before “soon”: not a day such as 2023-12-10",
        "--due-before “soon”: không phải là ngày như 2023-12-10",
    ),
    (
        "tasks --serves par.9",
        "the plan has no id “par.9”; did you mean par.8, par.7, par.6?",
        "kế hoạch không có mã “par.9”; có phải là par.8, par.7, par.6?",
    ),
]


@pytest.mark.parametrize(("typed", "english", "vietnamese"), REFUSED)
def test_what_cannot_be_understood(parplan: Parplan, typed: str, english: str, vietnamese: str) -> None:
    assert parplan(*typed.split(), "--lang", "en") == (2, "", f"parplan: error: {english}\n")
    assert parplan(*typed.split(), "--lang", "vi") == (2, "", f"parplan: lỗi: {vietnamese}\n")


@pytest.mark.parametrize("typed", ["tasks", "units", "units so-tttt", "gap --leads", "gap --unit so-tttt"])
def test_a_plan_without_tasks(parplan: Parplan, tmp_path: Path, typed: str) -> None:
    folder = write_plan(tmp_path)
    ran = parplan(*typed.split(), "--plan", str(folder), "--lang", "en")
    assert ran == (2, "", f"parplan: error: the plan {folder} (example) has no tasks.yaml; see `parplan schema tasks`\n")


# --- wrong files --------------------------------------------------------------------------------------------------------------------

INDICATORS = f"""{HEAD}indices:
  - {{id: a, name: A, decimals: 2, max: 10, score: 7, rows: [
      {{id: a.1, name: One, max: 5, score: 3}}, {{id: a.2, name: Two, max: 5, score: 4}}]}}
"""
TARGETS = "targets: {a.1: {planned: 1}, a.2: {planned: 0.5}}\n"
BEFORE = """\
units:
  - {id: so-a, name: {vi: Sở A, en: Department A}}
tasks:
  - {id: V.1, clause: V.1, name: Work, lead: [so-a], serves: [a.*]}
"""
NEXT = "  - {id: V.2, clause: V.2, name: Work, "


def found(tasks: str) -> list[str]:
    """What is wrong with a file of tasks: line, column and code, sorted."""
    findings = check_text({"indicators": INDICATORS, "targets": TARGETS, "tasks": tasks}).findings
    assert {finding.file for finding in findings} <= {"tasks.yaml"}
    return [f"{finding.span.line}:{finding.span.column} {finding.code}" for finding in findings]


# What stands in line 5, from column 40 on, of a task whose other keys are right; what is found.
WRONG = [
    ("lead: [so-a]}", []),
    ("lead: [so-b]}", ["5:47 S108"]),
    ("lead: [so-a, so-b]}", ["5:53 S108"]),
    ("coordinate: [so-b], asked: [so-c]}", ["5:53 S108", "5:68 S108"]),
    ("lead: [so-a], serves: [a.3]}", ["5:63 S108"]),
    ("lead: [so-a], serves: [a.1, b.*]}", ["5:68 S108"]),  # a wildcard that matches nothing
    ("lead: [so-a], serves: [a.*.survey]}", ["5:63 S108"]),
    ("lead: [so-a], deadline: 2032-12-10}", ["5:64 T801"]),
    ("lead: [so-a], deadline: 2022-12-31}", ["5:64 T801"]),
    ("lead: [so-a], deadline: 2023-01-01}", []),
    ("lead: [so-a], deadline: 2023-12-31}", []),
    ("lead: [so-a], deadline: 2025-01-01}", []),
    ("lead: [so-a], deadline: 2025-01-02}", ["5:64 T801"]),
    ("lead: [so-a], deadline: 10/12/2023}", ["5:64 S104"]),
    ("lead: [so-a], deadline: 2023-02-29}", ["5:64 S104"]),
    ("serves: [a.1]}", ["5:10 T803"]),
    ("in_annex: [deadline]}", ["5:10 T803"]),
    ("in_annex: [lead]}", []),
    ("in_annex: [leed]}", ["5:51 S104"]),
    ("asked: [so-a]}", []),
    ("lead: [so-a], status: dnoe}", ["5:62 S104"]),
    ("lead: [so-a], status: done}", ["5:62 T804"]),
    ("lead: [so-a], status: doing}", []),
    ("lead: [so-a], status: done, evidence: [{file: report.pdf}]}", []),
    ("lead: [so-a], status: doing, since: 2023-06-30}", []),
    ("lead: [so-a], status: doing, since: 30/6/2023}", ["5:76 S104"]),
    ("lead: [so-a], since: 2023-06-30}", ["5:61 T806"]),
    ("lead: [so-a], status: done, evidence: [{link: 'https://example.org/'}]}", []),
    ("lead: [so-a], evidence: [{file: x}, {file: x, link: y}]}", ["5:76 T805"]),
    ("lead: [so-a], evidence: [{note: x}]}", ["5:65 T805"]),
    ("lead: [so-a], evidence: [{file: x, date: 3/4/2023}]}", ["5:81 S104"]),
    ("lead: [so-a], commitment: {of: meetings}}", ["5:66 T805"]),
    ("lead: [so-a], commitment: {at_least: 2, percent: 100, of: meetings}}", ["5:66 T805"]),
    ("lead: [so-a], commitment: {at_least: '2,5', of: meetings}}", ["5:77 S105"]),
    ("lead: so-a}", ["5:46 S104"]),
    ("led: [so-a]}", ["5:40 S102"]),
    ("lead: [so-a], paragraph: 1.5}", ["5:65 S104"]),
    ("lead: [so-a], name: Again}", ["5:54 S106"]),
    ("lead: [so-b], deadline: 2032-12-10, status: done}", ["5:47 S108", "5:64 T801", "5:84 T804"]),
]


@pytest.mark.parametrize(("rest", "places"), WRONG)
def test_what_is_wrong_with_a_task(rest: str, places: list[str]) -> None:
    assert found(f"{BEFORE}{NEXT}{rest}\n") == places


@pytest.mark.parametrize("empty", ["units:\ntasks:\n", "units: []\ntasks: []\n"])
def test_empty_lists_are_no_mistake(empty: str) -> None:
    """All that is told is that nobody leads the two rows with an increase."""
    assert [place.split()[-1] for place in found(empty)] == ["T802", "T802"]


ONE_UNIT = "units:\n  - {id: so-a, name: A}\n"
WRONG_FILES = [
    (f"{BEFORE}  - {{id: V.1, clause: V.1, name: Work, lead: [so-a]}}\n", ["5:10 S107"]),  # the same id twice
    (f"{ONE_UNIT}  - {{id: so-a, name: B}}\ntasks: []\n", ["3:10 S107"]),
    (f"{ONE_UNIT}tasks:\n  - {{id: V.1, clause: V.1, name: W, lead: [so-a], serves: [a.1]}}\n", ["3:1 T802"]),  # nobody leads a.2
    (f"{ONE_UNIT}tasks:\n  - {{id: V.1, clause: V.1, name: W, asked: [so-a], serves: [a]}}\n", ["3:1 T802", "3:1 T802"]),
    (f"{ONE_UNIT}tasks:\n  - {{id: V.1, clause: V.1, name: W, lead: [so-a], serves: [a]}}\n", []),
    (f"{ONE_UNIT}tasks:\n  - {{clause: V.1, name: W, lead: [so-a], serves: [a]}}\n", ["4:5 S103"]),
    ("units:\n  - {id: so-a}\n", ["2:5 S103"]),
    ("tasks: [\n", ["1:9 S101"]),
    ("", ["1:1 S111"]),
    ("task: []\n", ["1:1 S102"]),
]


@pytest.mark.parametrize(("tasks", "places"), WRONG_FILES)
def test_what_is_wrong_with_a_file(tasks: str, places: list[str]) -> None:
    assert found(tasks) == places


WORDS = [
    ("lead: [so-b]}", "there is no unit “so-b”", "did you mean so-a?", "không có đơn vị “so-b”"),
    (
        "lead: [ubnd]}",
        "there is no unit “ubnd”",
        "check the spelling, or add the unit under `units`",
        "không có đơn vị “ubnd”",
    ),
    (
        "lead: [so-a], status: dnoe}",
        "“dnoe” is not one of open, doing, done",
        "did you mean done?",
        "“dnoe” không phải là một trong: open, doing, done",
    ),
    (
        "lead: [so-a], status: finished}",
        "“finished” is not one of open, doing, done",
        "write one of open, doing, done",
        "“finished” không phải là một trong: open, doing, done",
    ),
    (
        "lead: [so-a], status: done}",
        "it is done, and nothing shows it",
        "add `evidence: [{file: the document's name or number}]` or `evidence: [{link: its address}]`",
        "đã hoàn thành nhưng chưa có tài liệu kiểm chứng",
    ),
    (
        "lead: [so-a], commitment: {of: meetings}}",
        "exactly one of at_least, percent is needed",
        "write one of them, not both",
        "cần đúng một trong các khóa at_least, percent",
    ),
    ("lead: [so-a], serves: [a.3]}", "there is no id “a.3”", "did you mean a.2, a.1?", "không có mã “a.3”"),
    (
        "lead: [so-a], deadline: 10/12/2023}",
        "“10/12/2023” is not a day such as 2023-12-10",
        "write 2023-12-10",
        "“10/12/2023” không phải là ngày như 2023-12-10 (năm-tháng-ngày)",
    ),
    (
        "lead: [so-a], deadline: 2032-12-10}",
        "the deadline 2032-12-10 is not between 2023-01-01 and 2024-12-31",
        "write the day that the document gives, year-month-day; if the plan runs longer, change `target_year`",
        "thời hạn 10/12/2032 không nằm trong khoảng từ 01/01/2023 đến 31/12/2024",
    ),
]


@pytest.mark.parametrize(("rest", "english", "advice", "vietnamese"), WORDS)
def test_what_is_said_of_it(rest: str, english: str, advice: str, vietnamese: str) -> None:
    (finding,) = check_text({"indicators": INDICATORS, "targets": TARGETS, "tasks": f"{BEFORE}{NEXT}{rest}\n"}).findings
    assert (finding.message.say("en"), finding.message.say("vi")) == (english, vietnamese)
    assert finding.help is not None
    assert finding.help.say("en") == advice


def test_a_broken_file_stops_the_command(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    (folder / "tasks.yaml").write_text(f"{BEFORE}{NEXT}lead: [so-b]}}\n", encoding="utf-8")
    for command in ("tasks", "units"):
        ran = parplan(command, "--plan", str(folder), "--lang", "en")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error[S108]")
        assert f" --> {folder.as_posix()}/tasks.yaml:5:47\n" in ran.err


def test_who_leads_a_row_leads_its_parts_which_are_not_told_again(parplan: Parplan, tmp_path: Path) -> None:
    """By increase, what it brings, and what of that is shared."""
    folder = write_plan(
        tmp_path, INDICATORS.replace("score: 7,", "score: 7, aggregate: mean,"), TARGETS.replace("{a.1", "{a: {planned: 1}, a.1")
    )
    units, tasks = BEFORE.replace("a.*", "a").split("tasks:\n")
    more = f"{NEXT}lead: [so-a], serves: [a.1]}}\n{NEXT.replace('V.2', 'V.3')}lead: [so-b], coordinate: [so-a], serves: [a.2]}}\n"
    (folder / "tasks.yaml").write_text(f"{units}  - {{id: so-b, name: B}}\ntasks:\n{tasks}{more}", encoding="utf-8")
    listed = {}
    for unit in ("so-a", "so-b"):
        out = parplan("units", unit, "--plan", str(folder), "--format", "csv").out
        listed[unit] = [(record["id"], record["role"], record["planned"], record["with"]) for record in csv.DictReader(io.StringIO(out))]
    assert listed == {"so-a": [("a", "lead", "1", "so-b")], "so-b": [("a.2", "lead", "0.5", "so-a")]}
    found = [row for unit in units_json("--plan", str(folder))["units"] for stake in unit["indices"] for row in stake["rows"]]
    assert [(row["id"], row["planned"], row["points"], row["shared"], row["with"]) for row in found] == [
        ("a", Decimal(1), Decimal(1), Decimal("0.25"), ["so-b"]),
        ("a.2", Decimal("0.5"), Decimal("0.25"), Decimal("0.25"), ["so-a"]),
    ]


def test_evidence_is_told_beneath(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    shown = "status: done, evidence: [{file: 12/BC-SNV, note: {vi: sáu tháng, en: half a year}}, {link: 'https://example.org/x'}]"
    (folder / "tasks.yaml").write_text(f"{BEFORE}{NEXT}lead: [so-a], {shown}}}\n", encoding="utf-8")
    ran = parplan("tasks", "--plan", str(folder), "--status", "done", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "  V.2: evidence 12/BC-SNV (half a year)\n  V.2: evidence https://example.org/x\n" in ran.out
    assert "tài liệu kiểm chứng 12/BC-SNV (sáu tháng)" in parplan("tasks", "--plan", str(folder), "--lang", "vi").out
    sheet = parplan("tasks", "--plan", str(folder), "--status", "done", "--format", "csv", "--lang", "vi").out
    assert [it["evidence"] for it in csv.DictReader(io.StringIO(sheet))] == ["12/BC-SNV (sáu tháng); https://example.org/x"]


def test_a_deadline_may_lie_in_any_year_with_targets(tmp_path: Path) -> None:
    plan = "plan: {id: example, name: Example, year: 2025, target_year: 2030}\n"
    indicators = plan + "indices: [{id: a, name: A, decimals: 0, max: 100, score: 50}]\n"
    folder = write_plan(tmp_path, indicators, "targets: {a: {target: {2026: 60, 2030: 80}}}\n")
    for day, found in (("2028-11-30", 0), ("2031-11-30", 0), ("2032-11-30", 1)):
        task = f"{{id: t, clause: 1, name: T, lead: [so-a], serves: [a], deadline: {day}}}"
        (folder / "tasks.yaml").write_text(f"plan: example\nunits: [{{id: so-a, name: A}}]\ntasks: [{task}]\n", encoding="utf-8")
        ran = parplan_here("validate", str(folder), "--format", "concise", "--lang", "en")
        assert ran.out.count("T801") == found


def test_what_a_target_alone_plans_stands_beside_what_it_adds_up_to(tmp_path: Path) -> None:
    rows = "[{id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Two, max: 10, score: 5}]"
    indicators = HEAD + f"indices: [{{id: x, name: X, decimals: 2, max: 20, score: 10, rows: {rows}}}]\n"
    folder = write_plan(tmp_path, indicators, "targets: {x.1: {target: 6}, x.2: {planned: 1}}\n")
    task = "{id: t, clause: 1, name: T, lead: [u], serves: [x.1, x.2]}"
    (folder / "tasks.yaml").write_text(f"plan: example\nunits: [{{id: u, name: U}}]\ntasks: [{task}]\n", encoding="utf-8")
    out = parplan_here("units", "u", "--plan", str(folder), "--lang", "en").out
    assert [line.split()[4] for line in out.splitlines() if line.startswith("x.")] == ["+1.00", "+1.00"]
    assert "leads alone 2.00 of the 2.00 points planned" in out


SAID_ALONE = [
    # What the targets of a plan say; what a unit leads alone of its row, which the other leads none of, and what the index is to gain.
    ("{}", None, None, ["no increase is planned"]),
    ("{x.1: {planned: 1}}", 1, 1, ["no increase is planned for: x.2"]),
    ("{x.2: {planned: 1}}", None, 1, ["no increase is planned for: x.1"]),
    ("{x.1: {planned: 0}, x.2: {planned: 0}}", 0, 0, []),
    ("{x.1: {target: 6}, x.2: {planned: 1}}", 1, 2, ["no increase is printed, so it is what the target asks for: x.1"]),
    ("{x.1: {target: {percent: 60}}, x.2: {planned: 1}}", 1, 2, ["no increase is printed, so it is what the target asks for: x.1"]),
]


@pytest.mark.parametrize(("targets", "alone", "planned", "notes"), SAID_ALONE)
def test_what_the_plan_says_nothing_of_is_not_0(
    tmp_path: Path, targets: str, alone: int | None, planned: int | None, notes: list[str]
) -> None:
    index = "{id: x, name: X, decimals: 2, rows: [{id: x.1, name: A, max: 10, score: 5}, {id: x.2, name: B, max: 10, score: 5}]}"
    folder = led_by(tmp_path / "many", index, targets, {"x.1": "u", "x.2": "v"})
    stake = units_json("--plan", str(folder))["units"][0]["indices"][0]
    row = stake["rows"][0]
    assert (stake["alone"], row["planned"], row["points"], stake["planned"]) == (alone, alone, alone, planned)
    (line,) = units_json("--plans", str(folder.parent))["lines"]
    assert (line["planned"], line["led"], line["alone"]) == (planned, planned, planned)
    out = parplan_here("units", "--plan", str(folder), "--lang", "en").out
    assert [line.strip() for line in out.splitlines() if line.strip().startswith("no increase")] == notes
    own = parplan_here("units", "u", "--plan", str(folder), "--lang", "vi").out
    assert ("kế hoạch không ghi mức dự kiến tăng, nên tính theo mục tiêu: x.1" in own) == ("target" in targets)
    assert ("X: kế hoạch không nêu mức dự kiến tăng của: x.1" in own) == (alone is None)


def led_by(folder: Path, index: str, targets: str, leads: dict[str, str]) -> Path:
    """A plan of one index with units that lead a row each."""
    at = write_plan(folder, HEAD + f"indices: [{index}]\n", f"targets: {targets}\n")
    units = ", ".join(f"{{id: {unit}, name: {unit.upper()}}}" for unit in dict.fromkeys(leads.values()))
    tasks = "".join(
        f"  - {{id: t{n}, clause: 1, name: T, lead: [{unit}], serves: [{row}]}}\n" for n, (row, unit) in enumerate(leads.items())
    )
    (at / "tasks.yaml").write_text(f"plan: example\nunits: [{units}]\ntasks:\n{tasks}", encoding="utf-8")
    return at


CAPPED = "{{id: k, name: K, decimals: 2, rows: [{{id: k.1, name: One, max: {most}, score: {score}, counts: {counts}, parts: [{a}, {b}]}}]}}"
PARTS = {"a": "{id: k.a, name: A, max: 5, score: 4}", "b": "{id: k.b, name: B, max: 5, score: 4}"}
BENT = [
    # The row that bends the sum of its parts, what is planned of it and of them; who leads what;
    # what each leads alone, and what anybody leads and one alone does.
    ("capped", 5, 3, 2, (3, 3), {"k.a": "u1", "k.b": "u2"}, {"u1": None, "u2": None}, (2, 2)),
    ("capped", 5, 3, 2, (3, 3), {"k.a": "u1"}, {"u1": None}, (None, None)),
    ("capped", 5, 3, 2, (3, 3), {"k.1": "u1", "k.a": "u2"}, {"u1": None, "u2": None}, (2, None)),
    ("capped", 5, 3, 2, (2, 0), {"k.a": "u1", "k.b": "u2"}, {"u1": 2, "u2": 0}, (2, 2)),  # nothing bends
    ("whole", 10, 0, 10, (1, 1), {"k.a": "u1", "k.b": "u2"}, {"u1": None, "u2": None}, (10, 10)),
]


@pytest.mark.parametrize(("counts", "most", "score", "planned", "parts", "leads", "alone", "covered"), BENT)
def test_what_part_of_a_bent_sum_a_unit_leads(
    tmp_path: Path,
    counts: str,
    most: int,
    score: int,
    planned: int,
    parts: tuple[int, int],
    leads: dict[str, str],
    alone: dict[str, int | None],
    covered: tuple[int | None, int | None],
) -> None:
    scores = {"a": "2", "b": "1"} if counts == "capped" else {"a": "4", "b": "4"}
    held = {key: row.replace("score: 4", f"score: {scores[key]}") for key, row in PARTS.items()}
    index = CAPPED.format(most=most, score=score, counts=counts, **held)
    targets = f"{{k.1: {{planned: {planned}}}, k.a: {{planned: {parts[0]}}}, k.b: {{planned: {parts[1]}}}}}"
    folder = led_by(tmp_path / "many", index, targets, leads)
    found = {unit["id"]: unit["indices"][0] for unit in units_json("--plan", str(folder))["units"]}
    assert {unit: stake["alone"] for unit, stake in found.items()} == alone
    (line,) = units_json("--plans", str(folder.parent))["lines"]
    assert (line["led"], line["alone"], line["leader"]) == (*covered, None if None in alone.values() else "u1")
    (folder / "results.yaml").write_text(
        "plan: example\nresults: [{year: 2023, date: 2023-06-01, layer: published, stage: interim, source: X, scores: {k.a: 4}}]\n",
        encoding="utf-8",
    )
    left = parplan_here("progress", "--unit", "u1", "--as-of", "2023-06-30", "--plan", str(folder), "--lang", "en").out
    assert (" left of the " in left) == (found["u1"]["points"] is not None)
    for lang, said in (("en", "what that brings the index"), ("vi", "phần đóng góp vào chỉ số")):
        out = parplan_here("units", "--plan", str(folder), "--lang", lang).out
        assert (said in " ".join(out.split())) == (None in alone.values())


def test_what_nobody_leads_is_told_in_points_of_the_index(tmp_path: Path) -> None:
    rows = ", ".join(f"{{id: pci.{n}, name: R{n}, weight: {weight}, max: 10, score: 5}}" for n, weight in ((1, 19), (2, 1)))
    index = f"{{id: pci, name: PCI, decimals: 2, aggregate: weighted, scale: 10, max: 100, rows: [{rows}]}}"
    folder = led_by(tmp_path, index, "{pci.1: {planned: 0.10}, pci.2: {planned: 2.00}}", {"pci.1": "u1"})
    assert units_json("--plan", str(folder))["unled"] == [{"id": "pci.2", "name": "R2", "planned": 2, "points": 1, "undivided": False}]
    assert "nobody leads: pci.2 (+1.00)" in parplan_here("units", "--plan", str(folder), "--lang", "en").out
