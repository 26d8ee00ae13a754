"""A parents' group and a staff chat on the loopback Telegram server, for the acceptance tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.telegram_parts.drawing import pressed
from tests.platforms.telegram_server.people import Press
from tests.platforms.telegram_server.server import TelegramServer
from tests.platforms.telegram_server.state import Account, Chat, Post

THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"


@dataclass(kw_only=True)
class School:
    """The group, its staff chat and its people; `parent` wrote to the bot before, `shy` never did."""

    server: TelegramServer
    parents: Chat
    staff: Chat
    people: dict[str, Account]
    folder: Path

    async def post(self, who: str, text: str, **known: object) -> Post:
        """Somebody posts in the parents' group."""
        return await self.server.post(self.parents, self.people[who], text, **known)

    async def ask(self, who: str, chat: Chat, text: str, **known: object) -> Post:
        """Somebody gives a command."""
        length = len(text.split()[0])
        entity = {"type": "bot_command", "offset": 0, "length": length}
        return await self.server.post(chat, self.people[who], text, entities=[entity], **known)

    async def click(self, who: str, post: Post, data: str) -> Press:
        """Somebody presses a button."""
        return await self.server.click(self.people[who], post, data)

    async def command(self, who: str, name: str, words: str = "", *, chat: Chat | None = None) -> str:
        """Somebody gives a command in the staff chat, or another; what they are answered there."""
        place = chat or self.staff
        if place.partner:  # the answer to their Start comes first
            await self.server.until(lambda: self.server.from_bot(place), seconds=60)
        asked = await self.ask(who, place, f"/{name} {words}".strip())
        return await self._answer(asked)

    async def command_about(self, who: str, name: str, words: str, about: Post) -> str:
        """Somebody gives a command by answering a message; what comes of it in the staff chat."""
        seen = {post.message_id for post in self.server.from_bot(self.staff)}
        await self.ask(who, about.chat, f"/{name} {words}".strip(), reply_to=about)
        await self.server.until(lambda: self._since(seen))
        return self._since(seen)

    async def press(self, who: str, verb: str, *, chat: Chat | None = None, answers: str = "") -> str:
        """Somebody presses the newest button of this kind in the staff chat, or another; what they are told.

        `verb`: how its data begins. `answers`: what they write when it asks for something.
        """
        place = chat or self.staff
        post, data = await self.server.until(lambda: self.button(verb, place), seconds=60)
        asked = {question.message_id for question in self._questions(place)}
        seen = await self.click(who, post, data)
        if not answers:
            return seen.text
        new = await self.server.until(lambda: [one for one in self._questions(place) if one.message_id not in asked])
        return await self._answer(await self.server.post(place, self.people[who], answers, reply_to=new[-1]))

    async def follow(self, who: str, verb: str) -> str:
        """Somebody opens the newest deep link in the group that stands for this kind of button; what they are told."""
        links = await self.server.until(lambda: self._links(verb), seconds=60)
        return await self._answer(await self.server.follow(self.people[who], links[-1]))

    def _links(self, verb: str) -> list[str]:
        urls = [button.get("url", "") for post in self.server.from_bot(self.parents) for button in post.buttons]
        return [url for url in urls if pressed(url.partition("?start=")[2]).startswith(f"{verb}:")]

    def button(self, verb: str, chat: Chat) -> tuple[Post, str] | None:
        """The newest message in a chat with such a button, and the button's data."""
        for post in reversed(self.server.from_bot(chat)):
            for button in post.buttons:
                if f"{button.get('callback_data', '')}:".startswith(f"{verb}:"):
                    return post, button["callback_data"]
        return None

    def private(self, who: str) -> Chat:
        """Somebody's private chat with the bot."""
        return self.server.world.private(self.people[who])

    def _questions(self, chat: Chat) -> list[Post]:
        return [post for post in self.server.from_bot(chat) if (post.markup or {}).get("force_reply")]

    def _since(self, seen: set[int]) -> str:
        new = [post.text for post in self.server.from_bot(self.staff) if post.message_id not in seen]
        return "\n".join(new)

    async def _answer(self, asked: Post) -> str:
        """What the bot says to a message; in a private chat that is whatever comes after it."""

        def answers() -> list[str]:
            later = [post for post in self.server.from_bot(asked.chat) if post.message_id > asked.message_id]
            return [post.text for post in later if asked.chat.partner or post.reply_to is asked]

        await self.server.until(answers, seconds=60)
        return "\n".join(answers())

    def shown(self, chat: Chat | None = None) -> list[str]:
        """The texts that can be seen now."""
        return [post.text for post in self.server.visible(chat or self.parents)]

    def status(self, who: str) -> str:
        """What somebody is in the parents' group now."""
        return self.server.member(self.parents, self.people[who]).status


def card_with(school: School, verb: str) -> tuple[Post, str] | None:
    """The newest card in the staff chat that has this button, and the button's data."""
    for post in reversed(school.server.visible(school.staff)):
        for button in post.buttons:
            if button.get("callback_data", "").startswith(f"{verb}:"):
                return post, button["callback_data"]
    return None


def link_of(school: School) -> tuple[Post, str] | None:
    """The newest deep link in the parents' group, and its payload."""
    for post in reversed(school.server.visible(school.parents)):
        for button in post.buttons:
            if "?start=" in button.get("url", ""):
                return post, button["url"].partition("?start=")[2]
    return None


def told(school: School, who: str, wanted: str = "4.2.6") -> list[str]:
    """What somebody was told privately, where it holds the wanted words."""
    return [post.text for post in school.server.private_messages(school.people[who]) if wanted in post.text]
