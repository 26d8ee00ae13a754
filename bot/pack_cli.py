"""`schoolgate pack`: list, show, compare, check and try policy packs; nothing is recorded or done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.check import check as check_lines
from bot.evaluate import EMPTY, LabelsError, text_of
from bot.intake import Judge
from bot.packs import as_lines, differences, listed, shown, tried, unread, waits
from bot.settings import load as load_settings
from moderation.byname import names
from moderation.clock import LONDON
from moderation.detectors import load as load_detectors
from moderation.domain import Detector
from moderation.policy.pack import FOLDER, Pack, PackError, load

packs = typer.Typer(no_args_is_help=True, help="Policy packs: a school's written policy as data.")
Name = Annotated[str, typer.Argument(help="A pack: a file name in config/packs")]
MaybeNames = Annotated[list[str] | None, typer.Argument(help="Packs; all of them when left out")]


@packs.command("list")
def pack_list() -> None:
    """Say which packs there are."""
    Console().print(listed(_loaded(names(FOLDER, ".toml")), _today()))


@packs.command("show")
def pack_show(name: Name) -> None:
    """Explain a pack: each clause in the policy's words, what breaks it and what follows."""
    (pack,) = _loaded([name])
    console = Console()
    for part in shown(pack, _today()):
        console.print(part)


@packs.command("diff")
def pack_diff(one: Name, two: Name) -> None:
    """Say what two packs do differently."""
    Console().print(differences(*_loaded([one, two])))


@packs.command("check")
def pack_check(packs: MaybeNames = None) -> None:
    """Say everything that is wrong in packs, with file, line and what to do."""
    produced, bad = _produced(_detectors()), False
    for name in packs or names(FOLDER, ".toml"):
        try:
            pack = load(name, produced, FOLDER)
        except PackError as error:
            bad = True
            typer.echo("\n".join(error.lines))
        else:
            typer.echo(f"{name}: good, {len(pack.clause)} clauses")
    raise typer.Exit(1 if bad else 0)


@packs.command("try")
def pack_try(
    file: Annotated[
        Path, typer.Argument(help="Messages: JSON Lines as for `check`, or a line of text each", exists=True)
    ],
    packs: Annotated[str, typer.Option(help="Two packs or more, with commas between")] = "trust,heathfields",
    roster: Annotated[Path | None, typer.Option(help="CSV file of names")] = None,
) -> None:
    """Show, message by message, what packs would do differently."""
    detectors = _detectors(roster)
    produced = _produced(detectors)
    chosen = [load(name.strip(), produced, FOLDER) for name in packs.split(",")]
    text = _messages(file)
    lines, texts = zip(*as_lines(text), strict=True)
    answers = {pack.name: list(check_lines(lines, Judge(detectors, pack))) for pack in chosen}
    table = tried(texts, answers, chosen)
    console = Console()
    console.print(table)
    bad = unread(text, answers[chosen[0].name])
    judged = len(texts) - len(bad)
    counted = f"{judged} {'message' if judged == 1 else 'messages'}, {table.row_count} treated differently."
    console.print("\n".join([counted, *bad, *waits(chosen)]), markup=False)


def _messages(file: Path) -> str:
    """What is in a file of messages. Raises LabelsError where nothing can be read in it."""
    text = text_of(file)
    if not text.strip():
        raise LabelsError(f"{file}: {EMPTY}")
    return text


def _loaded(wanted: Sequence[str]) -> list[Pack]:
    produced = _produced(_detectors())
    return [load(name, produced, FOLDER) for name in wanted]


def _detectors(roster: Path | None = None) -> tuple[Detector, ...]:
    settings = load_settings()
    options = {name: dict(settings.detector.get(name, {})) for name in settings.detectors}
    if roster and "names" in options:
        options["names"]["roster"] = roster
    return load_detectors(settings.detectors, options)


def _produced(detectors: Sequence[Detector]) -> frozenset[str]:
    return frozenset(category for detector in detectors for category in detector.categories)


def _today() -> date:
    return datetime.now(LONDON).date()
