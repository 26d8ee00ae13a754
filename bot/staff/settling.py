"""Deciding a case: the first decision stands; an author who appealed, or for whom it changes something, is told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports import Actor, Restriction
from bot.ports.holding import WAITS
from bot.staff import hiding, verdicts, words
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.locale import Locale
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Action, Case, Kind, Review, State


async def settle(desk: Desk, case: Case, actor: Actor, state: State, *, reason: str = "") -> Reply:
    """Decide a case; the first decision stands, and whoever comes later is told by whom. Raises Refusal."""
    await _check(desk, case)
    locale = desk.settings(case.member).staff
    said = locale.text
    review = Review(by=actor.called, verdict=state.value, at=utc_now(), note=reason)
    async with desk.enforcement.at_work(case.id):  # what is just being done has to be known, to undo it
        earlier = await _decide(desk, case, review, state)
    if earlier is not None:
        return Reply(text=already(locale, case, earlier), refused=True, update=await desk.view(case))
    lines = [said("card-title", case=case.id, state=said(f"state-{state.value}")) + "."]
    lines += [await desk.carry_out(order) for order in await desk.records.pending(case.id)]
    await desk.enforcement.redraw(case.id)
    return Reply(text=" ".join(lines), update=await desk.view(case))


def already(locale: Locale, case: Case, earlier: Review) -> str:
    """Who was first, and what they decided."""
    verdict, who = verdicts.done(locale, earlier.verdict), verdicts.by(locale, earlier.by)
    return locale.text("already-decided", case=case.id, verdict=verdict, by=who, at=earlier.at)


async def _check(desk: Desk, case: Case) -> None:
    """Refuse a post that still waits: it would be gone, and its author never told."""
    held = await desk.records.held(case.id) if case.state is State.OPEN else None
    if held and held.stage in WAITS:
        raise Refusal("refused-waits", case=case.id)


async def _decide(desk: Desk, case: Case, review: Review, state: State) -> Review | None:
    """Decide it; where it is put back, what was done to its message and author is undone."""
    if state is not State.RESTORED:
        return await desk.records.decide(case.id, review, state)
    case = await desk.records.case(case.id, reader=words.READER) or case
    lifts, ends = await _bound(desk, case)
    undone = [Kind.LIFT] if lifts else []
    undone += [Kind.RESTORE] if words.stands(case, Kind.HIDE, Kind.RESTORE) else []
    clause = hiding.clause_of(desk, case)
    earlier = await desk.records.decide(case.id, review, state, [Action(kind=kind, clause=clause) for kind in undone])
    if earlier is None:
        for one in ends:
            await desk.records.ended(one.id, at=review.at, by=review.by)
    return earlier


async def _bound(desk: Desk, case: Case) -> tuple[Sequence[Restriction], Sequence[Restriction]]:
    """A case's restrictions in force: those to lift, and those only to end, since the author is bound by others too."""
    held = await desk.records.restrictions(member=case.member)
    mine = [one for one in held if one.case == case.id]
    return (mine, []) if len(mine) == len(held) else ([], mine)
