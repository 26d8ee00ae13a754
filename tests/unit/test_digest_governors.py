"""The governors' digest: no number under five is said, and none can be worked out from the others."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports import Figures
from bot.staff.locale import load
from moderation.digest import Vocabulary, When
from moderation.governors import FEWER, WITHHELD, bars, part, sections_for_governors, total

PERIOD = When().last_due(datetime(2026, 11, 16, 7, 30, tzinfo=ZoneInfo("Europe/London")))
BASE = Figures(start=PERIOD.start, end=PERIOD.end)
QUIET = "Nothing happened: no message broke a clause and no case is open."
BARE = Vocabulary(texts=load("en"))
WORDS = Vocabulary(texts=load("en"), clauses={"4.2.1": "Threats"}, categories={"insult": "insulting"})
SAID = {FEWER: "fewer than 5", WITHHELD: "not shown, because it would give a small number away"}


def said(**more):
    return dict(sections_for_governors(replace(BASE, **more), PERIOD, WORDS))


def week_of(*counts):
    """The figures of a week with so many new cases in each of several clauses."""
    clauses = {f"4.2.{index}": count for index, count in enumerate(counts, 1) if count}
    number = sum(counts)
    trends = {name: (0,) * 7 + (count,) for name, count in clauses.items()}
    new = tuple(range(1, number + 1))
    return replace(BASE, by_clause=clauses, clause_trend=trends, trend=(0,) * 7 + (number,), new=new, hidden=number)


def test_a_total_that_would_give_a_small_number_away_is_not_said():
    words = dict(sections_for_governors(week_of(12, 2), PERIOD, BARE))
    assert words["New cases by clause"] == f"4.2.1: 12\n4.2.2: {SAID[FEWER]}"
    assert (words["New cases"], words["Messages hidden"]) == (SAID[WITHHELD], SAID[WITHHELD])
    assert words["New cases in the last weeks"].startswith("W39 <5")
    assert "W46 ?" in words["New cases in the last weeks"]
    assert bars(week_of(12, 2)) == (("<5",) * 7 + ("?",), {"4.2.1": 12, "4.2.2": "<5"})


def test_numbers_that_hide_nobody_are_said():
    words = dict(sections_for_governors(week_of(12, 7), PERIOD, BARE))
    assert (words["New cases"], words["Messages hidden"]) == ("19", "19")


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_no_small_number_is_ever_said(counts):
    words = dict(sections_for_governors(week_of(*counts), PERIOD, BARE))
    shown = [line.rpartition(": ")[2] for line in words["New cases by clause"].splitlines()] if any(counts) else []
    numbers = [words.get("New cases", ""), words.get("Messages hidden", ""), *shown]
    assert all(int(number) >= 5 for number in numbers if number.isdecimal())


def test_whatever_is_said_of_two_clauses_fits_more_than_one_small_number():
    """For every week with a small number there is another week that reads the same."""
    readings = {}
    for counts in product(range(1, 9), repeat=2):
        readings.setdefault(repr(sections_for_governors(week_of(*counts), PERIOD, BARE)), []).append(counts)
    for weeks in readings.values():
        for position in range(2):
            values = {week[position] for week in weeks}
            assert len(values) > 1 or min(values) >= 5


@pytest.mark.parametrize(
    ("number", "whole", "words"),
    [(6, 7, WITHHELD), (6, 6, "6"), (6, 11, "6"), (7, 11, WITHHELD), (3, 7, WITHHELD), (3, 11, FEWER), (0, 0, FEWER)],
)
def test_a_part_is_not_said_where_the_rest_is_small(number, whole, words):
    assert part(number, whole) == words


@pytest.mark.parametrize(
    "world",
    [
        lambda number, rest: {"open": range(number + rest), "overdue": range(number), "by_clause": {"5.1": 20}},
        lambda number, rest: {"restrictions": number + rest, "ending": number},
        lambda number, rest: {"judged": number + rest, "model_trouble": number},
        lambda number, rest: {"new": range(number + rest), "by_clause": {"5.1": number + rest}, "hidden": number},
        lambda number, rest: {"new": range(number + rest), "by_clause": {"5.1": number + rest}, "alerts": number},
    ],
    ids=["overdue", "ending", "unchecked", "hidden", "alerts"],
)
def test_neither_a_part_nor_what_is_left_of_it_can_be_worked_out_when_it_is_small(world):
    """Everything that reads the same is gathered; a small number among it is never alone."""
    readings = {}
    for number, rest in [(number, whole - number) for whole in range(21) for number in range(whole + 1)]:
        said_there = sections_for_governors(replace(BASE, **world(number, rest)), PERIOD, BARE)
        readings.setdefault(repr(said_there), []).append((number, rest))
    for same in readings.values():
        for position in range(2):
            values = {pair[position] for pair in same}
            assert len(values) > 1 or not 0 < min(values) < 5, same


def test_a_total_of_nothing_small_is_said():
    assert (total(15, (10, 5)), total(10, (10, 0)), total(11, (10, 1))) == ("15", "10", WITHHELD)


def test_case_numbers_rates_and_waits_of_few_are_not_said():
    words = said(
        judged=900,
        open=(101, 102, 103, 104, 105, 106, 107),
        overdue=(101, 102),
        false_hides={"threat": (1, 20), "insult": (6, 20)},
        alerts=2,
        alert_minutes=17.0,
    )
    assert (words["Open cases"], words["Overdue (open for more than 72 hours)"]) == ("7", SAID[WITHHELD])
    assert words["Of what was hidden this week, put back since"] == "insulting: 30%"
    assert words["Alerts to the safeguarding lead"] == SAID[FEWER]
    assert words["Until somebody acted on an alert"] == SAID[WITHHELD]
    assert not any("10" in value for name, value in words.items() if "case" in name.lower())


def test_nothing_happened_is_said_to_governors_too():
    assert said(judged=200)["In short"] == QUIET


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"gap_minutes": {"telegram": 10_080}}, "Not watched"),
        ({"model_trouble": 3}, "Messages not checked by every detector at first"),
        ({"failed_actions": 2}, "Actions that failed"),
    ],
)
def test_a_week_that_was_not_wholly_watched_or_acted_on_is_not_called_quiet_to_governors(more, named):
    words = said(judged=200, **more)
    assert words["In short"] != QUIET
    assert words["In short"].endswith(f'see "{named}".')
    assert named in words
    assert list(words)[1:3] == ["In short", "Not watched"]


def test_overdue_and_restored_are_called_what_they_count():
    words = said(open=range(20), overdue=range(6), restored=range(7), overdue_after=timedelta(hours=24))
    assert words["Overdue (open for more than 24 hours)"] == "6"
    assert words["Restored by staff (the decision was wrong)"] == "7"
