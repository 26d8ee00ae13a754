"""The figures are right: against counting by hand and against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, roc_auc_score

from moderation.models.evaluate import HIDE, Judged, Labelled, auc, interval, prf, reliability, render, report

PAIRS = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=60)


@given(PAIRS)
def test_auc_agrees_with_scikit_learn_also_with_ties(pairs):
    truth, scores = np.asarray([one for one, _ in pairs]), np.asarray([float(two) for _, two in pairs])
    if truth.all() or not truth.any():
        assert np.isnan(auc(truth, scores))
    else:
        assert auc(truth, scores) == pytest.approx(roc_auc_score(truth, scores))


@given(PAIRS)
def test_f1_agrees_with_scikit_learn(pairs):
    truth, found = np.asarray([one for one, _ in pairs]), np.asarray([two > 2 for _, two in pairs])
    assert prf(truth, found)[2] == pytest.approx(f1_score(truth, found, zero_division=0))


def test_the_bootstrap_interval_holds_the_figure_and_narrows_with_more_messages():
    rng = np.random.default_rng(1)
    truth = rng.random(4000) < 0.3
    found = truth ^ (rng.random(4000) < 0.1)
    low, high = interval(truth, found)
    few_low, few_high = interval(truth[:100], found[:100])
    assert low < prf(truth, found)[2] < high
    assert high - low < few_high - few_low


def test_calibrated_scores_have_a_small_error_and_others_a_large_one():
    rng = np.random.default_rng(2)
    scores = rng.random(20000)
    truth = rng.random(20000) < scores
    assert reliability(truth, scores)[0] < 0.02
    assert reliability(truth, scores**3)[0] > 0.1


def row(number, labels, action, text="a", why=""):
    return Labelled.of({"id": f"m{number}", "labels": labels, "action": action, "text": text, "why": why})


ROWS = [
    row(1, ["threat"], "hide"),
    row(2, ["threat", "bullying"], "hide"),
    row(3, [], "allow", "our Muslim neighbours brought samosas"),
    row(4, [], "allow", "diolch yn fawr"),
    row(5, ["complaint"], "review"),
]
JUDGED = [
    Judged(action="hide", categories=frozenset({"threat"}), scores={"harm": 0.9, "threat": 0.9}),
    Judged(action="review", categories=frozenset({"bullying"}), scores={"harm": 0.4, "threat": 0.2, "bullying": 0.8}),
    Judged(action="hide", categories=frozenset({"threat"}), scores={"harm": 0.7, "threat": 0.6}),
    Judged(action="allow", categories=frozenset(), scores={"harm": 0.1}),
    Judged(action="hide", categories=frozenset({"complaint"}), scores={"harm": 0.8, "complaint": 0.9}),
]


def test_a_report_counts_what_was_hidden_missed_and_whom_it_touched():
    found = report(ROWS, JUDGED)
    figures = {each.name: each for each in found.figures}
    assert (figures[HIDE].precision, figures[HIDE].recall) == (0.5, 0.5), "messages for review are left out"
    assert (figures["threat"].precision, figures["threat"].recall, figures["threat"].support) == (0.5, 0.5, 2)
    assert figures["complaint"].f1 == 1.0
    assert found.false_hide_rate == 0.5
    assert (found.false_hides, found.misses) == (("m3",), ("m2",))
    assert found.groups == {"identity words": (1, 1), "Welsh": (1, 0)}


def test_a_printed_report_names_ids_and_never_a_text():
    text = render(report(ROWS, JUDGED))
    assert "m3" in text
    assert "samosas" not in text


def test_csv_rows_and_annotators_notes_are_understood():
    found = Labelled.of({"id": "7", "labels": "threat; bullying", "text": "x", "why": "second language English"})
    assert found.labels == {"threat", "bullying"}
    assert found.action == "hide"
    assert found.groups == {"second-language English"}
    assert Labelled.of({"id": "8", "labels": "", "text": "x"}).action == "allow"
