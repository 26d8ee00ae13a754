"""What the settings lack, line by line: people and places that no group names, groups and rosters that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from bot.settings import SANDBOX, GroupSettings, Settings

LEFT_OVER = "give the group its name back, or import the roster under its new one and delete this file of var/rosters"


def lacking(settings: Settings) -> list[str]:
    """A line for whatever a group's settings lack, and for each group that nobody watches."""
    watched = settings.watched
    idle = [(one.platform, one) for one in settings.groups if one not in watched and one.platform != SANDBOX]
    return [
        *(f"{group.platform}: {group.name}{line}" for group in watched for line in _of_one(group)),
        *(f"{p}: {one.name} is on {p}, which is not running: set {p.upper()}_TOKEN" for p, one in idle),
        *(f"roster: {name}: no group is called so: {LEFT_OVER}" for name in _left_over(settings)),
    ]


def _of_one(group: GroupSettings) -> Iterator[str]:
    """Who is not named in a group's settings, or has no place to be told in, and what to do."""
    if not group.staff:
        staff = "staff_place" if group.platform == "telegram" else "role:<id>"
        yield f': nobody is named as staff: add staff = ["{staff}"] to this group in the configuration'
    if not group.dsl:
        yield (
            ": nobody is named as safeguarding lead, so that any of the staff may see a child's case: add dsl to this"
            " group in the configuration"
        )
    if not group.staff_place and group.platform != SANDBOX:
        lost = "cards" if group.dsl_place else "cards and alerts about a child at risk"
        yield f" has no staff_place: {lost} go nowhere; add one to this group"


def _left_over(settings: Settings) -> Iterator[str]:
    """The files of imported rosters that belong to no group: a group that is called otherwise now knows nobody."""
    called = {group.name.casefold() for group in settings.groups}
    files = sorted((settings.data / "rosters").glob("*.roster"))
    return (path.name for path in files if unquote(path.stem) not in called)
