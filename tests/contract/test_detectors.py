"""The same suite for every file in moderation/detectors: a new one is found by its name and has to keep these laws."""

from datetime import UTC, datetime

import pytest

from moderation.byname import UnknownNameError, names
from moderation.detectors import FOLDER, OptionError, load
from moderation.domain import Attachment, Author, Message, Ref
from moderation.normalise import prepare

OPTIONS = {"example": {"words": ["sausage"]}}
TEXTS = [
    "",
    "Has anyone found a blue glove?",
    "I'll break his legs at the gate, ring me on 07700 900123",
    "My son Oliver is in Year 4, mrs.smith@school.example.sch.uk is his teacher",
    "مرحبا بالجميع في المدرسة",
    "Mae'n ddrwg gen i, ŵyl yr ysgol",
    "😀" * 300,
    "word " * 800,
    "\ud83d lone \x00 control \u202e reversed",
    "a\u200bb\u200bc",
    "ring 0" + "7" * 5000 + ", case 1/1/" + "9" * 5000,  # more digits than Python makes a number of
]


@pytest.fixture(scope="module", params=names(FOLDER, ".py"))
def detector(request):
    return load([request.param], OPTIONS)[0], request.param


def subject(text, attachments=()):
    ref = Ref(platform="t", chat="c", message="1")
    author = Author(user="u")
    message = Message(
        ref=ref, group="g", author=author, text=text, sent_at=datetime.now(UTC), attachments=tuple(attachments)
    )
    return prepare(message)


SUBJECTS = [*map(subject, TEXTS), subject("", [Attachment(kind="contact"), Attachment(kind="photo", text="IMG_1.jpg")])]


def test_its_name_is_the_name_of_its_file(detector):
    built, name = detector
    assert built.name == name
    assert built.categories


def test_it_answers_for_each_subject_in_order_and_together_as_one_by_one(detector):
    built, _ = detector
    together = [list(found) for found in built(SUBJECTS)]
    assert len(together) == len(SUBJECTS)
    for one, found in zip(SUBJECTS, together, strict=True):
        alone = list(built([one])[0])
        assert [(f.category, f.span, f.why) for f in alone] == [(f.category, f.span, f.why) for f in found]
        for left, right in zip(alone, found, strict=True):
            assert left.score == pytest.approx(right.score, abs=0.02)  # int8 sums differ by the shape of the batch


def test_every_finding_is_in_its_categories_its_range_and_its_text(detector):
    built, name = detector
    for one, found in zip(SUBJECTS, built(SUBJECTS), strict=True):
        for finding in found:
            assert finding.category in built.categories
            assert 0 <= finding.score <= 1
            assert finding.detector == name
            if finding.span:
                assert 0 <= finding.span[0] <= finding.span[1] <= len(one.message.text)


def test_why_never_quotes_the_text(detector):
    built, _ = detector
    for one, found in zip(SUBJECTS, built(SUBJECTS), strict=True):
        for finding in found:
            assert finding.why
            quoted = one.message.text[slice(*finding.span)] if finding.span else ""
            assert len(quoted) < 4 or quoted not in finding.why


def test_no_subject_is_no_work(detector):
    assert list(detector[0]([])) == []


def test_an_unknown_detector_names_the_path_and_the_detectors_there_are():
    with pytest.raises(UnknownNameError, match=r"detectors/sorcery\.py.*wording"):
        load(["sorcery"], {})


BAD_OPTIONS = [
    ("personal_data", {"owns": ["x"]}, "there is no option 'owns'; did you mean own?"),
    ("personal_data", {"colour": "red"}, "there is no option 'colour'; there are: own"),
    ("threats", {"colour": "red"}, "there is no option 'colour'; it has none"),
    ("personal_data", {"own": "0116"}, "option 'own' must be a list of texts, none of them empty"),
    ("example", {}, "option 'words' is missing; add it"),
    ("attachments", {"kinds": 5}, "an option is of the wrong kind; there are: kinds, read_text, count_faces"),
    ("wording", {"model": "/nosuch"}, "`model` must name a folder"),
]


@pytest.mark.parametrize(("name", "options", "said"), BAD_OPTIONS)
def test_a_bad_option_is_one_line_that_names_its_table(name, options, said):
    with pytest.raises(OptionError) as error:
        load([name], {name: options})
    line = str(error.value)
    assert line.startswith(f"[detector.{name}]: ")
    assert said in line
    assert "\n" not in line
