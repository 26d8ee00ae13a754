"""The `schoolgate` command: run, check, doctor."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.check import check as check_lines
from bot.check import dumps
from bot.logs import set_up
from bot.ports import PlatformError, RecordsError
from bot.settings import GroupSettings, SettingsError
from bot.settings import load as load_settings
from moderation.byname import UnknownNameError
from moderation.policy.pack import PackError
from moderation.roster import RosterError

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
ERRORS = (SettingsError, PackError, UnknownNameError, RecordsError, RosterError)


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
    pack: Annotated[str, typer.Option(help="Policy pack: a file name in config/packs")] = "trust",
    roster: Annotated[Path | None, typer.Option(help="CSV file of names")] = None,
) -> None:
    """Judge messages (JSON lines in and out); nothing is recorded or done."""
    from bot import app

    judge = app.build_judge(load_settings(), GroupSettings(name="", platform="", id="", pack=pack, roster=roster and roster.resolve()))
    bad = False
    with jsonl.open() if jsonl else sys.stdin as lines:
        for answer in check_lines(lines, judge):
            bad = bad or "error" in answer
            typer.echo(dumps(answer))
    raise typer.Exit(1 if bad else 0)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _stop(error: BaseException) -> NoReturn:
    typer.echo(f"Schoolgate cannot start: {error}", err=True)
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
