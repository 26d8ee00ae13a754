"""A Telegram Bot API server on 127.0.0.1 for tests: real HTTP, the platform's state, rules and error texts.

    async with TelegramServer() as server:
        app = Application.builder().token(server.token).base_url(server.base_url)
                         .base_file_url(server.base_file_url).build()

World:     `user`, `supergroup`, `group`, `channel`, `topic`, `promote`, `demote`, `migrate`, `set_bot_rights`,
           `demote_bot`, `kick_bot`, `privacy = False` (staging.py)
People:    `await post`, `album`, `edit`, `move`, `settle`, `join` (perhaps by a link), `leave`, `start`, `write`,
           `follow`, `click`; `delete`, `react`, `vote`, `block_bot` (writing.py, people.py); what somebody may not do
           raises RefusedError
Looking:   `visible(chat)`, `from_bot(chat)`, `private_messages(user)`, `member(chat, user)`, `post.buttons`,
           `requests` (what the bot asked, in order), `calls(method)`, `await wait_for(method)`, `await until(check)`,
           `before(method, hook)` (looks at the world just before a method takes effect)
Conformity:`violations`, `assert_conformant()`; `lies` (what this server said against the specification) and
           `unsupported` (methods it was asked for and does not offer) should be empty
Trouble:   `fail(method, times=, status=429 | 403 | 5xx | "timeout" | "drop", retry_after=, after=)`, `hold()` and
           `release(backwards=)`, `repeat(count)`, `drop_connections()` (while `polling`: the long poll breaks)
Limits:    `flood_limit = 20` messages a minute in a group, then 429 (off at first)
Time:      `now` is a callable giving Unix seconds: `TelegramServer(now=clock)`, or `server.advance(seconds)`
"""

from __future__ import annotations

import asyncio
import inspect
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.platforms.telegram_server import (
    methods_chat,
    methods_edit,
    methods_forward,
    methods_members,
    methods_own,
    methods_places,
    methods_polls,
    methods_reactions,
    methods_send,
    methods_topics,
    methods_updates,
)
from tests.platforms.telegram_server.conformance import Problem, check, check_answer, method_names
from tests.platforms.telegram_server.errors import ApiError, NotConformantError
from tests.platforms.telegram_server.faults import Fault, Faults, Status
from tests.platforms.telegram_server.methods import METHODS, Handler
from tests.platforms.telegram_server.methods_updates import Described
from tests.platforms.telegram_server.people import People
from tests.platforms.telegram_server.reading import Call, read, refuse_broken, understand
from tests.platforms.telegram_server.state import Account
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
ROOMS = (
    methods_chat,
    methods_edit,
    methods_forward,
    methods_members,
    methods_own,
    methods_places,
    methods_polls,
    methods_reactions,
    methods_send,
    methods_topics,
    methods_updates,
)
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
WELL_FORMED = re.compile(r"[1-9]\d*:[\w-]{24,}", re.ASCII)
LARGEST_BODY = 50 * 1024 * 1024
NO_ANSWER = -1
LOOK_SECONDS = 0.005
Hook = Callable[[Json], Awaitable[None] | None]


@dataclass
class Asked:
    """One request of the bot: `at` in Unix seconds; `status` 0 until it is answered, NO_ANSWER when it never is."""

    at: float
    method: str
    given: Json = field(repr=False)
    status: int = 0
    error: str = ""


class TelegramServer(People):
    """The server; an async context manager."""

    def __init__(self, *, token: str = TOKEN, now: Callable[[], float] = time.time) -> None:
        self.token = token
        self._clock = now
        self._ahead = 0.0
        bot = Account(int(token.split(":")[0]), "Schoolgate", username="schoolgate_bot", is_bot=True)
        self.world = World(bot, self.now)
        self.world.delivery.reply = self._replied
        self.world.delivery.witness = self._witness
        self.faults = Faults()
        self.requests: list[Asked] = []
        self.violations: list[tuple[str, Problem]] = []
        self.unsupported: set[str] = set()
        self.lies: list[Problem] = []
        self.hooks: dict[str, Hook] = {}
        self._stopping = asyncio.Event()
        self._open: set[asyncio.Transport] = set()
        self._runner: web.AppRunner | None = None
        self._port = 0

    # opening and closing

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping.set()
        await self.world.delivery.close()
        self.drop_connections()
        if self._runner:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """For `Application.builder().base_url(...)`; the client adds token and method."""
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def base_file_url(self) -> str:
        """For `Application.builder().base_file_url(...)`."""
        return f"http://127.0.0.1:{self._port}/file/bot"

    @property
    def bot(self) -> Account:
        """The bot's own account."""
        return self.world.bot

    @property
    def privacy(self) -> bool:
        """Privacy mode, on as for every new bot."""
        return self.world.privacy

    @privacy.setter
    def privacy(self, on: bool) -> None:
        self.world.privacy = on

    @property
    def flood_limit(self) -> int:
        """Messages the bot may send to one group in a minute; 0 for any number."""
        return self.world.flood_limit

    @flood_limit.setter
    def flood_limit(self, most: int) -> None:
        self.world.flood_limit = most

    # time

    def now(self) -> float:
        """The platform's clock, Unix seconds."""
        return self._clock() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass on the platform only."""
        self._ahead += seconds
        self.world.delivery.wake()

    # trouble

    def fail(self, method: str, *, times: int = 1, status: Status = 500, **known: Any) -> None:
        """The next requests of a method ("*" for any) meet trouble: `retry_after`, `description`, `after`.

        With `after=True` the method takes effect and only the answer is lost.
        """
        self.faults.add(Fault(method, times, status, **known))

    def hold(self) -> None:
        """Keep updates back."""
        self.world.delivery.hold()

    def release(self, *, backwards: bool = False) -> None:
        """Deliver what was kept back, newest first if asked."""
        self.world.delivery.release(backwards=backwards)

    def repeat(self, count: int = 1) -> None:
        """Deliver the last confirmed updates again, with their old numbers."""
        self.world.delivery.repeat(count)

    @property
    def polling(self) -> bool:
        """Whether a getUpdates waits now."""
        return self.world.delivery.polling

    def drop_connections(self) -> None:
        """Cut every open connection, a waiting getUpdates too."""
        for transport in list(self._open):
            transport.abort()
        self._open.clear()

    def before(self, method: str, hook: Hook) -> None:
        """Call something with the parameters each time a method arrives, before it takes effect."""
        self.hooks[method] = hook

    # looking

    def calls(self, method: str) -> list[Asked]:
        """What the bot asked of one method, in order."""
        return [asked for asked in self.requests if asked.method == method]

    async def until(self, seen: Callable[[], Any], *, seconds: float = 20) -> Any:
        """Wait until something is there (anything true), and return it. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (found := seen()):  # noqa: ASYNC110 (what is looked for may be the bot's own state)
                await asyncio.sleep(LOOK_SECONDS)
        return found

    async def wait_for(self, method: str, *, count: int = 1, seconds: float = 20) -> Asked:
        """Wait for the count-th answered request of a method."""

        def answered() -> list[Asked]:
            done = [asked for asked in self.calls(method) if asked.status]
            return done if len(done) >= count else []

        found: list[Asked] = await self.until(answered, seconds=seconds)
        return found[count - 1]

    def assert_conformant(self) -> None:
        """Raise NotConformantError when a request of the bot did not conform; names methods and fields only."""
        if self.violations:
            listed = "; ".join(sorted({f"{name} {problem}" for name, problem in self.violations}))
            raise NotConformantError(f"requests that do not conform to the Bot API: {listed}")

    # HTTP

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        transport = request.transport
        if transport:
            self._open.add(transport)
        try:
            return await self._answer(request)
        finally:
            if transport:
                self._open.discard(transport)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        if token != self.token:
            known = WELL_FORMED.fullmatch(token)
            return self._json(ApiError(401, "Unauthorized") if known else ApiError(404, "Not Found"))
        name = method_names().get(request.match_info["method"].lower(), "")
        if not name:
            self.requests.append(Asked(time.time(), request.match_info["method"], {}, 404))
            return self._json(ApiError(404, "Not Found"))
        return await self._perform(request, name)

    async def _perform(self, request: web.Request, name: str) -> web.StreamResponse:
        try:
            raw = await read(request)
        except ApiError as error:
            return self._json(error)
        call, problems = understand(name, raw)
        asked = Asked(time.time(), name, call.given)
        self.requests.append(asked)
        self.violations += [(name, problem) for problem in problems]
        fault = self.faults.next_for(name)
        body = await self._body(call, problems) if fault is None or fault.after else {}
        if fault is None:
            return self._answered(asked, body)
        if isinstance(fault.status, int):
            return self._answered(asked, fault.error().body)
        return await self._trouble(request, asked, fault.status)

    def _answered(self, asked: Asked, body: Json) -> web.Response:
        asked.status = body.get("error_code", 200)
        asked.error = body.get("description", "") if asked.status != 200 else ""
        return web.json_response(body, status=asked.status)

    async def _trouble(self, request: web.Request, asked: Asked, status: Status) -> web.StreamResponse:
        """Answer as a fault says, or never."""
        asked.status = NO_ANSWER
        if status == "timeout":
            await self._stopping.wait()
        if request.transport:
            request.transport.close()
        return web.Response(status=500)

    def _json(self, error: ApiError) -> web.Response:
        return web.json_response(error.body, status=error.code)

    async def _body(self, call: Call, problems: list[Problem]) -> Json:
        """Perform, and check what is said."""
        try:
            refuse_broken(call.method, problems)
            await self._hook(call)
            result = await self._handler(call.method)(self.world, call)
        except ApiError as error:
            return error.body
        described = isinstance(result, Described)
        value = result["result"] if described else result
        self.lies += check_answer(call.method, value)
        return {"ok": True, "result": value} | ({"description": result["description"]} if described else {})

    def _handler(self, name: str) -> Handler:
        if name not in METHODS:
            self.unsupported.add(name)
            raise ApiError(500, f"Internal Server Error: this test server does not offer {name}")
        return METHODS[name]

    def _witness(self, update: Json) -> None:
        self.lies += check("Update", update, "Update")

    async def _hook(self, call: Call) -> None:
        if hook := self.hooks.get(call.method):
            waiting = hook(call.given)
            if inspect.isawaitable(waiting):
                await waiting

    async def _replied(self, body: Json) -> None:
        """A method called in the answer to a webhook; its result is not told."""
        name = method_names().get(str(body.pop("method")).lower(), "")
        if name:
            call, problems = understand(name, body)
            self.violations += [(name, problem) for problem in problems]
            asked = Asked(time.time(), name, call.given)
            self.requests.append(asked)
            self._answered(asked, await self._body(call, problems))

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return self._json(ApiError(401, "Unauthorized"))
        found = [data for path, data in self.world.files.values() if path == request.match_info["path"]]
        return web.Response(body=found[0]) if found else self._json(ApiError(404, "Not Found"))
