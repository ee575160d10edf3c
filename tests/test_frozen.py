"""The folder that PyInstaller builds: without Python, in an empty environment, it answers as the code here does."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import pdfs
from helpers_cli import DATA, ROOT, Ran, parplan_here
from office import plan_of, workbook
from running import clean, unremarked

SPEC = ROOT / "packaging" / "parplan.spec"
PRINTED = (ROOT / "tests" / "published" / "cao-bang-2023-section-I.txt").read_text(encoding="utf-8")
ROWS = [["STT", "Tiêu chí", "Điểm", "Điểm tối đa"], ["1", "Công khai kết quả", "7,5", "10"], ["2", "Giải quyết hồ sơ", "12,25", "15"]]
IMPORTED = "--year 2022 --target-year 2023 -o"
# What is typed there: every way in, every library that it carries, every folder of data.
CALLS = [
    "--version",
    "",
    "gap",
    "validate",
    "schema targets",
    "rule A301",
    f"import plan.docx {IMPORTED} of-word",
    f"import plan.pdf {IMPORTED} of-pdf",
    "import plan.xlsx --dry-run",
    "validate of-word of-pdf -j 2",
    "gap --plan of-word",
    "simulate --n 2000",
    "tasks --format ics",
    "reach par --at-least 85",
    "report -o report.docx --lang vi",
    "report -o report.xlsx",
    "report -o report.html --scenario surveys-at-half",
    "gap zzz",
]


def given(folder: Path) -> Path:
    """A folder with a plan as it comes, in every format."""
    folder.mkdir(parents=True)
    cells = ["".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) for row in ROWS]
    (folder / "plan.docx").write_bytes(plan_of(PRINTED))
    (folder / "plan.pdf").write_bytes(pdfs.plan_of(PRINTED))
    (folder / "plan.xlsx").write_bytes(workbook({"Chỉ số": f"<sheetData>{''.join(f'<row>{each}</row>' for each in cells)}</sheetData>"}))
    return folder


def timeless(ran: Ran) -> Ran:
    """An answer without the second at which it was made."""
    return ran._replace(out=re.sub(r"DTSTAMP:\w+", "DTSTAMP", ran.out))


@pytest.mark.skipif(find_spec("PyInstaller") is None, reason="PyInstaller is not here")
def test_the_built_folder_answers_as_the_code_here(tmp_path: Path) -> None:
    # One test, because a build takes half a minute and tests go to several workers.
    call = [
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level",
        "ERROR",
        "--distpath",
        "dist",
        "--workpath",
        "work",
        str(SPEC),
    ]
    built = subprocess.run(call, cwd=tmp_path, env=clean(PYINSTALLER_CONFIG_DIR=str(tmp_path)), capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    program = tmp_path / "dist" / "parplan" / ("parplan.exe" if os.name == "nt" else "parplan")
    carried = str(program.parent / "_internal" / "parplan" / "data")
    there, here = given(tmp_path / "there" / "plan"), tmp_path / "here" / "plan"  # the folder names the plan
    shutil.copytree(there, here)
    for line in CALLS:
        done = subprocess.run(
            [program, *line.split()], cwd=there, env={}, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=60
        )
        out, err = (part.decode("utf-8").replace(carried, str(DATA)) for part in (done.stdout, done.stderr))
        expected = parplan_here(*line.split(), cwd=here)
        assert timeless(Ran(done.returncode, out, unremarked(err))) == timeless(expected), line
    left, meant = ({file.relative_to(top): file.read_bytes() for file in top.rglob("*") if file.is_file()} for top in (there, here))
    assert left == meant
    assert len(meant) >= 10  # what was given, two plans, and what is sent
