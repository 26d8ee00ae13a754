"""A small checkpoint in Detoxify's own format is exported, compared and cached; without a network one line says so."""

import errno
import shutil
import socket

import numpy as np
import pytest
import torch
from detoxify import Detoxify
from detoxify.detoxify import MODEL_URLS
from transformers import BertConfig, BertForSequenceClassification

from moderation.detectors import toxicity
from moderation.models import official
from moderation.models.engine import BUNDLED, Engine
from moderation.models.official import CheckpointError, cached, export, fetch

CLASSES = {
    "original": ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"],
    "unbiased": ["toxicity", "severe_toxicity", "obscene", "identity_attack", "insult", "threat", "sexual_explicit"],
}
OUTPUTS = {"original": 6, "unbiased": 16}
"""More than there are classes: what Detoxify trained on identities besides is part of the network."""
WORDS = (
    "[PAD] [UNK] [CLS] [SEP] [MASK] you are an idiot thank all lovely the see at six bring a torch ##s . , !".split()
)


@pytest.fixture(scope="module", params=CLASSES)
def checkpoint(request, tmp_path_factory):
    return Detoxify(checkpoint=str(saved(tmp_path_factory.mktemp("bert"), request.param)))


def saved(folder, name):
    """A tiny BERT as Detoxify saves its own: config with architecture and classes, and a state dict."""
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    config = BertConfig(vocab_size=len(WORDS), max_position_embeddings=128, num_labels=OUTPUTS[name], **sizes)
    torch.manual_seed(0)
    model = BertForSequenceClassification(config)
    model.classifier.weight.data.mul_(30)
    config.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer", "model_max_length": 128}')
    arch = {
        "model_type": str(folder),
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": OUTPUTS[name],
    }
    config = {"arch": {"args": arch}, "dataset": {"args": {"classes": CLASSES[name]}}}
    torch.save({"config": config, "state_dict": model.state_dict()}, folder / "tiny.ckpt")
    return folder / "tiny.ckpt"


def test_an_exported_checkpoint_scores_as_detoxify_does(checkpoint, tmp_path):
    assert export(checkpoint, tmp_path / "made") < official.BOUND
    engine = Engine(tmp_path / "made")
    texts = ["you are an idiot", "thank you all , lovely !", "see you at six"]
    expected = [[checkpoint.predict(text)[name] for name in checkpoint.class_names] for text in texts]
    found = engine.scores([("something quoted", text) for text in texts])
    np.testing.assert_allclose(found, expected, atol=official.BOUND)
    assert np.ptp(expected) > 0.1, "the comparison is not of constants"


def test_the_toxicity_detector_takes_the_exported_folder(checkpoint, tmp_path):
    export(checkpoint, tmp_path / "made")
    assert toxicity.build(model=str(tmp_path / "made")).categories == toxicity.build().categories


def test_an_export_that_differs_is_refused_and_leaves_nothing(checkpoint, tmp_path):
    with pytest.raises(CheckpointError, match=r"differs from Detoxify by 0\.\d+, above 1e-09"):
        export(checkpoint, tmp_path / "made", bound=1e-9)
    assert not (tmp_path / "made").exists()


def test_without_a_network_one_line_says_so_and_nothing_is_kept(tmp_path, monkeypatch):
    def unreachable(*_args, **_kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unreachable)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    with pytest.raises(CheckpointError) as caught:
        fetch("original-small", tmp_path / "cache")
    assert str(caught.value) == "Detoxify's original-small could not be downloaded: the bundled model stays"
    assert cached(tmp_path / "cache") == ()


@pytest.fixture
def downloaded(tmp_path, monkeypatch):
    """What torch keeps of an earlier download of `original`, to be written by the test."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    kept = tmp_path / "torch/hub/checkpoints" / MODEL_URLS["original"].rpartition("/")[2]
    kept.parent.mkdir(parents=True)
    return kept


@pytest.mark.parametrize("content", ["half", "a page", "nothing"])
def test_a_download_that_was_cut_short_is_thrown_away_so_that_the_next_try_can_succeed(content, downloaded, tmp_path):
    whole = saved(tmp_path, "original").read_bytes()
    downloaded.write_bytes(
        {"half": whole[: len(whole) // 2], "a page": b"<html>Log in</html>", "nothing": b""}[content]
    )
    with pytest.raises(CheckpointError) as caught:
        fetch("original", tmp_path / "cache")
    assert str(caught.value) == (
        "Detoxify's original was not downloaded whole: run this again; until then the bundled model stays"
    )
    assert not downloaded.exists()
    assert cached(tmp_path / "cache") == ()


def test_a_download_of_an_earlier_try_is_exported_and_listed(downloaded, tmp_path):
    shutil.copy(saved(tmp_path, "original"), downloaded)
    assert fetch("original", tmp_path / "cache") == tmp_path / "cache/original"
    assert cached(tmp_path / "cache") == ("original",)
    assert [each.name for each in (tmp_path / "cache").iterdir()] == ["original"], "nothing half made is left beside"


def test_a_full_disk_is_named_and_nothing_half_written_counts_as_there(downloaded, tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(torch.hub, "download_url_to_file", full)
        with pytest.raises(
            CheckpointError, match="could not be kept: No space left on device: the bundled model stays"
        ):
            fetch("original", tmp_path / "cache")
    shutil.copy(saved(tmp_path, "original"), downloaded)
    monkeypatch.setattr(official, "_calibration", full)
    with pytest.raises(CheckpointError, match="could not be kept: No space left on device: the bundled model stays"):
        fetch("original", tmp_path / "cache")
    assert cached(tmp_path / "cache") == ()
    assert downloaded.exists(), "it need not be downloaded again"


def test_a_cached_checkpoint_is_used_without_asking_anyone(tmp_path):
    (tmp_path / "unbiased").symlink_to(BUNDLED)
    assert cached(tmp_path) == ("unbiased",)
    assert fetch("unbiased", tmp_path) == tmp_path / "unbiased"


def test_an_unknown_checkpoint_is_refused_with_the_names_there_are(tmp_path):
    with pytest.raises(CheckpointError, match="no checkpoint 'huge': use one of original, unbiased"):
        fetch("huge", tmp_path)
