"""The private chat with the bot on Telegram, with the unmodified client against the loopback server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.staff.cards import Field, Form, Menu, Reply
from moderation.domain import Role
from tests.platforms.harness import Recorder, seen
from tests.platforms.harness_telegram import PlatformHarness
from tests.platforms.telegram_server.state import Account, Post

MENUS = (
    Menu(
        name="restrict",
        help="Stop somebody from posting",
        fields=(
            Field(name="member", help="Who", kind="member"),
            Field(name="how long", help="For how long", kind="duration"),
            Field(name="clause", help="Which clause", kind="clause"),
            Field(name="reason", help="Why"),
        ),
    ),
    Menu(name="lift", help="Let somebody post again", fields=(Field(name="member", help="Who", kind="member"),)),
    Menu(name="case", help="Show a case", fields=(Field(name="case", help="Its number", kind="case"),)),
    Menu(name="hide", help="Hide a message", fields=(Field(name="message", help="Which", kind="message"),)),
    Menu(name="on-duty", help="Who is on duty", needs="dsl"),
    Menu(name="record", help="What is held about me", needs="anyone"),
)


@pytest.fixture
async def school() -> AsyncIterator[PlatformHarness]:
    async with PlatformHarness(Recorder(menus=MENUS)) as ready:
        yield ready


async def reply_to(school: PlatformHarness, post: Post, text: str, who: Account | None = None) -> None:
    await school.server.post(school.staff_chat, who or school.teacher, text, reply_to=post)


async def test_a_plain_start_offers_what_anyone_may_ask(school: PlatformHarness) -> None:
    await school.server.start(school.person)
    [text] = await seen(school.private)
    assert "/record: What is held about me" in text
    assert "restrict" not in text


@pytest.mark.parametrize("payload", ["%%%", "_____", "a" * 64])
async def test_a_garbled_deep_link_presses_nothing_it_should_not(school: PlatformHarness, payload: str) -> None:
    await school.server.start(school.person, payload)
    await seen(school.private)
    assert all(press.actor.user == str(school.person.id) for press in school.recorder.presses)


async def test_a_form_in_private_is_answered_by_the_next_message(school: PlatformHarness) -> None:
    form = Form(title="Your view", command="appeal", fields=(Field(name="text", help="What happened"),))
    school.recorder.reply = Reply(text="", ask=form)
    await school.server.start(school.person, "YXBwZWFsOjc")  # appeal:7
    await seen(school.private)
    school.recorder.reply = Reply(text="Thank you.")
    await school.server.write(school.person, "It was a joke.\nReally.")
    await seen(lambda: school.recorder.calls)
    [call] = school.recorder.calls
    assert (call.command, call.group, call.values) == ("appeal", "", {"text": "It was a joke.\nReally."})
    await seen(lambda: "Thank you." in school.private())


async def test_what_is_changed_in_private_is_not_done_again_and_answers_no_question(school: PlatformHarness) -> None:
    link = await school.server.start(school.person, "YXBwZWFsOjc")  # appeal:7
    await seen(lambda: len(school.private()) == 1)
    command = await school.server.write(school.person, "/record")
    await seen(lambda: len(school.private()) == 2)
    form = Form(title="Your view", command="appeal", fields=(Field(name="text", help="What happened"),))
    school.recorder.reply = Reply(text="", ask=form)
    asks = await school.server.write(school.person, "/record")
    await seen(lambda: len(school.private()) == 3)
    for post in (link, command, asks):
        await school.server.edit(post, f"{post.text} ")
    await seen(lambda: len(school.private()) == 6)
    assert all("new message" in text for text in school.private()[3:])
    assert (len(school.recorder.presses), len(school.recorder.calls)) == (1, 2)


async def test_staff_of_one_school_are_not_staff_of_another_in_private(school: PlatformHarness) -> None:
    await school.stop()
    elsewhere = school.server.supergroup("Other staff", school.head)
    other = replace(school.group, name="other", id="-1009", staff_place=str(elsewhere.id))
    school.others = (other,)
    school.platform = school.build()
    await school.start()
    await school.server.start(school.teacher)
    await school.server.write(school.teacher, "/case 7")
    await seen(lambda: school.recorder.calls)
    assert other.role(school.recorder.calls[0].actor.tokens) is Role.PARENT
    await school.server.post(school.staff_chat, school.teacher, "/case 8")
    await seen(lambda: len(school.recorder.calls) > 1)
    assert school.group.role(school.recorder.calls[1].actor.tokens) is Role.STAFF
    assert other.role(school.recorder.calls[1].actor.tokens) is Role.PARENT


async def test_private_words_are_not_judged(school: PlatformHarness) -> None:
    await school.server.start(school.person)
    await school.server.write(school.person, "you are all idiots")
    await school.say("in the group")
    assert (await school.recorder.got()).text == "in the group"
    assert len(school.recorder.messages) == 1
