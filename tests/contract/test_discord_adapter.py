"""What Discord's limits and the protocol ask of the adapter's parts, without a connection."""

from __future__ import annotations

import inspect
import re

import aiohttp
import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters import discord as adapter
from bot.discord_parts import commands, errors, events, views
from bot.discord_parts.address import moved
from bot.discord_parts.setup import Setup
from bot.ports import Group, Platform, PlatformError, Trouble
from bot.staff.cards import Button, Card, Choice, Field, Form, Menu

TRICKY = st.text(alphabet=st.sampled_from("ab |\\*_`~[]()<>@#-:/.\n1é😀"), max_size=400)
LONG = st.builds(lambda part, count: part * count, st.text(min_size=1, max_size=20), st.integers(1, 600))
WORDS = TRICKY | LONG


def test_the_adapter_has_every_method_of_a_platform() -> None:
    platform = adapter.build([], {"token": "t"})
    for name, method in inspect.getmembers(Platform, inspect.isfunction):
        if not name.startswith("_"):
            own = getattr(adapter.Discord, name)
            assert list(inspect.signature(own).parameters) == list(inspect.signature(method).parameters), name
            assert inspect.iscoroutinefunction(own) is inspect.iscoroutinefunction(method), name
    assert platform.name == "discord"


def test_only_discord_groups_are_taken_and_the_token_is_never_shown() -> None:
    groups = [Group(name="a", platform="discord", id="1"), Group(name="b", platform="telegram", id="2")]
    setup = Setup(groups={group.id: group for group in groups}, token="secret-token")
    assert "secret-token" not in repr(setup)
    with pytest.raises(ValueError, match="patience has to be a number"):
        adapter.build(groups, {"token": "t", "patience": "soon"})


@settings(max_examples=60, deadline=None)
@given(title=WORDS, names=st.lists(st.tuples(WORDS, WORDS), max_size=30), evidence=WORDS)
def test_a_card_always_fits_and_its_evidence_never_leaves_the_spoiler(
    title: str, names: list[tuple[str, str]], evidence: str
) -> None:
    drawn = views.embed(Card(title=title, fields=tuple(names), evidence=evidence))
    assert len(drawn.title or "") <= 256
    assert len(drawn) <= 6000
    assert len(drawn.fields) <= 25
    assert all(0 < len(field.name or "") <= 256 and 0 < len(field.value or "") <= 1024 for field in drawn.fields)
    shown = drawn.description or ""
    assert len(shown) <= 4096
    assert bool(shown) == bool(evidence.strip())
    if shown:
        assert shown.startswith("||")
        assert shown.endswith("||")
        assert shown.index("||", 2) == len(shown) - 2


def test_a_card_says_everything_that_fits_on_it() -> None:
    long, short = "4.2.6 threats of violence, 4.2.7 personal data, " * 20, "3 of them"
    fields = (("By clause", long), *((f"Heading {number}", short) for number in range(12)), ("Trend", long))
    drawn = views.embed(Card(title="The week", fields=fields))
    assert [(field.name, field.value) for field in drawn.fields] == list(fields)


@settings(max_examples=60, deadline=None)
@given(text=WORDS)
def test_pages_fit_and_lose_nothing_but_space(text: str) -> None:
    parts = views.pages(text)
    assert all(0 < len(part) <= 2000 for part in parts)
    kept = "".join(parts)
    assert re.sub(r"\s", "", views.escaped(text)).replace("\u200b", "").replace("\\", "") == re.sub(
        r"\s", "", kept
    ).replace("\u200b", "").replace("\\", "")


@pytest.mark.parametrize("text", ["@everyone", "@here", "<@123456789012345678>", "<@&123456789012345678>"])
def test_nothing_a_person_typed_is_a_mention_on_a_card(text: str) -> None:
    drawn = views.embed(Card(title=text, fields=((text, text),), evidence=text))
    assert text not in str(drawn.to_dict())


async def test_buttons_keep_their_ids_and_are_not_kept_by_the_library() -> None:
    buttons = tuple(Button(id=f"verb:{number}", label="x" * 200, style="danger") for number in range(30))
    drawn = views.view(buttons)
    assert drawn
    assert drawn.is_finished()
    assert len(drawn.children) == 25
    assert views.view(()) is None


async def test_a_form_carries_what_it_knows_in_its_id_within_discords_limit() -> None:
    fields = tuple(Field(name=f"f{number}", help="h" * 90) for number in range(7))
    drawn = views.modal(Form(title="t" * 90, command="restrict", fields=fields, values=(("case", "7 & ?=é"),)))
    assert len(drawn.title) <= 45
    assert len(drawn.children) == 5
    assert views.filled(drawn.custom_id) == ("restrict", {"case": "7 & ?=é"})
    with pytest.raises(PlatformError) as refused:
        views.modal(Form(title="t", command="restrict", fields=fields, values=(("reason", "x" * 100),)))
    assert refused.value.trouble is Trouble.INVALID


def test_commands_keep_to_discords_limits() -> None:
    fields = (Field(name="reason", help="h" * 200, required=False), Field(name="who", help="Who", kind="member"))
    (made,) = commands.guild_commands([Menu(name="warn", help="h" * 200, fields=fields)])
    assert len(made["description"]) == 100
    assert [option["name"] for option in made["options"]] == ["who", "reason"]
    assert made["default_member_permissions"] == discord.Permissions(manage_messages=True).value
    assert commands.direct_commands([Menu(name="warn", help="h")]) == []


def test_suggestions_keep_to_discords_limits() -> None:
    found = [Choice(label="l" * 200, value="v"), Choice(label="l", value="v" * 101), Choice(label="l", value="")]
    (kept,) = commands.choices(found)
    assert (len(kept.name), kept.value) == (100, "v")
    assert len(commands.choices([Choice(label="l", value="v")] * 40)) == 25


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (discord.RateLimited(61.0), Trouble.LIMITED),
        (aiohttp.ClientConnectionError(), Trouble.UNREACHABLE),
        (ConnectionResetError(), Trouble.UNREACHABLE),
        (TimeoutError(), Trouble.UNREACHABLE),
        (discord.ClientException(), Trouble.INVALID),
    ],
)
async def test_every_error_of_the_library_becomes_a_trouble_without_its_words(
    error: Exception, trouble: Trouble
) -> None:
    with pytest.raises(PlatformError) as seen:
        async with errors.translated(5):
            raise error
    assert seen.value.trouble is trouble
    assert seen.value.__cause__ is None
    assert seen.value.__suppress_context__


async def test_what_takes_too_long_is_unreachable() -> None:
    with pytest.raises(PlatformError) as seen:
        async with errors.translated(0.01):
            await discord.utils.sleep_until(discord.utils.utcnow() + discord.utils.datetime.timedelta(seconds=5))
    assert seen.value.trouble is Trouble.UNREACHABLE


def test_a_route_moves_without_changing_the_class_it_came_from() -> None:
    route = discord.http.Route("GET", "/users/{user_id}", user_id=7)
    there = moved(route, "http://127.0.0.1:1/api/v10/")
    assert there.url == "http://127.0.0.1:1/api/v10/users/7"
    assert route.url == "https://discord.com/api/v10/users/7"
    assert moved(route, "") is route
    assert there.key == route.key


def test_ids_of_other_platforms_are_refused_as_what_they_are() -> None:
    assert errors.number("12") == 12
    for text, trouble in (("webhook:7", Trouble.NO_MEMBER), ("-100", Trouble.INVALID), ("", Trouble.INVALID)):
        with pytest.raises(PlatformError) as refused:
            errors.number(text, trouble)
        assert refused.value.trouble is trouble


def test_system_notices_are_not_judged() -> None:
    judged = {discord.MessageType.default, discord.MessageType.reply, discord.MessageType.thread_created}
    assert judged == events.JUDGED
