"""Every command and button about cases, people and letters on Discord: the real client, the loopback server."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.discord_hall import hall
from tests.platforms.running import running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
CLEAN = "Is the school fair on Saturday?"
WEEK = timedelta(days=7)
WRONG = {"clause": "4.2.4", "reason": "Please stop."}


@pytest.fixture
async def school(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch) as ready:
        yield ready


async def insulted(school, who="parent"):
    """A case with its card."""
    await school.server.post(school.places["parents"], school.people[who], INSULT)
    await until(lambda: INSULT not in school.texts("parents") and "notmine:" in buttons(school))


def buttons(school, place="staff"):
    """The ids of every button in a channel."""
    return str([message.custom_ids for message in school.server.visible(school.places[place])])


def embedded(seen):
    return str([message.embeds for message in seen.messages])


async def test_what_staff_ask_for_is_answered_them_alone(school):
    async with running():
        for seen, answer in (
            (await school.command("office", "help"), "/restrict <member> <duration> <clause> <reason>"),
            (await school.command("office", "case", which="all"), "All cases: none."),
            (await school.command("office", "held"), "No post waits."),
            (await school.command("office", "onduty"), "Nobody is on duty."),
            (await school.command("office", "roster"), "1 pupil and 1 staff are known here."),
            (await school.command("office", "consent", what="show Callum"), "photo no, naming no"),
            (await school.command("office", "why", text=INSULT), "It would be taken down."),
            (await school.command("office", "member", member=school.people["parent"]), "A Parent\nNothing is on"),
        ):
            assert answer in seen.text
            assert seen.ephemeral
        digest = await school.command("office", "digest")
        assert "weekly digest" in embedded(digest)
        assert [file.data[:4] for message in digest.messages for file in message.files] == [b"\x89PNG"]
    school.server.assert_conformant()


async def test_these_are_the_commands_that_anybody_may_give(school):
    async with running():
        offered = (await school.command("parent", "help", place="parents")).text
        assert [line.split()[0].strip(":") for line in offered.splitlines()] == ["/help", "/post", "/record", "/rules"]
        assert (
            "There is nothing to list for you here." in (await school.command("parent", "record", place="parents")).text
        )
        assert "Threats of violence" in (await school.command("parent", "rules", place="parents")).text
        assert "You were shown the rules" in (await school.command("parent", "record", place="parents")).text
    school.server.assert_conformant()


async def test_a_case_is_shown_explained_noted_assigned_and_closed_by_command(school):
    async with running():
        await insulted(school)
        assert "everybody at this school" in embedded(await school.command("office", "case", case="1"))
        assert "Case 1" in (await school.command("office", "why", text="1")).text
        assigned = await school.command("office", "assign", case="1", member=school.people["head"])
        assert "with Head now" in assigned.text
        assert "Noted on case 1" in (await school.command("office", "note", case="1", note="Rang the parent")).text
        assert "Points:" in (await school.command("office", "member", member=school.people["parent"])).text
        assert "Case 1: closed" in (await school.command("office", "close", case="1", reason="Settled")).text
        await until(lambda: "Rang the parent" in school.cards() and "Settled" in school.cards())
    school.server.assert_conformant()


async def test_a_case_is_handed_to_the_lead_by_command_and_by_button(school):
    async with running():
        await insulted(school)
        handed = await school.command("office", "escalate", case="1", reason="A child is afraid")
        assert "Safeguarding lead told" in handed.text
        assert "A child is afraid" in school.cards("dsl")
        await insulted(school, "angry1")
        assert "Safeguarding lead told" in (await school.press("office", "escalate")).text
        assert "uphold:" not in buttons(school)
        assert "Case 2" in school.cards("dsl")
    school.server.assert_conformant()


async def test_whoever_steps_back_is_out_of_it_and_a_colleague_upholds(school):
    async with running():
        await insulted(school)
        assert "You stepped back" in (await school.press("office", "notmine")).text
        assert "You stepped back" in (await school.press("office", "uphold")).text
        assert "Case 1: upheld" in (await school.press("head", "uphold")).text
        assert "uphold:" not in buttons(school)
    school.server.assert_conformant()


async def test_a_message_is_put_back_and_taken_down_again_by_button(school):
    async with running():
        await insulted(school)
        assert "put back" in (await school.press("office", "restore")).text
        assert any("A Parent" in text and INSULT in text for text in school.texts("parents"))
        assert "Message taken down" in (await school.press("office", "hide")).text
    school.server.assert_conformant()


async def test_a_message_is_taken_down_and_put_back_by_command(school):
    async with running():
        sent = await school.server.post(school.places["parents"], school.people["parent"], CLEAN)
        link = f"https://discord.com/channels/{school.guild.id}/{school.places['parents'].id}/{sent.id}"
        other = {"message": link, "member": school.people["office"], **WRONG}
        assert "Somebody else wrote that message" in (await school.command("office", "hide", **other)).text
        assert "Message taken down" in (await school.command("office", "hide", message=link, **WRONG)).text
        assert school.texts("parents") == []
        assert "put back" in (await school.command("office", "restore", case="1")).text
        assert any("A Parent" in text and CLEAN in text for text in school.texts("parents"))
    school.server.assert_conformant()


async def test_the_ladder_is_climbed_by_commands_and_a_step_left_out_wants_a_reason(school):
    parent = school.people["parent"]
    async with running():
        asked = await school.command("office", "restrict", member=parent, duration="2 days", **WRONG)
        assert "Not done yet" in asked.text
        assert not school.server.is_timed_out(parent)
        done = await school.press("office", "skip", on=asked, answers={"why": "They were spoken to."})
        assert "Author may not post." in done.text
        assert school.server.is_timed_out(parent)
        renewed = await school.command("office", "renew", member=parent, duration="3 days", reason="It goes on.")
        assert "unless somebody renews it" in renewed.text
        assert "Author may post again" in (await school.command("office", "lift", member=parent)).text
        assert not school.server.is_timed_out(parent)
        other = {"member": school.people["angry1"], "clause": "4.2.4"}
        assert "The talk is noted." in (await school.command("office", "talk", **other, agreed="Will stop")).text
        assert "Author told why" in (await school.command("office", "warn", **other, reason="Again.")).text
        assert school.told("angry1", "Again.")
        assert not school.told("angry1", "Will stop")
    school.server.assert_conformant()


async def test_the_ladder_is_climbed_by_the_buttons_under_a_card(school):
    parent = school.people["parent"]
    async with running():
        await insulted(school)
        talked = await school.press("office", "talk", answers={"agreed": "They will write it otherwise."})
        assert "The talk is noted." in talked.text
        assert "talked by Office" in school.cards()
        assert "Author told why" in (await school.press("office", "warn", answers=WRONG)).text
        assert school.told("parent", "Please stop.")
        asked = await school.press("office", "restrict", answers={"duration": "2 days", **WRONG})
        assert "Not done yet" in asked.text
        done = await school.press("office", "skip", on=asked, answers={"why": "It cannot wait."})
        assert "Author may not post." in done.text
        assert school.server.is_timed_out(parent)
    school.server.assert_conformant()


async def test_staff_are_asked_before_a_restriction_ends_and_renew_or_lift_it_by_button(school):
    parent = school.people["parent"]
    async with running() as app:
        asked = await school.command("office", "restrict", member=parent, duration="47 hours", **WRONG)
        await school.press("office", "skip", on=asked, answers={"why": "It cannot wait."})
        await app.enforcement.tend(datetime.now(UTC))
        renewed = await school.press("head", "renew", answers={"duration": "46 hours", "reason": "It goes on."})
        assert "unless somebody renews it" in renewed.text
        assert "Author may post again" in (await school.press("head", "lift")).text
        assert not school.server.is_timed_out(parent)
    school.server.assert_conformant()


async def test_a_letter_is_chosen_drafted_and_signed_by_buttons_and_by_command(school):
    async with running():
        await insulted(school)
        chosen = await school.press("office", "letter")
        draft = await school.press("office", "letter:1:meeting", on=chosen, answers={"note": "Friday at 9", "to": ""})
        await until(lambda: draft.messages[-1].files, within=60)
        assert "draft" in embedded(draft)
        listed = await school.command("head", "letter", case="1")
        shown = await school.press("head", "letter:1:1", on=listed)
        signed = await school.press("head", "sign", on=shown)
        await until(lambda: "is signed off" in signed.text, within=60)
        assert "signed off by Head" in school.cards() + embedded(await school.command("office", "letter", case="1"))
    school.server.assert_conformant()


async def test_the_weeks_digest_is_noted_as_read_once(school):
    async with running() as app:
        assert await app.digest.send_due(datetime.now(UTC) + WEEK)
        assert "noted as read." in (await school.press("head", "read", on="dsl")).text
        assert "as read already" in (await school.press("office", "read", on="dsl")).text
    school.server.assert_conformant()


async def test_closed_private_messages_leave_a_button_that_only_the_author_can_read_by(school):
    async with running():
        await insulted(school, "quiet")
        assert "for somebody else" in (await school.press("parent", "reason", on="parents")).text
        seen = await school.press("quiet", "reason", on="parents")
        assert "is not shown any more" in seen.text
        assert "appeal:1" in seen.messages[-1].custom_ids
    school.server.assert_conformant()
