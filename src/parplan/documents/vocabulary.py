"""How plans are printed, as `printed.yaml` has it: words over columns, in totals and sentences."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from parplan.documents.printed import plain
from parplan.ids import bare
from parplan.model.fields import Record

Field = Literal[
    "number",
    "lost",
    "planned",
    "rank_change",
    "change",
    "target",
    "max",
    "rank",
    "percent",
    "lead",
    "coordinate",
    "due",
    "task",
    "note",
    "score",
    "name",
]
FIGURES: frozenset[Field] = frozenset(
    {"planned", "rank_change", "change", "target", "max", "rank", "percent", "score", "lost"}
)


class Reading(NamedTuple):
    """What a title says its column holds, the word that says so, and whether with its marks."""

    field: Field
    word: str
    marked: bool


class Sentences(Record):
    """How a sentence gives the figures of an index."""

    begins: tuple[str, ...]
    figures: Mapping[str, tuple[str, ...]]


class Vocabulary(Record):
    """printed.yaml. Its comments say what each is."""

    columns: Mapping[Field, tuple[str, ...]]
    totals: tuple[str, ...]
    sentences: Sentences
    years: tuple[str, ...]

    def read(self, title: str) -> Reading | None:
        """What a title says: first as it is written, then as text without marks."""
        for marked, words in ((True, plain(title)), (False, bare(plain(title)))):
            for field, phrases in self.columns.items():
                for phrase in phrases:
                    if _pattern(phrase, marked=marked).search(words):
                        return Reading(field, phrase.lstrip("="), marked)
        return None

    def is_total(self, label: str) -> bool:
        """Whether a label is that of an index's own row."""
        words = plain(label).strip(" :.")
        return any(words == plain(total) for total in self.totals)


@lru_cache(maxsize=512)
def _pattern(written: str, *, marked: bool) -> re.Pattern[str]:
    """A phrase between other words; one that is the whole; … for anything."""
    phrase = plain(written) if marked else bare(plain(written))
    if phrase.startswith("="):
        return re.compile(rf"^{re.escape(phrase[1:])}$")
    inner = ".*".join(re.escape(part.strip()) for part in phrase.split("…"))
    first, last = phrase[0], phrase[-1]
    before = r"(?<!\w)" if first.isalnum() else ""
    return re.compile(f"{before}{inner}" + (r"(?!\w)" if last.isalnum() else ""))
