"""Command options as the person's client writes them: checked, typed and resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.state import Channel, Json, Member, Role, User

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)


@dataclass
class Resolver:
    """The objects that options refer to."""

    users: Json = field(default_factory=dict)
    members: Json = field(default_factory=dict)
    roles: Json = field(default_factory=dict)
    channels: Json = field(default_factory=dict)
    messages: Json = field(default_factory=dict)

    def member(self, member: Member) -> None:
        """Refer to a member."""
        self.users[str(member.id)] = payloads.user(member.user)
        self.members[str(member.id)] = payloads.member(member, with_user=False) | {"permissions": "0"}

    def value(self, given: object) -> object:
        """An option's value on the wire; objects become their id."""
        if isinstance(given, Member):
            self.member(given)
        elif isinstance(given, User):
            self.users[str(given.id)] = payloads.user(given)
        elif isinstance(given, Role):
            self.roles[str(given.id)] = payloads.role(given)
        elif isinstance(given, Channel):
            self.channels[str(given.id)] = payloads.channel(given) | {"permissions": "0"}
        else:
            return given
        return str(given.id)

    def payload(self) -> Json:
        """`resolved`, if there is anything in it."""
        found = {name: value for name, value in vars(self).items() if value}
        return {"resolved": found} if found else {}


def leaf(command: Json, words: Sequence[str]) -> Json:
    """The subcommand that words lead to, or the command itself."""
    for word in words:
        found = next((one for one in command.get("options") or [] if one["name"] == word), None)
        if found is None:
            raise Refused(10063)
        command = found
    return command


def fill_in(
    command: Json, words: Sequence[str], given: Mapping[str, object], resolver: Resolver, *, focused: str = ""
) -> list[Json]:
    """The `options` of an interaction; while typing (`focused`), required ones may be missing."""
    options = {one["name"]: one for one in leaf(command, words).get("options") or []}
    unknown = given.keys() - options.keys()
    missing = [name for name, one in options.items() if one.get("required") and name not in given and not focused]
    if unknown or missing:
        raise Refused(50035, message=f"options unknown: {sorted(unknown)}, missing: {missing}")
    made: list[Json] = []
    for name, value in given.items():
        if name != focused:
            _check(options[name], value)
        item: Json = {"name": name, "type": options[name]["type"], "value": resolver.value(value)}
        made.append(item | {"focused": True} if name == focused else item)
    for depth in range(len(words), 0, -1):
        made = [{"name": words[depth - 1], "type": leaf(command, words[:depth])["type"], "options": made}]
    return made


ACCEPTED: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (Member, User),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (Member, User, Role),
    NUMBER: (int, float),
}


def _check(option: Json, value: object) -> None:
    """Refuse what the person's client would not let through."""
    kind, name = option["type"], option["name"]
    if not isinstance(value, ACCEPTED.get(kind, (object,))):
        raise Refused(50035, message=f"option {name} has another type")
    choices = [one["value"] for one in option.get("choices") or []]
    if choices and value not in choices:
        raise Refused(50035, message=f"option {name} is not one of its choices")
    size = len(value) if isinstance(value, str) else value
    low, high = option.get("min_length", option.get("min_value")), option.get("max_length", option.get("max_value"))
    if isinstance(size, int | float) and ((low is not None and size < low) or (high is not None and size > high)):
        raise Refused(50035, message=f"option {name} is out of its limits")
