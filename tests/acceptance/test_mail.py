"""The digest by e-mail, through a real mail server: what arrives, and what is said when it does not."""

import asyncio
import email
import email.policy
import gc
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PIL import Image

from bot.app import build
from bot.digest import Digest
from bot.mail import Mailer
from bot.ports import PlatformError, Trouble
from bot.records.store import open_records
from bot.settings import load
from bot.staff.cards import Button, Card
from tests.platforms.evidence import FULL, KEY, NAME, NOW, SECRET, judged
from tests.platforms.running import configure

# Both mail libraries leave a connection to the garbage collector when TLS fails; it says so in the test that left it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
DSL = "dsl@hollybank.example"
GROUP = '[[groups]]\nname = "g"\nplatform = "sandbox"\nid = "1"\n'
CARD = Card(
    title="Hollybank: weekly digest 2026-W46",
    fields=(("Messages", "2 checked, 1 hidden"), ("New cases by clause", "4.2.1 <Threats> & more: 1\n5.1: 2")),
    buttons=(Button(id="read:2026-W46", label="Read"),),
)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def collected():
    yield
    gc.collect()


class Postbox:
    """What the server keeps; it refuses addresses that begin with `nobody`, and messages when it is full."""

    def __init__(self):
        self.letters = []
        self.full = False
        self.later = False

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 5.7.1 not allowed to send as that"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (the library's name)
        if self.later:
            return "450 4.7.1 greylisted"
        if address.startswith("nobody"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.full:
            return "452 4.2.2 mailbox full"
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, parsed))
        return "250 OK"


def known(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"schoolgate", PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def certificate(folder):
    """A certificate for 127.0.0.1 that only whoever is given its file trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of the test")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number())
    now = datetime.now(UTC)
    built = built.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = built.add_extension(names, critical=False).sign(key, hashes.SHA256())
    own, secret = folder / "server.pem", folder / "server.key"
    own.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*form))
    return own, secret


@pytest.fixture
def box():
    return Postbox()


@pytest.fixture
def trusted(tmp_path):
    """The server's side of TLS, and a client that trusts it."""
    own, secret = certificate(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(own, secret)
    return server, ssl.create_default_context(cafile=own)


@pytest.fixture
def mailer(box, trusted):
    """A mail server that wants STARTTLS and a login, and a mailer that knows it."""
    server, client = trusted
    control = Controller(
        box,
        "127.0.0.1",
        free_port(),
        tls_context=server,
        require_starttls=True,
        auth_required=True,
        authenticator=known,
    )
    control.start()
    yield Mailer(
        host="127.0.0.1",
        port=control.port,
        sender="schoolgate@hollybank.example",
        username="schoolgate",
        password=PASSWORD,
        context=client,
        timeout=5,
    )
    control.stop()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def png():
    image = BytesIO()
    Image.new("L", (4, 4)).save(image, "png")
    return image.getvalue()


async def refused(mailer, to=DSL):
    with pytest.raises(PlatformError) as error:
        await mailer.post(to, CARD)
    assert PASSWORD not in str(error.value)
    assert DSL not in str(error.value)
    return error.value


async def test_it_arrives_as_text_and_html_with_the_chart_inside(mailer, box):
    number = await mailer.post(DSL, CARD, ("digest.png", png()))
    ((sender, to, letter),) = box.letters
    assert (sender, to, letter["Subject"]) == (mailer.sender, [DSL], CARD.title)
    assert (letter["Message-ID"], letter["Auto-Submitted"]) == (number, "auto-generated")
    assert letter.get_content_type() == "multipart/alternative"
    text = letter.get_body(("plain",)).get_content()
    assert "Messages: 2 checked, 1 hidden" in text
    html = letter.get_body(("html",)).get_content()
    assert "<tr><td>4.2.1 &lt;Threats&gt; &amp; more</td><td>1</td></tr><tr><td>5.1</td><td>2</td></tr>" in html
    (image,) = [part for part in letter.walk() if part.get_content_type() == "image/png"]
    assert image.get_content() == png()
    assert f'src="cid:{image["Content-ID"].strip("<>")}"' in html
    assert 'alt="Chart of the numbers above. New cases by clause: 4.2.1 &lt;Threats&gt; &amp; more: 1; 5.1: 2"' in html


async def test_the_same_digest_sent_again_can_be_told_by_its_number(mailer, box):
    first, again = await mailer.post(DSL, CARD), await mailer.post(DSL, CARD)
    other = await mailer.post("head@hollybank.example", CARD)
    next_week = await mailer.post(DSL, replace(CARD, title="Hollybank: weekly digest 2026-W47"))
    assert first == again
    assert len({first, other, next_week}) == 3


async def test_a_refused_login_says_which_setting_to_look_at(mailer, box):
    error = await refused(replace(mailer, password="wrong"))
    assert error.trouble is Trouble.FORBIDDEN
    assert "SCHOOLGATE_MAIL_PASSWORD" in str(error)
    assert box.letters == []


async def test_a_refused_address_is_not_named(mailer, box):
    error = await refused(mailer, to="nobody@hollybank.example")
    assert (error.trouble, "nobody" in str(error), box.letters) == (Trouble.NO_MEMBER, False, [])


async def test_a_full_mailbox_may_be_tried_again(mailer, box):
    box.full = True
    error = await refused(mailer)
    assert (error.trouble, error.passing) == (Trouble.UNREACHABLE, True)
    box.full = False
    await mailer.post(DSL, CARD)
    assert len(box.letters) == 1


async def test_an_address_that_is_only_greylisted_is_not_called_wrong(mailer, box):
    box.later = True
    error = await refused(mailer)
    assert (error.trouble, "tried again later" in str(error)) == (Trouble.UNREACHABLE, True)


@pytest.mark.parametrize("host", ["smtp..hollybank.example", f"{'a' * 70}.example"])
async def test_a_host_that_cannot_be_one_is_said_like_one_that_does_not_answer(mailer, host):
    error = await refused(replace(mailer, host=host))
    assert "check host and port" in str(error)


async def test_a_server_is_tried_without_sending_anything(mailer, box):
    assert await mailer.missing() == []
    (line,) = await replace(mailer, password="wrong").missing()
    assert (line.startswith("email: the mail server"), "SCHOOLGATE_MAIL_PASSWORD" in line) == (True, True)
    (line,) = await replace(mailer, sender="nobody@hollybank.example").missing()
    assert "check sender" in line
    (line,) = await replace(mailer, port=free_port()).missing()
    assert "check host and port" in line
    assert box.letters == []


async def test_doctor_tries_the_mail_server(tmp_path, monkeypatch):
    mail = f'[mail]\nhost = "127.0.0.1"\nport = {free_port()}\nsecurity = "none"\nsender = "a@b.example"\n'
    configure(tmp_path, monkeypatch, GROUP + mail, SCHOOLGATE_SANDBOX_PORT="0", SCHOOLGATE_SANDBOX_REPLAY="no")
    async with build(load()) as app:
        lines = await app.missing()
    assert lines[-1] == "email: the mail server does not answer: check host and port ([mail])"


async def test_no_answer_is_said(mailer):
    error = await refused(replace(mailer, port=free_port()))
    assert (error.trouble, "does not answer" in str(error)) == (Trouble.UNREACHABLE, True)


async def test_a_server_that_accepts_and_says_nothing_is_not_waited_for_for_ever(mailer):
    heard = asyncio.Event()

    async def silent(reader, writer):
        heard.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        error = await refused(replace(mailer, port=port, timeout=0.3))
    assert heard.is_set()
    assert error.trouble is Trouble.UNREACHABLE


async def test_a_certificate_that_nobody_vouches_for_gets_no_password(mailer, box):
    error = await refused(replace(mailer, context=None))
    assert (error.trouble, "certificate" in str(error), box.letters) == (Trouble.FORBIDDEN, True, [])


async def test_a_server_without_tls_gets_no_password_and_no_digest(mailer, box):
    control = Controller(box, "127.0.0.1", free_port(), authenticator=known, auth_require_tls=False)
    control.start()
    try:
        error = await refused(replace(mailer, port=control.port))
    finally:
        control.stop()
    assert (error.trouble, box.letters) == (Trouble.UNSUPPORTED, [])


async def test_tls_from_the_start_and_none_at_all_on_this_computer(mailer, box, trusted):
    server, client = trusted
    for security, more in (("tls", {"server_hostname": "127.0.0.1", "ssl_context": server}), ("none", {})):
        control = Controller(box, "127.0.0.1", free_port(), **more)
        control.start()
        try:
            plain = replace(mailer, port=control.port, username="", password="", security=security, context=client)
            await plain.post(DSL, CARD)
        finally:
            control.stop()
    assert len(box.letters) == 2


async def test_a_week_goes_out_by_e_mail_once_without_names_or_text(mailer, box, tmp_path):
    due = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    store = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'r.db'}", KEY, clock=lambda: NOW)
    await store.settle(judged(1, *FULL))
    await store.extend_chain()
    digest = Digest(
        records=store,
        platforms={"email": mailer},
        places=[("email", DSL), ("email", "nobody@hollybank.example")],
        governors=[("email", "chair@hollybank.example")],
        school="Hollybank",
    )
    for minutes in (0, 1, 15, 30):
        await digest.send_due(due + timedelta(minutes=minutes))
    head = await store.extend_chain()
    await store.close()
    box.letters.sort(key=lambda one: one[1], reverse=True)
    assert [to for _, to, _ in box.letters] == [[DSL], ["chair@hollybank.example"]]
    whole = box.letters[0][2].as_string() + box.letters[1][2].as_string()
    assert not any(word in whole for word in (*NAME.split(), "Zebulon", "bicycle", SECRET))
    texts = [letter.get_body(("plain",)).get_content() for _, _, letter in box.letters]
    assert all(head in text for text in texts)
    assert ("1: #1" in texts[0], "#1" in texts[1], "fewer than 5" in texts[1]) == (True, False, True)
    assert DSL.encode() not in (tmp_path / "r.db").read_bytes()
