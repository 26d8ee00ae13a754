"""Every command and button about cases, people and letters on Telegram: the real client, the loopback server."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.telegram_school import told
from tests.platforms.running import running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
CLEAN = "Is the school fair on Saturday?"
WEEK = timedelta(days=7)


@pytest.fixture
def leads(school):
    """The safeguarding lead's own chat; the head alone is in it."""
    chat = school.server.supergroup("Leads", school.people["head"])
    path = school.folder / "schoolgate.toml"
    path.write_text(path.read_text() + f'dsl = ["dsl_place"]\ndsl_place = {chat.id}\n')
    return chat


async def insulted(school, who="parent"):
    """A case with its card."""
    await school.post(who, INSULT)
    await until(lambda: INSULT not in school.shown() and school.button("notmine", school.staff), within=60)


async def seen_by_staff(school, part):
    await until(lambda: any(part in text for text in school.shown(school.staff)), within=60)


async def test_what_staff_ask_for_is_answered_in_their_chat(school):
    async with running():
        assert "/restrict <member> <duration> <clause> <reason>" in await school.command("office", "help")
        assert "All cases: none." in await school.command("office", "case", "all")
        assert "No post waits." in await school.command("office", "held")
        assert "Nobody is on duty." in await school.command("office", "onduty")
        assert "1 pupil and 1 staff are known here." in await school.command("office", "roster")
        assert "photo no, naming no" in await school.command("office", "consent", "show Callum")
        assert "It would be taken down." in await school.command("office", "why", INSULT)
        assert "Nothing is on record" in await school.command("office", "member", str(school.people["parent"].id))
        assert "This week so far" in await school.command("office", "digest")
        await seen_by_staff(school, "weekly digest")
    school.server.assert_conformant()


async def test_these_are_the_commands_that_anybody_may_give(school):
    private = school.private("parent")
    async with running():
        offered = await school.command("parent", "help", chat=private)
        assert [line.split()[0].strip(":") for line in offered.splitlines()] == ["/help", "/post", "/record", "/rules"]
        assert "There is nothing to list for you here." in await school.command("parent", "record", chat=private)
        assert "Threats of violence" in await school.command("parent", "rules", chat=private)
        assert "You were shown the rules" in await school.command("parent", "record", chat=private)
    school.server.assert_conformant()


async def test_a_case_is_shown_explained_noted_assigned_and_closed_by_command(school):
    async with running():
        await insulted(school)
        assert "Case 1" in await school.command("office", "case", "1")
        assert "Case 1" in await school.command("office", "why", "1")
        assert "with head now" in await school.command("office", "assign", f"1 {school.people['head'].id}")
        assert "Noted on case 1" in await school.command("office", "note", "1 Rang the parent")
        assert "Points:" in await school.command("office", "member", str(school.people["parent"].id))
        assert "Case 1: closed" in await school.command("office", "close", "1 Settled")
        await seen_by_staff(school, "Rang the parent")
    school.server.assert_conformant()


async def test_a_case_is_handed_to_the_lead_by_command_and_by_button(school, leads):
    async with running():
        await insulted(school)
        assert "Safeguarding lead told" in await school.command("office", "escalate", "1 A child is afraid")
        await insulted(school, "other")
        assert "Safeguarding lead told" in await school.press("office", "escalate")
        assert school.button("uphold", school.staff) is None
        assert any("A child is afraid" in text for text in school.shown(leads))
        assert any("Case 2" in text for text in school.shown(leads))
    school.server.assert_conformant()


async def test_whoever_steps_back_is_out_of_it_and_a_colleague_upholds(school):
    async with running():
        await insulted(school)
        assert "You stepped back" in await school.press("office", "notmine")
        assert "You stepped back" in await school.press("office", "uphold")
        assert "Case 1: upheld" in await school.press("head", "uphold")
        await until(lambda: school.button("uphold", school.staff) is None)
    school.server.assert_conformant()


async def test_a_message_is_put_back_and_taken_down_again_by_button(school):
    async with running():
        await insulted(school)
        assert "put back" in await school.press("office", "restore")
        assert any(INSULT in text for text in school.shown())
        assert "Message taken down" in await school.press("office", "hide")
    school.server.assert_conformant()


async def test_a_message_is_taken_down_by_answering_it_and_put_back_by_command(school):
    async with running():
        sent = await school.post("parent", CLEAN)
        await school.command_about("office", "hide", "4.2.4 Please ring us", sent)
        await until(lambda: CLEAN not in school.shown(), within=60)
        await seen_by_staff(school, "Message taken down")
        assert "put back" in await school.command("office", "restore", "1")
        assert any("Put back by the school" in text and CLEAN in text for text in school.shown())
    school.server.assert_conformant()


async def test_the_ladder_is_climbed_by_commands_and_a_step_left_out_wants_a_reason(school):
    parent, other = (school.people[name].id for name in ("parent", "other"))
    async with running():
        assert "Not done yet" in await school.command("office", "restrict", f"{parent} 2 days 4.2.4 Please stop.")
        assert school.status("parent") == "member"
        assert "Author may not post." in await school.press("office", "skip", answers="They were spoken to.")
        assert school.status("parent") == "restricted"
        assert "unless somebody renews" in await school.command("office", "renew", f"{parent} 3 days It goes on.")
        assert "Author may post again" in await school.command("office", "lift", str(parent))
        assert school.status("parent") == "member"
        assert "The talk is noted." in await school.command("office", "talk", f"{other} 4.2.4 Will stop")
        assert "Author told why" in await school.command("office", "warn", f"{other} 4.2.4 Again.")
    school.server.assert_conformant()


async def test_the_ladder_is_climbed_by_the_buttons_under_a_card(school):
    async with running():
        await insulted(school)
        assert "The talk is noted." in await school.press("office", "talk", answers="They will write it otherwise.")
        await seen_by_staff(school, "talked by office")
        assert "Author told why" in await school.press("office", "warn", answers="4.2.4\nPlease stop.")
        assert told(school, "parent", "Please stop.")
        asked = await school.press("office", "restrict", answers="2 days\n4.2.4\nPlease stop.")
        assert "Not done yet" in asked
        assert "Author may not post." in await school.press("office", "skip", answers="It cannot wait.")
        assert school.status("parent") == "restricted"
    school.server.assert_conformant()


async def test_staff_are_asked_before_a_restriction_ends_and_renew_or_lift_it_by_button(school):
    async with running() as app:
        await school.command("office", "restrict", f"{school.people['parent'].id} 47 hours 4.2.4 Please stop.")
        await school.press("office", "skip", answers="It cannot wait.")
        await app.enforcement.tend(datetime.now(UTC))
        assert "unless somebody renews it" in await school.press("head", "renew", answers="46 hours\nIt goes on.")
        assert "Author may post again" in await school.press("head", "lift")
        assert school.status("parent") == "member"
    school.server.assert_conformant()


async def test_a_letter_is_chosen_drafted_and_signed_by_buttons_and_by_command(school):
    async with running():
        await insulted(school)
        await school.press("office", "letter")
        assert "draft" in await school.press("office", "letter:1:meeting", answers="Friday at 9\nMs Parent")
        assert "is signed off" in await school.press("head", "sign")
        assert "signed off" in await school.command("office", "letter", "1")
    school.server.assert_conformant()


async def test_the_weeks_digest_is_noted_as_read_once(school):
    async with running() as app:
        assert await app.digest.send_due(datetime.now(UTC) + WEEK)
        assert "noted as read." in await school.press("head", "read")
        assert "as read already" in await school.press("office", "read")
    school.server.assert_conformant()


async def test_who_never_wrote_to_the_bot_gets_a_link_that_only_the_author_can_read_by(school):
    async with running():
        await insulted(school, "shy")
        assert "for somebody else" in await school.follow("parent", "reason")
        assert "is not shown any more" in await school.follow("shy", "reason")
    school.server.assert_conformant()
