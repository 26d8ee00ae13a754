"""What parents can ask for and are offered, from end to end on the loopback Telegram server."""

import sqlite3

from tests.acceptance.telegram_school import THREAT, card_with, link_of, told
from tests.platforms.running import running, until

NUMBER = "Call Dave on his private number 07700 900123 about the lost coat"


async def said(school, who, part):
    """What somebody was told privately with these words, as soon as there is any."""
    await until(lambda: told(school, who, part))
    return told(school, who, part)[-1]


async def test_a_phone_number_is_hidden_and_the_masked_text_that_is_offered_stays(school):
    async with running():
        await school.post("parent", NUMBER)
        await until(lambda: NUMBER not in school.shown())
        notice = await said(school, "parent", "post it instead")
        masked = next(part for part in notice.split("\n\n") if "[phone number]" in part)
        assert "07700" not in notice
        assert "change your message" not in notice
        await school.post("parent", masked)
        await school.post("other", "Thank you!")
        await until(lambda: judged(school) == 3)
        assert masked in school.shown()
        await school.post("shy", NUMBER)
        await until(lambda: link_of(school))
        fallback, payload = link_of(school)
        assert "phone" not in fallback.text
        await school.server.start(school.people["shy"], payload)
        assert "[phone number]" in await said(school, "shy", "post it instead")
    school.server.assert_conformant()


async def test_a_threat_is_offered_no_other_text(school):
    async with running():
        await school.post("parent", THREAT)
        assert "instead" not in await said(school, "parent", "4.2.6")


async def appealed(school, words="I was joking with a friend"):
    """The author of case 1 appeals; the staff's newest card of it."""
    await until(lambda: told(school, "parent", "4.2.6"))
    notice = next(p for p in school.server.private_messages(school.people["parent"]) if "4.2.6" in p.text)
    await school.click("parent", notice, "appeal:1")
    question = (await until_question(school))[-1]
    await school.server.write(school.people["parent"], words, reply_to=question)
    await until(lambda: any(words in text for text in school.shown(school.staff)))


async def until_question(school):
    def asked():
        posts = school.server.private_messages(school.people["parent"])
        return [post for post in posts if "Why do you think this is wrong" in post.text]

    await until(asked)
    return asked()


async def test_the_outcome_of_an_appeal_is_told_once_and_then_there_is_no_further_appeal(school):
    async with running():
        await school.post("parent", THREAT)
        await appealed(school)
        card, data = card_with(school, "uphold")
        await school.click("office", card, data)
        outcome = await said(school, "parent", "The decision stays as it is.")
        assert "complaints procedure" in outcome
        assert "threaten violence" in outcome
        await school.server.click(school.people["head"], card, data) if data in buttons(card) else None
        notice = next(p for p in school.server.private_messages(school.people["parent"]) if "4.2.6" in p.text)
        again = await school.click("parent", notice, "appeal:1")
        assert again.alert
        assert "already looked at this again" in again.text
        assert len(told(school, "parent", "The decision stays as it is.")) == 1
    school.server.assert_conformant()


def buttons(post):
    return [button.get("callback_data") for button in post.buttons]


async def test_a_case_that_was_upheld_before_the_appeal_is_open_again_and_can_be_put_back(school):
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: card_with(school, "uphold"))
        await school.click("office", *card_with(school, "uphold"))
        await until(lambda: any("upheld" in text for text in school.shown(school.staff)))
        assert not told(school, "parent", "look again")
        await appealed(school)
        await until(lambda: card_with(school, "uphold"))
        await school.click("head", *card_with(school, "restore"))
        outcome = await said(school, "parent", "we have changed the decision")
        assert "Your message is shown in Hollybank parents again." in outcome
        assert "You can post in Hollybank parents again." in outcome
        assert any("walk again" in text for text in school.shown())
    school.server.assert_conformant()


async def test_a_record_is_shown_in_private_alone_and_holds_nobody_else_s(school):
    private = school.server.world.private(school.people["parent"])
    async with running():
        await school.ask("parent", school.parents, "/record")  # while they may write in the group
        await until(lambda: link_of(school) and "only in private" in link_of(school)[0].text)
        await school.post("parent", THREAT)
        await school.post("other", NUMBER)
        await until(lambda: len(readable(school)) == 2)
        assert not told(school, "parent", "holds about you from")
        _, payload = link_of(school)
        await school.server.start(school.people["parent"], payload)
        record = await said(school, "parent", "holds about you from")
        assert "Case 1," in record
        assert "4.2.6 Threats of violence" in record
        assert "waiting for a decision" in record
        assert "You cannot post until" in record
        assert "Case 2" not in record
        assert "office" not in record.replace("school office", "")
        await school.ask("parent", private, "/record")
        await until(lambda: len(told(school, "parent", "holds about you from")) == 2)
        await school.server.start(school.people["head"], payload)
        assert "There is nothing to list for you here." in await said(school, "head", "nothing to list")
        readers = readings(school)
        assert (str(school.people["parent"].id), 1) in readers
        assert (str(school.people["parent"].id), 2) not in readers
    school.server.assert_conformant()


async def test_several_who_join_are_greeted_once_and_read_the_rules_by_the_link(school):
    new = [school.server.user(name) for name in ("new one", "new two", "known")]
    await school.server.start(new[2])
    async with running():
        await until(lambda: school.server.world.delivery.wanted("chat_member"))  # told of only once it asked
        for account in new:
            await school.server.join(school.parents, account)
        await until(lambda: len(welcomes(school)) == 3)
        await until(lambda: greetings(school))
        rules = [post.text for post in school.server.private_messages(new[2]) if "Threats of violence" in post.text]
        assert len(rules) == 1
        assert "complaints procedure" in rules[0]
        assert welcomes(school)[str(new[0].id)] == ("trust", 0)
        _, payload = link_of(school)
        await school.server.start(new[0], payload)
        await until(lambda: welcomes(school)[str(new[0].id)] == ("trust", 1))
        assert welcomes(school)[str(new[1].id)] == ("trust", 0)
        assert welcomes(school)[str(new[2].id)] == ("trust", 1)
        assert len(greetings(school)) == 1
    school.server.assert_conformant()


def greetings(school):
    return [text for text in school.shown() if "Welcome to everybody" in text]


def rows(school, query):
    with sqlite3.connect(school.folder / "var" / "schoolgate.db") as database:
        return database.execute(query).fetchall()


def judged(school):
    return rows(school, "select count(*) from judged")[0][0]


def readable(school):
    return rows(school, "select id from cases")


def readings(school):
    return rows(school, 'select reader, "case" from readings')


def welcomes(school):
    return {user: (pack, shown) for user, pack, shown in rows(school, "select user, pack, shown from welcomes")}
