"""Configuration: an unknown key, a bad value or a missing group stops the start and is named."""

import re
import tomllib

import pytest

from bot.settings import (
    ROOT,
    DigestSettings,
    GroupSettings,
    LetterheadSettings,
    MailSettings,
    PileOn,
    QuietSettings,
    Retention,
    Settings,
    SettingsError,
    TermSettings,
    TurnSettings,
    load,
)

OURS = ROOT / "config" / "schoolgate.toml"
TABLES = {
    GroupSettings: "groups",
    DigestSettings: "digest",
    MailSettings: "mail",
    PileOn: "pile_on",
    QuietSettings: "quiet_hours",
    TurnSettings: "rota",
    LetterheadSettings: "letterhead",
    Retention: "retention",
    TermSettings: "terms",
}
OF_THE_ENVIRONMENT = {
    *("data", "database_url", "key", "mail_password", "discord_token", "discord_api", "discord_gateway"),
    *("telegram_token", "telegram_api", "telegram_files", "telegram_webhook", "telegram_listen", "telegram_secret"),
    *("sandbox_port", "sandbox_replay"),
}
GOOD = """
school = "Test School"
[[groups]]
name = "g"
platform = "sandbox"
id = 12
staff = ["user:1"]
"""
G = 'group 1 ("g")'
WRONG = [
    ("an unknown key", GOOD.replace("school", "skool"), [": skool: there is no such key; did you mean school?"]),
    ("a key like no other", "zzz = 1\n" + GOOD, [": zzz: there is no such key; there are: school, groups, "]),
    (
        "an unknown key of a group",
        GOOD + 'staf_place = "1"\n',
        [f"{G}: staf_place: there is no such key; did you mean staff_place?"],
    ),
    (
        "an odd key of a group",
        GOOD + 'zzz = "red"\n',
        [f"{G}: zzz: there is no such key; there are: name, platform, id, pack"],
    ),
    (
        "an unknown key of a table",
        GOOD + '[digest]\ntimes = "07:30"\n',
        ["digest.times: there is no such key; did you mean time?"],
    ),
    ("a bad time", GOOD + '[digest]\ntime = "7:30"\n', ["digest.time: write 07:30, with two digits each"]),
    ("a bad day", GOOD + '[digest]\nday = "someday"\n', ["digest.day: write mon, tue, wed, thu, fri, sat or sun"]),
    (
        "a bad day of quiet",
        GOOD + '[quiet_hours]\ndays = ["sat", "x"]\n',
        ["quiet_hours.days, entry 2: write mon, tue,"],
    ),
    ("an unknown language", GOOD + 'locale = "fr"\n', [f"{G}: locale: write en or cy"]),
    ("a day that is a number", GOOD + "[digest]\nday = 1\n", ["digest.day: write a text in quotation marks"]),
    ("a text for a list", GOOD.replace('["user:1"]', '"user:1"'), [f"{G}: staff: write a list in square brackets"]),
    ("a group without an id", GOOD.replace("id = 12", ""), [f"{G}: id: is missing; add it"]),
    ("a group without a name", GOOD.replace('name = "g"', ""), [": group 1: name: is missing; add it"]),
    ("a text for a number", GOOD + '[pile_on]\nmembers = "x"\n', ["pile_on.members: write a whole number"]),
    ("too small a number", "overdue_hours = 0\n" + GOOD, [": overdue_hours: write a number above 0"]),
    ("a word for yes or no", GOOD + 'premoderate = "perhaps"\n', [f"{G}: premoderate: write true or false"]),
    ("a text for a table", 'digest = "mon"\n' + GOOD, [": digest: write a table"]),
    ("a table for a list of tables", GOOD.replace("[[groups]]", "[groups]"), [": groups: "]),
    (
        "an unknown pack",
        GOOD + 'pack = "trsut"\n',
        [f"{G}: pack: ", "trsut.toml: no such file", "heathfields", "trust"],
    ),
    (
        "options of no detector",
        GOOD + "[detector.personal_dta]\nown = []\n",
        [": detector.personal_dta: ", "did you mean personal_data?"],
    ),
    (
        "a role without role:",
        GOOD.replace('"user:1"', '"user:1", "staff"'),
        [f"{G}: staff, entry 2: write role:<id> or user:<id>"],
    ),
    ("a role without an id", GOOD + 'dsl = ["role:"]\n', [f"{G}: dsl, entry 1: write role:<id> or user:<id>"]),
    ("a name for a governor", GOOD + 'governors = ["Mrs Marsden"]\n', [f"{G}: governors, entry 1: write "]),
    ("a bare number for a pupil", GOOD + "pupils = [12]\n", [f"{G}: pupils, entry 1: write "]),
    ("no group for the platform", GOOD.replace('"sandbox"', '"discord"'), ["sandbox", "[[groups]]"]),
    ("the same group twice", GOOD + GOOD[GOOD.index("[[") :], ['group 2 ("g"): id: this group stands twice']),
    ("a roster that is not there", GOOD + 'roster = "nowhere.csv"\n', [f"{G}: roster: nowhere.csv: no such file"]),
    ("broken TOML", GOOD.replace("[[groups]]", "[[groups"), ["not valid TOML", "line"]),
    (
        "a platform with a capital",
        GOOD + GOOD[GOOD.index("[[") :].replace('"sandbox"', '"Telegram"').replace("user:1", "staff_place"),
        ['group 2 ("g"): platform: there is no platform Telegram; did you mean telegram?'],
    ),
    ("a misspelt platform", GOOD.replace("sandbox", "telegramm"), [f"{G}: platform: ", "did you mean telegram?"]),
    (
        "a platform like no other",
        GOOD.replace("sandbox", "fax"),
        [f"{G}: platform: there is no platform fax; there are: discord, sandbox, telegram"],
    ),
    (
        "a platform of the rota",
        GOOD + '[[rota]]\nname = "r"\nplatform = "dicsord"\nuser = 1\n',
        ["rota, entry 1: platform: there is no platform dicsord; did you mean discord?"],
    ),
    ("an empty id", GOOD.replace("12", '" "'), [f"{G}: id: is empty; fill it in"]),
    ("an empty name", GOOD.replace('"g"', '""'), [": group 1: name: is empty; fill it in"]),
    (
        "cards in the parents' own group",
        GOOD + 'staff_place = "12"\n',
        [f"{G}: staff_place: this is the id of a parents' group; write the staff's own place"],
    ),
    (
        "cards in another parents' group",
        GOOD + 'dsl_place = "13"\n' + GOOD[GOOD.index("[[") :].replace('"g"', '"h"').replace("12", "13"),
        [f"{G}: dsl_place: this is the id of a parents' group"],
    ),
    (
        "the digest in a parents' group",
        GOOD + '[digest]\ngovernors = ["sandbox:12"]\n',
        [": digest: sandbox:12 is a parents' group; write the staff's own place"],
    ),
    ("no days of retention", GOOD + "[retention]\ncase = 0\n", ["retention.case: write 1 or more"]),
]


@pytest.fixture
def config(tmp_path, monkeypatch):
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("SCHOOLGATE_CONFIG", str(path))
    for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return path


def uncommented():
    """Our own configuration with its examples, and a roster that is there."""
    text = re.sub(r"^# (?=\[|\w+ = )", "", OURS.read_text(), flags=re.MULTILINE)
    return text.replace("config/roster.csv", "config/hollybank.csv")


def refusal(config, text):
    """The one line by which a configuration is refused."""
    config.write_text(text)
    with pytest.raises(SettingsError) as error:
        load()
    (line,) = str(error.value).splitlines()
    return line


def test_the_file_is_read_and_ids_may_be_numbers(config):
    config.write_text(GOOD)
    settings = load()
    assert settings.groups[0].group().id == "12"
    assert settings.platforms == ("sandbox",)


@pytest.mark.parametrize(("what", "text", "named"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_named_with_file_and_key(config, what, text, named):
    line = refusal(config, text)
    for part in ("mine.toml", *named):
        assert part in line


def test_a_missing_file_says_what_to_do(config):
    with pytest.raises(SettingsError, match="no such file; copy"):
        load()


TOKENS = [
    ("discord", "role:1", ""),
    ("discord", "user:1", ""),
    ("discord", "role:staff", "write role:<id> or user:<id>"),
    ("discord", "staff_place", "write role:<id> or user:<id>"),
    ("telegram", "staff_place", ""),
    ("telegram", "dsl_place", ""),
    ("telegram", "user:1", ""),
    ("telegram", "chat:-1001", ""),  # administrators who write as the group
    ("telegram", "role:1", "write staff_place, dsl_place or user:<id>"),
    ("telegram", "user:@head", "write staff_place, dsl_place or user:<id>"),
]


@pytest.mark.parametrize(("platform", "token", "said"), TOKENS)
def test_who_somebody_is_can_be_told_on_each_platform(config, monkeypatch, platform, token, said):
    monkeypatch.setenv(f"{platform.upper()}_TOKEN", "x")
    text = GOOD.replace("sandbox", platform).replace("user:1", token)
    if said:
        assert f"{G}: staff, entry 1: {said}" in refusal(config, text)
    else:
        config.write_text(text)
        assert load().groups[0].staff == (token,)


ENVIRONMENT = [
    ("SCHOOLGATE_DRYRUN", "true", "there is no such setting; did you mean SCHOOLGATE_DRY_RUN?"),
    ("SCHOOLGATE_ZZZ", "1", "there is no such setting; there are: SCHOOLGATE_CONFIG, "),
    ("SCHOOLGATE_DRY_RUN", "perhaps", "write true or false"),
    ("SCHOOLGATE_SANDBOX_REPLAY", "quick", "write slow, fast or no"),
    ("SCHOOLGATE_GROUPS", "x", ""),
    ("SCHOOLGATE_TELEGRAM_WEBHOOK", "bot.example", "write the whole address: https://"),
    ("SCHOOLGATE_TELEGRAM_LISTEN", "8443", "write host:port, the port from 1 to 65535: 127.0.0.1:8443"),
    ("SCHOOLGATE_TELEGRAM_LISTEN", "127.0.0.1:99999", "write host:port, the port from 1 to 65535: "),
    ("SCHOOLGATE_TELEGRAM_LISTEN", "127.0.0.1:0", "write host:port, the port from 1 to 65535: "),
    ("SCHOOLGATE_TELEGRAM_SECRET", "a+b=", "write at most 256 of the characters A-Z, a-z, 0-9, _ and - "),
    ("SCHOOLGATE_TELEGRAM_SECRET", "a" * 257, "write at most 256 of the characters "),
    ("SCHOOLGATE_SANDBOX_PORT", "99999", "write 65535 or less"),
    ("SCHOOLGATE_SANDBOX_PORT", "-1", "write 0 or more"),
]


@pytest.mark.parametrize(("name", "value", "said"), ENVIRONMENT)
def test_what_is_wrong_in_the_environment_is_named(config, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    line = refusal(config, GOOD)
    assert line.startswith(f"environment: {name}: {said}")


def test_telegram_may_post_to_an_address_of_ours(config, monkeypatch):
    config.write_text(GOOD)
    monkeypatch.setenv("SCHOOLGATE_TELEGRAM_WEBHOOK", "https://bot.example/telegram")
    monkeypatch.setenv("SCHOOLGATE_TELEGRAM_SECRET", "s3cret")
    options = load().options("telegram")
    said = {"webhook": "https://bot.example/telegram", "listen": "127.0.0.1:8443", "secret": "s3cret"}
    assert options | said == options


@pytest.mark.parametrize("name", ["SCHOOLGATE_SERVICE_HOST", "SCHOOLGATE_PORT", "SCHOOLGATE_PORT_80_TCP_ADDR"])
def test_what_a_cluster_sets_for_a_service_of_our_name_is_no_mistake(config, monkeypatch, name):
    monkeypatch.setenv(name, "10.0.0.1")
    config.write_text(GOOD)
    assert load().groups


@pytest.mark.parametrize("name", ["SCHOOLGATE_DRY_RUN", "schoolgate_dry_run"])
def test_a_dry_run_is_asked_for_in_the_environment(config, monkeypatch, name):
    monkeypatch.setenv(name, "true")
    config.write_text(GOOD)
    assert load().dry_run


def test_blanks_around_an_id_are_not_part_of_it(config):
    config.write_text(GOOD.replace("12", '" 12 "') + 'staff_place = "7 "\n')
    group = load().groups[0]
    assert (group.id, group.staff_place) == ("12", "7")


@pytest.mark.parametrize("name", ["DISCORD_TOKEN", "TELEGRAM_TOKEN"])
def test_a_token_is_read_without_the_end_of_its_line_and_refused_with_quotation_marks(config, monkeypatch, name):
    platform = name.partition("_")[0].lower()
    text = GOOD.replace("sandbox", platform)
    config.write_text(text)
    monkeypatch.setenv(name, " 123:secret\n")
    assert load().options(platform)["token"] == "123:secret"
    for wrong in ('"123:secret"', "'123:secret'", "123:\nsecret", "123: secret"):
        monkeypatch.setenv(name, wrong)
        line = refusal(config, text)
        assert line == f"environment: {name}: write the token alone, without quotation marks, blanks and line breaks"


def test_records_on_a_server_are_not_begun_with_a_key_that_a_new_disk_would_lose(config, monkeypatch):
    monkeypatch.setenv("SCHOOLGATE_DATA", str(config.parent / "var"))
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://bot:secret@db/school")
    line = refusal(config, GOOD)
    assert "set SCHOOLGATE_KEY" in line
    assert "secret" not in line
    monkeypatch.setenv("SCHOOLGATE_KEY", "x")
    assert load().key
    monkeypatch.delenv("SCHOOLGATE_KEY")
    (config.parent / "var").mkdir()
    (config.parent / "var" / "schoolgate.key").touch()
    assert load().database_url


def test_a_token_chooses_its_platform_and_is_never_printed(config, monkeypatch):
    config.write_text(GOOD.replace('"sandbox"', '"telegram"'))
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:not-a-real-token")
    settings = load()
    assert settings.platforms == ("telegram",)
    assert settings.options("telegram")["token"] == "123:not-a-real-token"
    assert "not-a-real-token" not in repr(settings)


def test_our_own_configuration_is_good_with_its_examples_too(config, monkeypatch):
    for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "SCHOOLGATE_MAIL_PASSWORD"):
        monkeypatch.setenv(name, "not-a-real-one")
    config.write_text(uncommented())
    settings = load()
    assert [group.platform for group in settings.groups] == ["sandbox", "discord", "telegram"]
    assert settings.rota


@pytest.mark.parametrize("model", [Settings, *TABLES], ids=lambda model: model.__name__)
def test_every_key_is_in_our_own_configuration(model):
    data = tomllib.loads(uncommented())
    table = data[TABLES[model]] if model in TABLES else data
    there = set().union(*table) if isinstance(table, list) else set(table)
    assert set(model.model_fields) - OF_THE_ENVIRONMENT <= there


def test_our_own_configuration_is_good(monkeypatch):
    monkeypatch.delenv("SCHOOLGATE_CONFIG", raising=False)
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    assert load().platforms == ("sandbox",)
