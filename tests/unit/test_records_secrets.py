"""What lies on the disk: no word of a message, no name, and after a purge not even the keys."""

import sqlite3
from contextlib import closing
from datetime import timedelta

from bot.ports import Evidence
from bot.records.store import open_records
from moderation.consents import Consent, Purpose
from moderation.domain import Action, Kind, Review, State, Status
from moderation.policy.ladder import Ladder, Rung
from moderation.triage import Duty
from tests.platforms.evidence import (
    CLAUSE,
    HIDE,
    KEY,
    NAME,
    NOW,
    PARENT,
    RULING,
    SECRET,
    decision,
    judged,
    message,
    ref,
    with_picture,
)
from tests.platforms.steps import RULES, Weights, step

STAFF = "Cordelia Ahlberg"
WORDS = "Zebulon is not to be spoken to"
SECRETS = [*SECRET.split(), *NAME.split(), *STAFF.split(), "Zebulon", "ZEBULONPX", "spoken", "cdn.invalid", "IMG of"]
TELLING = [word for word in SECRETS if len(word) > 4]
RESTRICT = Action(kind=Kind.RESTRICT, clause=CLAUSE)


async def opened(path):
    return await open_records(f"sqlite+aiosqlite:///{path}", KEY, clock=lambda: NOW)


async def busy(store):
    """Write everything that can hold words."""
    (hide,) = await store.settle(with_picture(1))
    await store.settle(judged(1, *HIDE, RESTRICT, edited_at=NOW, text=SECRET * 20))
    await store.settle(Evidence(message=message(2), decision=decision(failed=("names",)), at=NOW))
    await store.settle(judged(3))
    wish = await store.climb(hide.case, step(Rung.RESTRICTION, NOW + timedelta(days=3), WORDS, STAFF), RULES)
    (order,) = (await store.grant(wish.wish, by=STAFF, why=WORDS, rules=RULES)).orders
    await store.outcome(order.id, Status.DONE, at=NOW)
    await store.announce(order.id)
    await store.climb(hide.case, step(Rung.TALK, None, WORDS, STAFF), RULES)
    await store.climb(hide.case, step(Rung.WARNING, None, WORDS, STAFF), Weights(Ladder(expire_days=1)))
    await store.ended(order.id, at=NOW, by=STAFF)
    await store.note(hide.case, Review(by=STAFF, verdict="note", at=NOW, note=WORDS))
    await store.decide(hide.case, Review(by=STAFF, verdict="uphold", at=NOW, note=WORDS), State.UPHELD)
    await store.open_case(PARENT, ref(9), RULING, by=STAFF, at=NOW, reason=WORDS)
    duty = Duty(user="31", name=STAFF, until=NOW + timedelta(hours=8))
    await store.put_on_duty(PARENT.platform, PARENT.group, duty, by=NAME, at=NOW)
    consent = Consent(purpose=Purpose.NAMING, given=True, by=STAFF, at=NOW)
    await store.consented([("Zebulon Quux", consent)])
    assert await store.duty(PARENT.platform, PARENT.group, NOW) == duty
    assert (await store.consent_history("Zebulon Quux")) == [consent]


def on_disk(path):
    """The raw bytes of the database and its write-ahead log, and the dump as SQL, text and hexadecimal."""
    raw = b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))
    with closing(sqlite3.connect(path)) as other:
        return raw + "\n".join(other.iterdump()).encode()


def found(data):
    spellings = {word: (word.encode(), word.encode().hex().encode(), word.encode("utf-16-le")) for word in TELLING}
    return [word for word, forms in spellings.items() if any(form.lower() in data.lower() for form in forms)]


async def test_no_word_and_no_name_is_on_the_disk_while_running_or_after(path):
    store = await opened(path)
    await busy(store)
    running = on_disk(path)
    assert (path.parent / "records.db-wal").stat().st_size > 0
    await store.close()
    for data in (running, on_disk(path)):
        assert found(data) == []
        assert b"threat head" in data  # the search itself works: findings are not secret


async def test_the_search_finds_words_that_are_there(path):
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE leak (words, bytes)")
        other.execute("INSERT INTO leak VALUES (?, ?)", (SECRET, NAME.encode()))
    assert {"bicycle", "Zebulon", "Philippa", "Wintergreen"} <= set(found(on_disk(path)))


async def test_reading_evidence_and_refused_attempts_are_logged(path):
    store = await opened(path)
    (hide,) = await store.settle(with_picture(1))
    await store.case(hide.case, reader="user:31")
    await store.attached(hide.case, reader="user:32")
    await store.case(404, reader="user:33")
    await store.refused("user:66", "restrict", NOW)
    await store.close()
    with closing(sqlite3.connect(path)) as other:
        assert other.execute('SELECT reader, "case" FROM readings ORDER BY id').fetchall() == [
            ("user:31", hide.case),
            ("user:32", hide.case),
        ]
        assert other.execute("SELECT actor, command FROM refusals").fetchall() == [("user:66", "restrict")]


async def test_after_a_purge_the_keys_and_the_sealed_words_are_gone_from_the_file(path):
    store = await opened(path)
    (hide,) = await store.settle(with_picture(1))
    with closing(sqlite3.connect(path)) as other:
        wrapped, sealed = other.execute("SELECT wrapped, sealed FROM evidence").fetchone()
    assert wrapped in on_disk_raw(path)
    await store.outcome(hide.id, Status.DONE, at=NOW)
    await store.decide(hide.case, Review(by=STAFF, verdict="uphold", at=NOW), State.UPHELD)
    assert await store.purge(NOW + timedelta(days=91)) == 1
    assert wrapped not in on_disk_raw(path)
    assert sealed[:32] not in on_disk_raw(path)
    await store.close()


def on_disk_raw(path):
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))
