"""What the parts of the store share: the database, the vault, the clock, and a case in hand."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import RecordsError
from bot.records.database import Database
from bot.records.tables import cases, evidence
from bot.records.vault import Box, Key, Vault
from moderation.domain import Decision, Member, Message, Ref, Review, State

MESSAGES = TypeAdapter(Message)
DECISIONS = TypeAdapter(Decision)

P = ParamSpec("P")
R = TypeVar("R", bound="Room")
T = TypeVar("T")
Clock = Callable[[], datetime]


def _whole(
    method: Callable[Concatenate[R, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[R, P], Coroutine[Any, Any, T]]:
    """Once begun it is finished, also when its caller is cancelled."""

    @wraps(method)
    async def finished(room: R, /, *args: P.args, **named: P.kwargs) -> T:
        return await room.database.finish(method(room, *args, **named))

    return finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What every part of the store works with. Each public method of a part is done to its end once it has begun."""

    database: Database
    vault: Vault
    clock: Clock
    retention: dict[str, int]

    def __init_subclass__(cls) -> None:
        """A driver that is interrupted leaves its connection, and maybe a lock, to the garbage collector."""
        for name, method in list(vars(cls).items()):
            if iscoroutinefunction(method) and not name.startswith("_"):
                setattr(cls, name, _whole(method))


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A case in hand: its number, state and address, and the box that seals what belongs to it."""

    case: int
    state: State
    key: Key
    ref: Ref
    member: Member

    @property
    def box(self) -> Box:
        """What seals and opens what belongs to the case."""
        return self.key.box


def ref_of(row: Row[Any]) -> Ref:
    """The address of a case's message."""
    return Ref(platform=row.platform, chat=row.chat, message=row.message, thread=row.thread)


def member_of(row: Row[Any]) -> Member:
    """The member a case is about."""
    return Member(platform=row.platform, group=row.group, user=row.user)


def message_of(vault: Vault, wrapped: bytes, sealed: bytes) -> Message:
    """The message that is kept as evidence, with the stored key that it is sealed with."""
    return MESSAGES.validate_json(vault.unwrap(wrapped).open(sealed, "message"))


def review_of(row: Row[Any], box: Box) -> Review:
    """A review, opened with the key of its case."""
    by, note = box.open_text(row.by, "name"), box.open_text(row.note, "note")
    return Review(by=by, verdict=row.verdict, at=row.at, note=note)


def folder_of(row: Row[Any], vault: Vault) -> Folder:
    """The case of its row."""
    return Folder(
        case=row.id,
        state=State(row.state),
        key=vault.key(row.wrapped),
        ref=ref_of(row),
        member=member_of(row),
    )


async def take(connection: AsyncConnection, vault: Vault, number: int) -> Folder:
    """One case in hand; RecordsError when there is none with this number."""
    row = (await connection.execute(select(cases).where(cases.c.id == number))).one_or_none()
    if row is None:
        raise RecordsError(f"there is no case {number}: look at the list of open cases")
    return folder_of(row, vault)


def about(ref: Ref) -> ColumnElement[bool]:
    """The condition that a case is about this message."""
    return and_(cases.c.platform == ref.platform, cases.c.chat == ref.chat, cases.c.message == ref.message)


def about_member(member: Member) -> ColumnElement[bool]:
    """The condition that a case is about this member."""
    return and_(cases.c.platform == member.platform, cases.c.group == member.group, cases.c.user == member.user)


def version(message: Message) -> ColumnElement[bool]:
    """The condition that evidence is of this version of a message."""
    ref = message.ref
    return and_(
        evidence.c.platform == ref.platform,
        evidence.c.chat == ref.chat,
        evidence.c.message == ref.message,
        evidence.c.edit == message.edit,
    )
