"""Reads a pack's TOML and that of the packs it extends, and knows on which line of which file a key stands."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from moderation.byname import UnknownNameError, find, meant

Place = tuple[str, ...]  # ("thresholds", "threat"), or ("clause", the clause's id, key)
_TABLE = re.compile(r"^\s*\[(?!\[)(?P<name>[^\]]+)\]")
_ENTRY = re.compile(r"^\s*\[\[(?P<name>[^\]]+)\]\]")
_LONG = re.compile("\"{3}|'{3}")  # opens or closes a text of several lines
_KEY = re.compile(r'^\s*(?:"(?P<quoted>[^"]+)"|(?P<bare>[\w-]+))\s*[=.]')


class PackError(Exception):
    """A policy pack cannot be used; each of `lines` names file, line, clause and key, and what to do."""

    def __init__(self, *lines: str) -> None:
        more = f" (and {len(lines) - 1} more: `schoolgate pack check` lists them)" if len(lines) > 1 else ""
        super().__init__(f"{lines[0]}{more}")
        self.lines = lines


@dataclass(frozen=True, slots=True)
class File:
    """One file of a pack: its data and the line (from 1) of each key."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class Source:
    """A pack's data, merged from its files: its own first, then what it extends."""

    files: tuple[File, ...]
    data: dict[str, Any]
    fingerprint: str

    @property
    def name(self) -> str:
        """The pack's name, which is its file's."""
        return self.files[0].path.stem

    @property
    def measured(self) -> frozenset[str]:
        """The categories that the pack's own file gives thresholds for."""
        return frozenset(self.files[0].data.get("thresholds", ()))

    def place(self, loc: Sequence[int | str]) -> Place:
        """Where pydantic found something: a clause goes by its id."""
        match loc:
            case ("clause", int(index), *rest):
                clause = self.data["clause"][index]
                return ("clause", *((str(clause.get("id", index + 1)), *map(str, rest)) if _is_table(clause) else ()))
            case _:
                return tuple(map(str, loc))

    def say(self, place: Place, what: str) -> str:
        """One line about a place: file, line, clause, key, and what is wrong."""
        file, line = self._find(place)
        shown = [f"clause {place[1]}", *place[2:]] if place[:1] == ("clause",) and place[1:] else list(place)
        part = "" if file is self.files[0] else f" (part of {self.files[0].path.name})"
        return ": ".join([f"{file.path}:{line}{part}", *shown, what])

    def _find(self, place: Place) -> tuple[File, int]:
        """The file and line of a place, or of the nearest thing around it."""
        for length in range(len(place), 0, -1):
            for file in self.files:
                if line := file.lines.get(place[:length]):
                    return file, line
        return self.files[0], 1


def read(path: Path) -> Source:
    """Read a pack and those it extends. Raises UnknownNameError, PackError."""
    files = tuple(_chain(path, ()))
    data: dict[str, Any] = {}
    for file in reversed(files):
        data = _over(data, {key: value for key, value in file.data.items() if key != "extends"})
    fingerprint = hashlib.sha256(b"".join(file.path.read_bytes() for file in reversed(files)))
    return Source(files, data, fingerprint.hexdigest()[:8])


def _chain(path: Path, below: tuple[Path, ...]) -> Iterator[File]:
    file = _file(path)
    if path in below:
        raise PackError(
            f"{path}:{file.lines.get(('extends',), 1)}: extends: comes back to itself; name another pack or none"
        )
    yield file
    if "extends" in file.data:
        yield from _chain(_extended(file), (*below, path))


def _extended(file: File) -> Path:
    base, folder = file.data["extends"], file.path.parent
    try:
        return find(folder, str(base), ".toml")
    except UnknownNameError:
        there = sorted(path.stem for path in folder.glob("*.toml") if path != file.path)
        what = f"there is no pack {base!r} in {folder}; {meant(str(base), there)}"
        raise PackError(f"{file.path}:{file.lines.get(('extends',), 1)}: extends: {what}") from None


def _file(path: Path) -> File:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        raise PackError(f"{path}: not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{path}: not valid TOML: {error}") from None
    return File(path, data, dict(_lines(text, [str(c.get("id", n)) for n, c in enumerate(_clauses(data), 1)])))


def _clauses(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = data.get("clause", [])
    return [clause for clause in found if _is_table(clause)] if isinstance(found, list) else []


def _lines(text: str, ids: Sequence[str]) -> Iterator[tuple[Place, int]]:
    """The line of each table and key; `ids` are those of the clauses, in order."""
    waiting, inside = iter(ids), False
    table: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        found = None if inside else _heading(line, table, waiting)
        if found is not None:
            table, place = found
            yield place, number
        inside ^= len(_LONG.findall(line)) % 2 == 1


def _heading(line: str, table: Place, waiting: Iterator[str]) -> tuple[Place, Place] | None:
    """What a line opens or sets: the table it is in from here on, and the place it is."""
    if entry := _ENTRY.match(line):
        within = (entry["name"], next(waiting, "")) if entry["name"] == "clause" else (entry["name"],)
        return within, within
    if named := _TABLE.match(line):
        first, *rest = named["name"].split(".")
        within = (*table[:2], *rest) if first == "clause" else (first, *rest)
        return within, within
    key = _KEY.match(line)
    return (table, (*table, key["quoted"] or key["bare"])) if key else None


def _over(under: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Tables are merged key by key, clauses by their id; anything else replaces what it extends.

    So does a whole line of [thresholds]: without `hide` a category hides no more.
    """
    merged = under | data
    for key in under.keys() & data.keys():
        if isinstance(under[key], dict) and isinstance(data[key], dict):
            merged[key] = under[key] | data[key] if key == "thresholds" else _over(under[key], data[key])
    below, above = under.get("clause"), data.get("clause")
    if isinstance(below, list) and isinstance(above, list):
        merged["clause"] = _clauses_over(below, above)
    return merged


def _clauses_over(under: list[Any], data: list[Any]) -> list[Any]:
    """What is no clause, or has no name to go by, stays as it is: it is to be named as wrong."""
    mine: dict[Any, dict[str, Any]] = {}
    for clause in filter(_has_name, data):
        mine.setdefault(clause.get("id"), clause)
    kept = [clause | mine.get(clause.get("id"), {}) if _has_name(clause) else clause for clause in under]
    theirs = {clause.get("id") for clause in filter(_has_name, under)}
    twice = [clause for clause in data if not _has_name(clause) or clause is not mine[clause.get("id")]]
    return kept + [clause for name, clause in mine.items() if name not in theirs] + twice


def _has_name(clause: object) -> TypeGuard[dict[str, Any]]:
    """Whether it is a table that another pack's can be laid over."""
    return _is_table(clause) and isinstance(clause.get("id", ""), str)


def _is_table(found: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(found, dict)
