"""Whatever comes in, the answer is whole or absent, the reason stands on standard error, and nothing ever ends in a traceback.

Runs of `parplan` are the installed command in a process of its own; `parplan_here` is for what has to be staged inside this one.
"""

import csv
import errno
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from helpers_cli import DATA, FILES, HEAD, INDICATORS, Ran, clean, command, parplan, parplan_here, seen, unremarked, write_plan

needs_dev_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")

FORMATS = {"gap": ("table", "json", "csv", "markdown"), "explain": ("table", "json", "csv", "markdown")}
VALIDATE_FORMATS = ("text", "concise", "json", "github")
GATE = ("gap", "--plan", str(DATA), "--fail-under")


def concise(folder: Path, *arguments: str) -> list[str]:
    """What validate finds, a line a finding, with the folder's own name left out."""
    ran = parplan_here("validate", ".", "--format", "concise", *arguments, cwd=folder)
    return ran.out.splitlines()


# --- what is no plan at all -------------------------------------------------------------------------------------------------------

NO_PLAN_HERE = [
    # (language, arguments, what is said on standard error)
    ("en", ["validate", "nowhere"], "parplan: error: there is no folder nowhere\n"),
    ("vi", ["validate", "nowhere"], "parplan: lỗi: không có thư mục nowhere\n"),
    ("en", ["gap", "--plan", "nowhere"], "parplan: error: there is no folder nowhere\n"),
    ("vi", ["gap", "--plan", "nowhere"], "parplan: lỗi: không có thư mục nowhere\n"),
    ("en", ["explain", "par", "--plan", "nowhere"], "parplan: error: there is no folder nowhere\n"),
    ("en", ["validate", "--plan", "a-file"], "parplan: error: a-file is a file, not a folder; did you mean .?\n"),
    ("vi", ["gap", "--plan", "good/indicators.yaml"], "parplan: lỗi: good/indicators.yaml là tệp, không phải thư mục; có phải là good?\n"),
    ("en", ["gap", "--plans", "a-file"], "parplan: error: a-file is a file, not a folder; did you mean .?\n"),
    ("en", ["gap", "--plan", ""], "parplan: error: --plan: the name of a file or folder is empty\n"),
    ("vi", ["init", ""], "parplan: lỗi: THƯ_MỤC: tên tệp hoặc thư mục để trống\n"),
    ("en", ["validate", "good", ""], "parplan: error: DIR: the name of a file or folder is empty\n"),
    ("en", ["gap", "-o", ""], "parplan: error: --output: the name of a file or folder is empty\n"),
    (
        "en",
        ["validate", "empty"],
        "parplan: error: there is no plan in empty (a plan is a folder with indicators.yaml and targets.yaml)\n",
    ),
    ("vi", ["validate", "empty"], "parplan: lỗi: trong empty không có kế hoạch nào (cần indicators.yaml và targets.yaml)\n"),
    (
        "en",
        ["gap", "--plan", "empty"],
        "parplan: error: there is no file empty/indicators.yaml\nparplan: error: there is no file empty/targets.yaml\n",
    ),
    ("en", ["validate", "no-targets"], "parplan: error: there is no file no-targets/targets.yaml\n"),
    ("vi", ["gap", "--plan", "no-targets"], "parplan: lỗi: không có tệp no-targets/targets.yaml\n"),
    ("en", ["validate", "folder-as-file"], "parplan: error: folder-as-file/indicators.yaml is a folder, not a file\n"),
    ("vi", ["gap", "--plan", "folder-as-file"], "parplan: lỗi: folder-as-file/indicators.yaml là thư mục, không phải tệp\n"),
    ("en", ["gap", "--plan", "errata-as-folder"], "parplan: error: errata-as-folder/errata.yaml is a folder, not a file\n"),
    ("en", ["gap", "--plan", "dangling"], "parplan: error: there is no file dangling/errata.yaml\n"),
    ("en", ["validate", "good", "--against", "nothing.txt"], "parplan: error: there is no file nothing.txt\n"),
    ("en", ["validate", "good", "--against", "good"], "parplan: error: good is a folder, not a file\n"),
    (
        "vi",
        ["validate", "good", "--against", "latin.txt"],
        "parplan: lỗi: không đọc được latin.txt: không phải văn bản thuần UTF-8; "
        "lưu lại với bảng mã UTF-8 (Excel: “CSV UTF-8”; Notepad: Encoding “UTF-8”)\n",
    ),
]


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of folders that are not plans."""
    top = tmp_path_factory.mktemp("yard")
    (top / "empty").mkdir()
    (top / "a-file").write_text("indicators.yaml\n")
    (top / "latin.txt").write_bytes("Kế hoạch năm 2023: Cao B".encode() + b"\xe0ng\n")
    write_plan(top / "good")
    write_plan(top / "no-targets", targets=None)
    write_plan(top / "folder-as-file", indicators=None)
    (top / "folder-as-file" / "indicators.yaml").mkdir()
    write_plan(top / "errata-as-folder")
    (top / "errata-as-folder" / "errata.yaml").mkdir()
    write_plan(top / "dangling")
    (top / "dangling" / "errata.yaml").symlink_to("gone.yaml")
    return top


@pytest.mark.parametrize(("lang", "arguments", "said"), NO_PLAN_HERE)
def test_what_is_no_plan_is_named(yard: Path, lang: str, arguments: list[str], said: str) -> None:
    assert parplan_here(*arguments, "--lang", lang, cwd=yard) == Ran(2, "", said)


@pytest.mark.parametrize(("lang", "arguments", "said"), [case for case in NO_PLAN_HERE if case[1][-1] in ("nowhere", "no-targets")])
def test_what_is_no_plan_is_named_by_the_installed_command(yard: Path, lang: str, arguments: list[str], said: str) -> None:
    assert parplan(*arguments, "--lang", lang, cwd=yard) == Ran(2, "", said)


def test_where_no_plan_can_be_read_there_is_no_answer(yard: Path) -> None:
    ran = parplan_here("validate", "no-targets", "errata-as-folder", cwd=yard)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "parplan: error: there is no file no-targets/targets.yaml",
        "parplan: error: errata-as-folder/errata.yaml is a folder, not a file",
    ]


REFUSALS = [
    (
        PermissionError(errno.EACCES, "Permission denied"),
        "no permission to read plan/targets.yaml; ask for permission to read it",
        "không có quyền đọc plan/targets.yaml; xin cấp quyền đọc",
    ),
    (OSError(errno.EIO, "Input/output error"), "plan/targets.yaml cannot be read: Input/output error", None),
]


@pytest.mark.parametrize(("error", "english", "vietnamese"), REFUSALS)
def test_a_file_that_the_system_withholds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, english: str, vietnamese: str | None
) -> None:
    # chmod 000 does not stop root, so the refusal is staged.
    write_plan(tmp_path / "plan")
    opened = os.open

    def refused(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(path).name == "targets.yaml":
            raise error
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", refused)
    for arguments in (["validate", "plan"], ["gap", "--plan", "plan"], ["explain", "par", "--plan", "plan"]):
        assert parplan_here(*arguments, "--lang", "en", cwd=tmp_path) == Ran(2, "", f"parplan: error: {english}\n")
        if vietnamese:
            assert parplan_here(*arguments, "--lang", "vi", cwd=tmp_path) == Ran(2, "", f"parplan: lỗi: {vietnamese}\n")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is withheld from root")
def test_a_file_without_permission(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan")
    (tmp_path / "plan" / "targets.yaml").chmod(0)
    assert parplan("validate", "plan", "--lang", "en", cwd=tmp_path) == Ran(
        2, "", "parplan: error: no permission to read plan/targets.yaml; ask for permission to read it\n"
    )


# --- text that is no plan ---------------------------------------------------------------------------------------------------------

BAD_TEXT = [
    # (name, bytes of targets.yaml, place and words of the one finding)
    ("latin-1", "targets:\n  par: # năm".encode() + b" \xea\n", "2:14: error[S110] the byte or character 0xEA is not part of UTF-8 text"),
    ("utf-16", b"\xff\xfe" + "targets: {}\n".encode("utf-16-le"), "1:1: error[S110] the byte or character 0xFF is not part of UTF-8 text"),
    (
        "utf-16-big",
        b"\xfe\xff" + "targets: {}\n".encode("utf-16-be"),
        "1:1: error[S110] the byte or character 0xFE is not part of UTF-8 text",
    ),
    (
        "utf-16 without a mark",
        "targets: {}\n".encode("utf-16-le"),
        "1:1: error[S110] the byte or character U+0000 is not part of UTF-8 text",
    ),
    ("nul", b"targets:\n  par: \x00\n", "2:8: error[S110] the control character 0x00 is not part of a text"),
    ("nuls alone", b"\x00" * 512, "1:1: error[S110] the control character 0x00 is not part of a text"),
    ("escape", b"targets:\n  par: {} # \x1b[2J\n", "2:13: error[S110] the control character 0x1B is not part of a text"),
    (
        "escape behind letters",
        "targets:\n  par: {} # Cao Bằng \x1b[2J\n".encode(),
        "2:22: error[S110] the control character 0x1B is not part of a text",
    ),
    ("empty", b"", "1:1: error[S111] the file is empty"),
    ("spaces", b"  \n\n   \n", "1:1: error[S111] the file is empty"),
    ("comments", b"# targets:\n#   par: {target: 88.63}\n", "1:1: error[S111] the file is empty"),
    ("byte order mark alone", b"\xef\xbb\xbf", "1:1: error[S111] the file is empty"),
    ("dashes", b"---\n", "1:1: error[S111] the file is empty"),
    ("null", b"null\n", "1:1: error[S111] the file is empty"),
    ("a word", b"targets\n", "1:1: error[S104] “targets” is not a record"),
    ("a list", b"- par\n", "1:1: error[S104] a list instead of a record"),
    ("two documents", b"targets: {}\n---\ntargets: {}\n", "2:1: error[S109] a second document (---) in one file is not used in a plan"),
    (
        "a tag that would run",
        b'targets: !!python/object/apply:os.system ["touch pwned"]\n',
        "1:10: error[S109] a tag (!name) is not used in a plan",
    ),
    ("decimal comma", b"targets:\n  par: {target: 88,63}\n", "2:17: error[S105] par.target: “88,63” is written with a decimal comma"),
    ("exponent", b"targets:\n  par: {target: 1e400}\n", "2:17: error[S104] par.target: “1e400” is not points such as 7.97"),
    ("not a number", b"targets:\n  par: {target: NaN}\n", "2:17: error[S104] par.target: “NaN” is not points such as 7.97"),
    ("infinite", b"targets:\n  par: {target: -.inf}\n", "2:17: error[S104] par.target: “-.inf” is not points such as 7.97"),
    (
        "digits without end",
        b"targets:\n  par: {target: " + b"9" * 100_000 + b"}\n",
        "2:17: error[S104] par.target: “" + "9" * 39 + "…” is not a figure of at most 7 digits before the point and 6 after it",
    ),
]


@pytest.mark.parametrize(("data", "said"), [case[1:] for case in BAD_TEXT], ids=[case[0] for case in BAD_TEXT])
def test_bad_text_is_a_finding_with_a_place(tmp_path: Path, data: bytes, said: str) -> None:
    write_plan(tmp_path, targets=data)
    ran = parplan_here("validate", ".", "--format", "concise", "--lang", "en", cwd=tmp_path)
    assert ran.code == 1
    assert f"targets.yaml:{said}" in ran.out.splitlines()


@pytest.mark.parametrize("data", [case[1] for case in BAD_TEXT], ids=[case[0] for case in BAD_TEXT])
def test_nothing_is_worked_out_from_bad_text(tmp_path: Path, data: bytes) -> None:
    write_plan(tmp_path, targets=data)
    ran = parplan_here("gap", "--plan", ".", "--lang", "en", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[S")
    assert ran.err.endswith("fix them, or see `parplan validate`\n")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_bad_text_through_the_installed_command(tmp_path: Path, lang: str) -> None:
    for number, (_, data, _) in enumerate(BAD_TEXT):
        write_plan(tmp_path / f"{number:02}", targets=data)
    ran = parplan("validate", ".", "--lang", lang, cwd=tmp_path)
    assert ran.code == 1
    assert len(re.findall(r"^(?:error|lỗi)\[S", ran.out, re.MULTILINE)) >= len(BAD_TEXT)


def test_tags_never_run(tmp_path: Path) -> None:
    tag = '!!python/object/apply:os.system ["touch pwned"]'
    write_plan(tmp_path, indicators=f"plan: {tag}\nindices: {tag}\n", targets=f"targets: {tag}\n", errata=f"errata: {tag}\n")
    for arguments in (["validate", "."], ["gap", "--plan", "."], ["explain", "par", "--plan", "."]):
        assert parplan_here(*arguments, cwd=tmp_path).code in (1, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["errata.yaml", "indicators.yaml", "targets.yaml"]


def test_every_file_of_a_plan_can_be_bad_at_once(tmp_path: Path) -> None:
    write_plan(tmp_path, indicators=b"\xff", targets="", errata="[")
    assert [line.partition(": ")[0] for line in concise(tmp_path)] == ["errata.yaml:1:2", "indicators.yaml:1:1", "targets.yaml:1:1"]


# --- files that are meant to hurt -------------------------------------------------------------------------------------------------

LIMIT = 1 << 30
LIMITED = f"import os, resource, sys; resource.setrlimit(resource.RLIMIT_AS, ({LIMIT}, {LIMIT})); os.execv(sys.argv[1], sys.argv[1:])"
SIZE = 19_900_000
BOMBS = [
    ("brackets", b"[" * SIZE, r"1:(50|1001): error\[S112\]"),  # or where libyaml itself goes no deeper
    ("braces", b"{a: " * (SIZE // 4), r"1:197: error\[S112\]"),
    ("dashes", b"- " * (SIZE // 2), r"1:99: error\[S112\]"),
    ("one long word", b"targets: " + b"a" * SIZE, r"1:10: error\[S104\]"),
    ("one long key", b"targets: {" + b"a" * SIZE + b": 1}", "1:"),
    ("spaces", b" " * SIZE, r"1:1: error\[S111\]"),
    ("lines", b"\n" * (SIZE // 5), r"1:1: error\[S111\]"),
    ("a flat list", b"targets: [" + b"a, " * (SIZE // 15) + b"]", "1:"),
    ("quotes", b'targets: "' + b"\\n" * (SIZE // 2), "1:"),
]
FLAWS = 5_000
MANY_FLAWS = [
    ("wrong values", b"targets:\n" + b"".join(b"  r%d: {planned: x}\n" % n for n in range(FLAWS)), "2:3: error[S108]"),
    ("unknown keys", b"targets:\n" + b"".join(b"  r%d: {plan: 1}\n" % n for n in range(FLAWS)), "2:8: error[S102]"),
    ("repeated keys", b"targets:\n" + b"".join(b"  r%d: {}\n" % n for n in range(FLAWS)) * 2, f"{FLAWS + 2}:"),
    ("targets of nothing", b"targets:\n" + b"".join(b"  r%d: {planned: 1}\n" % n for n in range(FLAWS)), "2:3: error[S108]"),
]


@on_linux
@pytest.mark.parametrize(("data", "said"), [bomb[1:] for bomb in BOMBS], ids=[bomb[0] for bomb in BOMBS])
def test_huge_files_end_soon_and_in_bounded_memory(tmp_path: Path, data: bytes, said: str) -> None:
    write_plan(tmp_path, targets=data)
    call = [sys.executable, "-c", LIMITED, command(), "validate", ".", "--format", "concise", "--lang", "en"]
    done = subprocess.run(call, cwd=tmp_path, env=clean(), capture_output=True, timeout=20, check=False)
    ran = seen(Ran(done.returncode, done.stdout.decode(), done.stderr.decode()))
    assert ran.code == 1
    assert re.match(f"targets.yaml:{said}", ran.out)
    assert len(ran.out) < 2_000


@pytest.mark.parametrize(("data", "said"), [case[1:] for case in MANY_FLAWS], ids=[case[0] for case in MANY_FLAWS])
def test_thousands_of_flaws_end_soon(tmp_path: Path, data: bytes, said: str) -> None:
    write_plan(tmp_path, targets=data)
    ran = parplan("validate", ".", "--format", "concise", "--lang", "en", cwd=tmp_path, timeout=10)
    assert ran.code == 1
    assert ran.out.startswith(f"targets.yaml:{said}")
    assert len(ran.out.splitlines()) >= FLAWS


def test_an_alias_bomb_stays_small(tmp_path: Path) -> None:
    levels = "\n".join(f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 40))
    write_plan(tmp_path, targets=f"targets:\n  l0: &l0 [lol]\n{levels}\n")
    ran = parplan("validate", ".", "--format", "concise", cwd=tmp_path, timeout=20)
    assert ran.code == 1
    assert {line.split()[1] for line in ran.out.splitlines()} <= {"error[S109]", "error[S104]"}


def test_a_list_that_holds_itself(tmp_path: Path) -> None:
    write_plan(tmp_path, targets="targets: &a\n  par: *a\n")
    assert [line.split()[1] for line in concise(tmp_path)].count("error[S109]") == 2


ODD_DECLARATIONS = [
    # (what is odd, an index, its targets)
    ("decimals 999999", "{id: a, name: A, decimals: 999999, max: 10, score: 7.97}", ""),
    ("decimals 30", "{id: a, name: A, decimals: 30, max: 10, score: 7.97}", "a: {planned: 1, target: 8.97}"),
    ("decimals below zero", "{id: a, name: A, decimals: -3, max: 10, score: 7.97}", ""),
    ("percent decimals", "{id: a, name: A, decimals: 2, percent_decimals: 999999, max: 10, score: 7.97, percent: 79.6}", ""),
    (
        "no weight",
        "{id: a, name: A, decimals: 2, aggregate: weighted, score: 5, rows: [{id: b, name: B, weight: 0, max: 9, score: 5}]}",
        "b: {planned: 1, target: 6}",
    ),
    (
        "weights that cancel",
        "{id: a, name: A, decimals: 2, aggregate: weighted, max: 10, score: 5, rows: "
        "[{id: b, name: B, weight: 1, score: 5}, {id: c, name: C, weight: -1, score: 5}]}",
        "a: {planned: 1, target: 6}",
    ),
    ("no scale", "{id: a, name: A, decimals: 2, scale: 0, max: 10, score: 5, rows: [{id: b, name: B, max: 9, score: 5}]}", ""),
    ("no points at all", "{id: a, name: A, decimals: 2, max: 0, score: 0, percent: 0}", "a: {planned: 0, target: {percent: 100}}"),
    ("a maximum below zero", "{id: a, name: A, decimals: 2, max: -5, score: 3, percent: 1}", "a: {target: {percent: 50}}"),
    (
        "the largest figures there are",
        "{id: a, name: A, decimals: 6, aggregate: weighted, scale: 9999999.999999, max: 9999999.999999, score: 9999999.999999, "
        "rows: [{id: b, name: B, weight: 9999999.999999, max: 9999999.999999, score: -9999999.999999}]}",
        "a: {planned: 9999999.999999, target: {percent: 9999999.999999}}",
    ),
    ("its own row", "{id: a, name: A, decimals: 2, max: 5, score: 6, rows: [{id: a, name: B, max: 5, score: 3}]}", "a: {planned: 1}"),
    ("its own twin", "{id: a, name: A, decimals: 2, max: 5, same_as: a}", "a: {planned: 1}"),
    ("rows without end", "{id: a, name: A, decimals: 2, rows: [" + ", ".join(f"{{id: r{n}, name: R}}" for n in range(300)) + "]}", ""),
    ("no figures at all", "{id: a, name: A, decimals: 2}", ""),
    ("ranks of nobody", "{id: a, name: A, decimals: 2, rank: 0/0, rank_change: 0, ranked: {2022: 0, 2021: -1}}", ""),
]


@pytest.mark.parametrize(("index", "targets"), [case[1:] for case in ODD_DECLARATIONS], ids=[case[0] for case in ODD_DECLARATIONS])
def test_odd_declarations_end_in_an_answer_or_a_finding(tmp_path: Path, index: str, targets: str) -> None:
    write_plan(tmp_path, indicators=f"{HEAD}indices:\n  - {index}\n", targets=f"targets:\n  {targets or '{}'}\n")
    for form in VALIDATE_FORMATS:
        ran = parplan_here("validate", ".", "--format", form, cwd=tmp_path)
        assert ran.code in (0, 1)
        assert len(ran.out) < 1_000_000
    for basis in ("printed", "parts", "corrected"):
        parplan_here("gap", "--plan", ".", "--basis", basis, cwd=tmp_path)
        parplan_here("explain", "a", "--plan", ".", "--basis", basis, cwd=tmp_path)


def test_twins_in_a_ring(tmp_path: Path) -> None:
    rows = "".join(f"  - {{id: {one}, name: X, decimals: 2, max: 5, same_as: {other}}}\n" for one, other in ("ab", "bc", "ca"))
    write_plan(tmp_path, indicators=f"{HEAD}indices:\n{rows}", targets="targets:\n  a: {planned: 1}\n")
    for arguments in (["validate", "."], ["gap", "--plan", "."], ["explain", "a", "--plan", "."]):
        parplan_here(*arguments, cwd=tmp_path)


CORRECTIONS = ["b.score", "a.colour", "score", "a.1.rank", "a.1.rows", "a.1.id", "a.1.name", '""', "a.1.target", "a.", ".a"]


@pytest.mark.parametrize("path", CORRECTIONS)
def test_a_correction_of_what_is_no_figure(tmp_path: Path, path: str) -> None:
    write_plan(
        tmp_path,
        indicators=f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, score: 7.43, rows: [{{id: a.1, name: B, score: 7.73}}]}}\n",
        targets="targets: {}\n",
        errata=f"errata:\n  {path}: {{printed: 7.73, correct: 7.43, because: Read again.}}\n",
    )
    ran = parplan_here("validate", ".", "--format", "concise", "--lang", "en", cwd=tmp_path)
    assert ran.code == 1
    assert f"there is no figure “{path.strip(chr(34))}”" in ran.out
    for basis in ("printed", "corrected"):
        assert parplan_here("gap", "--plan", ".", "--basis", basis, cwd=tmp_path).code == 2


def test_a_typo_elsewhere_does_not_reopen_what_the_ledger_knows(tmp_path: Path) -> None:
    indicators, targets, errata = ((DATA / f"{kind}.yaml").read_text(encoding="utf-8") for kind in FILES)
    write_plan(tmp_path, indicators, targets.replace("par.2: {planned:", "par.2: {planed:"), errata)
    ran = parplan_here("validate", ".", "--format", "concise", "--lang", "en", cwd=tmp_path)
    assert [line.partition(" error")[2] for line in ran.out.splitlines() if " error" in line and "(known)" not in line] == [
        "[S102] par.2.planed: there is no key “planed”"
    ]
    assert "error[A304] (known) papi.4.target: " in ran.out


# --- names that are not only names ------------------------------------------------------------------------------------------------

HOSTILE = "\x1b[31mred\x1b[0m\x07\x08\x9b2J\u202e"
HOSTILE_YAML = r"\e[31mred\e[0m\a\b\x9b2J\u202e"


def controls(text: str) -> set[str]:
    """What could move a terminal's cursor or turn its text around."""
    return {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Cs") and letter not in "\n"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan whose every name and label would paint the terminal, and which contradicts itself so that all of it is printed."""
    top = tmp_path_factory.mktemp("hostile")
    write_plan(
        top,
        indicators=f"""\
plan: {{id: example, name: "{HOSTILE_YAML}", year: 2022, target_year: 2023}}
tables:
  "t{HOSTILE_YAML}": {{columns: {{score: "Score{HOSTILE_YAML}", max: Max}}}}
indices:
  - id: a
    name: "A {HOSTILE_YAML}"
    decimals: 2
    table: "t{HOSTILE_YAML}"
    row: "{HOSTILE_YAML}"
    max: 10
    score: 7
    printed: {{score: "{HOSTILE_YAML}"}}
    rows:
      - {{id: a.1, name: "B {HOSTILE_YAML}", max: 10, score: 7.5}}
""",
        targets="targets: {}\n",
    )
    return top


SHOWN_BY = [
    *[["gap", "--plan", ".", "--format", form] for form in FORMATS["gap"]],
    *[["explain", "a", "--plan", ".", "--format", form] for form in FORMATS["explain"]],
    *[["validate", ".", "--format", form] for form in VALIDATE_FORMATS],
]


@pytest.mark.parametrize("arguments", SHOWN_BY, ids=" ".join)
@pytest.mark.parametrize("colour", ["", "1"])
def test_names_cannot_drive_the_terminal(hostile: Path, arguments: list[str], colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", colour)
    ran = parplan_here(*arguments, cwd=hostile)
    assert ran.out != ""
    own_colours = re.sub(r"\x1b\[[0-9;]*m", "", ran.out) if colour else ran.out
    assert "\x1b[31mred" not in ran.out
    assert controls(own_colours.replace("\r\n", "\n")) == set()
    assert controls(ran.err) == set()


@pytest.mark.parametrize("form", VALIDATE_FORMATS)
def test_keys_and_values_cannot_drive_the_terminal(tmp_path: Path, form: str) -> None:
    write_plan(tmp_path, targets=f'targets:\n  par: {{"{HOSTILE_YAML}": 1, target: "{HOSTILE_YAML}"}}\n  "{HOSTILE_YAML}": {{}}\n')
    ran = parplan_here("validate", ".", "--format", form, cwd=tmp_path)
    assert ran.code == 1
    assert controls(ran.out + ran.err) == set()


def test_folders_and_ids_cannot_drive_the_terminal(tmp_path: Path) -> None:
    write_plan(tmp_path / "\x1b[31mred")
    for arguments in (
        ["validate", "."],
        ["gap", "--plan", "\x1b[31mred"],
        ["gap", "\x1b[31mred"],
        ["rule", "\x1b[31mred"],
        ["\x1b[31mred"],
    ):
        ran = parplan_here(*arguments, cwd=tmp_path)
        assert controls(ran.out + ran.err) == set()


MARKUP = "[red]x[/red] [bold] :smile: [link=file:///]y[/link] <b>z</b> `q` _u_ *v* | w"


def test_markup_in_a_name_is_printed_as_it_is(tmp_path: Path) -> None:
    write_plan(tmp_path, indicators=INDICATORS.replace("PAR INDEX", f"'{MARKUP}'"))
    assert MARKUP in parplan_here("gap", "--plan", ".", cwd=tmp_path).out
    assert MARKUP in parplan_here("explain", "par", "--plan", ".", cwd=tmp_path).out
    assert MARKUP in json.loads(parplan_here("gap", "--plan", ".", "--format", "json", cwd=tmp_path).out)["indices"][0]["name"]
    escaped = parplan_here("gap", "--plan", ".", "--format", "markdown", cwd=tmp_path).out
    assert r"\[red\]x\[/red\]" in escaped
    assert r"&lt;b&gt;z&lt;/b&gt; \`q\` \_u\_ \*v\* \| w" in escaped


FORMULAS = ["=1+1", '=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "-cmd|' /C calc'!A0"]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_is_no_formula_to_a_spreadsheet(tmp_path: Path, name: str) -> None:
    write_plan(tmp_path, indicators=INDICATORS.replace("PAR INDEX", json.dumps(name)))
    ran = parplan_here("gap", "--plan", ".", "--format", "csv", cwd=tmp_path)
    cell = next(csv.DictReader(io.StringIO(ran.out)))["name"]
    assert cell.strip()[0] not in "=+-@"
    assert name.strip() in cell


# --- where the answer goes --------------------------------------------------------------------------------------------------------

ANSWERS = [
    ["gap"],
    ["gap", "--format", "json"],
    ["explain", "par.8"],
    ["rule", "A301"],
    ["schema", "indicators"],
    ["validate"],
    ["--help"],
    ["gap", "--help"],
    ["--version"],
]


def streaming(arguments: list[str], stdout: int | None, *, preface: tuple[str, ...] = ()) -> tuple[int, str]:
    """Exit code and standard error of a run whose standard output is a descriptor."""
    with subprocess.Popen(
        [*preface, command(), *arguments], stdout=stdout, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=clean()
    ) as process:
        _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err, err.decode()
    return process.returncode, unremarked(err.decode())


@needs_dev_full
@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_a_full_disk_under_standard_output(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        code, err = streaming(arguments, full.fileno())
    assert (code, err) == (2, "parplan: error: standard output cannot be written: No space left on device\n")


@needs_dev_full
def test_a_full_disk_under_standard_error_changes_nothing() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([command(), "validate"], stdout=subprocess.PIPE, stderr=full, env=clean(), check=False, timeout=60)
    assert (done.returncode, done.stdout.decode()) == parplan_here("validate")[:2]


@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_a_reader_that_has_gone(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        code, err = streaming(arguments, writing)
    finally:
        os.close(writing)
    assert code == 0
    assert re.sub(r"^\S+: (errors|nothing).*\n", "", err) == ""  # validate's summary, which is meant for people


def test_a_reader_that_goes_after_one_line(tmp_path: Path) -> None:
    for number in range(200):
        write_plan(tmp_path / f"{number:03}", targets="targets:\n  par: {planned: 1, target: 99}\n")
    with subprocess.Popen(
        [command(), "validate", "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=clean()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"error[A304]: par.target:")
        process.stdout.close()
        err = process.stderr.read().decode()
        assert process.wait(timeout=60) == 1
    assert err.splitlines()[1:] == ["200 plans: errors 200, warnings 0, notes 0; known 0"]


@pytest.mark.skipif(os.name != "posix", reason="a shell closes standard output here")
@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_a_closed_standard_output(arguments: list[str]) -> None:
    code, err = streaming(arguments, None, preface=("sh", "-c", 'exec "$@" >&-', "sh"))
    if arguments[-1] in ("--help", "--version"):
        assert code in (0, 2)  # the parser's own answers go nowhere without a word
    else:
        assert code == 2
        assert err.startswith("parplan: error: standard output cannot be written")


@pytest.mark.skipif(os.name != "posix", reason="a terminal is staged with a pseudo-terminal")
@pytest.mark.parametrize("arguments", [["gap"], ["validate"], ["explain", "par"], ["gap", "--help"]], ids=" ".join)
def test_a_terminal_that_knows_no_accents(arguments: list[str]) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [command(), *arguments], stdout=theirs, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=clean(PYTHONIOENCODING="ascii")
    ) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: read_terminal(ours), b""))
        assert process.stderr is not None
        err = process.stderr.read().decode()
        code = process.wait(timeout=60)
    os.close(ours)
    assert "Traceback" not in err
    assert code == 0
    assert b"par" in shown


@pytest.mark.parametrize("page", ["cp1258", "cp437"])
def test_a_code_page_of_windows_changes_no_answer(page: str) -> None:
    for call, here in ((["gap", "--lang", "vi"], 0), (["gap", "zzz", "--lang", "vi"], 2)):
        done = subprocess.run([command(), *call], capture_output=True, env=clean(PYTHONIOENCODING=page), check=False, timeout=60)
        assert (done.returncode, done.stdout) == (here, parplan_here(*call).out.encode())
        assert b"Traceback" not in done.stderr
        assert done.stderr.decode(page).startswith("parplan: ")


def read_terminal(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other side is gone: on Linux that is how a pseudo-terminal ends
        return b""


CANNOT_WRITE = [
    # (language, where to, what is said)
    ("en", "missing/answer.txt", "parplan: error: missing/answer.txt cannot be written: there is no folder missing\n"),
    ("vi", "missing/answer.txt", "parplan: lỗi: không ghi được missing/answer.txt: "),
    ("en", "folder", "parplan: error: folder cannot be written: Is a directory\n"),
    ("vi", "folder", "parplan: lỗi: không ghi được folder: "),
    ("en", "file/answer.txt", "parplan: error: file/answer.txt cannot be written: Not a directory\n"),
    ("en", "n" * 300, f"parplan: error: {'n' * 300} cannot be written: File name too long\n"),
]


@pytest.mark.parametrize(("lang", "file", "said"), CANNOT_WRITE, ids=[f"{lang} {file[:20]}" for lang, file, _ in CANNOT_WRITE])
def test_a_file_that_cannot_be_written(tmp_path: Path, lang: str, file: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    ran = parplan_here("gap", "-o", file, "--lang", lang, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]


def test_the_reason_why_nothing_was_written_is_said_in_the_language_of_the_run(tmp_path: Path) -> None:
    ran = parplan_here("gap", "-o", "missing/answer.txt", "--lang", "vi", cwd=tmp_path)
    assert not re.search("No such|directory", ran.err)


WRITTEN = [
    ["gap"],
    ["gap", "--format", "csv", "--lang", "vi"],
    ["explain", "par.8", "--format", "json"],
    ["schema", "targets"],
    ["validate", "--format", "text"],
]


@pytest.mark.parametrize("arguments", WRITTEN, ids=" ".join)
def test_a_written_file_is_the_printed_answer(tmp_path: Path, arguments: list[str]) -> None:
    printed = subprocess.run([command(), *arguments], capture_output=True, env=clean(), check=False, timeout=60)
    to_file = ["-o", str(tmp_path / "new")]
    written = subprocess.run([command(), *arguments, *to_file], capture_output=True, env=clean(), check=False, timeout=60)
    assert (written.stdout, written.returncode) == (b"", printed.returncode)
    assert (tmp_path / "new").read_bytes() == printed.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    (tmp_path / "answer.txt").write_text("what stood here before\n")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    ran = parplan_here("gap", "-o", "answer.txt", cwd=tmp_path)
    assert ran == Ran(2, "", "parplan: error: answer.txt cannot be written: No space left on device\n")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("answer.txt", "what stood here before\n")]


def test_a_written_file_replaces_an_old_one_and_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_text("x" * 100_000)
    (tmp_path / "answer.txt").chmod(0o640)
    (tmp_path / "link.txt").symlink_to("answer.txt")
    assert parplan_here("gap", "-o", "link.txt", cwd=tmp_path).code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "answer.txt").read_text() == parplan_here("gap").out
    assert (tmp_path / "answer.txt").stat().st_mode & 0o777 == 0o640


def test_nothing_is_written_where_there_is_no_answer(tmp_path: Path) -> None:
    for arguments in (["gap", "no-such-id"], ["gap", "--plan", "nowhere"], ["rule", "Z999"], [*GATE, "par"]):
        assert parplan_here(*arguments, "-o", "answer.txt", cwd=tmp_path).code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux")
@pytest.mark.parametrize("form", VALIDATE_FORMATS)
def test_a_folder_whose_name_is_not_utf_8(tmp_path: Path, form: str) -> None:
    name = os.fsdecode(b"caf\xe9")
    write_plan(tmp_path / name, targets="targets:\n  par: {planned: 1, target: 99}\n")
    for arguments in (["validate", name, "--format", form], ["validate", name, "--format", form, "-o", "answer"], ["gap", "--plan", name]):
        assert parplan_here(*arguments, cwd=tmp_path).code in (0, 1)
    assert (tmp_path / "answer").stat().st_size > 0


# --- how it is called -------------------------------------------------------------------------------------------------------------

USAGE = [
    # (arguments, the first line on standard error in English, in Vietnamese)
    (["--nope"], "there is no option --nope", "không có tùy chọn --nope"),
    (["gpa"], "there is no command “gpa”; did you mean gap?", "không có lệnh “gpa”; có phải là gap?"),
    (["zzz"], "there is no command “zzz”", "không có lệnh “zzz”"),
    (["gap", "--bases", "parts"], "there is no option --bases; did you mean --basis?", "không có tùy chọn --bases; có phải là --basis?"),
    (["gap", "-x"], "there is no option -x", "không có tùy chọn -x"),
    (["gap", "--plan"], "the option --plan needs a value", "tùy chọn --plan cần một giá trị"),
    (["validate", "--strict=1"], "the option --strict takes no value", "tùy chọn --strict không nhận giá trị"),
    (
        ["gap", "--format", "xml"],
        "--format: “xml” is not one of table, json, csv, markdown",
        "giá trị của --format không hợp lệ: “xml” không phải là một trong: table, json, csv, markdown",
    ),
    (
        ["gap", "--format", "jsn"],
        "--format: “jsn” is not one of table, json, csv, markdown; did you mean json?",
        "giá trị của --format không hợp lệ: “jsn” không phải là một trong: table, json, csv, markdown; có phải là json?",
    ),
    (
        ["validate", "--fail-on", "nothing"],
        "--fail-on: “nothing” is not one of error, warning, note",
        "giá trị của --fail-on không hợp lệ: “nothing” không phải là một trong: error, warning, note",
    ),
    (["validate", "-j", "0"], "-j / --jobs: must be at least 1", "giá trị của -j / --jobs không hợp lệ: phải từ 1 trở lên"),
    (["validate", "-j", "many"], "-j / --jobs: must be a whole number", "giá trị của -j / --jobs không hợp lệ: phải là số nguyên"),
    (["explain"], "the argument ID is missing", "thiếu tham số MÃ"),
    (["explain", "par", "sipas"], "too many arguments: sipas", "thừa tham số: sipas"),
    (
        ["gap", "par.5.survay"],
        "the plan has no id “par.5.survay”; did you mean par.5.survey, ",
        "kế hoạch không có mã “par.5.survay”; có phải là ",
    ),
    (
        ["project", "par.1=9"],
        "“par.1=9” is a change, not an id: `parplan project --set par.1=9`",
        "“par.1=9” là một thay đổi, không phải mã: dùng “parplan project --set par.1=9”",
    ),
    (
        ["gap", "par.1=+0.2"],
        "“par.1=+0.2” is a change, not an id: `parplan project --add par.1=+0.2`",
        "“par.1=+0.2” là một thay đổi, không phải mã: dùng “parplan project --add par.1=+0.2”",
    ),
    (["gap", "zz.*"], "the plan has no id “zz.*”; `parplan gap` lists them", "kế hoạch không có mã “zz.*”; danh sách: “parplan gap”"),
    (
        ["explain", "papi.4.tarjet"],
        "there is no id, figure or rule “papi.4.tarjet”; did you mean papi.4.target",
        "không có mã, số liệu hay quy tắc “papi.4.tarjet”",
    ),
    (
        ["explain", "zzz"],
        "there is no id, figure or rule “zzz”; `parplan gap` lists the ids, `parplan rule` the rules",
        "không có mã, số liệu hay quy tắc “zzz”; danh sách mã: “parplan gap”, quy tắc: “parplan rule”",
    ),
    ([*GATE, "par"], "“par” is not of the form ID=POINTS, such as par=85", "“par” không phải dạng MÃ=ĐIỂM, ví dụ par=85"),
    ([*GATE, "par=77,5"], "“par=77,5”: did you mean par=77.5?", "“par=77,5”: có phải là par=77.5?"),
    ([*GATE, "pra=77"], "the plan has no id “pra”; did you mean par", "kế hoạch không có mã “pra”; có phải là par"),
    (["rule", "xyz"], "there is no rule “xyz”; `parplan rule` lists them", "không có quy tắc “xyz”; danh sách: “parplan rule”"),
    (["schema", "xyz"], "there is no schema “xyz”; `parplan schema` lists them", "không có schema “xyz”; danh sách: “parplan schema”"),
    (["rule", "A3O7"], "there is no rule “A3O7”; did you mean A307", "không có quy tắc “A3O7”; có phải là A307"),
    (["rule", "decimal-coma"], "there is no rule “decimal-coma”; did you mean decimal-comma", "không có quy tắc “decimal-coma”"),
]


@pytest.mark.parametrize(("arguments", "english", "vietnamese"), USAGE, ids=[" ".join(case[0]) for case in USAGE])
def test_wrong_usage_says_what_is_wrong(arguments: list[str], english: str, vietnamese: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, lead, words in (("en", "parplan: error: ", english), ("vi", "parplan: lỗi: ", vietnamese)):
        monkeypatch.setenv("PARPLAN_LANG", lang)
        ran = parplan_here(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(lead + words)
        assert len(ran.err.splitlines()) <= 2


@pytest.mark.parametrize("case", [USAGE[1], USAGE[7], USAGE[11], USAGE[13]], ids=lambda case: " ".join(case[0]))
def test_wrong_usage_of_the_installed_command(case: tuple[list[str], str, str]) -> None:
    arguments, english, vietnamese = case
    assert parplan(*arguments).err.startswith(f"parplan: error: {english}")
    assert parplan(*arguments, env={"PARPLAN_LANG": "vi"}).err.startswith(f"parplan: lỗi: {vietnamese}")


def test_a_missing_argument_is_named_in_one_line() -> None:
    ran = parplan_here("reach")
    assert ran.code == 2
    assert len(ran.err.splitlines()) <= 2
    assert "ID" in ran.err


def test_folders_and_a_plan_at_once_are_not_half_ignored(yard: Path) -> None:
    ran = parplan_here("validate", "good", "--plan", "nowhere", cwd=yard)
    assert ran.code == 2


def test_the_plan_of_the_environment(yard: Path) -> None:
    with_it = parplan_here("gap", env={"PARPLAN_PLAN": "good"}, cwd=yard)
    assert with_it.code == 0
    assert with_it.out.endswith("Plan: good (example). Basis: as printed.\n")
    assert parplan_here("gap", "--plan", str(DATA), env={"PARPLAN_PLAN": "nowhere"}, cwd=yard).code == 0
    assert parplan_here("gap", env={"PARPLAN_PLAN": "nowhere"}, cwd=yard) == Ran(2, "", "parplan: error: there is no folder nowhere\n")
    assert parplan_here("gap", env={"PARPLAN_PLAN": ""}, cwd=yard).out.endswith("Plan: cao-bang-2023. Basis: as printed.\n")


LANGUAGES = [
    # (environment, arguments, whether the answer is Vietnamese)
    ({}, [], False),
    ({"PARPLAN_LANG": "vi"}, [], True),
    ({"PARPLAN_LANG": "vi"}, ["--lang", "en"], False),
    ({"PARPLAN_LANG": "en"}, ["--lang=vi"], True),
    ({"LANG": "vi_VN.UTF-8"}, [], True),
    ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, [], True),
    ({"LANG": "vi_VN.UTF-8", "PARPLAN_LANG": "en"}, [], False),
    ({"LANG": "fr_FR.UTF-8"}, [], False),
    ({"PARPLAN_LANG": ""}, [], False),
]


@pytest.mark.parametrize(("env", "arguments", "vietnamese"), LANGUAGES)
def test_which_language_is_spoken(env: dict[str, str], arguments: list[str], vietnamese: bool) -> None:
    ran = parplan_here("gap", "sipas", *arguments, env=env)
    assert ("7,43" in ran.out, "7.43" in ran.out) == (vietnamese, not vietnamese)


def test_a_language_there_is_none_of() -> None:
    assert parplan_here("gap", env={"PARPLAN_LANG": "fr"}) == Ran(2, "", "parplan: error: PARPLAN_LANG=fr: one of vi, en is needed\n")
    assert parplan_here("gap", "--lang", "vi", env={"PARPLAN_LANG": "fr"}).code == 0
    assert parplan_here("gap", "--lang", "fr").code == 2


# --- exit codes -------------------------------------------------------------------------------------------------------------------

EXIT_CODES = [
    # (with errata.yaml, options, exit code): the embedded plan has 6 errors, all known to its ledger, and notes
    (True, [], 0),
    (True, ["--fail-on", "error"], 0),
    (True, ["--fail-on", "warning"], 0),
    (True, ["--fail-on", "note"], 1),
    (True, ["--strict"], 1),
    (True, ["--strict", "--fail-on", "warning"], 1),
    (True, ["--strict", "--fail-on", "note"], 1),
    (False, [], 1),
    (False, ["--fail-on", "warning"], 1),
    (False, ["--fail-on", "note"], 1),
    (False, ["--strict"], 1),
]


@pytest.fixture(scope="module")
def without_errata(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    for kind in FILES[:2]:
        (folder / f"{kind}.yaml").write_bytes((DATA / f"{kind}.yaml").read_bytes())
    return folder


@pytest.mark.parametrize(("errata", "options", "code"), EXIT_CODES)
def test_exit_codes_of_validate(without_errata: Path, errata: bool, options: list[str], code: int) -> None:
    assert parplan_here("validate", str(DATA if errata else without_errata), *options).code == code


def test_exit_codes_of_the_installed_command(without_errata: Path) -> None:
    calls = [
        ["validate"],
        ["validate", "--fail-on", "note"],
        ["validate", "--strict"],
        ["validate", str(without_errata)],
        ["validate", "x"],
    ]
    assert [parplan(*call).code for call in calls] == [0, 1, 1, 1, 2]


SEVERITIES = [
    # (a figure of the one index, the mildest severity at which validate fails)
    ("score: 7.97", None),
    ("score: 7.97, rank: 60/63, ranked: {2022: 61}", "note"),
    ("score: 7.975", "warning"),
    ("score: 17.97", "error"),
    ("score: 7,97", "error"),
]


@pytest.mark.parametrize(("figure", "severity"), SEVERITIES)
def test_a_severity_fails_itself_and_what_is_milder(tmp_path: Path, figure: str, severity: str | None) -> None:
    write_plan(tmp_path, indicators=f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 10, {figure}}}\n", targets="targets: {}\n")
    order = ("error", "warning", "note")
    codes = [parplan_here("validate", ".", "--fail-on", fail_on, cwd=tmp_path).code for fail_on in order]
    first = len(order) if severity is None else order.index(severity)
    assert codes == [int(at >= first) for at in range(3)]


def test_a_missed_gate_is_1_and_a_wrong_one_is_2() -> None:
    assert [parplan_here(*GATE, gate).code for gate in ("par=77.55", "par=77.56", "par=77,56")] == [0, 1, 2]


# --- many plans -------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve plans: the embedded one with another contradiction, flaw or broken line in each."""
    top = tmp_path_factory.mktemp("twelve")
    texts = [(DATA / f"{kind}.yaml").read_text(encoding="utf-8") for kind in FILES]
    for number in range(12):
        indicators, targets, errata = texts
        indicators = indicators.replace("score: 9.11", f"score: {9.11 + number / 10:.2f}")
        if number % 5 == 1:
            targets = targets.replace("12.87", "12,87")
        if number % 7 == 2:
            targets = targets[: -number * 10]
        write_plan(top / f"{number % 4}" / f"huyen-{number:02}", indicators, targets, errata if number % 3 else None)
    return top


@pytest.mark.parametrize("form", VALIDATE_FORMATS)
def test_more_processes_give_the_same_bytes(twelve: Path, form: str) -> None:
    one = parplan_here("validate", ".", "--format", form, "-j", "1", cwd=twelve)
    assert one.out != ""
    assert one == parplan("validate", ".", "--format", form, "-j", "2", cwd=twelve)


def test_more_processes_report_what_cannot_be_read_alike(twelve: Path, tmp_path: Path) -> None:
    write_plan(tmp_path / "broken", targets=None)
    runs = [run("validate", str(twelve), "broken", "-j", jobs, cwd=tmp_path) for run, jobs in ((parplan_here, "1"), (parplan, "2"))]
    assert (runs[0].code, runs[0]) == (1, runs[1])
    assert "error[S123]: cannot be checked, because there is no file broken/targets.yaml\n" in runs[0].out


def test_github_actions_chooses_annotations(twelve: Path) -> None:
    there = parplan_here("validate", env={"GITHUB_ACTIONS": "true"})
    assert there.out.startswith("::")
    assert there.out == parplan_here("validate", "--format", "github").out
    assert parplan_here("validate", "--format", "text", env={"GITHUB_ACTIONS": "true"}).out.startswith("note[")
    assert parplan_here("validate", env={"GITHUB_ACTIONS": "false"}).out.startswith("note[")
    lines = parplan_here("validate", ".", "--format", "github", cwd=twelve).out.splitlines()
    assert all(re.match(r"::(error|warning|notice) file=[^,]+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=", line) for line in lines)
