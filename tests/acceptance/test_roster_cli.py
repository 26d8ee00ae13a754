"""`schoolgate roster` and `schoolgate consent` as the office runs them."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.ports import Actor, Call
from tests.platforms.running import configure, running

ROOT = Path(__file__).parents[2]
GROUP = """
[[groups]]
name = "Year 4 parents"
platform = "sandbox"
id = "hollybank"
staff = ["role:staff"]
"""
EXPORT = "Adno,Forename,Surname,Registration Group,Gender\n1,Zebulon,Quuxley,4K,M\n2,Wilhelmina,Brzezicki,4K,F\n"
ADDRESSED = ("--group", "Year 4 parents")


@pytest.fixture
def office(tmp_path, monkeypatch):
    configure(tmp_path, monkeypatch, GROUP, SCHOOLGATE_SANDBOX_PORT="0", SCHOOLGATE_SANDBOX_REPLAY="no")

    def call(*arguments, answer=""):
        command = [sys.executable, "-m", "bot", *map(str, arguments)]
        return subprocess.run(
            command, cwd=ROOT, input=answer, env=os.environ, capture_output=True, text=True, timeout=300
        )

    return call


def file(folder, text, name="people.csv"):
    (folder / name).write_text(text)
    return folder / name


def test_an_import_is_shown_then_asked_then_done_and_can_be_undone(office, tmp_path):
    people = file(tmp_path, EXPORT)
    asked = office("roster", "import", people, *ADDRESSED, answer="n\n")
    assert "2 added, 0 changed, 0 removed" in asked.stdout
    assert asked.returncode == 1
    assert "0 pupils" in office("roster", "list").stdout
    done = office("roster", "import", people, *ADDRESSED, answer="y\n")
    assert done.returncode == 0, done.stderr
    assert "Zebulon" not in done.stdout
    again = office("roster", "import", people, *ADDRESSED)
    assert "nothing was changed" in again.stdout

    fewer = file(tmp_path, EXPORT.replace("1,Zebulon,Quuxley,4K,M\n", "").replace("4K", "5K"))
    shown = office("roster", "import", fewer, *ADDRESSED, "--yes", "--names")
    assert "0 added, 1 changed, 1 removed" in shown.stdout
    assert "removed: Zebulon Quuxley" in shown.stdout
    assert "5K: 1" in office("roster", "list").stdout
    assert office("roster", "import", "--undo", *ADDRESSED, "--yes").returncode == 0
    assert "4K: 2" in office("roster", "list").stdout
    assert "Zebulon Quuxley 4K" in office("roster", "list", "--names").stdout

    assert office("roster", "remove", *ADDRESSED, "--yes", "--for-good").returncode == 0
    assert "0 pupils" in office("roster", "list").stdout
    assert list((tmp_path / "var" / "rosters").iterdir()) == []


def test_an_import_is_compared_with_the_file_that_is_still_used_and_says_that_it_is_read_no_more(office, tmp_path):
    plain = file(tmp_path, EXPORT, "plain.csv")
    with (tmp_path / "schoolgate.toml").open("a") as settings:
        settings.write(f'roster = "{plain}"\n')
    fewer = file(tmp_path, EXPORT.replace("1,Zebulon,Quuxley,4K,M\n", ""))
    asked = office("roster", "import", fewer, *ADDRESSED, answer="n\n").stdout
    assert "now 2 pupils and 0 staff; then 1 pupil and 0 staff: 0 added, 0 changed, 1 removed." in asked
    assert f"{plain} is not read any more after this import" in asked

    same = office("roster", "import", plain, *ADDRESSED, "--yes")
    assert "0 added, 0 changed, 0 removed" in same.stdout
    assert "imported, last changed" in office("roster", "list").stdout
    assert "is not read any more" not in office("roster", "import", fewer, *ADDRESSED, answer="n\n").stdout
    assert "nothing was changed" in office("roster", "import", plain, *ADDRESSED).stdout

    back = office("roster", "import", "--undo", *ADDRESSED, "--yes").stdout
    assert "then 2 pupils and 0 staff" in back
    assert f"{plain} is read again after this" in back
    file(tmp_path, "nonsense", "plain.csv")
    broken = office("roster", "import", fewer, *ADDRESSED, "--yes")
    assert (broken.returncode, "plain.csv:1: given_name: column missing" in broken.stderr) == (0, True), broken.stderr


def test_an_export_without_staff_says_so_and_one_without_anybody_is_refused(office, tmp_path):
    warning = "No staff are in this file: their names will not be recognised; add rows with kind staff"
    people = file(tmp_path, "kind,forename,surname\nStaff,Cordelia,Ahlberg\nPupil,Zebulon,Quuxley\n,,\n")
    first = office("roster", "import", people, *ADDRESSED, "--yes").stdout
    assert "then 1 pupil and 1 staff" in first
    assert warning not in first
    pupils = file(tmp_path, EXPORT, "pupils.csv")
    assert warning in office("roster", "import", pupils, *ADDRESSED, "--yes").stdout
    assert warning not in office("roster", "import", pupils, *ADDRESSED, "--yes").stdout

    nobody = file(tmp_path, EXPORT.splitlines()[0] + "\n,,,,\n", "nobody.csv")
    done = office("roster", "import", nobody, *ADDRESSED, "--yes")
    assert done.returncode == 1
    assert "nobody.csv: nobody is in it: add a row for each pupil and member of staff" in done.stderr.splitlines()
    assert "2 pupils" in office("roster", "list").stdout


def test_every_bad_row_is_on_a_line_of_its_own_and_nothing_changes(office, tmp_path):
    people = file(tmp_path, EXPORT + "3,,,4K,M\n4,Ann\n", "bad.csv")
    done = office("roster", "import", people, *ADDRESSED, "--yes")
    lines = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert done.returncode == 1
    assert lines[0].startswith("bad.csv:4: given_name")
    assert lines[1].startswith("bad.csv:5: ")
    assert lines[-1] == f"Schoolgate stopped: {len(lines) - 1} to put right; nothing was changed"
    assert not (tmp_path / "var" / "rosters").exists()


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("roster", "import", "--group", "Year 9"), ["there is no group 'Year 9'", "Year 4 parents"]),
        (("roster", "import", *ADDRESSED), ["either a FILE.csv or --undo"]),
        (("roster", "import", "--undo", *ADDRESSED, "--yes"), ["no roster was ever imported"]),
        (("roster", "remove", *ADDRESSED, "--yes"), ["there is no imported roster"]),
        (("roster", "import", "none.csv", *ADDRESSED), ["1 to put right"]),
    ],
)
def test_what_cannot_be_done_is_one_line(office, arguments, parts):
    done = office(*arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for part in parts:
        assert part in done.stderr


def test_consents_are_imported_for_pupils_of_the_roster_and_no_name_lies_about(office, tmp_path):
    office("roster", "import", file(tmp_path, EXPORT), *ADDRESSED, "--yes")
    given = file(tmp_path, "id,photo_consent,naming_consent,until\n1,yes,yes,31/07/2099\n2,no,,\n", "consents.csv")
    done = office("consent", "import", given, *ADDRESSED, "--yes", "--by", "Cordelia Ahlberg")
    assert done.returncode == 0, done.stderr
    assert "1 photo given, 1 withdrawn; 1 naming given, 0 withdrawn" in done.stdout
    assert "nothing was changed" in office("consent", "import", given, *ADDRESSED, "--yes").stdout
    taken = file(tmp_path, "id,photo_consent\n1,no\n3,yes\n", "taken.csv")
    assert "taken.csv:3: pupil: not in the roster" in office("consent", "import", taken, *ADDRESSED, "--yes").stderr
    taken = file(tmp_path, "id,photo_consent\n1,no\n", "taken.csv")
    withdrawn = office("consent", "import", taken, *ADDRESSED, "--yes").stdout
    assert "photo withdrawn for 1; cases with posts that are still up: none found." in withdrawn
    assert "Look through albums and older posts yourself." in withdrawn
    with sqlite3.connect(tmp_path / "var" / "schoolgate.db") as database:
        assert database.execute("select count(*) from consents").fetchone() == (4,)
    raw = b"".join(path.read_bytes().lower() for path in (tmp_path / "var").rglob("*") if path.is_file())
    for name in (b"zebulon", b"quuxley", b"wilhelmina", b"brzezicki", b"cordelia", b"ahlberg"):
        assert name not in raw


async def test_a_running_bot_uses_a_new_roster_without_a_restart(office, tmp_path):
    async with running() as app:
        judge = app.intake.judge_of("sandbox", "hollybank")
        done = office("roster", "import", file(tmp_path, EXPORT), *ADDRESSED, "--yes")
        assert done.returncode == 0, done.stderr
        await app.refresh()
        assert app.intake.judge_of("sandbox", "hollybank") is not judge
        now = app.intake.judge_of("sandbox", "hollybank")
        await app.refresh()
        assert app.intake.judge_of("sandbox", "hollybank") is now


async def test_what_a_family_refused_counts_once_pupils_have_numbers_and_losing_those_is_warned_of(office, tmp_path):
    names = "forename,surname,photo_consent\nZebulon,Quuxley,yes\n"
    office("roster", "import", file(tmp_path, names), *ADDRESSED, "--yes")
    refused = file(tmp_path, "forename,surname,photo_consent\nZebulon,Quuxley,no\n", "refused.csv")
    assert "1 withdrawn" in office("consent", "import", refused, *ADDRESSED, "--yes", "--by", "Ms Ahlberg").stdout
    numbers = file(tmp_path, "id,forename,surname,photo_consent\n7,Zebulon,Quuxley,yes\n", "numbers.csv")
    assert "No numbers" not in office("roster", "import", numbers, *ADDRESSED, "--yes").stdout
    async with running() as app:
        (group,) = app.front.desk.groups()
        (pupil,) = app.front.desk.roster(group).pupils
        assert (pupil.id, pupil.photo_consent) == ("7", False)
        actor = Actor(user="office", name="Office", tokens=group.staff)
        what = {"what": "show Zebulon"}
        call = Call(command="consent", actor=actor, platform=group.platform, group=group.id, values=what)
        shown = (await app.front.command(call)).text
        assert "photo no" in shown
        assert "photo withdrawn, noted by Ms Ahlberg" in shown
    people = file(tmp_path, names)
    assert "No numbers are in this file" in office("roster", "import", people, *ADDRESSED, answer="n\n").stdout
