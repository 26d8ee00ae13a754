"""The `schoolgate` command."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.check import check as check_lines
from bot.check import dumps
from bot.evaluate import LabelsError, judge_files
from bot.logs import set_up
from bot.ports import PlatformError, RecordsError
from bot.settings import GroupSettings, SettingsError
from bot.settings import load as load_settings
from moderation.byname import UnknownNameError
from moderation.models.evaluate import Judged, Labelled
from moderation.policy.pack import PackError
from moderation.roster import RosterError

Files = Annotated[list[Path], typer.Argument(help="Labelled messages: JSON Lines or CSV", exists=True)]
PackName = Annotated[str, typer.Option(help="Policy pack: a file name in config/packs")]

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
models = typer.Typer(no_args_is_help=True, help="The bundled model and Detoxify's own checkpoints.")
cli.add_typer(models, name="model")
ERRORS = (SettingsError, PackError, UnknownNameError, RecordsError, RosterError, LabelsError)


@cli.command()
def run() -> None:
    """Watch the configured platforms; without any token, the sandbox on this computer."""
    from bot import app

    async def go() -> None:
        async with app.build(load_settings()) as built:
            task = asyncio.ensure_future(built.run())
            for name in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(name, task.cancel)
            await asyncio.wait([task])
            if not task.cancelled() and (error := task.exception()):
                raise error

    try:
        asyncio.run(go())
    except* PlatformError as group:
        _stop(_first(group))
    except* ERRORS as group:
        _stop(_first(group))


@cli.command()
def check(
    jsonl: Annotated[Path | None, typer.Option(help="File of JSON lines; standard input when left out")] = None,
    pack: PackName = "trust",
    roster: Annotated[Path | None, typer.Option(help="CSV file of names")] = None,
) -> None:
    """Judge messages (JSON lines in and out); nothing is recorded or done."""
    from bot import app

    judge = app.build_judge(load_settings(), _group(pack, roster))
    bad = False
    with jsonl.open() if jsonl else sys.stdin as lines:
        for answer in check_lines(lines, judge):
            bad = bad or "error" in answer
            typer.echo(dumps(answer))
    raise typer.Exit(1 if bad else 0)


@cli.command()
def evaluate(files: Files, pack: PackName = "trust") -> None:
    """Measure decisions against labels; a roster beside a file (name.roster.csv) is used for it."""
    from moderation.models.evaluate import render, report

    typer.echo(render(report(*_judge_files(files, pack))))


@cli.command()
def tune(
    files: Files,
    pack: PackName = "trust",
    false_hides: Annotated[float, typer.Option(help="Share of benign messages that may be hidden")] = 0.03,
) -> None:
    """Choose thresholds on labelled messages and print them as lines for a pack."""
    from bot.tune import thresholds

    typer.echo("\n".join(thresholds(*_judge_files(files, pack), false_hides=false_hides)))


def _judge_files(files: list[Path], pack: str) -> tuple[list[Labelled], list[Judged]]:
    from rich.progress import Progress

    from bot import app

    settings = load_settings()
    total = sum(1 for path in files for _ in path.open(encoding="utf-8"))
    with Progress(transient=True) as progress:
        task = progress.add_task("Judging messages", total=total)
        return judge_files(
            files,
            lambda roster: app.build_judge(settings, _group(pack, roster)),
            lambda count: progress.advance(task, count),
        )


@models.command("list")
def model_list() -> None:
    """Say which models are there: the bundled one, and Detoxify's checkpoints that were exported."""
    from moderation.models.official import cached

    typer.echo("\n".join(["bundled", *cached()]))


@models.command("use")
def model_use(
    name: Annotated[str, typer.Argument(help="A checkpoint of Detoxify's, for example unbiased-small")],
) -> None:
    """Download one of Detoxify's checkpoints, export it, and say how to score toxicity with it."""
    from moderation.models.official import CheckpointError, fetch

    try:
        folder = fetch(name)
    except CheckpointError as error:
        _stop(error)
    typer.echo(f'Ready. Put into the configuration:\n\n[detector.toxicity]\nmodel = "{folder}"')


@cli.command()
def doctor() -> None:
    """Connect to every configured platform and say which rights, channels or settings are missing."""
    from bot import app

    async def go() -> list[str]:
        async with app.build(load_settings()) as built, asyncio.timeout(60):
            return await built.missing()

    lines = asyncio.run(go())
    typer.echo("\n".join(lines) or "All is well: nothing is missing.")
    raise typer.Exit(1 if lines else 0)


@cli.command()
def digest(
    week: Annotated[str, typer.Option(help="ISO week, for example 2026-W46; this week so far when left out")] = "",
    out: Annotated[Path | None, typer.Option(help="File for the text; standard output when left out")] = None,
) -> None:
    """Make a weekly digest again from the records; case numbers and counts only."""
    from bot import app
    from moderation.digest import so_far

    async def go() -> str:
        async with app.build(load_settings()) as built:
            return await built.digest.text(week or so_far(datetime.now(UTC)).label)

    try:
        text = asyncio.run(go())
    except ValueError:
        _stop(ValueError(f"--week: {week} is no ISO week; write it like 2026-W46"))
    out.write_text(f"{text}\n", encoding="utf-8") if out else typer.echo(text)


def _group(pack: str, roster: Path | None) -> GroupSettings:
    return GroupSettings(name="", platform="", id="", pack=pack, roster=roster and roster.resolve())


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _stop(error: BaseException) -> NoReturn:
    typer.echo(f"Schoolgate stopped: {error}", err=True)
    raise SystemExit(1)


def main() -> None:
    """Run the command; what is wrong is said in one line, without a traceback."""
    set_up()
    try:
        cli()
    except ERRORS as error:
        _stop(error)


if __name__ == "__main__":
    main()
