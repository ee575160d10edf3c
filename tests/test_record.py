"""`record` and `mark`: what is written into results.yaml and tasks.yaml, and that nothing else in them changes."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_cli import HEAD, Ran, parplan_here, write_plan
from parplan.cli.mark import with_status
from parplan.yaml_text.edit import CannotWrite, appended, with_values
from parplan.yaml_text.source import read
from parplan.yaml_text.write import item

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


def test_an_error_that_was_there_before_does_not_stand_in_the_way(plan: Path) -> None:
    (plan / "results.yaml").write_text(RESULTS.replace("a.survey: 2.1", "a.survey: 4.1"), encoding="utf-8")
    assert record(plan, "a.survey=2.5").code == 0


def test_the_embedded_plan_is_not_written_to() -> None:
    ran = parplan_here("record", "papi=40", "--layer", "survey", "--source", "x", "--lang", "en")
    assert (ran.code, "there is no plan here, and the example that comes with parplan cannot be written to" in ran.err) == (2, True)
    assert parplan_here("mark", "V.7.1", "--status", "done", "--lang", "vi").code == 2


def mark(plan: Path, *arguments: str) -> Ran:
    return parplan_here("mark", *arguments, "--plan", str(plan), "--lang", "en")


def test_a_status_goes_where_the_model_has_it(plan: Path) -> None:
    ran = mark(plan, "V.1", "--status", "done", "--evidence", "bc-12.pdf", "--note", "signed")
    assert ran.code == 0
    assert "V.1: evidence bc-12.pdf (signed)" in ran.out
    assert added(TASKS, (plan / "tasks.yaml").read_text(encoding="utf-8")) == [
        "    status: done",
        "    evidence:",
        '      - {file: "bc-12.pdf", note: "signed"}',
    ]


def test_another_status_takes_the_place_of_the_first_and_evidence_is_added(plan: Path) -> None:
    assert mark(plan, "V.2", "--status", "done", "--evidence", "https://x.y/z").code == 0
    text = (plan / "tasks.yaml").read_text(encoding="utf-8")
    assert text == TASKS.replace("status: doing # since", "status: done # since") + '      - {link: "https://x.y/z"}\n'


def test_a_status_and_a_task_are_taken_as_they_are_printed(plan: Path) -> None:
    assert mark(plan, "v.1", "--status", "Đã hoàn thành").code == 0
    assert "status: done" in (plan / "tasks.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("V.9", "--status", "done"), "there is no task “V.9”; did you mean V.2, V.1?"),
        (("V.1",), "nothing to write: give a --status or some --evidence"),
        (("V.1", "--status", "finished"), "finished"),
    ],
)
def test_what_cannot_be_marked(plan: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = mark(plan, *arguments)
    assert (ran.code, words in ran.err) == (2, True), ran.err
    assert (plan / "tasks.yaml").read_text(encoding="utf-8") == TASKS


FLOW = "units: [{id: so-a, name: A}]\ntasks: [{id: V.1, clause: V.1, name: N, lead: [so-a], serves: [a.admin]}]\n"


def test_a_file_without_a_place_stays_as_it_is(plan: Path) -> None:
    (plan / "tasks.yaml").write_text(FLOW, encoding="utf-8")
    ran = mark(plan, "V.1", "--status", "done")
    assert (ran.code, "tasks.yaml has no place to write to without changing the rest; write it by hand" in ran.err) == (2, True)
    assert (plan / "tasks.yaml").read_text(encoding="utf-8") == FLOW


LISTS = [
    "a:\n- x: 1\n",
    "a:\n  - x: 1\n  - x: 2 # two\n    # further in\n# at the end\n",
    "a: # nothing yet\nb: 1\n",
    "a: []\n",
    "b: 1\na:\n    - x: 1",
]


@pytest.mark.parametrize("text", LISTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_record_is_put_at_the_end_of_its_list(text: str, ending: str) -> None:
    before = read("x", text.replace("\n", ending).encode())
    after = read("x", appended(before, ("a",), [item(["x: 9", "y: 8"])]).encode())
    assert after.value(("a",)) == [*(before.value(("a",)) or []), {"x": "9", "y": "8"}]
    assert after.value(("b",)) == before.value(("b",))
    assert all(line in after.text for line in text.splitlines() if line.strip().startswith("#") or "# two" in line)


@pytest.mark.parametrize("text", ["a: {x: 1}\n", "b: 1\n", "a: [{x: 1}]\n", "a: x\n"])
def test_a_list_that_is_none_takes_nothing(text: str) -> None:
    with pytest.raises(CannotWrite):
        appended(read("x", text.encode()), ("a",), [item(["x: 9"])])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(["", "# remark", "  # further in"])), min_size=1, max_size=4),
    st.data(),
)
def test_marking_changes_one_task_only(tasks: list[tuple[bool, str]], data: st.DataObject) -> None:
    lines = ["tasks:"]
    for number, (has_status, remark) in enumerate(tasks):
        lines += [*([remark] if remark else []), f"  - id: t{number}", "    clause: c", f"    name: n{number}"]
        lines += ["    status: open # so far"] if has_status else []
    source = read("x", "\n".join([*lines, ""]).encode())
    at = data.draw(st.integers(0, len(tasks) - 1))
    after = read("x", with_status(source, at, "done", ["e"], "").encode())
    changed = {"status": "done", "evidence": [{"file": "e"}]}
    assert after.value(("tasks",)) == [task | changed if n == at else task for n, task in enumerate(source.value(("tasks",)))]
    assert all(after.text.count(remark) == source.text.count(remark) for remark in ("# remark", "# further in", "# so far"))


def test_values_that_are_not_given_go() -> None:
    source = read("x", b"a:\n  - k: 1\n    gone: 2\n    last: 3\n")
    assert with_values(source, ("a", 0), {"k": "5"}, ("k", "gone"), "k") == "a:\n  - k: 5\n    last: 3\n"
