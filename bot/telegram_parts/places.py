"""Which chats the school manages, by the ids they have now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports import Group

PLATFORM = "telegram"


class Places:
    """The configured groups and their staff chats. A group that becomes a supergroup is found under both ids."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        self._moves: dict[str, str] = {}

    def current(self, chat: str) -> str:
        """The id a chat has now."""
        while chat in self._moves:
            chat = self._moves[chat]
        return chat

    def group(self, chat: str) -> Group | None:
        """The watched group with this id."""
        return next((group for group in self.groups if group.id == self.current(chat)), None)

    def served_by(self, place: str) -> tuple[Group, ...]:
        """The groups whose cards or digests go to this chat."""
        return tuple(group for group in self.groups if place and self.current(place) in group.places)

    def reached_from(self, chat: str) -> tuple[Group, ...]:
        """The groups that can be acted on from a chat: itself, those it serves, and from a private chat all."""
        group = self.group(chat)
        return (group,) if group else self.served_by(chat) or self.groups

    @property
    def all(self) -> tuple[str, ...]:
        """Every chat that the configuration names, once."""
        found = (place for group in self.groups for place in (group.id, *group.places))
        return tuple(dict.fromkeys(place for place in found if place))

    @property
    def staff_places(self) -> tuple[str, ...]:
        """Every staff and DSL chat once, in the order of the configuration."""
        found = (place for group in self.groups for place in (group.staff_place, group.dsl_place))
        return tuple(dict.fromkeys(place for place in found if place))

    def knows(self, chat: str) -> bool:
        """Whether a chat is named anywhere in the configuration."""
        return self.group(chat) is not None or bool(self.served_by(chat))

    def move(self, old: str, new: str) -> bool:
        """Use `new` for what was `old`; False when that was known."""
        if old == new or self.current(old) == new:
            return False
        self._moves[old] = new
        self.groups = tuple(group.moved(old, new) for group in self.groups)
        return True
