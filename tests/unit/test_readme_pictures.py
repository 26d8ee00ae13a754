"""The README's pictures: each is there, is a picture of sensible size, and says in words what it shows."""

import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
TAG = re.compile(r"<img\s[^>]*>")
MADE = {"parent", "staff", "phone", "digest", "discord_card", "telegram_card"}
HEAVIEST = 150_000  # bytes


def pictures():
    """The attributes of every picture in the README, however it is written."""
    text = (ROOT / "README.md").read_text("utf-8")
    tags = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in TAG.findall(text)]
    return tags + [{"alt": alt, "src": src} for alt, src in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", text)]


def test_every_picture_that_is_made_is_shown_and_no_other_lies_about():
    shown = [picture["src"] for picture in pictures()]
    assert sorted(shown) == sorted(f"docs/shots/{name}.png" for name in MADE)
    assert {path.stem for path in (ROOT / "docs").rglob("*.png")} == MADE


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture["src"])
def test_a_picture_is_a_png_of_sensible_size_with_words_for_who_cannot_see_it(picture):
    path = ROOT / picture["src"]
    assert path.stat().st_size < HEAVIEST
    with Image.open(path) as opened:
        opened.load()
        assert opened.format == "PNG"
        assert 500 <= opened.width <= 2000
        assert 500 <= opened.height <= 3000
    assert len(picture["alt"].split()) >= 8


def test_no_two_pictures_have_the_same_words():
    said = [picture["alt"] for picture in pictures()]
    assert len(set(said)) == len(said)
