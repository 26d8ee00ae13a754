"""The engine: no torch, nothing cut off, one pass for everyone who asks."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from moderation.models.engine import BUNDLED, FILES, Engine
from moderation.models.labels import INDEX, LABELS

THREAT = "I will come to your house tonight and break both your legs"


def test_it_runs_without_torch_transformers_or_scikit_learn():
    code = (
        "import sys; from moderation.models.engine import Engine; Engine.load().scores([('', 'hello')]);"
        "print([name for name in ('torch', 'transformers', 'sklearn', 'onnx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_scores_are_probabilities_in_the_order_asked_for():
    engine = Engine.load()
    assert engine.labels == LABELS
    texts = [("", "lovely cake sale today, thank you all"), ("", THREAT), ("", "")]
    scores = engine.scores(texts)
    assert scores.shape == (3, len(LABELS))
    assert ((scores >= 0) & (scores <= 1)).all()
    assert scores[1, INDEX["threat"]] > 0.7 > 0.3 > scores[0, INDEX["threat"]]
    np.testing.assert_allclose(engine.scores(texts[::-1])[::-1], scores, atol=0.02)


def test_no_messages_have_no_scores():
    assert Engine.load().scores([]).shape == (0, len(LABELS))


def test_the_end_of_a_very_long_message_is_read_too():
    engine = Engine.load()
    padding = "The minutes of the last meeting are on the website and the raffle is on Friday. " * 60
    quiet, loud = engine.scores([("", padding), ("", padding + THREAT)])[:, INDEX["threat"]]
    assert loud > quiet + 0.3


def test_what_is_answered_counts():
    engine = Engine.load()
    alone, answering = engine.scores([("", "Same, every week"), ("Mr Oddy stole the trip money", "Same, every week")])
    assert not np.allclose(alone, answering, atol=0.01)


def test_a_message_scores_the_same_whatever_is_scored_beside_it():
    pairs = [("", "short"), ("", THREAT), ("is it on?", "see you at the fair " * 20)]
    together = Engine(BUNDLED).scores(pairs)
    alone = np.concatenate([Engine(BUNDLED).scores([pair]) for pair in pairs])
    np.testing.assert_array_equal(together, alone)


def test_a_second_reader_of_the_same_message_costs_no_second_pass(monkeypatch):
    engine = Engine(BUNDLED)
    first = engine.scores([("", THREAT)])
    monkeypatch.setattr(engine, "_session", None)
    np.testing.assert_array_equal(engine.scores([("", THREAT)]), first)


def test_one_folder_is_loaded_once():
    assert Engine.load() is Engine.load(BUNDLED)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_without_one_of_its_files_is_refused_by_name(tmp_path, name):
    shutil.copytree(BUNDLED, tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    with pytest.raises(FileNotFoundError, match=name):
        Engine(tmp_path / "model")


def test_a_broken_calibration_file_is_refused_by_name(tmp_path):
    shutil.copytree(BUNDLED, tmp_path / "model")
    path = tmp_path / "model" / "calibration.json"
    path.write_text(json.dumps({"labels": ["harm"]}))
    with pytest.raises(ValueError, match=r"calibration\.json is no calibration file"):
        Engine(tmp_path / "model")


def test_odd_texts_do_no_harm():
    texts = ["\ud83d", "\u0000", "🎉" * 300, "שלום לכולם", "a" * 4000, " \n "]
    assert np.isfinite(Engine.load().scores([("", text) for text in texts])).all()
