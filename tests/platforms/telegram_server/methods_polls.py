"""Polls: what the bot asks, and when it takes no more votes."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server import render
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.formatting import formatted
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.methods_send import markup_of, send
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
MOST_OPTIONS = 12


@method("sendPoll")
async def send_poll(world: World, call: Call) -> Json:
    """A question with answers."""
    options = [option if isinstance(option, str) else option["text"] for option in call.list("options") or []]
    if not options:
        raise bad_request("poll must have at least one answer option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    poll = new_poll(str(next(world.numbers)), call.text("question"), options)
    poll |= {"is_anonymous": call.flag("is_anonymous", default=True), "type": call.text("type") or "regular"}
    poll["allows_multiple_answers"] = call.flag("allows_multiple_answers")
    poll["allows_revoting"] = call.flag("allows_revoting", default=poll["type"] == "regular")
    poll["is_closed"] = call.flag("is_closed")
    return render.message(send(world, call, {"poll": poll | _quiz(call, poll) | _ending(world, call)}))


def new_poll(number: str, question: str, options: list[str]) -> Json:
    """A Poll nobody has voted in."""
    shown = [{"persistent_id": str(i), "text": text, "voter_count": 0} for i, text in enumerate(options)]
    poll: Json = {"id": number, "question": question, "options": shown, "total_voter_count": 0}
    flags = ("is_closed", "allows_multiple_answers", "members_only")
    return poll | dict.fromkeys(flags, False) | {"is_anonymous": True, "type": "regular", "allows_revoting": True}


def _quiz(call: Call, poll: Json) -> Json:
    """The right answers and why. Raises 400 for a quiz without any."""
    if poll["type"] != "quiz":
        return {}
    right = call.list("correct_option_ids") or []
    if not right or not all(isinstance(each, int) and 0 <= each < len(poll["options"]) for each in right):
        raise bad_request("wrong correct option ID specified")
    why: Json = {"correct_option_ids": right}
    if call.text("explanation"):
        given = call.text("explanation"), call.text("explanation_parse_mode"), call.list("explanation_entities")
        text, entities = formatted(*given)
        why |= {"explanation": text} | ({"explanation_entities": entities} if entities else {})
    return why


def _ending(world: World, call: Call) -> Json:
    if period := call.number("open_period"):
        return {"open_period": period, "close_date": int(world.now()) + period}
    return {"close_date": call.number("close_date")} if call.has("close_date") else {}


@method("stopPoll")
async def stop_poll(world: World, call: Call) -> Json:
    """A poll of the bot takes no more votes."""
    chat = world.open_chat(call.chat_id)
    post = chat.posts.get(call.number("message_id"))
    if post is None or post.deleted:
        raise bad_request("message with poll to stop not found")
    if post.sender is not world.bot or "poll" not in post.content:
        raise bad_request("poll can't be stopped")
    if post.content["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    stopped: Json = post.content["poll"] | {"is_closed": True}
    post.content, post.markup = post.content | {"poll": stopped}, markup_of(call)
    world.delivery.put("poll", stopped)
    return stopped
