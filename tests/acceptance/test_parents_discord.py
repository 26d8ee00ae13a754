"""What parents can ask for and are offered, from end to end on the loopback Discord server."""

import sqlite3

import pytest

from tests.acceptance.discord_hall import hall
from tests.platforms.running import running, until

NUMBER = "Call Dave on his private number 07700 900123 about the lost coat"
THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch) as ready:
        yield ready


async def said(school, who, part):
    """What somebody was told privately with these words, as soon as there is any."""
    await until(lambda: school.told(who, part))
    return school.told(who, part)[-1]


async def test_a_phone_number_is_hidden_and_the_masked_text_that_is_offered_stays(school):
    server, places, people = school.server, school.places, school.people
    async with running():
        await server.post(places["parents"], people["parent"], NUMBER)
        await until(lambda: NUMBER not in school.texts("parents"))
        notice = await said(school, "parent", "post it instead")
        masked = next(part for part in notice.content.split("\n\n") if "[phone number]" in part)
        assert "07700" not in notice.content
        await server.post(places["parents"], people["parent"], masked)
        await until(lambda: rows(school, "select count(*) from judged") == [(2,)])
        assert masked in school.texts("parents")
        await server.post(places["parents"], people["quiet"], NUMBER)
        await until(lambda: school.card("reason", "parents"))
        fallback, button = school.card("reason", "parents")
        assert "phone" not in fallback.content
        mine = await server.click(people["quiet"], fallback, button)
        assert "[phone number]" in mine.text
        assert mine.ephemeral
    server.assert_conformant()


async def test_the_outcome_of_an_appeal_is_told_once(school):
    server, people = school.server, school.people
    async with running():
        await server.post(school.places["parents"], people["parent"], THREAT)
        notice = await said(school, "parent", "4.2.6")
        asked = await server.click(people["parent"], notice, "appeal:1")
        thanks = await server.submit_modal(asked, {"reason": "I was joking with a friend"})
        assert "Thank you" in thanks.text
        await until(lambda: school.card("uphold", "dsl"))
        card, button = school.card("uphold", "dsl")
        await server.click(people["office"], card, button)
        outcome = await said(school, "parent", "The decision stays as it is.")
        assert "complaints procedure" in outcome.content
        late = await server.click(people["parent"], notice, "appeal:1")
        assert "already looked at this again" in late.text
        assert len(school.told("parent", "The decision stays as it is.")) == 1
    server.assert_conformant()


async def test_a_record_is_for_the_asker_s_eyes_alone(school):
    server, places, people = school.server, school.places, school.people
    async with running():
        await server.post(places["parents"], people["parent"], NUMBER)  # a timeout would take commands too
        await said(school, "parent", "4.2.7")
        mine = await server.slash(people["parent"], places["parents"], "record", {})
        assert mine.ephemeral
        assert "4.2.7 Somebody's personal details" in mine.text
        other = await server.slash(people["quiet"], places["parents"], "record", {})
        assert "There is nothing to list for you here." in other.text
    server.assert_conformant()


async def test_who_joins_is_shown_the_rules_and_closed_private_messages_break_nothing(school):
    server = school.server
    async with running():
        open_, shut = school.people["parent"], school.people["quiet"]
        for member in (open_, shut):
            await server.leave(member)
            await server.join(member)
        await until(lambda: len(welcomes(school)) == 2)
        await until(lambda: welcomes(school)[str(open_.id)] == ("trust", 1))
        assert welcomes(school)[str(shut.id)] == ("trust", 0)
        assert school.texts("parents") == []
    server.assert_conformant()


def rows(school, query):
    with sqlite3.connect(school.folder / "var" / "schoolgate.db") as database:
        return database.execute(query).fetchall()


def welcomes(school):
    return {user: (pack, shown) for user, pack, shown in rows(school, "select user, pack, shown from welcomes")}
