"""The n-gram companion: each label is learnt from the messages for which it is known, and from no others."""

import numpy as np
import pytest

from moderation.models.ngrams import Linear, fit

GRIM = [f"the grumbling goblin number {at} was rotten and foul" for at in range(15)]
MILD = [f"a sunny picnic number {at} with kind neighbours" for at in range(15)]
OTHER = [f"an unlabelled line number {at} about rotten picnics" for at in range(15)]
UNKNOWN = float("nan")


@pytest.fixture(scope="module")
def companion(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "ngrams.npz"
    everywhere = [1.0] * 15 + [0.0] * 15 + [1.0] * 15
    partly = [1.0] * 15 + [0.0] * 15 + [UNKNOWN] * 15
    too_few = [1.0] * 9 + [0.0] * 36
    fit([*GRIM, *MILD, *OTHER], np.array([everywhere, partly, too_few]).T, path)
    return Linear(path)


@pytest.mark.parametrize("column", [0, 1])
def test_what_was_learnt_tells_new_messages_apart(companion, column):
    grim, mild = companion.logits(["another grumbling goblin, rotten too", "kind neighbours at a sunny picnic"])
    assert grim[column] > 0 > mild[column]


def test_a_message_whose_label_is_unknown_teaches_nothing_of_it(companion):
    unlabelled = companion.logits(["an unlabelled line about rotten picnics"])[0]
    assert unlabelled[0] > 1
    assert abs(unlabelled[1]) < abs(unlabelled[0])


def test_a_label_with_too_few_examples_stays_silent(companion):
    assert companion.logits(["the grumbling goblin was rotten and foul"])[0, 2] == 0
