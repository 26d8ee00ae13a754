"""judge(): messages, detectors and a pack in, decisions out. Pure; the only place that knows the order."""

from __future__ import annotations

from collections.abc import Sequence

from moderation.domain import Decision, Detector, Finding, Message, Role, Subject
from moderation.normalise import prepare
from moderation.policy.decide import breaches, decide, scores
from moderation.policy.pack import Pack


def judge(message: Message, detectors: Sequence[Detector], pack: Pack) -> Decision:
    """What one message means under one pack."""
    return judge_all([message], detectors, pack)[0]


def judge_all(messages: Sequence[Message], detectors: Sequence[Detector], pack: Pack) -> list[Decision]:
    """What each message means, in order; together because a model is faster in batches."""
    subjects = [prepare(message) for message in messages]
    findings: list[list[Finding]] = [[] for _ in subjects]
    failed: list[list[str]] = [[] for _ in subjects]
    for detector in detectors:
        for index, found in enumerate(_look(detector, subjects)):
            if isinstance(found, Exception):
                failed[index].append(f"{detector.name}: {type(found).__name__}")
            else:
                findings[index].extend(found)
    return [
        _conclude(subject.message, pack, tuple(found), tuple(broken))
        for subject, found, broken in zip(subjects, findings, failed, strict=True)
    ]


def _look(detector: Detector, subjects: Sequence[Subject]) -> Sequence[Sequence[Finding] | Exception]:
    """A detector that breaks on one message still looks at the others."""
    try:
        return detector(subjects)
    except Exception as error:  # noqa: BLE001 (a broken detector must not hide the others; it is listed in the decision)
        if len(subjects) == 1:
            return [error]
    return [_look(detector, [subject])[0] for subject in subjects]


def _conclude(message: Message, pack: Pack, findings: tuple[Finding, ...], failed: tuple[str, ...]) -> Decision:
    found = scores(findings)
    broken = breaches(found, pack, message.author.role)
    cited = {breach.category for breach in broken}
    return Decision(
        pack=pack.name,
        pack_version=pack.version,
        findings=tuple(f for f in findings if f.category in cited or _counts(f, pack, message.author.role)),
        clauses=tuple(breach.clause.id for breach in broken),
        actions=decide(broken, pack),
        scores=found,
        failed_detectors=failed,
    )


def _counts(finding: Finding, pack: Pack, role: Role) -> bool:
    threshold = pack.thresholds.get(finding.category)
    is_exempt = finding.category in pack.exempt.get(role, ())
    return threshold is not None and not is_exempt and finding.score >= threshold.review
