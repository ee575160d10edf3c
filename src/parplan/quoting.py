"""How ids and texts are written into YAML, so that they read back the same."""

from parplan.labels import Text


def written_id(text: str) -> str:
    """An id as YAML reads it as text: in quotes where it is not plainly one."""
    plain = all(step[:1].isalpha() or (at and step.isalnum()) for at, step in enumerate(text.split(".")))
    return text if plain and text.lower() not in ("null", "true", "false") and text.isascii() and "," not in text else quoted(text)


def words(text: Text) -> str:
    """Words in both languages, in braces."""
    return f"{{vi: {quoted(text.vi)}, en: {quoted(text.en)}}}"


def quoted(text: str) -> str:
    """A text in double quotes, with whatever could not be read again written as an escape."""
    return '"' + "".join(map(_letter, text)) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter.isprintable():
        return letter
    return f"\\U{ord(letter):08x}" if ord(letter) > 0xFFFF else f"\\u{ord(letter):04x}"
