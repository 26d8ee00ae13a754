"""The digest's Read button and the second person, on the loopback servers with the real client libraries."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from moderation.digest import When
from tests.acceptance.discord_hall import hall
from tests.acceptance.telegram_school import card_with
from tests.platforms.running import running

# The first digest that falls due while the records exist, and three days later.
DUE = When().last_due(datetime.now(UTC) + timedelta(weeks=1)).at
LATE = DUE + timedelta(days=3)
SECOND = "needs somebody"


def add(folder, text):
    with (folder / "schoolgate.toml").open("a") as settings:
        settings.write(text)


def asked(folder, sql):
    with sqlite3.connect(folder / "var" / "schoolgate.db") as database:
        return database.execute(sql).fetchall()


def readers(folder):
    return asked(folder, "SELECT week, reader FROM acknowledged")


def refused(folder):
    return asked(folder, "SELECT actor, command FROM refusals")


@pytest.fixture
async def town(school):
    """The Telegram school; only the office is staff, and the head is told when nobody reads."""
    settings = school.folder / "schoolgate.toml"
    office = school.people["office"].id
    settings.write_text(settings.read_text().replace('"staff_place"', f'"user:{office}"'))
    await school.server.start(school.people["head"])
    add(school.folder, f'[digest]\nsecond = "telegram:{school.people["head"].id}"\n')
    yield school
    school.server.assert_conformant()


def second_telegram(school):
    return [one.text for one in school.server.private_messages(school.people["head"]) if SECOND in one.text]


async def test_on_telegram_staff_say_once_that_they_read_it_and_others_may_not(town):
    async with running() as app:
        assert await app.digest.send_due(DUE)
        card, data = card_with(town, "read")
        denied = await town.click("head", card, data)  # in the staff chat, and not staff
        assert denied.alert
        assert (readers(town.folder), refused(town.folder)) == ([], [(str(town.people["head"].id), "read")])
        first = await town.click("office", card, data)
        week = data.partition(":")[2]
        assert f"The digest {week} is noted as read" in first.text
        assert readers(town.folder) == [(week, str(town.people["office"].id))]
        again = await town.click("office", card, data)
        assert "was noted as read already" in again.text
        assert len(readers(town.folder)) == 1
        await app.digest.send_due(LATE)
        assert second_telegram(town) == []


async def test_on_telegram_it_can_be_read_after_a_restart(town):
    async with running() as app:
        await app.digest.send_due(DUE)
    async with running() as app:
        assert not await app.digest.send_due(DUE + timedelta(hours=1))
        card, data = card_with(town, "read")
        await town.click("office", card, data)
        assert len(readers(town.folder)) == 1
        await app.digest.send_due(LATE)
        assert second_telegram(town) == []


async def test_on_telegram_a_second_person_is_told_once_when_nobody_read_it(town):
    async with running() as app:
        await app.digest.send_due(DUE)
        await app.digest.send_due(LATE - timedelta(minutes=1))
        assert second_telegram(town) == []
        await app.digest.send_due(LATE)
    async with running() as app:
        await app.digest.send_due(LATE + timedelta(hours=1))
    (told,) = second_telegram(town)
    assert "Nobody has pressed Read below it." in told
    assert "Designated Safeguarding Lead" in told


async def test_on_telegram_a_second_person_is_told_when_it_could_not_be_delivered(town):
    staff = str(town.staff.id)
    async with running() as app:
        town.server.kick_bot(town.staff)
        for minutes in (0, 15, 30):
            assert not await app.digest.send_due(DUE + timedelta(minutes=minutes))
        await app.digest.send_due(LATE)
    (told,) = second_telegram(town)
    assert "It could not be delivered everywhere it should go." in told
    assert staff not in told


async def test_on_telegram_staff_are_told_once_that_the_mail_does_not_get_through(town):
    add(town.folder, 'to = ["email:dsl@hollybank.example"]\n')
    add(town.folder, '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nsender = "bot@hollybank.example"\n')
    async with running() as app:
        for hours in (0, 1, 2):
            await app.digest.send_due(DUE + timedelta(hours=hours))
        (told,) = [one.text for one in town.server.visible(town.staff) if "could not be sent" in one.text]
    assert "the mail server does not answer: check host and port" in told
    assert "dsl@" not in told


async def test_on_telegram_a_digest_sent_in_private_is_read_there_by_staff_alone(town):
    office, other = town.people["office"], town.people["other"]
    for person in (office, other):
        await town.server.start(person)
    settings = town.folder / "schoolgate.toml"
    settings.write_text(settings.read_text() + f'to = ["telegram:{office.id}", "telegram:{other.id}"]\n')
    async with running() as app:
        assert await app.digest.send_due(DUE)
        for person, said in ((other, "staff"), (office, "noted as read")):
            posts = town.server.private_messages(person)
            ((card, data),) = [(one, b["callback_data"]) for one in posts for b in one.buttons if "callback_data" in b]
            assert said in (await town.server.click(person, card, data)).text
        assert [reader for _, reader in readers(town.folder)] == [str(office.id)]


@pytest.fixture
async def guild(tmp_path, monkeypatch):
    """The Discord server; the digest goes to the lead's channel, and staff's is told when nobody reads."""
    async with hall(tmp_path, monkeypatch) as made:
        settings = made.folder / "schoolgate.toml"
        add(made.folder, f'[digest]\nsecond = "discord:{made.places["staff"].id}"\n')
        assert "dsl_place" in settings.read_text()
        yield made
        made.server.assert_conformant()


def second_discord(made):
    shown = made.server.visible(made.places["staff"])
    return [str(one.embeds) for one in shown if SECOND in str(one.embeds)]


async def test_on_discord_staff_say_once_that_they_read_it_also_after_a_restart_and_parents_may_not(guild):
    async with running() as app:
        assert await app.digest.send_due(DUE)
        card, button = guild.card("read", "dsl")
        denied = await guild.server.click(guild.people["parent"], card, button)
        assert (denied.ephemeral, "staff" in denied.text) == (True, True)
        assert (readers(guild.folder), len(refused(guild.folder))) == ([], 1)
    async with running() as app:
        card, button = guild.card("read", "dsl")
        first = await guild.server.click(guild.people["office"], card, button)
        again = await guild.server.click(guild.people["head"], card, button)
        assert ("Thank you" in first.text, "already" in again.text) == (True, True)
        assert [reader for _, reader in readers(guild.folder)] == [str(guild.people["office"].id)]
        await app.digest.send_due(LATE)
        assert second_discord(guild) == []


async def test_on_discord_a_second_place_is_told_once_when_nobody_read_it(guild):
    async with running() as app:
        await app.digest.send_due(DUE)
        await app.digest.send_due(LATE - timedelta(minutes=1))
        assert second_discord(guild) == []
        for hours in (0, 1, 24):
            await app.digest.send_due(LATE + timedelta(hours=hours))
    (told,) = second_discord(guild)
    assert "Nobody has pressed Read" in told


async def test_on_discord_a_second_place_is_told_when_it_could_not_be_delivered(guild):
    path = rf"/channels/{guild.places['dsl'].id}/messages"
    async with running() as app:
        guild.server.fail("POST", path, status=403, times=20)
        assert not await app.digest.send_due(DUE)
        await app.digest.send_due(LATE)
    assert guild.card("read", "dsl") is None
    (told,) = second_discord(guild)
    assert "could not be delivered" in told
