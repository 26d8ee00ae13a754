"""Who somebody is to a school: by user, by role, by being in that school's staff chat and in no other's."""

import pytest

from bot.ports import Group
from moderation.domain import Role

HILL = Group(
    name="Hill",
    platform="telegram",
    id="-1",
    staff=frozenset({"staff_place", "role:7"}),
    dsl=frozenset({"user:3"}),
    governors=frozenset({"user:4"}),
    pupils=frozenset({"role:9"}),
    staff_place="-10",
)
HELD = [
    ({"user:1"}, Role.PARENT),
    (set(), Role.PARENT),
    ({"user:1", "staff_place:-10"}, Role.STAFF),
    ({"user:1", "staff_place:-20"}, Role.PARENT),
    ({"user:1", "staff_place"}, Role.PARENT),
    ({"user:1", "role:7"}, Role.STAFF),
    ({"user:3"}, Role.STAFF),
    ({"user:4"}, Role.GOVERNOR),
    ({"user:5", "role:9"}, Role.PUPIL),
    ({"user:4", "role:9", "role:7"}, Role.STAFF),
]


@pytest.mark.parametrize(("tokens", "role"), HELD)
def test_tokens_say_who_somebody_is(tokens, role):
    assert HILL.role(tokens) is role
