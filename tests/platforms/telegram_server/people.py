"""The test's side: people who come and go, open the bot, press buttons; and what there is to see."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.platforms.telegram_server import render
from tests.platforms.telegram_server.errors import RefusedError
from tests.platforms.telegram_server.staging import Staging
from tests.platforms.telegram_server.state import Account, Chat, JoinRequest, Membership, Post
from tests.platforms.telegram_server.writing import Writing

Json = dict[str, Any]
QUERY_SECONDS = 15 * 60


@dataclass(eq=False)
class Press:
    """A button that was pressed and what the person saw. `answered` turns True when the bot answers."""

    id: str
    at: float
    text: str = field(default="", repr=False)
    url: str = field(default="", repr=False)
    alert: bool = False
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def answered(self) -> bool:
        """Whether the bot has answered."""
        return self.done.is_set()

    def open(self, now: float) -> bool:
        """Whether the bot may still answer."""
        return not self.answered and now - self.at < QUERY_SECONDS

    def answer(self, text: str, url: str, *, alert: bool) -> None:
        """What the person sees from now on."""
        self.text, self.url, self.alert = text, url, alert
        self.done.set()


def _reaction(emoji: str) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []


class People(Staging, Writing):
    """Scripted people; TelegramServer inherits it."""

    async def join(self, chat: Chat, account: Account, link: str = "") -> None:
        """Somebody comes in, perhaps by an invite link, or asks to where that is needed.

        Raises RefusedError when banned, or when the link leads in no longer.
        """
        if self.world.member(chat, account).status == "kicked":
            raise RefusedError("banned")
        by = next((each for each in chat.links if each.url == link), None)
        if link and not (by and by.open(self.world.now())):
            raise RefusedError("the invite link is no longer valid")
        if by.creates_join_request if by else chat.join_by_request:
            self._ask(chat, JoinRequest(account, self.world.now(), by))
        else:
            self.world.admit(chat, account, account, link=by)
        await asyncio.sleep(0)

    def _ask(self, chat: Chat, request: JoinRequest) -> None:
        account = request.account
        chat.join_requests[account.id] = request
        if self.world.me(chat).may("can_invite_users"):
            news = {"chat": render.chat(chat), "from": render.user(account), "user_chat_id": account.id}
            news |= {"date": int(request.at)} | ({"bio": account.bio} if account.bio else {})
            by = {"invite_link": render.invite_link(request.link)} if request.link else {}
            self.world.delivery.put("chat_join_request", news | by)

    # polls

    def vote(self, account: Account, post: Post, *chosen: int) -> None:
        """Somebody chooses answers of a poll by their place, or takes their vote back. Raises RefusedError.

        The bot hears of its own polls only: of each new state, and of who voted unless that is secret.
        """
        poll = post.content["poll"]
        over = "close_date" in poll and poll["close_date"] <= self.world.now()
        if poll["is_closed"] or over or post.deleted:
            raise RefusedError("the poll is closed")
        if len(chosen) > 1 and not poll["allows_multiple_answers"]:
            raise RefusedError("one answer only")
        if post.votes.get(account.id) and not poll["allows_revoting"]:
            raise RefusedError("the vote is final")
        post.votes[account.id] = sorted(chosen)
        self._count(post)
        if post.sender is self.world.bot:
            self._told_of_vote(account, post)

    def _count(self, post: Post) -> None:
        poll, votes = post.content["poll"], [each for each in post.votes.values() if each]
        counted = [
            option | {"voter_count": sum(place in each for each in votes)}
            for place, option in enumerate(poll["options"])
        ]
        post.content = post.content | {"poll": poll | {"options": counted, "total_voter_count": len(votes)}}

    def _told_of_vote(self, account: Account, post: Post) -> None:
        poll, chosen = post.content["poll"], post.votes[account.id]
        self.world.delivery.put("poll", poll)
        if not poll["is_anonymous"]:
            ids = [poll["options"][place]["persistent_id"] for place in chosen]
            answer = {"poll_id": poll["id"], "user": render.user(account), "option_ids": chosen}
            self.world.delivery.put("poll_answer", answer | {"option_persistent_ids": ids})

    async def leave(self, chat: Chat, account: Account) -> None:
        """Somebody goes; one who is restricted stays restricted."""
        if self.world.member(chat, account).status == "restricted":
            self.world.set_member(chat, account, account, is_member=False)
        else:
            self.world.set_member(chat, account, account, status="left", rights={})
        self.world.service(chat, account, {"left_chat_member": render.user(account)})
        await asyncio.sleep(0)

    # the bot's private chat

    async def start(self, account: Account, payload: str = "") -> Post:
        """Somebody opens the bot, by a deep link when there is a payload; unblocks it if it was blocked."""
        if account.blocked:
            self._private_status(account, "kicked", "member")
        account.started, account.blocked = True, False
        return await self.post(self.world.private(account), account, f"/start {payload}".strip())

    async def write(self, account: Account, text: str, **known: Any) -> Post:
        """Somebody writes to the bot in private."""
        return await self.post(self.world.private(account), account, text, **known)

    def block_bot(self, account: Account) -> None:
        """Somebody blocks the bot."""
        account.blocked = True
        self._private_status(account, "member", "kicked")

    def _private_status(self, account: Account, old: str, new: str) -> None:
        chat, bot = self.world.private(account), self.world.bot
        change = [render.member(Membership(bot, status), chat) for status in (old, new)]
        news = {"chat": render.chat(chat), "from": render.user(account), "date": int(self.world.now())}
        news |= {"old_chat_member": change[0], "new_chat_member": change[1]}
        self.world.delivery.put("my_chat_member", news)

    async def click(self, account: Account, post: Post, data: str, *, seconds: float = 10) -> Press:
        """Somebody presses the button with this data; what they saw, after the bot answered or the time is over."""
        if post.deleted or data not in [button.get("callback_data") for button in post.buttons]:
            raise RefusedError("no such button")
        if post.chat.is_group and not self.world.member(post.chat, account).present:
            raise RefusedError("not a member")
        press = Press(str(4_000_000_000_000_000 + next(self.world.numbers)), self.world.now())
        self.world.queries[press.id] = press
        query = {"id": press.id, "from": render.user(account), "message": render.reachable(post)}
        self.world.delivery.put("callback_query", query | {"chat_instance": str(post.chat.id), "data": data})
        try:
            await asyncio.wait_for(press.done.wait(), seconds)
        except TimeoutError:
            return press
        return press

    async def follow(self, account: Account, url: str) -> Post:
        """Somebody opens a deep link to the bot (https://t.me/name?start=payload). Raises RefusedError for another."""
        parts = urlsplit(url)
        if (
            parts.hostname not in ("t.me", "telegram.me")
            or parts.path.strip("/").lower() != self.world.bot.username.lower()
        ):
            raise RefusedError("not a link to this bot")
        return await self.start(account, parse_qs(parts.query).get("start", [""])[0])

    def react(self, account: Account, post: Post, emoji: str = "") -> None:
        """Somebody reacts to a message, or takes the reaction back; bots are told if they asked for it."""
        before, after = post.reactions.get(account.id, ""), emoji
        post.reactions[account.id] = emoji
        news = {"chat": render.chat(post.chat), "message_id": post.message_id, "user": render.user(account)}
        news |= {"date": int(self.world.now()), "old_reaction": _reaction(before), "new_reaction": _reaction(after)}
        if post.chat.partner or self.world.me(post.chat).is_admin:
            self.world.delivery.put("message_reaction", news)

    # looking

    def visible(self, chat: Chat) -> list[Post]:
        """Messages members can see, oldest first; service messages are left out."""
        return [post for post in chat.posts.values() if not post.deleted and not post.service]

    def private_messages(self, account: Account) -> list[Post]:
        """What the bot has written to somebody in private and not taken back."""
        return [p for p in self.visible(self.world.private(account)) if p.sender is self.world.bot]

    def from_bot(self, chat: Chat) -> list[Post]:
        """The bot's own messages in a chat."""
        return [post for post in self.visible(chat) if post.sender is self.world.bot]

    def member(self, chat: Chat, account: Account) -> Membership:
        """Where somebody stands now."""
        return self.world.member(chat, account)
