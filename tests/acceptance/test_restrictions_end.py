"""Restrictions end by themselves where only the bot can end them: by a role, on Discord, through everything real."""

from datetime import UTC, datetime, timedelta

from tests.acceptance.test_journey_discord import THREAT
from tests.acceptance.test_journey_discord import school as school
from tests.platforms.running import running, until

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def stopped(school, *people):
    """These people threaten somebody and get the role."""
    for who in people:
        await school.server.post(school.places["parents"], school.people[who], THREAT)
    await until(lambda: all(school.is_muted(who) for who in people), within=60)


async def held(app):
    """Whose restriction the records know as not over, by their numbers."""
    return {one.member.user for one in await app.records.restrictions()}


async def test_the_role_of_a_restriction_is_taken_away_when_its_day_is_over_and_not_before(school):
    async with running() as app:
        await stopped(school, "parent")
        await app.intake.idle()
        await app.enforcement.tend(datetime.now(UTC) + DAY - HOUR)
        assert school.is_muted("parent")
        await app.enforcement.tend(datetime.now(UTC) + DAY)
        assert not school.is_muted("parent")
        assert await held(app) == set()
    school.server.assert_conformant()


async def test_somebody_who_left_and_somebody_discord_refuses_keep_nobody_else_restricted(school):
    server, parent, helper = school.server, school.people["parent"], school.people["helper"]
    async with running() as app:
        await stopped(school, "parent", "helper", "other")
        await app.intake.idle()
        await server.leave(parent)
        server.fail("DELETE", f"/members/{helper.user.id}/roles/", status=403, times=1)
        await app.enforcement.tend(datetime.now(UTC) + DAY)
        assert (school.is_muted("helper"), school.is_muted("other")) == (True, False)
        assert await held(app) == {str(helper.user.id)}
        await app.enforcement.tend(datetime.now(UTC) + DAY)
        assert not school.is_muted("helper")
        assert await held(app) == set()
    server.assert_conformant()


async def test_what_is_lifted_for_somebody_who_left_does_not_come_back_with_them(school):
    server, parent = school.server, school.people["parent"]
    async with running() as app:
        await stopped(school, "parent")
        await app.intake.idle()
        await server.leave(parent)
        lifted = await server.slash(school.people["office"], school.places["staff"], "lift", {"member": parent})
        await until(lambda: "Author may post again" in lifted.text)
        assert await held(app) == set()
        await server.join(parent)
        await app.enforcement.tend(datetime.now(UTC))
        assert not school.is_muted("parent")
    server.assert_conformant()


async def test_the_role_that_somebody_lost_by_leaving_is_given_again_also_while_nothing_ran(school):
    server, parent = school.server, school.people["parent"]
    async with running() as app:
        await stopped(school, "parent")
        await app.intake.idle()
        await server.leave(parent)
    await server.join(parent)
    assert not school.is_muted("parent")
    async with running():
        await until(lambda: school.is_muted("parent"))
    server.assert_conformant()
