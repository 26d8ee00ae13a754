"""The pretend platform's own state, in memory: what is where, who may post, and who is told when it changes."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.ports import Group, PlatformError, Trouble
from bot.ports.holding import How
from bot.sandbox_parts.people import CHANNELS, NEWCOMERS, PEOPLE, Person
from bot.sandbox_parts.things import BOT, Hidden, Letter, Post, Shown
from bot.staff.cards import Card, Notice, Reply
from moderation.domain import Attachment, Role

LONGEST = 4000  # characters in one message
KEPT_FILES = 200
BUSY_S = 3.0  # how long a busy platform asks to be left alone
SLOW = timedelta(minutes=1)
DOOR = "door"
TROUBLES = ("", "forbidden", "busy")


class RefusedError(Exception):
    """The pretend platform does not let a person do this; the message says why, in words for that person."""


def _now() -> datetime:
    return datetime.now(UTC)


class World:
    """Everything the pretend platform holds for one group. `clock` gives aware UTC times."""

    def __init__(self, group: Group, clock: Callable[[], datetime] = _now) -> None:
        self.group = group
        self.clock = clock
        self.files: dict[str, tuple[str, bytes]] = {}
        self.version = 0
        self._last = 0
        self._changed = asyncio.Event()
        self.clear()

    def clear(self) -> None:
        """Forget every post, letter, card, restriction and whoever joined. Ids are never used twice."""
        self.people: dict[str, Person] = dict(PEOPLE)
        self.posts: dict[str, Post] = {}
        self.hidden: dict[str, Hidden] = {}
        self.letters: defaultdict[str, list[Letter]] = defaultdict(list)
        self.cards: dict[str, dict[str, Shown]] = {place: {} for place in self.places}
        self.restricted: dict[str, datetime | None] = {}
        self.locks: dict[str, object] = dict.fromkeys(self.lockable, False)
        self.closed = {person.id for person in self.people.values() if person.closed}
        self.trouble = ""
        self.changed()

    def pretend(self, trouble: str) -> None:
        """Let the platform refuse the bot: `forbidden` (no rights) until told otherwise, `busy` for one request."""
        if trouble not in TROUBLES:
            raise RefusedError("The sandbox cannot pretend that.")
        self.trouble = trouble
        self.changed()

    def act(self) -> None:
        """Called before the bot does something in the group; raises the trouble there is."""
        if self.trouble == "forbidden":
            raise PlatformError(Trouble.FORBIDDEN)
        if self.trouble == "busy":
            self.pretend("")
            raise PlatformError(Trouble.LIMITED, BUSY_S)

    @property
    def places(self) -> tuple[str, ...]:
        """The staff channels there are, as the group's configuration names them."""
        return tuple(dict.fromkeys(filter(None, self.group.places)))

    @property
    def lockable(self) -> tuple[str, ...]:
        """What can be locked, each on or off: every channel closed or slow, and the door for new people."""
        return (*(f"{how}:{chat}" for how in How for chat in CHANNELS), DOOR)

    def lock(self, state: Mapping[str, object]) -> None:
        """Lock or unlock what is named."""
        self.locks |= {key: value for key, value in state.items() if key in self.locks}
        self.changed()

    def is_staff(self, user: str) -> bool:
        """Whether somebody works for the school."""
        return user in self.people and self.group.role(self.people[user].tokens) is Role.STAFF

    def changed(self) -> None:
        """Wake everybody who waits for a change."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def newer_than(self, version: int) -> None:
        """Return when the world is not as it was at this version."""
        while self.version <= version:
            await self._changed.wait()

    def new_id(self) -> str:
        """A number that is greater than every earlier one, also those of earlier runs."""
        self._last = max(self._last + 1, time.time_ns() // 1_000_000)
        return str(self._last)

    def number_after(self, seen: int) -> None:
        """Let no new id be as small as this one, even if the clock was set back."""
        self._last = max(self._last, seen)

    def person(self, user: str) -> Person:
        """The person with this id; PlatformError(NO_MEMBER) when there is none."""
        if user not in self.people:
            raise PlatformError(Trouble.NO_MEMBER)
        return self.people[user]

    def join(self) -> Person:
        """Let the next new parent into the group: somebody with an id of their own, whom nothing is held about."""
        if self.locks[DOOR]:
            raise RefusedError("Nobody new can join at the moment: the school has secured the group.")
        came = len(self.people) - len(PEOPLE)
        if came == len(NEWCOMERS):
            raise RefusedError("Everybody who was waiting has joined. Choose Start again to begin anew.")
        person = Person(id=f"new-{self.new_id()}", name=NEWCOMERS[came], what="parent, new")
        self.people[person.id] = person
        self.changed()
        return person

    def stopped(self, user: str) -> bool:
        """Whether a person may not post now; a restriction whose time is over is dropped."""
        if user not in self.restricted:
            return False
        until = self.restricted[user]
        if until is None or until > self.clock():
            return True
        del self.restricted[user]
        return False

    def say(self, user: str, chat: str, text: str, *, reply_to: str = "", attachment: Attachment | None = None) -> Post:
        """Post as a person."""
        person = self._speaker(user)
        if chat not in CHANNELS:
            raise RefusedError("There is no such channel.")
        self._may_say(person, chat)
        text = checked(text, empty_is_fine=attachment is not None)
        answered = self.posts.get(reply_to)
        return self._add(
            Post(
                id=self.new_id(),
                chat=chat,
                author=person.id,
                text=text,
                at=self.clock(),
                reply_to=answered.id if answered else "",
                quoted=answered.text if answered else "",
                attachments=(attachment,) if attachment else (),
            )
        )

    def _may_say(self, person: Person, chat: str) -> None:
        """A locked channel refuses everybody but staff; a slow one lets each person post once a minute."""
        if self.is_staff(person.id):
            return
        if self.locks[f"{How.CLOSED}:{chat}"]:
            raise RefusedError("Only the school's staff can post here at the moment.")
        mine = [post.at for post in self.posts.values() if (post.author, post.chat) == (person.id, chat)]
        if self.locks[f"{How.SLOW}:{chat}"] and mine and self.clock() - max(mine) < SLOW:
            raise RefusedError("Slow mode is on: you can post once a minute.")

    def edit(self, user: str, message: str, text: str) -> Post:
        """Change one's own post."""
        self._speaker(user)
        post = self._own(user, message)
        post = replace(post, text=checked(text, empty_is_fine=bool(post.attachments)), edited=self.clock())
        self.posts[post.id] = post
        self.changed()
        return post

    def withdraw(self, user: str, message: str) -> Post:
        """Delete one's own post."""
        post = self._own(user, message)
        del self.posts[post.id]
        self.changed()
        return post

    def hide(self, messages: Sequence[str]) -> None:
        """Take posts down; what is not there is passed over."""
        for message in messages:
            post = self.posts.pop(message, None)
            if post and post.author != BOT:
                self.hidden[post.id] = Hidden(id=post.id, chat=post.chat, author=post.author, at=post.at)
        self.changed()

    def unhide(self, chat: str, message: str) -> None:
        """A hidden post is posted again: its author is not shown it as hidden any more."""
        if chat not in CHANNELS:
            raise PlatformError(Trouble.GONE)
        self.hidden.pop(message, None)

    def bot_says(
        self,
        chat: str,
        text: str,
        *,
        restored_for: str = "",
        posted_for: str = "",
        files: Sequence[Attachment] = (),
        note: Notice | None = None,
        to: str = "",
    ) -> Post:
        """Post as the bot: a restored or approved text, or a note whose button only `to` gets an answer from."""
        return self._add(
            Post(
                id=self.new_id(),
                chat=chat,
                author=BOT,
                text=text,
                at=self.clock(),
                attachments=tuple(files),
                restored_for=restored_for,
                posted_for=posted_for,
                button=note.button if note else None,
                only_for=to,
            )
        )

    def write(self, user: str, about: str, said: Notice | Reply) -> None:
        """Put a letter into a person's private messages."""
        letter = Letter(id=self.new_id(), text=said.text, about=about, at=self.clock(), buttons=said.buttons)
        self.letters[user].append(letter)
        self.changed()

    def show(self, place: str, card: Card, file: tuple[str, bytes] | None) -> str:
        """Put a card into a staff place; its id."""
        shown = Shown(id=self.new_id(), card=card, at=self.clock())
        if file:
            shown = replace(shown, file=self.keep(file), file_name=file[0])
        self._place(place)[shown.id] = shown
        self.changed()
        return shown.id

    def redraw(self, place: str, message: str, card: Card) -> None:
        """Change a card where it is."""
        cards = self._place(place)
        if message not in cards:
            raise PlatformError(Trouble.GONE)
        cards[message] = replace(cards[message], card=card)
        self.changed()

    def keep(self, file: tuple[str, bytes]) -> str:
        """Keep a file for the page to show; its id. Only the newest are kept."""
        key = self.new_id()
        self.files[key] = file
        while len(self.files) > KEPT_FILES:
            del self.files[next(iter(self.files))]
        return key

    def _place(self, place: str) -> dict[str, Shown]:
        if place not in self.cards:
            raise PlatformError(Trouble.GONE)
        return self.cards[place]

    def _add(self, post: Post) -> Post:
        self.posts[post.id] = post
        self.changed()
        return post

    def _own(self, user: str, message: str) -> Post:
        post = self.posts.get(message)
        if post is None or post.author != user:
            raise RefusedError("That message is not there any more, or is not yours.")
        return post

    def _speaker(self, user: str) -> Person:
        if user not in self.people:
            raise RefusedError("There is no such person in this group.")
        if self.stopped(user):
            raise RefusedError("You cannot post in this group at the moment. The message from Schoolgate says why.")
        return self.people[user]


def checked(text: str, *, empty_is_fine: bool) -> str:
    """A message's text as it is posted. RefusedError when there is none, or too much of it."""
    text = text.strip()
    if not text and not empty_is_fine:
        raise RefusedError("Write something first.")
    if len(text) > LONGEST:
        raise RefusedError(f"A message has at most {LONGEST} characters.")
    return text
