"""Staff's time and parents' deadlines on Discord: quiet hours, who is on duty, a late and a second appeal."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.discord_hall import hall
from tests.platforms.clocks import going_on_from
from tests.platforms.running import recorded, running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"
NIGHT = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 19, 8, 0, 1, tzinfo=UTC)
QUIET = '[quiet_hours]\nstart = "20:00"\nend = "08:00"\n'
LONG_AGO = timedelta(days=40)


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch) as ready:
        yield ready


@pytest.fixture
def quiet(school):
    """Nights are quiet here, and the office has the rota."""
    path = school.folder / "schoolgate.toml"
    rota = f'[[rota]]\nname = "Office"\nplatform = "discord"\nuser = "{school.people["office"].id}"\n'
    path.write_text(path.read_text() + QUIET + rota)
    return school


def calls_of(school, who, place="staff"):
    """The cards in a channel that call somebody."""
    return [text for text in school.texts(place) if f"<@{school.people[who].id}>" in text]


async def test_at_night_a_card_waits_for_the_morning_and_then_calls_who_is_on_duty_also_after_a_restart(quiet):
    server, places = quiet.server, quiet.places
    async with running(going_on_from(NIGHT)) as app:
        await server.post(places["parents"], quiet.people["parent"], INSULT)
        await until(lambda: recorded(quiet.folder).get("hide") == "verified", within=60)
        await until(lambda: quiet.told("parent", "4.2"), within=60)
        await app.enforcement.reconcile()
        assert server.visible(places["staff"]) == []
        assert recorded(quiet.folder)["notify_staff"] == "intended"
        assert "It is quiet now" in (await quiet.command("office", "onduty")).text
    async with running(going_on_from(MORNING)):
        await until(lambda: recorded(quiet.folder)["notify_staff"] == "done", within=60)
    async with running(going_on_from(MORNING + timedelta(minutes=1))) as app:
        await app.enforcement.reconcile()
        (card,) = server.visible(places["staff"])
        assert card.content == f"<@{quiet.people['office'].id}>"
        assert "everybody at this school" in quiet.cards()
    server.assert_conformant()


async def test_at_night_the_safeguarding_lead_is_alerted_at_once(quiet):
    async with running(going_on_from(NIGHT)):
        await quiet.server.post(quiet.places["parents"], quiet.people["parent"], THREAT)
        await until(lambda: "Case 1" in quiet.cards("dsl"), within=60)
        assert calls_of(quiet, "office", "dsl")
    quiet.server.assert_conformant()


async def test_who_takes_the_duty_is_called_by_the_next_card(school):
    async with running():
        assert "Nobody is on duty" in (await school.command("office", "onduty")).text
        taken = await school.command("office", "onduty", member=school.people["head"], duration="8 hours")
        assert "is on duty until" in taken.text
        await school.server.post(school.places["parents"], school.people["parent"], INSULT)
        await until(lambda: calls_of(school, "head"), within=60)
        assert not calls_of(school, "office")
    school.server.assert_conformant()


async def test_an_appeal_after_the_deadline_is_told_whom_to_speak_to(school):
    async with running(going_on_from(datetime.now(UTC) - LONG_AGO)):
        await school.server.post(school.places["parents"], school.people["parent"], INSULT)
        await until(lambda: school.told("parent", "4.2"), within=60)
    async with running():
        late = await school.press("parent", "appeal", on="private")
        assert late.modal is None
        assert "The time to appeal ended on" in late.text
        assert "Please write or speak to" in late.text
        assert "appealed" not in school.cards()
    school.server.assert_conformant()


async def test_a_second_appeal_after_it_was_upheld_again_is_told_that_it_was_looked_at(school):
    async with running():
        await school.server.post(school.places["parents"], school.people["parent"], INSULT)
        await school.press("office", "uphold")
        thanks = await school.press("parent", "appeal", on="private", answers={"reason": "I was joking"})
        assert "A member of staff will read it" in thanks.text
        await until(lambda: "I was joking" in school.cards(), within=60)
        assert "upheld" in (await school.press("head", "uphold")).text
        await until(lambda: school.told("parent", "The decision stays as it is."), within=60)
        (notice,) = [one for one in school.told("parent", "4.2") if "appeal:1" in one.custom_ids]
        again = await school.server.click(school.people["parent"], notice, "appeal:1")
        assert "already looked at this again" in again.text
    school.server.assert_conformant()
