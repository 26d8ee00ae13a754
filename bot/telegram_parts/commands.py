"""Commands as people type them: which one it is, and which words fill which of its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from telegram import BotCommand, MessageEntity
from telegram import Message as Post

from bot.staff.cards import Field, Menu
from bot.staff.locale import Locales
from bot.telegram_parts.people import sender
from bot.telegram_parts.places import PLATFORM
from bot.telegram_parts.reading import ref
from moderation.domain import Ref

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+|$)")
NOT_ALLOWED = re.compile(r"[^a-z0-9_]")
LINK = re.compile(r"(?:https?://)?t\.me/c/(\d+)/(?:(\d+)/)?(\d+)(?:\?\S*)?")
CLAUSE = re.compile(r"\d+(?:\.\d+)+\S*")
WORD = re.compile(r"\S+")
CASE = re.compile(r"#?(\d{1,9})")
CASE_IN_TITLE = re.compile(r"(?:#|\b(?:case|achos) )(\d{1,9})\b", re.IGNORECASE)
PERSON = re.compile(r"@\w{4,32}|\d{5,15}|chat:-?\d+")
DURATION = re.compile(
    r"(?:\d+|an?|one|two|three)\s*(?:m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|term)\b"
    r"|(?:the )?rest of (?:the )?\w+|until (?:the )?(?:(?:rest|end|start) of )?(?:the )?(?:next )?(?:half[ -])?term\b"
    r"|until \S+(?: \d{1,2}[:.]\d\d)?",
    re.IGNORECASE,
)
EXAMPLES = {"member": "@name", "clause": "4.2.6", "duration": "3 days", "case": "12", "message": "https://t.me/c/1/2"}
HELP_LIMIT = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What follows a command: its words, people mentioned by name, and the message it answers.

    `people` maps a mentioned text to a user id. Of the message it answers: `answered` is its author, `target` its
    address, `card` the case number on it when it is a card of ours, `post` it itself when somebody wrote it.
    """

    text: str
    people: Mapping[str, str] = field(default_factory=dict)
    answered: str = ""
    target: Ref | None = None
    card: str = ""
    post: Post | None = None


class UnknownNameError(Exception):
    """Somebody is named by a @username, the message, who is not known by it."""


def telegram_name(name: str) -> str:
    """A command's name in the letters Telegram allows (a-z, 0-9, _; at most 32)."""
    return NOT_ALLOWED.sub("_", name.lower())[:32]


def listed(menus: Sequence[Menu], needs: Collection[str]) -> list[BotCommand]:
    """The entries of a command list for people with these needs."""
    return [BotCommand(telegram_name(menu.name), menu.help[:HELP_LIMIT]) for menu in menus if menu.needs in needs]


def called(post: Post, bot: str) -> tuple[str, str] | None:
    """(command, the rest) of a message that is a command for this bot."""
    match = COMMAND.match(post.text or "")
    if not match or (match[2] and match[2].lower() != bot.lower()):
        return None
    return match[1].lower(), (post.text or "")[match.end() :]


def typed(post: Post, rest: str, bot: int, *, in_group: bool = False, among_staff: bool = False) -> Typed:
    """The words after a command with what the platform knows about them.

    What it answers is a message where it stands `in_group` or `among_staff`; of the bot's own only that in the group,
    the others may be cards.
    """
    mentions = post.parse_entities([MessageEntity.TEXT_MENTION])
    people = {text: str(entity.user.id) for entity, text in mentions.items() if entity.user}
    answered = post.reply_to_message
    if answered is None or answered.forum_topic_created:
        return Typed(text=rest, people=people)
    if answered.from_user and answered.from_user.id == bot:
        card = _number(answered) if among_staff else ""
        return Typed(text=rest, people=people, target=ref(answered) if in_group else None, card=card)
    target = ref(answered) if in_group or among_staff else None
    return Typed(text=rest, people=people, target=target, answered=sender(answered)[0], post=answered)


def _number(card: Post) -> str:
    """The case number in the title of a card, which is the first that is bold in it; other words may be a person's."""
    titles = list(card.parse_entities([MessageEntity.BOLD]).values())
    found = CASE_IN_TITLE.search(titles[0]) if titles else None
    return found[1] if found else ""


def linked(text: str) -> Ref | None:
    """The message a link points to (https://t.me/c/<group>/<message>, as members copy it in a supergroup).

    None for anything else, such as words that begin with a link.
    """
    match = LINK.fullmatch(text)
    return Ref(platform=PLATFORM, chat=f"-100{match[1]}", message=match[3], thread=match[2] or "") if match else None


@dataclass
class Reader:
    """Takes values off the front of what was typed, in the order of the fields.

    `clauses` are the ids known beside those that look like one (4.2.6); `number` finds a @username's user id.
    """

    typed: Typed
    clauses: Collection[str]
    number: Callable[[str], str]
    left: str = ""

    def fill(self, fields: Sequence[Field]) -> dict[str, str]:
        """The values that are there; a missing one is left out. Raises UnknownNameError on an unknown @username."""
        self.left = self.typed.text.strip()
        values = {}
        for at, one in enumerate(fields):
            later = {field.kind for field in fields[at + 1 :]}
            if value := self._take(one.kind, later):
                values[one.name] = value
        return values

    def _take(self, kind: str, later: Collection[str]) -> str:
        if kind == "duration":
            return self._duration(before_clause="clause" in later)
        if kind in ("member", "message", "clause", "case"):
            found: str = getattr(self, f"_{kind}")()
            return found
        return self._cut(len(self.left) if not later else len(self.left.split("\n")[0]))

    def _member(self) -> str:
        for name, user in self.typed.people.items():
            if self.left.startswith(name):
                self._cut(len(name))
                return user
        word = self._word()
        if not PERSON.fullmatch(word):
            return self.typed.answered
        self._cut(len(word))
        user = self.number(word) if word.startswith("@") else word
        if not user:
            raise UnknownNameError(word)
        return user

    def _message(self) -> str:
        word = self._word()
        bare = word.rstrip(",;:.")
        if linked(bare):
            self._cut(len(word))
            return bare
        return self.typed.target.message if self.typed.target else ""

    def _clause(self) -> str:
        word = self._word()
        bare = word.rstrip(",;:")
        if bare.casefold() in self.clauses or CLAUSE.fullmatch(bare):
            self._cut(len(word))
            return bare
        return ""

    def _case(self) -> str:
        word = self._word()
        if match := CASE.fullmatch(word):
            self._cut(len(word))
            return match[1]
        return self.typed.card

    def _duration(self, *, before_clause: bool) -> str:
        for word in WORD.finditer(self.left) if before_clause else ():
            bare = word[0].rstrip(",;:")
            if bare.casefold() in self.clauses or CLAUSE.fullmatch(bare):
                return self._cut(word.start())
        match = DURATION.match(self.left)
        return self._cut(match.end()) if match else ""

    def _word(self) -> str:
        found = WORD.match(self.left)
        return found[0] if found else ""

    def _cut(self, end: int) -> str:
        taken, self.left = self.left[:end].strip(), self.left[end:].lstrip()
        return taken


def usage(menu: Menu, missing: Sequence[Field], said: Locales) -> str:
    """How to write a command, with an example; for somebody who left something out."""
    order = " ".join(f"<{one.name}>" if one.required else f"[{one.name}]" for one in menu.fields)
    shown = " ".join(EXAMPLES.get(one.kind, one.help.lower()) for one in menu.fields)
    name = telegram_name(menu.name)
    lines = [
        said.text("chat-missing", names=", ".join(one.name for one in missing)),
        f"/{name} {order}",
        said.text("chat-example", example=f"/{name} {shown}"),
        *(f"{one.name}: {one.help}" for one in menu.fields),
    ]
    if any(one.kind in ("member", "message") for one in menu.fields):
        lines.append(said.text("chat-or-answer"))
    return "\n".join(lines)


def values_of(fields: Sequence[Field], reader: Reader) -> dict[str, str]:
    """All values a form or command needs: one line for each, else in order on the first lines."""
    lines = [line.strip() for line in reader.typed.text.strip().split("\n")]
    if len(fields) > 1 and len(lines) == len(fields) and all(lines):
        return dict(zip((one.name for one in fields), lines, strict=True))
    return reader.fill(fields)


def lacking(fields: Sequence[Field], values: Mapping[str, str]) -> list[Field]:
    """The required fields without a value."""
    return [one for one in fields if one.required and not values.get(one.name)]
