"""The sandbox: a pretend parents' group on a page of this computer, as a platform like any other. Needs no account."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from aiohttp import web

from bot.ports import Actor, Group, Inbound, PlatformError, Trouble
from bot.ports.holding import Area
from bot.ports.platform import File
from bot.sandbox_parts.desk import PLATFORM, Desk
from bot.sandbox_parts.files import fetch, kept
from bot.sandbox_parts.people import CHANNELS, HOLLYBANK, Person
from bot.sandbox_parts.sample import PAUSES, replay
from bot.sandbox_parts.web import make_app
from bot.sandbox_parts.world import DOOR, World
from bot.staff.cards import Card, Notice
from moderation.domain import Attachment, Member, Ref

HOST = "127.0.0.1"
PORT = "8765"


class ListenError(PlatformError):
    """The page's address is in use; says which one and what to do."""

    def __init__(self, port: int) -> None:
        hint = f"port {port} of {HOST} is in use: stop the other program, or set another sandbox port (0: any)"
        super().__init__(Trouble.INVALID, hint=hint)


def build(groups: Sequence[Group], options: Mapping[str, object]) -> Sandbox:
    """A sandbox for the first of the groups. Options: `port` (8765; 0: any), `replay` (slow, fast or no), `host`.

    ValueError names an option that cannot be.
    """
    known = {name: str(value) for name, value in options.items()}
    if known.get("host", HOST) != HOST:
        raise ValueError(f"sandbox: host can only be {HOST}, the page is for this computer alone")
    port, pace = known.get("port", PORT), known.get("replay", "slow")
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError("sandbox: port has to be a number from 0 to 65535")
    if pace not in (*PAUSES, "no"):
        raise ValueError("sandbox: replay has to be slow, fast or no")
    return Sandbox(World(groups[0] if groups else HOLLYBANK), int(port), PAUSES.get(pace))


class Sandbox:
    """The platform. `world` holds its state; `address` is where the page is, once `ready` returned."""

    name = PLATFORM
    secures = "Here only staff can post, and nobody new can come in."

    def __init__(self, world: World, port: int, pause: float | None) -> None:
        self.world = world
        self.address = ""
        self._port = port
        self._pause = pause
        self._ready = asyncio.Event()
        self._stop = asyncio.Event()
        self._replaying: asyncio.Task[None] | None = None

    async def run(self, inbound: Inbound) -> None:
        """Serve the page and replay the sample until closed or cancelled."""
        desk = Desk(self.world, inbound)
        self._stop.clear()
        async with self._served(desk):
            await desk.catch_up()
            self._ready.set()
            print(f"Schoolgate's sandbox is at {self.address}", flush=True)  # noqa: T201 (what people look for)
            await self._start_replay(desk)
            await self._stop.wait()

    @asynccontextmanager
    async def _served(self, desk: Desk) -> AsyncIterator[None]:
        restarting = asyncio.Lock()  # whoever asks while it is started again starts it again after that

        async def again() -> None:
            async with restarting:
                await self._stop_replay()
                self.world.clear()
                await self._start_replay(desk)

        runner = web.AppRunner(make_app(desk, again), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await self._listen(runner)
            yield
        finally:
            self._ready.clear()
            await self._stop_replay()
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, HOST, self._port).start()
        except OSError as taken:
            raise ListenError(self._port) from taken
        self.address = f"http://{HOST}:{runner.addresses[0][1]}/"

    async def _start_replay(self, desk: Desk) -> None:
        if self._pause is not None:
            self._replaying = asyncio.create_task(replay(desk, self._pause))

    async def _stop_replay(self) -> None:
        if self._replaying:
            self._replaying.cancel()
            with suppress(asyncio.CancelledError):
                await self._replaying
            self._replaying = None

    async def ready(self) -> None:
        """Return when the page can be opened."""
        await self._ready.wait()

    async def close(self) -> None:
        """Take the page down."""
        self._stop.set()

    async def missing(self) -> Sequence[str]:
        """Which staff channels the group's configuration leaves out, and which right the bot lost."""
        group = self.world.group
        wanted = {"staff_place": group.staff_place, "dsl_place": group.dsl_place, "digest_place": group.digest_place}
        lines = [
            f"sandbox: {group.name} has no {key}: name one in its configuration" for key in wanted if not wanted[key]
        ]
        if self.world.trouble == "forbidden":
            lines.append(f"sandbox: in {group.name} the bot may not delete messages: let it again, below the digest")
        return lines

    def link(self, group: str, ref: Ref) -> str:  # noqa: ARG002 (the protocol's)
        """Messages of the page have no address."""
        return ""

    async def hide(self, ref: Ref, parts: Sequence[str]) -> None:
        """Take a message down for everybody."""
        self.world.act()
        self.world.hide([ref.message, *parts])

    async def is_hidden(self, ref: Ref, parts: Sequence[str]) -> bool:
        """Whether none of it is there."""
        return not any(message in self.world.posts for message in (ref.message, *parts))

    async def restore(self, ref: Ref, author: str, text: str, files: Sequence[File] = ()) -> str:
        """Post a text again in its channel, in its author's name."""
        self.world.act()
        sent = [kept(self.world, name, data) for name, data in files]
        self.world.unhide(ref.chat, ref.message)
        return self.world.bot_says(ref.chat, text, restored_for=author, files=sent).id

    async def publish(self, ref: Ref, author: str, text: str, files: Sequence[File] = ()) -> str:
        """Post an approved text in its channel, in its author's name."""
        self.world.act()
        chat = ref.chat if ref.chat in CHANNELS else next(iter(CHANNELS))
        sent = [kept(self.world, name, data) for name, data in files]
        return self.world.bot_says(chat, text, posted_for=author, files=sent).id

    async def standing(self, area: Area) -> str:
        """Which of the channels are closed or slow, and whether new people can come in."""
        return json.dumps({key: self.world.locks[key] for key in self._keys(area)})

    async def secure(self, area: Area, before: str) -> str:
        """Close the channels or slow them, and the door with the whole group."""
        self.world.act()
        self.world.lock(dict.fromkeys(self._keys(area), True))
        return before

    async def renew(self, area: Area) -> None:
        """Nothing ends by itself here."""

    async def is_secured(self, area: Area) -> bool:
        """Whether all of it is locked."""
        return all(self.world.locks[key] for key in self._keys(area))

    async def release(self, area: Area, before: str) -> None:  # noqa: ARG002 (the protocol's)
        """Every lock as it was."""
        self.world.act()
        self.world.lock(json.loads(before))

    def _keys(self, area: Area) -> list[str]:
        chats = [area.chat] if area.chat in CHANNELS else list(CHANNELS)
        return [f"{area.how}:{chat}" for chat in chats] + ([] if area.chat else [DOOR])

    async def restrict(self, member: Member, until: datetime | None) -> None:
        """Stop a person from posting; those who administer the group cannot be stopped."""
        self.world.act()
        if self._person(member).admin:
            raise PlatformError(Trouble.PROTECTED)
        self.world.restricted[member.user] = until
        self.world.changed()

    async def lift(self, member: Member) -> None:
        """Let a person post again."""
        self.world.act()
        self.world.restricted.pop(self._person(member).id, None)
        self.world.changed()

    async def who(self, member: Member) -> Actor:
        """The pretend person with this id."""
        return self._person(member).actor

    async def is_restricted(self, member: Member) -> bool:
        """Whether a person is stopped from posting now."""
        return self.world.stopped(self._person(member).id)

    async def tell(self, member: Member, ref: Ref, notice: Notice) -> str:
        """Write to a person; to one who takes no private messages, a note in the group."""
        person = self._person(member)
        if person.id not in self.world.closed:
            self.world.write(person.id, ref.message, notice)
            return "private"
        chat = ref.chat if ref.chat in CHANNELS else next(iter(CHANNELS))
        self.world.bot_says(chat, notice.fallback, note=notice, to=person.id)
        return "fallback"

    async def greet(self, member: Member, notice: Notice) -> bool:
        """Write to a person who takes private messages."""
        person = self._person(member)
        if person.id in self.world.closed:
            return False
        self.world.write(person.id, "", notice)
        return True

    async def greet_all(self, group: str, notice: Notice) -> None:  # noqa: ARG002 (there is one group)
        """A note in the group, whose button anybody can press."""
        self.world.bot_says(next(iter(CHANNELS)), notice.fallback, note=notice)

    async def post(self, place: str, card: Card, file: tuple[str, bytes] | None = None) -> str:
        """Show a card in a staff channel."""
        return self.world.show(place, card, file)

    async def update(self, place: str, message: str, card: Card) -> None:
        """Draw a card again."""
        self.world.redraw(place, message, card)

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of a pretend file."""
        return fetch(self.world, attachment)

    def _person(self, member: Member) -> Person:
        if member.group != self.world.group.id:
            raise PlatformError(Trouble.NO_MEMBER)
        return self.world.person(member.user)
