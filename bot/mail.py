"""Sends a card by e-mail: plain text, HTML, and its picture inside; each failure says what to do."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, localtime

import aiosmtplib

from bot.page import page
from bot.ports import PlatformError, Trouble
from bot.staff.cards import Card
from moderation.digest import as_text


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
        try:
            await self._send(message, place)
        except aiosmtplib.SMTPAuthenticationError:
            raise _refused(
                Trouble.FORBIDDEN, "refused the login: check SCHOOLGATE_MAIL_PASSWORD and username"
            ) from None
        except aiosmtplib.SMTPRecipientsRefused:
            raise _refused(
                Trouble.NO_MEMBER, "refused the address it should go to: check [digest] in the settings"
            ) from None
        except aiosmtplib.SMTPSenderRefused:
            raise _refused(Trouble.FORBIDDEN, "refused the sender: check sender") from None
        except aiosmtplib.SMTPResponseException as error:
            trouble = Trouble.UNREACHABLE if error.code < 500 else Trouble.INVALID
            raise _refused(trouble, f"refused the message (code {error.code})") from None
        except ssl.SSLError:
            raise _refused(
                Trouble.FORBIDDEN, "has no certificate that can be trusted: check host and security"
            ) from None
        except OSError:  # aiosmtplib's own for lost connections and time limits are among them
            raise _refused(Trouble.UNREACHABLE, "does not answer: check host and port") from None
        except aiosmtplib.SMTPException:
            raise _refused(Trouble.UNSUPPORTED, "lacks STARTTLS or the login: check security and port") from None
        return str(message["Message-ID"])

    async def _send(self, message: EmailMessage, place: str) -> None:
        await aiosmtplib.send(
            message,
            sender=self.sender,
            recipients=[place],
            hostname=self.host,
            port=self.port,
            username=self.username or None,
            password=self.password or None,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=self.context,
            timeout=self.timeout,
            local_hostname=self.sender.rpartition("@")[2],
        )


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


def _refused(trouble: Trouble, why: str) -> PlatformError:
    return PlatformError(trouble, hint=f"{trouble.value}: the mail server {why} ([mail])")
