"""What every database must do with consents."""

from dataclasses import replace
from datetime import timedelta

from bot.records.store import open_records
from moderation.consents import Consent, Purpose
from moderation.domain import Action, Attachment, Kind, Review, State, Status
from tests.platforms.evidence import CLAUSE, HIDE, KEY, NOW, SECRET, judged
from tests.platforms.tables import asked, everything

DAY = timedelta(days=1)
RESTORE = Action(kind=Kind.RESTORE, clause=CLAUSE)
ANN, BEN = "pupil//ann quux", "pupil//ben quux"


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


async def test_a_pupil_is_a_hash_that_another_key_does_not_give(address):
    seen = []
    for key in (KEY, KEY, bytes(32)):
        store = await open_records(address, key, clock=lambda: NOW)
        await store.consented([(ANN, entry())])
        await store.close()
        seen += [pupil for (pupil,) in await asked(address, "SELECT pupil FROM consents")]
        for table in ("consents", "book"):
            await asked(address, f"DELETE FROM {table}")
    assert len(seen[0]) == 32
    assert seen[0] == seen[1] != seen[2]


async def test_earlier_posts_are_found_by_what_they_say_and_their_reading_is_logged(records, address):
    (kept,) = await records.settle(judged(1, *HIDE))
    (other,) = await records.settle(judged(2, *HIDE, text="nothing of the kind"))
    await records.settle(judged(3))
    found = await records.posts("discord", "77", lambda message: message.text == SECRET, reader="u9")
    assert [(post.case, post.ref.message, post.at, post.down) for post in found] == [(kept.case, "1", NOW, False)]
    assert await records.posts("discord", "78", lambda _: True, reader="u9") == []
    assert await asked(address, 'SELECT reader, "case" FROM readings') == [("u9", kept.case)]
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


def naming(number, *pupils, **more):
    """A clean message that names pupils with their families' consent."""
    return replace(judged(number, **more), pupils=frozenset(pupils))


async def mentioned(records, *pupils, group="77", pictured=False):
    found = await records.mentions("discord", group, pupils, pictured=pictured)
    assert {(post.case, post.down) for post in found} <= {(0, False)}
    return [post.ref.message for post in found]


async def test_clean_posts_that_name_a_pupil_are_found_without_their_words(records, address):
    photo = Attachment(kind="photo", handle="x")
    await records.settle(naming(1, ANN, BEN))
    await records.settle(naming(2, BEN, attachments=(photo,)))
    await records.settle(judged(3))
    assert await mentioned(records, ANN) == ["1"]
    assert await mentioned(records, ANN, BEN) == ["1", "2"]
    assert await mentioned(records, BEN, pictured=True) == ["2"]
    assert await mentioned(records, BEN, group="78") == []
    kept = await everything(address)
    assert SECRET.encode() not in kept
    assert b"quux" not in kept


async def test_a_post_that_was_deleted_or_got_a_case_is_no_mention_any_more(records):
    for number in (4, 3, 2, 1):
        await records.settle(naming(number, ANN))
    for number in (1, 4):  # an edit may come before what was edited, and may take a name away
        await records.settle(naming(number, *[BEN, ANN][: 5 - number], edited_at=NOW + DAY))
    await records.settle(judged(2, *HIDE, edited_at=NOW + DAY))
    await records.unmention([judged(3).message.ref])
    assert await mentioned(records, ANN) == ["1", "4"]
    assert await mentioned(records, BEN) == ["1", "4"]


async def test_mentions_follow_a_group_that_gets_a_new_id_and_are_let_go_with_the_logs(records):
    await records.settle(naming(1, ANN))
    await records.moved("discord", "77", "78")
    assert await mentioned(records, ANN, group="78") == ["1"]
    await records.purge(NOW + 364 * DAY)
    assert await mentioned(records, ANN, group="78") == ["1"]
    await records.purge(NOW + 366 * DAY)
    assert await mentioned(records, ANN, group="78") == []
