"""What docs/odds.md says of the odds comes from the program as it is: benchmarks/check_odds.py works it out anew here."""

import sys

import numpy as np
import pytest

from conftest import ROOT
from parplan.engine import movement

sys.path.insert(0, str(ROOT / "benchmarks"))

import check_odds
import odds_cases
from odds_page import Page
from odds_scores import Draws, Normal

SLOW = (check_odds.LIBRARY,)  # takes another library


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_figures_of_the_page_are_those_of_the_program(lang: str) -> None:
    text, page = check_odds.PAGES[lang].read_text(encoding="utf-8"), Page(lang)
    assert check_odds.written(text, page, without=SLOW) == text, "run: python benchmarks/check_odds.py --write"
    assert check_odds.PICTURES[lang].read_text(encoding="utf-8") == page.picture()


def test_every_figure_that_is_worked_out_stands_on_both_pages() -> None:
    for lang, file in check_odds.PAGES.items():
        text = file.read_text(encoding="utf-8")
        assert [name for name in Page(lang).blocks() if f"<!-- figures: {name} -->" not in text] == []


@pytest.mark.parametrize("name", ["SLOPE", "SPREAD", "SPREAD_ALONE", "TOGETHER"])
def test_the_constants_are_fitted_on_the_years_that_are_not_held_out(name: str) -> None:
    fitted, shipped = getattr(odds_cases.constants(odds_cases.HELD), name), getattr(movement, name)
    assert fitted == pytest.approx(shipped, abs=0.01 if shipped > 0.1 else 0.0005)


@pytest.mark.parametrize(("base", "before"), [(2014, 2015), (2021, 2022), (2024, 2025)])
def test_a_forecast_knows_nothing_of_later_years(base: int, before: int) -> None:
    assert max(max(odds_cases.panel(base, base + 1).scores[row], default=0) for row in odds_cases.ROWS) == base
    assert odds_cases.constants(before).last == base


def test_rows_whose_criteria_changed_are_not_compared() -> None:
    assert {year.year: " ".join(year.rows) for year in odds_cases.years() if not year.is_whole} == {
        2016: "D2 D4 D6",
        2018: "D1 D3 D4 D5 D6",
        2019: "D1 D2 D3 D4 D5 D6",
        2021: "D1 D2 D4 D7 D8",
    }


@pytest.mark.parametrize("came", [-1.0, 0.0, 0.3, 2.5])
def test_the_score_of_a_normal_forecast_is_that_of_what_is_drawn_from_it(came: float) -> None:
    normal = Normal(np.array([0.2]), np.array([0.7]))
    even = np.array([[float(normal.quantile((n + 0.5) / 4000)[0]) for n in range(4000)]])
    assert normal.crps(np.array([came]))[0] == pytest.approx(Draws(even).crps(np.array([came]))[0], abs=1e-4)
