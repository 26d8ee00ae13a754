"""`schoolgate pack`: packs in words for people, what two packs do differently, and everything that is wrong in one."""

import json
import re
from datetime import date

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot import packs
from bot.pack_cli import packs as cli
from bot.staff import locale
from moderation.domain import Kind, Role
from moderation.policy import pack as policy
from moderation.policy.pack import Step, load
from tests.unit.test_pack import ALL

TODAY = date(2026, 9, 1)
TRUST, OUTWOOD, STOKES, WELSH = (load(name, ALL) for name in ("trust", "outwood", "stokes_wood", "carmarthenshire"))


def drawn(*parts):
    console = Console(width=400)
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return capture.get()


def called(*arguments, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    return CliRunner().invoke(cli, list(arguments))


def test_every_action_step_and_category_has_words_of_its_own():
    assert set(packs.DOES) == set(Kind)
    assert set(packs.STEPS) == set(Step)
    named = {category for pack in (TRUST, OUTWOOD, STOKES, WELSH) for category in pack.categories()}
    assert [name for name in named if not locale.load("en").has(f"category-{name.replace('.', '-')}")] == []


def test_the_list_says_which_policies_wait_for_approval_or_for_a_new_version():
    text = drawn(packs.listed([TRUST, OUTWOOD, STOKES, WELSH], TODAY)).splitlines()
    rows = {line.split()[1]: line for line in text if line.startswith("\u2502")}
    assert "past: ask for the new version" in rows["outwood"]
    assert "1 June 2027" in rows["trust"]
    assert "past" not in rows["trust"]
    assert "yes" in rows["stokes_wood"]
    assert "Welsh and English" in rows["carmarthenshire"]


def test_a_pack_is_shown_in_the_policys_words_with_what_breaks_them_and_what_follows():
    text = drawn(*packs.shown(TRUST, TODAY))
    assert "Posting comments which threaten violence" in text
    threat = TRUST.thresholds["threat"]
    assert f"threats (from {threat.review:.0%}, clear from {threat.hide:.0%})" in text
    assert "5.1.3 (The Police)" in text
    clear, unsure = packs.follows(TRUST.find("4.2.6"), TRUST).splitlines()
    assert "its author cannot post for 24 hours, until staff confirm or lift it" in clear
    assert unsure == "When it is not: the safeguarding lead is told at once and staff get a card to decide on."


def test_brackets_in_a_policys_words_are_shown_as_they_stand():
    words = "Posts about [name of school] are [/b] read"
    clause = TRUST.clause[0].model_copy(update={"words": words, "title": "[red]"})
    pack = TRUST.model_copy(update={"clause": (clause, *TRUST.clause[1:]), "title": "[/policy]"})
    text = drawn(*packs.shown(pack, TODAY), packs.listed([pack], TODAY), packs.differences(TRUST, pack))
    assert words in text
    assert "[red]" in text
    assert "[/policy]" in text


def test_what_a_pack_sets_for_all_its_clauses_is_shown_and_compared():
    stricter = TRUST.model_copy(
        update={
            "harm": TRUST.harm.model_copy(update={"hide": 0.4, "surer": {"identity": 0.5}}),
            "exempt": {Role.PARENT: ("complaint",)},
            "appeals": TRUST.appeals.model_copy(update={"days": 7}),
            "ladder": TRUST.ladder.model_copy(update={"expire_days": 30, "review_days": 5}),
        }
    )
    table = packs.differences(TRUST, stricter)
    text = drawn(table)
    assert table.row_count == 5
    for said in (
        "from 40%, the mean of its harm and of the worst thing found; from 50% where it has words for who people are",
        "parents: ",
        "for 7 days",
        "count for 30 days",
        "looked at after 5 days",
    ):
        assert said in text
        assert said in drawn(*packs.shown(stricter, TODAY))


def test_what_binds_only_some_authors_or_counts_only_beside_something_is_said():
    assert packs.breaks(STOKES.find("staff.friends"), STOKES).startswith("Only messages by staff and governors:")
    assert "only together with unkind words about a person, bullying" in packs.breaks(OUTWOOD.find("4.5"), OUTWOOD)
    good_news = packs.breaks(OUTWOOD.find("3.4"), OUTWOOD)
    assert good_news == "never on its own: naming somebody else's child and naming a member of staff"


def test_a_pack_does_nothing_differently_from_itself_whatever_its_clauses_are_called():
    renamed = [clause.model_copy(update={"id": f"x{clause.id}"}) for clause in TRUST.clause]
    assert packs.differences(TRUST, TRUST.model_copy(update={"clause": tuple(renamed)})).row_count == 0


def test_only_what_is_different_is_compared():
    text = drawn(packs.differences(TRUST, WELSH))
    assert "Welsh and English" in text
    assert "Naming a member of staff" in text
    assert "Scams" not in text


def test_messages_that_packs_treat_alike_are_left_out():
    stays = {"clauses": [], "actions": []}
    hidden = {"clauses": ["4.2.7"], "actions": [{"kind": "hide"}]}
    table = packs.tried(
        ["alike", "well done " * 10], {"trust": [stays, hidden], "outwood": [stays, stays]}, [TRUST, OUTWOOD]
    )
    text = drawn(table)
    assert table.row_count == 1
    assert "4.2.7 Somebody's personal details, name or picture" in text
    assert "- the message is taken down" in text
    assert "stays" in text
    assert "well done well done well done well done well done well done\u2026"[:50] in text


def test_a_file_of_messages_may_be_plain_text_or_json_lines():
    found = packs.as_lines('Hello all\n\n{"text": "I am first", "author": "staff"}\n{broken\n')
    assert [shown for _, shown in found] == ["Hello all", "I am first", "(not readable)"]
    assert json.loads(found[0][0]) == {"text": "Hello all"}


def test_a_line_separator_inside_a_message_does_not_cut_it_in_two():
    line = '{"text": "one\u2028two\x85three"}'
    assert packs.as_lines(line + "\n") == [(line, "one\u2028two\x85three")]
    assert packs.unread(line + "\n{broken", [{}, {"error": "line 2: line: not JSON"}]) == [
        "Not read, and not judged: line 2: line: not JSON"
    ]


def test_a_pack_under_which_posts_wait_is_said_beside_the_comparison():
    assert [line.split(":")[0] for line in packs.waits([TRUST, STOKES])] == ["stokes_wood"]


def test_trying_two_packs_on_a_file_shows_only_what_they_do_differently(tmp_path, monkeypatch):
    (tmp_path / "roster.csv").write_text("kind,given_name,family_name\npupil,Safiya,Begum\n")
    messages = tmp_path / "messages.txt"
    messages.write_text("Well done to Safiya Begum for winning the reading cup!\nIs it PE tomorrow?\n")
    done = called(
        *("try", str(messages), "--packs", "outwood,heathfields", "--roster", str(tmp_path / "roster.csv")),
        monkeypatch=monkeypatch,
    )
    assert done.exit_code == 0, done.output[-300:]
    assert "2 messages, 1 treated differently." in done.output
    assert "use.1 Naming children" in done.output


def test_lines_that_cannot_be_read_are_said_and_not_counted(tmp_path, monkeypatch):
    messages = tmp_path / "messages.jsonl"
    messages.write_text('{"text": "Is it [b] or [/b] tomorrow?"}\n\n \n{broken\n{"id": "[/x]"}\n')
    done = called("try", str(messages), "--packs", "trust,stokes_wood", monkeypatch=monkeypatch)
    assert done.exit_code == 0, done.output[-300:]
    assert "1 message, " in done.output
    assert "Not read, and not judged: line 4: line: not JSON" in done.output
    assert "Not read, and not judged: line 5: text: Field required" in done.output


UNREADABLE = [
    ("latin", "caf\xe9\n".encode("latin-1"), "not UTF-8; save it as UTF-8"),
    ("empty", b"\n \n", "holds no messages; give a file with a message on each line"),
    ("folder", None, "Is a directory; check the path and its permissions"),
]


@pytest.mark.parametrize(("name", "held", "said"), UNREADABLE)
def test_a_file_that_cannot_be_tried_is_one_line(tmp_path, monkeypatch, name, held, said):
    path = tmp_path / name
    path.mkdir() if held is None else path.write_bytes(held)
    done = called("try", str(path), monkeypatch=monkeypatch)
    assert str(done.exception) == f"{path}: {said}"


def test_every_pack_of_ours_is_good(monkeypatch):
    done = called("check", monkeypatch=monkeypatch)
    assert done.exit_code == 0, done.output[-300:]
    assert [line.split(":")[0] for line in done.output.splitlines()] == sorted(
        ["trust", "stokes_wood", "heathfields", "outwood", "carmarthenshire"]
    )


def test_checking_a_broken_pack_says_everything_that_is_wrong(tmp_path, monkeypatch):
    broken = (policy.FOLDER / "heathfields.toml").read_text().replace('"scam", ', '"sorcery", ', 1)
    (tmp_path / "ours.toml").write_text(broken.replace('id = "use.2"', 'id = "use.1"'))
    common = (policy.FOLDER / "_common.toml").read_text()
    (tmp_path / "_common.toml").write_text(re.sub("surer = .*", "surer = { identity = 0.1, identty = 0.9 }", common))
    monkeypatch.setattr("bot.pack_cli.FOLDER", tmp_path)
    done = called("check", monkeypatch=monkeypatch)
    assert done.exit_code == 1
    assert "clause use.1: id: stands twice" in done.output
    assert "'sorcery'" in done.output
    assert "harm: clauses: no clause use.2" in done.output
    assert "harm: surer: identty: no detector produces 'identty'" in done.output
    assert "harm: surer: identity: is below hide" in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list",), "Social Networking Guidance/Policy for Parents"),
        (("show", "heathfields"), "'Friending' members of staff."),
        (("diff", "trust", "outwood"), "naming a member of staff"),
    ],
)
def test_the_commands_answer_in_words(arguments, said, monkeypatch):
    done = called(*arguments, monkeypatch=monkeypatch)
    assert done.exit_code == 0, done.output[-300:]
    assert said.lower() in done.output.lower()
