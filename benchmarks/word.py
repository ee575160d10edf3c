"""How long a report in Word takes: what `parplan report -o FILE.docx` lays out and writes, against
python-docx alone writing the same paragraphs and cells.

python benchmarks/word.py
"""

import time
from collections.abc import Callable
from datetime import date
from io import BytesIO

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from parplan.cli.report_asked import Wish
from parplan.cli.report_word import paper_of
from parplan.cli.workspace import taken
from parplan.render.docx import render
from parplan.workspace.folder import Folder, embedded
from parplan.workspace.opened import HeldAgainst, When, Workspace

ROUNDS = 9


def best(what: Callable[[], object]) -> float:
    """Seconds of the quickest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        what()
        times.append(time.perf_counter() - begun)
    return min(times)


Told = list[str | list[list[str]]]  # paragraphs, and tables by row and cell


def told(data: bytes) -> Told:
    """What a document says."""
    said: Told = []
    for each in docx.Document(BytesIO(data)).iter_inner_content():
        if isinstance(each, Paragraph):
            said.append(each.text)
        elif isinstance(each, Table):
            said.append([[cell.text for cell in row.cells] for row in each.rows])
    return said


def alone(said: Told) -> bytes:
    """The same by python-docx alone, each table in the plainest style with lines."""
    document = docx.Document()
    for each in said:
        if isinstance(each, str):
            document.add_paragraph(each)
            continue
        table = document.add_table(len(each), len(each[0]), style="Table Grid")
        for row, texts in zip(table.rows, each, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.paragraphs[0].add_run(text)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def measure(wish: Wish) -> None:
    """Print what one report takes."""
    when: When = HeldAgainst() if wish.about == "review" else "next"
    paper = paper_of(Workspace(Folder(embedded()), taken=taken, when=when), wish)
    said = told(render(paper, "vi"))
    cells = sum(len(row) for each in said if not isinstance(each, str) for row in each)
    ours, plain = best(lambda: render(paper, "vi")), best(lambda: alone(said))
    print(
        f"{wish.about}: {len(said)} paragraphs and tables, {cells} cells: {ours * 1000:.0f} ms; "
        f"python-docx alone {plain * 1000:.0f} ms; ratio {ours / plain:.2f}"
    )


if __name__ == "__main__":
    measure(Wish("plan", None, None, []))
    measure(Wish("progress", None, date(2024, 5, 1), []))
    measure(Wish("review", None, None, []))
