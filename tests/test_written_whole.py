"""What leaves the program leaves it whole, or it is an error; and nothing a user wrote is lost by it."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers_cli import Ran, clean, command, parplan_here, unremarked, write_plan
from office import word
from parplan import api
from parplan.cli.files import change, writing_whole
from parplan.cli.output import Stop

on_posix = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and modes of POSIX")
LONG = ["schema", "indicators"]
DATA_OF_A_PLAN = "it is data of a plan, or was read or made by this run; choose another name"

PLAN = """\
plan: {id: mine, name: Mine, year: 2022, target_year: 2023, unit: Cao Bằng}
indices:
  - {id: par, name: PAR, decimals: 2, max: 20, rows: [{id: par.1, name: A, max: 10, score: 8}, {id: par.2, name: B, max: 10, score: 7}]}
"""
TARGETS = "plan: mine\ntargets:\n  par.1: {planned: 1}\n  par.2: {planned: 1}\n"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A plan with everything beside it that is read."""
    folder = write_plan(tmp_path / "plan", PLAN, TARGETS, "plan: mine\nerrata: {}\n")
    beside = {
        "results.yaml": "plan: mine\nresults:\n  - {year: 2023, date: 2023-06-30, layer: published, stage: interim, source: A, "
        "scores: {par.1: 8}}\n",
        "tasks.yaml": "plan: mine\nunits: [{id: u, name: U}]\ntasks: [{id: t, clause: I.1, name: T, lead: [u], serves: [par.1], "
        "deadline: 2023-12-10}]\n",
        "scenarios/low.yaml": "plan: mine\nname: Low\nchanges: [{id: par.1, set: 8, because: x}]\n",
        "peers/all.csv": "unit,year,par\nCao Bằng,2022,15\nTây Ninh,2022,16\n",
    }
    for name, text in beside.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "told.txt").write_text("Bảng\nSTT\tĐiểm\n1\t8\n", encoding="utf-8")
    (tmp_path / "field.csv").write_text("unit,year,par\nCao Bằng,2022,15\nTây Ninh,2022,16\n", encoding="utf-8")
    (tmp_path / "batch.csv").write_text("name,par.1\na,9\n", encoding="utf-8")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- in full, or an error ---------------------------------------------------------------------------------------------------------


@on_posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_does_not_wait_gets_everything(unbuffered: str) -> None:
    """Read only when it is full: 4,096 bytes of 181,324 once counted as success."""
    expected = parplan_here("schema", "indicators").out.encode()
    assert len(expected) > 1 << 14
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    if hasattr(os, "F_SETPIPE_SZ"):
        import fcntl

        fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen([command(), *LONG], stdout=theirs, stderr=subprocess.PIPE, env=clean(PYTHONUNBUFFERED=unbuffered)) as process:
        os.close(theirs)
        with os.fdopen(ours, "rb") as read:
            got = read.read()
        assert (process.wait(30), got) == (0, expected)


@on_posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [LONG, ["gap", "--help"], ["--version"], ["gap"]], ids=" ".join)
def test_a_disk_that_is_full_midway_is_an_error(tmp_path: Path, arguments: list[str], unbuffered: str) -> None:
    limited = "import os, resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8)); os.execv(sys.argv[1], sys.argv[1:])"
    with (tmp_path / "out").open("wb") as out:
        call = [sys.executable, "-c", limited, command(), *arguments]
        environment = clean(PYTHONUNBUFFERED=unbuffered, PARPLAN_LANG="en")
        done = subprocess.run(call, stdout=out, stderr=subprocess.PIPE, env=environment, check=False, timeout=30)
    assert (done.returncode, unremarked(done.stderr.decode())) == (2, "parplan: error: standard output cannot be written: File too large\n")


def test_standard_output_by_its_names(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mine)
    expected = parplan_here("gap", "--plan", "plan")
    for name in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        assert parplan_here("gap", "--plan", "plan", "-o", name) == expected
    assert not (mine / "-").exists()


@on_posix
@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_what_is_appended_to_stays(mine: Path, name: str) -> None:
    log = mine / "log"
    log.write_bytes(b"before\n")
    with log.open("ab") as out:
        subprocess.run([command(), "gap", "--plan", "plan", "-o", name], cwd=mine, stdout=out, env=clean(), check=True, timeout=30)
    assert log.read_bytes().decode() == "before\n" + parplan_here("gap", "--plan", "plan", cwd=mine).out


@on_posix
def test_a_device_is_written_to_and_not_replaced(mine: Path) -> None:
    assert parplan_here("gap", "--plan", "plan", "-o", "/dev/null", "--format", "json", cwd=mine) == Ran(0, "", "")
    assert not Path("/dev/null").is_file()


# --- never over what was read -----------------------------------------------------------------------------------------------------

OVER = [
    ("gap --plan plan --format json", "plan/indicators.yaml"),
    ("gap --plan plan --format json", "plan/targets.yaml"),
    ("gap --plan plan --format json", "plan/errata.yaml"),
    ("gap --plan plan --format json", "plan/tasks.yaml"),  # which gap does not read
    ("gap --plan new --format json", "new/errata.yaml"),  # which would be read from then on
    ("gap --plan new --format json", "new/scenarios/low.yaml"),
    ("project --plan new --set par.1=9", "new/tasks.yaml"),  # by --save
    ("progress --plan plan --format csv", "plan/results.yaml"),
    ("tasks --plan plan --format json", "plan/tasks.yaml"),
    ("rank par --plan plan --format json", "plan/peers/all.csv"),
    ("gap --plan plan", "plan/peers/all.csv"),
    ("rank par --plan plan --peers field.csv", "field.csv"),
    ("compare Tây Ninh@2022 Cao Bằng@2022 --plan plan --peers field.csv", "./field.csv"),
    ("validate plan --against told.txt", "told.txt"),
    ("validate plan --format json -j 2", "plan/indicators.yaml"),
    ("project --plan plan --scenario low --format json", "plan/scenarios/low.yaml"),
    ("simulate --plan plan --scenario plan/scenarios/low.yaml --format json", "plan/scenarios/low.yaml"),
    ("project --plan plan --batch batch.csv", "batch.csv"),
]


@pytest.mark.parametrize(("call", "file"), OVER, ids=[f"{call} -o {file}" for call, file in OVER])
def test_nothing_that_a_run_read_is_its_output(mine: Path, call: str, file: str) -> None:
    write_plan(mine / "new", PLAN, TARGETS)
    (mine / "new" / "scenarios").mkdir()
    before = contents(mine)
    arguments = [
        *call.replace("Tây Ninh@", "Tây_Ninh@").replace("Cao Bằng@", "Cao_Bằng@").split(),
        "--save" if "--set" in call else "-o",
        file,
    ]
    ran = parplan_here(*(word.replace("_", " ") if "@" in word else word for word in arguments), "--lang", "en", cwd=mine)
    assert (ran.code, ran.out) == (2, "")
    assert DATA_OF_A_PLAN in ran.err
    assert contents(mine) == before


@on_posix
def test_by_whatever_name(mine: Path) -> None:
    (mine / "hard.csv").hardlink_to(mine / "field.csv")
    (mine / "soft.csv").symlink_to("field.csv")
    before = contents(mine)
    for name in ("hard.csv", "soft.csv", "plan/../field.csv"):
        ran = parplan_here("rank", "par", "--plan", "plan", "--peers", "field.csv", "-o", name, cwd=mine, env={"PARPLAN_LANG": "vi"})
        assert ran.code == 2
        assert ran.err.endswith("đây là tệp số liệu của kế hoạch, hoặc tệp mà lệnh này đọc hay vừa tạo; chọn tên khác\n")
    assert contents(mine) == before


@on_posix
def test_what_comes_by_standard_input_is_read_too(mine: Path) -> None:
    with (mine / "batch.csv").open("rb") as given:
        call = [command(), "project", "--plan", "plan", "--batch", "-", "-o", "batch.csv"]
        done = subprocess.run(call, cwd=mine, stdin=given, env=clean(), capture_output=True, check=False, timeout=30)
    assert (done.returncode, (mine / "batch.csv").read_text()) == (2, "name,par.1\na,9\n")


@on_posix
def test_a_reader_who_has_seen_enough_ends_a_batch_without_end(mine: Path) -> None:
    endless = "import sys\nsys.stdout.write('name,par.1\\n')\nwhile True: sys.stdout.write('a,9\\n')"
    shell = f'"{sys.executable}" -c "$0" 2>/dev/null | "$1" project --plan plan --batch - | head -2'
    call = ["sh", "-c", shell, endless, command()]
    done = subprocess.run(call, cwd=mine, env=clean(), capture_output=True, check=False, timeout=30)
    assert done.stdout.startswith(b"line,name,")
    assert done.stderr == b""


CALLS = {"a.docx": ("report",), "a.xlsx": ("report",), "gap.xlsx": ("gap",)}


@pytest.mark.parametrize("name", CALLS)
def test_a_document_that_somebody_worked_on_stays(mine: Path, name: str) -> None:
    """Saved by another program; somebody else's, the plan itself perhaps; the beginning of one. As it was made, it is made anew."""
    file, call = mine / name, [*CALLS[name], "--plan", str(mine / "plan"), "-o", str(mine / name), "--lang", "en"]
    assert [parplan_here(*call).code for _ in range(2)] == [0, 0]
    saved = io.BytesIO()
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(saved, "w") as out:
        for part in made.infolist():
            out.writestr(part, made.read(part))
    for data in (saved.getvalue(), word("<w:p/>"), b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # the last with a password
        file.write_bytes(data)
        ran = parplan_here(*call)
        why = "it was not made by parplan, or has been worked on since; choose another name, or remove it first"
        assert (ran.code, ran.err.splitlines()[-1]) == (2, f"parplan: error: {file} cannot be written: {why}")
        assert file.read_bytes() == data
        with pytest.raises(OSError, match="it was not made by parplan"):
            api.load(mine / "plan").report(mine / name)


def test_another_run_may_replace_an_answer(mine: Path) -> None:
    for _ in range(2):
        assert parplan_here("gap", "--plan", "plan", "-o", "gap.csv", cwd=mine).code == 0


ENDINGS = [
    ("errata letter --plan plan", "letter.pdf", ".md, .txt, .docx"),
    ("report --plan plan", "report.pdf", ".docx, .xlsx, .html"),
    ("schema tasks", "schema.csv", ".json, .txt"),
    ("project --plan plan --batch batch.csv", "answer.json", ".csv, .jsonl, .ndjson"),
]


@pytest.mark.parametrize(("call", "file", "known"), ENDINGS)
def test_an_ending_that_nobody_knows_is_refused(mine: Path, call: str, file: str, known: str) -> None:
    ran = parplan_here(*call.split(), "-o", file, "--lang", "en", cwd=mine)
    ending = file[file.index(".") :]
    assert ran == Ran(2, "", f"parplan: error: {file}: no form is known for “{ending}”; use one of {known}\n")
    assert not (mine / file).exists()


# --- read-only files --------------------------------------------------------------------------------------------------------------

READ_ONLY = [
    ("gap --plan plan -o answer.txt", "answer.txt"),
    ("record par.1=9 --layer published --source B --date 2024-02-01 --plan plan", "plan/results.yaml"),
    ("mark t --status doing --plan plan", "plan/tasks.yaml"),
]


@on_posix
@pytest.mark.parametrize(("call", "file"), READ_ONLY)
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Permission denied; ask for permission to write there, or take another folder"),
        ("vi", "không có quyền; xin quyền ghi vào đó, hoặc dùng thư mục khác"),
    ],
)
def test_a_read_only_file_is_refused(mine: Path, call: str, file: str, lang: str, said: str) -> None:
    (mine / "answer.txt").write_text("kept\n")
    (mine / file).chmod(0o444)
    before = contents(mine)
    ran = parplan_here(*call.split(), "--lang", lang, cwd=mine)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f": {said}\n")
    assert contents(mine) == before


# --- several at once --------------------------------------------------------------------------------------------------------------


@on_posix
def test_of_two_writers_none_is_lost(mine: Path) -> None:
    calls = [
        ["record", "par.2=7.5", "--layer", "self-assessed", "--interim", "--source", f"S{n}", "--date", f"2023-0{n}-01"]
        for n in range(1, 7)
    ]
    running = [
        subprocess.Popen(
            [command(), *call, "--plan", "plan"], cwd=mine, env=clean(PARPLAN_LANG="en"), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        for call in calls
    ]
    told = [process.communicate(timeout=60)[1].decode() for process in running]
    text = (mine / "plan" / "results.yaml").read_text(encoding="utf-8")
    for number, process in enumerate(running, 1):
        assert (f'"S{number}"' in text) == (process.returncode == 0), told
        if process.returncode:
            assert process.returncode == 2
            assert "it has changed meanwhile, so nothing was written; run the command again" in told[number - 1]
    assert any(process.returncode == 0 for process in running)


def test_what_changed_meanwhile_is_not_written_over(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = mine / "plan" / "results.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text("somebody else's\n")
    with pytest.raises(Stop):
        change(file, "results.yaml", before, "mine\n")
    assert file.read_text() == "somebody else's\n"
    with pytest.raises(Stop):
        change(file, "results.yaml", None, "mine\n")  # there was none when the run began
    assert file.read_text() == "somebody else's\n"
    said = capsys.readouterr().err
    assert "run the command again" in said or "hãy chạy lại lệnh" in said  # in the language of the last run


@on_posix
def test_a_folder_that_another_run_does_not_let_go_is_told(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr("parplan.cli.files._PATIENCE", 0.0)
    held = os.open(mine / "plan", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        ran = parplan_here("mark", "t", "--status", "doing", "--plan", "plan", "--lang", "en", cwd=mine)
    finally:
        os.close(held)
    assert ran == Ran(
        2,
        "",
        "parplan: error: plan/tasks.yaml cannot be written: another run of parplan is writing there; "
        "wait a few seconds and run the command again\n",
    )


def test_a_disk_without_locks_is_written_to_all_the_same(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr("fcntl.flock", none)
    assert parplan_here("mark", "t", "--status", "doing", "--plan", "plan", cwd=mine).code == 0


@pytest.mark.parametrize("fails", [False, True])
def test_a_disk_without_links_gets_new_files_all_the_same(mine: Path, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    def none(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    if fails:
        monkeypatch.setattr(os, "replace", none)
    before = contents(mine)
    ran = parplan_here("project", "--plan", "plan", "--set", "par.1=9", "--save", "new.yaml", cwd=mine)
    assert ran.code == (2 if fails else 0)
    assert (contents(mine) == before) == fails


def test_a_file_is_closed_before_it_is_moved(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows moves none that is open."""
    moved: list[bool] = []
    replace = os.replace

    def watched(old: str, new: str) -> None:
        handles = [os.path.realpath(f"/proc/self/fd/{handle}") for handle in range(3, 256)]
        moved.append(os.path.realpath(old) in handles)
        replace(old, new)

    monkeypatch.setattr(os, "replace", watched)
    assert parplan_here("gap", "--plan", "plan", "-o", "gap.csv", cwd=mine).code == 0
    assert parplan_here("mark", "t", "--status", "doing", "--plan", "plan", cwd=mine).code == 0
    assert moved == [False, False]


# --- written, and then said -------------------------------------------------------------------------------------------------------


@contextmanager
def full() -> Iterator[int]:
    with Path("/dev/full").open("wb") as device:
        yield device.fileno()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    ("call", "file", "code"),
    [
        ("record par.1=9 --layer published --source B --date 2024-02-01 --plan plan", "plan/results.yaml", 0),
        ("mark t --status doing --plan plan", "plan/tasks.yaml", 0),
        ("init new --frame plan", "new/indicators.yaml", 0),
        ("project --plan plan --set par.1=9 --save new.yaml", "new.yaml", 2),
        ("reach par --plan plan --save new.yaml", "new.yaml", 2),
    ],
)
def test_a_file_is_not_written_where_the_run_says_that_it_failed(mine: Path, call: str, file: str, code: int) -> None:
    """What a command is for stays done and exits with 0; what only goes with an answer does not stay without it."""
    before = contents(mine)
    with full() as device:
        done = subprocess.run(
            [command(), *call.split()], cwd=mine, env=clean(), stdout=device, stderr=subprocess.PIPE, check=False, timeout=30
        )
    after = contents(mine)
    assert done.returncode == code, done.stderr.decode()
    assert (after != before) == (code == 0)
    assert (file in after and after[file] != before.get(file)) == (code == 0)


def test_temporary_files_go_away_whatever_happens(tmp_path: Path) -> None:
    def breaking_off() -> None:
        with writing_whole(tmp_path / ("n" * 250)) as out:
            out.write(b"x")
            assert len(list(tmp_path.iterdir())) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaking_off()
    assert list(tmp_path.iterdir()) == []
