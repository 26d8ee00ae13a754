"""What the bot was refused for lack of a right is done once it has the right: the real client, the loopback server."""

import asyncio
import sqlite3
from contextlib import closing

from tests.acceptance.telegram_school import THREAT, card_with, told
from tests.platforms.running import recorded, running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"


def card(school, verb="uphold"):
    """What the newest card with such a button says."""
    return card_with(school, verb)[0].text


async def refused(school, *orders):
    """A threat is posted, and what has to be done about it is refused."""
    await school.post("parent", THREAT)
    await until(lambda: all(recorded(school.folder).get(order) == "failed" for order in orders), within=60)
    await until(lambda: card_with(school, "uphold") and "tried again by itself once" in card(school))
    assert THREAT in school.shown()


async def test_what_was_refused_is_done_when_the_right_comes_back_and_the_card_says_so(school):
    server = school.server
    server.set_bot_rights(school.parents, can_delete_messages=False, can_restrict_members=False)
    async with running() as app:
        await refused(school, "hide", "restrict")
        server.set_bot_rights(school.parents, can_delete_messages=True)
        await until(lambda: THREAT not in school.shown())
        await app.intake.idle()
        assert "Message taken down: done and checked" in card(school)
        assert "Author may not post: FAILED" in card(school)
        server.set_bot_rights(school.parents, can_restrict_members=True)
        await until(lambda: school.status("parent") == "restricted")
        await app.intake.idle()
        assert "Author may not post: done and checked" in card(school)
        assert "FAILED" not in card(school)
        assert "what could not be done at first was done by Schoolgate" in card(school)
        assert len(told(school, "parent")) == 1
    server.assert_conformant()


async def test_it_is_tried_again_once_each_time_and_says_nothing_where_that_was_no_use(school):
    server = school.server
    server.set_bot_rights(school.parents, can_delete_messages=False)
    async with running() as app:
        await refused(school, "hide")
        before = len(server.calls("deleteMessage"))
        server.set_bot_rights(
            school.parents, can_pin_messages=not server.world.me(school.parents).rights.get("can_pin_messages")
        )
        await until(lambda: len(server.calls("deleteMessage")) > before)
        await app.enforcement.reconcile()
        await app.intake.idle()
        assert len(server.calls("deleteMessage")) == before + 1
        assert "Message taken down: FAILED" in card(school)
        assert "at first was done" not in card(school)


async def test_what_staff_left_as_it_was_is_not_taken_down_when_the_right_comes_back(school):
    server = school.server
    server.set_bot_rights(school.parents, can_delete_messages=False)
    async with running() as app:
        await refused(school, "hide")
        await school.command("office", "close", "1 It was a joke among friends")
        assert "tried again by itself once" not in school.shown(school.staff)[-1]
        server.set_bot_rights(school.parents, can_delete_messages=True)
        await school.post("other", INSULT)
        await until(lambda: INSULT not in school.shown())
        await app.intake.idle()
        assert THREAT in school.shown()


async def test_a_right_that_came_back_while_the_bot_was_stopped_is_used_at_the_start(school):
    server = school.server
    server.set_bot_rights(school.parents, can_delete_messages=False)
    async with running():
        await refused(school, "hide")
    server.set_bot_rights(school.parents, can_delete_messages=True)
    server.advance(25 * 3600)  # Telegram keeps what happened for a day
    async with running():
        await until(lambda: THREAT not in school.shown())


async def test_what_telegram_lets_no_bot_delete_is_told_to_staff_and_not_tried_again(school):
    server = school.server
    server.set_bot_rights(school.parents, can_delete_messages=False)
    async with running():
        await refused(school, "hide")
    server.set_bot_rights(school.parents, can_delete_messages=True)
    server.advance(49 * 3600)
    async with running():
        await until(lambda: "delete it yourself in the group" in card(school))
        assert "tried again" not in card(school)
    before = len(server.calls("deleteMessage"))
    async with running() as app:
        await app.intake.idle()
        await app.enforcement.reconcile()
        assert len(server.calls("deleteMessage")) == before
    assert THREAT in school.shown()
    server.assert_conformant()


async def test_a_card_that_could_not_be_shown_is_shown_once_the_bot_is_in_the_staff_chat_again(school):
    server = school.server
    server.kick_bot(school.staff)
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: recorded(school.folder).get("notify_staff") == "failed", within=60)
        server.set_bot_rights(school.staff)
        await until(lambda: card_with(school, "uphold"))
        assert "Message taken down: done and checked" in card(school)
    server.assert_conformant()


def damage(file):
    """Spoil what is kept of a restriction, which then waits for its member."""
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "UPDATE orders SET words = x'00', status = 'failed', detail = 'no_member' WHERE kind = 'restrict'"
        )
        database.commit()


async def test_a_damaged_record_of_somebody_who_comes_back_holds_up_no_message(school):
    server, parent = school.server, school.people["parent"]
    async with running() as app:
        await school.post("parent", THREAT)
        await until(lambda: recorded(school.folder).get("restrict") == "verified", within=60)
        await app.intake.idle()
        await asyncio.to_thread(damage, school.folder / "var" / "schoolgate.db")  # the program may be writing itself
        await server.leave(school.parents, parent)
        await server.join(school.parents, parent)
        await school.post("other", INSULT)
        await until(lambda: INSULT not in school.shown())
