"""The sandbox's page against other sites, odd input and wrong options."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest

from bot.adapters.sandbox import ListenError, build
from bot.sandbox_parts.people import HOLLYBANK
from bot.staff.cards import Card
from tests.platforms.harness import Recorder
from tests.platforms.sandbox_page import Page, running

CARD = Card(title="Week 46")


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with running(build([HOLLYBANK], {"port": "0", "replay": "no"}), Recorder()) as page:
        yield page


async def test_a_chart_is_served_as_a_picture_and_anything_else_only_as_a_download(page: Page) -> None:
    await page.sandbox.post("digest", CARD, ("chart.png", b"\x89PNG"))
    await page.sandbox.post("digest", CARD, ("page.html", b"<script>"))
    kinds = []
    for card in (await page.state("dsl"))["places"]["digest"]:
        async with page.http.get(f"/files/{card['file']}") as answer:
            kinds.append((answer.content_type, answer.headers.get("Content-Disposition")))
    assert kinds == [("image/png", None), ("application/octet-stream", "attachment")]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
async def test_an_empty_or_endless_message_is_refused_in_words(page: Page, text: str) -> None:
    answer = await page.http.post("/api/post", json={"person": "priya", "channel": "parents", "text": text})
    assert answer.status == 400
    assert (await answer.json())["error"]
    assert page.recorder.messages == []


@pytest.mark.parametrize("text", ["x" * 4000, "\U0001f389" * 40, "\u202e\u05e9\u05dc", "<img src=x onerror=alert(1)>"])
async def test_odd_texts_arrive_as_they_are(page: Page, text: str) -> None:
    await page.post("priya", text)
    assert page.recorder.messages[0].text == text


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"person": 3}', b'{"person": "nobody"}', b'{"person": "\xff"}'])
@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=klingon"])
async def test_a_broken_request_gets_one_line(page: Page, body: bytes, kind: str) -> None:
    for what in ("post", "press", "command", "suggest"):
        answer = await page.http.post(f"/api/{what}", data=body, headers={"Content-Type": kind})
        assert answer.status == 400
        assert "\n" not in (await answer.json())["error"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.7:8765", "[", ""])
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
    assert page.recorder.messages == []
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await page.http.ws_connect("/live?viewer=priya", headers=headers)
    assert refused.value.status == 403


async def test_a_request_that_is_not_json_changes_nothing(page: Page) -> None:
    answer = await page.http.post("/api/post", data={"person": "priya", "channel": "parents", "text": "Hello"})
    assert answer.status == 400
    assert page.recorder.messages == []


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


async def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ListenError, match=f"port {port} of 127.0.0.1 is in use"):
            await build([HOLLYBANK], {"port": port}).run(Recorder())


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
