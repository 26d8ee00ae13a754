"""From a picture in a parents' group to what staff see, through the whole program on a loopback Telegram server."""

import asyncio
import sqlite3

import pytest

from moderation.pictures import lettering
from moderation.pictures.screen import Screen
from tests.acceptance.telegram_school import THREAT, card_with, told
from tests.platforms import pictures
from tests.platforms.running import recorded, running, until

LETTERING = "I will break his legs at the gate"


@pytest.mark.skipif(not lettering.installed(), reason="the ocr extra is not installed: pip install -e '.[ocr]'")
async def test_a_threat_written_in_a_picture_is_hidden_and_kept_sealed(school, capfd):
    picture = pictures.written(LETTERING)
    assert Screen(read=lettering.reader()).picture(picture).text == LETTERING  # also loads the models, once
    async with running():
        await school.server.post(school.parents, school.people["parent"], photo=picture)
        await until(lambda: recorded(school.folder).get("hide") == "verified", within=60)
        await until(lambda: told(school, "parent"))
        card, _ = card_with(school, "restore")
        assert "read in the photo" in card.text
    raw = b"".join(path.read_bytes() for path in (school.folder / "var").glob("*.db*"))
    assert LETTERING.encode() not in raw
    assert picture not in raw
    assert LETTERING not in "".join(capfd.readouterr())
    with sqlite3.connect(school.folder / "var" / "schoolgate.db") as database:
        assert database.execute("select count(*) from files").fetchone() == (1,)


async def test_a_damaged_picture_is_shown_to_staff_as_not_screened_and_left_where_it_is(school):
    async with running():
        await school.server.post(school.parents, school.people["parent"], "the fair", photo=pictures.plain()[:60])
        await until(lambda: recorded(school.folder).get("notify_staff") == "done", within=30)
        assert "not screened, its file is damaged" in card_with(school, "uphold")[0].text
        assert "hide" not in recorded(school.folder)
        assert "the fair" in school.shown()


async def test_a_threat_is_hidden_while_a_picture_is_still_being_fetched(school):
    fetched = asyncio.Event()
    school.server.before("getFile", lambda _: fetched.wait())
    async with running():
        await school.server.post(school.parents, school.people["other"], photo=pictures.plain())
        await school.post("parent", THREAT)
        await until(lambda: recorded(school.folder).get("hide") == "verified", within=20)
        assert not fetched.is_set()
        fetched.set()


async def test_a_hidden_message_of_names_and_numbers_could_be_posted_masked(school):
    text = "The plumber's number is 07700 900123"
    async with running() as app:
        await school.post("parent", text)
        await until(lambda: recorded(school.folder).get("hide") == "verified", within=30)
        case = await app.records.case(1, reader="test")
        judge = app.intake.judge_of("telegram", case.member.group)
        offered = await asyncio.to_thread(judge.instead, case)
    assert offered == "The plumber's number is [phone number]"


async def test_nothing_is_offered_for_a_threat(school):
    async with running() as app:
        await school.post("parent", THREAT)
        await until(lambda: recorded(school.folder).get("hide") == "verified", within=30)
        case = await app.records.case(1, reader="test")
        assert app.intake.judge_of("telegram", case.member.group).instead(case) is None
