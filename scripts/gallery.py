"""The gallery of wrong plans: what parplan says of each, word for word, and the page that lists the
rules.

    python scripts/gallery.py            which files are out of date (exit code 1 if any)
    python scripts/gallery.py --write    bring them up to date

A folder tests/errors/<code>-<slug>/ holds a small wrong plan in plan/, for some a document.txt to
compare it with, or a document to import, and the exact output in English and Vietnamese.
docs/rules.md has a line for every rule.
"""

import argparse
import sys
from pathlib import Path

from parplan.model.findings import SEVERITY_WORDS
from parplan.points import Lang
from parplan.reports.rule import answer as rules_told
from parplan.rules import REGISTRY, Rule
from parplan.text import Text
from running import ran

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "tests" / "errors"
LANGS: tuple[Lang, ...] = ("en", "vi")
_MADE = "<!-- Made by scripts/gallery.py; do not edit. -->\n"


def folders() -> list[Path]:
    """The entries of the gallery, in the order of the rules."""
    codes = list(REGISTRY)
    return sorted(
        (path for path in GALLERY.iterdir() if path.is_dir()),
        key=lambda path: (codes.index(code_of(path)), path.name),
    )


def code_of(folder: Path) -> str:
    return folder.name.partition("-")[0]


def arguments(folder: Path, lang: Lang) -> list[str]:
    """The call whose answer is the expected output."""
    if not (folder / "plan").exists():
        (document,) = folder.glob("document.*")
        return ["import", document.name, "--dry-run", "--lang", lang]
    against = ["--against", "document.txt"] if (folder / "document.txt").exists() else []
    return ["validate", "plan", *against, "--known", "--format", "text", "--lang", lang]


def answer(folder: Path, lang: Lang) -> str:
    """What parplan prints of an entry, in the entry's folder."""
    done = ran(arguments(folder, lang), folder)
    if done.code not in (0, 1):
        raise RuntimeError(f"{folder.name}: exit code {done.code}\n{done.err}")
    return done.out


def contents() -> dict[Path, str]:
    """Every generated file and what it is to hold."""
    made = {
        folder / f"expected.{lang}.txt": answer(folder, lang)
        for folder in folders()
        for lang in LANGS
    }
    return made | {ROOT / "docs" / "rules.md": rules_page()}


def rules_page() -> str:
    """docs/rules.md: every rule a line."""
    titles = [column.title for told in rules_told(()).tables() for column in told.columns]
    return "\n".join(
        [
            "# Rules · Các quy tắc",
            "",
            _MADE,
            "`parplan rule CODE` has the rest: why, what it says, a wrong and a right example. "
            "Wrong plans and",
            "the words they get are in [tests/errors](../tests/errors).",
            "",
            "`parplan rule MÃ` giải thích từng quy tắc, kèm ví dụ sai và đúng. Kế hoạch sai và "
            "thông báo tương",
            "ứng nằm trong [tests/errors](../tests/errors).",
            "",
            f"| {' | '.join(map(_both, titles))} |",
            "| --- | --- | --- | --- |",
            *map(_line, REGISTRY.values()),
            "",
        ]
    )


def _line(rule: Rule) -> str:
    severity = _both(SEVERITY_WORDS[rule.severity])
    return f"| {rule.code} | {rule.slug} | {severity} | {rule.title.en}<br>{rule.title.vi} |"


def _both(words: Text) -> str:
    return f"{words.en} · {words.vi}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Compare the gallery of wrong plans with what parplan says, or write it anew."
    )
    parser.add_argument("--write", action="store_true", help="bring the files up to date")
    write: bool = parser.parse_args().write
    stale = [
        (path, text)
        for path, text in contents().items()
        if not path.exists() or path.read_bytes() != text.encode()
    ]
    for path, text in stale:
        sys.stdout.write(
            f"{path.relative_to(ROOT).as_posix()} {'written' if write else 'differs'}\n"
        )
        if write:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
    return 1 if stale and not write else 0


if __name__ == "__main__":
    sys.exit(main())
