"""Thresholds keep their promise about harmless messages; probabilities mean what they say."""

import numpy as np

from moderation.models.calibrate import LOOKED_AT, choose, platt, probabilities, targets
from moderation.models.data import Example, policy_targets
from moderation.models.evaluate import reliability
from moderation.models.labels import INDEX, LABELS, POLICY


def messages(size=3000, seed=0):
    """Messages with labels at random and scores that follow them loosely."""
    rng = np.random.default_rng(seed)
    examples, logits = [], rng.normal(-2, 1, (size, len(LABELS)))
    for number in range(size):
        labels = [str(rng.choice(POLICY))] if rng.random() < 0.45 else []
        action = "hide" if labels and rng.random() < 0.9 else "review" if labels else "allow"
        examples.append(Example(id=str(number), text="", action=action, targets=policy_targets(labels, action)))
        for name, value in examples[-1].targets.items():
            logits[number, INDEX[name]] += 3 * value
    return examples, np.stack([logits, rng.normal(0, 1, logits.shape)], axis=-1)


def test_no_more_harmless_messages_are_hidden_than_asked_for_and_few_harmful_ones_escape():
    examples, logits = messages()
    scores = probabilities(logits, platt(logits, targets(examples)))
    for share in (0.01, 0.03):
        limits = choose(scores, examples, share)
        hidden = np.asarray([limits.judge(row).action == "hide" for row in scores])
        benign = np.asarray([each.action == "allow" for each in examples])
        harmful = np.asarray([each.action == "hide" for each in examples])
        assert hidden[benign].mean() <= share
        assert hidden[harmful].mean() > 0.6


def test_calibration_brings_overconfident_scores_back():
    examples, logits = messages()
    truth = targets(examples)[:, INDEX["harm"]] == 1
    column = 4 * logits[:, INDEX["harm"], 0] + 5
    stretched = logits.copy()
    stretched[:, INDEX["harm"], 0] = column
    scores = probabilities(stretched, platt(stretched, targets(examples)))[:, INDEX["harm"]]
    assert reliability(truth, 1 / (1 + np.exp(-column)))[0] > 0.1
    assert reliability(truth, scores)[0] < 0.03


def test_a_label_too_rare_to_calibrate_stays_as_it_is():
    examples, logits = messages(60)
    assert platt(logits, targets(examples))["extremism"] == (1.0, 0.0, 0.0)


def test_a_worry_about_a_child_never_hides_by_itself():
    examples, logits = messages()
    limits = choose(probabilities(logits, platt(logits, targets(examples))), examples, 0.03)
    row = np.zeros(len(LABELS))
    for name in LOOKED_AT:
        row[INDEX[name]] = 1.0
    assert limits.judge(row).action == "review"
    assert all("hide" not in limits.table()["categories"][name] for name in LOOKED_AT)
