"""Taking a step of the ladder: done at once, or only after somebody said why the steps before it are left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ports import Call, Order, Trouble
from bot.ports.ladder import Climb, Climbed
from bot.ports.reviews import ESCALATED, ITSELF, NOTED, OPENED, TALKED
from bot.staff.cards import Button, Card, Reply
from bot.staff.desk import Desk
from bot.staff.durations import until
from bot.staff.locale import Locale
from bot.staff.refusal import Refusal
from bot.staff.words import READER, Setting
from moderation.clock import utc_now
from moderation.domain import Case, Kind, Member, Review, State, Status
from moderation.policy.ladder import Rung, Standing


def end_said(desk: Desk, call: Call) -> datetime | None:
    """The end that somebody gave a restriction, if any. Raises DurationError."""
    said = call.values.get("duration", "").strip()
    return until(said, utc_now(), desk.terms) if said else None


def reason_said(call: Call, field: str = "reason") -> str:
    """Why a step is taken: to be asked for before a case is opened for it. Raises Refusal."""
    if reason := call.values.get(field, "").strip():
        return reason
    raise Refusal("refused-why-step")


def review_date(desk: Desk, member: Member) -> datetime:
    """When a restriction that is given no end is over, unless it is renewed."""
    return desk.settings(member).pack.ladder.review(utc_now())


async def standing(desk: Desk, member: Member) -> Standing:
    """Where a member stands now, under the pack of their group."""
    return await desk.records.standing(member, desk.settings(member).pack)


async def climb(desk: Desk, case: Case, wanted: Climb) -> Reply:
    """Take a step about a case; where it leaves others out, nothing is done until somebody said why."""
    standing_case(case)
    setting = desk.settings(case.member)
    climbed = await desk.records.climb(case.id, wanted, setting.pack)
    return _ask_why(climbed, setting) if climbed.wish else await carry_out(desk, case, climbed)


async def carry_out(desk: Desk, case: Case, climbed: Climbed) -> Reply:
    """Do what a step that was taken needs; a member is told of a restriction once it holds."""
    wanted, said = climbed.climb, desk.settings(case.member).staff.text
    lines = [said("case-begin", case=case.id)]
    if wanted.rung is Rung.TALK:
        await desk.records.note(case.id, Review(by=wanted.by, verdict=TALKED, at=utc_now(), note=wanted.reason))
        lines.append(said("talk-noted"))
    for order in climbed.orders:
        lines.append(await desk.carry_out(order))
        if order.action.kind is Kind.RESTRICT and order.until:
            lines += [said("restricted-until", until=order.until)]
            lines += await _announced(desk, order)
    if await _is_in_vain(desk, case):
        note = said("closed-in-vain")
        review = Review(by=ITSELF, verdict=State.CLOSED.value, at=utc_now(), note=note)
        await desk.records.decide(case.id, review, State.CLOSED)
        lines.append(note)
    await desk.enforcement.redraw(case.id)
    return Reply(text=" ".join(lines), update=await desk.view(case))


async def _is_in_vain(desk: Desk, case: Case) -> bool:
    """Whether a case was only opened to do something that cannot be done, so that nothing is left to decide in it.

    What is tried again later, or has to be told by a person now, is not in vain; nobody is waited for of whom there is
    nothing else on record. Nor is one with a talk, a note or the safeguarding lead's name to it, or under a clause that
    the lead is told of.
    """
    now, member = await desk.records.case(case.id, reader=READER) or case, case.member
    said = {one.verdict for one in now.reviews}
    if now.state is not State.OPEN or now.ref.message or OPENED not in said or said & {TALKED, NOTED, ESCALATED}:
        return False
    if _is_grave(desk, now):
        return False
    is_known = len(await desk.records.docket(member.platform, member.group, user=member.user)) > 1
    waits = {Trouble.FORBIDDEN, Trouble.CLOSED, *([Trouble.NO_MEMBER] if is_known else [])}
    failed = (Status.FAILED, Status.UNSUPPORTED)
    return bool(now.outcomes) and all(one.status in failed and one.detail not in waits for one in now.outcomes)


def _is_grave(desk: Desk, case: Case) -> bool:
    """Whether the safeguarding lead would be told, had the machine found what staff decided about."""
    cited = [desk.settings(case.member).pack.find(clause) for clause in case.decision.clauses]
    return any(Kind.ALERT_DSL in (*clause.hide, *clause.review) for clause in cited if clause)


def standing_case(case: Case) -> None:
    """Refuse to act on a case that was put back."""
    if case.state is State.RESTORED:
        raise Refusal("refused-put-back", case=case.id)


def listed(rungs: Sequence[Rung], locale: Locale) -> str:
    """Steps in words: "a talk, a written warning"."""
    return ", ".join(locale.text(f"rung-{rung.value}") for rung in rungs)


async def _announced(desk: Desk, restriction: Order) -> list[str]:
    notice = await desk.records.announce(restriction.id)
    return [await desk.carry_out(notice)] if notice else []


def _ask_why(climbed: Climbed, setting: Setting) -> Reply:
    """A card with a button: it asks for the reason on every platform, also where a form just came from."""
    said = setting.staff.text
    fields = (
        (said("skip-asked"), listed([climbed.climb.rung], setting.staff)),
        (said("skip-left-out"), listed(climbed.leaves_out, setting.staff)),
        (said("card-what-now"), said("skip-how")),
    )
    button = Button(id=f"skip:{climbed.case}:{climbed.wish}", label=said("press-say-why"), style="danger")
    card = Card(title=said("skip-title", case=climbed.case), fields=fields, buttons=(button,))
    return Reply(text=said("skip-waits"), card=card)
