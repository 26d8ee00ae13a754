"""A Telegram chat that becomes a supergroup has a new id and counts its messages anew: the whole program follows it."""

from dataclasses import replace

import pytest

from bot.ports import PlatformError, Trouble
from bot.staff.cards import Button, Card, Field, Form, Reply
from tests.acceptance.telegram_school import THREAT, card_with
from tests.platforms.harness import Recorder, seen
from tests.platforms.harness_telegram import PlatformHarness
from tests.platforms.running import recorded, running, until


@pytest.fixture
def basic(school):
    """The school, both its chats basic groups as yet, as its configuration says too."""
    people = school.people.values()
    old = {"parents": school.parents, "staff": school.staff}
    school.parents = school.server.group("Parents", *people, owner=school.server.user("Owner"))
    school.staff = school.server.group("Staff", school.people["office"], school.people["head"])
    path = school.folder / "schoolgate.toml"
    for name, chat in old.items():
        path.write_text(path.read_text().replace(str(chat.id), str(getattr(school, name).id)))
    return school


async def a_card(school, verb):
    """The newest card in the staff chat with a button of this kind, when it is in the records, too."""
    await until(lambda: card_with(school, verb))
    await until(lambda: recorded(school.folder).get("notify_staff") == "done")
    return card_with(school, verb)


async def test_staff_work_on_in_a_staff_chat_that_became_a_supergroup(basic):
    async with running():
        await basic.post("parent", THREAT)
        old, _ = await a_card(basic, "restore")
        before = old.text
        basic.staff = basic.server.migrate(basic.staff)
        assert "week" in await basic.command("office", "digest")

        second = await basic.post("other", THREAT)
        new, data = await a_card(basic, "restore")
        await until(lambda: THREAT not in basic.shown())
        assert new.chat is basic.staff
        await basic.click("office", new, data)
        await until(lambda: any("walk again" in text for text in basic.shown()))
        await until(lambda: "estored" in new.text)
        assert (old.text, second.deleted) == (before, True)
    async with running():  # on a configuration that still has the old number
        assert "week" in await basic.command("head", "digest")
    basic.server.assert_conformant()


async def test_a_staff_chat_that_moved_while_the_bot_was_away_is_found_at_the_start(basic):
    basic.staff = basic.server.migrate(basic.staff)
    basic.server.world.delivery.drop_pending()
    async with running():
        assert "week" in await basic.command("office", "digest")
    basic.server.assert_conformant()


async def test_the_chats_of_the_lead_and_of_the_digest_are_followed_too(basic):
    lead, digest = (basic.server.group(name, basic.people["head"]) for name in ("Lead", "Digest"))
    with (basic.folder / "schoolgate.toml").open("a") as file:
        file.write(f'dsl = ["dsl_place"]\ndsl_place = {lead.id}\ndigest_place = {digest.id}\n')
    async with running():
        lead, digest = basic.server.migrate(lead), basic.server.migrate(digest)
        assert "week" in await basic.command("head", "digest", chat=digest)
        await basic.post("parent", THREAT)
        await until(lambda: any(THREAT in text for text in basic.shown(lead)))
        assert "Case 1" in await basic.command("head", "case", "1", chat=lead)
        assert "who alone opens" in await basic.command("office", "case", "1")
    basic.server.assert_conformant()


async def test_hiding_a_message_from_before_the_move_is_told_to_staff_as_not_done(basic):
    async with running():
        await basic.post("parent", "Look at this", photo=b"picture")
        card, data = await a_card(basic, "hide")
        basic.parents = basic.server.migrate(basic.parents)
        strangers = [await basic.post("other", f"A question about the fair {number}") for number in range(5)]
        await basic.click("office", card, data)
        await until(lambda: "before the group became a supergroup" in card.text)
        assert recorded(basic.folder)["hide"] in ("failed", "unsupported")
        assert not any(post.deleted for post in strangers)
    basic.server.assert_conformant()


# messages from before the move


@pytest.fixture(params=["told of the move", "told only by a refusal"])
async def moved(request):
    """An adapter whose group and staff chat have moved, each with five messages and five others since."""
    async with PlatformHarness() as school:
        for chat, person in ((school.chat, school.person), (school.staff_chat, school.teacher)):
            for number in range(5):
                await school.server.post(chat, person, f"old {number}")
        await school.recorder.got(5)
        if request.param != "told of the move":
            school.server.hold()
        school.new = await move(school, school.chat)
        school.new_staff = await move(school, school.staff_chat)
        if request.param == "told of the move":
            await seen(lambda: len(school.recorder.moves) == 2)
        yield school
        school.server.release()


async def move(school, old):
    new = school.server.migrate(old)
    for number in range(5):
        school.server.world.add_post(new, school.server.bot, {"text": f"new {number}"})
    return new


@pytest.mark.parametrize("parts", [(), ("3", "4")], ids=["one", "an album"])
async def test_an_order_about_an_old_message_takes_down_no_other_and_says_so(moved, parts):
    ref = replace(moved.ref(moved.chat.posts[2]), message="2")
    for order in (moved.platform.hide, moved.platform.is_hidden):
        with pytest.raises(PlatformError) as caught:
            await order(ref, parts)
        assert caught.value.trouble is Trouble.MOVED
    assert texts(moved, moved.new) == [f"new {number}" for number in range(5)]


async def test_an_old_card_is_not_drawn_over_another_message(moved):
    with pytest.raises(PlatformError) as caught:
        await moved.platform.update(moved.group.staff_place, "3", Card(title="Case 7"))
    assert caught.value.trouble is Trouble.MOVED
    assert texts(moved, moved.new_staff) == [f"new {number}" for number in range(5)]


async def test_new_messages_follow_the_move_and_answer_no_other(moved):
    ref = replace(moved.ref(moved.chat.posts[2]), message="2", thread="3")
    await moved.platform.restore(ref, "Ann", "again")
    await moved.platform.post(moved.group.staff_place, Card(title="Case 7"), ("list.pdf", b"%PDF"))
    again, card, file = moved.server.from_bot(moved.new)[-1], *moved.server.from_bot(moved.new_staff)[-2:]
    assert again.text.endswith("again")
    assert card.text.startswith("Case 7")
    assert (again.thread, again.reply_to, file.reply_to) == (0, None, card)


async def test_what_a_press_under_an_old_card_asks_is_asked_and_answered_in_the_new_chat():
    form = Form(title="Say why", command="warn", fields=(Field(name="reason", help="Why"),))
    async with PlatformHarness(Recorder(reply=Reply(text="", ask=form))) as school:
        button = Button(id="/rules:" + school.group.id, label="Rules")
        number = await school.platform.post(school.group.staff_place, Card(title="Case 7", buttons=(button,)))
        await move(school, school.chat)
        new = await move(school, school.staff_chat)
        await school.press(number, button.id)
        (question,) = await seen(lambda: [post for post in school.server.from_bot(new) if "Say why" in post.text])
        assert question.reply_to is None
        await school.server.post(new, school.teacher, "Because.", reply_to=question)
        await seen(lambda: school.recorder.calls)
        (press,), (call,) = school.recorder.presses, school.recorder.calls
        assert press.id == f"/rules:{school.chat.migrated_to.id}"
        assert (call.values, call.group) == ({"reason": "Because."}, str(school.chat.migrated_to.id))
        assert {"staff_place:" + str(new.id)} < press.actor.tokens


def texts(school, chat):
    return [post.text for post in school.server.visible(chat)]
