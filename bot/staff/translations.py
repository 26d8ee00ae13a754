"""Reads the Fluent files of one language, and checks them against those of another; knows files and lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor


class LocaleError(Exception):
    """A text cannot be shown; each line names file, line and message, and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message: where it stands, what is filled into it ({ $name }), and which messages it takes in."""

    path: Path
    line: int
    message: ast.Message
    placeholders: frozenset[str]
    uses: frozenset[str]

    def say(self, what: str) -> str:
        """One line about this message."""
        return f"{self.path}:{self.line}: {self.message.id.name}: {what}"


Catalogue = Mapping[str, Entry]


class _Found(Visitor):
    def __init__(self) -> None:
        self.placeholders: set[str] = set()
        self.uses: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 (the library's name)
        self.placeholders.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.uses.add(node.id.name)


def read(folder: Path) -> Catalogue:
    """Every message of a language by its id. Raises LocaleError, a line for each thing that is wrong in its files."""
    paths = sorted(folder.glob("*.ftl"))
    if not paths:
        raise LocaleError(f"{folder}: holds no .ftl file; put the language's files there or name another language")
    found: dict[str, Entry] = {}
    wrong: list[str] = []
    for path in paths:
        wrong += _gather(path, found)
    wrong += _unknown(found)
    if wrong:
        raise LocaleError("\n".join(wrong))
    return found


def differences(first: Catalogue, other: Catalogue, folder: Path) -> Iterator[str]:
    """How a language (its files are in `folder`) differs from the first one: a line for each thing to mend."""
    for name, entry in first.items():
        if name not in other:
            where = f"translate {entry.path}:{entry.line}"
            yield f"{folder / entry.path.name}:1: {name}: the translation is missing; {where}"
    for name, entry in other.items():
        if name not in first:
            yield entry.say("no other language has this message; take it out, or add it there too")
        elif entry.placeholders != first[name].placeholders:
            wanted = ", ".join(sorted(first[name].placeholders)) or "nothing"
            yield entry.say(f"fills in {', '.join(sorted(entry.placeholders)) or 'nothing'}; it has to be {wanted}")


def _gather(path: Path, found: dict[str, Entry]) -> Iterator[str]:
    """Add a file's messages to what was found; what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield f"{path}:1: not UTF-8 ({error.reason}); save the file as UTF-8"
        return
    for node in FluentParser().parse(text).body:
        if isinstance(node, ast.Junk):
            yield f"{path}:{_line(text, node)}: not valid Fluent: {node.annotations[0].message}; mend this message"
        elif isinstance(node, ast.Message):
            entry = _entry(path, _line(text, node), node)
            if node.value is None:
                yield entry.say("holds no text; write it after the =")
            if earlier := found.get(node.id.name):
                yield entry.say(f"stands twice, first at {earlier.path.name}:{earlier.line}; keep one")
            found[node.id.name] = entry


def _entry(path: Path, line: int, message: ast.Message) -> Entry:
    visitor = _Found()
    visitor.visit(message)
    return Entry(path, line, message, frozenset(visitor.placeholders), frozenset(visitor.uses))


def _line(text: str, node: ast.SyntaxNode) -> int:
    return text.count("\n", 0, node.span.start if node.span else 0) + 1


def _unknown(found: Catalogue) -> list[str]:
    return [
        entry.say(f"takes in {name}, which is no message; write the name of one")
        for entry in found.values()
        for name in sorted(entry.uses - found.keys())
    ]
