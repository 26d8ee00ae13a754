"""What cannot be done, as a message of config/locales: put into words where the language of whoever asked is known."""

from __future__ import annotations

from bot.staff.cards import Reply
from bot.staff.locale import Locale, Locales, Value


class Refusal(Exception):  # noqa: N818 (an answer to a person, not a fault)
    """What was asked cannot be done; `message` says why and what to do instead.

    It is said in the languages of `speaker` (a parent's), else in the staff's of the group it is about.
    """

    def __init__(self, message: str, speaker: Locale | Locales | None = None, /, **values: Value) -> None:
        super().__init__(message)
        self.message, self._speaker, self._values = message, speaker, values

    def said(self, staff: Locale) -> str:
        """In words. Raises LocaleError."""
        return (self._speaker or staff).text(self.message, **self._values)


def refuse(text: str) -> Reply:
    """An answer that says no."""
    return Reply(text=text, refused=True)
