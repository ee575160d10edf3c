"""An answer on its way out: in the form asked for, with the plan and the basis beneath, to a file
or to standard output."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from parplan.cli.language import current
from parplan.cli.output import deliver, needs, remark, stop
from parplan.cli.wishes import wished
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.reports.fields import Answer


class About(Protocol):
    """What an answer is about, and how people are told: a plan, or many, which have no name."""

    @property
    def name(self) -> str | None:
        """What machines are told."""

    @property
    def title(self) -> str:
        """What people are told."""


class Saved(NamedTuple):
    """A file that goes with an answer, and what is said when it is there."""

    file: Path
    text: str
    said: Text


ENDINGS = {
    "": "table",
    ".txt": "table",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".xlsx": "xlsx",
}


def chosen(form: str | None, file: Path | None, endings: dict[str, str] = ENDINGS) -> str:
    """The form asked for: by --excel or --format, else by the ending of the file. Raises Stop for
    an ending that nobody knows, and where --excel meets another form."""
    if wished().excel:
        if form not in (None, "csv") or (file is not None and file.suffix.lower() != ".csv"):
            raise stop(Message(_EXCEL))
        return "csv"
    asked = by_ending(file, endings, or_format=True) if form is None else form
    if file is not None and file.suffix.lower() == ".xlsx" and asked != "xlsx":
        raise stop(Message(_NO_WORKBOOK, {"file": file.name, "form": asked}))
    return asked


def by_ending(file: Path | None, endings: Mapping[str, str], *, or_format: bool = False) -> str:
    """The form that a file's ending asks for. Raises Stop for one that nobody knows, which tells
    what else would do, --format too where a command has it.
    """
    name = Path("" if file is None else file)
    found = endings.get(name.suffix.lower())
    if found is None:
        known = tuple(ending for ending in endings if ending)
        words = _UNKNOWN_ENDING_OR_FORMAT if or_format else _UNKNOWN_ENDING
        raise stop(Message(words, {"file": name.name, "ending": name.suffix, "known": known}))
    return found


def answer(
    given: "Answer",
    source: About | None,
    *,
    basis: str | None,
    form: str | None,
    file: Path | None,
    saved: Saved | None = None,
) -> None:
    """Deliver an answer, and a new file beside it: both, or neither. `basis` is None where it makes
    no difference, `source` where there is more than one plan. Raises Stop."""
    told = made(given, source, basis, chosen(form, file), file)
    if saved is None:
        deliver(told, file)
        return
    from parplan.cli.files import write_saved

    write_saved(saved.file, saved.text)
    try:
        deliver(told, file)
    except BaseException:  # Ctrl-C too: no scenario stays without its answer
        with contextlib.suppress(OSError):
            saved.file.unlink()
        raise
    remark(Message(saved.said, {"path": saved.file}))


def made(
    given: "Answer", source: About | None, basis: str | None, form: str, file: Path | None
) -> str | bytes:
    """An answer in one of the forms that all commands have: a workbook's bytes, or text. Raises
    Stop where a library is missing that it needs."""
    if form != "xlsx":
        return written(given, source, basis, form, file)
    needs("xlsxwriter", "office")
    from parplan.render import xlsx

    lang = current()
    beneath = [*given.beneath, *([] if source is None else [of(source, basis)])]
    return xlsx.render(given.tables(), lang, beneath)


def written(
    given: "Answer",
    source: About | None,
    basis: str | None,
    form: str,
    file: Path | None,
    plan: str | None = None,
) -> str:
    """An answer as text, in one of the forms that all commands have. Each form imports what it
    needs, and no other."""
    lang = current()
    if form == "json":
        from parplan.render import json

        head: dict[str, Any] = {
            "schema": f"parplan/{given.name}/1",
            "plan": plan if source is None else source.name,
        }
        return json.render(
            {**head, **({} if basis is None else {"basis": basis}), **given.record(lang)}
        )
    if form == "csv":
        from parplan.render import csv

        excel = wished().excel
        return csv.render(
            (given.sheets if given.sheets and not excel else given.tables)(), lang, excel=excel
        )
    if form == "markdown":
        from parplan.render import markdown

        return (
            markdown.render(given.tables(), lang)
            + markdown.listed(given.beneath, lang)
            + foot(source, basis)
        )
    from parplan.cli.screen import screen
    from parplan.render import terminal

    where = screen(file)
    beneath = terminal.listed(given.beneath, lang, where) + foot(source, basis, where.width)
    return (terminal.render(given.tables(), lang, where) + beneath).removeprefix("\n")


def foot(source: About | None, basis: str | None, width: int | None = None) -> str:
    """What stands at the foot of every answer for people: the plan, and the basis."""
    from parplan.render.layout import page

    return "" if source is None else page(f"\n{of(source, basis).say(current())}\n", width)


def of(source: About, basis: str | None) -> Message:
    """Of which plan an answer is, and on which basis."""
    from parplan.reports.bases import BASES

    words = _SOURCE if basis is None else _SOURCE_AND_BASIS
    return Message(words, {"plan": source.title, "basis": BASES[basis or "printed"]})


_SOURCE = Text("Kế hoạch: {plan}.", "Plan: {plan}.")
_SOURCE_AND_BASIS = Text(
    "Kế hoạch: {plan}. Số liệu tính theo: {basis}.", "Plan: {plan}. Basis: {basis}."
)
_NO_WORKBOOK = Text(
    "{file}: --format {form} không phải là tệp Excel; bỏ --format, hoặc đổi đuôi tệp",
    "{file}: --format {form} makes no workbook; leave it out, or give the file another ending",
)
_EXCEL = Text(
    "--excel là dạng CSV: dùng cùng -o TÊN.csv hoặc không kèm dạng nào khác; muốn có tệp Excel thì "
    "dùng -o TÊN.xlsx, không kèm --excel",
    "--excel is CSV: give it with -o NAME.csv, or with no other form; a workbook is -o NAME.xlsx, "
    "without --excel",
)
_UNKNOWN_ENDING = Text(
    "{file}: không biết dạng “{ending}”; dùng một trong {known}",
    "{file}: no form is known for “{ending}”; use one of {known}",
)
_UNKNOWN_ENDING_OR_FORMAT = Text(
    "{file}: không biết dạng “{ending}”; dùng một trong {known}, hoặc thêm --format",
    "{file}: no form is known for “{ending}”; use one of {known}, or give --format",
)
