"""Templates: a school may edit them, and a mistake is named with file, line and what to do."""

import shutil

import pytest

from bot import __main__ as command
from bot import app as composition
from bot.letters.phrases import TemplateError
from bot.letters.templates import FOLDER, PLACEHOLDERS, load
from bot.settings import load as settings
from tests.platforms.running import configure

GROUPS = '[[groups]]\nname = "g"\nplatform = "sandbox"\nid = "hollybank"\n'


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "letters")


def test_ours_are_good_and_every_letter_is_there_in_both_languages():
    languages = load()
    assert languages.keys() == {"en", "cy"}
    wanted = {"warning", "meeting", "restriction", "lifting", "host", "police", "prevent"}
    assert languages["en"].templates.keys() == languages["cy"].templates.keys() == wanted


def test_every_placeholder_is_used_or_explained_to_those_who_edit():
    explained = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in PLACEHOLDERS if f"{{{name}}}" not in explained] == []


def test_a_new_file_is_a_new_letter(folder):
    head = "title: Thanks\nto: {to}\nsubject: Thank you\nclosing: Yours\n---\n"
    text = f"{head}Dear {{to}},\n\n# Thanks\n\nThank you\nvery much.\n"
    (folder / "en" / "thanks.md").write_text(text)
    template = load(folder)["en"].templates["thanks"]
    assert [block.text for block in template.blocks] == ["Dear {to},", "Thanks", "Thank you very much."]


WRONG = [
    ("an unknown placeholder", "{message}", "{mesage}", ["en/warning.md:18", "{mesage}", "did you mean {message}?"]),
    ("a brace left open", "{message}", "{message", ["en/warning.md:18", "without its }"]),
    ("no title", "title: ", "titel: ", ["en/warning.md:1", "titel", "title: missing"]),
    ("no line between head and text", "---", "", ["en/warning.md:1", "no line ---"]),
    (
        "a need that does not exist",
        "needs: clause message",
        "needs: claws",
        ["needs", "claws", "did you mean {clause}?"],
    ),
    ("a step that no policy has", "under: letter", "under: lettr", ["under", "lettr", "letter, "]),
    ("a part of a placeholder", "{message}", "{office.sign}", ["en/warning.md:18", "{office.sign}"]),
    ("a section left out", "# If you do not agree", "", ["en/warning.md", "section 5", "cy/warning.md:"]),
    ("a fact left out", "{step_words}", "", ["{step_words}", "cy/warning.md:"]),
]


@pytest.mark.parametrize(("what", "old", "new", "named"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_named_with_file_and_line(folder, what, old, new, named):
    path = folder / "en" / "warning.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateError) as error:
        load(folder)
    for part in named:
        assert part in str(error.value)


def test_a_letter_without_any_section_is_refused(folder):
    (folder / "en" / "thanks.md").write_text("title: T\nto: x\nsubject: s\nclosing: c\n---\nDear you,\n")
    with pytest.raises(TemplateError, match=r"en/thanks.md:6: no section"):
        load(folder)


def test_a_welsh_letter_without_an_english_one_is_refused(folder):
    (folder / "en" / "police.md").unlink()
    with pytest.raises(TemplateError, match=r"cy/police.md:1: there is no"):
        load(folder)


def test_without_english_there_are_no_letters(tmp_path):
    with pytest.raises(TemplateError, match="no such folder"):
        load(tmp_path)


def test_a_file_that_is_not_text_is_named(folder):
    (folder / "en" / "warning.md").write_bytes(b"title: caf\xe9")
    with pytest.raises(TemplateError, match=r"en/warning.md:1: not UTF-8"):
        load(folder)


PHRASES = [
    ("an unknown key", 'mark = "DRAFT"', 'mask = "DRAFT"', ["mask"]),
    ("a month too few", '"January", ', "", ["months"]),
    ("a placeholder it cannot have", "{page}", "{pag}", ["page", "{page}, {pages}"]),
    ("a part of a placeholder", "{page} of", "{page.sign} of", ["page", "{page}, {pages}"]),
    ("an item of a placeholder", "case {case}", "case {case[sign]}", ["reference", "use {case}"]),
    ("a placeholder left out", "Page {page} of", "Page of", ["page", "must contain"]),
    ("broken TOML", 'language = "en-GB"', 'language = "en-GB', ["not valid TOML", "line 2"]),
    ("an action that does not exist", "hide = ", "hid = ", ["done"]),
]


@pytest.mark.parametrize(("what", "old", "new", "named"), PHRASES, ids=[row[0] for row in PHRASES])
def test_a_mistake_in_the_phrases_is_named(folder, what, old, new, named):
    path = folder / "en" / "_phrases.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateError) as error:
        load(folder)
    for part in ("_phrases.toml", *named):
        assert part in str(error.value)


def test_phrases_that_are_not_there_are_named(folder):
    (folder / "cy" / "_phrases.toml").unlink()
    with pytest.raises(TemplateError, match=r"cy/_phrases.toml: No such file"):
        load(folder)


async def test_a_broken_letter_stops_the_start_and_the_doctor_in_one_line(folder, monkeypatch, tmp_path):
    (folder / "en" / "warning.md").write_text("title: x\n")
    monkeypatch.setattr(load, "__defaults__", (folder,))
    configure(tmp_path, monkeypatch, GROUPS, SCHOOLGATE_SANDBOX_PORT="0")
    with pytest.raises(TemplateError, match=r"en/warning.md:1: to: missing"):
        async with composition.build(settings()):
            pass
    assert TemplateError in command.ERRORS
