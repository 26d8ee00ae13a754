"""A Telegram message as the domain's Message: words, what is attached, what it answers, whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from telegram import Checklist, Contact, Location, MessageOriginChannel, MessageOriginChat, Poll
from telegram import Message as Post
from telegram.constants import MessageType

from bot.ports import Group
from bot.telegram_parts import rich
from bot.telegram_parts.places import PLATFORM
from bot.telegram_parts.sparse import PARTLY
from moderation.domain import LIVE, Attachment, Author, Message, Ref, kind_of

# Field of the message -> kind of attachment; an animation also fills `document`, so that is looked at apart.
FILES = {
    "live_photo": "video",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "audio": "audio",
    "voice": "voice",
    "sticker": "sticker",
}
RICH = "rich_message"
# What a message can be, of what the library knows; the others say something about it.
CONTENT = frozenset(MessageType) - {
    MessageType.BUSINESS_CONNECTION_ID,
    MessageType.EFFECT_ID,
    MessageType.REPLY_TO_STORY,
    MessageType.SENDER_BOOST_COUNT,
    MessageType.SENDER_BUSINESS_BOT,
    MessageType.SUGGESTED_POST_INFO,
}
NAMES = ("title", "performer", "file_name", "emoji", "set_name")


def words(post: Post) -> str:
    """What is written: text, caption, or the words of a rich message."""
    return post.text or post.caption or rich.words(post.api_kwargs.get(RICH))


def told(post: Post) -> str:
    """What everybody reads of it: its words, or the name of the topic that it says was opened or renamed.

    Every message of a topic answers the one that opened it, so that its name is not among `words`: it is no context.
    """
    topic = post.forum_topic_created or post.forum_topic_edited
    return words(post) or (topic.name if topic else "") or ""


def ref(post: Post) -> Ref:
    """The address of a message; the thread only where the chat has topics."""
    thread = str(post.message_thread_id or "") if post.is_topic_message else ""
    return Ref(platform=PLATFORM, chat=str(post.chat.id), message=str(post.message_id), thread=thread)


def quoted(post: Post) -> str:
    """What it answers: the quoted passage, else the whole message (also of another chat)."""
    if post.quote:
        return post.quote.text
    answered = post.reply_to_message
    if answered:
        return words(answered) or (poll_words(answered.poll) if answered.poll else "")
    elsewhere = post.external_reply
    return poll_words(elsewhere.poll) if elsewhere and elsewhere.poll else ""


def attachments(post: Post) -> tuple[Attachment, ...]:
    """Everything sent with a message."""
    return (*_files(post), *_facts(post), *_rarer(post), *_links(post), *_new(post))


def read(post: Post, group: Group, author: Author) -> Message:
    """One message, or one edit of it."""
    return Message(
        ref=ref(post),
        group=group.id,
        author=author,
        text=told(post),
        sent_at=post.date,
        quoted=quoted(post),
        edited_at=post.edit_date,
        attachments=attachments(post),
        names_topic=bool(post.forum_topic_created or post.forum_topic_edited),
    )


def read_album(posts: Sequence[Post], at: Post, group: Group, author: Author) -> Message:
    """One message for an album: `at` lends its address, the others are its parts; their captions are joined."""
    ordered = sorted(posts, key=lambda post: post.message_id)
    return replace(
        read(at, group, author),
        text="\n".join(filter(None, map(told, ordered))),
        quoted=next(filter(None, map(quoted, ordered)), ""),
        attachments=tuple(one for post in ordered for one in attachments(post)),
        parts=tuple(str(post.message_id) for post in ordered if post.message_id != at.message_id),
        edited_at=max((post.edit_date for post in ordered if post.edit_date), default=None),
    )


def poll_words(poll: Poll) -> str:
    """Question, description, options and explanation."""
    asked = (poll.question, poll.description, *(option.text for option in poll.options), poll.explanation)
    return "\n".join(part for part in asked if part)


def _files(post: Post) -> Iterator[Attachment]:
    if post.photo:
        largest = post.photo[-1]
        yield Attachment(kind="photo", handle=largest.file_id, size=largest.file_size or 0)
    named = [(getattr(post, name), kind) for name, kind in FILES.items()]
    if post.document and not post.animation:
        named.append((post.document, kind_of(post.document.mime_type or "")))
    for media, kind in named:
        if media:
            text = " ".join(str(value) for name in NAMES if (value := getattr(media, name, None)))
            yield Attachment(kind=kind, text=text, handle=media.file_id, size=media.file_size or 0)
    if post.story:
        yield Attachment(kind="video", text="story")


def _facts(post: Post) -> Iterator[Attachment]:
    if post.contact:
        yield Attachment(kind="contact", text=_contact(post.contact))
    if post.venue:
        yield Attachment(kind="location", text=f"{post.venue.title}\n{post.venue.address}")
    elif post.location:
        yield Attachment(kind="location", text=_location(post.location))
    if post.poll:
        yield Attachment(kind="poll", text=poll_words(post.poll))
    if post.checklist:
        yield Attachment(kind="poll", text=_checklist(post.checklist))


def _rarer(post: Post) -> Iterator[Attachment]:
    """What else people read or see: added options, games, offers, where it was forwarded from."""
    added = [task.text for task in post.checklist_tasks_added.tasks] if post.checklist_tasks_added else []
    if post.poll_option_added:
        added.append(post.poll_option_added.option_text)
    if added:
        yield Attachment(kind="poll", text="\n".join(added))
    for offer in (post.game, post.invoice):
        if offer:
            yield Attachment(kind="link", text=f"{offer.title}\n{offer.description}")
    if post.giveaway and post.giveaway.prize_description:
        yield Attachment(kind="link", text=post.giveaway.prize_description)
    for _ in post.paid_media.paid_media if post.paid_media else ():
        yield Attachment(kind="video", text="to be paid for")
    if title := _origin(post):
        yield Attachment(kind="forward", text=title)


def _origin(post: Post) -> str:
    """The name of the channel or group it was forwarded from; a person's name is theirs."""
    origin = post.forward_origin
    if isinstance(origin, MessageOriginChannel):
        return origin.chat.title or ""
    return (origin.sender_chat.title or "") if isinstance(origin, MessageOriginChat) else ""


def _contact(contact: Contact) -> str:
    told = (contact.first_name, contact.last_name, contact.phone_number, contact.vcard)
    return "\n".join(part for part in told if part)


def _location(location: Location) -> str:
    return LIVE if location.live_period else ""


def _checklist(checklist: Checklist) -> str:
    return "\n".join((checklist.title, *(task.text for task in checklist.tasks)))


def _links(post: Post) -> Iterator[Attachment]:
    """Addresses that the words do not show: behind words, as a preview, behind a button."""
    hidden = [entity.url for entity in (*post.entities, *post.caption_entities) if entity.url]
    preview = post.link_preview_options.url if post.link_preview_options else None
    if isinstance(preview, str) and preview not in words(post):
        hidden.append(preview)
    for url in dict.fromkeys(hidden):
        yield Attachment(kind="link", text=url)
    for row in post.reply_markup.inline_keyboard if post.reply_markup else ():
        for button in row:
            yield Attachment(kind="link", text=" ".join(part for part in (button.text, button.url) if part))


def _new(post: Post) -> Iterator[Attachment]:
    """What the library has no field for: rich messages, and content of a kind that did not exist yet."""
    if RICH in post.api_kwargs:
        yield from rich.attachments(post.api_kwargs[RICH])
    elif PARTLY in post.api_kwargs or (post.api_kwargs and not any(getattr(post, kind, None) for kind in CONTENT)):
        yield Attachment(kind="unknown")
