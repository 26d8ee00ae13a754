"""Securing a Telegram group: members can post nothing, and afterwards exactly what they could before."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.telegram_school import THREAT, card_with
from tests.platforms.running import running, until
from tests.platforms.telegram_server.errors import RefusedError


async def says(school, who, text):
    """Whether the platform lets somebody write."""
    try:
        await school.post(who, text)
    except RefusedError:
        return False
    return True


@pytest.fixture
def odd(school):
    """The same school, whose group has permissions of its own making."""
    school.parents.permissions |= {"can_send_polls": False, "can_send_photos": False, "can_invite_users": True}
    return school


async def test_a_lockdown_takes_every_permission_and_gives_back_just_those_that_were(odd):
    school, before = odd, dict(odd.parents.permissions)
    async with running() as app:
        await school.ask("office", school.staff, "/lockdown 3 hours")
        await until(lambda: card_with(school, "unlock"))
        assert not any(school.parents.permissions.values())
        assert not await says(school, "parent", "hello")
        asking = [link for link in school.parents.links if link.creates_join_request and not link.is_revoked]
        assert len(asking) == 1
        assert any(asking[0].url in text for text in school.shown(school.staff))
        await app.enforcement.mind(datetime.now(UTC) + timedelta(hours=3, minutes=1))
        assert school.parents.permissions == before
        assert asking[0].is_revoked
        assert await says(school, "parent", "hello again")
    school.server.assert_conformant()


async def test_it_is_put_back_after_a_restart_and_by_command_and_a_second_lockdown_keeps_the_first_state(odd):
    school, before = odd, dict(odd.parents.permissions)
    async with running():
        await school.ask("office", school.staff, "/lockdown 1 hour")
        await until(lambda: card_with(school, "unlock"))
        await school.ask("office", school.staff, "/lockdown 2 hours")
        await until(lambda: len([text for text in school.shown(school.staff) if "is secured" in text]) == 2)
    async with running() as app:
        await app.enforcement.mind(datetime.now(UTC) + timedelta(hours=1, minutes=1))
        assert not any(school.parents.permissions.values())
        await school.ask("office", school.staff, "/unlock")
        await until(lambda: school.parents.permissions == before)
        await until(lambda: not card_with(school, "unlock"))
    school.server.assert_conformant()


async def test_slow_mode_is_said_to_be_impossible_and_changes_nothing(school):
    before = dict(school.parents.permissions)
    async with running():
        await school.ask("office", school.staff, "/lockdown 1 hour slow")
        await until(lambda: any("NOT done" in text and "slow mode" in text for text in school.shown(school.staff)))
        assert school.parents.permissions == before
    school.server.assert_conformant()


async def test_a_pile_on_is_shown_to_staff_who_secure_the_group_with_one_button(school):
    angry = [school.server.user(f"Angry {number}") for number in range(5)]
    for one in angry:
        await school.server.join(school.parents, one)
    async with running():
        for one in angry:
            await school.server.post(school.parents, one, THREAT)
        await until(lambda: card_with(school, "secure"), within=30)
        card, data = card_with(school, "secure")
        assert "5 members" in card.text
        await school.click("office", card, data)
        await until(lambda: card_with(school, "unlock"))
        assert not await says(school, "parent", "hello")
    school.server.assert_conformant()
