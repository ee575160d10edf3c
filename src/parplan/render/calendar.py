"""Events as a calendar that other programs open (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, vText
from icalendar import Event as Component

from parplan.render.table import Event


def render(events: Iterable[Event], title: str, now: datetime) -> str:
    """A whole-day entry for every event; `now` is when the calendar is made.

    An event keeps its identifier from one calendar to the next, so that reading a newer one changes
    it instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//parplan//parplan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(title))
    for event in events:
        calendar.add_component(_component(event, now))
    text: str = calendar.to_ical().decode()
    return text


def _component(event: Event, now: datetime) -> Component:
    component = Component()
    component.add("uid", event.uid)
    component.add("dtstamp", now)
    component.add("dtstart", event.first)
    component.add("dtend", event.last + timedelta(days=1))  # the standard names the day after
    component.add("summary", event.summary)
    component.add("description", event.description)
    component.add("transp", "TRANSPARENT")
    return component
