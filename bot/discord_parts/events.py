"""discord.py's messages -> domain messages; nothing is looked up or sent here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import discord

from bot.discord_parts.setup import NAME
from bot.discord_parts.unread import Partly
from bot.ports import Group
from moderation.domain import Attachment, Author, Message, Ref, kind_of

JUDGED = frozenset({discord.MessageType.default, discord.MessageType.reply, discord.MessageType.thread_created})
EMOJI = re.compile(r"<a?(:\w{2,32}:)\d{15,20}>")
MENTION = re.compile(r"<@[!&]?\d{15,20}>")

Source = discord.Message | discord.MessageSnapshot


def is_judged(message: discord.Message) -> bool:
    """Whether a person (or a webhook) wrote it: not a bot, not an answer to a command, not a notice of Discord's."""
    return message.type in JUDGED and (is_webhook(message) or not message.author.bot)


def is_webhook(message: discord.Message) -> bool:
    """Whether a webhook posted it. An app's answers have a webhook id too, but there it is the app's own id."""
    return message.webhook_id is not None and message.webhook_id != message.application_id


def announced(message: discord.Message) -> int | None:
    """The thread that a line of Discord's own says was opened, by its title.

    https://docs.discord.com/developers/resources/message#message-reference-structure
    """
    is_line = message.type is discord.MessageType.thread_created
    return message.reference.channel_id if is_line and message.reference else None


def address(message: discord.Message) -> Ref:
    """Where a message is. The line that a thread was opened is only another place where the title is read."""
    thread = announced(message)
    chat, own = (thread, thread) if thread else (message.channel.id, message.id)
    return Ref(platform=NAME, chat=str(chat), message=str(own))


def to_message(message: discord.Message, group: Group, at: datetime | None = None) -> Message:
    """A message, or one edit of it, as the domain knows it; `at` is when a preview was seen, which is no edit."""
    snapshots = message.message_snapshots
    sources: tuple[Source, ...] = (message, *snapshots)
    return Message(
        ref=address(message),
        group=group.id,
        author=_author(message, group),
        text="\n".join(filter(None, (_title(message), _text(message), *map(_text, snapshots)))),
        sent_at=message.created_at,
        quoted=_quoted(message),
        edited_at=at or message.edited_at,
        attachments=tuple(found for source in sources for found in _attachments(source)),
    )


def has_preview(message: discord.Message) -> bool:
    """Whether people read more below it than the address of a link."""
    return any(part != embed.url for embed in message.embeds for part in _words(embed))


def to_title(thread: discord.Thread, group: Group, at: datetime | None) -> Message:
    """A thread's title, by the one who opened it; `at` is when it was changed. A forum post's is in its first message.

    Its address is the thread's id, twice: the message with that id, if there is one, is elsewhere and another's.
    """
    owner = thread.owner
    return Message(
        ref=Ref(platform=NAME, chat=str(thread.id), message=str(thread.id)),
        group=group.id,
        author=_person(owner, group) if owner else Author(user=str(thread.owner_id)),
        text=thread.name,
        sent_at=discord.utils.snowflake_time(thread.id),
        edited_at=at,
    )


def tokens(user: discord.User | discord.Member) -> frozenset[str]:
    """What `Group` may name a person by: `user:<id>` and `role:<id>` for each role.

    The roles' ids as they came: while a server is still to be announced the library knows none of its roles, and staff
    would be told that they are none.
    """
    roles = (user.guild.id, *user._roles) if isinstance(user, discord.Member) else ()  # noqa: SLF001
    return frozenset({f"user:{user.id}", *(f"role:{role}" for role in roles)})


def _author(message: discord.Message, group: Group) -> Author:
    if is_webhook(message):
        return Author(user=f"webhook:{message.webhook_id}", name=message.author.display_name)
    return _person(message.author, group)


def _person(user: discord.User | discord.Member, group: Group) -> Author:
    return Author(user=str(user.id), name=user.display_name, role=group.role(tokens(user)))


def _text(source: Source) -> str:
    """Mentions by name and emoji by word, as people read them: long numbers in them would look like personal data."""
    text = source.clean_content if isinstance(source, discord.Message) else MENTION.sub("@member", source.content)
    return EMOJI.sub(r"\1", text)


def _title(message: discord.Message) -> str:
    """A forum post's title belongs to its first message, which has the thread's id."""
    channel = message.channel
    return channel.name if isinstance(channel, discord.Thread) and channel.id == message.id else ""


def _quoted(message: discord.Message) -> str:
    answered = message.reference.resolved if message.reference else None
    return _text(answered) if isinstance(answered, discord.Message) else ""


def _attachments(source: Source) -> Iterator[Attachment]:
    for file in source.attachments:
        yield _file(file)
    for sticker in source.stickers:
        yield Attachment(kind="sticker", text=sticker.name, handle=sticker.url)
    for embed in source.embeds:
        yield Attachment(kind="link", text="\n".join(_words(embed)))
    poll = source.poll if isinstance(source, discord.Message) else None
    if isinstance(source, Partly) or (isinstance(source, discord.MessageSnapshot) and not _shows(source)):
        yield Attachment(kind="unknown")
    if poll:
        yield Attachment(kind="poll", text="\n".join([poll.question, *(answer.text for answer in poll.answers)]))


def _file(file: discord.Attachment) -> Attachment:
    """A file with everything people read beside it: alt text, title and name."""
    kind = "voice" if file.is_voice_message() else kind_of(file.content_type or "")
    text = "\n".join(dict.fromkeys(filter(None, (file.description, file.title, file.filename))))
    return Attachment(kind=kind, text=text, handle=file.proxy_url or file.url, size=file.size)


def _words(embed: discord.Embed) -> Sequence[str]:
    fields = (part for field in embed.fields for part in (field.name, field.value))
    around = (embed.provider.name, embed.author.name, embed.title, embed.description)
    return [part for part in (*around, *fields, embed.footer.text, embed.url) if part]


def _shows(forwarded: discord.MessageSnapshot) -> bool:
    """Whether the library knows what was forwarded; a poll, for one, it does not."""
    return bool(forwarded.content or forwarded.attachments or forwarded.embeds or forwarded.stickers)
