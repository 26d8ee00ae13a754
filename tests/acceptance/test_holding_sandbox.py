"""The held box and a secured group in the sandbox, through the page's own addresses and the whole program."""

import pytest

from tests.platforms.running import until
from tests.platforms.sandbox_site import site as site_of

POST = "Who can help at the cake stall on Friday?"


@pytest.mark.parametrize("verb", ["approve", "decline"])
async def test_in_a_held_group_a_post_goes_into_the_held_box_until_staff_decide(tmp_path, monkeypatch, verb):
    async with site_of(tmp_path, monkeypatch, "premoderate = true") as site:
        assert site.view()["held"]
        assert not site.view("office")["held"]
        done = await site.ask("post", person="priya", channel="parents", text=POST)
        assert "every post is read" in done["answer"]["text"]
        assert site.view()["posts"] == []
        await until(lambda: site.card(verb))
        assert POST in site.card(verb)[0]["evidence"]
        answer = await site.press(verb)
        if verb == "decline":
            form = answer["ask"]
            values = form["values"] | {"clause": "4.2.7", "reason": "Please ask the office."}
            await site.ask("command", person="office", place="staff", command=form["command"], values=values)
        await until(lambda: site.view()["letters"])
        shown = [post["text"] for post in site.view()["posts"] if post["approved"]]
        assert shown == ([POST] if verb == "approve" else [])
        letter = site.view()["letters"][-1]["text"]
        assert ("is now shown" if verb == "approve" else "Please ask the office.") in letter


async def test_a_secured_group_refuses_parents_and_says_so_on_the_page(tmp_path, monkeypatch):
    async with site_of(tmp_path, monkeypatch) as site:
        await site.ask("command", person="office", place="staff", command="lockdown", values={"duration": "1 hour"})
        assert site.view()["locked"] == ["parents", "pta"]
        refused = await site.ask("post", person="priya", channel="parents", text="hello")
        assert "Only the school's staff" in refused["error"]
        assert "id" in await site.ask("post", person="office", channel="parents", text="We are looking into it.")
        await until(lambda: site.card("unlock"))
        await site.press("unlock")
        assert site.view()["locked"] == []
        assert "id" in await site.ask("post", person="priya", channel="parents", text="hello")


@pytest.mark.parametrize("kind", ["photo", "video", "document"])
async def test_what_came_with_an_approved_post_is_shown_as_what_it_is(tmp_path, monkeypatch, kind):
    async with site_of(tmp_path, monkeypatch, "premoderate = true") as site:
        await site.ask("post", person="priya", channel="parents", text=POST, attachment=kind)
        await until(lambda: site.card("approve"))
        await site.press("approve")
        await until(lambda: site.view()["posts"])
        (post,) = site.view()["posts"]
        assert [one["kind"] for one in post["attachments"]] == [kind]


async def test_an_empty_post_is_refused_in_a_held_group_too(tmp_path, monkeypatch):
    async with site_of(tmp_path, monkeypatch, "premoderate = true") as site:
        assert "Write something" in (await site.ask("post", person="priya", channel="parents", text="  "))["error"]
