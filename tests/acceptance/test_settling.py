"""What becomes of a case when staff decide it, with everything real but the platform and the clock."""

import asyncio
from datetime import timedelta

import pytest

from bot.ports import PlatformError, Trouble
from moderation.domain import Action, Author, Kind, Ref, State, Status
from tests.platforms.evidence import judged
from tests.platforms.laddered import PARENT, LadderSchool, skip_button

THREAT = "threat"  # taken down, and its author stopped
AUTHOR, REF = Author(user=PARENT.user, name="Priya Nair"), Ref(platform="sandbox", chat="parents", message="1")
LEAD = "dsl"  # who alone decides about a threat
RESTRICT = {"member": PARENT.user, "duration": "9 days", "clause": "4.2.6", "reason": "It happened again."}


@pytest.fixture
async def school(tmp_path):
    async with LadderSchool(tmp_path) as school:
        yield school


def busy():
    raise PlatformError(Trouble.LIMITED)


def letters(school):
    return [letter.text for letter in school.world.letters[PARENT.user]]


async def became(school, case, *kinds):
    kept = await school.records.case(case, reader="x")
    return [(one.action.kind, one.status, one.detail) for one in kept.outcomes if one.action.kind in kinds]


async def test_putting_back_carries_out_no_punishment_that_still_waited(school, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(school.world, "act", busy)
        await school.writes(THREAT)
    done = await school.presses("restore:1", LEAD)
    await school.tended()
    assert not school.is_stopped()
    assert "may not post" not in done.text
    overruled = (Status.FAILED, "overruled")
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT, Kind.LIFT, Kind.RESTORE) == [
        (Kind.HIDE, *overruled),
        (Kind.RESTRICT, *overruled),
    ]
    assert "FAILED (staff had decided otherwise by then)" in dict(done.update.fields)["Done"]


async def test_what_is_just_being_done_is_finished_and_then_undone(school, monkeypatch):
    begun, go = asyncio.Event(), asyncio.Event()
    restrict = school.enforcement.platforms["sandbox"].restrict

    async def slowly(member, until):
        begun.set()
        await go.wait()
        await restrict(member, until)

    monkeypatch.setattr(school.enforcement.platforms["sandbox"], "restrict", slowly)
    writing = asyncio.create_task(school.writes(THREAT))
    await begun.wait()
    restoring = asyncio.create_task(school.presses("restore:1", LEAD))
    await asyncio.sleep(0.1)
    go.set()
    await asyncio.gather(writing, restoring)
    await school.tended()
    assert not school.is_stopped()
    assert await became(school, 1, Kind.RESTRICT, Kind.LIFT) == [
        (Kind.RESTRICT, Status.VERIFIED, ""),
        (Kind.LIFT, Status.VERIFIED, ""),
    ]


async def test_putting_back_an_old_case_leaves_what_staff_ordered_in_another(school):
    await school.writes(THREAT)
    school.passes(timedelta(days=2))
    await school.tended()
    assert not school.is_stopped()
    asked = await school.asks("restrict", **RESTRICT)
    await school.asks("skip", **dict((await school.presses(skip_button(asked))).ask.values), why="It cannot wait.")
    assert school.is_stopped()
    done = await school.presses("restore:1", LEAD)
    await school.tended()
    assert school.is_stopped()
    assert "may post again" not in done.text
    assert len(await school.records.restrictions(member=PARENT)) == 1


async def test_putting_back_one_of_two_cases_ends_its_own_restriction_only(school):
    await school.writes(THREAT)
    await school.writes(THREAT)
    for case, is_stopped in ((1, True), (2, False)):
        await school.presses(f"restore:{case}", LEAD)
        await school.tended()
        assert school.is_stopped() is is_stopped
        held = await school.records.restrictions(member=PARENT)
        assert [one.case for one in held] == ([2] if is_stopped else [])


async def appeals(school):
    return await school.asks("appeal", PARENT.user, case="1", reason="I was joking")


@pytest.mark.parametrize(
    ("category", "is_hidden"),
    [pytest.param("complaint", False, id="shown"), pytest.param("bullying", True, id="hidden")],
)
async def test_who_appeals_is_told_when_staff_close_the_case(school, category, is_hidden):
    await school.writes(category)
    assert not (await appeals(school)).refused
    before = len(letters(school))
    await school.asks("close", case="1", reason="closed")
    told = letters(school)[before:]
    assert len(told) == 1
    assert "has read what you wrote. Nothing more will be done." in told[0]
    assert ("It stays hidden." in told[0]) is is_hidden
    assert "not shown any more" not in told[0]
    assert (await appeals(school)).refused


async def test_nothing_wrong_is_what_an_appellant_is_told_too(school):
    await school.writes("complaint")
    await appeals(school)
    await school.presses("calm:1")
    assert "Nothing more will be done." in letters(school)[-1]


async def test_the_first_appeal_after_a_case_was_closed_opens_it_again(school):
    await school.writes("bullying")
    await school.asks("close", case="1", reason="enough")
    assert not (await appeals(school)).refused
    done = await school.presses("restore:1")
    assert not done.refused
    assert "shown" in letters(school)[-1]
    assert (await school.records.case(1, reader="x")).state is State.RESTORED


@pytest.mark.parametrize("command", ["close", "restore"])
@pytest.mark.parametrize("is_asked", [False, True], ids=["waiting", "proposed"])
async def test_a_post_that_waits_is_not_made_away_with(school, command, is_asked):
    hold = Action(kind=Kind.HOLD, clause="4.2.6")
    (order,) = await school.records.settle(judged(1, hold, ref=REF, group=PARENT.group, author=AUTHOR))
    await school.enforcement.run([order])
    if is_asked:
        await school.asks("propose", case="1", text="See you at the gate.")
    refused = await school.asks(command, case="1", reason="enough")
    assert refused.refused
    assert all(f"`{way}`" in refused.text for way in ("approve", "decline", "propose"))
    assert (await school.records.case(1, reader="x")).state is State.OPEN
    assert not (await school.asks("approve", case="1")).refused
    assert "was already decided" in (await school.asks(command, case="1", reason="enough")).text


async def test_a_card_that_somebody_deleted_is_shown_anew_while_its_case_is_open(school):
    await school.writes("complaint")
    shown = school.world.cards["staff"]
    (first,) = shown
    shown.clear()
    await school.enforcement.redraw(1)
    (again,) = shown
    assert again != first
    await school.enforcement.redraw(1)
    assert list(shown) == [again]
    await school.presses("uphold:1")
    shown.clear()
    await school.enforcement.redraw(1)
    assert not shown
