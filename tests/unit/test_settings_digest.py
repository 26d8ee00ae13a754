"""The settings of the digest and of the mail server: each wrong value is one line with the file and the field."""

import pytest

from bot.misread import SettingsError
from bot.settings import load

GROUP = '[[groups]]\nname = "g"\nplatform = "sandbox"\nid = "1"\n'
MAIL = '[mail]\nhost = "smtp.hollybank.example"\nsender = "schoolgate@hollybank.example"\n'
WRONG_DIGEST = [
    ('day = "monday"', "digest.day", ""),
    ("day = 1", "digest.day", ""),
    ('time = "24:00"', "digest.time", ""),
    ('time = "7:30"', "digest.time", ""),
    ('time = "07:60"', "digest.time", ""),
    ("patience_days = 0", "digest.patience_days", ""),
    ("patience_days = 7", "digest.patience_days", ""),
    ('patience_days = "soon"', "digest.patience_days", ""),
    ('weekday = "mon"', "digest.weekday", ""),
    ('to = "email:dsl@hollybank.example"', "digest.to", ""),
    ('to = ["dsl@hollybank.example"]', "digest.to, entry 1", "email:<address>"),
    ('to = ["sandbox:digest", "pigeon:loft"]', "digest.to, entry 2", "email:<address>"),
    ('to = ["telegram:@hollybank"]', "digest.to, entry 1", "telegram:<chat or person id>"),
    ('to = ["discord:dsl"]', "digest.to, entry 1", "discord:<channel id>"),
    ('to = ["discord:-100"]', "digest.to, entry 1", "discord:<channel id>"),
    ('to = ["telegram:"]', "digest.to, entry 1", "telegram:<chat or person id>"),
    ('to = ["email:dsl"]', "digest.to, entry 1", "email:<address>"),
    ('to = ["email:DSL <dsl@hollybank.example>"]', "digest.to, entry 1", "email:<address>"),
    ('to = ["email:a@x.example,b@x.example"]', "digest.to, entry 1", "email:<address>"),
    ('to = ["email:dsl@x.example\\nBcc: all@x.example"]', "digest.to, entry 1", "email:<address>"),
    ('governors = ["chair"]', "digest.governors, entry 1", "email:<address>"),
    ('second = "head@hollybank.example"', "digest.second", "email:<address>"),
    ('second = ["email:head@hollybank.example"]', "digest.second", "email:<address>"),
]
WRONG_MAIL = [
    ("port = 0", "mail.port", ""),
    ("port = 65536", "mail.port", ""),
    ('port = "smtp"', "mail.port", ""),
    ('security = "ssl"', "mail.security", ""),
    ('security = "none"', "mail.security", "only for a mail server on this computer"),
    ('password = "x"', "mail.password", ""),
    ('username = "schoolgate"', "mail.username", "SCHOOLGATE_MAIL_PASSWORD"),
]
SENDERS = [
    "",
    "hollybank",
    "Hollybank <a@hollybank.example>",
    "a@b@c.example",
    "a b@c.example",
    "a@c.example\\nBcc: b@c.example",
]


@pytest.fixture
def config(tmp_path, monkeypatch):
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("SCHOOLGATE_CONFIG", str(path))
    for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "DATABASE_URL", "SCHOOLGATE_MAIL_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return path


def refusal(config, text):
    """The one line by which a configuration is refused."""
    config.write_text(text)
    with pytest.raises(SettingsError) as error:
        load()
    lines = str(error.value).splitlines()
    assert len(lines) == 1, lines
    assert "Value error" not in lines[0]
    return lines[0]


@pytest.mark.parametrize(("wrong", "named", "advice"), WRONG_DIGEST, ids=[row[0] for row in WRONG_DIGEST])
def test_a_wrong_value_of_the_digest_is_one_line(config, wrong, named, advice):
    line = refusal(config, f"{GROUP}{MAIL}[digest]\n{wrong}\n")
    assert line.startswith(str(config))
    assert f": {named}: " in line
    assert advice in line


@pytest.mark.parametrize(("wrong", "named", "advice"), WRONG_MAIL, ids=[row[0] for row in WRONG_MAIL])
def test_a_wrong_value_of_the_mail_server_is_one_line(config, wrong, named, advice):
    line = refusal(config, f"{GROUP}{MAIL}{wrong}\n")
    assert line.startswith(str(config))
    assert f": {named}: " in line
    assert advice in line


@pytest.mark.parametrize("sender", SENDERS)
def test_the_sender_is_one_address_and_nothing_else(config, sender):
    line = refusal(config, f'{GROUP}[mail]\nhost = "smtp.hollybank.example"\nsender = "{sender}"\n')
    assert ": mail.sender: " in line


def test_a_sender_that_is_left_out_is_asked_for(config):
    line = refusal(config, f'{GROUP}[mail]\nhost = "smtp.hollybank.example"\n')
    assert ": mail.sender: give the address" in line


def test_an_address_needs_a_mail_server(config):
    line = refusal(config, f'{GROUP}[digest]\nto = ["email:dsl@hollybank.example"]\n')
    assert ": mail.host: " in line


@pytest.mark.parametrize("key", ['to = ["telegram:-100123"]', 'governors = ["discord:7"]', 'second = "telegram:5"'])
def test_a_place_on_a_platform_that_does_not_run_is_one_line(config, key):
    line = refusal(config, f"{GROUP}[digest]\n{key}\n")
    assert "digest: a place is on " in line
    assert "set its token" in line


def test_two_wrong_values_are_two_lines(config):
    config.write_text(f'{GROUP}[digest]\nday = "x"\ntime = "x"\n')
    with pytest.raises(SettingsError) as error:
        load()
    first, second = str(error.value).splitlines()
    assert (": digest.day: " in first, ": digest.time: " in second) == (True, True)


def test_good_values_are_read(config, monkeypatch):
    monkeypatch.setenv("SCHOOLGATE_MAIL_PASSWORD", "not-a-real-one")
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:not-a-real-one")
    digest = 'day = "fri"\ntime = "15:30"\nto = ["email:dsl.one+week@hollybank.sch.uk", "telegram:-1001234567890"]\n'
    digest += 'governors = ["email:o\'brien@hollybank.example"]\nsecond = "telegram:123456"\npatience_days = 6\n'
    config.write_text(f'{GROUP.replace("sandbox", "telegram")}[digest]\n{digest}{MAIL}username = "schoolgate"\n')
    settings = load()
    assert settings.digest.to == (("email", "dsl.one+week@hollybank.sch.uk"), ("telegram", "-1001234567890"))
    assert (settings.digest.second, settings.digest.patience_days) == (("telegram", "123456"), 6)
    assert (settings.mail.port, settings.mail.security) == (587, "starttls")
    assert "not-a-real-one" not in repr(settings)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_mail_server_on_this_computer_needs_no_tls(config, host):
    config.write_text(f'{GROUP}[mail]\nhost = "{host}"\nsender = "a@hollybank.example"\nsecurity = "none"\n')
    assert load().mail.security == "none"
