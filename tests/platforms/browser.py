"""Finds a Chromium to test the sandbox's page with: the one installed, else Debian's, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTALL_S = 600


class NoBrowserError(Exception):
    """No browser could be had; the message is the one line to show."""


@cache
def browser() -> str:
    """The path of a Chromium or Chrome, installed now if need be. Raises NoBrowserError."""
    for find in (_installed, _debian, _playwright):
        if path := find():
            return path
    raise NoBrowserError(
        "browser tests did not run: there is no Chromium or Chrome here and none could be installed; "
        f"install one, or run: {Path(sys.executable).name} -m playwright install chromium"
    )


def _installed() -> str:
    found = (shutil.which(name) for name in NAMES)
    there = (place for place in PLACES if Path(place).is_file())
    return next((path for path in (*found, *there) if path), "")


def _debian() -> str:
    """Debian's package, where this is Debian and we may install it."""
    apt = shutil.which("apt-get")
    if not apt or not Path("/etc/debian_version").is_file() or os.geteuid() != 0:
        return ""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "--yes", "--no-install-recommends", "chromium"]
    done = _ran([apt, "update"], quiet) and _ran(install, quiet)
    return _installed() if done else ""


def _playwright() -> str:
    """The browser Playwright downloads for itself, downloaded now if it is not there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).is_file():
        _ran([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))
    return path if Path(path).is_file() else ""


def _ran(command: list[str], environment: dict[str, str]) -> bool:
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=INSTALL_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
