"""Rosters and consents on the disk: no name in clear, the version before, and files that cannot be opened."""

import re
from datetime import UTC, datetime

import pytest

from bot import roster_cli
from bot.records.store import open_records
from bot.rosters import Rosters, compare
from moderation import roster
from moderation.consents import Consent, Purpose
from moderation.roster import Roster, RosterError
from tests.platforms.evidence import KEY, NOW

GROUP = "Year 4 parents"
NAMES = ["Zebulon", "Quuxley", "Wilhelmina", "Brzezicki", "Siôn", "Llewellyn", "Cordelia", "Ahlberg", "Kestrels"]
CSV = """kind,given_name,family_name,known_as,class,photo_consent
pupil,Zebulon,Quuxley,Zebbie,Year 4 Kestrels,yes
pupil,Wilhelmina,Brzezicki,,Year 4 Kestrels,no
pupil,Siôn,Llewellyn,,Year 4 Kestrels,no
staff,Cordelia,Ahlberg,Mrs Ahlberg,,
"""
FIRST, SECOND = roster.parse(CSV), roster.parse(CSV.replace("Zebbie", "Zeb").replace("pupil,Siôn", "pupil,Sion"))


@pytest.fixture
def kept(tmp_path):
    return Rosters(tmp_path / "rosters", KEY)


def in_clear(raw, names):
    """The names that can be read in raw bytes, in any case, as UTF-8 or as UTF-16."""
    return [
        name
        for name in names
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
        if any(re.search(re.escape(form.encode(encoding)), raw) for form in (name.lower(), name.upper(), name.title()))
    ]


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_names_that_are_in_clear_would_be_found():
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert set(in_clear(CSV.encode(encoding), NAMES)) == set(NAMES)


async def test_no_name_is_in_clear_in_the_roster_file_or_the_database(kept, tmp_path):
    kept.put(GROUP, FIRST, NOW)
    kept.put(GROUP, SECOND, NOW)
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY, clock=lambda: NOW)
    for purpose in Purpose:
        entry = Consent(purpose=purpose, given=True, by="Cordelia Ahlberg", at=NOW)
        await records.consented([(person.identity, entry) for person in FIRST.pupils])
    assert len(await records.consents([person.identity for person in FIRST.pupils])) == 3
    raw = bytes_of(tmp_path)
    await records.close()
    assert len(raw) > 10_000
    assert in_clear(raw + bytes_of(tmp_path), NAMES) == []


def test_what_was_kept_comes_back_and_only_its_owner_can_read_the_file(kept, tmp_path):
    assert kept.read(GROUP).current is None
    kept.put(GROUP, FIRST, NOW)
    assert kept.read(GROUP).current == FIRST
    assert kept.read(GROUP.upper()).current == FIRST
    (path,) = (tmp_path / "rosters").iterdir()
    assert path.stat().st_mode & 0o077 == 0


def test_undo_brings_the_version_before_back_and_undo_again_the_later_one(kept):
    kept.put(GROUP, FIRST, NOW)
    kept.put(GROUP, SECOND, NOW)
    assert kept.undo(GROUP, NOW).current == FIRST
    assert kept.undo(GROUP, NOW).current == SECOND
    kept.put(GROUP, None, NOW)
    assert kept.read(GROUP).current is None
    assert kept.undo(GROUP, NOW).current == SECOND


def test_there_is_nothing_to_undo_before_the_first_import(kept):
    with pytest.raises(RosterError, match="no roster was ever imported"):
        kept.undo(GROUP, NOW)


def test_forgetting_leaves_no_file(kept, tmp_path):
    kept.put(GROUP, FIRST, NOW)
    kept.forget(GROUP)
    kept.forget(GROUP)
    assert list((tmp_path / "rosters").iterdir()) == []


@pytest.mark.parametrize("names", [("a/b", "a-b"), ("..", "."), ("Ann's", "Anns"), ("dosbarth ŵyn", "dosbarth wyn")])
def test_every_group_has_a_file_of_its_own_in_the_folder(kept, tmp_path, names):
    for name, people in zip(names, (FIRST, SECOND), strict=True):
        kept.put(name, people, NOW)
    assert [kept.read(name).current for name in names] == [FIRST, SECOND]
    assert len(list((tmp_path / "rosters").iterdir())) == 2


def test_a_file_for_another_group_or_with_another_key_is_refused_with_what_to_do(kept, tmp_path):
    kept.put(GROUP, FIRST, NOW)
    (path,) = (tmp_path / "rosters").iterdir()
    path.with_name("other.roster").write_bytes(path.read_bytes())
    with pytest.raises(RosterError, match="cannot be opened: give back the key"):
        kept.read("other")
    with pytest.raises(RosterError, match="cannot be opened: give back the key"):
        Rosters(tmp_path / "rosters", bytes(32)).read(GROUP)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(RosterError, match="cannot be opened"):
        kept.read(GROUP)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "rosters").write_text("in the way")
    with pytest.raises(RosterError, match="set SCHOOLGATE_DATA"):
        Rosters(tmp_path / "rosters" / "deeper", KEY).put(GROUP, FIRST, datetime.now(UTC))


def test_a_stamp_is_different_after_every_change(kept):
    stamps = [kept.stamp(GROUP)]
    for people in (FIRST, SECOND, None):
        kept.put(GROUP, people, NOW)
        stamps.append(kept.stamp(GROUP))
    assert len(set(stamps)) == 4


def test_what_is_different_is_counted_by_who_people_are():
    change = compare(FIRST, SECOND)
    assert [len(part) for part in (change.added, change.changed, change.removed)] == [1, 1, 1]
    assert not compare(FIRST, FIRST)
    assert len(compare(Roster(), FIRST).added) == 4
    assert len(compare(FIRST, Roster()).removed) == 4


def test_one_of_two_namesakes_can_leave():
    both = roster.parse("forename,surname,reg\nAmy,A,7H\nAmy,A,8H\n")
    change = compare(both, Roster(both.people[:1]))
    assert [len(part) for part in (change.added, change.changed, change.removed)] == [0, 0, 1]


def test_a_change_shortly_after_midnight_in_london_is_of_that_day():
    assert roster_cli._day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"
