"""The laws every platform adapter keeps, whatever the platform; each runs against its loopback server.

A platform joins by a file tests/platforms/harness_<platform>.py with a class `PlatformHarness` (see harness.py there).
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.ports import PlatformError, Trouble
from bot.ports.holding import Area, How
from bot.staff.cards import Button, Card, Notice, Reply
from moderation.domain import Attachment, Role
from tests.platforms.harness import Harness, Recorder, seen

FOLDER = Path(__file__).parents[1] / "platforms"
PLATFORMS = sorted(file.stem.removeprefix("harness_") for file in FOLDER.glob("harness_*.py"))
CARD = Card(
    title="Case 7",
    fields=(("Clause", "4.2.6"), ("Where", "Year 3 <b>&amp;</b>")),
    evidence="he said <i>no</i>",
    buttons=(Button(id="uphold:7", label="Uphold"), Button(id="restore:7", label="Restore", style="good")),
)
PICTURE = b"\x89PNG picture"
NOTICE = Notice(
    text="Your message was hidden under clause 4.2.6.",
    fallback="A message was hidden. Only its author can read why.",
    button=Button(id="why:7", label="Read why"),
)


@pytest.fixture(params=PLATFORMS)
async def harness(request: pytest.FixtureRequest) -> AsyncIterator[Harness]:
    module = importlib.import_module(f"tests.platforms.harness_{request.param}")
    async with module.PlatformHarness(Recorder()) as ready:
        yield ready


async def refused(action: object) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        await action  # type: ignore[misc]
    assert caught.value.__cause__ is None  # what the SDK said may hold a token or a text
    return caught.value


def soon(**ahead: float) -> datetime:
    return datetime.now(UTC) + timedelta(**ahead)


async def test_a_platform_says_what_it_is(harness: Harness) -> None:
    assert harness.platform.name == harness.group.platform


async def test_a_message_arrives_once_with_its_address_author_and_time(harness: Harness) -> None:
    before = soon(seconds=-2)
    ref = await harness.say("See you at the fair")
    message = await harness.recorder.got()
    await harness.say("And again")
    await harness.recorder.got(2)
    assert len(harness.recorder.messages) == 2
    assert message.ref == replace(ref, thread=message.ref.thread)
    assert (message.text, message.group, message.member) == ("See you at the fair", harness.group.id, harness.parent)
    assert message.author.name
    assert message.sent_at.tzinfo is not None
    assert before < message.sent_at < soon(seconds=2)
    assert (message.edit, message.parts) == (0, ())


async def test_an_edit_is_the_same_message_in_another_version(harness: Harness) -> None:
    ref = await harness.say("first words")
    await harness.recorder.got()
    await harness.edit(ref, "other words")
    edited = await harness.recorder.got(2)
    assert (edited.ref.message, edited.text) == (ref.message, "other words")
    assert edited.edit > 0


async def test_messages_arrive_in_the_order_they_were_written(harness: Harness) -> None:
    texts = [f"message {number}" for number in range(20)]
    for text in texts:
        await harness.say(text)
    await harness.recorder.got(20)
    assert [message.text for message in harness.recorder.messages] == texts


async def test_what_is_hidden_is_gone_and_hiding_it_again_is_no_trouble(harness: Harness) -> None:
    ref = await harness.say("to be hidden")
    await harness.say("to stay")
    await harness.platform.hide(ref, ())
    assert harness.shown() == ["to stay"]
    assert await harness.platform.is_hidden(ref, ())
    await harness.platform.hide(ref, ())


async def test_all_parts_of_a_post_are_hidden_together(harness: Harness) -> None:
    refs = [await harness.say(f"part {number}") for number in range(3)]
    parts = [ref.message for ref in refs[1:]]
    await harness.platform.hide(refs[0], parts)
    assert harness.shown() == []
    assert await harness.platform.is_hidden(refs[0], parts)
    await harness.platform.hide(refs[0], parts)


async def test_without_the_right_hiding_says_so_and_the_message_is_not_reported_as_gone(harness: Harness) -> None:
    ref = await harness.say("stays up")
    harness.take_right()
    assert (await refused(harness.platform.hide(ref, ()))).trouble is Trouble.FORBIDDEN
    assert not await harness.platform.is_hidden(ref, ())
    assert harness.shown() == ["stays up"]
    assert any(harness.group.name in line for line in await harness.platform.missing())


async def test_that_the_bot_has_its_right_again_is_told_once_it_can_be_used(harness: Harness) -> None:
    ref = await harness.say("comes down later")
    harness.take_right()
    assert (await refused(harness.platform.hide(ref, ()))).trouble is Trouble.FORBIDDEN
    before = len(harness.recorder.abilities)
    await harness.give_right()
    await seen(lambda: len(harness.recorder.abilities) > before)
    assert set(harness.recorder.abilities) == {(harness.group.platform, harness.group.id)}
    await harness.platform.hide(ref, ())
    assert harness.shown() == []


async def test_a_limit_says_how_long_to_wait_and_trying_again_works(harness: Harness) -> None:
    ref = await harness.say("to be hidden")
    harness.limit(3)
    error = await refused(harness.platform.hide(ref, ()))
    assert (error.trouble, error.passing) == (Trouble.LIMITED, True)
    assert 2.5 <= error.retry_after <= 4
    await harness.platform.hide(ref, ())
    assert harness.shown() == []


async def test_what_is_restored_is_readable_again_and_names_its_author(harness: Harness) -> None:
    ref = await harness.say("<b>5 < 6</b> & *so* _on_")
    await harness.platform.hide(ref, ())
    new = await harness.platform.restore(ref, "Ann Parent", "<b>5 < 6</b> & *so* _on_", [("photo.png", PICTURE)])
    assert new not in ("", ref.message)
    text = harness.shown()[0]
    assert PICTURE in harness.files()
    assert "Ann Parent" in text
    assert "<b>5 < 6</b> & *so* _on_" in text


async def test_a_restricted_member_cannot_post_until_it_is_lifted(harness: Harness) -> None:
    assert not await harness.platform.is_restricted(harness.parent)
    await harness.platform.restrict(harness.parent, soon(hours=24))
    await harness.platform.restrict(harness.parent, soon(hours=24))
    assert harness.is_stopped()
    assert await harness.platform.is_restricted(harness.parent)
    with pytest.raises(PermissionError):
        await harness.say("still angry")
    await harness.platform.lift(harness.parent)
    await harness.platform.lift(harness.parent)
    assert not harness.is_stopped()
    assert not await harness.platform.is_restricted(harness.parent)
    await harness.say("calm again")


async def test_a_restriction_without_an_end_lasts_until_it_is_lifted(harness: Harness) -> None:
    await harness.platform.restrict(harness.parent, None)
    assert await harness.platform.is_restricted(harness.parent)
    await harness.platform.lift(harness.parent)
    assert not harness.is_stopped()


async def test_a_restriction_whose_end_has_passed_restricts_nobody(harness: Harness) -> None:
    await harness.platform.restrict(harness.parent, soon(minutes=-1))
    assert not harness.is_stopped()


async def test_an_owner_is_protected(harness: Harness) -> None:
    assert (await refused(harness.platform.restrict(harness.owner, soon(hours=1)))).trouble is Trouble.PROTECTED


async def test_a_stranger_is_no_member(harness: Harness) -> None:
    error = await refused(harness.platform.restrict(harness.stranger(), soon(hours=1)))
    assert error.trouble is Trouble.NO_MEMBER


async def test_a_notice_is_told_privately_where_that_is_open(harness: Harness) -> None:
    ref = await harness.say("hidden words")
    harness.open_private()
    assert await harness.platform.tell(harness.parent, ref, NOTICE) == "private"
    assert harness.private() == [NOTICE.text]
    assert harness.shown() == ["hidden words"]


async def test_where_private_messages_are_closed_the_group_learns_nothing_of_the_content(harness: Harness) -> None:
    ref = await harness.say("hidden words")
    await harness.platform.hide(ref, ())
    assert await harness.platform.tell(harness.parent, ref, NOTICE) == "fallback"
    [text] = harness.shown()
    assert NOTICE.fallback in text
    assert "hidden words" not in text
    assert NOTICE.text not in text
    assert harness.private() == []


async def test_a_card_shows_its_fields_and_is_drawn_again_in_place(harness: Harness) -> None:
    message = await harness.platform.post(harness.group.staff_place, CARD)
    [text] = harness.cards()
    assert all(part in text for part in ("Case 7", "4.2.6", "Year 3 <b>&amp;</b>", "he said <i>no</i>"))
    await harness.platform.update(harness.group.staff_place, message, replace(CARD, title="Case 7: upheld", buttons=()))
    await harness.platform.update(harness.group.staff_place, message, replace(CARD, title="Case 7: upheld", buttons=()))
    [text] = harness.cards()
    assert "upheld" in text


async def test_a_card_as_long_as_can_be_still_arrives(harness: Harness) -> None:
    long = Card(title="T" * 300, fields=tuple((f"Field {n}", "v" * 900) for n in range(8)), evidence="é<&😀" * 3000)
    await harness.platform.post(harness.group.staff_place, long)
    [text] = harness.cards()
    assert "Field 7" in text


async def test_a_pressed_button_arrives_with_its_card_and_is_answered(harness: Harness) -> None:
    harness.recorder.reply = Reply(text="Upheld.", update=replace(CARD, title="Case 7: upheld", buttons=()))
    message = await harness.platform.post(harness.group.staff_place, CARD)
    assert await harness.press(message, "uphold:7") == "Upheld."
    [press] = harness.recorder.presses
    assert (press.id, press.group, press.platform) == ("uphold:7", harness.group.id, harness.platform.name)
    assert (press.place, press.message) == (harness.group.staff_place, message)
    assert harness.group.role(press.actor.tokens) is Role.STAFF
    await seen(lambda: "upheld" in harness.cards()[0])


async def test_an_approved_post_is_readable_and_names_its_author_and_shows_what_was_attached(harness: Harness) -> None:
    ref = await harness.say("something earlier")
    new = await harness.platform.publish(ref, "Ann Parent", "<b>5 < 6</b> & *so*", [("photo.png", PICTURE)])
    assert new not in ("", ref.message)
    text = harness.shown()[1]
    assert "Ann Parent" in text
    assert "<b>5 < 6</b> & *so*" in text
    assert PICTURE in harness.files()


@pytest.mark.parametrize("times", [1, 2])
async def test_a_secured_group_refuses_members_until_it_is_exactly_as_before(harness: Harness, times: int) -> None:
    area = Area(group=harness.group.id)
    await harness.say("before")
    before, stood = await harness.platform.standing(area), harness.doors()
    assert not await harness.platform.is_secured(area)
    kept = before
    for _ in range(times):
        kept = await harness.platform.secure(area, kept)
    assert await harness.platform.is_secured(area)
    with pytest.raises(PermissionError):
        await harness.say("still here")
    await harness.platform.renew(area)
    await harness.platform.post(harness.group.staff_place, CARD)
    for _ in range(times):
        await harness.platform.release(area, kept)
    assert not await harness.platform.is_secured(area)
    assert harness.doors() == stood
    assert await harness.platform.standing(area) == before
    await harness.say("after")


async def test_the_bot_and_staff_can_still_write_in_a_secured_group(harness: Harness) -> None:
    area = Area(group=harness.group.id)
    ref = await harness.say("before")
    kept = await harness.platform.secure(area, await harness.platform.standing(area))
    await harness.platform.publish(ref, "The school", "The group is closed until the morning.")
    await harness.staff_says("I am looking into this")
    assert "I am looking into this" in harness.shown()
    await harness.platform.release(area, kept)


async def test_without_the_right_a_group_is_not_secured_and_says_so(harness: Harness) -> None:
    area = Area(group=harness.group.id)
    before = await harness.platform.standing(area)
    harness.take_doors()
    assert (await refused(harness.platform.secure(area, before))).trouble is Trouble.FORBIDDEN
    assert not await harness.platform.is_secured(area)
    await harness.say("still open")


async def test_slow_mode_is_set_and_put_back_or_said_to_be_impossible(harness: Harness) -> None:
    area = Area(group=harness.group.id, how=How.SLOW)
    if harness.platform.name == "telegram":  # bots can read slow mode and not set it
        assert (await refused(harness.platform.standing(area))).trouble is Trouble.UNSUPPORTED
        return
    before, stood = await harness.platform.standing(area), harness.doors()
    await harness.platform.secure(area, before)
    assert await harness.platform.is_secured(area)
    await harness.say("one")
    with pytest.raises(PermissionError):
        await harness.say("two at once")
    await harness.platform.release(area, before)
    assert harness.doors() == stood
    await harness.say("two")


async def test_the_bytes_of_an_attachment_can_be_fetched(harness: Harness) -> None:
    await harness.picture(b"\x89PNG picture")
    [attachment] = (await harness.recorder.got()).attachments
    assert (attachment.kind, attachment.size) == ("photo", len(b"\x89PNG picture"))
    assert await harness.platform.fetch(attachment) == b"\x89PNG picture"


async def test_what_has_no_bytes_is_not_fetched(harness: Harness) -> None:
    error = await refused(harness.platform.fetch(Attachment(kind="contact", text="07700 900123")))
    assert error.trouble is Trouble.UNSUPPORTED


async def test_nothing_is_missing_when_all_is_well(harness: Harness) -> None:
    assert list(await harness.platform.missing()) == []


async def test_a_wrong_token_stops_the_start_and_is_in_no_message(harness: Harness) -> None:
    platform = harness.with_wrong_token()
    error = await refused(platform.run(harness.recorder))
    assert error.trouble is Trouble.FORBIDDEN
    assert "_TOKEN" in str(error)
    assert "no-token" not in str(error)
    assert "AAAA" not in str(error)
    assert (await refused(platform.ready())).trouble is Trouble.FORBIDDEN
    await platform.close()
