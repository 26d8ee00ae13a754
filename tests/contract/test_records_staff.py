"""What every database must do with what staff order and with the cases they open themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import Evidence, RecordsError
from moderation.domain import Action, Cited, Kind, Review, State, Status
from moderation.triage import Duty
from tests.platforms.evidence import (
    CLAUSE,
    HIDE,
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


async def test_who_is_on_duty_for_a_group_stays_so_when_it_gets_a_new_id(records):
    duty = Duty(user="9", name="Mrs Marsden", until=NOW + HOUR)
    await records.put_on_duty(PARENT.platform, PARENT.group, duty, by="Mrs Marsden", at=NOW)
    await records.moved(PARENT.platform, PARENT.group, "78")
    assert await records.duty(PARENT.platform, "78", NOW) == duty
    assert await records.duty(PARENT.platform, PARENT.group, NOW) is None


async def test_staff_orders_carry_their_name_words_and_end(records):
    (hide,) = await records.settle(with_picture(1))
    until = NOW + timedelta(days=3)
    order = await restricted(records, hide.case, until, "third time")
    assert (order.by, order.words, order.until, order.parts) == ("Ms Ahlberg", "third time", until, ("11", "12"))
    assert (await records.orders(hide.case))[1] == order
    lift = await records.order(hide.case, LIFT, by="Ms Ahlberg")
    assert lift.until is None


async def test_a_restriction_is_a_step_of_the_ladder_and_no_order_among_others(records):
    case = await records.open_case(PARENT, ref(0), RULING, by="Ms Ahlberg", at=NOW, reason="at the gate")
    with pytest.raises(RecordsError, match="a restriction is a step of the ladder"):
        await records.order(case, RESTRICT, by="Ms Ahlberg", until=NOW + HOUR)
    assert await records.orders(case) == []


async def test_an_order_for_no_case_is_refused(records):
    with pytest.raises(RecordsError, match="there is no case 12"):
        await records.order(12, LIFT, by="Ms Ahlberg")
    with pytest.raises(RecordsError, match="there is no order 12"):
        await records.outcome(12, Status.DONE, at=NOW)


async def test_staff_open_a_case_about_what_they_saw_themselves(records):
    case = await records.open_case(PARENT, ref(3), RULING, by="Ms Ahlberg", at=NOW, reason="at the gate")
    kept = await records.case(case, reader="u1")
    assert (kept.text, kept.author.user, kept.member, kept.decision.clauses) == ("", "501", PARENT, (CLAUSE,))
    assert kept.reviews == (Review(by="Ms Ahlberg", verdict="opened", at=NOW, note="at the gate"),)
    assert await records.cases([State.OPEN]) == [(case, State.OPEN, CLAUSE, NOW)]


SAW = {"by": "Ms Ahlberg", "at": NOW, "reason": "unkind"}


async def test_the_message_that_staff_opened_a_case_about_is_kept_as_evidence(records):
    await records.settle(judged(3))  # clean, so nothing of it was kept
    case = await records.open_case(PARENT, ref(3), RULING, seen=message(3), **SAW)
    kept = await records.case(case, reader="u1")
    assert (kept.text, kept.quoted, kept.author.name) == (SECRET, message(3).quoted, message(3).author.name)
    assert (kept.decision.clauses, kept.decision.findings) == ((CLAUSE,), ())
    assert await records.case_at(ref(3)) == case
    assert await records.incomplete() == []


async def test_what_the_machine_says_of_a_message_after_staff_were_faster_joins_their_case(records):
    opened = await records.open_case(PARENT, ref(1), RULING, seen=message(1), **SAW)
    assert [one.ref for one in await records.incomplete()] == [ref(1)]  # judged again if nothing else happens
    (hide,) = await records.settle(replace(judged(1, *HIDE), files={0: b"picture"}))
    assert hide.case == opened
    kept = await records.case(opened, reader="u1")
    assert (kept.text, len(kept.decision.findings), kept.decision.failed_detectors) == (SECRET, 1, ())
    assert await records.attached(opened, reader="u1") == {0: b"picture"}
    assert await records.incomplete() == []


async def test_a_message_that_is_clean_after_all_stays_in_the_case_that_staff_opened(records):
    opened = await records.open_case(PARENT, ref(1), RULING, seen=message(1), **SAW)
    assert await records.settle(judged(1)) == ()
    assert await records.rejudged(judged(1)) == ()
    kept = await records.case(opened, reader="u1")
    assert (kept.text, kept.decision.clauses, kept.decision.failed_detectors) == (SECRET, (CLAUSE,), ())


async def test_a_case_of_staff_takes_the_evidence_that_waits_and_once_decided_gets_no_new_orders(records):
    await records.settle(Evidence(message=message(4), decision=decision(failed=("wording: OSError",)), at=NOW))
    case = await records.open_case(PARENT, ref(4), RULING, seen=message(4), **SAW)
    assert (await records.case(case, reader="u1")).text == SECRET
    await records.decide(case, Review(by="Ms Ahlberg", verdict="uphold", at=NOW), State.UPHELD)
    assert await records.rejudged(judged(4, *HIDE)) == ()
    assert [number for number, *_ in await records.cases(list(State))] == [case]
    assert (await records.case(case, reader="u1")).text == SECRET


async def test_a_case_keeps_the_words_of_every_clause_named_on_it_as_they_were_first(records):
    said = Cited(id=CLAUSE, locale="en", policy="Online conduct", title="Threats", words="Threatening anybody")
    other = replace(said, id="5.1.4", words="Restrict access")
    (order,) = await records.settle(judged(1, *HIDE))
    opened = await records.open_case(PARENT, ref(3), replace(RULING, cited=(said,)), by="u2", at=NOW, reason="")
    for case in (opened, order.case):
        await records.cite(case, replace(RULING, cited=(said,)))
        await records.cite(case, replace(RULING, clauses=("5.1.4",), cited=(other,)))
        await records.cite(case, replace(RULING, pack_version="2026.2", cited=(replace(said, words="Shouting"),)))
        kept = (await records.case(case, reader="u1")).decision
        assert (kept.cited, kept.clauses, kept.pack_version) == ((said, other), (CLAUSE,), "2026.1")
