"""Taking a message down by order of staff: its author is told, and it gets a card if it has none."""

from __future__ import annotations

from bot.ports import Actor
from bot.staff import words
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.domain import Action, Case, Kind


def clause_of(desk: Desk, case: Case) -> str:
    """The clause a case stands under, else the one that lets the school take a message down."""
    cited = (one for one in case.decision.clauses if one)
    return next(cited, desk.settings(case.member).pack.basis(Kind.HIDE))


async def hide(desk: Desk, case: Case, actor: Actor, clause: str, reason: str = "") -> Reply:
    """Take it down, tell its author under which clause, and show staff. Raises Refusal."""
    if words.stands(case, Kind.HIDE, Kind.RESTORE):
        raise Refusal("refused-hidden", case=case.id)
    if not case.ref.message:
        raise Refusal("refused-no-message", case=case.id)
    setting = desk.settings(case.member)
    await desk.records.cite(case.id, setting.pack.ruling(clause))
    done = await desk.order(case, Action(kind=Kind.HIDE, clause=clause), actor)
    lines = [setting.staff.text("case-begin", case=case.id), done]
    if Kind.WARN not in {action.kind for action in case.decision.actions}:
        said = f"{reason.strip().rstrip('.')}." if reason.strip() else ""  # a sentence: no word that stands for a state
        lines.append(await desk.order(case, Action(kind=Kind.SIGNPOST, clause=clause), actor, reason=said))
    if not await desk.records.places(case.id):
        await desk.order(case, Action(kind=Kind.NOTIFY_STAFF, clause=clause), actor)
    await desk.enforcement.redraw(case.id)
    return Reply(text=" ".join(lines), update=await desk.view(case))
