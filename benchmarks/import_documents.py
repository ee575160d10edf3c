"""How long it takes to import a Word document of 2 and of 200 pages, against python-docx, which
only opens it, and mammoth, which only turns it into HTML.

Runs in an environment that has parplan and its development dependencies.
"""

import sys
import tempfile
from pathlib import Path

import docx
from contest import Contestant, Goal, contest, medians, verdicts

ROUNDS = 7
PAGES = (2, 200)
_ROWS = 25
_TITLES = ("STT", "Tiêu chí", "Xếp hạng", "Điểm", "Điểm tối đa", "Dự kiến tăng", "Mục tiêu 2024")
_WORDS = (
    "Các cơ quan, đơn vị tổ chức thực hiện nghiêm túc các nhiệm vụ, giải pháp nhằm nâng cao chỉ số "
    "cải cách hành chính của tỉnh; gắn trách nhiệm của người đứng đầu với kết quả. "
)
_OPENED = "import docx, sys; docx.Document(sys.argv[1])"
_TURNED = "import mammoth, sys; mammoth.convert_to_html(open(sys.argv[1], 'rb'))"


def document(pages: int, path: Path) -> None:
    """A plan by python-docx: on one page of ten an index of 25 rows, on the others words."""
    made = docx.Document()
    made.add_paragraph("KẾ HOẠCH")
    made.add_paragraph("Nâng cao các chỉ số năm 2024")
    for page in range(pages):
        if page % 10:
            for _ in range(12):
                made.add_paragraph(_WORDS * 2)
            continue
        made.add_paragraph(f"Chỉ số ABC{page} năm 2023")
        rows = [
            (f"{n}", f"Tiêu chí {n} của chỉ số", "5/11", "7,5", "10", "+1", "≥ 8,5")
            for n in range(1, _ROWS + 1)
        ]
        rows.insert(0, _TITLES)
        table = made.add_table(len(rows), len(_TITLES))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    made.save(str(path))


def main() -> None:
    """Print both tables."""
    contestants, goals = [], []
    with tempfile.TemporaryDirectory() as folder:
        for pages in PAGES:
            path = Path(folder) / f"{pages}.docx"
            document(pages, path)
            calls = {
                "`parplan import`": ("-m", "parplan", "import", path, "--dry-run"),
                "python-docx": ("-c", _OPENED, path),
                "mammoth": ("-c", _TURNED, path),
            }
            names = [f"{name}, {pages} pages" for name in calls]
            contestants += [
                Contestant(name, ((sys.executable, *call),), frozenset({0, 1}))
                for name, call in zip(names, calls.values(), strict=True)
            ]
            goals.append(Goal(names[0], names[-1], 1.5))  # the slower of the two
        results = contest(contestants, ROUNDS)
    print(medians(results))
    print(verdicts(results, goals))


if __name__ == "__main__":
    main()
