"""Words in Vietnamese and English side by side, and sentences before anyone decides on a
language.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from parplan.points import LANGUAGES, Lang, exact, grouped, share_shown, shown, tabled


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages; `{name}` stands for an argument."""

    vi: str
    en: str

    def say(self, lang: Lang, **values: object) -> str:
        """The words in one language, figures written with that language's decimal mark."""
        words = self.vi if lang == "vi" else self.en
        return (
            words.format(**{name: spoken(value, lang) for name, value in values.items()})
            if values
            else words
        )

    def filled(self, **values: object) -> "Text":
        """The words with what their arguments stand for."""
        return Text(*(self.say(lang, **values) for lang in LANGUAGES))


class Message(NamedTuple):
    """Words and what fills them in, before anyone decides on a language."""

    text: Text
    values: Mapping[str, object] = {}

    def __hash__(self) -> int:
        return hash(self.text)  # equal messages have equal words; what fills them may be a list

    def say(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.text.say(lang, **self.values)

    def or_near(self, near: tuple[str, ...], listed: str = "") -> "Message":
        """The same sentence, and behind it “did you mean”, where any name is near, else the command
        that lists all names, if there is one.
        """
        if not near and not listed:
            return self
        more = DID_YOU_MEAN if near else _LISTED
        said = Text(f"{self.text.vi}; {more.vi}", f"{self.text.en}; {more.en}")
        return Message(said, {**self.values, "near": near, "listed": listed})


DID_YOU_MEAN = Text("có phải là {near}?", "did you mean {near}?")
_LISTED = Text("danh sách: “{listed}”", "`{listed}` lists them")


def blank_behind(key: str) -> Text:
    """What to do about a key whose colon has no blank behind it."""
    return _BLANK_BEHIND.filled(key=key)


_BLANK_BEHIND = Text(
    "ghi dấu cách sau dấu hai chấm: “{key}: …”", "write a space after the colon: `{key}: …`"
)


class Shown(NamedTuple):
    """Points in a message, with the decimals that their index declares."""

    value: Decimal
    decimals: int

    def say(self, lang: Lang) -> str:
        """The points for people."""
        return shown(self.value, self.decimals, lang)


class Tabled(NamedTuple):
    """Points in a message that a table has as well: with the digits that they have there; signed
    where they are a difference.
    """

    value: Decimal
    decimals: int
    signed: bool = False

    def say(self, lang: Lang) -> str:
        """The points for people."""
        sign = self.signed and self.value != 0
        return tabled(self.value, self.decimals, lang, sign=sign)


class Count(NamedTuple):
    """How many, in a message: thousands apart."""

    value: int

    def say(self, lang: Lang) -> str:
        """The number for people."""
        return grouped(self.value, lang)


class Sentence(NamedTuple):
    """Words in a message that are a sentence of their own there."""

    words: Message | Text

    def say(self, lang: Lang) -> str:
        """With a capital, but where it begins with an id; and with a sign at its end."""
        said = plain(self.words.say(lang))
        ended = said if not said[-1:].isalnum() and said[-1:] not in ")%”`" else f"{said}."
        text = self.words.text if isinstance(self.words, Message) else self.words
        is_id = text.vi.startswith(_IDS) or "." in ended.split(" ", 1)[0][:-1]
        return ended if is_id else ended[:1].upper() + ended[1:]


_IDS = ("{id}", "{ids}")  # what fills these in keeps its case


class Listed(NamedTuple):
    """Several in a message, such as names that may hold commas."""

    each: Sequence[object]

    def say(self, lang: Lang) -> str:
        """One after the other, apart by semicolons."""
        return "; ".join(spoken(it, lang) for it in self.each)


def sentences(*each: Message | Text) -> Message:
    """One after the other."""
    words = " ".join(f"{{s{at}}}" for at in range(len(each)))
    return Message(Text(words, words), {f"s{at}": Sentence(it) for at, it in enumerate(each)})


def percent(share: Decimal, decimals: int = 1) -> Text:
    """A share of 1 as percent, in words."""
    return Text(share_shown(share, "vi", decimals), share_shown(share, "en", decimals))


def signed(value: Decimal, decimals: int) -> Text:
    """A difference in points with its sign, in words."""
    return Text(*(shown(value, decimals, lang, sign=bool(value)) for lang in LANGUAGES))


class Word(NamedTuple):
    """A code of the program's, which machines get, and how people are told it."""

    code: str
    text: Text

    def say(self, lang: Lang) -> str:
        """The word for people."""
        return self.text.say(lang)


def spoken(value: object, lang: Lang) -> str:
    """A message's argument in words, on one line: exact figures, texts in the language asked for,
    lists joined with commas.
    """
    if isinstance(value, Decimal):
        return exact(value, lang)
    if isinstance(value, _SAID):
        return plain(value.say(lang))
    if isinstance(value, date):
        return (
            f"{value.day:02}/{value.month:02}/{value.year}" if lang == "vi" else value.isoformat()
        )
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return ", ".join(spoken(item, lang) for item in value)
    return plain(str(value))


# Put together once, for every cell asks.
_SAID = Text | Message | Shown | Tabled | Count | Sentence | Listed | Word


def both(value: object) -> dict[str, str]:
    """The same in words of each language, by its code."""
    return {lang: spoken(value, lang) for lang in LANGUAGES}


def plain(text: str) -> str:
    """Text on one line, without anything that could move a terminal's cursor or turn the direction
    of writing: no name begins a line of its own, which CI may obey.
    """
    if text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(letter: str) -> str:
    if letter.isprintable() or letter == "\u00a0":
        return letter
    return " " if letter in "\n\r\t" else "\ufffd"


# GitHub's two kinds of commands and Azure's: at the beginning of a line, and anywhere in it.
_COMMAND, _OLDER = re.compile(r"(\s*):(?=:\w)"), re.compile(r"#(?=#\w*(?:\.\w+)?\[)")


def plain_lines(*texts: str) -> str:
    """Texts that are each a line, in which nobody sees a command."""
    return "\n".join(unobeyed(plain(text)) for text in texts)


def unobeyed(line: str) -> str:
    """A line that CI does not obey, which looks for commands in whatever is printed: the first of
    their signs is put as another of the same look and width.
    """
    line = _OLDER.sub("\u266f", line) if "##" in line else line
    return _COMMAND.sub("\\1\u2236", line, count=1) if _COMMAND.match(line) else line


def in_json(text: str) -> str:
    """A string of JSON as it is read, but what a terminal would act on is escaped, and half a
    letter, as in names that are not UTF-8, is U+FFFD: many readers refuse it.
    """
    import json

    def escaped(letter: str) -> str:
        if "\ud800" <= letter <= "\udfff":
            return "\ufffd"
        return letter if letter.isprintable() or letter == "\u00a0" else json.dumps(letter)[1:-1]

    written = json.dumps(text, ensure_ascii=False)
    written = _OLDER.sub(r"\\u0023", written) if "##" in written else written
    return written if written.isprintable() else "".join(map(escaped, written))


_FORMULA = ("=", "+", "-", "@")


def defused(text: str) -> str:
    """The text of a cell on one line, so that no spreadsheet runs it: what begins like a formula,
    whatever blanks stand before it, gets an apostrophe, which they hide.
    """
    text = plain(text)
    return "'" + text if text.lstrip(" \u00a0\ufffd").startswith(_FORMULA) else text


def capital(words: Text) -> Text:
    """The same words, beginning with a capital."""
    return Text(*(it[:1].upper() + it[1:] for it in (words.vi, words.en)))


def roman(number: int) -> str:
    """A number from 1 in small Roman figures: iv for 4."""
    told = ""
    for worth, figure in _ROMAN:
        while number >= worth:
            told, number = told + figure, number - worth
    return told


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def brief(record: object, *names: str) -> str:
    """A record on one line, for whoever tries things out in Python: its kind, and what it is known
    by; of what there are many, how many.
    """
    told = ", ".join(f"{name}={_brief(getattr(record, name))}" for name in names)
    return f"{type(record).__name__}({told})"


def _brief(value: object) -> object:
    if isinstance(value, tuple | Mapping) and not hasattr(value, "_fields"):
        return len(value)
    return value
