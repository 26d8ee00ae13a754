"""Which groups there are and what each is judged by; follows a chat that gets a new id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.intake import Judge
from bot.ports import Group
from bot.staff.locale import speaking
from bot.staff.words import Setting
from moderation.domain import Member
from moderation.policy.pack import Pack


@dataclass(frozen=True, slots=True)
class Entry:
    """One group and its judge."""

    group: Group
    judge: Judge


class Groups:
    """Every configured group, found by platform and id."""

    def __init__(self, school: str, entries: Iterable[Entry]) -> None:
        self._school = school
        self._entries = {(entry.group.platform, entry.group.id): _speaking(entry) for entry in entries}

    def all(self) -> tuple[Group, ...]:
        """Every group there is, once, as it is called now."""
        return tuple(dict.fromkeys(entry.group for entry in self._entries.values()))

    def packs(self) -> tuple[Pack, ...]:
        """Every pack in use."""
        return tuple({entry.judge.pack.name: entry.judge.pack for entry in self._entries.values()}.values())

    def on(self, platform: str) -> tuple[Group, ...]:
        """The groups of one platform."""
        return tuple(group for group in self.all() if group.platform == platform)

    def watches(self, member: Member) -> bool:
        """Whether a member's group is one of these; records may hold cases of one that was taken out."""
        return (member.platform, member.group) in self._entries

    def judge(self, platform: str, group: str) -> Judge:
        """What a group's messages are judged by."""
        return self._entries[platform, group].judge

    def setting(self, member: Member) -> Setting:
        """What words about a member's case are filled in with."""
        entry = self._entries[member.platform, member.group]
        return Setting(school=self._school, group=entry.group, pack=entry.judge.pack)

    def judged_by(self, name: str, judge: Judge) -> None:
        """The groups of this name are judged by another judge from now on."""
        for key, entry in self._entries.items():
            if entry.group.name == name:
                self._entries[key] = replace(entry, judge=judge)

    def rename(self, platform: str, old: str, new: str) -> None:
        """The chat `old` is now called `new`, wherever it is named; what is said of a group `old` still finds it."""
        for key, entry in self._entries.items():
            if entry.group.platform == platform:
                self._entries[key] = replace(entry, group=entry.group.moved(old, new))
        if known := self._entries.get((platform, old)):
            self._entries[platform, new] = known


def _speaking(entry: Entry) -> Entry:
    """With the languages its parents are told in: the group's own first, then its pack's. Raises LocaleError."""
    wanted = (entry.group.locale, *entry.judge.pack.locales)
    locales = tuple(dict.fromkeys(name for name in wanted if name))
    speaking(locales)  # read at the start: a language that lacks a text stops it
    return replace(entry, group=replace(entry.group, locales=locales))
