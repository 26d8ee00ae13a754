"""The sample conversation that is replayed first, so that something is seen at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from importlib.resources import files

import structlog

from bot.ports import RecordsError
from bot.sandbox_parts import show
from bot.sandbox_parts.desk import Desk
from bot.sandbox_parts.world import RefusedError

log = structlog.get_logger()

PAUSES = {"slow": 0.4, "fast": 0.0}  # seconds between two messages; any other `replay` plays nothing


def read(number: int) -> Sequence[show.Json]:
    """The sample's lines: `person`, `channel`, `text`, maybe `answers` (a line's number from 1) and `attachment`.

    Few of its people break the policy: they come within minutes, and with a visitor's first try they are no pile-on.
    `number` (three digits) stands in what they write, another one each time: the same words of the same member again
    would belong to the case of the first, and nobody would be told anew.
    """
    text = files("bot.sandbox_parts").joinpath("sample.jsonl").read_text(encoding="utf-8")
    return [json.loads(line.replace("{number}", str(number))) for line in text.splitlines()]


async def replay(desk: Desk, pause: float) -> None:
    """Post the sample as if its people were typing it, `pause` seconds apart.

    Somebody who may not post by then, because a visitor tried something, is passed over.
    """
    posted: list[str] = []
    for line in read(100 + int(desk.world.new_id()) % 900):
        answered = posted[line["answers"] - 1] if "answers" in line else ""
        try:
            done = await desk.post({**line, "answers": None, "reply_to": answered})
        except RefusedError:
            done = {"id": ""}
        except RecordsError as trouble:
            log.warning("sample stopped", reason=str(trouble))
            return
        posted.append(done["id"])
        await asyncio.sleep(pause)
