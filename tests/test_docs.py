"""The documentation says what is so: outputs, keys, schemas, pictures, examples and both set-up lines."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

import docs
import parplan as package
from conftest import ROOT, Parplan
from parplan.cli.app import NAMES
from reading import check_text

README = (ROOT / "README.md").read_text(encoding="utf-8")


WRITTEN = docs.files()


@pytest.mark.parametrize("name", WRITTEN)
def test_what_the_program_writes_into_the_documentation_is_current(name: str) -> None:
    assert docs.same(ROOT / name, WRITTEN[name]()), "run: python scripts/docs.py --write"


def test_set_up_is_two_lines_and_the_same_in_both_languages() -> None:
    lines = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(lines) == 2
    assert lines[0].endswith("parplan gap")
    assert lines[1].endswith("pytest")
    vietnamese = (ROOT / "README.vi.md").read_text(encoding="utf-8")
    assert lines[0] in vietnamese
    assert lines[1] in vietnamese
    assert lines[1] in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_all_is_every_extra_but_the_developers() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert extras["all"] == [f"parplan[{','.join(name for name in extras if name not in ('all', 'dev'))}]"]


def yaml_blocks(text: str, marker: str) -> list[str]:
    return [block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if marker in block]


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_plan_in_readme_is_a_plan(parplan: Parplan, tmp_path: Path, readme: str) -> None:
    indicators, targets = yaml_blocks((ROOT / readme).read_text(encoding="utf-8"), "# my-plan/")
    (tmp_path / "indicators.yaml").write_text(indicators, encoding="utf-8")
    (tmp_path / "targets.yaml").write_text(targets, encoding="utf-8")
    assert check_text({"indicators": indicators, "targets": targets}).plan is not None
    ran = parplan("gap", "--plan", str(tmp_path), "--lang", "en")
    assert ran.code == 0
    assert "≥\u00a07.41" in ran.out


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_readme_is_short(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert len(text.encode()) <= 9 * 1024
    assert all(block.count("\n") <= 13 for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL))


class Example(NamedTuple):
    """A block of a page that a reader types into a file: what the line above it says of it.

    `read_by` is the command that reads the file, where that is another one than `validate`; `found` the errors and warnings that the page
    means it to have, `exit` the code that the command ends with, where that has another reason.
    """

    path: str
    read_by: str
    found: frozenset[str]
    exit: int | None
    text: str

    @property
    def folder(self) -> Path:
        """Of the plan that it belongs to, in the folder where the reader types."""
        here = Path(self.path).parent
        return here.parent if here.name in ("peers", "scenarios") else here


BLOCK = re.compile(r"(?:<!-- (file: [^>]*) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
MARK = re.compile(r"file: (?P<path>[^\s;]+)(?:; read by: (?P<read>[^;]+))?(?:; found: (?P<found>[A-Z0-9 ]+))?(?:; exit: (?P<exit>[0-9]))?")


def examples(page: str) -> list[Example]:
    """What a page gives to be typed, in the order of the page. Every example of YAML says which file it is."""
    found = []
    for mark, kind, text in BLOCK.findall((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")):
        said = MARK.fullmatch(mark)
        assert said or kind != "yaml", f"no “<!-- file: … -->” above:\n{text}"
        if said:
            codes = frozenset((said["found"] or "").split())
            found.append(Example(said["path"], said["read"] or "", codes, int(said["exit"]) if said["exit"] else None, text))
    return found


MANUAL = ("data-format", "peers", "field", "follow-up", "what-if", "errata")


@pytest.mark.parametrize("page", [f"{page}{lang}" for page in MANUAL for lang in ("", ".vi")])
def test_every_example_is_accepted_as_typed(parplan: Parplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """Each is typed into its file, over what the page has put there before; then the plan is validated, as soon as it has the two files
    that every plan has, or read by the command named.
    """
    monkeypatch.chdir(tmp_path)
    waiting: set[str] = set()
    for each in examples(page):
        file = tmp_path / each.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(each.text, encoding="utf-8")
        if file.suffix == ".yaml":
            waiting.add(each.path)
        whole = all((tmp_path / each.folder / name).exists() for name in ("indicators.yaml", "targets.yaml"))
        if each.read_by or (file.suffix == ".yaml" and whole):
            ran = parplan(*shlex.split(each.read_by or f"validate {each.folder} --format concise"), "--lang", "en")
            told = frozenset(re.findall(r"(?:error|warning)\[(\w+)\](?! \(known\))", ran.out + ran.err))
            fine = ran.code == each.exit if each.exit is not None else (ran.code == 0) is not bool(each.found)
            assert (told, fine) == (each.found, True), (each.path, ran.out, ran.err)
            waiting.clear()
    assert waiting == set()


@pytest.mark.parametrize("page", MANUAL)
def test_the_examples_are_the_same_in_both_languages(page: str) -> None:
    english, vietnamese = (
        [
            each._replace(text=re.sub(r" *# (?!yaml-language).*|(?<= source: )[^,{\n]+", "", each.text))
            for each in examples(f"{page}{lang}")
            if "yaml" in each.path
        ]
        for lang in ("", ".vi")
    )
    assert english == vietnamese


@pytest.mark.parametrize(
    ("page", "first"), [("README.md", "8.01 3.17"), ("README.vi.md", "8.01 3.17"), ("docs/python.md", "['par', 'sipas', 'papi'] 31")]
)
def test_python_on_the_pages_runs(tmp_path: Path, page: str, first: str) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)  # where files are made
    assert ran.stdout.splitlines()[0] == first


@pytest.mark.parametrize(("name", "least"), [("what-if", 9), ("errata", 7), ("field", 3)])
def test_both_tutorials_take_the_same_steps(name: str, least: int) -> None:
    pages = [(ROOT / "docs" / f"{name}{lang}.md").read_text(encoding="utf-8") for lang in ("", ".vi")]
    steps = [re.findall(r"^\$ (.*?) --lang \w\w$", page, re.MULTILINE) for page in pages]
    english, vietnamese = ([re.sub(r"'.*'", "", step) for step in page] for page in steps)  # reasons are in the page's language
    assert english == vietnamese
    assert len(english) >= least


COMMANDS = ["init", "gap", "project", "reach", "simulate", "validate", "explain", "rule", "schema"]
COMMANDS += ["units", "tasks", "record", "mark", "review", "rank", "realism", "compare", "report"]
COMMANDS += ["errata suggest", "errata list", "errata show", "errata accept", "errata letter"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("lang", "example"), [("vi", "Ví dụ: parplan"), ("en", "Example: parplan")])
def test_every_command_has_help_with_an_example_that_works(
    parplan: Parplan, in_root: Path, tmp_path: Path, command: str, lang: str, example: str
) -> None:
    assert in_root.is_dir()
    out = parplan(*command.split(), "--help", "--lang", lang).out
    assert f"{example} {command}" in out
    line = shlex.split(out.split(example, 1)[1].replace("\n", " "))
    for name in ("indicators.yaml", "targets.yaml", "tasks.yaml"):  # a plan without a ledger, for what writes one
        (tmp_path / "my-plan").mkdir(exist_ok=True)
        shutil.copy(ROOT / "data" / name, tmp_path / "my-plan")
    if command == "init":
        shutil.rmtree(tmp_path / "my-plan")
    line = [str(tmp_path / word) if word.endswith((".json", ".docx")) or word == "my-plan" else word for word in line]
    assert parplan(*line).code == 0


ENDINGS = ("txt", "json", "csv", "md", "xlsx", "sarif", "xml", "ics", "docx")


@pytest.mark.parametrize(
    "call", ["gap", "validate", "schema gap", "errata show par.5.score", "errata list", "tasks", "explain par", "rule A301", "rank papi"]
)
def test_help_names_the_endings_that_a_command_writes(parplan: Parplan, tmp_path: Path, call: str) -> None:
    command = call.split()[:2] if call.startswith("errata") else call.split()[:1]
    said = re.search(r"its ending \(([.\w, ]+)\)", " ".join(parplan(*command, "--help", "--lang", "en").out.split()))
    assert said is not None
    written = [ending for ending in ENDINGS if parplan(*call.split(), "-o", str(tmp_path / f"x.{ending}")).code == 0]
    assert said[1].replace(".", "").split(", ") == sorted(written, key=said[1].replace(".", "").split(", ").index)


def test_help_in_vietnamese_has_no_english_left(parplan: Parplan) -> None:
    for command in ([], ["errata"], *(command.split() for command in COMMANDS)):
        out = parplan(*command, "--help", "--lang", "vi").out
        for word in ("Usage", "Options", "Arguments", "Commands", "Show this", "default:", "required", "Example", "Install"):
            assert word not in out, (command, word)


def test_version(parplan: Parplan) -> None:
    ran = subprocess.run([sys.executable, "-m", "parplan", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout == f"parplan {package.__version__}\n"
    assert parplan("--version").out == ran.stdout
    assert f"## {package.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["commands.md", "commands.vi.md"])
def test_the_page_of_commands_has_the_help_of_each(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [name for name in NAMES if not re.search(rf"^\$ parplan {name} .*--help", text, re.MULTILINE)] == []


def test_a_page_in_two_languages_has_a_link_to_the_other() -> None:
    for vietnamese in (*ROOT.glob("*.vi.md"), *(ROOT / "docs").glob("*.vi.md")):
        english = vietnamese.with_name(vietnamese.name.replace(".vi", ""))
        assert f"*[English]({english.name})*" in vietnamese.read_text(encoding="utf-8"), vietnamese.name
        assert f"*[Tiếng Việt]({vietnamese.name})*" in english.read_text(encoding="utf-8"), english.name


def test_links_in_the_documentation_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), (page.name, target)


COMPLETED = [
    ("gap par.7", ["par.7", "par.7.admin", "par.7.survey"]),
    ("project --set par.7", ["par.7=", "par.7.admin=", "par.7.survey="]),
    ("project --share par.8.s", ["par.8.sipas="]),
    ("gap --fail-under par.8.s", ["par.8.sipas="]),
    ("reach par --cost par.8.s", ["par.8.sipas="]),
    ("simulate --range par.8.s", ["par.8.sipas="]),
    ("record par.8.sipas --rank par.8.s", ["par.8.sipas="]),
    ("project --set par.8.sipas=", []),
]


@pytest.mark.parametrize(("typed", "offered"), COMPLETED)
def test_shell_completion_of_ids(monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]) -> None:
    # As a shell asks: the real program, its completion variables, bash.
    monkeypatch.setenv("_PARPLAN_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"parplan {typed}")
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split())))
    ran = subprocess.run([sys.executable, "-c", "from parplan.cli import main; main()"], capture_output=True, text=True, check=False)
    assert ran.stdout.split() == offered
