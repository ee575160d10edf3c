"""How people write tables of units, as `habits.yaml` has it, and what units are called: names in
one normal form. Marks are never dropped: two names that differ by one are two units.
"""

import re
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from parplan.ids import bare, toned
from parplan.model.fields import Record

Heading = Literal["unit", "year", "aliases", "ranked", "max"]
Unit = TypeVar("Unit")


class Form(NamedTuple):
    """A name in normal form: which kind of unit it says it is (a province, a commune; empty where
    it does not say), and the name itself, without spaces.
    """

    kind: str
    name: str


class Habits(Record):
    """habits.yaml: what people write in tables of units. Its comments say what each is."""

    unit: tuple[str, ...]
    year: tuple[str, ...]
    aliases: tuple[str, ...]
    ranked: tuple[str, ...]
    max: tuple[str, ...]
    not_ranked: tuple[str, ...]
    of_several: tuple[str, ...]
    of_all: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...]
    offices: tuple[str, ...]
    joints: str

    def column(self, which: Heading, heads: Iterable[str]) -> int | None:
        """The column that heads say is that of the units, of the years, of other names, of how many
        units were ranked, or of what totals are out of; None where none does.
        """
        known = list(map(self._head, heads))
        return next((known.index(word) for word in self._heads[which] if word in known), None)

    def says_not_ranked(self, cell: str) -> bool:
        """Whether a cell says that the unit was not ranked."""
        return self._plain(cell) in self._marks

    def is_of_several(self, name: str) -> bool:
        """Whether a name is that of a line that is of no unit: an average, a total, a maximum."""
        return bool(self._several.fullmatch(self._plain(name)))

    def form(self, name: str) -> Form:
        """A name in normal form."""
        words = " ".join(self._plain(name).translate(self._gaps).split())
        _, words = self._offices.split(words)
        kind, words = self._kinds.split(words)
        return Form(kind, words.replace(" ", ""))

    def _plain(self, text: str) -> str:
        """A text whatever its case, its spaces, the place of its tone marks, and the composition
        of its letters.
        """
        words = toned(" ".join(text.split()).casefold())
        return "".join(letter for letter in words if letter.isprintable())

    def _head(self, text: str) -> str:
        return _JOINT.sub("/", self._plain(text))

    @cached_property
    def _heads(self) -> Mapping[Heading, tuple[str, ...]]:
        words: dict[Heading, tuple[str, ...]] = {
            "unit": self.unit,
            "year": self.year,
            "aliases": self.aliases,
            "ranked": self.ranked,
            "max": self.max,
        }
        return {which: tuple(map(self._head, heads)) for which, heads in words.items()}

    @cached_property
    def _marks(self) -> Set[str]:
        return frozenset(map(self._plain, self.not_ranked))

    @cached_property
    def _several(self) -> re.Pattern[str]:
        each, more = (
            "|".join(re.escape(self._plain(word)) for word in words)
            for words in (self.of_several, self.of_all)
        )
        return re.compile(rf"(?:{each})(?:\s*[:.]|\s*\(.*|\s+(?:(?:{more})(?:\s.*)?|[0-9].*))?")

    @cached_property
    def _gaps(self) -> Mapping[int, str]:
        return dict.fromkeys(map(ord, self.joints), " ")

    @cached_property
    def _offices(self) -> "_Beginnings":
        return _Beginnings({self._plain(word): "" for word in self.offices})

    @cached_property
    def _kinds(self) -> "_Beginnings":
        return _Beginnings({self._plain(each): words[0] for words in self.kinds for each in words})


class _Beginnings:
    """Words that may stand in front of a name, each with what it says."""

    def __init__(self, says: Mapping[str, str]) -> None:
        words = sorted(says, key=len, reverse=True)  # “t.p.” before “t.”
        each = (
            f"({re.escape(word)})" + (r"\s*" if word.endswith(".") else r"(?:\.\s*|\s+)")
            for word in words
        )
        self._pattern = re.compile(rf"(?:{'|'.join(each)})(?=\w)")
        self._says = says

    def split(self, text: str) -> tuple[str, str]:
        """What the beginning of a text says, and the rest; nothing and all where it says none."""
        found = self._pattern.match(text)
        if not found:
            return "", text
        return self._says[found[found.lastindex or 0]], text[found.end() :]


_JOINT = re.compile(r"\s*[/,–-]\s*")


class Names:
    """What units are called: `aliases` are other names, each with one that it stands for. Where one
    is said to stand for two, it stands for the first.
    """

    def __init__(self, habits: Habits, aliases: Iterable[tuple[str, str]]) -> None:
        self._habits = habits
        self._stands_for: dict[Form, Form] = {}
        for alias, name in aliases:
            other = habits.form(alias)
            if other not in self._stands_for and self._followed(name) != other:  # nor for itself
                self._stands_for[other] = habits.form(name)
        self._forms: dict[str, Form] = {}

    def form(self, name: str) -> Form:
        """A name in normal form; an alias has that of the name it stands for. Worked out once: all
        lines of a table ask for the same.
        """
        if name not in self._forms:
            self._forms[name] = self._followed(name)
        return self._forms[name]

    def _followed(self, name: str) -> Form:
        form = self._habits.form(name)
        for _ in self._stands_for:  # no more steps than there are, whatever they say
            before, form = form, self._step(form)
            if form == before:
                break
        return form

    def _step(self, form: Form) -> Form:
        """What a name stands for, or itself. One that says its kind keeps it."""
        own = self._stands_for.get(form)
        if own is not None:
            return own
        own = self._stands_for.get(Form("", form.name), form)
        return Form(form.kind, own.name) if own.kind in ("", form.kind) else form

    def units(self, years: Mapping[str, Set[int]]) -> dict[str, str]:
        """The unit of every spelling, named by its first one; `years` are those that each spelling
        has lines for.

        A name that does not say its kind is the unit that does, where there is only one such and
        no year has lines of both. So a district and a commune of one name stay two.
        """
        forms = {name: self.form(name) for name in years}
        kinds: dict[str, dict[str, set[int]]] = {}
        for name, form in forms.items():
            kinds.setdefault(form.name, {}).setdefault(form.kind, set()).update(years[name])
        first: dict[Form, str] = {}
        return {
            name: first.setdefault(_joined(form, kinds[form.name]), name)
            for name, form in forms.items()
        }

    def find(self, wanted: str, units: Iterable[str]) -> str | None:
        """The unit that a name means, whether or not either says its kind; None where it means
        none, or may mean several.
        """
        form = self.form(wanted)
        others = [(self.form(unit), unit) for unit in units]
        return _meant(form.kind, {it.kind: unit for it, unit in others if it.name == form.name})

    def find_typed(self, typed: str, units: Iterable[str]) -> str | None:
        """As `find`, for what somebody typed: its marks may be missing where that leaves one unit
        only.
        """
        known = list(units)
        plain = self.without_marks(typed)
        alike = [unit for unit in known if self.without_marks(unit) == plain]
        kind = self.form(typed).kind
        if kind:
            alike = [unit for unit in alike if self.form(unit).kind in ("", kind)]
        return self.find(typed, known) or (alike[0] if len(alike) == 1 else None)

    def without_marks(self, name: str) -> str:
        """A name without its kind and its marks: by it names are alike that may be of one unit."""
        return bare(self.form(name).name)

    def are_one(self, one: str, other: str) -> bool:
        """Whether two names are of one unit, as far as they say its kind."""
        return self.form(one) == self.form(other) or self.may_be_one(one, other)

    def may_be_one(self, one: str, other: str) -> bool:
        """Whether two names are the same but for a kind that only one of them says."""
        first, second = self.form(one), self.form(other)
        return first.name == second.name and "" in (first.kind, second.kind)


def _meant(kind: str, units: Mapping[str, Unit]) -> Unit | None:
    """Which of the units of one name is meant, by the kind that is said; `units` are by theirs."""
    if kind in units:
        return units[kind]
    if kind:
        return units.get("")
    return next(iter(units.values())) if len(units) == 1 else None


def _joined(form: Form, years: Mapping[str, Set[int]]) -> Form:
    """The form of the unit that a name is of, among the years of each kind that bears the name."""
    kinds = [kind for kind in years if kind]
    if not form.kind and len(kinds) == 1 and years[""].isdisjoint(years[kinds[0]]):
        return Form(kinds[0], form.name)
    return form
