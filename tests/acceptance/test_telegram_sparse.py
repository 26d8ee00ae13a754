"""A Bot API that leaves fields out, says what nobody can read, or does not answer at the start: nothing stops, nothing
is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import ChatMemberRestricted

from bot.adapters import telegram
from bot.telegram_parts import sparse
from bot.telegram_parts.wire import connect
from tests.platforms.harness import seen
from tests.platforms.harness_telegram import PlatformHarness

OLD_POLL = {
    "id": "1",
    "question": "Who is worst?",
    "options": [{"text": "Mr A", "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}


@pytest.fixture
async def school() -> AsyncIterator[PlatformHarness]:
    async with PlatformHarness() as ready:
        yield ready
        ready.server.lies.clear()  # what is put into its mouth here


def told(school: PlatformHarness, kind: str = "message", **fields: Any) -> None:
    """Telegram delivers a message of the parent's with these fields."""
    chat = {"id": school.chat.id, "type": "supergroup", "title": "Year 3"}
    who = {"id": school.person.id, "is_bot": False, "first_name": "Ann"}
    known = {"message_id": 900, "date": 1_790_000_000, "chat": chat, "from": who}
    school.server.world.delivery.put(kind, known | fields)


async def test_a_poll_of_an_older_bot_api_is_read(school: PlatformHarness) -> None:
    told(school, poll=OLD_POLL)
    got = await school.recorder.got()
    assert [(one.kind, one.text) for one in got.attachments] == [("poll", "Who is worst?\nMr A")]
    assert school.recorder.gaps == []


async def test_a_message_with_something_unreadable_is_judged_by_its_words_and_the_rest_is_named(
    school: PlatformHarness,
) -> None:
    told(school, text="words", venue={"new": "kind"})
    got = await school.recorder.got()
    assert (got.text, got.author.user) == ("words", str(school.person.id))
    assert [one.kind for one in got.attachments] == ["unknown"]


@pytest.mark.parametrize(
    ("kind", "update"),
    [
        ("message", {"message_id": 1, "date": 1}),
        ("callback_query", {"id": "1", "chat_instance": "1", "data": "x"}),
        ("chat_member", {"date": 1}),
    ],
)
async def test_an_update_that_says_neither_where_nor_whose_is_a_gap_and_stops_nothing(
    school: PlatformHarness, kind: str, update: dict[str, Any]
) -> None:
    await seen(lambda: school.server.calls("getUpdates"))  # with the kinds of updates that it wants
    school.server.world.delivery.put(kind, update)
    await school.say("readable")
    assert (await school.recorder.got()).text == "readable"
    assert [platform for platform, *_ in school.recorder.gaps] == ["telegram"]


@pytest.mark.parametrize("status", [500, 429])
async def test_a_telegram_that_does_not_say_what_is_missing_is_one_line_and_no_end(
    school: PlatformHarness, status: int
) -> None:
    school.server.fail("getChatMember", status=status, retry_after=3)
    (line,) = await school.platform.missing()
    assert "does not answer now" in line
    assert list(await school.platform.missing()) == []


def test_a_chat_and_a_standing_are_read_without_what_is_of_no_use() -> None:
    client = connect("123:abc")
    chat = sparse.chat({"id": -1001, "type": "supergroup", "title": "Year 3"}, client)
    user = {"id": 5, "is_bot": False, "first_name": "Ann"}
    held = sparse.standing({"status": "restricted", "user": user, "is_member": True}, client)
    member = sparse.standing({"status": "member", "user": user}, client)
    assert (chat.id, chat.type, member.status) == (-1001, "supergroup", "member")
    assert isinstance(held, ChatMemberRestricted)
    assert (held.is_member, held.can_send_messages) == (True, False)


async def test_an_answer_that_cannot_be_read_is_no_reason_to_ask_again(
    school: PlatformHarness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def unreadable(*_: object, **__: object) -> object:
        return {"message_id": "no number", "chat": {}}

    assert isinstance(school.platform, telegram.Telegram)
    monkeypatch.setattr(school.platform._client, "_post", unreadable)
    assert await school.platform.missing()
    assert "cannot be read" in caplog.text
    monkeypatch.undo()
    await school.say("still read")
    await seen(lambda: school.recorder.messages)
