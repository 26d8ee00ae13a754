"""Dates of events and dates on which somebody may be born."""

import pytest

from moderation.dates import may_be_birthday, of_events, spelt

YEAR = 2026


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Photos 22/09/2026", "Photos 22 September"),
        ("SATs 11/05/2026 - 14.05.26, hall", "SATs 11 May - 14 May, hall"),
        ("last year 01-07-2025", "last year 1 July"),
        ("next 05/01/2027", "next 5 January"),
        ("born 17/03/2009", "born 17/03/2009"),
        ("born 17/03/14", "born 17/03/14"),
        ("born 17/03/98 or 17/03/1998", "born 17/03/98 or 17/03/1998"),
        ("version 40/20/2026", "version 40/20/2026"),
        ("score 3-2, 10.30, 22/09", "score 3-2, 10.30, 22/09"),
    ],
)
def test_dates_of_events_are_spelt_and_birthdays_left_as_they_are(text, said):
    assert spelt(text, YEAR) == said


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("17/03/2014", True),
        ("17-03-14", True),
        ("17/03/98", True),
        ("17/03/1998", True),
        ("3rd June 1987", True),
        ("17th March 2014", True),
        ("3 of May, 2015", True),
        ("17/03/2026", False),
        ("12 June 2026", False),
        ("17 March", False),
        ("in 2014", False),
    ],
)
def test_only_a_full_date_from_long_before_may_be_a_birthday(text, may):
    assert may_be_birthday(text, YEAR) is may


@pytest.mark.parametrize(
    ("text", "are"),
    [
        ("Autumn Term 03/09/2026, Spring Term 05/01/2027", True),
        ("24.11.26", True),
        ("5 Dec 26", True),
        ("5th December 2026", True),
        ("12/03/2017, 24/11/2026", False),
        ("12 March 17", False),
        ("24/11", False),
        ("no date", False),
    ],
)
def test_dates_are_of_events_where_each_is_of_about_now(text, are):
    assert of_events(text, YEAR) is are
