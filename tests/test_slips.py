"""What a slip of the hand in a plan's files is taken for: the remedy that is offered leads to what was meant, in both languages, and
nothing is said that only follows from it.
"""

import pytest

from parplan.model.files import FileKind
from parplan.model.findings import Finding
from parplan.points import LANGUAGES, Lang
from reading import check_text

INDICATORS = """\
plan: {id: p, name: P, year: 2025, target_year: 2026}
indices:
  - id: par
    name: PAR
    decimals: 2
    max: 30
    score: 24.00
    rows:
      - {id: par.1, name: One, max: 10, score: 8.70}
      - id: par.2
        name: Two
        max: 20
        score: 15.30
        parts:
          - {id: par.2.a, name: A, max: 12, score: 10.00}
          - {id: par.2.b, name: B, max: 8, score: 5.30}
"""
TARGETS = """\
targets:
  par: {planned: 1.00, target: 25.00}
  par.1: {planned: 0.50}
  par.2: {planned: 0.50}
"""
RESULTS = "results:\n  - {year: 2026, date: 2026-03-01, layer: survey, stage: interim, source: S, scores: {par.1: 8.70}}\n"
TASKS = "units:\n  - {id: u, name: U}\ntasks:\n  - {id: T, clause: C, name: N, lead: [u], serves: [par.1], status: open}\n"
ERRATA = "errata:\n  par.1.score: {printed: 8.70, correct: 9.50, because: B}\n"
SCENARIO = "name: S\nchanges:\n  - {id: par.1, set: 9.50, because: B}\n"
BESIDE: dict[FileKind, str] = {"results": RESULTS, "scenario": SCENARIO, "tasks": TASKS, "errata": ERRATA}


def findings(kind: FileKind, old: str, new: str) -> tuple[Finding, ...]:
    """What is found where a file has something else."""
    files: dict[FileKind, str] = {"indicators": INDICATORS, "targets": TARGETS}
    if kind in BESIDE:
        files[kind] = BESIDE[kind]
    assert old in files[kind]
    files[kind] = files[kind].replace(old, new, 1)
    return check_text(files).findings


def words(finding: Finding, lang: Lang = "en") -> str:
    """The code and path of a finding, and its help."""
    path = f" {finding.path}" if finding.path else ""
    return f"{finding.code}{path}: {finding.help.say(lang) if finding.help else ''}"


def found(kind: FileKind, old: str, new: str, lang: Lang = "en") -> list[str]:
    """The words of what is found where a file has something else."""
    return [words(it, lang) for it in findings(kind, old, new)]


def placed(kind: FileKind, old: str, new: str, lang: Lang) -> list[str]:
    """As `found`, behind the line and column of each."""
    return [f"{it.span.line}:{it.span.column} {words(it, lang)}" for it in findings(kind, old, new)]


def test_the_plan_holds_no_error() -> None:
    assert found("targets", "par", "par") == []


# --- decimal commas in braces, where two figures have the same decimals --------------------------------------------------------------

# the file, what stands there, what is written, what is found with its help
COMMAS: list[tuple[FileKind, str, str, list[str]]] = [
    (
        "results",
        "par.1: 8.70",
        "par.1: 8,70, par.2.a: 10,70, par.2.b: 5,70",
        ["results.0.scores.par.1: write 8.70", "results.0.scores.par.2.a: write 10.70", "results.0.scores.par.2.b: write 5.70"],
    ),
    ("targets", "planned: 1.00, target: 25.00", "planned: 1,50, target: 25,50", ["par.planned: write 1.50", "par.target: write 25.50"]),
    (
        "targets",
        "planned: 1.00, target: 25.00",
        "planned: 1.00, target: {2026: 25,50, 2027: 26,50}",
        ["par.target_2026: write 25.50", "par.target_2027: write 26.50"],
    ),
    ("targets", "planned: 1.00, target: 25.00", "planned: 1,50, target: ≥ 25,50", ["par.planned: write 1.50", "par.target: write 25.50"]),
    ("indicators", "max: 10, score: 8.70", "max: 10,50, score: 8,50, percent: 89", ["par.1.max: write 10.50", "par.1.score: write 8.50"]),
    (
        "errata",
        "printed: 8.70, correct: 9.50",
        "printed: 8,70, correct: 9,70",
        ["par.1.score.printed: write 8.70", "par.1.score.correct: write 9.70"],
    ),
    (
        "errata",
        "printed: 8.70, correct: 9.50",
        "correct: 9,70, printed: 8,70",
        ["par.1.score.correct: write 9.70", "par.1.score.printed: write 8.70"],
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "said"), COMMAS)
def test_each_figure_that_a_comma_cuts_is_told(kind: FileKind, old: str, new: str, said: list[str]) -> None:
    assert found(kind, old, new) == [f"S105 {it}" for it in said]


def test_a_key_given_twice_is_no_comma() -> None:
    said = [it.partition(":")[0] for it in found("results", "par.1: 8.70", "par.1: 8, par.2: 70, par.1: 70")]
    assert said == ["S106 results.0.scores.par.1"]


# --- percentages where points belong ------------------------------------------------------------------------------------------------

NO_POINTS = ("a percentage is not points; write the points", "tỷ lệ phần trăm không phải là điểm; ghi số điểm")


def or_percent(figure: str) -> tuple[str, str]:
    return (
        f"a percentage is not points; write `percent: {figure}`",
        f"tỷ lệ phần trăm không phải là điểm; ghi “percent: {figure}”",
    )


def or_share(figure: str) -> tuple[str, str]:
    return (
        f"a percentage is not points; write the points, or `share: {figure}%` for a part of the planned increase",
        f"tỷ lệ phần trăm không phải là điểm; ghi số điểm, hoặc “share: {figure}%” cho một phần của mức dự kiến tăng",
    )


def bare(figure: str) -> tuple[str, str]:
    return (f"write {figure}", f"ghi {figure}")


# the file, what stands there, what is written, what is found, its help in English and in Vietnamese
PERCENTAGES: list[tuple[FileKind, str, str, str, tuple[str, str]]] = [
    ("targets", "{planned: 0.50}", "{planned: 5%}", "S104 par.1.planned", NO_POINTS),
    ("targets", "{planned: 0.50}", "{planned: +5 %}", "S104 par.1.planned", NO_POINTS),
    ("targets", "{planned: 0.50}", "{planned: 5,5%}", "S105 par.1.planned", NO_POINTS),
    ("targets", "{planned: 0.50}", "{planned: 0.50, target: {points: 90%}}", "S104 par.1.target", or_percent("90")),
    ("targets", "{planned: 0.50}", "{planned: 0.50, target: {percent: 90%}}", "S104 par.1.target", bare("90")),
    ("targets", "{planned: 0.50}", "{planned: 0.50, target: 90%}", "S104 par.1.target", bare("{percent: 90}")),
    ("indicators", "score: 8.70", "score: 87%", "S104 par.1.score", or_percent("87")),
    ("indicators", "score: 8.70", "score: 87,5%", "S105 par.1.score", or_percent("87.5")),
    ("indicators", "score: 8.70", "score: 8.70, percent: 87%", "S104 par.1.percent", bare("87")),
    ("indicators", "score: 8.70", "score: 8.70, change: 5%", "S104 par.1.change", NO_POINTS),
    ("indicators", "score: 8.70", "score: 8.70, history: {2024: {score: 85%}}", "S104 par.1.score_2024", NO_POINTS),
    ("indicators", "max: 10, score", "max: 100%, score", "S104 par.1.max", NO_POINTS),
    ("results", "par.1: 8.70", "par.1: 87%", "S104 results.0.scores.par.1", NO_POINTS),
    ("scenario", "set: 9.50", "set: 88%", "S104 par.1.set", or_share("88")),
    ("scenario", "set: 9.50", "add: 5%", "S104 par.1.add", or_share("5")),
    ("errata", "printed: 8.70", "printed: 87%", "S104 par.1.score.printed", NO_POINTS),
    ("tasks", "status: open", "status: open, commitment: {at_least: 80%, of: files}", "S104 T.commitment", or_percent("80")),
    ("tasks", "status: open", "status: open, commitment: {percent: 80%, of: files}", "S104 T.commitment", bare("80")),
]


@pytest.mark.parametrize(("kind", "old", "new", "said", "todo"), PERCENTAGES)
def test_a_percentage_is_no_points(kind: FileKind, old: str, new: str, said: str, todo: tuple[str, str]) -> None:
    printed = (
        "; where the document writes it otherwise, put that under `printed`",
        "; nếu văn bản viết khác, ghi cách viết đó vào “printed”",
    )
    for lang, words, more in zip(LANGUAGES, todo[::-1], printed[::-1], strict=True):
        assert [it.removesuffix(more) for it in found(kind, old, new, lang)] == [f"{said}: {words}"]


# --- a colon without a space after it ------------------------------------------------------------------------------------------------

# the file, what stands there, what is written, what is found: where, and of which key
BLANKS: list[tuple[FileKind, str, str, list[tuple[str, str]]]] = [
    ("indicators", "max: 20\n", "max:20\n", [("12:9 S101", "max")]),
    ("indicators", "name: PAR\n", "name:PAR\n", [("4:5 S101", "name")]),
    ("indicators", "plan: {", "plan:{", [("1:1 S101", "plan")]),
    ("indicators", "score: 8.70", "score: 8.70, history: {2024:{score: 8}}", [("9:64 S101", "2024")]),
    ("indicators", "name: PAR", "name: {vi:Hài lòng, en:SIPAS}", [("4:12 S102 par.name", "vi"), ("4:25 S102 par.name", "en")]),
    ("indicators", "score: 8.70", "score: 8.70, printed: {score:8}", [("9:64 S102 par.1.printed", "score")]),
    ("indicators", "year: 2025", "year:2025", [("1:24 S102 p.year", "year")]),
    (
        "targets",
        "planned: 1.00, target: 25.00",
        "planned:1.00, target:25.00",
        [("2:9 S102 par.planned", "planned"), ("2:23 S102 par.target", "target")],
    ),
    ("targets", "target: 25.00", "target: {rank:30}", [("2:33 S102 par.target", "rank")]),
    ("targets", "target: 25.00", "target: rank:30", [("2:32 S104 par.target", "rank")]),
    ("targets", "target: 25.00", "target:{rank: 30}", [("2:24 S101", "target")]),
    ("targets", "par.1: {planned", "par.1:{planned", [("3:3 S102 par.1", "par.1")]),
    ("targets", "par.1: {planned: 0.50}", "par.1:{planned: 0.50, target: 9.20}", [("3:3 S101", "par.1")]),
    ("targets", "par.1: {planned: 0.50}", "par.1:\n    planned:0.50", [("4:5 S104 par.1", "planned")]),
    ("targets", "par.1: {planned: 0.50}", "par.1:\n    planned: 0.50\n    target:9.20", [("5:5 S101", "target")]),
    ("targets", "par.1: {planned: 0.50}", "par.1:\n    target:9.20\n    planned: 0.50", [("4:5 S101", "target")]),
    ("results", "par.1: 8.70", "par.1:8.70", [("2:87 S102 results.0.scores.par.1", "par.1")]),
    ("results", "par.1: 8.70}", "par.1: 8.70}, ranks: {par:30}", [("2:109 S108 results.0.ranks.par:30", "par")]),
    ("tasks", "  - {id: u, name: U}", "  - id:u\n    name: U", [("2:5 S101", "id")]),
    ("tasks", "lead: [u]", "lead:[u]", [("4:33 S101", "lead")]),
    ("scenario", "set: 9.50", "set:9.50", [("3:17 S102 par.1.set", "set")]),
]


@pytest.mark.parametrize(("kind", "old", "new", "said"), BLANKS)
def test_a_colon_without_a_blank(kind: FileKind, old: str, new: str, said: list[tuple[str, str]]) -> None:
    for lang, todo in zip(LANGUAGES, ("ghi dấu cách sau dấu hai chấm: “{}: …”", "write a space after the colon: `{}: …`"), strict=True):
        assert placed(kind, old, new, lang) == [f"{at}: {todo.format(key)}" for at, key in said]


def test_a_colon_without_a_blank_and_a_comma() -> None:
    both = ["par.1: write par.1: 8.70", "par.2.a: write par.2.a: 9.70"]
    assert found("results", "par.1: 8.70", "par.1:8,70, par.2.a:9,70") == [f"S105 results.0.scores.{it}" for it in both]


def test_the_address_of_a_page_has_no_blank_behind_its_colon() -> None:
    assert found("results", "source: S", "source: https://a.vn/b:c") == []


# --- a comma in a text in braces -----------------------------------------------------------------------------------------------------

# the file, what stands there, what is written, what is found, and of which key the text is
CUT_TEXTS: list[tuple[FileKind, str, str, str, str]] = [
    ("indicators", "name: One", "name: Tỷ lệ hồ sơ, trả đúng hạn", "par.1.trả đúng hạn", "name"),
    ("indicators", "name: One", "name: Tiếp nhận, trả, lưu hồ sơ", "par.1.trả", "name"),
    ("indicators", "name: One", "name: Một, 2025", "par.1.2025", "name"),
    ("indicators", "name: One", "name: Đạt 8,5, trở lên", "par.1.5", "name"),
    ("indicators", "name: One", "name: {vi: Hài lòng, nhanh, en: One}", "par.1.name", "vi"),
    ("indicators", "score: 8.70", "score: 8.70, printed: {score: 8,7}", "par.1.printed", "score"),
    ("indicators", "score: 8.70", "score: 8.70, source_of: {score: Sở, ngành}", "par.1.source_of", "score"),
    ("tasks", "clause: C", "clause: IV, 2", "T.2", "clause"),
    ("tasks", "name: N", "name: Rà soát, trả hồ sơ", "T.trả hồ sơ", "name"),
    ("errata", "because: B", "because: cộng lại, tăng 8,5", "par.1.score.tăng 8", "because"),
    ("errata", "because: B", "because: tăng 8,5", "par.1.score.5", "because"),
    ("scenario", "because: B", "because: Sở, ngành", "par.1.ngành", "because"),
    ("results", "source: S", "source: Công văn, số 12", "results.0.số 12", "source"),
]


@pytest.mark.parametrize(("kind", "old", "new", "path", "key"), CUT_TEXTS)
def test_a_comma_in_a_text(kind: FileKind, old: str, new: str, path: str, key: str) -> None:
    todo = ("chữ có dấu phẩy thì đặt trong ngoặc kép", "text with a comma in it goes in double quotes")
    for lang, words in zip(LANGUAGES, todo, strict=True):
        assert found(kind, old, new, lang) == [f'S102 {path}: {words}: {key}: "…"']


@pytest.mark.parametrize("row", ["{id: par.1, Một, name: One", "{id: par.1, name: One, scroe"])
def test_a_key_that_stands_alone_is_no_text(row: str) -> None:
    (only,) = found("indicators", "{id: par.1, name: One", row)
    assert "double quotes" not in only


# --- as documents word it ------------------------------------------------------------------------------------------------------------

# the file, what stands there, what is written, what is found, and what is to be written
WORDED: list[tuple[FileKind, str, str, str, str]] = [
    ("indicators", "score: 24.00", "score: 24,00 điểm", "S104 par.score", "24.00"),
    ("indicators", "score: 8.70", "score: 8.70 điểm", "S104 par.1.score", "8.70"),
    ("indicators", "score: 8.70", "score: 8,70 điểm", "S105 par.1.score", "8.70"),
    ("results", "par.1: 8.70", "par.1: 8.70 points", "S104 results.0.scores.par.1", "8.70"),
    ("results", "par.1: 8.70}", "par.1: 8.70}, ranks: {par: hạng 12}", "S104 results.0.ranks.par", "12"),
    ("indicators", "score: 8.70", "score: 8.70, rank: hạng 12", "S104 par.1.rank", "12"),
    ("indicators", "score: 8.70", "score: 8.70, rank: thứ 12/56", "S104 par.1.rank", "12/56"),
    ("indicators", "score: 8.70", "score: 8.70, rank: 12 / 56", "S104 par.1.rank", "12/56"),
    ("tasks", "status: open", "status: open, deadline: 2026/10/31", "S104 T.deadline", "2026-10-31"),
    ("tasks", "status: open", "status: open, deadline: trước 31/10/2026", "S104 T.deadline", "2026-10-31"),
    ("tasks", "status: open", "status: open, deadline: ngày 31 tháng 10 năm 2026", "S104 T.deadline", "2026-10-31"),
    ("tasks", "status: open", "status: open, deadline: 2026-2-3", "S104 T.deadline", "2026-02-03"),
    ("targets", "target: 25.00", "target: không giảm", "S104 par.target", "{direction: keep}"),
    ("targets", "target: 25.00", "target: cao hơn năm trước", "S104 par.target", "{direction: higher}"),
    ("targets", "target: 25.00", "target: top 10/56", "S104 par.target", "{rank: 10/56}"),
]


@pytest.mark.parametrize(("kind", "old", "new", "path", "meant"), WORDED)
def test_what_documents_word_otherwise(kind: FileKind, old: str, new: str, path: str, meant: str) -> None:
    (english,), (vietnamese,) = found(kind, old, new), found(kind, old, new, "vi")
    printed = kind in ("indicators", "targets") and path.startswith("S104") and any(map(str.isalpha, new.rpartition(": ")[2]))
    assert english == f"{path}: write {meant}{'; where the document writes it otherwise, put that under `printed`' * printed}"
    assert vietnamese.startswith(f"{path}: ghi {meant}")


# the file, what stands there, what is written, what is found, and what to do in both languages
HELD: list[tuple[FileKind, str, str, str, str, str]] = [
    ("tasks", "lead: [u]", "lead: u", "S104 T.lead", "ghi [u]", "write [u]"),
    ("tasks", "lead: [u]", "lead: u, v, w", "S102 T.v", "ghi lead: [u, v, w]", "write lead: [u, v, w]"),
    ("tasks", "serves: [par.1]", "serves: par.1", "S104 T.serves", "ghi [par.1]", "write [par.1]"),
    ("tasks", "status: open", "status: open, evidence: b.pdf", "S104 T.evidence", "ghi [{file: b.pdf}]", "write [{file: b.pdf}]"),
    (
        "tasks",
        "status: open",
        "status: open, evidence: https://a.vn/b",
        "S104 T.evidence",
        "ghi [{link: https://a.vn/b}]",
        "write [{link: https://a.vn/b}]",
    ),
    (
        "tasks",
        "status: open",
        "status: open, evidence: {file: b.pdf}",
        "S104 T.evidence",
        "ghi thành danh sách: “- ” trước mỗi mục, hoặc tất cả trong [ ]",
        "write a list: “- ” before each entry, or all of them in [ ]",
    ),
    (
        "targets",
        "par.1: {planned: 0.50}",
        "par.1: 0,50",
        "S104 par.1",
        "ghi {planned: 0.50} hoặc {target: 0.50}",
        "write {planned: 0.50} or {target: 0.50}",
    ),
    ("targets", "par.1: {planned: 0.50}", "par.1: hạng 30", "S104 par.1", "ghi {target: {rank: 30}}", "write {target: {rank: 30}}"),
    ("indicators", "score: 8.70", "score: 8.70, history: {2024: 8.5}", "S104 par.1.history", "ghi {score: 8.5}", "write {score: 8.5}"),
    (
        "errata",
        "  par.1.score: {printed",
        "  - {figure: par.1.score, printed",
        "S104 errata",
        "ghi mỗi mục sau khóa của nó: a.1.score: {printed: …, correct: …}",
        "write each after its key: a.1.score: {printed: …, correct: …}",
    ),
    (
        "errata",
        "{printed: 8.70, correct: 9.50, because: B}",
        "9.50",
        "S104 par.1.score",
        "ghi {printed: …, correct: 9.50}",
        "write {printed: …, correct: 9.50}",
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "path", "vi", "en"), HELD)
def test_what_belongs_in_a_list_or_record(kind: FileKind, old: str, new: str, path: str, vi: str, en: str) -> None:
    for lang, todo in zip(LANGUAGES, (vi, en), strict=True):
        assert found(kind, old, new, lang) == [f"{path}: {todo}"]


@pytest.mark.parametrize("text", ["rank: top 3", "rank: 12/56 tỉnh", "percent: 87 điểm"])
def test_what_nobody_can_tell_the_figure_of(text: str) -> None:
    (only,) = found("indicators", "score: 8.70", f"score: 8.70, {text}")
    assert " such as " in only


# --- other keys and words than are meant --------------------------------------------------------------------------------------------

# the file, what stands there, what is written, what is found with its help
MEANT: list[tuple[FileKind, str, str, list[str]]] = [
    ("targets", "target: 25.00", "target: {at_least: 25}", ["S102 par.target: did you mean points?"]),
    ("targets", "target: 25.00", "target: {no_less_than: 25}", ["S102 par.target: did you mean points?"]),
    ("targets", "target: 25.00", "target: {no_more_than: 25}", ["S102 par.target: did you mean at_most?"]),
    ("targets", "  par.2:", "  par.2.á: {target: 9.20}\n  par.2:", ["S108 par.2.á: did you mean par.2.a?"]),
    ("targets", "  par.2:", "  par.l: {target: 9.20}\n  par.2:", ["S108 par.l: did you mean par.1?"]),
    ("indicators", "parts:", "rows:", ["S102 par.2.rows: did you mean parts?"]),
    ("indicators", "    rows:", "    parts:", ["S102 par.parts: did you mean rows?"]),
    ("tasks", "status: open", "status: dnoe", ["S104 T.status: did you mean done?"]),
    *(
        ("tasks", "status: open", f"status: {text}", ["S104 T.status: write one of open, doing, done"])
        for text in ("xong", "not done", "none", "on")
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "said"), MEANT)
def test_what_is_meant_is_no_other_thing(kind: FileKind, old: str, new: str, said: list[str]) -> None:
    assert found(kind, old, new) == said


# --- what is refused leaves the rest of its record ----------------------------------------------------------------------------------

REFUSED = ["{percent: 90%}", "{rank: top}", "{at_least: 9}", "{places: 2.5}", "{direction: up}", "{2026: 9,0}", "hạng"]


@pytest.mark.parametrize("target", REFUSED)
def test_a_refused_target_says_nothing_of_the_increase_beside_it(target: str) -> None:
    (only,) = found("targets", "par.1: {planned: 0.50}", f"par.1: {{planned: 0.50, target: {target}}}")
    assert only.split()[1] in ("par.1.target:", "par.1.target_2026:")
