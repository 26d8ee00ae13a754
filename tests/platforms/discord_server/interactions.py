"""One interaction: what was asked, how the bot answered, and what the person therefore sees."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.platforms.discord_server.state import Channel, Guild, Json, Member, Message, Thing, User

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
PATIENT = timedelta(seconds=20)  # for tests of something else, on a machine that other tests keep busy
FIRST_ANSWER_WITHIN, TOKEN_LIFE = timedelta(seconds=3), timedelta(minutes=15)


@dataclass(eq=False, repr=False)
class Interaction(Thing):
    """A command, click, suggestion or form, by one person in one place.

    `messages`: what the person sees because of it, oldest first, ephemeral ones included. `choices`: suggestions.
    `modal`: the form that opened. `updated`: the message the bot redrew in place. `failed`: no answer in 3 seconds.
    `thinking`: the bot said it needs longer, and the person still waits.
    """

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    made_at: datetime
    data: Json
    guild: Guild | None = None
    member: Member | None = None
    source: Message | None = None
    opened_by: Interaction | None = None
    answer_type: int = 0
    original: Message | None = None
    thinking: bool = False
    failed: bool = False
    messages: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    updated: Message | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def text(self) -> str:
        """The text of the first message the person sees; "" if there is none."""
        return self.messages[0].content if self.messages else ""

    @property
    def ephemeral(self) -> bool:
        """Whether all the messages it brought are for this person alone."""
        return bool(self.messages) and all(message.ephemeral for message in self.messages)
