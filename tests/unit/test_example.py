"""The detector to copy works as it stands."""

from datetime import UTC, datetime

import pytest

from moderation.detectors import example
from moderation.domain import Author, Message, Ref
from moderation.normalise import prepare


def subject(text):
    ref = Ref(platform="test", chat="1", message="1")
    sent = datetime(2026, 1, 5, tzinfo=UTC)
    return prepare(Message(ref=ref, group="1", author=Author(user="1"), text=text, sent_at=sent))


def test_words_are_found_where_they_stand_however_they_are_written():
    detector = example.build(words=["banana"], category="fruit")
    plain, hidden, none = detector([subject("a banana!"), subject("b4nana"), subject("bananas")])
    assert [one.span for one in plain] == [(2, 8)]
    assert [one.category for one in hidden] == ["fruit"]
    assert none == []


@pytest.mark.parametrize(
    ("options", "name"), [({"words": []}, "words"), ({"words": "x"}, "words"), ({"words": ["x"], "score": 3}, "score")]
)
def test_a_wrong_option_is_named(options, name):
    with pytest.raises(ValueError, match=f"'{name}'"):
        example.build(**options)
