"""Ending the wait for a held post: the first decision stands, and its author always hears of it."""

from __future__ import annotations

from bot.ports import Actor, Order
from bot.ports.holding import Conclusion, Stage
from bot.ports.reviews import APPROVED, AUTHOR, DECLINED_UNDER, WITHDRAWN
from bot.staff import verdicts, words
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Action, Case, Kind, Review, State


async def conclude(desk: Desk, case: Case, end: Conclusion) -> Reply:
    """Record the end and what follows from it, carry that out, and say what became of it."""
    earlier = await desk.records.conclude(case.id, end)
    if earlier is not None:
        locale = desk.settings(case.member).staff
        verdict, who = verdicts.done(locale, earlier.verdict), verdicts.by(locale, earlier.by)
        text = locale.text("held-decided", case=case.id, verdict=verdict, by=who, at=earlier.at)
        return Reply(text=text, refused=True, update=await desk.view(case))
    return await told(desk, case, _became(desk, case, end.stage))


async def approve(desk: Desk, case: Case, actor: Actor) -> Reply:
    """Post it; one that was approved and that the platform did not let through is tried again."""
    held = await desk.records.held(case.id)
    if held is None:
        raise Refusal("refused-not-held", case=case.id)
    if held.stage is not Stage.APPROVED or held.published:
        return await conclude(desk, case, approval(desk, case, actor))
    if not any(order.action.kind is Kind.RESTORE for order in await desk.records.pending(case.id)):
        await desk.records.order(case.id, _action(desk, case, Kind.RESTORE), by=actor.called)
    return await told(desk, case, _became(desk, case, Stage.APPROVED))


def _became(desk: Desk, case: Case, stage: Stage) -> str:
    said = desk.settings(case.member).staff.text
    return said("held-became", case=case.id, stage=said(f"stage-{stage.value}"))


async def told(desk: Desk, case: Case, done: str) -> Reply:
    """Carry out what was just ordered; what went wrong is said, the rest is in `done`."""
    lines = [await _wrong(desk, order) for order in await desk.records.pending(case.id)]
    await desk.enforcement.redraw(case.id)
    return Reply(text=" ".join(filter(None, [done, *lines])), update=await desk.view(case))


async def _wrong(desk: Desk, order: Order) -> str:
    line = await desk.carry_out(order)
    return "" if line == words.succeeded(desk.settings(order.member).staff, order.action.kind) else line


async def waiting(desk: Desk, case: Case) -> None:
    """Refuse what can only be done to a held post."""
    if await desk.records.held(case.id) is None:
        raise Refusal("refused-not-held", case=case.id)


def approval(desk: Desk, case: Case, actor: Actor, verdict: str = APPROVED) -> Conclusion:
    """It is posted, and its author told."""
    return Conclusion(
        stage=Stage.APPROVED,
        review=Review(by=actor.called, verdict=verdict, at=utc_now()),
        state=State.CLOSED,
        orders=((_action(desk, case, Kind.RESTORE), ""), (_action(desk, case, Kind.SIGNPOST), Stage.APPROVED)),
    )


def refusal(actor: Actor, clause: str, reason: str) -> Conclusion:
    """It is not posted; its author is told under which clause and why."""
    return Conclusion(
        stage=Stage.DECLINED,
        review=Review(by=actor.called, verdict=f"{DECLINED_UNDER}{clause}", at=utc_now(), note=reason),
        state=State.UPHELD,
        orders=((Action(kind=Kind.SIGNPOST, clause=clause), f"{Stage.DECLINED}\n{reason}"),),
    )


def withdrawal() -> Conclusion:
    """Its author takes it back, and knows that."""
    return Conclusion(
        stage=Stage.WITHDRAWN,
        review=Review(by=AUTHOR, verdict=WITHDRAWN, at=utc_now()),
        state=State.CLOSED,
    )


def _action(desk: Desk, case: Case, kind: Kind) -> Action:
    return Action(kind=kind, clause=clause_of(desk, case))


def clause_of(desk: Desk, case: Case) -> str:
    """The clause by which the post was held."""
    held = (action.clause for action in case.decision.actions if action.kind is Kind.HOLD)
    return next(held, desk.settings(case.member).pack.basis(Kind.HOLD, Kind.HIDE))
