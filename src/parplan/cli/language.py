"""The language of this run, known before any word of help is built: --lang, else PARPLAN_LANG, else
the locale (on Windows the system's language), else English."""

import sys
from collections.abc import Mapping, Sequence

from parplan.points import LANGUAGES, Lang
from parplan.text import Text

VARIABLE = "PARPLAN_LANG"
_VIETNAMESE = 0x2A  # LANG_VIETNAMESE


class BadLanguage(ValueError):
    """The environment names a language there is none of."""


def choose(arguments: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """The language that the arguments and the environment ask for. Raises BadLanguage."""
    for argument, further in reversed([*zip(arguments, [*arguments[1:], ""], strict=False)]):
        asked = further if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and asked in LANGUAGES:
            return asked
    wished = environ.get(VARIABLE, "")
    as_locale = wished[:2].lower()  # as in vi_VN.UTF-8
    if as_locale in LANGUAGES and not wished[2:3].isalpha():
        return as_locale
    if wished:
        raise BadLanguage(wished)
    locale = (
        environ.get("LC_ALL")
        or environ.get("LC_MESSAGES")
        or environ.get("LANG")
        or _of_the_system()
    )
    return "vi" if locale.lower().startswith("vi") else "en"


def _of_the_system() -> str:
    """The language of Windows, which names it in no variable; empty elsewhere."""
    if sys.platform != "win32":
        return ""
    import ctypes

    primary = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
    return "vi" if primary == _VIETNAMESE else "en"


_current: list[Lang] = ["en"]


def use(lang: Lang) -> None:
    """Set the language of this run."""
    _current[0] = lang


def current() -> Lang:
    """The language of this run."""
    return _current[0]


def say(text: Text, **values: object) -> str:
    """Words in the language of this run."""
    return text.say(current(), **values)


__all__ = ["VARIABLE", "BadLanguage", "choose", "current", "say", "use"]
