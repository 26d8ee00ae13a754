"""One Telegram staff chat for two parents' groups: a command given there is about both, or asks which is meant."""

import os
from pathlib import Path

import pytest

from tests.acceptance.telegram_school import THREAT
from tests.acceptance.test_consent_commands import mentioned
from tests.platforms.running import running, until

SECOND = """
[[groups]]
name = "Year 6 parents"
platform = "telegram"
id = {id}
roster = "{folder}/year6.csv"
staff = ["staff_place"]
staff_place = {staff}
premoderate = true
"""
ROSTER = "given_name,family_name,photo_consent,naming_consent\nWilhelmina,Brzezicki,no,yes\n"


@pytest.fixture
def both(school):
    """The school with its second group."""
    server = school.server
    school.second = server.supergroup("Year 6", *school.people.values(), owner=server.user("Owner of Year 6"))
    (school.folder / "year6.csv").write_text(ROSTER)
    settings = Path(os.environ["SCHOOLGATE_CONFIG"])
    more = SECOND.format(id=school.second.id, folder=school.folder, staff=school.staff.id)
    settings.write_text(settings.read_text() + more)
    return school


def is_shut(chat):
    return not any(chat.permissions.values())


async def test_consent_is_noted_for_the_pupils_of_every_group_and_posts_in_each_are_found(both):
    async with running():
        assert "Noted: photo consent" in await both.command("office", "consent", "set photo Wilhelmina Brzezicki")
        assert "Noted: photo consent" in await both.command("office", "consent", "set photo Callum Whitaker")
        praise = await both.server.post(both.second, both.people["head"], "Well done Wilhelmina Brzezicki!")
        await until(lambda: mentioned(both.folder))
        withdrawn = await both.command("office", "consent", "withdraw naming Wilhelmina Brzezicki")
        assert "Earlier posts in Year 6 parents that are still up:" in withdrawn
        assert praise.link in withdrawn
        assert "Earlier posts in Hollybank parents" not in withdrawn
        none = await both.command("office", "consent", "withdraw naming Callum Whitaker")
        assert "No earlier post in Hollybank parents, Year 6 parents" in none
    both.server.assert_conformant()


async def test_a_lockdown_is_refused_until_it_is_said_of_which_group(both):
    async with running():
        asked = await both.command("office", "lockdown")
        assert "several groups: Hollybank parents, Year 6 parents" in asked
        assert not is_shut(both.parents)
        assert not is_shut(both.second)
        await both.ask("office", both.second, "/lockdown")
        await until(lambda: is_shut(both.second))
        assert not is_shut(both.parents)
        assert "open again" in await both.command("office", "unlock")
        assert not is_shut(both.second)
    both.server.assert_conformant()


async def test_whoever_is_on_duty_there_is_for_every_group(both):
    async with running() as app:
        assert "is on duty until" in await both.command("office", "onduty", "8 hours")
        for group in app.enforcement.platforms["telegram"]._places.groups:
            assert await app.enforcement.triage.on_duty(group, app.enforcement.clock())
    both.server.assert_conformant()


async def test_the_posts_that_wait_in_any_of_the_groups_are_listed(both):
    async with running():
        await both.server.post(both.second, both.people["parent"], "Cakes on Friday")
        await until(lambda: any("Cakes" in text for text in both.shown(both.staff)))
        assert "1: " in await both.command("office", "held")
    both.server.assert_conformant()


async def test_a_member_is_warned_in_the_group_that_knows_them(both):
    other = both.people["other"]
    async with running() as app:
        await both.server.leave(both.parents, other)
        asked = await both.command("office", "warn", f"{other.id} 4.2.1 again and again")
        assert "leaves out the policy's first steps" in asked
        case = await app.records.case(1, reader="test")
        assert case.member.group == str(both.second.id)
    both.server.assert_conformant()


async def test_whoever_is_in_both_groups_is_not_warned_before_it_is_said_in_which(both):
    parent = both.people["parent"]
    async with running() as app:
        asked = await both.command("office", "warn", f"{parent.id} 4.2.1 again and again")
        assert "several groups: Hollybank parents, Year 6 parents. It is not clear in which" in asked
        assert await app.records.case(1, reader="test") is None
        known = await both.command("office", "member", str(parent.id))
        assert "Hollybank parents: " in known
        assert "Year 6 parents: " in known
    both.server.assert_conformant()


async def test_a_restriction_is_lifted_in_the_group_that_it_is_for(both):
    async with running():
        await both.post("parent", THREAT)
        await until(lambda: both.status("parent") == "restricted")
        assert "Case 1" in await both.command("office", "lift", str(both.people["parent"].id))
        assert both.status("parent") == "member"
    both.server.assert_conformant()


async def test_what_a_text_would_mean_and_whom_the_school_knows_are_told_group_by_group(both):
    async with running():
        known = await both.command("office", "roster")
        assert "Hollybank parents: " in known
        assert "Year 6 parents: " in known
        would = await both.command("office", "why", "Wilhelmina Brzezicki was there")
        assert "Year 6 parents: " in would
    both.server.assert_conformant()
