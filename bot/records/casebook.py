"""Cases as staff see them: reading (always logged), deciding (once), notes, cards, what is on record about a member."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Evidence, Placed, RecordsError
from bot.ports.reviews import APPEALED, OPENED
from bot.records.database import add
from bot.records.folder import (
    DECISIONS,
    Folder,
    Room,
    about_member,
    folder_of,
    message_of,
    review_of,
    take,
    version,
)
from bot.records.judging import keep
from bot.records.ledger import Draft, action_of, add_orders, parts_of
from bot.records.mentions import mentions
from bot.records.tables import LARGEST, cards, cases, cursors, evidence, files, judged, orders, readings, reviews, steps
from bot.records.triage import duties, touching
from bot.records.vault import Box, Key, Vault
from bot.records.welcomes import follow
from moderation.domain import (
    CARRIED_OUT,
    Action,
    Author,
    Case,
    Decision,
    History,
    Kind,
    Member,
    Message,
    Outcome,
    Ref,
    Review,
    State,
    Status,
)

REMEMBERED = timedelta(days=365)  # how far back a member's record counts
NOT_YET = "judge: not yet"  # instead of a detector that failed: none has looked at it
OVERRULED = "overruled"  # why an order of the machine's was not carried out: staff had decided otherwise by then
PUNISHING = (Kind.HIDE, Kind.RESTRICT, Kind.WARN, Kind.SIGNPOST)


class Casebook(Room):
    """The part of the store that staff use."""

    __slots__ = ()

    async def open_case(
        self,
        member: Member,
        ref: Ref,
        ruling: Decision,
        *,
        by: str,
        at: datetime,
        reason: str,
        seen: Message | None = None,
    ) -> int:
        """A case of staff's own, under the clause of a ruling; the reason is kept as its first review."""
        key = self.vault.new()
        values: dict[str, Any] = {
            "platform": member.platform,
            "group": member.group,
            "user": member.user,
            "clause": next(iter(ruling.clauses), ""),
            "ruling": DECISIONS.dump_json(ruling).decode(),
        }
        values |= {"chat": ref.chat, "message": ref.message, "thread": ref.thread, "state": State.OPEN}
        async with self.database.write() as connection:
            case = await add(connection, cases, values | {"wrapped": key.wrapped, "opened_at": at})
            review = Review(by=by, verdict=OPENED, at=at, note=reason)
            await add_review(connection, case, key.box, review)
            if seen:
                await self._witness(connection, Evidence(message=seen, decision=ruling, at=at), key, case)
            return case

    async def _witness(self, connection: AsyncConnection, seen: Evidence, key: Key, case: int) -> None:
        """Keep the message a case is about: the evidence that waits to be judged again, else what staff saw.

        One that was never judged waits for that, too: staff may be faster than the machine.
        """
        mine = evidence.c.case.is_(None) & version(seen.message)
        if (await connection.execute(update(evidence).where(mine).values(case=case))).rowcount:
            return
        ref = seen.message.ref
        known = [judged.c[name] == getattr(ref, name) for name in ("platform", "chat", "message")]
        is_judged = (await connection.execute(select(exists().where(*known)))).scalar_one()
        is_new = seen.at - seen.message.sent_at < timedelta(days=self.retention["clean"])
        waits = (NOT_YET,) if is_new and not is_judged else ()
        witnessed = replace(seen, decision=replace(seen.decision, failed_detectors=waits))
        await keep(connection, self.vault, witnessed, key, case)

    async def cite(self, case: int, ruling: Decision) -> None:
        """Keep the words of a clause that staff named on a case; those kept first stay."""
        wanted = select(cases.c.ruling).where(cases.c.id == case)
        async with self.database.write() as connection:
            kept = _ruling((await connection.execute(wanted)).scalar_one())
            more = _joined(kept, ruling) if kept else ruling
            values = {"ruling": DECISIONS.dump_json(more).decode()}
            await connection.execute(update(cases).where(cases.c.id == case).values(values))

    async def case(self, number: int, *, reader: str) -> Case | None:
        """One case with its evidence decrypted; the reading is logged under `reader` (an id)."""
        if number > LARGEST:
            return None
        async with self.database.write() as connection:
            row = (await connection.execute(select(cases).where(cases.c.id == number))).one_or_none()
            if row is None:
                return None
            await connection.execute(insert(readings), {"reader": reader, "case": number, "at": self.clock()})
            folder = folder_of(row, self.vault)
            message, decision = await _latest(connection, self.vault, number)
            ruling = _ruling(row.ruling) or Decision(pack="", pack_version="", clauses=(row.clause,))
            return Case(
                id=number,
                ref=folder.ref,
                member=folder.member,
                author=message.author if message else Author(user=folder.member.user),
                text=message.text if message else "",
                decision=_joined(decision, ruling) if decision else ruling,
                state=folder.state,
                opened_at=row.opened_at,
                outcomes=await _outcomes(connection, number),
                reviews=await _reviews(connection, folder),
                parts=message.parts if message else (),
                quoted=message.quoted if message else "",
                attachments=message.attachments if message else (),
                names_topic=bool(message and message.names_topic),
                kept=tuple((await connection.execute(_kept(number, files.c.position))).scalars()),
            )

    async def attached(self, number: int, *, reader: str) -> Mapping[int, bytes]:
        """The bytes kept of the newest evidence's attachments, by index; the reading is logged."""
        async with self.database.write() as connection:
            await connection.execute(insert(readings), {"reader": reader, "case": number, "at": self.clock()})
            wanted = _kept(number, files.c.position, files.c.sealed, evidence.c.wrapped)
            rows = (await connection.execute(wanted)).all()
        return {row.position: self.vault.unwrap(row.wrapped).open(row.sealed, "file") for row in rows}

    async def case_at(self, ref: Ref) -> int | None:
        """The newest case about a message."""
        async with self.database.read() as connection:
            found = await connection.execute(select(func.max(cases.c.id)).where(touching(ref)))
            newest: int | None = found.scalar_one()
        return newest

    async def cases(self, states: Collection[State], limit: int = 25) -> Sequence[tuple[int, State, str, datetime]]:
        """(number, state, strongest clause, opened at) of cases in these states, newest first; no text."""
        wanted = select(cases.c.id, cases.c.state, cases.c.clause, cases.c.opened_at)
        wanted = wanted.where(cases.c.state.in_(states)).order_by(cases.c.id.desc()).limit(limit)
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        return [(row.id, State(row.state), row.clause, row.opened_at) for row in rows]

    async def decide(self, case: int, review: Review, state: State, undo: Sequence[Action] = ()) -> Review | None:
        """Settle a case. None when this review did it; the earlier deciding review when somebody else was first.

        `undo` is ordered with it, and, where something is undone or the author appealed, a SIGNPOST whose words are the
        state. Where it is RESTORED, what the machine had still to do to message and author is not done any more.
        """
        first = update(cases).where(cases.c.id == case, cases.c.state == State.OPEN)
        async with self.database.write() as connection:
            folder = await take(connection, self.vault, case)
            won = (await connection.execute(first.values(state=state, decided_at=review.at))).rowcount
            if not won:
                return await decider(connection, folder)
            await add_review(connection, case, folder.box, review, deciding=True)
            if state is State.RESTORED:
                await _overrule(connection, case, review.at)
            drafts = [Draft(action=action, at=review.at, by=review.by) for action in undo]
            if undo or await _appealed(connection, case):
                clause = (await connection.execute(select(cases.c.clause).where(cases.c.id == case))).scalar_one()
                tell = Action(kind=Kind.SIGNPOST, clause=clause)
                drafts.append(Draft(action=tell, at=review.at, by=review.by, words=state.value))
            parts = await parts_of(connection, case)
            await add_orders(connection, folder, [replace(draft, parts=parts) for draft in drafts])
            return None

    async def appeal(self, case: int, review: Review) -> bool:
        """Keep an author's appeal; an upheld or closed case is open again. False when nothing is left to decide."""
        mine = cases.c.id == case
        decided = and_(reviews.c.case == case, reviews.c.deciding)
        async with self.database.write() as connection:
            folder = await take(connection, self.vault, case)
            if not await _can_be_appealed(connection, folder):
                return False
            await add_review(connection, case, folder.box, review)
            await connection.execute(update(cases).where(mine).values(state=State.OPEN, decided_at=None))
            await connection.execute(update(reviews).where(decided).values(deciding=False))
            return True

    async def note(self, case: int, review: Review) -> None:
        """Add a review that decides nothing (a note)."""
        async with self.database.write() as connection:
            folder = await take(connection, self.vault, case)
            await add_review(connection, case, folder.box, review)

    async def history(self, member: Member, *, before: int | None = None) -> History:
        """What is on record about a member for the last 365 days, in all cases or those before one.

        What was restored does not count, and a warning is one by a person: other words only say why something was done.
        """
        since = self.clock() - REMEMBERED
        wanted = (
            select(
                orders.c.kind, func.count(orders.c.id).label("all"), func.count(orders.c.case.distinct()).label("cases")
            )
            .join_from(orders, cases, cases.c.id == orders.c.case)
            .where(about_member(member), cases.c.state != State.RESTORED)
            .where(orders.c.status.in_(CARRIED_OUT), orders.c.created_at > since)
            .where(or_(orders.c.kind != Kind.WARN, and_(orders.c.by.is_not(None), orders.c.until.is_(None))))
            .group_by(orders.c.kind)
        )
        if before is not None:
            wanted = wanted.where(cases.c.id < before)
        async with self.database.read() as connection:
            rows = {row.kind: row for row in await connection.execute(wanted)}
        return History(
            warnings=rows[Kind.WARN].all if Kind.WARN in rows else 0,
            hidden=rows[Kind.HIDE].cases if Kind.HIDE in rows else 0,
            restrictions=rows[Kind.RESTRICT].all if Kind.RESTRICT in rows else 0,
        )

    async def placed(self, case: int, where: Placed, *, instead_of: Placed | None = None) -> None:
        """Remember where a case's card is, and forget the one that it stands in for."""
        async with self.database.write() as connection:
            if instead_of:
                gone = {"case": case, **asdict(instead_of)}
                await connection.execute(delete(cards).where(*(cards.c[name] == gone[name] for name in gone)))
            values = {"case": case, **asdict(where)}
            await connection.execute(self.database.insert(cards).on_conflict_do_nothing(), values)

    async def places(self, case: int) -> Sequence[Placed]:
        """Where a case's cards are."""
        async with self.database.read() as connection:
            rows = (await connection.execute(select(cards).where(cards.c.case == case))).all()
        return [Placed(platform=row.platform, place=row.place, message=row.message) for row in rows]

    async def moved(self, platform: str, old: str, new: str) -> None:
        """A group has a new id: its members, its cases and who is on duty for it follow it.

        A message keeps the address it was posted at: the new chat counts its messages from 1 again, so that neither an
        old message id nor the old cursor means anything there.
        """
        drop = delete(cursors).where(cursors.c.platform == platform, cursors.c.chat == old)
        async with self.database.write() as connection:
            for table in (cases, duties, mentions):
                of_it = and_(table.c.platform == platform, table.c.group == old)
                await connection.execute(update(table).where(of_it).values(group=new))
            await connection.execute(drop)
            await follow(connection, platform, old, new)


async def _appealed(connection: AsyncConnection, case: int) -> bool:
    wanted = exists().where(reviews.c.case == case, reviews.c.verdict == APPEALED)
    return bool((await connection.execute(select(wanted))).scalar_one())


async def _can_be_appealed(connection: AsyncConnection, folder: Folder) -> bool:
    """What was put back cannot be, nor a held post that is done with; what staff left as it was can be, once."""
    match folder.state:
        case State.OPEN:
            return True
        case State.RESTORED:
            return False
        case State.CLOSED if await _was_held(connection, folder.case):
            return False
    return not await _appealed(connection, folder.case)


async def _was_held(connection: AsyncConnection, case: int) -> bool:
    wanted = exists().where(orders.c.case == case, orders.c.kind == Kind.HOLD)
    return bool((await connection.execute(select(wanted))).scalar_one())


async def _overrule(connection: AsyncConnection, case: int, at: datetime) -> None:
    """The machine's punishments that still wait are not carried out."""
    mine = and_(orders.c.case == case, orders.c.by.is_(None), orders.c.kind.in_(PUNISHING))
    waiting = update(orders).where(mine, orders.c.status == Status.INTENDED).returning(orders.c.id)
    noted = {"status": Status.FAILED, "detail": OVERRULED}
    ended = (await connection.execute(waiting.values(noted | {"changed_at": at}))).scalars().all()
    if ended:
        await connection.execute(insert(steps), [noted | {"order": order, "at": at} for order in ended])


async def _latest(connection: AsyncConnection, vault: Vault, case: int) -> tuple[Message, Decision] | tuple[None, None]:
    wanted = (
        select(evidence.c.sealed, evidence.c.decision, evidence.c.wrapped)
        .where(evidence.c.case == case)
        .order_by(evidence.c.id.desc())
        .limit(1)
    )
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        return None, None
    return message_of(vault, row.wrapped, row.sealed), DECISIONS.validate_json(row.decision)


def _kept(case: int, *columns: ColumnElement[Any]) -> Select[Any]:
    """The files of the newest evidence of a case, in their order."""
    newest = select(func.max(evidence.c.id)).where(evidence.c.case == case).scalar_subquery()
    wanted = select(*columns).join_from(files, evidence, evidence.c.id == files.c.evidence)
    return wanted.where(evidence.c.id == newest).order_by(files.c.position)


def _ruling(kept: str | None) -> Decision | None:
    return DECISIONS.validate_json(kept) if kept else None


def _joined(decision: Decision, ruling: Decision) -> Decision:
    """A decision with the words of what staff cited besides; where both have a clause, as it was said first."""
    known = {one.id for one in decision.cited}
    cited = (*decision.cited, *(one for one in ruling.cited if one.id not in known))
    return replace(decision, clauses=decision.clauses or ruling.clauses, cited=cited)


async def _outcomes(connection: AsyncConnection, case: int) -> tuple[Outcome, ...]:
    rows = await connection.execute(select(orders).where(orders.c.case == case).order_by(orders.c.id))
    return tuple(
        Outcome(action=action_of(row), status=Status(row.status), at=_became(row), detail=row.detail) for row in rows
    )


def _became(row: Row[Any]) -> datetime:
    """When an order came to where it stands: what is done was so from the first, however often it is tried again."""
    at: datetime = row.changed_at
    return row.done_at or at if row.status in CARRIED_OUT else at


async def _reviews(connection: AsyncConnection, folder: Folder) -> tuple[Review, ...]:
    rows = await connection.execute(select(reviews).where(reviews.c.case == folder.case).order_by(reviews.c.id))
    return tuple(review_of(row, folder.box) for row in rows)


async def decider(connection: AsyncConnection, folder: Folder) -> Review:
    """Whose review decided a case."""
    wanted = select(reviews).where(reviews.c.case == folder.case, reviews.c.deciding)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise RecordsError(f"case {folder.case} is {folder.state.value} and nobody's decision is recorded: look at it")
    return review_of(row, folder.box)


async def add_review(
    connection: AsyncConnection, case: int, box: Box, review: Review, *, deciding: bool = False
) -> None:
    """Keep a review, sealed with its case's key."""
    values = {"case": case, "verdict": review.verdict, "at": review.at, "deciding": deciding}
    values |= {"by": box.seal_text(review.by, "name"), "note": box.seal_text(review.note, "note")}
    await connection.execute(insert(reviews), values)
