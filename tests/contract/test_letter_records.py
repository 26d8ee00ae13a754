"""What every database behind ports.Letters must do: keep letters with their case, sealed, signed once, unchanged."""

import asyncio
from datetime import timedelta

import pytest

from bot.ports import RecordsError
from bot.ports.letters import Listed, Papers, Signature
from moderation.domain import Review, State, Status
from tests.platforms.evidence import HIDE, NOW, judged
from tests.platforms.tables import asked, everything

PAPERS = Papers(content=b"content Philippa", files={"docx": b"draft docx Philippa", "pdf": b"draft pdf"})
FINAL = {"docx": b"final docx", "pdf": b"final pdf"}
HEAD = Signature(by="Cordelia Ahlberg", at=NOW + timedelta(hours=2))


async def a_case(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    return hide


async def test_a_draft_is_kept_and_read_back(records):
    case = (await a_case(records)).case
    number = await records.keep_letter(case, "warning", PAPERS, by="Mr Boateng")
    kept = await records.letter(number, reader="u1")
    assert (kept.id, kept.case, kept.kind, kept.by, kept.at) == (number, case, "warning", "Mr Boateng", NOW)
    assert (kept.papers, kept.signed) == (PAPERS, None)
    assert "Philippa" not in repr(kept)


async def test_a_signed_letter_is_the_final_one_and_stays(records):
    number = await records.keep_letter((await a_case(records)).case, "warning", PAPERS, by="Mr Boateng")
    assert await records.sign_letter(number, HEAD, FINAL) is None
    later = Signature(by="Mr Boateng", at=NOW + timedelta(days=9))
    assert await records.sign_letter(number, later, {"docx": b"other", "pdf": b"other"}) == HEAD
    kept = await records.letter(number, reader="u1")
    assert (kept.papers.files, kept.signed) == (FINAL, HEAD)


async def test_of_two_who_sign_at_once_one_did(records):
    number = await records.keep_letter((await a_case(records)).case, "warning", PAPERS, by="Mr Boateng")
    signatures = [Signature(by=f"Person {n}", at=NOW) for n in range(8)]
    answers = await asyncio.gather(*(records.sign_letter(number, one, {"pdf": one.by.encode()}) for one in signatures))
    assert answers.count(None) == 1
    kept = await records.letter(number, reader="u1")
    assert kept.papers.files == {"pdf": kept.signed.by.encode()}
    assert {answer for answer in answers if answer} == {kept.signed}


async def test_the_letters_of_a_case_are_listed_newest_first(records):
    case = (await a_case(records)).case
    first = await records.keep_letter(case, "meeting", PAPERS, by="x")
    second = await records.keep_letter(case, "warning", PAPERS, by="x")
    await records.sign_letter(first, HEAD, FINAL)
    assert await records.letters(case) == [
        Listed(id=second, kind="warning", at=NOW),
        Listed(id=first, kind="meeting", at=NOW, signed_at=HEAD.at),
    ]
    assert await records.letters(404) == []


async def test_what_is_not_there_is_none_or_says_so(records):
    for number in (404, 2**31, 2**63):
        assert await records.letter(number, reader="u1") is None
    with pytest.raises(RecordsError, match="there is no case 404"):
        await records.keep_letter(404, "warning", PAPERS, by="x")
    with pytest.raises(RecordsError, match="there is no letter 404"):
        await records.sign_letter(404, HEAD, FINAL)


async def test_nothing_of_a_letter_can_be_read_from_the_disk_and_its_reading_is_logged(records, address):
    number = await records.keep_letter((await a_case(records)).case, "warning", PAPERS, by="Mr Boateng")
    await records.sign_letter(number, HEAD, FINAL)
    await records.letter(number, reader="user:31")
    raw = await everything(address)
    assert not [word for word in (b"Philippa", b"docx P", b"final", b"Ahlberg", b"Boateng") if word in raw]
    assert await asked(address, "SELECT count(*) FROM readings WHERE reader = 'user:31'") == [(1,)]


async def test_letters_go_with_their_case(records, address):
    order = await a_case(records)
    number = await records.keep_letter(order.case, "warning", PAPERS, by="x")
    await records.sign_letter(number, HEAD, FINAL)
    await records.outcome(order.id, Status.DONE, at=NOW)
    await records.decide(order.case, Review(by="x", verdict="uphold", at=NOW), State.UPHELD)
    assert await records.purge(NOW + timedelta(days=91)) == 1
    assert await records.letter(number, reader="u1") is None
    for table in ("letters", "signatures", "letter_files"):
        assert await asked(address, f"SELECT count(*) FROM {table}") == [(0,)]
