"""Staff's time on Telegram: quiet hours, kill and restart between, one case for the same post, overdue cases."""

import os
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance.telegram_school import THREAT, told
from tests.platforms.running import recorded, running, until

INSULT = "Mrs Marsden is a lying useless cow and everybody knows it"
NIGHT = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 19, 8, 0, 1, tzinfo=UTC)
QUIET = 'overdue_hours = 72\n[quiet_hours]\nstart = "20:00"\nend = "08:00"\n'


def from_(start):
    """A clock that goes on from a moment."""
    begun = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - begun)


def configured(before, after=""):
    path = Path(os.environ["SCHOOLGATE_CONFIG"])
    path.write_text(before + path.read_text() + after)


@pytest.fixture
def quiet(school):
    configured("", QUIET.removeprefix("overdue_hours = 72\n"))
    rota = f'[[rota]]\nname = "Office"\nplatform = "telegram"\nuser = {school.people["office"].id}\n'
    configured("", rota)
    return school


def cards(school, part="Case "):
    return [post for post in school.server.from_bot(school.staff) if part in post.text]


async def test_a_hidden_message_is_shown_to_staff_once_when_the_night_is_over_also_after_a_restart(quiet):
    school = quiet
    async with running(from_(NIGHT)) as app:
        await school.post("parent", INSULT)
        await until(lambda: INSULT not in school.shown())
        await until(lambda: told(school, "parent", "4.2"))
        await until(lambda: recorded(school.folder).get("hide") == "verified")
        await app.enforcement.reconcile()
        assert cards(school) == []
        assert recorded(school.folder)["notify_staff"] == "intended"
    async with running(from_(NIGHT + timedelta(hours=8))) as app:
        await app.enforcement.reconcile()
        assert cards(school) == []
    async with running(from_(MORNING)):
        await until(lambda: cards(school))
        await until(lambda: recorded(school.folder)["notify_staff"] == "done")
    async with running(from_(MORNING + timedelta(minutes=1))) as app:
        await app.enforcement.reconcile()
        (card,) = cards(school)
    assert INSULT in card.text
    person = school.people["office"].id
    assert any(entity.get("type") == "text_mention" or str(person) in str(entity) for entity in card.entities)
    assert not card.text.startswith(INSULT)
    school.server.assert_conformant()


async def test_the_safeguarding_lead_is_alerted_at_night_at_once(quiet):
    async with running(from_(NIGHT)):
        await quiet.post("parent", THREAT)
        await until(lambda: cards(quiet))
        await until(lambda: recorded(quiet.folder).get("alert_dsl") == "done")
    quiet.server.assert_conformant()


async def test_the_same_abuse_three_times_is_one_case_with_one_card_and_one_notice(school):
    async with running() as app:
        for _ in range(3):
            await school.post("parent", INSULT)
        await until(lambda: any("3 times" in card.text for card in cards(school)))
        await until(lambda: INSULT not in school.shown())
        assert len(cards(school)) == 1
        assert len(told(school, "parent", "4.2")) == 1
        with sqlite3.connect(school.folder / "var" / "schoolgate.db") as database:
            assert database.execute("select count(*) from cases").fetchone() == (1,)
            assert database.execute("select count(*) from evidence").fetchone() == (3,)
            hidden = "select count(*) from orders where kind = 'hide' and status = 'verified'"
            await until(lambda: database.execute(hidden).fetchone() == (3,))
        await school.post("other", INSULT)
        await until(lambda: len(cards(school)) == 2)
        assert len(await app.records.cases(["open"])) == 2
    school.server.assert_conformant()


async def test_overdue_cases_are_reminded_of_once_a_day_in_one_message_and_not_at_night(quiet):
    school = quiet
    async with running(from_(datetime.now(UTC).replace(hour=12))) as app:
        for who in ("parent", "other"):
            await school.post(who, INSULT)
        await until(lambda: len(cards(school)) == 2)
    late = datetime.now(UTC).replace(hour=23, minute=0) + timedelta(days=5)
    for moment, reminders in ((late, 0), (late + timedelta(hours=12), 1), (late + timedelta(hours=14), 1)):
        async with running(from_(moment)) as app:
            await app.enforcement.remind()
            await until(lambda n=reminders: len(cards(school, "wait for a decision")) == n)
    assert "2 cases wait for a decision: 1, 2" in cards(school, "wait for a decision")[0].text
    async with running(from_(late + timedelta(hours=36))) as app:
        await app.enforcement.remind()
        await until(lambda: len(cards(school, "wait for a decision")) == 2)
    school.server.assert_conformant()


async def test_an_alert_that_nobody_acts_on_is_given_again_and_one_that_staff_took_up_is_not(quiet):
    school, now = quiet, datetime.now(UTC)
    noon = now.replace(hour=12) + timedelta(days=1)
    async with running(from_(now)):
        for who in ("parent", "other"):
            await school.post(who, THREAT)
        await until(lambda: len(cards(school)) == 2)
    waiting = "Nobody has acted on the alert"
    at_night = noon + timedelta(hours=14)
    for moment, reminders in ((now + timedelta(hours=3), 0), (noon, 1), (noon + timedelta(hours=2), 1), (at_night, 2)):
        async with running(from_(moment)) as app:
            await app.enforcement.remind()
            await until(lambda n=reminders: len(cards(school, waiting)) == n)
    assert "alerts of cases 1, 2" in cards(school, waiting)[0].text
    async with running(from_(at_night)):
        await school.ask("office", school.staff, "/note 1 The lead was rung at home.")
        await until(lambda: any("lead was rung" in post.text for post in school.server.from_bot(school.staff)))
    async with running(from_(noon + timedelta(days=2))) as app:
        await app.enforcement.remind()
        await until(lambda: len(cards(school, waiting)) == 3)
    assert "alert of case 2" in cards(school, waiting)[-1].text
    school.server.assert_conformant()


async def test_somebody_of_staff_takes_the_duty_and_parents_cannot(school):
    async with running():
        await school.ask("office", school.staff, "/onduty")
        await until(lambda: any("Nobody is on duty" in text for text in school.shown(school.staff)))
        await school.ask("office", school.staff, "/onduty 8 hours")
        await until(lambda: any("is on duty until" in text for text in school.shown(school.staff)))
        await school.ask("other", school.parents, "/onduty 8 hours")
        await school.post("parent", INSULT)
        await until(lambda: cards(school))
        assert str(school.people["office"].id) in str(cards(school)[0].entities)
    school.server.assert_conformant()
