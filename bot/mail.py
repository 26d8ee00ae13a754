"""Sends a card by e-mail: plain text, HTML, and its picture inside; each failure says what to do."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, localtime

import aiosmtplib

from bot.page import page
from bot.ports import PlatformError, Trouble
from bot.staff.cards import Card
from moderation.digest import as_text

PATIENCE = 15.0  # seconds in which a server that is only tried has to let us in


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """A mail server to send through. `security`: tls (from the start), starttls, or none (this computer only).

    Posts like a platform does, so that the digest need not know which of the two it talks to.
    """

    host: str
    port: int
    sender: str
    username: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"
    timeout: float = 60.0  # seconds for each answer of the server's
    context: ssl.SSLContext | None = field(default=None, repr=False)  # None: the system's certificates

    async def post(self, place: str, card: Card, file: tuple[str, bytes] | None = None) -> str:
        """Send to one address; the message's id. Raises PlatformError.

        The same card to the same address has the same id (RFC 5322, 3.6.4), by which one sent twice can be told.
        """
        message = letter(card, file, sender=self.sender, to=place)
        with _in_words():
            async with self._connected(self.timeout) as server:
                await server.send_message(message, sender=self.sender, recipients=[place])
        return str(message["Message-ID"])

    async def missing(self) -> list[str]:
        """What keeps e-mail from going out, in one line; [] where the server lets us in and takes the sender."""
        try:
            with _in_words():
                async with asyncio.timeout(PATIENCE), self._connected(PATIENCE) as server:
                    await server.mail(self.sender)
                    await server.rset()
        except PlatformError as error:
            return [f"email: {error}"]
        return []

    def _connected(self, timeout: float) -> aiosmtplib.SMTP:
        """A connection, secured and logged in while it is entered."""
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.username or None,
            password=self.password or None,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=self.context,
            timeout=timeout,
            local_hostname=self.sender.rpartition("@")[2],
        )


@contextmanager
def _in_words() -> Iterator[None]:
    """Whatever goes wrong with the mail server is a PlatformError that says what to do."""
    try:
        yield
    except aiosmtplib.SMTPRecipientsRefused as error:
        why = "refused the address it should go to: check [digest] in the settings"
        raise _answered(error.recipients[0].code, Trouble.NO_MEMBER, why) from None
    except aiosmtplib.SMTPAuthenticationError as error:
        why = "refused the login: check SCHOOLGATE_MAIL_PASSWORD and username"
        raise _answered(error.code, Trouble.FORBIDDEN, why) from None
    except aiosmtplib.SMTPSenderRefused as error:
        raise _answered(error.code, Trouble.FORBIDDEN, "refused the sender: check sender") from None
    except aiosmtplib.SMTPResponseException as error:
        why = f"refused what was sent (code {error.code}): ask whoever runs it"
        raise _answered(error.code, Trouble.INVALID, why) from None
    except ssl.SSLError:
        raise _refused(Trouble.FORBIDDEN, "has no certificate that can be trusted: check host and security") from None
    except (OSError, UnicodeError):  # lost connections and time limits; a host that cannot be looked up at all
        raise _refused(Trouble.UNREACHABLE, "does not answer: check host and port") from None
    except aiosmtplib.SMTPException:
        raise _refused(Trouble.UNSUPPORTED, "lacks STARTTLS or the login: check security and port") from None


def letter(card: Card, file: tuple[str, bytes] | None, *, sender: str, to: str) -> EmailMessage:
    """The e-mail itself."""
    domain = sender.rpartition("@")[2]
    mark = hashlib.sha256(f"{to} {card.title}".encode()).hexdigest()[:32]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, card.title
    message["Date"], message["Message-ID"] = format_datetime(localtime()), f"<{mark}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by another machine
    message.set_content(as_text(card.title, card.fields))
    html = EmailMessage()
    html.set_content(page(card, f"cid:chart-{mark}@{domain}" if file else ""), subtype="html")
    if file:
        name, png = file
        html.add_related(png, "image", "png", cid=f"<chart-{mark}@{domain}>", filename=name, disposition="inline")
    message.make_alternative()
    message.attach(html)
    return message


def _answered(code: int, trouble: Trouble, why: str) -> PlatformError:
    """What a refusal means: codes under 500 only say that it may be tried again (RFC 5321, 4.2.1)."""
    if code < 500:
        return _refused(Trouble.UNREACHABLE, f"asks to be tried again later (code {code})")
    return _refused(trouble, why)


def _refused(trouble: Trouble, why: str) -> PlatformError:
    return PlatformError(trouble, hint=f"the mail server {why} ([mail])")
