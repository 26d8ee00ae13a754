"""Nothing that is posted on Telegram is lost: kills, failing records, network trouble, odd updates, webhooks."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.ports import RecordsError
from moderation.domain import Message
from tests.platforms.harness import seen
from tests.platforms.harness_telegram import PlatformHarness


@pytest.fixture
async def school() -> AsyncIterator[PlatformHarness]:
    async with PlatformHarness() as ready:
        yield ready


async def test_a_message_stays_with_telegram_until_it_is_recorded(school: PlatformHarness) -> None:
    release = asyncio.Event()

    async def wait(message: Message) -> None:
        if message.text == "slow":
            await release.wait()

    school.recorder.before = wait
    other = school.server.supergroup("Year 4", school.person)
    await school.say("slow")
    await seen(lambda: len(school.server.calls("getUpdates")) > 3)
    await school.server.start(school.person)
    await seen(lambda: school.server.from_bot(school.server.world.private(school.person)))  # others do not wait for it
    pending = school.server.world.delivery.pending
    assert pending[0]["message"]["text"] == "slow"
    release.set()
    await school.recorder.got()
    await seen(lambda: not school.server.world.delivery.pending)
    assert other.id != school.chat.id


async def test_records_that_fail_for_a_while_lose_nothing(school: PlatformHarness) -> None:
    attempts = []

    async def fail_first(message: Message) -> None:
        attempts.append(message.ref)
        if len(attempts) < 2:
            raise RecordsError("the database is locked; try again")

    school.recorder.before = fail_first
    await school.say("kept")
    assert (await school.recorder.got()).text == "kept"
    assert len(attempts) == 2


CHILD = """
import asyncio, sys
from bot.adapters import telegram
from bot.ports import Group
from tests.platforms.harness import Recorder
class Stuck(Recorder):
    async def message(self, message):
        print("got", flush=True)
        await asyncio.sleep(60)
token, api, chat = sys.argv[1:]
group = Group(name="year3", platform="telegram", id=chat)
asyncio.run(telegram.build((group,), {"token": token, "api": api}).run(Stuck()))
"""


async def test_a_kill_before_the_record_loses_nothing(school: PlatformHarness) -> None:
    await school.stop()
    known = (school.server.token, school.server.base_url, school.group.id)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, *known, stdout=asyncio.subprocess.PIPE, cwd="."
    )
    try:
        await school.say("posted before the kill")
        assert child.stdout is not None
        assert await asyncio.wait_for(child.stdout.readline(), 30) == b"got\n"
    finally:
        child.send_signal(signal.SIGKILL)
        await child.wait()
    school.platform = school.build()
    await school.start()
    assert (await school.recorder.got()).text == "posted before the kill"


async def test_a_kill_while_an_album_gathers_loses_no_part(school: PlatformHarness) -> None:
    await school.stop()
    known = (school.server.token, school.server.base_url, school.group.id)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, *known, stdout=asyncio.subprocess.PIPE, cwd="."
    )
    try:
        await seen(lambda: school.server.polling)
        before = len(school.server.calls("getUpdates"))
        parts = await school.server.album(school.chat, school.person, [b"a", b"b", b"c"], "an album")
        await seen(lambda: len(school.server.calls("getUpdates")) > before + 1)  # it has the parts, and asks for more
    finally:
        child.send_signal(signal.SIGKILL)
        await child.wait()
    assert child.stdout is not None
    assert await child.stdout.read() == b""  # nothing was recorded yet
    school.platform = school.build()
    await school.start()
    album = await school.recorder.got()
    assert [album.ref.message, *album.parts] == [str(part.message_id) for part in parts]
    assert (album.text, len(album.attachments)) == ("an album", 3)


async def test_repeated_and_reversed_updates_are_delivered_once_and_as_told(school: PlatformHarness) -> None:
    school.server.hold()
    for text in ("one", "two", "three"):
        await school.say(text)
    school.server.release(backwards=True)
    await school.recorder.got(3)
    school.server.repeat(2)
    await school.say("four")
    await school.recorder.got(4)
    assert [message.text for message in school.recorder.messages] == ["three", "two", "one", "four"]


async def test_an_update_nobody_can_read_spoils_no_other(school: PlatformHarness) -> None:
    school.server.hold()
    school.server.world.delivery.put("message", {"message_id": 1, "date": "no date", "chat": {}})
    await school.say("readable")
    school.server.release()
    assert (await school.recorder.got()).text == "readable"
    assert [platform for platform, *_ in school.recorder.gaps] == ["telegram"]
    school.server.lies.clear()


async def test_polling_survives_trouble_and_a_long_one_is_reported_as_a_gap() -> None:
    async with PlatformHarness(options={"gap_seconds": "0.4"}) as school:
        school.server.fail("getUpdates", status=502)
        school.server.fail("getUpdates", status="drop")
        school.server.drop_connections()
        start = datetime.now(UTC)
        await school.say("through all of it")
        assert (await school.recorder.got()).text == "through all of it"
        [(_, since, until)] = school.recorder.gaps
        assert start - timedelta(seconds=1) < since < until <= datetime.now(UTC)


async def test_no_text_name_or_token_reaches_the_logs(
    school: PlatformHarness, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.NOTSET)
    again = school.build()
    school.server.fail("getUpdates", status=502)
    school.server.drop_connections()
    school.server.world.delivery.put("message", {"message_id": 1, "text": "secret words"})
    await school.say("secret words")
    await school.recorder.got()
    await again.close()
    written = caplog.text
    assert all(secret not in written for secret in ("secret words", "Ann", school.server.token))
    assert "trying again" in written
    school.server.lies.clear()


async def test_a_second_program_with_the_same_token_is_named_for_what_it_is(
    school: PlatformHarness, caplog: pytest.LogCaptureFixture
) -> None:
    school.server.fail("getUpdates", status=409)
    await school.say("still read")
    assert (await school.recorder.got()).text == "still read"
    assert "another program polls with this token: stop it, or give each a bot of its own" in caplog.text


@pytest.fixture
def address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


async def test_updates_can_be_posted_to_us_instead(address: str) -> None:
    options = {"webhook": f"http://{address}/telegram", "listen": address, "secret": "s3cret"}
    async with PlatformHarness(options=options) as school:
        await seen(lambda: school.server.calls("setWebhook"))
        await school.say("posted to the webhook")
        assert (await school.recorder.got()).text == "posted to the webhook"
        await school.server.album(school.chat, school.person, [b"a", b"b"], "an album")
        albums = [await school.recorder.got(2), await school.recorder.got(3)]
        assert school.server.calls("getUpdates") == []
        assert albums[1].parts == (albums[0].ref.message,)
        async with aiohttp.ClientSession() as stranger:
            forged = {"update_id": 1, "message": {}}
            for headers, status in (({}, 403), ({"X-Telegram-Bot-Api-Secret-Token": "s3cret"}, 400)):
                data = json.dumps(forged) if status == 403 else "no json"
                async with stranger.post(options["webhook"], data=data, headers=headers) as answer:
                    assert answer.status == status


async def test_an_unrecorded_message_is_posted_again(address: str) -> None:
    attempts = []

    async def crash_first(message: Message) -> None:
        attempts.append(message.ref)
        if len(attempts) < 2:
            raise LookupError("a fault of the test")

    async with PlatformHarness(options={"webhook": f"http://{address}/", "listen": address}) as school:
        school.recorder.before = crash_first
        await school.say("kept")
        assert (await school.recorder.got()).text == "kept"
