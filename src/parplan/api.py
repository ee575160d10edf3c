"""The two ways in for scripts: a folder, or text."""

from collections.abc import Mapping
from pathlib import Path

from parplan import load
from parplan.check import Checked, Sources, check
from parplan.model import FileKind
from parplan.source import read


def load_plan(folder: str | Path | None = None) -> Checked:
    """Read and check a plan's folder; the embedded plan where none is given.

    Returns Checked(plan, findings): the plan is None where its files could not be read whole, and findings say why, with file,
    line and column. Raises CannotRead for a folder or file that is missing or not readable.
    """
    if folder is None:
        return check(load.load(load.embedded(), load.embedded().name))
    return check(load.load(Path(folder), str(folder)))


def check_text(files: Mapping[FileKind, str]) -> Checked:
    """Check a plan given as text, by kind of file (``{"indicators": "...", "targets": "..."}``). Never raises for what it holds."""
    sources = {kind: read(f"{kind}.yaml", text.encode(errors="surrogatepass")) for kind, text in files.items()}
    return check(Sources("text", sources))
