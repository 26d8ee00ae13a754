"""Whom a command is about: never somebody other than the member it names."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.ports import Call
from bot.sandbox_parts.people import HOLLYBANK, PEOPLE
from bot.staff import commands
from bot.staff.commands import onduty
from bot.staff.finding import case_of
from bot.staff.refusal import Refusal
from bot.staff.words import READER
from moderation.domain import Author, Message, Ref, State
from tests.platforms.laddered import PACK, PARENT, LadderSchool

CATEGORY = next(iter(PACK.thresholds))


@pytest.fixture
async def school(tmp_path):
    async with LadderSchool(tmp_path) as school:
        await school.writes(CATEGORY)  # case 1, about Priya's message 1
        yield school


def about(message="", author="", **values):
    """Staff's call about a message of the parents' chat, with its author where the platform shows it."""
    ref = Ref(platform="sandbox", chat="parents", message=message)
    seen = Message(ref=ref, group=HOLLYBANK.id, author=Author(user=author), text="x", sent_at=None) if author else None
    return Call(
        command="warn",
        actor=PEOPLE["office"].actor,
        platform="sandbox",
        group=HOLLYBANK.id,
        values=values,
        target=ref if message else None,
        seen=seen,
    )


@pytest.mark.parametrize(
    "call",
    [
        about("1", PARENT.user, member="gareth"),
        about("1", member="gareth"),
        about(case="1", member="gareth"),
        about("2", PARENT.user, member="gareth"),
    ],
    ids=["a message with a case", "of an author not shown", "a case by its number", "a message without a case"],
)
async def test_a_member_named_who_is_not_the_one_it_is_about_is_refused(school, call):
    with pytest.raises(Refusal, match="refused-not-theirs"):
        await case_of(school.desk, call)
    assert await school.records.case(2, reader="test") is None


@pytest.mark.parametrize(
    "call",
    [
        about("1"),
        about("1", PARENT.user, member=PARENT.user),  # as Telegram fills it in
        about(case="1"),
        about(case="1", member=PARENT.user),
        about("7", "teacher", case="1", member="teacher"),  # filled in too: a colleague answered, nobody named
    ],
    ids=["its message", "its author", "its number", "number and member", "a number in an answer"],
)
async def test_the_case_is_found_where_nobody_else_is_named(school, call):
    case = await case_of(school.desk, call)
    assert (case.id, case.member) == (1, PARENT)


@pytest.mark.parametrize(("who", "answer"), [("gareth", "refused-colleague"), ("nobody", "refused-colleague-gone")])
async def test_nobody_but_staff_is_put_on_duty(school, who, answer):
    call = replace(about(member=who), command="onduty")
    with pytest.raises(Refusal, match=f"^{answer}$"):
        await onduty.run(school.desk, call)
    assert await school.enforcement.triage.on_duty(HOLLYBANK, school.now) is None


async def test_somebody_put_on_duty_is_named(school):
    assert "Mr Qureshi is on duty until" in (await school.asks("onduty", member="teacher")).text


async def test_who_hands_a_case_over_is_not_told_that_it_is_about_them(school):
    await school.asks("assign", case="1")
    await school.presses("notmine:1", who="teacher")
    refused = await school.asks("assign", case="1", member="teacher")
    assert refused.text.startswith("Case 1 cannot be given to Mr Qureshi: ")


@pytest.mark.parametrize("number", ["99999999999999999999999", "0", "1a", "\u00b2", "-1", ""])
async def test_a_number_that_no_case_has_is_said_to_have_none(school, number):
    said = (await school.asks("case", case=number or " ")).text
    assert "no case" in said.lower(), said


def logged(school, who, table):
    """Whom a log of the records names, the machine left out."""
    with closing(sqlite3.connect(school.file)) as database:
        return [name for (name,) in database.execute(f"SELECT {who} FROM {table} ORDER BY id") if name != READER]


async def test_whoever_of_staff_opens_a_case_is_logged_as_its_reader(school):
    await school.asks("case", who="teacher", case="1")
    assert set(logged(school, "reader", "readings")) == {"teacher"}


async def test_nobody_decides_a_case_about_themselves_and_that_they_tried_is_kept(school):
    ref, teacher = Ref(platform="sandbox", chat="parents", message="9"), replace(PARENT, user="teacher")
    ruling = PACK.ruling(PACK.clause[0].id)
    case = await school.records.open_case(teacher, ref, ruling, by="Mrs Hartley", at=school.now, reason="Rude.")
    answers = [await school.presses(f"{verb}:{case}", who="teacher") for verb in ("uphold", "restore")]
    answers.append(await school.asks("case", who="teacher", case=str(case)))
    assert {answer.text for answer in answers} == {f"Case {case} is about you: somebody else has to decide."}
    kept = await school.records.case(case, reader="test")
    assert kept.state is State.OPEN
    assert "Mr Qureshi" not in {review.by for review in kept.reviews}
    assert logged(school, "actor", "refusals") == ["teacher"] * 3
    assert not (await school.presses(f"uphold:{case}")).refused


@pytest.mark.parametrize("place", ["staff", HOLLYBANK.id])
async def test_a_case_that_is_the_leads_is_not_opened_where_others_read_along_not_even_for_the_lead(school, place):
    await school.writes("threat")  # case 2
    call = replace(about(case="2"), command="case", actor=PEOPLE["dsl"].actor)
    refused = await commands.run(school.desk, replace(call, chat=place))
    assert refused.text == "Case 2 is the safeguarding lead's: open it in their own place or in private, not here."
    assert refused.card is None
    assert (await commands.run(school.desk, replace(call, chat="dsl"))).card
