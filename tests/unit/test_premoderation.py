"""What follows from a message where every post is held."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from moderation.domain import Action, Author, Decision, Kind, Message, Ref, Role
from moderation.premoderation import hold, is_public, place, queued
from tests.platforms import telling

REF = Ref(platform="telegram", chat="-100", message="7", thread="3")
EVERYTHING = tuple(Action(kind=kind, clause="4.2.6") for kind in Kind)


@pytest.fixture(scope="module")
def pack():
    return telling.pack("trust")


def message(role=Role.PARENT, ref=REF):
    now = datetime(2026, 11, 2, tzinfo=UTC)
    return Message(ref=ref, group="-100", author=Author(user="1", role=role), text="hello", sent_at=now)


def kinds(decision):
    return [action.kind for action in decision.actions]


def test_a_clean_post_waits_too(pack):
    decision = hold(Decision(pack="trust", pack_version="1"), message(ref=queued(REF)), pack)
    assert kinds(decision) == [Kind.HOLD, Kind.NOTIFY_STAFF]
    assert decision.actions[0].clause == "5.1.4"


@pytest.mark.parametrize("role", [Role.PARENT, Role.PUPIL, Role.GOVERNOR])
def test_nothing_is_done_to_a_held_author_by_the_machine_but_a_safeguarding_alert_goes_out(pack, role):
    before = Decision(pack="trust", pack_version="1", clauses=("4.2.6",), actions=EVERYTHING)
    decision = hold(before, message(role), pack)
    assert kinds(decision) == [Kind.HOLD, Kind.ALERT_DSL, Kind.SIGNPOST, Kind.NOTIFY_STAFF]
    assert replace(decision, actions=EVERYTHING) == before


def test_staff_do_not_wait(pack):
    before = Decision(pack="trust", pack_version="1", actions=EVERYTHING)
    assert hold(before, message(Role.STAFF), pack) == before


def test_only_the_author_of_a_post_that_stood_in_the_group_is_told_by_an_order(pack):
    empty = Decision(pack="trust", pack_version="1")
    assert Kind.SIGNPOST in kinds(hold(empty, message(), pack))
    assert Kind.SIGNPOST not in kinds(hold(empty, message(ref=queued(REF)), pack))


def test_the_address_of_a_handed_in_post_leads_back_to_its_chat():
    assert place(queued(REF)) == REF
    assert place(REF) == REF
    assert is_public(REF)
    assert not is_public(queued(REF))
