"""The master key: from the environment, or a file that is made on the first start and read by its owner alone."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

from bot.ports import RecordsError

BYTES = 32


def load_key(value: str, path: Path) -> bytes:
    """The 32 bytes of `value` (base64) if given, else of the key file at `path`, which is made when it is missing.

    Raises RecordsError when either is no key or the file cannot be read or made.
    """
    if value:
        return _decode(value, "the key in the environment")
    try:
        if not path.exists():
            _make(path)
        return _decode(path.read_text("ascii"), str(path))
    except UnicodeDecodeError:
        raise RecordsError(_advice(str(path))) from None
    except OSError as error:
        raise RecordsError(f"{path}: {error.strerror}: make the folder writable or set SCHOOLGATE_KEY") from None


def _make(path: Path) -> None:
    """Write a new key beside `path`, then link it into place: whoever comes first wins and nobody reads half a key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _decode(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise RecordsError(_advice(where)) from None
    if len(key) != BYTES:
        raise RecordsError(_advice(where))
    return key


def _advice(where: str) -> str:
    return f"{where}: not a key: it must be {BYTES} bytes in base64 (openssl rand -base64 {BYTES})"
