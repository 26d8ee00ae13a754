"""Posts that wait for staff on Telegram, from the private chat to the group: the real client, a loopback server."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance.telegram_school import THREAT
from tests.platforms.running import recorded, running, until

POST = "Who can help at the cake stall on Friday?"


@pytest.fixture
def held(school):
    """The same school; in its group every post is read before it is shown."""
    path = Path(os.environ["SCHOOLGATE_CONFIG"])
    path.write_text(path.read_text() + "premoderate = true\n")
    return school


def told(school, who, part):
    return [post for post in school.server.private_messages(school.people[who]) if part in post.text]


def card(school, verb):
    """The newest card in the staff chat with this button, and the button's data."""
    for post in reversed(school.server.from_bot(school.staff)):
        for button in post.buttons:
            if button.get("callback_data", "").startswith(f"{verb}:"):
                return post, button["callback_data"]
    return None


async def hand_in(school, text=POST, who="parent"):
    """A member writes it to the bot and is told that it waits."""
    before = len(told(school, who, "every post is read"))
    await school.server.write(school.people[who], text)
    await until(lambda: len(told(school, who, "every post is read")) > before)
    await until(lambda: card(school, "approve"))
    return told(school, who, "every post is read")[-1]


def questions(school):
    """What the bot asked staff in words, oldest first."""
    return [post for post in school.server.from_bot(school.staff) if "Answer this message" in post.text]


async def answered(school, text, who="office"):
    """Answer the question the bot asked last in the staff chat."""
    await school.server.post(school.staff, school.people[who], text, reply_to=questions(school)[-1])


async def test_what_a_member_writes_to_the_bot_waits_and_is_posted_in_their_name_when_staff_approve(held):
    async with running():
        await hand_in(held)
        shown, data = card(held, "approve")
        assert POST in shown.text
        assert "nothing was found" in shown.text
        assert held.shown() == []
        await held.click("office", shown, data)
        await until(lambda: any(POST in text and "parent" in text for text in held.shown()))
        await until(lambda: told(held, "parent", "is now shown"))
        assert not card(held, "approve")
        assert len(held.shown()) == 1
    held.server.assert_conformant()


async def test_a_post_with_findings_is_judged_and_declined_with_the_clause_and_can_be_appealed(held):
    async with running():
        await hand_in(held, THREAT)
        shown, data = card(held, "decline")
        assert "4.2.6" in shown.text
        assert held.status("parent") == "member"
        await held.click("office", shown, data)
        await until(lambda: questions(held))
        await answered(held, "4.2.6\nPlease ring us instead.")
        await until(lambda: told(held, "parent", "is not shown"))
        notice = told(held, "parent", "is not shown")[0]
        assert "threaten violence" in notice.text
        assert "Please ring us instead." in notice.text
        assert [button["callback_data"] for button in notice.buttons] == ["appeal:1"]
        assert held.shown() == []
    held.server.assert_conformant()


async def test_a_changed_text_is_shown_only_when_its_author_agrees_to_just_that_text(held):
    async with running():
        await hand_in(held)
        for number, text in enumerate(("Help wanted at the stall.", "Who helps at the stall?"), start=1):
            shown, data = card(held, "propose")
            asked = len(questions(held))
            await held.click("office", shown, data)
            await until(
                lambda asked=asked: (
                    len([p for p in held.server.from_bot(held.staff) if "Answer this" in p.text]) > asked
                )
            )
            await answered(held, text)
            await until(lambda number=number: told(held, "parent", "with these words")[number - 1 :])
        first, second = told(held, "parent", "with these words")
        assert "Who helps at the stall?" in second.text
        old = await held.server.click(held.people["parent"], first, "agree:1:1")
        assert "not open any more" in old.text
        assert held.shown() == []
        await held.click("parent", second, "agree:1:2")
        await until(lambda: any("Who helps at the stall?" in text for text in held.shown()))
        assert POST not in " ".join(held.shown())
    held.server.assert_conformant()


async def test_a_member_withdraws_and_staff_can_no_longer_approve(held):
    async with running():
        waiting = await hand_in(held)
        await held.click("parent", waiting, "withdraw:1")
        await until(lambda: not card(held, "approve"))
        assert held.shown() == []
    held.server.assert_conformant()


async def test_what_reaches_the_group_anyway_is_taken_down_and_waits_and_its_author_is_told_in_the_group(held):
    async with running():
        await held.post("shy", POST)
        await until(lambda: POST not in held.shown())
        await until(lambda: card(held, "approve"))
        await until(lambda: any(post.buttons for post in held.server.from_bot(held.parents)))
        note = next(post for post in held.server.from_bot(held.parents) if post.buttons)
        assert POST not in note.text
        await held.server.follow(held.people["shy"], note.buttons[0]["url"])
        await until(lambda: told(held, "shy", "every post is read"))
        shown, data = card(held, "approve")
        await held.click("office", shown, data)
        await until(lambda: any(POST in text for text in held.shown()))
        await until(lambda: told(held, "shy", "is now shown"))
    held.server.assert_conformant()


async def test_a_picture_with_a_post_is_kept_and_posted_with_it(held):
    async with running():
        await held.server.write(held.people["parent"], POST, photo=b"\x89PNG cake stall")
        await until(lambda: card(held, "approve"))
        shown, data = card(held, "approve")
        await held.click("office", shown, data)
        await until(lambda: any("photo" in post.content for post in held.server.from_bot(held.parents)))
    held.server.assert_conformant()


async def test_staff_write_in_the_group_themselves(held):
    async with running():
        await held.post("office", "The hall is closed today.")
        await held.post("parent", POST)
        await until(lambda: POST not in held.shown())
        assert "The hall is closed today." in held.shown()


async def test_somebody_who_is_no_member_of_the_group_cannot_hand_anything_in(held):
    stranger = held.server.user("Stranger")
    async with running():
        await held.server.start(stranger)
        await held.server.write(stranger, POST)
        await until(lambda: len(held.server.private_messages(stranger)) == 2)
        assert recorded(held.folder) == {}


async def test_the_author_hears_of_an_approval_and_of_a_long_wait_also_after_a_restart(held):
    async with running() as app:
        await hand_in(held)
        late = datetime.now(UTC) + timedelta(hours=25)
        cards = len(held.server.from_bot(held.staff))
        await app.enforcement.mind(late)
        await app.enforcement.mind(late)
        assert len(told(held, "parent", "still waits")) == 1
        assert len(held.server.from_bot(held.staff)) == cards + 1
    async with running() as app:
        await app.enforcement.mind(late + timedelta(hours=48))
        assert len(told(held, "parent", "still waits")) == 2
        held.server.fail("sendMessage", status=502, times=1)
        shown, data = card(held, "approve")
        await held.click("office", shown, data)
        await until(lambda: any(POST in text for text in held.shown()))
        await until(lambda: told(held, "parent", "is now shown"))
    data = b"".join(path.read_bytes() for path in (held.folder / "var").rglob("*") if path.is_file())
    assert POST.encode() not in data
