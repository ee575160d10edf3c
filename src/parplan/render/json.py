"""Payloads as JSON, every decimal with exactly its digits."""

import json
from decimal import Decimal

from parplan.points import exact, readable

_INDENT = "  "


def render(payload: object) -> str:
    """JSON of dicts, lists, strings, numbers, booleans and None; Decimals become numbers, digit by
    digit.
    """
    return _value(payload, "\n") + "\n"


def _value(value: object, newline: str) -> str:
    if isinstance(value, Decimal):
        return exact(readable(value))
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        items = [
            f"{_text(str(key))}: {_value(item, newline + _INDENT)}" for key, item in value.items()
        ]
        return _bracketed("{", items, "}", newline)
    if isinstance(value, list | tuple):
        return _bracketed("[", [_value(item, newline + _INDENT) for item in value], "]", newline)
    return json.dumps(value)


def _text(text: str) -> str:
    """A string as it is read, but what a terminal would act on is escaped."""
    written = json.dumps(text, ensure_ascii=False)
    return written if written.isprintable() else "".join(map(_letter, written))


def _letter(letter: str) -> str:
    return letter if letter.isprintable() or letter == "\u00a0" else json.dumps(letter)[1:-1]


def _bracketed(opening: str, items: list[str], closing: str, newline: str) -> str:
    if not items:
        return opening + closing
    inner = newline + _INDENT
    return f"{opening}{inner}{f',{inner}'.join(items)}{newline}{closing}"
