"""Which step an incident asks for, what still counts, and what a step leaves out."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from moderation.policy.ladder import (
    DAY,
    STEPS,
    Incident,
    Ladder,
    Rung,
    Standing,
    Taken,
    asked,
    governing,
    left_out,
    points,
    provisional_end,
    stand,
    step_until,
)
from tests.platforms.evidence import NOW
from tests.platforms.steps import RULES, Weights

HOUR = timedelta(hours=1)
GRAVE = Weights(weights={"mild": 1, "bad": 2, "grave": 3, "worry": 0})


def days_ago(number):
    return NOW - timedelta(days=number)


def incidents(*told):
    """(clause, days ago) of each, oldest first."""
    return [Incident(case=index, clause=clause, at=days_ago(ago)) for index, (clause, ago) in enumerate(told)]


ASKED = [
    ("nothing happened", [], 0, Rung.CLEAR),
    ("a first mild one", [("mild", 0)], 1, Rung.TALK),
    ("a first bad one", [("bad", 0)], 2, Rung.TALK),
    ("a first grave one", [("grave", 0)], 3, Rung.WARNING),
    ("two of different clauses", [("mild", 9), ("bad", 0)], 3, Rung.WARNING),
    ("the same again soon weighs more", [("mild", 9), ("mild", 0)], 3, Rung.WARNING),
    ("the same again much later does not", [("mild", 40), ("mild", 0)], 2, Rung.TALK),
    ("a third time", [("mild", 9), ("mild", 5), ("mild", 0)], 6, Rung.PROVISIONAL),
    ("a fourth time", [("mild", 9), ("mild", 5), ("mild", 1), ("mild", 0)], 10, Rung.RESTRICTION),
    ("a grave one again", [("grave", 5), ("grave", 0)], 7, Rung.PROVISIONAL),
    ("points expire", [("grave", 91), ("mild", 0)], 1, Rung.TALK),
    ("a worry about a child is nothing to hold against anybody", [("worry", 3), ("worry", 0)], 0, Rung.CLEAR),
]


@pytest.mark.parametrize(("told", "total", "rung"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_what_happened_asks_for_a_step(told, total, rung):
    standing = stand(incidents(*told), [], GRAVE, NOW)
    assert (standing.points, standing.asks) == (total, rung)


def test_a_step_that_was_taken_is_not_asked_for_again_until_something_happens():
    happened = incidents(("grave", 3))
    warned = Taken(rung=Rung.WARNING, at=days_ago(2), by="Ms Ahlberg")
    assert stand(happened, [warned], GRAVE, NOW).asks is Rung.CLEAR
    assert stand(happened, [replace(warned, rung=Rung.TALK)], GRAVE, NOW).asks is Rung.WARNING
    assert stand([*happened, *incidents(("grave", 1))], [warned], GRAVE, NOW).asks is Rung.PROVISIONAL


def test_what_is_asked_for_names_the_steps_before_it_that_are_missing():
    standing = stand(incidents(("grave", 0)), [], GRAVE, NOW)
    assert (standing.asks, standing.leaves_out) == (Rung.WARNING, (Rung.TALK,))
    talked = Taken(rung=Rung.TALK, at=days_ago(1), by="Ms Ahlberg")
    assert stand(incidents(("grave", 0)), [talked], GRAVE, NOW).leaves_out == ()


def test_a_step_left_out_for_a_reason_is_not_missing_any_more():
    warned = Taken(rung=Rung.WARNING, at=NOW, by="Ms Ahlberg", skipped=(Rung.TALK,))
    assert left_out(Rung.RESTRICTION, [warned]) == (Rung.PROVISIONAL,)
    assert left_out(Rung.TALK, []) == ()


def held(rung, since, until, *, holds=True, by="Ms Ahlberg"):
    return Taken(rung=rung, at=since, until=until, holds=holds, by=by)


RUNGS = [
    ("nothing", [], Rung.CLEAR),
    ("a talk", [Taken(rung=Rung.TALK, at=days_ago(1))], Rung.TALK),
    ("a talk long ago", [Taken(rung=Rung.TALK, at=days_ago(91))], Rung.CLEAR),
    ("a provisional one", [held(Rung.PROVISIONAL, NOW - HOUR, NOW + HOUR, by="")], Rung.PROVISIONAL),
    ("a restriction", [held(Rung.RESTRICTION, days_ago(1), NOW + timedelta(days=9))], Rung.RESTRICTION),
    ("one that ends soon", [held(Rung.RESTRICTION, days_ago(9), NOW + 47 * HOUR)], Rung.REVIEW),
    ("one that is over", [held(Rung.RESTRICTION, days_ago(9), days_ago(1), holds=False)], Rung.ENDED),
    (
        "a warning after one that is over",
        [held(Rung.RESTRICTION, days_ago(9), days_ago(8), holds=False), Taken(rung=Rung.WARNING, at=NOW)],
        Rung.WARNING,
    ),
    (
        "a talk while one holds",
        [held(Rung.RESTRICTION, days_ago(1), NOW + timedelta(days=9)), Taken(rung=Rung.TALK, at=NOW)],
        Rung.RESTRICTION,
    ),
    ("one of half a year that holds", [held(Rung.RESTRICTION, days_ago(180), NOW + HOUR)], Rung.REVIEW),
]


@pytest.mark.parametrize(("taken", "rung"), [row[1:] for row in RUNGS], ids=[row[0] for row in RUNGS])
def test_where_a_member_stands(taken, rung):
    standing = stand([], taken, RULES, NOW)
    assert standing.rung is rung
    assert (standing.until is not None) == (rung in (Rung.PROVISIONAL, Rung.RESTRICTION, Rung.REVIEW))


def test_points_expire_and_the_standing_says_when():
    happened = incidents(("mild", 30), ("bad", 10))
    assert stand(happened, [], GRAVE, NOW).expires == days_ago(10) + timedelta(days=90)
    assert stand(happened, [], GRAVE, NOW + timedelta(days=80)) == Standing()


def test_a_pack_weighs_otherwise():
    strict = Weights(Ladder(points=(9, 9, 9), expire_days=1, review_days=7, remind_hours=24))
    assert stand(incidents(("mild", 0)), [], strict, NOW).asks is Rung.RESTRICTION
    assert stand(incidents(("mild", 1)), [], strict, NOW).asks is Rung.CLEAR
    assert strict.ladder.review(NOW) == NOW + timedelta(days=7)


@pytest.mark.parametrize(
    "wrong",
    [
        {"provisional_hours": 25},
        {"review_days": 0},
        {"points": (1, 2)},
        {"asks": {"talk": 3, "warning": 3, "provisional": 6, "restriction": 9}},
        {"asks": {"talk": 0, "warning": 3, "provisional": 6, "restriction": 9}},
        {"forever": True},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_ladder_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        Ladder.model_validate(wrong)


# laws

SPANS = st.integers(0, 200).map(lambda hours: hours * HOUR)
TOLD = st.lists(st.tuples(st.sampled_from(("mild", "bad", "grave", "worry")), st.integers(0, 120)), max_size=12).map(
    lambda told: incidents(*sorted(told, key=lambda one: -one[1]))
)


@settings(deadline=None)
@given(told=TOLD)
def test_more_incidents_never_ask_for_less(told):
    totals = [points([one for one in told[:count] if GRAVE.gravity(one.clause)], GRAVE) for count in range(len(told))]
    assert totals == sorted(totals)
    ranks = [STEPS.index(rung) for rung in (asked(total, GRAVE.ladder) for total in totals) if rung in STEPS]
    assert ranks == sorted(ranks)


@settings(deadline=None)
@given(told=TOLD, later=st.integers(0, 200))
def test_time_alone_never_adds_points_and_in_the_end_nothing_is_left(told, later):
    before, after = stand(told, [], GRAVE, NOW), stand(told, [], GRAVE, NOW + timedelta(days=later))
    assert after.points <= before.points
    assert before.expires is None or stand(told, [], GRAVE, before.expires) == Standing()


@settings(deadline=None)
@given(times=st.lists(SPANS, max_size=20), length=st.one_of(st.none(), SPANS))
def test_however_many_messages_come_the_machine_stops_nobody_for_longer_than_a_day(times, length):
    running, began = None, NOW
    for at in sorted(NOW + span for span in times):
        running = running if running and running > at else None
        began = began if running else at
        running = provisional_end(at, length, running)
        assert at <= running <= began + DAY


@dataclass(frozen=True)
class Held:
    id: int
    by: str
    until: int


@settings(deadline=None)
@given(
    held=st.lists(st.tuples(st.sampled_from(("", "Ms Ahlberg")), st.integers(1, 50)), min_size=1, max_size=8).map(
        lambda told: [Held(index, by, until) for index, (by, until) in enumerate(told)]
    )
)
def test_a_persons_newest_word_replaces_what_was_before_it_and_the_machine_never_shortens_it(held):
    binding, replaced = governing(list(reversed(held)))
    people = [one for one in held if one.by]
    if people:
        assert set(replaced) == {one for one in held if one.id < people[-1].id}
        assert binding.until >= people[-1].until
    else:
        assert replaced == ()
    assert binding not in replaced
    assert binding.until == max(one.until for one in held if one not in replaced)


@pytest.mark.parametrize(
    ("span", "rung"), [(HOUR, Rung.PROVISIONAL), (DAY, Rung.PROVISIONAL), (DAY + HOUR, Rung.RESTRICTION)]
)
def test_a_restriction_of_more_than_a_day_is_a_step_of_its_own(span, rung):
    assert step_until(NOW + span, NOW) is rung
