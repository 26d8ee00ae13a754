"""A group that is taken out of the configuration leaves its cases behind: they rest, and the others are served."""

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from structlog.testing import capture_logs

from bot.adapters.sandbox import Sandbox
from bot.digest import Digest
from bot.enforcement import Enforcement
from bot.groups import Entry, Groups
from bot.intake import Intake, Judge
from bot.ports import Call, Evidence, Press
from bot.records.store import open_records
from bot.sandbox_parts.people import HOLLYBANK, PEOPLE
from bot.sandbox_parts.world import World
from bot.staff import buttons, commands
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.clock import LONDON
from moderation.domain import Action, Author, Decision, Kind, Member, Message, Ref, State, Status
from tests.platforms.evidence import KEY
from tests.platforms.laddered import PACK, not_asked

GONE = "removed"  # the id of a group that nobody watches any more
NOON = datetime(2026, 11, 18, 12, tzinfo=LONDON)
STAFF_ONLY = (Action(kind=Kind.NOTIFY_STAFF, clause="4.2.1"),)
RESTRICTED = (Action(kind=Kind.RESTRICT, clause="4.2.1", duration=timedelta(hours=2)),)


class TwoGroups:
    """Hollybank, watched, and the cases of a group that is not."""

    def __init__(self, records):
        self.records, self.now, self.numbers = records, NOON, count(1)
        self.world = World(HOLLYBANK, lambda: self.now)
        self.platforms = {"sandbox": Sandbox(self.world, 0, None)}
        self.groups = Groups("Hollybank", [Entry(HOLLYBANK, Judge((), PACK))])
        self.enforcement = Enforcement(
            records=records,
            platforms=self.platforms,
            settings=self.groups.setting,
            watches=self.groups.watches,
            clock=lambda: self.now,
        )
        self.desk = Desk(
            records=records,
            enforcement=self.enforcement,
            settings=self.groups.setting,
            groups=self.groups.all,
            **dict.fromkeys(("explain", "digest", "submit", "roster", "refresh", "office"), not_asked),
        )
        self.intake = Intake(
            judge_of=self.groups.judge,
            watches=self.groups.watches,
            platforms=self.platforms,
            records=records,
            enforcement=self.enforcement,
        )

    async def settled(self, group, *actions, user="priya", failed=()):
        """A message of a group as it was judged while that was watched; its orders."""
        decision = Decision(
            pack=PACK.name,
            pack_version=PACK.version,
            clauses=tuple(action.clause for action in actions),
            actions=actions,
            failed_detectors=failed,
        )
        message = Message(
            ref=Ref(platform="sandbox", chat=group, message=str(next(self.numbers))),
            group=group,
            author=Author(user=user, name="Zebulon"),
            text="Zebulon",
            sent_at=self.now,
        )
        return await self.records.settle(Evidence(message=message, decision=decision, at=self.now))

    @asynccontextmanager
    async def judging(self):
        """The queue of messages is worked on; at the end it must still be."""
        running = asyncio.create_task(self.intake.run())
        yield
        await asyncio.sleep(0)
        assert not running.done()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    def cards(self):
        return [shown.card.title for shown in self.world.cards["staff"].values()]


@pytest.fixture
async def school(path):
    records = await open_records(f"sqlite+aiosqlite:///{path}", KEY, clock=lambda: NOON)
    yield TwoGroups(records)
    await records.close()


# undecided messages


async def test_an_undecided_message_of_a_removed_group_is_passed_over_and_said_once_without_names(school):
    await school.settled(GONE, failed=("names",))
    await school.settled(HOLLYBANK.id, failed=("names",))
    async with school.judging():
        with capture_logs() as logs:
            for _ in range(2):
                await asyncio.wait_for(school.intake.rejudge(), 10)
    assert [message.group for message in await school.records.incomplete()] == [GONE]
    (line,) = logs
    assert "not watched" in line["event"]
    assert "Zebulon" not in str(line)


async def test_an_undecided_message_is_judged_in_the_group_that_its_case_moved_to(school):
    await school.settled(GONE, *STAFF_ONLY, failed=("names",))
    await school.records.moved("sandbox", GONE, HOLLYBANK.id)
    async with school.judging():
        await asyncio.wait_for(school.intake.rejudge(), 10)
    assert await school.records.incomplete() == []


async def test_a_message_of_a_group_nobody_watches_does_not_stop_the_judging(school):
    await school.settled(GONE, failed=("names",))
    (message,) = await school.records.incomplete()
    async with school.judging():
        with pytest.raises(KeyError):
            await school.intake.handle(replace(message, ref=replace(message.ref, message="99")))


# cases


async def test_the_orders_of_a_removed_group_rest_and_the_others_are_carried_out(school):
    await school.settled(GONE, *STAFF_ONLY)
    await school.settled(HOLLYBANK.id, *STAFF_ONLY)
    await school.enforcement.reconcile()
    assert [(order.member.group, order.status) for order in await school.records.pending()] == [(GONE, Status.INTENDED)]
    assert len(school.cards()) == 1


async def test_overdue_cases_of_the_others_are_reminded_of(school):
    await school.settled(GONE)
    await school.settled(GONE, *STAFF_ONLY)
    await school.settled(HOLLYBANK.id, *STAFF_ONLY)
    school.now += timedelta(days=30)
    await school.enforcement.remind()
    (title,) = school.cards()
    assert "2" in title


async def test_restrictions_of_a_removed_group_rest_and_the_others_end(school):
    for group in (GONE, HOLLYBANK.id):
        (order,) = await school.settled(group, *RESTRICTED)
        await school.records.outcome(order.id, Status.DONE, at=school.now)
    await school.enforcement.tend(school.now + timedelta(hours=3))
    assert [one.member.group for one in await school.records.restrictions()] == [GONE]


async def test_a_case_of_a_removed_group_is_no_case_to_staff(school):
    (order,) = await school.settled(GONE, *STAFF_ONLY)
    with pytest.raises(Refusal, match="refused-no-case"):
        await school.desk.case(str(order.case), PEOPLE["dsl"].actor)


async def closing(school, who, number):
    values = {"case": str(number), "reason": "The group is closed."}
    call = Call(command="close", actor=PEOPLE[who].actor, platform="sandbox", group=HOLLYBANK.id, values=values)
    return await commands.run(school.desk, call)


async def test_a_safeguarding_lead_closes_a_case_of_a_removed_group_and_nobody_else_does(school):
    (order,) = await school.settled(GONE, *STAFF_ONLY)
    assert (await closing(school, "office", order.case)).refused
    reply = await closing(school, "dsl", order.case)
    assert "Its group is not in the settings any more" in reply.text
    assert "Zebulon" not in reply.text
    assert (await school.records.case(order.case, reader="x")).state is State.CLOSED
    assert "was already decided" in (await closing(school, "dsl", order.case)).text


async def test_a_safeguarding_lead_does_not_close_their_own_case_of_a_removed_group(school):
    (order,) = await school.settled(GONE, *STAFF_ONLY, user=PEOPLE["dsl"].actor.user)
    assert "is about you" in (await closing(school, "dsl", order.case)).text


async def test_the_digest_lists_open_cases_of_removed_groups_by_themselves(school):
    for group in (GONE, HOLLYBANK.id):
        await school.settled(group, *STAFF_ONLY)
    watches = school.groups.watches
    digest = Digest(
        records=school.records,
        platforms=school.platforms,
        places=(),
        looks_after=lambda group: watches(Member(platform=group[0], group=group[1], user="")),
    )
    text = await digest.text("2026-W47", now=NOON + timedelta(days=4))
    assert "Open cases: 1: #2\n" in text
    assert "hours): 1: #2\n" in text
    assert "Open cases of groups that are not in the settings any more:\n  1: #1\n  Nobody is reminded" in text


@pytest.mark.parametrize(("who", "button"), [("dsl", "uphold"), ("office", "escalate"), ("priya", "appeal")])
async def test_a_button_of_a_removed_group_says_that_nobody_looks_after_it(school, who, button):
    (order,) = await school.settled(GONE, *STAFF_ONLY)
    pressed = Press(id=f"{button}:{order.case}", actor=PEOPLE[who].actor, platform="sandbox", group="", place="staff")
    reply = await buttons.press(school.desk, pressed)
    assert reply.refused
    assert "does not look after this group any more" in reply.text
    assert "\n" not in reply.text
    assert "Zebulon" not in reply.text


async def test_an_author_whose_case_was_deleted_is_not_told_that_it_was_somebody_elses(school):
    pressed = Press(id="appeal:7", actor=PEOPLE["priya"].actor, platform="sandbox", group="", place="")
    assert (await buttons.press(school.desk, pressed)).text == "This case is not there any more."


async def test_an_appeal_in_a_removed_group_says_that_nobody_looks_after_it(school):
    (order,) = await school.settled(GONE, *STAFF_ONLY)
    author = (await school.records.case(order.case, reader="x")).member.user
    values = {"case": str(order.case), "reason": "It was a joke."}
    call = Call(command="appeal", actor=PEOPLE[author].actor, platform="sandbox", group="", values=values)
    reply = await commands.run(school.desk, call)
    assert "does not look after this group any more" in reply.text
