"""`record` and `mark`: what is written into results.yaml and tasks.yaml, and that nothing else in them changes."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_cli import HEAD, Ran, parplan_here, write_plan
from parplan.cli.mark import with_status
from parplan.yaml_text.edit import CannotWrite, Values, appended, with_values, without
from parplan.yaml_text.read import read

INDICATORS = (
    HEAD
    + """\
indices:
  - id: a
    name: A
    decimals: 2
    max: 10
    score: 5
    rows:
      - {id: a.admin, name: Own work, max: 6, score: 3}
      - {id: a.survey, name: Survey, max: 4, scored_by: survey, score: 2}
"""
)
TARGETS = "targets:\n  a: {planned: 2, target: 7}\n  a.admin: {planned: 1}\n  a.survey: {planned: 1}\n"
TASKS = """\
# who does what
units:
  - {id: so-a, name: {vi: Sở A, en: Department A}}

tasks:
  - id: V.1 # the first
    clause: V.1
    name: {vi: Việc một, en: Task one}
    lead: [so-a]
    serves: [a.admin]

  # above the second
  - id: V.2
    clause: V.2
    name: {vi: Việc hai, en: Task two}
    lead: [so-a]
    serves: [a.survey]
    deadline: 2023-12-10
    status: doing # since May
    evidence:
      - {file: one.pdf} # signed
"""
TODAY = date.today()
RESULTS = """\
# what has been observed
results:
  - year: 2023
    date: 2023-03-31
    layer: self-assessed
    stage: interim
    source: {vi: Quý I, en: First quarter}
    scores: {a.survey: 2.1} # by telephone

# the end
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    (folder / "tasks.yaml").write_text(TASKS, encoding="utf-8")
    return folder


def record(plan: Path, *arguments: str, lang: str = "en") -> Ran:
    always = ("--layer", "self-assessed", "--date", "2023-06-30", "--source", "Half-year report")
    return parplan_here("record", *arguments, *always, "--plan", str(plan), "--lang", lang)


def added(before: str, after: str) -> list[str]:
    """The lines that are new; every other line stands as before, in the same order."""
    rest = iter(before.splitlines(keepends=True))
    expected = next(rest, None)
    new = []
    for line in after.splitlines(keepends=True):
        if line == expected:
            expected = next(rest, None)
        else:
            new.append(line.rstrip("\r\n"))
    assert expected is None, "a line is gone"
    return new


ENTRY = [
    "  - year: 2023",
    "    date: 2023-06-30",
    "    layer: self-assessed",
    "    stage: interim",
    '    source: "Half-year report"',
    "    scores: {a.survey: 2.50}",
]


def test_the_first_result_makes_the_file(plan: Path) -> None:
    ran = record(plan, "a.survey=2.50", "--interim")
    assert ran == Ran(0, "\n".join(ENTRY) + "\n", f"parplan: written to {plan}/results.yaml\n")
    text = (plan / "results.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Kết quả theo dõi của parplan · What has been observed since.")
    assert text.endswith("results:\n" + "\n".join(ENTRY) + "\n")


def test_a_further_result_goes_to_the_end_and_nothing_else_changes(plan: Path) -> None:
    (plan / "results.yaml").write_text(RESULTS, encoding="utf-8")
    assert record(plan, "a.survey=2.50", "--interim").code == 0
    assert [line for line in added(RESULTS, (plan / "results.yaml").read_text(encoding="utf-8")) if line] == ENTRY


def test_line_ends_and_a_byte_order_mark_stay(plan: Path) -> None:
    before = b"\xef\xbb\xbf" + RESULTS.replace("\n", "\r\n").encode()
    (plan / "results.yaml").write_bytes(before)
    assert record(plan, "a.survey=2.50").code == 0
    after = (plan / "results.yaml").read_bytes()
    assert after.startswith(b"\xef\xbb\xbf# what")
    assert after.count(b"\n") == after.count(b"\r\n") > before.count(b"\r\n")


# what is typed as KEY=VALUE, with the spaces that people put around the sign, and to which command
PAIRS = [
    ("project", "a", "--set", "a.admin=4"),
    ("project", "a", "--add", "a.admin=+0.5"),
    ("project", "a", "--share", "a.admin=50%"),
    ("project", "a", "--fail-under", "a=6"),
    ("simulate", "a", "--range", "a.admin=3,4,5"),
    ("reach", "a", "--by", "cheapest", "--cost", "a.admin=3"),
    ("gap", "a", "--fail-under", "a=4"),
]


@pytest.mark.parametrize("typed", PAIRS, ids=[row[2] for row in PAIRS])
def test_pairs_are_typed_with_or_without_spaces(plan: Path, typed: tuple[str, ...]) -> None:
    *words, pair = typed
    spaced = f" {pair.replace('=', ' = ').replace(',', ', ')} "
    tight, loose = (parplan_here(*words, text, "--plan", str(plan), "--format", "json", "--lang", "en") for text in (pair, spaced))
    assert (tight.code, tight.err) == (0, "")
    assert (loose.code, loose.out.replace(spaced, pair)) == (0, tight.out)


def test_a_result_is_typed_with_or_without_spaces(plan: Path) -> None:
    assert record(plan, "a.admin = 4", "--rank", " a.admin = 3/5 ", "--interim").code == 0
    said = (plan / "results.yaml").read_text(encoding="utf-8")
    assert "a.admin: 4" in said
    assert "a.admin: 3/5" in said


def test_several_scores_ranks_and_evidence(plan: Path) -> None:
    ran = record(
        plan, "a=6", "a.admin=3.5", "a.survey=2.5", "--rank", "a=38/61", "--evidence", "12/BC", "--evidence", "https://x.y/z", "--interim"
    )
    assert ran.code == 0
    assert ran.out.splitlines()[5:] == [
        "    scores: {a: 6, a.admin: 3.5, a.survey: 2.5}",
        "    ranks: {a: 38/61}",
        "    evidence:",
        '      - {file: "12/BC"}',
        '      - {link: "https://x.y/z"}',
    ]
    assert "warning" not in ran.err
    rows = json.loads(parplan_here("progress", "--as-of", "2023-07-01", "--plan", str(plan), "--format", "json").out)["indices"]
    assert [(row["id"], row["score"], row["observation"]["rank"]) for row in rows] == [("a", 6, {"at": 38, "of": 61})]


def test_an_administrative_gain_without_evidence_is_written_and_told(plan: Path) -> None:
    ran = record(plan, "a.admin=3.5")
    assert ran.code == 0
    assert "warning[O817]: a.admin: claims 0.5 more, and nothing shows it" in ran.err
    assert (plan / "results.yaml").exists()


REFUSED = [
    (("a.admin=3,5",), "“a.admin=3,5”: did you mean a.admin=3.5?"),
    (("a.admin=+0.5",), "a.admin: “+0.5” is a change; record the score itself, such as a.admin=8.00"),
    (("a.admin",), "“a.admin” is not of the form ID=POINTS, such as par.7.admin=8.00"),
    (("a.admn=3.5",), "the plan has no id “a.admn”; did you mean a.admin?"),
    (("a.*=3.5",), "the plan has no id “a.*”"),
    (("a.admin=3.5", "a.admin=3.6"), "a.admin is given twice"),
    (("a.admin=3.5", "--rank", "a.admin=first"), "“a.admin=first” is not of the form ID=RANK, such as papi=38/61"),
    (("a.admin=6.5",), "results.yaml would have the errors above"),
    (("a.admin=3.5", "--year", "2024"), "results.yaml would have the errors above"),
    (("a.admin=3.5", "--rank", "a=1/2"), "results.yaml would have the errors above"),
]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_what_cannot_be_leaves_the_file_as_it_was(plan: Path, arguments: tuple[str, ...], words: str, *, there: bool) -> None:
    file = plan / "results.yaml"
    if there:
        file.write_text(RESULTS, encoding="utf-8")
    ran = record(plan, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert file.exists() == there
    assert not there or file.read_text(encoding="utf-8") == RESULTS


def test_the_same_again_is_refused(plan: Path) -> None:
    assert record(plan, "a.survey=2.5").code == 0
    before = (plan / "results.yaml").read_bytes()
    ran = record(plan, "a.survey=2.6", lang="vi")
    assert ran.code == 2
    assert "lỗi[O818]: a.survey: đã có điểm cùng loại, cùng ngày" in ran.err
    assert "không ghi gì" in ran.err
    assert (plan / "results.yaml").read_bytes() == before


# --- replacing -------------------------------------------------------------------------------------------------------------------

SEVERAL = """\
results: # by layer
  - year: 2023
    date: 2023-06-30
    layer: self-assessed
    stage: interim
    source: {vi: Sáu tháng, en: Half-year}
    scores: {a.survey: 2.1, a.admin: 3.2} # by telephone
    evidence: [{file: bc-1.pdf}]

  # of one row
  - {year: 2023, date: 2024-04-02, layer: published, source: "PAPI", scores: {a.survey: 2.4}, ranks: {a.survey: 38/61}}
  - year: 2023
    date: 2024-02-01
    layer: survey
    source: One
    scores:
      a.survey: 2.2 # first
  - year: 2023
    date: 2024-03-01
    layer: survey
    source: Two
    scores:
      a.survey: 2.3
# the end
"""
TO_PUBLISHED = ("--layer", "published", "--source")
# What is typed, and what changes in the file.
REPLACED = [
    (("a.survey=2.25", "--layer", "self-assessed", "--interim", "--source", "Half-year"), [("a.survey: 2.1,", "a.survey: 2.25,")]),
    (
        ("a.admin=3.10", "--layer", "tự đánh giá", "--interim", "--date", "2023-06-30", "--source", "Sáu tháng"),
        [("a.admin: 3.2}", "a.admin: 3.10}")],
    ),
    (
        (
            "a.admin=3.1",
            "a.survey=2",
            "--layer",
            "self-assessed",
            "--interim",
            "--source",
            "New",
            "--evidence",
            "bc-1.pdf",
            "--evidence",
            "bc-2.pdf",
        ),
        [
            ("a.survey: 2.1, a.admin: 3.2", "a.survey: 2, a.admin: 3.1"),
            ("{vi: Sáu tháng, en: Half-year}", '"New"'),
            ("[{file: bc-1.pdf}]", '[{file: bc-1.pdf}, {file: "bc-2.pdf"}]'),
        ],
    ),
    (
        ("a.survey=2.45", "--rank", "a.survey=37/61", *TO_PUBLISHED, "PAPI 2023"),
        [("a.survey: 2.4}", "a.survey: 2.45}"), ("38/61", "37/61"), ('"PAPI"', '"PAPI 2023"')],
    ),
    (("a.survey=2.45", *TO_PUBLISHED, "PAPI", "--evidence", "x"), [("a.survey: 2.4}", 'a.survey: 2.45}, evidence: [{file: "x"}]')]),
    (("a.survey=2.35", "--layer", "survey", "--date", "2024-03-01", "--source", "Two"), [("a.survey: 2.3\n", "a.survey: 2.35\n")]),
    (
        ("a.survey=2.2", "--rank", "a.survey=3/61", "--layer", "survey", "--date", "2024-02-01", "--source", "One"),
        [("      a.survey: 2.2 # first\n", "      a.survey: 2.2 # first\n    ranks: {a.survey: 3/61}\n")],
    ),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("arguments", "changes"), REPLACED)
def test_a_score_recorded_wrongly_is_replaced_and_nothing_else(
    plan: Path, arguments: tuple[str, ...], changes: list[tuple[str, str]], ending: str
) -> None:
    before = SEVERAL.replace("\n", ending)
    (plan / "results.yaml").write_bytes(before.encode())
    ran = parplan_here("record", *arguments, "--replace", "--plan", str(plan), "--lang", "en")
    assert ran.code == 0, ran.err
    for old, new in changes:
        assert before.count(old.replace("\n", ending)) == 1
        before = before.replace(old.replace("\n", ending), new.replace("\n", ending))
    assert (plan / "results.yaml").read_bytes() == before.encode()
    assert ran.out.replace("\n", ending) in before


NOT_REPLACED = [
    (
        ("a.survey=2.5", "--layer", "appraised"),
        "no result of 2023 (appraised, final) holds a.survey; to record it anew, leave out --replace",
    ),
    (("a=5.5", *TO_PUBLISHED[:2]), "no result of 2023 (published, final) holds a;"),
    (
        ("a.survey=2.5", "a.admin=3", *TO_PUBLISHED[:2]),
        "no result of 2023 (published, final) holds all of a.survey, a.admin; there is one of 2024-04-02",
    ),
    (("a.survey=2.5", *TO_PUBLISHED[:2], "--year", "2022"), "no result of 2022 (published, final) holds a.survey;"),
    (
        ("a.survey=2.5", *TO_PUBLISHED[:2], "--date", "2024-04-03"),
        "no result of 2023 (published, final) holds all of a.survey; there is one of 2024-04-02",
    ),
    (("a.survey=2.5", "--layer", "self-assessed"), "no result of 2023 (self-assessed, final) holds a.survey;"),
    (
        ("a.survey=2.5", "--layer", "survey"),
        "several results of 2023 (survey, final) hold a.survey, of 2024-02-01, 2024-03-01; say which with --date",
    ),
    (
        ("a.survey=2.5", "--layer", "self-assessed", "--interim"),
        "that result also holds a.admin, the evidence bc-1.pdf, from its own source; give these too",
    ),
    (
        ("a.survey=2.5", "a.admin=3", "--layer", "self-assessed", "--interim", "--evidence", "bc-2.pdf"),
        "that result also holds the evidence bc-1.pdf, from its own source; give these too",
    ),
    (
        ("a.survey=2.5", "--layer", "self-assessed", "--interim", "--source", "Half-year", "--evidence", "bc-2.pdf"),
        "that result also holds a.admin, which the evidence would show too; give these too, or leave out --evidence",
    ),
    (("a.survey=2.5", *TO_PUBLISHED[:2]), "that result also holds the rank of a.survey, from its own source; give these too"),
    (
        ("a.survey=2.5", "a.admin=3", *TO_PUBLISHED[:2], "--date", "2024-04-02"),
        "no result of 2024-04-02 (published, final) holds all of a.survey, a.admin; give only ids that one holds: a.survey",
    ),
    (("a.survey=9", "--rank", "a.survey=1/61", *TO_PUBLISHED[:2]), "nothing was written"),
]


@pytest.mark.parametrize(("arguments", "words"), NOT_REPLACED)
def test_what_is_not_replaced(plan: Path, arguments: tuple[str, ...], words: str) -> None:
    (plan / "results.yaml").write_text(SEVERAL, encoding="utf-8")
    source = () if "--source" in arguments else ("--source", "New")
    ran = parplan_here("record", *arguments, *source, "--replace", "--plan", str(plan), "--lang", "en")
    assert (ran.code, ran.out, words in ran.err) == (2, "", True), ran.err
    assert (plan / "results.yaml").read_text(encoding="utf-8") == SEVERAL


def test_evidence_is_added_to_what_is_there(plan: Path) -> None:
    shown = """\
    evidence: # all of it
      # of the first half
      - file: 12/BC
        note: signed # by the head
        date: 2024-01-10
      - {link: "https://x.y/z"} # the page
"""
    before = "results:\n  - year: 2023\n    date: 2024-01-15\n    layer: self-assessed\n    source: S\n    scores: {a.admin: 3}\n"
    (plan / "results.yaml").write_text(f"plan: example\n{before}{shown}", encoding="utf-8")
    more = [typed for it in ("12/BC", "bc-2.pdf", "bc-2.pdf", "https://x.y/z") for typed in ("--evidence", it)]
    ran = parplan_here(*f"record a.admin=3.5 --layer self-assessed --source S --replace --plan {plan}".split(), *more)
    assert ran.code == 0, ran.err
    after = f"plan: example\n{before.replace('3}', '3.5}')}{shown}" + '      - {file: "bc-2.pdf"}\n'
    assert (plan / "results.yaml").read_text(encoding="utf-8") == after


def test_nothing_is_replaced_where_nothing_was_recorded(plan: Path) -> None:
    ran = record(plan, "a.survey=2.5", "--replace", lang="vi")
    assert (ran.code, "chưa có kết quả năm 2023 (tự đánh giá, cả năm) nào của a.survey để thay" in ran.err) == (2, True)
    assert not (plan / "results.yaml").exists()


def test_the_refusal_of_a_second_score_names_the_way_out(plan: Path) -> None:
    for _ in range(2):
        ran = record(plan, "a.survey=2.5")
    assert (ran.code, "`parplan record --replace`" in ran.err) == (2, True)


def test_a_fact_is_replaced_by_whichever_of_its_ids_it_was_recorded(plan: Path) -> None:
    twin = "  - {id: b, name: B, same_as: a.survey, decimals: 2, max: 4, score: 2}\n"
    (plan / "indicators.yaml").write_text(INDICATORS + twin, encoding="utf-8")
    assert record(plan, "a.survey=2.5").code == 0
    assert record(plan, "b=2.6", "--replace").out.endswith("    scores: {a.survey: 2.6}\n")


def test_an_error_that_was_there_before_does_not_stand_in_the_way(plan: Path) -> None:
    (plan / "results.yaml").write_text(RESULTS.replace("a.survey: 2.1", "a.survey: 4.1"), encoding="utf-8")
    assert record(plan, "a.survey=2.5").code == 0


def test_a_score_is_taken_as_a_percent_of_its_maximum_too(plan: Path) -> None:
    assert record(plan, "a.survey=62.5%").out.endswith("    scores: {a.survey: 2.50}\n")  # of 4
    assert "did you mean a.survey=62.5%?" in record(plan, "a.survey=62,5%").err


@pytest.mark.parametrize("maximum", ["max: 0, bonus: true, floor: -2, score: -1", "score: 1"])
def test_no_score_is_a_percent_of_no_maximum(plan: Path, maximum: str) -> None:
    row = f"  - {{id: b, name: B, decimals: 2, rows: [{{id: b.1, name: Off, {maximum}}}]}}\n"
    (plan / "indicators.yaml").write_text(INDICATORS + row, encoding="utf-8")
    ran = record(plan, "b.1=50%")
    assert (ran.code, "b.1 has no maximum above 0 to take a percent of: give points" in ran.err) == (2, True), ran.err
    assert "b.1 không có điểm tối đa lớn hơn 0 để tính tỷ lệ" in record(plan, "b.1=50%", lang="vi").err
    assert not (plan / "results.yaml").exists()


def test_a_file_of_another_plan_is_not_written_to(plan: Path) -> None:
    (plan / "results.yaml").write_text("plan: another\n" + RESULTS.partition("\n")[2], encoding="utf-8")
    before = (plan / "results.yaml").read_bytes()
    ran = record(plan, "a.survey=2.5")
    assert (ran.code, "error[S114]" in ran.err, "nothing was written" in ran.err) == (2, True, True)
    assert (plan / "results.yaml").read_bytes() == before


def test_the_embedded_plan_is_not_written_to() -> None:
    ran = parplan_here("record", "papi=40", "--layer", "survey", "--source", "x", "--lang", "en")
    assert (ran.code, "there is no plan here, and the example that comes with parplan cannot be written to" in ran.err) == (2, True)
    assert parplan_here("mark", "V.7.1", "--status", "done", "--lang", "vi").code == 2


@pytest.mark.parametrize("beside", ["results.yaml.txt", "results-2023.yaml", "Copy of results.yaml"])
def test_no_second_file_is_begun_beside_one_that_is_nearly_named_so(plan: Path, beside: str) -> None:
    """Which nobody would read any more."""
    (plan / "results.yaml").unlink(missing_ok=True)
    (plan / beside).write_text(RESULTS, encoding="utf-8")
    ran = record(plan, "a.survey=2.50")
    assert (ran.code, ran.out) == (2, "")
    assert f"parplan: error: there is no file results.yaml, but there is {beside}: rename it" in ran.err.replace(f"{plan}/", "")
    assert not (plan / "results.yaml").exists()


def mark(plan: Path, *arguments: str) -> Ran:
    return parplan_here("mark", *arguments, "--plan", str(plan), "--lang", "en")


def test_a_status_goes_where_the_model_has_it(plan: Path) -> None:
    ran = mark(plan, "V.1", "--status", "done", "--evidence", "bc-12.pdf", "--note", "signed")
    assert ran.code == 0
    assert "V.1: evidence bc-12.pdf (signed)" in ran.out
    assert added(TASKS, (plan / "tasks.yaml").read_text(encoding="utf-8")) == [
        "    status: done",
        f"    since: {TODAY}",
        "    evidence:",
        '      - {file: "bc-12.pdf", note: "signed"}',
    ]


def test_another_status_takes_the_place_of_the_first_and_evidence_is_added(plan: Path) -> None:
    assert mark(plan, "V.2", "--status", "done", "--evidence", "https://x.y/z").code == 0
    text = (plan / "tasks.yaml").read_text(encoding="utf-8")
    done = TASKS.replace("status: doing # since May\n", f"status: done # since May\n    since: {TODAY}\n")
    assert text == done + '      - {link: "https://x.y/z"}\n'


def test_a_status_keeps_its_day_until_it_is_another_one(plan: Path) -> None:
    """What was done in June is not done again when its evidence comes in September."""

    def since() -> list[str]:
        return re.findall(r"V\.1\n(?:    .*\n)*?    since: (.*)\n", (plan / "tasks.yaml").read_text(encoding="utf-8"))

    assert mark(plan, "V.1", "--status", "done", "--date", "2023-06-20").code == 0
    assert since() == ["2023-06-20"]
    assert mark(plan, "V.1", "--status", "done", "--evidence", "x").code == 0
    assert since() == ["2023-06-20"]
    assert mark(plan, "V.1", "--status", "done", "--date", "2023-06-21").code == 0
    assert since() == ["2023-06-21"]
    assert mark(plan, "V.1", "--status", "doing").code == 0
    assert since() == [str(TODAY)]


def test_what_is_there_already_is_not_said_to_be_written(plan: Path) -> None:
    ran = mark(plan, "V.2", "--status", "doing", "--evidence", "one.pdf")
    assert (ran.code, ran.err) == (0, "parplan: V.2: nothing of that is new, so nothing was written\n")
    assert (plan / "tasks.yaml").read_text(encoding="utf-8") == TASKS


def test_a_status_that_never_had_a_day_gets_none_by_being_said_again(plan: Path) -> None:
    assert mark(plan, "V.2", "--status", "doing", "--evidence", "x").code == 0
    assert "since:" not in (plan / "tasks.yaml").read_text(encoding="utf-8")


def test_a_status_and_a_task_are_taken_as_they_are_printed(plan: Path) -> None:
    assert mark(plan, "v.1", "--status", "Đã hoàn thành").code == 0
    assert "status: done" in (plan / "tasks.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("V.9", "--status", "done"), "there is no task “V.9”; did you mean V.2, V.1?"),
        (("V.1",), "nothing to write: give a --status or some --evidence"),
        (("V.1", "--evidence", "x", "--date", "2023-06-20"), "the day is that of a status: add --status"),
        (("V.1", "--status", "done", "--date", "2099-06-20"), "2099-06-20 has not come yet"),
        (("V.1", "--status", "done", "--date", "20/13/2023"), "--date “20/13/2023”: not a day such as 2023-12-10"),
        (("V.1", "--status", "finished"), "finished"),
    ],
)
def test_what_cannot_be_marked(plan: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = mark(plan, *arguments)
    assert (ran.code, words in ran.err) == (2, True), ran.err
    assert (plan / "tasks.yaml").read_text(encoding="utf-8") == TASKS


HEAD_OF_TASKS = "units: [{id: so-a, name: A}]\n"
ONE = "{id: V.1, clause: V.1, name: N, lead: [so-a], serves: [a.admin]§} # by phone\n"
OVER_LINES = "{\n      id: V.1,\n      clause: V.1,\n      name: N,\n      lead: [so-a],\n      serves: [a.admin]§,\n    }\n"
NEXT = "  - {id: V.2, clause: V.2, name: M, lead: [so-a], serves: [a.survey]}\n"
# The tasks, with § where status and evidence are to stand; what stands between two of them.
BRACES = {
    "a task in one line": ("tasks:\n  - " + ONE + NEXT, ", "),
    "a key a line": ("tasks:\n  - " + OVER_LINES + NEXT, ",\n      "),
    "a comment behind the last key": (
        "tasks:\n  - " + OVER_LINES.replace("§,", ", # not {yet}§") + NEXT,
        "\n      §,",
    ),
    "without a last comma": ("tasks:\n  - " + OVER_LINES.replace("§,", "§") + NEXT, ",\n      "),
    "a closing brace behind the last key": ("tasks:\n  - " + OVER_LINES.replace("§,\n    }", "§}"), ",\n      "),
    "a list in brackets": ("tasks: [" + ONE.replace("} #", "}] #"), ", "),
    "a file in braces": ("{units: [{id: so-a, name: A}], tasks: [" + ONE.replace("} #", "}]} #"), ", "),
    "blanks inside": ("tasks:\n  - " + ONE.replace("{id", "{ id").replace("§}", "§ }") + NEXT, ", "),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark_of_order", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
@pytest.mark.parametrize(("layout", "between"), BRACES.values(), ids=BRACES.keys())
def test_a_task_in_braces_is_marked_inside_them(plan: Path, layout: str, between: str, mark_of_order: bytes, ending: str) -> None:
    head = "" if layout.startswith("{") else HEAD_OF_TASKS

    def bytes_of(*pieces: str) -> bytes:
        """The file with these put in."""
        form = between if "§" in between else f"{between}§"
        put = "".join(form.replace("§", piece) for piece in pieces)
        return mark_of_order + (head + layout.replace("§", put)).replace("\n", ending).encode()

    file = plan / "tasks.yaml"
    file.write_bytes(bytes_of())
    assert mark(plan, "V.1", "--status", "doing", "--date", "2023-06-20").code == 0
    assert file.read_bytes() == bytes_of("status: doing", "since: 2023-06-20")
    assert mark(plan, "V.1", "--evidence", "bc-1.pdf").code == 0
    assert file.read_bytes() == bytes_of("status: doing", "since: 2023-06-20", 'evidence: [{file: "bc-1.pdf"}]')
    assert mark(plan, "V.1", "--status", "done", "--evidence", "https://x.y/z", "--note", "k, {ý}").code == 0
    evidence = 'evidence: [{file: "bc-1.pdf"}, {link: "https://x.y/z", note: "k, {ý}"}]'
    assert file.read_bytes() == bytes_of("status: done", f"since: {TODAY}", evidence)


def test_evidence_that_is_given_twice_is_written_once(plan: Path) -> None:
    assert mark(plan, "V.1", "--evidence", "q.pdf", "--evidence", "q.pdf", "--note", "signed").code == 0
    assert mark(plan, "V.1", "--evidence", "q.pdf").code == 0  # its note is there already
    assert (plan / "tasks.yaml").read_text(encoding="utf-8").count("q.pdf") == 1
    assert record(plan, "a=6", "--evidence", "q.pdf", "--evidence", "q.pdf").out.count("q.pdf") == 1


def test_evidence_that_is_none_so_far(plan: Path) -> None:
    text = TASKS.replace("    serves: [a.admin]\n", "    serves: [a.admin]\n    evidence: [] # none yet\n")
    (plan / "tasks.yaml").write_text(text, encoding="utf-8")
    assert mark(plan, "V.1", "--evidence", "x").code == 0
    assert (plan / "tasks.yaml").read_text(encoding="utf-8") == text.replace("[] #", '[{file: "x"}] #')


def test_a_file_without_a_place_stays_as_it_is(plan: Path) -> None:
    (plan / "results.yaml").write_text("{}\n", encoding="utf-8")
    ran = record(plan, "a.survey=2.50")
    assert (ran.code, "results.yaml has no place to write to without changing the rest; write it by hand" in ran.err) == (2, True)
    assert (plan / "results.yaml").read_text(encoding="utf-8") == "{}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("results: [{year: 2022, date: 2023-03-31, layer: survey, scores: {a.survey: 2.1}}] # one\n", "}}, {} ] # one"),
        ("results: []\n", "results:\n"),
        ("{results: []}\n", "{results: [{}]}\n"),
    ],
)
def test_a_result_goes_into_brackets(plan: Path, before: str, after: str) -> None:
    (plan / "results.yaml").write_text(before, encoding="utf-8")
    assert record(plan, "a.survey=2.50", "--interim").code == 0
    put = '{year: 2023, date: 2023-06-30, layer: self-assessed, stage: interim, source: "Half-year report", scores: {a.survey: 2.50}}'
    written = (plan / "results.yaml").read_text(encoding="utf-8")
    if after.endswith(":\n"):
        assert written == after + "\n".join(ENTRY) + "\n"
    else:
        assert after.replace("{} ", put).replace("[{}]", f"[{put}]") in written
        assert written.replace(put, "").replace(", ]", "]") == before


LISTS = [
    "a:\n- x: 1\n",
    "a:\n  - x: 1\n  - x: 2 # two\n    # further in\n# at the end\n",
    "a: # nothing yet\nb: 1\n",
    "a: []\n",
    "b: 1\na:\n    - x: 1",
    "a: [{x: 1}]\n",
    "b: 1\na:\n  - {x: 1}\n",
    "b: 1\na: [\n    {x: 1}, # two\n    {x: 2},\n    # at the end: ]\n  ]\n",
    "{b: 1, a: []}\n",
    "a:\n  []\n",
    "b: 1\n",
    "{b: 1}\n",
    "b: # further in\n  - c: 1\n# at the end",
]


@pytest.mark.parametrize("text", LISTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_record_is_put_at_the_end_of_its_list(text: str, ending: str) -> None:
    before = read("x", text.replace("\n", ending).encode())
    after = read("x", appended(before, ("a",), [{"x": 9, "y": 8}]).encode())
    assert after.value(("a",)) == [*(before.value(("a",)) or []), {"x": "9", "y": "8"}]
    assert after.value(("b",)) == before.value(("b",))
    assert all(line in after.text for line in text.splitlines() if line.strip().startswith("#") or "# two" in line)


@pytest.mark.parametrize("text", ["", "a: x\n", "{a: }\n"])
def test_a_list_that_is_none_takes_nothing(text: str) -> None:
    with pytest.raises(CannotWrite):
        appended(read("x", text.encode()), ("a",), [{"x": 9}])


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["", "# remark", "  # further in"]), st.sampled_from(["lines", "line", "braces"])),
        min_size=1,
        max_size=4,
    ),
    st.data(),
)
def test_marking_changes_one_task_only(tasks: list[tuple[bool, str, str]], data: st.DataObject) -> None:
    lines = ["tasks:"]
    for number, (has_status, remark, form) in enumerate(tasks):
        keys = [f"id: t{number}", "clause: c", f"name: n{number}", *(["status: open"] if has_status else [])]
        lines += [remark] if remark else []
        if form == "lines":
            lines += [("    " if at else "  - ") + key for at, key in enumerate(keys)]
        elif form == "line":
            lines += [f"  - {{{', '.join(keys)}}}"]
        else:
            lines += ["  - {", *(f"      {key}," for key in keys), "    }"]
        lines[-1] += " # so far"
    source = read("x", "\n".join([*lines, ""]).encode())
    at = data.draw(st.integers(0, len(tasks) - 1))
    after = read("x", with_status(source, at, {"status": "done"}, ["e"], "").encode())
    changed = {"status": "done", "evidence": [{"file": "e"}]}
    assert after.value(("tasks",)) == [task | changed if n == at else task for n, task in enumerate(source.value(("tasks",)))]
    assert all(after.text.count(remark) == source.text.count(remark) for remark in ("# remark", "# further in", "# so far"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  - k:\n    b: 1\n", "a:\n  - k: 5\n    b: 1\n"),
        ("a: [{k: , b: 1}]\n", "a: [{k: 5, b: 1}]\n"),
        ("a: [{k: ~, b: 1}]\n", "a: [{k: 5, b: 1}]\n"),
        ("a: [{k: {}, b: 1}]\n", "a: [{k: 5, b: 1}]\n"),
    ],
)
def test_an_empty_value_is_filled(before: str, after: str) -> None:
    assert with_values(read("x", before.encode()), Values(("a", 0), {"k": 5}, ("k",), "k")) == after


def test_records_change_together() -> None:
    text = "a: [{k: 1}, {k: 2, m: 3}]\nb:\n  - k: 4 # so far\n  - {k: 5}\n"
    changes = [
        Values(("a", 0), {"k": 6, "n": 7}, ("k", "n"), "k"),
        Values(("b", 0), {"n": 8}, ("n",), "k"),
        Values(("b", 1), {"k": 9}, ("k",), "k"),
    ]
    after = "a: [{k: 6, n: 7}, {k: 2, m: 3}]\nb:\n  - k: 4 # so far\n    n: 8\n  - {k: 9}\n"
    assert with_values(read("x", text.encode()), *changes) == after


TAKEN_OUT = [
    ("a: [{k: 1, gone: 2, last: 3}]\n", "a: [{k: 1, last: 3}]\n"),
    ("a: [{gone: 2, k: 1, last: 3}]\n", "a: [{k: 1, last: 3}]\n"),
    ("a: [{k: 1, last: 3, gone: [2, {x: y}]}]\n", "a: [{k: 1, last: 3}]\n"),
    ("a: [{\n  k: 1,\n  gone: [\n    2,\n  ], # so\n  last: 3,\n}]\n", "a: [{\n  k: 1,\n  last: 3,\n}]\n"),
    ("a: [{\r\n  k: 1,\r\n  last: 3,\r\n  gone: 2\r\n}]\r\n", "a: [{\r\n  k: 1,\r\n  last: 3,\r\n}]\r\n"),
]


@pytest.mark.parametrize(("before", "after"), TAKEN_OUT)
def test_a_key_is_taken_out_of_braces(before: str, after: str) -> None:
    assert without(read("x", before.encode()), ("a", 0, "gone")) == after


def test_values_that_are_not_given_go() -> None:
    source = read("x", b"a:\n  - k: 1\n    gone: 2\n    last: 3\n")
    assert with_values(source, Values(("a", 0), {"k": 5}, ("k", "gone"), "k")) == "a:\n  - k: 5\n    last: 3\n"


# A plan with targets of 2025 and 2026: what is recorded on which day, and of which year that is.
OF_YEARS = [
    (("--layer", "published", "--date", "2026-04-01"), 2025),
    (("--layer", "published", "--date", "2025-12-31"), 2025),  # nothing is over yet: the first that will be
    (("--layer", "self-assessed", "--interim", "--date", "2025-06-30"), 2025),
    (("--layer", "self-assessed", "--interim", "--date", "2026-06-30"), 2026),
]


@pytest.mark.parametrize(("asked", "year"), OF_YEARS)
def test_a_result_is_of_the_year_that_its_day_tells(tmp_path: Path, asked: tuple[str, ...], year: int) -> None:
    rows = "[{id: a, name: A, decimals: 2, max: 100, score: 50}, {id: b, name: B, decimals: 2, max: 100, score: 50}]"
    head = "plan: {id: example, name: Example, year: 2024, target_year: 2026}\n"
    targets = "targets: {a: {target: {2025: 60, 2026: 80}}, b: {target: {2025: 60, 2026: 80}}}\n"
    folder = write_plan(tmp_path / "plan", f"{head}indices: {rows}\n", targets)
    for score in ("a=61", "b=62"):  # the second is of the same year, although the first has an outcome now
        assert parplan_here("record", score, *asked, "--source", "s", "--plan", str(folder)).code == 0
    assert (folder / "results.yaml").read_text(encoding="utf-8").count(f"year: {year}") == 2
