"""Workbooks read back, and recalculated by LibreOffice: one process for all of them, whatever is typed into their cells."""

import io
import shutil
import subprocess
import warnings
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import openpyxl

SOFFICE = shutil.which("soffice")
DAY_0 = datetime(1899, 12, 30)  # that workbooks count days from
Cells = dict[tuple[str, str], float | str]  # by sheet and address

# Excel's files are always calculated anew when they are read: what they carry of their own is what is tested.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" \
library:passwordprotected="false"><library:element library:name="Recalculated"/></library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Recalculated" script:language="StarBasic">%s</script:module>
"""
# Reads orders, a line each, words apart by tabs: open URL, set SHEET ADDRESS NUMBER, dump NAME SHEET, close.
_BASIC = """
Sub Main(folder)
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  source = CreateUnoService("com.sun.star.io.TextInputStream")
  source.setInputStream(files.openFileRead(folder & "/orders.txt"))
  source.setEncoding("UTF-8")
  told = CreateUnoService("com.sun.star.io.TextOutputStream")
  told.setOutputStream(files.openFileWrite(folder & "/cells.txt"))
  told.setEncoding("UTF-8")
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Do While Not source.isEOF()
    words = Split(source.readLine(), Chr(9))
    If UBound(words) >= 0 Then
      Select Case words(0)
        Case "open"
          book = StarDesktop.loadComponentFromURL(words(1), "_blank", 0, hidden())
        Case "set"
          book.Sheets.getByName(words(1)).getCellRangeByName(words(2)).setValue(Val(words(3)))
        Case "dump"
          sheet = book.Sheets.getByName(words(2))
          cursor = sheet.createCursor()
          cursor.gotoEndOfUsedArea(False)
          rows = sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow).getDataArray()
          For row = 0 To UBound(rows)
            For column = 0 To UBound(rows(row))
              value = rows(row)(column)
              kind = "N"
              If VarType(value) = 8 Then kind = "T" Else value = Str(value)
              told.writeString(Join(Array(words(1), words(2), row, column, kind, value), Chr(9)) & Chr(10))
            Next column
          Next row
        Case "close"
          book.close(True)
      End Select
    End If
  Loop
  told.closeOutput()
  StarDesktop.terminate()
End Sub
"""


class Book(NamedTuple):
    """A workbook as it was written: its values, and where what stands."""

    values: Any
    looks: Any

    def sheet(self, index: str) -> str:
        """What the sheet of an index is called: the first one with its id."""
        named = (sheet.title for sheet in self.values if index in (row[0].value for row in sheet.iter_rows(min_row=4)))
        return str(next(named))

    def rows(self, ident: str) -> tuple[dict[str, int], dict[str, int]]:
        """The rows of an index by id, and its columns by heading."""
        sheet = self.values[self.sheet(ident)]
        columns = {cell.value: cell.column for cell in sheet[3]}
        return {row[0].value: row[0].row for row in sheet.iter_rows(min_row=4) if row[0].value}, columns

    def address(self, index: str, row: str, column: str) -> str:
        rows, columns = self.rows(index)
        found: str = self.values[self.sheet(index)].cell(rows[row], columns[column]).coordinate
        return found

    def yellow(self) -> dict[str, tuple[str, str, float]]:
        """The cells that may be changed, by id: their sheet, address, and what they say."""
        return {
            self.values[sheet.title].cell(cell.row, 1).value: (sheet.title, cell.coordinate, cell.value)
            for sheet in self.looks
            for line in sheet.iter_rows()
            for cell in line
            if not cell.protection.locked
        }

    def cells(self) -> Cells:
        """Every value that a cell carries of its own."""
        return {
            (sheet.title, cell.coordinate): (cell.value - DAY_0).days if cell.data_type == "d" else cell.value
            for sheet in self.values
            for line in sheet.iter_rows()
            for cell in line
            if cell.value is not None
        }


def read(data: bytes) -> Book:
    """A workbook as it was written."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* extension is not supported")  # data bars, which openpyxl does not know
        return Book(openpyxl.load_workbook(io.BytesIO(data), data_only=True), openpyxl.load_workbook(io.BytesIO(data)))


def recalculated(folder: Path, orders: Sequence[Sequence[str]]) -> Mapping[str, Cells]:
    """What the cells come to after these orders, by the name of each dump."""
    assert SOFFICE is not None
    user = folder / "profile" / "user"
    standard = user / "basic" / "Standard"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS)
    call = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    subprocess.run([*call, "--terminate_after_init"], check=True, capture_output=True, timeout=120)  # which fills the profile first
    (standard / "script.xlb").write_text(_LIBRARY)
    (standard / "Recalculated.xba").write_text(_MODULE % escape(_BASIC))
    (folder / "orders.txt").write_text("".join("\t".join(words) + "\n" for words in orders))
    macro = f'macro:///Standard.Recalculated.Main("{folder.as_uri()}")'
    subprocess.run([*call, macro], check=True, capture_output=True, timeout=120)
    found: dict[str, Cells] = {}
    for line in (folder / "cells.txt").read_text(encoding="utf-8").splitlines():
        dump, sheet, row, column, kind, value = line.split("\t")
        address = f"{_letters(int(column))}{int(row) + 1}"
        found.setdefault(dump, {})[sheet, address] = float(value) if kind == "N" else value
    return found


def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)
