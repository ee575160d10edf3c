"""From the process to a command and back: language, translations of the parser's own words, exit codes, never a traceback."""

import os
import sys
from collections.abc import Sequence

from parplan.cli import language
from parplan.cli.output import Stop, stop
from parplan.labels import Cli, Message

# No plugin of pydantic's has a part in reading a plan, and looking for them costs a tenth of the start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    try:
        try:
            language.use(language.choose(arguments, os.environ))
        except language.BadLanguage as error:
            values: dict[str, object] = {"name": language.VARIABLE, "value": error, "allowed": "vi, en"}
            return stop(Message(Cli.ENVIRONMENT, values)).code
        return _dispatch(arguments)
    except Stop as ended:
        return ended.code
    except KeyboardInterrupt:
        return 130


def _dispatch(arguments: Sequence[str]) -> int:
    if language.current() == "vi":
        from parplan.cli import translations

        translations.install()
    from parplan.cli.commands import app

    try:
        code = app(args=list(arguments), prog_name="parplan", standalone_mode=False)
    except Stop:
        raise
    except Exception as error:
        shown = getattr(error, "show", None)
        if shown is None and error.__class__.__name__ not in ("Abort", "Exit"):
            raise
        if shown is not None:
            shown(file=sys.stderr)
        return int(getattr(error, "exit_code", 2))
    return code if isinstance(code, int) else 0
