"""Targets against the outcome of a year."""

from collections.abc import Iterator
from datetime import date

from parplan.engine.review import Outcome
from parplan.model.aims import is_to_be_passed
from parplan.model.plan import Plan
from parplan.model.results import Observation
from parplan.points import ZERO, one_field
from parplan.render.table import Block, Heading, Paper
from parplan.reports import review
from parplan.reports.amounts import amount, beside, difference
from parplan.reports.report.kept import kept
from parplan.reports.report.known import Known, paper
from parplan.reports.report.work import work_done
from parplan.reports.review_sentences import on_targets, source
from parplan.reports.rows import by_name
from parplan.text import Message, Text


def of_review(known: Known, found: review.Review) -> Paper:
    """Targets against the outcome of a year: met, missed, fell, ranks with their denominators."""
    blocks: list[Block] = [Heading(Message(_OUTCOME, {"year": found.year}), is_first=True)]
    lacking = {index.id for index in review.missing(found)}
    told = iter(review.tables(found))
    for index in found.shown:
        blocks.append(Heading(Message(index.name)))
        if index.id in lacking:
            interim = any(row.id in found.interim for row in found.whole[index.id].walk())
            blocks.append(Message(_ONLY_INTERIM if interim else _NOT_YET, {"year": found.year}))
            continue
        blocks += _came(known, found, found.whole[index.id])
        table = next(told)
        shown = {column.key for column in table.columns if column.human}
        blocks.append(kept(known.plan, table, [it for it in _REVIEW_COLUMNS if it in shown]))
    blocks += work_done(known, date(found.year, 12, 31))
    values = {"name": known.plan.about.name, "year": found.year}
    return paper(known, "review", Message(_OF_REVIEW, values), blocks)


def _came(known: Known, found: review.Review, index: Outcome) -> Iterator[Message]:
    """What an index came to, who says so, and how many of its targets were met."""
    year, called = found.year, by_name(known.plan)
    if index.score is not None:
        row = known.plan.by_id[index.id]
        told: dict[str, object] = {"score": amount(row, index.score), "year": year}
        just_missed = is_to_be_passed(index.target, index.aims, index.max) and not index.difference
        if index.difference is None or index.target is None or just_missed:
            yield Message(_CAME_TO, told)
        else:
            below = index.difference < ZERO
            told["by"] = difference(row, abs(index.difference))
            told["target"] = beside(row, index.target)
            words = _CAME_BELOW if below else _CAME_ABOVE
            if index.better == "lower":
                met = below or index.verdict == "met"  # by digits that nobody published, too
                told |= {"verdict": _MET if met else _MISSED, "way": _LOWER if below else _HIGHER}
                words = _CAME_LESS
            yield Message(words if index.difference else _CAME_TO_IT, told)
    if index.observation is not None and index.observation.rank is not None:
        yield _rank(known.plan, index.id, index.observation)
    own = index.observation and index.observation._replace(rank=None)  # which was told
    index = index._replace(observation=own)
    yield from source(index, called)
    yield from on_targets(index, called, found.plan.about.year, year)
    yield from review.corrected(found, index, called)


def _rank(plan: Plan, ident: str, seen: Observation) -> Message:
    """A rank with its denominator, beside the one that the plan prints; where that is out of
    another number, or was, the two do not compare.
    """
    before, year = plan.rank(plan.by_id[ident]), plan.about.year
    values: dict[str, object] = {"rank": seen.rank, "year": seen.year, "before": before}
    if before is None or seen.rank is None:
        return Message(_RANK_ALONE, values)
    field = plan.field(ident, year)
    words = _RANK if one_field(field, before.of, seen.rank.of) else _RANK_OTHER
    return Message(words, {**values, "then": year, "field": field or before.of})


_REVIEW_COLUMNS = (
    *("id", "label", "base", "target", "outcome", "layers", "change", "difference", "verdict"),
)
_OF_REVIEW = Text(
    "Kết quả năm {year} so với mục tiêu của {name}", "The outcome of {year} against targets: {name}"
)
_OUTCOME = Text("Kết quả năm {year} so với mục tiêu", "The outcome of {year} against the targets")
_NOT_YET = Text("Chưa có kết quả năm {year}.", "There is no outcome of {year} yet.")
_ONLY_INTERIM = Text(
    "Năm {year} mới có kết quả giữa kỳ.", "There are only interim results of {year} yet."
)
_CAME_TO = Text("Năm {year} đạt {score}.", "In {year}: {score}.")
_CAME_BELOW = Text(
    "Năm {year} đạt {score}, thấp hơn mục tiêu {target} là {by}.",
    "In {year}: {score}, {by} below the target of {target}.",
)
_CAME_ABOVE = Text(
    "Năm {year} đạt {score}, cao hơn mục tiêu {target} là {by}.",
    "In {year}: {score}, {by} above the target of {target}.",
)
_CAME_LESS = Text(  # where less is better
    "Năm {year}: {score}, {verdict} mục tiêu {target} ({way} {by}).",
    "In {year}: {score}, which {verdict} the target of {target} ({by} {way}).",
)
_MET, _MISSED = Text("đạt", "meets"), Text("không đạt", "misses")
_LOWER, _HIGHER = Text("thấp hơn", "below it"), Text("cao hơn", "above it")
_CAME_TO_IT = Text("Năm {year} đạt {score}, bằng mục tiêu.", "In {year}: {score}, as targeted.")
_RANK_ALONE = Text("Xếp hạng năm {year}: {rank}.", "Rank in {year}: {rank}.")
_RANK = Text(
    "Xếp hạng năm {year}: {rank} (năm {then}: {before}).",
    "Rank in {year}: {rank} ({then}: {before}).",
)
_RANK_OTHER = Text(
    "Xếp hạng năm {year}: {rank}; kế hoạch ghi thứ hạng năm {then} là {before}, năm đó có {field} "
    "đơn vị được xếp hạng: hai thứ hạng không so sánh được với nhau.",
    "Rank in {year}: {rank}; the plan prints {before} for {then}, when {field} were ranked: the "
    "two ranks do not compare.",
)
