"""A file that was made, shown in the program that the system has for it."""

import os
import subprocess
import sys
from pathlib import Path

from parplan.cli.output import remark
from parplan.text import Message, Text


def show(file: Path) -> None:
    """Show a file; says so where there is no program for it, which shows at once: what is open
    after a moment is left to itself.
    """
    if not _opened(file.resolve()):
        remark(Message(_NOT_OPENED, {"path": file}))


def _opened(file: Path) -> bool:
    try:
        if sys.platform == "win32":
            os.startfile(file)
            return True
        program = "open" if sys.platform == "darwin" else "xdg-open"
        silent = subprocess.DEVNULL  # whatever programs say of themselves
        shown = subprocess.Popen(
            [program, file], stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
        return shown.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False


_PATIENCE = 3.0  # seconds; a system without a screen tries one program after the other
_NOT_OPENED = Text(
    "đã lập {path}, nhưng hệ thống này không có chương trình nào để mở; hãy mở bằng tay",
    "{path} is made, but this system has no program to open it with; open it yourself",
)
