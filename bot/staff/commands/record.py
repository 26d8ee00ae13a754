"""/record: what is held about the asker, and until when; told to them alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.ports import Call, Group, Restriction
from bot.ports.docket import Listed
from bot.ports.welcomes import Welcome
from bot.staff import notices
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.locale import Locale
from bot.staff.words import Setting
from moderation.domain import Case, Kind, Member
from moderation.policy.ladder import Standing

MENU = Menu(name="record", help="menu-record", needs="anyone")
MOST = 20  # cases of one group; older ones are counted
TOLD = frozenset({Kind.WARN, Kind.SIGNPOST, Kind.HIDE, Kind.HOLD, Kind.RESTRICT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Everything that is held about one member in one group; `older` cases are not listed."""

    setting: Setting
    cases: tuple[tuple[Case, Listed], ...]
    older: int
    standing: Standing
    restrictions: tuple[Restriction, ...]
    welcome: Welcome | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held at all."""
        return not (self.cases or self.older or self.restrictions or self.welcome)


async def run(desk: Desk, call: Call) -> Reply:
    """What is held about whoever asks, in every group of the platform; nobody can ask about somebody else."""
    held = [await _held(desk, group, call.actor.user) for group in desk.groups() if group.platform == call.platform]
    said = desk.speech(call.platform, call.group)
    found = [notices.in_each(one.setting, partial(_told, one)) for one in held if not one.is_empty]
    return Reply(text="\n\n".join([*(found or [said.text("record-none")]), said.text("record-all")]))


async def _held(desk: Desk, group: Group, user: str) -> Held:
    member = Member(platform=group.platform, group=group.id, user=user)
    setting = desk.settings(member)
    listed = await desk.records.docket(group.platform, group.id, user=user)
    read = [(await desk.records.case(one.case, reader=user), one) for one in listed[:MOST]]
    return Held(
        setting=setting,
        cases=tuple((case, one) for case, one in read if case and _may_be_told(case)),
        older=len(listed[MOST:]),
        standing=await desk.records.standing(member, setting.pack),
        restrictions=tuple(await desk.records.restrictions(member=member)),
        welcome=await desk.records.welcome_of(member),
    )


def _may_be_told(case: Case) -> bool:
    """Not what went to the safeguarding lead alone: a child's safety comes first (Data Protection Act 2018, Sch 3)."""
    kinds = {action.kind for action in case.decision.actions}
    return Kind.ALERT_DSL not in kinds or bool(kinds & TOLD)


def _told(held: Held, locale: Locale) -> str:
    return "\n\n".join(_paragraphs(held, locale))


def _paragraphs(held: Held, locale: Locale) -> Iterator[str]:
    said, standing = locale.text, held.standing
    yield said("record-title", group=held.setting.group.name)
    if held.cases:
        yield said("record-text")
    for case, kept in held.cases:
        yield _case(held.setting, case, kept.goes, locale)
    if held.older:
        yield said("record-more", count=held.older)
    if standing.points and standing.expires:
        yield said("record-points", points=standing.points, expires=standing.expires)
    for one in held.restrictions:
        yield said("record-restricted", until=one.until, case=one.case)
    if (seen := held.welcome) and seen.shown and seen.goes:
        yield said("record-rules", version=seen.version, at=seen.at, goes=seen.goes)


def _case(setting: Setting, case: Case, goes: datetime | None, locale: Locale) -> str:
    first = next(iter(case.decision.clauses), "")
    cited = setting.cited(case.decision, first, locale.name)
    clause = f"{cited.id} {cited.title}" if cited else first
    state = locale.text(f"record-state-{case.state.value}")
    line = locale.text("record-case", case=case.id, at=case.opened_at, clause=clause, state=state)
    ends = locale.text("record-goes", goes=goes) if goes else locale.text("record-stays")
    return f"{line} {ends}"
