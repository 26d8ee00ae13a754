"""The letter office: writes a draft about a case, and the same words again once somebody signed them off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.letters.cleaning import one_line
from bot.letters.compose import compose
from bot.letters.facts import Matter, facts
from bot.letters.masking import Masker
from bot.letters.sheet import Letter, Sheet
from bot.letters.templates import ENGLISH, PLACEHOLDERS, Language
from bot.ports.letters import Letterhead


class LetterError(Exception):
    """A letter cannot be written about this case; the message tells staff why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Every letter that can be written, and the school that writes them."""

    languages: Mapping[str, Language]
    letterhead: Letterhead

    @property
    def kinds(self) -> Mapping[str, str]:
        """The title of each kind of letter by its name, as staff are offered them."""
        return {name: template.title for name, template in self.languages[ENGLISH].templates.items()}

    def asks(self, kind: str) -> tuple[str, bool]:
        """What staff are asked to add to a kind of letter ("" for nothing), and whether they must."""
        template = self.languages[ENGLISH].templates[kind]
        return template.asks, "note" in template.needs

    def write(self, kind: str, matter: Matter, *, at: datetime) -> Letter:
        """A draft of this day in the languages of the group. Raises LetterError when it lacks what it needs."""
        if kind not in self.kinds:
            raise LetterError(f"There is no letter {kind[:20]}. There are: {', '.join(self.kinds)}.")
        wanted = dict.fromkeys((*matter.setting.group.locales, ENGLISH))
        there = [name for name in wanted if name in self.languages and kind in self.languages[name].templates]
        return Letter(sheets=tuple(self._sheet(kind, matter, name, at) for name in there))

    def sign(self, letter: Letter, *, by: str, at: datetime) -> Letter:
        """The same words without the mark of a draft, with this day's date and the name of who signed it off."""
        phrases = {one.phrases.language: one.phrases for one in self.languages.values()}
        sheets = []
        for sheet in letter.sheets:
            day = phrases[sheet.language].day(at)
            line = phrases[sheet.language].signed.format(by=one_line(by), date=day)
            sheets.append(replace(sheet, date=_capital(day), signed=line))
        return Letter(sheets=tuple(sheets))

    def _sheet(self, kind: str, matter: Matter, locale: str, at: datetime) -> Sheet:
        language = self.languages[locale]
        template, phrases = language.templates[kind], language.phrases
        values = facts(matter, phrases, self.letterhead, locale=locale, under=template.under)
        values |= self._masked(matter, values)
        for name in template.needs:
            if not values[name].strip():
                raise LetterError(f"This letter needs {PLACEHOLDERS[name]}, and case {matter.case.id} has none.")
        sheet = compose(template, phrases, values, self.letterhead, to=matter.addressee if matter.to else ())
        return replace(sheet, date=_capital(phrases.day(at)))

    def _masked(self, matter: Matter, values: Mapping[str, str]) -> dict[str, str]:
        """What people wrote, without the names of those whom the letter is not to or about, and who do not sign it.

        Staff may be named in what staff add to a letter themselves: whom to meet, who knows the family.
        """
        mask, findings = Masker(matter.people), matter.case.decision.findings
        mask_pupils = Masker([person for person in matter.people if person.is_pupil])
        keep = (matter.author, *matter.addressee, self.letterhead.signed_by)
        return {
            "reason": mask(values["reason"], keep=keep),
            "note": mask_pupils(values["note"], keep=keep),
            "message": mask(values["message"], keep=(matter.author,), findings=findings),
        }


def draw(letter: Letter, at: datetime) -> dict[str, bytes]:
    """A letter's file in each format. Takes some tenths of a second: not for the event loop."""
    from bot.letters import pdf, word  # here, because their libraries are large and rarely needed

    return {"docx": word.draw(letter, at), "pdf": pdf.draw(letter, at)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
