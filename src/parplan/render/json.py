"""Payloads as JSON, every decimal with exactly its digits."""

import json
from decimal import Decimal

from parplan.points import exact, readable
from parplan.text import in_json

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
        return in_json(value)
    if isinstance(value, dict):
        items = [
            f"{in_json(str(key))}: {_value(item, newline + _INDENT)}" for key, item in value.items()
        ]
        return _bracketed("{", items, "}", newline)
    if isinstance(value, list | tuple):
        return _bracketed("[", [_value(item, newline + _INDENT) for item in value], "]", newline)
    return json.dumps(value)


def _bracketed(opening: str, items: list[str], closing: str, newline: str) -> str:
    if not items:
        return opening + closing
    inner = newline + _INDENT
    return f"{opening}{inner}{f',{inner}'.join(items)}{newline}{closing}"
