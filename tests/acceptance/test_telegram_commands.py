"""Commands, buttons, forms and private chats on Telegram, with the unmodified client against the loopback server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.ports import Call, RecordsError
from bot.staff.cards import Button, Card, Choice, Field, Form, Menu, Reply
from moderation.domain import Role
from tests.platforms.harness import Recorder, seen
from tests.platforms.harness_telegram import PlatformHarness
from tests.platforms.telegram_server.state import Account, Chat, Post

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
FORM = Form(
    title="Restrict a member",
    command="restrict",
    fields=(
        Field(name="how long", help="For how long", kind="duration"),
        Field(name="clause", help="Which clause", kind="clause"),
        Field(name="reason", help="Why"),
    ),
    values=(("member", "77"),),
)
CARD = Card(title="Case 7", buttons=(Button(id="restrict:7", label="Restrict"),))


@pytest.fixture
async def school() -> AsyncIterator[PlatformHarness]:
    async with PlatformHarness(Recorder(menus=MENUS)) as ready:
        yield ready


async def staff_says(school: PlatformHarness, text: str, **known: Any) -> Call:
    await school.server.post(school.staff_chat, school.teacher, text, **known)
    await seen(lambda: school.recorder.calls)
    return school.recorder.calls[-1]


async def answer(school: PlatformHarness, number: int = 1) -> Post:
    """The bot's number-th message in the staff chat."""
    return (await seen(lambda: school.server.from_bot(school.staff_chat)[number - 1 : number]))[0]


async def reply_to(school: PlatformHarness, post: Post, text: str, who: Account | None = None) -> None:
    await school.server.post(school.staff_chat, who or school.teacher, text, reply_to=post)


# command lists


async def test_each_place_is_offered_its_own_commands(school: PlatformHarness) -> None:
    lists = school.server.world.commands
    names = {str(key): [command["command"] for command in value] for key, value in lists.items() if value}
    assert sorted(names.values()) == sorted([["record"], ["restrict", "lift", "case", "hide", "on_duty", "record"]])


# reading commands


async def test_a_command_is_read_in_the_order_of_its_fields(school: PlatformHarness) -> None:
    call = await staff_says(school, "/restrict 700000123 3 days 4.2.6 he threatened\nsomebody")
    assert call.values == {
        "member": "700000123",
        "how long": "3 days",
        "clause": "4.2.6",
        "reason": "he threatened\nsomebody",
    }
    assert (call.command, call.group, call.platform) == ("restrict", school.group.id, "telegram")
    assert call.actor.user == str(school.teacher.id)
    assert school.group.role(call.actor.tokens) is Role.STAFF
    post = await answer(school)
    assert post.text == "Done."
    assert post.reply_to is not None


async def test_a_member_can_be_named_by_a_username_that_has_written(school: PlatformHarness) -> None:
    await school.say("hello")
    await school.recorder.got()
    call = await staff_says(school, "/lift @Ann_Parent")
    assert call.values == {"member": str(school.person.id)}


async def test_a_member_can_be_mentioned_without_a_username(school: PlatformHarness) -> None:
    user = {"id": school.person.id, "is_bot": False, "first_name": "Ann"}
    mention = {"type": "text_mention", "offset": 6, "length": 10, "user": user}
    call = await staff_says(school, "/lift Ann Parent", entities=[mention])
    assert call.values == {"member": str(school.person.id)}


async def test_an_unknown_username_is_answered_with_what_to_do(school: PlatformHarness) -> None:
    await school.server.post(school.staff_chat, school.teacher, "/lift @nobody_here")
    assert "@nobody_here" in (await answer(school)).text
    assert school.recorder.calls == []


@pytest.mark.parametrize("until", ["until Friday 15:30", "rest of term", "2 weeks"])
async def test_how_long_may_be_said_in_words(school: PlatformHarness, until: str) -> None:
    call = await staff_says(school, f"/restrict 700000123 {until} 4.2.6 threats")
    assert call.values["how long"] == until


async def test_a_clause_known_to_the_policy_is_found_whatever_it_looks_like(school: PlatformHarness) -> None:
    school.recorder.choices = (Choice(label="Photographs", value="Photos"),)
    call = await staff_says(school, "/restrict 700000123 1 day photos of others")
    assert (call.values["clause"], call.values["reason"]) == ("photos", "of others")


async def test_a_message_is_named_by_its_link(school: PlatformHarness) -> None:
    ref = await school.say("hello")
    assert school.platform.link(school.group.id, ref) == school.find(ref).link
    call = await staff_says(school, f"/hide {school.find(ref).link}")
    assert (call.target, call.seen, call.values) == (ref, None, {"message": ref.message})  # no bot can fetch a message
    assert call.group == school.group.id


async def test_words_that_hold_a_link_are_left_as_they_are(school: PlatformHarness) -> None:
    link = school.find(await school.say("hello")).link
    call = await staff_says(school, f"/restrict 700000123 3 days 4.2.6 {link} - same words as before")
    assert (call.values["reason"], call.target) == (f"{link} - same words as before", None)
    await staff_says(school, f"/restrict 700000123 3 days 4.2.6 {link}")
    await seen(lambda: len(school.recorder.calls) == 2)
    assert school.recorder.calls[1].values["reason"] == link


async def test_a_link_with_a_full_stop_names_the_message_too(school: PlatformHarness) -> None:
    ref = await school.say("hello")
    call = await staff_says(school, f"/hide {school.find(ref).link}.")
    assert (call.target, call.values) == (ref, {"message": ref.message})


async def with_another_school(school: PlatformHarness) -> tuple[Chat, Post]:
    """Its staff chat, and a message in its group; the teacher is staff there too."""
    await school.stop()
    chat = school.server.supergroup("Other parents", school.person, owner=school.head)
    staff = school.server.supergroup("Other staff", school.teacher, owner=school.head)
    school.others = (replace(school.group, name="other", id=str(chat.id), staff_place=str(staff.id)),)
    school.platform = school.build()
    await school.start()
    return staff, await school.server.post(chat, school.person, "hello")


async def test_a_link_to_another_schools_message_names_nothing_here(school: PlatformHarness) -> None:
    staff, theirs = await with_another_school(school)
    call = await staff_says(school, f"/hide {theirs.link}")
    assert (call.group, call.target, call.seen) == (school.group.id, None, None)
    await school.server.post(staff, school.teacher, f"/hide {theirs.link}")
    await seen(lambda: len(school.recorder.calls) == 2)
    assert (school.recorder.calls[1].group, school.recorder.calls[1].target) == (
        school.others[0].id,
        school.ref(theirs),
    )


async def test_from_a_private_chat_a_link_reaches_every_group(school: PlatformHarness) -> None:
    _, theirs = await with_another_school(school)
    await school.server.start(school.teacher)
    await school.server.write(school.teacher, f"/hide {theirs.link}")
    await seen(lambda: school.recorder.calls)
    assert (school.recorder.calls[0].group, school.recorder.calls[0].target) == (
        school.others[0].id,
        school.ref(theirs),
    )


async def test_what_is_answered_in_a_private_chat_is_no_message_of_a_group(school: PlatformHarness) -> None:
    await school.server.start(school.teacher)
    mine = await school.server.write(school.teacher, "hello")
    await school.server.write(school.teacher, "/restrict 700000123 3 days 4.2.6 a threat", reply_to=mine)
    await seen(lambda: school.recorder.calls)
    assert school.recorder.calls[0].target is None


async def test_answering_a_picture_of_an_album_means_all_of_it(school: PlatformHarness) -> None:
    school.server.world.set_member(school.chat, school.teacher, school.head, status="member")
    album = await school.server.album(school.chat, school.person, [b"a", b"b", b"c"], "our trip")
    await school.recorder.got()
    await school.server.post(school.chat, school.teacher, "/hide", reply_to=album[1])
    await seen(lambda: school.recorder.calls)
    assert school.recorder.calls[0].target == school.ref(album[0])
    assert school.recorder.calls[0].seen == school.recorder.messages[0]
    await staff_says(school, f"/hide {album[2].link}")
    await seen(lambda: len(school.recorder.calls) == 2)
    assert school.recorder.calls[1].target == school.ref(album[0])


async def test_answering_a_card_names_its_case(school: PlatformHarness) -> None:
    card = await school.platform.post(school.group.staff_place, CARD)
    call = await staff_says(school, "/case", reply_to=school.staff_chat.posts[int(card)])
    assert call.values == {"case": "7"}
    assert (await staff_says(school, "/case #12")).values in ({"case": "7"}, {"case": "12"})
    await seen(lambda: len(school.recorder.calls) == 2)
    assert school.recorder.calls[1].values == {"case": "12"}


async def test_a_case_number_is_read_from_the_title_of_a_card_alone(school: PlatformHarness) -> None:
    shown = Card(title="Case 7", fields=(("Who", "Case 12 (#12)"),), mention="77", urgent=True)
    card = await school.platform.post(school.group.staff_place, shown)
    call = await staff_says(school, "/case", reply_to=school.staff_chat.posts[int(card)])
    assert (call.values, call.target) == ({"case": "7"}, None)
    school.recorder.reply = Reply(text="Case 12 Parent: no cases")
    await school.server.post(school.staff_chat, school.teacher, "/on_duty")
    await reply_to(school, await answer(school, 3), "/case")
    assert "Missing: case" in (await answer(school, 4)).text
    assert len(school.recorder.calls) == 2


async def test_words_of_a_parent_that_the_bot_posted_name_no_case(school: PlatformHarness) -> None:
    school.server.world.set_member(school.chat, school.teacher, school.head, status="member")
    ref = await school.say("hello")
    await school.recorder.got()
    again = await school.platform.restore(ref, "Ann", "I am case 12 (#12)")
    await school.server.post(school.chat, school.teacher, "/case", reply_to=school.chat.posts[int(again)])
    assert "Missing: case" in (await answer(school)).text
    await school.server.post(school.chat, school.teacher, "/hide", reply_to=school.chat.posts[int(again)])
    await seen(lambda: school.recorder.calls)
    assert school.recorder.calls[0].target == replace(ref, message=again)


async def test_what_is_missing_is_explained_with_an_example(school: PlatformHarness) -> None:
    await school.server.post(school.staff_chat, school.teacher, "/restrict 700000123 3 days")
    text = (await answer(school)).text
    assert "Missing: clause, reason" in text
    assert "/restrict @name 3 days 4.2.6" in text
    assert school.recorder.calls == []


async def test_commands_for_other_bots_and_plain_talk_are_left_alone(school: PlatformHarness) -> None:
    await school.server.post(school.staff_chat, school.teacher, "/lift@another_bot 700000123")
    await school.server.post(school.staff_chat, school.teacher, "just talking about 4.2.6")
    call = await staff_says(school, f"/lift@{school.server.bot.username} 700000123")
    assert call.values == {"member": "700000123"}
    assert len(school.recorder.calls) == 1


async def test_a_command_that_is_changed_afterwards_is_not_carried_out_again(school: PlatformHarness) -> None:
    post = await school.server.post(school.staff_chat, school.teacher, "/restrict 700000123 1 day 4.2.6 swering")
    assert (await answer(school)).text == "Done."
    await school.server.edit(post, "/restrict 700000123 1 day 4.2.6 swearing")
    told = await answer(school, 2)
    assert ("new message" in told.text, told.reply_to, len(school.recorder.calls)) == (True, post, 1)
    talk = await school.server.post(school.staff_chat, school.teacher, "just talking")
    await school.server.edit(talk, "just talking about it")
    await school.server.post(school.staff_chat, school.teacher, "/lift 700000123")
    assert (await answer(school, 3)).text == "Done."


# commands in the parents' group


async def test_staff_answering_a_message_in_the_group_are_answered_out_of_sight(school: PlatformHarness) -> None:
    school.server.world.set_member(school.chat, school.teacher, school.head, status="member")
    ref = await school.say("I will break his legs")
    await school.recorder.got()
    await school.server.post(school.chat, school.teacher, "/restrict 1 day 4.2.6 a threat", reply_to=school.find(ref))
    await seen(lambda: school.recorder.calls)
    [call] = school.recorder.calls
    assert (call.values["member"], call.target, call.group) == (str(school.person.id), ref, school.group.id)
    assert call.seen == school.recorder.messages[0]
    assert (await answer(school)).text == "Done."  # their private chat is closed
    assert school.server.from_bot(school.chat) == []
    assert len(school.recorder.messages) == 1


@pytest.mark.parametrize("text", ["/restrict", "/lift @nobody_here", "/lift"])
async def test_a_parents_attempt_at_a_staff_command_is_passed_on_to_be_refused_whatever_is_missing(
    school: PlatformHarness, text: str
) -> None:
    school.recorder.reply = Reply(text="Only staff may do this.", refused=True)
    await school.server.start(school.person)
    await school.server.post(school.chat, school.person, text)
    await school.server.write(school.person, text)
    await seen(lambda: len(school.recorder.calls) == 2)
    told = await seen(lambda: school.server.private_messages(school.person)[1:])
    assert {post.text for post in told} <= {"Only staff may do this."}


async def test_a_parents_command_is_passed_on_and_judged_like_all_they_write(school: PlatformHarness) -> None:
    school.recorder.reply = Reply(text="Only staff may do that.", refused=True)
    await school.say("/restrict 700000123 3 days 4.2.6 you idiot")
    message = await school.recorder.got()
    assert "idiot" in message.text
    [call] = school.recorder.calls
    assert school.group.role(call.actor.tokens) is Role.PARENT
    assert school.server.from_bot(school.chat) == []
    school.open_private()
    await school.say("/lift 700000123")
    await seen(lambda: school.private() == ["Only staff may do that."])


# buttons and forms


async def test_a_long_answer_to_a_press_comes_privately_or_shortened(school: PlatformHarness) -> None:
    school.recorder.reply = Reply(text="a long explanation " * 30)
    message = await school.platform.post(school.group.staff_place, CARD)
    shown = await school.press(message, "restrict:7")
    assert len(shown) <= 200
    assert "write to me privately" in shown
    await school.server.start(school.teacher)
    shown = await school.press(message, "restrict:7")
    assert shown == "I have written to you privately."
    texts = [post.text for post in school.server.private_messages(school.teacher)]
    assert school.recorder.reply.text.strip() in [text.strip() for text in texts]


async def test_a_press_is_answered_even_when_the_records_are_out_of_reach(school: PlatformHarness) -> None:
    async def fail(press: object) -> Reply:
        raise RecordsError("the database is locked; try again")

    school.recorder.press = fail  # type: ignore[method-assign,assignment]
    message = await school.platform.post(school.group.staff_place, CARD)
    assert "try again" in await school.press(message, "restrict:7")


async def test_a_form_is_asked_in_words_and_its_answer_is_a_command(school: PlatformHarness) -> None:
    school.recorder.reply = Reply(text="", ask=FORM)
    message = await school.platform.post(school.group.staff_place, CARD)
    await school.press(message, "restrict:7")
    asked = await answer(school, 2)
    assert asked.markup is not None
    assert asked.markup["force_reply"]
    school.recorder.reply = Reply(text="Restricted.")
    await reply_to(school, asked, "3 days\n4.2.6\na threat", who=school.head)  # not the one who was asked
    assert "press the button again" in (await answer(school, 3)).text
    await reply_to(school, asked, "3 days\n4.2.6")
    assert "Missing: reason" in (await answer(school, 4)).text
    await reply_to(school, await answer(school, 5), "3 days\n4.2.6\na threat")
    await seen(lambda: school.recorder.calls)
    [call] = school.recorder.calls
    assert call.command == "restrict"
    assert call.values == {"member": "77", "how long": "3 days", "clause": "4.2.6", "reason": "a threat"}
    assert (await answer(school, 6)).text == "Restricted."


async def test_an_answer_to_a_question_that_is_changed_afterwards_changes_nothing(school: PlatformHarness) -> None:
    school.recorder.reply = Reply(text="", ask=FORM)
    await school.press(await school.platform.post(school.group.staff_place, CARD), "restrict:7")
    school.recorder.reply = Reply(text="Restricted.")
    said = {"reply_to": await answer(school, 2)}
    post = await school.server.post(school.staff_chat, school.teacher, "3 days\n4.2.6\na thraet", **said)
    assert (await answer(school, 3)).text == "Restricted."
    await school.server.edit(post, "3 days\n4.2.6\na threat")
    assert "new message" in (await answer(school, 4)).text
    assert [call.values["reason"] for call in school.recorder.calls] == ["a thraet"]


async def test_a_question_from_before_a_restart_is_answered_with_what_to_do(school: PlatformHarness) -> None:
    school.recorder.reply = Reply(text="", ask=FORM)
    message = await school.platform.post(school.group.staff_place, CARD)
    await school.press(message, "restrict:7")
    asked = await answer(school, 2)
    await school.stop()
    school.platform = school.build()
    await school.start()
    await reply_to(school, asked, "3 days\n4.2.6\na threat")
    assert "press the button again" in (await answer(school, 3)).text
    assert await school.press(message, "restrict:7") == ""


async def test_a_reply_may_carry_a_card_and_a_file(school: PlatformHarness) -> None:
    school.recorder.reply = Reply(text="Here.", card=CARD, files=(("digest.csv", b"a,b"),))
    await school.server.post(school.staff_chat, school.teacher, "/on_duty")
    assert (await answer(school, 1)).text == "Here."
    assert (await answer(school, 2)).text == "Case 7"
    assert "document" in (await answer(school, 3)).content


async def test_an_answer_waits_for_a_rate_limit(school: PlatformHarness) -> None:
    school.server.fail("sendMessage", status=429, retry_after=1)
    await school.server.post(school.staff_chat, school.teacher, "/on_duty")
    assert (await answer(school)).text == "Done."
