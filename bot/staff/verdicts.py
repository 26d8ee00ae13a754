"""How the words that records keep for what was done, and by whom, are said on a card."""

from __future__ import annotations

from bot.ports import reviews
from bot.staff.locale import Locale
from moderation.domain import State

DONE = {
    State.UPHELD: "verdict-upheld",
    State.RESTORED: "verdict-restored",
    State.CLOSED: "verdict-closed",
    reviews.OPENED: "verdict-opened",
    reviews.OPEN_AGAIN: "verdict-open-again",
    reviews.DELETED: "verdict-deleted-there",
    reviews.AFTER_ALL: "verdict-after-all",
    reviews.ESCALATED: "verdict-escalated",
    reviews.TALKED: "verdict-talked",
    reviews.NOTED: "verdict-noted",
    reviews.APPEALED: "verdict-appealed",
    reviews.APPROVED: "verdict-approved",
    reviews.AGREED: "verdict-agreed",
    reviews.SUGGESTED: "verdict-suggested",
    reviews.WITHDRAWN: "verdict-withdrawn",
}
BY = {reviews.AUTHOR: "by-author", reviews.PLATFORM: "by-platform", "": "by-policy"}


def done(locale: Locale, verdict: str) -> str:
    """What was done; what was put into words when it was done stays as it is."""
    if verdict.startswith(reviews.DECLINED_UNDER):
        return locale.text("declined-under", clause=verdict.removeprefix(reviews.DECLINED_UNDER))
    return locale.text(DONE[verdict]) if verdict in DONE else verdict


def by(locale: Locale, name: str) -> str:
    """Who did it: a person's name, or who else can be behind it."""
    return locale.text(BY[name]) if name in BY else name
