"""What can be wrong with a person, a message or a moment, on Telegram: the real client, the loopback server."""

import asyncio
import sqlite3

import pytest

from bot.staff.cards import Button, Card
from tests.acceptance.telegram_school import told
from tests.platforms.offered import REFUSED, STAFF_COMMANDS, VERBS
from tests.platforms.running import running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
NOBODY = "70000000099"
QUARTER = 15 * 60  # seconds after which Telegram takes no answer to a press here
EXAMPLES = {"member": NOBODY, "clause": "4.2.4", "duration": "1 day", "case": "1", "message": "", "text": "please"}


async def insulted(school, who="parent"):
    """A case with its card; the message it is about."""
    sent = await school.post(who, INSULT)
    await until(lambda: INSULT not in school.shown() and school.button("notmine", school.staff), within=60)
    return sent


def refusals(school):
    with sqlite3.connect(school.folder / "var" / "schoolgate.db") as database:
        return [name for (name,) in database.execute("select command from refusals order by id")]


async def test_no_permission_means_no_command_of_the_staffs(school):
    private = school.private("parent")
    async with running():
        for menu in STAFF_COMMANDS:
            words = " ".join(EXAMPLES[field.kind] for field in menu.fields if field.required)
            post = await school.ask("parent", school.parents, f"/{menu.name} {words}")
            await until(lambda: refusals(school)[-1:] == [menu.name], within=60)  # noqa: B023 (awaited here)
            await until(lambda: "for the school's staff" in school.shown(private)[-1], within=60)
            assert not post.deleted, menu.name
        assert refusals(school) == [menu.name for menu in STAFF_COMMANDS]
        assert school.server.from_bot(school.parents) == []
    school.server.assert_conformant()


async def test_no_permission_means_no_button_of_the_staffs_and_none_of_somebody_elses(school):
    wanted = {f"{verb}:1:1": whose for verb, whose in VERBS.items()}
    async with running() as app:
        await insulted(school)
        everything = Card(title="All", buttons=tuple(Button(id=id_, label=id_) for id_ in wanted))
        await app.platforms["telegram"].post(str(school.parents.id), everything)
        (card,) = school.server.from_bot(school.parents)
        for id_, whose in wanted.items():
            who, refusal = ("other", "somebody else") if whose == "author" else ("parent", "for the school's staff")
            seen = await school.click(who, card, id_)
            assert refusal in seen.text, id_
            assert seen.alert, id_
        assert refusals(school) == REFUSED
    school.server.assert_conformant()


async def test_a_member_nobody_knows_is_said_not_to_be_there(school):
    async with running():
        assert "not in the group" in await school.command("office", "member", NOBODY)
        assert "not restricted" in await school.command("office", "lift", NOBODY)
        assert "Not done yet" in await school.command("office", "restrict", f"{NOBODY} 2 days 4.2.4 Please stop.")
        done = await school.press("office", "skip", answers="It cannot wait.")
        assert "NOT done, because the person is not a member" in done
        assert "not here (any more)" in await school.command("office", "assign", f"1 {NOBODY}")
        assert "has not written since I started" in await school.command("office", "warn", "@nobody_here 4.2.4 x")
    school.server.assert_conformant()


async def test_a_message_of_somebody_who_left_can_still_be_put_back(school):
    async with running():
        await insulted(school)
        await school.server.leave(school.parents, school.people["parent"])
        assert "not in the group" in await school.command("office", "member", str(school.people["parent"].id))
        assert "not here (any more)" in await school.command("office", "assign", f"1 {school.people['parent'].id}")
        assert "The talk is noted." in await school.press("office", "talk", answers="They moved away.")
        await school.command("office", "restrict", f"{school.people['parent'].id} 2 days 4.2.4 Enough.")
        done = await school.press("office", "skip", answers="It cannot wait.")
        assert "Author may not post." in done  # Telegram keeps it for when they come back
        assert school.status("parent") == "restricted"
        assert "put back" in await school.press("office", "restore")
        assert any(INSULT in text for text in school.shown())
    school.server.assert_conformant()


@pytest.mark.parametrize("who", ["owner", "chair"])
async def test_who_cannot_be_restricted_is_not_and_staff_read_why(school, who):
    chair = school.server.user("chair")
    await school.server.join(school.parents, chair)
    school.server.promote(school.parents, chair)
    account = {"owner": school.server.owner(school.parents), "chair": chair}[who]
    async with running():
        await school.command("office", "restrict", f"{account.id} 2 days 4.2.4 Enough.")
        done = await school.press("office", "skip", answers="It cannot wait.")
        assert "NOT done, because the person is an owner or administrator" in done
    school.server.assert_conformant()


@pytest.mark.parametrize("who", ["shy", "blocked"])
async def test_a_closed_private_chat_stops_no_warning_and_the_group_says_nothing_of_it(school, who):
    if who == "blocked":
        school.server.block_bot(school.people["parent"])
        who = "parent"
    async with running():
        sent = await school.post(who, "Is the school fair on Saturday?")
        await school.command_about("office", "warn", "4.2.4 Please stop.", sent)
        assert "Author told why." in await school.press("office", "skip", answers="It cannot wait.")
        await until(lambda: school.server.from_bot(school.parents), within=60)
        assert not any("Please stop." in post.text for post in school.server.from_bot(school.parents))
        assert "Please stop." in await school.follow(who, "reason")
    school.server.assert_conformant()


async def test_a_message_its_author_deleted_meanwhile_is_hidden_all_the_same(school):
    async with running():
        sent = await school.post("parent", "Is the school fair on Saturday?")
        school.server.delete(sent)
        author = school.people["parent"].id
        hidden = await school.command("office", "hide", f"{sent.link} {author} 4.2.4 Please ring us")
        assert "Message taken down." in hidden
        assert "ask the person to post it again" in await school.command("office", "restore", "1")
        await until(lambda: told(school, "parent", "Please ring us"), within=60)
    school.server.assert_conformant()


async def test_of_two_staff_at_once_one_decides_and_the_other_is_told_by_whom(school):
    async with running():
        await insulted(school)
        both = await asyncio.gather(school.press("office", "restore"), school.press("head", "uphold"))
        assert sorted("already decided" in seen for seen in both) == [False, True]
        late = next(seen for seen in both if "already decided" in seen)
        assert "by office" in late or "by head" in late
        assert sum(INSULT in text for text in school.shown()) == int("put back" in both[0])
    school.server.assert_conformant()


async def test_cards_work_after_a_restart_and_a_question_from_before_says_what_to_do(school):
    async with running():
        await insulted(school)
        await school.click("office", *school.button("talk", school.staff))
        question = await school.server.until(
            lambda: [one for one in school.server.from_bot(school.staff) if "Answer this message" in one.text]
        )
    async with running():
        await school.server.post(school.staff, school.people["office"], "They will stop.", reply_to=question[-1])
        await until(lambda: any("press the button again" in text for text in school.shown(school.staff)), within=60)
        assert "The talk is noted." in await school.press("office", "talk", answers="They will stop.")
        assert "upheld" in await school.press("head", "uphold")
    school.server.assert_conformant()


async def test_a_press_that_reaches_the_bot_too_late_is_done_shown_on_the_card_and_told_privately(school):
    await school.server.start(school.people["office"])
    async with running():
        await insulted(school)
        assert not (await too_late(school, "uphold")).answered
        await until(lambda: any("Case 1: upheld" in text for text in school.shown(school.staff)), within=60)
        await until(lambda: told(school, "office", "Case 1: upheld"), within=60)
        assert [one.error for one in school.server.calls("answerCallbackQuery") if "too old" in one.error]
    school.server.assert_conformant()


async def test_what_a_press_asks_that_comes_too_late_is_asked_all_the_same(school):
    async with running():
        await insulted(school)
        assert not (await too_late(school, "warn")).answered
        await until(lambda: any("Warn this member" in text for text in school.shown(school.staff)), within=60)
    school.server.assert_conformant()


async def too_late(school, verb):
    """A press that is delivered only when Telegram takes no answer to it any more."""
    school.server.hold()
    late = await school.server.click(school.people["office"], *school.button(verb, school.staff), seconds=0.1)
    school.server.advance(QUARTER)
    school.server.release()
    return late
