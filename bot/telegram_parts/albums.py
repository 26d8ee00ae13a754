"""Albums arrive as single messages that share an id: collected here until nothing more comes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from telegram import Message as Post

QUIET_SECONDS = 0.7
REMEMBERED = 64


@dataclass
class Album:
    """The parts seen so far by message id; `settled` once the album as a whole was delivered."""

    parts: dict[int, Post] = field(default_factory=dict)
    touched: float = 0.0
    open: bool = True
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ordered(self) -> list[Post]:
        """The parts as they were sent."""
        return [self.parts[number] for number in sorted(self.parts)]

    @property
    def first(self) -> Post:
        """The part that lends the album its address."""
        return self.ordered[0]


class Albums:
    """The albums of the last while, so that a late part or an edit is still judged with the rest."""

    def __init__(self, quiet: float = QUIET_SECONDS) -> None:
        self._quiet = quiet
        self._known: dict[tuple[int, str], Album] = {}

    def join(self, post: Post) -> tuple[Album, bool] | None:
        """The album a message belongs to and whether it is the message that opened it; None for a single one."""
        if not post.media_group_id:
            return None
        key = (post.chat.id, post.media_group_id)
        opened = key not in self._known
        album = self._known.setdefault(key, Album())
        album.parts[post.message_id] = post
        album.touched = time.monotonic()
        while len(self._known) > REMEMBERED:
            self._known.pop(next(iter(self._known)))
        return album, opened

    def whole(self, chat: str, message: str) -> list[Post]:
        """The posts of the album that a message is a part of, its first one first; none for any other message."""
        albums = [album for (at, _), album in self._known.items() if str(at) == chat]
        return next((album.ordered for album in albums if message in map(str, album.parts)), [])

    async def collected(self, album: Album) -> None:
        """Return when no part has come for a while; what comes later is late."""
        while (left := album.touched + self._quiet - time.monotonic()) > 0:  # noqa: ASYNC110 - the end moves
            await asyncio.sleep(left)
        album.open = False
