"""What could not be done on Discord at first is done when it can be: a right came back, or somebody did."""

import pytest

from tests.acceptance.discord_hall import hall
from tests.acceptance.test_journey_discord import THREAT
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.running import recorded, running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
RIGHTS = Perm.MANAGE_MESSAGES | Perm.MODERATE_MEMBERS
RESTRICT = {"duration": "9 days", "clause": "4.2.4", "reason": "It happened again."}


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch) as ready:
        yield ready


async def stopped_and_gone(school, app):
    """A parent's threat is answered with a timeout, and they leave."""
    server, parent = school.server, school.people["parent"]
    await server.post(school.places["parents"], parent, THREAT)
    await until(lambda: server.is_timed_out(parent), within=60)
    await app.intake.idle()
    await server.leave(parent)


async def test_what_was_refused_is_done_when_the_right_comes_back_and_the_card_says_so(school):
    server, parent = school.server, school.people["parent"]
    server.revoke(school.guild, RIGHTS)
    async with running() as app:
        await server.post(school.places["parents"], parent, THREAT)
        await until(lambda: recorded(school.folder).get("restrict") == "failed", within=60)
        await until(lambda: "tried again by itself once it has the right" in school.cards("dsl"))
        assert THREAT in school.texts("parents")
        server.grant(school.guild, RIGHTS)
        await until(lambda: THREAT not in school.texts("parents"))
        await until(lambda: server.is_timed_out(parent))
        await app.intake.idle()
        assert "FAILED" not in school.cards("dsl")
        assert "what could not be done at first was done by Schoolgate" in school.cards("dsl")
    server.assert_conformant()


async def test_a_timeout_that_was_lifted_while_somebody_was_away_is_lifted_when_they_come_back(school):
    server, parent = school.server, school.people["parent"]
    async with running() as app:
        await stopped_and_gone(school, app)
        assert "Author may post again." in (await school.command("office", "lift", "dsl", member=parent)).text
        assert server.is_timed_out(parent)
        await server.join(parent)
        await until(lambda: not server.is_timed_out(parent))
        await app.intake.idle()
        assert "Author may post again: done and checked" in school.cards("dsl")
    server.assert_conformant()


async def test_a_timeout_by_somebody_else_stays_when_its_member_comes_back(school):
    server, parent = school.server, school.people["parent"]
    async with running() as app:
        await server.post(school.places["parents"], parent, THREAT)
        await until(lambda: server.is_timed_out(parent), within=60)
        await app.intake.idle()
        assert "Author may post again." in (await school.command("office", "lift", "dsl", member=parent)).text
        server.time_out(parent, server.clock.now() + app.settings.habits.overdue)
        await server.leave(parent)
        before = len(server.direct_messages(parent))
        await server.join(parent)
        await until(lambda: len(server.direct_messages(parent)) > before)  # the rules, after all
        assert server.is_timed_out(parent)


async def test_a_restriction_that_staff_ordered_while_somebody_was_away_holds_when_they_come_back(school):
    server, parent = school.server, school.people["parent"]
    async with running() as app:
        await server.post(school.places["parents"], parent, INSULT)
        await until(lambda: school.card("uphold"), within=60)
        await app.intake.idle()
        await server.leave(parent)
        waits = await school.command("office", "restrict", member=parent, **RESTRICT)
        refused = await school.press("office", "skip", on=waits, answers={"why": "It cannot wait."})
        assert "NOT done, because the person is not a member" in refused.text
        assert "closed" not in refused.text
        await server.join(parent)
        await until(lambda: server.is_timed_out(parent))
        await until(lambda: recorded(school.folder).get("restrict") == "verified", within=60)
        assert [one.by for one in await app.records.restrictions()] == ["Office"]
    server.assert_conformant()


async def test_what_waited_for_somebody_is_done_at_the_start_when_they_came_back_while_nothing_ran(school):
    server, parent = school.server, school.people["parent"]
    async with running() as app:
        await stopped_and_gone(school, app)
        await school.command("office", "lift", "dsl", member=parent)
    async with running() as app:
        await app.intake.idle()
        assert "at first was done" not in school.cards("dsl")
    await server.join(parent)
    assert server.is_timed_out(parent)
    async with running():
        await until(lambda: not server.is_timed_out(parent))
        await until(lambda: "what could not be done at first was done by Schoolgate" in school.cards("dsl"))
    server.assert_conformant()


async def test_a_case_opened_for_what_cannot_be_done_is_closed(school):
    server, owner = school.server, school.guild.members[school.guild.owner_id]
    async with running():
        waits = await school.command("office", "restrict", member=owner, **RESTRICT)
        refused = await school.press("office", "skip", on=waits, answers={"why": "It cannot wait."})
        assert "NOT done, because the person is an owner" in refused.text
        assert "The case is closed: it was opened only for this." in refused.text
        none = await school.command("office", "warn", member=owner, clause="4.2.4", reason=" ")
        assert "Say why, too" in none.text
    server.assert_conformant()
