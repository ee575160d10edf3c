"""How plans are printed, as `printed.yaml` has it: words over columns, in totals and sentences."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from parplan.documents.blocks import WHICH
from parplan.documents.printed import clean, plain
from parplan.ids import bare
from parplan.model.cells import BELOW
from parplan.model.fields import Record

Field = Literal[
    "number",
    "lost",
    "weight",
    "others",
    "planned",
    "rank_change",
    "change",
    "target",
    "target_rank",
    "target_percent",
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
FIELDS: tuple[str, ...] = (*get_args(Field), "no")  # what may be said of a column
FIGURES: frozenset[Field] = frozenset(
    {
        "planned",
        "rank_change",
        "change",
        "target",
        "max",
        "rank",
        "percent",
        "score",
        "lost",
        "weight",
    }
)
ASSIGNED: tuple[Field, ...] = ("lead", "coordinate", "due")  # who does what by when
_QUALIFYING: frozenset[Field] = frozenset({"lost", "change", "planned", "target", "max"})
# What a column of targets has that are no points, by what that is of scores.
AIMS: Mapping[Field, Field] = {"percent": "target_percent", "rank": "target_rank"}
_RANKS = re.compile(rf"{AIMS['rank']}_([0-9]{{4}})", re.ASCII)
# What columns of a plan tell; what scores and targets are of an index in percent.
OF_A_PLAN: frozenset[str] = frozenset({"score", "max", "target", "planned"})
SHARES: Mapping[str | None, str] = {"score": "percent", "target": AIMS["percent"]}
# Capitals that may be an index's name, and several such words; what numbers a heading.
ACRONYM = re.compile(r"\b[A-ZĐ][A-ZĐ0-9]{2,}\b")
NAME = re.compile(r"[A-ZĐ][A-ZĐ0-9]{2,}(?:[ -][A-ZĐ0-9]+)*")
NUMBER = re.compile(
    r"^\s*(?:(?:[0-9]+(?:\.[0-9]+)*|[IVXLC]+|[a-zđ])[.)]|[IVXLC]+\s*[-–/](?=\s))\s*"
)
BRACKETS = re.compile(r"\s*\([^()]*\)")  # with what stands in them
NEAR = 40  # letters behind the word that begins an index's name, within which its capitals stand
YEAR = re.compile(r"(?<![0-9/.])((?:19|20)[0-9]{2})(?![0-9/])", re.ASCII)
_IN_A_YEAR = re.compile(rf"(?i)\s(?:(?:trong|đến)\s)?(?:năm|in|by)\s{YEAR.pattern}")
_BULLETS = "-–•+* "
_PERIOD = re.compile(rf"{YEAR.pattern}(?:\s*(?:[-–—]|đến|to)\s*(?:năm\s+)?{YEAR.pattern})?")


def of_ranks(field: str) -> int | None:
    """The year of a column of ranks to be reached in another one than the plan's last."""
    found = _RANKS.fullmatch(field)
    return int(found[1]) if found else None


def unlisted(line: str) -> str:
    """A line from behind what lists it: a bullet, its number, that of a footnote."""
    return NUMBER.sub("", line.lstrip(_BULLETS)).lstrip(f"{_BULLETS}¹²³0123456789")


def acronyms(text: str, most: int) -> Iterator[re.Match[str]]:
    """The acronyms, whole, that begin within the first letters of a text."""
    return (it for it in ACRONYM.finditer(text) if it.start() < most)


def year_of(text: str) -> int | None:
    """The first year that a text names."""
    found = YEAR.search(text)
    return int(found[1]) if found else None


def period_of(text: str) -> tuple[int, int] | None:
    """The first years that a text names, from one to another, or the one alone."""
    found = _PERIOD.search(text)
    return (int(found[1]), int(found[2] or found[1])) if found else None


class Reading(NamedTuple):
    """What a title says its column holds, the word that says so, and whether with its marks."""

    field: Field
    word: str
    marked: bool


class Reported(NamedTuple):
    """The plan that a report is about: its name, the year of its scores and that of its targets."""

    name: str
    year: int
    target_year: int


class Sentences(Record):
    """How a sentence gives the figures of an index."""

    begins: tuple[str, ...]
    leads: tuple[str, ...]
    parts: tuple[str, ...]
    goals: tuple[str, ...]
    reach: tuple[str, ...]
    met: tuple[str, ...]
    among: tuple[str, ...]
    results: tuple[str, ...]
    figures: Mapping[str, tuple[str, ...]]


class Owners(Record):
    """How a text says whose a plan is; `motto` is what stands beside that at the head of one."""

    of: tuple[str, ...]
    committees: tuple[str, ...]
    places: tuple[str, ...]
    areas: tuple[str, ...]
    units: tuple[str, ...]
    kinds: tuple[str, ...]
    ends: tuple[str, ...]
    motto: tuple[str, ...]


class Deadlines(Record):
    """The words before a day, and those for a span of months."""

    before: tuple[str, ...]
    first: Mapping[int, tuple[str, ...]]
    quarter: tuple[str, ...]
    month: tuple[str, ...]
    year: tuple[str, ...]
    vague: tuple[str, ...]


class Assigned(Record):
    """How a cell names units: how they begin, with what a line ends that goes on in the next, and
    what says there who leads and who takes part; what says that it is as in the row above.
    """

    begins: tuple[str, ...]
    goes_on: tuple[str, ...]
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    as_above: tuple[str, ...]


class TotalsBy(Record):
    """What a row is called that makes up others: a measure, behind it of what whole."""

    measure: tuple[str, ...]
    whole: tuple[str, ...]


class Vocabulary(Record):
    """printed.yaml. Its comments say what each is."""

    columns: Mapping[Field, tuple[str, ...]]
    reports: tuple[str, ...]
    derived: tuple[str, ...]
    compared: tuple[str, ...]
    totals: tuple[str, ...]
    totals_by: TotalsBy
    totals_of: tuple[str, ...]
    totals_of_some: tuple[str, ...]
    totals_beside: tuple[str, ...]
    beside: tuple[str, ...]
    totals_in: Mapping[Field, tuple[str, ...]]
    captions: tuple[str, ...]
    asides: tuple[str, ...]
    sentences: Sentences
    kinds: tuple[str, ...]
    owners: Owners
    points: tuple[str, ...]
    assigned: Assigned
    deadlines: Deadlines
    years: tuple[str, ...]

    def read(self, title: str) -> Reading | None:
        """What a title says: first as it is written, then as text without marks. One below another
        says what it holds, the other for which year, and whether that is planned; alone it is less
        sure.
        """
        above, _, below = WHICH.sub("", title).rpartition(BELOW)
        own = self._said(below)
        over = self.read(above) if above else None
        if own is None or (over is not None and self._is_year(plain(below)) is not None):
            return over and over._replace(marked=own is not None and over.marked)
        return own if over is None else _together(over, own)

    def in_percent(self, title: str) -> bool:
        """Whether a title says that what stands below it are percentages."""
        said = self.read(title)
        field = said and said.field
        of_planned = field == "planned" and self._of_kind(self.alone(title)) == "percent"
        return field in ("percent", AIMS["percent"]) or of_planned

    def named_by(self, title: str) -> Reading | None:
        """How a title may say that its column has the names of rows, whatever else it says first:
        “Tên chỉ tiêu”.
        """
        line = plain(WHICH.sub("", title).rpartition(BELOW)[2])
        return self._of_fields(line, {"name": self.columns["name"]})

    def reported(self, text: str) -> Reported | None:
        """The plan that a report says its figures are of; None for any other text."""
        for pattern in self.reports:
            said = re.escape(pattern).replace("…", "(.+)").replace(r"\#", YEAR.pattern)
            if (found := re.match(said, clean(text), re.IGNORECASE)) is not None:
                return Reported(found[1], int(found[2]), int(found[3]))
        return None

    def begins_annex(self, text: str) -> bool:
        """Whether a line is nothing but what an annex goes by: “Phụ lục”, “Phụ lục II”."""
        captions = _any_of(self.captions, plainly=True)
        return re.fullmatch(rf"(?:{captions})(?:\s[ivxlc]+)?", plain(text)) is not None

    def is_derived(self, title: str) -> bool:
        """Whether only a report has a column with this title, which works it out from a plan."""
        return any(_pattern(it, marked=True).search(plain(title)) for it in self.derived)

    def alone(self, title: str) -> str:
        """A title without what it is compared with."""
        words = plain(title)
        found = (_pattern(it, marked=False).search(bare(words)) for it in self.compared)
        return words[: min((it.start() for it in found if it), default=len(words))].strip()

    def year(self, title: str) -> int | None:
        """The year that a title is about: that of the lowest of its lines that names one."""
        said = (year_of(self.alone(line)) for line in reversed(title.split(BELOW)))
        return next((year for year in said if year is not None), None)

    def _said(self, title: str) -> Reading | None:
        """What a single line says: of what is planned, whether that is a rank or a percentage."""
        title = self._unscaled(title)
        alone = self.alone(title)
        said = self._words(alone) or self._words(plain(title))
        if said is not None and said.field == "score" and alone != plain(title):
            bracketed = plain(title).find("(") in range(len(alone) + 2)
            return said if bracketed else said._replace(field="change")
        if said is None or said.field not in ("target", "planned"):
            return said
        kind = self._of_kind(alone)
        return said if kind is None else _aim(said, AIMS[kind])

    def _of_kind(self, alone: str) -> Field | None:
        """Whether a title of what is planned names a percentage, or a rank."""
        marked = not alone.isascii()
        kinds = (
            kind
            for kind in AIMS
            if any(_pattern(it, marked=marked).search(alone) for it in self.columns[kind])
        )
        return next(kinds, None)

    def _unscaled(self, title: str) -> str:
        """A title without a remark in brackets of what its figures are out of: “(thang điểm 10)”;
        whole where it says nothing else.
        """
        scales = (it for it in _REMARK.findall(title) if self.names_maximum(it))
        return next((said for it in scales if (said := title.replace(it, "").strip())), title)

    def _words(self, title: str) -> Reading | None:
        if (said := self._of_fields(title, self.columns)) is not None:
            return said
        year = self._is_year(title)
        return None if year is None else Reading("score", title, year)

    @staticmethod
    def _of_fields(title: str, columns: Mapping[Field, Iterable[str]]) -> Reading | None:
        """The first of some fields that a title has a word of."""
        for marked, words in ((True, title), (False, bare(title))):
            for field, phrases in columns.items():
                for phrase in phrases:
                    if _pattern(phrase, marked=marked).search(words):
                        return Reading(field, phrase.lstrip("="), marked)
        return None

    def _is_year(self, title: str) -> bool | None:
        """Whether a title that says nothing but a year has its marks; None for any other."""
        for marked, words in ((True, title), (False, bare(title))):
            if any(re.fullmatch(self._year(it, marked=marked), words) for it in self.years):
                return marked
        return None

    @staticmethod
    def _year(pattern: str, *, marked: bool) -> str:
        said = plain(pattern) if marked else bare(plain(pattern))
        return said.replace("#", YEAR.pattern)

    def lead(self, text: str) -> str:
        """What a sentence begins with that only says of which year it is, with the blank behind it;
        empty for any other.
        """
        said, comma, _ = unlisted(clean(text)).partition(",")
        years = (self._year(f"{it},", marked=True) for it in self.sentences.leads)
        found = any(re.fullmatch(year, plain(said + comma)) for year in years)
        return f"{said}, " if found else ""

    def compared_with(self, text: str) -> int | None:
        """The year that a sentence compares with; None where it does not."""
        words = bare(plain(text))
        found = (_pattern(it, marked=False).search(words) for it in self.compared)
        return next((year for it in found if it and (year := year_of(words[it.end() :]))), None)

    def is_goal(self, text: str) -> bool:
        """Whether a text says what is to be reached, and not that a goal was met or missed."""
        said = plain(text)
        for met in map(plain, self.sentences.met):
            said = said.replace(met, "")
        return _first(self.sentences.goals, said) is not None

    def goals_in(self, said: str) -> Iterator[str]:
        """What a goal may be that is said behind an index's name, up to that of another: all of it,
        or, behind whose index that is, from the first word of goals on; without the year, without
        what the points are out of, and without among whom a rank is.
        """
        begins = _any_of(self.sentences.begins)
        ends = re.compile(rf"(?i)\(|\.\s|[;,]\s(?=(?:{begins})\s)")
        points = _any_of(self.points)
        clause = ends.split(_IN_A_YEAR.sub(" ", said), 1)[0].strip(" :,;.-–")
        clause = re.sub(rf"(?i)(?<=[0-9])\s?/\s?[0-9]+(?=\s(?:{points}))", "", clause)
        many = _any_of(self.sentences.among)
        bare_rank = re.sub(rf"(?i)(?<=[0-9])((?:\s(?:{many}))+)(?![^\s,;])", "", clause)
        for text in dict.fromkeys((clause, bare_rank)):
            firsts = (_first(it, text) for it in (self.sentences.goals, self.sentences.reach))
            yield text
            if text.casefold().startswith(tuple(f"{of} " for of in self.owners.of)):
                yield from (text[at:] for at in firsts if at)

    def announced_once(self, sentence: str) -> str:
        """A sentence from behind the first words that say it sets a goal, where it says that again:
        “Mục tiêu: Phấn đấu …”.
        """
        words = _any_of(self.sentences.goals)
        first = rf"(?i)^\W*(?:{words})(?:\s[^:]{{0,{_SHORT}}})?:\s*(?=(?:{words})\s)"
        return re.sub(first, "", sentence)

    def announces_goals(self, heading: str) -> bool:
        """Whether a heading says what is to be reached, before it says anything of what was."""
        goal, result = (
            _first(it, heading) for it in (self.sentences.goals, self.sentences.results)
        )
        return goal is not None and (result is None or goal < result)

    def opens(self, line: str) -> bool:
        """Whether a line begins with what is to be reached, or with what was."""
        return 0 in (_first(it, line) for it in (self.sentences.goals, self.sentences.results))

    def unnumbered(self, heading: str) -> str:
        """A heading without the number of its part: “Phần II.”"""
        words = _any_of(self.sentences.parts)
        return re.sub(rf"(?i)^(?:{words})\s+(?=[0-9IVX]+[.:]?\s)", "", heading)

    def is_component(self, text: str) -> bool:
        """Whether a text begins as a row of an index does that is called one itself."""
        words = plain(text)
        begins = tuple(f"{plain(it)} " for it in self.sentences.begins)
        rows = (it for it in map(plain, self.columns["name"]) if it.startswith(begins))
        return any(words.startswith(f"{it} ") for it in rows)

    def has_points(self, text: str, *, whole: bool, percent: bool) -> bool:
        """Whether a sentence has points in it with a fraction, or `whole` ones too, or a percentage
        or a rank as well.
        """
        words = "|".join([_any_of(self.points, plainly=True), *(["%"] if percent else [])])
        many = r"[0-9]+(?:[.,][0-9]+)?" if whole else r"[0-9][.,][0-9]+"
        ranks = map(re.escape, self.sentences.figures["rank"] if percent else ())
        ranked = (it.replace("…", ".*?").replace("\\#", "[0-9]") for it in ranks)
        told = "|".join([rf"{many}\s*(?:/[0-9]+\s*)?(?:{words})", *ranked])
        return bool(re.search(told, plain(text)))

    def indices_in(self, text: str) -> int:
        """How many indices are named in a text: by a word that begins one, and capitals."""
        words = _any_of(self.sentences.begins)
        named = rf"(?i:(?<!\w)(?:{words}))\s.{{0,{NEAR}}}?({ACRONYM.pattern})"
        return len({*re.findall(named, text)})

    def is_kind(self, text: str) -> bool:
        """Whether a line only says what kind of document it is, whatever it has in brackets."""
        return plain(BRACKETS.sub("", text)) in map(plain, self.kinds)

    def begins_as_kind(self, text: str) -> bool:
        """Whether a line begins with what kind of document it is, in capitals."""
        return clean(text).startswith(tuple(f"{kind.upper()} " for kind in self.kinds))

    def is_total(self, label: str) -> bool:
        """Whether a label is that of a row that adds up others, whatever it has in brackets."""
        words = _words_of(ACRONYM.sub("", label).strip() or label)
        own = any(words == plain(total) for total in self.totals) or self._is_of_whole(words)
        begins = tuple(f"{plain(it)} " for it in self.totals_of)
        return own or f"{words} ".startswith(begins) or self.is_of_some(label)

    def _is_of_whole(self, words: str) -> bool:
        """Whether words are a measure of the whole, and nothing else: “bình quân chung”."""
        return words in _of_wholes(self.totals_by)

    def is_of_some(self, label: str) -> bool:
        """Whether a label is that of a row that adds up a group of rows."""
        begins = tuple(f"{plain(it)} " for it in self.totals_of_some)
        return f"{_words_of(label)} ".startswith(begins)

    def names_maximum(self, title: str) -> bool:
        """Whether a title speaks of the maximum, whatever else it says."""
        return _first(self.columns["max"], title) is not None

    def is_beside(self, label: str) -> bool:
        """Whether a row of points that are added or taken off at the end has such a label."""
        return _words_of(label).startswith(tuple(map(plain, self.beside)))

    def names_others(self, text: str) -> bool:
        """Whether a text speaks of other units."""
        return _first(self.columns["others"], text) is not None

    def is_of_others(self, label: str) -> bool:
        """Whether a label is nothing but what figures of other units are called."""
        words = _words_of(label)
        lead = (*self.points, *self.totals_of)
        told = [words, *(words.removeprefix(f"{plain(it)} ") for it in lead)]
        return any(plain(it) in told for it in self.columns["others"])

    def total_in(self, label: str) -> Field | None:
        """What a row holds of its index that has ranks or percentages in the columns of points."""
        words = _words_of(ACRONYM.sub("", label).strip() or label)
        fields = self.totals_in.items()
        return next((field for field, said in fields if words in map(plain, said)), None)

    def uncaptioned(self, heading: str) -> str:
        """A heading without what only numbers its table."""
        words = _any_of(self.captions)
        return re.sub(rf"(?i)^\s*(?:{words})\s*[0-9IVX.]*\s*[.:]\s*(?=\S)", "", heading)

    def has_unit_percent(self, text: str) -> bool:
        """Whether a text says that the unit of measure is a percentage: “(ĐVT: %)”."""
        words = _any_of(self.asides, plainly=True)
        return re.search(rf"(?<!\w)(?:{words})\s*:?\s*%", plain(text)) is not None

    def is_aside(self, text: str) -> bool:
        """Whether words above a table are none of its heading, such as its unit of measure, what
        stands in brackets, or what only numbers it.
        """
        words = plain(text)
        captions = _any_of(self.captions, plainly=True)
        if re.fullmatch(rf"(?:{captions})\s*(?:số\s*)?[0-9ivx.]+\s*:?", words):
            return True
        bracketed = words.startswith("(") and words.endswith(")")
        return bracketed or words.lstrip("( ").startswith(tuple(map(plain, self.asides)))


_SHORT = 20  # letters of what may stand behind the words that announce a goal

# What a label may have beside its words: a remark, a year, the number of a part (“Cộng I”).
_REMARK = re.compile(r"\([^()]*[0-9][^()]*\)", re.ASCII)
_OF_A_YEAR = re.compile(r"(?i)\s+(?:năm\s+|in\s+)?(?:19|20)[0-9]{2}$")
_OF_A_PART = re.compile(r"\s+(?:[IVXLC]+|[A-ZĐ])$")


@lru_cache(maxsize=64)
def _any_of(phrases: tuple[str, ...], *, plainly: bool = False) -> str:
    """A pattern for one of some phrases, the longer ones first, as they are or as they are
    compared.
    """
    told = map(plain, phrases) if plainly else phrases
    return "|".join(map(re.escape, sorted(told, key=len, reverse=True)))


@lru_cache(maxsize=4)
def _of_wholes(by: TotalsBy) -> frozenset[str]:
    return frozenset(plain(f"{it} {of}") for it in by.measure for of in by.whole)


def _words_of(label: str) -> str:
    """The words of a label alone, as they are compared."""
    words = BRACKETS.sub("", label).strip(" :.")
    return plain(_OF_A_PART.sub("", _OF_A_YEAR.sub("", words))).strip(" :.")


def _first(phrases: Iterable[str], text: str) -> int | None:
    """Where the first of some phrases stands in a text; with its marks, where that has any."""
    words = plain(text)
    marked = not words.isascii()
    found = (_pattern(it, marked=marked).search(words) for it in phrases)
    return min((it.start() for it in found if it), default=None)


def _together(over: Reading, own: Reading) -> Reading | None:
    """What a title below another says: “Điểm” below “Mục tiêu” is the target, and a rank there is
    no figure that a column may be.
    """
    if over.field not in _QUALIFYING or own.field in _QUALIFYING:
        return own
    marked = over.marked and own.marked
    if own.field in ("score", "name"):
        return over._replace(marked=marked)
    if own.field == "rank" and over.field == "change":
        return Reading("rank_change", own.word, marked)
    return _aim(over._replace(marked=marked), AIMS[own.field]) if own.field in AIMS else own


def _aim(planned: Reading, aim: Field) -> Reading | None:
    """A rank or a percentage to be reached, or by how many points of percent that is to rise; by
    how many ranks is nothing of a plan.
    """
    if planned.field == "planned" and aim == AIMS["percent"]:
        return planned
    return planned._replace(field=aim) if planned.field == "target" else None


@lru_cache(maxsize=512)
def _pattern(written: str, *, marked: bool) -> re.Pattern[str]:
    """A phrase between other words, … for anything; or one that is the whole, # for a year."""
    phrase = plain(written) if marked else bare(plain(written))
    if phrase.startswith("="):
        whole = re.escape(phrase[1:]).replace(r"\ \#", " [0-9]{4}")
        return re.compile(f"^{whole}$")
    inner = ".*".join(re.escape(part.strip()) for part in phrase.split("…"))
    first, last = phrase[0], phrase[-1]
    before = r"(?<!\w)" if first.isalnum() else ""
    return re.compile(f"{before}{inner}" + (r"(?!\w)" if last.isalnum() else ""))
