"""Write what the program can say of itself into the documentation: outputs, keys, schemas,
pictures.

python scripts/docs.py           says which files differ, exit code 1 if any
python scripts/docs.py --write   writes them
"""

import ast
import inspect
import io
import re
import shlex
import sys
import tempfile
import textwrap
import typing
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text as RichText

from parplan import api
from parplan.engine.compare import Comparison
from parplan.engine.explain import Step
from parplan.engine.gap import Standing
from parplan.engine.layers import Layered, Look
from parplan.engine.margin import Margin
from parplan.engine.progress import Progress
from parplan.engine.project import Projected
from parplan.engine.reach import Effort, Reach
from parplan.engine.repair.groups import Group, Repair
from parplan.engine.review import Outcome
from parplan.engine.simulate import Chance
from parplan.model.files import KINDS, model_of
from parplan.model.findings import Finding
from parplan.model.indicators import Node
from parplan.workspace import reading
from running import ran, unremarked

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "README.vi.md",
    "docs/commands.md",
    "docs/commands.vi.md",
    "docs/peers.md",
    "docs/peers.vi.md",
    "docs/python.md",
)
# Pages whose commands are run one after the other in an empty folder, with the files that the page
# itself holds.
TUTORIALS = (
    "docs/import.md",
    "docs/import.vi.md",
    "docs/data-format.md",
    "docs/data-format.vi.md",
    "docs/what-if.md",
    "docs/what-if.vi.md",
    "docs/errata.md",
    "docs/errata.vi.md",
    "docs/field.md",
    "docs/field.vi.md",
    "docs/follow-up.md",
    "docs/follow-up.vi.md",
    "docs/report.md",
    "docs/report.vi.md",
)
SCHEMAS: tuple[str, ...] = KINDS
PICTURES = {
    "docs/gap.svg": "gap par --lang en",
    "docs/gap.vi.svg": "gap par --lang vi",
    "docs/project.svg": "project par --no-parts --scenario surveys-at-half --lang en",
    "docs/project.vi.svg": "project par --no-parts --scenario surveys-at-half --lang vi",
}
_BLOCK = re.compile(r"```console\n(\$ [^\n]*)\n.*?```", re.DOTALL)
_STEP = re.compile(
    r"```console\n(\$ [^\n]*)\n.*?```|<!-- file: ([^\s;]+)[^>]* -->\n```\w*\n(.*?)```", re.DOTALL
)
_MADE = re.compile(r"<!-- (keys|names) -->\n.*?<!-- /\1 -->", re.DOTALL)
GIVEN = (
    Finding,
    Standing,
    Projected,
    Reach,
    Effort,
    Margin,
    Chance,
    Progress,
    Outcome,
    Layered,
    Look,
    Group,
    Repair,
    Step,
    Comparison,
)


def main(arguments: list[str]) -> int:
    """Compare, or write with --write; returns the exit code."""
    stale = {name: text for name, make in files().items() if not same(ROOT / name, text := make())}
    for name, text in stale.items():
        if "--write" in arguments:
            (ROOT / name).write_text(text, encoding="utf-8")
        sys.stderr.write(f"{'written' if '--write' in arguments else 'not current'}: {name}\n")
    return 1 if stale and "--write" not in arguments else 0


def same(file: Path, text: str) -> bool:
    """Whether a file holds just this text."""
    return file.exists() and file.read_text(encoding="utf-8") == text


def files() -> dict[str, Callable[[], str]]:
    """Every file that this script keeps, with what makes the text it should hold."""
    return {
        **{
            f"data/schema/{name}.schema.json": partial(said, f"parplan schema {name}")
            for name in SCHEMAS
        },
        **{name: partial(page, name) for name in PAGES},
        **{name: partial(followed, name) for name in TUTORIALS},
        **{name: partial(picture, f"parplan {line}") for name, line in PICTURES.items()},
    }


def page(name: str) -> str:
    """A page with what its commands print, each in the project's folder."""
    return _BLOCK.sub(
        lambda block: f"```console\n{block[1]}\n{said(block[1][2:])}```", listed(name)
    )


def listed(name: str) -> str:
    """A page with the keys of the files or the names for scripts."""
    lang = "vi" if name.endswith(".vi.md") else "en"

    def made(mark: re.Match[str]) -> str:
        return (
            f"<!-- {mark[1]} -->\n{keys(lang) if mark[1] == 'keys' else names()}\n<!-- /{mark[1]} "
            f"-->"
        )

    return _MADE.sub(made, (ROOT / name).read_text(encoding="utf-8"))


def followed(name: str) -> str:
    """A tutorial with what its commands print, followed step by step as a reader would."""
    with tempfile.TemporaryDirectory() as folder:

        def step(found: re.Match[str]) -> str:
            if found[2]:
                file = Path(folder) / found[2]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(found[3], encoding="utf-8")
                return found[0]
            return f"```console\n{found[1]}\n{said(found[1][2:], Path(folder))}```"

        return _STEP.sub(step, listed(name))


def said(line: str, folder: Path = ROOT) -> str:
    """What a command line prints, standard output first, by the program in a folder and a plain
    environment.
    """
    words = shlex.split(line)
    if words[0] == "cat":
        return (folder / words[1]).read_text(encoding="utf-8")
    at = words.index("parplan")
    environment = dict(word.split("=", 1) for word in words[:at])
    _, out, err = ran(words[at + 1 :], folder, environment)
    return (out + unremarked(err)).replace("\r\n", "\n")  # a page has line ends of one kind


PLACES = {"mergers": "peers/units.yaml"}
TITLES = {"en": ("key", "value", "meaning"), "vi": ("khóa", "giá trị", "ý nghĩa")}


def keys(lang: str) -> str:
    """The keys of every record of the three files, from the model."""
    parts: list[str] = []
    for kind in KINDS:
        model = model_of(kind)
        parts.append(f"### {PLACES.get(kind, f'{kind}.yaml')}\n")
        parts += records(model, kind, lang, set())
    return "\n".join(parts).rstrip()


def records(model: type[BaseModel], title: str, lang: str, seen: set[type]) -> Iterator[str]:
    """A record's table, then those of the records in it. What indices, rows and parts share is said
    once.
    """
    if model in seen:
        return
    seen.add(model)
    fields = model.model_fields
    inner = [
        (below, name)
        for name, field in fields.items()
        if (below := record_in(field.annotation)) is not None
    ]
    if issubclass(model, Node):
        if Node not in seen:
            seen.add(Node)
            yield table("indices, rows, parts", Node.model_fields, lang)
        yield table(
            title,
            {name: field for name, field in fields.items() if name not in Node.model_fields},
            lang,
        )
    else:
        yield table(title, fields, lang)
    for below, name in inner:
        yield from records(below, name, lang, seen)


def table(title: str, fields: Mapping[str, FieldInfo], lang: str) -> str:
    """A record's keys as a Markdown table; * marks those it must have."""
    lines = [f"**{title}**", "", "| " + " | ".join(TITLES[lang]) + " |", "|---|---|---|"]
    for name, field in fields.items():
        required = " **\\***" if field.is_required() else ""
        value = value_of(field, record_in(field.annotation), lang)
        lines.append(f"| `{field.alias or name}`{required} | {value} | {meaning(field, lang)} |")
    return "\n".join([*lines, ""])


def record_in(annotation: Any) -> type[BaseModel] | None:
    """The record that a field holds, or holds many of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (record_in(item) for item in get_args(annotation))
    return next((item for item in found if item is not None), None)


def value_of(field: FieldInfo, below: type[BaseModel] | None, lang: str) -> str:
    """What a key's value is, in a word or two."""
    text = str(field.annotation) + str(field.metadata)
    if below is not None:
        by = "by year" if text.startswith("dict[typing.Annotated[int") else "by name"
        word = "list" if "tuple" in text else by if "dict" in text else "record"
        return WORDS[word] if lang == "vi" else word
    listed = next(
        (
            each
            for each in (field.annotation, *get_args(field.annotation))
            if typing.get_origin(each) is typing.Literal
        ),
        None,
    )
    if listed is not None and "tuple" not in text:
        return ", ".join(f"`{item}`" for item in get_args(listed))
    words = next((words for sign, words in _KINDS if sign in text), "text")
    return WORDS.get(words, words) if lang == "vi" else words


WORDS = {"list": "danh sách", "by name": "theo tên", "record": "nhóm khóa", "text": "chữ"}
WORDS |= {"by year": "theo năm", "text, or a list": "chữ, hoặc danh sách"}
WORDS["list of texts, or of `{vi: …, en: …}`"] = "danh sách chữ, hoặc `{vi: …, en: …}`"
WORDS["text, or `{vi: …, en: …}`"] = "chữ, hoặc `{vi: …, en: …}`"
_KINDS = (
    ("<function _weights", "`mean`, `{A: 0.4, B: 0.6}`"),
    ("dict[typing.Annotated[str", "`{dti: 2024}`"),
    ("<function _several", "text, or a list"),
    ("scenario.Range", "`[8.0, 8.5, 9.0]`"),
    ("<function _share", "`60%`"),
    ("<function _change", "`0.4`, `-0.2`"),
    ("<function _cost", "`{par.1: 3.5}`"),
    ("datetime.date", "`2023-12-10`"),
    ("Target", "`8.97`, `{percent: 85}`, `{more_than: 98}`, `{rank: 50/63}` …"),
    ("dict[str, typing.Annotated[parplan.points.Rank", "`{par: 38/61}`"),
    ("Rank", "`53/63`"),
    ("dict[str, typing.Annotated[int", "`{2022: 61}`"),
    ("'change'], typing.Annotated[int", "`{score: 4}`"),
    ("'target'], typing.Annotated[int", "`{target: 4}`"),
    ("'rank_change'], typing.Annotated[parplan.text", "`{score: …, rank: …}`"),
    ("'target'], typing.Annotated[parplan.text", "`{planned: …, target: …}`"),
    ("'rank_change'", "`{score: …, max: …, planned: …}`"),
    ("dict[str, str", "`{HCMC: TP. Hồ Chí Minh}`"),
    ("dict[str", "`{par.5.score: 11.49}`"),
    ("Decimal", "`7.97`"),
    ("'minimum': 1900", "`2023`"),
    ("tuple[typing.Annotated[parplan.text.Text", "list of texts, or of `{vi: …, en: …}`"),
    ("{'type': ['string', 'integer']}", "text"),
    ("int", "`2`"),
    ("bool", "`true`, `false`"),
    ("text.Text", "text, or `{vi: …, en: …}`"),
    ("tuple", "list"),
)


def meaning(field: FieldInfo, lang: str) -> str:
    """A key's description in a language."""
    extra = field.json_schema_extra
    vietnamese = extra.get("description_vi") if isinstance(extra, dict) else None
    return str(vietnamese if lang == "vi" and vietnamese else field.description or "")


def names() -> str:
    """What scripts use, by signatures and docstrings: the functions, a plan, what they give back,
    what they raise.
    """
    public = [
        (name, each) for name, each in vars(api.Plan).items() if name[0] != "_" and each.__doc__
    ]
    lines = [
        "## Functions",
        "",
        *map(function, (api.load, api.check)),
        "## Plan",
        "",
        prose(api.Plan),
        "",
    ]
    lines += [method(name, each) for name, each in public]
    lines += ["## Rows", "", prose(api.Rows), "", "## What comes back", "", *map(record, GIVEN)]
    lines += ["## What is raised", ""]
    lines += [
        f"**`{each.__name__}`** {prose(each)}\n"
        for each in (api.InvalidPlan, api.Refused, reading.CannotRead)
    ]
    return "\n".join(lines).rstrip()


def function(given: Any) -> str:
    """A function's signature as its source has it, and its docstring."""
    source = ast.unparse(
        _Plainly(given).visit(ast.parse(textwrap.dedent(inspect.getsource(given))))
    )
    head = next(line for line in source.splitlines() if line.startswith("def "))[len("def ") : -1]
    typed = re.sub(r"(: |-> )'([^']+)'", r"\1\2", re.sub(r"\(self(, )?", "(", head))
    return f"**`{re.sub('(?<![ =])=', ' = ', typed)}`**\\\n{prose(given)}\n"


class _Plainly(ast.NodeTransformer):
    """Constants that are defaults, as what they stand for."""

    def __init__(self, given: Any) -> None:
        self.names = vars(inspect.getmodule(given))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self.names.get(node.id)
        if isinstance(value, Decimal):
            return ast.Constant(str(value))
        return ast.Constant(value) if isinstance(value, int) else node


def method(name: str, given: Any) -> str:
    """A method like a function; a property by its name alone."""
    return f"**`{name}`**\\\n{prose(given)}\n" if isinstance(given, property) else function(given)


def record(given: type) -> str:
    """A class of answers: its docstring, and what it holds."""
    worked_out = [name for name, each in vars(given).items() if isinstance(each, property)]
    fields: tuple[str, ...] = getattr(given, "_fields", ())
    held = ", ".join(f"`{name}`" for name in (*fields, *worked_out))
    return f"**`{given.__name__}`** {prose(given)}\\\n{held}\n"


def prose(given: Any) -> str:
    """A docstring in Markdown."""
    return inspect.cleandoc(given.__doc__ or "").replace("``", "`")


THEME = TerminalTheme(
    (255, 255, 255),
    (31, 35, 40),
    [
        (31, 35, 40),
        (207, 34, 46),
        (17, 99, 41),
        (154, 103, 0),
        (9, 105, 218),
        (130, 80, 223),
        (27, 124, 131),
        (110, 119, 129),
    ],
    [
        (87, 96, 106),
        (164, 14, 38),
        (26, 127, 55),
        (191, 135, 0),
        (33, 139, 255),
        (163, 117, 247),
        (49, 146, 170),
        (140, 149, 159),
    ],
)
# rich's own format fetches a font from elsewhere; a picture should be whole.
_SVG = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def picture(command: str) -> str:
    """A command's table as a picture, drawn from the program's own output."""
    text = said(f"COLUMNS=132 FORCE_COLOR=1 {command}")
    console = Console(
        record=True, width=132, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    console.print(RichText(f"$ {command}", style="bold"))
    console.print(RichText.from_ansi(text.rstrip("\n")))
    svg = console.export_svg(title="parplan", theme=THEME, unique_id="parplan")
    return _SVG.sub("", svg).replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
