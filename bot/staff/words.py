"""The words and cards people get about a case: built from the case and the pack, sent by nobody here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ports import Group, Order
from bot.staff.cards import Button, Card, Notice
from moderation.domain import Case, History, Kind, Outcome, State, Status
from moderation.policy.pack import Pack

LONDON = ZoneInfo("Europe/London")
READER = "schoolgate"  # how the access log names readings by the program itself
DONE = {
    Kind.HIDE: "Message taken down",
    Kind.RESTORE: "Message put back",
    Kind.RESTRICT: "Author may not post",
    Kind.LIFT: "Author may post again",
    Kind.WARN: "Author told why",
    Kind.SIGNPOST: "Author told where to turn",
    Kind.NOTIFY_STAFF: "Staff told",
    Kind.ALERT_DSL: "Safeguarding lead told",
    Kind.HOLD: "Message held",
    Kind.LOCKDOWN: "Group secured",
}
STATUS = {
    Status.INTENDED: "not yet done",
    Status.DONE: "done",
    Status.VERIFIED: "done and checked",
    Status.FAILED: "FAILED",
    Status.UNSUPPORTED: "not possible here",
    Status.DRY_RUN: "dry run, not done",
}
HEADINGS = {
    State.OPEN: "to be decided",
    State.UPHELD: "upheld",
    State.RESTORED: "put back",
    State.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a case happened: what words need to be filled in."""

    school: str
    group: Group
    pack: Pack


def when(moment: datetime) -> str:
    """A time as people in the school say it."""
    return f"{moment.astimezone(LONDON):%A %-d %B %Y, %H:%M}"


def card(case: Case, setting: Setting, history: History) -> Card:
    """What staff see of a case; its evidence is blurred until it is pressed."""
    urgent = any(action.kind is Kind.ALERT_DSL for action in case.decision.actions)
    fields = (
        ("Where", setting.group.name),
        ("Who", case.author.name or case.author.user),
        ("When", when(case.opened_at)),
        ("Clause", _clauses(case, setting.pack)),
        ("Why", _why(case)),
        ("Done", _done(case.outcomes)),
        ("Before", _history(history)),
        *((("Decided", _reviews(case)),) if case.reviews else ()),
        *((("Danger", "If somebody is in danger now, ring 999."),) if urgent else ()),
    )
    title = f"Case {case.id}: {HEADINGS[case.state]}"
    return Card(title=title, fields=fields, evidence=_evidence(case), buttons=buttons(case), urgent=urgent)


def buttons(case: Case) -> tuple[Button, ...]:
    """What can be decided about a case now."""
    hidden = stands(case, Kind.HIDE, Kind.RESTORE)
    restricted = stands(case, Kind.RESTRICT, Kind.LIFT)
    is_open = case.state is State.OPEN
    return (
        *((Button(id=f"uphold:{case.id}", label="Uphold", style="good"),) if is_open else ()),
        *((Button(id=f"restore:{case.id}", label="Restore"),) if hidden else ()),
        *((Button(id=f"hide:{case.id}", label="Hide", style="danger"),) if not hidden and case.ref.message else ()),
        *((Button(id=f"lift:{case.id}", label="Lift restriction"),) if restricted else ()),
        Button(id=f"warn:{case.id}", label="Warn"),
        Button(id=f"restrict:{case.id}", label="Restrict", style="danger"),
    )


def notice(case: Case, order: Order, setting: Setting) -> Notice:
    """What the author of a case is told by one order; every notice can be appealed."""
    text = "\n\n".join(part.strip() for part in _paragraphs(case, order, setting) if part)
    return Notice(
        text=text,
        fallback=setting.pack.wording.fallback.strip(),
        button=Button(id=f"reason:{case.id}:{order.id}", label="Read the message"),
        buttons=(Button(id=f"appeal:{case.id}", label="Appeal"),),
    )


def stands(case: Case, do: Kind, undo: Kind) -> bool:
    """Whether the last of two opposite actions that were done is `do`."""
    done = [o.action.kind for o in case.outcomes if o.status in (Status.DONE, Status.VERIFIED)]
    last = [kind for kind in done if kind in (do, undo)]
    return bool(last) and last[-1] is do


def _paragraphs(case: Case, order: Order, setting: Setting) -> list[str]:
    wording = setting.pack.wording
    values = _values(case, order, setting)
    if order.by and order.until:
        return [wording.restricted.format(**values), order.words]
    if order.by:
        return [wording.warned.format(**values), order.words]
    kinds = {action.kind for action in case.decision.actions}
    hidden = [wording.hidden.format(**values)] if Kind.HIDE in kinds else []
    restricted = [wording.restricted.format(**values)] if Kind.RESTRICT in kinds else []
    return hidden + restricted + ([wording.signpost] if Kind.SIGNPOST in kinds else [])


def _values(case: Case, order: Order, setting: Setting) -> dict[str, object]:
    """What the pack's wording is filled in with; the policy's own orders cite the strongest clause."""
    cited = order.action.clause if order.by else next(iter(case.decision.clauses), order.action.clause)
    clause = setting.pack.find(cited)
    return {
        "school": setting.school,
        "group": setting.group.name,
        "case": case.id,
        "title": setting.pack.title,
        "clause": cited,
        "words": clause.words if clause else "",
        "notice": clause.notice if clause else "",
        "until": _until(case, order),
    }


def _until(case: Case, order: Order) -> str:
    ends = [a.duration for a in case.decision.actions if a.kind is Kind.RESTRICT and a.duration]
    end = order.until or (case.opened_at + ends[0] if ends and not order.by else None)
    return when(end) if end else "it is lifted"


def _clauses(case: Case, pack: Pack) -> str:
    """The first clause in the school's words, the others by their title."""
    found = [clause for clause in map(pack.find, case.decision.clauses) if clause]
    first = [f'{clause.id} {clause.title}: "{clause.words}"' for clause in found[:1]]
    return "\n".join([*first, *(f"{clause.id} {clause.title}" for clause in found[1:])]) or "none"


def _why(case: Case) -> str:
    best = {f.category: f for f in sorted(case.decision.findings, key=lambda f: f.score)}
    lines = [f"{f.category.replace('_', ' ')}: {f.why} ({f.score:.0%})" for f in reversed(best.values())]
    lines += [f"a detector did not work: {name}" for name in case.decision.failed_detectors]
    return "\n".join(lines) or "staff acted on what they saw themselves"


def _done(outcomes: tuple[Outcome, ...]) -> str:
    shown = [o for o in outcomes if o.action.kind not in (Kind.NOTIFY_STAFF, Kind.ALERT_DSL)]
    lines = [f"{DONE[o.action.kind]}: {STATUS[o.status]}{f' ({o.detail})' if o.detail else ''}" for o in shown]
    return "\n".join(lines) or "nothing: please look"


def _history(history: History) -> str:
    return f"in a year: {history.warnings} warnings, {history.hidden} hidden, {history.restrictions} restrictions"


def _reviews(case: Case) -> str:
    lines = [f"{r.verdict} by {r.by}, {when(r.at)}" + (f": {r.note}" if r.note else "") for r in case.reviews]
    return "\n".join(lines)


def _evidence(case: Case) -> str:
    return f"(in answer to: {case.quoted})\n{case.text}" if case.quoted else case.text
