"""The action ledger: what was ordered, where each order stands, and the one law by which it may move."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import case as either
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Order, RecordsError, Restriction
from bot.records.folder import Folder, Room, about_member, member_of, ref_of, take
from bot.records.tables import Time, cases, orders, reviews, steps
from bot.records.vault import Vault
from moderation.domain import CARRIED_OUT, Action, Kind, Member, Ref, State, Status
from moderation.policy.ladder import provisional_end

# From where an order may come to each status. Staying intended or done is another attempt; the rest is final.
LAW = {
    Status.INTENDED: (Status.INTENDED,),
    Status.DONE: (Status.INTENDED, Status.DONE),
    Status.VERIFIED: (Status.DONE,),
    Status.FAILED: (Status.INTENDED, Status.DONE),
    Status.UNSUPPORTED: (Status.INTENDED,),
    Status.DRY_RUN: (Status.INTENDED,),
}
POSTING = (Kind.RESTRICT, Kind.LIFT)  # what decides whether somebody may post: of these the latest holds
OPPOSITES = ((Kind.HIDE, Kind.RESTORE), POSTING)
UNDOING = (Kind.RESTORE, Kind.LIFT)
VERIFIABLE = (Kind.HIDE, Kind.HOLD, Kind.RESTRICT, Kind.LIFT, Kind.LOCKDOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An order before it has a number. `ref`: the message it is about, when that is not its case's."""

    action: Action
    at: datetime
    parts: tuple[str, ...] = ()
    until: datetime | None = None
    by: str = ""
    words: str = ""
    ref: Ref | None = None


async def add_orders(connection: AsyncConnection, folder: Folder, drafts: Sequence[Draft]) -> tuple[Order, ...]:
    """Put orders into the ledger as intended; they come back in the same sequence. Every restriction has an end."""
    if not drafts:
        return ()
    drafts = [await _ending(connection, folder, draft) for draft in drafts]
    wanted = insert(orders).returning(orders.c.id, sort_by_parameter_order=True)
    numbers = (await connection.execute(wanted, [_row(folder, draft) for draft in drafts])).scalars()
    return tuple(_ordered(number, folder, draft) for number, draft in zip(numbers, drafts, strict=True))


async def _ending(connection: AsyncConnection, folder: Folder, draft: Draft) -> Draft:
    """A restriction by the machine is bounded; one by staff comes with its end."""
    if draft.action.kind is not Kind.RESTRICT:
        return draft
    if draft.by:
        if draft.until is None:
            raise RecordsError("a restriction needs an end: nothing was recorded")
        return draft
    running = (await connection.execute(_provisional(folder.member, draft.at))).scalar_one()
    return replace(draft, until=provisional_end(draft.at, draft.action.duration, running))


def _provisional(member: Member, at: datetime) -> Select[Any]:
    """When the restriction by the machine ends that binds a member at a moment, or is about to; NULL for none."""
    ordered = orders.c.status.in_((Status.INTENDED, *CARRIED_OUT))
    runs = and_(orders.c.kind == Kind.RESTRICT, orders.c.by.is_(None), orders.c.until > at, orders.c.ended_at.is_(None))
    wanted = select(func.max(orders.c.until)).join_from(orders, cases, cases.c.id == orders.c.case)
    return wanted.where(about_member(member), ordered, runs, ~_lifted())


def in_force(at: datetime) -> ColumnElement[bool]:
    """The condition that an order is a restriction that binds its member at a moment."""
    return and_(orders.c.done_at <= at, lasts(at))


def lasts(at: datetime) -> ColumnElement[bool]:
    """The condition that an order is a restriction that ends after a moment, whenever it began."""
    return and_(unlifted(at), or_(orders.c.ended_at.is_(None), orders.c.ended_at > at), orders.c.until > at)


def unlifted(at: datetime | None = None) -> ColumnElement[bool]:
    """The condition that an order is a restriction that was carried out and that no later order lifted (by `at`)."""
    return and_(orders.c.kind == Kind.RESTRICT, orders.c.status.in_(CARRIED_OUT), ~_lifted(at))


def _lifted(at: datetime | None = None) -> ColumnElement[bool]:
    """The condition that a later order (done by `at`) let the member post again."""
    lift = orders.alias()
    return exists().where(later_lift(lift), *([lift.c.done_at <= at] if at else [])).correlate(orders, cases)


def _overtaken() -> ColumnElement[bool]:
    """The condition that whether the member may post was settled anew by a later order."""
    newer = orders.alias()
    settled = exists().where(_later(newer, *POSTING), ~_outlasts(newer)).correlate(orders, cases)
    return and_(orders.c.kind.in_(POSTING), settled)


def _outlasts(newer: FromClause) -> ColumnElement[bool]:
    """The condition that an order is a restriction by staff, and `newer` one by the machine that ends before it."""
    both = and_(orders.c.kind == Kind.RESTRICT, newer.c.kind == Kind.RESTRICT)
    return and_(both, orders.c.by.is_not(None), newer.c.by.is_(None), newer.c.until < orders.c.until)


def later_lift(lift: FromClause) -> ColumnElement[bool]:
    """The condition that `lift` is a later order that let the member of an order's case post again.

    It is about the `orders` and `cases` outside: a query for it correlates them, however deep it stands.
    """
    return _later(lift, Kind.LIFT)


def _later(other: FromClause, *kinds: Kind) -> ColumnElement[bool]:
    return and_(_newer(other, *kinds), other.c.status.in_(CARRIED_OUT))


def _newer(other: FromClause, *kinds: Kind) -> ColumnElement[bool]:
    """The condition that `other` is a later order about the same member, whatever became of it."""
    about = cases.alias()
    theirs = [about.c[name] == cases.c[name] for name in ("platform", "group", "user")]
    return and_(
        other.c.case == about.c.id,
        *theirs,
        other.c.kind.in_(kinds),
        other.c.id > orders.c.id,
    )


class Ledger(Room):
    """The part of the store that enforcement and staff commands use."""

    __slots__ = ()

    async def order(
        self, case: int, action: Action, *, by: str, words: str = "", until: datetime | None = None
    ) -> Order:
        """Add what a member of staff wants done to the ledger, as intended. A restriction is a step of the ladder."""
        if action.kind is Kind.RESTRICT:
            raise RecordsError("a restriction is a step of the ladder: order it as one (climb); nothing was recorded")
        at = self.clock()
        async with self.database.write() as connection:
            folder = await take(connection, self.vault, case)
            parts = await parts_of(connection, case)
            draft = Draft(action=action, at=at, parts=parts, until=until, by=by, words=words)
            return (await add_orders(connection, folder, [draft]))[0]

    async def outcome(self, order: int, status: Status, *, at: datetime, detail: str = "") -> None:
        """What became of an order; RecordsError when it may not go from where it stands to `status`."""
        move = update(orders).where(orders.c.id == order, orders.c.status.in_(LAW[status]))
        values: dict[str, Any] = {"status": status, "changed_at": at, "detail": detail}
        values["attempts"] = orders.c.attempts + int(status is not Status.VERIFIED)
        if status is Status.DONE:
            values["done_at"] = func.coalesce(orders.c.done_at, literal(at, Time))
        async with self.database.write() as connection:
            if not (await connection.execute(move.values(values))).rowcount:
                raise RecordsError(await _illegal(connection, order, status))
            await connection.execute(insert(steps), {"order": order, "status": status, "at": at, "detail": detail})

    async def pending(self, case: int | None = None) -> Sequence[Order]:
        """Orders (of one case) still intended, or done but not verified and still to hold, oldest first."""
        holds = and_(orders.c.kind.in_(VERIFIABLE), orders.c.ended_at.is_(None), ~_overtaken())
        unproven = and_(orders.c.status == Status.DONE, holds)
        wanted = _with_cases().where(or_(orders.c.status == Status.INTENDED, unproven)).order_by(orders.c.id)
        if case is not None:
            wanted = wanted.where(orders.c.case == case)
        async with self.database.read() as connection:
            return [_order(row, self.vault) for row in await connection.execute(wanted)]

    async def again(self, member: Member, why: str, kinds: Collection[Kind] = tuple(Kind)) -> Sequence[Order]:
        """Intend once more what could not be done for this reason and is still to be done; oldest first.

        A lift is done as far as the records go when its member has left: it comes again, too, but stays done, so that
        nobody is restricted anew meanwhile.
        """
        at = self.clock()
        could_not = and_(orders.c.detail == why, or_(orders.c.status == Status.FAILED, orders.c.kind == Kind.LIFT))
        wanted = _with_cases().where(_whose(member), orders.c.kind.in_(kinds), could_not, _still_wanted(at))
        async with self.database.write() as connection:
            rows = await connection.execute(wanted.order_by(orders.c.id))
            found = [_anew(_order(row, self.vault)) for row in rows]
            if found:
                anew = {one.id: one.status.value for one in found}
                move = update(orders).where(orders.c.id.in_(anew))
                status = either(anew, value=orders.c.id)
                await connection.execute(move.values(status=status, changed_at=at, detail=""))
                noted = [{"order": one, "status": now, "at": at, "detail": ""} for one, now in anew.items()]
                await connection.execute(insert(steps), noted)
        return found

    async def orders(self, case: int) -> Sequence[Order]:
        """Every order of a case, oldest first."""
        wanted = _with_cases().where(orders.c.case == case).order_by(orders.c.id)
        async with self.database.read() as connection:
            return [_order(row, self.vault) for row in await connection.execute(wanted)]

    async def restrictions(self, *, member: Member | None = None) -> Sequence[Restriction]:
        """Restrictions that were carried out and neither lifted nor marked ended."""
        wanted = _with_cases().where(unlifted(), orders.c.ended_at.is_(None)).order_by(orders.c.id)
        if member:
            wanted = wanted.where(about_member(member))
        async with self.database.read() as connection:
            return [_restriction(row, self.vault) for row in await connection.execute(wanted)]

    async def ended(self, restriction: int, *, at: datetime, by: str = "") -> None:
        """Mark a restriction as over; the first mark stays."""
        one = and_(orders.c.id == restriction, orders.c.kind == Kind.RESTRICT, orders.c.ended_at.is_(None))
        async with self.database.write() as connection:
            case = (await connection.execute(select(orders.c.case).where(one))).scalar_one_or_none()
            if case is None:
                return
            folder = await take(connection, self.vault, case)
            values = {"ended_at": at, "ended_by": folder.box.seal_text(by, "name")}
            await connection.execute(update(orders).where(one).values(values))


def _anew(order: Order) -> Order:
    """An order as it is when it is to be tried again: what failed is intended, what is done so far is yet to hold."""
    status = Status.INTENDED if order.status is Status.FAILED else Status.DONE
    return replace(order, status=status, detail="")


def _whose(member: Member) -> ColumnElement[bool]:
    """The condition that a case is about this member; where no user is named, about anybody of the group."""
    in_group = and_(cases.c.platform == member.platform, cases.c.group == member.group)
    return about_member(member) if member.user else in_group


def _still_wanted(at: datetime) -> ColumnElement[bool]:
    """The condition that what an order says is still to be done, going by its case and by what was ordered since."""
    newer = orders.alias()
    replaces = or_(
        newer.c.kind == orders.c.kind, *(and_(newer.c.kind.in_(two), orders.c.kind.in_(two)) for two in OPPOSITES)
    )
    same_message = func.coalesce(newer.c.at_message, "") == func.coalesce(orders.c.at_message, "")
    later = and_(newer.c.case == orders.c.case, newer.c.id > orders.c.id, ~_outlasts(newer))
    replaced = exists().where(later, replaces, same_message)
    undoes = or_(orders.c.kind.in_(UNDOING), and_(orders.c.kind == Kind.SIGNPOST, orders.c.by.is_not(None)))
    lifts = exists().where(_newer(newer, Kind.LIFT)).correlate(orders, cases)  # also one that waits for the same right
    is_over = and_(orders.c.kind == Kind.RESTRICT, or_(orders.c.until <= at, orders.c.ended_at.is_not(None), lifts))
    left = exists().where(  # by staff, until they say otherwise: an appeal alone opens the case again
        reviews.c.case == orders.c.case, reviews.c.verdict == State.CLOSED.value, reviews.c.at >= orders.c.created_at
    )
    stands = or_(cases.c.state == State.UPHELD, and_(cases.c.state == State.OPEN, ~left.correlate(orders)))
    return and_(
        orders.c.kind != Kind.LOCKDOWN,
        or_(undoes, stands),
        ~replaced.correlate(orders),
        ~_overtaken(),
        ~is_over,
    )


def _with_cases() -> Any:  # noqa: ANN401 (a Select over more columns than its type can name)
    where = [cases.c[name] for name in ("platform", "group", "user", "chat", "message", "thread", "wrapped")]
    return select(orders, *where).join_from(orders, cases, cases.c.id == orders.c.case)


def _row(folder: Folder, draft: Draft) -> dict[str, Any]:
    action = draft.action
    return {
        "case": folder.case,
        "kind": action.kind,
        "clause": action.clause,
        "seconds": None if action.duration is None else int(action.duration.total_seconds()),
        "until": draft.until,
        "parts": list(draft.parts),
        "by": folder.box.seal_text(draft.by, "name"),
        "words": folder.box.seal_text(draft.words, "words"),
        "status": Status.INTENDED,
        "attempts": 0,
        "detail": "",
        "created_at": draft.at,
        "changed_at": draft.at,
        "at_chat": draft.ref and draft.ref.chat,
        "at_message": draft.ref and draft.ref.message,
        "at_thread": draft.ref and draft.ref.thread,
    }


def _ordered(number: int, folder: Folder, draft: Draft) -> Order:
    return Order(
        id=number,
        case=folder.case,
        action=draft.action,
        ref=draft.ref or folder.ref,
        member=folder.member,
        parts=draft.parts,
        until=draft.until,
        by=draft.by,
        words=draft.words,
    )


def action_of(row: Row[Any]) -> Action:
    """The action of an order's row."""
    duration = None if row.seconds is None else timedelta(seconds=row.seconds)
    return Action(kind=Kind(row.kind), clause=row.clause, duration=duration)


def _order(row: Row[Any], vault: Vault) -> Order:
    box = vault.unwrap(row.wrapped)
    return Order(
        id=row.id,
        case=row.case,
        action=action_of(row),
        ref=_about(row),
        member=member_of(row),
        parts=tuple(row.parts),
        until=row.until,
        by=box.open_text(row.by, "name"),
        words=box.open_text(row.words, "words"),
        status=Status(row.status),
        attempts=row.attempts,
        detail=row.detail,
    )


def _about(row: Row[Any]) -> Ref:
    """The address of the message that an order is about."""
    own = row.at_message is not None
    return (
        Ref(platform=row.platform, chat=row.at_chat, message=row.at_message, thread=row.at_thread)
        if own
        else ref_of(row)
    )


def _restriction(row: Row[Any], vault: Vault) -> Restriction:
    box = vault.unwrap(row.wrapped)
    return Restriction(
        id=row.id,
        case=row.case,
        member=member_of(row),
        clause=row.clause,
        by=box.open_text(row.by, "name"),
        reason=box.open_text(row.words, "words"),
        since=row.done_at,
        until=row.until,
    )


async def parts_of(connection: AsyncConnection, case: int) -> tuple[str, ...]:
    """The other messages of the case's post, as the latest order about it names them."""
    own = select(orders.c.parts).where(orders.c.case == case, orders.c.at_message.is_(None))
    wanted = own.order_by(orders.c.id.desc()).limit(1)
    return tuple((await connection.execute(wanted)).scalar_one_or_none() or ())


async def _illegal(connection: AsyncConnection, order: int, status: Status) -> str:
    now = (await connection.execute(select(orders.c.status).where(orders.c.id == order))).scalar_one_or_none()
    if now is None:
        return f"there is no order {order}: nothing was recorded"
    return f"order {order} is {now} and cannot become {status.value}: nothing was recorded"
