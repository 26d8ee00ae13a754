"""Until when an author can appeal, and what they are told when it is too late or nothing is left to decide."""

from __future__ import annotations

from functools import partial

from bot.ports.reviews import APPEALED
from bot.staff import notices
from bot.staff.locale import Value
from bot.staff.refusal import Refusal
from bot.staff.words import Setting
from moderation.clock import utc_now
from moderation.domain import Case, State


def check(case: Case, setting: Setting) -> None:
    """Raise Refusal, with what can still be done, when it was put back, looked at again, or the last day is over."""
    if case.state is State.RESTORED:
        raise Refusal("appeal-restored", setting.parents, case=case.id)
    if case.state is not State.OPEN and any(review.verdict == APPEALED for review in case.reviews):
        raise answered(case, setting)
    until = notices.appeal_until(case, setting)
    if utc_now() > until:
        raise _refusal("appeal-late", setting, until=until)


def answered(case: Case, setting: Setting) -> Refusal:
    """What somebody is told when there is nothing left to decide here."""
    return _refusal("appeal-answered", setting, case=case.id)


def _refusal(message: str, setting: Setting, **values: Value) -> Refusal:
    return Refusal(message, setting.parents, contacts=partial(notices.contacts, setting), **values)
