"""The ladder in the records: steps taken by named people, and steps that wait for a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, delete, insert, select, update

from bot.ports import Order, RecordsError
from bot.ports.ladder import Climb, Climbed
from bot.records.database import add
from bot.records.folder import Folder, Room, take
from bot.records.ledger import Draft, add_orders, in_force, parts_of
from bot.records.standing import Look, climbs, standing_of, wishes
from bot.records.tables import LARGEST, cases, orders
from bot.records.vault import Vault
from moderation.domain import Action, Kind, Member, State
from moderation.policy.ladder import LONGEST, Rules, Rung, Standing, left_out, step_until

CLIMBS = TypeAdapter(Climb)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """Steps that are left out, why, and on whose word."""

    skipped: tuple[Rung, ...] = ()
    by: str = ""
    why: str = ""


class LadderBook(Room):
    """The part of the store that takes members up and down the ladder."""

    __slots__ = ()

    async def standing(self, member: Member, rules: Rules) -> Standing:
        """Where a member stands now under a pack; what was restored does not count."""
        async with self.database.read() as connection:
            return await standing_of(member, Look(connection, self.vault, rules, self.clock()))

    async def climb(self, case: int, climb: Climb, rules: Rules) -> Climbed:
        """Take a step; or, where it leaves out others, keep it as a wish and do nothing yet."""
        async with self.database.write() as connection:
            look = Look(connection, self.vault, rules, self.clock())
            folder = await take(connection, self.vault, case)
            climb = _checked(folder, climb, look.now)
            missing = left_out(climb.rung, (await standing_of(folder.member, look)).taken)
            if not missing:
                return await _step(look, folder, climb, Excuse())
            sealed = folder.box.seal(CLIMBS.dump_json(climb), "wish")
            number = await add(connection, wishes, {"case": case, "sealed": sealed, "at": look.now})
            return Climbed(case=case, climb=climb, leaves_out=missing, wish=number)

    async def wish(self, number: int) -> Climbed | None:
        """A step that waits for a reason; None when it was taken meanwhile."""
        if number > LARGEST:
            return None
        async with self.database.read() as connection:
            row = (await connection.execute(_wished(number))).one_or_none()
        return _wish(row, self.vault) if row else None

    async def grant(self, wish: int, *, by: str, why: str, rules: Rules) -> Climbed | None:
        """Take the step that waited, with the reason why others are left out; None when it was taken before."""
        if not (by and why.strip()):
            raise RecordsError("a step is left out only for a reason, given by name: nothing was recorded")
        async with self.database.write() as connection:
            look = Look(connection, self.vault, rules, self.clock())
            row = (await connection.execute(_wished(wish))).one_or_none()
            if row is None or not (await connection.execute(delete(wishes).where(wishes.c.id == wish))).rowcount:
                return None
            folder = await take(connection, self.vault, row.case)
            climb = _checked(folder, _wish(row, self.vault).climb, look.now)
            missing = left_out(climb.rung, (await standing_of(folder.member, look)).taken)
            return await _step(look, folder, climb, Excuse(skipped=missing, by=by, why=why))

    async def announce(self, restriction: int) -> Order | None:
        """The order to tell a member of a restriction by staff; None when it is not in force or was announced."""
        now = self.clock()
        async with self.database.write() as connection:
            row = (await connection.execute(_untold(restriction, now))).one_or_none()
            if row is None:
                return None
            await connection.execute(update(climbs).where(climbs.c.order == restriction).values(told=True))
            folder = await take(connection, self.vault, row.case)
            draft = Draft(
                action=Action(kind=Kind.WARN, clause=row.clause),
                at=now,
                parts=tuple(row.parts),
                until=row.until,
                by=folder.box.open_text(row.by, "name"),
                words=folder.box.open_text(row.words, "words"),
            )
            return (await add_orders(connection, folder, [draft]))[0]

    async def reminded(self, restriction: int, *, at: datetime) -> None:
        """Note that staff were asked whether to renew a restriction."""
        async with self.database.write() as connection:
            await connection.execute(update(climbs).where(climbs.c.order == restriction).values(reminded_at=at))

    async def is_reminded(self, restriction: int) -> bool:
        """Whether staff were asked about a restriction."""
        asked = select(climbs.c.id).where(climbs.c.order == restriction, climbs.c.reminded_at.is_not(None))
        async with self.database.read() as connection:
            return (await connection.execute(asked)).first() is not None


def _checked(folder: Folder, climb: Climb, now: datetime) -> Climb:
    """The climb with the step it really is; RecordsError for one that nobody answers for, or without an end."""
    if not (climb.by and climb.reason.strip()):
        raise RecordsError("a step of the ladder needs a name and a reason: nothing was recorded")
    if folder.state is State.RESTORED:
        raise RecordsError(f"case {folder.case} was put back and is nothing to act on: nothing was recorded")
    if climb.rung in (Rung.TALK, Rung.WARNING):
        return replace(climb, until=None)
    if climb.until is None or not now < climb.until <= now + LONGEST:
        raise RecordsError("a restriction needs an end that is ahead, at most 366 days: nothing was recorded")
    return replace(climb, rung=step_until(climb.until, now))


async def _step(look: Look, folder: Folder, climb: Climb, excuse: Excuse) -> Climbed:
    """Record a step with the order that carries it out; a talk has none."""
    ordered = await _order(look, folder, climb)
    box = folder.box
    values = {
        "case": folder.case,
        "order": ordered[0].id if ordered else None,
        "rung": climb.rung,
        "skipped": list(excuse.skipped),
        "by": box.seal_text(climb.by, "name"),
        "reason": box.seal_text(climb.reason, "words"),
        "why_by": box.seal_text(excuse.by, "name") if excuse.skipped else None,
        "why": box.seal_text(excuse.why, "words") if excuse.skipped else None,
        "at": look.now,
        "told": False,
    }
    await look.connection.execute(insert(climbs), values)
    return Climbed(case=folder.case, climb=climb, orders=ordered, leaves_out=excuse.skipped)


async def _order(look: Look, folder: Folder, climb: Climb) -> tuple[Order, ...]:
    if climb.rung is Rung.TALK:
        return ()
    action = Action(kind=Kind.WARN if climb.rung is Rung.WARNING else Kind.RESTRICT, clause=climb.clause)
    parts = await parts_of(look.connection, folder.case)
    draft = Draft(action=action, at=look.now, parts=parts, until=climb.until, by=climb.by, words=climb.reason)
    return await add_orders(look.connection, folder, [draft])


def _untold(restriction: int, now: datetime) -> Select[Any]:
    columns = [orders.c[name] for name in ("case", "clause", "until", "by", "words", "parts")]
    wanted: Select[Any] = select(*columns).join_from(orders, cases, cases.c.id == orders.c.case)
    wanted = wanted.join(climbs, climbs.c.order == orders.c.id)
    return wanted.where(orders.c.id == restriction, ~climbs.c.told, in_force(now))


def _wished(number: int) -> Select[Any]:
    wanted = select(wishes.c.case, wishes.c.id.label("wish"), wishes.c.sealed, cases.c.wrapped)
    return wanted.join_from(wishes, cases, cases.c.id == wishes.c.case).where(wishes.c.id == number)


def _wish(row: Row[Any], vault: Vault) -> Climbed:
    climb = CLIMBS.validate_json(vault.unwrap(row.wrapped).open(row.sealed, "wish"))
    return Climbed(case=row.case, climb=climb, wish=row.wish)
