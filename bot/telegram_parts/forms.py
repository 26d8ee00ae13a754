"""Forms asked in words: the bot asks, the person answers that message."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message as Post

from bot.staff.cards import Form
from bot.staff.locale import Locales

REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that was put to one person."""

    form: Form
    user: str


def question(form: Form, said: Locales) -> str:
    """The words a form is asked in."""
    lines = [form.title, ""]
    optional = f" {said.label('chat-optional')}"
    lines += [f"{one.name}: {one.help}" + ("" if one.required else optional) for one in form.fields]
    how = "chat-answer-one" if len(form.fields) < 2 else "chat-answer-each"
    return "\n".join((*lines, "", said.text(how)))


class Forms:
    """The questions that are waiting for an answer, by chat and message id; a restart forgets them."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], Asked] = {}

    def ask(self, chat: str, message: str, asked: Asked) -> None:
        """Remember a question; in one chat a newer one to the same person replaces it."""
        for key in [key for key, old in self._asked.items() if key[0] == chat and old.user == asked.user]:
            self._asked.pop(key)
        self._asked[chat, message] = asked
        while len(self._asked) > REMEMBERED:
            self._asked.pop(next(iter(self._asked)))

    def answer(self, post: Post, user: str) -> Form | None:
        """The form a message answers, once; in a private chat any text answers the open question."""
        chat = str(post.chat.id)
        answered = str(post.reply_to_message.message_id) if post.reply_to_message else ""
        for key, asked in self._asked.items():
            if key[0] == chat and asked.user == user and (key[1] == answered or post.chat.type == post.chat.PRIVATE):
                return self._asked.pop(key).form
        return None


def forgotten(post: Post, bot: int, said: Locales) -> bool:
    """Whether a message answers a question of ours that is not remembered any more."""
    answered = post.reply_to_message
    if not (answered and answered.from_user and answered.from_user.id == bot):
        return False
    return any(locale.text("chat-answer") in (answered.text or "") for locale in said.each)
