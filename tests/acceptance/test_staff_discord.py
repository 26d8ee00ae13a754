"""What staff do with cases on Discord, and what is the lead's alone: the real client, the loopback server."""

import asyncio
import re

import pytest

from tests.acceptance.discord_hall import hall
from tests.platforms.running import running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"
CLEAN = "Is the school fair on Saturday?"


@pytest.fixture
async def school(tmp_path, monkeypatch):
    """The head is the safeguarding lead, and is staff as well."""
    async with hall(tmp_path, monkeypatch) as ready:
        path = tmp_path / "schoolgate.toml"
        path.write_text(path.read_text() + f'dsl = ["user:{ready.people["head"].user.id}"]\n')
        yield ready


async def ask(school, who, command, place="staff", **values):
    return await answered(await school.server.slash(school.people[who], school.places[place], command, values))


async def press(school, who, verb, place="staff"):
    return await answered(await school.server.click(school.people[who], *school.card(verb, place)))


async def answered(seen):
    """A slow answer comes after Discord was asked to wait."""
    await until(lambda: seen.text)
    return seen


async def insulted(school, who="parent"):
    """A case that is any member of staff's to decide, with its card."""
    await school.server.post(school.places["parents"], school.people[who], INSULT)
    await until(lambda: school.card("notmine"))


def shown(school, place="staff"):
    return str([message.embeds for message in school.server.visible(school.places[place])])


async def test_a_safeguarding_case_is_the_leads_alone(school):
    async with running():
        await school.server.post(school.places["parents"], school.people["parent"], THREAT)
        await until(lambda: school.card("uphold", "dsl"))
        await until(lambda: "is with the safeguarding lead" in shown(school))
        for hidden in ("A Parent", "legs", "4.2.6"):
            assert hidden not in shown(school)
            assert hidden in shown(school, "dsl")
        assert "alone opens" in (await ask(school, "office", "case", case="1")).text
        listed = await ask(school, "office", "case", which="open")
        assert "1: with the safeguarding lead" in listed.text
        assert "violence" not in listed.text
        assert "alone opens" in (await press(school, "office", "uphold", "dsl")).text
        assert "in private, not here" in (await ask(school, "head", "case", case="1")).text
        opened = await ask(school, "head", "case", "dsl", case="1")
        assert "legs" in str([message.embeds for message in opened.messages])
        await press(school, "head", "uphold", "dsl")
        assert "upheld" in shown(school, "dsl")
    school.server.assert_conformant()


async def test_escalating_takes_the_content_from_the_staff_channel_and_the_case_from_staff(school):
    async with running():
        await insulted(school)
        assert "A Parent" in shown(school)
        await press(school, "office", "escalate")
        await until(lambda: school.card("uphold", "dsl"))
        await until(lambda: "A Parent" not in shown(school))
        assert "cow" not in shown(school)
        assert not school.card("uphold")
        assert "alone opens" in (await ask(school, "office", "note", case="1", note="x")).text
        assert INSULT not in school.texts("parents")
    school.server.assert_conformant()


async def test_whoever_steps_back_is_kept_from_the_case_and_from_that_persons_others_also_after_a_restart(school):
    async with running():
        await insulted(school)
        assert "somebody else" in (await press(school, "office", "notmine")).text
        assert "Office stepped back" in shown(school)
    async with running():
        for verb in ("uphold", "escalate", "letter"):
            assert "You stepped back" in (await press(school, "office", verb)).text
        for command, values in {"case": {"case": "1"}, "close": {"case": "1", "reason": "x"}}.items():
            assert "You stepped back" in (await ask(school, "office", command, **values)).text
        said = {"member": school.people["parent"], "clause": "4.2.4", "reason": "x"}
        assert "You stepped back" in (await ask(school, "office", "warn", **said)).text
        await press(school, "head", "uphold")
        assert "upheld" in shown(school)
    school.server.assert_conformant()


async def test_which_cases_are_listed_as_overdue_is_the_schools_to_set(school, monkeypatch):
    monkeypatch.setenv("SCHOOLGATE_OVERDUE_HOURS", "0.00001")
    async with running():
        await insulted(school)
        listed = (await ask(school, "office", "case", which="overdue")).text
        assert ("1: " in listed, listed.endswith("OVERDUE")) == (True, True), listed


async def test_cases_are_listed_assigned_noted_and_closed(school):
    server, people = school.server, school.people
    async with running():
        assert "none" in (await ask(school, "office", "case")).text
        await insulted(school)
        assert "none" in (await ask(school, "office", "case", which="overdue")).text
        assert "with Office now" in (await ask(school, "office", "assign", case="1")).text
        assert "already" in (await ask(school, "office", "assign", case="1")).text
        assert "1: " in (await ask(school, "office", "case", which="mine")).text
        assert "(before: Office)" in (await ask(school, "office", "assign", case="1", member=people["head"])).text
        assert "Only staff" in (await ask(school, "office", "assign", case="1", member=people["angry1"])).text
        gone = server.member(school.guild, "Gone")
        await server.leave(gone)
        assert "not here" in (await ask(school, "office", "assign", case="1", member=gone)).text
        assert "Noted" in (await ask(school, "office", "note", case="1", note="Rang the parent")).text
        assert "Rang the parent" in shown(school)
        first, second = await asyncio.gather(
            ask(school, "office", "close", case="1", reason="Settled by telephone"),
            ask(school, "head", "close", case="1", reason="Nothing to do"),
        )
        assert sorted("already decided" in one.text for one in (first, second)) == [False, True]
        assert "no case" in (await ask(school, "office", "note", case="99", note="x")).text
        assert "no case" in (await ask(school, "office", "close", case="nonsense", reason="x")).text
    server.assert_conformant()


async def test_a_message_is_hidden_by_its_link_and_its_author_told_even_with_closed_private_messages(school):
    server, people, places = school.server, school.people, school.places
    async with running():
        sent = await server.post(places["parents"], people["quiet"], CLEAN)
        link = f"https://discord.com/channels/{school.guild.id}/{places['parents'].id}/{sent.id}"
        gone = f"{link}0"
        assert "who wrote it" in (await ask(school, "office", "hide", message=gone)).text
        said = {"message": link, "member": people["quiet"], "clause": "4.2.4", "reason": "Please ring us"}
        assert "taken down" in (await ask(school, "office", "hide", **said)).text
        assert CLEAN not in school.texts("parents")
        await until(lambda: school.card("reason", "parents"))
        mine = await server.click(people["quiet"], *school.card("reason", "parents"))
        assert "is not shown any more" in mine.text
        assert "Please ring us." in mine.text
        assert school.card("restore")
        assert "already" in (await ask(school, "office", "hide", case="1")).text
        card, _ = school.card("restore")
        own = f"https://discord.com/channels/{school.guild.id}/{places['staff'].id}/{card.id}"
        assert "not one of the group's" in (await ask(school, "office", "hide", message=own)).text
        assert "Say which message" in (await ask(school, "office", "hide", message="nonsense")).text
    server.assert_conformant()


async def test_hiding_what_its_author_deleted_already_is_no_trouble(school):
    server, people, places = school.server, school.people, school.places
    async with running():
        sent = await server.post(places["parents"], people["parent"], CLEAN)
        link = f"https://discord.com/channels/{school.guild.id}/{places['parents'].id}/{sent.id}"
        await server.delete(sent)
        said = {"message": link, "member": people["parent"], "clause": "4.2.4", "reason": "x"}
        assert "Message taken down" in (await ask(school, "office", "hide", **said)).text
    server.assert_conformant()


async def test_member_tells_where_a_person_stands_and_what_is_deleted_when(school):
    async with running():
        clear = await ask(school, "office", "member", member=school.people["angry1"])
        assert "Nothing is on record" in clear.text
        await insulted(school)
        told = (await ask(school, "office", "member", member=school.people["parent"])).text
        assert re.search(r"A Parent\nPoints: \d", told)
        assert "deleted on" not in told
        await press(school, "office", "uphold")
        assert "deleted on" in (await ask(school, "office", "member", member=school.people["parent"])).text
        await school.server.leave(school.people["parent"])
        assert "not in the group" in (await ask(school, "office", "member", member=school.people["parent"])).text
    school.server.assert_conformant()


async def test_staff_commands_are_hidden_from_members_and_refused_on_our_side_too(school):
    names = {"hide", "case", "note", "assign", "close", "escalate", "member"}
    async with running():
        offered = {one["name"]: one for one in school.server.world.commands[school.guild.id]}
        assert names <= set(offered)
        assert {int(offered[name]["default_member_permissions"]) for name in names} == {1 << 13}
        await insulted(school)
        for verb in ("escalate", "notmine", "letter"):
            assert "staff" in (await press(school, "angry1", verb)).text
        assert not school.card("uphold", "dsl")


async def test_what_fits_is_suggested_while_staff_type(school):
    async with running():
        await insulted(school)
        server, office, staff = school.server, school.people["office"], school.places["staff"]
        cases = await server.autocomplete(office, staff, "note", {"case": ""}, focused="case")
        assert [one["value"] for one in cases] == ["1"]
        clauses = await server.autocomplete(office, staff, "hide", {"clause": "4.2.6"}, focused="clause")
        assert [one["value"] for one in clauses] == ["4.2.6"]
        assert clauses[0]["name"] == "Threats of violence (section 4.2.6)"
        spans = await server.autocomplete(office, staff, "restrict", {"duration": "day"}, focused="duration")
        assert "3 days" in [one["value"] for one in spans]


async def test_an_expired_press_is_done_all_the_same_and_shown_on_the_card(school):
    async with running():
        await insulted(school)
        school.server.fail("POST", r"^/interactions/", status=404, code=10062)
        clicked = asyncio.create_task(press(school, "office", "notmine"))
        await until(lambda: "Office stepped back" in shown(school))
        clicked.cancel()
