"""What parents are told about a case, in each of their languages: what happened, which clause, what they can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.ports import Order
from bot.ports.reviews import APPEALED
from bot.staff import words
from bot.staff.cards import Button, Notice
from bot.staff.locale import Locale
from bot.staff.words import Setting
from moderation.clock import LONDON
from moderation.domain import Case, Kind, State, Status

EMERGENCY = "999"
MIDNIGHT = time(23, 59)  # the last minute of a day, as people are told it
DECIDED = (State.UPHELD, State.RESTORED, State.CLOSED)
LIFTED = "lifted"  # the words of an order that tells of a restriction that is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a notice is about, in one language."""

    case: Case
    order: Order
    setting: Setting
    locale: Locale
    instead: str = ""

    @property
    def contacts(self) -> str:
        """Whom the school points parents to."""
        return contacts(self.setting, self.locale)


def notice(case: Case, order: Order, setting: Setting, instead: str = "") -> Notice:
    """What the author of a case is told by one order; every notice can be appealed.

    `instead`: what they could post in the message's place, its names and numbers masked ("": nothing is offered).
    """

    def told(locale: Locale) -> str:
        matter = Matter(case=case, order=order, setting=setting, locale=locale, instead=instead)
        return "\n\n".join(_paragraphs(matter))

    appeal = Button(id=f"appeal:{case.id}", label=setting.parents.label("button-appeal"))
    return replace(for_author(case, order, setting, told), buttons=(appeal,))


def can_be_changed(case: Case, order: Order) -> bool:
    """Whether an order tells of a message that was only taken down, so that another may be posted in its place.

    Not of a complaint, for which there is a better place.
    """
    kinds = _carried_out(case)
    return not order.by and Kind.HIDE in kinds and not kinds & {Kind.RESTRICT, Kind.ALERT_DSL, Kind.SIGNPOST}


def is_outcome(order: Order) -> bool:
    """Whether an order tells what staff decided later; its words are the state the case was given, or LIFTED."""
    return order.action.kind is Kind.SIGNPOST and bool(order.by) and order.words in (*DECIDED, LIFTED)


def outcome(case: Case, order: Order, setting: Setting) -> Notice:
    """What staff decided later, asked or not; nothing more can be decided here, so there is nothing to press."""

    def told(locale: Locale) -> str:
        return "\n\n".join(_outcome(Matter(case=case, order=order, setting=setting, locale=locale)))

    return for_author(case, order, setting, told)


def appeal_until(case: Case, setting: Setting) -> datetime:
    """The end of the last day (in London) for an appeal, counted from when its author was last told of the case."""
    kinds, missed = (Kind.WARN, Kind.SIGNPOST), (Status.FAILED, Status.UNSUPPORTED)
    told = (one.at for one in case.outcomes if one.action.kind in kinds and one.status not in missed)
    last_told = max(told, default=case.opened_at).astimezone(LONDON)
    last = last_told.date() + timedelta(days=setting.pack.appeals.days)
    return datetime.combine(last, MIDNIGHT, LONDON)


def contacts(setting: Setting, locale: Locale) -> str:
    """Whom the school points parents to, in this language or the pack's first."""
    known = setting.pack.contacts
    return known.get(locale.name) or next(iter(known.values()), setting.school)


def for_author(case: Case, order: Order, setting: Setting, told: Callable[[Locale], str]) -> Notice:
    """What is told in each language, one after the other, and the note in the group for whoever it does not reach."""
    return Notice(
        text=in_each(setting, told),
        fallback=setting.parents.text("fallback"),
        button=Button(id=f"reason:{case.id}:{order.id}", label=setting.parents.label("button-read")),
    )


def in_each(setting: Setting, told: Callable[[Locale], str]) -> str:
    """A longer text in each of the parents' languages; where there are several, each begins with its name."""
    each = setting.parents.each
    if len(each) == 1:
        return told(each[0])
    return "\n\n".join(f"{locale.text('language')}\n\n{told(locale)}" for locale in each)


def restored(author: str, setting: Setting) -> str:
    """The line above a message that was put back in the group."""
    return setting.parents.text("restored-mark", author=author)


def cited(matter: Matter, clause: str) -> Iterator[str]:
    """The clause in the school's words, as they were when it was decided, and the pack's plain sentence about it."""
    said = matter.setting.cited(matter.case.decision, clause, matter.locale.name)
    if said is None:
        policy = matter.setting.pack.called(matter.locale.name)
        yield matter.locale.text("notice-clause-gone", policy=policy, clause=clause)
        return
    yield matter.locale.text("notice-clause", policy=said.policy, source=said.source or said.id, words=said.words)
    if said.notice:
        yield said.notice.strip()


def _paragraphs(matter: Matter) -> Iterator[str]:
    kinds, order, said = _carried_out(matter.case), matter.order, matter.locale.text
    clause = order.action.clause if order.by else next(iter(matter.case.decision.clauses), order.action.clause)
    because = list(cited(matter, clause))
    yield from _happened(matter, kinds)
    yield from because
    if order.words.strip():
        yield said("notice-staff", words=order.words.strip())
    if Kind.ALERT_DSL in kinds and not any(EMERGENCY in part for part in because):
        yield said("do-ring-999")
    if matter.instead:
        yield said("do-instead")
        yield matter.instead
    elif can_be_changed(matter.case, order):
        yield said("do-repost")
    complained = not order.by and Kind.SIGNPOST in kinds
    yield said("do-complain" if complained else "do-talk", contacts=matter.contacts)
    yield said("do-appeal", until=appeal_until(matter.case, matter.setting), case=matter.case.id)
    yield said("notice-private")


def _outcome(matter: Matter) -> Iterator[str]:
    """What was decided, what follows from it, under which clause, and what is left to do."""
    case, said, group, state = matter.case, matter.locale.text, matter.setting.group.name, matter.order.words
    if state == LIFTED:
        yield said("outcome-lifted", group=group)
        yield said("do-talk", contacts=matter.contacts)
        return
    is_asked = any(one.verdict == APPEALED for one in case.reviews)
    yield said(f"outcome-{state}" if is_asked else "outcome-changed", group=group, case=case.id)
    if state == State.UPHELD:
        yield from cited(matter, matter.order.action.clause)
        yield said("do-after-appeal", contacts=matter.contacts)
        return
    if state == State.CLOSED and words.stands(case, Kind.HIDE, Kind.RESTORE):
        yield said("outcome-hidden", group=group)
    if words.stands(case, Kind.RESTORE, Kind.HIDE):
        yield said("outcome-shown", group=group)
    if words.stands(case, Kind.LIFT, Kind.RESTRICT):
        yield said("outcome-free", group=group)
    yield said("do-talk", contacts=matter.contacts)


def _happened(matter: Matter, kinds: frozenset[Kind]) -> Iterator[str]:
    """What was done: by a member of staff, or by the policy itself."""
    order, said, group = matter.order, matter.locale.text, matter.setting.group.name
    if order.by and order.until:
        yield said("notice-restricted", group=group, until=order.until)
    elif order.by:
        state = "hidden" if order.action.kind is Kind.SIGNPOST else "warned"
        yield said(f"notice-{state}", school=matter.setting.school, group=group)
    else:
        yield said(f"notice-{_state(matter.case, kinds)}", group=group)
        if Kind.RESTRICT in kinds:
            yield _restricted(matter)


def _state(case: Case, kinds: frozenset[Kind]) -> str:
    """What became of a message by the policy; that it is shown is only said while nobody did anything about it."""
    if Kind.HIDE in kinds:
        return "hidden"
    if Kind.HOLD in kinds:
        return "held"
    tried = [*case.decision.actions, *(outcome.action for outcome in case.outcomes)]
    is_left = case.state is State.OPEN and all(action.kind is not Kind.HIDE for action in tried)
    return "shown" if is_left else "noticed"


def _restricted(matter: Matter) -> str:
    """Until when the machine keeps the author from posting."""
    ends = [a.duration for a in matter.case.decision.actions if a.kind is Kind.RESTRICT and a.duration]
    until = matter.order.until or (matter.case.opened_at + ends[0] if ends else None)
    group = matter.setting.group.name
    if until is None:
        return matter.locale.text("notice-restricted-open", group=group)
    return matter.locale.text("notice-restricted", group=group, until=until)


def _carried_out(case: Case) -> frozenset[Kind]:
    """What the policy asked for, less what the platform did not do: nobody is told of a thing that did not happen."""
    last = {outcome.action: outcome.status for outcome in case.outcomes}
    not_done = (Status.FAILED, Status.UNSUPPORTED)
    return frozenset(action.kind for action in case.decision.actions if last.get(action) not in not_done)
