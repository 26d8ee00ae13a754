"""What enforcement asks of the Discord adapter: real discord.py, a Discord on this computer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.ports import PlatformError, Trouble
from bot.staff.cards import Reply
from moderation.domain import Attachment, Member
from tests.platforms.discord_school import CARD, NOTICE, School
from tests.platforms.discord_school import a_school as a_school
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm


async def test_hiding_deletes_and_what_is_gone_already_is_hidden(school: School) -> None:
    server = school.server
    async with school.running() as platform:
        sent, part = [await server.post(school.general, school.parent, text) for text in ("one", "two")]
        parts = (str(part.id),)
        assert not await platform.is_hidden(school.ref(sent), parts)
        await platform.hide(school.ref(sent), parts)
        assert await platform.is_hidden(school.ref(sent), parts)
        await platform.hide(school.ref(sent), parts)
    assert server.visible(school.general) == []


async def test_hiding_without_the_right_is_forbidden(school: School) -> None:
    async with school.running() as platform:
        sent = await school.server.post(school.general, school.parent, "one")
        school.server.revoke(school.guild, Perm.MANAGE_MESSAGES)
        with pytest.raises(PlatformError) as refused:
            await platform.hide(school.ref(sent), ())
        assert not await platform.is_hidden(school.ref(sent), ())
    assert refused.value.trouble is Trouble.FORBIDDEN


async def test_a_message_in_an_archived_thread_is_hidden_and_the_thread_stays_archived(school: School) -> None:
    server = school.server
    thread = server.thread(school.general, "old", school.parent)
    sent = await server.post(thread, school.parent, "one")
    thread.archived = True
    server.fail("DELETE", rf"/messages/{sent.id}$", status=400, code=50083)
    async with school.running() as platform:
        await platform.hide(school.ref(sent), ())
        assert await platform.is_hidden(school.ref(sent), ())
    assert thread.archived


@pytest.mark.parametrize("text", ["I was @everyone <@&1>\n**rude**", "long " * 500])
async def test_a_restored_text_stands_in_its_channel_under_its_authors_name_and_pings_nobody(
    school: School, text: str
) -> None:
    async with school.running() as platform:
        sent = await school.server.post(school.general, school.parent, "x")
        await platform.hide(school.ref(sent), ())
        new = await platform.restore(school.ref(sent), "Ann *Parent*", text)
        (message,) = school.server.visible(school.general)
    shown = message.content + "".join(embed["description"] for embed in message.embeds)
    assert new == str(message.id)
    assert text.strip() in shown
    assert "**Ann \\*Parent\\***" in message.content
    assert school.inbound.texts == ["x"]


async def test_a_member_is_timed_out_until_then_and_at_most_28_days_and_let_go_again(school: School) -> None:
    server, who = school.server, school.member(school.parent)
    async with school.running() as platform:
        soon = datetime.now(UTC) + timedelta(hours=1)
        await platform.restrict(who, soon)
        until = school.parent.timeout_until
        assert until
        assert abs(until - soon) < timedelta(seconds=1)
        for far in (None, datetime.now(UTC) + timedelta(days=90)):
            await platform.restrict(who, far)
            until = school.parent.timeout_until
            assert until
            assert timedelta(days=27, hours=23) < until - datetime.now(UTC) < timedelta(days=28)
        assert await platform.is_restricted(who)
        with pytest.raises(Refused):
            await server.post(school.general, school.parent, "still here")
        await platform.lift(who)
        assert not await platform.is_restricted(who)
        await platform.lift(who)
        await server.post(school.general, school.parent, "back")


async def test_a_member_gets_the_restricted_role_where_the_school_has_one(school: School) -> None:
    quiet = school.server.role(school.guild, "Quiet", position=5)
    school.server.overwrite(school.general, quiet, deny=Perm.SEND_MESSAGES)
    school.group = replace(school.group, restricted_role=str(quiet.id))
    who = school.member(school.parent)
    async with school.running() as platform:
        assert await platform.missing() == []
        await platform.restrict(who, datetime.now(UTC) - timedelta(minutes=1))
        assert school.parent.roles == []
        await platform.restrict(who, None)
        assert school.parent.roles == [quiet.id]
        assert school.parent.timeout_until is None
        assert await platform.is_restricted(who)
        await platform.lift(who)
        assert school.parent.roles == []
        assert not await platform.is_restricted(who)


async def test_owners_administrators_and_higher_roles_are_protected(school: School) -> None:
    server = school.server
    head = server.member(
        school.guild, "Head", roles=[server.role(school.guild, "Head", permissions=Perm.ADMINISTRATOR, position=20)]
    )
    high = server.member(school.guild, "High", roles=[server.role(school.guild, "High", position=60)])
    async with school.running() as platform:
        for who in (server.owner(school.guild), head, high):
            with pytest.raises(PlatformError) as refused:
                await platform.restrict(school.member(who), None)
            assert refused.value.trouble is Trouble.PROTECTED
        server.revoke(school.guild, Perm.MODERATE_MEMBERS)
        await asyncio.sleep(0.05)
        with pytest.raises(PlatformError) as refused:
            await platform.restrict(school.member(school.parent), None)
        assert refused.value.trouble is Trouble.FORBIDDEN


async def test_somebody_who_left_or_is_no_person_is_no_member(school: School) -> None:
    server = school.server
    hook = Member(platform="discord", group=school.group.id, user="webhook:77")
    async with school.running() as platform:
        await server.leave(school.parent)
        for who in (school.member(school.parent), hook):
            for act in (platform.restrict(who, None), platform.lift(who), platform.is_restricted(who)):
                with pytest.raises(PlatformError) as refused:
                    await act
                assert refused.value.trouble is Trouble.NO_MEMBER


async def test_a_notice_comes_by_direct_message_with_its_buttons(school: School) -> None:
    async with school.running() as platform:
        sent = await school.server.post(school.general, school.parent, "x")
        assert await platform.tell(school.member(school.parent), school.ref(sent), NOTICE) == "private"
        (note,) = school.server.direct_messages(school.parent)
        school.inbound.replies["appeal:7"] = Reply(text="thank you")
        seen = await school.server.click(school.parent.user, note, "appeal:7")
    assert note.content == "Your message was hidden.\n\\- clause 4.2.1"
    assert seen.text == "thank you"
    (press,) = school.inbound.presses
    assert (press.group, press.message, press.actor.user) == ("", str(note.id), str(school.parent.id))


async def test_closed_private_messages_fall_back_to_a_button_that_answers_its_presser_alone(school: School) -> None:
    closed = school.server.member(school.guild, "Closed", dms_open=False)
    async with school.running() as platform:
        sent = await school.server.post(school.general, closed, "x")
        assert await platform.tell(school.member(closed), school.ref(sent), NOTICE) == "fallback"
        note = school.server.visible(school.general)[-1]
        school.inbound.replies["notice:7"] = Reply(text=NOTICE.text)
        seen = await school.server.click(closed, note, "notice:7")
        await school.server.leave(closed)
        with pytest.raises(PlatformError) as refused:
            await platform.tell(school.member(closed), school.ref(sent), NOTICE)
    assert note.content == f"<@{closed.id}> A note for you from the school."
    assert note.custom_ids == ["notice:7"]
    assert (seen.ephemeral, "hidden" in seen.text) == (True, True)
    assert refused.value.trouble is Trouble.NO_MEMBER
    (press,) = school.inbound.presses
    assert (press.id, press.group, press.place) == ("notice:7", school.group.id, str(school.general.id))


async def test_a_card_hides_its_evidence_keeps_its_file_and_is_drawn_again_in_place(school: School) -> None:
    async with school.running() as platform:
        number = await platform.post(school.group.staff_place, CARD, ("chart.png", b"png"))
        (message,) = school.server.visible(school.staff_channel)
        before = message.embeds[0]
        after = replace(CARD, title="Case 7: upheld", buttons=())
        await platform.update(school.group.staff_place, number, after)
        (redrawn,) = school.server.visible(school.staff_channel)
    spoiler = before["description"]
    assert spoiler.startswith("||")
    assert spoiler.endswith("||")
    assert "||" not in spoiler[2:-2]
    assert "he lives" not in message.content + before["title"] + str(before["fields"])
    assert "<@123456789012345678>" not in str(before["fields"])
    assert (redrawn.embeds[0]["title"], redrawn.components) == ("Case 7: upheld", [])
    assert [file.data for file in redrawn.files] == [b"png"]


async def test_an_attachment_whose_address_ended_is_gone(school: School) -> None:
    async with school.running() as platform:
        sent = await school.server.post(school.general, school.parent, "x", attachments=[("a.png", b"bytes")])
        got = await school.heard(1)
        assert await platform.fetch(got.attachments[0]) == b"bytes"
        school.server.expire_attachments(sent)
        with pytest.raises(PlatformError) as refused:
            await platform.fetch(got.attachments[0])
        with pytest.raises(PlatformError) as large:
            await platform.fetch(replace(got.attachments[0], size=30 * 1024 * 1024))
        with pytest.raises(PlatformError) as without:
            await platform.fetch(Attachment(kind="poll"))
    assert [one.value.trouble for one in (refused, large, without)] == [
        Trouble.GONE,
        Trouble.UNSUPPORTED,
        Trouble.UNSUPPORTED,
    ]
