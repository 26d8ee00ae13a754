"""/roster: how many people the school knows in a group, class by class; never a name."""

from __future__ import annotations

from collections import Counter

from bot.ports import Call
from bot.staff import words
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import each, groups_of
from bot.staff.locale import Locale
from moderation.roster import Roster

MENU = Menu(name="roster", help="menu-roster")


async def run(desk: Desk, call: Call) -> Reply:
    """Counts only, group by group; the names are in the office."""
    await desk.refresh()
    groups = groups_of(desk, call)
    return Reply(text=each(groups, [_counted(desk.roster(group), words.spoken(group)) for group in groups]))


def _counted(roster: Roster, locale: Locale) -> str:
    said = locale.text
    if not roster.people:
        return said("roster-none")
    pupils = roster.pupils
    classes = Counter(pupil.group or said("roster-no-class") for pupil in pupils)
    lines = [
        said("roster-people", pupils=len(pupils), staff=len(roster.people) - len(pupils)),
        said("roster-photos", count=sum(pupil.photo_consent for pupil in pupils)),
        said("roster-naming", count=sum(pupil.naming_consent for pupil in pupils)),
        *(f"- {name}: {count}" for name, count in sorted(classes.items())),
    ]
    return "\n".join(lines)
