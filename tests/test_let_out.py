"""What people write into files comes out as text: no line of its own, no control of a terminal, no formula, no link, no mention."""

import csv
import io
import json
import os
import re
import subprocess
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from helpers_cli import DATA, Ran, clean, command, parplan_here
from parplan.render.markdown import escaped
from parplan.text import defused, plain
from parplan.yaml_text import write
from parplan.yaml_text.source import Quoted

EVIL = "\n::error::boom ##[error]x ##vso[task.x]\x1b[31m\x9b1m\u202etxt\u2028\t=1+1\r@here #12 &lt; https://e.vn www.e.vn a@e.vn"
# What may stand there as it is: ids, words of the program's, what other figures are found by.
KEPT = {
    *("id", "same_as", "table", "rows_in", "row", "columns", "sentences", "printed", "layer", "stage", "status", "group", "shape", "unit"),
    *("language", "decimal_mark", "scored_by", "aggregate", "date", "deadline", "lead", "coordinate", "serves", "asked", "base", "plan"),
    *("heading", "clause", "share", "file", "unit_aliases", "in_annex", "since", "by"),
}


def poisoned(value: Any, key: str = "") -> object:
    """A file's content with something evil behind every name and sentence."""
    if isinstance(value, dict):
        return {inner: poisoned(below, inner if key not in KEPT else key) for inner, below in value.items()}
    if isinstance(value, list):
        return [poisoned(below, key) for below in value]
    if not isinstance(value, str):
        return value
    try:
        return Decimal(value)
    except InvalidOperation:
        return value if key in KEPT or value in ("true", "false", "null", "") or re.fullmatch(r"[\d/]+", value) else Quoted(value + EVIL)


def emitted(value: object) -> str:
    """A value as YAML in one line: ids and ranks as they are."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {emitted(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(emitted, value)) + "]"
    if isinstance(value, str) and re.fullmatch(r"[\d/-]+|true|false", value):
        return value
    return write.flow(Quoted(value) if isinstance(value, str) and not re.fullmatch(r"[a-zA-Z0-9._*-]+", value) else value)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil") / "plan"
    for path in [*DATA.glob("*.yaml"), *DATA.glob("scenarios/*.yaml"), *DATA.glob("peers/*.yaml")]:
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - nothing is constructed
        target = folder / path.relative_to(DATA)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(f"{key}: {emitted(poisoned(value, key))}\n" for key, value in tree.items()), encoding="utf-8")
    return folder.parent


CALLS = [
    *("gap", "gap --leads", "progress --as-of 2024-05-01", "review", "explain par.8", "explain par.5.score", "project --share 60%"),
    *("project --scenario surveys-at-half", "reach par --at-least 85", "simulate --n 100", "validate", "validate --format concise"),
    *("validate --format github", "validate --format junit", "validate --format sarif", "validate --format gitlab", "errata list"),
    *("errata suggest", "errata show par.5.score", "errata letter", "units", "tasks", "rank papi", "realism", "compare 2022 2023"),
    *(
        "gap --format json",
        "gap --format csv",
        "gap --format markdown",
        "tasks --format markdown",
        "tasks --format csv",
        "tasks --format ics",
    ),
    *("units --format markdown", "units --format json", "review --format markdown", "simulate --n 100 --format markdown"),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("lang", "columns"), [("en", ""), ("vi", "80")])
def test_nothing_that_is_written_in_a_file_does_anything(evil: Path, call: str, lang: str, columns: str) -> None:
    ran = parplan_here(*call.split(), "--plan", "plan", "--lang", lang, cwd=evil, env={"COLUMNS": columns} if columns else {})
    assert ran.code in (0, 1), ran.err
    assert "::error::boom" in ran.out or "boom" not in ran.out
    form = call.partition("--format ")[2]
    harmless(ran if form != "github" else ran._replace(out=re.sub("(?m)^::(?=error|warning|notice)", "", ran.out)), form)


def harmless(ran: Ran, form: str = "") -> None:
    for text in (ran.out, ran.err):
        assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text.replace("\r\n", "\n"))
        for line in text.splitlines():
            assert not re.match(r"\s*::\w", line), line
            # What programs read is theirs as it is; JSON has a way to write it otherwise.
            assert form in ("csv", "ics", "junit", "sarif", "gitlab", "github") or not re.search(r"##(vso)?\[", line), line


def test_the_names_of_files_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "a\n::error::boom\x1b[31m\u202e"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "indicators.yaml").write_text("x: 1\n")
    (folder / "targets.yml").write_text("targets: {}\n")
    for call in (["validate", "."], ["gap", "--plan", str(folder)], ["gap", "--plan", "no\n::error::boom"], ["gap", "no\n::error::boom"]):
        ran = parplan_here(*call, "--lang", "en", cwd=tmp_path)
        assert ran.code in (1, 2)
        harmless(ran)


@pytest.mark.skipif(os.name != "posix", reason="names that are no text")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"no-\xff-text")).mkdir()
    for name in ("indicators.yaml", "targets.yaml"):
        (tmp_path / os.fsdecode(b"no-\xff-text") / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    for form in ("text", "json", "sarif", "junit", "gitlab", "github"):
        done = subprocess.run([command(), "validate", ".", "--format", form], cwd=tmp_path, env=clean(), capture_output=True, check=False)
        assert done.returncode == 1, done.stderr
        done.stdout.decode("utf-8")


def test_names_from_json_lines(tmp_path: Path) -> None:
    names = ["\x1b[31mred", "a\n::error::x", "\u202eback", "\u2028", "\ud800", "=1+1", "\t=1+1", "\r=1+1", " =1+1", "\x9b1m", 'a"b,c']
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"name": name}) + "\n" for name in names))
    lines = parplan_here("project", "--batch", "in.jsonl", cwd=tmp_path)
    harmless(lines)
    assert [json.loads(line)["name"] for line in lines.out.splitlines()] == [
        name.replace("\ud800", "\ufffd")
        for name in names  # a program gets them back as they were, but for half a letter
    ]
    assert parplan_here("project", "--batch", "in.jsonl", "-o", "out.csv", cwd=tmp_path).code == 0
    text = (tmp_path / "out.csv").read_bytes().decode()
    harmless(Ran(0, text, ""))
    read = [row[1] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert read == ["�[31mred", "a ::error::x", "�back", "�", "�", "'=1+1", "' =1+1", "' =1+1", "' =1+1", "�1m", 'a"b,c']


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n-1", "\u00a0=1", "\x1b=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert defused(text).startswith("'")
    assert len(defused(text)) == len(text) + 1


LINKS = [
    "@here",
    "a@e.vn",
    "#12",
    "x#12y",
    "https://e.vn/a_b",
    "HTTP://e.vn",
    "www.e.vn",
    "mailto:a@e.vn",
    "&lt;",
    "&#64;x",
    "a&b",
    "~~x~~",
]
LINKS += ["[a](b)", "![a](b)", "<b>", "`x`", "*a*", "_a_", "a|b", "\\", "$x$", "1. a", "- a", "+ a", "# a", "###", "12) a", "=", "-", "> a"]


@pytest.mark.parametrize("text", LINKS)
def test_markdown_shows_it_as_it_is(text: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).renderInline(escaped(text))
    assert plain(as_text(html)) == text
    assert not re.search(r"<(a|em|strong|s|code|img)\b", html)
    assert not re.search(r"@\w|#\d|://|www\.", html), html


def as_text(html: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<!--.*?-->|</?(?!b>)\w[^>]*>", "", html))


@pytest.mark.parametrize("text", ["1. a", "- a", "+ a", "# a", "12) a", "#", "-", "a - b", "1.5", "-0.25", "x"])
def test_what_begins_a_line_in_markdown_begins_no_list(text: str) -> None:
    from parplan.render.markdown import listed
    from parplan.text import Message, Text

    html = MarkdownIt("commonmark").render(listed([Message(Text(text, text))], "en"))
    assert html == f"<ul>\n<li>{text}</li>\n</ul>\n"
