"""Places: a point, a point with a name, and one that moves for a while."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server import render
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.methods_edit import edit, editable
from tests.platforms.telegram_server.methods_send import send
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
POINT = ("latitude", "longitude", "horizontal_accuracy")
MOVING = ("live_period", "heading", "proximity_alert_radius")
SHORTEST, LONGEST, FOR_EVER = 60, 86400, 0x7FFFFFFF


def _given(call: Call, *names: str) -> Json:
    return {name: call.given[name] for name in names if call.has(name)}


def _check_period(call: Call) -> None:
    period = call.number("live_period")
    if period and not SHORTEST <= period <= LONGEST and period != FOR_EVER:
        raise bad_request("wrong live location period specified")


@method("sendLocation")
async def send_location(world: World, call: Call) -> Json:
    """A point; with `live_period` one that may move."""
    _check_period(call)
    names = (*POINT, *MOVING) if call.number("live_period") else POINT
    return render.message(send(world, call, {"location": _given(call, *names)}))


@method("sendVenue")
async def send_venue(world: World, call: Call) -> Json:
    """A point with a name."""
    place = _given(call, "latitude", "longitude")
    return render.message(
        send(world, call, {"venue": {"location": place} | _given(call, "title", "address"), "location": place})
    )


def _moving(world: World, call: Call) -> Json:
    """The live location a request is about. Raises 400 when it does not move, or no longer."""
    post = editable(world, call)
    place: Json = post.content.get("location", {})
    period = place.get("live_period", 0)
    if not period or (period != FOR_EVER and post.date + period <= world.now()):
        raise bad_request("message can't be edited")
    return place


@method("editMessageLiveLocation")
async def edit_live_location(world: World, call: Call) -> Json:
    """It is somewhere else now."""
    period = {"live_period": _moving(world, call)["live_period"]}
    _check_period(call)
    return edit(world, call, {"location": period | _given(call, *POINT, *MOVING)}, ("location",))


@method("stopMessageLiveLocation")
async def stop_live_location(world: World, call: Call) -> Json:
    """It moves no more."""
    place = _moving(world, call)
    return edit(world, call, {"location": {k: v for k, v in place.items() if k in POINT}}, ("location",))
