"""`project --batch`: what comes of many scenarios, a line each."""

import itertools
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

import numpy as np

from parplan.check.companion import refusal_words
from parplan.engine.baseline import Baseline
from parplan.engine.batch import Batch, Ints
from parplan.engine.project import Projected, Projection, Refusal, Refused, project
from parplan.labels import Cli
from parplan.lines import Block, Given
from parplan.points import decimal_of, exact, padded, readable
from parplan.sheet import BadLine
from parplan.text import Message

Form = Literal["csv", "jsonl"]
_MOST_KEPT = 60_000  # figures whose text is remembered; forgotten all at once beyond that
_FORMULA = ("=", "+", "-", "@")
_IN_QUOTES = (",", '"', "\r", "\n")


class Results:
    """Results, a line for every scenario that could be projected."""

    def __init__(self, given: Given, form: Form) -> None:
        self.given = given
        self.form = form
        self.batch = Batch(given.baseline, clamp=given.clamp)
        start = project(given.baseline, "current", ())
        self.indices = start.indices if isinstance(start, Projection) else ()
        self.figures = {index.id: _Figures(index, given.baseline, self.batch, form) for index in self.indices}

    def head(self) -> bytes:
        """The names of the columns."""
        if self.form == "jsonl":
            return b""
        held = ["held"] if self.given.clamp else []
        keys = [f"{index.id}_{key}" for index in self.indices for key in ("projected", "change", "shortfall")]
        return (",".join(["line", "name", *held, *keys]) + "\r\n").encode()

    def block(self, block: Block) -> tuple[bytes, list[tuple[int, Message]]]:
        """The lines of a block, and what is wrong with those that are left out."""
        if not len(block.numbers):
            return b"", []
        size = len(block.numbers)
        if self.batch.scale:
            landed = self.batch.project(block.levels, block.columns)
            odd = block.odd | set(np.flatnonzero(landed.odd).tolist())
            projected, held = landed.projected, landed.held
        else:
            odd, projected, held = {*range(size)}, {}, np.zeros(size, np.int64)
        columns: list[Iterable[str]] = [map(str, block.numbers), self._names(block.names)]
        if self.given.clamp:
            columns.append(map(str, held.tolist()))
        columns += [self._column(index, projected.get(index.id), size) for index in self.indices]
        lines = list(map(",".join if self.form == "csv" else self._joined, zip(*columns, strict=True)))
        wrong: list[tuple[int, Message]] = []
        for at in sorted(odd):
            told = self._exactly(block, at)
            lines[at] = "" if isinstance(told, Message) else told
            if isinstance(told, Message):
                wrong.append((block.numbers[at], told))
        end = "\r\n" if self.form == "csv" else "\n"
        kept = [line for line in lines if line] if wrong else lines
        return (end.join(kept) + end).encode("utf-8", "replace") if kept else b"", wrong

    def _column(self, index: Projected, projected: Ints | int | None, size: int) -> Iterable[str]:
        if projected is None:
            return itertools.repeat(_told(index._replace(projected=None, change=None), self.form), size)
        figures = self.figures[index.id]
        if isinstance(projected, int):
            return itertools.repeat(figures[projected], size)
        return map(figures.__getitem__, projected.tolist())

    def _names(self, names: Sequence[str]) -> Iterable[str]:
        if self.form == "jsonl":
            return (json.dumps(name, ensure_ascii=False) for name in names)
        together = "\n" + "\n".join(names)
        plain = not any(sign in together for sign in (*_IN_QUOTES[:-1], *("\n" + sign for sign in _FORMULA)))
        return names if plain else map(_quoted, names)

    def _joined(self, texts: tuple[str, ...]) -> str:
        if self.form == "csv":
            return ",".join(texts)
        head = ["line", "name", *(["held"] if self.given.clamp else [])]
        return "{" + ", ".join([*(f'"{key}": {text}' for key, text in zip(head, texts, strict=False)), *texts[len(head) :]]) + "}"

    def _exactly(self, block: Block, at: int) -> str | Message:
        """One line by the exact engine: its result, or what is wrong with it."""
        try:
            row = block.row(at)
        except BadLine as error:
            return error.message
        result = project(self.given.baseline, row.base or self.given.base, row.changes, clamp=self.given.clamp)
        if isinstance(result, Refused):
            return Message(Cli.REFUSED_LINE, {"reasons": tuple(map(_reason, result.refusals))})
        name = json.dumps(row.name, ensure_ascii=False) if self.form == "jsonl" else _quoted(row.name)
        held = [str(len(result.held))] if self.given.clamp else []
        told = [_told(index, self.form) for index in result.indices]
        return self._joined((str(block.numbers[at]), name, *held, *told))


def _reason(refusal: Refusal) -> Message:
    message, help_text = refusal_words(refusal)
    return Message(Cli.REFUSED_BASE, {"message": message, "help": help_text})


def _quoted(name: str) -> str:
    """A name as a CSV cell that nothing runs as a formula."""
    if name.startswith(_FORMULA):
        name = "'" + name
    return '"' + name.replace('"', '""') + '"' if any(sign in name for sign in _IN_QUOTES) else name


class _Figures(dict[int, str]):
    """What an index's totals read like, each worked out once: projected, change, shortfall."""

    def __init__(self, index: Projected, baseline: Baseline, batch: Batch, form: Form) -> None:
        super().__init__()
        self.form, self.scale, self.decimals = _FORMS[form].format(id=json.dumps(index.id)), batch.scale, index.decimals
        self.places = len(str(batch.scale)) - 1
        self.round = batch.scale == 10**self.places  # else a mean of three, say, whose digits do not come to an end
        self.nothing = "" if form == "csv" else "null"
        self.score = self._units(baseline.score[index.id])
        self.target = None if index.target is None else Fraction(index.target)
        self.target_units = self._units(self.target)

    def _units(self, value: Fraction | None) -> int | None:
        """Points in the batch's unit; None where they are not known, or do not come out whole."""
        units = None if value is None else value * self.scale
        return int(units) if units is not None and units.denominator == 1 else None

    def __missing__(self, units: int) -> str:
        if len(self) > _MOST_KEPT:
            self.clear()
        change = None if self.score is None else units - self.score
        shortfall = self._figure(None if self.target_units is None else self.target_units - units)
        if self.target is not None and self.target_units is None:  # a mean of three, say, which no unit divides
            shortfall = _figure(self.target - Fraction(units, self.scale), self.decimals)
        self[units] = self.form % (self._figure(units), self._figure(change), shortfall)
        return self[units]

    def _figure(self, units: int | None) -> str:
        if units is None:
            return self.nothing
        if not self.round:
            return _figure(Fraction(units, self.scale), self.decimals)
        whole, rest = divmod(abs(units), self.scale)
        digits = str(rest).zfill(self.places).rstrip("0").ljust(self.decimals, "0") if rest or self.decimals else ""
        return f"{'-' if units < 0 else ''}{whole}{'.' if digits else ''}{digits}"


_FORMS: dict[Form, str] = {"csv": "%s,%s,%s", "jsonl": '{id}: {{"projected": %s, "change": %s, "shortfall": %s}}'}


def _told(index: Projected, form: Form) -> str:
    """What an index's totals read like where the exact engine has worked them out; unknown where it has not."""
    nothing = "" if form == "csv" else "null"
    values = (index.projected, index.change, None if index.projected is None else index.shortfall)
    texts = (nothing if value is None else _figure(Fraction(value), index.decimals) for value in values)
    return _FORMS[form].format(id=json.dumps(index.id)) % tuple(texts)


def _figure(value: Fraction, decimals: int) -> str:
    return exact(padded(readable(decimal_of(value)).normalize(), decimals))
