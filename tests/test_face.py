"""What a terminal shows: every line fits, in every command, in both languages; nothing of it is the parser's own."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len

from conftest import ROOT, Parplan
from helpers_cli import HEAD, clean, command, unremarked, write_plan
from parplan.cli import language
from parplan.cli.app import NAMES, parser
from parplan.cli.options import METAVARS
from parplan.cli.parser_words import sentence
from parplan.render import terminal
from parplan.render.layout import Screen, wrapped
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Text, Word

WIDTHS = (60, 80, 200)
# An answer of every command, and of what it can show besides.
CALLS: dict[str, Sequence[str]] = {
    "init": ("init {plan}/new", "init data"),
    "gap": ("gap", "gap --leads", "gap par --basis corrected --no-parts", "gap par.7 --unit so-tttt", "gap zzz"),
    "progress": ("progress --as-of 2024-05-01", "progress papi --as-of 2024-05-01 --leads"),
    "review": ("review", "review papi --year 2023"),
    "explain": ("explain par", "explain papi.4.target --basis parts", "explain A301"),
    "project": (
        "project",
        "project par --set par.7.admin=9.00 --share 60%",
        "project --scenario surveys-at-half --scenario as-others-have-done",
    ),
    "reach": ("reach par --at-least 85", "reach par --at-least 85 --by fewest", "reach par --at-least 99.9 --lock par.7"),
    "simulate": ("simulate papi --n 2000", "simulate par --n 2000 --scenario as-others-have-done"),
    "validate": (
        "validate data",
        "validate data --strict",
        "validate tests/published/pci-2019-thanh-hoa",
        "validate tests/errors/A301-with-cells/plan",
    ),
    "errata": (
        "errata suggest data tests/errors/A301-with-cells/plan",
        "errata list",
        "errata show par-5-parts",
    ),  # the letter is a document
    "rule": ("rule", "rule A301", "rule W708"),
    "units": ("units", "units so-tttt", "units --matrix"),
    "tasks": ("tasks", "tasks --unit so-noi-vu --serves par.5"),
    "import": ("import tests/errors/I883-rows-without-number/document.txt --dry-run", "import zzz.docx"),
    "record": ("record par.7.admin=8.00 --layer self-assessed --date 2024-01-05 --source x --plan {plan}", "record papi=40"),
    "mark": ("mark V.7.1 --status done --evidence 12.pdf --plan {plan}", "mark V.7.1 --status done"),
    "rank": ("rank papi --score 43.33", "rank papi"),
    "realism": ("realism",),
    "compare": ("compare 2022 2023", "compare data tests/published/pci-2019-thanh-hoa --all"),
    "report": ("report", "report -o zzz.pdf"),
    "schema": ("schema", "schema zzz"),
}
every_call = pytest.mark.parametrize("call", [call for calls in CALLS.values() for call in calls])


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A plan that may be written to."""
    shutil.copytree(ROOT / "data", tmp_path / "plan", ignore=shutil.ignore_patterns("errata.yaml", "schema"))
    return tmp_path / "plan"


def test_every_command_is_tried() -> None:
    assert set(CALLS) == set(NAMES)


def too_wide(text: str, width: int) -> list[str]:
    return [line for line in text.splitlines() if cell_len(line) > width]


@pytest.mark.parametrize(("lang", "width"), [("vi", 60), ("en", 60), ("vi", 80), ("en", 200)])
@every_call
@pytest.mark.usefixtures("in_root")
def test_every_line_fits(parplan: Parplan, copied: Path, call: str, lang: str, width: int) -> None:
    ran = parplan(*call.format(plan=copied).split(), "--lang", lang, env={"COLUMNS": str(width)})
    assert ran.out or ran.err
    assert too_wide(ran.out, width) == []
    assert too_wide(ran.err, width) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["", *NAMES, "errata suggest", "errata accept"])
def test_every_line_of_help_fits(parplan: Parplan, name: str, lang: str, width: int) -> None:
    ran = parplan(*name.split(), "--help", "--lang", lang, env={"COLUMNS": str(width)})
    assert too_wide(ran.out, width) == []


def in_a_terminal(*arguments: str, code: int = 0, columns: int = 80, **env: str) -> str:
    """What a pseudo-terminal shows."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = clean(**{"TERM": "dumb", **env})
    with subprocess.Popen([command(), *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        seen = b""
        with contextlib.suppress(OSError):  # how the end of it is told
            while part := os.read(ours, 65536):
                seen += part
    os.close(ours)
    assert running.returncode == code
    return unremarked(seen.decode().replace("\r\n", "\n"))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals there")
@pytest.mark.parametrize(("call", "code"), [("gap par --lang vi", 0), ("validate --lang vi --strict", 1)])
def test_every_line_fits_a_real_terminal(call: str, code: int) -> None:
    shown = in_a_terminal(*call.split(), COLUMNS="", TERM="xterm", code=code, columns=60)
    assert "\x1b[" in shown
    assert len(shown.splitlines()) > 20
    assert too_wide(re.sub(r"\x1b\[[0-9;]*m", "", shown), 60) == []


SHORT, LONG = Text("Điểm", "Score"), Text("Cần tăng thêm", "Gap to the target")
NAME = "Xây dựng, phát triển chính quyền điện tử, chính quyền số"


def shown(*columns: Column, cells: Sequence[object], width: int | None, notes: Sequence[str] = (), depth: int = 1) -> list[str]:
    """A table of one line, as text."""
    marks = tuple(cell if isinstance(cell, Mark) else Mark(cell) for cell in cells)
    said = tuple(Message(Text(note, note)) for note in notes)
    table = Table(Message(Text("T", "T")), columns, (Line(marks, depth=depth),), (), said)
    return terminal.render([table], "vi", Screen(width, colour=False)).splitlines()[1:]


ID, TEXT = Column("id", Text("Mã", "Id"), "id"), Column("name", Text("Tên", "Name"), "text")
SCORE, GAP = Column("score", SHORT, "points"), Column("gap", LONG, "points")


def test_a_name_hangs_under_its_first_letter_behind_the_id() -> None:
    lines = shown(ID, TEXT, SCORE, cells=("par.7", NAME, Decimal("8.01")), width=40)
    assert lines[2:] == [
        "par.7 Xây dựng, phát triển chính    8,01",
        "      quyền điện tử, chính quyền số",
    ]


def test_headings_break_only_where_there_is_no_room() -> None:
    cells = ("par.7", NAME, Decimal("8.01"), Decimal("3.17"))
    assert shown(ID, TEXT, SCORE, GAP, cells=cells, width=70)[0].endswith("Điểm Cần tăng thêm")
    assert len(shown(ID, TEXT, SCORE, GAP, cells=cells, width=42)) > len(shown(ID, TEXT, SCORE, GAP, cells=cells, width=70))


def test_a_column_that_is_left_out_is_named() -> None:
    rank = Column("rank", Text("Xếp hạng", "Rank"), "rank")
    bar = Column("bar", Text("", ""), "bar")
    lines = shown(ID, TEXT, rank, GAP, bar, cells=("par.8.impact", NAME, "53/63", Decimal(1234567), Decimal("0.5")), width=36)
    assert " ".join(lines).endswith("  không đủ chỗ cho các cột: Xếp   hạng; mở rộng cửa sổ hoặc đặt   COLUMNS")
    assert "1234567,00" in "\n".join(lines)
    assert not any("█" in line for line in lines)


def test_notes_are_numbered_as_they_are_met_and_each_has_its_mark() -> None:
    rank = Column("rank", Text("Xếp hạng", "Rank"), "rank", wide=True)
    cells = ("par.8.impact", NAME, Mark(Decimal("8.01"), (2,)), Mark("53/63", (1,)))
    wide = shown(ID, TEXT, SCORE, rank, cells=cells, width=None, notes=("hạng", "điểm", "không ở đâu"))
    assert wide[2].endswith("8,01¹    53/63²")
    assert wide[3:] == ["  không ở đâu", "  ¹ điểm", "  ² hạng"]
    narrow = shown(ID, TEXT, SCORE, rank, cells=cells, width=36, notes=("hạng", "điểm"))
    assert narrow[-2:] == ["  ¹ hạng", "  ² điểm"]
    assert any(line.startswith("par.8.impact") for line in narrow)
    assert "¹" in "".join(narrow[2:-2])


def test_points_in_a_column_have_the_same_decimals() -> None:
    for value, said in (("4.456", "4,46"), ("5.22", "5,22"), ("85", "85,00"), ("0.004", "0,004"), ("-0.0001", "-0,0001")):
        assert shown(SCORE, cells=(Decimal(value),), width=None)[2].strip() == said


def test_large_counts_are_grouped() -> None:
    column = Column("n", SHORT, "count")
    assert shown(column, cells=(100000,), width=None)[2].strip() == "100.000"


def test_colour_stands_beside_the_word() -> None:
    met = Mark(Word("met", Text("đạt", "met")))
    table = Table(Message(Text("T", "T")), (Column("verdict", SHORT, "word"),), (Line((met,)),))
    assert "\x1b[32mđạt" in terminal.render([table], "vi", Screen(None, colour=True))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("a b", None, ["> a b"]),
        ("aaaa bbbb cccc", 12, ["> aaaa bbbb", "  cccc"]),
        ("tests/errors/plan", 12, ["> tests/", "  errors/", "  plan"]),
        ("một trăm\u00a0% và", 11, ["> một", "  trăm\u00a0% và"]),
        ("界界界界", 6, ["> 界界", "  界界"]),
        ("e\u0301" * 8, 10, ["> " + "e\u0301" * 8]),
    ],
)
def test_words_wrap_under_their_beginning(text: str, width: int | None, lines: list[str]) -> None:
    assert wrapped(text, width, "> ") == lines


# validate: what is shown, what counts

SUMMED = "data: errors 0, warnings 0, notes 10; known 6 (--known shows them)\n"


@pytest.mark.usefixtures("in_root")
def test_known_errata_are_counted_and_shown_where_they_are_asked_for(parplan: Parplan) -> None:
    plainly, known, strict = (parplan("validate", "data", *option, "--lang", "en") for option in ((), ("--known",), ("--strict",)))
    assert (plainly.code, known.code, strict.code) == (0, 0, 1)
    assert "(known)" not in plainly.out
    assert plainly.err == SUMMED
    assert known.out == strict.out
    assert known.out.count(" (known): ") == 6
    assert known.err == strict.err == SUMMED.replace(" (--known shows them)", "")


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize("form", ["json", "sarif", "junit", "gitlab", "github", "concise"])
def test_machines_get_known_errata_as_well(parplan: Parplan, form: str) -> None:
    assert parplan("validate", "data", "--format", form).out == parplan("validate", "data", "--known", "--format", form).out
    assert parplan("validate", "data", "--format", form).out.count("A305") >= 2


@pytest.mark.usefixtures("in_root")
def test_notes_that_say_the_same_are_one(parplan: Parplan) -> None:
    out = parplan("validate", "data", "--lang", "en").out
    assert out.count("note[N401]") == 1
    assert "   = 1 more like it: par.7.survey.planned (data/targets.yaml:25)\n" in out
    assert parplan("validate", "data", "--format", "concise").out.count("[N401]") == 2
    assert out.count("note[N403]") == out.count("note[N404]") == 1


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ("--select N", {"N401", "N403", "N404", "N405"}),
        ("--select N40 --ignore n401", {"N403", "N404", "N405"}),
        ("--select A301,T", {"A301"}),
        ("--ignore N --ignore A308 --ignore P", {"A301", "A304", "A305", "A307"}),
        ("--select A3 --ignore A", set()),
        ("--ignore S,A,N,P", set()),
    ],
)
def test_rules_are_chosen_by_code_and_by_family(parplan: Parplan, options: str, codes: set[str]) -> None:
    call = ("validate", "data", *options.split())
    assert {found["code"] for found in json.loads(parplan(*call, "--format", "json").out)["findings"]} == codes
    assert parplan(*call, "--strict").code == (1 if "A301" in codes else 0)


UNREAD = [("targets:\n\ta: {planned: 0.50}\n", "S101"), ("targets:\n  a: {planned: 2e1}\n", "S104"), ("", "S111")]


@pytest.mark.parametrize("choice", ["--ignore S", "--ignore s1", "--ignore S101,S104,S111", "--select A", "--select A --ignore S"])
@pytest.mark.parametrize(("targets", "code"), UNREAD)
def test_no_choice_of_rules_passes_what_could_not_be_read(parplan: Parplan, tmp_path: Path, targets: str, code: str, choice: str) -> None:
    rows = "indices: [{id: a, name: A, decimals: 2, max: 10, score: 7}]\n"
    write_plan(tmp_path / "plan", HEAD + rows, targets)
    call = ("validate", "plan", *choice.split())
    ran = parplan(*call, "--format", "json", cwd=tmp_path)
    assert (ran.code, [found["code"] for found in json.loads(ran.out)["findings"]]) == (1, [code])
    assert parplan(*call, "--quiet", cwd=tmp_path).code == 1
    assert "<failure" in parplan(*call, "--format", "junit", cwd=tmp_path).out


@pytest.mark.parametrize(
    ("typed", "near"), [("A39", "; did you mean "), ("A3O7", "; did you mean A307"), ("", "; `parplan rule` lists them\n")]
)
def test_a_rule_that_is_not_there(parplan: Parplan, typed: str, near: str) -> None:
    ran = parplan("validate", "--ignore", typed, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"parplan: error: --ignore: there is no rule “{typed.upper()}”{near}")


@pytest.mark.usefixtures("in_root")
def test_statistics_tell_in_words_what_each_rule_finds(parplan: Parplan) -> None:
    out = parplan("validate", "data", "--statistics", "--lang", "vi").out
    assert "A308  Chênh lệch do làm tròn" in out
    assert "rounding" not in out


@pytest.mark.usefixtures("in_root")
def test_statistics(parplan: Parplan) -> None:
    ran = parplan("validate", "tests/published", "--statistics", "--lang", "en")
    assert ran.code == 1
    assert ran.out.splitlines()[3].split("  ")[0:2] == ["A301", "The scores of the parts do not make up the score"]
    assert ran.out.splitlines()[3].endswith("  error        46")
    assert parplan("validate", "data", "--statistics", "--lang", "en").out.count("A30") == 1  # the others are known
    assert parplan("validate", "data", "--statistics", "--known", "--lang", "en").out.count("A30") == 5
    assert parplan("validate", "data", "--statistics", "--format", "sarif").code == 2


@pytest.mark.usefixtures("in_root")
def test_quiet_says_nothing(parplan: Parplan, tmp_path: Path) -> None:
    assert parplan("validate", "data", "-q") == (0, "", "")
    assert parplan("validate", "data", "--quiet", "--strict") == (1, "", "")
    assert parplan("validate", "data", "-q", "-o", str(tmp_path / "found.sarif")) == (0, "", "")
    assert json.loads((tmp_path / "found.sarif").read_text())["version"] == "2.1.0"


# The parser's words are ours

WRONG = [
    (
        "vaildate",
        "không có lệnh “vaildate”; có phải là validate, simulate?",
        "there is no command “vaildate”; did you mean validate, simulate?",
    ),
    (
        "gap --formt x",
        "không có tùy chọn --formt; có phải là --format, --sort?",
        "there is no option --formt; did you mean --format, --sort?",
    ),
    ("gap -x", "không có tùy chọn -x", "there is no option -x"),
    ("reach", "thiếu tham số ", "the argument "),
    ("errata sugest", "không có lệnh “sugest”; có phải là suggest?", "there is no command “sugest”; did you mean suggest?"),
    ("simulate --n abc", "giá trị của --n không hợp lệ: phải là số nguyên", "--n: must be a whole number"),
    ("validate -j 0", "giá trị của -j / --jobs không hợp lệ: phải từ 1 trở lên", "-j / --jobs: must be at least 1"),
    ("validate --strict=3", "tùy chọn --strict không nhận giá trị", "the option --strict takes no value"),
    ("rule a b", "thừa tham số: b", "too many arguments: b"),
]


@pytest.mark.parametrize(("call", "vietnamese", "english"), WRONG)
def test_what_cannot_be_typed_is_said_once(parplan: Parplan, call: str, vietnamese: str, english: str) -> None:
    for lang, words, error in (("vi", vietnamese, "lỗi"), ("en", english, "error")):
        ran = parplan(*call.split(), env={"PARPLAN_LANG": lang})
        assert ran.code == 2
        assert ran.err.startswith(f"parplan: {error}: {words}")
        assert "Usage" not in ran.err


def test_a_sentence_nobody_knows_is_told_as_the_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, said in (("vi", "bộ đọc dòng lệnh báo: “Something new.”"), ("en", "Something new.")):
        monkeypatch.setattr("parplan.cli.parser_words.current", lambda lang=lang: lang)
        monkeypatch.setattr("parplan.cli.language._current", [lang])
        assert sentence("Something new.") == said
        assert sentence("Invalid value for '--n': Something new.").endswith(said)


@pytest.mark.parametrize("name", ["", *NAMES, *(f"errata {each}" for each in ("list", "show", "suggest", "accept", "letter"))])
def test_a_vietnamese_run_has_no_english_stand_ins(parplan: Parplan, name: str) -> None:
    out = parplan(*name.split(), "--help", "--lang", "vi").out
    words = set(re.findall(r"(?<![\w-])[A-Z][A-Z_=|\]\[]+(?![\w.])", out))
    english = {metavar for metavar, said in METAVARS.items() if said.vi != said.en}
    assert words & english == set()


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("name", ["", "gap", "errata", "errata list"])
def test_what_the_library_says_is_vietnamese_however_narrow_the_help(parplan: Parplan, name: str, width: int) -> None:
    out = " ".join(parplan(*name.split(), "--help", "--lang", "vi", env={"COLUMNS": str(width)}).out.split())
    assert not re.search("Show|Install|this message|completion for", out)
    assert "--help In hướng dẫn này." in out
    assert name or "--install-completion Cài tự hoàn thành cho shell đang dùng. --show-completion In mã tự hoàn thành của shell." in out


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_completion_is_installed_in_the_language_of_the_run(parplan: Parplan, tmp_path: Path, lang: str) -> None:
    parser.cache_clear()  # which shells may be named is looked up when the parser is made
    for shell, code in (("bash", 0), ("tcsh", 2)):
        env = {"HOME": str(tmp_path), "PARPLAN_LANG": lang, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
        ran = parplan("--install-completion", shell, env=env)
        assert ran.code == code
        assert ("shell" in ran.out + ran.err) == (shell == "tcsh")
        assert "Completion will" not in ran.out
    script = parplan("--show-completion", "bash", env=env)
    assert script.out.startswith("_parplan_completion() {")
    assert parplan("--show-completion", "tcsh", env=env).code == 2
    parser.cache_clear()


@pytest.mark.parametrize("typed", [["--install-completion", "xxsh"], ["--lang", "en", "--show-completion", "bash"]])
def test_a_shell_that_is_named_is_not_passed_over(parplan: Parplan, tmp_path: Path, typed: list[str]) -> None:
    """The parser looks which shell it runs in, so a name has no effect: nothing is installed, in whichever shell."""
    parser.cache_clear()
    ran = parplan(*typed, env={"HOME": str(tmp_path), "PARPLAN_LANG": "en"})
    assert (ran.code, ran.out) == (2, "")
    todo = f"leave out {typed[-1]}, and type the command in the shell that you want it for"
    assert ran.err == f"parplan: error: completion is for the shell that this runs in: {todo}\n"
    assert list(tmp_path.iterdir()) == []
    parser.cache_clear()


@pytest.mark.parametrize("call", ["help init --lang vi", "--lang vi help init", "init --help --lang vi"])
def test_help_is_asked_for_in_any_order(parplan: Parplan, call: str) -> None:
    assert parplan(*call.split()).out.startswith("Cách dùng: parplan init ")


@pytest.mark.usefixtures("in_root")
def test_without_arguments_the_plan_is_named(parplan: Parplan) -> None:
    assert parplan("--lang", "en").out.endswith("\nPlan that would be used: the example that comes with parplan\n")
    assert parplan(env={"PARPLAN_PLAN": "data"}).out.endswith("\nPlan that would be used: data\n")


def test_version_in_short() -> None:
    said = [subprocess.run([command(), option], capture_output=True, check=True).stdout for option in ("-V", "--version")]
    assert said[0] == said[1] != b""


@pytest.mark.parametrize(("lang", "said"), [("vi", "thư viện PyYAML ở đây không có libyaml"), ("en", "PyYAML is here without libyaml")])
def test_a_yaml_library_without_its_fast_half(lang: str, said: str) -> None:
    code = "import sys; sys.modules['yaml._yaml'] = None; from parplan.cli.main import run; sys.exit(run(sys.argv[1:]))"
    ran = subprocess.run([sys.executable, "-c", code, "gap", "--lang", lang], capture_output=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "pip install --force-reinstall --only-binary :all: pyyaml" in ran.stderr


def test_on_windows_the_system_says_which_language(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    for answer, lang in ((0x042A, "vi"), (0x0409, "en")):
        kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda answer=answer: answer)
        monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
        monkeypatch.setattr(sys, "platform", "win32")
        assert language.choose([], {}) == lang
        assert language.choose([], {"LANG": "vi_VN.UTF-8"}) == "vi"
        monkeypatch.undo()
    assert language.choose([], {}) == "en"


# Page by page


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals there")
def test_answers_go_through_a_pager_where_that_is_asked_for(parplan: Parplan) -> None:
    gap = parplan("gap", "sipas", "--lang", "en", env={"COLUMNS": "80"}).out
    assert in_a_terminal("gap", "sipas", "--lang", "en", "--pager", PAGER="sed 's/^/> /'") == "".join(
        f"> {line}\n" for line in gap.splitlines()
    )
    assert in_a_terminal("gap", "sipas", "--lang", "en", PAGER="sed 's/^/> /'") == gap
    for pager in ("no-such-pager -x", "sed 's"):
        seen = in_a_terminal("gap", "sipas", "--lang", "en", "--pager", PAGER=pager)
        assert seen == f"parplan: the pager “{pager}” cannot be started\n{gap}"


def test_a_pipe_needs_no_pager(parplan: Parplan) -> None:
    assert parplan("gap", "--pager", env={"PAGER": "no-such-pager"}) == parplan("gap")
    assert parplan("rule", "--pager").code == 0
