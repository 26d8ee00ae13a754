"""Changing a pack never changes what past decisions say: they keep the clause words and the pack's version."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.records.folder import DECISIONS
from bot.records.store import open_records
from moderation.domain import Author, Member, Message, Ref
from moderation.pipeline import judge
from moderation.policy.pack import FOLDER, load
from tests.platforms.evidence import KEY
from tests.platforms.telling import setting
from tests.unit.test_pack import ALL
from tests.unit.test_pipeline import Marker

MESSAGE = Message(
    ref=Ref(platform="t", chat="c", message="1"),
    group="g",
    author=Author(user="u"),
    text="moan",
    sent_at=datetime(2026, 9, 1, tzinfo=UTC),
)
DETECTORS = (Marker("moan", "complaint"),)


def folder_with(folder, words):
    for name in ("_common", "_parents", "carmarthenshire"):
        text = (FOLDER / f"{name}.toml").read_text()
        (folder / f"{name}.toml").write_text(text.replace("Making complaints about the school staff;", words))
    return load("carmarthenshire", ALL, folder)


def test_a_stored_decision_says_what_the_policy_said_on_its_day(tmp_path):
    before = judge(MESSAGE, DETECTORS, folder_with(tmp_path, "Making complaints about the school staff;"))
    stored = DECISIONS.dump_json(before)
    after = judge(MESSAGE, DETECTORS, folder_with(tmp_path, "Complaining;"))
    kept = DECISIONS.validate_json(stored)
    assert kept == before
    assert kept.words_of("use.2").words == "Making complaints about the school staff;"
    assert after.words_of("use.2").words == "Complaining;"
    assert (kept.pack_version == before.pack_version, kept.pack_version == after.pack_version) == (True, False)
    assert kept.words_of("use.2", "cy").notice.startswith("Cewch gwyno")


async def test_what_staff_decided_themselves_keeps_its_words_too(tmp_path):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY)
    before = folder_with(tmp_path, "Making complaints about the school staff;")
    member = Member(platform="t", group="g", user="u")
    ruling = before.ruling("use.2")
    case = await records.open_case(member, MESSAGE.ref, ruling, by="u2", at=MESSAGE.sent_at, reason="seen at the gate")
    changed = replace(setting("carmarthenshire"), pack=folder_with(tmp_path, "Complaining;"))
    kept = (await records.case(case, reader="u2")).decision
    await records.close()
    assert (kept.pack, kept.pack_version) == ("carmarthenshire", before.version)
    assert changed.cited(kept, "use.2", "en").words == "Making complaints about the school staff;"


def test_a_decision_of_before_words_were_kept_is_still_read():
    old = DECISIONS.validate_json('{"pack": "trust", "pack_version": "3.0 #0", "clauses": ["4.2.2"]}')
    assert old.words_of("4.2.2") is None
