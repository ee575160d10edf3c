"""Deadlines as a calendar that other programs open (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vText

from parplan.labels import Tasks
from parplan.model.plan import About
from parplan.model.tasks import Task, TaskRecord, Work
from parplan.points import Lang
from parplan.reports.tasks import commitment_said
from parplan.text import Message, plain


def render(tasks: Iterable[Task], work: Work, about: About, lang: Lang, now: datetime) -> str:
    """A whole-day event for every task with a deadline, on the last day that is left; `now` is when the calendar is made.

    An event keeps its identifier from one calendar to the next, so that reading a newer one changes it instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//parplan//parplan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(" ".join(plain(Tasks.CALENDAR.say(lang, plan=about.name)).split())))
    for task in tasks:
        if task.record.deadline is not None:
            calendar.add_component(_event(task, work, about, lang, now))
    text: str = calendar.to_ical().decode()
    return text


def _event(task: Task, work: Work, about: About, lang: Lang, now: datetime) -> Event:
    record, deadline = task.record, task.record.deadline
    event = Event()
    event.add("uid", f"{about.id}.{record.id}@parplan")
    event.add("dtstamp", now)
    if deadline is not None:  # an event ends before its end, as a task is to be done before its deadline
        event.add("dtstart", deadline - timedelta(days=1))
        event.add("dtend", deadline)
    event.add("summary", _said(Message(Tasks.EVENT, {"name": record.name, "day": deadline}), lang))
    event.add("description", "\n".join(_said(message, lang) for message in _description(record, work)))
    event.add("transp", "TRANSPARENT")
    return event


def _description(record: TaskRecord, work: Work) -> Iterable[Message]:
    for title, units in ((Tasks.LEAD, record.lead), (Tasks.COORDINATE, record.coordinate), (Tasks.ASKED, record.asked)):
        if units:
            yield Message(Tasks.OF, {"what": title, "said": tuple(work.units[unit].name for unit in units)})
    yield Message(Tasks.OF, {"what": Tasks.CLAUSE, "said": record.clause})
    if record.serves:
        yield Message(Tasks.OF, {"what": Tasks.SERVES, "said": record.serves})
    said = commitment_said(record.commitment)
    if said is not None:
        yield Message(Tasks.OF, {"what": Tasks.COMMITMENT, "said": said})


def _said(message: Message, lang: Lang) -> str:
    return plain(message.say(lang))
