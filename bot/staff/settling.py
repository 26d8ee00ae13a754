"""Deciding a case: the first decision stands; an author who appealed, or for whom it changes something, is told."""

from __future__ import annotations

from bot.ports import Actor
from bot.staff import hiding, verdicts, words
from bot.staff.cards import Reply
from bot.staff.desk import Desk, now
from moderation.domain import Action, Case, Kind, Review, State


async def settle(desk: Desk, case: Case, actor: Actor, state: State, *, reason: str = "") -> Reply:
    """Decide a case; the first decision stands, and whoever comes later is told by whom."""
    by, locale = actor.called, desk.settings(case.member).staff
    said = locale.text
    review = Review(by=by, verdict=state.value, at=now(), note=reason)
    undo = _undo(case, hiding.clause_of(desk, case)) if state is State.RESTORED else []
    earlier = await desk.records.decide(case.id, review, state, undo)
    if earlier is not None:
        verdict, who = verdicts.done(locale, earlier.verdict), verdicts.by(locale, earlier.by)
        text = said("already-decided", case=case.id, verdict=verdict, by=who, at=earlier.at)
        return Reply(text=text, refused=True, update=await desk.view(case))
    lines = [said("card-title", case=case.id, state=said(f"state-{state.value}")) + "."]
    lines += [await desk.carry_out(order) for order in await desk.records.pending(case.id)]
    await desk.enforcement.redraw(case.id)
    return Reply(text=" ".join(lines), update=await desk.view(case))


def _undo(case: Case, clause: str) -> list[Action]:
    restricted, hidden = words.stands(case, Kind.RESTRICT, Kind.LIFT), words.stands(case, Kind.HIDE, Kind.RESTORE)
    return [
        *([Action(kind=Kind.LIFT, clause=clause)] if restricted else []),
        *([Action(kind=Kind.RESTORE, clause=clause)] if hidden else []),
    ]
