"""Letters kept with their case: sealed by the case's key, signed at most once, never changed, gone when it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import RecordsError
from bot.ports.letters import KeptLetter, Listed, Papers, Signature
from bot.records.database import add
from bot.records.folder import Room, take
from bot.records.tables import LARGEST, letter_files, letters, readings, signatures
from bot.records.vault import Box


class LetterBook(Room):
    """The part of the store that keeps letters."""

    __slots__ = ()

    async def keep_letter(self, case: int, kind: str, papers: Papers, *, by: str) -> int:
        """Keep a draft; its number."""
        async with self.database.write() as connection:
            box = (await take(connection, self.vault, case)).box
            values = {"case": case, "kind": kind, "at": self.clock(), "by": box.seal_text(by, "name")}
            number = await add(connection, letters, values | {"content": box.seal(papers.content, "letter")})
            await _add_files(connection, number, papers.files, box=box, signed=False)
            return number

    async def letter(self, number: int, *, reader: str) -> KeptLetter | None:
        """One letter with its files; the reading is logged under `reader` (an id)."""
        if number > LARGEST:
            return None
        async with self.database.write() as connection:
            row = (await connection.execute(select(letters).where(letters.c.id == number))).one_or_none()
            if row is None:
                return None
            await connection.execute(insert(readings), {"reader": reader, "case": row.case, "at": self.clock()})
            box = (await take(connection, self.vault, row.case)).box
            return await _opened(connection, row, box)

    async def letters(self, case: int) -> Sequence[Listed]:
        """Every letter of a case, newest first."""
        wanted = (
            select(letters.c.id, letters.c.kind, letters.c.at, signatures.c.at.label("signed_at"))
            .outerjoin_from(letters, signatures, signatures.c.letter == letters.c.id)
            .where(letters.c.case == case)
            .order_by(letters.c.id.desc())
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        return [Listed(id=row.id, kind=row.kind, at=row.at, signed_at=row.signed_at) for row in rows]

    async def sign_letter(self, number: int, signature: Signature, files: Mapping[str, bytes]) -> Signature | None:
        """Sign a letter off. None when this did it; the earlier signature when it was signed before."""
        once = self.database.insert(signatures).on_conflict_do_nothing()
        async with self.database.write() as connection:
            case = (await connection.execute(select(letters.c.case).where(letters.c.id == number))).scalar_one_or_none()
            if case is None:
                raise RecordsError(f"there is no letter {number}: look at the letters of the case")
            box = (await take(connection, self.vault, case)).box
            values = {"letter": number, "by": box.seal_text(signature.by, "name"), "at": signature.at}
            if not (await connection.execute(once, values)).rowcount:
                return await _signature(connection, number, box)
            await _add_files(connection, number, files, box=box, signed=True)
            return None


async def _opened(connection: AsyncConnection, row: Row[tuple[object, ...]], box: Box) -> KeptLetter:
    signed = await _signature(connection, row.id, box)
    wanted = select(letter_files).where(letter_files.c.letter == row.id, letter_files.c.signed == bool(signed))
    kept = {file.format: box.open(file.sealed, file.format) for file in await connection.execute(wanted)}
    return KeptLetter(
        id=row.id,
        case=row.case,
        kind=row.kind,
        by=box.open_text(row.by, "name"),
        at=row.at,
        papers=Papers(content=box.open(row.content, "letter"), files=kept),
        signed=signed,
    )


async def _signature(connection: AsyncConnection, number: int, box: Box) -> Signature | None:
    row = (await connection.execute(select(signatures).where(signatures.c.letter == number))).one_or_none()
    return Signature(by=box.open_text(row.by, "name"), at=row.at) if row else None


async def _add_files(
    connection: AsyncConnection, letter: int, files: Mapping[str, bytes], *, box: Box, signed: bool
) -> None:
    rows = [
        {"letter": letter, "signed": signed, "format": name, "sealed": box.seal(data, name)}
        for name, data in files.items()
    ]
    await connection.execute(insert(letter_files), rows)
