"""What people are shown, as values; each adapter draws them in its platform's way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press. `id` is at most 64 bytes and means the same after a restart: `verb:case[:argument]`."""

    id: str
    label: str
    style: str = "plain"  # plain | good | danger


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One case (or the digest) in a staff channel. `evidence` is blurred until it is pressed (spoiler).

    `mention`: the platform's id of a person who is called when it is posted, "" for nobody. `locale`: the language of
    the digest's card, which is shown as a page too.
    """

    title: str
    fields: tuple[tuple[str, str], ...] = ()
    evidence: str = ""
    buttons: tuple[Button, ...] = ()
    urgent: bool = False
    mention: str = ""
    locale: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Words for one member alone.

    `text` is told privately. Where that cannot be done, `fallback` (which says nothing about the content) is
    posted in the group with one button; pressing it, only the member reads `text` (inbound.press with `button`).
    """

    text: str
    fallback: str
    button: Button
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a command or a press, for the person who asked alone; `buttons` go below `text`.

    `update` replaces the card the button sat on; `files` are (name, bytes) to attach, such as the digest's chart;
    `ask` opens a form (Discord modal; Telegram asks in words) whose answers come back as a Call.
    """

    text: str
    card: Card | None = None
    update: Card | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    ask: Form | None = None
    buttons: tuple[Button, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value a command takes. `kind`: text, member, clause, duration, case or message."""

    name: str
    help: str
    kind: str = "text"
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A few questions; the answers come back as the command `command` with `values` already filled in."""

    title: str
    command: str
    fields: tuple[Field, ...]
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One suggestion while somebody types: what is shown (at most 100 characters) and what is meant."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """What an adapter needs to offer one command. `needs`: staff, dsl or anyone; not `listed`: reached by a button."""

    name: str
    help: str
    fields: tuple[Field, ...] = ()
    needs: str = "staff"
    listed: bool = True
