"""Single values of the configuration that are more than a text: how each has to look, and what to write instead."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationInfo

TOKENS = {  # how a person or a role is written on each platform, and what to write
    "telegram": (r"user:\d+|chat:-\d+|staff_place|dsl_place", "write staff_place, dsl_place or user:<id>"),
    "discord": (r"(role|user):\d+", "write role:<id> or user:<id>"),
    "sandbox": (r"(role|user):\S+", "write role:<id> or user:<id>"),
}
ADDRESS = r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+"  # nothing in it could be read as a name or as another header
PLACES = {"discord": r"\d+", "telegram": r"-?\d+", "sandbox": r"[\w-]+", "email": ADDRESS}


def _plain(said: object) -> str:
    """An id may be written as a number, and is often copied with a blank."""
    return str(said).strip()


def _token(said: str, known: ValidationInfo) -> str:
    pattern, advice = TOKENS.get(known.data.get("platform", ""), (".*", ""))  # settings_check names an unknown one
    if not re.fullmatch(pattern, said, re.ASCII):
        raise ValueError(advice)
    return said


def _place(said: str) -> tuple[str, str]:
    platform, _, where = str(said).partition(":")
    if not re.fullmatch(PLACES.get(platform, "(?!)"), where, re.ASCII):
        raise ValueError("write discord:<channel id>, telegram:<chat or person id> or email:<address>")
    return platform, where


def _address(said: str) -> str:
    if said and not re.fullmatch(ADDRESS, said, re.ASCII):
        raise ValueError("write an e-mail address alone, without a name: schoolgate@hollybank.example")
    return said


def _url(said: str) -> str:
    """Telegram itself posts to https alone; a Bot API server of one's own to http as well."""
    if said and not re.fullmatch(r"https?://\S+", said):
        raise ValueError("write the whole address: https://bot.hollybank.example/telegram")
    return said


def _listen(said: str) -> str:
    _, _, port = said.rpartition(":")
    if not re.fullmatch(r"\S+:\d{1,5}", said, re.ASCII) or not 1 <= int(port) <= 65535:
        raise ValueError("write host:port, the port from 1 to 65535: 127.0.0.1:8443")
    return said


def _secret(said: SecretStr) -> SecretStr:
    """Without the end of a line, which files leave; quotation marks would be sent as part of it."""
    secret = said.get_secret_value().strip()
    if re.search(r"""[\s"']""", secret):
        raise ValueError("write the token alone, without quotation marks, blanks and line breaks")
    return SecretStr(secret)


def _header(said: SecretStr) -> SecretStr:
    """What Telegram sends back in a header (https://core.telegram.org/bots/api#setwebhook, `secret_token`)."""
    if not re.fullmatch(r"[\w-]{0,256}", said.get_secret_value(), re.ASCII):
        raise ValueError("write at most 256 of the characters A-Z, a-z, 0-9, _ and - (openssl rand -hex 32)")
    return said


Id = Annotated[str, BeforeValidator(_plain)]
Token = Annotated[Id, AfterValidator(_token)]
Place = Annotated[tuple[str, str], BeforeValidator(_place)]
Address = Annotated[str, AfterValidator(_address)]
Url = Annotated[str, AfterValidator(_url)]
Listen = Annotated[str, AfterValidator(_listen)]
Secret = Annotated[SecretStr, AfterValidator(_secret)]
HookSecret = Annotated[Secret, AfterValidator(_header)]
