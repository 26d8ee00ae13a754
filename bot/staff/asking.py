"""Forms for staff: what a button asks for comes back as the command of that name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.staff.cards import Field, Form, Reply
from bot.staff.desk import Desk
from bot.staff.locale import Locale
from moderation.domain import Case


def ask(desk: Desk, case: Case, command: str, fields: Sequence[Field], **more: str) -> Reply:
    """A form about a case, in the staff's language; `more` values come back with the answers as they are."""
    locale = desk.settings(case.member).staff
    values = (("case", str(case.id)), *more.items())
    form = Form(title=locale.text(f"form-{command}"), command=command, fields=told(fields, locale), values=values)
    return Reply(text="", ask=form)


def told(fields: Sequence[Field], locale: Locale) -> tuple[Field, ...]:
    """Fields whose help, a message until here, is said."""
    return tuple(replace(field, help=locale.text(field.help)) for field in fields)
