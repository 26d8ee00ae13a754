"""A Discord on 127.0.0.1 for unmodified client libraries, with people that a test directs.

    async with DiscordServer() as server:
        discord.http.Route.BASE = server.base_url
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
        ... start the bot with server.token ...

Stage (plain calls; the bot hears of changes when connected; builders.py):
    guild = server.guild("School", bot_rights=BOT_RIGHTS)     server.owner(guild) / server.me(guild) -> Member
    role = server.role(guild, "Staff", permissions=Perm.MANAGE_MESSAGES, position=10)   (the bot's role is at 50)
    channel = server.channel(guild, "general", overwrites={role: (allow, deny)})
    thread = server.thread(channel, "name", by=member, on=message, announced=False)
    member = server.member(guild, "A Parent", roles=[role], dms_open=True)
    server.revoke(guild, Perm.X) / grant / set_role / overwrite / invite_bot
    server.time_out(member, until) / kick / ban / unban     (by=, reason=: whom the audit log names; the owner, if none)
People (await; raise Refused(status, code) where the platform refuses; people.py):
    message = await server.post(channel, member, "text", attachments=[("a.png", b"...")], reference=m, at=datetime)
    edit(message, text)  delete(message, by=None)  bulk_delete(messages)  react(member, message, "x")  join  leave
    forward(channel, member, message)  write_to_bot(member, "text")  system_message(channel, member, kind)
    retitle(thread, title)  unfurl(message, embed)  post(..., extra=poll("Question?", ["a", "b"])) with people.poll
Using the bot (await; each returns the Interaction once its answer is seen; clicks.py, interactions.py):
    seen = await server.slash(member, channel, "restrict", {"member": other, "duration": "1h"})
    seen.text, seen.messages, seen.ephemeral, seen.modal, seen.updated, seen.failed
    seen = await server.menu(member, channel, "Report message", message)        of a message or a member
    choices = await server.autocomplete(member, channel, "restrict", {"clause": "4."}, focused="clause")
    seen = await server.click(member, message, custom_id, values=None)     message.custom_ids lists them
    seen = await server.submit_modal(seen, {"field custom id": "text"})
    (a timed-out member's click is refused in a guild; server.timed_out_may_click = True lets it through)
What is so now:
    server.visible(channel, to=member)   server.direct_messages(member)   server.is_timed_out(member)
    server.requests -> [Logged(at, method, path, status)]    await server.until(lambda: ..., within=5)
Troubles (troubles.py):
    server.fail("DELETE", r"/messages/", status=429 | 403 | 503 | "timeout" | "drop", times=2, retry_after=0.2)
        (after=True: it is carried out and only its answer is lost)
    server.limit("POST", r"/messages$", count=5, seconds=5)      a rate limit that is really kept
    await server.drop_gateway(code=None)   server.refuse_resume(times=1)   server.ask_to_reconnect()
    server.repeat_last_events(n)   server.reorder(n)   server.hold_events() / server.release_events()
    server.outage(guild) / server.outage_over(guild)
    server.expire_attachments(message)   server.clock.advance(timedelta)   server.portal_intents (those granted)
Conformance: server.violations, server.assert_conformant()
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web

from tests.platforms.discord_server.front import Door
from tests.platforms.discord_server.intents import PRIVILEGED
from tests.platforms.discord_server.troubles import Troubles

MAX_REQUEST = 25 * 1024 * 1024
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.loopback.only-a-test-token"


class DiscordServer(Troubles):
    """The server; enter it to listen on a free port of 127.0.0.1."""

    def __init__(self, *, token: str = TOKEN, portal_intents: int = PRIVILEGED) -> None:
        super().__init__(token=token, portal_intents=portal_intents)
        self._runner: web.AppRunner | None = None
        self._door: Door | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MAX_REQUEST)
        self._door = Door(self)
        self._door.add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.origin = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._door:
            self._door.close()
        await self.gateway.drop(1001)
        if self._runner:
            await self._runner.cleanup()
