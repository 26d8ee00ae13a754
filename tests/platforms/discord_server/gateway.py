"""The gateway: sessions, intents, replay on resume (documentation: Gateway, Gateway Events, close codes)."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from tests.platforms.discord_server.compression import STREAMS, Pack
from tests.platforms.discord_server.intents import KNOWN_INTENTS, MESSAGE_CONTENT, PRIVILEGED, wanted
from tests.platforms.discord_server.payloads import without_content
from tests.platforms.discord_server.state import Json, User

SENDS_PER_MINUTE = 120
MAX_PAYLOAD = 4096


class Host(Protocol):
    """What the gateway asks of the server around it."""

    token: str
    portal_intents: int
    bot: User

    @property
    def gateway_url(self) -> str:
        """Where sessions are resumed."""

    def ready_payload(self) -> Json:
        """What READY says beyond the session."""

    def guild_events(self, session: Session) -> list[Json]:
        """Each guild of a session's shard, as GUILD_CREATE has it or as unavailable."""

    def member_chunks(self, session: Session, wanted: Json) -> list[Json]:
        """The answers to one Request Guild Members."""


def _is_about(event: str, data: Json, bot_id: str) -> bool:
    """Whether an event changes where the bot itself belongs."""
    if event == "THREAD_MEMBERS_UPDATE":
        return bot_id in (*data["removed_member_ids"], *(each["user_id"] for each in data["added_members"]))
    return event == "GUILD_MEMBER_UPDATE" and str(data["user"]["id"]) == bot_id


@dataclass(eq=False)
class Session:
    """A bot's session: it outlives its connection, so that missed events can be replayed."""

    id: str
    intents: int
    shard: tuple[int, int] = (0, 1)
    seq: int = 0
    sent: deque[tuple[int, Json]] = field(default_factory=lambda: deque(maxlen=1000))
    connection: Connection | None = None

    def carries(self, guild_id: int) -> bool:
        """Whether a guild (0: direct messages) belongs to this session's shard."""
        return (guild_id >> 22) % self.shard[1] == self.shard[0]

    def lost(self, seen: int) -> bool:
        """Whether events after this sequence number are no longer kept."""
        return bool(self.sent) and seen < self.sent[0][0] - 1

    def push(self, event: str, data: Json) -> None:
        """Number an event, remember it, and send it if somebody listens."""
        self.seq += 1
        payload = {"op": 0, "t": event, "s": self.seq, "d": data}
        self.sent.append((self.seq, payload))
        if self.connection:
            self.connection.put(payload)


class Connection:
    """One websocket, written by one task so that events keep their order."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport | None, *, pack: Pack | None) -> None:
        self.ws = ws
        self._transport = transport
        self.session: Session | None = None
        self.ended_here = False
        self._pack = pack
        self._queue: asyncio.Queue[Json] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())
        self._received: deque[float] = deque(maxlen=SENDS_PER_MINUTE)

    def put(self, payload: Json) -> None:
        """Send a payload, after those before it."""
        self._queue.put_nowait(payload)

    def too_fast(self) -> bool:
        """Whether the client sent more than it may in a minute."""
        now = asyncio.get_running_loop().time()
        full = len(self._received) == SENDS_PER_MINUTE and now - self._received[0] < 60
        self._received.append(now)
        return full

    async def _write(self) -> None:
        while True:
            text = json.dumps(await self._queue.get())
            try:
                if self._pack is None:
                    await self.ws.send_str(text)
                else:
                    await self.ws.send_bytes(self._pack(text.encode()))
            except (ConnectionError, RuntimeError):
                return

    async def close(self, code: int) -> None:
        """End the connection with a close code of ours; the session stays."""
        self.ended_here = True
        await self.ws.close(code=code)

    def cut(self) -> None:
        """Break the connection without a word."""
        self.ended_here = True
        if self._transport:
            self._transport.abort()

    async def end(self) -> None:
        """Stop writing and let go of the session, which stays for a resume."""
        self._writer.cancel()
        if self.session and self.session.connection is self:
            self.session.connection = None


class Gateway:
    """All sessions and what troubles them."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.heartbeat_ms = 41250
        self.acks = True
        self.refusals = 0
        self.opened = self.resumed = self.identified = 0
        self._held: list[tuple[str, Json, int]] | None = None
        self._hold_for = 0

    # ---- events out

    def dispatch(self, event: str, data: Json, *, guild_id: int = 0) -> None:
        """Send an event to every session that asked for it (or keep it back, while events are held)."""
        if self._held is None:
            self._deliver(event, data, guild_id)
            return
        self._held.append((event, data, guild_id))
        if len(self._held) == self._hold_for:
            self.release(backwards=True)

    def _deliver(self, event: str, data: Json, guild_id: int) -> None:
        """A change to the bot's own memberships comes without the members intent (documentation: intents, caveats)."""
        bot_id = self._host.bot.id
        for session in self.sessions.values():
            own = _is_about(event, data, str(bot_id))
            asked = own or wanted(event, session.intents, direct=not guild_id)
            if not asked or not session.carries(guild_id):
                continue
            hidden = (
                event.startswith("MESSAGE_") and "author" in data and guild_id and not session.intents & MESSAGE_CONTENT
            )
            if event == "AUTO_MODERATION_ACTION_EXECUTION" and not session.intents & MESSAGE_CONTENT:
                session.push(event, data | {"content": "", "matched_content": ""})
            else:
                session.push(event, without_content(data, bot_id) if hidden else data)

    def hold(self, count: int = 0) -> None:
        """Keep events back until `release`, or until there are `count` of them, which then come backwards."""
        self._held, self._hold_for = [], count

    def release(self, *, backwards: bool = False) -> None:
        """Send what was held."""
        held, self._held = self._held or [], None
        for event, data, guild_id in reversed(held) if backwards else held:
            self._deliver(event, data, guild_id)

    def repeat(self, count: int) -> None:
        """Send each session's last events again, under new sequence numbers."""
        for session in self.sessions.values():
            for _, payload in list(session.sent)[-count:]:
                session.push(payload["t"], payload["d"])

    # ---- connections in

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One client's connection, from hello to its end."""
        ws = web.WebSocketResponse(compress=False, autoping=True)
        await ws.prepare(request)
        self.opened += 1
        how = request.query.get("compress", "")
        if request.query.get("v") not in ("9", "10") or how not in ("", *STREAMS):
            await ws.close(code=4012)
            return ws
        connection = Connection(ws, request.transport, pack=STREAMS[how]() if how else None)
        self.connections.add(connection)
        connection.put({"op": 10, "t": None, "s": None, "d": {"heartbeat_interval": self.heartbeat_ms, "_trace": []}})
        try:
            await self._listen(connection)
        finally:
            self.connections.discard(connection)
            self._forget(connection)
            await connection.end()
        return ws

    def _forget(self, connection: Connection) -> None:
        """End the session of a client that said goodbye with 1000 or 1001; any other stays for a resume."""
        goodbye = connection.ws.close_code in (1000, 1001) and not connection.ended_here
        if goodbye and connection.session and connection.session.connection is connection:
            self.sessions.pop(connection.session.id, None)

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.ws:
            readable = message.type in (WSMsgType.TEXT, WSMsgType.BINARY)
            code = self._received(connection, message.data) if readable else 4002
            if code:
                await connection.close(code)
                return

    def _received(self, connection: Connection, text: str | bytes) -> int | None:
        """Act on one payload of the client; a close code if it may not go on."""
        if len(text) > MAX_PAYLOAD:
            return 4002
        if connection.too_fast():
            return 4008
        try:
            payload = json.loads(text)
            op, data = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            return 4002
        if op == 1:
            if self.acks:
                connection.put({"op": 11, "t": None, "s": None, "d": None})
            return None
        if op in (2, 6):
            return self._identify(connection, data) if op == 2 else self._resume(connection, data)
        if connection.session is None:
            return 4003
        if op == 8:
            self._members(connection.session, data)
        return None if op in (3, 4, 8, 31, 43) else 4001

    def _identify(self, connection: Connection, data: Json) -> int | None:
        code = self._objection(connection, data)
        if code:
            return code
        shard = data.get("shard") or (0, 1)
        session = Session(secrets.token_hex(16), int(data["intents"]), (int(shard[0]), int(shard[1])))
        self.sessions[session.id] = session
        self._attach(connection, session)
        self.identified += 1
        guilds = self._host.guild_events(session)
        ready = self._host.ready_payload() | {
            "v": 10,
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._host.gateway_url,
            "shard": list(session.shard),
            "guilds": [{"id": found["id"], "unavailable": True} for found in guilds],
            "private_channels": [],
        }
        session.push("READY", ready)
        for found in guilds if session.intents & 1 else []:
            session.push("GUILD_DELETE" if found["unavailable"] else "GUILD_CREATE", found)
        return None

    def _objection(self, connection: Connection, data: Any) -> int | None:
        """The close code for an identify that cannot be accepted."""
        if not isinstance(data, dict) or not {"token", "intents", "properties"} <= data.keys():
            return 4002
        if connection.session is not None:
            return 4005
        if str(data["token"]).removeprefix("Bot ") != self._host.token:
            return 4004
        shard = data.get("shard") or (0, 1)
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            return 4010
        intents = int(data["intents"])
        if intents & ~KNOWN_INTENTS:
            return 4013
        return 4014 if intents & PRIVILEGED & ~self._host.portal_intents else None

    def _resume(self, connection: Connection, data: Json) -> int | None:
        if str(data.get("token", "")).removeprefix("Bot ") != self._host.token:
            return 4004
        session = self.sessions.get(str(data.get("session_id")))
        if session is None or self.refusals or session.lost(int(data.get("seq") or 0)):
            self.refusals = max(0, self.refusals - 1)
            self.sessions.pop(str(data.get("session_id")), None)
            connection.put({"op": 9, "t": None, "s": None, "d": False})
            return None
        seen = int(data.get("seq") or 0)
        if seen > session.seq:
            return 4007
        self._attach(connection, session)
        self.resumed += 1
        for number, payload in session.sent:
            if number > seen:
                connection.put(payload)
        session.push("RESUMED", {"_trace": []})
        return None

    def _attach(self, connection: Connection, session: Session) -> None:
        connection.session, session.connection = session, connection

    def _members(self, session: Session, data: Json) -> None:
        for chunk in self._host.member_chunks(session, data):
            session.push("GUILD_MEMBERS_CHUNK", chunk)

    # ---- troubles

    async def drop(self, code: int | None = None) -> None:
        """Cut every connection: without a word (None), or with a close code."""
        for connection in list(self.connections):
            if code is not None:
                await connection.close(code)
            else:
                connection.cut()

    def ask_to_reconnect(self) -> None:
        """Opcode 7 to everyone."""
        for connection in self.connections:
            connection.put({"op": 7, "t": None, "s": None, "d": None})
