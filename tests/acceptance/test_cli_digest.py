"""`schoolgate digest` as people run it: what its options make, and one line that names the option when they cannot."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.records.store import open_records
from moderation.digest import iso_week
from moderation.domain import Review, State, Status
from tests.platforms.evidence import FULL, KEY, NAME, SECRET, judged
from tests.platforms.running import configure

ROOT = Path(__file__).parents[2]
GROUP = '[[groups]]\nname = "g"\nplatform = "sandbox"\nid = "1"\n'
TODAY = datetime.now(UTC)
WEEK = iso_week(TODAY.date())
BEFORE = iso_week(TODAY.date() - timedelta(weeks=60))
AHEAD = iso_week(TODAY.date() + timedelta(weeks=2))


def call(*options):
    return subprocess.run(
        [sys.executable, "-m", "bot", "digest", *options],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
    )


def one_line(done, *parts):
    assert done.returncode == 1, done.stderr[-500:]
    assert (done.stdout, "Traceback" in done.stderr) == ("", False)
    said = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert len(said) == 1, said
    for part in parts:
        assert part in said[0]


@pytest.fixture
async def folder(tmp_path, monkeypatch):
    """A folder whose records hold one case of today, with its evidence chained."""
    configure(tmp_path, monkeypatch, GROUP)
    (tmp_path / "var").mkdir()
    monkeypatch.setenv("SCHOOLGATE_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    begun = TODAY - timedelta(weeks=10)
    store = await open_records(address(tmp_path), KEY, clock=lambda: begun)
    orders = await store.settle(judged(1, *FULL, at=TODAY - timedelta(seconds=1)))
    for order in orders:
        await store.outcome(order.id, Status.DONE, at=TODAY)
    await store.decide(orders[0].case, Review(by=NAME, verdict="upheld", at=TODAY), State.UPHELD)
    await store.extend_chain()
    await store.close()
    return tmp_path


def address(folder):
    return f"sqlite+aiosqlite:///{folder / 'var' / 'schoolgate.db'}"


def test_it_is_printed_or_written_as_the_name_of_the_file_says(folder):
    printed = call("--week", WEEK)
    assert printed.returncode == 0, printed.stderr[-500:]
    assert f"weekly digest {WEEK}" in printed.stdout
    assert "New cases: 1: #1" in printed.stdout
    for name in ("digest.txt", "digest.html", "digest.png"):
        done = call("--week", WEEK, "--out", str(folder / name))
        assert (done.returncode, done.stdout) == (0, ""), done.stderr[-500:]
    assert (folder / "digest.txt").read_text().startswith(f"Hollybank Primary School: weekly digest {WEEK}")
    html = (folder / "digest.html").read_text()
    assert (html.count("<h1>"), "data:image/png;base64," in html) == (1, True)
    with Image.open(folder / "digest.png") as chart:
        assert chart.format == "PNG"
    whole = printed.stdout + html
    assert not any(word in whole for word in (*NAME.split(), "Zebulon", SECRET))


def test_governors_get_no_case_number_and_no_small_number(folder):
    done = call("--week", WEEK, "--governors")
    assert done.returncode == 0, done.stderr[-500:]
    assert ", for governors" in done.stdout.splitlines()[0]
    assert ("#1" in done.stdout, "New cases by clause:" in done.stdout) == (False, True)
    assert "fewer than 5" in done.stdout


def test_overdue_is_what_the_settings_say(folder, monkeypatch):
    monkeypatch.setenv("SCHOOLGATE_OVERDUE_HOURS", "24")
    assert "Overdue (open for more than 24 hours): " in call("--week", WEEK).stdout


def test_without_a_week_it_is_about_this_one(folder):
    done = call()
    assert (done.returncode, f"weekly digest {WEEK}" in done.stdout) == (0, True)


@pytest.mark.parametrize("week", ["2026-W54", "last", "9999-W52"])
def test_a_week_that_does_not_exist_is_one_line(folder, week):
    one_line(call("--week", week), "--week", week, "2026-W46")


@pytest.mark.parametrize(("week", "why"), [(BEFORE, "before these records begin"), (AHEAD, "has not begun")])
def test_a_week_that_nothing_can_be_known_of_is_one_line(folder, week, why):
    one_line(call("--week", week), "--week", week, why)


def test_a_file_that_cannot_be_made_is_one_line(folder):
    one_line(call("--out", str(folder / "digest.pdf")), "--out", "digest.pdf", ".html")
    one_line(call("--out", str(folder / "nowhere" / "digest.txt")), "--out", "nowhere", "make it first")
    (folder / "taken.txt").mkdir()
    one_line(call("--out", str(folder / "taken.txt")), "--out", "taken.txt", "cannot be written")


def test_the_log_is_verified_and_a_head_is_found_in_it(folder):
    done = call("--verify")
    assert (done.returncode, "is whole" in done.stdout) == (0, True), done.stderr[-500:]
    head = done.stdout.split()[-1]
    assert len(head) == 64
    assert call("--verify", "--head", head).returncode == 0
    with closing(sqlite3.connect(folder / "var" / "schoolgate.db")) as other, other:
        assert other.execute("UPDATE orders SET clause = '9.9' WHERE id = 1").rowcount == 1
    changed = call("--verify", "--head", "f" * 64)
    assert changed.returncode == 1
    assert [line.split()[0] for line in changed.stdout.splitlines()] == ["order", "no"]
    assert "order 1 was changed" in changed.stdout


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (("--head", "f" * 64), ["--head", "--verify"]),
        (("--verify", "--head", "abc"), ["--head", "64"]),
        (("--verify", "--week", WEEK), ["--verify", "--week"]),
    ],
)
def test_options_that_do_not_go_together_are_one_line(folder, options, parts):
    one_line(call(*options), *parts)
