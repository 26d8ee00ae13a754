"""Writes the network as a graph of ONNX Runtime's fused 8-bit operators, half as much work again faster than an export.

Operators: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md (QAttention,
DynamicQuantizeMatMul, Gelu) and the ONNX standard, opset 17.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from moderation.models.export import INPUTS
from moderation.models.network import Network

_FUSED: Final = "com.microsoft"
Weights = Mapping[str, NDArray[np.float32]]


def write_fused(network: Network, path: Path) -> None:
    """`network` (a BERT encoder, a mean over the message's own tokens, a head) with 8-bit weights, at `path`."""
    weights = {name: tensor.detach().float().cpu().numpy() for name, tensor in network.state_dict().items()}
    graph = _Graph(weights, network.encoder.config)
    hidden = graph.embedded()
    for layer in range(graph.config.num_hidden_layers):
        hidden = graph.layer(hidden, f"encoder.encoder.layer.{layer}")
    graph.named("Identity", "logits", graph.head(graph.pooled(hidden)))
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(graph.model(weights["head.4.bias"].size), str(path))


@dataclass
class _Graph:
    """A graph while it is written: every method adds nodes and returns the name of what they compute."""

    weights: Weights
    config: Any
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def embedded(self) -> str:
        """Word, position and segment of each token added up, (batch, tokens, width)."""
        ids, _, types = INPUTS
        table, scale = _eight_bits(self.weights["encoder.embeddings.word_embeddings.weight"].T)
        words = self.node("Cast", self.node("Gather", self.constant(table.T), ids), to=TensorProto.FLOAT)
        scaled = self.node("Mul", words, self.node("Gather", self.constant(scale[:, None]), ids))
        first = self.constant(np.array([0]))
        places = self.weight("encoder.embeddings.position_embeddings.weight")
        place = self.node("Slice", places, first, self.node("Shape", ids, start=1, end=2), first)
        segment = self.node("Gather", self.weight("encoder.embeddings.token_type_embeddings.weight"), types)
        return self.normed("encoder.embeddings", self.node("Add", scaled, segment), place)

    def layer(self, hidden: str, name: str) -> str:
        """One layer of the encoder."""
        attended = self.linear(self.attention(hidden, f"{name}.attention.self"), f"{name}.attention.output.dense")
        middle = self.normed(f"{name}.attention.output", attended, hidden)
        wide = self.node("Gelu", self.linear(middle, f"{name}.intermediate.dense"), domain=_FUSED)
        return self.normed(f"{name}.output", self.linear(wide, f"{name}.output.dense"), middle)

    def attention(self, hidden: str, name: str) -> str:
        """Query, key and value in one product, and attention over the tokens that are not padding."""
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        packed, scale = _eight_bits(np.concatenate([self.weights[f"{part}.weight"].T for part in parts], axis=1))
        bias = self.constant(np.concatenate([self.weights[f"{part}.bias"] for part in parts]))
        small, small_scale, zero = self.nodes_of("DynamicQuantizeLinear", hidden, outputs=3)
        length = self.node("ReduceSum", INPUTS[1], self.constant(np.array([1])), keepdims=0)
        given = (small, self.constant(packed), bias, small_scale, self.constant(scale))
        lengths = self.node("Cast", length, to=TensorProto.INT32)
        zeros = self.constant(np.zeros(scale.shape, np.int8))
        heads = self.config.num_attention_heads
        return self.node("QAttention", *given, lengths, zero, zeros, domain=_FUSED, num_heads=heads)

    def linear(self, values: str, name: str) -> str:
        """A product in 8 bits; the values are quantised as they come."""
        weights, scale = _eight_bits(self.weights[f"{name}.weight"].T)
        zeros = self.constant(np.zeros(scale.shape, np.int8))
        given = (values, self.constant(weights), self.constant(scale), zeros, self.weight(f"{name}.bias"))
        return self.node("DynamicQuantizeMatMul", *given, domain=_FUSED)

    def normed(self, name: str, values: str, before: str) -> str:
        """Two values added and normalised."""
        weights = (self.weight(f"{name}.LayerNorm.weight"), self.weight(f"{name}.LayerNorm.bias"))
        added = self.node("Add", values, before)
        return self.node("LayerNormalization", added, *weights, epsilon=self.config.layer_norm_eps, axis=-1)

    def pooled(self, hidden: str) -> str:
        """The mean over the message's own tokens, (batch, width)."""
        _, attention, types = INPUTS
        own = self.node("Mul", attention, self.node("Sub", self.constant(np.array(1)), types))
        column = self.node("Cast", self.node("Unsqueeze", own, self.constant(np.array([2]))), to=TensorProto.FLOAT)
        axis = self.constant(np.array([1]))
        summed = self.node("ReduceSum", self.node("Mul", hidden, column), axis, keepdims=0)
        return self.node("Div", summed, self.node("ReduceSum", column, axis, keepdims=0))

    def head(self, pooled: str) -> str:
        """Logits, (batch, labels)."""
        first, last = ((self.weight(f"head.{at}.weight"), self.weight(f"head.{at}.bias")) for at in (1, 4))
        hidden = self.node("Gelu", self.node("Gemm", pooled, *first, transB=1), domain=_FUSED)
        return self.node("Gemm", hidden, *last, transB=1)

    def weight(self, name: str) -> str:
        """A weight of the network as it is."""
        return self.constant(self.weights[name])

    def constant(self, values: NDArray[Any]) -> str:
        """A constant."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401 (as onnx.helper takes them)
        """A node with one output."""
        return self.nodes_of(kind, *inputs, outputs=1, **attributes)[0]

    def nodes_of(self, kind: str, *inputs: str, outputs: int, **attributes: Any) -> list[str]:  # noqa: ANN401
        """A node with several outputs."""
        names = [f"{kind}_{len(self.nodes)}_{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names

    def named(self, kind: str, output: str, *inputs: str) -> None:
        """A node whose output has a name that others know."""
        self.nodes.append(helper.make_node(kind, list(inputs), [output]))

    def model(self, labels: int) -> onnx.ModelProto:
        """The whole, as ONNX Runtime 1.16 and later read it."""
        shape = ["batch", "tokens"]
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in INPUTS]
        outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", labels])]
        graph = helper.make_graph(self.nodes, "parents", inputs, outputs, self.constants)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _eight_bits(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights (rows, columns) in 8 bits, with a scale for each column."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-8) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)
