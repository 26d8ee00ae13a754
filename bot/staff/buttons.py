"""What happens when a button is pressed; its id says all, so it works after restarts and after weeks."""

from __future__ import annotations

from bot.ports import Call, Press
from bot.staff import commands, words
from bot.staff.cards import Field, Form, Reply
from bot.staff.commands import CLAUSE, DURATION, REASON
from bot.staff.desk import Desk, Refusal, now, refuse
from moderation.domain import Action, Case, Kind, State

STAFF_FORMS = {
    "restrict": ("Restrict this member", (DURATION, CLAUSE, REASON)),
    "warn": ("Warn this member", (CLAUSE, REASON)),
}


async def press(desk: Desk, pressed: Press) -> Reply:
    """Answer one press, after checking that this person may."""
    verb, _, rest = pressed.id.partition(":")
    number, _, argument = rest.partition(":")
    try:
        if verb in ("reason", "appeal"):
            return await _author(desk, pressed, verb, (number, argument))
        return await _staff(desk, pressed, verb, number)
    except Refusal as reason:
        return refuse(str(reason))


async def _author(desk: Desk, pressed: Press, verb: str, rest: tuple[str, str]) -> Reply:
    """Only the author reads why, and only the author appeals."""
    number, order = rest
    case = await desk.records.case(int(number), reader=words.READER) if number.isdecimal() else None
    if case is None or (case.member.platform, case.member.user) != (pressed.platform, pressed.actor.user):
        raise Refusal("This message is for somebody else.")
    if verb == "appeal":
        field = Field(name="reason", help="Why do you think this is wrong?")
        return Reply(text="", ask=Form(title="Appeal", command="appeal", fields=(field,), values=(("case", number),)))
    told = [o for o in await desk.records.orders(case.id) if str(o.id) == order]
    if not told:
        raise Refusal("This message is not there any more. Ask the school office about your case.")
    notice = words.notice(case, told[0], desk.settings(case.member))
    return Reply(text=notice.text, buttons=notice.buttons)


async def _staff(desk: Desk, pressed: Press, verb: str, number: str) -> Reply:
    case = await _case(desk, pressed, verb, number)
    if verb in STAFF_FORMS:
        title, fields = STAFF_FORMS[verb]
        return Reply(text="", ask=Form(title=title, command=verb, fields=fields, values=(("case", number),)))
    if verb == "uphold":
        return await commands.settle(desk, case, pressed.actor, State.UPHELD)
    if verb == "restore":
        return await commands.settle(desk, case, pressed.actor, State.RESTORED)
    if verb == "lift":
        values = {"case": number}
        call = Call(command=verb, actor=pressed.actor, platform=pressed.platform, group=pressed.group, values=values)
        return await commands.lift(desk, call)
    if verb == "hide":
        action = Action(kind=Kind.HIDE, clause=next(iter(case.decision.clauses), "5.1.4"))
        line = await desk.order(case, action, pressed.actor)
        return Reply(text=line, update=await desk.view(case))
    raise Refusal("This button is from an older version. `case` shows the case with its buttons of today.")


async def _case(desk: Desk, pressed: Press, verb: str, number: str) -> Case:
    """The case a staff button is about; somebody without the right is refused and logged."""
    case = await desk.records.case(int(number), reader=pressed.actor.user) if number.isdecimal() else None
    if case is None:
        raise Refusal("This case is not there any more.")
    if not desk.allowed(pressed.actor, desk.settings(case.member).group):
        await desk.records.refused(pressed.actor.user, verb, now())
        raise Refusal("This button is for the school's staff.")
    return case
