"""Everything people can read of a Discord message is delivered: previews, file names, forwards, display names."""

import pytest

from tests.platforms.harness import Recorder
from tests.platforms.harness_discord import PlatformHarness

PREVIEW = {"type": "article", "url": "https://example.org", "title": "A page", "footer": {"text": "below"}}


@pytest.fixture
async def school():
    async with PlatformHarness(Recorder()) as harness:
        yield harness


async def test_the_preview_that_discord_adds_to_a_link_is_judged_too(school):
    ref = await school.say("https://example.org")
    first = await school.recorder.got()
    sent = school._general.messages[int(ref.message)]
    school.server.unfurl(sent, PREVIEW)
    second = await school.recorder.got(2)
    assert (first.edit, second.ref, second.edit > 0) == (0, ref, True)
    assert [one.text for one in second.attachments] == ["A page\nbelow\nhttps://example.org"]


async def test_the_preview_that_discord_adds_after_an_edit_is_another_version(school):
    ref = await school.say("look")
    await school.edit(ref, "https://example.org")
    edited = await school.recorder.got(2)
    sent = school._general.messages[int(ref.message)]
    assert edited.edited_at == sent.edited_at
    school.server.unfurl(sent, PREVIEW)
    shown = await school.recorder.got(3)
    assert (shown.ref, shown.edit > edited.edit) == (ref, True)
    assert [one.text for one in shown.attachments] == ["A page\nbelow\nhttps://example.org"]


async def test_a_file_is_named_beside_what_it_is_said_to_be(school):
    await school.picture(b"x")
    assert (await school.recorder.got()).attachments[0].text == "picture.png"


async def test_a_display_name_comes_with_every_message(school):
    await school.say("hello")
    assert (await school.recorder.got()).author.name == "Ann Parent"
