"""How long a workbook takes: what `parplan report -o FILE.xlsx` lays out and writes, against
XlsxWriter alone writing the same cells, in seconds of the processor.

python benchmarks/workbook.py [N]: the embedded plan, and one of N indices (default 20) of 20 rows
with 4 parts each.
"""

import gc
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from parplan.cli.report_workbook import book_of
from parplan.cli.workspace import taken
from parplan.render import xlsx
from parplan.reports import workbook
from parplan.workspace.folder import Folder, embedded
from parplan.workspace.opened import Workspace

ROUNDS = 7
WRITES = ("write_string", "write_number", "write_formula")
Call = tuple[str, str, tuple[Any, ...]]


def best(*whats: Callable[[], object]) -> list[float]:
    """The quickest of some rounds of each; they take turns, so that whatever else the machine does
    falls on all.
    """
    times = [[0.0] * ROUNDS for _ in whats]
    for number in range(ROUNDS):
        for at, what in enumerate(whats):
            begun = time.process_time()
            what()
            times[at][number] = time.process_time() - begun
    return [min(each) for each in times]


def recorded(what: Callable[[], object]) -> list[Call]:
    """Every cell that is written meanwhile: on which sheet, how, and with what."""
    calls: list[Call] = []
    kept = {name: getattr(Worksheet, name) for name in WRITES}

    def spy(name: str) -> Callable[..., Any]:
        def write(sheet: Any, *arguments: Any) -> Any:
            calls.append((sheet.name, name, arguments))
            return kept[name](sheet, *arguments)

        return write

    for name in WRITES:
        setattr(Worksheet, name, spy(name))
    try:
        what()
    finally:
        for name, method in kept.items():
            setattr(Worksheet, name, method)
    return calls


def alone(calls: list[Call]) -> bytes:
    """The same cells by XlsxWriter alone, each with a look of the same number of looks."""
    held = io.BytesIO()
    book = Workbook(held, {"in_memory": True})
    looks: dict[int, Any] = {}
    sheets: dict[str, Any] = {}
    for name, method, (row, column, value, look, *more) in calls:
        sheet = sheets.get(name) or sheets.setdefault(name, book.add_worksheet(name))
        own = looks.get(id(look)) or looks.setdefault(
            id(look), book.add_format({"border": 1, "num_format": look.num_format})
        )
        getattr(sheet, method)(row, column, value, own, *more)
    book.close()
    return held.getvalue()


def made_up(folder: Path, count: int) -> Path:
    """A plan of many indices."""
    lines = ["plan: {id: big, name: Big, year: 2022, target_year: 2023}", "indices:"]
    goals = ["targets:"]
    for index in range(count):
        lines += [
            f"  - id: i{index}",
            f"    name: Index {index}",
            "    decimals: 2",
            "    max: 800",
        ]
        lines += ["    rows:"]
        for row in range(20):
            lines += [f"      - id: i{index}.{row}", f"        name: Row {row} of the index"]
            lines += ["        max: 40", "        parts:"]
            for part in range(4):
                ident, score = f"i{index}.{row}.{part}", f"{part + 3}.{row:02}"
                lines += [f"          - {{id: {ident}, name: Criterion, max: 10, score: {score}}}"]
                goals += [f"  {ident}: {{planned: 0.{10 + part}}}"]
    folder.mkdir()
    (folder / "indicators.yaml").write_text("\n".join(lines) + "\n")
    (folder / "targets.yaml").write_text("\n".join(goals) + "\n")
    return folder


def measure(said: str, folder: Path) -> None:
    """Print what a plan's workbook takes."""
    book = book_of(Workspace(Folder(folder), taken=taken), [])
    calls = recorded(lambda: xlsx.render(workbook.tables(book), "en"))
    laid_out, whole, plain = best(
        lambda: workbook.tables(book),
        lambda: xlsx.render(workbook.tables(book), "en"),
        lambda: alone(calls),
    )
    print(
        f"{said}: {len(calls):,} cells, {whole * 1000:.0f} ms (of which {laid_out * 1000:.0f} ms "
        f"to lay out); XlsxWriter alone {plain * 1000:.0f} ms; ratio {whole / plain:.2f}"
    )


def main() -> None:
    gc.disable()  # as every run of parplan does
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    measure("embedded plan", embedded())
    with TemporaryDirectory() as folder:
        measure(f"{count} indices", made_up(Path(folder) / "big", count))


if __name__ == "__main__":
    main()
