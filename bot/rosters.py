"""Rosters as Schoolgate keeps them: one file for each group, sealed with the master key, with the version before."""

from __future__ import annotations

import asyncio
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from pydantic import TypeAdapter
from sqlalchemy import inspect, select

from bot.ports import RecordsError
from bot.records.database import Database
from bot.records.keys import load_key
from bot.records.tables import book
from bot.records.vault import Box
from bot.settings import Settings
from moderation.roster import Person, Roster, RosterError


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What is kept of a group: the roster in use and the one before it; None for none. `at`: the last change."""

    current: Roster | None = None
    previous: Roster | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a new roster would change, as people; the changed ones as they will be."""

    added: tuple[Person, ...]
    changed: tuple[Person, ...]
    removed: tuple[Person, ...]

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.added or self.changed or self.removed)


SHELVES = TypeAdapter(Shelf)


class Rosters:
    """The sealed files in a folder. `key`: the 32-byte master key. A group is meant by its name."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._box = Box(key)

    def read(self, group: str) -> Shelf:
        """What is kept of a group. Raises RosterError when the file cannot be read or opened."""
        path = self._path(group)
        try:
            return SHELVES.validate_json(self._box.open(path.read_bytes(), _label(group)))
        except FileNotFoundError:
            return Shelf()
        except OSError as error:
            raise RosterError(
                [f"{path}: {error.strerror}: give this user the right to read it, or set SCHOOLGATE_DATA"]
            ) from None
        except RecordsError:
            advice = "give back the key it was sealed with, or delete it and import the roster again"
            raise RosterError([f"{path}: cannot be opened: {advice}"]) from None

    def put(self, group: str, roster: Roster | None, at: datetime) -> None:
        """Use another roster (None: none any more); the one in use becomes the one before. Raises RosterError."""
        self._write(group, Shelf(current=roster, previous=self.read(group).current, at=at))

    def undo(self, group: str, at: datetime) -> Shelf:
        """Use the one before again, and keep the one in use instead. Raises RosterError when none was ever imported."""
        shelf = self.read(group)
        if shelf.at is None:
            raise RosterError([f"--undo: no roster was ever imported for {group}"])
        swapped = Shelf(current=shelf.previous, previous=shelf.current, at=at)
        self._write(group, swapped)
        return swapped

    def forget(self, group: str) -> None:
        """Delete everything that is kept of a group's roster."""
        self._path(group).unlink(missing_ok=True)

    def stamp(self, group: str) -> tuple[int, int]:
        """Something that is different after every change."""
        try:
            found = self._path(group).stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)

    def _path(self, group: str) -> Path:
        return self._folder / f"{quote(group.casefold(), safe=' ')}.roster"

    def _write(self, group: str, shelf: Shelf) -> None:
        """Through a draft beside it, so that nobody ever reads half a roster."""
        path = self._path(group)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        sealed = self._box.seal(SHELVES.dump_json(shelf), _label(group))
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise RosterError([f"{path}: {error.strerror}: make the folder writable, or set SCHOOLGATE_DATA"]) from None


def open_rosters(settings: Settings) -> Rosters:
    """The sealed rosters in the data folder. Raises RecordsError when there is no usable key."""
    return Rosters(settings.data / "rosters", master_key(settings))


def master_key(settings: Settings) -> bytes:
    """The key of everything that is sealed, made on the first start. Raises RecordsError.

    A new one is never put beside what another one sealed: it would be backed up as the one that is missing.
    """
    path, given = settings.data / "schoolgate.key", settings.key.get_secret_value()
    is_missing = not given and not path.exists() and _is_begun(settings)
    if is_missing and not path.exists():  # a process that begins just now makes the key before all else
        anew = "to begin anew, move the folder away, and let DATABASE_URL, if it is set, name an empty database"
        advice = f"put it back from your backup or set SCHOOLGATE_KEY; {anew}"
        raise RecordsError(f"{path}: the key of what is kept is missing: {advice}")
    return load_key(given, path)


def _is_begun(settings: Settings) -> bool:
    """Whether something sealed is kept: rosters in the data folder, or records somewhere. Raises RecordsError."""
    if any((settings.data / "rosters").glob("*.roster")):
        return True
    database = Database(settings.database)
    if database.file:
        return database.file.exists()
    with ThreadPoolExecutor(1) as apart:  # it may be that this runs in the event loop
        return apart.submit(asyncio.run, _holds_records(database)).result()


async def _holds_records(database: Database) -> bool:
    try:
        async with database.read() as connection:
            is_there = await connection.run_sync(lambda sync: inspect(sync).has_table(book.name))
            return is_there and (await connection.execute(select(book.c.id))).first() is not None
    finally:
        await database.close()


def compare(old: Roster, new: Roster) -> Change:
    """What is different; several people of one identity are told apart by everything else about them."""
    gone, come = set(old.people) - set(new.people), set(new.people) - set(old.people)
    before, after = {person.identity for person in gone}, {person.identity for person in come}
    return Change(
        added=tuple(person for person in new.people if person in come and person.identity not in before),
        changed=tuple(person for person in new.people if person in come and person.identity in before),
        removed=tuple(person for person in old.people if person in gone and person.identity not in after),
    )


def _label(group: str) -> str:
    return f"roster of {group.casefold()}"
