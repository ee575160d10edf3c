"""From the process to a command and back: language, translations of the parser's own words, exit codes, never a traceback."""

import io
import os
import sys
from collections.abc import Sequence

from parplan.cli import language
from parplan.cli.language import say
from parplan.cli.output import Stop, spoken_to_stdout, stop, tell
from parplan.cli.parser_words import translated
from parplan.text import Message, Text

# No plugin of pydantic's has a part in reading a plan, and looking for them costs a tenth of the start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that does not know a letter shows a question mark
            stream.reconfigure(errors="replace")
    try:
        try:
            language.use(language.choose(arguments, os.environ))
        except language.BadLanguage as error:
            values: dict[str, object] = {"name": language.VARIABLE, "value": error, "allowed": "vi, en"}
            return stop(Message(_ENVIRONMENT, values)).code
        return _dispatch(arguments)
    except Stop as ended:
        return ended.code
    except KeyboardInterrupt:
        return 130


def _dispatch(arguments: Sequence[str]) -> int:
    from typer.exceptions import TyperException

    from parplan.cli.app import NAMES, application
    from parplan.workspace import Broken, CannotRead

    if arguments[:1] == ["help"]:  # `parplan help gap` is `parplan gap --help`
        arguments = [*arguments[1:], "--help"]
    first = next(iter(arguments), "")
    code: object = None
    try:
        with spoken_to_stdout():  # help is written by the parser itself
            app = application((first,) if first in NAMES else NAMES)
            code = app(args=list(arguments), prog_name="parplan", standalone_mode=False)
    except TyperException as error:
        _refuse(error)
        return 2
    except CannotRead as error:
        return stop(*error.messages).code
    except Broken as error:
        from parplan.render.findings import excerpt
        from parplan.render.layout import Screen

        tell(excerpt.render(error.findings, language.current(), Screen(None, colour=False)))
        return stop(error.message).code
    except SystemExit:
        return 0  # how the parser ends when the reader of its help has gone, which is not an error
    return code if isinstance(code, int) else 0


def _refuse(error: Exception) -> None:
    """Say what the parser would not take, and how to get help; a call without any argument gets the help itself."""
    context, saying = getattr(error, "ctx", None), getattr(error, "format_message", None)
    text = translated(saying() if saying else str(error))
    if error.__class__.__name__ == "NoArgsIsHelpError":
        tell(text)
        return
    stop(" ".join(text.split()))
    if context is not None:
        tell(say(_TRY_HELP, command=context.command_path))


_TRY_HELP = Text("Xem “{command} --help”.", "See `{command} --help`.")
_ENVIRONMENT = Text("{name}={value}: cần một trong {allowed}", "{name}={value}: one of {allowed} is needed")
