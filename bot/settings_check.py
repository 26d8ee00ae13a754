"""Whether the parts of a configuration fit one another: what no field of it can tell by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.misread import SettingsError, numbered
from moderation.byname import UnknownNameError, find, meant, names

if TYPE_CHECKING:
    from bot.settings import GroupSettings, Settings


def check(path: Path, settings: Settings, root: Path) -> None:
    """What no field can tell by itself; `root` is the project's folder. Raises SettingsError."""
    _check_platforms(path, settings, names(root / "bot" / "adapters", ".py"))
    for name in settings.platforms:
        if not any(group.platform == name for group in settings.groups):
            raise SettingsError(f'{path}: groups: none has platform = "{name}"; add a [[groups]] table with its id')
    for name in settings.detector:
        if name not in settings.detectors:
            advice = meant(name, settings.detectors)
            raise SettingsError(f"{path}: detector.{name}: detectors does not list it; {advice}")
    _check_places(path, settings)
    _check_key(settings)
    seen: set[tuple[str, str]] = set()
    called: set[str] = set()
    for index, group in enumerate(settings.groups):
        where = f"{path}: {numbered(index, group.name)}"
        for key in ("name", "id"):
            if not getattr(group, key):
                raise SettingsError(f"{where}: {key}: is empty; fill it in")
        if (group.platform, group.id) in seen:
            raise SettingsError(f"{where}: id: this group stands twice")
        if group.name.casefold() in called:
            raise SettingsError(f"{where}: name: another group has this name, give each its own")
        seen.add((group.platform, group.id))
        called.add(group.name.casefold())
        _check_files(where, group, root)
        _check_apart(where, group, settings)


def _check_key(settings: Settings) -> None:
    """Records on a server outlive this computer's disk, which a host may empty: a key made here would not."""
    is_kept = settings.key.get_secret_value() or (settings.data / "schoolgate.key").exists()
    if settings.database_url.startswith("postgres") and not is_kept:
        advice = "set SCHOOLGATE_KEY (openssl rand -base64 32) and keep a copy of it"
        raise SettingsError(f"environment: DATABASE_URL: records on a server need a key that is not lost: {advice}")


def _check_platforms(path: Path, settings: Settings, known: Sequence[str]) -> None:
    """A misspelt platform would leave its group unwatched."""
    groups = [(numbered(index, group.name), group.platform) for index, group in enumerate(settings.groups)]
    turns = [(f"rota, entry {number}", turn.platform) for number, turn in enumerate(settings.rota, 1)]
    for where, platform in groups + turns:
        if platform not in known:
            advice = meant(platform.lower(), known)
            raise SettingsError(f"{path}: {where}: platform: there is no platform {platform}; {advice}")


def _check_apart(where: str, group: GroupSettings, settings: Settings) -> None:
    """What is for staff alone is never shown in a group that is watched: every parent would read it, and be staff."""
    for key in ("staff_place", "dsl_place", "digest_place"):
        if _is_watched((group.platform, getattr(group, key)), settings):
            raise SettingsError(f"{where}: {key}: this is the id of a parents' group; write the staff's own place")


def _is_watched(place: tuple[str, str], settings: Settings) -> bool:
    return any(place == (group.platform, group.id) for group in settings.groups)


def _check_files(where: str, group: GroupSettings, root: Path) -> None:
    """The files that a group names are there."""
    if group.roster and not (root / group.roster).is_file():
        raise SettingsError(f"{where}: roster: {group.roster}: no such file; correct the path")
    try:
        find(root / "config" / "packs", group.pack, ".toml")
    except UnknownNameError as error:
        raise SettingsError(f"{where}: pack: {error}") from None


def _check_places(path: Path, settings: Settings) -> None:
    """Where the digest goes, and what e-mail needs."""
    for platform, place in settings.digest.places:
        if _is_watched((platform, place), settings):
            raise SettingsError(f"{path}: digest: {platform}:{place} is a parents' group; write the staff's own place")
        if platform == "email" and not settings.mail.host:
            raise SettingsError(f"{path}: mail.host: the digest goes to an e-mail address; name the mail server")
        if platform not in (*settings.platforms, "email"):
            raise SettingsError(f"{path}: digest: a place is on {platform}, which is not running; set its token")
    if settings.mail.username and not settings.mail_password.get_secret_value():
        raise SettingsError(f"{path}: mail.username: a login needs its password; set SCHOOLGATE_MAIL_PASSWORD")
