"""How ids and texts are written into YAML, so that they read back the same."""

from parplan.model.scenario import Scenario
from parplan.points import HUNDRED, exact
from parplan.text import Text


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


def written(scenario: Scenario) -> str:
    """A scenario as the text of its file."""
    lines = [_HEAD, f"name: {words(scenario.name)}", f"base: {scenario.base}"]
    if scenario.changes:
        lines.append("changes:")
    for change, because in zip(scenario.changes, scenario.reasons, strict=True):
        amount = exact((change.amount * HUNDRED).normalize()) + "%" if change.kind == "share" else exact(change.amount)
        typed = [] if change.typed is None else [f"id: {written_id(change.typed)}"]
        reason = [f"because: {words(because)}"] if because != Text("", "") else []
        entry = [*typed, f"{change.kind}: {amount}", *reason]
        lines += [f"  - {entry[0]}", *(f"    {line}" for line in entry[1:])]
    if scenario.spreads:
        lines.append("ranges:")
    for spread in scenario.spreads:
        low, likely, high = map(exact, (spread.low, spread.likely, spread.high))
        lines += [f"  - id: {written_id(spread.ident)}", f"    range: [{low}, {likely}, {high}]", f"    shape: {spread.shape}"]
        lines.append(f"    because: {words(spread.because)}")
    return "\n".join(lines) + "\n"


_HEAD = "# Kịch bản của parplan · A scenario of parplan. parplan schema scenario"
