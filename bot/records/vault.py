"""Sealing what must not be read from the disk: AES-256-GCM, one random key for each case, wrapped by the master key."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.ports import RecordsError

NONCE = 12  # bytes, random for each sealing (NIST SP 800-38D, 8.2.2)


class Box:
    """Seals and opens bytes with one key. `label` says what they are, so that one thing cannot pass for another."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, data: bytes, label: str) -> bytes:
        """Nonce and ciphertext."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, data, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes:
        """What was sealed; RecordsError when it was changed or sealed with another key."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], label.encode())
        except (InvalidTag, ValueError):
            raise RecordsError(f"a sealed {label} cannot be opened: restore the records from a backup") from None

    def seal_text(self, text: str, label: str) -> bytes | None:
        """Sealed text; None for none."""
        return self.seal(text.encode(), label) if text else None

    def open_text(self, sealed: bytes | None, label: str) -> str:
        """The text again; "" for none."""
        return self.open(sealed, label).decode() if sealed else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A case's key, ready to use and as it is stored."""

    box: Box
    wrapped: bytes


class Vault:
    """Makes and unwraps the keys of cases with the master key (32 bytes)."""

    def __init__(self, master: bytes) -> None:
        self._master = Box(master)
        self._hashing = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"schoolgate keyed hash").derive(master)

    def new(self) -> Key:
        """A fresh random key."""
        key = AESGCM.generate_key(256)
        return Key(box=Box(key), wrapped=self._master.seal(key, "key"))

    def key(self, wrapped: bytes) -> Key:
        """A stored key, ready to use."""
        return Key(box=self.unwrap(wrapped), wrapped=wrapped)

    def unwrap(self, wrapped: bytes) -> Box:
        """The box of a stored key."""
        return Box(self._master.open(wrapped, "key"))

    def keyed_hash(self, text: str) -> bytes:
        """32 bytes that stand for `text` and that nobody without the master key can tell or guess it from."""
        return hmac.digest(self._hashing, text.encode(), hashlib.sha256)

    def check(self) -> bytes:
        """A value by which this master key can be known again."""
        return self._master.seal(b"schoolgate", "check")

    def fits(self, check: bytes) -> bool:
        """Whether `check` was made with this master key."""
        try:
            return self._master.open(check, "check") == b"schoolgate"
        except RecordsError:
            return False
