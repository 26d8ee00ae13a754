"""What happens when a button is pressed: one file for each verb, called as the verb is.

A button's id (`verb:case[:argument]`) says all, so it works after restarts and after weeks. A file has
`press(desk, case, pressed) -> Reply`, and FOR when the button is the author's and not the staff's ("author"), or is
about no case ("place": `press(desk, pressed)`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from bot.ports import Press
from bot.staff import safeguarding, words
from bot.staff.cards import Card, Reply
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal, refuse
from moderation.byname import names
from moderation.clock import utc_now
from moderation.domain import Case

FOLDER = Path(__file__).parent


@cache
def _verbs() -> dict[str, ModuleType]:
    return {name: import_module(f"{__name__}.{name}") for name in names(FOLDER, ".py")}


async def press(desk: Desk, pressed: Press) -> Reply:
    """Answer one press, after checking that this person may."""
    name, _, rest = pressed.id.partition(":")
    number = rest.partition(":")[0]
    verb = _verbs().get(name)
    if verb is None:
        return refuse(desk.speech(pressed.platform, pressed.group).text("refused-old-button"))
    try:
        if (whose := getattr(verb, "FOR", "staff")) == "place":
            return await _answer_place(desk, verb, pressed)
        case = await (_author_case if whose == "author" else _staff_case)(desk, pressed, number)
        reply: Reply = await verb.press(desk, case, pressed)
    except Refusal as reason:
        return refuse(reason.said(desk.spoken(pressed.actor, pressed.platform, pressed.group, pressed.place)))
    return replace(reply, update=await _seen_there(desk, case, pressed, reply))


async def _seen_there(desk: Desk, case: Case, pressed: Press, reply: Reply) -> Card | None:
    """A card that became the safeguarding lead's alone shows nothing any more where other staff see it."""
    fresh = await desk.records.case(case.id, reader=words.READER) if reply.update else None
    if fresh is None or safeguarding.is_shown_in(pressed.place, fresh, desk.settings(case.member).group):
        return reply.update
    return await desk.view(fresh, pressed.place)


async def _answer_place(desk: Desk, verb: ModuleType, pressed: Press) -> Reply:
    """A button that is about no case: its file checks who may."""
    reply: Reply = await verb.press(desk, pressed)
    return reply


async def _author_case(desk: Desk, pressed: Press, number: str) -> Case:
    """The case of an author's own button: only the author reads why, and only the author appeals."""
    case = _known(desk, pressed, await desk.numbered(number))
    if (case.member.platform, case.member.user) != (pressed.platform, pressed.actor.user):
        raise Refusal("refused-not-yours", desk.speech(pressed.platform, pressed.group))
    return case


async def _staff_case(desk: Desk, pressed: Press, number: str) -> Case:
    """The case a staff button is about; somebody without the right is refused and logged."""
    case = _known(desk, pressed, await desk.numbered(number, pressed.actor.user))
    if not desk.allowed(pressed.actor, desk.settings(case.member).group):
        await desk.records.refused(pressed.actor.user, pressed.id.partition(":")[0], utc_now())
        raise Refusal("refused-button", desk.speech(pressed.platform, pressed.group))
    await desk.entrust(case, pressed.actor, pressed.id.partition(":")[0], pressed.place)
    return case


def _known(desk: Desk, pressed: Press, case: Case | None) -> Case:
    """The case, if it is still kept and its group is still looked after."""
    said = desk.speech(pressed.platform, pressed.group)
    if case is None:
        raise Refusal("refused-case-gone", said)
    if not desk.enforcement.watches(case.member):
        raise Refusal("refused-group-gone", said)
    return case
