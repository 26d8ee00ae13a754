"""Every command and button about held posts and a secured group on Discord: the real client, the loopback server."""

import pytest

from tests.acceptance.discord_hall import CLOSED, hall
from tests.platforms import pictures
from tests.platforms.running import running, until

POST = "Who can help at the cake stall on Friday?"
OTHER = "Helpers wanted at the stall."
THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"
INSULT = "Mrs Marsden is a lying useless cow and everybody knows it"
WRONG = {"clause": "4.2.4", "reason": "Please ring us instead."}


@pytest.fixture
async def held(tmp_path, monkeypatch):
    """A server where every post is read before it is shown."""
    async with hall(tmp_path, monkeypatch, "premoderate = true") as ready:
        everyone = ready.guild.roles[ready.guild.id]
        ready.server.overwrite(ready.places["parents"], everyone, deny=CLOSED)
        ready.server.overwrite(ready.places["parents"], ready.server.bot_role(ready.guild), allow=CLOSED)
        yield ready


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch, "[pile_on]\nmembers = 2\nminutes = 5") as ready:
        yield ready


async def hand_in(held):
    await held.command("parent", "post", place="parents", text=POST)


async def test_a_post_is_listed_and_approved_by_command_and_by_button(held):
    async with running():
        await hand_in(held)
        assert "1: waits for a decision" in (await held.command("office", "held")).text
        assert "Post 1: posted." in (await held.command("office", "approve", case="1")).text
        await hand_in(held)
        assert "Post 2: posted." in (await held.press("office", "approve")).text
        assert [POST in text for text in held.texts("parents")] == [True, True]
        assert "is not a post that waits" not in (await held.command("office", "held")).text
    held.server.assert_conformant()


async def test_a_post_is_declined_by_command_and_by_button_and_its_author_appeals(held):
    async with running():
        await hand_in(held)
        assert "Post 1: declined." in (await held.command("office", "decline", case="1", **WRONG)).text
        await hand_in(held)
        assert "Post 2: declined." in (await held.press("office", "decline", answers=WRONG)).text
        await until(lambda: len(held.told("parent", "Please ring us instead.")) == 2)
        thanks = await held.press("parent", "appeal", on="private", answers={"reason": "It is only cake"})
        assert "A member of staff will read it" in thanks.text
        await until(lambda: "It is only cake" in held.cards())
        assert held.texts("parents") == []
    held.server.assert_conformant()


async def test_another_text_is_suggested_by_command_and_by_button_and_its_author_agrees_or_withdraws(held):
    async with running():
        await hand_in(held)
        assert "The author is asked." in (await held.command("office", "propose", case="1", text=OTHER)).text
        assert "is now shown" in (await held.press("parent", "agree", on="private")).text
        await until(lambda: any(OTHER in text for text in held.texts("parents")))
        await hand_in(held)
        assert "The author is asked." in (await held.press("office", "propose", answers={"text": OTHER})).text
        assert "is withdrawn" in (await held.press("parent", "withdraw", on="private")).text
        assert len(held.texts("parents")) == 1
    held.server.assert_conformant()


async def test_a_group_is_secured_and_opened_again_by_command_and_by_button(school):
    before = school.rules()
    async with running():
        assert "Group secured" in (await school.command("office", "lockdown", duration="1 hour")).text
        assert not await school.may_post("parent", "parents")
        assert "as it was before" in (await school.command("office", "unlock")).text
        assert school.rules() == before
        await school.command("office", "lockdown", duration="1 hour")
        assert "as it was before" in (await school.press("head", "unlock")).text
        assert school.rules() == before
    school.server.assert_conformant()


@pytest.mark.parametrize("wanted", ["secured", "left open"])
async def test_after_a_pile_on_staff_secure_the_group_or_leave_it_open(school, wanted):
    async with running():
        for who in ("angry1", "angry2"):
            await school.server.post(school.places["parents"], school.people[who], THREAT)
        if wanted == "secured":
            assert "Group secured" in (await school.press("office", "secure")).text
        else:
            assert "closed" in (await school.press("office", "calm")).text
        assert await school.may_post("parent", "parents") is (wanted == "left open")
    school.server.assert_conformant()


async def test_staff_can_look_at_a_picture_that_was_hidden_and_put_it_back_with_its_words(school):
    picture = pictures.plain()
    async with running():
        place = school.places["parents"]
        await school.server.post(place, school.people["parent"], INSULT, attachments=[("a.png", picture)])
        seen = await school.press("office", "look")
        assert [file.data for message in seen.messages for file in message.files] == [picture]
        assert INSULT not in str(school.texts("parents"))
        await school.press("office", "restore")
        await until(lambda: [file.data for one in school.server.visible(place) for file in one.files] == [picture])
    school.server.assert_conformant()
