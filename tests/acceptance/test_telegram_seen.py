"""Everything people can read of a Telegram post is delivered, whatever kind of post it is."""

import pytest

from tests.platforms.harness_telegram import PlatformHarness


@pytest.fixture
async def school():
    async with PlatformHarness() as harness:
        yield harness


@pytest.mark.parametrize(
    ("extra", "kind", "text"),
    [
        ({"game": {"title": "Hit him", "description": "Fun", "photo": []}}, "link", "Hit him\nFun"),
        (
            {
                "invoice": {
                    "title": "Cheap phones",
                    "description": "Pay me",
                    "start_parameter": "",
                    "currency": "GBP",
                    "total_amount": 1,
                }
            },
            "link",
            "Cheap phones\nPay me",
        ),
        ({"paid_media": {"star_count": 1, "paid_media": [{"type": "preview"}]}}, "video", "to be paid for"),
        ({"poll_option_added": {"option_persistent_id": "1", "option_text": "Mr A"}}, "poll", "Mr A"),
        (
            {
                "forward_origin": {
                    "type": "channel",
                    "date": 1700000000,
                    "chat": {"id": -1001, "type": "channel", "title": "School leaks"},
                    "message_id": 1,
                }
            },
            "forward",
            "School leaks",
        ),
    ],
    ids=["game", "invoice", "paid media", "poll option", "forwarded from a channel"],
)
async def test_what_can_be_read_is_delivered(school, extra, kind, text):
    await school.server.post(school.chat, school.person, extra=extra)
    (sent,) = (await school.recorder.got()).attachments
    assert (sent.kind, sent.text) == (kind, text)
