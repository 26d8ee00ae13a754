"""A message's whole way on Telegram: the unmodified client library against the loopback server."""

import sqlite3

from tests.acceptance.telegram_school import THREAT, card_with, link_of, told
from tests.platforms.running import recorded, running, until


async def test_a_threat_is_recorded_hidden_explained_shown_and_put_back(school):
    seen_before = []
    for method in ("deleteMessage", "deleteMessages"):
        school.server.before(method, lambda _: seen_before.append(recorded(school.folder)))
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: THREAT not in school.shown())
        assert seen_before[0]["hide"] == "intended"
        await until(lambda: school.status("parent") == "restricted")
        await until(lambda: told(school, "parent"))
        assert "threaten violence" in told(school, "parent")[0]

        await until(lambda: card_with(school, "restore"))
        card, data = card_with(school, "restore")
        await school.click("office", card, data)
        await until(lambda: any("walk again" in text for text in school.shown()))
        await until(lambda: school.status("parent") == "member")

        await school.ask("office", school.staff, "/digest")
        await until(lambda: any("4.2.6" in text and "week" in text for text in school.shown(school.staff)[-2:]))
    school.server.assert_conformant()


async def test_a_parent_who_never_wrote_to_the_bot_gets_the_fallback_that_only_they_can_read(school):
    async with running():
        await school.post("shy", THREAT)
        await until(lambda: link_of(school))
        fallback, payload = link_of(school)
        assert "4.2" not in fallback.text
        await school.server.start(school.people["shy"], payload)
        await until(lambda: told(school, "shy"))
        await school.server.start(school.people["parent"], payload)
        await until(lambda: told(school, "parent", "somebody else"))
        assert not told(school, "parent")
    school.server.assert_conformant()


async def test_an_author_appeals_in_private_and_staff_see_it_and_nobody_else_can(school):
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: told(school, "parent"))
        await until(lambda: recorded(school.folder).get("notify_staff") == "done")
        notice = next(p for p in school.server.private_messages(school.people["parent"]) if "4.2.6" in p.text)
        await school.click("parent", notice, "appeal:1")
        await until(lambda: asked(school))
        await school.server.write(school.people["parent"], "I was joking with a friend", reply_to=asked(school))
        await until(lambda: told(school, "parent", "Thank you"))
        await until(lambda: any("I was joking" in text for text in school.shown(school.staff)))
        await school.server.start(school.people["other"])
        await school.ask("other", school.server.world.private(school.people["other"]), "/appeal 1 it was me")
        await until(lambda: len(school.server.private_messages(school.people["other"])) > 1)
        assert not any("it was me" in text for text in school.shown(school.staff))
    school.server.assert_conformant()


def asked(school):
    """The newest private message of the bot that is neither the notice nor thanks."""
    posts = [
        p
        for p in school.server.private_messages(school.people["parent"])
        if "ppeal" in p.text and "4.2.6" not in p.text
    ]
    return posts[-1] if posts else None


async def test_staff_restrict_and_lift_by_answering_and_parents_cannot(school):
    async with running():
        message = await school.post("parent", "Is the school fair on Saturday?")
        said = "/restrict 2 hours 4.2.4 again and again"
        await school.ask("other", school.parents, said, reply_to=message)
        await until(lambda: refusals(school.folder) == 1)
        assert school.status("parent") == "member"
        await school.ask("office", school.parents, said, reply_to=message)
        await say_why(school)
        await until(lambda: school.status("parent") == "restricted")
        await school.ask("office", school.parents, "/lift", reply_to=message)
        await until(lambda: school.status("parent") == "member")
    school.server.assert_conformant()


async def say_why(school):
    """Somebody of staff says why the ladder's first steps are left out, in the staff chat."""
    await until(lambda: card_with(school, "skip"))
    assert school.status("parent") == "member"
    await school.click("office", *card_with(school, "skip"))
    await until(lambda: question(school, "Say why"))
    answer = "They were spoken to at the gate."
    await school.server.post(school.staff, school.people["office"], answer, reply_to=question(school, "Say why"))


def question(school, title):
    """The newest question with this title in the staff chat."""
    posts = [post for post in school.server.visible(school.staff) if title in post.text and "Answer this" in post.text]
    return posts[-1] if posts else None


async def test_the_ladder_is_climbed_step_by_step_and_a_restriction_without_an_end_gets_a_review(school):
    async with running():
        message = await school.post("parent", "Is the school fair on Saturday?")
        for said in ("/talk 4.2.4 will write otherwise", "/warn 4.2.4 please stop", "/restrict 1 day 4.2.4 enough"):
            await school.ask("office", school.parents, said, reply_to=message)
        await until(lambda: school.status("parent") == "restricted")
        await school.ask("office", school.parents, "/renew it goes on", reply_to=message)
        await until(lambda: any("unless somebody renews it" in text for text in school.shown(school.staff)[-1:]))
        assert card_with(school, "skip") is None
        await until(lambda: len(told(school, "parent", "it goes on")) == 1)
        assert not told(school, "parent", "will write otherwise")
    school.server.assert_conformant()


def refusals(folder):
    with sqlite3.connect(folder / "var" / "schoolgate.db") as database:
        return database.execute("select count(*) from refusals").fetchone()[0]
