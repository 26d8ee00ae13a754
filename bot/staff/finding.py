"""Whom and what a call is about: the member, the case, and the fields that ask for them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports import Actor, Call, Group, PlatformError, Restriction, Trouble
from bot.staff.cards import Field
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Case, Member, Ref, Role

MEMBER = Field(name="member", help="field-member", kind="member")
CASE = Field(name="case", help="field-case", kind="case")
CLAUSE = Field(name="clause", help="field-clause", kind="clause")
DURATION = Field(name="duration", help="field-duration", kind="duration")
MESSAGE = Field(name="message", help="field-message", kind="message")
REASON = Field(name="reason", help="field-reason", kind="text")


def groups_of(desk: Desk, call: Call) -> tuple[Group, ...]:
    """Every group that a call may be about: the one that it was given in, else all that its place serves."""
    group = desk.group(call)
    here = [one for one in desk.groups() if one.platform == call.platform and desk.allowed(call.actor, one)]
    served = tuple(one for one in here if one.serves(call.chat))
    return served if group in served else (group,)


def alone(groups: Sequence[Group]) -> Group:
    """The one group that is meant; of several somebody has to say which. Raises Refusal."""
    if len(groups) > 1:
        raise Refusal("refused-which-group", groups=listed(groups))
    return groups[0]


def listed(groups: Sequence[Group]) -> str:
    """The names of groups in one line."""
    return ", ".join(group.name for group in groups)


def each(groups: Sequence[Group], told: Sequence[str]) -> str:
    """What is told of each group, after its name where they are several."""
    if len(groups) == 1:
        return told[0]
    return "\n\n".join(f"{group.name}: {text}" for group, text in zip(groups, told, strict=True))


async def members_of(desk: Desk, call: Call) -> Sequence[Member]:
    """Whom a call is about, in each group that may be meant: named, or the author of the case or message it names.

    Raises Refusal.
    """
    user = call.values.get("member", "") or ("" if call.values.get("case", "") else author_of(call))
    return await _members(desk, call, user) if user else [(await case_of(desk, call)).member]


async def restricted(desk: Desk, call: Call) -> tuple[Member, Sequence[Restriction]]:
    """Whom a call is about, where they may not post if that is in one group alone, and what keeps them from it."""
    members = await members_of(desk, call)
    held = {member: await desk.records.restrictions(member=member) for member in members}
    bound = [member for member in members if held[member]]
    member = _one(desk, bound or members)
    return member, held[member]


def author_of(call: Call) -> str:
    """Who wrote the message that a call answers or names; "" where the platform does not say."""
    return call.seen.author.user if call.seen else ""


async def _members(desk: Desk, call: Call, user: str) -> list[Member]:
    """Somebody in the group of the message that is named, else in each group here that knows them, else in all."""
    group = desk.group(call)
    is_named = call.target is not None and not group.serves(call.target.chat)
    groups = (group,) if is_named else groups_of(desk, call)
    members = [Member(platform=one.platform, group=one.id, user=user) for one in groups]
    if len(members) == 1:
        return members
    return [member for member in members if await _is_known(desk, member)] or members


async def _is_known(desk: Desk, member: Member) -> bool:
    """Whether somebody is in a group now, or there is a case of theirs."""
    on_record = await desk.records.docket(member.platform, member.group, user=member.user)
    return bool(on_record) or await _who(desk, member) is not None


def _one(desk: Desk, members: Sequence[Member]) -> Member:
    """The one that is meant; of several somebody has to say which. Raises Refusal."""
    if len(members) > 1:
        raise Refusal("refused-which-member", groups=listed([desk.settings(one).group for one in members]))
    return members[0]


async def case_of(desk: Desk, call: Call) -> Case:
    """The case a call is about; a new one when staff act on a member, or on a message that has none.

    Whoever is named with it must be the one it is about. Raises Refusal.
    """
    named, author = call.values.get("member", ""), author_of(call)
    if number := call.values.get("case", ""):
        case = await desk.case(number, call.actor, call.chat)
        return _theirs(case, "" if named == author else named)  # Telegram fills in whom the call answers
    number_at = await desk.records.case_at(call.target) if call.target else None
    if number_at is not None:
        return _theirs(await desk.case(str(number_at), call.actor, call.chat), named)
    user = named or author
    if not user:
        raise Refusal("refused-about-what")
    if author and user != author:
        raise Refusal("refused-not-theirs")
    if call.target and desk.group(call).serves(call.target.chat):
        raise Refusal("refused-not-of-group")
    return await _opened(desk, call, _one(desk, await _members(desk, call, user)))


def _theirs(case: Case, named: str) -> Case:
    """The case, if nobody else is named with it. Raises Refusal."""
    if named and named != case.member.user:
        raise Refusal("refused-not-theirs")
    return case


async def _opened(desk: Desk, call: Call, member: Member) -> Case:
    """A new case; the message it is about is kept as its evidence, so that it can be put back."""
    await desk.unbiased(member, call.actor)
    ref = call.target or Ref(platform=call.platform, chat=member.group, message="")
    ruling = desk.ruling(member, call.values.get("clause", ""))
    reason = call.values.get("reason", "")
    opened = await desk.records.open_case(
        member, ref, ruling, by=call.actor.user, at=utc_now(), reason=reason, seen=call.seen
    )
    return await desk.case(str(opened), call.actor)


async def colleague(desk: Desk, group: Group, user: str) -> Actor:
    """Somebody of the staff of a group, by their user id. Raises Refusal."""
    found = await _who(desk, Member(platform=group.platform, group=group.id, user=user))
    if found is None:
        raise Refusal("refused-colleague-gone")
    if group.role(found.tokens) is not Role.STAFF:
        raise Refusal("refused-colleague")
    return found


async def seen_now(desk: Desk, member: Member) -> str:
    """The name of a member as the platform shows it now, "" for somebody who is not there (any more)."""
    found = await _who(desk, member)
    return found.name if found else ""


async def _who(desk: Desk, member: Member) -> Actor | None:
    try:
        return await desk.enforcement.platforms[member.platform].who(member)
    except PlatformError as error:
        if error.trouble is Trouble.NO_MEMBER:
            return None
        staff = desk.settings(member).staff
        reason = staff.text(f"trouble-{error.trouble}").capitalize()
        raise Refusal("trouble-said", staff, reason=reason) from None
