"""A document as a plan: its years, what each of its tables is, and the figures of an index that
stand in sentences.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Sequence

from parplan.documents.blocks import Block, Notice, Paragraph, Printed, Row, alone, short
from parplan.documents.columns import Years
from parplan.documents.draft import Draft
from parplan.documents.drawing import Drawing
from parplan.documents.drawn import Asked, DrawnIndex, Figure, Recognised
from parplan.documents.marks import mark_of, marks_of
from parplan.documents.matching import rows_named
from parplan.documents.naming import Names, stands_for
from parplan.documents.nesting import item
from parplan.documents.owners import issuer, whose
from parplan.documents.printed import clean, figures, plain
from parplan.documents.prose import Goal, Prose, Said, aimed, sentences, title
from parplan.documents.reading import aims
from parplan.documents.repeated import repeated
from parplan.documents.shares import are_shares, made_of, told_as_shares
from parplan.documents.tables import Table, tables
from parplan.documents.text import Document
from parplan.documents.vocabulary import (
    AIMS,
    ASSIGNED,
    FIGURES,
    YEAR,
    Reported,
    Vocabulary,
    period_of,
)
from parplan.model.fields import LAST_YEAR
from parplan.model.imported import TASKS, Imported
from parplan.model.plan import Plan
from parplan.points import HUNDRED
from parplan.text import Message, Text


def recognise(
    document: Printed, words: Vocabulary, like: Plan, asked: Asked, into: Plan | None
) -> Recognised:
    """What a document says, by the words of plans and a known plan; `into` is the plan that it goes
    into, whose rows keep their ids for themselves.
    """
    document, listed = tables(document, words.is_aside)
    notices = list(document.notices)
    about, body = _reported(document.blocks, words)
    told = document._replace(
        blocks=tuple(it for n, it in enumerate(document.blocks) if n not in body)
    )
    paragraphs = [text for it in told.blocks if (text := alone(it)) is not None]
    rows = (it.cells[1:] for it in told.blocks if isinstance(it, Row))  # [0]: row numbers
    cells = [[cell.text for cell in row] for row in rows]
    of_report = {it.table for n in body if isinstance(it := document.blocks[n], Row)}
    marks, mark = marks_of(text for row in cells for text in row), mark_of(cells)
    if len(marks) > 1:
        values = (("comma", marks[","]), ("point", marks["."]), ("mark", mark))
        notices.append(Notice("I887", values=values))
    named = title(paragraphs, words) if about is None else about.name
    own = [table.titles for table in listed if table.number not in of_report]
    years = _years(asked, [title for titles in own for title in titles], named, words, about)
    draft = Draft(words, like, into, asked, mark, named, years, notices)
    drawings = [Drawing(table, draft) for table in listed]
    mine = [it for it in drawings if it.told and it.table.number not in of_report]
    for each in [it for it in mine if any(map(it.is_beside_points, mine))]:
        each.read_as_rates()
    for each in mine:
        each.is_part = any(map(each.goes_with, mine))
    mine = [it for it in mine if it.is_of_plan]
    left = (repeated((it.table, it.at) for it in mine) | of_report) - asked.tables.keys()
    drawn = [it.left_out() if it.table.number in left else it.made() for it in drawings]
    drawn = [
        it if own.table.number in left else _tasks(own, it, draft)
        for own, it in zip(drawings, drawn, strict=True)
    ]
    headings = {clean(table.heading) for table in listed}
    _sentences(Document.of(told), paragraphs, headings, draft)
    return Recognised(
        document._replace(notices=tuple(draft.notices)),
        told_as_shares(draft.indices.values(), drawn),
        tuple(draft.indices.values()),
        years.own,
        years.target,
        _compared_with(paragraphs, years, words),
        tuple(draft.assignments),
        named,
        whose(named, words) or issuer(document.blocks, words, paragraphs),
        mark,
        draft.as_above,
        plain(" ".join(paragraphs)),
    )


def _reported(blocks: Sequence[Block], words: Vocabulary) -> tuple[Reported | None, range]:
    """The plan that a report of ours is about, and which of its blocks work out what stands in the
    annexes: those from where it says so up to the first annex.
    """
    said = [it.text if isinstance(it, Paragraph) else "" for it in blocks]
    first, about = next(
        ((n, it) for n, t in enumerate(said) if (it := words.reported(t))), (0, None)
    )
    ends = (n for n, text in enumerate(said) if n > first and words.begins_annex(text))
    end = next(ends, first)
    return (about, range(first, end)) if about is not None and end > first else (None, range(0))


def _years(
    asked: Asked, titles: Sequence[str], named: str, words: Vocabulary, about: Reported | None
) -> Years:
    """The year of scores: as asked, or as a report says, else that of columns of scores, the last
    of several, else the year before all targets'; that of targets: as asked, else of columns of
    targets, of several the one that the title names, or the last; else as a report says, else of
    the title. Days are of that year if it is the only one, or the title's.
    """
    read = [(at.field, words.year(it)) for it in titles if (at := words.read(it)) is not None]
    scored = [year for own, year in read if own in ("score", "rank") and year is not None]
    fields = ("target", "planned", *AIMS.values())
    aimed = [{year for own, year in read if own == it and year is not None} for it in fields]
    later = [{year for year in it if year > max(scored, default=0)} for it in aimed]
    several = next(filter(None, (*later, *aimed)), set[int]())  # else of a year before
    first, last = period_of(named) or (None, None)
    told = last if about is None else about.target_year
    target = asked.target_year or (last if last in several else max(several, default=told))
    fitting = [year for year in scored if target is None or year < target]
    begins = asked.target_year or min(several, default=first)
    own = asked.year or (
        max(fitting, default=begins and begins - 1) if about is None else about.year
    )
    alone = len(several) == 1 or (first == last and (not several or last == target))
    return Years(own, target, target if alone else None)


def _compared_with(paragraphs: Sequence[str], years: Years, words: Vocabulary) -> int | None:
    said = map(words.compared_with, filter(YEAR.search, paragraphs))
    last = years.own or LAST_YEAR
    before = [year for year in said if year is not None and year < last]
    return Counter(before).most_common(1)[0][0] if before else None


def _tasks(of: Drawing, it: Imported, draft: Draft) -> Imported:
    """A table of tasks alone, once all rows are known: each serves the row that it names, of the
    document, or where that has none, of the known plan.
    """
    table, at = of.table, of.at
    told = at.keys() & {*ASSIGNED, "task"}
    if it.of is not None or draft.asked.tables.get(table.number, "") is None:
        return it
    if "task" in at or len(told) > 1:
        of.ask("I871")
    units = {"lead", "coordinate"} & at.keys()
    if len(told) < _LEAST or not units or not {"task", "name"} & at.keys():
        return it
    drawn = [row for index in draft.indices.values() for row in index.walk()]
    names = {row.id: row.item.label for row in drawn if row.item}
    year = draft.years.due
    if not drawn:
        known_plan = draft.into or draft.like
        year = year or known_plan.about.target_year
        names = {row.id: row.node.name.vi for row in known_plan.walk()}
    above: tuple[str, ...] = ()
    before = len(draft.assignments)
    for row in table.rows:
        line = item(row, at)
        text = line.cells.get("task", "")
        serves, unknown = rows_named(line.label, names)
        serves = serves or rows_named(text, names)[0]
        if not any(line.cells.get(key, "").strip() for key in ASSIGNED):
            above = serves  # a heading: what stands below it serves its row
            continue
        left = "; ".join(unknown) if text else ""  # else the label is the task
        draft.assign(line, serves or above, year, left)
    draft.notices = [
        note for note in draft.notices if (note.code, note.table) != ("I874", table.number)
    ]
    _tell_figures(table, it, draft)
    return it._replace(of=TASKS, rows=len(draft.assignments) - before)


def _tell_figures(table: Table, it: Imported, draft: Draft) -> None:
    """Figures of a table of tasks, which has no row to put them to."""
    titles = tuple(
        column.title
        for column in it.columns
        if column.field in (None, *FIGURES)
        and any(figures(row.cells[column.at].text) for row in table.rows)
    )
    if titles:
        what = Message(_OF_TASKS, {"titles": titles})
        draft.not_taken(table.number, table.heading, None, what, Message(_INTO_THE_PLAN))


def _sentences(
    text: Document, paragraphs: Sequence[str], headings: Container[str], draft: Draft
) -> None:
    """The figures of indices in paragraphs, the first of each, and what sentences say that they are
    to reach; sentences with points, which are no heading of a table, are told that nothing was
    taken from, or less than they name indices.
    """
    words = draft.words
    taken: dict[str, set[str]] = defaultdict(set)  # of which indices, by sentence

    def prose(text: Document, lines: Sequence[str]) -> Prose:
        return Prose(text, words, draft.mark, draft.years, aimed(lines, words))

    for found in prose(text, paragraphs).said(draft.like, paragraphs):
        said = found._replace(ident=_drawn(found.ident, draft))
        held = draft.indices.get(said.ident)
        if held is None or not held.sentence:
            _take(said, draft)
            for line in said.lines:
                taken[next(sentences(line))].add(said.ident)
    each = [it for paragraph in paragraphs for it in sentences(clean(paragraph))]
    once = {words.announced_once(it): it for it in each}
    goals = prose(Document("", [*once]), each)
    for aim in goals.goals(draft.like, [*once]):
        goal = aim._replace(ident=_drawn(aim.ident, draft))
        _aim(goal, draft)
        taken[once.get(goal.line, goal.line)].add(goal.ident)
    for sentence in each:
        named = words.indices_in(sentence)
        begins = named > 0 or Names(words, draft.like).begins(sentence, draft.indices)
        has_points = words.has_points(sentence, whole=named > 0, percent=begins)
        told = has_points or (begins and goals.sets_goal(sentence))
        if told and len(taken[sentence]) < max(named, 1) and sentence not in headings:
            draft.notices.append(Notice("I886", values=(("text", short(sentence, _SHORT)),)))


def _drawn(ident: str, draft: Draft) -> str:
    """The id of an index as the tables have it: one may be known by another acronym."""
    if ident in draft.indices:
        return ident
    known = (it.known for it in draft.indices.values() if it.known is not None)
    same = (it.id for it in known if stands_for(ident, it.id, it.node.name.vi))
    return next(same, ident) if len(ident) >= _TELLING else ident


_TELLING = 4  # letters of an acronym that are no others' by chance


def _take(said: Said, draft: Draft) -> None:
    """The figures of an index in a sentence."""
    index = draft.index(said.ident, said.called or said.ident)
    index.sentence = said.begins
    in_a_row = bool(index.printed.get("score"))  # of a table, which has its figures then
    told = dict(said.figures)
    if "score" not in told and are_shares(index, told["percent"][1]):
        told["score"] = told.pop("percent")
    elif "score" not in told and not index.parts and "max" not in index.figures:
        index.figures["max"], index.printed["max"] = HUNDRED, ""  # of which all percentages are
    for name, (pattern, figure_of, text) in told.items():
        if not _holds(index, name, figure_of, draft):
            continue
        if in_a_row:
            index.printed.setdefault(name, "")
        else:
            index.printed[name], index.sentences[name] = text, pattern
    how = made_of(index)  # its table may not have told what its rows come to
    if how not in (index.aggregate, "sum"):
        index.aggregate = how
        draft.not_added_up(index.table, None, index.name, how)


def _aim(goal: Goal, draft: Draft) -> None:
    """What a sentence says that an index is to reach."""
    index = draft.index(goal.ident, goal.called or goal.ident)
    for name, aim in aims(goal.stated, in_percent=are_shares(index)).items():
        if _holds(index, name, aim, draft):
            index.printed.setdefault(name, "")


def _holds(index: DrawnIndex, name: str, said: Figure, draft: Draft) -> bool:
    at = (index.table, None, index.total or index.name)
    return draft.holds(index, name, said, at, _A_SENTENCE)


_LEAST = 2  # columns of a table of tasks that only such a table has
_OF_TASKS = Text("số ở các cột {titles}", "the figures of the columns {titles}")
_INTO_THE_PLAN = Text(
    "ghi vào indicators.yaml, targets.yaml", "put them into indicators.yaml and targets.yaml"
)
_A_SENTENCE = Text("một câu", "a sentence")
_SHORT = 80  # letters of a sentence that is told
