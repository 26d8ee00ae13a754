"""How the words that records keep for what was done, and by whom, are said on a card."""

from __future__ import annotations

from bot.staff.locale import Locale

DONE = {
    "upheld": "verdict-upheld",
    "restored": "verdict-restored",
    "closed": "verdict-closed",
    "opened": "verdict-opened",
    "open again": "verdict-open-again",
    "deleted there": "verdict-deleted-there",
    "handed to the safeguarding lead": "verdict-escalated",
    "talked": "verdict-talked",
    "noted": "verdict-noted",
    "appealed": "verdict-appealed",
    "approved": "verdict-approved",
    "agreed to the suggested text": "verdict-agreed",
    "suggested another text": "verdict-suggested",
    "withdrawn": "verdict-withdrawn",
}
BY = {"the author": "by-author", "the platform": "by-platform", "": "by-policy"}


def done(locale: Locale, verdict: str) -> str:
    """What was done; what was put into words when it was done stays as it is."""
    return locale.text(DONE[verdict]) if verdict in DONE else verdict


def by(locale: Locale, name: str) -> str:
    """Who did it: a person's name, or who else can be behind it."""
    return locale.text(BY[name]) if name in BY else name
