"""Scores and ranks of earlier years, as a document prints them side by side: typed once, checked, traced, explained.

The figures: UNDP, CECODES and partners, PAPI of Cao Bằng 2019 to 2022, its ranks by the published scores.
"""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import Parplan
from helpers_cli import parplan_here, write_plan
from reading import check_text

HEAD = """\
plan: {id: cb, name: PAPI, year: 2022, target_year: 2023}
tables:
  rows:
    heading: Bảng 1. Các nội dung
    columns: {row: STT, name: Nội dung, score_2019: 2019, score_2020: 2020, score_2021: 2021, score: 2022}
  index:
    heading: Bảng 2. Chỉ số PAPI
    columns: {name: Năm, score_2019: 2019, score_2020: 2020, score_2021: 2021, score: 2022,
              rank_2019: 2019, rank_2020: 2020, rank_2021: 2021, rank: 2022}
    lines: {score: Điểm, rank: Xếp hạng}
"""
ROWS = """\
1\tTham gia của người dân\t4,79\t4,89\t4,55\t4,49
2\tCông khai, minh bạch\t5,60\t5,50\t4,82\t4,90
3\tTrách nhiệm giải trình\t5,16\t5,26\t3,84\t4,11
4\tKiểm soát tham nhũng\t6,58\t7,00\t6,32\t6,08
5\tThủ tục hành chính công\t7,24\t7,42\t6,85\t7,06
6\tCung ứng dịch vụ công\t6,87\t6,52\t7,22\t6,69
7\tQuản trị môi trường\t4,56\t4,22\t3,57\t3,31
8\tQuản trị điện tử\t4,02\t2,56\t2,03\t2,17
"""
DOCUMENT = f"""\
Bảng 1. Các nội dung
STT\tNội dung\t2019\t2020\t2021\t2022
{ROWS}
Bảng 2. Chỉ số PAPI
Năm\t2019\t2020\t2021\t2022
Điểm\t44,81\t43,37\t39,19\t38,80
Xếp hạng\t15/63\t19/63\t58/60\t61/61
"""
INDEX = """\
indices:
  - id: papi
    name: {vi: Chỉ số PAPI, en: PAPI}
    decimals: 2
    max: 80
    table: index
    rows_in: rows
    printed: {max: null, change: null, rank_change: null}
    score: 38.80
    rank: 61/61
    change: -0.39
    rank_change: -3
    history: {2019: {score: 44.81, rank: 15/63}, 2020: {score: 43.37, rank: 19/63}, 2021: {score: 39.19, rank: 58/60}}
    rows:
"""


def typed(line: str) -> str:
    """A row of the table as it is typed."""
    number, name, *scores, now = line.replace(",", ".").replace(". ", ", ").split("\t")
    history = ", ".join(f"{year}: {{score: {score}}}" for year, score in zip(range(2019, 2022), scores, strict=True))
    about = f'id: papi.{number}, row: {number}, name: "{name}", max: 10, floor: 1, printed: {{max: null}}'
    return f"      - {{{about}, score: {now}, history: {{{history}}}}}\n"


PLAN = HEAD + INDEX + "".join(map(typed, ROWS.splitlines()))
TARGETS = "plan: cb\ntargets: {papi.1: {planned: 0.81}}\n"


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., list[str]]:
    """What is found in the plan where other words stand in some places, and in its document."""

    def found(*changes: tuple[str, str], document: str = DOCUMENT) -> list[str]:
        text = PLAN
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        write_plan(tmp_path / "plan", text, "targets: {}\n")
        (tmp_path / "d.txt").write_text(document, encoding="utf-8")
        arguments = ["--against", "d.txt", "--format", "concise", "--lang", "en"]
        lines = parplan_here("validate", "plan", *arguments, cwd=tmp_path).out.splitlines()
        return [line.partition("[")[2].replace("]", "", 1) for line in lines if "[A308]" not in line and "[N404]" not in line]

    return found


def test_the_table_typed_as_printed_is_right(told: Callable[..., list[str]]) -> None:
    assert told() == []


OF_2020 = "2020: {score: 43.37, rank: 19/63}"
WRONG = [
    ([("2020: {score: 7.42}", "2020: {score: 7.24}")], ["C602 papi.5.score_2020", "A301 papi.score_2020"]),
    ([("change: -0.39", "change: -0.93")], ["A309 papi.change"]),
    ([("change: -0.39", "change: -0.40")], []),  # rounding explains 0.015
    ([("rank_change: -3", "rank_change: 3")], ["A310 papi.rank_change", "R208 papi.rank_change"]),
    ([("rank: 58/60", "rank: 61/60")], ["A310 papi.rank_change", "C602 papi.rank_2021", "R206 papi.rank_2021"]),
    ([("rank: 58/60", "rank: 61"), ("    rank: 61/61", "    ranked: {2021: 60}\n    rank: 61/61")], ["A310", "C602", "R206"]),
    ([(OF_2020, "2020: {score: 83.37, rank: 19/63}")], ["A301 papi.score_2020", "C602 papi.score_2020", "R201 papi.score_2020"]),
    ([("2021: {score: 2.03}", "2021: {score: 0.03}")], ["A301", "C602", "R202 papi.8.score_2021"]),
    ([(OF_2020, "2020: {score: 43.37, rank: 19/63}, 2020: {score: 43.37}")], ["S106 papi.history"]),
    ([(OF_2020, '2020: {score: 43.37, rank: 19/63}, "2020": {score: 43.37}')], ["S106 papi.history"]),
    ([(OF_2020, f"{OF_2020}, 2022: {{score: 38.80}}, 2023: {{score: 41.66}}")], ["S119 papi.history", "S119 papi.history"]),
    ([(OF_2020, "20: {score: 43.37}")], ["S104 papi.history"]),
    ([(OF_2020, "2020: {score: 43,37, rank: 19/63}")], ["S105 papi.score_2020"]),
    ([(OF_2020, "2020: {score: 43.37, rang: 19/63}")], ["S102 papi.history"]),
    ([("score_2020: 2020", "score_20: 2020")], ["S102 tables.rows.columns.score_20"]),
    ([("score_2020: 2020", "socre_2020: 2020")], ["S102 tables.rows.columns.socre_2020"]),
    ([("score_2020: 2020", "score_2020: Năm 2020")], ["C604 tables.rows.columns.score_2020"]),
    ([("rank: Xếp hạng", "rank: Hạng")], ["C605 tables.index.lines.rank"]),
    # without the column nobody says where those eight stand; with `printed` it is said that they do not
    ([("score_2020: 2020, ", "")], ["C606 tables.rows.score_2020"]),
    ([("table: index", "table: [index, rows, none]")], ["S108 papi.table"]),
]


@pytest.mark.parametrize(("changes", "codes"), WRONG)
def test_what_cannot_be_is_found_where_it_stands(told: Callable[..., list[str]], changes: list[tuple[str, str]], codes: list[str]) -> None:
    found = sorted(line.partition(":")[0] for line in told(*changes))
    found = [line for line in found if not (line.startswith(("C", "A")) and any(code[0] == "S" for code in codes))]
    assert len(found) == len(codes), found
    assert all(line.startswith(code) for line, code in zip(found, sorted(codes), strict=True)), found


def test_the_words_say_which_year(told: Callable[..., list[str]]) -> None:
    said = told(("change: -0.39", "change: -0.93"), document=DOCUMENT.replace("7,42", "7,24").replace("19/63", "91/63"))
    assert said == [
        "A309 papi.change: the two scores are -0.39 apart, but the printed change is -0.93 "
        "(difference 0.54; rounding explains at most 0.015)",
        "C602 papi.rank_2020: in “Bảng 2. Chỉ số PAPI”, row Chỉ số PAPI / Xếp hạng, column 2020, the document reads “91/63”, not “19/63”",
        "C602 papi.5.score_2020: in “Bảng 1. Các nội dung”, row 5, column 2020, the document reads “7,24”, not “7,42”",
    ]


def test_every_figure_is_compared_in_every_table_that_has_it(told: Callable[..., list[str]]) -> None:
    """The year of the scores stands in the table of targets as well, say."""
    both = "  again:\n    heading: Bảng 3. Mục tiêu\n    columns: {row: STT, score: Điểm}\nindices:"
    third = "\nBảng 3. Mục tiêu\nSTT\tĐiểm\n" + "".join(f"{row[0]}\t{row.rpartition(chr(9))[2]}\n" for row in ROWS.splitlines())
    changes = ("indices:", both), ("rows_in: rows", "rows_in: [rows, again]")
    assert told(*changes, document=DOCUMENT + third) == []
    (said,) = told(*changes, document=DOCUMENT + third.replace("7,06", "7,60"))
    assert said == "C602 papi.5.score: in “Bảng 3. Mục tiêu”, row 5, column Điểm, the document reads “7,60”, not “7,06”"


def test_a_title_below_another_one(told: Callable[..., list[str]]) -> None:
    """Two headings, each over the same two titles."""
    columns = "columns: {row: STT, score_2021: Năm 2021 / Điểm, rank_2021: Năm 2021 / Hạng, score: Năm 2022 / Điểm, rank: Năm 2022 / Hạng}"
    plan = (
        f"plan: {{id: cb, name: PAPI, year: 2022, target_year: 2023}}\ntables: {{t: {{heading: Bảng, {columns}}}}}\n"
        "indices:\n  - {id: a, name: A, decimals: 2, rows_in: t, rows: ["
        "{id: a.1, row: 1, name: B, score: 4.49, rank: 48/62, history: {2021: {score: 4.55, rank: 37/60}}}]}\n"
    )
    document = "Bảng\nSTT\tNăm 2021\t\tNăm 2022\t\n\tĐiểm\tHạng\tĐiểm\tHạng\n1\t4,55\t37/60\t4,49\t48/62\n"
    assert told((PLAN, plan), document=document) == []
    exchanged = document.replace("Năm 2021\t\tNăm 2022", "Năm 2022\t\tNăm 2021")
    assert len(told((PLAN, plan), document=exchanged)) == 4
    (said,) = told((PLAN, plan.replace("Năm 2021 / Hạng", "Năm 2021 / Bậc")), document=document)
    assert said.startswith("C604 tables.t.columns.rank_2021: ")


def test_lines_below_a_row(told: Callable[..., list[str]]) -> None:
    """A table of several indices, each with its lines; one that the table does not have takes no other's."""
    plan = (
        "plan: {id: cb, name: T, year: 2022, target_year: 2023}\ntables: {t: {heading: Bảng, "
        "columns: {name: Năm, score_2021: 2021, score: 2022, rank: 2022}, lines: {score: Điểm, rank: Xếp hạng}}}\nindices:\n"
        "  - {id: par, name: PAR, decimals: 2, table: t, score: 77.55, rank: 62/63, history: {2021: {score: 82.89}}}\n"
        "  - {id: papi, name: §, decimals: 2, table: t, score: 38.80, rank: 61/61, history: {2021: {score: 39.19}}}\n"
    )
    document = "Bảng\nNăm\t2021\t2022\nPAR\t\t\nĐiểm\t82,89\t77,55\nXếp hạng\t\t62/63\nPAPI\t\t\nĐiểm\t39,19\t38,80\nXếp hạng\t\t61/61\n"
    assert told((PLAN, plan.replace("§", "PAPI")), document=document) == []
    (said,) = told((PLAN, plan.replace("§", "PAPI")), document=document.replace("39,19", "39,91"))
    assert said == "C602 papi.score_2021: in “Bảng”, row PAPI / Điểm, column 2021, the document reads “39,91”, not “39,19”"
    found = [line.partition(":")[0] for line in told((PLAN, plan.replace("§", "SIPAS")), document=document)]
    assert found == ["C605 tables.t.lines.score", "C605 tables.t.lines.rank"]


def test_years_of_other_criteria_are_marked_and_not_added_up(parplan: Parplan, tmp_path: Path) -> None:
    plan = (
        "plan: {id: a, name: A, year: 2022, target_year: 2023}\nindices:\n"
        "  - {id: a, name: A, decimals: 2, max: 10, score: 7, §, history: {2021: {score: 6}, 2020: {score: 12, comparable: false}},\n"
        "     rows: [{id: a.1, name: B, max: 10, score: 7, history: {2021: {score: 6}, 2020: {score: 5}}}]}\n"
    )
    assert [it.code for it in check_text({"indicators": plan.replace("§", "bonus: false"), "targets": "targets: {}\n"}).findings] == []
    write_plan(tmp_path, plan.replace("§", "comparable: false"), "targets: {}\n")
    for lang, words in (("en", "score of 2021 (other criteria) 6.00"), ("vi", "điểm năm 2021 (bộ tiêu chí khác) 6,00")):
        assert words in parplan("explain", "a.score_2021", "--plan", str(tmp_path), "--lang", lang).out
    ran = parplan("compare", "2020", "2021", "--plan", str(tmp_path), "--format", "json")
    (index,) = json.loads(ran.out)["indices"]
    assert index["comparable"] is False


def written(folder: Path, *changes: tuple[str, str]) -> str:
    text = PLAN
    for old, new in changes:
        text = text.replace(old, new, 1)
    return str(write_plan(folder, text, TARGETS))


def test_a_figure_is_explained_with_its_cell(parplan: Parplan, tmp_path: Path) -> None:
    folder = written(tmp_path / "plan")
    ran = parplan("explain", "papi", "--plan", folder, "--lang", "vi")
    for line in (
        "papi.score_2019  điểm năm 2019 44,81 · Chỉ số PAPI · ghi “44,81” tại “Bảng 2. Chỉ số PAPI”, dòng Chỉ số PAPI / Điểm, cột 2019",
        "papi.rank_2021  thứ hạng năm 2021 58/60 · Chỉ số PAPI · ghi “58/60” tại “Bảng 2. Chỉ số PAPI”, dòng Chỉ số PAPI / Xếp hạng, "
        "cột 2021",
        "├── = papi.score − papi.score_2021 = -0,39",
    ):
        assert line in ran.out
    (figure,) = json.loads(parplan("explain", "papi.5.score_2020", "--plan", folder, "--format", "json").out)["figures"]
    assert (figure["path"], figure["value"]) == ("papi.5.score_2020", 7.42)
    assert figure["source"] == {"table": "rows", "row": "5", "column": "2020", "printed": "7,42"}
    assert "papi.5.score_2020?" in parplan("explain", "papi.5.score_2018x", "--plan", folder, "--lang", "en").err


def test_errata_name_it_like_any_figure(parplan: Parplan, tmp_path: Path) -> None:
    folder = written(tmp_path / "plan", ("2020: {score: 7.42}", "2020: {score: 7.24}"), ("change: -0.39", "change: -0.93"))
    suggested = json.loads(parplan("errata", "suggest", "--plan", folder, "--format", "json").out)["groups"]
    first = [group["suggestions"][0]["changes"][0] for group in suggested]
    assert [(it["path"], it["from"], it["to"]) for it in first] == [("papi.change", -0.93, -0.39), ("papi.5.score_2020", 7.24, 7.42)]
    for path, correct in (("papi.5.score_2020", "7.42"), ("papi.change", "-0.39")):
        assert parplan("errata", "accept", path, "--decision", f"correct={correct}", "--because", "Lỗi gõ.", "--plan", folder).code == 0
    ran = parplan("validate", folder, "--format", "json")
    assert (ran.code, json.loads(ran.out)["summary"]["known"]) == (0, 2)
    corrected = json.loads(parplan("explain", "papi.score_2020", "--plan", folder, "--basis", "corrected", "--format", "json").out)
    assert (corrected["figures"][0]["result"], corrected["figures"][0]["findings"]) == (43.37, [])
    assert "| “Bảng 1. Các nội dung”, dòng 5, cột 2020 | 7,24 | 7,42 |" in parplan("errata", "letter", "--plan", folder, "--lang", "vi").out


def test_years_are_compared(parplan: Parplan, tmp_path: Path) -> None:
    folder = written(tmp_path / "plan")
    ran = parplan("compare", "2019", "2022", "--plan", folder, "--format", "json")
    (index,) = json.loads(ran.out, parse_float=Decimal)["indices"]
    rows: dict[str, Any] = {row["id"]: row for row in index["changes"]}
    assert rows["papi"]["change"] == Decimal("-6.01")
    assert rows["papi.8"]["change"] == Decimal("-1.85")
    assert "2019, 2020, 2021, 2022" in parplan("compare", "2018", "2022", "--plan", folder, "--lang", "en").err


COMMANDS = [["gap"], ["project"], ["progress", "--as-of", "2024-06-01"], ["reach", "papi", "--at-least", "40"]]


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
def test_it_is_history_and_moves_nothing(parplan: Parplan, tmp_path: Path, command: list[str]) -> None:
    """Nothing of an answer but what is found: that the totals of those years are rounded, too."""
    folder = written(tmp_path / "plan")
    bare = re.sub(r",? *history: \{(\d{4}: \{.*?\}(, )?)+\}", "", PLAN)
    assert "score: 44.81" not in bare
    answers = []
    outcome = "  - {year: 2023, layer: published, source: {vi: PAPI, en: PAPI}, scores: {papi: 41.66}}\n"
    (Path(folder) / "results.yaml").write_text(f"plan: cb\nresults:\n{outcome}", encoding="utf-8")
    for text in (PLAN, bare):
        write_plan(Path(folder), text, TARGETS)
        answers.append(re.sub(r'"findings": \[.*?\]', "", parplan(*command, "--plan", folder, "--format", "json").out, flags=re.DOTALL))
    assert answers[0] == answers[1]
    assert answers[0]


def test_a_frame_takes_rows_and_leaves_what_was(parplan: Parplan, tmp_path: Path) -> None:
    folder = written(tmp_path / "plan")
    made = tmp_path / "next"
    assert parplan("init", str(made), "--frame", folder).code == 0
    assert "history" not in (made / "indicators.yaml").read_text(encoding="utf-8")
    assert parplan("validate", str(made)).code == 0


def test_another_source_is_held_against_it(parplan: Parplan, tmp_path: Path) -> None:
    """What others say of those years lies beside the plan, in results.yaml and peers/."""
    folder = written(tmp_path / "plan")
    (Path(folder) / "results.yaml").write_text(
        "plan: cb\nresults:\n  - {year: 2020, layer: published, source: {vi: PAPI, en: PAPI}, scores: {papi: 43.37, papi.5: 7.24}}\n",
        encoding="utf-8",
    )
    (Path(folder) / "peers").mkdir()
    (Path(folder) / "peers" / "p.csv").write_text(
        "unit,year,papi,papi.5\nCao Bằng,2020,43.3745,7.24\nLạng Sơn,2020,40,7\n", encoding="utf-8"
    )
    write_plan(Path(folder), PLAN.replace("target_year: 2023}", "target_year: 2023, unit: Cao Bằng}"), TARGETS)
    out = parplan("validate", folder, "--format", "concise", "--lang", "en", "--select", "O851,P841,P842").out
    assert "O851] papi.5: the result of 2020 is 7.24, but the plan says 7.42 (difference 0.18)" in out
    assert "P841] papi.5: Cao Bằng in 2020: 7.24 in the table, 7.42 in the plan" in out
    assert "P842] papi: the plan says rank 19/63 for 2020" not in out  # 61 more were ranked
    assert out.count("[") == 2


@pytest.mark.parametrize(("change", "codes"), [("1.15", []), ("1.16", []), ("1.51", ["A309"])])
def test_a_change_of_what_is_printed_in_percent_alone(change: str, codes: list[str]) -> None:
    about = "plan: {id: p, name: P, year: 2022, compared_with: 2021, target_year: 2023}\n"
    row = f"{{id: a, name: A, decimals: 2, max: 100, percent: 82.15, change: {change}, history: {{2021: {{score: 81.00}}}}}}"
    found = check_text({"indicators": f"{about}indices: [{row}]\n", "targets": "targets: {}\n"}).findings
    assert [it.code for it in found if it.code in ("A309", "X901")] == codes
