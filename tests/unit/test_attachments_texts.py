"""Every text detector reads what was sent with a message: captions, file names, polls, links, lettering in pictures."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from moderation.detectors import load
from moderation.domain import Attachment, Author, Look, Message, Ref, Verdict
from moderation.pipeline import judge
from moderation.policy.pack import load as load_pack

ROSTER = Path(__file__).parents[2] / "config" / "hollybank.csv"
NAMES = ("toxicity", "wording", "threats", "slurs", "personal_data", "names", "nicknames", "attachments")
THREAT = "I will break his legs at the gate"


@pytest.fixture(scope="module")
def detectors():
    return load(NAMES, {"names": {"roster": ROSTER}})


@pytest.fixture(scope="module")
def decide(detectors):
    pack = load_pack("trust", frozenset(name for one in detectors for name in one.categories))

    def decide(*sent, text=""):
        ref = Ref(platform="t", chat="c", message="1")
        at = datetime(2026, 1, 5, tzinfo=UTC)
        author = Author(user="u", name="Ann")
        message = Message(ref=ref, group="g", author=author, text=text, sent_at=at, attachments=sent)
        return judge(message, detectors, pack)

    return decide


@pytest.mark.parametrize("kind", ["photo", "video", "document", "poll", "link", "forward", "location", "voice"])
def test_a_threat_in_the_text_of_any_attachment_is_hidden(decide, kind):
    decision = decide(Attachment(kind=kind, text=THREAT), text="Have a look")
    assert decision.verdict is Verdict.HIDE
    assert decision.clauses[0] == "4.2.6"
    assert any(found.why.endswith(f"in the {kind}'s text") and found.span is None for found in decision.findings)


def test_a_threat_read_in_a_picture_is_hidden(decide):
    decision = decide(Attachment(kind="photo", seen=Look(text=THREAT)))
    assert decision.verdict is Verdict.HIDE
    assert any(found.why.endswith("read in the photo") for found in decision.findings)


@pytest.mark.parametrize(
    ("category", "text"),
    [
        ("personal_data", "Call him on 07700 900123, he lives at 14 Mill Lane"),
        ("child_named", "Callum Whitaker got excluded for fighting again"),
        ("threat", THREAT),
        ("discrimination", "send them all back where they came from, dirty immigrants"),
    ],
)
def test_each_kind_of_finding_comes_from_lettering_too(decide, category, text):
    decision = decide(Attachment(kind="photo", seen=Look(text=text)))
    assert any(found.category == category and "read in the photo" in found.why for found in decision.findings)


@pytest.mark.parametrize(
    "sent",
    [
        Attachment(kind="photo", text="IMG_20261104_123456.jpg"),
        Attachment(kind="photo", text="image.png"),
        Attachment(kind="document", text="PXL_20260911_081502345.jpg"),
        Attachment(kind="document", text="Year 4 trip letter.pdf"),
        Attachment(kind="poll", text="Which day suits you?\nMonday\nTuesday"),
        Attachment(kind="link", text="https://www.gov.uk/school-term-dates"),
        Attachment(kind="photo", text="signal-2026-11-04-101512_002.jpeg"),
    ],
)
def test_ordinary_names_and_questions_are_nothing(decide, sent):
    assert {found.category for found in decide(sent, text="Thank you!").findings} <= {"photo", "attachment"}


def test_the_message_itself_is_judged_as_before(decide):
    alone, with_file = decide(text=THREAT), decide(Attachment(kind="link", text="the fair"), text=THREAT)
    spans = [[found.span for found in one.findings if found.span] for one in (alone, with_file)]
    assert spans[0] == spans[1] != []
