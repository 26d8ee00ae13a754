"""judge(): messages, detectors and a pack in, decisions out. Pure; the only place that knows the order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from moderation.domain import Decision, Detector, Finding, Message, Role, Subject
from moderation.filenames import said
from moderation.normalise import prepare
from moderation.policy.decide import breaches, decide, heard, scores
from moderation.policy.pack import Pack


def judge(message: Message, detectors: Sequence[Detector], pack: Pack) -> Decision:
    """What one message means under one pack."""
    return judge_all([message], detectors, pack)[0]


def judge_all(messages: Sequence[Message], detectors: Sequence[Detector], pack: Pack) -> list[Decision]:
    """What each message means, in order; together because a model is faster in batches."""
    texts = [text for index, message in enumerate(messages) for text in _texts(index, message)]
    subjects = [prepare(text.message) for text in texts]
    findings: list[list[Finding]] = [[] for _ in texts]
    failed: list[dict[str, None]] = [{} for _ in messages]
    for detector in detectors:
        for text, seen, found in zip(texts, findings, _look(detector, subjects), strict=True):
            if isinstance(found, Exception):
                failed[text.of][f"{detector.name}: {type(found).__name__}"] = None
            else:
                seen.extend(text.placed(found))
    counted: list[list[Finding]] = [[] for _ in messages]
    for text, seen in zip(texts, findings, strict=True):
        counted[text.of].extend(heard(seen))
    return [
        _conclude(message, pack, tuple(found), tuple(broken))
        for message, found, broken in zip(messages, counted, failed, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Text:
    """A message as written, or one text of what was sent with it, read as if its author had written that."""

    of: int
    message: Message
    where: str = ""

    def placed(self, found: Iterable[Finding]) -> Iterable[Finding]:
        """Findings as they are of the message: spans point into its own text, so elsewhere there is none."""
        return (replace(one, span=None, why=f"{one.why}, {self.where}") if self.where else one for one in found)


def _texts(index: int, message: Message) -> Iterator[_Text]:
    """Every detector reads all that people can: the message, captions, file names, polls, lettering in pictures."""
    yield _Text(index, message)
    author = replace(message.author, name="")  # looked at once, with the message itself
    for sent in message.attachments:
        read = sent.seen.text if sent.seen else ""
        for text, where in ((said(sent.words), f"in the {sent.kind}'s text"), (read, f"read in the {sent.kind}")):
            if text.strip():
                yield _Text(index, replace(message, text=text, quoted="", author=author, attachments=()), where)


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
        cited=tuple(said for breach in broken for said in pack.cite(breach.clause)),
    )


def _counts(finding: Finding, pack: Pack, role: Role) -> bool:
    threshold = pack.thresholds.get(finding.category)
    is_exempt = finding.category in pack.exempt.get(role, ())
    return threshold is not None and not is_exempt and finding.score >= threshold.review
