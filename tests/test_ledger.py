"""The ledger: what it knows is known, what it does not is open, whatever else it says."""

import shutil
from pathlib import Path

import pytest

from conftest import ROOT, Parplan


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The embedded plan's files in a folder of the test's own."""
    folder = tmp_path / "plan"
    folder.mkdir()
    for name in ("indicators.yaml", "targets.yaml", "errata.yaml"):
        shutil.copy(ROOT / "data" / name, folder)
    monkeypatch.chdir(tmp_path)
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def concise(parplan: Parplan, *arguments: str) -> tuple[int, list[str]]:
    ran = parplan("validate", "plan", "--format", "concise", "--lang", "en", *arguments)
    return ran.code, [line.split(": ", 1)[1] for line in ran.out.splitlines()]


@pytest.mark.usefixtures("copy")
def test_known_contradictions_do_not_fail_but_are_listed(parplan: Parplan) -> None:
    code, lines = concise(parplan)
    assert code == 0
    assert sum("(known)" in line for line in lines) == 6
    assert parplan("validate", "plan", "--strict").code == 1


def test_without_the_ledger_all_are_open(parplan: Parplan, copy: Path) -> None:
    (copy / "errata.yaml").unlink()
    code, lines = concise(parplan)
    assert code == 1
    assert sorted(line.split(" ")[0] + " " + line.split(" ")[1] for line in lines if line.startswith("error")) == [
        "error[A301] par.5.score:",
        "error[A301] par.8.score:",
        "error[A304] papi.4.target:",
        "error[A305] par.5.target:",
        "error[A305] par.8.target:",
        "error[A307] sipas.score:",
    ]


def test_other_figures_are_a_new_contradiction(parplan: Parplan, copy: Path) -> None:
    change(copy / "targets.yaml", "papi.4: {planned: 0.17, target: 6.63}", "papi.4: {planned: 0.17, target: 6.64}")
    code, lines = concise(parplan)
    assert code == 1
    assert [line for line in lines if "papi.4" in line and line.startswith("error")] == [
        "error[A304] papi.4.target: score and planned increase come to 6.25, but the printed target is 6.64"
        " (difference 0.39; rounding explains at most 0.015)"
    ]
    assert "warning[L501] papi-4-target.id: there is no A304 at papi.4.target with just these figures any more" in lines


def test_a_mended_contradiction_leaves_a_stale_entry(parplan: Parplan, copy: Path) -> None:
    change(copy / "targets.yaml", "papi.4: {planned: 0.17, target: 6.63}", "papi.4: {planned: 0.55, target: 6.63}")
    code, lines = concise(parplan)
    assert code == 0
    assert [line for line in lines if "L501" in line] == [
        "warning[L501] papi-4-target.id: there is no A304 at papi.4.target with just these figures any more"
    ]
    assert parplan("validate", "plan", "--fail-on", "warning").code == 1


# what is changed in errata.yaml, and what is said of it
WRONG = [
    ("rule: A307", "rule: A399", "error[S108] sipas-twice.rule: there is no rule “A399”"),
    (
        "decision: correct\n    correct: {par.8.sipas.score: 7.43}\n    because:\n      vi: Ba",
        "decision: corect\n    because:\n      vi: Ba",
        "error[S104]",
    ),
    ("    at: papi.4.target\n", "", "error[S103] papi-4-target.at: the key “at” is missing"),
    ("figures: {sipas.score: 7.43, par", "figures: {sipas.score: 7.43, par.8.sipas.scor: 1, par", "warning[L501] sipas-twice.id"),
]


@pytest.mark.parametrize(("old", "new", "words"), WRONG)
def test_a_ledger_edited_badly_gets_a_placed_error(parplan: Parplan, copy: Path, old: str, new: str, words: str) -> None:
    change(copy / "errata.yaml", old, new)
    _, lines = concise(parplan)
    assert [line for line in lines if line.startswith(words)], lines


def test_an_entry_without_a_reason_is_an_error(parplan: Parplan, copy: Path) -> None:
    text = (copy / "errata.yaml").read_text(encoding="utf-8")
    head, _, _ = text.rpartition("    because:")
    (copy / "errata.yaml").write_text(head, encoding="utf-8")
    code, lines = concise(parplan)
    assert code == 1
    assert "error[L502] papi-4-target.id: the entry “papi-4-target” gives no reason" in lines


def test_a_correction_of_a_figure_that_does_not_exist(parplan: Parplan, copy: Path) -> None:
    text = (copy / "errata.yaml").read_text(encoding="utf-8")
    (copy / "errata.yaml").write_text(
        text.replace("correct: {par.8.sipas.score: 7.43}", "correct: {par.8.sipa.score: 7.43}"), encoding="utf-8"
    )
    code, lines = concise(parplan)
    assert code == 1
    assert "error[S108] par-8-parts.correct: there is no figure “par.8.sipa.score”" in lines
    assert parplan("gap", "--plan", "plan").code == 2
