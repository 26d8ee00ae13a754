"""What a letter's placeholders are filled with: the case, its group and its policy, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.letters.phrases import Phrases
from bot.ports import Restriction
from bot.ports.letters import Letterhead
from bot.staff.words import Setting
from moderation.domain import CARRIED_OUT, Case, Kind, Outcome
from moderation.policy.ladder import Rung
from moderation.policy.pack import Clause, Pack
from moderation.roster import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a letter is about. `held`: the restriction in force; `rung`: where the author stands on the ladder.

    `people`: whose names are masked; `to` and `note`: whom it is to and what is added, as staff say it.
    """

    case: Case
    setting: Setting
    people: Sequence[Person] = ()
    held: Restriction | None = None
    rung: Rung = Rung.CLEAR
    to: str = ""
    note: str = ""

    @property
    def own(self) -> Restriction | None:
        """The restriction in force where it is this case's: another's has other reasons than this letter gives."""
        return self.held if self.held and self.held.case == self.case.id else None

    @property
    def author(self) -> str:
        """The name the author shows, else the account's number."""
        return self.case.author.name or self.case.member.user

    @property
    def addressee(self) -> tuple[str, ...]:
        """Name and address as staff said them, a line each; else the author's name."""
        return tuple(line.strip() for line in self.to.splitlines() if line.strip()) or (self.author,)


def facts(matter: Matter, phrases: Phrases, letterhead: Letterhead, *, locale: str, under: str) -> dict[str, str]:
    """Every placeholder's value, "" for what is not so; what people wrote stands in it as they wrote it."""
    case, held, pack = matter.case, matter.own, matter.setting.pack
    cited = matter.setting.cited(case.decision, next(iter(case.decision.clauses), ""), locale)
    step = _allowing(pack, under)
    return {
        "school": letterhead.name,
        "group": matter.setting.group.name,
        "platform": case.member.platform.capitalize(),
        "case": str(case.id),
        "to": matter.addressee[0],
        "author": matter.author,
        "account": case.member.user,
        "address": f"{case.ref.chat}/{case.ref.message}" if case.ref.message else "",
        "when": phrases.at(case.opened_at),
        "message": case.text,
        "policy": cited.policy if cited else pack.called(locale),
        "clause": cited.id if cited else "",
        "title": cited.title if cited else "",
        "words": cited.words if cited else "",
        "step": step.id if step else "",
        "step_words": step.said(locale).words if step else "",
        "done": "\n".join(_done(case, phrases)),
        "rung": phrases.rungs.get(matter.rung, ""),
        "since": phrases.at(held.since) if held else "",
        "until": phrases.at(held.until) if held and held.until else "",
        "reason": held.reason if held else "",
        "lifted": _lifted(case, phrases),
        "note": matter.note,
        "phone": letterhead.phone,
        "email": letterhead.email,
    }


def _allowing(pack: Pack, under: str) -> Clause | None:
    """The first clause that allows a step or an action."""
    return next((clause for clause in pack.clause if under and under in (*clause.steps, *clause.allows)), None)


def _carried_out(case: Case) -> list[Outcome]:
    return [outcome for outcome in case.outcomes if outcome.status in CARRIED_OUT]


def _done(case: Case, phrases: Phrases) -> list[str]:
    said = [(phrases.done.get(outcome.action.kind), outcome.at) for outcome in _carried_out(case)]
    return [text.format(at=phrases.at(at)) for text, at in said if text]


def _lifted(case: Case, phrases: Phrases) -> str:
    """When the restriction of this case was lifted, if that is how it stands."""
    last: datetime | None = None
    for outcome in _carried_out(case):
        if outcome.action.kind in (Kind.RESTRICT, Kind.LIFT):
            last = outcome.at if outcome.action.kind is Kind.LIFT else None
    return phrases.at(last) if last else ""
