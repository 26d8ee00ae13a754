"""Times as people say them, in Europe/London across clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.staff.durations import DurationError, until
from bot.staff.locale import load
from moderation.terms import Term

FRIDAY_NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SAID = [
    ("30 minutes", timedelta(minutes=30)),
    ("30m", timedelta(minutes=30)),
    ("1 min", timedelta(minutes=1)),
    ("2 hours", timedelta(hours=2)),
    ("2h", timedelta(hours=2)),
    ("1 hr", timedelta(hours=1)),
    ("3 days", timedelta(days=3)),
    ("3d", timedelta(days=3)),
    ("for 1 day", timedelta(days=1)),
    ("1 week", timedelta(weeks=1)),
    ("2 wks", timedelta(weeks=2)),
    ("until Friday 15:30", timedelta(hours=3, minutes=30)),
    ("until next Friday 15:30", timedelta(days=7, hours=3, minutes=30)),
    ("until 15:30", timedelta(hours=3, minutes=30)),
    ("until Monday 09:00", timedelta(days=2, hours=21)),
    ("until tomorrow 12:00", timedelta(days=1)),
    ("until 27 November 2026 12:00", timedelta(days=7)),
]


@pytest.mark.parametrize(("said", "meant"), SAID)
def test_a_time_is_understood(said, meant):
    assert until(said, FRIDAY_NOON) == FRIDAY_NOON + meant


@pytest.mark.parametrize("said", ["", "soon", "3 sausages", "until yesterday 10:00", "0 hours", "5 years", "600 days"])
def test_what_is_no_time_is_refused_with_a_hint(said):
    with pytest.raises(DurationError) as error:
        until(said, FRIDAY_NOON)
    assert len(error.value.said(load("en"))) > 20


def test_three_days_over_the_clock_change_are_seventy_two_hours_and_a_weekday_keeps_its_hour():
    before = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)  # British Summer Time, 10:00 in London
    assert until("3 days", before) - before == timedelta(hours=72)
    assert until("until Monday 10:00", before) == datetime(2026, 10, 26, 10, 0, tzinfo=UTC)


AUTUMN = Term(name="Autumn", starts=date(2026, 9, 2), ends=date(2026, 12, 18), half_term=date(2026, 10, 26))
SPRING = Term(name="Spring", starts=date(2027, 1, 5), ends=date(2027, 3, 25), half_term=date(2027, 2, 15))
SUMMER = Term(name="Summer", starts=date(2027, 4, 12), ends=date(2027, 7, 21), half_term=date(2027, 5, 31))
TERMS = (AUTUMN, SPRING, SUMMER)
BY_TERM = [
    ("rest of term", FRIDAY_NOON, (2026, 12, 19, 0)),
    ("the rest of the term", FRIDAY_NOON, (2026, 12, 19, 0)),
    ("until the end of term", FRIDAY_NOON, (2026, 12, 19, 0)),
    ("until half-term", FRIDAY_NOON, (2027, 2, 15, 0)),
    ("until half term", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), (2026, 10, 26, 0)),
    ("until next term", FRIDAY_NOON, (2027, 1, 5, 0)),
    ("rest of term", datetime(2027, 3, 25, 23, 30, tzinfo=UTC), (2027, 3, 26, 0)),
    ("rest of term", datetime(2027, 4, 12, 9, 0, tzinfo=UTC), (2027, 7, 21, 23)),  # British Summer Time
    ("until half-term", datetime(2027, 4, 12, 9, 0, tzinfo=UTC), (2027, 5, 30, 23)),
]


@pytest.mark.parametrize(("said", "now", "meant"), BY_TERM)
def test_the_days_of_the_term_calendar_end_a_time_at_londons_midnight(said, now, meant):
    assert until(said, now, TERMS) == datetime(*meant, tzinfo=UTC)


@pytest.mark.parametrize("now", [datetime(2027, 4, 1, 12, tzinfo=UTC), datetime(2027, 8, 1, 12, tzinfo=UTC)])
def test_in_the_holidays_there_is_no_rest_of_term_and_staff_are_told_what_to_say(now):
    with pytest.raises(DurationError) as refused:
        until("rest of term", now, TERMS)
    told = "No such day is in the school's term calendar now: say a date, or add the [[terms]] to the configuration."
    assert refused.value.said(load("en")) == told
    with pytest.raises(DurationError, match="time-no-term"):
        until("rest of term", FRIDAY_NOON)


SPRING_FORWARD = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)  # the night in which 01:00 to 02:00 is left out
FALL_BACK = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)  # 21:00 in London; in the night 01:00 to 02:00 comes twice
NIGHTS = [
    ("until 00:30", SPRING_FORWARD, (28, 0, 30)),
    ("until Sunday 00:59", SPRING_FORWARD, (28, 0, 59)),
    ("until Sunday 01:00", SPRING_FORWARD, (28, 1, 0)),  # left out: 02:00 on the new clock
    ("until Sunday 01:30", SPRING_FORWARD, (28, 1, 30)),  # left out: 02:30 on the new clock
    ("until Sunday 02:30", SPRING_FORWARD, (28, 1, 30)),
    ("until Sunday 15:30", SPRING_FORWARD, (28, 14, 30)),
    ("until Sunday 00:30", FALL_BACK, (24, 23, 30)),
    ("until Sunday 01:30", FALL_BACK, (25, 0, 30)),  # twice: the first is next
    ("until 25 October 2026 01:30", datetime(2026, 10, 25, 0, 45, tzinfo=UTC), (25, 1, 30)),  # the first is over
    ("until Sunday 02:30", FALL_BACK, (25, 2, 30)),
    ("until Sunday 15:30", FALL_BACK, (25, 15, 30)),
    ("3 hours", datetime(2026, 10, 25, 0, 45, tzinfo=UTC), (25, 3, 45)),
]


@pytest.mark.parametrize(("said", "now", "meant"), NIGHTS)
def test_a_time_in_a_night_of_the_clock_change_is_londons(said, now, meant):
    day, hour, minute = meant
    assert until(said, now) == datetime(now.year, now.month, day, hour, minute, tzinfo=UTC)
