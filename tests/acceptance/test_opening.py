"""What is sent with a message is fetched from the platform and looked at before it is judged, in bounded time."""

import asyncio
import logging

import pytest

from bot.opening import NO_TIME, NOT_FETCHED, Opening
from moderation.detectors import attachments
from moderation.normalise import prepare
from tests.platforms import pictures
from tests.platforms.harness_telegram import PlatformHarness


@pytest.fixture
async def school():
    async with PlatformHarness() as harness:
        yield harness


async def opened(school, seconds=30.0, **known):
    await school.server.post(school.chat, school.person, **known)
    message = await school.recorder.got()
    detector = attachments.build(read_text=False)
    return await Opening(platforms={"telegram": school.platform}, seconds=seconds).open(message, [detector])


async def test_a_picture_sent_as_a_file_tells_where_it_was_taken(school):
    found = await opened(school, document=pictures.placed(), file_name="trip.jpg")
    (sent,) = found.message.attachments
    assert sent.seen.position
    assert found.files == {0: pictures.placed()}


@pytest.mark.parametrize(("name", "kind"), [("trip.jpg", "photo"), ("trip.bin", "document"), ("trip.mp4", "video")])
async def test_a_picture_or_film_sent_as_a_file_counts_as_what_it_shows(school, name, kind):
    found = await opened(school, document=pictures.plain(), file_name=name)
    assert [sent.kind for sent in found.message.attachments] == [kind]
    (findings,) = attachments.build(read_text=False)([prepare(found.message)])
    assert findings[0].category == "photo"


async def test_bytes_are_in_no_repr(school):
    found = await opened(school, document=b"the secret letter", file_name="letter.txt")
    assert found.message.attachments[0].seen.text == "the secret letter"
    assert "secret" not in repr(found)


async def test_what_cannot_be_fetched_is_not_screened(school):
    school.server.fail("getFile", status=400, times=5)
    found = await opened(school, photo=pictures.plain())
    assert found.message.attachments[0].seen.trouble == NOT_FETCHED
    assert found.files == {}


async def test_what_takes_too_long_is_not_screened(school):
    later = asyncio.Event()
    school.server.before("getFile", lambda _: later.wait())
    async with asyncio.timeout(30):
        found = await opened(school, seconds=0.2, photo=pictures.plain())
    later.set()
    assert found.message.attachments[0].seen.trouble == NO_TIME


async def test_what_nobody_wants_to_see_is_not_fetched_before_judging(school):
    found = await opened(school, video=b"x" * 10, file_name="fair.mp4")
    assert found.message.attachments[0].seen is None
    assert school.server.calls("getFile") == []


async def test_the_next_message_does_not_wait_for_a_file(school):
    slow = asyncio.Event()
    school.recorder.before = lambda message: slow.wait() if message.attachments else asyncio.sleep(0)
    await school.server.post(school.chat, school.person, photo=pictures.plain())
    await school.server.post(school.chat, school.person, "the next")
    assert (await school.recorder.got()).text == "the next"
    slow.set()
    assert (await school.recorder.got(2)).attachments


async def test_an_edited_caption_waits_for_its_picture(school):
    slow = asyncio.Event()
    school.recorder.before = lambda message: slow.wait() if message.text == "first" else asyncio.sleep(0)
    post = await school.server.post(school.chat, school.person, "first", photo=pictures.plain())
    await school.server.edit(post, "second")
    await asyncio.sleep(0.3)
    assert school.recorder.messages == []
    slow.set()
    assert [(await school.recorder.got(n)).text for n in (1, 2)] == ["first", "second"]


async def test_no_log_line_holds_what_was_read(school, caplog):
    caplog.set_level(logging.DEBUG)
    await opened(school, document=b"the secret letter", file_name="secret.txt")
    assert "secret" not in caplog.text
