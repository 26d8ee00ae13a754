"""The words and cards of held posts and secured groups: built from the case, sent by nobody here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.ports import Order
from bot.ports.holding import LATE, Held, Lockdown, Stage
from bot.staff import attached, notices, words
from bot.staff.cards import Button, Card, Notice
from bot.staff.locale import Locale
from bot.staff.words import Setting
from moderation.domain import Case, State


def said(key: str, case: Case, setting: Setting) -> str:
    """One text for the author of a held post, in each of the parents' languages."""
    values = {"case": case.id} | ({} if key == "withdrawn" else {"group": setting.group.name})
    return setting.parents.text(f"post-{key}", **values)


def notice(case: Case, held: Held, order: Order, setting: Setting) -> Notice:
    """What an order tells the author of a held post; `order.words` begins with what became of it."""
    about = order.words.partition("\n")[0] or Stage.WAITING

    def told(locale: Locale) -> str:
        return "\n\n".join(_parts(_Told(case, held, order, setting, locale)))

    return replace(notices.for_author(case, order, setting, told), buttons=_buttons(about, case, held, setting))


def author_buttons(case: Case, held: Held, setting: Setting) -> tuple[Button, ...]:
    """What the author of a waiting post can press."""
    return _buttons(held.stage, case, held, setting)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a notice about a held post is made of, in one language."""

    case: Case
    held: Held
    order: Order
    setting: Setting
    locale: Locale

    @property
    def matter(self) -> notices.Matter:
        return notices.Matter(case=self.case, order=self.order, setting=self.setting, locale=self.locale)


def _parts(told: _Told) -> Iterator[str]:
    """The paragraphs: what became of it; the suggestion, or the clause and the reason; what its author can do."""
    about, _, reason = told.order.words.partition("\n")
    about, text = about or Stage.WAITING, told.locale.text
    yield text(f"post-{about}", case=told.case.id, group=told.setting.group.name)
    if about == Stage.PROPOSED:
        yield told.held.text
        yield text("post-proposed-answer")
    if about == Stage.DECLINED:
        yield from notices.cited(told.matter, told.order.action.clause)
        if reason.strip():
            yield text("notice-staff", words=reason.strip())
        yield text("post-change")
        yield text("do-talk", contacts=told.matter.contacts)
        yield text("do-appeal", until=notices.appeal_until(told.case, told.setting), case=told.case.id)


def _buttons(about: str, case: Case, held: Held, setting: Setting) -> tuple[Button, ...]:
    label = setting.parents.label
    return tuple(Button(id=id_, label=label(f"button-{verb}")) for verb, id_ in _offers(about, case, held))


def _offers(about: str, case: Case, held: Held) -> list[tuple[str, str]]:
    withdraw = ("withdraw", f"withdraw:{case.id}")
    match about:
        case Stage.PROPOSED:
            return [("agree", f"agree:{case.id}:{held.proposal}"), withdraw]
        case Stage.DECLINED:
            return [("appeal", f"appeal:{case.id}")]
    return [withdraw] if about in (Stage.WAITING, LATE) else []


def held_card(card: Card, case: Case, held: Held, setting: Setting) -> Card:
    """A case's card for staff, as that of a post that waits or waited."""
    told = setting.staff.text
    why, nothing = told("card-why"), told("card-nothing-found")
    clean = not (case.decision.findings or case.decision.failed_detectors)
    found = ((name, nothing if clean and name == why else value) for name, value in card.fields)
    proposal = f"\n\n{told('held-suggested')}\n{held.text}" if held.proposal else ""
    return replace(
        card,
        title=told("held-title", case=case.id, stage=told(f"stage-{held.stage.value}")),
        fields=tuple(found),
        evidence=card.evidence + proposal,
        buttons=(
            *attached.button(case, setting.staff),
            *_staff_buttons(case, setting.staff, stuck=held.stage is Stage.APPROVED and not held.published),
        ),
    )


def _staff_buttons(case: Case, locale: Locale, *, stuck: bool) -> tuple[Button, ...]:
    """What staff can do with a post; `stuck`: it is approved, and the platform did not let it be posted."""
    label = locale.text
    after = (
        Button(id=f"warn:{case.id}", label=label("press-warn")),
        Button(id=f"restrict:{case.id}", label=label("press-restrict")),
    )
    if stuck:
        return (Button(id=f"approve:{case.id}", label=label("press-post-now"), style="good"), *after)
    if case.state is not State.OPEN:
        return after
    return (
        Button(id=f"approve:{case.id}", label=label("press-approve"), style="good"),
        Button(id=f"propose:{case.id}", label=label("press-propose")),
        Button(id=f"decline:{case.id}", label=label("press-decline"), style="danger"),
        *after,
    )


def group_card(case: Case, setting: Setting, locks: tuple[Lockdown, ...], limits: str) -> Card:
    """The card of a case about a whole group: a pile-on that staff may answer, or a lockdown and its end."""
    standing = [one for one in locks if not one.over]
    told, locale = setting.staff.text, setting.staff
    where = ((told("card-where"), setting.group.name), (told("card-when"), locale.moment(case.opened_at)))
    state = tuple((told("card-secured"), _lock(one, locale)) for one in locks)
    reason = tuple((told("card-why"), review.note) for review in case.reviews[:1] if review.note)
    decided = tuple((told("card-decided"), words.reviewed(one, locale)) for one in case.reviews[1:])
    return Card(
        title=told("card-title", case=case.id, state=told(_headline(case, standing, locks))),
        fields=(*where, *reason, *state, *decided, (told("card-here"), limits)),
        buttons=_group_buttons(case, standing, locale),
        urgent=case.state is State.OPEN and not locks,
    )


def _headline(case: Case, standing: list[Lockdown], locks: tuple[Lockdown, ...]) -> str:
    """The message that says how the group stands."""
    if standing:
        return "group-secured"
    if locks:
        return "group-open-again"
    return "group-proposed" if case.state is State.OPEN else "group-stayed-open"


def _lock(lock: Lockdown, locale: Locale) -> str:
    told = locale.text
    scope = told("lock-one" if lock.area.chat else "lock-all")
    end = told("lock-over") if lock.over else told("lock-until", until=lock.until)
    links = [told("lock-link", url=url) for url in lock.links]
    return "; ".join([f"{scope}: {told(f'lock-{lock.area.how.value}')}", end, *links])


def _group_buttons(case: Case, standing: list[Lockdown], locale: Locale) -> tuple[Button, ...]:
    label = locale.text
    if standing:
        return (Button(id=f"unlock:{case.id}", label=label("press-unlock"), style="good"),)
    if case.state is not State.OPEN:
        return ()
    return (
        Button(id=f"secure:{case.id}", label=label("press-secure"), style="danger"),
        Button(id=f"calm:{case.id}", label=label("press-calm")),
    )
