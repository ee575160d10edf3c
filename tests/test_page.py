"""`parplan report -o page.html`: one file, small, closed to the world, the same each time; and one for every plan of a folder."""

import base64
import hashlib
import json
import re
import shutil
import sys
from importlib import util
from pathlib import Path

import docx
import pytest

from conftest import Parplan
from helpers_cli import DATA, HEAD, parplan, parplan_here, write_plan

KB = 1000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(tmp_path_factory.mktemp("page") / "page.html")


def page(file: Path, *typed: str, lang: str = "vi") -> str:

    ran = parplan_here("report", "-o", str(file), "--lang", lang, *typed)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    return file.read_text(encoding="utf-8")


def text(html: str) -> str:
    """What a reader meets, without marks."""
    body = re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_the_same_call_gives_the_same_bytes(made: str, tmp_path: Path) -> None:
    assert page(tmp_path / "again.html") == made


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_is_small(tmp_path: Path, lang: str) -> None:
    scenarios = ("surveys-at-half", "own-work-only", "as-others-have-done")
    beside = [word for name in scenarios for word in ("--scenario", name)]
    for typed in ([], beside):
        assert len(page(tmp_path / "page.html", *typed, lang=lang).encode()) <= 100 * KB


def test_nothing_comes_from_elsewhere_and_nothing_else_runs(made: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made)
    assert policy is not None
    hashes = {
        kind: base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        for kind in ("style", "script")
        if (found := re.search(rf"<{kind}>(.*?)</{kind}>", made, re.DOTALL))
    }
    assert policy[1] == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{hashes['style']}'; "
        f"script-src 'sha256-{hashes['script']}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r'\b(src|style|on\w+)="', made)
    assert not re.findall(r'href="(?!#|data:)', made)
    assert re.findall(r"https?://[^' \"&]+", made) == ["http://www.w3.org/2000/svg"]  # the name of a format


# The sums of section I of the plan, and what follows from its parts; what came of it is in results.yaml.
TOLD = [
    "77,55 → 88,63 / 100,00",
    "Chỉ số cải cách hành chính (PAR INDEX) điểm 77,55 77,89 77,55",
    "Chỉ số hiệu quả quản trị và hành chính công (PAPI) mục tiêu 43,33 42,95 43,33",
    "Kiểm soát tham nhũng trong khu vực công (mục tiêu) đã ghi nhận A304",
    "Điểm và mức dự kiến tăng cho kết quả 6,25, nhưng văn bản ghi mục tiêu 6,63 (chênh lệch 0,38; vượt sai số làm tròn cho phép 0,015).",
    "“ ≥ 6,63 ” 2.2. Chỉ số PAPI › 4 › Mục tiêu Kế hoạch năm 2023 (điểm)",
    "chênh lệch 0,29",
    "Sở Nội vụ",
    "Xác suất là của kế hoạch hiện tại",
    "41,66 -1,67 không đạt",
    "cao-bang-2023",
    "Số liệu tính theo Văn bản gốc",
    "Đạt 2 trong 8 mục tiêu: Trách nhiệm giải trình với người dân (0,00); Kiểm soát tham nhũng trong khu vực công (+0,12).",
]


@pytest.mark.parametrize("said", TOLD)
def test_what_it_tells(made: str, said: str) -> None:
    told = text(made).replace("\u00a0", " ").replace("<q>", "")
    assert said.replace("“ ", "").replace(" ”", "") in told.replace("“", "").replace("”", "")


def test_its_head_names_what_there_is_below(made: str) -> None:
    listed = re.findall(r'<a href=(?:"#|#)([\w-]+)"?[^>]*>(.*?)</a>', made[made.index("<nav>") : made.index("</nav>")])
    assert [(there, text(said).strip()) for there, said in listed] == [
        ("s-bases", "Tổng điểm theo từng cách tính"),
        ("s-findings", "Mâu thuẫn trong văn bản 6"),
        ("s-units", "Đơn vị chủ trì"),
        ("s-odds", "Xác suất đạt mục tiêu"),
        ("s-outcome", "Kết quả thực tế"),
    ]
    assert all(f"<section id={there} " in made for there, _ in listed)


def test_odds_are_drawn_on_the_scale_of_their_row(made: str) -> None:
    """A stretch for each view, from 5 to 95 percent, and a mark at the target; PAPI's rows go from 1 to 10, the total from 8 to 80."""
    (papi,) = json.loads(parplan_here("simulate", "papi", "--format", "json").out)["indices"]
    section = made[made.index("<section id=s-odds") : made.index("<section id=s-outcome")]
    drawn = re.findall(r"<svg>(.*?)</svg>", section)
    assert len(drawn) == 9 + 1 + 9  # PAR INDEX, SIPAS, PAPI
    for row, rows, picture in zip([*papi["rows"], papi], [1] * 8 + [8], drawn[-9:], strict=True):
        points = (row["outside"]["p5"], row["outside"]["p95"], row["inside"]["p5"], row["inside"]["p95"], row["target"])
        low, high, lower, higher, target = ((float(each) - rows) / (9 * rows) * 100 for each in points)
        places = re.findall(r"([\d.]+)%", picture)
        assert [float(each) for each in places] == pytest.approx([low, high - low, lower, higher - lower, target], abs=0.06)


def test_scenarios_side_by_side_and_how_to_try_them(tmp_path: Path) -> None:
    html = page(tmp_path / "page.html", "--scenario", "surveys-at-half", "--scenario", "own-work-only", lang="en")
    assert "Total 77.55 88.63 87.02 -1.61 83.65 -4.98 88.63" in text(html)
    assert 'href="#par.2.survey=50%&amp;par.4.survey=50%' in html
    assert 'href="#base=current&amp;par.2.admin=100%' in html


def test_scenarios_say_what_they_change_and_why(tmp_path: Path) -> None:
    """By the names of rows, as the report in Word does."""
    plan = write_plan(tmp_path / "plan", RANKED, "targets: {p.1: {planned: 2}}\n")
    changes = "[{share: 50%, because: Funds are cut.}, {id: p.1, set: 8.00, because: Done already.}, {id: p.1, add: 0.5}]"
    (plan / "scenarios").mkdir()
    (plan / "scenarios" / "half.yaml").write_text(f"plan: example\nname: Half\nchanges: {changes}\n", encoding="utf-8")
    made = text(page(tmp_path / "page.html", "--plan", str(plan), "--scenario", "half", lang="en")).replace("\u00a0", " ")
    assert "“Half”: 50% of what the whole plan adds – Funds are cut. One = 8.00 – Done already. One +0.5." in made


def test_odds_are_left_out_without_numpy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name, *more: None if name == "numpy" else found(name, *more))
    html = page(tmp_path / "page.html", lang="en")
    assert "Odds" not in text(html)
    assert "88.63" in text(html)


def test_of_a_plan_with_nothing_beside_it(tmp_path: Path) -> None:
    plan = write_plan(tmp_path / "plan")
    html = page(tmp_path / "page.html", "--plan", str(plan), lang="en")
    assert "No contradiction was found." in text(html)
    assert "Who leads what" not in text(html)
    data = json.loads(re.findall(r'id="data">(.*?)</script>', html)[0])
    assert data["call"] == f"parplan project --plan {plan}"


SUMS = "rows: [{id: p.1, name: A, max: 10, score: 5}, {id: p.2, name: B, max: 10, score: 4.5}]"
# An index's score; what is planned of it, how the totals are told, and which rows are marked with contradiction 1.
TOTALS = [
    ("9.00", "p.1: {planned: 1}", "P score 9.00 9.50", "1 P (score)", ["p"]),
    ("9.50", "p: {target: {percent: 60}}, p.1: {planned: 1}, p.2: {planned: 0.5}", "P target ≥ 60% (12.00) 11.00", "1 P (target)", ["p"]),
    (
        *("9.50", "p: {target: {percent: 60}}, p.1: {target: {percent: 60}}, p.2: {target: {more_than: {percent: 55}}}"),
        *("P target ≥ 60% (12.00) 11.50", "No contradiction was found.", []),
    ),
]


@pytest.mark.parametrize(("score", "targets", "told", "said", "marked"), TOTALS)
def test_totals_contradictions_and_marks_agree(tmp_path: Path, score: str, targets: str, told: str, said: str, marked: list[str]) -> None:
    index = f"{{id: p, name: P, decimals: 2, max: 20, score: {score}, {SUMS}}}"
    folder = write_plan(tmp_path / "plan", f"{HEAD}indices: [{index}]\n", f"targets: {{{targets}}}\n")
    html = page(tmp_path / "page.html", "--plan", str(folder), lang="en")
    made = text(html).replace("\u00a0", " ")
    assert "Totals on each basis A total depends on what it rests on, as each column is headed." in made
    assert told in made
    assert said in made
    assert re.findall(r'<tr data-id="?([\w.]+)"?[^>]*>(?:(?!<tr).)*?#finding-1', html) == marked


@pytest.mark.parametrize("basis", ["parts", "corrected"])
def test_on_another_basis(tmp_path: Path, basis: str) -> None:
    html = page(tmp_path / "page.html", "--basis", basis, lang="en")
    assert f"parplan project --basis {basis}" in html


# A page for every plan.


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    for name in ("a", "b/c", "d"):
        write_plan(tmp_path / "plans" / name)
    (tmp_path / "pages").mkdir()
    return tmp_path


def test_a_file_for_every_plan(plans: Path, parplan: Parplan) -> None:
    ran = parplan("report", "--plans", "plans", "-o", "pages/{plan}.html", cwd=plans)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert sorted(each.name for each in (plans / "pages").iterdir()) == ["a.html", "b-c.html", "d.html"]
    assert "parplan project --plan plans/b/c" in (plans / "pages" / "b-c.html").read_text(encoding="utf-8")


def test_a_plan_that_is_broken_is_told_and_the_others_are_made(plans: Path, parplan: Parplan) -> None:
    (plans / "plans" / "d" / "targets.yaml").write_text("targets: [", encoding="utf-8")
    ran = parplan("report", "--plans", "plans", "-o", "pages/{plan}.html", "--lang", "en", cwd=plans)
    assert ran.code == 1
    assert "plans/d: " in ran.err
    assert "plans that could not be worked out, and have no file: 1 of 3" in ran.err
    assert sorted(each.name for each in (plans / "pages").iterdir()) == ["a.html", "b-c.html"]


REFUSED: dict[str, tuple[list[str], str]] = {
    "no name": (["--plans", "plans", "-o", "page.html"], "--plans takes -o with {plan} in the name"),
    "no output": (["--plans", "plans"], "--plans takes -o with {plan} in the name"),
    "same name": (["--plans", "plans", "-o", "pages/{plan}.html"], "two plans would have the same file, “b-c” (plans/b/c, plans/b-c)"),
    "one plan": (["--plans", "plans", "--plan", "plans/a", "-o", "{plan}.html"], "--plans does not go with --plan"),
    "no folder": (["--plans", "plans", "-o", "nowhere/{plan}.html"], "there is no folder nowhere"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_refused_before_anything_is_made(plans: Path, parplan: Parplan, case: str) -> None:
    typed, said = REFUSED[case]
    if case == "same name":
        write_plan(plans / "plans" / "b-c")
    ran = parplan("report", *typed, "--lang", "en", cwd=plans)
    assert ran.code == 2
    assert said in ran.err.replace("\n  ", " ")
    assert [*(plans / "pages").iterdir()] == []


# What the program does that a Linux desktop opens files with; what is said of that.
OPENS = [
    ("exit 0", ""),
    ("exit 3", "this system has no program to open it with"),
    ("exec /bin/sleep 5", ""),
    (None, "this system has no program"),
]


@pytest.mark.skipif(sys.platform != "linux", reason="there it is another program")
@pytest.mark.parametrize(("does", "said"), OPENS)
def test_it_is_shown(tmp_path: Path, does: str | None, said: str) -> None:
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    if does is not None:
        program.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\necho noise >&2\n{does}\n')
        program.chmod(0o755)
    ran = parplan("report", "-o", "-page.html", "--open", "--lang", "en", cwd=tmp_path, env={"PATH": f"{program.parent}"})
    assert (ran.code, "noise" in ran.err) == (0, False)
    assert said in ran.err.replace("\n  ", " ")
    assert (ran.err == "") == (said == "")
    if does is not None:
        assert (tmp_path / "opened").read_text() == f"{tmp_path.resolve()}/-page.html\n"


def test_a_plan_that_passes_a_limit_itself_is_held_there(tmp_path: Path, parplan: Parplan) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(DATA, plan, ignore=shutil.ignore_patterns("schema"))
    targets = (plan / "targets.yaml").read_text(encoding="utf-8")
    (plan / "targets.yaml").write_text(targets.replace("par.1: {planned: 1,", "par.1: {planned: 3,"), encoding="utf-8")
    ran = parplan("report", "--plan", str(plan), "-o", str(tmp_path / "page.html"))
    assert ran.code == 0, ran.err
    data = json.loads(re.findall(r'id="data">(.*?)</script>', (tmp_path / "page.html").read_text(encoding="utf-8"))[0])
    assert data["clamped"] is True


def test_what_is_planned_nowhere_is_no_plan_of_nothing(tmp_path: Path) -> None:
    rows = "rows: [{id: a.1, name: A, max: 5, score: 3}, {id: a.2, name: B, max: 5, score: 3.5}]"
    indices = f"indices: [{{id: a, name: I, decimals: 2, max: 10, score: 6.5, {rows}}}]\n"
    plan = write_plan(tmp_path / "plan", "plan: {id: x, name: X, year: 2022, target_year: 2023}\n" + indices, "targets: {}\n")
    for lang, heads, said in (
        ("en", "Score Change Projected", "No increase is planned for A; B: the score stays as it is."),
        ("vi", "Điểm Thay đổi Dự báo", "Kế hoạch không nêu mức dự kiến tăng của A; B: giữ nguyên điểm."),
    ):
        told = text(page(tmp_path / f"{lang}.html", "--plan", str(plan), lang=lang))
        assert heads in told
        assert said in told


def test_a_sum_has_the_decimals_of_what_is_added(tmp_path: Path) -> None:
    indices = "indices: [{id: a, name: A, decimals: 2, max: 12, score: 10.125, decimals_of: {score: 3}}]\n"
    plan = write_plan(
        tmp_path / "plan", "plan: {id: x, name: X, year: 2022, target_year: 2023}\n" + indices, "targets: {a: {planned: 0.5}}\n"
    )
    there = ("--plan", str(plan))
    assert "10.125 / 12.00 0.500 10.625 10.625 ✓ would meet" in text(page(tmp_path / "a.html", *there, lang="en"))
    for command, said in (
        ("project", r" 10\.125 +\+0\.500 +10\.625 +12\.00 +10\.625 +0\.00 "),
        ("simulate", r" 10\.125 +10\.625 "),
        ("gap", r" 10\.125 +12\.00 +\+0\.50 +10\.625 "),
    ):
        assert re.search(said, parplan_here(command, *there, "--lang", "en").out), command


def test_its_call_reads_what_the_page_was_made_of(tmp_path: Path) -> None:
    plan = write_plan(tmp_path / "plan")
    (plan / "indicators.yaml").rename(tmp_path / "indicators.yaml")
    (plan / "indicators.yaml").symlink_to("../indicators.yaml")
    html = page(tmp_path / "page.html", "--plan", str(plan), "--follow-links", lang="en")
    call = json.loads(re.findall(r'id="data">(.*?)</script>', html)[0])["call"].split()
    assert call == ["parplan", "project", "--plan", str(plan), "--follow-links"]
    assert parplan_here(*call[1:]).code == 0


RANKED = """\
plan: {id: example, name: Example, year: 2022, target_year: 2023}
indices:
  - id: p
    name: P
    decimals: 2
    max: 20
    score: 10
    rows:
      - {id: p.1, name: One, max: 10, score: 5}
      - {id: p.2, name: Two, max: 10, score: 5, applies: false}
"""


def test_what_only_others_can_tell_is_not_known(tmp_path: Path) -> None:
    """12 points and rank 6: nothing tells what the rank takes, so the target may be missed all the same."""
    targets = "targets: {p: {target: {points: 6, rank: 6}}, p.1: {planned: 2, target: 7}}\n"
    folder = write_plan(tmp_path / "plan", RANKED.replace("score: 10\n", "score: 5\n"), targets)
    made = text(page(tmp_path / "a.html", "--plan", str(folder), lang="en"))
    assert "≥ 6.00, rank 6 not known" in made.replace("\u00a0", " ")
    assert "p.1 " in made
    assert "· does not apply" in made
    assert "rank does not apply" not in made
    assert "P: the chance is of the target" in made  # by name, and no folder is named
    assert "peers/" not in made
    odds = parplan_here("simulate", "--plan", str(folder), "--n", "100", "--lang", "en").out
    alone = "  p: the chance is of the target's points alone, what else it says is not known\n"
    assert alone in odds
    assert alone in parplan_here("gap", "--odds", "--plan", str(folder), "--lang", "en").out
    result = "results: [{year: 2023, date: 2024-04-02, layer: published, stage: final, source: {vi: S, en: S}, scores: {p: 6}}]\n"
    (folder / "results.yaml").write_text(result, encoding="utf-8")
    assert alone in parplan_here("review", "--plan", str(folder), "--lang", "en").out


def test_of_many_that_nobody_leads_the_first_are_named(tmp_path: Path) -> None:
    rows = ", ".join(f"{{id: l.{n}, name: Row {n}, max: 5, score: 3}}" for n in range(1, 13))
    targets = ", ".join(f"l.{n}: {{planned: 0.5}}" for n in range(2, 13))
    folder = write_plan(
        tmp_path / "plan", f"{HEAD}indices: [{{id: l, name: L, decimals: 2, rows: [{rows}]}}]\n", f"targets: {{{targets}}}\n"
    )
    (folder / "tasks.yaml").write_text("units: [{id: u, name: U}]\ntasks: [{id: t, clause: '1', name: T, lead: [u]}]\n", encoding="utf-8")
    said = "No unit leads: Row 2; Row 3; Row 4; Row 5; Row 6; and 6 more."
    assert said in text(page(tmp_path / "page.html", "--plan", str(folder), lang="en"))
    assert parplan_here("report", "--plan", str(folder), "-o", str(tmp_path / "x.docx"), "--lang", "en").code == 0
    assert said in [it.text for it in docx.Document(str(tmp_path / "x.docx")).paragraphs]


def test_sentences_keep_the_case_of_names(tmp_path: Path) -> None:
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\n"
    indices = (
        "indices: [{id: tre, name: eOffice, decimals: 2, better: lower, score: 3}, {id: b, name: B, decimals: 2, max: 10, score: 5}]\n"
    )
    folder = write_plan(tmp_path / "plan", head + indices, "targets: {tre: {target: 2}, b: {planned: 1}}\n")
    assert "eOffice: no chance is known, because the score or the maximum is not." in page(
        tmp_path / "a.html", "--plan", str(folder), lang="en"
    )
