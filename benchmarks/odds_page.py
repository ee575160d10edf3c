"""The tables and the picture of docs/odds.md, in both languages: every figure there is made
here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from statistics import mean, stdev
from typing import NamedTuple

from odds_cases import (
    FIRST,
    HELD,
    LAST,
    RECENT,
    ROWS,
    SHIPPED,
    TOTAL,
    Knows,
    came,
    constants,
    sure,
    years,
)
from odds_known import known
from odds_library import against_it
from odds_methods import (
    Method,
    field_changes,
    forecasts,
    inside,
    no_change,
    old_default,
    outside,
)
from odds_picture import picture
from odds_scores import WITHIN, Bin, Judged, Summary, reliability, summary

from parplan import api


class Words(NamedTuple):
    """Something said in both languages."""

    en: str
    vi: str


METHODS: Mapping[Words, Method] = {
    Words("**as scores move**", "**theo diễn biến thông thường**"): outside,
    Words("no change", "giữ nguyên điểm"): no_change,
    Words("the field's changes", "mức tăng, giảm đã có"): field_changes,
    Words("if carried out ¹", "nếu thực hiện kế hoạch ¹"): inside,
    Words("default until 2026-11 ¹", "cách tính đến tháng 11/2026 ¹"): old_default,
}
_BASE = Words("rate of the same years ²", "tỷ lệ của chính các năm đó ²")
_BASES = Words("each row's rate of them ²", "tỷ lệ của từng nội dung ²")


class Page:
    """The tables of a page in a language. What is worked out is worked out once for both."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, en: str, vi: str) -> str:
        return vi if self.lang == "vi" else en

    def number(self, value: float, digits: int) -> str:
        """With so many digits behind the mark of the language."""
        text = f"{value:,.{digits}f}".replace("-", "−")
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "vi" else text

    def percent(self, share: float, digits: int = 1) -> str:
        return self.number(100 * share, digits) + "%"

    def table(self, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
        """Markdown; all columns but the first hold figures."""
        rule = ["---", *["---:"] * (len(heads) - 1)]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *lines)) + "\n"

    def constants(self) -> str:
        """What movement.py has, and what it is fitted on."""
        fitted, all_years = constants(HELD), constants(LAST + 1)
        names = {
            "SLOPE": self.say(
                "part of the distance to the middle made up in a year",
                "phần khoảng cách tới mức bình quân rút ngắn được mỗi năm",
            ),
            "SPREAD": self.say(
                "spread on top, of the scale", "độ lệch chuẩn của phần còn lại, theo thang điểm"
            ),
            "SPREAD_ALONE": self.say(
                "spread of changes where the middle is not known, of the scale",
                "độ lệch chuẩn của mức tăng, giảm khi không biết mức bình quân, theo thang điểm",
            ),
            "TOGETHER": self.say(
                "correlation of what comes on top, row with row",
                "tương quan của phần còn lại giữa các tiêu chí",
            ),
        }
        heads = [
            self.say("constant", "hằng số"),
            self.say("in the program", "trong chương trình"),
            self.say(f"changes until {fitted.last}", f"mức tăng, giảm đến {fitted.last}"),
            self.say(f"until {all_years.last}", f"đến {all_years.last}"),
        ]
        columns = (SHIPPED, fitted, all_years)
        lines = [
            [f"`{name}`: {said}", *(self._constant(each, name) for each in columns)]
            for name, said in names.items()
        ]
        counts = [self.number(each.row_years, 0) for each in columns[1:]]
        lines.append([self.say("years of rows", "số lượt tiêu chí-năm"), "", *counts])
        return self.table(heads, lines)

    def _constant(self, found: object, name: str) -> str:
        value: float = getattr(found, name)
        digits = 2 if found is SHIPPED and name in ("SLOPE", "TOGETHER") else 3
        return self.number(value, digits)

    def methods(self, first: int) -> str:
        """Everybody's forecasts of years from one on, of rows and totals."""
        heads = [
            "",
            *self._heads(),
            self.say("Brier, “no fall”", "Brier, “không giảm”"),
            self.say("totals: 90%", "tổng điểm: 90%"),
            self.say("width", "độ rộng"),
            "CRPS",
        ]
        lines = []
        for name, method in METHODS.items():
            rows, totals = (summary(of(method, first, LAST, row)) for row in (None, TOTAL))
            lines.append([self.say(*name), *self._scores(rows), *self._total(totals)])
        by_row = [of(outside, first, LAST, row) for row in ROWS]
        for said, bases in ((_BASE, [of(outside, first, LAST)]), (_BASES, by_row)):
            base = [self.number(each, 3) for each in rates(bases)]
            lines.append([self.say(*said), "", "", "", "", "", *base, "", "", ""])
        cases = self.say(
            f"{self.number(rows.cases, 0)} rows of provinces and "
            f"{self.number(totals.cases, 0)} totals. The planned gain came about in "
            f"{self.percent(rows.rate[0])} of the rows, “no fall” in {self.percent(rows.rate[1])}.",
            f"{self.number(rows.cases, 0)} lượt nội dung của các tỉnh và "
            f"{self.number(totals.cases, 0)} lượt tổng điểm. {self.percent(rows.rate[0])} số lượt "
            f"nội dung đạt mức tăng kế hoạch, {self.percent(rows.rate[1])} không giảm.",
        )
        return f"{self.table(heads, lines)}\n{cases}\n"

    def _scores(self, found: Summary) -> list[str]:
        held = [self.percent(share) for share in found.held]
        return [
            *held,
            self.number(found.width, 2),
            *(self.number(each, 3) for each in (found.crps, *found.brier)),
        ]

    def _total(self, found: Summary) -> list[str]:
        return [
            self.percent(found.held[-1]),
            self.number(found.width, 2),
            self.number(found.crps, 3),
        ]

    def printed(self) -> str:
        """The Brier score where the plan's targets are those that it prints."""
        found = summary(
            each
            for year in years(HELD)
            for each in forecasts(outside, year, printed=True)
            if each.row != TOTAL
        )
        brier, base = self.number(found.brier[0], 3), self.number(found.base[0], 3)
        row = api.load().project()["papi.4"]
        target, gained = (
            self.number(float(sure(points)), 2) for points in (row.target, row.projected)
        )
        return self.say(
            f"With the targets as the plan prints them, row 4 at {target} in place of {gained}, "
            f"the Brier score is {brier} where the rate gives {base}.\n",
            f"Nếu lấy mục tiêu như văn bản ghi, nội dung 4 là {target} thay cho {gained}, thì "
            f"Brier là {brier}, còn tỷ lệ chung cho {base}.\n",
        )

    def goals(self) -> str:
        """Where each goal stands, on the years held out and on all."""
        lines = []
        periods = [Period(first) for first in (HELD, FIRST)]

        def line(said: str, shown: Callable[[Period], str], met: Callable[[Period], bool]) -> None:
            cells = [f"{shown(at)}: {self._met(met(at))}" for at in periods]
            lines.append([said, *cells])

        ninety = self.say(
            "5–95% holds 90% ± 3 of rows",
            "khoảng 5–95% chứa 90% ± 3 điểm phần trăm số lượt nội dung",
        )
        line(ninety, lambda at: self.percent(at.rows.held[-1]), lambda at: near(at.rows))
        line(
            self.say("of totals", "như trên, số lượt tổng điểm"),
            lambda at: self.percent(at.totals.held[-1]),
            lambda at: near(at.totals),
        )
        line(
            self.say("no row below 85% or above 97%", "không nội dung nào dưới 85% hoặc trên 97%"),
            lambda at: "–".join(self.percent(share) for share in at.extremes),
            lambda at: at.extremes[0] >= 0.85 and at.extremes[1] <= 0.97,
        )
        line(
            self.say("CRPS at most 0.168", "CRPS không quá 0,168"),
            lambda at: self.number(at.rows.crps, 4),
            lambda at: at.rows.crps <= 0.168,
        )
        line(
            self.say(
                "Brier at most 0.09 where the base rate gives 0.114",
                "Brier không quá 0,09 khi tỷ lệ chung cho 0,114",
            ),
            lambda at: (
                f"{self.number(at.rows.brier[0], 3)} "
                f"({self.say('rate', 'tỷ lệ')} {self.number(at.rows.base[0], 3)})"
            ),
            lambda at: at.rows.brier[0] <= 0.09,
        )
        heads = [self.say("goal", "mục tiêu"), f"{HELD}–{LAST}", f"{FIRST}–{LAST}"]
        return self.table(heads, lines)

    def _met(self, met: bool) -> str:
        return self.say("met", "đạt") if met else self.say("not met", "chưa đạt")

    def reliability(self) -> str:
        """What was foretold against what came about."""
        heads = [self.say("chance given", "xác suất đã nêu")]
        for first, last in PARTS.values():
            heads += [
                self.say(f"{first}–{last}: cases", f"{first}–{last}: số lượt"),
                self.say("mean chance", "xác suất bình quân"),
                self.say("came about", "đã xảy ra"),
            ]
        parts = [{each.low: each for each in binned(*part)} for part in PARTS.values()]
        lines = []
        for low in sorted({low for part in parts for low in part}):
            high = next(part[low].high for part in parts if low in part)
            cells = [f"{self.number(100 * low, 0)}–{self.percent(high, 0)}"]
            for part in parts:
                found = part.get(low)
                cells += ["", "", ""] if found is None else self._bin(found)
            lines.append(cells)
        return self.table(heads, lines)

    def _bin(self, found: Bin) -> list[str]:
        return [
            self.number(found.cases, 0),
            self.percent(found.foretold),
            self.percent(found.met),
        ]

    def rows(self) -> str:
        """Row by row."""
        heads = [self.say("row", "nội dung")]
        for first in (HELD, FIRST):
            heads += [
                self.say(f"{first}–{LAST}: cases", f"{first}–{LAST}: số lượt"),
                self.say("5–95% holds", "5–95% chứa"),
                "CRPS",
            ]
        lines = []
        for row in ROWS:
            cells = [row]
            for first in (HELD, FIRST):
                found = summary(of(outside, first, LAST, row))
                cells += self._short(found)
            lines.append(cells)
        return self.table(heads, lines)

    def _short(self, found: Summary) -> list[str]:
        return [
            self.number(found.cases, 0),
            self.percent(found.held[-1]),
            self.number(found.crps, 3),
        ]

    def years(self) -> str:
        """Year by year."""
        heads = [
            self.say("year", "năm"),
            self.say("rows that compare", "nội dung so sánh được"),
            self.say("cases", "số lượt"),
            self.say("5–95% holds", "5–95% chứa"),
            "CRPS",
            self.say("totals", "tổng điểm"),
            self.say("5–95% holds", "5–95% chứa"),
        ]
        lines = []
        for year in years():
            rows = of(outside, year.year, year.year)
            totals = of(outside, year.year, year.year, TOTAL)
            cells = [str(year.year), _listed(year.rows), *self._short(summary(rows))]
            lines.append(cells + (self._short(summary(totals))[:2] if totals else ["", ""]))
        return self.table(heads, lines)

    def falsified(self) -> str:
        """The least that a further year is to hold."""
        held = [summary(of(outside, at, at)).held[-1] for at in range(FIRST, LAST + 1)]
        least = 0.9 - 2 * stdev(held)
        return self.say(
            f"From year to year the share of rows inside 5–95% had a standard deviation of "
            f"{self.number(100 * stdev(held), 1)} points around {self.percent(mean(held))} "
            f"({len(held)} years). So a further year of results that compare, of which the range "
            f"holds less than {self.percent(least, 0)}, speaks against the outside view; two in a "
            f"row below 85% do, too.\n",
            f"Qua {len(held)} năm, tỷ lệ nội dung nằm trong khoảng 5–95% bình quân là "
            f"{self.percent(mean(held))}, độ lệch chuẩn giữa các năm là "
            f"{self.number(100 * stdev(held), 1)} điểm phần trăm. Vì vậy nếu ở một năm so sánh "
            f"được tiếp theo khoảng này chứa dưới {self.percent(least, 0)}, hoặc hai năm liền "
            f"dưới 85%, thì dự báo theo diễn biến thông thường không còn đứng vững.\n",
        )

    def less(self) -> str:
        """With less of a table, and without any."""
        names: dict[Knows, str] = {
            "table": self.say("the whole table", "cả bảng"),
            "recent": self.say(f"the table from {RECENT} on", f"bảng từ năm {RECENT}"),
            "means": self.say("the last year's means alone", "chỉ có mức bình quân năm trước"),
            "nothing": self.say("nothing but the scale", "chỉ có thang điểm"),
        }
        first = RECENT + 2
        lines = []
        for knows, said in names.items():
            method = partial(outside, knows=knows)
            each = [one for year in years(first) for one in forecasts(method, year)]
            rows = summary(one for one in each if one.row != TOTAL)
            totals = summary(one for one in each if one.row == TOTAL)
            lines.append([said, *self._scores(rows)[:-1], *self._total(totals)])
        heads = ["", *self._heads(), self.say("totals: 90%", "tổng điểm: 90%")]
        return self.table([*heads, self.say("width", "độ rộng"), "CRPS"], lines)

    def _heads(self) -> list[str]:
        """Of ranges and scores."""
        ranges = [self.percent(share, 0) for share in WITHIN]
        return [*ranges, self.say("width", "độ rộng"), "CRPS", "Brier"]

    def two(self) -> str:
        """Two years ahead."""
        found = [
            each for year in range(HELD, LAST + 1) for each in forecasts(outside, came(year, 2))
        ]
        heads = ["", self.say("cases", "số lượt"), *self._heads(), self.say("rate", "tỷ lệ")]
        lines = []
        for said, whole in (
            (self.say("rows", "nội dung"), False),
            (self.say("totals", "tổng điểm"), True),
        ):
            each = summary(one for one in found if (one.row == TOTAL) is whole)
            cells = [said, self.number(each.cases, 0), *self._scores(each)[:-1]]
            lines.append([*cells, self.number(each.base[0], 3)])
        return self.table(heads, lines)

    def known(self) -> str:
        """The one plan with an outcome."""
        found = the_plan()
        lines = [
            [said, f"{did.held}/{found.rows}", self.number(did.brier, 3)]
            for said, did in (
                (self.say("as scores move", "theo diễn biến thông thường"), found.outside),
                (self.say("if carried out", "nếu thực hiện kế hoạch"), found.inside),
                (self.say("default until 2026-11", "cách tính đến tháng 11/2026"), found.old),
            )
        ]
        heads = ["", self.say("5–95% holds", "5–95% chứa"), "Brier"]
        part, error = self.number(found.part, 2), self.number(found.error, 2)
        asked, came_about = self.number(found.asked, 2), self.number(found.came, 2)
        said = self.say(
            f"The plan asked for {asked} points beyond what its eight rows do by themselves; "
            f"{came_about} came about beyond that. By least squares over the rows the part that "
            f"came about is {part}, with a standard error of {error} (rows go together, as the "
            f"outside view says).",
            f"Kế hoạch đề ra thêm {asked} điểm ngoài diễn biến thông thường của tám nội dung; thực "
            f"tế tăng thêm {came_about} điểm. Tính bằng bình phương tối thiểu trên tám nội dung, "
            f"phần đạt được là {part}, sai số chuẩn {error} (có kể tương quan giữa các nội dung).",
        )
        return f"{said}\n\n{self.table(heads, lines)}"

    def drawn(self) -> str:
        """What is drawn against what is worked out here."""
        apart = self.number(the_plan().apart, 2)
        return self.say(
            f"Here normal distributions are worked out, not drawn. For the embedded plan the 5 and "
            f"95% of the eight rows and their total that `parplan simulate` draws lie at most "
            f"{apart} points from them: it rounds to hundredths, and counts draws.\n",
            f"Ở đây phân phối chuẩn được tính trực tiếp, không mô phỏng. Với kế hoạch kèm theo "
            f"chương trình, các mức 5% và 95% của tám nội dung và tổng điểm do `parplan simulate` "
            f"đưa ra lệch nhiều nhất {apart} điểm, do làm tròn đến phần trăm và do đếm "
            "số lần mô phỏng.\n",
        )

    def library(self) -> str:
        """A library's model, on the cases that it fits."""
        theirs, ours = _library()
        heads = ["", self.say("cases", "số lượt"), *self._heads()]
        lines = [
            [said, self.number(found.cases, 0), *self._scores(found)[:-1]]
            for said, found in (
                (self.say("as scores move", "theo diễn biến thông thường"), ours),
                ("statsmodels, `SimpleExpSmoothing`", theirs),
            )
        ]
        return self.table(heads, lines)

    def picture(self) -> str:
        """Of both parts of the years."""
        words = {
            "title": self.say(
                "Chance given and how often it came about", "Xác suất đã nêu và tỷ lệ đã xảy ra"
            ),
            "foretold": self.say("chance given, %", "xác suất đã nêu, %"),
            "met": self.say("came about, %", "đã xảy ra, %"),
            "even": self.say("as forecast", "đúng như dự báo"),
            **{name: f"{first}–{last}" for name, (first, last) in PARTS.items()},
        }
        return picture({name: binned(*part) for name, part in PARTS.items()}, words)

    def blocks(self) -> dict[str, Callable[[], str]]:
        """What makes each block of the page."""
        return {
            "constants": self.constants,
            "held": lambda: self.methods(HELD),
            "rolling": lambda: self.methods(FIRST),
            "printed": self.printed,
            "goals": self.goals,
            "reliability": self.reliability,
            "rows": self.rows,
            "years": self.years,
            "falsified": self.falsified,
            "less": self.less,
            "two": self.two,
            "known": self.known,
            "drawn": self.drawn,
            "library": self.library,
        }


class Period:
    """The outside view from a year on."""

    def __init__(self, first: int) -> None:
        self.rows = summary(of(outside, first, LAST))
        self.totals = summary(of(outside, first, LAST, TOTAL))
        held = [summary(of(outside, first, LAST, row)).held[-1] for row in ROWS]
        self.extremes = min(held), max(held)


def near(found: Summary) -> bool:
    """Whether 90% of cases lay inside 5-95%, give or take 3."""
    return abs(found.held[-1] - 0.9) <= 0.03


PARTS = {"fitted": (FIRST, HELD - 1), "held": (HELD, LAST)}
the_plan = cache(known)


def of(method: Method, first: int, last: int, row: str | None = None) -> list[Judged]:
    """A method's forecasts of years from one to another: of all rows, of one, or of the total."""
    return [
        each
        for each in _judged(method)
        if first <= each.year <= last and (each.row == row if row else each.row != TOTAL)
    ]


def rates(parts: Iterable[Sequence[Judged]]) -> list[float]:
    """The Brier scores of foretelling, for both targets, how often each was met in all cases of a
    part, which nobody knows before."""
    found = [summary(part) for part in parts]
    cases = sum(each.cases for each in found)
    return [sum(each.cases * each.base[n] for each in found) / cases for n in range(2)]


@cache
def _library() -> tuple[Summary, Summary]:
    theirs, ours = against_it(years(HELD))
    return summary(theirs), summary(ours)


@cache
def _judged(method: Method) -> list[Judged]:
    return [each for year in years() for each in forecasts(method, year)]


def binned(first: int, last: int) -> list[Bin]:
    """The outside view's chances for rows, of years from one to another."""
    return reliability(of(outside, first, last))


def _listed(rows: Sequence[str]) -> str:
    """Rows by name, runs of them from … to."""
    runs: list[list[str]] = []
    for row in rows:
        if runs and ROWS.index(runs[-1][-1]) + 1 == ROWS.index(row):
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
