"""Every word the program says, in Vietnamese and English side by side: a missing translation is a type error."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from parplan.points import Lang, exact


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages; `{name}` stands for an argument."""

    vi: str
    en: str

    def say(self, lang: Lang, **values: object) -> str:
        """The words in one language, figures written with that language's decimal mark."""
        words = self.vi if lang == "vi" else self.en
        return words.format(**{name: spoken(value, lang) for name, value in values.items()}) if values else words


class Message(NamedTuple):
    """Words and what fills them in, before anyone decides on a language."""

    text: Text
    values: dict[str, object] = {}

    def say(self, lang: Lang) -> str:
        return self.text.say(lang, **self.values) if self.values else self.text.say(lang)


def spoken(value: object, lang: Lang) -> str:
    """A message's argument in words: exact figures, texts in the language asked for, lists joined with commas."""
    if isinstance(value, Decimal):
        return exact(value, lang)
    if isinstance(value, Text | Message):
        return value.say(lang)
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return ", ".join(spoken(item, lang) for item in value)
    return str(value)
