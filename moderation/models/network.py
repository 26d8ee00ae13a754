"""The network in training: one small encoder, one hidden layer, one output per label."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from moderation.models.labels import LABELS
from moderation.models.tokens import Window


def encoder_folder(package: str) -> Path:
    """Where an installed package keeps its encoder (`model/`). Raises ModuleNotFoundError with what to install."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed: pip install {package.replace('_', '-')}")
    return Path(spec.origin).parent / "model"


class Network(nn.Module):
    """Token ids -> logits (batch, labels); pooled over the message's own tokens, the context is only attended to."""

    def __init__(self, folder: Path, dropout: float) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True)
        width = self.encoder.config.hidden_size
        self.head = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(width, width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, len(LABELS))
        )

    def forward(self, ids: Tensor, attention: Tensor, types: Tensor) -> Tensor:
        """Token ids, attention and segment, each (batch, tokens) -> logits (batch, labels)."""
        hidden = self.encoder(input_ids=ids, attention_mask=attention, token_type_ids=types).last_hidden_state
        own = (attention * (1 - types)).unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * own).sum(1) / own.sum(1).clamp(min=1)
        logits: Tensor = self.head(pooled)
        return logits

    def freeze(self, parts: int) -> None:
        """Keeps the lowest parts (the embeddings, then the layers) as they are in what follows, and only those."""
        for at, part in enumerate((self.encoder.embeddings, *self.encoder.encoder.layer)):
            part.requires_grad_(requires_grad=at >= parts)


def collate(windows: Sequence[Window], device: str = "cpu") -> tuple[Tensor, Tensor, Tensor]:
    """(ids, attention, types) of a batch, padded to its longest window."""
    ids = torch.zeros(len(windows), max(len(window.ids) for window in windows), dtype=torch.long)
    attention, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        attention[row, : len(window.ids)] = 1
        types[row, window.own : len(window.ids)] = 1
    return ids.to(device), attention.to(device), types.to(device)
