"""The master key and what is sealed with it."""

import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.ports import RecordsError
from bot.records.keys import load_key
from bot.records.store import open_records
from bot.records.vault import Vault
from bot.rosters import Rosters, master_key
from bot.settings import Settings
from moderation.roster import Roster
from tests.platforms.evidence import NOW

ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))
MAKE = (
    "import sys, pathlib; from bot.records.keys import load_key; print(load_key('', pathlib.Path(sys.argv[1])).hex())"
)


def test_a_key_file_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    path = tmp_path / "var" / "schoolgate.key"
    key = load_key("", path)
    assert len(key) == 32
    assert load_key("", path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("kept", ["records", "a roster"])
def test_no_new_key_is_made_beside_what_another_one_sealed(tmp_path, kept):
    settings = Settings(data=tmp_path)
    path, key = tmp_path / "schoolgate.key", master_key(settings)
    if kept == "records":
        (tmp_path / "schoolgate.db").touch()
    else:
        Rosters(tmp_path / "rosters", key).put("Year 4", Roster(), NOW)
    backup = path.rename(tmp_path / "backup")
    with pytest.raises(RecordsError, match="put it back from your backup or set SCHOOLGATE_KEY"):
        master_key(settings)
    assert not path.exists()
    assert master_key(Settings(data=tmp_path, key=backup.read_text())) == key
    backup.rename(path)
    assert master_key(settings) == key


@pytest.mark.parametrize("address", ["{folder}/kept.db", "file:{folder}/kept.db?uri=true"])
async def test_no_new_key_is_made_beside_records_at_another_address(tmp_path, address):
    url = f"sqlite+aiosqlite:///{address.format(folder=tmp_path)}"
    settings = Settings(data=tmp_path / "var", DATABASE_URL=url)
    assert master_key(settings) == master_key(settings)
    (tmp_path / "var" / "schoolgate.key").unlink()
    await (await open_records(url, KEY)).close()
    with pytest.raises(RecordsError, match="the key of what is kept is missing"):
        master_key(settings)
    assert list((tmp_path / "var").iterdir()) == []


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    path = tmp_path / "schoolgate.key"
    started = [
        subprocess.Popen([sys.executable, "-c", MAKE, str(path)], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(3)
    ]
    keys = {process.communicate(timeout=60)[0] for process in started}
    assert keys == {load_key("", path).hex().encode() + b"\n"}


def test_a_key_in_the_environment_comes_before_the_file(tmp_path):
    path = tmp_path / "schoolgate.key"
    assert load_key(base64.b64encode(KEY).decode() + "\n", path) == KEY
    assert not path.exists()


@pytest.mark.parametrize("value", ["c2hvcnQ=", "not base64!", base64.b64encode(KEY * 2).decode(), "ключ"])
def test_what_is_no_key_is_refused_with_the_way_to_make_one_and_without_the_value(tmp_path, value):
    path = tmp_path / "schoolgate.key"
    path.write_text(value)
    for text, where in ((value, "the key in the environment"), ("", str(path))):
        with pytest.raises(RecordsError) as refused:
            load_key(text, path)
        assert str(refused.value) == f"{where}: not a key: it must be 32 bytes in base64 (openssl rand -base64 32)"


def test_a_key_file_that_cannot_be_made_names_the_other_way(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(RecordsError, match="make the folder writable or set SCHOOLGATE_KEY"):
        load_key("", tmp_path / "file" / "schoolgate.key")


def test_what_is_sealed_opens_with_its_own_key_and_label_only():
    vault = Vault(KEY)
    key = vault.new()
    sealed = key.box.seal(b"words", "message")
    assert vault.unwrap(key.wrapped).open(sealed, "message") == b"words"
    assert sealed != key.box.seal(b"words", "message")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for box, data, label in (
        (key.box, sealed, "note"),
        (key.box, changed, "message"),
        (key.box, b"", "message"),
        (vault.new().box, sealed, "message"),
    ):
        with pytest.raises(RecordsError, match="restore the records from a backup"):
            box.open(data, label)


def test_a_key_wrapped_by_another_master_key_stays_shut():
    with pytest.raises(RecordsError):
        Vault(bytes(32)).unwrap(Vault(KEY).new().wrapped)


def test_no_text_is_sealed_as_nothing():
    box = Vault(KEY).new().box
    assert box.seal_text("", "note") is None
    assert box.open_text(None, "note") == ""
    assert box.open_text(box.seal_text("Žofie", "note"), "note") == "Žofie"
