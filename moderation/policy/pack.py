"""A school's written policy as data: strict parsing of config/packs/*.toml into frozen values."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from moderation.byname import find
from moderation.domain import Kind, Role

FOLDER = Path(__file__).parents[2] / "config" / "packs"
Score = Annotated[float, Field(gt=0, le=1)]


class PackError(Exception):
    """A policy pack cannot be used; the message names file, clause and key."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Threshold(_Strict):
    """From which score a category is worth a look (`review`), and from which it is taken down (`hide`)."""

    review: Score
    hide: Score | None = None


class Clause(_Strict):
    """One clause: its exact words, where they stand, what breaks it and what it allows.

    `categories` break it (their thresholds are the pack's); `hide` and `review` are ordered from that threshold.
    `allows` lists the kinds of action this clause gives the school authority for. `restrict_hours` bounds a restriction
    by the machine (at most 24). Of several broken clauses the one of the highest `gravity` is cited first.
    """

    id: str
    title: str
    words: str
    source: str
    notice: str = ""
    categories: tuple[str, ...] = ()
    hide: tuple[Kind, ...] = ()
    review: tuple[Kind, ...] = ()
    allows: tuple[Kind, ...] = ()
    gravity: Annotated[int, Field(ge=1, le=3)] = 1
    restrict_hours: Annotated[int, Field(ge=1, le=24)] = 24


class Harm(_Strict):
    """The model's score for the message as a whole; from `hide` the strongest of `clauses` is cited and applied."""

    category: str = "harm"
    hide: Score
    clauses: tuple[str, ...]


class Wording(_Strict):
    """What a parent is told: {school}, {group}, {case}, {title}, {clause}, {words}, {notice}, {until} are filled in."""

    hidden: str
    warned: str
    signpost: str
    restricted: str
    fallback: str


class Pack(_Strict):
    """One policy document, ready to decide by. `version` ends in a fingerprint of the file."""

    name: str
    title: str
    version: str
    harm: Harm
    wording: Wording
    thresholds: Mapping[str, Threshold]
    exempt: Mapping[Role, tuple[str, ...]] = {}
    clause: tuple[Clause, ...]

    def find(self, clause: str) -> Clause | None:
        """The clause with this id."""
        return next((known for known in self.clause if known.id == clause), None)

    def authority(self, kind: Kind) -> Clause | None:
        """The clause that lets the school do this."""
        return next((clause for clause in self.clause if kind in clause.allows), None)

    def categories(self) -> frozenset[str]:
        """Every category some clause listens to."""
        return frozenset(name for clause in self.clause for name in clause.categories) | {self.harm.category}

    def restriction(self, clause: Clause) -> timedelta:
        """How long a restriction by the machine lasts under a clause."""
        return timedelta(hours=clause.restrict_hours)


def load(name: str, produced: Collection[str], folder: Path = FOLDER) -> Pack:
    """Read one pack, and those it extends, and check it against the categories that detectors produce.

    Raises UnknownNameError for a name without a file, PackError for anything wrong in it.
    """
    path = find(folder, name, ".toml")
    data, fingerprint = _extended(path, ())
    pack = _parse(path, data, fingerprint.hexdigest()[:8])
    _check(path, pack, produced)
    return pack


def _extended(path: Path, below: tuple[Path, ...]) -> tuple[dict[str, Any], hashlib._Hash]:
    """A file's data over that of the pack it `extends`, and a fingerprint of all of them."""
    if path in below:
        raise PackError(f"{path}: extends: comes back to itself")
    raw = path.read_bytes()
    data = _read(path, raw)
    base = data.pop("extends", None)
    if base is None:
        return data, hashlib.sha256(raw)
    under, fingerprint = _extended(find(path.parent, str(base), ".toml"), (*below, path))
    fingerprint.update(raw)
    return _over(under, data), fingerprint


def _over(under: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Tables are merged key by key, clauses by their id; anything else replaces what it extends."""
    merged = under | data
    for key in under.keys() & data.keys():
        if isinstance(under[key], dict) and isinstance(data[key], dict):
            merged[key] = _over(under[key], data[key])
    if "clause" in under and "clause" in data:
        merged["clause"] = _clauses_over(under["clause"], data["clause"])
    return merged


def _clauses_over(under: list[dict[str, Any]], data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {clause.get("id"): clause for clause in data}
    kept = [clause | known.pop(clause.get("id"), {}) for clause in under]
    return kept + [clause for clause in data if clause.get("id") in known]


def _read(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: not valid TOML: {error}") from None


def _parse(path: Path, data: dict[str, Any], fingerprint: str) -> Pack:
    version = f"{data.get('version', '')} #{fingerprint}"
    try:
        return Pack.model_validate({"name": path.stem, **data, "version": version})
    except ValidationError as error:
        raise PackError("\n".join(_line(path, data, problem) for problem in error.errors())) from None


def _line(path: Path, data: dict[str, Any], problem: ErrorDetails) -> str:
    match problem["loc"]:
        case ("clause", int(index), *rest):
            where = [f"clause {data['clause'][index].get('id', index + 1)}", *rest]
        case loc:
            where = list(loc)
    return f"{path}: {': '.join(str(part) for part in where)}: {problem['msg']}"


def _check(path: Path, pack: Pack, produced: Collection[str]) -> None:
    seen: set[str] = set()
    for clause in pack.clause:
        if clause.id in seen:
            raise PackError(f"{path}: clause {clause.id}: id: stands twice")
        seen.add(clause.id)
        _check_clause(path, pack, clause, produced)
    if pack.harm.category not in produced:
        raise PackError(f"{path}: harm: category: no detector produces {pack.harm.category!r}")
    if unknown := set(pack.harm.clauses) - seen:
        raise PackError(f"{path}: harm: clauses: no clause {', '.join(sorted(unknown))}")


def _check_clause(path: Path, pack: Pack, clause: Clause, produced: Collection[str]) -> None:
    for category in clause.categories:
        if category not in produced:
            raise PackError(f"{path}: clause {clause.id}: categories: no detector produces {category!r}")
        if category not in pack.thresholds:
            raise PackError(f"{path}: clause {clause.id}: categories: {category!r} has no line in [thresholds]")
    for key in ("hide", "review"):
        for kind in getattr(clause, key):
            if pack.authority(kind) is None:
                raise PackError(f"{path}: clause {clause.id}: {key}: no clause allows {kind.value!r}")
    if clause.categories and not (clause.hide and clause.review):
        raise PackError(f"{path}: clause {clause.id}: hide, review: say what follows from its categories")
