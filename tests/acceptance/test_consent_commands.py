"""/consent and /roster as staff give them, on both platforms: unmodified clients against the loopback servers."""

import sqlite3

import pytest

from tests.acceptance.test_journey_discord import school as discord_school  # noqa: F401 (a fixture)
from tests.platforms.running import running, until


def mentioned(folder):
    """How many posts are remembered because they name somebody with consent."""
    with sqlite3.connect(folder / "var" / "schoolgate.db") as database:
        return database.execute("select count(*) from mentions").fetchone()[0]


async def said(school, text):
    """What the bot answers in the staff chat to a command there."""
    before = len(school.server.from_bot(school.staff))
    await school.ask("office", school.staff, text)
    await until(lambda: len(school.server.from_bot(school.staff)) > before)
    return school.server.from_bot(school.staff)[-1].text


async def test_on_telegram_consent_is_set_shown_and_withdrawn_and_earlier_posts_are_listed(school):
    async with running() as app:
        assert "1 pupil and 1 staff" in await said(school, "/roster")
        assert "photo no, naming no" in await said(school, "/consent show callum whitaker")
        assert "Noted: photo consent" in await said(school, "/consent set photo Callum until 31 July 2099")
        shown = await said(school, "/consent show Callum Whitaker")
        assert "photo yes, naming no" in shown
        assert "31 July 2099" in shown or "1 August 2099" in shown
        naming = app.intake.judge_of("telegram", str(school.parents.id))
        assert "Noted: naming consent" in await said(school, "/consent set naming Callum Whitaker")
        assert app.intake.judge_of("telegram", str(school.parents.id)) is not naming

        praise = await school.post("office", "Well done Callum Whitaker, our runner of the week!")
        await school.post("parent", "Well done Callum Whitaker, player of the match again! Is he at training Monday?")
        await until(lambda: any("Case 1" in text for text in school.shown(school.staff)))
        withdrawn = await said(school, "/consent withdraw naming Callum Whitaker")
        assert "Withdrawn: naming consent" in withdrawn
        assert "- case 1, " in withdrawn
        assert "- a post of " in withdrawn
        assert praise.link in withdrawn
        assert "look through albums and older posts yourself" in withdrawn
        assert "photo yes, naming no" in await said(school, "/consent show Callum")
    school.server.assert_conformant()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/consent set photo Nobody Atall", "no such pupil"),
        ("/consent set Callum Whitaker", "photo or naming"),
        ("/consent set photo Callum until 1 May 2020", "over already"),
        ("/consent set photo Callum until the cows come home", "not understood"),
        ("/consent please", "Write it like"),
    ],
)
async def test_on_telegram_what_is_not_understood_is_said(school, command, answer):
    async with running():
        assert answer in await said(school, command)


async def test_on_telegram_a_parent_may_not(school):
    async with running():
        await school.ask("parent", school.server.world.private(school.people["parent"]), "/consent show Callum")
        await until(lambda: len(school.server.private_messages(school.people["parent"])) > 0)
        assert "photo" not in school.server.private_messages(school.people["parent"])[-1].text


async def test_on_discord_consent_is_set_shown_and_withdrawn_and_parents_are_refused(discord_school):  # noqa: F811
    server, places, people = discord_school.server, discord_school.places, discord_school.people

    async def asks(who, command, **values):
        answer = await server.slash(people[who], places["staff"], command, values)
        await until(lambda: answer.text)
        return answer

    teacher = server.member(discord_school.guild, "A Teacher")
    teacher.roles += people["office"].roles
    async with running():
        assert "1 pupil and 1 staff" in (await asks("office", "roster")).text
        given = await asks("office", "consent", what="set photo Callum Whitaker until 31/07/2099")
        assert "Noted: photo consent" in given.text
        assert given.ephemeral
        assert "photo yes" in (await asks("office", "consent", what="show Callum")).text
        await asks("office", "consent", what="set naming Callum Whitaker")
        sent = await server.post(places["parents"], teacher, "Well done Callum Whitaker, our runner of the week!")
        link = f"https://discord.com/channels/{discord_school.guild.id}/{places['parents'].id}/{sent.id}"
        await until(lambda: mentioned(discord_school.folder))
        withdrawn = await asks("office", "consent", what="withdraw photo Callum")
        assert "No earlier post" in withdrawn.text  # there is no picture with it
        withdrawn = await asks("office", "consent", what="withdraw naming Callum")
        assert link in withdrawn.text
        assert "taken down" in (await asks("office", "hide", message=link, clause="4.2.7", reason="Withdrawn")).text
        assert all("Callum" not in text for text in discord_school.texts("parents"))
        await asks("office", "consent", what="set naming Callum Whitaker")
        assert "No earlier post" in (await asks("office", "consent", what="withdraw naming Callum")).text
        assert "photo no" in (await asks("office", "consent", what="show Callum")).text
        refused = await asks("helper", "consent", what="show Callum")
        assert "for the school's staff" in refused.text
    server.assert_conformant()
