"""The same question in LibreOffice Calc: a sheet with a line a scenario, recalculated so many
times. For Debian's python3-uno.
"""

import csv
import subprocess
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path
from typing import Any

import uno

LINES = 2000  # scenarios a recalculation


def main() -> None:
    """`sheet.py FOLDER RECALCULATIONS`: print one line an id, the means over all recalculations."""
    folder, times = Path(sys.argv[1]), int(sys.argv[2])
    with (folder / "leaves.csv").open(encoding="utf-8") as file:
        leaves = list(csv.DictReader(file))
    with (folder / "targets.csv").open(encoding="utf-8") as file:
        targets = {line["id"]: int(line["target"]) for line in csv.DictReader(file)}
    with tempfile.TemporaryDirectory() as profile:
        name = Path(profile).name
        office = subprocess.Popen(
            (
                "soffice",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={name};urp",
                f"-env:UserInstallation=file://{profile}",
            )
        )
        desktop = connected(name)
        hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name="Hidden", Value=True)
        book = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (hidden,))
        book.enableAutomaticCalculation(False)
        answers = written(book.Sheets.getByIndex(0), leaves, targets)
        seen = []
        for _ in range(times):
            book.calculateAll()
            seen.append(answers.getDataArray())
        book.close(True)
        desktop.terminate()
        office.wait()
    for number, ident in enumerate(targets):
        print(
            ident,
            *(
                sum(figures) / times
                for figures in zip(*(found[number] for found in seen), strict=True)
            ),
            sep=",",
        )


def connected(name: str) -> Any:
    """The office that was started, once it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.05)
    raise SystemExit("LibreOffice does not answer")


def written(sheet: Any, leaves: list[dict[str, str]], targets: dict[str, int]) -> Any:
    """Fill the first line, copy it down, and put the answers beside it: the range that they stand
    in.
    """
    formulas: list[str] = []
    sums: list[tuple[str, int, int]] = []
    for row, its in groupby(leaves, lambda leaf: leaf["row"]):
        first = len(formulas)
        for leaf in its:
            low, likely, high = (int(leaf[key]) for key in ("low", "likely", "high"))
            share = (likely - low) / (high - low)
            formulas.append(
                f"=ROUND(IF(RAND()<{share!r};{low}+{likely - low}*SQRT(RAND());"
                f"{high}-{high - likely}*SQRT(RAND())))"
            )
        sums.append((row, first, len(formulas) - 1))
    at = len(formulas)
    formulas += [f"=SUM({column(first)}1:{column(last)}1)" for _, first, last in sums]
    formulas.append(f"=SUM({column(at)}1:{column(len(formulas) - 1)}1)")
    sheet.getCellRangeByPosition(0, 0, len(formulas) - 1, 0).setFormulaArray((tuple(formulas),))
    down = uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM")
    sheet.getCellRangeByPosition(0, 0, len(formulas) - 1, LINES - 1).fillAuto(down, 1)
    lines = []
    for number, target in enumerate(targets.values()):
        drawn = f"{column(at + number)}1:{column(at + number)}{LINES}"
        quantiles = (f"=PERCENTILE({drawn};{share})" for share in (0.05, 0.5, 0.95))
        lines.append((f"=AVERAGE({drawn})", *quantiles, f'=COUNTIF({drawn};">={target}")/{LINES}'))
    answers = sheet.getCellRangeByPosition(len(formulas) + 1, 0, len(formulas) + 5, len(lines) - 1)
    answers.setFormulaArray(tuple(lines))
    return answers


def column(number: int) -> str:
    """The letters of a column: A, …, Z, AA, …"""
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
        number -= 1
    return letters


if __name__ == "__main__":
    main()
