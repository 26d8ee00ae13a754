"""The cards staff get about a case: built from the case, the pack and the staff's language, sent by nobody here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ports import Group
from bot.ports.docket import REMARKS, charge
from bot.ports.reviews import DELETED
from bot.staff import attached, safeguarding, verdicts
from bot.staff.cards import Button, Card
from bot.staff.locale import FIRST, Locale, Locales, load, speaking
from moderation.domain import Case, Cited, Decision, Finding, History, Kind, Outcome, Review, State, Status, Verdict
from moderation.policy.ladder import Standing
from moderation.policy.pack import Clause, Pack

SURE = ((0.95, "nearly-certain"), (0.8, "very-likely"), (0.6, "likely"), (0.0, "possible"))  # from which score
WEIGHS = 0.5  # from which score the harm of a message as a whole is told
UNSCREENED = "not_screened"
READER = "schoolgate"  # how the access log names readings by the program itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a case happened, and in which languages it is told: what words need to be filled in."""

    school: str
    group: Group
    pack: Pack

    @property
    def parents(self) -> Locales:
        """The languages that parents are told in."""
        return speaking(self.group.locales)

    @property
    def staff(self) -> Locale:
        """The language of the staff's cards and answers."""
        return spoken(self.group)

    def headed(self, clause: Clause) -> str:
        """A clause as staff are offered it, in their language."""
        said = clause.said(self.staff.name)
        return headed(said.title, said.source)

    def cited(self, decision: Decision, clause: str, locale: str) -> Cited | None:
        """A clause as it read when it was decided, else as the pack has it now; None when neither knows it."""
        known = self.pack.find(clause)
        now = {one.locale: one for one in self.pack.cite(known)} if known else {}
        return decision.words_of(clause, locale) or now.get(locale) or next(iter(now.values()), None)


def spoken(group: Group | None) -> Locale:
    """The language that the staff of a group are answered in."""
    return load((group and group.locale) or FIRST)


def done(locale: Locale, kind: Kind) -> str:
    """What an action of this kind comes to, in a few words."""
    return locale.text(f"done-{kind.value}")


def succeeded(locale: Locale, kind: Kind) -> str:
    """What staff read when an order was carried out."""
    return locale.text("order-done", done=done(locale, kind))


def card(case: Case, setting: Setting, history: History, standing: Standing | None = None) -> Card:
    """What staff see of a case; its evidence is blurred until it is pressed. `standing`: its author's on the ladder."""
    said = setting.staff.text
    urgent = any(action.kind is Kind.ALERT_DSL for action in case.decision.actions)
    fields = (
        (said("card-where"), setting.group.name),
        (said("card-who"), case.author.called),
        (said("card-when"), setting.staff.moment(case.opened_at)),
        (said("card-clause"), "\n".join(clauses(case.decision, setting)) or said("card-no-clause")),
        (said("card-why"), _why(case, setting)),
        *_line(said("card-unchecked"), _unchecked(case, setting.staff)),
        *_line(said("card-lost"), attached.lost(case, setting.staff)),
        (said("card-done"), _done(case, setting.staff)),
        *_line(said("card-topic"), said("card-topic-name") if case.names_topic else ""),
        (said("card-before"), _history(history, setting.staff)),
        *_line(said("card-ladder"), _ladder(case, standing, setting.staff) if standing else ""),
        (said("card-around"), said("around-quoted" if case.quoted else "around-none")),
        *_line(said("card-assigned"), _assigned(case, setting.staff)),
        *_line(said("card-decided"), _reviews(case, setting.staff)),
        *(((said("card-danger"), said("card-ring-999")),) if urgent else ()),
    )
    title = said("card-title", case=case.id, state=said(f"state-{case.state.value}"))
    evidence = _evidence(case, setting.staff)
    offered = (*attached.button(case, setting.staff), *buttons(case, setting))
    return Card(title=title, fields=fields, evidence=evidence, buttons=offered, urgent=urgent)


def buttons(case: Case, setting: Setting) -> tuple[Button, ...]:
    """What can be decided about a case now."""
    said = setting.staff.text
    hidden = stands(case, Kind.HIDE, Kind.RESTORE)
    can_go_up = safeguarding.can_be_escalated(case, setting.group)
    offered = (
        (case.state is State.OPEN, Button(id=f"uphold:{case.id}", label=said("press-uphold"), style="good")),
        (
            case.state is State.OPEN and _is_as_it_was(case),
            Button(id=f"calm:{case.id}", label=said("press-nothing-wrong")),
        ),
        (hidden, Button(id=f"restore:{case.id}", label=said("press-restore"))),
        (not hidden and case.ref.message, Button(id=f"hide:{case.id}", label=said("press-hide"), style="danger")),
        (stands(case, Kind.RESTRICT, Kind.LIFT), Button(id=f"lift:{case.id}", label=said("press-lift"))),
        (True, Button(id=f"talk:{case.id}", label=said("press-talk"))),
        (True, Button(id=f"warn:{case.id}", label=said("press-warn"))),
        (True, Button(id=f"restrict:{case.id}", label=said("press-restrict"), style="danger")),
        (True, Button(id=f"letter:{case.id}", label=said("press-letter"))),
        (can_go_up, Button(id=f"escalate:{case.id}", label=said("press-escalate"))),
        (True, Button(id=f"notmine:{case.id}", label=said("press-notmine"))),
    )
    return tuple(button for fits, button in offered if fits)


def _is_as_it_was(case: Case) -> bool:
    """Whether nothing was done to message or author, nor is about to be."""
    meant = (Status.INTENDED, Status.DONE, Status.VERIFIED)
    return not any(o.action.kind in (Kind.HIDE, Kind.RESTRICT) and o.status in meant for o in case.outcomes)


def stands(case: Case, do: Kind, undo: Kind) -> bool:
    """Whether the last of two opposite actions that were done is `do`."""
    done = [o.action.kind for o in case.outcomes if o.status in (Status.DONE, Status.VERIFIED)]
    last = [kind for kind in done if kind in (do, undo)]
    return bool(last) and last[-1] is do


def clauses(decision: Decision, setting: Setting) -> list[str]:
    """A line for each clause as it read when the case was decided: the first in the school's words, then the titles."""
    kept = (setting.cited(decision, clause, setting.staff.name) for clause in decision.clauses)
    found = [one for one in kept if one]
    first = [f'{headed(one.title, one.source or one.id)}: "{one.words}"' for one in found[:1]]
    return [*first, *(headed(one.title, one.source or one.id) for one in found[1:])]


def headed(title: str, source: str) -> str:
    """A clause in a few words: what it is about, and where in the policy it stands."""
    return f"{title} ({source})"


def finding(one: Finding, locale: Locale) -> str:
    """What a detector saw: the category, the rule and how sure it is, never the text."""
    return f"{category(one.category, locale)}: {one.why} ({_sure(one.score, locale)})"


def whole(decision: Decision, setting: Setting) -> list[str]:
    """A line for how harmful the message reads as a whole, where that weighs: it may be all there is."""
    harm = setting.pack.harm.category
    score = decision.scores.get(harm, 0.0)
    if decision.verdict is Verdict.ALLOW or score < WEIGHS:
        return []
    return [f"{category(harm, setting.staff)} ({_sure(score, setting.staff)})"]


def _sure(score: float, locale: Locale) -> str:
    word = next(name for least, name in SURE if score >= least)
    return f"{locale.text(f'sure-{word}')}, {score:.0%}"


def category(name: str, locale: Locale) -> str:
    """A category in words; that of a detector of the school's own by its name."""
    key = f"category-{name.replace('.', '-')}"
    return locale.text(key) if locale.has(key) else name.replace("_", " ")


def _line(name: str, value: str) -> tuple[tuple[str, str], ...]:
    """A field of a card, none where there is nothing to say."""
    return ((name, value),) if value else ()


def _why(case: Case, setting: Setting) -> str:
    best = {f.category: f for f in sorted(case.decision.findings, key=lambda f: f.score) if f.category != UNSCREENED}
    found = [finding(one, setting.staff) for one in reversed(best.values())]
    nothing = "card-no-why" if not case.decision.pack else "card-nothing-found"
    return "\n".join([*found, *whole(case.decision, setting)]) or setting.staff.text(nothing)


def _unchecked(case: Case, locale: Locale) -> str:
    """What could not be screened, and which detectors did not work."""
    lines = [one.why for one in case.decision.findings if one.category == UNSCREENED]
    lines += [locale.text("card-broken", name=name) for name in case.decision.failed_detectors]
    return "\n".join(dict.fromkeys(lines))


def _ladder(case: Case, standing: Standing, locale: Locale) -> str:
    """The step that its points ask for; "" for a member who has none."""
    if not standing.points:
        return ""
    if case.state is State.OPEN and standing.is_automatic:
        return locale.text("ladder-automatic", points=standing.points)
    asks = locale.text(f"rung-{standing.asks.value}")
    return locale.text("ladder-asks", asks=asks, points=standing.points)


def _assigned(case: Case, locale: Locale) -> str:
    """Who works on it, and who must not."""
    held = charge(case.reviews)
    nobody = [locale.text("assigned-nobody")] if case.state is State.OPEN else []
    lines = [held.name] if held.user else nobody
    return "\n".join([*lines, *(locale.text("stepped-back", name=name) for _, name in held.back)])


def _done(case: Case, locale: Locale) -> str:
    """What was done about the message; where that is nothing, whether the safeguarding lead was told at least."""
    shown = [o for o in case.outcomes if o.action.kind not in (Kind.NOTIFY_STAFF, Kind.ALERT_DSL)]
    lines = [_outcome(outcome, locale) for outcome in shown]
    if not lines and safeguarding.alerts(case):
        is_gone = any(one.verdict == DELETED for one in case.reviews)
        lines = [] if is_gone else [locale.text("card-still-shown")]
        lines.append(locale.text(safeguarding.news(case), case=case.id))
    return "\n".join([*lines, *_again(case, locale)]) or locale.text("card-nothing-done")


def _again(case: Case, locale: Locale) -> list[str]:
    """When what failed is tried again by itself, or that a person has to do it, where it is still to be done."""
    latest = {one.action.kind: one for one in case.outcomes}.values()
    failed = {one.detail for one in latest if one.status is Status.FAILED}
    waits = case.state in (State.OPEN, State.UPHELD)
    return [locale.text(key) for name in sorted(failed) if waits and locale.has(key := f"again-{name}")]


def _outcome(outcome: Outcome, locale: Locale) -> str:
    how = detail(outcome.detail, locale)
    end = f" ({how})" if how else ""
    return f"{done(locale, outcome.action.kind)}: {locale.text(f'status-{outcome.status.value}')}{end}"


def detail(noted: str, locale: Locale) -> str:
    """What the ledger noted beside an outcome, in words; "" for what is no news to people (a message's number)."""
    keys = (f"trouble-{noted}", f"detail-{noted.replace(' ', '-')}")
    return next((locale.text(key) for key in keys if locale.has(key)), "")


def _history(history: History, locale: Locale) -> str:
    return locale.text(
        "card-history", warnings=history.warnings, hidden=history.hidden, restrictions=history.restrictions
    )


def _reviews(case: Case, locale: Locale) -> str:
    lines = [
        reviewed(one, locale) + (f": {one.note}" if one.note else "")
        for one in case.reviews
        if one.verdict not in REMARKS
    ]
    return "\n".join(lines)


def reviewed(review: Review, locale: Locale) -> str:
    """What was decided, by whom and when."""
    verdict, by = verdicts.done(locale, review.verdict), verdicts.by(locale, review.by)
    return locale.text("card-review", verdict=verdict, by=by, at=review.at)


def _evidence(case: Case, locale: Locale) -> str:
    return f"{locale.text('card-answer', quoted=case.quoted)}\n{case.text}" if case.quoted else case.text
