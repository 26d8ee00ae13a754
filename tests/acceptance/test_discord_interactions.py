"""Commands, buttons and forms on Discord: real discord.py, a Discord on this computer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.staff.cards import Button, Field, Form, Reply
from moderation.domain import Role
from tests.platforms.discord_school import CARD, School
from tests.platforms.discord_school import a_school as a_school
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm


async def test_commands_are_offered_to_those_who_may_and_their_values_arrive(school: School) -> None:
    server = school.server
    async with school.running():
        given = {"member": school.parent, "duration": "3 days", "clause": "4.2.1"}
        seen = await server.slash(school.teacher, school.staff_channel, "restrict", given)
        with pytest.raises(Refused):
            await server.slash(school.parent, school.general, "restrict", given)
        own = await server.slash(school.parent, school.general, "why")
        commands = {one["name"]: one for one in server.world.commands[school.guild.id]}
        private = server.world.commands[0]
    assert (seen.text, seen.ephemeral, own.text) == ("done", True, "done")
    call = school.inbound.calls[0]
    assert (call.command, call.group, call.chat) == ("restrict", school.group.id, str(school.staff_channel.id))
    assert call.values == {"member": str(school.parent.id), "duration": "3 days", "clause": "4.2.1"}
    assert call.actor.user == str(school.teacher.id)
    assert school.group.role(call.actor.tokens) is Role.STAFF
    assert set(commands) == {"restrict", "hide", "why"}
    assert [one["name"] for one in private] == ["why"]
    assert private[0]["contexts"] == [1]


async def test_an_answer_may_have_buttons_of_its_own(school: School) -> None:
    school.inbound.replies |= {
        "why": Reply(text="why it was hidden", buttons=(Button(id="appeal:7", label="Answer"),)),
        "appeal:7": Reply(text="thank you"),
    }
    async with school.running():
        seen = await school.server.slash(school.parent, school.general, "why")
        answered = await school.server.click(school.parent, seen.messages[0], "appeal:7")
    assert (seen.ephemeral, answered.ephemeral, answered.text) == (True, True, "thank you")


async def test_a_message_link_names_its_target_only_within_the_same_server(school: School) -> None:
    sent = await school.server.post(school.general, school.parent, "x")
    link = f"https://discord.com/channels/{{}}/{school.general.id}/{sent.id}"
    async with school.running():
        for guild in (school.guild.id, 42):
            await school.server.slash(school.teacher, school.staff_channel, "hide", {"message": link.format(guild)})
    assert [call.target for call in school.inbound.calls] == [school.ref(sent), None]
    there, elsewhere = (call.seen for call in school.inbound.calls)
    assert (there.text, there.author.user, elsewhere) == ("x", str(school.parent.id), None)


async def test_a_link_reaches_no_other_server_and_no_channel_that_its_giver_cannot_see(school: School) -> None:
    other = school.server.guild("Another school")
    everyone = school.guild.roles[school.guild.id]
    shut = {everyone: (0, Perm.VIEW_CHANNEL), school.server.bot_role(school.guild): (Perm.VIEW_CHANNEL, 0)}
    heads = school.server.channel(school.guild, "heads", overwrites=shut)
    thread = school.server.thread(school.staff_channel, "talk", school.teacher)
    places = [school.server.channel(other, "leadership"), heads, thread]
    async with school.running():
        for place in places:
            sent = await school.server.post(place, school.server.owner(place.guild), "x")
            link = f"https://discord.com/channels/{school.guild.id}/{place.id}/{sent.id}"
            await school.server.slash(school.teacher, school.staff_channel, "hide", {"message": link})
    assert [(call.target, call.seen) for call in school.inbound.calls] == [(None, None)] * 3


async def test_suggestions_come_while_somebody_types(school: School) -> None:
    async with school.running():
        found = await school.server.autocomplete(
            school.teacher, school.staff_channel, "restrict", {"member": school.parent, "clause": "4."}, "clause"
        )
    assert school.inbound.asked == [("clause", "4.", {"member": str(school.parent.id), "clause": "4."})]
    assert len(found) == 25
    assert all(len(choice["name"]) <= 100 for choice in found)


async def test_a_button_redraws_its_card_also_after_a_restart(school: School) -> None:
    school.inbound.replies["uphold:7"] = Reply(text="upheld", update=replace(CARD, title="Case 7: upheld", buttons=()))
    async with school.running() as platform:
        await platform.post(school.group.staff_place, CARD)
    async with school.running():
        (message,) = school.server.visible(school.staff_channel)
        seen = await school.server.click(school.teacher, message, "uphold:7")
        await school.until(lambda: bool(seen.messages))
    assert seen.updated is message
    assert message.embeds[0]["title"] == "Case 7: upheld"
    assert (seen.text, seen.ephemeral) == ("upheld", True)
    (press,) = school.inbound.presses
    assert (press.id, press.place, press.message) == ("uphold:7", school.group.staff_place, str(message.id))


@pytest.mark.parametrize("slow", [0.2, 2.3])
async def test_a_card_shows_what_was_done_although_nobody_could_be_answered(school: School, slow: float) -> None:
    school.inbound.replies["uphold:7"] = Reply(text="upheld", update=replace(CARD, title="Case 7: upheld", buttons=()))
    school.inbound.slow = slow
    school.server.fail("POST", r"^/interactions/", status=404, code=10062)
    async with school.running() as platform:
        await platform.post(school.group.staff_place, CARD)
        (message,) = school.server.visible(school.staff_channel)
        clicked = asyncio.create_task(school.server.click(school.teacher, message, "uphold:7"))
        await school.until(lambda: message.embeds[0]["title"] == "Case 7: upheld")
        clicked.cancel()
    assert len(school.inbound.presses) == 1


async def test_a_form_opens_and_comes_back_as_its_command(school: School) -> None:
    fields = (
        Field(name="duration", help="How long", kind="duration"),
        Field(name="reason", help="Why; the member is told this, and it is kept with the case until it is deleted"),
        Field(name="member", help="Who", kind="member", required=False),
    )
    form = Form(title="Restrict", command="restrict", fields=fields, values=(("case", "7"), ("clause", "4.2.1 & more")))
    school.inbound.replies |= {
        "uphold:7": Reply(text="", ask=form),
        "restrict": Reply(text="restricted", update=replace(CARD, title="Case 7: restricted")),
    }
    async with school.running() as platform:
        await platform.post(school.group.staff_place, CARD)
        (message,) = school.server.visible(school.staff_channel)
        seen = await school.server.click(school.teacher, message, "uphold:7")
        answered = await school.server.submit_modal(
            seen, {"duration": "2 days", "reason": "He *knows*", "member": str(school.parent.id)}
        )
        await school.until(lambda: bool(answered.messages))
    (call,) = school.inbound.calls
    assert (call.command, call.group) == ("restrict", school.group.id)
    assert call.values == {
        "case": "7",
        "clause": "4.2.1 & more",
        "duration": "2 days",
        "reason": "He *knows*",
        "member": str(school.parent.id),
    }
    assert message.embeds[0]["title"] == "Case 7: restricted"
    assert (answered.text, answered.ephemeral) == ("restricted", True)


async def test_a_slow_answer_is_deferred_and_a_slow_form_opens_by_a_button(school: School) -> None:
    server, inbound = school.server, school.inbound
    inbound.slow = 2.3
    form = Form(title="Why", command="hide", fields=(Field(name="reason", help="Why"),))
    inbound.replies |= {
        "why": Reply(text="found " + "a line\n" * 400, files=(("chart.png", b"png"),)),
        "uphold:7": Reply(text="", update=replace(CARD, title="Case 7: upheld")),
        "hide": Reply(text="", ask=form),
    }
    async with school.running() as platform:
        await platform.post(school.group.staff_place, CARD)
        (message,) = server.visible(school.staff_channel)
        link = {"message": "nonsense"}
        slow, pressed, late = await asyncio.gather(
            server.slash(school.teacher, school.staff_channel, "why"),
            server.click(school.teacher, message, "uphold:7"),
            server.slash(school.teacher, school.staff_channel, "hide", link),
        )
        await school.until(lambda: message.embeds[0]["title"] == "Case 7: upheld" and len(slow.messages) == 2)
        await school.until(lambda: bool(late.messages))
        opened = await server.click(school.teacher, late.messages[0], late.messages[0].custom_ids[0])
    assert (slow.failed, slow.ephemeral, len(slow.messages)) == (False, True, 2)
    assert [file.data for file in slow.messages[-1].files] == [b"png"]
    assert (pressed.failed, pressed.messages) == (False, [])
    assert opened.modal
    assert opened.modal["title"] == "Why"
