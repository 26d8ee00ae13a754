"""What a parent asks for on the sandbox's page, and who joins, over HTTP: nothing is ever told to somebody else."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator

import pytest

from bot.adapters.sandbox import build
from bot.ports.holding import Area, How
from bot.sandbox_parts import sample
from bot.sandbox_parts.people import HOLLYBANK, NEWCOMERS
from bot.staff.cards import Button, Field, Menu, Reply
from tests.platforms.harness import Recorder
from tests.platforms.running import until
from tests.platforms.sandbox_page import Page, running
from tests.platforms.sandbox_site import Site
from tests.platforms.sandbox_site import site as site_of

MENUS = (
    Menu(name="record", help="What is held about you", needs="anyone"),
    Menu(name="post", help="Hand in a post", fields=(Field(name="text", help="What"),), needs="anyone"),
    Menu(name="case", help="A case"),
)
NUMBER = "Ring Steve on his private number 07700 900124 about the coat"
PATIENCE_S = 60.0


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with running(build([HOLLYBANK], {"port": "0", "replay": "no"}), Recorder(menus=MENUS)) as page:
        yield page


async def test_what_is_asked_arrives_as_the_askers_own_and_the_answer_is_a_letter_to_them_alone(page: Page) -> None:
    page.recorder.reply = Reply(text="This is held.", buttons=(Button(id="letter:1", label="Letter"),))
    await page.ask("ask", person="priya", command="record", values={"member": "tom"}, target="1", target_chat="parents")
    (call,) = page.recorder.calls
    assert (call.command, call.actor.user, call.group, call.chat) == ("record", "priya", "hollybank", "private")
    assert (call.values, call.target) == ({}, None)
    (letter,) = (await page.state("priya"))["letters"]
    assert (letter["text"], letter["buttons"][0]["id"]) == ("This is held.", "letter:1")
    for other in ("tom", "office", "dsl", "nobody", ""):
        assert "This is held." not in json.dumps(await page.state(other))


@pytest.mark.parametrize(
    ("person", "command"),
    [
        ("nobody", "record"),
        ("", "record"),
        ("priya", "case"),
        ("priya", "post"),
        ("priya", "nothing"),
        ("office", "case"),
    ],
)
async def test_only_somebody_in_the_group_asks_and_only_for_what_anybody_may(
    page: Page, person: str, command: str
) -> None:
    refused = await page.http.post("/api/ask", json={"person": person, "command": command})
    assert refused.status == 400
    assert page.recorder.calls == []


async def test_each_who_joins_is_somebody_new_until_nobody_is_left_or_the_group_starts_again(page: Page) -> None:
    came = [(await page.ask("join"))["person"] for _ in NEWCOMERS]
    assert [one["name"] for one in came] == list(NEWCOMERS)
    assert [member.user for member in page.recorder.joiners] == [one["id"] for one in came]
    assert (await page.http.post("/api/join", json={})).status == 400
    assert (await page.state("priya"))["people"][-len(came) :] == came
    await page.post(came[0]["id"], "Hello")
    assert page.recorder.messages[0].author.name == NEWCOMERS[0]
    await page.ask("again")
    known = {one["id"] for one in (await page.state(came[0]["id"]))["people"]}
    assert not known & {one["id"] for one in came}
    again = (await page.ask("join"))["person"]
    assert again["name"] == NEWCOMERS[0]
    assert again["id"] != came[0]["id"]


async def test_nobody_joins_while_the_group_is_secured(page: Page) -> None:
    area = Area(group="hollybank", chat="", how=How.CLOSED)
    before = await page.sandbox.standing(area)
    await page.sandbox.secure(area, before)
    refused = await page.http.post("/api/join", json={})
    assert refused.status == 400
    assert "secured" in (await refused.json())["error"]
    await page.sandbox.release(area, before)
    await page.ask("join")
    assert len(page.recorder.joiners) == 1


async def hidden(site: Site, person: str) -> None:
    """Somebody posts a phone number, and hears why it was taken down."""
    before = len(site.letters(person))
    await site.ask("post", person=person, channel="parents", text=NUMBER)
    await until(lambda: len(site.letters(person)) > before, PATIENCE_S)


async def test_the_record_of_another_is_never_given_out(tmp_path, monkeypatch) -> None:
    async with site_of(tmp_path, monkeypatch) as site:
        await hidden(site, "priya")
        message = next(post["id"] for post in site.view()["posts"] if post["kind"] == "hidden")
        of_another = {"values": {"member": "priya", "user": "priya"}, "target": message, "target_chat": "parents"}
        for asker in ("tom", "office"):
            await site.ask("ask", person=asker, command="record", **of_another)
            told = await site.ask("command", person=asker, command="record", place="private", **of_another)
            pressed = await site.ask("press", person=asker, place="private", message="", button="/record:hollybank")
            for text in (*site.letters(asker), told["text"], pressed["text"]):
                assert "There is nothing to list for you here." in text
        assert len(site.letters("priya")) == 1
        await site.ask("ask", person="priya", command="record")
        assert "4.2.7" in site.letters("priya")[-1]
        assert "07700" not in site.letters("priya")[-1]


async def test_who_joins_reads_the_rules_and_the_version_they_saw_is_on_their_record(tmp_path, monkeypatch) -> None:
    async with site_of(tmp_path, monkeypatch) as site:
        newcomer = (await site.ask("join"))["person"]["id"]
        (rules,) = site.letters(newcomer)
        version = rules.rpartition("Version of the rules: ")[2].strip()
        await site.ask("ask", person=newcomer, command="record")
        assert f"You were shown the rules ({version})" in site.letters(newcomer)[-1]


async def test_the_sample_and_the_first_post_of_a_newcomer_are_no_pile_on_but_more_are(tmp_path, monkeypatch) -> None:
    async with site_of(tmp_path, monkeypatch, replay="fast") as site:
        last = sample.read(214)[-1]["person"]
        await until(
            lambda: [one for one in site.world.hidden.values() if (one.author, one.chat) == (last, "pta")], PATIENCE_S
        )
        newcomer = (await site.ask("join"))["person"]["id"]
        for person in (newcomer, "gareth", "priya", "samina"):
            await hidden(site, person)
        await until(lambda: site.card("secure"), PATIENCE_S)
        raised, _ = site.card("secure")
        (later,) = (card for card in site.view()["places"]["staff"] if "Gareth Pugh" in str(card["fields"]))
        number = re.match(r"Case (\d+)", later["title"])
        assert number
        assert re.search(rf"\(cases [\d, ]*\b{number.group(1)}\b", str(raised["fields"])), "it was raised before"


async def test_after_a_start_again_everybody_is_told_anew(tmp_path, monkeypatch) -> None:
    async with site_of(tmp_path, monkeypatch, replay="fast") as site:

        def told() -> bool:
            hidden = {one.id for one in site.world.hidden.values() if one.author == "danielle"}
            explained = {letter.about for letter in site.world.letters["danielle"]}
            cards = [card for card in site.view()["places"]["staff"] if "Danielle Osei" in str(card["fields"])]
            return len(hidden) == len(explained & hidden) == len(cards) == 2

        await until(told, PATIENCE_S)
        await site.ask("again")
        await until(lambda: not site.world.letters["danielle"], PATIENCE_S)
        await until(told, PATIENCE_S)
