"""Thousands of broken plans: whatever a file holds, reading and checking it ends in findings with places, never in an exception.

The embedded plan's files are damaged at random (always the same way: the seeds are fixed), then checked and rendered.
"""

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers_cli import DATA, FILES, ROOT, clean, parplan_here, write_plan
from mutations import damaged
from parplan.checks.plan import Checked, check
from parplan.model.files import FileKind
from parplan.model.findings import Finding
from parplan.points import Lang
from parplan.render import json as json_text
from parplan.render.findings import concise, github
from parplan.render.findings import excerpt as text
from parplan.render.layout import Screen
from parplan.reports import validate as report
from parplan.yaml_text.read import MAX_DEPTH, read
from parplan.yaml_text.source import Source, Sources
from reading import check_text

PLANS = 600  # damaged plans in all, in batches, so that a failure names a small one
BATCHES = 15
THROUGH_THE_COMMAND_LINE = 25
LANGS: tuple[Lang, ...] = ("vi", "en")
PLAIN = Screen(None, colour=False)


@cache
def whole() -> dict[FileKind, str]:
    """The files that are damaged."""
    return {kind: (DATA / f"{kind}.yaml").read_text(encoding="utf-8") for kind in kinds()}


def kinds() -> tuple[FileKind, ...]:
    return ("indicators", "targets", "errata")


@cache
def sound(kind: FileKind) -> Source:
    return read(f"{kind}.yaml", whole()[kind].encode())


def damages(seed: int, count: int) -> Iterator[dict[FileKind, bytes]]:
    """Damaged files, most often one of the three, sometimes one that is missing."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(count):
        files = {kind: damaged(rng, whole()[kind]) for kind in rng.sample(kinds(), rng.choice([1, 1, 1, 2, 3]))}
        if rng.random() < 0.02:
            files[rng.choice(kinds())] = b""
        yield files


def checked(files: dict[FileKind, bytes]) -> tuple[dict[str, Source], Checked]:
    sources: dict[str, Source] = {kind: read(f"{kind}.yaml", files[kind]) if kind in files else sound(kind) for kind in kinds()}
    return sources, check(Sources("plan", sources))


@lru_cache(maxsize=8)
def lines_of(text: str) -> list[str]:
    return re.split("\r\n|[\n\r\x85\u2028\u2029]", text)


def assert_placed(finding: Finding, sources: dict[str, Source]) -> None:
    """A finding and its operands stand inside their files, and show the lines they stand in."""
    spots = [(finding.file, finding.span, finding.line_text)]
    spots += [(operand.file, operand.span, operand.line_text) for operand in finding.operands]
    for file, span, line_text in spots:
        lines = lines_of(next(source.text for source in sources.values() if source.name == file))
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(line_text) + 1
        assert (span.end_line, span.end_column) >= (span.line, span.column)
        assert line_text == lines[span.line - 1]


def assert_sayable(findings: tuple[Finding, ...], *, in_full: bool) -> None:
    """Every form of output can be made of the findings, in both languages."""
    for lang in LANGS:
        lines = concise.render(findings, lang)
        assert lines.count("\n") == len(findings)
        assert github.render(findings, lang).count("\n") == len(findings)
        payload = json.loads(json_text.render(report.answer(findings, ["plan"]).record(lang)))
        assert len(payload["findings"]) == len(findings)
        assert "{" not in re.sub(r"“[^”]*”|\{vi: …, en: …\}|“\{”", "", text.summed_up(findings, ["plan"], lang, hidden=False))
        if in_full:
            said = text.render(findings, lang, PLAIN)
            joined = sum(map(int, re.findall(r"^ += (?:còn )?(\d+) (?:more like it|chỗ tương tự): ", said, re.MULTILINE)))
            assert said.count(" --> ") + joined >= len(findings)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_plans_end_in_findings(batch: int) -> None:
    said: set[tuple[str, str, str, int]] = set()
    for number, files in enumerate(damages(batch, PLANS // BATCHES)):
        sources, (plan, findings, *_) = checked(files)
        for finding in findings:
            assert_placed(finding, sources)
        # What was said of an earlier plan need not be said again, and the text with carets is slow to lay out.
        new = {(finding.code, finding.path, finding.line_text, finding.span.column): finding for finding in findings}
        assert_sayable(tuple(finding for key, finding in new.items() if key not in said), in_full=number % 5 == 0)
        said |= set(new)
        assert plan is not None or any(finding.severity == "error" for finding in findings), "nothing is lost without a word"
        assert findings == tuple(sorted(findings, key=lambda finding: finding.place))


def test_the_damage_is_varied() -> None:
    """The mutations reach the plan's meaning, not only its syntax: most rules fire, and many plans stay readable."""
    codes: set[str] = set()
    readable = 0
    for files in damages(1, 250):
        _, (plan, findings, *_) = checked(files)
        codes |= {finding.code for finding in findings}
        readable += plan is not None
    assert {"S101", "S102", "S103", "S104", "S106", "S108", "S109", "S110", "R201", "A301", "A304", "X901", "L501"} <= codes
    assert 12 < readable < 238


@pytest.mark.parametrize("seed", [101, 102, 103])
def test_damaged_plans_through_the_command_line(seed: int, tmp_path: Path) -> None:
    commands = [
        ["validate", "."],
        ["validate", ".", "--format", "json"],
        ["gap", "--plan", "."],
        ["gap", "--plan", ".", "--basis", "parts"],
    ]
    commands += [
        ["gap", "--plan", ".", "--basis", "corrected"],
        ["explain", "par", "--plan", "."],
        ["gap", "--plan", ".", "--format", "csv"],
    ]
    for number, files in enumerate(damages(seed, THROUGH_THE_COMMAND_LINE)):
        write_plan(tmp_path, *[files.get(kind, whole()[kind].encode()) for kind in kinds()])
        lang = LANGS[number % 2]
        parplan_here(*commands[number % 2], "--lang", lang, cwd=tmp_path)  # helpers_cli says what holds for every run
        parplan_here(*commands[2 + number % 5], "--lang", lang, cwd=tmp_path)


def figures_alone(seed: int, count: int) -> Iterator[dict[FileKind, bytes]]:
    """Plans whose shape is sound and whose figures are anything: what the engine has to stand."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    pattern = re.compile(r"\b(score|max|planned|target|floor): [0-9.]+")
    odd = ["0", "-1", "0.01", "9999999.999999", "-9999999.999999", "77.55", "100", "0.000001", "5.5"]
    extra = [
        "aggregate: mean",
        "aggregate: weighted",
        "aggregate: none",
        "scale: 0.5",
        "scale: 10",
        "weight: 3",
        "bonus: true",
        "same_as: papi.1",
    ]
    for _ in range(count):
        files = {
            kind: pattern.sub(lambda found: f"{found[1]}: {rng.choice(odd)}" if rng.random() < 0.1 else found[0], whole()[kind])
            for kind in kinds()[:2]
        }
        lines = files["indicators"].split("\n")
        for _ in range(6):
            at = rng.choice([n for n, line in enumerate(lines) if re.match(r" +max: [0-9-]", line)])
            key = rng.choice(extra)
            if key.partition(":")[0] not in "".join(lines[at + 1 : at + 7]):
                lines.insert(at, " " * (len(lines[at]) - len(lines[at].lstrip())) + key)
        yield {"indicators": "\n".join(lines).encode(), "targets": files["targets"].encode()}


@pytest.mark.parametrize("seed", [201])
def test_any_figures_can_be_worked_with(seed: int, tmp_path: Path) -> None:
    worked = 0
    for number, files in enumerate(figures_alone(seed, THROUGH_THE_COMMAND_LINE)):
        write_plan(tmp_path, files["indicators"], files["targets"], whole()["errata"])
        parplan_here("validate", ".", "--format", "concise", cwd=tmp_path)
        basis = ("printed", "parts", "corrected")[number % 3]
        worked += parplan_here("gap", "--plan", ".", "--basis", basis, "--sort", "share", cwd=tmp_path).code == 0
        parplan_here("explain", ("par", "papi", "sipas")[number % 3], "--plan", ".", "--basis", basis, cwd=tmp_path)
    assert worked > THROUGH_THE_COMMAND_LINE // 2


# --- arbitrary bytes and text -----------------------------------------------------------------------------------------------------

YAML_LIKE = st.lists(
    st.sampled_from(
        [*"[]{}#@`'\"\\\0\t\x85\u2028\ufeffắ", "a", "b: ", "- ", "  ", "\n", "\n  ", "\r\n", ", ", ": ", "&x ", "*x", "!t ", "|\n", ">\n"]
    )
    | st.sampled_from(["---\n", "...\n", "? ", "<<: ", "7.97", "7,97", "null", "~", "e\u0301", "%TAG ! x\n"]),
    max_size=60,
).map("".join)


def assert_read(data: bytes) -> None:
    source = read("x.yaml", data)
    assert source.tree is not None or source.faults != ()
    lines = lines_of(source.text)
    for fault in source.faults:
        assert 1 <= fault.span.line <= len(lines)
        assert 1 <= fault.span.column <= len(lines[fault.span.line - 1]) + 1
    assert depth(source.tree) <= MAX_DEPTH + 2
    for kind in kinds():
        found = check(Sources("plan", {kind: Source(f"{kind}.yaml", source.text, source.tree, {}, source.faults)}))
        assert_sayable(found.findings, in_full=False)


def depth(tree: object) -> int:
    below = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return 1 + max(map(depth, below), default=0)


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b"\xff\xfea\x00")
@example("plan: \ufffe".encode())
def test_any_bytes_can_be_read(data: bytes) -> None:
    assert_read(data)


@given(st.text(max_size=200))
def test_any_text_can_be_read(letters: str) -> None:
    assert_read(letters.encode())


@given(YAML_LIKE)
@example("? a")
@example("a: &x [*x]")
@example("{a: 1, a: 2, <<: {b: 1}, [c]: 3}")
def test_anything_like_yaml_can_be_read(letters: str) -> None:
    assert_read(letters.encode())


@given(st.dictionaries(st.sampled_from(kinds()), YAML_LIKE | st.text(st.characters(), max_size=50)))
@example({"indicators": "a: \ud800"})
@example({})
def test_any_text_can_be_checked(files: dict[FileKind, str]) -> None:
    for lang in LANGS:
        for finding in check_text(files).findings:
            assert finding.message.say(lang) != ""


def test_the_files_are_those_of_the_model() -> None:
    assert kinds() == FILES


@pytest.mark.skipif(os.name != "posix", reason="the attacks need fork")
@pytest.mark.parametrize(
    "attack",
    [["inputs", "--count", "30", "--seed", "13"], ["documents", "--count", "15"], ["writers", "--rounds", "1"], ["kills", "--count", "2"]],
    ids=" ".join,
)
def test_the_attacks_run_and_find_nothing(tmp_path: Path, attack: list[str]) -> None:
    """A little of what benchmarks/attack.py does by the thousand (docs/reliability.md)."""
    call = [sys.executable, str(ROOT / "benchmarks" / "attack.py"), "--folder", str(tmp_path), *attack]
    done = subprocess.run(call, capture_output=True, text=True, env=clean(), check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert re.search(rf"\| `{attack[0]}` \| .* \| 0 \| \d+ \|", done.stdout)
