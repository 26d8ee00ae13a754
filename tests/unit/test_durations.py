"""Times as people say them, in Europe/London across clock changes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.staff.durations import DurationError, until

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
    assert len(str(error.value)) > 20


def test_three_days_over_the_clock_change_are_seventy_two_hours_and_a_weekday_keeps_its_hour():
    before = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)  # British Summer Time, 10:00 in London
    assert until("3 days", before) - before == timedelta(hours=72)
    assert until("until Monday 10:00", before) == datetime(2026, 10, 26, 10, 0, tzinfo=UTC)
