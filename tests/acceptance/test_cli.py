"""The command as people run it: bad input ends in one line that says what to do, without a traceback."""

import asyncio
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.alone import alone
from bot.app import build
from bot.lacking import lacking
from bot.rosters import open_rosters
from bot.settings import load
from moderation.domain import Ref
from moderation.roster import Roster
from tests.acceptance.telegram_school import THREAT
from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.evidence import HIDE, judged
from tests.platforms.running import configure, running, until
from tests.platforms.telegram_server.server import TelegramServer

ROOT = Path(__file__).parents[2]
GROUP = """
[[groups]]
name = "g"
platform = "{platform}"
id = "1"
"""
SANDBOX = GROUP.format(platform="sandbox")


def call(*arguments, stdin="", **environment):
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        input=stdin,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def add_to_configuration(line):
    known = Path(os.environ["SCHOOLGATE_CONFIG"])
    known.write_text(f"{known.read_text()}{line}\n")


def one_line(done, *parts):
    """The command failed, and its last words are one line that holds these parts."""
    assert done.returncode == 1, done.stderr[-500:]
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert len(said) == 1, said
    for part in parts:
        assert part in said[0]


CONFIGURATIONS = [
    ("an unknown pack", SANDBOX + 'pack = "sorcery"\n', ["schoolgate.toml", '("g"): pack', "sorcery.toml", "trust"]),
    ("broken TOML", SANDBOX + "pack = \n", ["schoolgate.toml", "not valid TOML"]),
    ("an unknown key", SANDBOX + 'colour = "red"\n', ['group 1 ("g"): colour: there is no such key']),
    ("an unknown detector", 'detectors = ["sorcery"]\n' + SANDBOX, ["sorcery.py", "wording"]),
    ("an unknown option", SANDBOX + '[detector.personal_data]\nowns = ["x"]\n', ["[detector.personal_data]", "'owns'"]),
    ("a bad option", SANDBOX + '[detector.personal_data]\nown = "0116"\n', ["[detector.personal_data]: option 'own'"]),
    ("a detector too few for the pack", 'detectors = ["names"]\n' + SANDBOX, ["trust.toml", "no detector produces"]),
]


@pytest.mark.parametrize(("what", "groups", "parts"), CONFIGURATIONS, ids=[row[0] for row in CONFIGURATIONS])
def test_a_bad_configuration_is_one_line(tmp_path, monkeypatch, what, groups, parts):
    configure(tmp_path, monkeypatch, groups)
    one_line(call("run"), *parts)


def test_a_roster_with_a_bad_row_names_file_line_and_field(tmp_path, monkeypatch):
    configure(tmp_path, monkeypatch, f'{SANDBOX}roster = "{tmp_path}/bad.csv"\n')
    (tmp_path / "bad.csv").write_text("kind,given_name,family_name\npupil,Callum,Whitaker\nwizard,Gandalf,Grey\n")
    done = call("run")
    one_line(done, "bad.csv", "3", "kind")
    assert "Gandalf" not in done.stderr


def test_a_data_folder_that_cannot_be_written_says_what_to_do(tmp_path, monkeypatch):
    configure(tmp_path, monkeypatch, SANDBOX)
    (tmp_path / "var").write_text("a file where the folder should be")
    one_line(call("run"), "var", "folder")


def test_another_key_than_the_records_were_made_with_is_refused(tmp_path, monkeypatch):
    configure(tmp_path, monkeypatch, SANDBOX)
    assert call("digest").returncode == 0
    (tmp_path / "var" / "schoolgate.key").unlink()
    one_line(call("digest"), "key")


async def test_a_wrong_token_is_one_line_on_both_platforms(tmp_path, monkeypatch):
    wrong = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    async with TelegramServer() as telegram, DiscordServer() as discord:
        configure(
            tmp_path,
            monkeypatch,
            GROUP.format(platform="telegram"),
            TELEGRAM_TOKEN=wrong,
            SCHOOLGATE_TELEGRAM_API=telegram.base_url,
            SCHOOLGATE_TELEGRAM_FILES=telegram.base_file_url,
        )
        done = await asyncio.to_thread(call, "run")
        one_line(done, "TELEGRAM_TOKEN")
        assert wrong not in done.stderr
        one_line(await asyncio.to_thread(call, "doctor"), "TELEGRAM_TOKEN")
        monkeypatch.delenv("TELEGRAM_TOKEN")
        configure(
            tmp_path,
            monkeypatch,
            GROUP.format(platform="discord"),
            DISCORD_TOKEN="wrong",
            SCHOOLGATE_DISCORD_API=discord.base_url,
            SCHOOLGATE_DISCORD_GATEWAY=discord.gateway_url,
        )
        one_line(await asyncio.to_thread(call, "run"), "DISCORD_TOKEN")
        doctor = await asyncio.to_thread(call, "doctor")
        assert (doctor.returncode, "Traceback" in doctor.stderr) == (1, False)
        assert "set DISCORD_TOKEN" in doctor.stdout + doctor.stderr


async def test_doctor_says_what_is_missing_and_what_to_do(school):
    unnamed = await asyncio.to_thread(call, "doctor")
    assert unnamed.returncode == 1
    assert re.search("Hollybank parents: nobody is named as safeguarding lead.*add dsl", unnamed.stdout)
    add_to_configuration(f'dsl = ["user:{school.people["head"].id}"]')
    well = await asyncio.to_thread(call, "doctor")
    assert well.returncode == 0
    assert well.stdout.splitlines() == [
        "Dry run is off: what the policy says is done.",
        "All is well: nothing is missing.",
    ]
    school.server.set_bot_rights(school.parents, can_restrict_members=True, can_delete_messages=False)
    ill = await asyncio.to_thread(call, "doctor")
    assert ill.returncode == 1
    assert "Delete messages" in ill.stdout
    assert "Hollybank parents" in ill.stdout
    school.server.assert_conformant()


async def test_a_second_program_with_the_same_records_is_refused_and_doctor_is_not(school):
    """Each would carry out every command: a note would stand twice in the case."""
    data = Path(os.environ["SCHOOLGATE_DATA"])
    with alone(data):
        one_line(await asyncio.to_thread(call, "run"), str(data), "another Schoolgate runs with this folder")
        assert "does not answer" not in (await asyncio.to_thread(call, "doctor")).stdout
    with alone(data):
        pass


async def test_doctor_only_looks(school):
    """It may be run beside the bot: what is posted meanwhile is left to the bot, and nothing due is done twice."""
    await school.post("parent", THREAT)
    await asyncio.to_thread(call, "doctor")
    with closing(sqlite3.connect(Path(os.environ["SCHOOLGATE_DATA"]) / "schoolgate.db")) as database:
        counted = [database.execute(f"select count(*) from {table}").fetchone() for table in ("judged", "heartbeats")]
    assert counted == [(0,), (0,)]
    async with running():
        await until(lambda: all(post.text != THREAT for post in school.server.visible(school.parents)))


async def test_what_was_tried_in_the_sandbox_is_no_case_when_real_groups_are_watched(school):
    pretended = Ref(platform="sandbox", chat="parents", message="1")
    async with build(load()) as app:
        await app.records.settle(judged(1, *HIDE, ref=pretended, group="hollybank"))
    now = datetime.now(UTC)
    async with running() as app:

        async def none_open():
            return not (await app.records.figures(now - timedelta(days=9), now, now=now)).open

        await until(none_open)


def test_doctor_says_that_nobody_is_named_as_staff_and_that_dry_run_is_on(tmp_path, monkeypatch):
    configure(tmp_path, monkeypatch, SANDBOX + 'dsl = ["role:dsl"]\n', SCHOOLGATE_SANDBOX_PORT="0")
    ill = call("doctor", SCHOOLGATE_DRY_RUN="true")
    assert ill.returncode == 1
    assert ill.stdout.splitlines()[0].startswith("Dry run is on: messages are judged and recorded, nothing is done")
    line = 'sandbox: g: nobody is named as staff: add staff = ["role:<id>"] to this group in the configuration'
    assert ill.stdout.splitlines()[-1] == line


def test_cases_are_not_deleted_while_they_can_be_appealed(tmp_path, monkeypatch):
    configure(tmp_path, monkeypatch, SANDBOX + "[retention]\ncase = 14\n", SCHOOLGATE_SANDBOX_PORT="0")
    ill = call("doctor")
    wrong = "a case would be deleted while pack trust still lets its author appeal; write 28 or more"
    assert (ill.returncode, ill.stderr) == (1, f"Schoolgate stopped: retention.case: 14: {wrong}\n")


PLACES = [
    ("discord", "", ["has no staff_place: cards and alerts about a child at risk go nowhere; add one to this group"]),
    ("telegram", 'dsl_place = "-2"\n', ["has no staff_place: cards go nowhere; add one to this group"]),
    ("telegram", 'staff_place = "-2"\n', []),
]


@pytest.mark.parametrize(("platform", "places", "said"), PLACES)
def test_a_group_whose_cards_or_alerts_go_nowhere_is_said(tmp_path, monkeypatch, platform, places, said):
    named = 'staff = ["user:1"]\ndsl = ["user:1"]\n'
    token = {f"{platform.upper()}_TOKEN": "x"}
    configure(tmp_path, monkeypatch, GROUP.format(platform=platform) + named + places, **token)
    assert lacking(load()) == [f"{platform}: g {line}" for line in said]


def test_a_group_whose_platform_does_not_run_is_said_and_the_sandbox_is_not_missed(tmp_path, monkeypatch):
    named = 'staff = ["user:1"]\ndsl = ["user:1"]\n'
    both = SANDBOX + named + GROUP.format(platform="discord").replace('"g"', '"Year 4 parents"')
    configure(tmp_path, monkeypatch, both)
    assert lacking(load()) == ["discord: Year 4 parents is on discord, which is not running: set DISCORD_TOKEN"]
    telegram = GROUP.format(platform="telegram").replace('"g"', '"h"') + named + 'staff_place = "-2"\n'
    configure(tmp_path, monkeypatch, SANDBOX + telegram, TELEGRAM_TOKEN="x")
    assert lacking(load()) == []


def test_a_roster_of_a_group_that_was_renamed_is_said(tmp_path, monkeypatch):
    named = 'staff = ["user:1"]\ndsl = ["user:1"]\n'
    configure(tmp_path, monkeypatch, SANDBOX + named)
    open_rosters(load()).put("G", Roster(), datetime.now(UTC))
    assert lacking(load()) == []
    configure(tmp_path, monkeypatch, (SANDBOX + named).replace('"g"', '"Year 4/5"'))
    (line,) = lacking(load())
    assert line.startswith("roster: g.roster: no group is called so: give the group its name back")
    open_rosters(load()).put("Year 4/5", Roster(), datetime.now(UTC))
    assert lacking(load()) == [line]


def test_check_answers_every_line_and_ends_with_1_when_one_was_bad(tmp_path):
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"id": "a", "text": "The nits are murder this term"}\n{"id": "b"}\n{"id": "c", "text": ""}\n')
    done = call("check", "--jsonl", str(lines), "--roster", "config/hollybank.csv")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer.get("id") for answer in answers] == ["a", None, "c"]
    assert answers[1]["line"] == 2
    assert len(answers[0]["scores"]) >= 24
    again = call("check", "--jsonl", "-", stdin='{"text": "Thank you Mrs Marsden"}\n')
    assert again.returncode == 0
    assert json.loads(again.stdout)["action"] == "allow"


def test_check_reads_dates_as_of_today():
    """A message's year is not among what it is given: dates of about now are those of events, not of a birth."""
    text = f"Parents evening 24/11/{datetime.now(UTC).year} and 26/11/{datetime.now(UTC).year}, book online"
    done = call("check", stdin=json.dumps({"text": text}) + "\n")
    assert json.loads(done.stdout)["action"] == "allow"


def test_a_file_that_check_cannot_read_is_one_line(tmp_path):
    one_line(
        call("check", "--jsonl", str(tmp_path / "nosuch")), "--jsonl: ", "nosuch", "No such file", "check the path"
    )
    one_line(call("check", "--jsonl", str(tmp_path)), "--jsonl: ", "check the path")


def test_a_line_that_is_not_utf8_is_answered_like_any_bad_one_and_the_rest_goes_on(tmp_path):
    (tmp_path / "latin").write_bytes(
        '\ufeff{"text": "ok"}\n'.encode() + b'{"text": "caf\xe9"}\r\n{"text": "\\ud83d"}\n'
    )
    done = call("check", "--jsonl", str(tmp_path / "latin"), PYTHONIOENCODING="ascii")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (1, "")
    assert [answer.get("id") for answer in answers] == ["1", None, "3"]
    assert answers[1] == {"line": 2, "error": "line 2: line: not UTF-8; save it as UTF-8"}


def test_evaluate_prints_figures_for_a_labelled_file(tmp_path):
    rows = [
        {"id": "1", "text": "I'll break his legs at the gate tonight", "labels": ["threat"], "action": "hide"},
        {"id": "2", "text": "Lost: one blue glove", "labels": [], "action": "allow"},
    ]
    path = tmp_path / "some.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    done = call("evaluate", str(path))
    assert done.returncode == 0, done.stderr[-300:]
    assert "| threat | 1 | 1.00 | 1.00 | 1.00 |" in done.stdout
    assert "Benign messages hidden: 0.0%" in done.stdout
    path.write_text('{"id": "1"}\n')
    one_line(call("evaluate", str(path)), "some.jsonl", "row 1")


UNREADABLE = [
    ("latin.jsonl", "caf\xe9\n".encode("latin-1"), "not UTF-8; save it as UTF-8"),
    ("empty.jsonl", b"", "holds no messages; give a file with a message on each line"),
    ("header.csv", b"text,labels\n", "holds no messages; give a file with a message on each line"),
    ("list.jsonl", b"[1]\n", "row 1: not a line of JSON"),
    ("folder", None, "Is a directory; check the path and its permissions"),
]


@pytest.mark.parametrize(("name", "held", "said"), UNREADABLE)
def test_a_file_that_evaluate_cannot_read_is_one_line(tmp_path, name, held, said):
    path = tmp_path / name
    path.mkdir() if held is None else path.write_bytes(held)
    one_line(call("evaluate", str(path)), f"Schoolgate stopped: {path}: {said}")


def test_without_a_network_a_checkpoint_is_refused_in_one_line_and_the_bundled_model_stays():
    one_line(call("model", "use", "sorcery"), "sorcery", "unbiased-small")
    one_line(
        call(
            "model",
            "use",
            "unbiased-small",
            HF_HUB_OFFLINE="1",
            http_proxy="http://127.0.0.1:9",
            https_proxy="http://127.0.0.1:9",
        )
    )
    listed = call("model", "list")
    assert listed.returncode == 0
    assert listed.stdout.splitlines()[0] == "bundled"


def test_help_names_every_command():
    done = call("--help")
    for name in ("run", "check", "evaluate", "tune", "digest", "doctor", "model"):
        assert name in done.stdout
