"""The records' tables as another program sees them, in whatever database they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.records.tables import metadata


async def asked(address: str, statement: str, **values: object) -> Sequence[tuple[Any, ...]]:
    """What a statement finds."""
    engine = create_async_engine(address)
    try:
        async with engine.begin() as connection:
            found = await connection.execute(text(statement), values)
            return [tuple(row) for row in found] if found.returns_rows else []
    finally:
        await engine.dispose()


async def everything(address: str) -> bytes:
    """All that is kept: the files where there are any, else every row of every table."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite" and url.database:
        return b"".join(file.read_bytes() for file in Path(url.database).parent.iterdir())
    return b"".join([repr(await asked(address, f'SELECT * FROM "{name}"')).encode() for name in metadata.tables])
