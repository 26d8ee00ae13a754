"""Posts that wait for staff on Discord, by command and by form: the real client against the loopback server."""

import pytest

from tests.acceptance.discord_hall import CLOSED, hall
from tests.platforms.running import running, until

POST = "Who can help at the cake stall on Friday?"
THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch, "premoderate = true") as ready:
        everyone = ready.guild.roles[ready.guild.id]
        ready.server.overwrite(ready.places["parents"], everyone, deny=CLOSED)
        ready.server.overwrite(ready.places["parents"], ready.server.bot_role(ready.guild), allow=CLOSED)
        yield ready


async def hand_in(school, text=POST, who="parent"):
    seen = await school.server.slash(school.people[who], school.places["parents"], "post", {"text": text})
    await until(lambda: school.card("approve"))
    return seen


async def test_a_post_by_command_waits_and_is_posted_in_its_authors_name_when_staff_approve(school):
    server, people = school.server, school.people
    async with running():
        assert not await school.may_post("parent", "parents")
        seen = await hand_in(school)
        assert seen.ephemeral
        assert "every post is read" in seen.text
        shown, button = school.card("approve")
        refused = await server.click(people["parent"], shown, button)
        assert "staff" in refused.text
        assert school.texts("parents") == []
        await server.click(people["office"], shown, button)
        await until(lambda: any(POST in text and "A Parent" in text for text in school.texts("parents")))
        await until(lambda: school.told("parent", "is now shown"))
        assert not school.card("approve")
    server.assert_conformant()


async def test_a_post_by_form_is_declined_with_the_clause_and_a_quiet_author_reads_that_in_the_channel(school):
    server, people, places = school.server, school.people, school.places
    async with running():
        form = await server.slash(people["quiet"], places["parents"], "post", {})
        assert form.modal
        await server.submit_modal(form, {"text": THREAT})
        await until(lambda: school.card("decline", "dsl"))
        shown, button = school.card("decline", "dsl")
        assert "4.2.6" in str(shown.embeds)
        assert not school.card("decline")
        asked = await server.click(people["office"], shown, button)
        await server.submit_modal(asked, {"clause": "4.2.6", "reason": "Please ring us instead."})
        await until(lambda: school.card("reason", "parents"))
        note, read = school.card("reason", "parents")
        assert "legs" not in note.content
        mine = await server.click(people["quiet"], note, read)
        assert "threaten violence" in mine.text
        assert "Please ring us instead." in mine.text
        assert not any(THREAT in text for text in school.texts("parents"))
    server.assert_conformant()


async def test_a_changed_text_is_shown_when_its_author_agrees(school):
    server, people = school.server, school.people
    async with running():
        await hand_in(school)
        shown, button = school.card("propose")
        asked = await server.click(people["office"], shown, button)
        await server.submit_modal(asked, {"text": "Helpers wanted at the stall."})
        await until(lambda: school.told("parent", "Helpers wanted"))
        letter = school.told("parent", "Helpers wanted")[0]
        assert school.texts("parents") == []
        await server.click(people["parent"].user, letter, "agree:1:1")
        await until(lambda: any("Helpers wanted" in text for text in school.texts("parents")))
        assert not any(POST in text for text in school.texts("parents"))
    server.assert_conformant()


async def test_what_reaches_the_group_anyway_is_taken_down_and_can_be_approved_after_a_restart(school):
    server, people = school.server, school.people
    async with running():
        await server.post(school.places["pta"], people["parent"], POST)
        await until(lambda: school.texts("pta") == [])
        await until(lambda: school.card("approve"))
        await until(lambda: school.told("parent", "every post is read"))
    async with running():
        shown, button = school.card("approve")
        await server.click(people["office"], shown, button)
        await until(lambda: any(POST in text for text in school.texts("pta")))
        await until(lambda: school.told("parent", "is now shown"))
    server.assert_conformant()


async def test_an_approved_post_that_the_platform_refuses_is_not_called_shown_and_can_be_posted_later(school):
    server, people, bot = school.server, school.people, school.server.bot_role(school.guild)
    async with running():
        await hand_in(school)
        server.overwrite(school.places["parents"], bot, deny=CLOSED)
        await server.click(people["office"], *school.card("approve"))
        await until(lambda: (card := school.card("approve")) and "Post it now" in str(card[0].components))
        assert not school.told("parent", "is now shown")
        server.overwrite(school.places["parents"], bot, allow=CLOSED)
        await server.click(people["office"], *school.card("approve"))
        await until(lambda: any(POST in text for text in school.texts("parents")))
        await until(lambda: school.told("parent", "is now shown"))
        await until(lambda: not school.card("approve"))
    server.assert_conformant()


async def test_doctor_names_the_channels_where_members_can_still_write(school):
    async with running() as app:
        lines = [line for line in await app.platforms["discord"].missing() if "held" in line]
        assert any(str(school.places["pta"].id) in line for line in lines)
        assert not any(str(school.places["parents"].id) in line for line in lines)
