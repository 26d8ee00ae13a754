"""What staff and parents can ask for, the same on every platform: one function and one menu for each command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot.ports import Actor, Call, Placed, PlatformError
from bot.staff import words
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk, Refusal, now, refuse
from bot.staff.durations import DurationError, until
from moderation.domain import Action, Case, Kind, Member, Ref, Review, State, Verdict

log = structlog.get_logger()
MEMBER = Field(name="member", help="Who", kind="member")
CASE = Field(name="case", help="The case's number", kind="case")
CLAUSE = Field(name="clause", help="The clause of the policy, for example 4.2.6", kind="clause")
DURATION = Field(name="duration", help="How long: 2 hours, 3 days, until Friday 15:30", kind="duration")
REASON = Field(name="reason", help="Why; the person is told this", kind="text")


@dataclass(frozen=True, slots=True)
class Command:
    """A command: how it is offered, and what it does."""

    menu: Menu
    run: Callable[[Desk, Call], Awaitable[Reply]]


async def restrict(desk: Desk, call: Call) -> Reply:
    """Stop a member from posting until a time."""
    case = await _case(desk, call)
    end = until(call.values.get("duration", ""), now())
    action = Action(kind=Kind.RESTRICT, clause=desk.clause(case.member, call.values.get("clause", "")))
    line = await desk.order(case, action, call.actor, reason=call.values.get("reason", ""), until=end)
    tell = Action(kind=Kind.WARN, clause=action.clause)
    told = await desk.order(case, tell, call.actor, reason=call.values.get("reason", ""), until=end)
    return Reply(text=f"Case {case.id}. {line} Until {words.when(end)}. {told}", update=await desk.view(case))


async def lift(desk: Desk, call: Call) -> Reply:
    """Let a member post again."""
    member = await _member(desk, call)
    held = await desk.records.restrictions(member=member)
    if not held:
        raise Refusal("This person is not restricted by Schoolgate.")
    case = await desk.case(str(held[-1].case), call.actor)
    line = await desk.order(case, Action(kind=Kind.LIFT, clause=held[-1].clause), call.actor)
    return Reply(text=f"Case {case.id}. {line}", update=await desk.view(case))


async def warn(desk: Desk, call: Call) -> Reply:
    """Send a member a written warning."""
    case = await _case(desk, call)
    clause = desk.clause(case.member, call.values.get("clause", ""))
    line = await desk.order(
        case, Action(kind=Kind.WARN, clause=clause), call.actor, reason=call.values.get("reason", "")
    )
    return Reply(text=f"Case {case.id}. {line}", update=await desk.view(case))


async def show(desk: Desk, call: Call) -> Reply:
    """Show one case, or the open ones."""
    if number := call.values.get("case", ""):
        return Reply(text=f"Case {number.lstrip('#')}", card=await desk.view(await desk.case(number, call.actor)))
    desk.group(call)
    listed = await desk.records.cases({State.OPEN})
    lines = [f"{number}: {clause or 'no clause'}, {words.when(opened)}" for number, _, clause, opened in listed]
    return Reply(text="Open cases\n" + "\n".join(lines) if lines else "No case is open.")


async def restore(desk: Desk, call: Call) -> Reply:
    """Put hidden content back, and lift what the machine did for it."""
    case = await _case(desk, call)
    return await settle(desk, case, call.actor, State.RESTORED)


async def why(desk: Desk, call: Call) -> Reply:
    """Explain what would happen to a text, or what happened in a case; nothing is recorded or done."""
    text = call.values.get("text", "").strip()
    if text.lstrip("#").isdecimal():
        return await show(desk, replace(call, values={"case": text}))
    group = desk.group(call)
    decision = await desk.explain(group, text)
    pack = desk.settings(Member(platform=group.platform, group=group.id, user="")).pack
    verdicts = {
        Verdict.ALLOW: "It would stay.",
        Verdict.REVIEW: "It would stay, and staff would be asked to look.",
        Verdict.HIDE: "It would be taken down.",
    }
    found = (pack.find(clause) for clause in decision.clauses)
    lines = [f'{clause.id} {clause.title}: "{clause.words}"' for clause in found if clause]
    lines += sorted({f"- {f.category.replace('_', ' ')}: {f.why} ({f.score:.0%})" for f in decision.findings})
    lines += [f"- would follow: {words.DONE[action.kind]} ({action.clause})" for action in decision.actions]
    lines += [f"- a detector did not work: {name}" for name in decision.failed_detectors]
    return Reply(text="\n".join([verdicts[decision.verdict], *lines]))


async def digest(desk: Desk, call: Call) -> Reply:
    """Make this week's digest now, for the person who asks."""
    desk.group(call)
    card, file = await desk.digest()
    return Reply(text="This week so far", card=card, file=file)


async def appeal(desk: Desk, call: Call) -> Reply:
    """An author's own words about a decision; staff see them on the case."""
    number = call.values.get("case", "")
    case = await desk.records.case(int(number), reader=words.READER) if number.isdecimal() else None
    if case is None or case.member.user != call.actor.user or case.member.platform != call.platform:
        raise Refusal("Only the person who wrote the message can appeal.")
    review = Review(by="the author", verdict="appealed", at=now(), note=call.values.get("reason", ""))
    await desk.records.note(case.id, review)
    await desk.enforcement.redraw(case.id)
    await _announce(desk, case)
    return Reply(text=f"Thank you. A member of staff will read it (case {case.id}).")


async def help_(desk: Desk, call: Call) -> Reply:
    """What can be asked for."""
    is_staff = any(desk.allowed(call.actor, group) for group in desk.groups() if group.platform == call.platform)
    menus = [command.menu for command in COMMANDS.values() if is_staff or command.menu.needs == "anyone"]
    lines = [f"/{menu.name} {' '.join(f'<{field.name}>' for field in menu.fields)}: {menu.help}" for menu in menus]
    return Reply(text="\n".join(lines))


async def settle(desk: Desk, case: Case, actor: Actor, state: State) -> Reply:
    """Decide a case; the first decision stands, and whoever comes later is told by whom."""
    by = actor.name or actor.user
    earlier = await desk.records.decide(case.id, Review(by=by, verdict=state.value, at=now()), state)
    if earlier is not None:
        text = f"Case {case.id} was already decided: {earlier.verdict} by {earlier.by}, {words.when(earlier.at)}."
        return Reply(text=text, refused=True, update=await desk.view(case))
    lines = [f"Case {case.id}: {words.HEADINGS[state]}."]
    if state is State.RESTORED:
        lines += [await desk.order(case, action, actor) for action in _undo(case)]
    await desk.enforcement.redraw(case.id)
    return Reply(text=" ".join(lines), update=await desk.view(case))


def _undo(case: Case) -> list[Action]:
    clause = next(iter(case.decision.clauses), "5.1")
    restricted, hidden = words.stands(case, Kind.RESTRICT, Kind.LIFT), words.stands(case, Kind.HIDE, Kind.RESTORE)
    return [
        *([Action(kind=Kind.LIFT, clause=clause)] if restricted else []),
        *([Action(kind=Kind.RESTORE, clause=clause)] if hidden else []),
    ]


async def _announce(desk: Desk, case: Case) -> None:
    """An appeal is shown to staff again, below whatever came since."""
    group = desk.settings(case.member).group
    if not group.staff_place:
        return
    platform = desk.enforcement.platforms[group.platform]
    try:
        message = await platform.post(group.staff_place, await desk.view(case))
    except PlatformError as error:
        log.warning("appeal not shown to staff", case=case.id, trouble=error.trouble.value)
        return
    await desk.records.placed(case.id, Placed(platform=group.platform, place=group.staff_place, message=message))


async def _member(desk: Desk, call: Call) -> Member:
    """Whom a call is about: named, or the author of the case or message it names."""
    if user := call.values.get("member", ""):
        group = desk.group(call)
        return Member(platform=group.platform, group=group.id, user=user)
    return (await _case(desk, call)).member


async def _case(desk: Desk, call: Call) -> Case:
    """The case a call is about; a new one when staff act on a member without one."""
    if number := call.values.get("case", ""):
        return await desk.case(number, call.actor)
    target = call.target
    number_at = await desk.records.case_at(target) if target else None
    if number_at is not None:
        return await desk.case(str(number_at), call.actor)
    if not call.values.get("member", ""):
        raise Refusal("Say which case or which member it is about, or answer the message itself.")
    member = await _member(desk, call)
    ref = target or Ref(platform=call.platform, chat=call.chat or call.group, message="")
    clause = desk.clause(member, call.values.get("clause", ""))
    reason = call.values.get("reason", "")
    opened = await desk.records.open_case(member, ref, clause, by=call.actor.user, at=now(), reason=reason)
    return await desk.case(str(opened), call.actor)


Run = Callable[[Desk, Call], Awaitable[Reply]]


def _command(name: str, help_text: str, fields: tuple[Field, ...], run: Run) -> Command:
    return Command(Menu(name=name, help=help_text, fields=fields), run)


COMMANDS: Mapping[str, Command] = {
    command.menu.name: command
    for command in (
        _command("restrict", "Stop a member from posting", (MEMBER, DURATION, CLAUSE, REASON), restrict),
        _command("lift", "Let a member post again", (MEMBER,), lift),
        _command("warn", "Send a member a written warning", (MEMBER, CLAUSE, REASON), warn),
        _command("case", "Show a case, or the open ones", (replace(CASE, required=False),), show),
        _command("restore", "Put a hidden message back", (CASE,), restore),
        _command("why", "Explain what would happen to a text", (Field(name="text", help="Any text, or a case"),), why),
        _command("digest", "This week's digest now", (), digest),
        Command(Menu(name="help", help="What can be asked for", needs="anyone"), help_),
    )
}
HIDDEN: Mapping[str, Command] = {
    "appeal": Command(
        Menu(name="appeal", help="Say why a decision is wrong", fields=(CASE, REASON), needs="anyone"), appeal
    )
}


async def run(desk: Desk, call: Call) -> Reply:
    """Do what a call asks if its giver may; a refusal is logged and says what to do."""
    command = COMMANDS.get(call.command) or HIDDEN.get(call.command)
    if command is None:
        return refuse("There is no such command. `help` lists them.")
    try:
        if command.menu.needs != "anyone" and not desk.allowed(call.actor, desk.group(call)):
            await desk.records.refused(call.actor.user, call.command, now())
            return refuse("This command is for the school's staff.")
        return await command.run(desk, call)
    except (Refusal, DurationError) as reason:
        return refuse(str(reason))
