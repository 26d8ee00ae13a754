"""Securing a Discord server: closed for members, open for staff, and afterwards exactly as it was."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance.discord_hall import hall
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.state import NEWS
from tests.platforms.running import running, until

THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch) as ready:
        yield ready


def configured(text=""):
    """The settings as they are; with a text, from the next start on that."""
    path = Path(os.environ["SCHOOLGATE_CONFIG"])
    if text:
        path.write_text(text)
    return path.read_text()


async def command(school, name, who="office", place="staff", **options):
    return await school.command(who, name, place, **options)


async def test_a_lockdown_closes_every_channel_for_members_and_ends_by_itself_as_it_was(school):
    before = school.rules()
    async with running() as app:
        done = await command(school, "lockdown", duration="3 hours")
        assert "Group secured" in done.text
        assert not await school.may_post("parent", "parents")
        assert not await school.may_post("parent", "pta")
        assert await school.may_post("office", "parents")
        assert school.rules()["invites"]
        await until(lambda: school.card("unlock"))
        await app.enforcement.mind(datetime.now(UTC) + timedelta(hours=2, minutes=59))
        assert not await school.may_post("parent", "parents")
        await app.enforcement.mind(datetime.now(UTC) + timedelta(hours=3, minutes=1))
        assert school.rules() == before
        assert await school.may_post("parent", "parents")
        assert not await school.may_post("parent", "news")
        await until(lambda: not school.card("unlock"))
    school.server.assert_conformant()


async def test_a_lockdown_that_ended_while_nothing_ran_is_put_back_at_the_next_start(school):
    before = school.rules()
    async with running() as app:
        await command(school, "lockdown", duration="2 hours")
        [lock] = await app.records.lockdowns()
        await app.records.shorten(lock.id, at=datetime.now(UTC) - timedelta(minutes=5), by="the test")
        school.server.fail("PUT", r"/permissions/", status=503, times=9)
    assert school.rules() != before
    async with running():
        await until(lambda: school.rules() == before)
        assert await school.may_post("parent", "pta")
    school.server.assert_conformant()


async def test_staff_hear_once_that_a_group_taken_out_stays_secured_and_it_opens_when_it_is_back(
    school,
):
    before, later = school.rules(), datetime.now(UTC) + timedelta(hours=3)
    whole = configured()
    async with running():
        await command(school, "lockdown", duration="2 hours")
        await until(lambda: school.card("unlock"))
    configured(whole.replace(f'id = "{school.guild.id}"', 'id = "1"'))
    async with running() as app:
        for _ in range(2):
            await app.enforcement.mind(later)
        cards = [str(one.embeds) for one in school.server.visible(school.places["staff"])]
        (stuck,) = [card for card in cards if "the group is still secured" in card]
        assert "taken out of the settings" in stuck
        assert not await school.may_post("parent", "parents")
    configured(whole)
    async with running() as app:
        await app.enforcement.mind(later)
        assert school.rules() == before
    school.server.assert_conformant()


async def test_a_lockdown_over_a_lockdown_keeps_the_first_state_and_one_channel_can_be_slowed(school):
    before = school.rules()
    async with running() as app:
        await command(school, "lockdown", place="parents", how="here")
        assert not await school.may_post("parent", "parents")
        assert await school.may_post("parent", "pta")
        await command(school, "lockdown", duration="4 hours")
        assert not await school.may_post("parent", "pta")
        await app.enforcement.mind(datetime.now(UTC) + timedelta(hours=2, minutes=5))
        assert not await school.may_post("parent", "parents")
        opened = await command(school, "unlock")
        assert "as it was before" in opened.text
        assert school.rules() == before
        await command(school, "lockdown", how="slow")
        assert school.places["parents"].slowmode == 60
        await command(school, "unlock")
        assert school.rules() == before
        refused = await command(school, "unlock")
        assert "not secured" in refused.text
    school.server.assert_conformant()


async def test_what_an_administrator_changes_meanwhile_stays(school):
    async with running():
        await command(school, "lockdown")
        everyone = school.guild.roles[school.guild.id]
        kept = school.places["parents"].overwrites[everyone.id]
        school.server.overwrite(
            school.places["parents"], everyone, allow=kept.allow, deny=kept.deny | Perm.ATTACH_FILES
        )
        await command(school, "unlock")
        left = school.places["parents"].overwrites[everyone.id]
        assert (left.allow, left.deny) == (0, Perm.ATTACH_FILES)
    school.server.assert_conformant()


async def test_a_channel_that_the_bot_cannot_see_keeps_no_other_open(school):
    server, everyone = school.server, school.guild.roles[school.guild.id]
    school.places["hidden"] = server.channel(school.guild, "hidden", overwrites={everyone: (0, Perm.VIEW_CHANNEL)})
    school.places["late"] = server.channel(school.guild, "late")
    before = school.rules()
    async with running():
        done = await command(school, "lockdown")
        assert "Group secured" in done.text
        assert "cannot see" in done.text
        assert "Still open" not in done.text
        assert not await school.may_post("parent", "late")
        assert school.rules()["invites"]
        assert school.rules()["hidden"] == before["hidden"]
        await command(school, "unlock")
        assert school.rules() == before
    server.assert_conformant()


async def test_what_the_bot_may_not_close_is_named_and_all_else_is_closed(school):
    server = school.server
    server.overwrite(school.places["parents"], server.bot_role(school.guild), deny=Perm.MANAGE_ROLES)
    before = school.rules()
    async with running():
        done = await command(school, "lockdown")
        assert "Group secured: NOT done, because the bot lacks a right" in done.text
        assert f"Still open: <#{school.places['parents'].id}>. " in done.text
        assert await school.may_post("parent", "parents")
        assert not await school.may_post("parent", "pta")
        assert school.rules()["invites"]
        await command(school, "unlock")
        assert school.rules() == before
    server.assert_conformant()


async def test_without_the_right_to_pause_invites_the_channels_are_closed_and_staff_are_told(school):
    school.server.revoke(school.guild, Perm.MANAGE_GUILD)
    async with running():
        done = await command(school, "lockdown")
        assert "Still open: Invites. " in done.text
        assert not await school.may_post("parent", "parents")
        assert not await school.may_post("parent", "pta")


async def test_one_channel_that_cannot_be_opened_again_keeps_no_other_closed(school):
    before = school.rules()
    server, parents = school.server, school.places["parents"]
    async with running():
        await command(school, "lockdown")
        shut = dict(parents.overwrites)
        server.overwrite(parents, server.bot_role(school.guild), deny=Perm.MANAGE_ROLES)
        await command(school, "unlock")
        assert await school.may_post("parent", "pta")
        assert not school.rules()["invites"]
        parents.overwrites = shut
        await until(lambda: school.rules() == before)


async def test_a_school_that_lets_nobody_open_threads_can_be_secured(school):
    school.server.revoke(school.guild, Perm.CREATE_PUBLIC_THREADS | Perm.CREATE_PRIVATE_THREADS)
    before = school.rules()
    async with running():
        done = await command(school, "lockdown")
        assert "Group secured. " in done.text
        assert not await school.may_post("parent", "parents")
        assert await school.may_post("office", "parents")
        await command(school, "unlock")
        assert school.rules() == before
    school.server.assert_conformant()


async def test_an_announcement_channel_has_no_slow_mode_and_the_others_are_slowed(school):
    school.places["bulletin"] = school.server.channel(school.guild, "bulletin", kind=NEWS)
    before = school.rules()
    async with running():
        done = await command(school, "lockdown", how="slow")
        assert "Group secured. " in done.text
        assert (school.places["parents"].slowmode, school.places["bulletin"].slowmode) == (60, 0)
        await command(school, "unlock")
        here = await command(school, "lockdown", place="bulletin", how="slow here")
        assert "this platform cannot do that" in here.text
        assert school.rules() == before
        await command(school, "lockdown")
        assert not await school.may_post("parent", "bulletin")
    school.server.assert_conformant()


async def test_parents_cannot_secure_the_group_and_too_long_is_refused(school):
    before = school.rules()
    async with running():
        long = await command(school, "lockdown", duration="8 days")
        assert "at most 7 days" in long.text
        odd = await command(school, "lockdown", how="shut")
        assert "closed" in odd.text
        assert school.rules() == before


async def test_a_pile_on_is_shown_to_staff_who_secure_the_group_with_one_button(school):
    server, people = school.server, school.people
    before = school.rules()
    async with running():
        for number in range(4):
            await server.post(school.places["parents"], people[f"angry{number}"], THREAT)
        await until(lambda: not any(THREAT in text for text in school.texts("parents")))
        assert not school.card("secure")
        await server.post(school.places["parents"], people["angry4"], THREAT)
        await until(lambda: school.card("secure"))
        shown, button = school.card("secure")
        assert "5 members" in str(shown.embeds)
        assert school.rules() == before
        await server.click(people["office"], shown, button)
        await until(lambda: school.card("unlock"))
        assert not await school.may_post("parent", "parents")
        await server.click(people["head"], *school.card("unlock"))
        await until(lambda: school.rules() == before)
        proposals = [m for m in server.visible(school.places["staff"]) if "members broke" in str(m.embeds)]
        assert len(proposals) == 1
    server.assert_conformant()
