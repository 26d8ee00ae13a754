"""What staff do with cases on Telegram, and what is the lead's alone: the real client, the loopback server."""

import pytest

from tests.acceptance.telegram_school import THREAT, card_with, told
from tests.platforms.pictures import plain
from tests.platforms.running import running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
CLEAN = "Is the school fair on Saturday?"


@pytest.fixture
async def led(school):
    """The head alone is in the safeguarding lead's chat."""
    leads = school.server.supergroup("Leads", school.people["head"])
    path = school.folder / "schoolgate.toml"
    path.write_text(path.read_text() + f'dsl = ["dsl_place"]\ndsl_place = {leads.id}\n')
    return leads


async def said(school, who, text, wanted, **known):
    """Somebody of staff gives a command in the staff chat, and is answered with these words."""
    await school.ask(who, school.staff, text, **known)
    await until(lambda: any(wanted in one for one in school.shown(school.staff)[-2:]))


async def insulted(school):
    await school.post("parent", INSULT)
    await until(lambda: card_with(school, "notmine"))


async def test_a_safeguarding_case_is_in_the_leads_chat_alone(school, led):
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: any("legs" in text for text in school.shown(led)))
        await until(lambda: any("is with the safeguarding lead" in text for text in school.shown(school.staff)))
        assert not any("legs" in text or "4.2.6" in text for text in school.shown(school.staff))
        await said(school, "office", "/case 1", "alone opens and decides it")
        await said(school, "head", "/case 1", "in private, not here")
        assert not any("legs" in text for text in school.shown(school.staff))
    school.server.assert_conformant()


async def test_escalating_redraws_the_staff_card_without_its_content(school, led):
    async with running():
        await insulted(school)
        await school.click("office", *card_with(school, "escalate"))
        await until(lambda: any("cow" in text for text in school.shown(led)))
        await until(lambda: not any("cow" in text for text in school.shown(school.staff)))
        assert card_with(school, "uphold") is None
    school.server.assert_conformant()


async def test_whoever_steps_back_is_refused_and_a_colleague_decides(school):
    async with running():
        await insulted(school)
        card, data = card_with(school, "notmine")
        await school.click("office", card, data)
        await until(lambda: any("office stepped back" in text for text in school.shown(school.staff)))
        refused = await school.click("office", card, "uphold:1")
        assert "You stepped back" in refused.text
        await said(school, "office", "/note 1 something", "You stepped back")
        await school.click("head", card, "uphold:1")
        await until(lambda: any("Case 1: upheld" in text for text in school.shown(school.staff)))
    school.server.assert_conformant()


async def test_cases_are_listed_assigned_noted_and_closed(school):
    async with running():
        await insulted(school)
        await said(school, "office", "/case list open", "1: ")
        await said(school, "office", "/assign 1", "with office now")
        await said(school, "office", "/case mine", "Cases assigned to you")
        await said(school, "office", f"/assign 1 {school.people['head'].id}", "(before: office)")
        await said(school, "office", f"/assign 1 {school.people['other'].id}", "Only staff of this group")
        await said(school, "office", "/assign 1 70000000099", "not here")
        await said(school, "office", "/note 1 Rang the parent", "Noted on case 1")
        await said(school, "office", "/close 1 settled by telephone", "Case 1: closed")
        await said(school, "head", "/close 1 again", "already decided")
    school.server.assert_conformant()


async def test_a_message_is_hidden_by_answering_it_and_its_author_told(school):
    async with running():
        message = await school.post("parent", CLEAN)
        await school.ask("office", school.parents, "/hide 4.2.4 please ring us", reply_to=message)
        await until(lambda: CLEAN not in school.shown())
        await until(lambda: told(school, "parent", "please ring us."))
        await until(lambda: card_with(school, "restore"))
        await said(school, "office", f"/member {school.people['parent'].id}", "Points:")
        await said(school, "office", "/member 70000000099", "not in the group")
        await said(school, "office", "/hide https://t.me/c/999/5 4.2.4 x", "Say which message")
    school.server.assert_conformant()


async def test_an_album_is_hidden_whole_by_answering_one_of_its_pictures(school):
    async with running():
        album = await school.server.album(school.parents, school.people["parent"], [plain()] * 3, "our trip")
        await school.ask("office", school.parents, "/hide 4.2.4 please ring us", reply_to=album[1])
        await until(lambda: all(post.deleted for post in album))
        await until(lambda: card_with(school, "restore"))
    school.server.assert_conformant()


async def test_a_case_is_opened_on_messages_of_the_group_alone(school):
    async with running():
        talk = await school.server.post(school.staff, school.people["head"], "He was rude again")
        for words in ("4.2.4 rude", f"{school.people['parent'].id} 4.2.4 rude"):
            assert "not one of the group's" in await school.command_about("office", "warn", words, talk)
        assert "none" in await school.command("office", "case", "list all")
    school.server.assert_conformant()


async def test_staff_of_one_school_act_on_no_message_of_another(school):
    theirs = school.server.supergroup("Other parents", school.people["parent"])
    leads = school.server.supergroup("Other staff", school.people["head"])
    path = school.folder / "schoolgate.toml"
    other = f'name = "Other"\nplatform = "telegram"\nid = {theirs.id}\nstaff = ["staff_place"]\n'
    path.write_text(path.read_text() + f"[[groups]]\n{other}staff_place = {leads.id}\n")
    async with running():
        message = await school.server.post(theirs, school.people["parent"], CLEAN)
        insult = await school.server.post(theirs, school.people["parent"], INSULT)
        await until(lambda: any("cow" in text for text in school.shown(leads)))
        named = f"{school.people['parent'].id} 4.2.4 x"
        for who in ("office", "head"):  # the head is staff there too, but this is not its staff chat
            assert "Say which message" in await school.command(who, "hide", f"{message.link} {named}")
            assert "Say which message" in await school.command(who, "hide", f"{insult.link} {named}")
        assert CLEAN in school.shown(theirs)
        await school.ask("head", leads, f"/hide {message.link} {named}")
        await until(lambda: CLEAN not in school.shown(theirs))
    school.server.assert_conformant()


async def test_a_parent_may_use_none_of_it(school, led):
    """A parent sits in the staff chat here, which is why staff are named one by one."""
    path = school.folder / "schoolgate.toml"
    path.write_text(path.read_text().replace('"staff_place"', f'"user:{school.people["office"].id}"'))
    await school.server.join(school.staff, school.people["other"])
    async with running():
        await insulted(school)
        card, _ = card_with(school, "notmine")
        for verb in ("escalate", "notmine", "letter"):
            assert "staff" in (await school.click("other", card, f"{verb}:1")).text
        assert not any("stepped back" in text for text in school.shown(school.staff))
        assert not any("cow" in text for text in school.shown(led))
