"""How the model reads: prepared text, token windows, nothing cut off."""

from pathlib import Path

import pytest

from moderation.models.engine import BUNDLED
from moderation.models.text import readable
from moderation.models.tokens import Layout, Reader

TOKENISER = BUNDLED / "tokenizer.json"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("ring 07700 900123", "ring 00000 000000"),
        ("Year 6, room 12", "Year 6, room 12"),
        ("see https://www.school.example/a/b?c=d now", "see link school.example now"),
        ("well done 🎉🎉🎉", "well done party popper"),
        ("👍🏽", "thumbs up sign skin type-4"),
        ("hi @some_parent", "hi @user"),
        ("two\n\nlines", "two lines"),
        ("", ""),
        ("🙂", "slightly smiling face"),
    ],
)
def test_text_is_read_without_numbers_links_or_emoji_the_vocabulary_lacks(raw, read):
    assert readable(raw) == read


def test_a_long_text_is_covered_by_overlapping_windows():
    reader = Reader(TOKENISER, Layout(window=24, stretch=14))
    (windows,) = reader.windows([("", " ".join(f"word{number % 9}" for number in range(60)))])
    (whole,) = Reader(TOKENISER, Layout(window=4000)).windows([("", " ".join(f"word{n % 9}" for n in range(60)))])
    covered = list(windows[0].ids[1:-1])
    for window in windows[1:]:
        assert list(window.ids[1:8]) == covered[-7:], "half of each window is in the one before"
        covered += window.ids[8:-1]
    assert covered == list(whole[0].ids[1:-1])
    assert max(len(window.ids) for window in windows) <= 16, "fourteen tokens, start and stop"


def test_what_a_message_answers_follows_it_and_is_not_its_own():
    reader = Reader(TOKENISER, Layout(window=32, quoted=4))
    alone, answering = reader.windows([("", "yes please"), ("does anyone want this old school jumper?", "yes please")])
    assert answering[0].ids[: answering[0].own] == alone[0].ids
    assert len(answering[0].ids) == answering[0].own + 4 + 1


def test_a_layout_with_unknown_tokens_is_refused():
    with pytest.raises(ValueError, match="no token '<nope>'"):
        Reader(TOKENISER, Layout(start="<nope>"))


def test_an_empty_text_has_one_window():
    (windows,) = Reader(Path(TOKENISER), Layout()).windows([("", "")])
    assert [window.own for window in windows] == [2]
