"""The sandbox as a platform: what people do on its page arrives, and what the bot does shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.sandbox import build
from bot.ports import PlatformError, Trouble
from bot.sandbox_parts import sample
from bot.sandbox_parts.people import HOLLYBANK
from bot.staff.cards import Button, Card, Choice, Field, Form, Notice, Reply
from moderation.domain import Attachment, Member, Role
from tests.platforms.harness import Recorder, seen
from tests.platforms.sandbox_page import Page, running

NOTICE = Notice(
    text="Your message was taken down.",
    fallback="There is a note for somebody.",
    button=Button(id="reason:1:1", label="Read"),
    buttons=(Button(id="appeal:1", label="Appeal"),),
)
CARD = Card(
    title="Case 1", fields=(("Clause", "4.2.6"),), evidence="words", buttons=(Button(id="restore:1", label="Restore"),)
)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with running(build([HOLLYBANK], {"port": "0", "replay": "no"}), Recorder()) as page:
        yield page


def who(user: str) -> Member:
    return Member(platform="sandbox", group="hollybank", user=user)


async def test_a_post_arrives_with_its_author_group_time_and_what_it_answers(page: Page) -> None:
    first = await page.post("priya", "Is it wellies on Thursday?")
    await page.post("ellis", "Yes", reply_to=first)
    question, answer = page.recorder.messages
    assert (question.ref, question.group) == (page.ref(first), "hollybank")
    assert question.author.name == "Priya Nair"
    assert question.author.role is Role.PARENT
    assert answer.author.role is Role.PUPIL
    assert answer.quoted == question.text
    assert abs(datetime.now(UTC) - question.sent_at) < timedelta(seconds=5)


async def test_staff_of_the_group_arrive_as_staff(page: Page) -> None:
    for user in ("office", "teacher", "dsl"):
        await page.post(user, "Good morning")
    assert {message.author.role for message in page.recorder.messages} == {Role.STAFF}


async def test_an_edit_arrives_as_another_version_of_the_same_message(page: Page) -> None:
    message = await page.post("priya", "One")
    await page.ask("edit", person="priya", message=message, text="Two")
    first, second = page.recorder.messages
    assert first.ref == second.ref
    assert (first.edit, second.text) == (0, "Two")
    assert second.edit > 0


async def test_a_message_its_author_deletes_is_reported_and_gone(page: Page) -> None:
    message = await page.post("priya", "Never mind")
    await page.ask("delete", person="priya", message=message)
    assert page.recorder.gone == [page.ref(message)]
    assert await page.seen("priya") == []


async def test_nobody_edits_or_deletes_the_message_of_another(page: Page) -> None:
    message = await page.post("priya", "Mine")
    for what in ("edit", "delete"):
        answer = await page.http.post(f"/api/{what}", json={"person": "tom", "message": message, "text": "Ours"})
        assert answer.status == 400
    assert await page.seen("tom") == [("post", "Mine")]


@pytest.mark.parametrize("kind", ["photo", "video", "document"])
async def test_a_file_arrives_with_bytes_that_can_be_fetched(page: Page, kind: str) -> None:
    await page.post("priya", "", attachment=kind, caption="Class 4 on the trip")
    (attachment,) = page.recorder.messages[0].attachments
    data = await page.sandbox.fetch(attachment)
    assert (attachment.kind, attachment.text) == (kind, "Class 4 on the trip")
    assert len(data) == attachment.size > 0


@pytest.mark.parametrize("kind", ["contact", "location"])
async def test_a_contact_or_location_arrives_without_bytes(page: Page, kind: str) -> None:
    await page.post("priya", "", attachment=kind)
    (attachment,) = page.recorder.messages[0].attachments
    assert attachment.kind == kind
    assert attachment.text
    with pytest.raises(PlatformError) as trouble:
        await page.sandbox.fetch(attachment)
    assert trouble.value.trouble is Trouble.UNSUPPORTED


async def test_fetching_follows_no_path_out_of_the_package(page: Page) -> None:
    with pytest.raises(PlatformError):
        await page.sandbox.fetch(Attachment(kind="photo", handle="../people.py"))


async def test_a_hidden_message_is_gone_for_all_and_leaves_a_line_for_its_author(page: Page) -> None:
    message = await page.post("priya", "Something")
    ref = page.ref(message)
    assert not await page.sandbox.is_hidden(ref, ())
    await page.sandbox.hide(ref, ())
    await page.sandbox.hide(ref, ())
    assert await page.sandbox.is_hidden(ref, ())
    assert await page.seen("tom") == []
    assert await page.seen("priya") == [("hidden", "")]


async def test_an_answer_no_longer_quotes_what_was_hidden(page: Page) -> None:
    message = await page.post("priya", "Something")
    await page.post("tom", "Agreed", reply_to=message)
    await page.sandbox.hide(page.ref(message), ())
    (answer,) = (await page.state("samina"))["posts"]
    assert answer["quoted"] is None


async def test_an_album_is_hidden_whole(page: Page) -> None:
    one, two = await page.post("priya", "One"), await page.post("priya", "Two")
    await page.sandbox.hide(page.ref(one), (two,))
    assert await page.sandbox.is_hidden(page.ref(one), (two,))
    assert await page.seen("tom") == []


async def test_a_restored_message_is_back_in_the_name_of_its_author(page: Page) -> None:
    message = await page.post("priya", "Something")
    await page.sandbox.hide(page.ref(message), ())
    fresh = await page.sandbox.restore(page.ref(message), "Priya Nair", "Something")
    (post,) = (await page.state("priya"))["posts"]
    assert (post["id"], post["name"], post["text"], post["restored"]) == (fresh, "Priya Nair", "Something", True)
    assert len(page.recorder.messages) == 1  # the bot is not told of its own message


async def test_a_restricted_person_cannot_post_until_the_time_is_over_or_it_is_lifted(page: Page) -> None:
    await page.sandbox.restrict(who("priya"), datetime.now(UTC) + timedelta(hours=1))
    refused = await page.http.post("/api/post", json={"person": "priya", "channel": "parents", "text": "Hello"})
    assert refused.status == 400
    assert (await page.state("priya"))["stopped"]
    assert page.recorder.messages == []
    await page.sandbox.restrict(who("priya"), datetime.now(UTC) - timedelta(seconds=1))
    assert not await page.sandbox.is_restricted(who("priya"))
    await page.sandbox.restrict(who("priya"), None)
    assert await page.sandbox.is_restricted(who("priya"))
    await page.sandbox.lift(who("priya"))
    await page.post("priya", "Hello")


@pytest.mark.parametrize(("user", "trouble"), [("office", Trouble.PROTECTED), ("nobody", Trouble.NO_MEMBER)])
async def test_who_cannot_be_restricted_is_said(page: Page, user: str, trouble: Trouble) -> None:
    with pytest.raises(PlatformError) as refused:
        await page.sandbox.restrict(who(user), None)
    assert refused.value.trouble is trouble


async def test_a_notice_is_read_by_its_member_alone(page: Page) -> None:
    assert await page.sandbox.tell(who("priya"), page.ref("1"), NOTICE) == "private"
    (letter,) = (await page.state("priya"))["letters"]
    assert (letter["text"], letter["buttons"][0]["id"]) == (NOTICE.text, "appeal:1")
    assert (await page.state("tom"))["letters"] == []
    assert await page.seen("priya") == []


async def test_who_takes_no_private_messages_gets_a_note_that_only_they_can_open(page: Page) -> None:
    assert await page.sandbox.tell(who("chloe"), page.ref("1"), NOTICE) == "fallback"
    (note,) = (await page.state("priya"))["posts"]
    assert (note["kind"], note["text"]) == ("note", NOTICE.fallback)
    pressed = {"place": "parents", "message": note["id"], "button": "reason:1:1"}
    refused = await page.http.post("/api/press", json={"person": "priya", **pressed})
    assert refused.status == 400
    assert page.recorder.presses == []
    page.recorder.reply = Reply(text=NOTICE.text, buttons=NOTICE.buttons)
    answer = await page.ask("press", person="chloe", **pressed)
    assert answer["text"] == NOTICE.text
    assert answer["buttons"][0]["id"] == "appeal:1"
    assert page.recorder.presses[0].actor.user == "chloe"


async def test_a_card_is_shown_pressed_and_drawn_again(page: Page) -> None:
    message = await page.sandbox.post("staff", CARD)
    page.recorder.reply = Reply(text="Put back.", update=Card(title="Case 1: put back"))
    answer = await page.ask("press", person="office", place="staff", message=message, button="restore:1")
    assert answer["text"] == "Put back."
    (press,) = page.recorder.presses
    assert (press.id, press.place, press.message, press.group) == ("restore:1", "staff", message, "hollybank")
    assert {"user:office", "role:staff"} <= press.actor.tokens
    (card,) = (await page.state("priya"))["places"]["staff"]
    assert (card["id"], card["title"]) == (message, "Case 1: put back")


async def test_where_nobody_is_nothing_can_be_updated_or_posted(page: Page) -> None:
    for doing in (page.sandbox.update("nowhere", "1", CARD), page.sandbox.post("nowhere", CARD)):
        with pytest.raises(PlatformError) as trouble:
            await doing
        assert trouble.value.trouble is Trouble.GONE


async def test_a_command_arrives_as_it_was_given_and_its_form_comes_back(page: Page) -> None:
    ask = Form(
        title="How long?", command="restrict", fields=(Field(name="duration", help="hours"),), values=(("case", "3"),)
    )
    page.recorder.reply = Reply(text="", ask=ask)
    message = await page.post("tom", "Hello")
    answer = await page.ask(
        "command",
        person="office",
        command="restrict",
        place="staff",
        values={"reason": "why", "empty": ""},
        target=message,
        target_chat="parents",
    )
    (call,) = page.recorder.calls
    assert (call.command, call.chat, call.group, call.values) == ("restrict", "staff", "hollybank", {"reason": "why"})
    assert (call.target, call.seen) == (page.ref(message), page.recorder.messages[-1])
    assert (answer["ask"]["command"], answer["ask"]["values"]) == ("restrict", {"case": "3"})


async def test_the_platform_can_be_told_to_refuse_and_to_be_well_again(page: Page) -> None:
    ref = page.ref(await page.post("priya", "Something"))
    await page.ask("trouble", kind="forbidden")
    with pytest.raises(PlatformError) as trouble:
        await page.sandbox.hide(ref, ())
    assert trouble.value.trouble is Trouble.FORBIDDEN
    assert (await page.state("priya"))["trouble"] == "forbidden"
    await page.ask("trouble", kind="")
    await page.sandbox.hide(ref, ())
    assert (await page.http.post("/api/trouble", json={"kind": "flood"})).status == 400


async def test_suggestions_come_from_the_bot(page: Page) -> None:
    page.recorder.choices = (Choice(label="4.2.6 Threats", value="4.2.6"),)
    answer = await page.ask("suggest", person="office", command="restrict", wanted="clause", typed="4.")
    assert answer["choices"] == [{"label": "4.2.6 Threats", "value": "4.2.6"}]


async def test_every_change_is_pushed_to_the_page(page: Page) -> None:
    async with page.http.ws_connect("/live", params={"viewer": "priya"}) as live:
        assert (await live.receive_json(timeout=5))["posts"] == []
        message = await page.post("tom", "Hello")
        assert (await live.receive_json(timeout=5))["posts"][0]["text"] == "Hello"
        await page.sandbox.hide(page.ref(message), ())
        assert (await live.receive_json(timeout=5))["posts"] == []


async def test_the_sample_is_replayed_and_again_after_start_again() -> None:
    inbound = Recorder()
    lines = sample.read(214)
    async with running(build([HOLLYBANK], {"port": "0", "replay": "fast"}), inbound) as page:
        await seen(lambda: len(inbound.messages) == len(lines))
        await page.sandbox.post("staff", CARD)
        await page.ask("again")
        await seen(lambda: len(inbound.messages) == 2 * len(lines))
        state = await page.state("priya")
    first, second = inbound.messages[: len(lines)], inbound.messages[len(lines) :]
    assert [one.author.user for one in first] == [one.author.user for one in second] == [one["person"] for one in lines]
    assert {one.text for one in first} & {line["text"] for line in lines}
    assert {one.text for one in first if "2,000" in one.text} != {one.text for one in second if "2,000" in one.text}
    assert len({message.ref for message in inbound.messages}) == 2 * len(lines)
    assert any(message.quoted for message in inbound.messages)
    assert len(state["posts"]) == len(lines)
    assert state["places"]["staff"] == []


async def test_who_starts_again_several_times_at_once_sees_the_sample_once() -> None:
    inbound = Recorder(before=lambda _: asyncio.sleep(0.002))
    async with running(build([HOLLYBANK], {"port": "0", "replay": "fast"}), inbound) as page:
        await seen(lambda: len(inbound.messages) >= 2)
        await asyncio.gather(*(page.ask("again") for _ in range(5)))
        last = sample.read(214)[-1]["person"]
        await seen(lambda: (inbound.messages[-1].author.user, inbound.messages[-1].ref.chat) == (last, "pta"))
        await asyncio.sleep(0.05)
        assert len((await page.state("priya"))["posts"]) == len(sample.read(214))


async def test_the_sample_goes_on_without_somebody_who_may_not_post_by_then() -> None:
    inbound, sandbox = Recorder(), build([HOLLYBANK], {"port": "0", "replay": "fast"})
    sandbox.world.restricted["samina"] = None  # whose line is answered by the next one
    async with running(sandbox, inbound):
        wanted = [line["person"] for line in sample.read(214) if line["person"] != "samina"]
        await seen(lambda: len(inbound.messages) == len(wanted))
    assert [message.author.user for message in inbound.messages] == wanted


async def test_what_was_posted_while_the_bot_was_away_is_delivered_once() -> None:
    sandbox, recorder = build([HOLLYBANK], {"port": "0", "replay": "no"}), Recorder()
    async with running(sandbox, recorder) as page:
        await page.post("priya", "Seen")
    missed = sandbox.world.say("tom", "parents", "Missed")
    async with running(sandbox, recorder):
        assert [message.text for message in recorder.messages] == ["Seen", "Missed"]
        assert recorder.messages[-1].ref.message == missed.id


async def test_ids_are_never_used_again_in_a_later_run_even_when_the_clock_was_set_back() -> None:
    first = build([HOLLYBANK], {}).world.say("priya", "parents", "One")
    await asyncio.sleep(0.005)
    second = build([HOLLYBANK], {}).world.say("priya", "parents", "Two")
    assert int(second.id) > int(first.id)
    recorder = Recorder()
    recorder.cursor = ahead  # type: ignore[method-assign]
    async with running(build([HOLLYBANK], {"port": "0", "replay": "no"}), recorder) as page:
        assert int(await page.post("priya", "Three")) > int(AHEAD)


AHEAD = "9" * 15


async def ahead(platform: str, chat: str) -> str:
    return AHEAD
