"""The plan's figures against the figures of section I as printed: both tables, and the footnote's figures in short."""

from pathlib import Path

import pytest

from conftest import Parplan
from parplan.documents.text import Document
from parplan.model.cells import cell_of, printed
from parplan.model.fields import FigureField
from parplan.model.plan import Plan

PRINTED = Path(__file__).parent / "published" / "cao-bang-2023-section-I.txt"


@pytest.fixture(scope="module")
def text() -> str:
    return PRINTED.read_text(encoding="utf-8")


@pytest.mark.usefixtures("in_root")
def test_every_figure_stands_in_the_cell_it_names(parplan: Parplan) -> None:
    ran = parplan("validate", "--against", str(PRINTED), "--format", "concise")
    assert "C60" not in ran.out
    assert ran.code == 0


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_document_in_whatever_encoding_its_mark_says(parplan: Parplan, tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "document.txt").write_text(text, encoding=encoding)
    ran = parplan("validate", "--against", str(tmp_path / "document.txt"), "--format", "concise")
    assert ("C60" in ran.out, ran.code) == (False, 0)


def test_every_figure_has_a_cell(plan: Plan) -> None:
    for indicator in plan.walk():
        for field in ("score", "max", "percent", "rank", "change", "rank_change", "planned", "target"):
            if printed(plan, indicator, field) is not None:
                assert cell_of(plan, indicator, field) is not None, (indicator.id, field)


# id, field, how the document prints it, in the form of its column
CELLS = [
    ("par.1", "planned", "+1"),
    ("par.1", "target", "≥ 8,97"),
    ("par.5", "planned", "+1,46"),
    ("par.8", "planned", "+2,23"),
    ("par.6.survey", "planned", "+0,5"),
    ("par.8.sipas", "score", "7,73"),
    ("papi.1", "planned", "+ 0,81"),
    ("papi.8", "planned", "+ 1"),
    ("sipas", "percent", "74,3"),
    ("sipas", "rank_change", "tăng 01"),
    ("papi", "change", "giảm 0,39"),
    ("par", "max", "100"),
]


@pytest.mark.parametrize(("ident", "field", "reads"), CELLS)
def test_cells_read_as_printed(plan: Plan, ident: str, field: FigureField, reads: str) -> None:
    indicator = plan.by_id[ident]
    assert printed(plan, indicator, field) == reads
    cell = cell_of(plan, indicator, field)
    assert cell is not None
    assert cell.printed == reads


# what is changed in the document without changing a figure
ALIKE = [
    ("≥ 6,63", "≥6,63"),
    ("≥ 6,63", "6,63"),
    ("+ 0,17", "0,17"),
    ("+ 0,17", "+0,170"),
    ("giảm 0,86", "giảm  0,86"),
    ("57/63", "57 / 63"),
]


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize(("old", "new"), ALIKE)
def test_signs_and_spaces_are_no_figures(parplan: Parplan, tmp_path: Path, text: str, old: str, new: str) -> None:
    assert old in text
    changed = tmp_path / "document.txt"
    changed.write_text(text.replace(old, new), encoding="utf-8")
    assert "C60" not in parplan("validate", "--against", str(changed), "--format", "concise").out


# what is changed in the document, and the finding it gets
CHANGED = [
    ("7,73", "7,43", "C602", "par.8.sipas.score", "reads “7,43”, not “7,73”"),
    ("≥ 6,63", "≥ 6,25", "C602", "papi.4.target", "reads “≥ 6,25”, not “≥ 6,63”"),
    ("≥ 6,63", "≥ 6.63", "C602", "papi.4.target", "reads “≥ 6.63”, not “≥ 6,63”"),
    ("≥ 6,63", "≥ -6,63", "C602", "papi.4.target", "reads “≥ -6,63”, not “≥ 6,63”"),
    ("giảm 0,86", "tăng 0,86", "C602", "sipas.change", "reads “tăng 0,86”, not “giảm 0,86”"),
    ("(74,3%)", "(77,3%)", "C602", "sipas.percent", "reads “77,3”, not “74,3”"),
    ("57/63\t8,76\t", "57/63\t\t", "C601", "par.6.score", "has no cell"),
    ("2.2. Chỉ số PAPI", "2.2. PAPI", "C601", "papi.1.score", "has no cell"),
]


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize(("old", "new", "code", "path", "words"), CHANGED)
def test_a_changed_document_is_noticed(  # one row of the table
    parplan: Parplan, tmp_path: Path, text: str, old: str, new: str, code: str, path: str, words: str
) -> None:
    assert old in text
    changed = tmp_path / "document.txt"
    changed.write_text(text.replace(old, new), encoding="utf-8")
    ran = parplan("validate", "--against", str(changed), "--format", "concise", "--lang", "en")
    lines = [line for line in ran.out.splitlines() if f"[{code}] {path}:" in line]
    assert lines
    assert words in lines[0]
    assert ran.code == 1


def test_a_table_goes_on_behind_a_page_break(plan: Plan, text: str) -> None:
    # Row 8's label is split, and the heading rows stand between its two halves.
    table = plan.tables["table-2.1"]
    document = Document.read(text, "plan")
    assert document.cell(table, ("8",), "Điểm") == "10,82"
    assert document.cell(table, ("8", "Chỉ số SIPAS"), "Điểm") == "7,73"
    assert document.cell(table, ("7", "Chỉ số SIPAS"), "Điểm") is None
    assert document.cell(table, ("9",), "Điểm") is None


def test_decomposed_letters_read_alike(plan: Plan, text: str) -> None:
    import unicodedata

    document = Document.read(unicodedata.normalize("NFD", text), "plan")
    assert document.cell(plan.tables["table-2.1"], ("8", "Chỉ số SIPAS"), "Điểm") == "7,73"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_document_that_cannot_be_read(parplan: Parplan, tmp_path: Path, lang: str) -> None:
    ran = parplan("validate", "--against", str(tmp_path / "none.txt"), "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert str(tmp_path / "none.txt") in ran.err
