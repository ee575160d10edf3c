"""Vietnamese text of before Unicode, whose letters only its own fonts show: TCVN3 (ABC), VNI."""

import re
from collections.abc import Iterable

from parplan.documents.blocks import Block, lines

# What no Vietnamese word has in Unicode, but beside a letter in those fonts: “C«ng t¸c”, “Coâng
# taùc chæ ñaïo”.
_STRANGE = "§µ¸¶·¹¨©®ª«¬¾¼½Þßñïøåæûëöäü"
_WORD = re.compile(rf"[A-Za-z][{_STRANGE}]|[{_STRANGE}][A-Za-z]")
# Letters that only Vietnamese has, in Unicode.
_UNICODE = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
_FEW = 5


def is_legacy(blocks: Iterable[Block]) -> bool:
    """Whether most of a document's letters are those of such fonts."""
    told = "\n".join(lines(blocks))
    strange = len(_WORD.findall(told))
    return strange >= _FEW and strange > len(_UNICODE.findall(told))
