"""From the process to a command and back: language, translations of the parser's own words, exit
codes, never a traceback.
"""

import contextlib
import io
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, get_args

from parplan.cli import language
from parplan.cli.language import say
from parplan.cli.output import Stop, deliver, stop, tell
from parplan.cli.parser_words import sentence, translated
from parplan.points import Lang
from parplan.text import Message, Text

# No plugin of pydantic's has a part in reading a plan, and looking for them costs a tenth of the
# start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# Nothing here multiplies large matrices; a thread for each processor would take a hundred
# megabytes, without which numpy's library ends the process itself, with 1.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code. Nothing is raised, whatever happens."""
    try:
        try:
            language.use(language.choose(arguments, os.environ))
        except language.BadLanguage as error:
            values: dict[str, object] = {
                "name": language.VARIABLE,
                "value": error,
                "allowed": "vi, en",
            }
            return stop(Message(_ENVIRONMENT, values)).code
        for argument in arguments:
            try:
                os.fsencode(argument)
            except UnicodeEncodeError:
                return stop(Message(_NO_TEXT, {"argument": argument})).code
        return _dispatch(arguments)
    except Stop as ended:
        return ended.code
    except Exception as error:  # whatever it is: nobody is to see a traceback
        return _unforeseen(error).code


def _dispatch(arguments: Sequence[str]) -> int:
    from typer.exceptions import TyperException

    from parplan.cli.app import NAMES, begin, parser

    begin()
    arguments = list(arguments)
    before = 2 if arguments[:1] == ["--lang"] else 0
    if arguments[before : before + 1] == ["help"]:  # `parplan help gap` is `parplan gap --help`
        arguments = [*arguments[:before], *arguments[before + 1 :], "--help"]
    first = next(iter(arguments), "")
    parse = parser((first,) if first in NAMES else NAMES, language.current())
    call = partial(parse, args=list(arguments), prog_name="parplan", standalone_mode=False)
    code: object = None
    try:
        if _COMPLETION & set(arguments):
            _refuse_shell(parse, arguments)
            code = _completion(call)
        else:
            code = call()
    except TyperException as error:
        _refuse(error)
        return 2
    except Stop:
        raise
    except Exception as error:  # what nobody knows a sentence for is raised again
        return _told(error)
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> int:
    """Say what could not be read or used, or which id there is not; anything else is raised again.
    Help alone needs none of what this imports.
    """
    from parplan.ids import UnknownId
    from parplan.workspace.opened import Broken
    from parplan.workspace.reading import CannotRead, unreadable

    if isinstance(error, UnknownId):
        from parplan.cli.typed import unknown_id

        return stop(unknown_id(error)).code
    if isinstance(error, Broken):
        from parplan.cli.screen import beside
        from parplan.render.findings import excerpt

        tell(excerpt.render(error.findings, language.current(), beside()))
        return stop(error.message).code
    if isinstance(error, OSError) and error.filename is not None:
        error = CannotRead(unreadable(error, str(error.filename)))
    if isinstance(error, CannotRead):
        return stop(*error.messages).code
    raise error


def _unforeseen(error: Exception) -> Stop:
    """Say what happened in one sentence, with what to report."""
    if isinstance(error, ImportError) and error.name == _LIBYAML:
        return stop(Message(_NO_LIBYAML))
    if isinstance(error, MemoryError):
        return stop(Message(_NO_MEMORY))
    from pathlib import Path
    from platform import python_version
    from traceback import extract_tb

    from parplan import __version__

    package = Path(__file__).parents[1]
    ours = [
        f"{Path(place.filename).relative_to(package).as_posix()}:{place.lineno}"
        for place in extract_tb(error.__traceback__)
        if Path(place.filename).is_relative_to(package)
    ]
    values: dict[str, object] = {
        "what": f"{type(error).__name__}: {error}"[:_MOST_SAID],
        "where": " ← ".join(reversed(ours[-_FRAMES:])),
        "version": __version__,
        "python": python_version(),
    }
    return stop(Message(_UNFORESEEN, values))


def _refuse_shell(parse: Any, arguments: Sequence[str]) -> None:
    """Raises Stop where a shell is named and the parser looks for itself which one it runs in."""
    named = [each for each in arguments if not each.startswith("-") and each not in get_args(Lang)]
    flags = {each.name for each in parse.params if getattr(each, "is_flag", False)}
    if named and "install_completion" in flags:
        raise stop(Message(_THIS_SHELL, {"named": tuple(named)}))


def _completion(call: Callable[[], object]) -> object:
    """What the parser says of the shell's completion, in our words; the script itself as it is."""
    told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    code: object = 0
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            code = call()
        except SystemExit as ended:
            code = ended.code
    told.seek(0)
    text = told.read()
    script = text.count("\n") > _SENTENCES
    said = text if script else "".join(f"{sentence(line)}\n" for line in text.splitlines())
    if code:
        return stop(said.strip()).code
    deliver(said, None)
    return 0


def _refuse(error: Exception) -> None:
    """Say what the parser would not take, and how to get help; a call without any argument gets the
    help itself.
    """
    context, saying = getattr(error, "ctx", None), getattr(error, "format_message", None)
    text = saying() if saying else str(error)
    if error.__class__.__name__ == "NoArgsIsHelpError":
        tell(translated(text))
        return
    stop(sentence(text))
    if context is not None:
        tell(say(_TRY_HELP, command=context.command_path))


_MOST_SAID = 300  # letters of what an error says of itself
_FRAMES = 3  # places that are named, innermost first
_COMPLETION = {"--install-completion", "--show-completion"}
_SENTENCES = 2  # lines that are not a script
_LIBYAML = "yaml._yaml"
_TRY_HELP = Text("Xem “{command} --help”.", "See `{command} --help`.")
_THIS_SHELL = Text(
    "tự hoàn thành chỉ dành cho shell đang dùng: bỏ {named} và gõ lệnh trong chính shell cần dùng",
    "completion is for the shell that this runs in: leave out {named}, and type the command in "
    "the shell that you want it for",
)
_ENVIRONMENT = Text(
    "{name}={value}: cần một trong {allowed}", "{name}={value}: one of {allowed} is needed"
)
_NO_LIBYAML = Text(
    "thư viện PyYAML ở đây không có libyaml; cài lại bằng: pip install --force-reinstall "
    "--only-binary :all: pyyaml",
    "PyYAML is here without libyaml; install it anew: pip install --force-reinstall --only-binary "
    ":all: pyyaml",
)
_NO_TEXT = Text(
    "“{argument}”: có ký tự không phải văn bản", "“{argument}” holds characters that are not text"
)
_NO_MEMORY = Text(
    "không đủ bộ nhớ; đóng bớt chương trình khác, hoặc kiểm tra từng kế hoạch một",
    "there is not enough memory; close other programs, or look at fewer plans at once",
)
_UNFORESEEN = Text(
    "gặp trường hợp chưa lường trước: {what} ({where}); xin báo lại cho người làm phần mềm, kèm "
    "câu này, lệnh đã gõ và tệp số liệu (parplan {version}, Python {python})",
    "something that was not foreseen: {what} ({where}); please report it with this sentence, the "
    "command as typed and the files (parplan {version}, Python {python})",
)
