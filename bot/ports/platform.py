"""What the bot asks of a platform, and why a platform may refuse. No logic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.ports.holding import Area
from bot.ports.inbound import Actor, Inbound
from bot.staff.cards import Card, Notice
from moderation.domain import Attachment, Member, Ref


class Trouble(StrEnum):
    """Why a platform did not do what it was asked."""

    GONE = "gone"  # the message is not there (any more)
    FORBIDDEN = "forbidden"  # the bot lacks a right
    PROTECTED = "protected"  # an owner or administrator cannot be restricted
    CLOSED = "closed"  # the member takes no private messages from the bot
    NO_MEMBER = "no_member"  # the member left or is unknown
    LIMITED = "limited"  # too many requests; retry_after seconds
    UNREACHABLE = "unreachable"  # no answer, 5xx, network
    UNSUPPORTED = "unsupported"  # this platform has no such thing
    MOVED = "moved"  # it is from before the group got a new id, where its messages cannot be reached
    STAYS = "stays"  # a message that the platform lets no bot delete, whatever its rights
    NOT_KEPT = "not_kept"  # nothing was kept that could be shown again
    INVALID = "invalid"  # the platform rejected the request as malformed


class PlatformError(Exception):
    """A platform refused or did not answer; says which trouble it was (or what to do: `hint`), never any content."""

    def __init__(self, trouble: Trouble, retry_after: float = 0.0, hint: str = "") -> None:
        super().__init__(hint or trouble.value)
        self.trouble = trouble
        self.retry_after = retry_after

    @property
    def passing(self) -> bool:
        """Whether trying again later may help."""
        return self.trouble in (Trouble.LIMITED, Trouble.UNREACHABLE)


File = tuple[str, bytes]  # name and content


class Platform(Protocol):
    """What enforcement asks of a platform. Every method raises PlatformError and nothing else of the SDK's."""

    name: str
    secures: str  # what securing a group does here and what it cannot do, in words for staff

    async def run(self, inbound: Inbound) -> None:
        """Connect, catch up from the cursors, deliver until cancelled; PlatformError(FORBIDDEN) on a bad token."""

    async def ready(self) -> None:
        """Return when connected and able to act."""

    async def close(self) -> None:
        """Disconnect."""

    async def missing(self) -> Sequence[str]:
        """One line for each right, intent or channel that is missing, saying what to do; [] when all is well."""

    def link(self, group: str, ref: Ref) -> str:
        """The address at which people in a group open a message; "" where there is none."""

    async def hide(self, ref: Ref, parts: Sequence[str]) -> None:
        """Take a message (and the other parts of its album) down. Already gone is success."""

    async def is_hidden(self, ref: Ref, parts: Sequence[str]) -> bool:
        """Whether it is really gone."""

    async def restore(self, ref: Ref, author: str, text: str, files: Sequence[File] = ()) -> str:
        """Post text and files in their place again, marked as restored for `author` (a display name); the new id."""

    async def publish(self, ref: Ref, author: str, text: str, files: Sequence[File] = ()) -> str:
        """Post an approved text in the chat of `ref` as "From `author`: ..." (a display name); its message id."""

    async def standing(self, area: Area) -> str:
        """How an area stands now, as a JSON object with a key for each thing `secure` would touch."""

    async def secure(self, area: Area, before: str) -> str:
        """Secure an area as it says. Doing it again changes nothing more.

        What is made for the time of the lockdown, and has to go with it, is added to `before`, which is returned.
        """

    async def renew(self, area: Area) -> None:
        """Keep up what the platform itself would end before a lockdown's time is over; nothing else is touched."""

    async def is_secured(self, area: Area) -> bool:
        """Whether an area is secured in the way it says."""

    async def release(self, area: Area, before: str) -> None:
        """Put back every thing in `before`, exactly; what has none of it left by now is passed over."""

    async def restrict(self, member: Member, until: datetime | None) -> None:
        """Stop a member from posting until then (None: until lifted). Renew where the platform's limit is shorter."""

    async def lift(self, member: Member) -> None:
        """Let a member post again."""

    async def who(self, member: Member) -> Actor:
        """Who somebody of the group or its staff is now: their name and tokens. Raises NO_MEMBER for nobody there."""

    async def is_restricted(self, member: Member) -> bool:
        """Whether a member is stopped from posting now."""

    async def tell(self, member: Member, ref: Ref, notice: Notice) -> str:
        """Tell a member privately; where that is closed, the fallback in the group. Returns `private` or `fallback`."""

    async def greet(self, member: Member, notice: Notice) -> bool:
        """Write to somebody who joined; False when they take no private messages from the bot."""

    async def greet_all(self, group: str, notice: Notice) -> None:
        """Point everybody new in a group to `notice`; UNSUPPORTED where people who join can be written to."""

    async def post(self, place: str, card: Card, file: tuple[str, bytes] | None = None) -> str:
        """Show a card in a staff channel; its message id. Content is never previewed outside the spoiler."""

    async def update(self, place: str, message: str, card: Card) -> None:
        """Draw a card again in place."""

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of an attachment (at most 20 MiB)."""
