"""`schoolgate roster` and `schoolgate consent`: what the office imports, previewed before anything changes."""

from __future__ import annotations

import asyncio
import getpass
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.directory import Directory
from bot.misread import SettingsError
from bot.records.store import Store, open_records
from bot.rosters import Change, compare, master_key, open_rosters
from bot.settings import ROOT, GroupSettings, Settings
from bot.settings import load as load_settings
from moderation import consents as registry
from moderation.clock import LONDON
from moderation.consents import Consent, Purpose
from moderation.roster import Person, Roster, RosterError, parse

rosters = typer.Typer(no_args_is_help=True, help="Who the school's pupils and staff are; kept encrypted.")
consents = typer.Typer(no_args_is_help=True, help="Families' consent for photos and for naming.")
PATIENCE = 1.0  # seconds without a progress bar
STEP = 200  # rows between two looks at the clock
MaybeFile = Annotated[Path | None, typer.Argument(help="CSV file; exports of SIMS, Arbor and Bromcom are understood")]
File = Annotated[
    Path, typer.Argument(help="CSV: given_name and family_name or id, photo_consent, naming_consent, until")
]
GroupName = Annotated[str, typer.Option("--group", help="The group's name in the configuration")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before changing anything")]
Names = Annotated[bool, typer.Option("--names", help="Show names, not only numbers")]
Entries = list[tuple[str, Consent]]


@rosters.command("import")
def roster_import(
    file: MaybeFile = None,
    *,
    group: GroupName,
    yes: Yes = False,
    names: Names = False,
    undo: Annotated[bool, typer.Option("--undo", help="Use the version before again")] = False,
) -> None:
    """Show what a roster would change, then keep it encrypted; --undo goes back to the one before."""
    settings = load_settings()
    chosen, store = _group(settings, group), open_rosters(settings)
    name = chosen.name
    if undo is (file is not None):
        raise RosterError(["roster import: give either a FILE.csv or --undo"])
    shelf = store.read(name)
    old = shelf.current or _from_file(chosen)
    new = (shelf.previous or _from_file(chosen)) if file is None else _parsed(file)
    change, replaced = compare(old, new), bool(chosen.roster) and not (undo or shelf.current)
    _say_change(name, (old, new), change, names=names)
    if file and _has_staff(old) and not _has_staff(new):
        typer.echo("  No staff are in this file: their names will not be recognised; add rows with kind staff")
    if file and _has_numbers(old) and not _has_numbers(new):
        typer.echo("  No numbers are in this file: what families said under a number is not found; add the column id")
    if replaced:
        typer.echo(f"  {chosen.roster} is not read any more after this import.")
    elif undo and chosen.roster and not shelf.previous:
        typer.echo(f"  {chosen.roster} is read again after this.")
    if not (change or undo or replaced):
        typer.echo("Nothing is different, so nothing was changed.")
        return
    _confirm(yes=yes)
    if undo:
        store.undo(name, datetime.now(UTC))
    else:
        store.put(name, new, datetime.now(UTC))
    typer.echo(f"Done; a running bot uses it within a minute. Undo: schoolgate roster import --undo --group '{name}'")


@rosters.command("list")
def roster_list(group: Annotated[str, typer.Option("--group")] = "", *, names: Names = False) -> None:
    """Say how many people are known in each group, class by class."""
    settings = load_settings()
    store = open_rosters(settings)
    for one in [_group(settings, group)] if group else settings.groups:
        shelf = store.read(one.name)
        where = f"imported, last changed {_day(shelf.at)}" if shelf.current and shelf.at else f"from {one.roster}"
        roster = shelf.current or (parse(ROOT / one.roster) if one.roster else Roster())
        typer.echo(f"{one.name}: {_counted(roster)} ({where if roster.people else 'no roster'})")
        classes = Counter(pupil.group or "no class" for pupil in roster.pupils)
        typer.echo("".join(f"  {name}: {count}\n" for name, count in sorted(classes.items())), nl=False)
        typer.echo("".join(f"  {_line(person)}\n" for person in roster.people if names), nl=False)


@rosters.command("remove")
def roster_remove(
    group: GroupName,
    *,
    yes: Yes = False,
    for_good: Annotated[bool, typer.Option("--for-good", help="Keep nothing to undo it with")] = False,
) -> None:
    """Use no imported roster any more; --for-good also deletes the version before."""
    settings = load_settings()
    name, store = _group(settings, group).name, open_rosters(settings)
    shelf = store.read(name)
    if not (shelf.current or (for_good and shelf.previous)):
        raise RosterError([f"{name}: there is no imported roster"])
    kept = "nothing is kept" if for_good else "it can be undone"
    typer.echo(f"{name}: {_counted(shelf.current or Roster())} would be removed; {kept}.")
    _confirm(yes=yes)
    if for_good:
        store.forget(name)
    else:
        store.put(name, None, datetime.now(UTC))
    typer.echo("Removed; a running bot forgets it within a minute.")


@consents.command("import")
def consent_import(
    file: File,
    *,
    group: GroupName,
    by: Annotated[str, typer.Option("--by", help="The member of staff who answers for it")] = "",
    yes: Yes = False,
) -> None:
    """Show what a file of consents would change, then note it; `no` withdraws, an empty cell says nothing."""
    settings = load_settings()
    asyncio.run(_import_consents(settings, _group(settings, group), (file, by or getpass.getuser()), yes=yes))


async def _import_consents(settings: Settings, group: GroupSettings, source: tuple[Path, str], *, yes: bool) -> None:
    records = await open_records(settings.database, master_key(settings), settings.retention.model_dump())
    try:
        at = datetime.now(UTC)
        plain = {group.name: ROOT / group.roster if group.roster else None}
        directory = Directory(rosters=open_rosters(settings), consents=records, plain=plain)
        await directory.refresh(at)
        roster = directory.roster(group.name)
        with _errors_in_full():
            entries = registry.parse(source[0], roster, by=source[1], at=at)
        entries = await _new(records, entries)
        typer.echo(f"{group.name}: {_tally(entries)}")
        if entries:
            _confirm(yes=yes)
            await records.consented(entries)
            typer.echo("Done; a running bot uses it within a minute.")
            await _say_posts(records, group, _withdrawn(roster, entries))
    finally:
        await records.close()


async def _new(records: Store, entries: Entries) -> Entries:
    """Those that say something else than the registry does."""
    standing = await records.consents({pupil for pupil, _ in entries})

    def is_new(pupil: str, entry: Consent) -> bool:
        known = standing.get(pupil, {}).get(entry.purpose)
        return known is None or (known.given, known.until) != (entry.given, entry.until)

    return [(pupil, entry) for pupil, entry in entries if is_new(pupil, entry)]


def _withdrawn(roster: Roster, entries: Entries) -> dict[Purpose, list[Person]]:
    """The pupils who had consent until now."""
    refused = {(pupil, entry.purpose) for pupil, entry in entries if not entry.given}
    return {
        Purpose.PHOTO: [p for p in roster.pupils if p.photo_consent and (p.identity, Purpose.PHOTO) in refused],
        Purpose.NAMING: [p for p in roster.pupils if p.naming_consent and (p.identity, Purpose.NAMING) in refused],
    }


async def _say_posts(records: Store, group: GroupSettings, withdrawn: dict[Purpose, list[Person]]) -> None:
    for purpose, pupils in withdrawn.items():
        if pupils:
            about = registry.about(pupils, purpose)
            posts = await records.posts(group.platform, group.id, about, reader=getpass.getuser())
            cases = ", ".join(str(post.case) for post in posts if not post.down) or "none found"
            known = [identity for pupil in pupils for identity in pupil.identities]
            clean = await records.mentions(group.platform, group.id, known, pictured=purpose is Purpose.PHOTO)
            typer.echo(f"{purpose} withdrawn for {len(pupils)}; cases with posts that are still up: {cases}.")
            if clean:
                typer.echo(f"{len(clean)} more without a case: /consent withdraw lists them in the staff channel.")
            typer.echo("Look through albums and older posts yourself.")


def _tally(entries: Entries) -> str:
    counted = Counter((entry.purpose, entry.given) for _, entry in entries)
    parts = [f"{counted[purpose, True]} {purpose} given, {counted[purpose, False]} withdrawn" for purpose in Purpose]
    return "; ".join(parts) + " or refused." if entries else "nothing is different, so nothing was changed."


def _group(settings: Settings, said: str) -> GroupSettings:
    for group in settings.groups:
        if said.casefold() in (group.name.casefold(), group.id):
            return group
    names = ", ".join(group.name for group in settings.groups) or "none"
    raise SettingsError(f"--group: there is no group {said[:40]!r} in the configuration; there are: {names}")


def _from_file(group: GroupSettings) -> Roster:
    """The roster of the configured file; one that cannot be read is said, and does not stop what replaces it."""
    try:
        return parse(ROOT / group.roster) if group.roster else Roster()
    except RosterError as error:
        typer.echo(str(error), err=True)
        return Roster()


def _parsed(file: Path) -> Roster:
    with _errors_in_full(), _late_bar(file) as step:
        found = parse(file, step)
        if not found.people:
            raise RosterError([f"{file.name}: nobody is in it: add a row for each pupil and member of staff"])
        return found


@contextmanager
def _errors_in_full() -> Iterator[None]:
    """Every bad row on a line of its own; nothing was changed by then."""
    try:
        yield
    except RosterError as error:
        for line in error.errors:
            typer.echo(line, err=True)
        raise RosterError([f"{len(error.errors)} to put right; nothing was changed"]) from None


@contextmanager
def _late_bar(file: Path) -> Iterator[Callable[[], None]]:
    """What to call for each row; a bar is shown when it takes more than a second."""
    from rich.console import Console
    from rich.progress import Progress

    begun, rows = time.monotonic(), 0
    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("Reading rows", total=max(1, _rows(file)))

    def step() -> None:
        nonlocal rows
        rows += 1
        if rows % STEP == 0 and time.monotonic() - begun > PATIENCE:
            bar.start()
            bar.update(task, completed=rows)

    try:
        yield step
    finally:
        if bar.live.is_started:
            bar.stop()


def _rows(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.is_file() else 0


def _say_change(name: str, versions: tuple[Roster, Roster], change: Change, *, names: bool) -> None:
    old, new = versions
    counts = f"{len(change.added)} added, {len(change.changed)} changed, {len(change.removed)} removed"
    typer.echo(f"{name}: now {_counted(old)}; then {_counted(new)}: {counts}.")
    if names:
        for what, people in (("added", change.added), ("changed", change.changed), ("removed", change.removed)):
            typer.echo("".join(f"  {what}: {_line(person)}\n" for person in people), nl=False)
    if namesakes := new.namesakes():
        borne = "1 name is" if len(namesakes) == 1 else f"{len(namesakes)} names are"
        typer.echo(f"  {borne} borne by several pupils: a column id tells them apart.")


def _counted(roster: Roster) -> str:
    pupils = len(roster.pupils)
    return f"{pupils} {'pupil' if pupils == 1 else 'pupils'} and {len(roster.people) - pupils} staff"


def _has_staff(roster: Roster) -> bool:
    return len(roster.pupils) < len(roster.people)


def _has_numbers(roster: Roster) -> bool:
    return any(pupil.id for pupil in roster.pupils)


def _day(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%-d %B %Y}"


def _line(person: Person) -> str:
    parts = (person.given_name, person.family_name, person.group or person.role)
    return " ".join(part for part in parts if part)


def _confirm(*, yes: bool) -> None:
    if not yes:
        typer.confirm("Change it?", abort=True)
