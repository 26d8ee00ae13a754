"""A message's whole way on Discord: the unmodified client library against the loopback server."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.platforms.discord_server.interactions import PATIENT
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.discord_server.state import Channel, Guild, Member
from tests.platforms.running import configure, recorded, running, until

THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"


@dataclass(kw_only=True)
class School:
    """The server, its channels by name and its people."""

    server: DiscordServer
    guild: Guild
    places: dict[str, Channel]
    people: dict[str, Member]
    muted: int
    folder: Path

    def texts(self, place):
        return [message.content for message in self.server.visible(self.places[place])]

    def is_muted(self, who):
        return self.muted in self.people[who].roles

    def card_with(self, place, verb):
        """The newest card in a channel that has this button, and the button."""
        for message in reversed(self.server.visible(self.places[place])):
            for custom_id in message.custom_ids:
                if custom_id.startswith(f"{verb}:"):
                    return message, custom_id
        return None


@pytest.fixture
async def school(tmp_path, monkeypatch):
    """A parents' server with a staff channel, a parent, an office manager and a DSL."""
    async with DiscordServer() as server:
        server.first_answer_within = PATIENT
        guild = server.guild("Hollybank")
        staff_role = server.role(guild, "Staff", permissions=Perm.MANAGE_MESSAGES, position=10)
        muted = server.role(guild, "Restricted", position=5)
        places = {name: server.channel(guild, name) for name in ("parents", "staff", "dsl")}
        people = {
            "parent": server.member(guild, "A Parent"),
            "other": server.member(guild, "Another Parent"),
            "helper": server.member(
                guild, "A Helper", roles=[server.role(guild, "Helpers", permissions=Perm.MANAGE_MESSAGES)]
            ),
            "office": server.member(guild, "Office", roles=[staff_role]),
        }
        configure(
            tmp_path,
            monkeypatch,
            f"""
reconcile_minutes = 0.01
[[groups]]
name = "Hollybank parents"
platform = "discord"
id = "{guild.id}"
roster = "{tmp_path}/roster.csv"
staff = ["role:{staff_role.id}"]
staff_place = "{places["staff"].id}"
dsl_place = "{places["dsl"].id}"
restricted_role = "{muted.id}"
digest_place = "{places["dsl"].id}"
""",
            DISCORD_TOKEN=server.token,
            SCHOOLGATE_DISCORD_API=server.base_url,
            SCHOOLGATE_DISCORD_GATEWAY=server.gateway_url,
        )
        yield School(server=server, guild=guild, places=places, people=people, muted=muted.id, folder=tmp_path)


async def test_a_threat_is_recorded_hidden_explained_shown_and_put_back(school):
    server, places, people = school.server, school.places, school.people
    async with running():
        server.fail("DELETE", r"/messages/", status=503, times=1)
        await server.post(places["parents"], people["parent"], THREAT)
        await until(lambda: any(r.method == "DELETE" and r.status == 503 for r in server.requests))
        assert THREAT in school.texts("parents")
        assert recorded(school.folder)["hide"] == "intended"

        await until(lambda: THREAT not in school.texts("parents"))
        await until(lambda: school.is_muted("parent"))
        await until(lambda: server.direct_messages(people["parent"]))
        told = server.direct_messages(people["parent"])[0].content
        assert "4.2.6" in told
        assert "threaten violence" in told
        await until(lambda: school.card_with("dsl", "restore"))
        assert not school.card_with("staff", "uphold")

        card, button = school.card_with("dsl", "restore")
        refused = await server.click(people["other"], card, button)
        assert "staff" in refused.text
        assert refused.ephemeral
        seen = await server.click(people["office"], card, button)
        assert seen.updated or seen.text
        await until(lambda: any("walk again" in text for text in school.texts("parents")))
        await until(lambda: not school.is_muted("parent"))

        digest = await server.slash(people["office"], places["staff"], "digest", {})
        assert "4.2.6" in str([m.embeds for m in digest.messages])
    server.assert_conformant()


async def test_closed_private_messages_get_the_fallback_that_only_the_author_can_read(school):
    server, places, people = school.server, school.places, school.people
    quiet = server.member(school.guild, "A Quiet Parent", dms_open=False)
    async with running():
        await server.post(places["parents"], quiet, THREAT)
        await until(lambda: school.card_with("parents", "reason"))
        fallback, button = school.card_with("parents", "reason")
        assert "4.2" not in fallback.content
        mine = await server.click(quiet, fallback, button)
        assert "4.2.6" in mine.text
        assert mine.ephemeral
        others = await server.click(people["other"], fallback, button)
        assert "4.2.6" not in others.text
        assert others.ephemeral
    server.assert_conformant()


async def test_staff_restrict_and_lift_by_command_and_parents_cannot(school):
    server, places, people = school.server, school.places, school.people
    async with running():
        said = {"member": people["parent"], "duration": "2 hours", "clause": "4.2.4", "reason": "again and again"}
        denied = await server.slash(people["helper"], places["parents"], "restrict", said)
        assert "staff" in denied.text
        assert not school.is_muted("parent")
        asked = await server.slash(people["office"], places["staff"], "restrict", said)
        assert not school.is_muted("parent")
        done = await say_why(school, asked)
        assert "may not post" in done.text
        await until(lambda: school.is_muted("parent"))
        choices = await server.autocomplete(
            people["office"], places["staff"], "warn", {"clause": "violence"}, focused="clause"
        )
        assert [choice["value"] for choice in choices] == ["4.2.6"]
        lifted = await server.slash(people["office"], places["staff"], "lift", {"member": people["parent"]})
        assert "may post again" in lifted.text
        await until(lambda: not school.is_muted("parent"))
        owner = await server.slash(
            people["office"], places["staff"], "restrict", said | {"member": server.owner(school.guild)}
        )
        assert "administrator" in (await say_why(school, owner)).text
    server.assert_conformant()


async def say_why(school, asked):
    """Somebody of staff says why the ladder's first steps are left out."""
    message = asked.messages[-1]
    button = next(custom_id for custom_id in message.custom_ids if custom_id.startswith("skip:"))
    form = await school.server.click(school.people["office"], message, button)
    answered = await school.server.submit_modal(form, {"why": "They were spoken to at the gate."})
    await until(lambda: answered.messages)
    return answered


async def test_the_ladder_is_climbed_from_a_card_and_asks_why_when_a_step_is_left_out(school):
    server, places, office = school.server, school.places, school.people["office"]
    async with running():
        await server.post(places["parents"], school.people["parent"], THREAT)
        await until(lambda: school.card_with("dsl", "restrict"))
        card, button = school.card_with("dsl", "restrict")
        form = await server.click(office, card, button)
        answers = {"duration": "3 days", "clause": "4.2.6", "reason": "Nobody may be threatened."}
        asked = await server.submit_modal(form, answers)
        assert "a talk" in str([message.embeds for message in asked.messages])
        done = await say_why(school, asked)
        assert "unless somebody renews it" in done.text
        told = [message.content for message in server.direct_messages(school.people["parent"])]
        assert any("Nobody may be threatened" in text for text in told)
        assert not any("at the gate" in text for text in told)
        renewed = await server.slash(
            office, places["staff"], "renew", {"member": school.people["parent"], "reason": "It goes on."}
        )
        assert "unless somebody renews it" in renewed.text
    server.assert_conformant()


async def test_clean_messages_stay_and_leave_no_text(school):
    server, places, people = school.server, school.places, school.people
    async with running() as app:
        await server.post(places["parents"], people["parent"], "Has anyone found a blue glove by the bike shed?")
        await until(lambda: server.requests)
        await until(lambda: recorded_cursor(app, places["parents"]))
        assert len(school.texts("parents")) == 1
    data = b"".join(path.read_bytes() for path in (school.folder / "var").iterdir())
    assert b"glove" not in data


async def recorded_cursor(app, channel):
    return await app.records.cursor("discord", str(channel.id))
