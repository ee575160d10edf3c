"""How well printed plans are recognised: random documents of python-docx and XlsxWriter, every
figure of which is known, against what `parplan import` takes from them.

    python benchmarks/recognition.py                       500 documents
    python benchmarks/recognition.py --nonsense 1          titles that say nothing; 0.3: some
    python benchmarks/recognition.py --first 7 --plans 1 --keep out --show    one, looked at

A figure is right in its row, its field and with its digits. What is wrong is marked where the
column is unsure (?) or a warning is about that column or that row. A cell that `validate` does not
find again in the document that the plan was taken from is counted as well: there should be none.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from make_documents import Made, Told, made, write

from parplan.cli.documents import printed, vocabulary
from parplan.cli.main import run
from parplan.documents.drawn import Asked, DrawnIndex, Recognised
from parplan.documents.recognise import recognise
from parplan.model.imported import TASKS
from parplan.model.plan import Plan
from parplan.rules import REGISTRY
from parplan.workspace.folder import Folder, embedded
from parplan.workspace.opened import Workspace

Key = tuple[int, str, str, str]
Counts = Counter[tuple[str, str, str]]  # (feature, its value, what) -> how often
WHATS = ("right", "wrong", "wrong, unmarked", "missing", "missing, unmarked")


class Result(NamedTuple):
    """A figure that is not as it is printed: what became of it, whether that is told, where."""

    what: str
    marked: bool
    key: Key
    true: str
    found: str


@cache
def example() -> Plan:
    """The plan that is known where no other is."""
    return Workspace(Folder(embedded())).plan


def known(it: Made, folder: Path) -> Plan:
    """The plan of the year before, with the same rows."""
    lines = ["plan:", "  id: before", "  name: Before", f"  year: {it.year - 1}"]
    lines += [f"  target_year: {it.year}", "indices:"]
    for told in it.indices:
        lines += [
            f"  - id: {_ident(told)}",
            f"    name: {told.name}",
            "    decimals: 2",
            "    rows:",
        ]
        for n, row in enumerate(told.own.parts, 1):
            lines.append(f"      - id: {_ident(told)}.{n}")
            lines += [f"        row: {n}", f'        name: "{row.label}"']
            lines += ["        parts:"] if row.parts else []
            lines += [
                f'          - {{id: {_ident(told)}.{n}.p{m}, name: "{part.label}"}}'
                for m, part in enumerate(row.parts, 1)
            ]
    folder.mkdir()
    (folder / "indicators.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "targets.yaml").write_text("plan: before\ntargets: {}\n", encoding="utf-8")
    return Workspace(Folder(folder)).plan


def _ident(told: Told) -> str:
    return told.name.split(" ")[0].lower()


def compared(it: Made, found: Recognised) -> Iterator[Result]:
    """Every figure that is printed, or was found, and what became of it."""
    drawn = dict(_drawn(it, found))
    told = _Told(found)
    for key, true in it.truth.items():
        own, table, label = drawn.pop(key, ("", 0, ""))
        if own == true:
            yield Result("right", marked=False, key=key, true=true, found=own)
        elif own:
            marked = told.of(table, key[3], label)
            yield Result("wrong", marked=marked, key=key, true=true, found=own)
        else:
            marked = told.missing(key) or any(
                own == true and it[:3] == key[:3] and told.of(table, it[3], label)
                for it, (own, table, label) in drawn.items()
            )
            yield Result("missing", marked=marked, key=key, true=true, found="")
    for key, (own, table, label) in drawn.items():
        marked = told.of(table, key[3], label)
        yield Result("wrong", marked=marked, key=key, true="", found=own)


def _drawn(it: Made, found: Recognised) -> Iterator[tuple[Key, tuple[str, int, str]]]:
    """Every figure that was found, as what it was taken for; its table and its row's label."""
    taken: set[int] = set()
    for index in found.indices:
        n = _index(it, index, taken)
        taken.add(n)
        for name, figure in index.figures.items():
            yield (n, "", "", name), (str(figure), index.table, "")
        for top in index.parts:
            for row in top.walk():
                part = row.item.label.lstrip("-– ") if row.item and row is not top else ""
                first = top.item.label.lstrip("-– ") if top.item else ""
                label = row.item.label if row.item else ""
                for name, figure in row.figures.items():
                    yield (n, first, part, name), (str(figure), row.table, label)


def _index(it: Made, index: DrawnIndex, taken: set[int]) -> int:
    """Which index of the document one is, by its rows."""
    labels = {row.item.label.lstrip("-– ") for row in index.parts if row.item}
    alike = [len(labels & {row.label for row in told.own.parts}) for told in it.indices]
    open_ones = [n for n in range(len(alike)) if n not in taken]
    best = max(open_ones, key=lambda n: alike[n], default=-1)
    if best >= 0 and not alike[best]:
        named = [n for n in open_ones if _ident(it.indices[n]) == index.id.split("-")[0]]
        return named[0] if named else 90 + len(taken)
    return best if best >= 0 else 90 + len(taken)


class _Told:
    """What an import says of its doubts."""

    def __init__(self, found: Recognised) -> None:
        self.unsure = {
            (table.number, column.field)
            for table in found.tables
            for column in table.columns
            if column.certainty == "?"
        }
        self.warnings = [
            (notice, {str(value) for name, value in notice.values})
            for notice in found.document.notices
            if REGISTRY[notice.code].severity != "note"
        ]
        self.open = any(
            column.field is None and column.certainty == "?"
            for table in found.tables
            for column in table.columns
        )
        self.words = {
            (table.number, column.field): column.title
            for table in found.tables
            for column in table.columns
        }

    def of(self, table: int, field: str, label: str) -> bool:
        """Whether a figure is marked: its column, or its row."""
        title = self.words.get((table, field))
        return bool({(table, field), (table, "name")} & self.unsure) or any(
            dict(notice.values).get("table", notice.table) == table
            and (title in said or label in said or notice.code == "I891")
            for notice, said in self.warnings
        )

    def missing(self, key: Key) -> bool:
        """Whether something says that figures such as this may be missing."""
        return self.open or any(
            notice.code in ("I871", "I872", "I874", "I891") or key[1] in said or key[2] in said
            for notice, said in self.warnings
        )


def one(task: tuple[int, float, Path | None]) -> tuple[Counts, list[str]]:
    """One document: what became of its figures, by what is particular in its layout."""
    number, nonsense, keep = task
    it = made(number, nonsense=nonsense)
    counts: Counts = Counter()
    said: list[str] = []
    with TemporaryDirectory() as work:
        path = (keep or Path(work)) / f"plan-{number}.{it.kind}"
        write(it, path)
        like = known(it, Path(work) / "before") if it.layout["known"] == "yes" else example()
        found = recognise(printed(path), vocabulary(), like, Asked(), None)
        for finding in _not_there(path, Path(work)):
            counts["cell", finding["code"], "not there"] += 1
            said.append(f"{number} {finding['code']} {finding['path']} {finding['message']}")
    for result in compared(it, found):
        whats = [result.what]
        if result.what != "right" and not result.marked:
            whats.append(f"{result.what}, unmarked")
        for what in whats:
            counts["all", "", what] += 1
            for feature, value in it.layout.items():
                counts[feature, value, what] += 1
        if result.what != "right":
            told = "marked" if result.marked else "UNMARKED"
            said.append(f"{number} {result.what} {told} {result.key} {result.true} {result.found}")
    _columns(it, found, counts)
    return counts, said


def _not_there(path: Path, work: Path) -> list[dict[str, str]]:
    """What `validate` says of cells that were imported and that it does not find again."""
    before = work / "before"
    like = ["--like", str(before)] if before.exists() else []
    call = ["import", str(path), "-o", str(work / "out"), "--format", "json", "--lang", "en", *like]
    told, apart = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(told), redirect_stderr(apart):
        run(call)
        told.flush()
    told.seek(0)
    said = told.read()
    findings = json.loads(said)["findings"] if said else []
    return [it for it in findings if it["code"].startswith("C6")]


def _columns(it: Made, found: Recognised, counts: Counts) -> None:
    """How many columns of figures were recognised, taken as unsure, or wrongly."""
    fields = [_field(name, it.year) for name in it.fields]
    for table in found.tables:
        if table.of in (None, TASKS) or len(table.columns) != len(fields):
            continue
        for column, true in zip(table.columns, fields, strict=True):
            if true in _WORDS:
                continue
            what = (
                "right"
                if column.field == true or (true == "lost" and not column.field)
                else ("unsure" if column.certainty == "?" else "wrong")
            )
            if what == "right" and column.certainty == "?":
                what = "right, unsure"
            counts["column", true, what] += 1
            counts["column", "all", what] += 1


_WORDS = ("note", "lead", "coordinate", "due")


def _field(name: str, year: int) -> str:
    return f"{name.removeprefix('past_')}_{year - 1}" if name.startswith("past_") else name


def table(total: Mapping[tuple[str, str, str], int]) -> str:
    """Markdown: a line for what layouts have, shares in percent."""
    lines = ["| layout | figures | right | wrong | wrong, unmarked | missing | missing, unmarked |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    apart = ("column", "cell")
    for feature, value in dict.fromkeys((it[0], it[1]) for it in total if it[0] not in apart):
        counts = [total.get((feature, value, what), 0) for what in WHATS]
        figures = counts[0] + counts[1] + counts[3]
        name = f"{feature}: `{value}`" if feature != "all" else "all"
        shares = " | ".join(f"{100 * count / figures:.2f}%" for count in counts)
        lines.append(f"| {name} | {figures} | {shares} |")
    return "\n".join(lines) + "\n"


def columns(total: Mapping[tuple[str, str, str], int]) -> str:
    """Markdown: what became of columns of figures."""
    whats = ("right", "right, unsure", "unsure", "wrong")
    lines = ["| column | tables | right | right, unsure | unsure | wrong |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |")
    fields = sorted({it[1] for it in total if it[0] == "column"})
    for field in fields:
        if field[-1].isdigit():
            continue
        counts = [total.get(("column", field, what), 0) for what in whats]
        shares = " | ".join(f"{100 * count / max(sum(counts), 1):.2f}%" for count in counts)
        lines.append(f"| {field} | {sum(counts)} | {shares} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="How well printed plans are recognised.")
    parser.add_argument("--plans", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="the number of the first document")
    parser.add_argument("--nonsense", type=float, default=0, help="share of titles without sense")
    parser.add_argument("--keep", type=Path, help="a folder for the documents")
    parser.add_argument("--show", action="store_true", help="every figure that is not right")
    parser.add_argument("-j", type=int, default=2)
    typed = parser.parse_args(arguments)
    numbers = range(typed.first, typed.first + typed.plans)
    tasks = [(number, typed.nonsense, typed.keep) for number in numbers]
    total: Counts = Counter()
    with get_context("fork").Pool(typed.j) as pool:
        for counts, said in pool.imap(one, tasks, chunksize=4):
            total.update(counts)
            if typed.show and said:
                sys.stdout.write("\n".join(said) + "\n")
    lost = {code: n for (kind, code, _), n in sorted(total.items()) if kind == "cell"}
    sys.stdout.write(f"{table(total)}\n{columns(total)}\ncells not found again: {lost or 'none'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
