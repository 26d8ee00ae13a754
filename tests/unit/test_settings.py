"""Configuration: an unknown key, a bad value or a missing group stops the start and is named."""

import pytest

from bot.settings import SettingsError, load

GOOD = """
school = "Test School"
[[groups]]
name = "g"
platform = "sandbox"
id = 12
staff = ["user:1"]
"""
WRONG = [
    ("an unknown key", GOOD.replace("school", "skool"), ["skool"]),
    ("an unknown key of a group", GOOD + 'colour = "red"\n', ["groups.0.colour"]),
    ("a bad time", GOOD + '[digest]\ntime = "25:00"\n', ["digest.time"]),
    ("a bad day", GOOD + '[digest]\nday = "someday"\n', ["digest.day"]),
    ("no group for the platform", GOOD.replace('"sandbox"', '"discord"'), ["sandbox", "[[groups]]"]),
    ("the same group twice", GOOD + GOOD[GOOD.index("[[") :], ["groups.1.id"]),
    ("a roster that is not there", GOOD + 'roster = "nowhere.csv"\n', ["groups.0.roster", "nowhere.csv"]),
    ("broken TOML", GOOD.replace("[[groups]]", "[[groups"), ["not valid TOML", "line"]),
    ("no days of retention", GOOD + "[retention]\ncase = 0\n", ["retention.case"]),
]


@pytest.fixture
def config(tmp_path, monkeypatch):
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("SCHOOLGATE_CONFIG", str(path))
    for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return path


def test_the_file_is_read_and_ids_may_be_numbers(config):
    config.write_text(GOOD)
    settings = load()
    assert settings.groups[0].group().id == "12"
    assert settings.platforms == ("sandbox",)


@pytest.mark.parametrize(("what", "text", "named"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_named_with_file_and_key(config, what, text, named):
    config.write_text(text)
    with pytest.raises(SettingsError) as error:
        load()
    for part in ("mine.toml", *named):
        assert part in str(error.value)


def test_a_missing_file_says_what_to_do(config):
    with pytest.raises(SettingsError, match="no such file; copy"):
        load()


def test_a_token_chooses_its_platform_and_is_never_printed(config, monkeypatch):
    config.write_text(GOOD.replace('"sandbox"', '"telegram"'))
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:not-a-real-token")
    settings = load()
    assert settings.platforms == ("telegram",)
    assert settings.options("telegram")["token"] == "123:not-a-real-token"
    assert "not-a-real-token" not in repr(settings)


def test_our_own_configuration_is_good(monkeypatch):
    monkeypatch.delenv("SCHOOLGATE_CONFIG", raising=False)
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    assert load().platforms == ("sandbox",)
