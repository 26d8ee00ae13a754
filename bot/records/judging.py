"""Recording judged messages: once each, before anything is done, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Insert, Row, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Evidence, Order
from bot.records.database import InsertInto, add
from bot.records.folder import DECISIONS, MESSAGES, Folder, Room, folder_of, message_of, take, version
from bot.records.ledger import Draft, add_orders
from bot.records.mentions import mention
from bot.records.tables import cases, counters, cursors, evidence, files, judged, orders
from bot.records.triage import remember, same_post
from bot.records.vault import Box, Key, Vault
from moderation.domain import Action, Decision, Kind, Message, Ref, State, Status

# Stop the harm, tell those who must act, then talk.
SEQUENCE = (
    Kind.HIDE,
    Kind.HOLD,
    Kind.RESTRICT,
    Kind.LOCKDOWN,
    Kind.ALERT_DSL,
    Kind.NOTIFY_STAFF,
    Kind.WARN,
    Kind.SIGNPOST,
    Kind.LIFT,
    Kind.RESTORE,
)
OF_A_MESSAGE = (Kind.HIDE, Kind.HOLD)


class Judging(Room):
    """The part of the store that intake uses."""

    __slots__ = ()

    async def settled(self, message: Message) -> bool:
        """Whether this (platform, chat, message, edit) was judged before."""
        ref = message.ref
        once = select(judged.c.at).where(
            judged.c.platform == ref.platform,
            judged.c.chat == ref.chat,
            judged.c.message == ref.message,
            judged.c.edit == message.edit,
        )
        async with self.database.read() as connection:
            return (await connection.execute(once)).one_or_none() is not None

    async def settle(self, evidence: Evidence) -> tuple[Order, ...] | None:
        """Record a judged message before anything is done about it; None when it was settled before."""
        async with self.database.write() as connection:
            if not await self._first_time(connection, evidence):
                return None
            await self._count(connection, evidence)
            if evidence.is_next:
                await self._advance(connection, evidence.message.ref)
            await mention(connection, self.database.insert, self.vault, evidence)
            if evidence.decision.actions or evidence.decision.failed_detectors:
                return await self._keep(connection, evidence)
            return ()

    async def incomplete(self) -> Sequence[Message]:
        """Messages whose decision lists failed detectors, to be judged again; oldest first."""
        wanted = select(evidence.c.sealed, evidence.c.wrapped).where(evidence.c.incomplete).order_by(evidence.c.id)
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        return [message_of(self.vault, row.wrapped, row.sealed) for row in rows]

    async def rejudged(self, evidence: Evidence) -> tuple[Order, ...]:
        """Replace the decision of an incomplete message; new actions become intended orders.

        A case that staff decided meanwhile gets no new orders; a message that is clean after all leaves nothing.
        """
        async with self.database.write() as connection:
            row = await self._recorded(connection, evidence.message)
            if row is None:
                return ()
            return await self._again(connection, row, evidence)

    async def _first_time(self, connection: AsyncConnection, seen: Evidence) -> bool:
        ref = seen.message.ref
        values = {"platform": ref.platform, "chat": ref.chat, "message": ref.message, "edit": seen.message.edit}
        return (await connection.execute(_once(self.database.insert), values | {"at": seen.at})).rowcount == 1

    async def _count(self, connection: AsyncConnection, seen: Evidence) -> None:
        values = {
            "hour": seen.at.replace(minute=0, second=0, microsecond=0),
            "platform": seen.message.ref.platform,
            "group": seen.message.group,
            "judged": 1,
            "troubled": int(bool(seen.decision.failed_detectors)),
        }
        await connection.execute(_one_more(self.database.insert), values)

    async def _advance(self, connection: AsyncConnection, ref: Ref) -> None:
        values = {"platform": ref.platform, "chat": ref.chat, "message": ref.message}
        await connection.execute(_forward(self.database.insert), values)

    async def _again(self, connection: AsyncConnection, row: Row[Any], seen: Evidence) -> tuple[Order, ...]:
        """A message whose evidence is there already, by its newest decision."""
        folder = await self._folder_again(connection, row, seen)
        if folder is None and not seen.decision.failed_detectors:
            await _forget(connection, row.id)
            return ()
        await self._replace(connection, row, folder, seen.decision)
        await _attach(connection, row.id, self.vault.unwrap(row.wrapped), seen.files)
        if folder is None or folder.state is not State.OPEN:
            return ()
        return await self._order_more(connection, folder, seen)

    async def _keep(self, connection: AsyncConnection, seen: Evidence) -> tuple[Order, ...]:
        row = await self._recorded(connection, seen.message)
        if row is not None:  # staff were faster, and opened a case about it
            return await self._again(connection, row, seen)
        if not seen.decision.actions:
            await keep(connection, self.vault, seen, self.vault.new(), None)
            return ()
        folder = await self._join(connection, seen)
        if folder:
            await keep(connection, self.vault, seen, folder.key, folder.case)
            return await self._order_more(connection, folder, seen)
        folder = await self._open(connection, seen, self.vault.new())
        await keep(connection, self.vault, seen, folder.key, folder.case)
        return await add_orders(connection, folder, _drafts(seen, seen.decision.actions))

    async def _join(self, connection: AsyncConnection, seen: Evidence) -> Folder | None:
        """The case that is still open on this message or the same post before it, told the newest decision's clause."""
        found = (
            select(cases).where(same_post(self.vault, seen), cases.c.state == State.OPEN).order_by(cases.c.id.desc())
        )
        row = (await connection.execute(found.limit(1))).one_or_none()
        if row is None:
            return None
        clause = strongest(seen.decision)
        await connection.execute(update(cases).where(cases.c.id == row.id).values(clause=clause))
        return folder_of(row, self.vault)

    async def _open(self, connection: AsyncConnection, seen: Evidence, key: Key) -> Folder:
        message, member = seen.message, seen.message.member
        values = {
            "wrapped": key.wrapped,
            "platform": member.platform,
            "group": member.group,
            "user": member.user,
            "chat": message.ref.chat,
            "message": message.ref.message,
            "thread": message.ref.thread,
            "clause": strongest(seen.decision),
            "state": State.OPEN,
            "opened_at": seen.at,
        }
        case = await add(connection, cases, values)
        return Folder(case=case, state=State.OPEN, key=key, ref=message.ref, member=member)

    async def _order_more(self, connection: AsyncConnection, folder: Folder, seen: Evidence) -> tuple[Order, ...]:
        """Order what the case does not have yet: an edit must not have somebody warned twice for one clause.

        Only what is done to a message itself is ordered for each message of the case.
        """
        standing = select(orders).where(orders.c.case == folder.case, orders.c.status != Status.FAILED)
        rows = (await connection.execute(standing)).all()
        own = None if _is_at(folder.ref, seen.message.ref) else seen.message.ref
        had = {(row.kind, row.clause, row.at_chat, row.at_message) for row in rows if row.kind in OF_A_MESSAGE}
        had |= {(row.kind, row.clause, None, None) for row in rows if row.kind not in OF_A_MESSAGE}
        drafts = [_about(draft, own) for draft in _drafts(seen, seen.decision.actions)]
        wanted = [draft for draft in drafts if _key(draft) not in had]
        return await add_orders(connection, folder, wanted)

    async def _recorded(self, connection: AsyncConnection, message: Message) -> Row[Any] | None:
        return (await connection.execute(select(evidence).where(version(message)))).one_or_none()

    async def _folder_again(self, connection: AsyncConnection, row: Row[Any], seen: Evidence) -> Folder | None:
        if row.case is not None:
            return await take(connection, self.vault, row.case)
        if not seen.decision.actions:
            return None
        return await self._join(connection, seen) or await self._open(connection, seen, self.vault.key(row.wrapped))

    async def _replace(
        self, connection: AsyncConnection, row: Row[Any], folder: Folder | None, decision: Decision
    ) -> None:
        values = {
            "case": folder.case if folder else None,
            "decision": DECISIONS.dump_json(decision).decode(),
            "incomplete": bool(decision.failed_detectors),
        }
        await connection.execute(update(evidence).where(evidence.c.id == row.id).values(values))


async def keep(connection: AsyncConnection, vault: Vault, seen: Evidence, key: Key, case: int | None) -> None:
    """Seal a message and what came with it, beside the decision about it, in a case if it has one."""
    message = seen.message
    values = {
        "wrapped": key.wrapped,
        "case": case,
        "platform": message.ref.platform,
        "chat": message.ref.chat,
        "message": message.ref.message,
        "edit": message.edit,
        "at": seen.at,
        "sealed": key.box.seal(MESSAGES.dump_json(message), "message"),
        "decision": DECISIONS.dump_json(seen.decision).decode(),
        "incomplete": bool(seen.decision.failed_detectors),
    }
    stored = await add(connection, evidence, values)
    await remember(connection, vault, stored, seen)
    await _attach(connection, stored, key.box, seen.files)


async def _attach(connection: AsyncConnection, stored: int, box: Box, data: Mapping[int, bytes]) -> None:
    """Seal what came with a message, by its place among the attachments."""
    rows = [{"evidence": stored, "position": at, "sealed": box.seal(each, "file")} for at, each in data.items()]
    if rows:
        await connection.execute(insert(files), rows)


@cache
def _once(insert_into: InsertInto) -> Insert:
    return insert_into(judged).on_conflict_do_nothing()


@cache
def _one_more(insert_into: InsertInto) -> Insert:
    row = insert_into(counters)
    more = {name: counters.c[name] + row.excluded[name] for name in ("judged", "troubled")}
    return row.on_conflict_do_update(index_elements=counters.primary_key, set_=more)


@cache
def _forward(insert_into: InsertInto) -> Insert:
    """Move a chat's cursor forward only: of two numbers in digits the longer is the greater."""
    row = insert_into(cursors)
    new, old = row.excluded.message, cursors.c.message
    later = tuple_(func.length(new), new) > tuple_(func.length(old), old)
    return row.on_conflict_do_update(index_elements=cursors.primary_key, set_={"message": new}, where=later)


def _is_at(one: Ref, other: Ref) -> bool:
    return (one.platform, one.chat, one.message) == (other.platform, other.chat, other.message)


def _about(draft: Draft, own: Ref | None) -> Draft:
    return replace(draft, ref=own) if draft.action.kind in OF_A_MESSAGE else draft


def _key(draft: Draft) -> tuple[str, str, str | None, str | None]:
    own = draft.ref
    return (draft.action.kind, draft.action.clause, own.chat if own else None, own.message if own else None)


def strongest(decision: Decision) -> str:
    """The clause that a case is filed under."""
    return decision.clauses[0] if decision.clauses else decision.actions[0].clause


async def _forget(connection: AsyncConnection, number: int) -> None:
    await connection.execute(delete(evidence).where(evidence.c.id == number))


def _drafts(seen: Evidence, actions: Sequence[Action]) -> list[Draft]:
    ordered = sorted(actions, key=lambda action: SEQUENCE.index(action.kind))
    return [Draft(action=action, parts=seen.message.parts, at=seen.at) for action in ordered]
