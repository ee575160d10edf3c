"""The official form of a document: what stands above and below it, how it is numbered, by annex I
of decree 30/2020/NĐ-CP (form 1.4, a document with a name of its own; 1.5, a letter; 2.1, an annex).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from parplan.model import letterhead
from parplan.model.letterhead import NOBODY, Document, Sent
from parplan.render.table import Annex, Block, Close, Heading, Letterhead, Paper
from parplan.text import Message, Text, roman


class Part(NamedTuple):
    """An annex before it has a number."""

    title: Message
    blocks: tuple[Block, ...]
    wide: bool = False


def report(
    known: letterhead.Letterhead,
    about: Document,
    subject: Message,
    blocks: Iterable[Block],
    annexes: Sequence[Part],
) -> Paper:
    """A report in the official form (1.4), its headings numbered, its annexes under its number."""
    sent = known.sent(about)
    values: dict[str, object] = {"number": _two(sent.number), "issuer": _short(known)}
    number = Message(_REPORT_NUMBER, values)
    of = Message(_ANNEX_OF, {**values, "day": _day(sent.date), "body": known.issuer or NOBODY})
    several = len(annexes) > 1
    numbered = tuple(
        Annex(
            Message(_ANNEX_N, {"n": roman(at).upper()}) if several else Message(_ANNEX),
            part.title,
            of,
            tuple(_numbered(part.blocks)),
            part.wide,
        )
        for at, part in enumerate(annexes, 1)
    )
    return Paper(
        _head(known, sent, number, None),
        Message(_REPORT),
        subject,
        _to(sent),
        _ended(_numbered(blocks)),
        _close(known, sent),
        numbered,
    )


def letter(known: letterhead.Letterhead, about: Message, blocks: Iterable[Block]) -> Paper:
    """A letter in the official form (1.5)."""
    sent = known.sent("letter")
    values: dict[str, object] = {"number": _two(sent.number), "issuer": _short(known)}
    words = _LETTER_NUMBER if known.drafter is None else _LETTER_NUMBER_OF
    number = Message(words, {**values, "drafter": known.drafter})
    subject = Message(_ABOUT, {"about": about})
    to = _to(sent) or (Message(_TO), Message(NOBODY))
    return Paper(
        _head(known, sent, number, subject),
        None,
        None,
        to,
        _ended(_numbered(blocks)),
        _close(known, sent),
    )


def _head(
    known: letterhead.Letterhead, sent: Sent, number: Message, about: Message | None
) -> Letterhead:
    day = Message(_PLACE_AND_DAY, {"place": known.place or NOBODY, "day": _day(sent.date)})
    return Letterhead(
        Message(known.superior or NOBODY),
        Message(known.issuer or NOBODY),
        number,
        about,
        Message(_NATION),
        Message(_MOTTO),
        day,
    )


def _to(sent: Sent) -> tuple[Message, ...]:
    return (Message(_TO), *map(Message, sent.to)) if sent.to else ()


def _close(known: letterhead.Letterhead, sent: Sent) -> Close:
    signs = known.signature
    kept = _KEPT if known.drafter is None else _KEPT_BY
    copies = [Message(_AS_ABOVE)] if sent.to else []
    copies += [Message(each) for each in sent.copies or ()]
    return Close(
        (Message(_COPIES), *copies, Message(kept, {"drafter": known.drafter})),
        None if signs.authority is None else Message(signs.authority),
        Message(signs.office or NOBODY),
        Message(NOBODY) if signs.name is None else Message(_NAME, {"name": signs.name}),
    )


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, headings of the first rank as I., II., those below as 1., 2."""
    first = second = 0
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
        elif block.is_first:
            first, second = first + 1, 0
            yield block._replace(number=f"{roman(first).upper()}.")
        else:
            second += 1
            yield block._replace(number=f"{second}.")


def _ended(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, with the sign of the end behind the last sentence, which English has none for."""
    *before, last = blocks
    if not isinstance(last, Message):
        return (*before, last, Message(Text("./.", "")))
    said = Text(f"{last.text.vi.rstrip('.')}./.", last.text.en)
    return (*before, last._replace(text=said))


def _two(number: int | None) -> str | Text:
    """A number as documents have it: those below 10 with a 0 before them."""
    return NOBODY if number is None else f"{number:02}"


def _short(known: letterhead.Letterhead) -> str | Text:
    return NOBODY if known.abbreviation is None else known.abbreviation


def _day(day: date | None) -> Message:
    """A day in words, days below 10 and the months 1 and 2 with a 0; “…” where it is not known."""
    if day is None:
        return Message(_NO_DAY)
    month = f"{day.month:02}" if day.month < _THIRD else str(day.month)
    return Message(_DAY, {"day": f"{day.day:02}", "month": month, "year": str(day.year), "on": day})


_THIRD = 3  # from this month on, its number has no 0 before it
_NATION = Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM")
_MOTTO = Text("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")
_REPORT_NUMBER = Text("Số: {number}/BC-{issuer}", "No. {number}/BC-{issuer}")
_LETTER_NUMBER = Text("Số: {number}/{issuer}", "No. {number}/{issuer}")
_LETTER_NUMBER_OF = Text("Số: {number}/{issuer}-{drafter}", "No. {number}/{issuer}-{drafter}")
_ABOUT = Text("V/v {about}", "Re: {about}")
_PLACE_AND_DAY = Text("{place}, {day}", "{place}, {day}")
_DAY = Text("ngày {day} tháng {month} năm {year}", "{on}")
_NO_DAY = Text("ngày … tháng … năm …", "…")
_REPORT = Text("BÁO CÁO", "REPORT")
_TO = Text("Kính gửi:", "To:")
_AS_ABOVE = Text("Như trên", "As above")
_KEPT = Text("Lưu: VT", "On file")
_KEPT_BY = Text("Lưu: VT, {drafter}", "On file, {drafter}")
_COPIES = Text("Nơi nhận:", "Copies:")
_NAME = Text("{name}", "{name}")
_ANNEX = Text("Phụ lục", "Annex")
_ANNEX_N = Text("Phụ lục {n}", "Annex {n}")
_ANNEX_OF = Text(
    "(Kèm theo Báo cáo số {number}/BC-{issuer} {day} của {body})",
    "(Annexed to Report {number}/BC-{issuer} of {day}, {body})",
)
