"""Deadlines as a calendar, read back with a reader that is not the writer."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from conftest import Parplan
from helpers_cli import HEAD, Ran, parplan_here, write_plan
from laws import few
from plans import as_text


@cache
def shipped(lang: str, *typed: str) -> Ran:
    """The shipped plan's calendar."""
    return parplan_here("tasks", "--format", "ics", "--lang", lang, *typed)


def calendar(text: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(text)


def only(text: str) -> Event:
    (event,) = calendar(text).events
    return event


def unfolded(text: str) -> list[str]:
    """The lines as they were before they were folded (RFC 5545, 3.1)."""
    return re.sub(r"\r\n[ \t]", "", text).split("\r\n")


# The closing sentence of the plan: before 10 December 2023. A whole day ends, exclusively, where the next begins (RFC 5545, 3.6.1).
SAID = {
    "vi": (
        "Báo cáo kết quả bằng văn bản cho UBND tỉnh, Sở Nội vụ tổng hợp (trước 10/12/2023)",
        "Chủ trì: Thủ trưởng sở, ban, ngành; Chủ tịch UBND huyện, thành phố\nPhối hợp: Sở Nội vụ\nMục: V",
    ),
    "en": (
        "Report results in writing to the provincial Committee, through Home Affairs (before 2023-12-10)",
        "Lead: Heads of departments, boards and agencies; chairs of district and city committees\n"
        "Coordinate: Department of Home Affairs\nClause: V",
    ),
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_one_deadline_is_one_whole_day(lang: str) -> None:
    ran = shipped(lang)
    assert (ran.code, ran.err) == (0, "")
    event = only(ran.out)
    assert (event.dtstart, event.dtend) == (date(2023, 12, 9), date(2023, 12, 10))
    assert not hasattr(event.dtstart, "hour")
    assert (event.summary, event.description) == SAID[lang]
    assert (event.uid, event.transparency) == ("cao-bang-2023.report@parplan", "TRANSPARENT")
    assert event.categories == []  # names hold commas, with which other programs cut them
    assert event.rrule is None


def test_the_calendar_says_what_it_is() -> None:
    lines = unfolded(shipped("vi").out)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//parplan//parplan//EN"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    (name,) = [line for line in lines if line.startswith("X-WR-CALNAME:")]
    assert name.startswith("X-WR-CALNAME:Thời hạn: ")
    assert name.endswith("PAPI năm 2023 của tỉnh Cao Bằng")


NAMES = [
    ("One, two; three", "One\\, two\\; three"),
    ("One\nBEGIN:VEVENT", "One BEGIN:VEVENT"),  # it is one line
    ("A \\ backslash", "A \\\\ backslash"),
]


@pytest.mark.parametrize(("name", "escaped"), NAMES)
def test_the_name_of_the_plan_is_text_like_any_other(tmp_path: Path, name: str, escaped: str) -> None:
    about = {"id": "example", "name": name, "year": "2022", "target_year": "2023"}
    indicators = as_text({"plan": about, "indices": [{"id": "a", "name": "A", "decimals": "2", "max": "10", "score": "7"}]})
    lines = unfolded(made(tmp_path, "Task", indicators=indicators).out)
    assert [line for line in lines if line.startswith("X-WR-CALNAME:")] == [f"X-WR-CALNAME:Deadlines: {escaped}"]


def test_an_event_keeps_its_identifier(parplan: Parplan) -> None:
    """From run to run, and in either language: a newer calendar changes an event and adds none."""
    runs = [parplan("tasks", "--format", "ics", "--lang", lang).out for lang in ("vi", "vi", "en")]
    assert len({only(text).uid for text in runs}) == 1
    stamped = [[line for line in unfolded(text) if not line.startswith("DTSTAMP:")] for text in runs]
    assert stamped[0] == stamped[1]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_lines_are_as_long_and_end_as_they_must(lang: str) -> None:
    """RFC 5545, 3.1: at most 75 octets and CRLF; no letter is cut in two, and none loses its marks."""
    octets = shipped(lang).out.encode()
    assert octets.endswith(b"\r\n")
    assert octets.count(b"\r") == octets.count(b"\n") == octets.count(b"\r\n")
    lines = octets.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)  # something was folded
    for line in lines:
        assert "\ufffd" not in line.decode()
    assert f"SUMMARY:{SAID[lang][0]}".replace(",", "\\,") in unfolded(octets.decode())


def test_it_goes_to_a_file_as_it_is(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"
    assert parplan("tasks", "--format", "ics", "--lang", "vi", "-o", str(file)) == (0, "", "")
    octets = file.read_bytes()
    assert octets.count(b"\n") == octets.count(b"\r\n") == shipped("vi").out.count("\n")
    assert only(octets.decode()).summary == SAID["vi"][0]


# What is typed; whether the report is in the calendar.
FILTERS = [
    ("--unit so-noi-vu", True),
    ("--unit thu-truong --due-before 2023-12-10", True),
    ("--unit so-tttt", False),
    ("--serves par.7", False),
    ("--due-before 2023-12-09", False),
    ("--status done", False),
]
EMPTY = {
    "en": "parplan: error: none of these tasks has a deadline: there is no calendar to write\n",
    "vi": "parplan: lỗi: không nhiệm vụ nào trong số này có thời hạn, nên không có lịch\n",
}


@pytest.mark.parametrize(("typed", "there"), FILTERS)
def test_filters(typed: str, there: bool) -> None:
    ran = shipped("en", *typed.split())
    if there:
        assert (ran.code, ran.err) == (0, "")
        assert len(calendar(ran.out).events) == 1
    else:
        assert ran == (1, "", EMPTY["en"])


def test_an_empty_calendar_is_said_in_vietnamese_too() -> None:
    assert shipped("vi", "--unit", "so-tttt") == (1, "", EMPTY["vi"])


def test_where_there_is_no_calendar_there_is_no_file(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"
    assert parplan("tasks", "--format", "ics", "--lang", "en", "--status", "done", "-o", str(file)) == (1, "", EMPTY["en"])
    assert not file.exists()


INDICATORS = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 10, score: 7}}\n"


def made(folder: Path, name: str, unit: str = "Department A", indicators: str = INDICATORS, **more: object) -> Ran:
    """The calendar of a plan with one unit and one task, due before 1 March 2023."""
    write_plan(folder, indicators, "targets: {}\n")
    task = {"id": "V.1", "clause": "V.1", "name": name, "lead": ["so-a"], "serves": ["a"], "deadline": "2023-03-01", **more}
    text = as_text({"units": [{"id": "so-a", "name": unit}], "tasks": [task]}).replace("'2023-03-01'", "2023-03-01")
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    return parplan_here("tasks", "--format", "ics", "--plan", str(folder), "--lang", "en")


SURVIVE = [
    "One, two; three",
    "A \\ backslash, and \\n that is no line",
    "Đẩy mạnh, “nhanh”; đúng: 100 %",
    "BEGIN:VEVENT",
    'In "quotes" and (brackets) = x:y',
    "Chuyển đổi số " * 12 + "hết",
    "ề" * 120,
    "😀" * 40,
]


@pytest.mark.parametrize("name", SURVIVE)
def test_names_survive(tmp_path: Path, name: str) -> None:
    ran = made(tmp_path, name, unit=name)
    assert (ran.code, ran.err) == (0, "")
    event = only(ran.out)
    assert event.summary == f"{name} (before 2023-03-01)"
    assert event.description is not None
    assert event.description.split("\n")[0] == f"Lead: {name}"
    assert max(len(line.encode()) for line in ran.out.split("\r\n")) <= 75


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\u202e", "\u2028", "\x85", "\u200b"])
def test_what_could_do_harm_is_replaced(tmp_path: Path, sign: str) -> None:
    ran = made(tmp_path, f"One{sign}two")
    assert ran.code == 0
    assert sign not in ran.out
    assert only(ran.out).summary == "One\ufffdtwo (before 2023-03-01)"


def test_a_line_break_in_a_name_makes_no_line(tmp_path: Path) -> None:
    ran = made(tmp_path, "One\r\nEND:VEVENT\nATTENDEE:mailto:somebody@example.org")
    event = only(ran.out)
    assert event.attendees == []
    assert not [line for line in unfolded(ran.out) if line.startswith("ATTENDEE")]


def test_what_it_serves_and_promises_is_described(tmp_path: Path) -> None:
    commitment = {"at_least": "2", "of": "dialogues a year"}
    described = only(made(tmp_path, "Talk", commitment=commitment).out).description
    assert described == "Lead: Department A\nClause: V.1\nServes: a\nCommitment: at least 2 dialogues a year"


@few
@given(st.text(st.characters(exclude_categories=["Cs"], codec="utf-8"), min_size=1, max_size=60).filter(lambda text: text.strip() != ""))
def test_any_name_makes_a_calendar_that_can_be_read(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    ran = made(tmp_path_factory.mktemp("named"), name)
    if ran.code == 0:
        event = only(ran.out)
        assert (event.dtstart, event.dtend) == (date(2023, 2, 28), date(2023, 3, 1))
        assert max(len(line.encode()) for line in ran.out.split("\r\n")) <= 75
        assert all(letter.isprintable() or letter == "\u00a0" for letter in ran.out.replace("\r\n", ""))


def test_the_same_plan_gives_the_same_calendar_where_the_time_is_given() -> None:
    calls = [parplan_here("tasks", "--format", "ics", env={"SOURCE_DATE_EPOCH": "1700000000"}).out for _ in range(2)]
    assert calls[0] == calls[1]
    assert calls[0].count("DTSTAMP:20231114T221320Z") == calls[0].count("BEGIN:VEVENT") > 0


@pytest.mark.parametrize("value", ["soon", "1e9", "9" * 30, "-"])
@pytest.mark.parametrize(
    ("lang", "said"), [("en", "a number of seconds since 1970 is needed"), ("vi", "cần số giây tính từ 1970, ví dụ 1700000000")]
)
def test_a_time_that_is_none(value: str, lang: str, said: str) -> None:
    ran = parplan_here("tasks", "--format", "ics", "--lang", lang, env={"SOURCE_DATE_EPOCH": value})
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
