"""What the model's detectors owe the pipeline, and what the bundled model owes its card."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moderation.detectors import toxicity, wording
from moderation.domain import Author, Message, Ref
from moderation.models import measure
from moderation.models.detector import WHY
from moderation.models.engine import BUNDLED, Engine
from moderation.models.labels import DETOXIFY, POLICY
from moderation.normalise import prepare

MESSAGES = Path(__file__).parents[1] / "data/messages"
SHORT = Path(__file__).parents[1] / "data/short.jsonl"
"""Messages of one to seven words, by the same rules as the others; none of them was trained on."""


def subject(text, quoted=""):
    when = datetime(2026, 1, 1, tzinfo=UTC)
    ref = Ref(platform="sandbox", chat="1", message="1")
    return prepare(Message(ref=ref, group="1", author=Author(user="1"), text=text, quoted=quoted, sent_at=when))


@pytest.mark.parametrize("module", [toxicity, wording])
def test_every_category_has_one_finding_for_every_message_in_order(module):
    detector = module.build()
    texts = ["thanks for a lovely fair", "I'll break his legs at the gate", "thanks for a lovely fair"]
    found = detector([subject(text) for text in texts])
    assert len(found) == 3
    for findings in found:
        assert {finding.category for finding in findings} == detector.categories
        assert all(0 <= finding.score <= 1 and finding.detector == detector.name for finding in findings)
    assert [finding.score for finding in found[0]] == pytest.approx([finding.score for finding in found[2]], abs=0.02)


@pytest.mark.parametrize("module", [toxicity, wording])
def test_why_names_the_rule_and_never_the_text(module):
    (findings,) = module.build()([subject("Zebedee Quillfeather is a thief")])
    assert {finding.why for finding in findings} == {WHY}


def test_the_categories_are_detoxifys_and_the_policys():
    assert toxicity.build().categories == {f"detoxify.{name}" for name in DETOXIFY}
    assert wording.build().categories == {*POLICY, "harm", "concern"}


@pytest.mark.parametrize("module", [toxicity, wording])
def test_quotation_marks_are_read_alike_as_a_phone_and_as_a_keyboard_writes_them(module):
    typed = subject("I'll \"see\" to him, he's had it", "Who's got Mr Ellery's \"number\"?")
    phone = subject(
        "I\u2019ll \u201csee\u201d to him, he\u2019s had it", "Who\u2019s got Mr Ellery\u2019s \u201cnumber\u201d?"
    )
    first, second = module.build()([typed, phone])
    assert [found.score for found in first] == [found.score for found in second]


def score(detector, text, category):
    (findings,) = detector([subject(text)])
    return next(finding.score for finding in findings if finding.category == category)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I will kill you", "threat"),
        ("I'll break his legs at the gate", "threat"),
        ("I hope you die", "threat"),
        ("fuck you all", "obscene"),
        ("go back to your own country you dirty immigrants", "discrimination"),
    ],
)
def test_plain_harm_is_never_passed_by_the_model_and_has_its_category(text, category):
    limits = measure.thresholds(Engine.load())
    (row,) = Engine.load().scores([("", text)])
    assert limits.judge(row).action != "allow"
    assert score(wording.build(), text, category) >= limits.categories[category][0]


@pytest.mark.parametrize("text", ["The nits are murder this term", "killing it today girls", "I could murder a curry"])
def test_strong_words_without_harm_are_left_alone(text):
    (row,) = Engine.load().scores([("", text)])
    assert measure.thresholds(Engine.load()).judge(row).action != "hide"


def test_a_word_or_two_are_told_apart_too():
    rows = [json.loads(line) for line in SHORT.read_text("utf-8").splitlines()]
    scores = Engine.load().scores([(row["reply_to"] or "", row["text"]) for row in rows])
    hidden = [measure.thresholds(Engine.load()).judge(row).action == "hide" for row in scores]
    share = {
        action: sum(hides for row, hides in zip(rows, hidden, strict=True) if row["action"] == action)
        / sum(row["action"] == action for row in rows)
        for action in ("allow", "hide")
    }
    assert share["allow"] < 0.06, "before such messages were trained on it was 0.10"
    assert share["hide"] > 0.5


@pytest.mark.parametrize("disguise", ["I will k1ll you", "I will k\u200bi\u200bl\u200bl you", "I will k i l l you"])
def test_a_disguised_threat_still_scores_as_a_threat(disguise):
    detector = wording.build()
    assert score(detector, disguise, "threat") > score(detector, "I will fill you in", "threat") + 0.3


def test_a_model_without_the_labels_is_refused_by_name(tmp_path):
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(BUNDLED / name)
    content = json.loads((BUNDLED / "calibration.json").read_text())
    content["labels"] = [label.replace("scam", "spam") for label in content["labels"]]
    content["platt"]["spam"] = content["platt"].pop("scam")
    (tmp_path / "calibration.json").write_text(json.dumps(content))
    with pytest.raises(ValueError, match=r"wording: the model in .* has no label 'scam'"):
        wording.build(model=str(tmp_path))


def test_the_bundled_model_is_small_enough_to_carry():
    assert sum(path.stat().st_size for path in BUNDLED.iterdir()) < 30e6


def test_the_card_says_what_the_model_does_on_the_dev_messages():
    figures = json.loads((BUNDLED / "figures.json").read_text())["dev"]
    found = measure.on_dev(Engine.load(), MESSAGES)
    said, is_now = figures["figures"][0], found.figures[0]
    assert is_now.f1 == pytest.approx(said["f1"], abs=0.015)
    assert found.false_hide_rate == pytest.approx(figures["false_hide_rate"], abs=0.01)
    assert f"{said['f1']:.2f}" in (BUNDLED / "CARD.md").read_text()
    assert found.false_hide_rate <= 0.03
    assert is_now.f1 > 0.7, "the floor under which no model is to be shipped"
