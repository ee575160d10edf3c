"""The language of this run, known before any word of help is built: --lang, else PARPLAN_LANG, else the locale, else English."""

from collections.abc import Mapping, Sequence
from typing import cast

from parplan.points import Lang
from parplan.text import Text

LANGS = ("vi", "en")
VARIABLE = "PARPLAN_LANG"


class BadLanguage(ValueError):
    """The environment names a language there is none of."""


def choose(arguments: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """The language that the arguments and the environment ask for. Raises BadLanguage."""
    for at, argument in enumerate(arguments):
        asked = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and at + 1 < len(arguments):
            asked = arguments[at + 1]
        if asked in LANGS:
            return cast("Lang", asked)
    wished = environ.get(VARIABLE, "")
    if wished in LANGS:
        return cast("Lang", wished)
    if wished:
        raise BadLanguage(wished)
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "vi" if locale.lower().startswith("vi") else "en"


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


__all__ = ["LANGS", "VARIABLE", "BadLanguage", "choose", "current", "say", "use"]
