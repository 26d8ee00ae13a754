"""The languages: the same messages in each, every message that is used, and what is said of a broken file."""

import ast
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ports import Trouble
from bot.ports.holding import How, Stage
from bot.staff import commands, verdicts
from bot.staff.locale import FIRST, FOLDER, LocaleError, load, speaking
from bot.staff.translations import differences, read
from moderation.consents import Purpose
from moderation.domain import Kind, State, Status, Verdict
from moderation.models.labels import CONCERN, DETOXIFY, HARM, POLICY
from moderation.policy.ladder import Rung

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
ENGLISH = read(FOLDER / FIRST)
RULES = {
    "attachment",
    "friending",
    "identity",
    "nickname",
    "not_screened",
    "own_contact",
    "photo",
    "position",
    "staff_named",
}
PRODUCED = {*POLICY, *(f"detoxify.{label}" for label in DETOXIFY), HARM, CONCERN, *RULES}
CALLS = {"text": 1, "label": 1, "said": 1, "Refusal": 2, "DurationError": 1}  # how the source asks for a message
DYNAMIC = {
    "done-": [kind.value for kind in Kind],
    "status-": [status.value for status in Status],
    "state-": [state.value for state in State],
    "sent-": ["photo", "video", "document", "audio", "voice", "sticker", "contact", "location", "poll"],
    "trouble-": [trouble.value for trouble in Trouble],
    "again-": ["forbidden", "no_member", "closed"],
    "detail-": ["private", "fallback", "told-together-with-the-reason", "did-not-hold", "overruled"],
    "would-": [verdict.value for verdict in Verdict],
    "stage-": [stage.value for stage in Stage],
    "lock-": [how.value for how in How],
    "list-": ["open", "overdue", "mine", "all"],
    "docket-": [state.value for state in State],
    "step-": [rung.value for rung in Rung],
    "form-": ["decline", "propose", "renew", "restrict", "skip", "talk", "warn"],
    "consent-": [purpose.value for purpose in Purpose],
    "notice-": ["hidden", "held", "shown", "noticed", "warned"],
    "post-": [*(stage.value for stage in Stage), "late", "decided"],
    "button-": ["agree", "withdraw", "appeal"],
    "outcome-": ["upheld", "restored", "closed"],
    "rung-": [rung.value for rung in Rung],
    "category-": sorted(name.replace(".", "-") for name in PRODUCED),
    "sure-": ["nearly-certain", "very-likely", "likely", "possible"],
    "record-state-": [state.value for state in State],
    "digest-why-": [*(trouble.value for trouble in Trouble), "did-not-hold"],
}
DIGEST = [ROOT / name for name in ("moderation/digest.py", "moderation/governors.py", "bot/digest.py", "bot/chart.py")]


def sources():
    paths = {path for path in (ROOT / "bot").rglob("*.py") if "records" not in path.parts}
    return [(path, ast.parse(path.read_text())) for path in sorted(paths | {*DIGEST})]


SOURCES = sources()


def called(node):
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return 0 < len(node.args) <= CALLS.get(name, 0)
    return False


def asked():
    """Every place in the source that asks for a message: where, its argument, and the names of its values."""
    for path, tree in SOURCES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node):
                names = {keyword.arg for keyword in node.keywords}
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0], names


def test_there_are_english_and_welsh():
    assert {"en", "cy"} <= set(LANGUAGES)


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_has_the_same_messages_and_placeholders(name):
    assert list(differences(ENGLISH, read(FOLDER / name), FOLDER / name)) == []


def test_every_message_that_the_source_asks_for_is_there_with_its_values():
    wanted = [(where, arg.value, names) for where, arg, names in asked() if isinstance(arg, ast.Constant)]
    assert len(wanted) > 60
    missing = [f"{where}: {name}" for where, name, _ in wanted if name not in ENGLISH]
    assert missing == []
    unfilled = [
        f"{where}: {name} also needs {', '.join(ENGLISH[name].placeholders - names)}"
        for where, name, names in wanted
        if None not in names and not ENGLISH[name].placeholders <= names
    ]
    assert unfilled == []


WORDS = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}|\b[A-Z][a-z]+\b")  # two words, or one that begins a sentence
NOT_SAID = {
    *verdicts.DONE,  # kept as they are, and said by bot/staff/verdicts.py
    *verdicts.BY,
    "appeal not shown to staff",  # for the log
    "rest of term",  # times that are typed
    "until half-term",
    "until next term",
    "digest not sent",  # for the log
    "the school",  # its name until the settings say it
    "Greys",  # what matplotlib calls its shades
}
ERRORS = {"locale.py", "translations.py", "durations.py"}  # say what is wrong with a file, and read what was typed


def strings(tree):
    """Every string in a source that is neither a docstring nor a name that it offers."""
    owners = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.AsyncFunctionDef)]
    owners += [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    silent = {id(node.body[0].value) for node in owners if isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            silent |= {id(name) for name in ast.walk(node)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in silent)
    return [(node.lineno, node.value) for node in found if isinstance(node.value, str)]


def test_no_sentence_for_staff_or_parents_stands_in_the_code():
    staff = [(path, tree) for path, tree in SOURCES if "staff" in path.parts and path.name not in ERRORS]
    staff += [(path, tree) for path, tree in SOURCES if path in DIGEST]
    assert len(staff) > 60
    said = [
        f"{path.relative_to(ROOT)}:{line}: {value}"
        for path, tree in staff
        for line, value in strings(tree)
        if value not in NOT_SAID and WORDS.search(value)
    ]
    assert said == [], "write it in config/locales, in each language"


def test_a_sentence_in_the_code_would_be_found():
    tree = ast.parse('"""A docstring."""\nraise Refusal(f"Case {number} is closed.")\nReply(text="Noted.")\n')
    assert [value for _, value in strings(tree) if WORDS.search(value)] == ["Case ", " is closed.", "Noted."]


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_commands_are_for_is_said_in_every_language_and_fits_a_platform_s_list(name):
    said = speaking([name])
    menus = commands.menus(said, said)
    helps = [menu.help for menu in menus] + [field.help for menu in menus for field in menu.fields]
    assert len(menus) > 25
    assert [(text, len(text)) for text in helps if len(text) > 100] == []  # Discord's longest description
    assert not [text for text in helps if text.startswith(("menu-", "field-"))]


def test_the_staff_s_commands_speak_the_staff_s_language_and_the_parents_theirs():
    menus = {menu.name: menu for menu in commands.menus(speaking(["en"]), speaking(["cy"]))}
    assert menus["warn"].help == "Anfon rhybudd ysgrifenedig at aelod"
    assert menus["warn"].fields[0].help == "Pwy"
    assert menus["record"].help == "What the school holds about you"


def test_every_message_whose_name_is_put_together_is_there():
    prefixes = {
        arg.values[0].value if isinstance(arg.values[0], ast.Constant) else "?"
        for _, arg, _ in asked()
        if isinstance(arg, ast.JoinedStr)
    }
    assert prefixes <= DYNAMIC.keys()
    assert [
        f"{prefix}{end}" for prefix, ends in DYNAMIC.items() for end in ends if f"{prefix}{end}" not in ENGLISH
    ] == []


def test_no_message_is_left_over():
    constants = {
        node.value for _, tree in SOURCES for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value
    }
    put_together = {f"{prefix}{end}" for prefix, ends in DYNAMIC.items() for end in ends}
    taken_in = {name for entry in ENGLISH.values() for name in entry.uses}
    assert sorted(ENGLISH.keys() - constants - put_together - taken_in) == []


@pytest.mark.parametrize(
    ("name", "moment", "shown"),
    [
        ("en", datetime(2026, 1, 21, 15, 30, tzinfo=UTC), "Wednesday 21 January 2026, 15:30"),
        ("en", datetime(2026, 7, 21, 15, 30, tzinfo=UTC), "Tuesday 21 July 2026, 16:30"),
        ("cy", datetime(2026, 1, 21, 15, 30, tzinfo=UTC), "Dydd Mercher 21 Ionawr 2026, 15:30"),
        ("cy", datetime(2026, 7, 21, 23, 30, tzinfo=UTC), "Dydd Mercher 22 Gorffennaf 2026, 00:30"),
    ],
)
def test_times_are_said_in_words_in_the_school_s_time_zone(name, moment, shown):
    assert load(name).moment(moment) == shown
    assert shown in load(name).text("notice-restricted", group="g", until=moment)


def test_numbers_have_no_thousands_mark_and_still_choose_the_plural():
    said = load("en").text("card-history", warnings=1, hidden=0, restrictions=1200)
    assert said == "earlier, in a year: 1 warning, 0 hidden, 1200 restrictions"
    assert "1234" in load("cy").text("appeal-thanks", case=1234)


def test_people_s_own_words_are_never_read_as_fluent():
    odd = "{ $case } -- \\u0041 [*one] { button-appeal }"
    assert odd in load("en").text("notice-staff", words=odd)


def test_a_language_that_is_named_twice_is_spoken_once():
    both = speaking(["cy", "en", "cy"])
    assert both.label("button-appeal") == "Apelio / Appeal"
    assert both.text("fallback").count("\n") == 1


def test_an_unknown_message_or_a_missing_value_is_an_error_that_names_it():
    with pytest.raises(LocaleError, match=r"no message notice-hiden; add it"):
        load("en").text("notice-hiden")
    with pytest.raises(LocaleError, match=r"notice-hidden: not every value was given"):
        load("en").text("notice-hidden")


BROKEN = [
    (
        "a message is missing",
        "button-read = Darllen y neges\n",
        "",
        "parents.ftl:1: button-read: the translation is missing; translate",
    ),
    ("a message too many", "button-read =", "button-reed = x\nbutton-read =", ": button-reed: no other language has"),
    (
        "a value is missing",
        "yn { $group } i'w gweld",
        "i'w gweld",
        ": notice-hidden: fills in nothing; it has to be group",
    ),
    (
        "a value is misspelt",
        "yn { $group } i'w",
        "yn { $grwp } i'w",
        ": notice-hidden: fills in grwp; it has to be group",
    ),
    ("a brace stays open", "yn { $group } i'w", "yn { $group i'w", ": not valid Fluent: "),
    (
        "a message stands twice",
        "button-read =",
        "button-read = x\nbutton-read =",
        ": button-read: stands twice, first at parents.ftl:",
    ),
    (
        "an unknown message is taken in",
        "{ button-withdraw }",
        "{ button-withdrew }",
        " takes in button-withdrew, which is no",
    ),
    ("no text", "button-read = Darllen y neges", "button-read =\n    .label = Darllen", ": button-read: holds no text"),
]


@pytest.mark.parametrize(("what", "old", "new", "said"), BROKEN, ids=[what for what, *_ in BROKEN])
def test_a_broken_language_is_refused_with_file_line_and_what_to_do(tmp_path, what, old, new, said):
    shutil.copytree(FOLDER, tmp_path / "locales")
    path = tmp_path / "locales" / "cy" / "parents.ftl"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(LocaleError) as caught:
        load("cy", tmp_path / "locales")
    lines = str(caught.value).splitlines()
    assert any(said in line for line in lines), lines
    assert all(line.startswith(f"{tmp_path}/locales/cy/parents.ftl:") and ";" in line for line in lines)


def test_the_line_of_a_mistake_is_the_one_it_stands_on(tmp_path):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "a.ftl").write_text("# one\n\none = fine\n\ntwo = { $open\n\nthree = fine\n")
    with pytest.raises(LocaleError, match=r"a\.ftl:5: not valid Fluent"):
        read(tmp_path / "xx")


def test_a_file_that_is_not_utf_8_and_an_empty_folder_are_named(tmp_path):
    (tmp_path / "xx").mkdir()
    with pytest.raises(LocaleError, match=r"xx: holds no \.ftl file; put"):
        read(tmp_path / "xx")
    (tmp_path / "xx" / "a.ftl").write_bytes(b"one = caf\xe9\n")
    with pytest.raises(LocaleError, match=r"a\.ftl:1: not UTF-8"):
        read(tmp_path / "xx")
