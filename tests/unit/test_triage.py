"""Who is told when: quiet hours across clock changes, weekends and holidays; what waits; what belongs together."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.clock import LONDON
from moderation.domain import Action, Attachment, Author, Decision, Kind, Message, Ref
from moderation.incidents import Breach, Rule
from moderation.triage import Duty, Habits, QuietHours, Turn, incident, likeness, listed, waits

NIGHT = QuietHours(start=time(20), end=time(8))
MORNING = QuietHours(start=time(1), end=time(9, 30))
WEEK = QuietHours(start=time(20), end=time(8), weekdays=frozenset({5, 6}))
FEAST = QuietHours(start=time(20), end=time(8), holidays=((date(2026, 12, 24), date(2027, 1, 3)),))
SMALL = QuietHours(start=time(22), end=time(1, 30))
DAYS_ONLY = QuietHours(weekdays=frozenset({6}))


def at(said):
    """A time on London's clock; with a zone after it as it says."""
    moment = datetime.fromisoformat(said)
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "told"),
    [
        (QuietHours(), "2026-11-18T03:00", "2026-11-18T03:00"),
        (NIGHT, "2026-11-18T19:59", "2026-11-18T19:59"),
        (NIGHT, "2026-11-18T20:00", "2026-11-19T08:00"),
        (NIGHT, "2026-11-18T23:00", "2026-11-19T08:00"),
        (NIGHT, "2026-11-19T00:00", "2026-11-19T08:00"),
        (NIGHT, "2026-11-19T07:59:59", "2026-11-19T08:00"),
        (NIGHT, "2026-11-19T08:00", "2026-11-19T08:00"),
        (MORNING, "2026-11-19T00:30", "2026-11-19T00:30"),
        (MORNING, "2026-11-19T01:00", "2026-11-19T09:30"),
        (WEEK, "2026-11-20T19:00", "2026-11-20T19:00"),  # a Friday
        (WEEK, "2026-11-20T23:00", "2026-11-23T08:00"),
        (WEEK, "2026-11-21T12:00", "2026-11-23T08:00"),
        (WEEK, "2026-11-22T23:59", "2026-11-23T08:00"),
        (FEAST, "2026-12-23T21:00", "2027-01-04T08:00"),
        (FEAST, "2027-01-03T12:00", "2027-01-04T08:00"),
        (DAYS_ONLY, "2026-11-22T12:00", "2026-11-23T00:00"),
        # The clocks go forward on 29 March 2026 (01:00 becomes 02:00) and back on 25 October (02:00 becomes 01:00).
        (NIGHT, "2026-03-28T23:00", "2026-03-29T07:00+00:00"),
        (NIGHT, "2026-10-24T23:00", "2026-10-25T08:00+00:00"),
        (SMALL, "2026-03-29T00:30", "2026-03-29T01:30+00:00"),  # 01:30 does not exist: an hour later on the clock
        (SMALL, "2026-10-25T00:30", "2026-10-25T00:30+00:00"),  # the first of two 01:30
        (SMALL, "2026-10-25T01:10+00:00", "2026-10-25T01:10+00:00"),  # once awake it does not become quiet again
    ],
)
def test_staff_are_told_as_soon_as_it_is_not_quiet(quiet, now, told):
    assert quiet.awake(at(now)) == at(told)
    assert quiet.is_quiet(at(now)) == (at(now) != at(told))


MOMENTS = st.datetimes(
    datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2028-01-01"), timezones=st.just(UTC)
)
DATES = st.dates(date(2025, 1, 1), date(2028, 1, 1))
HOURS = st.builds(
    QuietHours,
    start=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    end=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    weekdays=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.lists(st.tuples(DATES, st.integers(0, 30)), max_size=3).map(
        lambda found: tuple((first, first + timedelta(days=more)) for first, more in found)
    ),
)


@given(HOURS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_quiet_hours_end_never_before_they_are_asked_and_in_the_order_things_happened(quiet, now, later):
    told = quiet.awake(now)
    assert told >= now
    assert not quiet.is_quiet(told)
    assert quiet.awake(now + later) >= told
    if now + later < told:
        assert quiet.awake(now + later) == told


@given(st.sampled_from(list(Kind)), st.sampled_from(["", "Ms Ahlberg"]), st.sets(st.sampled_from(list(Kind))))
def test_nothing_waits_but_the_policys_own_telling_of_staff_about_what_is_no_alert(kind, by, others):
    expected = kind is Kind.NOTIFY_STAFF and not by and Kind.ALERT_DSL not in others
    assert waits(kind, by, others | {kind}) == expected


@given(HOURS, st.lists(st.tuples(MOMENTS, st.booleans()), max_size=30), st.lists(MOMENTS, max_size=200))
def test_what_waits_is_shown_exactly_once_afterwards_and_what_must_not_wait_at_once(quiet, cards, looks):
    """A ledger like ours: whatever is intended is looked at again and again, also after a restart."""
    intended = [
        (when, [Kind.HIDE, Kind.NOTIFY_STAFF] + [Kind.ALERT_DSL] * urgent, number)
        for number, (when, urgent) in enumerate(cards)
    ]
    shown = {}
    ends = [quiet.awake(when) for when, _, _ in intended]
    for look in sorted([*looks, *ends, *(when for when, _, _ in intended)]):
        for when, kinds, number in intended:
            due = when <= look and number not in shown
            if due and not (waits(Kind.NOTIFY_STAFF, "", kinds) and quiet.is_quiet(look)):
                shown[number] = look
    for when, kinds, number in intended:
        assert shown[number] == (when if Kind.ALERT_DSL in kinds else quiet.awake(when))


def test_the_rota_says_whose_turn_it_is_until_midnight_in_london():
    habits = Habits(
        rota=(
            Turn(platform="discord", user="1", name="Mrs Marsden", weekdays=frozenset({0, 1, 2})),
            Turn(platform="telegram", user="2", name="Mr Oduya", weekdays=frozenset({0})),
            Turn(platform="discord", user="3", name="Ms Ahlberg", weekdays=frozenset({2, 3})),
        )
    )
    wednesday = at("2026-07-15T23:30")
    assert habits.turn("discord", wednesday) == Duty(user="1", name="Mrs Marsden", until=at("2026-07-16T00:00"))
    assert habits.turn("discord", wednesday + timedelta(hours=1)).user == "3"
    assert habits.turn("telegram", wednesday) is None
    assert habits.turn("discord", at("2026-07-18T12:00")) is None


HIDE = (Kind.HIDE,)


def post(text="You are all liars", kinds=HIDE, user="5", group="77", **more):
    message = Message(
        ref=Ref(platform="discord", chat="9", message="1"),
        group=group,
        author=Author(user=user),
        text=text,
        sent_at=at("2026-11-18T10:00"),
        **more,
    )
    actions = tuple(Action(kind=kind, clause="4.2.1") for kind in kinds)
    return likeness(message, Decision(pack="trust", pack_version="1", actions=actions))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"text": "You  are all\nLIARS "}, True),
        ({"attachments": (Attachment(kind="link", text="example.org"),)}, True),
        ({"text": "You are all liars!"}, False),
        ({"user": "6"}, False),
        ({"group": "78"}, False),
        ({"attachments": (Attachment(kind="photo", handle="file"),)}, False),
        ({"kinds": (Kind.NOTIFY_STAFF,)}, False),
        ({"kinds": (Kind.HIDE, Kind.HOLD)}, False),
        ({"text": " "}, False),
    ],
)
def test_the_same_words_of_the_same_member_in_the_same_group_are_known_again(other, same):
    assert (post(**other) == post()) is same
    if other.get("text") == " ":
        assert post(**other) == ""


def breaches(*said):
    start = at("2026-11-18T10:00")
    return [Breach(case=case, user=user, at=start + timedelta(minutes=minute)) for case, user, minute in said]


RULE = Rule(members=3, within=timedelta(minutes=5))


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (breaches((1, "a", 0), (2, "b", 1)), ()),
        (breaches((1, "a", 0), (2, "b", 1), (3, "c", 2)), (1, 2, 3)),
        (breaches((1, "a", 0), (2, "a", 1), (3, "a", 2)), ()),
        (breaches((1, "a", 0), (2, "b", 4), (3, "c", 8), (4, "d", 14)), (1, 2, 3)),
        (breaches((1, "a", 0), (9, "", 1), (2, "b", 4), (3, "c", 8)), (1, 2, 3)),
        (breaches((7, "b", 4), (3, "c", 8)), ()),
    ],
)
def test_a_pile_on_is_one_incident_of_many_members(seen, found):
    assert incident(1, seen, RULE) == found
    assert incident(1, seen, Rule(members=0)) == ()


def test_many_case_numbers_stay_one_line():
    assert listed([12, 15, 19]) == "12, 15, 19"
    assert listed(range(1, 24)).endswith("20 + 3")
