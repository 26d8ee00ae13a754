"""The people: what they write, change and delete, refused where the platform would refuse them."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.platforms.discord_server import acts, automod, payloads
from tests.platforms.discord_server.builders import Builders
from tests.platforms.discord_server.compose import snapshot
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm, in_channel, is_protected
from tests.platforms.discord_server.state import DM, Channel, File, Json, Member, Message, User, made_at

LONGEST_TEXT = 2000
POLL_LASTS = timedelta(days=1)
MESSAGE_DELETE, MESSAGE_BULK_DELETE = 72, 73


@dataclass(frozen=True, slots=True)
class Sent:
    """A file somebody sends."""

    name: str
    data: bytes
    content_type: str = ""


class People(Builders):
    """What members do in their own clients."""

    def bits(self, member: Member, channel: Channel) -> int:
        """What a member may do in a channel now."""
        return in_channel(member, channel, self.clock.now())

    def _need(self, member: Member, channel: Channel, need: int) -> None:
        if channel.guild is None or member.guild is not channel.guild or member.id not in channel.guild.members:
            raise Refused(50001)
        bits = self.bits(member, channel)
        if not bits & Perm.VIEW_CHANNEL:
            raise Refused(50001)
        if need & ~bits:
            raise Refused(50013)

    async def post(
        self,
        channel: Channel,
        member: Member,
        text: str = "",
        *,
        attachments: Sequence[tuple[str, bytes] | tuple[str, bytes, str]] = (),
        reference: Message | None = None,
        at: datetime | None = None,
        extra: Json | None = None,
    ) -> Message:
        """A member writes. `attachments`: (file name, bytes[, content type]). `at` dates it back.

        `extra`: rarer fields of the message object as the platform writes them, such as `poll(...)` or `sticker_items`.

        Raises Refused: 50013 without the right (or timed out), 50001 unseen channel, 20016 slow mode, 50006 empty,
        50035 too long, 200000 blocked by an auto moderation rule.
        """
        need = Perm.SEND_MESSAGES_IN_THREADS if channel.is_thread else Perm.SEND_MESSAGES
        self._need(member, channel, need | (Perm.ATTACH_FILES if attachments else Perm(0)))
        self._check_text(channel, member, text, has_files=bool(attachments or extra))
        message = Message(self.clock.snowflake(at), channel, member.user, text, extra=dict(extra or {}))
        message.files = [self._file(Sent(*each)) for each in attachments]
        if reference:
            message.kind, message.referenced = 19, reference
            message.reference = {"type": 0, "message_id": str(reference.id), "channel_id": str(reference.channel.id)}
            message.reference["guild_id"] = str(member.guild.id)
        acts.publish(self, message)
        return message

    def _check_text(self, channel: Channel, member: Member, text: str, *, has_files: bool) -> None:
        if len(text) > LONGEST_TEXT:
            raise Refused(50035)
        if not text.strip() and not has_files:
            raise Refused(50006)
        if channel.slowmode and not self.bits(member, channel) & (Perm.MANAGE_MESSAGES | Perm.MANAGE_CHANNELS):
            mine = [one.id for one in channel.messages.values() if one.author is member.user]
            if mine and self.clock.now() - made_at(max(mine)) < timedelta(seconds=channel.slowmode):
                raise Refused(20016)
        if automod.blocks(self, channel, member, text):
            raise Refused(200000)

    def _file(self, sent: Sent) -> File:
        kind = sent.content_type or mimetypes.guess_type(sent.name)[0] or "application/octet-stream"
        return File(self.clock.snowflake(), sent.name, sent.data, kind)

    async def forward(self, channel: Channel, member: Member, original: Message) -> Message:
        """A member forwards a message: its content arrives as a snapshot."""
        self._need(member, channel, Perm.SEND_MESSAGES)
        message = Message(self.clock.snowflake(), channel, member.user, flags=1 << 14)
        message.reference = {"type": 1, "message_id": str(original.id), "channel_id": str(original.channel.id)}
        message.snapshots = [snapshot(self, original)]
        acts.publish(self, message)
        return message

    def system_message(self, channel: Channel, about: Member, kind: int) -> Message:
        """A message the platform writes itself: 6 somebody pinned, 7 somebody joined."""
        message = Message(self.clock.snowflake(), channel, about.user, kind=kind)
        acts.publish(self, message)
        return message

    def unfurl(self, message: Message, embed: Json) -> None:
        """The platform adds the preview of a link: an update that is no edit."""
        message.embeds.append(embed)
        acts.revise(self, message)

    async def retitle(self, thread: Channel, title: str) -> None:
        """Whoever opened a thread gives it another title."""
        thread.name = title
        acts.channel_event(self, "UPDATE", thread)

    async def edit(self, message: Message, text: str) -> Message:
        """The author changes the text: needs no right to send, but is refused while timed out."""
        self._author_acts(message)
        guild = message.channel.guild
        if guild and automod.blocks(self, message.channel, guild.members[message.author.id], text):
            raise Refused(200000)
        message.content, message.edited_at = text, self.clock.now()
        acts.revise(self, message)
        return message

    def _author_acts(self, message: Message) -> None:
        guild = message.channel.guild
        if message.deleted:
            raise Refused(10008)
        if guild is None:
            return
        author = guild.members.get(message.author.id)
        if author is None:
            raise Refused(50001)
        self._need(author, message.channel, 0)
        if self.is_timed_out(author) and not is_protected(author):
            raise Refused(50013)

    async def delete(self, message: Message, by: Member | None = None) -> None:
        """The author, or a moderator named in `by`, deletes a message."""
        if message.deleted:
            raise Refused(10008)
        if by and by.user is not message.author:
            self._need(by, message.channel, Perm.MANAGE_MESSAGES)
            options = {"channel_id": str(message.channel.id), "count": "1"}
            acts.audit(self, by.guild, MESSAGE_DELETE, by=by.user, target=message.author.id, options=options)
        acts.erase(self, message)

    async def bulk_delete(self, messages: Sequence[Message], by: Member | None = None) -> None:
        """Several messages of one channel go at once (by another bot, or a ban)."""
        channel = messages[0].channel
        if by:
            self._need(by, channel, Perm.MANAGE_MESSAGES)
            count = {"count": str(len(messages))}
            acts.audit(self, by.guild, MESSAGE_BULK_DELETE, by=by.user, target=channel.id, options=count)
        acts.erase_many(self, channel, [message for message in messages if not message.deleted])

    async def react(self, member: Member, message: Message, emoji: str, *, add: bool = True) -> None:
        """A member reacts, or takes it back."""
        self._need(member, message.channel, Perm.ADD_REACTIONS if add else 0)
        acts.react(self, message, member.user, emoji, add=add)

    async def write_to_bot(self, user: User | Member, text: str) -> Message:
        """Somebody writes to the bot privately."""
        account = user.user if isinstance(user, Member) else user
        channel = self.world.direct(account)
        if channel is None:
            channel = Channel(self.clock.snowflake(), DM, recipient=account)
            self.world.channels[channel.id] = channel
        message = Message(self.clock.snowflake(), channel, account, text)
        acts.publish(self, message)
        return message

    async def join(self, member: Member, invite: str = "") -> Member:
        """Somebody who left comes back, as the platform lets them: without roles, a timeout still running.

        By an invite's code, if one is named, which counts the use; Refused 10006 when it leads in no longer.
        """
        if member.id in member.guild.bans:
            raise Refused(40007)
        if invite:
            self._use(member, invite)
        member.roles.clear()
        member.joined_at = self.clock.now()
        acts.member_joined(self, member)
        return member

    def _use(self, member: Member, code: str) -> None:
        invites, now = member.guild.invites, payloads.stamp(self.clock.now()) or ""
        item = invites.get(code)
        if item is None or (item["expires_at"] and item["expires_at"] <= now):
            raise Refused(10006)
        item["uses"] += 1
        if item["uses"] == item["max_uses"]:
            del invites[code]

    async def leave(self, member: Member) -> None:
        """A member (or the bot: `server.me(guild)`) leaves."""
        acts.member_left(self, member)

    # ---- what people see

    def visible(self, channel: Channel, to: Member | User | None = None) -> list[Message]:
        """The messages of a channel now, oldest first; with those only `to` sees, if given."""
        own = [one for one in self.world.ephemeral.values() if to and one.channel is channel and one.seen_by == to.id]
        return sorted([*channel.messages.values(), *own], key=lambda message: message.id)

    def direct_messages(self, user: User | Member) -> list[Message]:
        """The messages between a user and the bot, oldest first."""
        channel = self.world.direct(user.user if isinstance(user, Member) else user)
        return list(channel.messages.values()) if channel else []

    def is_timed_out(self, member: Member) -> bool:
        """Whether a member is timed out now."""
        return bool(member.timeout_until and member.timeout_until > self.clock.now())


def poll(question: str, answers: Sequence[str]) -> Json:
    """A poll, as `extra` of a post."""
    options = [{"answer_id": n, "poll_media": {"text": text}} for n, text in enumerate(answers, start=1)]
    ends = payloads.stamp(datetime.now(UTC) + POLL_LASTS)
    body: Json = {"question": {"text": question}, "answers": options, "expiry": ends}
    body |= {"allow_multiselect": False, "layout_type": 1, "results": {"is_finalized": False, "answer_counts": []}}
    return {"poll": body}
