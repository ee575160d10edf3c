"""What is read, and what is not: regular files that lie in the plan's folder, of a size that a plan has."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import parplan
from helpers_cli import DATA, INDICATORS, clean, command, parplan_here, write_plan
from parplan.workspace.reading import MOST, MOST_TEXT, CannotRead

on_posix = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and links of POSIX")
NAMES = [
    "indicators.yaml",
    "targets.yaml",
    "errata.yaml",
    "tasks.yaml",
    "results.yaml",
    "scenarios/low.yaml",
    "peers/a.yaml",
    "peers/a.csv",
]
LEADS_OUT = {
    "en": "plan/{} is a link that leads out of the plan's folder; where that is meant, add --follow-links",
    "vi": "plan/{} là liên kết ra ngoài thư mục kế hoạch; nếu đúng ý, thêm --follow-links",
}
NOT_REGULAR = {
    "en": "plan/{} is a device or a pipe, not a file; take it out of the plan's folder",
    "vi": "plan/{} là thiết bị hoặc ống dẫn, không phải tệp thường; bỏ ra khỏi thư mục kế hoạch",
}
both_languages = pytest.mark.parametrize("lang", ["en", "vi"])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = write_plan(tmp_path / "plan")
    (folder / "scenarios").mkdir()
    (folder / "peers").mkdir()
    return folder


def refused(plan: Path, lang: str, *more: str) -> str:
    """What `validate` says of a plan that it does not read; of a file beside one, in a finding."""
    ran = parplan_here("validate", "plan", "--format", "json", "--lang", lang, *more, cwd=plan.parent)
    if ran.code == 1:
        (found,) = json.loads(ran.out)["findings"]
        assert found["code"] == "S123"
        return str(found["message"]).removeprefix("cannot be checked, because ").removeprefix("không kiểm tra được, vì ")
    assert (ran.code, ran.out) == (2, "")
    return ran.err.removeprefix("parplan: error: ").removeprefix("parplan: lỗi: ").rstrip("\n")


@on_posix
@both_languages
@pytest.mark.parametrize("name", NAMES)
def test_a_pipe_in_a_plans_folder_is_not_waited_for(plan: Path, name: str, lang: str) -> None:
    (plan / name).unlink(missing_ok=True)
    os.mkfifo(plan / name)
    for more in ((), ("--follow-links",)):
        assert refused(plan, lang, *more) == NOT_REGULAR[lang].format(name)


@on_posix
@both_languages
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("target", ["/dev/zero", "/proc/self/environ", "../secret.yaml"])
def test_a_link_that_leads_out_is_not_followed(plan: Path, name: str, lang: str, target: str) -> None:
    (plan.parent / "secret.yaml").write_text("secret: here\n")
    (plan / name).unlink(missing_ok=True)
    depth = "../" * name.count("/") if target.startswith("..") else ""
    (plan / name).symlink_to(depth + target)
    assert refused(plan, lang) == LEADS_OUT[lang].format(name)


@on_posix
@both_languages
def test_a_device_is_no_file_even_where_links_are_followed(plan: Path, lang: str) -> None:
    (plan / "tasks.yaml").symlink_to("/dev/zero")
    assert refused(plan, lang, "--follow-links") == NOT_REGULAR[lang].format("tasks.yaml")


@on_posix
def test_a_folder_that_is_a_link_leads_out_too(plan: Path, tmp_path: Path) -> None:
    (plan / "scenarios").rmdir()
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "low.yaml").write_text("plan: example\nname: Low\nchanges: [{id: par, set: 80}]\n")
    (plan / "scenarios").symlink_to("../common")
    assert refused(plan, "en") == LEADS_OUT["en"].format("scenarios/low.yaml")
    followed = [
        ["validate", "plan", "--follow-links"],
        ["project", "--scenario", "low", "--plan", "plan", "--follow-links"],
        ["gap", "--plan", "plan"],  # which reads no scenario
    ]
    for arguments in followed:
        assert parplan_here(*arguments, cwd=tmp_path).code in (0, 1)


@on_posix
def test_a_call_that_is_advised_follows_them_too(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    for name in ("indicators", "targets"):
        (folder / f"{name}.yaml").symlink_to(DATA / f"{name}.yaml")
    told = parplan_here("errata", "suggest", str(folder), "--follow-links", "--lang", "en").out
    assert f" --plan {folder} --follow-links --decision " in " ".join(told.split())


@on_posix
def test_links_that_stay_inside_are_followed(plan: Path, tmp_path: Path) -> None:
    """As where a cluster puts its settings: …/indicators.yaml → ..data/indicators.yaml. And the folder itself may be a link."""
    (plan / "..data").mkdir()
    (plan / "indicators.yaml").rename(plan / "..data" / "indicators.yaml")
    (plan / "indicators.yaml").symlink_to("..data/indicators.yaml")
    (tmp_path / "by-another-name").symlink_to("plan")
    for name in ("plan", "by-another-name", "plan/../plan", str(plan)):
        assert parplan_here("gap", "--plan", name, cwd=tmp_path).code == 0
    assert parplan_here("gap", cwd=tmp_path / "by-another-name").code == 0


@on_posix
def test_links_in_python(plan: Path) -> None:
    (plan / "indicators.yaml").rename(plan.parent / "indicators.yaml")
    (plan / "indicators.yaml").symlink_to("../indicators.yaml")
    for opened in (parplan.load, parplan.check):
        with pytest.raises(CannotRead, match=r"leads out of the plan's folder; where that is meant, add follow_links=True$"):
            opened(plan)
    assert parplan.load(plan, follow_links=True).corrected().name == str(plan)
    assert parplan.check(plan, follow_links=True) == ()


@on_posix
def test_what_is_named_itself_may_be_a_pipe(plan: Path) -> None:
    """As `--against <(pandoc …)`."""
    ours, theirs = os.pipe()
    os.write(theirs, "Bảng\n".encode())
    os.close(theirs)
    call = [command(), "validate", "plan", "--against", f"/dev/fd/{ours}", "--format", "concise"]
    done = subprocess.run(call, cwd=plan.parent, env=clean(), capture_output=True, pass_fds=(ours,), check=False, timeout=20)
    os.close(ours)
    assert done.returncode in (0, 1), done.stderr


@both_languages
@pytest.mark.parametrize("name", ["targets.yaml", "peers/a.csv"])
def test_a_file_beyond_all_plans_is_not_read(plan: Path, name: str, lang: str) -> None:
    with (plan / name).open("wb") as file:
        file.truncate(MOST + 1)
    said = {
        "en": "plan/{} cannot be read: it is larger than 20 MB; split it, or see whether it is the file that was meant",
        "vi": "không đọc được plan/{}: tệp lớn hơn 20 MB; chia nhỏ tệp, hoặc xem lại có đúng tệp không",
    }
    assert refused(plan, lang) == said[lang].format(name)


@on_posix
def test_a_stream_without_an_end_is_not_read_to_its_end(plan: Path) -> None:
    ran = parplan_here("validate", "plan", "--against", "/dev/zero", "--lang", "en", cwd=plan.parent)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("parplan: error: /dev/zero cannot be read: it is larger than 20 MB; ")


def test_a_text_beyond_all_plans_is_not_looked_through(plan: Path) -> None:
    (plan.parent / "plan.txt").write_bytes(b"a" * (MOST_TEXT + 1))
    ran = parplan_here("validate", "plan", "--against", "plan.txt", "--lang", "en", cwd=plan.parent)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("parplan: error: plan.txt cannot be read: it is larger than 4 MB; ")


@on_posix
def test_links_in_a_ring_are_told(plan: Path) -> None:
    (plan / "tasks.yaml").symlink_to("tasks.yaml")
    assert refused(plan, "en").startswith("plan/tasks.yaml ")
    ran = parplan_here("project", "--batch", "plan/tasks.yaml", "-o", "plan/tasks.yaml", cwd=plan.parent)
    assert (ran.code, ran.out) == (2, "")


TWICE = [
    ('{"name": "a", "name": "b"}', "the key “name” is given twice", "khóa “name” lặp lại"),
    ('{"name": "a", "changes": [{"id": "par", "set": 80, "set": 81}]}', "the key “set” is given twice", "khóa “set” lặp lại"),
    ('{"changes": [{"id": "par", "set": NaN}]}', None, None),
    ('{"changes": [{"id": "par", "set": 1e99999999999}]}', None, None),
    ("[" * 90_000, "not JSON", "không phải JSON"),
    ('{"changes":' * 9_000, "not JSON", "không phải JSON"),
]


@pytest.mark.parametrize(("line", "english", "vietnamese"), TWICE, ids=[case[0][:60] for case in TWICE])
def test_a_bad_line_of_json_is_told_and_the_others_answered(plan: Path, line: str, english: str | None, vietnamese: str | None) -> None:
    (plan.parent / "in.jsonl").write_text(f'{{"name": "first"}}\n{line}\n{{"name": "last"}}\n')
    for lang, said in (("en", english), ("vi", vietnamese)):
        ran = parplan_here("project", "--batch", "in.jsonl", "--plan", "plan", "--lang", lang, cwd=plan.parent)
        assert ran.code == 1
        assert [json.loads(line)["name"] for line in ran.out.splitlines()] == ["first", "last"]
        assert f"in.jsonl:2: {said or ''}" in ran.err


LINES = 30_000
QUOTED = [
    ("a stray quote", ["s{n},80"] * LINES, {17: '"s17,80'}, 1),
    ("two of them", ["s{n},80"] * LINES, {17: '"s17,80', 20_000: 's20000",80'}, 1),
    ("a cell over 128 KiB", ["s{n},80"] * LINES, {17: "x" * 140_000 + ",80"}, 1),
    ("a quoted cell over 128 KiB", ["s{n},80"] * LINES, {17: '"' + "x" * 140_000 + '",80'}, 1),
]


@pytest.mark.parametrize(("lines", "odd", "bad"), [case[1:] for case in QUOTED], ids=[case[0] for case in QUOTED])
def test_no_line_of_a_batch_takes_another_with_it(plan: Path, lines: list[str], odd: dict[int, str], bad: int) -> None:
    text = "".join(odd.get(n, line.format(n=n)) + "\n" for n, line in enumerate(lines))
    (plan.parent / "in.csv").write_text("name,par\n" + text)
    ran = parplan_here("project", "--batch", "in.csv", "--plan", "plan", "--lang", "en", cwd=plan.parent)
    assert ran.code == 1
    assert ran.out.count("\r\n") == 1 + len(lines) - bad
    assert ran.err.endswith(f"parplan: lines that could not be worked out: {bad}\n")


@on_posix
@pytest.mark.parametrize(("lang", "said"), [("en", "git did not answer within 0.2 seconds"), ("vi", "git không trả lời sau 0.2 giây")])
def test_git_is_not_waited_for_without_end(plan: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str) -> None:
    tool = plan.parent / "bin" / "git"
    tool.parent.mkdir()
    tool.write_text(f"#!{sys.executable}\nimport time; time.sleep(60)\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("parplan.cli.revisions._PATIENCE", 0.2)
    ran = parplan_here("compare", "HEAD:", "plan", "--plan", "plan", "--lang", lang, cwd=plan.parent, env={"PATH": str(tool.parent)})
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("call", [["compare", "\ud800:", "plan"], ["project", "--scenario", "\ud800"], ["gap", "-o", "\ud800.csv"]])
def test_letters_that_no_name_has(plan: Path, call: list[str]) -> None:
    for lang, said in (("en", "holds characters that are not text"), ("vi", "có ký tự không phải văn bản")):
        ran = parplan_here(*call, "--plan", "plan", "--lang", lang, cwd=plan.parent)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


def test_a_target_year_is_never_before_the_scores(tmp_path: Path) -> None:
    for years, said in (
        ("year: 2023, target_year: 2023", "S118"),
        ("year: 2022, target_year: 20226", "S104"),
        ("year: 0, target_year: 1", "S104"),
    ):
        write_plan(tmp_path / "p", INDICATORS.replace("year: 2022, target_year: 2023", years))
        for call in ("gap", "progress", "review", "project", "reach par", "simulate", "units", "tasks", "explain par", "compare 2022 2023"):
            ran = parplan_here(*call.split(), "--plan", "p", cwd=tmp_path)
            assert (ran.code, ran.out) == (2, "")
            assert f"[{said}]" in ran.err
