"""Discord behind something that answers in its own manner (a proxy, another server), and events with gaps in them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.staff.cards import Reply
from moderation.domain import Role
from tests.platforms.discord_school import CARD, School
from tests.platforms.discord_school import a_school as a_school

POLL = {
    "question": {"text": "Who is worst?"},
    "answers": [{"answer_id": 1, "poll_media": {"text": "Mr A"}}],
    "expiry": None,
    "allow_multiselect": False,
    "layout_type": 1,
}


class Proxy:
    """Passes requests on. Its answers name a charset and no proxy, and the first to an interaction has no body."""

    def __init__(self, school: School) -> None:
        self._school = school
        self.block_pages = 0  # how many requests are answered with a page in HTML instead
        self.address = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Proxy]:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.Response:
        if self.block_pages:
            self.block_pages -= 1
            return web.Response(text="<html>This page is blocked</html>", content_type="text/html")
        kept = {key: value for key, value in request.headers.items() if key not in ("Host", "Content-Length")}
        url = self._school.server.base_url + request.path_qs
        async with (
            aiohttp.ClientSession() as session,
            session.request(request.method, url, headers=kept, data=await request.read()) as answer,
        ):
            body = await answer.read()
            headers = {key: value for key, value in answer.headers.items() if key.startswith(("X-", "Retry"))}
            if request.path.endswith("/callback") and answer.status == 200:
                return web.Response(status=204, headers=headers)
            if not body:
                return web.Response(status=answer.status, headers=headers)
            headers["Content-Type"] = "application/json; charset=utf-8"
            return web.Response(status=answer.status, headers=headers, body=body)


async def test_answers_with_a_charset_without_via_and_without_a_body_are_understood(school: School) -> None:
    server = school.server
    school.inbound.replies["restore:7"] = Reply(text="It is back.", update=CARD)
    async with Proxy(school).open() as proxy, school.running(api=proxy.address) as platform:
        sent = await server.post(school.general, school.parent, "bad")
        await school.heard(1)
        server.fail("DELETE", r"/messages/", status=429, retry_after=0.1)
        await platform.hide(school.ref(sent), ())
        assert await platform.is_hidden(school.ref(sent), ())
        await platform.post(str(school.staff_channel.id), CARD)
        (card,) = server.visible(school.staff_channel)
        seen = await server.click(school.teacher, card, "restore:7")
        await school.until(lambda: seen.text == "It is back.")


async def test_a_page_of_a_filter_in_place_of_discord_is_waited_out(
    school: School, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.discord.FIRST_PAUSE", 0.05)
    async with Proxy(school).open() as proxy:
        proxy.block_pages = 2
        async with school.running(api=proxy.address):
            await school.server.post(school.general, school.parent, "now")
            await school.heard(1)
    assert "is not Discord" in caplog.text
    assert "blocked" not in caplog.text


async def test_a_poll_without_an_end_and_a_reply_without_a_channel_are_read(school: School) -> None:
    async with school.running():
        first = await school.server.post(school.general, school.parent, "first")
        await school.dispatch(school.unsent("vote"), {"poll": POLL})
        await school.dispatch(school.unsent("me"), {"type": 19, "message_reference": {"message_id": str(first.id)}})
        await school.heard(3)
    assert school.inbound.texts == ["first", "vote", "me"]
    (poll,) = school.inbound.messages[1].attachments
    assert (poll.kind, poll.text) == ("poll", "Who is worst?\nMr A")
    assert school.inbound.gaps == []


async def test_a_message_with_something_unreadable_is_judged_by_its_words_and_the_rest_is_named(school: School) -> None:
    async with school.running():
        await school.dispatch(school.unsent("words"), {"sticker_items": [{"new": "kind"}]})
        got = await school.heard(1)
    assert (got.text, got.author.user) == ("words", str(school.parent.id))
    assert [one.kind for one in got.attachments] == ["unknown"]


async def test_a_message_that_cannot_be_read_at_all_is_a_gap(school: School) -> None:
    broken: dict[str, Any] = {"author": {"new": "kind"}}
    async with school.running():
        await school.dispatch(school.unsent("words"), broken)
        await school.until(lambda: bool(school.inbound.gaps))
        await school.server.post(school.general, school.parent, "next")
        await school.heard(1)
    assert school.inbound.texts == ["next"]


async def test_an_unreadable_message_does_not_end_the_reading_back_of_what_came_after_it(school: School) -> None:
    server, ago = school.server, datetime.now(UTC) - timedelta(hours=1)
    seen = await server.post(school.general, school.parent, "seen", at=ago)
    school.inbound.cursors[str(school.general.id)] = str(seen.id)
    await server.post(school.general, school.parent, "vote", extra={"poll": POLL})
    await server.post(school.general, school.parent, "after it")
    async with school.running():
        with suppress(TimeoutError):
            async with asyncio.timeout(8):
                while len(school.inbound.messages) < 3:  # noqa: ASYNC110 (a test looks at the state of others)
                    await asyncio.sleep(0.02)
    assert school.inbound.texts[-2:] == ["vote", "after it"]


def _asked(school: School) -> dict[str, Any]:
    """The teacher gives a command in the staff channel, told with no more than Discord has to tell."""
    user = {"id": str(school.teacher.id), "username": "teach", "discriminator": "0", "avatar": None}
    roles = [str(school.staff_role.id)]
    return {
        "id": str(school.server.clock.snowflake()),
        "application_id": str(school.server.bot.id),
        "type": 2,
        "token": "a-token",
        "version": 1,
        "data": {"id": "5", "name": "why", "type": 1},
        "guild_id": str(school.guild.id),
        "channel_id": str(school.staff_channel.id),
        "member": {"user": user, "roles": roles, "flags": 0, "permissions": "0", "joined_at": None},
    }


async def test_a_command_that_names_its_channel_by_id_alone_is_answered_where_it_was_given(school: School) -> None:
    async with school.running():
        school.server.dispatch("INTERACTION_CREATE", _asked(school), school.guild)
        await school.until(lambda: bool(school.inbound.calls))
    (call,) = school.inbound.calls
    assert (call.command, call.chat, call.actor.user) == ("why", str(school.staff_channel.id), str(school.teacher.id))


async def test_staff_are_known_by_their_roles_before_their_server_is_there(school: School) -> None:
    school.server.outage(school.guild)
    async with school.running():
        school.server.dispatch("INTERACTION_CREATE", _asked(school), None)
        await school.until(lambda: bool(school.inbound.calls))
    (call,) = school.inbound.calls
    assert school.group.role(call.actor.tokens) is Role.STAFF


async def test_a_thread_without_counts_is_read(school: School) -> None:
    thread = {
        "id": str(school.server.clock.snowflake()),
        "guild_id": str(school.guild.id),
        "parent_id": str(school.general.id),
        "owner_id": str(school.parent.id),
        "type": 11,
        "name": "trip",
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": datetime.now(UTC).isoformat(),
            "locked": False,
        },
    }
    async with school.running():
        school.server.dispatch("THREAD_CREATE", thread | {"newly_created": True}, school.guild)
        await school.heard(1)
    assert school.inbound.texts == ["trip"]
