"""Judged messages for tests of the records: invented text, real values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.ports import Evidence
from moderation.domain import Action, Attachment, Author, Decision, Finding, Kind, Member, Message, Ref

KEY = bytes(range(32))
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
CLAUSE = "4.2.1"
SECRET = "I will wait for Zebulon Quux behind the bicycle shed"
NAME = "Philippa Wintergreen"
FOUND = Finding(category="threat", score=0.93, detector="toxicity", why="threat head", span=(0, 6))
FULL = (
    Action(kind=Kind.SIGNPOST, clause=CLAUSE),
    Action(kind=Kind.WARN, clause=CLAUSE),
    Action(kind=Kind.NOTIFY_STAFF, clause=CLAUSE),
    Action(kind=Kind.ALERT_DSL, clause=CLAUSE),
    Action(kind=Kind.LOCKDOWN, clause=CLAUSE),
    Action(kind=Kind.RESTRICT, clause=CLAUSE, duration=timedelta(hours=24)),
    Action(kind=Kind.HOLD, clause=CLAUSE),
    Action(kind=Kind.HIDE, clause=CLAUSE),
)
HIDE = (Action(kind=Kind.HIDE, clause=CLAUSE),)
PARENT = Member(platform="discord", group="77", user="501")
RULING = Decision(pack="trust", pack_version="2026.1", clauses=(CLAUSE,))  # by staff, about what they saw themselves


def ref(number: int, chat: str = "900") -> Ref:
    return Ref(platform="discord", chat=chat, message=str(number))


def message(number: int, text: str = SECRET, *, edited_at: datetime | None = None, **more) -> Message:
    values = {
        "ref": ref(number),
        "group": PARENT.group,
        "author": Author(user=PARENT.user, name=NAME),
        "text": text,
        "sent_at": NOW,
        "edited_at": edited_at,
    }
    return Message(**(values | more))


def decision(*actions: Action, clause: str = CLAUSE, failed: tuple[str, ...] = ()) -> Decision:
    return Decision(
        pack="trust",
        pack_version="2026.1",
        findings=(FOUND,) if actions else (),
        clauses=(clause,) if actions else (),
        actions=actions,
        scores={"threat": 0.93 if actions else 0.02},
        failed_detectors=failed,
    )


def judged(number: int, *actions: Action, at: datetime = NOW, text: str = SECRET, **more) -> Evidence:
    """A judged message; without actions it is clean. `more`: fields of the message."""
    return Evidence(message=message(number, text, **more), decision=decision(*actions), at=at)


def with_picture(number: int) -> Evidence:
    picture = Attachment(kind="photo", text="IMG of Zebulon.jpg", handle="https://cdn.invalid/zebulon", size=9)
    seen = message(number, attachments=(picture,), parts=("11", "12"), quoted="Zebulon said so")
    return Evidence(message=seen, decision=decision(*HIDE), at=NOW, files={0: b"ZEBULONPX"})
