"""The stage: guilds, roles, channels, members, and what an administrator changes while the bot runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tests.platforms.discord_server import acts
from tests.platforms.discord_server.acts import MEMBER_BAN, MEMBER_KICK, MEMBER_UNBAN, MEMBER_UPDATE
from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.permissions import EVERYONE, Perm
from tests.platforms.discord_server.state import (
    FORUM,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Guild,
    Member,
    Message,
    Overwrite,
    Role,
    User,
)

BOT_RIGHTS = (
    EVERYONE
    | Perm.MANAGE_MESSAGES
    | Perm.MODERATE_MEMBERS
    | Perm.MANAGE_ROLES
    | Perm.KICK_MEMBERS
    | Perm.BAN_MEMBERS
    | Perm.MANAGE_CHANNELS
    | Perm.MANAGE_THREADS
    | Perm.VIEW_AUDIT_LOG
    | Perm.MANAGE_GUILD
    | Perm.MANAGE_WEBHOOKS
)
Overwrites = Mapping[Role | Member, tuple[int, int]]


class Builders(Core):
    """Makes and changes what the platform holds; the bot hears of it if it is connected."""

    def user(self, name: str, *, bot: bool = False, dms_open: bool = True) -> User:
        """An account."""
        made = User(self.clock.snowflake(), name, bot=bot, dms_open=dms_open)
        self.world.users[made.id] = made
        return made

    def guild(self, name: str = "School", *, bot_rights: int = BOT_RIGHTS, with_bot: bool = True) -> Guild:
        """A guild with an owner and the bot in it; the bot's own role has `bot_rights` and stands at position 50."""
        owner = self.user("Owner")
        guild = Guild(self.clock.snowflake(), name, owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", int(EVERYONE), position=0)
        self.world.guilds[guild.id] = guild
        guild.members[owner.id] = Member(guild, owner, self.clock.now())
        if with_bot:
            self.invite_bot(guild, bot_rights)
        return guild

    def invite_bot(self, guild: Guild, rights: int = BOT_RIGHTS) -> Member:
        """The bot joins a guild, with a role of its own."""
        role = Role(self.clock.snowflake(), self.bot.name, int(rights), position=50, managed_by=self.bot.id)
        guild.roles[role.id] = role
        me = Member(guild, self.bot, self.clock.now(), [role.id])
        guild.members[self.bot.id] = me
        self.sights[guild.id] = self.in_sight(guild)
        self.dispatch("GUILD_CREATE", self.guild_create(guild), guild)
        return me

    def bot_role(self, guild: Guild) -> Role:
        """The bot's own role, the one to change for missing rights."""
        return next(role for role in guild.roles.values() if role.managed_by == self.bot.id)

    def owner(self, guild: Guild) -> Member:
        """The owner of a guild."""
        return guild.members[guild.owner_id]

    def role(self, guild: Guild, name: str, *, permissions: int = 0, position: int = 1) -> Role:
        """A role; above the bot's own when `position` is over 50."""
        made = Role(self.clock.snowflake(), name, int(permissions), position=position)
        guild.roles[made.id] = made
        acts.role_event(self, "CREATE", guild, made)
        return made

    def member(self, guild: Guild, who: str | User, *, roles: Iterable[Role] = (), dms_open: bool = True) -> Member:
        """Somebody new in a guild."""
        account = self.user(who, dms_open=dms_open) if isinstance(who, str) else who
        made = Member(guild, account, self.clock.now(), [role.id for role in roles])
        acts.member_joined(self, made)
        return made

    def channel(
        self,
        guild: Guild,
        name: str,
        *,
        kind: int = TEXT,
        overwrites: Overwrites | None = None,
        parent: Channel | None = None,
    ) -> Channel:
        """A channel; `overwrites`: role or member -> (allow, deny)."""
        made = Channel(self.clock.snowflake(), kind, name, guild, parent=parent, position=len(guild.channels))
        for target, (allow, deny) in (overwrites or {}).items():
            made.overwrites[target.id] = Overwrite(target.id, int(isinstance(target, Member)), int(allow), int(deny))
        return self._add(made)

    def thread(
        self,
        parent: Channel,
        name: str,
        by: Member,
        *,
        private: bool = False,
        on: Message | None = None,
        announced: bool | None = None,
    ) -> Channel:
        """A thread that somebody opens, on a message or by itself.

        `announced`: whether the platform says so in the channel, as it does for one on no message or on an old one.
        """
        kind = PRIVATE_THREAD if private else PUBLIC_THREAD
        made = Channel(on.id if on else self.clock.snowflake(), kind, name, parent.guild, parent=parent, owner_id=by.id)
        made.opened_at = self.clock.now()
        made.thread_members.append(by.id)
        self._add(made)
        if on:
            on.thread = made
            acts.revise(self, on)
        if not private and parent.kind != FORUM and (on is None if announced is None else announced):
            acts.announce(self, made, by.user)
        return made

    def _add(self, channel: Channel) -> Channel:
        if channel.guild:
            channel.guild.channels[channel.id] = channel
        self.world.channels[channel.id] = channel
        acts.channel_event(self, "CREATE", channel)
        return channel

    # ---- what an administrator changes

    def set_role(
        self, guild: Guild, role: Role, *, permissions: int | None = None, position: int | None = None
    ) -> None:
        """Change a role's permissions or place."""
        role.permissions = role.permissions if permissions is None else int(permissions)
        role.position = role.position if position is None else position
        acts.role_event(self, "UPDATE", guild, role)

    def revoke(self, guild: Guild, permission: int) -> None:
        """Take a right from the bot: from its role and from everyone."""
        for role in (self.bot_role(guild), guild.roles[guild.id]):
            self.set_role(guild, role, permissions=role.permissions & ~int(permission))

    def grant(self, guild: Guild, permission: int) -> None:
        """Give the bot a right."""
        role = self.bot_role(guild)
        self.set_role(guild, role, permissions=role.permissions | int(permission))

    def overwrite(self, channel: Channel, target: Role | Member, *, allow: int = 0, deny: int = 0) -> None:
        """Set a channel's exception for a role or member."""
        made = Overwrite(target.id, int(isinstance(target, Member)), int(allow), int(deny))
        channel.overwrites[target.id] = made
        acts.channel_event(self, "UPDATE", channel)

    def time_out(self, member: Member, until: datetime | None, *, by: Member | None = None) -> None:
        """Somebody of the staff (the owner, if not said) times a member out, or lifts it."""
        changes = acts.timeout_changes(member.timeout_until, until)
        self._noted(member.guild, MEMBER_UPDATE, member.user, by, changes=changes)
        member.timeout_until = until
        acts.member_changed(self, member)

    def kick(self, member: Member, *, by: Member | None = None, reason: str | None = None) -> None:
        """Somebody of the staff puts a member out."""
        self._noted(member.guild, MEMBER_KICK, member.user, by, reason=reason)
        acts.member_left(self, member)

    def ban(self, member: Member, *, by: Member | None = None, reason: str | None = None) -> None:
        """Somebody of the staff bans a member."""
        self._noted(member.guild, MEMBER_BAN, member.user, by, reason=reason)
        acts.banned(self, member.guild, member.user, reason)

    def unban(self, guild: Guild, user: User, *, by: Member | None = None) -> None:
        """Somebody of the staff ends a ban."""
        self._noted(guild, MEMBER_UNBAN, user, by)
        acts.unbanned(self, guild, user)

    def _noted(self, guild: Guild, action: int, target: User, by: Member | None, **details: object) -> None:
        """A line in the audit log for what the staff does."""
        acts.audit(self, guild, action, by=(by or self.owner(guild)).user, target=target.id, **details)
