"""Rules keep their own promises: the wrong example breaks the rule, the right one does not, and both languages say the same."""

import re
import string
from collections.abc import Iterator
from decimal import Decimal

import pytest

from conftest import Parplan
from parplan.checks import shape
from parplan.checks.plan import Checked
from parplan.model.files import FileKind
from parplan.model.findings import SEVERITIES, SEVERITY_WORDS
from parplan.rules import REGISTRY, Rule
from parplan.text import Text
from reading import check_text, read_panel

HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2023}\nindices:\n"
FAMILIES = {
    "S": "text and shape",
    "R": "ranges",
    "A": "arithmetic",
    "X": "checks that could not be made",
    "N": "realism",
    "L": "the ledger",
    "C": "cells of the document",
    "W": "what-if",
    "T": "tasks and units",
    "O": "observed results",
    "P": "peers",
    "I": "documents that are imported",
}
# The example of a rule on tables of peers is such a table, behind `# table` where it has a plan of its own; else it is read against this.
OF_A_TABLE = "plan: {id: a, name: A, year: 2022, target_year: 2023, unit: A}\nindices: [{id: a, name: A, decimals: 2, max: 10}]\n"

every_rule = pytest.mark.parametrize("rule", list(REGISTRY.values()), ids=list(REGISTRY))
# Rules on cells and on documents need a document, those on a folder its names: they are covered by the gallery (errors/C6*, I8*).
every_rule_with_an_example = pytest.mark.parametrize(
    "rule", [rule for rule in REGISTRY.values() if rule.on not in ("cell", "absent", "folder", "document")], ids=lambda rule: rule.code
)


def files_of(example: str) -> dict[FileKind, str]:
    """An example as files: rows, with a head of their own or the usual one, then behind `# targets` and so on what the other files
    hold. Nothing there: an empty file."""
    rows, *rest = re.split(r"^# (targets|errata|scenario|tasks|results|peers|mergers)\n", example + "\n", flags=re.MULTILINE)
    held = dict(zip(rest[::2], rest[1::2], strict=True))
    files: dict[FileKind, str] = {"indicators": rows if rows.startswith("plan:") else HEAD + rows, "targets": "targets: {}\n"}
    if "targets" in held:
        files["targets"] = f"targets:\n{held['targets']}"
    if "errata" in held:
        files["errata"] = f"errata:\n{held['errata']}" if held["errata"].strip() else ""
    beside: tuple[FileKind, ...] = ("scenario", "tasks", "results", "peers", "mergers")
    return files | {kind: held[kind] for kind in beside if kind in held}


def check_example(rule: Rule, example: str) -> Checked:
    """What is found in an example of a rule, and its plan where it can be read."""
    rows, marked, table = example.partition("# table\n")
    if not rule.of_tables:
        return check_text(files_of(rows), named=rule.code != "S115", table=table)
    files = files_of(rows if marked else OF_A_TABLE)
    own = files["indicators"].replace("target_year: 2023}", "target_year: 2023, unit: A}")
    plan = check_text({**files, "indicators": own}).plan
    assert plan is not None
    read = read_panel((table or example).encode(), "field.csv", plan, files.get("mergers", ""))
    return Checked(plan if read.made is not None else None, read.findings)


def codes(checked: Checked) -> set[str]:
    return {finding.code for finding in checked.findings}


@every_rule_with_an_example
def test_the_wrong_example_breaks_the_rule(rule: Rule) -> None:
    assert rule.code in codes(check_example(rule, rule.wrong))


@every_rule_with_an_example
def test_the_right_example_breaks_no_rule(rule: Rule) -> None:
    checked = check_example(rule, rule.right)
    assert rule.code not in codes(checked)
    assert checked.plan is not None
    assert [finding.code for finding in checked.findings if finding.severity == "error" and finding.status == "open"] == []


@every_rule_with_an_example
def test_examples_differ_and_are_short(rule: Rule) -> None:
    assert rule.wrong != rule.right
    assert len(rule.wrong.splitlines()) <= 20


@every_rule_with_an_example
def test_a_finding_has_every_word_filled_in(rule: Rule) -> None:
    found = [finding for finding in check_example(rule, rule.wrong).findings if finding.code == rule.code]
    for finding in found:
        assert finding.help is not None
        for words in (finding.message, finding.help):
            for lang in ("vi", "en"):
                said = words.say(lang)
                assert said.strip() == said != ""
                assert not re.search(r"\{\{|\}\}|\{[a-z_]*\}", said)


# What the wrong example of a rule is off by, what rounding allows, and the other figures it rests on.
FACTS = {
    "R201": ("1.87", None, ["a.max"]),
    "R202": ("-1", None, []),
    "R203": ("1.20", None, ["a.max"]),
    "R204": ("-0.47", None, []),
    "R205": ("-0.85", None, ["a.score"]),
    "R206": (None, None, []),
    "R207": ("0.50", "0.01", ["a.score", "a.max"]),
    "A301": ("0.05", "0.015", ["a.1.score", "a.2.score"]),
    "A302": ("-10", "0", ["a.1.max", "a.2.max"]),
    "A303": ("-0.09", "0.015", ["a.1.planned", "a.2.planned"]),
    "A304": ("-0.38", "0.015", ["a.score", "a.planned"]),
    "A305": ("0.05", "0.025", ["a.1.score", "a.1.planned", "a.2.score", "a.2.planned"]),
    "A306": ("-3", "0.1", ["a.score"]),
    "A307": ("0.30", "0.01", ["a.1.score"]),
    "A308": ("-0.01", "0.015", ["a.1.score", "a.2.score"]),
    "N401": (None, None, ["a.score", "a.max"]),
}


@pytest.mark.parametrize(("code", "delta", "slack", "operands"), [(code, *facts) for code, facts in FACTS.items()])
def test_a_finding_says_how_far_off_it_is(code: str, delta: str | None, slack: str | None, operands: list[str]) -> None:
    (found,) = [finding for finding in check_example(REGISTRY[code], REGISTRY[code].wrong).findings if finding.code == code]
    assert found.delta == (None if delta is None else Decimal(delta))
    assert found.slack == (None if slack is None else Decimal(slack))
    assert [operand.path for operand in found.operands] == operands


# Where a rule begins: its right example with another figure in it, and whether that breaks the rule.
EDGES = [
    ("S113", "score: 7.97", "score: 7.970", False),
    ("R201", "score: 11.87", "score: 13", False),
    ("R201", "score: 11.87", "score: 13.01", True),
    ("R203", "target: 9.50", "target: 10", False),
    ("R203", "target: 9.50", "target: 10.01", True),
    ("R203", "target: 9.50", "target: {more_than: 9.99}", False),
    ("R203", "target: 9.50", "target: {more_than: 10}", True),
    ("R203", "target: 9.50", "target: {more_than: {percent: 100}}", True),
    ("R203", "target: 9.50", "target: {percent: 100, more_than: 9}", False),
    ("R204", "target: 5.30", "target: 1", False),
    ("R204", "target: 5.30", "target: 0.99", True),
    ("R204", "target: 5.30", "target: {more_than: 1}", False),
    ("R204", "floor: 1}\n# targets\n  a: {target: 5.30}", "floor: 1, better: lower}\n# targets\n  a: {target: {at_most: 1}}", False),
    ("R204", "floor: 1}\n# targets\n  a: {target: 5.30}", "floor: 1, better: lower}\n# targets\n  a: {target: {less_than: 1}}", True),
    ("R205", "target: 7.21", "target: 7.05", False),  # 7.06 and 7.05 may stand for one figure
    ("R205", "target: 7.21", "target: 7.04", True),
    ("R205", "target: 7.21", "target: {percent: 70.55}", False),  # 7.06 may stand for 7.055; a percent is exact
    ("R205", "target: 7.21", "target: {percent: 70.54}", True),
    ("R205", "target: 7.21", "target: {points: 7.05, percent: 70.5}", False),
    ("R206", "63/63", "1/63", False),
    ("R206", "63/63", "0/63", True),
    ("R207", "planned: 0.39", "planned: 0.90", False),
    ("R207", "planned: 0.39", "planned: 0.91", True),
    ("N401", "planned: 0.10", "planned: 0.20", False),  # 80 % of 0.25
    ("N401", "planned: 0.10", "planned: 0.21", True),
    ("N401", "planned: 0.10", "planned: 0.26", False),  # more than there is: another rule's
    ("N402", "planned: 0.15", "planned: 0, target: 7.06", True),
    ("N402", "planned: 0.15", "planned: 0, target: 7.07", False),
    ("N402", "score: 7.06", "score: 10", False),
    ("W707", "[12, 13, 14]", "[13, 13, 13]", False),
    ("W707", "[12, 13, 14]", "[12, 14.1, 14]", True),
    ("T801", "2023-12-10", "2023-12-31", False),
    ("T801", "2023-12-10", "2024-05-15", False),  # when results come out
    ("T801", "2023-12-10", "2025-01-01", False),  # before this day: on the last of the next year
    ("T801", "2023-12-10", "2025-01-02", True),
    ("T801", "2023-12-10", "2023-01-01", False),
    ("T801", "2023-12-10", "2022-12-31", True),
    ("O810", "stage: interim", "stage: final", True),
    ("O811", "a.1: 4.2", "a.1: 5", False),
    ("O811", "a.1: 4.2", "a.1: 5.01", True),
    ("O812", "a.1: 0", "a.1: -0.01", True),
    ("O813", "38/61", "61/61", False),
    ("O813", "38/61", "62/61", True),
    ("O814", "2024-04-02", "2023-01-01", False),
    ("O814", "2024-04-02", "2022-12-31", True),
    ("O815", "a: 8.1", "a: 8.11", False),  # rounding may explain up to 0.015
    ("O815", "a: 8.1", "a: 8.12", True),
    ("O819", "38/61", "38", False),
    ("P820", "low: 7.5, high: 8, count: 2", "low: 8, high: 8, count: 1", False),
    ("P820", "low: 7.5, high: 8, count: 2", "low: 7.5, high: 8, count: 1", True),
    ("P821", "high: 7.4", "high: 7.49", False),
    ("P821", "high: 7.4", "high: 7.51", True),
    ("P823", "first: 2021, last: 2024", "first: 2024, last: 2024", True),
    ("P823", "p90: 0.4", "p90: 0.9", False),
    ("P825", "2022", "1899", True),
    ("P825", "2022", "2099", False),
    ("P830", "7.1", "10", False),
    ("P830", "7.1", "10.01", True),
    ("P830", "7.1", "0", False),
    ("P830", "7.1", "-0.01", True),
]


@pytest.mark.parametrize(("code", "old", "new", "broken"), EDGES)
def test_where_a_rule_begins(code: str, old: str, new: str, broken: bool) -> None:
    rule = REGISTRY[code]
    assert old in rule.right
    assert (code in codes(check_example(rule, rule.right.replace(old, new)))) is broken


@pytest.mark.parametrize(("month", "broken"), [("09-30", True), ("10-01", False)])
def test_a_year_is_not_summed_up_before_its_last_quarter(month: str, broken: bool) -> None:
    rule = REGISTRY["O810"]
    assert ("O810" in codes(check_example(rule, rule.wrong.replace("2023-06-30", f"2023-{month}")))) is broken


BONUS = """\
  - {id: a, name: A, decimals: 2, max: 10, score: %s, rows: [
      {id: a.1, name: B, max: 10}, {id: a.2, name: C, bonus: true, max: 1}]}"""


@pytest.mark.parametrize(("score", "broken"), [("11", False), ("11.01", True)])
def test_bonus_rows_raise_what_can_be_scored(score: str, broken: bool) -> None:
    assert ("R201" in codes(check_text(files_of(BONUS % score)))) is broken


@pytest.mark.parametrize(("percent", "found"), [("100", []), ("100.1", ["R201"]), ("161.2", ["R201"]), ("50", []), ("49.9", ["R202"])])
def test_a_score_may_be_known_by_its_percent(percent: str, found: list[str]) -> None:
    row = f"  - {{id: a, name: A, decimals: 2, percent_decimals: 1, max: 10, floor: 5, percent: {percent}}}"
    assert [it.code for it in check_text(files_of(row)).findings if it.path == "a.percent"] == found


@pytest.mark.parametrize(("score", "broken"), [("10", False), ("10.01", True)])
def test_the_maximum_itself_can_be_scored(score: str, broken: bool) -> None:
    found = check_text(files_of(f"  - {{id: a, name: A, decimals: 2, max: 10, score: {score}}}"))
    assert ("R201" in codes(found)) is broken


# Groups of a row, by id, low and high; what is said of them.
GROUPS_OF_A_ROW = [
    ("high 7-10, low 5-7", []),  # rounding brings two ends together
    ("low 5-6.99, high 7-10", []),  # in whatever order
    (
        "high 10-7",
        [
            (
                "P821 a.groups",
                "the group high: its lowest score, 10, is above its highest, 7",
                "nhóm high: điểm thấp nhất 10 lớn hơn điểm cao nhất 7",
            )
        ],
    ),
    (
        "high 7-10, low 5-7.01",
        [("P821 a.groups", "the group low: 5 to 7.01 overlaps the group high", "nhóm low: từ 5 đến 7,01 chồng lên nhóm high")],
    ),
    (
        "low 4-8, high 7-10",
        [("P821 a.groups", "the group low: 4 to 8 overlaps the group high", "nhóm low: từ 4 đến 8 chồng lên nhóm high")],
    ),
    ("high 7-10, high 5-6", [("S107 a.groups", "the id “high” is in line 3 already", "mã “high” đã dùng ở dòng 3")]),
    ("high 7-10.01", [("P830 a.groups", "10.01 is not between 0 and 10", "10,01 không nằm trong khoảng từ 0 đến 10")]),
]


@pytest.mark.parametrize(("groups", "said"), GROUPS_OF_A_ROW)
def test_groups_of_a_row_lie_apart(groups: str, said: list[tuple[str, str, str]]) -> None:
    each = (re.split("[ -]", group) for group in groups.split(", "))
    listed = ", ".join(f"{{id: {ident}, name: {ident}, low: {low}, high: {high}}}" for ident, low, high in each)
    found = check_text(files_of(f"  - {{id: a, name: A, decimals: 2, max: 10, groups: [{listed}]}}\n")).findings
    assert [(f"{it.code} {it.path}", it.message.say("en"), it.message.say("vi")) for it in found] == said


# Rows with a range, in this order, and the row and the part that clash.
RANGES = [
    (("par.7", "par.6"), None),
    (("par.6", "par.6.admin"), ("par.6", "par.6.admin")),
    (("par.6.admin", "par.6"), ("par.6.admin", "par.6")),
    (("par.7", "par.6.admin", "par.6.survey"), None),
    (("par.7", "par.7"), ("par.7", "par.7")),
]


@pytest.mark.parametrize(("rows", "clash"), RANGES)
def test_no_range_is_a_part_of_another(rows: tuple[str, ...], clash: tuple[str, str] | None) -> None:
    plan, _ = REGISTRY["W707"].right.split("ranges: ")
    scores = {"par.6": "[8, 9, 10]", "par.6.admin": "[5, 6, 7]", "par.6.survey": "[2, 3, 4]", "par.7": "[11, 12, 13]"}
    ranges = "".join(f"  - {{id: {row}, range: {scores[row]}, because: A}}\n" for row in rows)
    found = [finding for finding in check_text(files_of(f"{plan}ranges:\n{ranges}")).findings if finding.code == "W703"]
    assert [(finding.message.values["row"], finding.message.values["part"]) for finding in found] == ([clash] if clash else [])


CLAIMS = [("a.1: 4.2", True), ("a.1: 3", False), ("a.1: 3.01", True), ("a.1: 4.2, a: 8.2", True), ("a: 8.2", True)]


@pytest.mark.parametrize(("scores", "broken"), CLAIMS)
def test_a_claim_is_a_gain(scores: str, broken: bool) -> None:
    rule = REGISTRY["O817"]
    assert ("O817" in codes(check_example(rule, rule.wrong.replace("a.1: 4.2", scores)))) is broken


# How many were ranked in an index, and a row of it; how many were ranked in the row in 2021 and 2022 as far as is known, and what is found.
FIELDS = [
    ('ranked: {"2021": 63, "2022": 61}', "rank: 61/61, rank_change: 2", (63, 61), {"N404"}),  # 63rd of 63, and 61st of 61
    ('ranked: {"2021": 63, "2022": 61}', "rank: 61/61, rank_change: 3", (63, 61), {"N404", "R208"}),
    ('ranked: {"2021": 63, "2022": 61}', 'rank: 61/61, rank_change: 2, ranked: {"2021": 61}', (61, 61), {"R208"}),  # the row itself first
    ('ranked: {"2021": 63}', "rank: 61/61, rank_change: 2", (63, 61), {"N404"}),  # as the rank is printed
    ('ranked: {"2022": 61}', "rank: 60/63, rank_change: 1", (None, 61), {"N403"}),
    ("max: 9", "rank: 61, rank_change: 9", (None, None), set()),
]


@pytest.mark.parametrize(("index", "row", "field", "found"), FIELDS)
def test_how_many_were_ranked(index: str, row: str, field: tuple[int | None, int | None], found: set[str]) -> None:
    checked = check_text(files_of(f"  - {{id: a, name: A, decimals: 2, {index}, rows: [{{id: a.1, name: B, {row}}}]}}"))
    assert checked.plan is not None
    assert (checked.plan.field("a.1", 2021), checked.plan.field("a.1", 2022)) == field
    assert codes(checked) == found


def test_codes_are_unique_and_well_formed() -> None:
    for code, rule in REGISTRY.items():
        assert rule.code == code
        assert re.fullmatch(r"[A-Z][0-9]{3}", code)
        assert code[0] in FAMILIES
        assert rule.severity in SEVERITIES
        assert rule.severity in SEVERITY_WORDS


def test_a_family_of_rules_counts_in_its_own_hundred() -> None:
    hundreds = {family: {code[1] for code in REGISTRY if code[0] == family} for family in FAMILIES}
    assert all(len(digits) == 1 for digits in hundreds.values()), hundreds


def test_no_two_families_count_in_the_same_ten() -> None:
    families = {code[1:3]: code[0] for code in REGISTRY}
    assert [code for code in REGISTRY if families[code[1:3]] != code[0]] == []


def test_names_are_unique_and_can_be_typed() -> None:
    slugs = [rule.slug for rule in REGISTRY.values()]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)


def test_remarks_on_realism_never_fail_a_plan() -> None:
    assert {rule.severity for code, rule in REGISTRY.items() if code[0] in "NX"} == {"note"}


@every_rule
def test_both_languages_say_everything(rule: Rule) -> None:
    for words in (rule.title, rule.why, rule.message, rule.help):
        assert_told_twice(words)


@every_rule
def test_titles_and_sentences_have_no_full_stop_where_one_is_added(rule: Rule) -> None:
    for lang in ("vi", "en"):
        assert not rule.title.say(lang).endswith(".")
        assert rule.why.say(lang).endswith(".")
        assert not rule.message.say(lang, **dict.fromkeys(blanks(rule.message.en), "x")).endswith(".")


def texts_of_shapes() -> Iterator[Text]:
    """Everything that the reading of files says beside the rules' own words."""
    for value in vars(shape).values():
        if isinstance(value, Text):
            yield value
        elif hasattr(value, "values") and not isinstance(value, type):
            yield from (item for item in value.values() if isinstance(item, Text))


@pytest.mark.parametrize("words", list(texts_of_shapes()), ids=lambda words: words.en[:40])
def test_what_shapes_say_is_said_in_both_languages(words: Text) -> None:
    assert_told_twice(words)


def assert_told_twice(words: Text) -> None:
    for said in (words.vi, words.en):
        assert said.strip() == said != ""
    assert words.vi != words.en
    assert blanks(words.vi) == blanks(words.en)


def blanks(words: str) -> set[str]:
    """The names of what a sentence leaves to be filled in."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}
    except ValueError:
        return set()  # braces that are meant as such, in words that nothing is filled into


ROW = "  - {{id: {id}, name: A, decimals: 2, max: 10, score: 5{more}}}\n"
CIRCLES = [
    # (rows as id and what more they say, the circle that is told; none)
    ({"a": ", same_as: a"}, "a → a"),
    ({"a": ", same_as: b", "b": ", same_as: a"}, "a → b → a"),
    ({"a": ", same_as: b", "b": ", same_as: c", "c": ", same_as: b"}, "a → b → c → b"),
    ({"a": ", same_as: a.1, rows: [{id: a.1, name: P, max: 10}]"}, "a → a.1 → a"),
    ({"a": ", rows: [{id: a.1, name: P, max: 10, same_as: a}]"}, "a.1 → a → a.1"),
    (
        {"a": ", rows: [{id: a.1, name: P, max: 10, same_as: b}]", "b": ", rows: [{id: b.1, name: P, max: 10, same_as: a}]"},
        "b → a → b",
    ),
    ({"a": ", rows: [{id: a.1, name: P, max: 5, same_as: b}, {id: a.2, name: P, max: 5, same_as: b}]", "b": ""}, None),
    ({"a": ", same_as: b", "b": ", same_as: c", "c": ""}, None),
]


@pytest.mark.parametrize(("rows", "circle"), CIRCLES)
def test_no_figure_is_part_of_itself(rows: dict[str, str], circle: str | None) -> None:
    text = "".join(ROW.format(id=ident, more=more) for ident, more in rows.items())
    checked = check_text({"indicators": HEAD + text, "targets": "targets: {}\n"})
    told = [finding.message.say("en") for finding in checked.findings if finding.code == "S117"]
    assert told == ([] if circle is None else [f"`same_as` leads round in a circle: {circle}"])
    assert (checked.plan is None) == bool(circle)
    goals = ", ".join(f"{ident}: {{planned: 1, target: 9}}" for ident in rows)  # of which nothing can be worked out
    text = text.replace(", max: 10, score: 5", "")
    told = [finding.code for finding in check_text({"indicators": HEAD + text, "targets": f"targets: {{{goals}}}\n"}).findings]
    assert ("S117" in told) == (told == ["S117"]) == bool(circle)


@pytest.mark.parametrize("code", ["A301", "A302", "A303"])
def test_a_page_on_a_rule_says_of_sums_that_parts_are_added_up(parplan: Parplan, code: str) -> None:
    said = [re.search(r"^- (?:Thông báo|It says): (.*)$", parplan("rule", code, "--lang", lang).out, re.MULTILINE) for lang in ("vi", "en")]
    vietnamese, english = (found[1] for found in said if found)
    assert vietnamese.startswith("cộng ")
    assert "parts total …, but" in english


# A maximum, a score, a planned increase; what is said to be left. Nothing is, however far the score is beyond.
LEFT = [
    ("max: 10, score: 9.11", "1.39", "the headroom is only 0.89"),
    ("max: 5, score: 6.30", "0.50", "there is no headroom"),
    ("max: 5, score: 5.00", "0.50", "there is no headroom"),
    ("max: 0, score: 6.30", "0.50", "there is no headroom"),
    ("max: 100, score: 4.20, better: lower", "-5.20", "the headroom is only 4.20"),
    ("max: 100, score: 4.20, floor: 5, better: lower", "-0.50", "there is no headroom"),
]


@pytest.mark.parametrize(("row", "planned", "left"), LEFT)
def test_the_headroom_that_is_told_is_never_below_none(row: str, planned: str, left: str) -> None:
    example = f"  - {{id: a, name: A, decimals: 2, {row}}}\n# targets\n  a: {{planned: {planned}}}"
    (found,) = (it for it in check_example(REGISTRY["R207"], example).findings if it.code == "R207")
    assert found.message.say("en").endswith(f"; {left}")
