"""Who is in the pretend parents' group, and how the school set that group up. Everybody here is made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.ports import Actor, Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One pretend person. `roles` become tokens (`role:<name>`); `closed`: takes no private messages from the bot.

    `admin`: owns or administers the group, so no bot may restrict them.
    """

    id: str
    name: str
    what: str
    roles: frozenset[str] = frozenset()
    closed: bool = False
    admin: bool = False

    @property
    def tokens(self) -> frozenset[str]:
        """What `Group.role` and the staff commands know this person by."""
        return frozenset({f"user:{self.id}"} | {f"role:{role}" for role in self.roles})

    @property
    def actor(self) -> Actor:
        """The giver of a command this person is."""
        return Actor(user=self.id, name=self.name, tokens=self.tokens)


_STAFF = frozenset({"staff"})

PEOPLE: Mapping[str, Person] = {
    person.id: person
    for person in (
        Person(id="priya", name="Priya Nair", what="parent"),
        Person(id="gareth", name="Gareth Pugh", what="parent"),
        Person(id="danielle", name="Danielle Osei", what="parent"),
        Person(id="tom", name="Tom Whitlock", what="parent"),
        Person(id="samina", name="Samina Rahman", what="parent"),
        Person(id="chloe", name="Chloe Barrow", what="parent, takes no private messages", closed=True),
        Person(id="ellis", name="Ellis Whitlock", what="pupil, Year 6", roles=frozenset({"pupil"})),
        Person(id="office", name="Mrs Hartley", what="office manager", roles=_STAFF, admin=True),
        Person(id="teacher", name="Mr Qureshi", what="teacher", roles=_STAFF),
        Person(id="dsl", name="Ms Ellery", what="Designated Safeguarding Lead", roles=_STAFF | {"dsl"}, admin=True),
    )
}

# Whoever may join, in turn.
NEWCOMERS = ("Aisha Begum", "Rhys Bowen", "Marta Nowak", "Joel Adeyemi", "Carys Morgan", "Wei Zhang")

CHANNELS: Mapping[str, str] = {"parents": "Parents' chat", "pta": "PTA and events"}

HOLLYBANK = Group(
    name="Hollybank Primary parents",
    platform="sandbox",
    id="hollybank",
    staff=frozenset({"role:staff"}),
    dsl=frozenset({"role:dsl"}),
    pupils=frozenset({"role:pupil"}),
    staff_place="staff",
    dsl_place="dsl",
    digest_place="digest",
)
