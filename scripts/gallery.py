"""The gallery of wrong plans: what parplan says of each, word for word, and the two pages that are made of it.

    python scripts/gallery.py            which files are out of date (exit code 1 if any)
    python scripts/gallery.py --write    bring them up to date

A folder tests/errors/<code>-<slug>/ holds a small wrong plan in plan/, for some a document.txt to compare it with, and the exact
output in English and Vietnamese. docs/errors.md shows them all; docs/rules.md shows every rule.
"""

import argparse
import sys
from itertools import groupby
from pathlib import Path

from parplan.model.findings import SEVERITY_WORDS
from parplan.points import Lang
from parplan.reports.rule import answer as rules_told
from parplan.reports.rule import page
from parplan.rules import REGISTRY, Rule
from running import ran

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "tests" / "errors"
PLAN_FILES = (
    *("indicators.yaml", "targets.yaml", "errata.yaml", "scenarios/thu.yaml"),
    *("tasks.yaml", "results.yaml", "peers/field.yaml", "peers/field.csv"),
)
LANGS: tuple[Lang, ...] = ("en", "vi")
_MADE = "<!-- Made by scripts/gallery.py; do not edit. -->\n"
_NOTHING_TO_SEE = "targets: {}\n"


def folders() -> list[Path]:
    """The entries of the gallery, in the order of the rules."""
    codes = list(REGISTRY)
    return sorted((path for path in GALLERY.iterdir() if path.is_dir()), key=lambda path: (codes.index(code_of(path)), path.name))


def code_of(folder: Path) -> str:
    return folder.name.partition("-")[0]


def arguments(folder: Path, lang: Lang) -> list[str]:
    """The call whose answer is the expected output."""
    against = ["--against", "document.txt"] if (folder / "document.txt").exists() else []
    return ["validate", "plan", *against, "--format", "text", "--lang", lang]


def answer(folder: Path, lang: Lang) -> str:
    """What parplan prints of an entry, in the entry's folder."""
    done = ran(arguments(folder, lang), folder)
    if done.code not in (0, 1):
        raise RuntimeError(f"{folder.name}: exit code {done.code}\n{done.err}")
    return done.out


def contents() -> dict[Path, str]:
    """Every generated file and what it is to hold."""
    made = {folder / f"expected.{lang}.txt": answer(folder, lang) for folder in folders() for lang in LANGS}
    return made | pages(made)


def pages(made: dict[Path, str]) -> dict[Path, str]:
    """The pages that are made of the expected outputs, and of the rules."""
    return {ROOT / "docs" / "errors.md": errors_page(made), ROOT / "docs" / "rules.md": rules_page()}


def errors_page(made: dict[Path, str]) -> str:
    """docs/errors.md: every entry with its files and the output in both languages."""
    entries = [(code, list(group)) for code, group in groupby(folders(), key=code_of)]
    lines = [
        "# Wrong plans, and what parplan says of them",
        "",
        _MADE,
        "Every entry is a folder in [tests/errors](../tests/errors), and every answer below is compared with the program's, letter by",
        "letter, in the tests. The rules are explained in [rules.md](rules.md).",
        "",
        *(f"- [{code} {REGISTRY[code].slug}](#{code.lower()}): {REGISTRY[code].title.en}" for code, _ in entries),
        "",
    ]
    for code, group in entries:
        rule = REGISTRY[code]
        lines += [f'<a id="{code.lower()}"></a>', "", f"## {code} {rule.slug}", ""]
        lines += [f"{rule.title.en}. [The rule](rules.md#{code.lower()}).", ""]
        for folder in group:
            lines += _entry(folder, made)
    return "\n".join(lines)


def _entry(folder: Path, made: dict[Path, str]) -> list[str]:
    lines = [f"### {folder.name}", ""]
    for name in (*PLAN_FILES, "document.txt"):
        path = folder / name if name == "document.txt" else folder / "plan" / name
        if path.exists() and _shown(path) != _NOTHING_TO_SEE:
            kind = "yaml" if name.endswith(".yaml") else "text"
            lines += [f"`{name}`", "", *_fenced(_shown(path), kind)]
    for lang in LANGS:
        lines += [f"`parplan {' '.join(arguments(folder, lang))}`", "", *_fenced(made[folder / f"expected.{lang}.txt"], "text")]
    return lines


def _fenced(text: str, kind: str) -> list[str]:
    return [f"```{kind}", *text.rstrip("\n").split("\n"), "```", ""]


def _shown(path: Path) -> str:
    """A file as a page can show it: what is no UTF-8 as the replacement sign, control characters as their pictures."""
    text = path.read_bytes().decode("utf-8", "replace")
    return "".join(chr(0x2400 + ord(letter)) if ord(letter) < 32 and letter not in "\n\t" else letter for letter in text)


_PARTS: dict[Lang, tuple[str, str]] = {
    "en": (
        "English",
        "Each rule in full as `parplan rule CODE` prints it; wrong plans and the words they get are in [errors.md](errors.md).",
    ),
    "vi": ("Tiếng Việt", "Từng quy tắc như lệnh `parplan rule MÃ` in ra; kế hoạch sai và thông báo tương ứng ở [errors.md](errors.md)."),
}


def rules_page() -> str:
    """docs/rules.md: every rule in English, then in Vietnamese."""
    lines = ["# Rules · Các quy tắc", "", _MADE, "[English](#rules-en) · [Tiếng Việt](#rules-vi)", ""]
    for lang in LANGS:
        heading, about = _PARTS[lang]
        lines += [f'<a id="rules-{lang}"></a>', "", f"## {heading}", "", about, "", *_table_of_contents(lang), ""]
        for rule in REGISTRY.values():
            lines += [f'<a id="{_anchor(rule, lang)}"></a>', "", "##" + page(rule, lang)]
    return "\n".join(lines)


def _table_of_contents(lang: Lang) -> list[str]:
    titles = [column.title.say(lang) for table in rules_told(()).tables() for column in table.columns]
    lines = [f"| {' | '.join(titles)} |", "| --- | --- | --- | --- |"]
    for rule in REGISTRY.values():
        severity = SEVERITY_WORDS[rule.severity].say(lang)
        lines.append(f"| [{rule.code}](#{_anchor(rule, lang)}) | {rule.slug} | {severity} | {rule.title.say(lang)} |")
    return lines


def _anchor(rule: Rule, lang: Lang) -> str:
    return rule.code.lower() if lang == "en" else f"{rule.code.lower()}-{lang}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the gallery of wrong plans with what parplan says, or write it anew.")
    parser.add_argument("--write", action="store_true", help="bring the files up to date")
    write: bool = parser.parse_args().write
    stale = [(path, text) for path, text in contents().items() if not path.exists() or path.read_bytes() != text.encode()]
    for path, text in stale:
        sys.stdout.write(f"{path.relative_to(ROOT).as_posix()} {'written' if write else 'differs'}\n")
        if write:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
    return 1 if stale and not write else 0


if __name__ == "__main__":
    sys.exit(main())
