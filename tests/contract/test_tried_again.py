"""What could not be done at first is done when it can be, where it still is to be done: real records, the sandbox."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from bot.ports import PlatformError, RecordsError, Trouble
from bot.ports.reviews import APPEALED, AUTHOR
from moderation.domain import Kind, Member, Review, State, Status
from tests.platforms.laddered import PARENT, LadderSchool, skip_button

THREAT, COMPLAINT = "threat", "complaint"  # taken down and its author stopped; only shown to staff
LEAD = "dsl"  # who alone decides about a threat
EVERYBODY = Member(platform=PARENT.platform, group=PARENT.group, user="")
RESTRICT = {"member": PARENT.user, "duration": "9 days", "clause": "4.2.6", "reason": "It happened again."}
AFTER_ALL = "what could not be done at first was done by Schoolgate"


@pytest.fixture
async def school(tmp_path):
    async with LadderSchool(tmp_path) as school:
        yield school


async def refused(school):
    """A threat, about which the bot may do nothing."""
    school.world.pretend("forbidden")
    await school.writes(THREAT)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.FAILED] * 2
    assert "tried again by itself once it has the right" in await done(school)


async def allowed(school, trouble=""):
    school.world.pretend(trouble)
    await school.enforcement.try_again(EVERYBODY, Trouble.FORBIDDEN)


async def became(school, case, *kinds):
    kept = await school.records.case(case, reader="x")
    return [one.status for one in kept.outcomes if one.action.kind in kinds]


async def said(school, case=1):
    card = await school.enforcement.card(await school.records.case(case, reader="x"))
    return dict(card.fields)


async def done(school, case=1):
    return (await said(school, case))["Done"]


def fails(monkeypatch, school, name, trouble):
    async def refuse(*_):
        raise PlatformError(trouble)

    monkeypatch.setattr(school.enforcement.platforms["sandbox"], name, refuse)


@pytest.mark.parametrize("decision", ["", "uphold:1"])
async def test_what_was_refused_is_done_with_the_right_and_the_card_says_so(school, decision):
    await refused(school)
    if decision:
        await school.presses(decision, LEAD)
    await allowed(school)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.VERIFIED] * 2
    assert school.is_stopped()
    assert "FAILED" not in await done(school)
    assert "tried again" not in await done(school)
    assert AFTER_ALL in (await said(school))["Decided"]


async def test_it_is_tried_once_and_says_nothing_where_that_was_no_use(school):
    await refused(school)
    await allowed(school, "forbidden")
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.FAILED] * 2
    assert "Decided" not in await said(school)
    school.world.pretend("")
    await school.tended()
    assert not school.is_stopped()


@pytest.mark.parametrize("command", ["close", "restore"])
async def test_what_staff_left_as_it_was_stays_so(school, command):
    await refused(school)
    assert not (await school.asks(command, LEAD, case="1", reason="A joke")).refused
    assert "tried again" not in await done(school)
    await allowed(school)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.FAILED] * 2
    assert not school.is_stopped()


async def test_what_staff_left_as_it_was_stays_so_while_its_author_appeals(school):
    await refused(school)
    await school.asks("close", LEAD, case="1", reason="A joke")
    assert await school.records.appeal(1, Review(by=AUTHOR, verdict=APPEALED, at=school.now))
    await allowed(school)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.FAILED] * 2
    await school.presses("uphold:1", LEAD)
    await allowed(school)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.VERIFIED] * 2


async def test_a_dry_run_leaves_it_for_later_and_shows_the_cards_that_were_not_shown(school, monkeypatch):
    with monkeypatch.context() as refusing:
        fails(refusing, school, "post", Trouble.FORBIDDEN)
        await refused(school)
    school.enforcement.dry_run = True
    await allowed(school)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.FAILED] * 2
    assert await became(school, 1, Kind.ALERT_DSL, Kind.NOTIFY_STAFF) == [Status.DONE] * 2
    school.enforcement.dry_run = False
    await allowed(school)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.VERIFIED] * 2


async def test_nobody_is_stopped_by_what_was_refused_before_staff_let_them_post(school, monkeypatch):
    with monkeypatch.context() as refusing:
        fails(refusing, school, "hide", Trouble.FORBIDDEN)
        await school.writes(THREAT)
    school.world.pretend("forbidden")
    assert "NOT done" in (await restricts(school)).text
    await school.asks("lift", LEAD, member=PARENT.user)
    await allowed(school)
    assert await became(school, 1, Kind.HIDE, Kind.LIFT) == [Status.VERIFIED] * 2
    assert not school.is_stopped()


async def test_a_restriction_whose_time_is_over_is_not_made_up_for(school):
    await refused(school)
    school.passes(timedelta(days=2))
    await allowed(school)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.VERIFIED, Status.FAILED]
    assert not school.is_stopped()


async def test_what_staff_did_themselves_since_is_not_done_again(school):
    await refused(school)
    school.world.pretend("")
    await school.presses("hide:1", LEAD)
    assert [one.action.kind for one in await school.records.again(EVERYBODY, Trouble.FORBIDDEN)] == [Kind.RESTRICT]


async def test_a_lift_that_was_refused_is_done_with_the_right(school):
    await school.writes(THREAT)
    school.world.pretend("forbidden")
    await school.asks("lift", LEAD, member=PARENT.user)
    assert school.is_stopped()
    await allowed(school)
    assert not school.is_stopped()
    assert not await school.records.restrictions(member=PARENT)


async def test_what_binds_somebody_is_put_back_as_soon_as_they_are_back(school):
    await restricts(school)
    school.world.restricted.clear()  # as a role on Discord is gone with whoever leaves
    await school.enforcement.came_back(PARENT)
    assert school.is_stopped()


async def test_a_lift_for_somebody_who_left_counts_and_is_done_when_they_come_back(school, monkeypatch):
    await school.writes(THREAT)
    with monkeypatch.context() as away:
        fails(away, school, "lift", Trouble.NO_MEMBER)
        fails(away, school, "is_restricted", Trouble.NO_MEMBER)
        assert "may post again." in (await school.asks("lift", LEAD, member=PARENT.user)).text
        assert not await school.records.restrictions(member=PARENT)
        assert "not a member of this group any more" in await done(school)
    assert school.is_stopped()
    await school.enforcement.try_again(PARENT, Trouble.NO_MEMBER)
    assert not school.is_stopped()
    assert not await school.records.again(PARENT, Trouble.NO_MEMBER)


async def test_a_lift_for_somebody_who_is_away_again_is_not_called_done_and_stays_owed(school, monkeypatch):
    await school.writes(THREAT)
    with monkeypatch.context() as away:
        fails(away, school, "lift", Trouble.NO_MEMBER)
        fails(away, school, "is_restricted", Trouble.NO_MEMBER)
        await school.asks("lift", LEAD, member=PARENT.user)
        await school.enforcement.try_again(PARENT, Trouble.NO_MEMBER)
        assert AFTER_ALL not in str(await said(school))
        assert "not a member of this group any more" in await done(school)
    await school.enforcement.try_again(PARENT, Trouble.NO_MEMBER)
    assert not school.is_stopped()
    assert AFTER_ALL in (await said(school))["Decided"]


async def lifted_while_away(school, monkeypatch):
    """Somebody is let post again whom the platform does not find."""
    with monkeypatch.context() as away:
        fails(away, school, "lift", Trouble.NO_MEMBER)
        fails(away, school, "is_restricted", Trouble.NO_MEMBER)
        await school.asks("lift", LEAD, member=PARENT.user)


async def test_nobody_is_restricted_anew_while_a_lift_waits_for_the_platform(school, monkeypatch):
    await school.writes(COMPLAINT)
    await restricts(school)
    await lifted_while_away(school, monkeypatch)
    with monkeypatch.context() as slow:
        for name in ("lift", "is_restricted"):
            fails(slow, school, name, Trouble.UNREACHABLE)
        await school.enforcement.try_again(EVERYBODY, Trouble.NO_MEMBER)
    assert await became(school, 2, Kind.LIFT) == [Status.DONE]
    assert AFTER_ALL not in str(await said(school, 2))
    assert not await school.records.restrictions(member=PARENT)
    school.passes(timedelta(minutes=5))
    await school.tended()
    assert not school.is_stopped()
    assert await became(school, 2, Kind.LIFT) == [Status.VERIFIED]


async def test_the_date_of_a_lift_stays_however_often_it_is_tried_again(school, monkeypatch):
    await school.writes(THREAT)
    await lifted_while_away(school, monkeypatch)
    (before,) = (one.at for one in (await school.records.case(1, reader="x")).outcomes if one.action.kind is Kind.LIFT)
    school.passes(timedelta(days=3))
    await school.enforcement.try_again(PARENT, Trouble.NO_MEMBER)
    (after,) = (one.at for one in (await school.records.case(1, reader="x")).outcomes if one.action.kind is Kind.LIFT)
    assert after == before
    assert not school.is_stopped()


async def test_a_lift_that_was_refused_is_not_called_done_when_its_member_has_left_since(school, monkeypatch):
    await school.writes(THREAT)
    with monkeypatch.context() as refusing:
        fails(refusing, school, "lift", Trouble.FORBIDDEN)
        await school.asks("lift", LEAD, member=PARENT.user)
    with monkeypatch.context() as away:
        fails(away, school, "lift", Trouble.NO_MEMBER)
        fails(away, school, "is_restricted", Trouble.NO_MEMBER)
        await school.enforcement.try_again(EVERYBODY, Trouble.FORBIDDEN, Trouble.NO_MEMBER)
    assert AFTER_ALL not in str(await said(school))
    assert "not a member of this group any more" in await done(school)


async def test_what_failed_for_two_reasons_is_noted_once(school, monkeypatch):
    with monkeypatch.context() as refusing:
        fails(refusing, school, "hide", Trouble.FORBIDDEN)
        fails(refusing, school, "restrict", Trouble.NO_MEMBER)
        await school.writes(THREAT)
    await school.enforcement.try_again(EVERYBODY, Trouble.FORBIDDEN, Trouble.NO_MEMBER)
    assert await became(school, 1, Kind.HIDE, Kind.RESTRICT) == [Status.VERIFIED] * 2
    assert (await said(school))["Decided"].count(AFTER_ALL) == 1


def damaged(school):
    """A restriction by staff in force whose record cannot be opened."""
    with closing(sqlite3.connect(school.file)) as database:
        harm = "UPDATE orders SET words = x'00' WHERE kind = 'restrict' AND \"by\" IS NOT NULL"
        assert database.execute(harm).rowcount == 1
        database.commit()


async def test_a_damaged_restriction_holds_up_nothing_of_a_new_threat(school):
    await school.writes(COMPLAINT)
    await restricts(school)
    damaged(school)
    await school.writes(THREAT)
    assert await became(school, 3, Kind.HIDE, Kind.RESTRICT) == [Status.VERIFIED] * 2
    assert await became(school, 3, Kind.ALERT_DSL) == [Status.DONE]


async def test_a_damaged_restriction_does_not_keep_what_was_missed_from_being_done(school, monkeypatch):
    await restricts(school)
    with monkeypatch.context() as away:
        fails(away, school, "hide", Trouble.NO_MEMBER)
        await school.writes(THREAT)
    damaged(school)
    with pytest.raises(RecordsError):
        await school.records.restrictions(member=PARENT)
    await school.enforcement.came_back(PARENT)
    assert await became(school, 2, Kind.HIDE) == [Status.VERIFIED]


async def test_who_is_bound_longer_by_staff_is_told_the_end_that_binds(school):
    await school.writes(COMPLAINT)
    await restricts(school)
    await school.writes(THREAT)
    case = await school.records.case(3, reader="x")
    (order,) = (one for one in await school.records.orders(3) if one.action.kind is Kind.WARN)
    until = max(one.until for one in await school.records.restrictions(member=PARENT))
    locale = school.setting(PARENT).parents.each[0]
    end = locale.text("notice-restricted", group=school.setting(PARENT).group.name, until=until)
    assert end in (await school.enforcement.notice(case, order)).text


async def restricts(school, **otherwise):
    asked = await school.asks("restrict", **RESTRICT | otherwise)
    button = skip_button(asked)
    reply = await school.presses(button) if button else None
    return await school.asks("skip", **dict(reply.ask.values), why="It cannot wait.") if reply else asked


async def test_a_restriction_ordered_while_somebody_is_away_holds_when_they_come_back(school, monkeypatch):
    await school.writes(COMPLAINT)
    with monkeypatch.context() as away:
        fails(away, school, "restrict", Trouble.NO_MEMBER)
        assert "NOT done" in (await restricts(school)).text
        assert "when they come back" in await done(school, 2)
    await school.enforcement.try_again(PARENT, Trouble.NO_MEMBER)
    assert school.is_stopped()
    await school.tended()
    assert any("may not post" in one.text or "4.2.6" in one.text for one in school.world.letters[PARENT.user])


@pytest.mark.parametrize("in_their_case", [False, True])
async def test_a_shorter_restriction_by_the_machine_does_not_replace_a_longer_one_that_waits(
    school, monkeypatch, in_their_case
):
    await school.writes(COMPLAINT)
    with monkeypatch.context() as away:
        fails(away, school, "restrict", Trouble.NO_MEMBER)
        await restricts(school, **({"case": "1"} if in_their_case else {}))
    await school.writes(THREAT)
    assert school.is_stopped()
    await school.enforcement.try_again(PARENT, Trouble.NO_MEMBER)
    school.passes(timedelta(days=2))
    await school.tended()
    assert school.is_stopped()


async def test_a_longer_restriction_by_the_machine_replaces_a_shorter_one_that_waits(school, monkeypatch):
    await school.writes(COMPLAINT)
    with monkeypatch.context() as away:
        fails(away, school, "restrict", Trouble.NO_MEMBER)
        await restricts(school, duration="2 hours")
    await school.writes(THREAT)
    assert not await school.records.again(PARENT, Trouble.NO_MEMBER)


async def test_the_platform_is_told_the_later_end_when_the_machine_restricts_somebody_whom_staff_restricted(school):
    await restricts(school)
    await school.writes(THREAT)
    assert school.world.restricted[PARENT.user] > school.now + timedelta(days=8)


async def test_a_warning_that_reaches_nobody_leaves_its_case_open_and_says_what_to_do(school, monkeypatch):
    fails(monkeypatch, school, "tell", Trouble.CLOSED)
    asked = await school.asks("warn", member=PARENT.user, clause="4.2.4", reason="Enough of that.")
    form = (await school.presses(skip_button(asked))).ask
    warned = await school.asks("skip", **dict(form.values), why="It cannot wait.")
    assert "NOT done, because the person takes no messages from the bot" in warned.text
    assert "closed" not in warned.text
    assert (await school.records.case(1, reader="x")).state is State.OPEN
    assert "Author told why: FAILED" in await done(school)
    assert "tell the person yourself" in await done(school)


@pytest.mark.parametrize("trouble", [Trouble.PROTECTED, Trouble.NO_MEMBER])
async def test_a_case_opened_for_what_cannot_be_done_is_closed(school, monkeypatch, trouble):
    fails(monkeypatch, school, "restrict", trouble)
    assert "The case is closed: it was opened only for this." in (await restricts(school, clause="4.2.4")).text
    assert (await school.records.case(1, reader="x")).state is State.CLOSED


async def test_a_case_with_more_to_it_than_what_cannot_be_done_stays_open(school, monkeypatch):
    fails(monkeypatch, school, "restrict", Trouble.PROTECTED)
    await school.asks("talk", member=PARENT.user, clause="4.2.4", agreed="To write to the office")
    assert "closed" not in (await restricts(school, member="", case="1", clause="4.2.4")).text
    assert (await school.records.case(1, reader="x")).state is State.OPEN


async def test_a_case_under_a_clause_of_the_safeguarding_leads_stays_open(school, monkeypatch):
    fails(monkeypatch, school, "restrict", Trouble.PROTECTED)
    assert "closed" not in (await restricts(school)).text
    assert (await school.records.case(1, reader="x")).state is State.OPEN


async def test_a_case_waits_open_for_the_right_to_do_what_it_was_opened_for(school):
    school.world.pretend("forbidden")
    assert "NOT done" in (await restricts(school)).text
    assert (await school.records.case(1, reader="x")).state is State.OPEN
    await allowed(school)
    assert school.is_stopped()


async def test_no_case_is_opened_for_a_step_without_a_reason(school):
    for command in ("warn", "restrict"):
        assert (await school.asks(command, **RESTRICT | {"reason": " "})).refused
    assert await school.records.case(1, reader="x") is None
