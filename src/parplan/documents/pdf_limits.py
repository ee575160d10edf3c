"""Limits that pdfminer has none of its own, put into it while a file is read; and letters left out
that are drawn where nothing is seen.
"""

import math
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from logging import NullHandler, getLogger
from typing import TYPE_CHECKING, Any, cast

from parplan.documents.blocks import Unreadable
from parplan.text import Message, Text

if TYPE_CHECKING:
    from pdfminer.converter import PDFLayoutAnalyzer

# Of a page: bytes that say what is drawn, bytes of text in them, strokes, and what is drawn
# elsewhere and put there.
MAX_CONTENT, MAX_TEXT, MAX_STROKES, MAX_FIGURES = 1 << 19, 40_000, 8_000, 1_000
# Bytes of a stream, unpacked; and packed, where that is slow.
MAX_UNPACKED, MAX_SLOW = 16 << 20, 1 << 16
_SLOW = ("lzwdecode", "rldecode", "ccittfaxdecode")  # of pdfminer
# Of all pages: bytes that say what is drawn, letters that fonts say something of.
MAX_ALL, MAX_LETTERS = 24 << 20, 4_000_000
# Of the file itself, whose index may be broken, so that it is searched: its lines, bytes of a line;
# and words outside of what is drawn. A tagged document of 300 pages has some 17,000 of these.
MAX_LINES, MAX_LINE, MAX_WORDS = 400_000, 4 << 20, 100_000


def too_much() -> Unreadable:
    """What a PDF is refused with that holds more than documents do."""
    return Unreadable(Message(_TOO_MUCH))


def check(data: bytes) -> None:
    """Raises Unreadable for a file that takes too long to search through."""
    many = data.count(b"\n") + data.count(b"\r") > MAX_LINES
    if many or max(map(len, data.splitlines()), default=0) > MAX_LINE:
        raise too_much()


@contextmanager
def limited() -> Iterator[None]:
    """No stream becomes larger than `MAX_UNPACKED`, no page draws more than pages do, no font has
    more letters than there are, and what is not drawn no more than `MAX_WORDS`.
    """
    import pdfminer.cmapdb
    import pdfminer.pdffont
    import pdfminer.pdftypes
    import pdfplumber.page
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFStackT
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import stream_value

    everything = lettered = words = 0

    class Interpreter(PDFPageInterpreter):
        spent: Counter[str]
        shown: _Box  # what is outside of it is not seen
        shown_before: list[_Box]

        def subinterp(self) -> "Interpreter":
            inner = cast("Interpreter", super().subinterp())  # made by this one's own class
            inner.spent, inner.shown, inner.shown_before = self.spent, self.shown, []
            return inner

        def process_page(self, page: Any) -> None:
            self.spent, self.shown, self.shown_before = Counter(), _ALL, []
            super().process_page(page)

        def do_q(self) -> None:
            self.shown_before.append(self.shown)
            super().do_q()

        def do_Q(self) -> None:  # noqa: N802  # as the format names it
            if self.shown_before:
                self.shown = self.shown_before.pop()
            super().do_Q()

        def do_W(self) -> None:  # noqa: N802  # as the format names it
            self.shown = _within(self.shown, self.curpath, self.ctm)

        do_W_a = do_W  # noqa: N815  # as pdfminer names it

        def execute(self, streams: Sequence[object]) -> None:
            nonlocal everything
            much = sum(len(stream_value(it).get_data()) for it in streams)
            everything += much
            self._spend("content", much + 1, MAX_CONTENT)
            if everything > MAX_ALL:
                raise too_much()
            super().execute(streams)

        def do_TJ(self, seq: PDFStackT) -> None:  # noqa: N802  # as the format names it
            texts = [it for it in seq if isinstance(it, bytes)] if isinstance(seq, list) else []
            self._spend("text", sum(map(len, texts)) + 1, MAX_TEXT)
            drawn = cast("PDFLayoutAnalyzer", self.device).cur_item._objs  # no other way to them
            before = len(drawn)
            super().do_TJ(seq)
            drawn[before:] = [it for it in drawn[before:] if _is_seen(it, self.shown)]

        def do_re(self, x: PDFStackT, y: PDFStackT, w: PDFStackT, h: PDFStackT) -> None:
            self._spend("strokes", 1, MAX_STROKES)
            super().do_re(x, y, w, h)

        def do_m(self, x: PDFStackT, y: PDFStackT) -> None:
            self._spend("strokes", 1, MAX_STROKES)
            super().do_m(x, y)

        def do_Do(self, xobjid_arg: PDFStackT) -> None:  # noqa: N802  # as the format names it
            self._spend("figures", 1, MAX_FIGURES)
            super().do_Do(xobjid_arg)

        def _spend(self, kind: str, much: int, most: int) -> None:
            self.spent[kind] += much
            if self.spent[kind] > most:
                raise too_much()

    def letters(*bounds: int) -> range:
        nonlocal lettered
        lettered += len(range(*bounds))
        if lettered > MAX_LETTERS:
            raise too_much()
        return range(*bounds)

    next_one = PDFParser.nexttoken

    def word(parser: PDFParser) -> tuple[int, object]:
        nonlocal words
        words += 1
        if words > MAX_WORDS:
            raise too_much()
        return next_one(parser)

    streams: Any = pdfminer.pdftypes
    pages: Any = pdfplumber.page
    instead = [
        (streams, "zlib", _Unpacking),
        (pages, "PDFPageInterpreter", Interpreter),
        *((streams, name, _short(getattr(streams, name))) for name in _SLOW),
        (PDFParser, "nexttoken", word),
        # What a font says of its letters it may say of four thousand million.
        *((module, "range", letters) for module in (pdfminer.cmapdb, pdfminer.pdffont)),
    ]
    before = [(module, name, vars(module).get(name)) for module, name, _ in instead]
    # What pdfminer says of a file to whoever works on pdfminer is nothing for a user.
    logger, quiet = getLogger("pdfminer"), NullHandler()
    logger.addHandler(quiet)
    try:
        for module, name, other in instead:
            setattr(module, name, other)
        yield
    finally:
        logger.removeHandler(quiet)
        for module, name, own in before:
            if own is None:
                delattr(module, name)
            else:
                setattr(module, name, own)


_Box = tuple[float, float, float, float]  # left, bottom, right, top
_ALL: _Box = (-math.inf, -math.inf, math.inf, math.inf)


def _within(box: _Box, path: Sequence[Sequence[Any]], matrix: tuple[float, ...]) -> _Box:
    """The part of a box that is in a path, as far as a box says that."""
    a, b, c, d, e, f = matrix
    flat = [it for _, *numbers in path for it in numbers if isinstance(it, int | float)]
    points = list(zip(flat[::2], flat[1::2], strict=False))
    if not points:
        return box
    across = [a * x + c * y + e for x, y in points]
    up = [b * x + d * y + f for x, y in points]
    left, bottom, right, top = box
    return max(left, min(across)), max(bottom, min(up)), min(right, max(across)), min(top, max(up))


def _is_seen(letter: Any, box: _Box) -> bool:
    """Whether the middle of a letter is in a box: other letters are cut off there."""
    left, bottom, right, top = box
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    return bool(left <= x <= right and bottom <= y <= top)


def _short(unpack: Callable[..., bytes]) -> Callable[..., bytes]:
    """What pdfminer unpacks byte by byte, for as much as fonts have of it, and pages never."""

    def unpacked(data: bytes, *more: object) -> bytes:
        if len(data) > MAX_SLOW:
            raise too_much()
        return unpack(data, *more)

    return unpacked


class _Unpacking:
    """What pdfminer takes of zlib, with an end."""

    error = zlib.error
    decompressobj = staticmethod(zlib.decompressobj)

    @staticmethod
    def decompress(data: bytes) -> bytes:
        unpacking = zlib.decompressobj()
        whole = unpacking.decompress(data, MAX_UNPACKED)
        if unpacking.unconsumed_tail:
            raise too_much()
        if not unpacking.eof:
            raise zlib.error("incomplete")
        return whole


_TOO_MUCH = Text(
    "tệp PDF chứa nhiều hơn mức của một văn bản; lấy bản Word (.docx), hoặc in lại ra PDF",
    "the PDF holds more than any document does: take the Word document (.docx), or print it to a "
    "PDF again",
)
