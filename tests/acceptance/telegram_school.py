"""A parents' group and a staff chat on the loopback Telegram server, for the acceptance tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
