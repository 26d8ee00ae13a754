"""Findings + a pack -> which clauses are broken and what follows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from moderation.domain import Action, Finding, Kind, Role, Verdict
from moderation.policy.pack import Clause, Harm, Pack, Threshold

SEVERITY = (
    Kind.LOCKDOWN,
    Kind.RESTRICT,
    Kind.HIDE,
    Kind.HOLD,
    Kind.ALERT_DSL,
    Kind.WARN,
    Kind.SIGNPOST,
    Kind.NOTIFY_STAFF,
    Kind.LIFT,
    Kind.RESTORE,
)


@dataclass(frozen=True, slots=True)
class Breach:
    """One clause, how far it is broken, and how strongly (score over review threshold) by which category."""

    clause: Clause
    category: str
    verdict: Verdict
    strength: float

    @property
    def hides(self) -> bool:
        """Whether the message is taken down for it."""
        return self.verdict is Verdict.HIDE and Kind.HIDE in self.clause.hide


def heard(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of one text that count: where somebody settles a category, theirs alone."""
    settled = {finding.category for finding in findings if finding.settles}
    return tuple(finding for finding in findings if finding.settles or finding.category not in settled)


def scores(findings: Iterable[Finding]) -> dict[str, float]:
    """The highest score of each category."""
    best: dict[str, float] = {}
    for finding in findings:
        best[finding.category] = max(finding.score, best.get(finding.category, 0.0))
    return best


def breaches(found: Mapping[str, float], pack: Pack, role: Role) -> tuple[Breach, ...]:
    """Every clause that is broken, gravest first; a clause counts once, by its strongest category."""
    exempt = pack.exempt.get(role, ())
    candidates = [
        _weigh(clause, category, pack.thresholds[category], found[category])
        for clause in pack.clause
        if _counts(clause, found, pack, role)
        for category in clause.categories
        if category in found and category not in exempt
    ]
    broken = [breach for breach in candidates if breach.verdict is not Verdict.ALLOW]
    able = [breach for breach in candidates if _of_harm(breach, pack.harm)]
    whole, worst = found.get(pack.harm.category, 0.0), max((found[breach.category] for breach in able), default=0.0)
    if (whole + worst) / 2 >= pack.harm.enough(found):
        broken = _raise(broken, able, Verdict.HIDE)
    elif not broken and whole >= pack.harm.review:
        broken = _raise(broken, able, Verdict.REVIEW)
    return _once(broken)


def decide(broken: Sequence[Breach], pack: Pack) -> tuple[Action, ...]:
    """What follows from the broken clauses, merged."""
    return merge(_ordered(breach, pack) for breach in broken)


def merge(groups: Iterable[Iterable[Action]]) -> tuple[Action, ...]:
    """One action of each kind: the longest; of equals, the clause that sorts first.

    Idempotent, commutative and associative; the result is ranked by severity, which is not the order of execution.
    """
    best: dict[Kind, Action] = {}
    for action in (action for group in groups for action in group):
        held = best.get(action.kind)
        if held is None or _rank(action) < _rank(held):
            best[action.kind] = action
    return tuple(sorted(best.values(), key=lambda action: SEVERITY.index(action.kind)))


def _rank(action: Action) -> tuple[timedelta, str]:
    return -(action.duration or timedelta()), action.clause


def _counts(clause: Clause, found: Mapping[str, float], pack: Pack, role: Role) -> bool:
    """Whether a clause binds this author and, where it counts only beside something else, that is found too."""
    beside = clause.beside
    return clause.binds(role) and (not beside or any(found.get(name, 0.0) >= pack.level(name) for name in beside))


def _weigh(clause: Clause, category: str, threshold: Threshold, score: float) -> Breach:
    verdict = Verdict.ALLOW
    if score >= threshold.review:
        verdict = Verdict.REVIEW
    if threshold.hide is not None and score >= threshold.hide:
        verdict = Verdict.HIDE
    return Breach(clause, category, verdict, score / threshold.review)


def _of_harm(breach: Breach, harm: Harm) -> bool:
    """Whether a message that is harmful as a whole may be cited under this."""
    return breach.clause.id in harm.clauses and (not harm.among or breach.category in harm.among)


def _raise(broken: list[Breach], candidates: list[Breach], verdict: Verdict) -> list[Breach]:
    """The whole message is harmful: it falls under the strongest clause, also when each alone was too weak."""
    if not candidates or any(breach.hides for breach in broken):
        return broken
    top = max(candidates, key=lambda breach: breach.strength)
    return [*broken, Breach(top.clause, top.category, verdict, top.strength)]


def _once(broken: list[Breach]) -> tuple[Breach, ...]:
    ranked = sorted(broken, key=_order)
    first: dict[str, Breach] = {}
    for breach in ranked:
        first.setdefault(breach.clause.id, breach)
    return tuple(first.values())


def _order(breach: Breach) -> tuple[bool, int, float, str]:
    """The gravest first among what hides, then by strength."""
    return breach.verdict is not Verdict.HIDE, -breach.clause.gravity, -breach.strength, breach.clause.id


def _ordered(breach: Breach, pack: Pack) -> tuple[Action, ...]:
    """A clause that is only the likeliest one for a harmful message tells nobody but staff of it."""
    clause = breach.clause
    kinds = clause.hide if breach.verdict is Verdict.HIDE else clause.review
    if breach.strength < 1 and breach.verdict is Verdict.REVIEW:
        kinds = (Kind.NOTIFY_STAFF,)
    return tuple(
        Action(kind=kind, clause=clause.id, duration=pack.restriction(clause) if kind is Kind.RESTRICT else None)
        for kind in kinds
    )
