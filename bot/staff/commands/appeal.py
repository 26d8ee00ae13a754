"""/appeal: an author's own words about a decision; reached by the button under every notice."""

from __future__ import annotations

import structlog

from bot.ports import Call, Placed, PlatformError
from bot.ports.reviews import APPEALED, AUTHOR
from bot.staff import appealing, safeguarding
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE, REASON
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Case, Review

log = structlog.get_logger()
MENU = Menu(name="appeal", help="menu-appeal", fields=(CASE, REASON), needs="anyone", listed=False)


async def run(desk: Desk, call: Call) -> Reply:
    """An author's own words about a decision; staff see them on the case, which is open again if it was upheld."""
    case = await desk.numbered(call.values.get("case", ""))
    if case is None or case.member.user != call.actor.user or case.member.platform != call.platform:
        raise Refusal("appeal-not-yours", desk.speech(call.platform, call.group))
    if not desk.enforcement.watches(case.member):
        raise Refusal("refused-group-gone", desk.speech(call.platform, call.group))
    setting = desk.settings(case.member)
    appealing.check(case, setting)
    review = Review(by=AUTHOR, verdict=APPEALED, at=utc_now(), note=call.values.get("reason", ""))
    if not await desk.records.appeal(case.id, review):
        raise appealing.answered(case, setting)
    await desk.enforcement.redraw(case.id)
    await _announce(desk, case)
    return Reply(text=setting.parents.text("appeal-thanks", case=case.id))


async def _announce(desk: Desk, case: Case) -> None:
    """An appeal is shown to staff again, below whatever came since."""
    group = desk.settings(case.member).group
    place = safeguarding.place_of(case, group)
    if not place:
        return
    platform = desk.enforcement.platforms[group.platform]
    try:
        message = await platform.post(place, await desk.view(case, place))
    except PlatformError as error:
        log.warning("appeal not shown to staff", case=case.id, trouble=error.trouble.value)
        return
    await desk.records.placed(case.id, Placed(platform=group.platform, place=place, message=message))
