"""Thresholds are chosen for the stated share of wrong hides, and the milder of equals is taken."""

import pytest

from bot.tune import NEVER, Sample, hides, reviews, thresholds
from moderation.models.evaluate import Judged, Labelled
from moderation.policy.pack import PackError


def row(number, action, labels, **scores):
    labelled = Labelled(id=str(number), labels=frozenset(labels), action=action)
    return labelled, Judged(action="allow", categories=frozenset(), scores=scores)


PAIRS = [
    *(row(n, "hide", ["threat"], harm=0.9, threat=0.8, scam=0.0) for n in range(10)),
    *(row(n, "hide", ["scam"], harm=0.2, threat=0.0, scam=0.95) for n in range(10, 15)),
    *(row(n, "allow", [], harm=0.3, threat=0.1, scam=0.1) for n in range(15, 114)),
    row(114, "allow", [], harm=0.9, threat=0.1, scam=0.9),
]
ROWS, JUDGED = zip(*PAIRS, strict=True)
SAMPLE = Sample.of(ROWS, JUDGED)


def test_what_hides_stays_within_the_share_and_finds_what_it_can():
    limits = hides(SAMPLE, ["harm", "threat", "scam"], 0.0)
    assert SAMPLE.f1(limits, 0.0) == pytest.approx(1.0)
    assert limits["threat"] <= 0.8
    assert 0.9 < limits["scam"] <= 0.95
    assert limits["harm"] == NEVER


def test_more_wrong_hides_than_stated_are_never_chosen():
    assert SAMPLE.f1({"harm": 0.9}, 0.0) < 0
    assert SAMPLE.f1({"harm": 0.9}, 0.01) > 0


def test_the_harm_of_a_message_is_weighed_with_the_strongest_thing_found():
    pairs = [
        *(row(n, "hide", ["threat"], harm=0.6, threat=0.9, scam=0.1) for n in range(10)),
        *(row(n, "allow", [], harm=0.7, threat=0.1, scam=0.4) for n in range(10, 60)),
    ]
    sample = Sample.of(*zip(*pairs, strict=True))
    assert hides(sample, ["harm"], 0.0) == {"harm": NEVER}
    (limit,) = hides(sample.as_a_whole(["threat", "scam"]), ["harm"], 0.0).values()
    assert 0.55 < limit <= 0.75


def test_a_category_is_named_from_the_score_with_the_best_f1():
    assert 0.1 < reviews(SAMPLE, ["threat"])["threat"] <= 0.8


def test_the_lines_can_be_put_into_a_pack():
    lines = list(thresholds(ROWS, JUDGED, false_hides=0.0))
    assert any(line.startswith("threat = { review = ") and "hide" in line for line in lines)


def test_what_is_never_hidden_is_no_threshold_that_a_pack_refuses():
    pairs = [row(0, "hide", ["threat"], harm=0.1, threat=0.1), row(1, "allow", [], harm=0.9, threat=0.9)]
    harm = list(thresholds(*zip(*pairs, strict=True), false_hides=0.0))[1]
    assert harm == "harm: hide = 1.0"


@pytest.mark.parametrize(
    ("which", "share", "said"),
    [(slice(0, 15), 0.03, "of both"), (slice(15, 115), 0.03, "of both"), (slice(0, 115), 3.0, "write 3 % as 0.03")],
    ids=["nothing benign", "nothing to hide", "per cent"],
)
def test_what_thresholds_cannot_be_chosen_on_is_said(which, share, said):
    with pytest.raises(PackError, match=said):
        list(thresholds(ROWS[which], JUDGED[which], false_hides=share))
