"""The titles of threads on Discord: judged, and blanked wherever they are read."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.ports import PlatformError
from moderation.domain import Ref
from tests.acceptance.discord_hall import hall
from tests.platforms.discord_school import School
from tests.platforms.discord_school import a_school as a_school
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.state import Channel
from tests.platforms.running import running, until

UGLY = "Mr Harding is a thief"
THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"


def title_of(thread: Channel) -> Ref:
    return Ref(platform="discord", chat=str(thread.id), message=str(thread.id))


async def test_the_title_of_a_thread_on_somebodys_message_is_judged_as_its_openers(school: School) -> None:
    server = school.server
    async with school.running() as platform:
        message = await server.post(school.general, school.teacher, "Bring wellies")
        await school.heard(1)
        thread = server.thread(school.general, UGLY, school.parent, on=message)
        got = await school.heard(2)
        assert not await platform.is_hidden(got.ref, ())
        await platform.hide(got.ref, ())
        assert await platform.is_hidden(got.ref, ())
    assert (got.text, got.ref, got.edit, got.member) == (UGLY, title_of(thread), 0, school.member(school.parent))
    assert (thread.name, server.visible(school.general)) == ("…", [message])
    assert school.inbound.gone == []


@pytest.mark.parametrize("is_on_an_old_message", [False, True])
async def test_a_title_that_discord_announces_is_hidden_there_too(school: School, is_on_an_old_message: bool) -> None:
    server = school.server
    old = await server.post(school.general, school.teacher, "old", at=datetime.now(UTC) - timedelta(days=9))
    on = old if is_on_an_old_message else None
    async with school.running() as platform:
        thread = server.thread(school.general, UGLY, school.parent, on=on, announced=True)
        await school.heard(2)
        for got in school.inbound.messages:  # the thread and its announcement: one thing, however often it is told
            assert (got.text, got.ref, got.edit, got.author.user) == (UGLY, title_of(thread), 0, str(school.parent.id))
        await platform.hide(title_of(thread), ())
        assert await platform.is_hidden(title_of(thread), ())
        server.thread(school.general, "trip", school.parent)
        await school.heard(4)
    assert (thread.name, [one.content for one in server.visible(school.general)]) == ("…", ["old", "trip"])
    assert school.inbound.gone == []


async def test_a_title_is_not_hidden_while_it_is_announced(school: School) -> None:
    server = school.server
    async with school.running() as platform:
        thread = server.thread(school.general, UGLY, school.parent)
        await school.heard(2)
        await server.retitle(thread, "…")
        assert not await platform.is_hidden(title_of(thread), ())
        server.overwrite(school.general, server.bot_role(school.guild), deny=Perm.MANAGE_MESSAGES)
        with pytest.raises(PlatformError):
            await platform.hide(title_of(thread), ())
        assert not await platform.is_hidden(title_of(thread), ())


async def test_a_new_title_of_any_thread_is_judged_but_not_the_one_the_bot_gives(school: School) -> None:
    server = school.server
    async with school.running() as platform:
        thread = server.thread(school.general, "trip", school.parent)
        await school.heard(2)
        await server.retitle(thread, UGLY)
        got = await school.heard(3)
        await platform.hide(got.ref, ())
        assert await platform.is_hidden(got.ref, ())
        await server.post(school.general, school.parent, "the last")
        await school.heard(4)
    assert (got.text, got.ref, got.edit > 0, got.member) == (UGLY, title_of(thread), True, school.member(school.parent))
    assert school.inbound.texts == ["trip", "trip", UGLY, "the last"]


async def test_titles_among_staff_and_of_bots_are_not_judged(school: School) -> None:
    server = school.server
    bot = server.member(school.guild, server.user("Helper", bot=True))
    async with school.running():
        among = server.thread(school.staff_channel, "case 7", school.teacher)
        server.thread(school.general, "made by a bot", bot)
        await server.retitle(among, "case 8")
        await server.post(school.general, school.parent, "the last")
        await school.heard(1)
        await asyncio.sleep(0.1)
    assert school.inbound.texts == ["the last"]


async def test_the_title_of_an_archived_thread_is_hidden_and_it_stays_archived(school: School) -> None:
    thread = school.server.thread(school.general, UGLY, school.parent)
    thread.archived = True
    async with school.running() as platform:
        assert not await platform.is_hidden(title_of(thread), ())
        await platform.hide(title_of(thread), ())
        assert await platform.is_hidden(title_of(thread), ())
    assert (thread.name, thread.archived) == ("…", True)


async def test_a_thread_that_is_gone_has_no_title_left(school: School) -> None:
    async with school.running() as platform:
        await platform.hide(Ref(platform="discord", chat="77", message="77"), ())
        assert await platform.is_hidden(Ref(platform="discord", chat="77", message="77"), ())


async def test_the_link_of_an_announcement_means_the_title(school: School) -> None:
    server = school.server
    async with school.running() as platform:
        thread = server.thread(school.general, UGLY, school.parent)
        await school.heard(2)
        (line,) = server.visible(school.general)
        link = platform.link(school.group.id, school.ref(line))
        await server.slash(school.teacher, school.staff_channel, "hide", {"message": link})
    (call,) = school.inbound.calls
    assert call.target == title_of(thread)
    assert call.seen
    assert call.seen.text == UGLY


async def test_a_title_given_while_nobody_watched_is_read_back(school: School) -> None:
    server, now = school.server, datetime.now(UTC)
    older = await server.post(school.general, school.teacher, "old", at=now - timedelta(days=9))
    seen = await server.post(school.general, school.parent, "seen", at=now - timedelta(hours=2))
    school.inbound.cursors[str(school.general.id)] = str(seen.id)
    thread = server.thread(school.general, UGLY, school.parent, on=older)
    async with school.running():
        await school.until(lambda: UGLY in school.inbound.texts)
    (got,) = [message for message in school.inbound.messages if message.text == UGLY]
    assert (got.ref, got.edit) == (title_of(thread), 0)


async def test_a_threatening_title_is_one_case_and_is_gone_from_thread_and_channel(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch) as ready:
        async with running() as app:
            thread = ready.server.thread(ready.places["parents"], THREAT, ready.people["parent"])
            await until(lambda: thread.name == "…" and not ready.texts("parents"))
            await ready.server.post(ready.places["parents"], ready.people["quiet"], "good morning")
            assert await app.records.case(1, reader="test")
            assert await app.records.case(2, reader="test") is None
        ready.server.assert_conformant()
