"""Turns a message and what it answers into token windows; needs only the `tokenizers` library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from moderation.models.text import readable

Pair = tuple[str, str]
"""(what the message answers or "", the message's own text)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a model reads: `window` and `quoted` are the most tokens of one pass and of the context in it.

    A text that is longer is read in stretches of `stretch` tokens, short enough for one sentence to stand out.
    `prepared`: the text goes through `readable` first, as it did in this project's own training.
    """

    start: str = "[CLS]"
    stop: str = "[SEP]"
    window: int = 128
    quoted: int = 40
    stretch: int = 32
    prepared: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of a message for the model: `ids` with start and stop; the first `own` of them are the text's."""

    ids: tuple[int, ...]
    own: int


class Reader:
    """A tokeniser with this layout: start, text, stop and, when there is context, quoted, stop."""

    def __init__(self, path: Path, layout: Layout) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._layout = layout
        self._start, self._stop = map(self._id, (layout.start, layout.stop))

    def windows(self, pairs: Sequence[Pair]) -> list[list[Window]]:
        """For each pair one window, or several that overlap by half when its text is longer than one."""
        texts = self._encode([text for _, text in pairs])
        quoted = self._encode([quoted for quoted, _ in pairs]) if self._layout.quoted else [[] for _ in pairs]
        return [self._split(text, context[: self._layout.quoted]) for text, context in zip(texts, quoted, strict=True)]

    def _id(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokeniser has no token {token!r}: its layout belongs to another model")
        return int(found)

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        prepared = [readable(text) for text in texts] if self._layout.prepared else list(texts)
        return [encoding.ids for encoding in self._tokenizer.encode_batch(prepared, add_special_tokens=False)]

    def _split(self, text: list[int], context: list[int]) -> list[Window]:
        tail = (*context, self._stop) if context else ()
        room = self._layout.window - 2 - len(tail)
        if len(text) <= room:
            return [Window((self._start, *text, self._stop, *tail), len(text) + 2)]
        room = min(room, self._layout.stretch)
        starts = range(0, len(text) - room // 2, room // 2)
        return [
            Window((self._start, *text[at : at + room], self._stop, *tail), len(text[at : at + room]) + 2)
            for at in starts
        ]
