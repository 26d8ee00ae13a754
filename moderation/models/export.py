"""Writes a network as an ONNX file with 8-bit weights."""

from __future__ import annotations

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import nn

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def write_onnx(network: nn.Module, path: Path, inputs: tuple[str, ...] = INPUTS) -> None:
    """`network(*inputs) -> logits`, exported, its weights quantised to 8 bits, at `path`."""
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _export(network, whole, inputs)
        _quantise(whole, path)


def _export(network: nn.Module, path: Path, inputs: tuple[str, ...]) -> None:
    example = tuple(
        torch.ones(2, 8, dtype=torch.long) if name != "token_type_ids" else torch.zeros(2, 8, dtype=torch.long)
        for name in inputs
    )
    axes = {name: {0: "batch", 1: "tokens"} for name in inputs} | {"logits": {0: "batch"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            example,
            str(path),
            input_names=list(inputs),
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def _quantise(whole: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]
    from onnxruntime.quantization.shape_inference import quant_pre_process  # type: ignore[import-untyped]

    ready = whole.with_name("ready.onnx")
    quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    quantize_dynamic(str(ready), str(path), weight_type=QuantType.QInt8, per_channel=True)
