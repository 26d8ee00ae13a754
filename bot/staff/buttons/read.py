"""Read: somebody says that they have read a week's digest (`read:2026-W46`)."""

from __future__ import annotations

from bot.ports import Call, Group, Press
from bot.staff import words
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.clock import utc_now

FOR = "place"


async def press(desk: Desk, pressed: Press) -> Reply:
    """Note it, so that nobody else is asked to see to it."""
    actor, group = pressed.actor, _group(desk, pressed)
    if group is None or not desk.allowed(actor, group):
        await desk.records.refused(actor.user, "read", utc_now())
        raise Refusal("refused-button", desk.speech(pressed.platform, pressed.group))
    week = pressed.id.partition(":")[2]
    first = await desk.records.acknowledge_digest(week, reader=actor.user, at=utc_now())
    return Reply(text=words.spoken(group).text("digest-read" if first else "digest-read-before", week=week))


def _group(desk: Desk, pressed: Press) -> Group | None:
    """The group of the place; for a digest sent in private, a group whose staff its reader is."""
    actor, platform = pressed.actor, pressed.platform
    if pressed.place != actor.user:
        return desk.group(Call(command="read", actor=actor, platform=platform, group=pressed.group, chat=pressed.place))
    return next((one for one in desk.groups() if one.platform == platform and desk.allowed(actor, one)), None)
