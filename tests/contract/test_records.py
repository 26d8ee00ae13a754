"""What every database behind ports.Records must do."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import Evidence, Placed, RecordsError
from bot.records.judging import SEQUENCE
from moderation.domain import Action, History, Kind, Member, Review, State, Status
from tests.platforms.evidence import (
    CLAUSE,
    FULL,
    HIDE,
    NAME,
    NOW,
    PARENT,
    RULING,
    SECRET,
    decision,
    judged,
    message,
    ref,
    with_picture,
)
from tests.platforms.steps import restricted

HOUR = timedelta(hours=1)
RESTRICT = Action(kind=Kind.RESTRICT, clause=CLAUSE, duration=timedelta(hours=24))
WARN = Action(kind=Kind.WARN, clause=CLAUSE)
LIFT = Action(kind=Kind.LIFT, clause=CLAUSE)
NOTIFY = Action(kind=Kind.NOTIFY_STAFF, clause=CLAUSE)
UPHOLD = Review(by="Ms Ahlberg", verdict="uphold", at=NOW + HOUR, note="seen with the head")


async def carry_out(records, order, *, verify=False, at=NOW):
    await records.outcome(order.id, Status.DONE, at=at)
    if verify:
        await records.outcome(order.id, Status.VERIFIED, at=at)


async def test_a_clean_message_leaves_its_key_and_the_cursor_but_no_case(records):
    assert await records.settle(judged(1)) == ()
    assert await records.settled(message(1))
    assert await records.cursor("discord", "900") == "1"
    assert await records.cases(list(State)) == []
    assert await records.incomplete() == []


async def test_a_message_is_settled_once_and_each_edit_once_more(records):
    edit = judged(1, edited_at=NOW + HOUR)
    assert not await records.settled(edit.message)
    assert await records.settle(judged(1)) == ()
    assert await records.settle(judged(1)) is None
    assert not await records.settled(edit.message)
    assert await records.settle(edit) == ()
    assert await records.settle(edit) is None


async def test_the_same_number_in_another_chat_or_on_another_platform_is_another_message(records):
    await records.settle(judged(1))
    for other in (ref(1, "901"), replace(ref(1), platform="telegram")):
        assert not await records.settled(message(1, ref=other))
        assert await records.settle(judged(1, ref=other)) == ()


async def test_a_case_keeps_everything_that_was_judged(records):
    seen = with_picture(5)
    (hide,) = await records.settle(seen)
    case = await records.case(hide.case, reader="u1")
    assert (case.ref, case.member, case.author) == (seen.message.ref, PARENT, seen.message.author)
    assert (case.text == SECRET, case.quoted, case.parts) == (True, "Zebulon said so", ("11", "12"))
    assert (case.decision, case.state, case.opened_at) == (seen.decision, State.OPEN, NOW)
    assert [(o.action, o.status) for o in case.outcomes] == [(HIDE[0], Status.INTENDED)]
    assert await records.attached(hide.case, reader="u1") == {0: b"ZEBULONPX"}
    assert hide.parts == ("11", "12")


async def test_a_case_that_does_not_exist_is_none(records):
    for number in (404, 2**31, 2**63):
        assert await records.case(number, reader="u1") is None
    assert await records.case_at(ref(404)) is None


async def test_orders_stop_the_harm_before_anybody_is_talked_to(records):
    orders = await records.settle(judged(1, *FULL))
    assert [order.action.kind for order in orders] == list(SEQUENCE[:8])
    assert [order.id for order in orders] == sorted(order.id for order in orders)
    assert list(orders) == list(await records.pending()) == list(await records.orders(orders[0].case))
    (restrict,) = (order for order in orders if order.action.kind is Kind.RESTRICT)
    assert restrict.until == NOW + timedelta(hours=24)
    assert {order.until for order in orders if order is not restrict} == {None}


async def test_an_edit_joins_the_open_case_and_shows_what_was_posted_last(records):
    (first,) = await records.settle(judged(1, NOTIFY))
    later = judged(1, NOTIFY, *HIDE, text="worse", edited_at=NOW + HOUR, at=NOW + HOUR)
    (hide,) = await records.settle(later)
    assert (hide.case, hide.action.kind) == (first.case, Kind.HIDE)
    case = await records.case(first.case, reader="u1")
    assert (case.text, case.decision) == ("worse", later.decision)


async def test_an_edit_after_the_decision_opens_a_case_of_its_own(records):
    (first,) = await records.settle(judged(1, *HIDE))
    await records.decide(first.case, UPHOLD, State.UPHELD)
    (second,) = await records.settle(judged(1, *HIDE, edited_at=NOW + HOUR))
    assert second.case != first.case
    assert await records.case_at(ref(1)) == second.case


async def test_a_failed_order_is_ordered_again_by_an_edit(records):
    (first,) = await records.settle(judged(1, *HIDE))
    await records.outcome(first.id, Status.FAILED, at=NOW, detail="forbidden")
    (again,) = await records.settle(judged(1, *HIDE, edited_at=NOW + HOUR))
    assert (again.case, again.action) == (first.case, first.action)


async def test_a_message_no_detector_could_finish_is_kept_to_be_judged_again(records):
    seen = Evidence(message=message(1), decision=decision(failed=("names: TimeoutError",)), at=NOW)
    assert await records.settle(seen) == ()
    assert await records.incomplete() == [seen.message]
    assert await records.cases(list(State)) == []


async def test_judging_again_opens_the_case_that_was_missed(records):
    await records.settle(Evidence(message=message(1), decision=decision(failed=("names",)), at=NOW))
    (hide,) = await records.rejudged(judged(1, *HIDE))
    case = await records.case(hide.case, reader="u1")
    assert (case.text == SECRET, case.decision) == (True, decision(*HIDE))
    assert await records.incomplete() == []
    assert await records.rejudged(judged(1, *HIDE)) == ()


async def test_judging_again_forgets_a_message_that_is_clean(records):
    await records.settle(Evidence(message=message(1), decision=decision(failed=("names",)), at=NOW))
    assert await records.rejudged(judged(1)) == ()
    assert await records.incomplete() == []
    assert await records.settle(judged(1)) is None


async def test_judging_again_orders_only_what_is_new(records):
    partly = Evidence(message=message(1), decision=replace(decision(NOTIFY), failed_detectors=("names",)), at=NOW)
    (notify,) = await records.settle(partly)
    (hide,) = await records.rejudged(judged(1, NOTIFY, *HIDE))
    assert (hide.case, hide.action.kind) == (notify.case, Kind.HIDE)


async def test_judging_again_adds_nothing_to_a_case_that_staff_decided(records):
    partly = Evidence(message=message(1), decision=replace(decision(NOTIFY), failed_detectors=("names",)), at=NOW)
    (notify,) = await records.settle(partly)
    await records.decide(notify.case, UPHOLD, State.CLOSED)
    assert await records.rejudged(judged(1, NOTIFY, *HIDE)) == ()
    assert await records.incomplete() == []


async def test_the_cursor_only_moves_forward_and_ids_compare_as_numbers(records):
    for number in (9, 10, 2, 100_000_000_000_000_000_000, 11):
        await records.settle(judged(number))
    assert await records.cursor("discord", "900") == "100000000000000000000"
    assert await records.cursor("discord", "901") == ""


async def test_the_cursor_stays_while_something_older_is_still_to_be_read_back(records):
    await records.settle(judged(5))
    assert await records.settle(replace(judged(9), is_next=False)) == ()
    assert await records.cursor("discord", "900") == "5"
    assert await records.settled(judged(9).message)


async def test_outcomes_count_attempts_and_show_in_the_case(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    await records.outcome(hide.id, Status.INTENDED, at=NOW, detail="limited")
    await records.outcome(hide.id, Status.DONE, at=NOW + HOUR)
    (pending,) = await records.pending()
    assert (pending.status, pending.attempts) == (Status.DONE, 2)
    await records.outcome(hide.id, Status.VERIFIED, at=NOW + 2 * HOUR)
    assert await records.pending() == []
    (outcome,) = (await records.case(hide.case, reader="u1")).outcomes
    assert (outcome.status, outcome.at) == (Status.VERIFIED, NOW + HOUR)  # when it was done


async def test_a_warning_needs_no_verifying(records):
    (warn,) = await records.settle(judged(1, WARN))
    await records.outcome(warn.id, Status.DONE, at=NOW, detail="private")
    assert await records.pending() == []


async def test_the_first_of_two_reviewers_decides_and_the_second_learns_who_it_was(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    other = Review(by="Mr Boateng", verdict="restore", at=NOW + HOUR)
    answers = await asyncio.gather(
        records.decide(hide.case, UPHOLD, State.UPHELD), records.decide(hide.case, other, State.RESTORED)
    )
    assert sorted(answer is None for answer in answers) == [False, True]
    winner = UPHOLD if answers[0] is None else other
    assert winner in answers
    case = await records.case(hide.case, reader="u1")
    assert case.reviews == (winner,)
    assert case.state is (State.UPHELD if winner is UPHOLD else State.RESTORED)


async def test_a_note_decides_nothing(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    note = Review(by="Mr Boateng", verdict="note", at=NOW, note="rang the parent")
    await records.note(hide.case, note)
    case = await records.case(hide.case, reader="u1")
    assert (case.state, case.reviews) == (State.OPEN, (note,))
    assert await records.decide(hide.case, UPHOLD, State.UPHELD) is None


async def test_cases_are_listed_newest_first_and_no_more_than_asked_for(records):
    numbers = [(await records.settle(judged(number, *HIDE)))[0].case for number in range(1, 6)]
    await records.decide(numbers[4], UPHOLD, State.UPHELD)
    assert [row[0] for row in await records.cases([State.OPEN], limit=2)] == [numbers[3], numbers[2]]
    assert [row[:2] for row in await records.cases([State.UPHELD])] == [(numbers[4], State.UPHELD)]


async def test_history_counts_what_was_carried_out_in_a_year_and_not_what_was_restored(records):
    orders = await records.settle(judged(1, WARN, RESTRICT, *HIDE))
    restored = await records.settle(judged(2, WARN, *HIDE))
    old = await records.settle(judged(3, WARN, *HIDE, at=NOW - timedelta(days=366)))
    for order in (*orders, *restored, *old):
        await carry_out(records, order)
    await records.settle(judged(4, WARN, RESTRICT, *HIDE))  # ordered, not carried out
    await records.decide(restored[0].case, UPHOLD, State.RESTORED)
    assert await records.history(PARENT) == History(hidden=1, restrictions=1)
    assert await records.history(replace(PARENT, user="502")) == History()


async def test_history_before_a_case_leaves_that_case_and_later_ones_out(records):
    cases = []
    for number in (1, 2, 3):
        orders = await records.settle(judged(number, RESTRICT, *HIDE))
        cases.append(orders[0].case)
        for order in orders:
            await carry_out(records, order)
    assert await records.history(PARENT, before=cases[0]) == History()
    assert await records.history(PARENT, before=cases[1]) == History(hidden=1, restrictions=1)
    assert await records.history(PARENT) == History(hidden=3, restrictions=3)


async def test_a_warning_in_the_history_is_one_by_a_person_and_not_what_tells_of_something_else(records):
    (reason,) = await records.settle(judged(1, WARN))
    warned = await records.order(reason.case, WARN, by="Ms Ahlberg", words="Please stop.")
    told = await records.order(reason.case, WARN, by="Ms Ahlberg", words="Until then.", until=NOW + HOUR)
    for order in (reason, warned, told):
        await carry_out(records, order)
    assert await records.history(PARENT) == History(warnings=1)


async def test_a_restriction_is_in_force_from_when_it_was_done_until_it_is_lifted(records):
    (restrict,) = await records.settle(judged(1, RESTRICT))
    assert await records.restrictions() == []
    await carry_out(records, restrict, at=NOW + HOUR)
    (held,) = await records.restrictions(member=PARENT)
    assert (held.id, held.case, held.since, held.until) == (restrict.id, restrict.case, NOW + HOUR, restrict.until)
    assert await records.restrictions(member=replace(PARENT, user="502")) == []
    lift = await records.order(restrict.case, LIFT, by="Ms Ahlberg")
    assert len(await records.restrictions()) == 1
    await carry_out(records, lift)
    assert await records.restrictions() == []


async def test_lifting_in_another_case_of_the_same_member_lifts_too_but_not_for_others(records):
    for number, user in ((1, "501"), (2, "502")):
        author = replace(message(1).author, user=user)
        await carry_out(records, (await records.settle(judged(number, RESTRICT, author=author)))[0])
    case = await records.open_case(PARENT, ref(0), RULING, by="Ms Ahlberg", at=NOW, reason="enough")
    await carry_out(records, await records.order(case, LIFT, by="Ms Ahlberg"), verify=True)
    assert [held.member.user for held in await records.restrictions()] == ["502"]


async def test_a_lift_that_did_not_hold_leaves_the_restriction_in_force(records):
    (restrict,) = await records.settle(judged(1, RESTRICT))
    await carry_out(records, restrict)
    lift = await records.order(restrict.case, LIFT, by="Ms Ahlberg")
    await carry_out(records, lift)
    await records.outcome(lift.id, Status.FAILED, at=NOW, detail="did not hold")
    assert len(await records.restrictions()) == 1


async def test_a_restriction_marked_ended_is_over_and_a_new_one_counts_again(records):
    case = await records.open_case(PARENT, ref(0), RULING, by="Ms Ahlberg", at=NOW, reason="enough")
    for words in ("first", "second"):
        order = await restricted(records, case, NOW + HOUR, words)
        await carry_out(records, order)
        (held,) = await records.restrictions()
        assert (held.reason, held.by) == (words, "Ms Ahlberg")
        await records.ended(held.id, at=NOW, by="Mr Boateng")
        await records.ended(held.id, at=NOW + HOUR)
        assert await records.restrictions() == []


async def test_cards_are_remembered_once(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    where = Placed(platform="discord", place="5", message="6")
    for _ in range(2):
        await records.placed(hide.case, where)
    assert await records.places(hide.case) == [where]
    with pytest.raises(RecordsError, match="not in the records"):
        await records.placed(404, where)


async def test_heartbeats_move_forward(records):
    assert await records.last_alive("discord") is None
    for at in (NOW, NOW + HOUR, NOW - HOUR):
        await records.alive("discord", at)
    assert await records.last_alive("discord") == NOW + HOUR
    assert await records.last_alive("telegram") is None


async def test_a_group_with_a_new_id_keeps_its_members_record(records):
    orders = await records.settle(judged(1, *HIDE))
    await carry_out(records, orders[0])
    await records.moved("discord", "77", "78")
    assert await records.history(replace(PARENT, group="78")) == History(hidden=1)
    assert await records.history(PARENT) == History()


async def test_a_card_stays_where_it_lies_when_its_chat_has_a_new_id(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    where = Placed(platform="discord", place="5", message="6")
    await records.placed(hide.case, where)
    await records.moved("discord", "5", "55")
    assert await records.places(hide.case) == [where]


async def test_a_digest_is_claimed_once_and_again_only_when_the_claim_lapsed(records):
    week = "2026-W46"
    assert await records.claim_digest(week, at=NOW)
    assert not await records.claim_digest(week, at=NOW + timedelta(minutes=9, seconds=59))
    assert await records.claim_digest(week, at=NOW + timedelta(minutes=10))
    assert await records.digest_sent_at(week) is None
    await records.digest_sent(week, at=NOW + timedelta(minutes=11))
    assert await records.digest_sent_at(week) == NOW + timedelta(minutes=11)
    assert not await records.claim_digest(week, at=NOW + timedelta(days=9))


async def test_the_last_digest_is_the_newest_week_that_the_lead_was_sent(records):
    assert await records.last_digest() == ""
    for week in ("2026-W46 discord:1", "2026-W47 discord:1 governors", "2026-W48 discord:1"):
        assert await records.claim_digest(week, at=NOW)
    for week in ("2026-W46 discord:1", "2026-W47 discord:1 governors"):
        await records.digest_sent(week, at=NOW)
    assert await records.last_digest() == "2026-W46"


async def test_two_hundred_messages_at_once_are_all_settled(records):
    answers = await asyncio.gather(*(records.settle(judged(number, *HIDE, WARN)) for number in range(1, 201)))
    assert sorted(order.case for orders in answers for order in orders) == sorted([*range(1, 201)] * 2)
    assert await records.cursor("discord", "900") == "200"
    assert len(await records.pending()) == 400


async def test_the_same_message_delivered_many_times_at_once_is_settled_once(records):
    answers = await asyncio.gather(*(records.settle(judged(1, *HIDE)) for _ in range(50)))
    assert sum(answer is not None for answer in answers) == 1
    assert len(await records.pending()) == 1


async def test_a_settling_that_is_cancelled_is_whole_or_not_there(records):
    for number in range(1, 61):
        task = asyncio.create_task(records.settle(judged(number, *FULL)))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await records.alive("discord", NOW)  # writers wait for each other: what was begun is finished now
        known = await records.settled(message(number))
        case = await records.case_at(ref(number))
        assert known == (case is not None)
        if case is not None:
            assert len(await records.orders(case)) == len(FULL)
    assert await records.settle(judged(999, *HIDE))


async def test_a_reading_that_is_cancelled_holds_nothing_up(records):
    await records.settle(judged(1, *FULL))
    for turns in range(40):
        task = asyncio.create_task(records.pending())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert len(await records.pending()) == len(FULL)
        await records.alive("discord", NOW)


async def test_a_member_elsewhere_with_the_same_id_is_somebody_else(records):
    (warn,) = await records.settle(judged(1, WARN))
    await carry_out(records, warn)
    assert await records.history(Member(platform="telegram", group="77", user="501")) == History()
    assert (await records.case(warn.case, reader="u1")).author.name == NAME
