"""The `schoolgate` command."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.alone import alone
from bot.check import check as check_lines
from bot.check import dumps
from bot.evaluate import LabelsError, judge_files, text_of
from bot.letters.phrases import TemplateError
from bot.logs import set_up
from bot.misread import SettingsError
from bot.pack_cli import packs
from bot.ports import PlatformError, RecordsError
from bot.ports.records import ChainReport
from bot.roster_cli import consents, rosters
from bot.settings import GroupSettings, Settings
from bot.settings import load as load_settings
from bot.staff.locale import LocaleError
from moderation.byname import UnknownNameError
from moderation.detectors import OptionError
from moderation.digest import When, so_far
from moderation.models.evaluate import Judged, Labelled
from moderation.policy.pack import PackError
from moderation.roster import RosterError

Files = Annotated[list[Path], typer.Argument(help="Labelled messages: JSON Lines or CSV", exists=True)]
PackName = Annotated[str, typer.Option(help="Policy pack: a file name in config/packs")]

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
models = typer.Typer(no_args_is_help=True, help="The bundled model and Detoxify's own checkpoints.")
cli.add_typer(models, name="model")
cli.add_typer(rosters, name="roster")
cli.add_typer(consents, name="consent")
cli.add_typer(packs, name="pack")
ERRORS = (
    SettingsError,
    PackError,
    UnknownNameError,
    OptionError,
    RecordsError,
    RosterError,
    LabelsError,
    LocaleError,
    TemplateError,
)

DRY = "Dry run is on: messages are judged and recorded, nothing is done; unset SCHOOLGATE_DRY_RUN and dry_run to act."
WET = "Dry run is off: what the policy says is done."


@cli.command()
def run() -> None:
    """Watch the configured platforms; without any token, the sandbox on this computer."""
    from bot import app

    async def go(settings: Settings) -> None:
        async with app.build(settings) as built:
            task = asyncio.ensure_future(built.run())
            for name in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(name, task.cancel)
            await asyncio.wait([task])
            if not task.cancelled() and (error := task.exception()):
                raise error

    try:
        settings = load_settings()
        with alone(settings.data):
            asyncio.run(go(settings))
    except* PlatformError as group:
        _stop(_first(group))
    except* ERRORS as group:
        _stop(_first(group))


@cli.command()
def check(
    jsonl: Annotated[Path | None, typer.Option(help="File of JSON lines; standard input: - or left out")] = None,
    pack: PackName = "trust",
    roster: Annotated[Path | None, typer.Option(help="CSV file of names")] = None,
) -> None:
    """Judge messages (JSON lines in and out); nothing is recorded or done."""
    from bot import app

    jsonl = None if jsonl == Path("-") else jsonl
    if jsonl:
        _check_readable(jsonl)
    judge = app.build_judge(load_settings(), _group(pack, roster))
    bad = False
    with jsonl.open("rb") if jsonl else sys.stdin.buffer as lines:
        for answer in check_lines(lines, judge):
            bad = bad or "error" in answer
            typer.echo(dumps(answer))
    raise typer.Exit(1 if bad else 0)


def _check_readable(path: Path) -> None:
    """Stop with one line, before a model is loaded, where a file of messages cannot be opened."""
    try:
        path.open().close()
    except OSError as error:
        _stop(ValueError(f"--jsonl: {path}: {error.strerror}; check the path and its permissions"))


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
    total = sum(text_of(path).count("\n") for path in files)
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

    settings = load_settings()
    typer.echo(DRY if settings.dry_run else WET)

    async def go() -> list[str]:
        async with app.build(settings) as built:
            return await built.missing()

    try:
        lines = asyncio.run(go())
    except (PlatformError, ExceptionGroup) as error:
        if not isinstance(first := _first(error), (PlatformError, *ERRORS)):
            raise
        _stop(first)
    typer.echo("\n".join(lines) or "All is well: nothing is missing.")
    raise typer.Exit(1 if lines else 0)


@cli.command()
def digest(
    week: Annotated[str, typer.Option(help="ISO week, for example 2026-W46; this week so far when left out")] = "",
    out: Annotated[Path | None, typer.Option(help="File: .html, .png (the chart) or .txt; else it is printed")] = None,
    *,
    governors: Annotated[bool, typer.Option("--governors", help="Without case numbers and numbers under five")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Check the evidence log against its chain instead")] = False,
    head: Annotated[str, typer.Option(help="With --verify: the head that an earlier digest named")] = "",
) -> None:
    """Make a weekly digest again from the records; case numbers and counts only."""
    from bot import app
    from bot.digest import Edition

    now = datetime.now(UTC)
    if verify:
        _check_verify(head, {"--week": week, "--out": out, "--governors": governors})
        _verify(head)
    _check_digest(week, out, now)
    if head:
        _stop(ValueError("--head: it is looked for with --verify only; give both"))

    async def go() -> bytes:
        async with app.build(load_settings()) as built:
            edition = Edition.GOVERNORS if governors else Edition.DSL
            about = (week or so_far(now).label, now, edition)
            begun = await built.records.begun()
            if week and When().week(week, now).end <= begun:
                raise RecordsError(f"--week: {week} is before these records begin, on {begun:%d %B %Y}")
            if out and out.suffix == ".png":
                return await built.digest.chart(*about)
            made = await (built.digest.html if out and out.suffix == ".html" else built.digest.text)(*about)
            return made.encode()

    made = asyncio.run(go())
    if not out:
        typer.echo(made.decode())
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        _stop(ValueError(f"--out: {out} cannot be written: {error.strerror}"))


def _check_digest(week: str, out: Path | None, now: datetime) -> None:
    """Stop with one line where the week or the file of a digest cannot be had."""
    try:
        period = When().week(week, now) if week else so_far(now)
    except (ValueError, OverflowError):
        _stop(ValueError(f"--week: {week} is no ISO week; write it like 2026-W46"))
    if period.start > now:
        _stop(ValueError(f"--week: {week} has not begun; give this week or an earlier one"))
    if out and out.suffix not in (".html", ".png", ".txt"):
        _stop(ValueError(f"--out: {out.name} is none of .html, .png (the chart) and .txt; end the name in one of them"))
    if out and not out.parent.is_dir():
        _stop(ValueError(f"--out: there is no folder {out.parent}; make it first"))


def _check_verify(head: str, others: Mapping[str, object]) -> None:
    """Stop with one line where `--verify` is given what it has no use for."""
    for name, value in others.items():
        if value:
            _stop(ValueError(f"--verify: it makes no digest; leave {name} out"))
    if head and not re.fullmatch("[0-9a-f]{64}", head):
        _stop(ValueError("--head: write all 64 digits (0 to 9, a to f) that the digest named"))


def _verify(head: str) -> NoReturn:
    from bot import app

    async def go() -> ChainReport:
        async with app.build(load_settings()) as built:
            await built.records.extend_chain()
            return await built.records.check_chain(head)

    report = asyncio.run(go())
    typer.echo("\n".join(report.faults) or f"The evidence log is whole: {report.links} links, head {report.head}")
    raise typer.Exit(1 if report.faults else 0)


def _group(pack: str, roster: Path | None) -> GroupSettings:
    return GroupSettings(name="", platform="", id="", pack=pack, roster=roster and roster.resolve())


def _first(error: BaseException) -> BaseException:
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
