"""What can be wrong with a person, a message or a moment, on Discord: the real client, the loopback server."""

import asyncio
import sqlite3
from datetime import timedelta

import pytest

from bot.staff.cards import Button, Card
from tests.acceptance.discord_hall import answered, hall
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.state import User
from tests.platforms.offered import REFUSED, STAFF_COMMANDS, VERBS
from tests.platforms.running import running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
WRONG = {"clause": "4.2.4", "reason": "Please stop."}
USER = 6  # the type of an option that names a member


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch) as ready:
        ready.people["chair"] = ready.server.member(
            ready.guild, "Chair", roles=[ready.server.role(ready.guild, "Chair", permissions=Perm.ADMINISTRATOR)]
        )
        yield ready


async def insulted(school, who="parent"):
    """A case with its card; the message it is about."""
    sent = await school.server.post(school.places["parents"], school.people[who], INSULT)
    await until(lambda: school.card("notmine"), within=60)
    return sent


def refusals(school):
    with sqlite3.connect(school.folder / "var" / "schoolgate.db") as database:
        return [name for (name,) in database.execute("select command from refusals order by id")]


async def test_no_permission_means_no_command_of_the_staffs(school):
    server = school.server
    helpers = server.role(school.guild, "Helpers", permissions=Perm.MANAGE_MESSAGES)
    school.people["helper"] = server.member(school.guild, "A Helper", roles=[helpers])
    async with running():
        offered = {one["name"]: one for one in server.world.commands[school.guild.id]}
        for name in (menu.name for menu in STAFF_COMMANDS):
            wanted = [option for option in offered[name]["options"] if option.get("required")]
            values = {one["name"]: school.people["parent"] if one["type"] == USER else "1" for one in wanted}
            with pytest.raises(Refused):
                await server.slash(school.people["parent"], school.places["parents"], name, values)
            seen = await answered(await server.slash(school.people["helper"], school.places["parents"], name, values))
            assert "for the school's staff" in seen.text, name
        assert refusals(school) == [menu.name for menu in STAFF_COMMANDS]
    server.assert_conformant()


async def test_no_permission_means_no_button_of_the_staffs_and_none_of_somebody_elses(school):
    wanted = {f"{verb}:1:1": whose for verb, whose in VERBS.items()}
    async with running() as app:
        await insulted(school)
        everything = Card(title="All", buttons=tuple(Button(id=id_, label=id_) for id_ in wanted))
        await app.platforms["discord"].post(str(school.places["parents"].id), everything)
        (card,) = [one for one in school.server.visible(school.places["parents"]) if one.embeds]
        for id_, whose in wanted.items():
            who, refusal = ("angry1", "somebody else") if whose == "author" else ("parent", "for the school's staff")
            seen = await answered(await school.server.click(school.people[who], card, id_))
            assert refusal in seen.text, id_
        assert refusals(school) == REFUSED
    school.server.assert_conformant()


async def test_a_member_nobody_knows_is_said_not_to_be_there(school):
    nobody = User(school.server.clock.snowflake(), "Nobody")
    async with running():
        assert "not in the group" in (await school.command("office", "member", member=nobody)).text
        assert "not restricted" in (await school.command("office", "lift", member=nobody)).text
        asked = await school.command("office", "restrict", member=nobody, duration="2 days", **WRONG)
        done = await school.press("office", "skip", on=asked, answers={"why": "It cannot wait."})
        assert "NOT done, because the person is not a member" in done.text
        assigned = await school.command("office", "assign", case="1", member=nobody)
        assert "not here (any more)" in assigned.text
    school.server.assert_conformant()


async def test_who_left_is_not_restricted_and_their_message_can_still_be_put_back(school):
    async with running():
        await insulted(school)
        await school.server.leave(school.people["parent"])
        asked = await school.press("office", "warn", answers=WRONG)
        warned = await school.press("office", "skip", on=asked, answers={"why": "It cannot wait."})
        assert "Author told why: NOT done, because the person is not a member" in warned.text
        asked = await school.press("office", "restrict", answers={"duration": "2 days", **WRONG})
        done = await school.press("office", "skip", on=asked, answers={"why": "It cannot wait."})
        assert "NOT done, because the person is not a member" in done.text
        assert "put back" in (await school.press("office", "restore")).text
        assert any(INSULT in text for text in school.texts("parents"))
    school.server.assert_conformant()


@pytest.mark.parametrize("who", ["owner", "chair"])
async def test_who_cannot_be_restricted_is_not_and_staff_read_why(school, who):
    school.people["owner"] = school.server.owner(school.guild)
    async with running():
        asked = await school.command("office", "restrict", member=school.people[who], duration="2 days", **WRONG)
        done = await school.press("office", "skip", on=asked, answers={"why": "It cannot wait."})
        assert "NOT done, because the person is an owner or administrator" in done.text
    school.server.assert_conformant()


async def test_closed_private_messages_stop_no_warning_and_it_is_read_by_its_receiver_where_they_can_see_it(school):
    everyone = school.guild.roles[school.guild.id]
    for place in ("staff", "dsl"):
        school.server.overwrite(school.places[place], everyone, deny=Perm.VIEW_CHANNEL)
        school.server.overwrite(school.places[place], school.server.bot_role(school.guild), allow=Perm.VIEW_CHANNEL)
        school.server.overwrite(school.places[place], school.people["office"], allow=Perm.VIEW_CHANNEL)
    async with running():
        asked = await school.command("office", "warn", member=school.people["quiet"], **WRONG)
        warned = await school.press("office", "skip", on=asked, answers={"why": "It cannot wait."})
        assert "Author told why." in warned.text
        assert school.texts("staff") == []
        (fallback,) = school.texts("parents")
        assert "Please stop." not in fallback
        assert "Please stop." in (await school.press("quiet", "reason", on="parents")).text
        assert "for somebody else" in (await school.press("parent", "reason", on="parents")).text
    school.server.assert_conformant()


async def test_a_message_its_author_deleted_meanwhile_can_be_upheld_restored_and_hidden_all_the_same(school):
    async with running():
        await insulted(school)
        await school.press("office", "restore")
        (again,) = [one for one in school.server.visible(school.places["parents"]) if INSULT in one.content]
        await school.server.delete(again, by=school.people["head"])
        assert "Message taken down" in (await school.press("office", "hide")).text
    school.server.assert_conformant()


async def test_of_two_staff_at_once_one_decides_and_the_other_is_told_by_whom(school):
    async with running():
        await insulted(school)
        both = await asyncio.gather(school.press("office", "restore"), school.press("head", "uphold"))
        assert sorted("already decided" in seen.text for seen in both) == [False, True]
        late = next(seen for seen in both if "already decided" in seen.text)
        assert "by Office" in late.text or "by Head" in late.text
        shown = sum(INSULT in text for text in school.texts("parents"))
        assert shown == int("put back" in both[0].text)
    school.server.assert_conformant()


async def test_cards_forms_and_answers_from_before_a_restart_still_work(school):
    async with running():
        await insulted(school)
        asked = await school.command("office", "restrict", member=school.people["parent"], duration="2 days", **WRONG)
        card, button = school.card("talk")
        form = await school.server.click(school.people["office"], card, button)
    async with running():
        noted = await answered(await school.server.submit_modal(form, {"agreed": "They will stop."}))
        assert "The talk is noted." in noted.text
        done = await school.press("office", "skip", on=asked, answers={"why": "It cannot wait."})
        assert "Author may not post." in done.text
        assert "upheld" in (await school.press("head", "uphold")).text
    school.server.assert_conformant()


async def test_a_press_that_reaches_the_bot_too_late_is_done_and_shown_on_the_card(school):
    async with running():
        await insulted(school)
        late = await too_late(school, *school.card("uphold"))
        await until(lambda: "upheld" in school.cards(), within=60)
        assert late.failed
        assert not late.messages
    school.server.assert_conformant()


async def test_a_form_that_could_not_open_in_time_opens_at_the_next_press(school):
    async with running():
        await insulted(school)
        late = await too_late(school, *school.card("talk"))
        assert late.modal is None
        assert "The talk is noted." in (await school.press("office", "talk", answers={"agreed": "Yes"})).text
    school.server.assert_conformant()


async def too_late(school, card, button):
    """A press that is delivered only when Discord takes no answer to it any more."""
    school.server.hold_events()
    late = await school.server.click(school.people["office"], card, button)
    school.server.clock.advance(timedelta(minutes=1))
    school.server.release_events()
    return late
