"""The staff's way through the ladder, with everything real but the platform and the clock."""

from datetime import timedelta

import pytest

from moderation.policy.ladder import Rung
from tests.platforms.laddered import PACK, PARENT, LadderSchool, skip_button

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
RESTRICT = {"member": PARENT.user, "duration": "9 days", "clause": "4.2.6", "reason": "It happened again."}


@pytest.fixture
async def school(tmp_path):
    async with LadderSchool(tmp_path) as school:
        yield school


async def stands(school):
    return await school.records.standing(PARENT, PACK)


def told(school):
    """What the parent was told last, with the buttons under it."""
    letter = school.world.letters[PARENT.user][-1]
    return letter.text, [button.id.partition(":")[0] for button in letter.buttons]


def cards(school, title):
    return [shown.card for shown in school.world.cards["staff"].values() if title in shown.card.title]


async def say_why(school, asked, why="There was a threat.", who="office"):
    form = (await school.presses(skip_button(asked), who)).ask
    return await school.asks(form.command, who, **dict(form.values), why=why)


async def test_a_restriction_that_leaves_steps_out_waits_for_a_reason_and_then_names_who_gave_it(school):
    asked = await school.asks("restrict", **RESTRICT)
    assert not school.is_stopped()
    assert dict(asked.card.fields)["Left out"] == "a talk, a written warning, a restriction of at most 24 hours"
    refused = await say_why(school, asked, " ")
    assert refused.refused
    assert not school.is_stopped()
    await school.restart()
    done = await say_why(school, asked)
    assert school.is_stopped()
    assert "unless somebody renews it" in done.text
    text, buttons = told(school)
    assert "It happened again." in text
    assert "There was a threat." not in text
    assert buttons == ["appeal"]
    case = await school.records.case(1, reader="x")
    assert [(review.by, review.note) for review in case.reviews][-1] == ("Mrs Hartley", "There was a threat.")
    assert (await say_why(school, asked)).refused
    assert (await stands(school)).rung is Rung.RESTRICTION


async def test_nobody_but_staff_can_say_why(school):
    asked = await school.asks("restrict", **RESTRICT)
    _, case, step = skip_button(asked).split(":")
    assert (await school.presses(skip_button(asked), "gareth")).refused
    assert (await school.asks("skip", "gareth", case=case, step=step, why="I would like that")).refused
    assert (await school.asks("skip", case="99", step=step, why="wrong case")).refused
    assert not school.is_stopped()


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "#" + "9" * 19, "-1", "1e3", "²"])
async def test_a_number_that_no_case_can_have_is_refused_and_breaks_nothing(school, number):
    asked = await school.asks("restrict", **RESTRICT)
    _, case, step = skip_button(asked).split(":")
    assert (await school.asks("case", case=number)).refused
    assert (await school.asks("note", case=number, note="one")).refused
    assert (await school.asks("skip", case=case, step=number, why="a slip of the thumb")).refused
    assert (await school.asks("appeal", "gareth", case=number, reason="I was joking")).refused
    assert (await school.presses(f"uphold:{number}")).refused
    assert (await school.presses(f"skip:{number}:{step}")).refused
    assert not school.is_stopped()


async def test_the_steps_in_their_order_need_no_reason(school):
    await school.writes("bullying")
    assert (await stands(school)).asks is Rung.TALK
    await school.asks("talk", case="1", agreed="They will write it otherwise.")
    standing = await stands(school)
    assert (standing.rung, standing.asks) == (Rung.TALK, Rung.CLEAR)
    await school.writes("bullying")
    assert (await stands(school)).asks is Rung.WARNING
    await school.asks("warn", case="2", clause="4.2.1", reason="Please stop.")
    assert "Please stop." in told(school)[0]
    await school.writes("bullying")
    assert ((await stands(school)).asks, (await stands(school)).leaves_out) == (Rung.RESTRICTION, (Rung.PROVISIONAL,))
    await school.asks("restrict", case="3", duration="1 day", clause="4.2.1", reason="Third time.")
    assert (await stands(school)).rung is Rung.PROVISIONAL
    done = await school.asks("restrict", case="3", duration="9 days", clause="4.2.1", reason="Third time.")
    assert not skip_button(done)
    assert (await stands(school)).rung is Rung.RESTRICTION


async def test_a_restriction_without_an_end_is_reviewed_and_ends_by_itself(school):
    await say_why(school, await school.asks("restrict", **(RESTRICT | {"duration": ""})))
    assert abs((await stands(school)).until - school.now - 28 * DAY) < MINUTE
    school.passes(25 * DAY)
    await school.tended()
    assert cards(school, "restricted until") == []
    school.passes(2 * DAY)
    for _ in range(3):
        await school.tended()
    (review,) = cards(school, "restricted until")
    assert [button.id for button in review.buttons] == ["renew:1", "lift:1"]
    assert (await stands(school)).rung is Rung.REVIEW
    school.passes(DAY)
    await school.tended()
    assert not school.is_stopped()
    assert (await stands(school)).rung is Rung.ENDED


async def test_a_restriction_in_the_leads_case_is_reviewed_by_the_lead_alone(school):
    await school.writes("threat")
    said = RESTRICT | {"case": "1"}
    await say_why(school, await school.asks("restrict", "dsl", **said), who="dsl")
    school.passes(8 * DAY)
    await school.tended()
    assert cards(school, "restricted until") == []
    assert any("restricted until" in shown.card.title for shown in school.world.cards["dsl"].values())


async def test_a_renewed_restriction_goes_on_and_is_reviewed_again(school):
    await say_why(school, await school.asks("restrict", **RESTRICT))
    school.passes(8 * DAY)
    await school.tended()
    form = (await school.presses("renew:1")).ask
    done = await school.asks(form.command, **dict(form.values), duration="20 days", reason="It goes on elsewhere.")
    assert not skip_button(done)
    assert "It goes on elsewhere." in told(school)[0]
    school.passes(2 * DAY)
    await school.tended()
    assert school.is_stopped()
    school.passes(17 * DAY)
    await school.tended()
    assert len(cards(school, "restricted until")) == 2
    school.passes(2 * DAY)
    await school.tended()
    assert not school.is_stopped()


async def test_a_persons_shorter_word_replaces_what_the_machine_ordered(school):
    await school.writes("threat")
    assert (await stands(school)).rung is Rung.PROVISIONAL
    await say_why(school, await school.asks("restrict", **(RESTRICT | {"duration": "2 hours"})))
    school.passes(timedelta(hours=2))
    await school.tended()
    assert not school.is_stopped()


async def test_what_the_machine_orders_meanwhile_does_not_end_a_restriction_by_staff_early(school):
    await say_why(school, await school.asks("restrict", **RESTRICT))
    await school.writes("threat")
    school.passes(2 * DAY)
    for _ in range(2):
        await school.tended()
    assert school.is_stopped()
    assert abs((await stands(school)).until - school.now - 7 * DAY) < MINUTE


async def test_putting_a_message_back_takes_its_points_and_its_steps_back(school):
    await school.writes("threat")
    warn = {"case": "1", "clause": "4.2.6", "reason": "No threats."}
    await say_why(school, await school.asks("warn", "dsl", **warn), who="dsl")
    assert ((await stands(school)).points, (await stands(school)).rung) == (3, Rung.PROVISIONAL)
    await school.presses("restore:1", "dsl")
    assert await stands(school) == type(await stands(school))()
    assert not school.is_stopped()
    assert "We have changed the decision." in told(school)[0]
    assert (await school.asks("warn", "dsl", **warn)).refused
    history = await school.records.history(PARENT)
    assert (history.warnings, history.hidden, history.restrictions) == (0, 0, 0)


async def test_lifting_ends_a_restriction_for_good(school):
    await say_why(school, await school.asks("restrict", **RESTRICT))
    done = await school.asks("lift", member=PARENT.user)
    assert "Author told" in done.text
    assert told(school)[0].startswith("You can post in Hollybank Primary parents again from now.")
    school.passes(DAY)
    await school.tended()
    assert not school.is_stopped()
    standing = await stands(school)
    assert (standing.rung, standing.until) == (Rung.ENDED, None)


async def test_a_restriction_is_told_although_the_program_stopped_in_between(school):
    await say_why(school, await school.asks("restrict", **RESTRICT))
    letters = len(school.world.letters[PARENT.user])
    await school.tended()
    assert len(school.world.letters[PARENT.user]) == letters
    wished = await school.asks("restrict", **(RESTRICT | {"duration": "20 days", "reason": "Another one."}))
    assert not skip_button(wished)
    school.world.pretend("busy")
    await school.asks("restrict", **(RESTRICT | {"duration": "30 days", "reason": "The last."}))
    await school.restart()
    await school.tended()
    assert "The last." in told(school)[0]


async def test_somebody_who_cannot_be_restricted_is_not_told_that_they_are(school):
    asked = await school.asks("restrict", "teacher", **(RESTRICT | {"member": "office"}))
    done = await say_why(school, asked, who="teacher")
    assert "administrator" in done.text
    assert school.world.letters["office"] == []


async def test_a_step_whose_time_is_over_meanwhile_is_not_taken(school):
    asked = await school.asks("restrict", **(RESTRICT | {"duration": "2 hours"}))
    school.passes(timedelta(hours=3))
    assert "over" in (await say_why(school, asked)).text
    assert not school.is_stopped()
