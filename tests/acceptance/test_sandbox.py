"""The sandbox as a platform and as a web page: what people do there arrives, and what the bot does shows."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.adapters.sandbox import ListenError, Sandbox, build
from bot.ports import Call, PlatformError, Press, Trouble
from bot.sandbox_parts import sample
from bot.sandbox_parts.people import HOLLYBANK
from bot.staff.cards import Button, Card, Choice, Field, Form, Menu, Notice, Reply
from moderation.domain import Attachment, Member, Message, Ref, Role

NOTICE = Notice(
    text="Your message was taken down.",
    fallback="There is a note for somebody.",
    button=Button(id="reason:1:1", label="Read"),
    buttons=(Button(id="appeal:1", label="Appeal"),),
)
CARD = Card(
    title="Case 1", fields=(("Clause", "4.2.6"),), evidence="words", buttons=(Button(id="restore:1", label="Restore"),)
)


NOTED = Reply(text="Noted.")


@dataclass
class Recording:
    """An Inbound that remembers everything and answers what it is told to."""

    menus: Sequence[Menu] = (Menu(name="why", help="Explain", fields=(Field(name="text", help="Any text"),)),)
    messages: list[Message] = field(default_factory=list)
    gone: list[Ref] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    wanted: list[tuple[str, str]] = field(default_factory=list)
    reply: Reply = NOTED
    seen: str = ""

    async def message(self, message: Message) -> None:
        self.messages.append(message)

    async def deleted(self, refs: Sequence[Ref]) -> None:
        self.gone.extend(refs)

    async def command(self, call: Call) -> Reply:
        self.calls.append(call)
        return self.reply

    async def press(self, press: Press) -> Reply:
        self.presses.append(press)
        return self.reply

    async def suggest(self, call: Call, wanted: str, typed: str) -> Sequence[Choice]:
        self.wanted.append((wanted, typed))
        return [Choice(label="4.2.6 Threats", value="4.2.6")]

    async def cursor(self, platform: str, chat: str) -> str:
        return self.seen

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        raise AssertionError

    async def moved(self, platform: str, old: str, new: str) -> None:
        raise AssertionError


@dataclass
class Page:
    """The sandbox as its page talks to it."""

    sandbox: Sandbox
    inbound: Recording
    http: aiohttp.ClientSession

    async def ask(self, what: str, **values: Any) -> Any:
        async with self.http.post(f"/api/{what}", json=values) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, person: str, text: str, **more: Any) -> str:
        answer = await self.ask("post", person=person, channel="parents", text=text, **more)
        return str(answer["id"])

    async def state(self, viewer: str) -> Any:
        async with self.http.get("/api/state", params={"viewer": viewer}) as answer:
            return await answer.json()

    async def seen(self, viewer: str) -> list[tuple[str, str]]:
        return [(post["kind"], post.get("text", "")) for post in (await self.state(viewer))["posts"]]

    def ref(self, message: str) -> Ref:
        return Ref(platform="sandbox", chat="parents", message=message)


@asynccontextmanager
async def running(sandbox: Sandbox, inbound: Recording) -> AsyncIterator[Page]:
    task = asyncio.create_task(sandbox.run(inbound))
    await asyncio.wait_for(sandbox.ready(), 5)
    base = sandbox.address.rstrip("/")
    try:
        async with aiohttp.ClientSession(base, headers={"Origin": base}) as http:
            yield Page(sandbox, inbound, http)
    finally:
        await sandbox.close()
        await asyncio.wait_for(task, 5)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with running(build([HOLLYBANK], {"port": "0", "replay": "no"}), Recording()) as page:
        yield page


def who(user: str) -> Member:
    return Member(platform="sandbox", group="hollybank", user=user)


async def test_a_post_arrives_with_its_author_group_time_and_what_it_answers(page: Page) -> None:
    first = await page.post("priya", "Is it wellies on Thursday?")
    await page.post("ellis", "Yes", reply_to=first)
    question, answer = page.inbound.messages
    assert (question.ref, question.group) == (page.ref(first), "hollybank")
    assert question.author.name == "Priya Nair"
    assert question.author.role is Role.PARENT
    assert answer.author.role is Role.PUPIL
    assert answer.quoted == question.text
    assert abs(datetime.now(UTC) - question.sent_at) < timedelta(seconds=5)


async def test_staff_of_the_group_arrive_as_staff(page: Page) -> None:
    for user in ("office", "teacher", "dsl"):
        await page.post(user, "Good morning")
    assert {message.author.role for message in page.inbound.messages} == {Role.STAFF}


async def test_an_edit_arrives_as_another_version_of_the_same_message(page: Page) -> None:
    message = await page.post("priya", "One")
    await page.ask("edit", person="priya", message=message, text="Two")
    first, second = page.inbound.messages
    assert first.ref == second.ref
    assert (first.edit, second.text) == (0, "Two")
    assert second.edit > 0


async def test_a_message_its_author_deletes_is_reported_and_gone(page: Page) -> None:
    message = await page.post("priya", "Never mind")
    await page.ask("delete", person="priya", message=message)
    assert page.inbound.gone == [page.ref(message)]
    assert await page.seen("priya") == []


async def test_nobody_edits_or_deletes_the_message_of_another(page: Page) -> None:
    message = await page.post("priya", "Mine")
    for what in ("edit", "delete"):
        answer = await page.http.post(f"/api/{what}", json={"person": "tom", "message": message, "text": "Ours"})
        assert answer.status == 400
    assert await page.seen("tom") == [("post", "Mine")]


@pytest.mark.parametrize("kind", ["photo", "video", "document"])
async def test_a_file_arrives_with_bytes_that_can_be_fetched(page: Page, kind: str) -> None:
    await page.post("priya", "", attachment=kind, caption="Class 4 on the trip")
    (attachment,) = page.inbound.messages[0].attachments
    data = await page.sandbox.fetch(attachment)
    assert (attachment.kind, attachment.text) == (kind, "Class 4 on the trip")
    assert len(data) == attachment.size > 0


@pytest.mark.parametrize("kind", ["contact", "location"])
async def test_a_contact_or_location_arrives_without_bytes(page: Page, kind: str) -> None:
    await page.post("priya", "", attachment=kind)
    (attachment,) = page.inbound.messages[0].attachments
    assert attachment.kind == kind
    assert attachment.text
    with pytest.raises(PlatformError) as trouble:
        await page.sandbox.fetch(attachment)
    assert trouble.value.trouble is Trouble.UNSUPPORTED


async def test_fetching_follows_no_path_out_of_the_package(page: Page) -> None:
    with pytest.raises(PlatformError):
        await page.sandbox.fetch(Attachment(kind="photo", handle="../people.py"))


async def test_a_hidden_message_is_gone_for_all_and_leaves_a_line_for_its_author(page: Page) -> None:
    message = await page.post("priya", "Something")
    ref = page.ref(message)
    assert not await page.sandbox.is_hidden(ref, ())
    await page.sandbox.hide(ref, ())
    await page.sandbox.hide(ref, ())
    assert await page.sandbox.is_hidden(ref, ())
    assert await page.seen("tom") == []
    assert await page.seen("priya") == [("hidden", "")]


async def test_an_answer_no_longer_quotes_what_was_hidden(page: Page) -> None:
    message = await page.post("priya", "Something")
    await page.post("tom", "Agreed", reply_to=message)
    await page.sandbox.hide(page.ref(message), ())
    (answer,) = (await page.state("samina"))["posts"]
    assert answer["quoted"] is None


async def test_an_album_is_hidden_whole(page: Page) -> None:
    one, two = await page.post("priya", "One"), await page.post("priya", "Two")
    await page.sandbox.hide(page.ref(one), (two,))
    assert await page.sandbox.is_hidden(page.ref(one), (two,))
    assert await page.seen("tom") == []


async def test_a_restored_message_is_back_in_the_name_of_its_author(page: Page) -> None:
    message = await page.post("priya", "Something")
    await page.sandbox.hide(page.ref(message), ())
    fresh = await page.sandbox.restore(page.ref(message), "Priya Nair", "Something")
    (post,) = (await page.state("priya"))["posts"]
    assert (post["id"], post["name"], post["text"], post["restored"]) == (fresh, "Priya Nair", "Something", True)
    assert len(page.inbound.messages) == 1  # the bot is not told of its own message


async def test_a_restricted_person_cannot_post_until_the_time_is_over_or_it_is_lifted(page: Page) -> None:
    await page.sandbox.restrict(who("priya"), datetime.now(UTC) + timedelta(hours=1))
    refused = await page.http.post("/api/post", json={"person": "priya", "channel": "parents", "text": "Hello"})
    assert refused.status == 400
    assert (await page.state("priya"))["stopped"]
    assert page.inbound.messages == []
    await page.sandbox.restrict(who("priya"), datetime.now(UTC) - timedelta(seconds=1))
    assert not await page.sandbox.is_restricted(who("priya"))
    await page.sandbox.restrict(who("priya"), None)
    assert await page.sandbox.is_restricted(who("priya"))
    await page.sandbox.lift(who("priya"))
    await page.post("priya", "Hello")


@pytest.mark.parametrize(("user", "trouble"), [("office", Trouble.PROTECTED), ("nobody", Trouble.NO_MEMBER)])
async def test_who_cannot_be_restricted_is_said(page: Page, user: str, trouble: Trouble) -> None:
    with pytest.raises(PlatformError) as refused:
        await page.sandbox.restrict(who(user), None)
    assert refused.value.trouble is trouble


async def test_a_notice_is_read_by_its_member_alone(page: Page) -> None:
    assert await page.sandbox.tell(who("priya"), page.ref("1"), NOTICE) == "private"
    (letter,) = (await page.state("priya"))["letters"]
    assert (letter["text"], letter["buttons"][0]["id"]) == (NOTICE.text, "appeal:1")
    assert (await page.state("tom"))["letters"] == []
    assert await page.seen("priya") == []


async def test_who_takes_no_private_messages_gets_a_note_that_only_they_can_open(page: Page) -> None:
    assert await page.sandbox.tell(who("tom"), page.ref("1"), NOTICE) == "fallback"
    (note,) = (await page.state("priya"))["posts"]
    assert (note["kind"], note["text"]) == ("note", NOTICE.fallback)
    pressed = {"place": "parents", "message": note["id"], "button": "reason:1:1"}
    refused = await page.http.post("/api/press", json={"person": "priya", **pressed})
    assert refused.status == 400
    assert page.inbound.presses == []
    page.inbound.reply = Reply(text=NOTICE.text, buttons=NOTICE.buttons)
    answer = await page.ask("press", person="tom", **pressed)
    assert answer["text"] == NOTICE.text
    assert answer["buttons"][0]["id"] == "appeal:1"
    assert page.inbound.presses[0].actor.user == "tom"


async def test_a_card_is_shown_pressed_and_drawn_again(page: Page) -> None:
    message = await page.sandbox.post("staff", CARD)
    page.inbound.reply = Reply(text="Put back.", update=Card(title="Case 1: put back"))
    answer = await page.ask("press", person="office", place="staff", message=message, button="restore:1")
    assert answer["text"] == "Put back."
    (press,) = page.inbound.presses
    assert (press.id, press.place, press.message, press.group) == ("restore:1", "staff", message, "hollybank")
    assert {"user:office", "role:staff"} <= press.actor.tokens
    (card,) = (await page.state("priya"))["places"]["staff"]
    assert (card["id"], card["title"]) == (message, "Case 1: put back")


async def test_what_is_not_there_cannot_be_updated_or_posted_to(page: Page) -> None:
    for doing in (page.sandbox.update("staff", "1", CARD), page.sandbox.post("nowhere", CARD)):
        with pytest.raises(PlatformError) as trouble:
            await doing
        assert trouble.value.trouble is Trouble.GONE


async def test_a_chart_is_served_as_a_picture_and_anything_else_only_as_a_download(page: Page) -> None:
    await page.sandbox.post("digest", CARD, ("chart.png", b"\x89PNG"))
    await page.sandbox.post("digest", CARD, ("page.html", b"<script>"))
    kinds = []
    for card in (await page.state("dsl"))["places"]["digest"]:
        async with page.http.get(f"/files/{card['file']}") as answer:
            kinds.append((answer.content_type, answer.headers.get("Content-Disposition")))
    assert kinds == [("image/png", None), ("application/octet-stream", "attachment")]


async def test_a_command_arrives_as_it_was_given_and_its_form_comes_back(page: Page) -> None:
    ask = Form(
        title="How long?", command="restrict", fields=(Field(name="duration", help="hours"),), values=(("case", "3"),)
    )
    page.inbound.reply = Reply(text="", ask=ask)
    answer = await page.ask(
        "command",
        person="office",
        command="restrict",
        place="staff",
        values={"reason": "why", "empty": ""},
        target="7",
        target_chat="parents",
    )
    (call,) = page.inbound.calls
    assert (call.command, call.chat, call.group, call.values) == ("restrict", "staff", "hollybank", {"reason": "why"})
    assert call.target == page.ref("7")
    assert (answer["ask"]["command"], answer["ask"]["values"]) == ("restrict", {"case": "3"})


async def test_suggestions_come_from_the_bot(page: Page) -> None:
    answer = await page.ask("suggest", person="office", command="restrict", wanted="clause", typed="4.")
    assert page.inbound.wanted == [("clause", "4.")]
    assert answer["choices"] == [{"label": "4.2.6 Threats", "value": "4.2.6"}]


async def test_every_change_is_pushed_to_the_page(page: Page) -> None:
    async with page.http.ws_connect("/live", params={"viewer": "priya"}) as live:
        assert (await live.receive_json(timeout=5))["posts"] == []
        message = await page.post("tom", "Hello")
        assert (await live.receive_json(timeout=5))["posts"][0]["text"] == "Hello"
        await page.sandbox.hide(page.ref(message), ())
        assert (await live.receive_json(timeout=5))["posts"] == []


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
async def test_an_empty_or_endless_message_is_refused_in_words(page: Page, text: str) -> None:
    answer = await page.http.post("/api/post", json={"person": "priya", "channel": "parents", "text": text})
    assert answer.status == 400
    assert (await answer.json())["error"]
    assert page.inbound.messages == []


@pytest.mark.parametrize("text", ["x" * 4000, "\U0001f389" * 40, "\u202e\u05e9\u05dc", "<img src=x onerror=alert(1)>"])
async def test_odd_texts_arrive_as_they_are(page: Page, text: str) -> None:
    await page.post("priya", text)
    assert page.inbound.messages[0].text == text


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"person": 3}', b'{"person": "nobody"}'])
async def test_a_broken_request_gets_one_line(page: Page, body: bytes) -> None:
    for what in ("post", "press", "command", "suggest"):
        answer = await page.http.post(f"/api/{what}", data=body, headers={"Content-Type": "application/json"})
        assert answer.status == 400
        assert "\n" not in (await answer.json())["error"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.7:8765"])
async def test_another_host_name_is_refused(page: Page, host: str) -> None:
    for path in ("/", "/api/state?viewer=priya", "/files/1"):
        answer = await page.http.get(path, headers={"Host": host})
        assert answer.status == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", ""])
async def test_another_sites_page_can_change_nothing_and_watch_nothing(page: Page, origin: str) -> None:
    headers = {"Origin": origin}
    values = {"person": "priya", "channel": "parents", "text": "Hello"}
    answer = await page.http.post("/api/post", json=values, headers=headers)
    assert answer.status == 403
    assert page.inbound.messages == []
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await page.http.ws_connect("/live?viewer=priya", headers=headers)
    assert refused.value.status == 403


async def test_a_request_that_is_not_json_changes_nothing(page: Page) -> None:
    answer = await page.http.post("/api/post", data={"person": "priya", "channel": "parents", "text": "Hello"})
    assert answer.status == 400
    assert page.inbound.messages == []


async def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(page: Page) -> None:
    async with page.http.get("/") as answer:
        policy, body = answer.headers["Content-Security-Policy"], await answer.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http://" not in body
    assert "https://" not in body
    for name in ("page.js", "page.css", "icon.svg", "playground.png"):
        assert (await page.http.get(f"/static/{name}")).status == 200
    assert (await page.http.get("/static/..%2fpeople.py")).status == 404


async def test_the_sample_is_replayed_and_again_after_start_again() -> None:
    inbound = Recording()
    lines = list(sample.read())
    async with running(build([HOLLYBANK], {"port": "0", "replay": "fast"}), inbound) as page:
        await _until(lambda: len(inbound.messages) == len(lines))
        await page.sandbox.post("staff", CARD)
        await page.ask("again")
        await _until(lambda: len(inbound.messages) == 2 * len(lines))
        state = await page.state("priya")
    assert [message.text for message in inbound.messages[: len(lines)]] == [line["text"] for line in lines]
    assert len({message.ref for message in inbound.messages}) == 2 * len(lines)
    assert any(message.quoted for message in inbound.messages)
    assert len(state["posts"]) == len(lines)
    assert state["places"]["staff"] == []


async def test_what_was_posted_while_the_bot_was_away_is_delivered_once() -> None:
    sandbox = build([HOLLYBANK], {"port": "0", "replay": "no"})
    seen = sandbox.world.say("priya", "parents", "Seen")
    missed = sandbox.world.say("tom", "parents", "Missed")
    async with running(sandbox, Recording(seen=seen.id)) as page:
        assert [message.ref.message for message in page.inbound.messages] == [missed.id]


async def test_ids_are_never_used_again_in_a_later_run() -> None:
    first = build([HOLLYBANK], {}).world.say("priya", "parents", "One")
    await asyncio.sleep(0.005)
    second = build([HOLLYBANK], {}).world.say("priya", "parents", "Two")
    assert int(second.id) > int(first.id)


async def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ListenError, match=f"port {port} of 127.0.0.1 is in use"):
            await build([HOLLYBANK], {"port": port}).run(Recording())


async def test_it_listens_on_this_computer_only(page: Page) -> None:
    assert page.sandbox.address.startswith("http://127.0.0.1:")
    port = int(page.sandbox.address.rstrip("/").rpartition(":")[2])
    with socket.socket() as other, suppress(OSError):
        other.settimeout(1)
        assert other.connect_ex(("127.0.0.2", port)) != 0


@pytest.mark.parametrize(
    "options", [{"host": "0.0.0.0"}, {"port": "x"}, {"port": "70000"}, {"port": "-1"}, {"replay": "often"}]
)
def test_an_option_that_cannot_be_is_refused_in_one_line(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=f"^sandbox: {next(iter(options))} .*$"):
        build([HOLLYBANK], options)


async def test_missing_staff_channels_are_named(page: Page) -> None:
    assert list(await page.sandbox.missing()) == []
    bare = build([type(HOLLYBANK)(name="Bare", platform="sandbox", id="bare")], {})
    assert len(list(await bare.missing())) == 3


async def _until(true: Any) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 (what is waited for sets no event)
            await asyncio.sleep(0.01)
