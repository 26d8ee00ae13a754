"""A letter's whole way on both platforms: asked for, drafted, handed out as files, signed off, kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.acceptance.telegram_school import THREAT, card_with
from tests.platforms.discord_server.interactions import PATIENT
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.discord_server.state import Channel, Member
from tests.platforms.letters import pdf_text, word_text
from tests.platforms.running import configure, running, until

LETTERHEAD = """
reconcile_minutes = 0.01
[letterhead]
address = ["Hollybank Lane", "HB1 2CD"]
signed_by = "The Headteacher"
"""


@dataclass(kw_only=True)
class Server:
    """A parents' Discord server with a staff channel."""

    server: DiscordServer
    places: dict[str, Channel]
    people: dict[str, Member]


@pytest.fixture
async def discord(tmp_path, monkeypatch):
    async with DiscordServer() as server:
        server.first_answer_within = PATIENT
        guild = server.guild("Hollybank")
        role = server.role(guild, "Staff", permissions=Perm.MANAGE_MESSAGES, position=10)
        muted = server.role(guild, "Restricted", position=5)
        places = {name: server.channel(guild, name) for name in ("parents", "staff")}
        people = {
            "parent": server.member(guild, "A Parent"),
            "office": server.member(guild, "Mr Office", roles=[role]),
            "head": server.member(guild, "Mrs Head", roles=[role]),
            "helper": server.member(
                guild, "A Helper", roles=[server.role(guild, "Helpers", permissions=Perm.MANAGE_MESSAGES)]
            ),
        }
        groups = f"""{LETTERHEAD}
[[groups]]
name = "Hollybank parents"
platform = "discord"
id = "{guild.id}"
roster = "{tmp_path}/roster.csv"
staff = ["role:{role.id}"]
staff_place = "{places["staff"].id}"
restricted_role = "{muted.id}"
"""
        configure(
            tmp_path,
            monkeypatch,
            groups,
            DISCORD_TOKEN=server.token,
            SCHOOLGATE_DISCORD_API=server.base_url,
            SCHOOLGATE_DISCORD_GATEWAY=server.gateway_url,
        )
        yield Server(server=server, places=places, people=people)


def discord_files(seen):
    return {file.name: file.data for message in seen.messages for file in message.files}


def discord_button(seen, verb):
    return next((m, b) for m in seen.messages for b in m.custom_ids if b.startswith(verb))


async def test_on_discord_a_command_drafts_and_a_button_signs_for_good(discord):
    server, places, people = discord.server, discord.places, discord.people
    async with running():
        await server.post(places["parents"], people["parent"], THREAT)
        await until(lambda: server.visible(places["staff"]), within=60)
        asked = {"case": "1", "letter": "warning", "to": "Ms Ann Parent\n1 High Street"}
        seen = await server.slash(people["office"], places["staff"], "letter", asked)
        await until(lambda: len(discord_files(seen)) == 2, within=60)
        draft = discord_files(seen)
        assert sorted(draft) == ["case-1-letter-1-warning-draft.docx", "case-1-letter-1-warning-draft.pdf"]
        for text in (word_text(draft[sorted(draft)[0]]), pdf_text(draft[sorted(draft)[1]])):
            assert "DRAFT" in text
            assert "Dear Ms Ann Parent," in text
            assert "threaten violence" in text
            assert "[name]'s dad's legs" in text
            assert "Callum" not in text

        listed = await server.slash(people["head"], places["staff"], "letter", {"case": "1"})
        await until(lambda: listed.messages, within=60)
        shown = await server.click(people["head"], *discord_button(listed, "letter:1:1"))
        await until(lambda: len(discord_files(shown)) == 2, within=60)
        assert discord_files(shown) == draft
        signed = await server.click(people["head"], *discord_button(shown, "sign:1:1"))
        await until(lambda: len(discord_files(signed)) == 2, within=60)
        final = discord_files(signed)
        assert sorted(final) == ["case-1-letter-1-warning.docx", "case-1-letter-1-warning.pdf"]
        text = pdf_text(final["case-1-letter-1-warning.pdf"])
        assert "Signed off by Mrs Head on" in text
        assert "DRAFT" not in text

        late = await server.click(people["office"], *discord_button(seen, "sign:1:1"))
        await until(lambda: len(discord_files(late)) == 2, within=60)
        assert "already signed off by Mrs Head" in late.text
        assert discord_files(late) == final
    server.assert_conformant()


async def test_on_discord_parents_cannot_and_what_makes_no_sense_is_explained(discord):
    server, places, people = discord.server, discord.places, discord.people
    async with running():
        await server.post(places["parents"], people["parent"], THREAT)
        await until(lambda: server.visible(places["staff"]), within=60)
        asked = {"case": "1", "letter": "warning"}
        refused = await server.slash(people["helper"], places["parents"], "letter", asked)
        await until(lambda: refused.text, within=60)
        assert discord_files(refused) == {}
        assert "staff" in refused.text
        said = await server.slash(people["office"], places["staff"], "letter", {"case": "1", "letter": "lifting"})
        await until(lambda: said.text, within=60)
        assert "was lifted" in said.text
        other = await server.slash(people["office"], places["staff"], "letter", {"case": "1", "letter": "poem"})
        await until(lambda: other.text, within=60)
        assert "There is no letter poem" in other.text
    server.assert_conformant()


async def test_on_discord_a_button_asks_for_what_the_letter_needs(discord):
    server, places, people = discord.server, discord.places, discord.people
    async with running():
        await server.post(places["parents"], people["parent"], THREAT)
        await until(lambda: server.visible(places["staff"]), within=60)
        listed = await server.slash(people["head"], places["staff"], "letter", {"case": "1"})
        await until(lambda: listed.messages, within=60)
        form_ = await server.click(people["head"], *discord_button(listed, "letter:1:meeting"))
        await until(lambda: form_.modal or form_.messages, within=60)
        seen = await server.submit_modal(form_, {"note": "Friday at 9.00 am", "to": ""})
        await until(lambda: len(discord_files(seen)) == 2, within=60)
        text = pdf_text(discord_files(seen)["case-1-letter-1-meeting-draft.pdf"])
        assert "Friday at 9.00 am" in text
        assert "Dear A Parent," in text

        await until(lambda: any(r.method == "PUT" and "/roles/" in r.path for r in server.requests), within=60)
        held = await server.slash(people["head"], places["staff"], "letter", {"case": "1", "letter": "restriction"})
        await until(lambda: len(discord_files(held)) == 2, within=60)
        assert "It ends on" in pdf_text(discord_files(held)["case-1-letter-2-restriction-draft.pdf"])
    server.assert_conformant()


def documents(school):
    posts = [post.content["document"] for post in school.server.visible(school.staff) if "document" in post.content]
    return {one["file_name"]: school.server.world.files[one["file_id"]][1] for one in posts}


async def test_on_telegram_buttons_choose_ask_draft_and_sign(school):
    server = school.server
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: card_with(school, "uphold"), within=60)
        await school.ask("office", school.staff, "/letter 1")
        await until(lambda: offered(school, "letter:1:meeting"), within=60)
        await school.click("office", *offered(school, "letter:1:meeting"))
        await until(lambda: form(school), within=60)
        await server.post(school.staff, school.people["office"], "Tuesday at 3.30 pm\nMs Parent", reply_to=form(school))
        await until(lambda: len(documents(school)) == 2, within=60)
        draft = pdf_text(documents(school)["case-1-letter-1-meeting-draft.pdf"])
        assert "Tuesday at 3.30 pm" in draft
        assert "Dear Ms Parent," in draft
        assert "walk again" not in draft

        card, data = card_with(school, "sign")
        await school.click("head", card, data)
        await until(lambda: len(documents(school)) == 4, within=60)
        final = word_text(documents(school)["case-1-letter-1-meeting.docx"])
        assert "Signed off by" in final
        assert "DRAFT" not in final
        await until(lambda: card_with(school, "sign") is None, within=60)
        await until(
            lambda: any("letter 1 (meeting) signed off" in text for text in school.shown(school.staff)), within=60
        )
    server.assert_conformant()


async def test_on_telegram_a_typed_command_says_all_at_once_and_parents_cannot(school):
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: card_with(school, "uphold"), within=60)
        await school.ask("other", school.parents, "/letter 1 police")
        await until(lambda: refusals(school.folder) == 1, within=60)
        await school.ask("office", school.staff, "/letter 1 police Incident 42 of today, and Callum was there")
        await until(lambda: len(documents(school)) == 2, within=60)
        text = pdf_text(documents(school)["case-1-letter-1-police-draft.pdf"])
        assert "Incident 42 of today, and [name] was there" in text
        assert "ring 999" in text
        assert len(documents(school)) == 2
    school.server.assert_conformant()


def refusals(folder):
    with closing(sqlite3.connect(folder / "var" / "schoolgate.db")) as database:
        return database.execute("select count(*) from refusals").fetchone()[0]


def offered(school, data):
    """The newest card in the staff chat with exactly this button, and the button's data."""
    posts = reversed(school.server.visible(school.staff))
    held = (post for post in posts if any(one.get("callback_data") == data for one in post.buttons))
    return next(((post, data) for post in held), None)


def form(school):
    """The newest question in the staff chat."""
    asked = [post for post in school.server.visible(school.staff) if "When and where" in post.text]
    return asked[-1] if asked else None
