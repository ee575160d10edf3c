"""Signs in a text that nobody sees, or that look like a plain space; word processors put such
between figures.
"""

from unicodedata import category

from parplan.text import Text


def unseen(text: str) -> tuple[str, Text] | None:
    """The first such sign, by its number, and what to do about it."""
    beyond = (it for it in text if not it.isascii())
    odd = next((it for it in beyond if it.isspace() or category(it) == "Cf"), None)
    if odd is None:
        return None
    return f"U+{ord(odd):04X}", _A_SPACE if odd.isspace() else _UNSEEN


_A_SPACE = Text(
    "thay dấu cách đặc biệt ({sign}) ở đây bằng dấu cách thường, hoặc xóa đi",
    "put a plain space in place of the special one here ({sign}), or remove it",
)
_UNSEEN = Text(
    "xóa ký tự không nhìn thấy ở đây ({sign})", "remove the invisible character here ({sign})"
)
