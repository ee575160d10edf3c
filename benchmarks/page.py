"""The page: what a keystroke costs in Chromium with a hundred rows, what `report` costs beside
`gap`, and what pages of many plans cost. Needs Debian's chromium.

    python benchmarks/page.py
"""

import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from parplan.workspace.folder import embedded

ROWS, KEYS, RUNS, PLANS = 100, 200, 15, 168
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
# A key in a row's field, until every figure and bar has its new place on the screen.
TYPED = """count => {
  const fields = [...document.querySelectorAll("table.rows .d2 input")], took = [];
  document.getElementById("open").click();
  for (let n = 0; n < count; n++) {
    const field = fields[(7 * n) % fields.length], begun = performance.now();
    field.value = `0,${n % 5}${n % 7}`;
    field.dispatchEvent(new Event("input"));
    document.body.getBoundingClientRect();
    took.push(performance.now() - begun);
    if (field.hasAttribute("aria-invalid")) throw new Error(field.value);
  }
  return took;
}"""


def hundred(folder: Path) -> Path:
    """A plan of an index with so many rows, a tenth of them made of the others."""
    groups, parts = ROWS // 10, 9
    rows = "\n".join(
        f"      - {{id: x.{n}, name: Row {n}, max: {parts}, score: 4.5, parts: ["
        + ", ".join(f"{{id: x.{n}.{m}, name: Part {m}, max: 1, score: 0.5}}" for m in range(parts))
        + "]}"
        for n in range(groups)
    )
    planned = "\n".join(
        f"  x.{n}.{m}: {{planned: 0.1}}" for n in range(groups) for m in range(parts)
    )
    folder.mkdir(parents=True)
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\nindices:\n"
    index = (
        f"  - id: x\n    name: X\n    decimals: 2\n    max: {groups * parts}\n    rows:\n{rows}\n"
    )
    (folder / "indicators.yaml").write_text(head + index, encoding="utf-8")
    (folder / "targets.yaml").write_text(f"targets:\n{planned}\n", encoding="utf-8")
    return folder


def took(*typed: str) -> float:
    begun = time.perf_counter()
    subprocess.run(["parplan", *typed], check=True, capture_output=True)
    return time.perf_counter() - begun


def keystrokes(file: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1250, "height": 900})
        page.goto(file.as_uri())
        every = sorted(page.evaluate(TYPED, KEYS))
        browser.close()
    print(f"a keystroke, {ROWS} rows: median {statistics.median(every):.1f} ms, ", end="")
    print(f"95% below {every[int(0.95 * KEYS)]:.1f} ms, longest {every[-1]:.1f} ms")


def many(folder: Path) -> None:
    for count in (PLANS // 2, PLANS):
        plans, pages = folder / f"plans-{count}", folder / f"pages-{count}"
        pages.mkdir()
        for n in range(count):
            (plans / f"{n}").mkdir(parents=True)
            for file in embedded().glob("*.yaml"):
                (plans / f"{n}" / file.name).write_bytes(file.read_bytes())
        seconds = took("report", "--plans", str(plans), "-o", f"{pages}/{{plan}}.html")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{count} plans to pages: {seconds:.1f} s, {most:.0f} MB at most")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "page.html"
        many(folder)
        took("report", "--plan", str(hundred(folder / "plan")), "-o", str(file))
        keystrokes(file)
        pairs = [(took("gap"), took("report", "-o", str(file))) for _ in range(RUNS)]
        gap, report = (min(each) for each in zip(*pairs, strict=True))
        print(f"gap {gap:.3f} s, report {report:.3f} s: {report / gap:.2f} times")


if __name__ == "__main__":
    main()
