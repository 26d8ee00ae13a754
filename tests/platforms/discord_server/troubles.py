"""What can go wrong, on order; and whether the bot kept to the official description."""

from __future__ import annotations

import re

from tests.platforms.discord_server.clicks import Clicks
from tests.platforms.discord_server.core import unavailable
from tests.platforms.discord_server.faults import Bucket, Fault
from tests.platforms.discord_server.state import Guild, Message


class Troubles(Clicks):
    """Failures of the API and of the gateway."""

    def fail(
        self,
        method: str,
        path: str,
        *,
        status: int | str,
        times: int = 1,
        retry_after: float = 0.1,
        after: bool = False,
        code: int | None = None,
        everywhere: bool = False,
    ) -> Fault:
        """Let the next `times` requests fail whose method ("*": any) and path (a pattern, searched) match.

        `status`: an HTTP status, "timeout" (never answered) or "drop" (the connection is cut). `retry_after`: seconds,
        for 429; `everywhere` makes it the global limit. `after`: it is carried out first, and only its answer is lost.
        """
        fault = Fault(method, re.compile(path), status, times, retry_after, after, code, everywhere)
        self.faults.orders.append(fault)
        return fault

    def limit(self, method: str, path: str, *, count: int, seconds: float) -> None:
        """Keep a rate limit: `count` requests in `seconds`, further ones are answered 429."""
        self.faults.buckets.append(Bucket(method, re.compile(path), count, seconds))

    async def drop_gateway(self, code: int | None = None) -> None:
        """Cut the bot's gateway connections: without a word, or with a close code. Events meanwhile are kept for it."""
        await self.gateway.drop(code)

    def ask_to_reconnect(self) -> None:
        """Tell the bot to reconnect and resume (opcode 7)."""
        self.gateway.ask_to_reconnect()

    def refuse_resume(self, times: int = 1) -> None:
        """Answer the next attempts to resume with Invalid Session: what happened meanwhile is lost to the bot."""
        self.gateway.refusals = times

    def repeat_last_events(self, count: int) -> None:
        """Send the last events once more."""
        self.gateway.repeat(count)

    def reorder(self, count: int) -> None:
        """Let the next `count` events arrive in the opposite order."""
        self.gateway.hold(count)

    def hold_events(self) -> None:
        """Keep events back until `release_events`."""
        self.gateway.hold()

    def release_events(self, *, backwards: bool = False) -> None:
        """Send what was kept back."""
        self.gateway.release(backwards=backwards)

    def outage(self, guild: Guild) -> None:
        """A guild becomes unavailable to the bot, or is so when it connects; it is still a member."""
        self.dispatch("GUILD_DELETE", unavailable(guild), guild)
        guild.away = True

    def outage_over(self, guild: Guild) -> None:
        """The guild is back."""
        guild.away = False
        self.dispatch("GUILD_CREATE", self.guild_create(guild), guild)

    def expire_attachments(self, message: Message) -> None:
        """Let the addresses of a message's attachments end."""
        for file in message.files:
            file.expired = True

    def assert_conformant(self) -> None:
        """Raise AssertionError naming every request that departs from the official description, never its content.

        A request that conforms but that this server does not serve is named too: it was answered 404.
        """
        lines = {str(each) for each in self.violations} | {f"{each}: not served here" for each in self.unserved}
        if lines:
            raise AssertionError("requests that do not conform:\n" + "\n".join(sorted(lines)))
