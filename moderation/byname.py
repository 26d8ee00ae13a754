"""One rule used three times: the name in the configuration is the name of the file."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class UnknownNameError(Exception):
    """A name in the configuration has no file; the message gives the path looked for and the names there are."""


def find(folder: Path, name: str, suffix: str) -> Path:
    """The file called `name` in `folder`. Raises UnknownNameError."""
    path = folder / f"{name}{suffix}"
    if name.isidentifier() and path.is_file():
        return path
    raise UnknownNameError(f"{path}: no such file; there are: {', '.join(names(folder, suffix))}")


def names(folder: Path, suffix: str) -> list[str]:
    """Every name that can be configured, in order."""
    return sorted(path.stem for path in folder.glob(f"*{suffix}") if not path.stem.startswith("_"))


def meant(said: str, known: Iterable[str], *, before: str = "") -> str:
    """What to write for a name that is not there: the one most like it, else those there are; `before` begins each."""
    there = list(known)
    if near := get_close_matches(said, there, n=1):
        return f"did you mean {before}{near[0]}?"
    return f"there are: {', '.join(before + name for name in there)}" if there else "it has none"
