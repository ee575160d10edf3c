"""What stands in a page in one language, and the same in the other one, which the script puts in
its place.
"""

from collections.abc import Mapping
from html import escape

from parplan.points import Lang
from parplan.render.values import UNKNOWN
from parplan.text import Message, Sentence, Text, both

Both = Mapping[str, str]


class Words:
    """The words of a page; `told` are its own, by name. `others` are those of the other language,
    each once, by their number.
    """

    def __init__(self, lang: Lang, told: Mapping[str, Both]) -> None:
        self.lang: Lang = lang
        self.told = told
        self._other: Lang = "en" if lang == "vi" else "vi"
        self._numbers: dict[tuple[str, str], int] = {}

    @property
    def others(self) -> list[str]:
        """The words of the other language."""
        return [other for _, other in self._numbers]

    def word(self, key: str) -> str:
        """What the page itself says."""
        return self.both(self.told[key])

    def both(self, said: Both, *, apart: bool = False) -> str:
        """Words that may change with the language; in an element of their own if they do, or are to
        be `apart`.
        """
        own, marks = self._marked(said)
        return f"<span{marks}>{own}</span>" if marks or apart else own

    def cell(self, tag: str, said: Both, more: str = "") -> str:
        """A cell of a table, which the next one ends, that holds nothing but words; `more` are its
        other attributes.
        """
        own, marks = self._marked(said)
        return f"<{tag}{more}{marks}>{own}"

    def _marked(self, said: Both) -> tuple[str, str]:
        """Words in the page's language, and the attribute that says which the others are."""
        own, other = said[self.lang], said[self._other]
        if own == other:
            return escape(own), ""
        number = self._numbers.setdefault((own, other), len(self._numbers))
        return escape(own), f" data-t={number}"

    def said(self, said: Text | Message | Sentence) -> str:
        """What is said in a report."""
        return self.both(both(said))

    def bare(self, value: Both | None) -> str:
        """A figure where the script knows that figures stand, whose mark it changes; else words."""
        if value is None:
            return UNKNOWN
        return escape(value[self.lang]) if is_figure(value) else self.both(value)

    def figure(self, value: Both | None) -> str:
        """A figure that the script changes, or that stands elsewhere."""
        said = self.bare(value)
        if value is None or not is_figure(value):
            return said
        return f'<data value="{escape(value.get("exact", value["en"]))}">{said}</data>'


def is_figure(value: Both) -> bool:
    """Whether the languages write something alike but for the decimal mark."""
    vi, en = value["vi"], value["en"]
    return (vi.replace(",", "."), en.replace(".", ",")) == (en, vi)
