"""Every command and button about held posts and a secured group on Telegram: the real client, the loopback server."""

import pytest

from tests.acceptance.telegram_school import THREAT, told
from tests.platforms import pictures
from tests.platforms.running import recorded, running, until
from tests.platforms.telegram_server.errors import RefusedError

POST = "Who can help at the cake stall on Friday?"
OTHER = "Helpers wanted at the stall."
WRONG = "4.2.4\nPlease ring us instead."


def configured(school, more):
    path = school.folder / "schoolgate.toml"
    path.write_text(path.read_text() + more)
    return school


@pytest.fixture
def held(school):
    """A group where every post is read before it is shown."""
    return configured(school, "premoderate = true\n")


@pytest.fixture
def angry(school):
    """A group where two members against the policy are a pile-on."""
    return configured(school, "[pile_on]\nmembers = 2\nminutes = 5\n")


async def hand_in(held):
    assert "every post is read" in await held.command("parent", "post", POST, chat=held.private("parent"))


async def may_post(school):
    try:
        await school.post("parent", "testing, testing")
    except RefusedError:
        return False
    return True


async def test_a_post_is_listed_and_approved_by_command_and_by_button(held):
    async with running():
        await hand_in(held)
        assert "1: waits for a decision" in await held.command("office", "held")
        assert "Post 1: posted." in await held.command("office", "approve", "1")
        await hand_in(held)
        assert "Post 2: posted." in await held.press("office", "approve")
        assert [POST in text for text in held.shown()] == [True, True]
        assert "No post waits." in await held.command("office", "held")
    held.server.assert_conformant()


async def test_a_post_is_declined_by_command_and_by_button_and_its_author_appeals(held):
    async with running():
        await hand_in(held)
        assert "Post 1: declined." in await held.command("office", "decline", "1 4.2.4 Please ring us instead.")
        await hand_in(held)
        assert "Post 2: declined." in await held.press("office", "decline", answers=WRONG)
        await until(lambda: len(told(held, "parent", "Please ring us instead.")) == 2, within=60)
        thanks = await held.press("parent", "appeal", chat=held.private("parent"), answers="It is only cake")
        assert "A member of staff will read it" in thanks
        await until(lambda: any("It is only cake" in text for text in held.shown(held.staff)), within=60)
        assert held.shown() == []
    held.server.assert_conformant()


async def test_another_text_is_suggested_by_command_and_by_button_and_its_author_agrees_or_withdraws(held):
    private = held.private("parent")
    async with running():
        await hand_in(held)
        assert "The author is asked." in await held.command("office", "propose", f"1 {OTHER}")
        assert "is now shown" in await held.press("parent", "agree", chat=private)
        await until(lambda: any(OTHER in text for text in held.shown()), within=60)
        await hand_in(held)
        assert "The author is asked." in await held.press("office", "propose", answers=OTHER)
        assert "is withdrawn" in await held.press("parent", "withdraw", chat=private)
        assert len(held.shown()) == 1
    held.server.assert_conformant()


async def test_a_group_is_secured_and_opened_again_by_command_and_by_button(school):
    before = dict(school.parents.permissions)
    async with running():
        assert "Group secured" in await school.command("office", "lockdown", "1 hour")
        assert not await may_post(school)
        assert "as it was before" in await school.command("office", "unlock")
        assert school.parents.permissions == before
        await school.command("office", "lockdown", "1 hour")
        assert "as it was before" in await school.press("head", "unlock")
        assert school.parents.permissions == before
    school.server.assert_conformant()


@pytest.mark.parametrize("wanted", ["secured", "left open"])
async def test_after_a_pile_on_staff_secure_the_group_or_leave_it_open(angry, wanted):
    async with running():
        for who in ("other", "shy"):
            await angry.post(who, THREAT)
        if wanted == "secured":
            await angry.press("office", "secure")
            await until(lambda: angry.button("unlock", angry.staff), within=60)
        else:
            assert "closed" in await angry.press("office", "calm")
        assert await may_post(angry) is (wanted == "left open")
    angry.server.assert_conformant()


def photos(server, chat, picture):
    """What the bot posted in a chat with exactly these bytes."""
    sizes = [size for post in server.from_bot(chat) for size in post.content.get("photo", ())]
    return [size for size in sizes if server.world.files[size["file_id"]][1] == picture]


async def test_staff_can_look_at_a_picture_that_was_hidden_and_put_it_back_with_its_words(school):
    picture = pictures.plain()
    async with running():
        await school.server.post(school.parents, school.people["parent"], THREAT, photo=picture)
        await until(lambda: recorded(school.folder).get("hide") == "verified", within=60)
        assert not photos(school.server, school.parents, picture)
        await school.press("office", "look")
        await until(lambda: photos(school.server, school.staff, picture))
        await school.press("office", "restore")
        await until(lambda: photos(school.server, school.parents, picture))
    school.server.assert_conformant()
