"""The loopback Discord's gateway: sessions outlive their sockets; close codes; events late, twice or in disorder."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.platforms.discord_server.stage import Stage, opened


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with opened(monkeypatch) as made:
        yield made


async def test_events_missed_while_the_socket_was_cut_are_replayed_on_resume(stage: Stage) -> None:
    async with stage.bot() as bot:
        await stage.server.drop_gateway()
        missed = [await stage.server.post(stage.channel, stage.parent, str(n)) for n in range(3)]
        await stage.server.until(lambda: len(bot.seen) == 3)
        assert [message.id for message in bot.seen] == [message.id for message in missed]
        await stage.server.until(lambda: bot.told("resumed"))
        await stage.server.drop_gateway(4000)
        await stage.server.until(lambda: stage.server.gateway.resumed == 2)
        stage.server.ask_to_reconnect()
        await stage.server.until(lambda: stage.server.gateway.resumed == 3)
        assert stage.server.gateway.identified == 1


async def test_a_refused_resume_means_a_new_session_and_a_gap(stage: Stage) -> None:
    async with stage.bot() as bot:
        stage.server.refuse_resume()
        await stage.server.drop_gateway()
        await stage.server.post(stage.channel, stage.parent, "missed")
        bot.up.clear()
        await asyncio.wait_for(bot.up.wait(), 10)
        assert stage.server.gateway.identified == 2
        await stage.server.post(stage.channel, stage.parent, "seen")
        await stage.server.until(lambda: bot.seen)
        assert [message.content for message in bot.seen] == ["seen"]


async def test_a_guild_can_go_away_and_come_back(stage: Stage) -> None:
    async with stage.bot() as bot:
        stage.server.outage(stage.guild)
        await stage.server.until(lambda: bot.told("guild_unavailable"))
        await stage.server.post(stage.channel, stage.parent, "not sent")
        stage.server.outage_over(stage.guild)
        await stage.server.until(lambda: len(bot.told("guild_available")) == 2)
        assert bot.seen == []


async def test_a_guild_in_an_outage_is_named_at_the_start_and_comes_later(stage: Stage) -> None:
    stage.server.outage(stage.guild)
    async with stage.bot() as bot:
        assert stage.home(bot).unavailable
        assert not stage.home(bot).channels
        assert bot.told("guild_available") == []
        stage.server.outage_over(stage.guild)
        await stage.server.until(lambda: bot.told("guild_available"))
        assert stage.there(bot).name == stage.channel.name


async def test_events_can_come_twice_and_out_of_order(stage: Stage) -> None:
    async with stage.bot() as bot:
        stage.server.reorder(2)
        first = await stage.server.post(stage.channel, stage.parent, "first")
        second = await stage.server.post(stage.channel, stage.parent, "second")
        await stage.server.until(lambda: len(bot.seen) == 2)
        stage.server.repeat_last_events(1)
        await stage.server.until(lambda: len(bot.seen) == 3)
        assert [message.id for message in bot.seen] == [second.id, first.id, first.id]


# ---- the gateway, spoken to directly


def identify(stage: Stage, **changed: object) -> dict[str, object]:
    data: dict[str, object] = {"token": stage.server.token, "intents": 1, "properties": {}}
    return {"op": 2, "d": data | changed}


@asynccontextmanager
async def socket(stage: Stage, query: str = "?v=10&encoding=json") -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async with aiohttp.ClientSession() as session, session.ws_connect(stage.server.gateway_url + query) as ws:
        yield ws


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"intents": 1 << 40}, 4013),
        ({"shard": [2, 1]}, 4010),
        ({"properties": "x" * 5000}, 4002),
    ],
)
async def test_an_identify_that_cannot_be_accepted_closes_with_its_code(
    stage: Stage, changed: dict[str, object], code: int
) -> None:
    async with socket(stage) as ws:
        assert (await ws.receive_json())["op"] == 10
        await ws.send_json(identify(stage, **changed))
        assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE
        assert ws.close_code == code


@pytest.mark.parametrize(("sent", "code"), [("{", 4002), ('{"op": 8, "d": {}}', 4003), ('{"op": 99}', 4003)])
async def test_a_payload_before_identify_or_that_cannot_be_read_closes_the_socket(
    stage: Stage, sent: str, code: int
) -> None:
    async with socket(stage) as ws:
        await ws.receive_json()
        await ws.send_str(sent)
        await ws.receive()
        assert ws.close_code == code


async def test_plain_json_heartbeats_and_a_second_identify(stage: Stage) -> None:
    async with socket(stage) as ws:
        await ws.receive_json()
        await ws.send_json({"op": 1, "d": None})
        assert (await ws.receive_json())["op"] == 11
        await ws.send_bytes(json.dumps(identify(stage)).encode())
        ready, guild = await ws.receive_json(), await ws.receive_json()
        assert (ready["t"], guild["t"]) == ("READY", "GUILD_CREATE")
        assert [ready["s"], guild["s"]] == [1, 2]
        await ws.send_json(identify(stage))
        await ws.receive()
        assert ws.close_code == 4005


async def test_a_goodbye_ends_the_session_so_that_it_cannot_be_resumed(stage: Stage) -> None:
    async with socket(stage) as ws:
        await ws.receive_json()
        await ws.send_json(identify(stage))
        session = (await ws.receive_json())["d"]["session_id"]
    async with socket(stage) as ws:
        await ws.receive_json()
        await ws.send_json({"op": 6, "d": {"token": stage.server.token, "session_id": session, "seq": 1}})
        assert await ws.receive_json() == {"op": 9, "d": False, "t": None, "s": None}
