"""What every database must do with consents. Add a database by adding its address to `address`."""

import sqlite3
from datetime import timedelta

import pytest

from bot.records.store import open_records
from moderation.consents import Consent, Purpose
from moderation.domain import Action, Kind, Review, State, Status
from tests.platforms.evidence import CLAUSE, HIDE, KEY, NOW, SECRET, judged

DAY = timedelta(days=1)
RESTORE = Action(kind=Kind.RESTORE, clause=CLAUSE)
ANN, BEN = "pupil//ann quux", "pupil//ben quux"


@pytest.fixture(params=["sqlite"])
def address(request, tmp_path):
    return f"sqlite+aiosqlite:///{tmp_path / 'records.db'}"


@pytest.fixture
async def records(address):
    store = await open_records(address, KEY, clock=lambda: NOW)
    yield store
    await store.close()


def entry(purpose=Purpose.PHOTO, given=True, at=NOW, **more):
    return Consent(purpose=purpose, given=given, by="Ms Ahlberg", at=at, **more)


async def test_an_empty_registry_says_nothing(records):
    assert await records.consents([ANN]) == {}
    assert await records.consent_history(ANN) == []
    assert await records.consents_mark() == 0
    await records.consented([])
    assert await records.consents_mark() == 0


async def test_the_newest_entry_for_each_purpose_stands_and_the_others_stay_to_be_read(records):
    first, second = entry(until=NOW + DAY), entry(given=False, at=NOW + DAY)
    naming = entry(Purpose.NAMING)
    await records.consented([(ANN, first), (BEN, naming)])
    await records.consented([(ANN, second)])
    assert await records.consents([ANN, BEN, "pupil//nobody"]) == {
        ANN: {Purpose.PHOTO: second},
        BEN: {Purpose.NAMING: naming},
    }
    assert await records.consents([BEN]) == {BEN: {Purpose.NAMING: naming}}
    assert await records.consent_history(ANN) == [first, second]


async def test_the_mark_grows_with_every_entry(records):
    marks = []
    for _ in range(3):
        await records.consented([(ANN, entry())])
        marks.append(await records.consents_mark())
    assert marks == sorted(set(marks))


async def test_a_pupil_is_a_hash_that_another_key_does_not_give(address, tmp_path):
    seen = []
    for number, key in enumerate((KEY, KEY, bytes(32))):
        path = tmp_path / f"{number}.db"
        store = await open_records(f"sqlite+aiosqlite:///{path}", key, clock=lambda: NOW)
        await store.consented([(ANN, entry())])
        await store.close()
        with sqlite3.connect(path) as database:
            seen.append(database.execute("select pupil from consents").fetchone()[0])
    assert len(seen[0]) == 32
    assert seen[0] == seen[1] != seen[2]


async def test_earlier_posts_are_found_by_what_they_say_and_their_reading_is_logged(records, tmp_path):
    (kept,) = await records.settle(judged(1, *HIDE))
    (other,) = await records.settle(judged(2, *HIDE, text="nothing of the kind"))
    await records.settle(judged(3))
    found = await records.posts("discord", "77", lambda message: message.text == SECRET, reader="u9")
    assert [(post.case, post.ref.message, post.at, post.down) for post in found] == [(kept.case, "1", NOW, False)]
    assert await records.posts("discord", "78", lambda _: True, reader="u9") == []
    with sqlite3.connect(tmp_path / "records.db") as database:
        assert database.execute('select reader, "case" from readings').fetchall() == [("u9", kept.case)]
    assert kept.case != other.case


async def test_a_post_is_down_once_it_is_hidden_and_up_again_once_it_is_restored(records):
    (hide,) = await records.settle(judged(1, *HIDE))

    async def is_down():
        (post,) = await records.posts("discord", "77", lambda _: True, reader="u9")
        return post.down

    assert not await is_down()
    await records.outcome(hide.id, Status.DONE, at=NOW)
    assert await is_down()
    await records.decide(hide.case, Review(by="x", verdict="restored", at=NOW), State.RESTORED)
    restore = await records.order(hide.case, RESTORE, by="x")
    assert await is_down()
    await records.outcome(restore.id, Status.DONE, at=NOW)
    assert not await is_down()


async def test_the_newest_edit_is_what_a_post_says(records):
    await records.settle(judged(1, *HIDE, text="Ann was here"))
    await records.settle(judged(1, *HIDE, text="nobody was here", edited_at=NOW + DAY))
    assert await records.posts("discord", "77", lambda message: "Ann" in message.text, reader="u9") == []
