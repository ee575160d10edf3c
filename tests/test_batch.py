"""`parplan project --batch`: one scenario a line, bad ones told by line, and read by what reads tables."""

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import Parplan
from helpers_cli import HEAD as PLAN
from helpers_cli import clean, unremarked, write_plan

HEAD = (
    "line,name,par_projected,par_change,par_shortfall,sipas_projected,sipas_change,sipas_shortfall,"
    "papi_projected,papi_change,papi_shortfall\r\n"
)


def file_of(folder: Path, text: str | bytes, name: str = "tries.csv") -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


# header, line, PAR, SIPAS, PAPI
LINES = [
    ("name", "as planned", "88.63", "7.90", "42.95"),
    ("name,par.7.admin", "one row,9.00", "87.45", "7.90", "42.95"),
    ("name,share", "part of the plan,60%", "84.198", "7.712", "41.29"),
    ("name,base,sipas", "satisfaction,current,8.00", "78.12", "8.00", "38.80"),
    ("name,par.*.survey,sipas", "surveys,50%,50%", "87.02", "7.665", "42.95"),
    ("name,par.1", "more of a row,+0.4", "89.03", "7.90", "42.95"),
    ("name,par.1", "less of a row,-0.25", "88.38", "7.90", "42.95"),
    ("name,par.7", "a whole row,10", "87.45", "7.90", "42.95"),
    ("name,share,par.*.survey", "both shares,60%,50%", "83.923", "7.712", "41.29"),
    ("name,par.7.admin,par.1", "blanks around, 9.00 , ", "87.45", "7.90", "42.95"),
    ("name;par.7.admin", "semicolons;9.00", "87.45", "7.90", "42.95"),
    ("name\tpar.7.admin", "tabs\t9.00", "87.45", "7.90", "42.95"),
    ("\ufeffname,par.7.admin", "a mark at the beginning,9.00", "87.45", "7.90", "42.95"),
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]


@pytest.mark.parametrize(("header", "line", "par", "sipas", "papi"), LINES, ids=lambda text: str(text)[:30])
def test_a_line_is_a_scenario(parplan: Parplan, tmp_path: Path, header: str, line: str, par: str, sipas: str, papi: str) -> None:
    ran = parplan("project", "--batch", file_of(tmp_path, f"{header}\n{line}\n"))
    assert (ran.code, ran.err) == (0, "")
    (row,) = csv.DictReader(io.StringIO(ran.out))
    assert (row["par_projected"], row["sipas_projected"], row["papi_projected"]) == (par, sipas, papi)
    assert Decimal(row["par_change"]) == Decimal(par) - Decimal("77.55")
    assert Decimal(row["papi_shortfall"]) == Decimal("43.33") - Decimal(papi)


@pytest.mark.parametrize("cell", ["-0,25", "–0,25", "\u22120,25", "\u2011 0.25".replace(" ", "")])
def test_a_dash_is_a_minus(parplan: Parplan, tmp_path: Path, cell: str) -> None:
    """Word and Excel put a dash where a hyphen was typed: 0.25 less than the planned 88.63 in all of them."""
    ran = parplan("project", "--batch", file_of(tmp_path, f"name;par.1\na;{cell}\n"))
    (row,) = csv.DictReader(io.StringIO(ran.out))
    assert (ran.code, row["par_projected"]) == (0, "88.38")


CLAMP = "--clamp holds it at the limit"
# what stands in the second line, and what is said of it
BAD: list[tuple[str, str, str]] = [
    ("name,par.7.admin", "a,13", f"par.7.admin would come to 13.00, above its maximum of 12.50; par.7.admin may be at most 12.50; {CLAMP}"),
    ("name,papi.1", "a,0.5", f"papi.1 would come to 0.50, below its floor of 1.00; papi.1 must be at least 1.00; {CLAMP}"),
    ("name,par.7,par.7.admin", "a,10,9", "par.7 is set by itself and through par.7.admin; leave one of the two out"),
    ("name,par.7.admin", 'a,"9,5"', "par.7.admin: “9,5”, did you mean 9.5?"),
    ("name,par.7.admin", 'a,"–0,25"', "par.7.admin: “–0,25”, did you mean -0.25?"),
    ("name,par.7.admin", "a,giảm 0.25", "par.7.admin: “giảm 0.25”, did you mean -0.25?"),
    ("name,par.7.admin", "a,tăng 0.25", "par.7.admin: “tăng 0.25”, did you mean +0.25?"),
    ("name,par.7.admin", "a,much", "par.7.admin: “much” is not a score (9.0), points to add (+0.4) or a share (60%)"),
    ("name,par.7.admin", "a,9e0", "par.7.admin: “9e0” is not a score (9.0), points to add (+0.4) or a share (60%)"),
    ("name,share", "a,0.6", "share: “0.6” is not a score (9.0), points to add (+0.4) or a share (60%)"),
    ("name,base", "a,plann", "base “plann”: `plan` or `current` is needed"),
    ("name,par.1", "a", "cells: 1, where 2 are needed"),
    ("name,par.1", "a,9,9", "cells: 3, where 2 are needed"),
    ("name,par.1", "a\x1b[2J,9", "the name is not UTF-8 text that can be printed"),
    ("name,par.1", 'a,"9', "the line cannot be read: a quotation mark is not closed, or stands in the wrong place"),
    ("name,par.1", '"a"b,9', "the line cannot be read: a quotation mark is not closed, or stands in the wrong place"),
    ("name,par.1", "a" * 100_000 + ",9", "the line is longer than 100000 characters"),
    ("name,par.1", "a," + "9" * 1000, f"par.1: “{'9' * 60}…” is not a score (9.0), points to add (+0.4) or a share (60%)"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "line", "words"), BAD, ids=[line[:30] for _, line, _ in BAD])
def test_a_bad_line_is_told_with_its_number_and_does_not_stop_the_others(
    parplan: Parplan, tmp_path: Path, header: str, line: str, words: str
) -> None:
    empty = "," * (header.count(","))
    file = file_of(tmp_path, f"{header}\nfirst{empty}\n{line}\n\nlast{empty}\n")
    ran = parplan("project", "--batch", file)
    assert ran.code == 1
    assert [row["line"] + row["name"] for row in csv.DictReader(io.StringIO(ran.out))] == ["2first", "5last"]
    assert ran.err == f"parplan: {file}:3: {words}\nparplan: lines that could not be worked out: 1\n"


@pytest.mark.parametrize(("lang", "said"), [("en", "and 884 more"), ("vi", "còn 884 dòng hỏng nữa")])
@pytest.mark.parametrize(("bad", "told"), [(100, 100), (984, 101)])
def test_bad_lines_that_are_not_told_one_by_one_are_counted(
    parplan: Parplan, tmp_path: Path, bad: int, told: int, lang: str, said: str
) -> None:
    file = file_of(tmp_path, "name,par.1\n" + "a,x\n" * bad)
    err = parplan("project", "--batch", file, "--lang", lang).err.splitlines()
    assert (len(err), f"parplan: {file}: {said}" in err) == (told + 1, told > 100)


# Penalties: a score of a row may be below 0, and so may what is taken off it.
PENALTIES = (
    PLAN
    + """\
indices:
  - id: x
    name: X
    decimals: 2
    max: 20
    rows: [{id: x.1, name: One, max: 20, score: 15}, {id: x.p, name: Penalties, bonus: true, max: 0, floor: -2, score: -1.50}]
"""
)
EITHER = {
    "en": "“-0.50” may be a score or points to take off, because the floor of x.p is below 0; "
    'a .jsonl file says which: {"id": "x.p", "set": -0.50}, or "add"',
    "vi": "“-0.50” có thể là điểm hoặc số điểm giảm, vì x.p có điểm sàn dưới 0; "
    'dùng tệp .jsonl để nói rõ: {"id": "x.p", "set": -0.50} hoặc "add"',
}


@pytest.mark.parametrize("title", ["x.p", "x.*"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_may_be_a_score_or_a_difference_is_refused(parplan: Parplan, tmp_path: Path, title: str, lang: str) -> None:
    plan = str(write_plan(tmp_path / "plan", PENALTIES, "targets: {}\n"))
    file = file_of(tmp_path, f"name,x.1,{title}\na,,-0.50\nb,-0.50,\n")
    ran = parplan("project", "--plan", plan, "--batch", file, "--lang", lang)
    assert ran.err.startswith(f"parplan: {file}:2: {title}: {EITHER[lang]}\n")
    assert [(row["name"], row["x_projected"]) for row in csv.DictReader(io.StringIO(ran.out))] == [("b", "13.00")]


@pytest.mark.parametrize(("kind", "total"), [("set", "14.50"), ("add", "13.00")])
def test_a_record_says_which(parplan: Parplan, tmp_path: Path, kind: str, total: str) -> None:
    plan = str(write_plan(tmp_path / "plan", PENALTIES, "targets: {}\n"))
    file = file_of(tmp_path, f'{{"changes": [{{"id": "x.p", "{kind}": -0.50}}]}}\n', "tries.jsonl")
    ran = parplan("project", "--plan", plan, "--batch", file)
    assert f'"x": {{"projected": {total}' in ran.out or f'"x_projected": {total}' in ran.out, ran.out


def test_bad_lines_in_vietnamese(parplan: Parplan, tmp_path: Path) -> None:
    file = file_of(tmp_path, "name,par.1\na,9,9\n")
    assert parplan("project", "--batch", file, "--lang", "vi").err == (
        f"parplan: {file}:2: có 3 ô, cần 2\nparplan: số dòng không tính được: 1\n"
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_mark_says_the_encoding(parplan: Parplan, tmp_path: Path, encoding: str) -> None:
    ran = parplan("project", "--batch", file_of(tmp_path, "name\tpar.1\r\nKịch bản\t+0,25\r\n".encode(encoding)))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1].startswith("2,Kịch bản,88.88,")


ANEW = "save it anew in UTF-8 (Excel: “CSV UTF-8”; Notepad: encoding “UTF-8”)"
# the file, and why nothing is read of it
NO_TEXT = [
    ("name,par.1\nK\xea\u0301 hoa\u0323ch,9\n".encode("cp1258"), "it is not UTF-8 text"),
    (b"name,par.1\n\xff,9\nb,9\n", "it is not UTF-8 text"),
    ("name,par.1\na,9\n".encode("utf-16-le"), "it has zero bytes, like UTF-16 without its mark"),
    (b"PK\x03\x04\x14\x00\x06\x00", "it is an Excel workbook or another Office file, not text"),
]


@pytest.mark.parametrize(("data", "why"), NO_TEXT)
def test_bytes_that_are_no_text_are_refused_with_the_way_to_save_anew(parplan: Parplan, tmp_path: Path, data: bytes, why: str) -> None:
    file = file_of(tmp_path, data)
    assert parplan("project", "--batch", file) == (2, "", f"parplan: error: {file} cannot be read: {why}; {ANEW}\n")


# far behind the beginning, by encoding: a character that cannot be, and a line that can
LATER = [("utf-8", b"\xff,9\n", b"b,9\n"), ("utf-16-le", b"\x00\xd8" + ",9\n".encode("utf-16-le"), "b,9\n".encode("utf-16-le"))]


@pytest.mark.parametrize(("encoding", "bad", "good"), LATER)
def test_bytes_that_are_no_text_further_down_are_a_bad_line(
    parplan: Parplan, tmp_path: Path, encoding: str, bad: bytes, good: bytes
) -> None:
    first = "".join(f"{'s' * 40},9\n" for _ in range(20_000))
    file = file_of(tmp_path, f"\ufeffname,par.1\n{first}".encode(encoding) + bad + good)
    ran = parplan("project", "--batch", file)
    assert (ran.code, ran.err.splitlines()[0]) == (1, f"parplan: {file}:20002: the name is not UTF-8 text that can be printed")
    assert ran.out.splitlines()[-1].startswith("20003,b,")


def test_an_open_quote_takes_no_line_with_it(parplan: Parplan, tmp_path: Path) -> None:
    lines = "".join(f"s{at},9\n" for at in range(20_000))
    file = file_of(tmp_path, f'name,par.1\n"open,9\n{lines}"two\nlines",9\n')
    ran = parplan("project", "--batch", file)
    assert (ran.code, ran.out.count("\n"), ran.out.count('"lines""",88.66')) == (1, 20_002, 1)
    assert [line.split(":")[2] for line in ran.err.splitlines()[:-1]] == ["2", "20003"]
    assert ran.err.endswith("parplan: lines that could not be worked out: 2\n")


def test_a_title_that_cannot_be_read_is_refused(parplan: Parplan, tmp_path: Path) -> None:
    ran = parplan("project", "--batch", file_of(tmp_path, 'name,"par.1\na,9\n'))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("parplan: error: the line cannot be read: a quotation mark")


def test_the_share_of_the_plan_is_what_a_line_starts_from(parplan: Parplan, tmp_path: Path) -> None:
    lines = [parplan("project", "--batch", file_of(tmp_path, text)).out for text in ("share,par.1\n60%,+0.1\n", "par.1,share\n+0.1,60%\n")]
    assert lines[0] == lines[1] == HEAD + "2,,84.298,6.748,4.332,7.712,0.282,0.188,41.29,2.49,2.04\r\n"


ODD_RECORDS = ["[" * 50_000, '{"changes": [{"id": "par.1", "set": 1e999999999}]}', '{"changes": [{"id": "par.1", "set": NaN}]}']


@pytest.mark.parametrize("line", ODD_RECORDS, ids=["deep", "huge", "nan"])
def test_records_that_nobody_means_are_bad_lines(parplan: Parplan, tmp_path: Path, line: str) -> None:
    ran = parplan("project", "--batch", file_of(tmp_path, line + "\n{}\n", "tries.jsonl"))
    assert (ran.code, ran.out.count("\n"), ran.err.count("\n")) == (1, 1, 2)


def test_later_records_of_a_line_take_the_place_of_earlier_ones(parplan: Parplan, tmp_path: Path) -> None:
    shares = '{"id": "par.7.admin", "share": "50%"}', '{"id": "par", "share": "100%"}'
    text = "".join(f'{{"changes": [{", ".join(order)}]}}\n' for order in (shares, shares[::-1]))
    ran = parplan("project", "--batch", file_of(tmp_path, text, "tries.jsonl"))
    assert [json.loads(line)["par"]["projected"] for line in ran.out.splitlines()] == [88.63, 87.17]


def test_it_needs_no_extra(tmp_path: Path) -> None:
    code = "import sys; sys.modules['numpy'] = None; from parplan.cli import main; main()"
    call = [sys.executable, "-c", code, "project", "--batch", file_of(tmp_path, "name,par.1\na,9\n")]
    assert "2,a,88.66" in subprocess.run(call, capture_output=True, text=True, env=clean(), check=True).stdout


def test_clamp_holds_and_counts(parplan: Parplan, tmp_path: Path) -> None:
    ran = parplan("project", "--clamp", "--batch", file_of(tmp_path, "name,par.7.admin\na,13\nb,9\n"))
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["held"], row["par_projected"]) for row in rows] == [("1", "90.95"), ("0", "87.45")]


# what is typed, and what is said of it; nothing is printed then
REFUSED = [
    (["--batch", "none.csv"], "parplan: error: there is no file none.csv\n"),
    (["--batch", "."], "parplan: error: . is a folder, not a file\n"),
    (["--batch", "unknown.csv"], "parplan: error: column title: the plan has no id “par.77”; did you mean par.7, par.8, par.6?\n"),
    (["--batch", "twice.csv"], "parplan: error: columns given twice: par.1\n"),
    (["--batch", "fine.csv", "--set", "par.1=9"], "parplan: error: --batch does not go with --set, --add, --share\n"),
    (["--batch", "fine.csv", "par"], "parplan: error: --batch does not go with ID\n"),
    (["--batch", "fine.csv", "--scenario", "surveys-at-half"], "parplan: error: --batch does not go with --scenario\n"),
    (["--batch", "fine.csv", "--fail-under", "par=85"], "parplan: error: --batch does not go with --fail-under\n"),
    (
        ["--batch", "fine.csv", "-o", "no/such/folder.csv"],
        "parplan: error: no/such/folder.csv cannot be written: there is no folder no/such\n",
    ),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=[" ".join(arguments) for arguments, _ in REFUSED])
def test_what_cannot_be_done_is_said_before_anything_is_printed(
    parplan: Parplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("unknown", "name,par.77\n"), ("twice", "name,par.1,par.1\n"), ("fine", "name,par.1\na,9\n")):
        file_of(tmp_path, text, f"{name}.csv")
    assert parplan("project", *arguments) == (2, "", words)


def test_an_empty_file_has_an_empty_answer(parplan: Parplan, tmp_path: Path) -> None:
    for text in ("name,par.1\n", ""):
        file = file_of(tmp_path, text)
        assert parplan("project", "--batch", file) == (0, HEAD, f"parplan: there is no scenario in {file}\n")


def test_the_result_is_there_whole_or_not_at_all(parplan: Parplan, tmp_path: Path) -> None:
    result = tmp_path / "result.csv"
    result.write_text("what stood there\n")
    assert parplan("project", "--batch", file_of(tmp_path, "name,par.77\na,9\n"), "-o", str(result)).code == 2
    assert result.read_text() == "what stood there\n"
    assert parplan("project", "--batch", file_of(tmp_path, "name,par.1\na,9\n"), "-o", str(result)) == (0, "", "")
    assert result.read_bytes().decode() == HEAD + "2,a,88.66,11.11,-0.03,7.90,0.47,0.00,42.95,4.15,0.38\r\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result.csv", "tries.csv"]


RECORDS = """\
{"name": "A", "changes": [{"share": "60%"}, {"id": "par.7.admin", "set": 9.00, "because": "tried before"}]}
{"name": "B", "base": "current", "changes": [{"id": "sipas", "set": 8.0}]}
{"name": {"vi": "C", "en": "C too"}, "changes": [{"id": "par.7.admin", "set": 9}, {"id": "par.7.admin", "add": 0.5}]}
{"name": "D", "changes": [{"id": "par.7.admin", "set": 9}, {"id": "par.7", "share": "50%"}]}
not a record
{"name": "E", "changes": [{"id": "par.99", "set": 1}]}
{"name": "F", "changes": [{"id": "par.1", "set": "9"}]}
{"name": "G", "scenario": 1}
{}
"""


@pytest.mark.parametrize("name", ["tries.jsonl", "TRIES.JSONL"])
def test_records_are_scenarios_too(parplan: Parplan, tmp_path: Path, name: str) -> None:
    file = file_of(tmp_path, RECORDS, name)
    ran = parplan("project", "--batch", file)
    results = [json.loads(line, parse_float=Decimal) for line in ran.out.splitlines()]
    assert [(each["line"], each["name"], each["par"]["projected"]) for each in results] == [
        (1, "A", Decimal("84.186")),
        (2, "B", Decimal("78.12")),
        (3, "C", Decimal("87.95")),
        (4, "D", Decimal("87.045")),
        (9, "", Decimal("88.63")),
    ]
    assert results[0]["papi"] == {"projected": Decimal("41.29"), "change": Decimal("2.49"), "shortfall": Decimal("2.04")}
    assert ran.code == 1
    assert ran.err.splitlines() == [
        f"parplan: {file}:5: not JSON",
        f"parplan: {file}:6: there is no id “par.99”; did you mean par.8, par.7, par.6?",
        f'parplan: {file}:7: a change needs exactly one of `set`, `add` (numbers) and `share` ("60%"); `set` and `add` need an `id`',
        f"parplan: {file}:8: there is no key “scenario”; the keys are name, base, changes",
        "parplan: lines that could not be worked out: 4",
    ]


def test_the_form_of_the_answer_follows_its_name(parplan: Parplan, tmp_path: Path) -> None:
    records, rows = file_of(tmp_path, RECORDS, "tries.jsonl"), file_of(tmp_path, "name,par.1\na,9\n")
    parplan("project", "--batch", records, "-o", str(tmp_path / "out.csv"))
    parplan("project", "--batch", rows, "-o", str(tmp_path / "out.jsonl"))
    assert (tmp_path / "out.csv").read_bytes().decode().startswith(HEAD + "1,A,84.186,")
    assert json.loads((tmp_path / "out.jsonl").read_text())["par"]["projected"] == 88.66


FORMS = [("name,par.1\na,9\n", "line,name,"), ('{"name": "a"}\n', '{"line": 1, "name": "a", ')]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("text", "first"), FORMS)
def test_standard_input(text: str, first: str, encoding: str) -> None:
    call = [sys.executable, "-m", "parplan", "project", "--batch", "-"]
    ran = subprocess.run(call, input=text.encode(encoding), capture_output=True, env=clean(), check=True)
    assert ran.stdout.decode().startswith(first)


def test_standard_input_that_is_no_text() -> None:
    call = [sys.executable, "-m", "parplan", "project", "--batch", "-", "--lang", "en"]
    ran = subprocess.run(call, input=b"name,par.1\n\xff,9\n", capture_output=True, env=clean(), check=False)
    assert (ran.returncode, ran.stdout, unremarked(ran.stderr.decode())) == (
        2,
        b"",
        f"parplan: error: - cannot be read: it is not UTF-8 text; {ANEW}\n",
    )


AWKWARD = ["x,y", 'say "so"', "=1+1", "+1", "-1", "@x", "Kịch bản một", "two\nlines", "", "  ", "7.10"]


def test_pandas_duckdb_and_a_spreadsheet_read_the_result_without_care(parplan: Parplan, tmp_path: Path) -> None:
    names = [name for name in AWKWARD if name.isprintable()]
    out = io.StringIO()
    csv.writer(out).writerows([["name", "par.7.admin"], *([name, f"9.{at}0"] for at, name in enumerate(names))])
    result = tmp_path / "result.csv"
    assert parplan("project", "--batch", file_of(tmp_path, out.getvalue()), "-o", str(result)).code == 0
    expected = [str(round(87.45 + at / 10, 2)) for at in range(len(names))]
    for reader in (PANDAS, DUCKDB):
        ran = subprocess.run([sys.executable, "-c", reader, str(result)], capture_output=True, text=True, check=True)
        kinds, values, texts = ran.stdout.splitlines()
        assert kinds == "9 numbers"
        assert values.split() == expected
        assert texts == "no formulas"


# Each reads the file with nothing said about it, and tells how many columns are numbers, PAR, and whether a name begins a formula.
PANDAS = """
import sys, pandas
frame = pandas.read_csv(sys.argv[1])
print(sum(str(kind) == "float64" for kind in frame.dtypes[2:]), "numbers")
print(*frame["par_projected"])
print("formulas" if any(str(name).startswith(("=", "+", "-", "@")) for name in frame["name"]) else "no formulas")
"""
DUCKDB = """
import sys, duckdb
table = duckdb.sql(f"select * from read_csv('{sys.argv[1]}') order by line")
print(sum(str(kind) == "DOUBLE" for kind in table.types[2:]), "numbers")
rows = table.fetchall()
print(*(row[2] for row in rows))
print("formulas" if any(str(row[1]).startswith(("=", "+", "-", "@")) for row in rows) else "no formulas")
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    # The real program: its largest resident size, which for 2e4 and 2e5 lines was 65 and 66 MB. Fifty bytes kept of each are noticed.
    peaks = []
    for lines in (20_000, 100_000):
        body = "".join(f"s{at},{7.97 + at % 150 / 100:.2f},+0.{at % 10}\n" for at in range(lines))
        file = file_of(tmp_path, "name,par.1,par.6.admin\n" + body)
        code = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        call = [sys.executable, "-c", code, sys.executable, "-m", "parplan", "project", "--batch", file, "-o", str(tmp_path / "r.csv")]
        peaks.append(int(subprocess.run(call, capture_output=True, text=True, env=clean(), check=True).stdout))
        assert (tmp_path / "r.csv").read_bytes().count(b"\n") == lines + 1
    assert peaks[1] < 1.06 * peaks[0]


def test_decimal_commas_are_read_where_commas_do_not_separate(parplan: Parplan, tmp_path: Path) -> None:
    ran = parplan("project", "--batch", file_of(tmp_path, "name;par.7.admin;par.1\nMột;9,00;+0,25\n"))
    assert (ran.code, ran.out.splitlines()[1].split(",")[2]) == (0, "87.70")


def test_a_target_that_no_unit_divides_has_its_shortfall(parplan: Parplan, tmp_path: Path) -> None:
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\nindices:\n"
    rows = ", ".join(f"{{id: m.{n}, name: Row, max: 10, score: {n}}}" for n in (1, 2, 4))
    index = f"  - {{id: m, name: M, decimals: 2, max: 10, score: 2.33, aggregate: mean, rows: [{rows}]}}\n"
    (tmp_path / "indicators.yaml").write_text(head + index, encoding="utf-8")
    (tmp_path / "targets.yaml").write_text("targets: {m.1: {planned: 1}, m.2: {planned: 0}, m.4: {planned: 0}}\n", encoding="utf-8")
    ran = parplan("project", "--plan", str(tmp_path), "--batch", file_of(tmp_path, "name,m.1\na,3\n"))
    assert ran.out.splitlines()[1] == "2,a,2.996667,0.666667,-0.33"
