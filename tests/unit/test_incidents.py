"""What counts as a pile-on: many different members within minutes, whatever the order they are counted in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.incidents import Breach, Rule, pile_on

START = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
RULE = Rule(members=4, within=timedelta(minutes=5))
BREACHES = st.lists(
    st.builds(
        lambda case, user, second: breach(case, f"user{user}", second),
        st.integers(1, 10**6),
        st.integers(1, 8),
        st.integers(0, 1200),
    ),
    max_size=12,
    unique_by=lambda one: one.case,
)


def breach(case, user, second):
    return Breach(case=case, user=user, at=START + timedelta(seconds=second))


@pytest.mark.parametrize(
    ("seconds", "users", "expected"),
    [
        ((0, 60, 120, 180), "abcd", True),
        ((0, 60, 120, 301), "abcd", False),
        ((0, 60, 120, 300), "abcd", True),
        ((0, 60, 120, 180), "abca", False),
        ((0, 1, 2, 3, 4, 5, 6, 7), "aaaaaaaa", False),
        ((0, 400, 410, 420, 430), "abcde", True),
        ((), "", False),
    ],
)
def test_four_members_within_five_minutes_are_a_pile_on_and_nothing_less(seconds, users, expected):
    seen = [breach(case, user, second) for case, (user, second) in enumerate(zip(users, seconds, strict=True))]
    assert bool(pile_on(seen, RULE)) is expected


def test_a_rule_of_no_members_never_finds_one():
    assert pile_on([breach(n, str(n), n) for n in range(50)], Rule(members=0)) == ()


@given(BREACHES)
def test_the_order_in_which_breaches_are_counted_changes_nothing(seen):
    by_user = sorted(seen, key=lambda one: (one.user, one.case))
    assert pile_on(by_user, RULE) == pile_on(seen, RULE) == pile_on(reversed(seen), RULE)


@given(BREACHES)
def test_what_is_found_is_recent_and_has_enough_members(seen):
    found = pile_on(seen, RULE)
    assert set(found) <= set(seen)
    if found:
        assert len({one.user for one in found}) >= RULE.members
        assert found[-1].at - found[0].at <= RULE.within
        assert found[-1].at == max(one.at for one in seen)


@given(BREACHES.filter(bool), st.integers(1, 8))
def test_one_more_breach_by_somebody_seen_at_the_same_moment_never_ends_an_incident(seen, user):
    newest = max(one.at for one in seen)
    more = [*seen, Breach(case=10**7, user=f"user{user}", at=newest)]
    assert not pile_on(seen, RULE) or pile_on(more, RULE)
