"""File names that a machine made are not read as text; names that a person gave are."""

import pytest

from moderation.filenames import is_made, said


@pytest.mark.parametrize(
    "name",
    [
        "IMG_20261104_123456.jpg",
        "PXL_20260911_081502345.jpg",
        "signal-2026-11-04-101512_002.jpeg",
        "IMG_1234.HEIC",
        "DSC00123.JPG",
        "20261104_123456.jpg",
        "WhatsApp Image 2026-11-04 at 10.15.12.jpeg",
        "Screenshot_20261104-101512_WhatsApp.jpg",
        "received_1234567890123456.jpeg",
        "FB_IMG_1612345678901.jpg",
        "video.mp4",
        "unknown.png",
        "Scan 12.pdf",
        "photo (3).webp",
    ],
)
def test_a_name_made_by_a_machine_says_nothing(name):
    assert is_made(name)
    assert said(f"The fair\n{name}") == "The fair"


@pytest.mark.parametrize(
    "name",
    [
        "Callum Whitaker excluded.pdf",
        "07700900123.jpg",
        "+44 7700 900123.png",
        "Mrs Marsden is a liar.jpg",
        "video of the fight.mp4",
        "Which day suits you?",
        "IMG 07700 900123",
        "",
        "the end.",
    ],
)
def test_a_name_given_by_a_person_is_read(name):
    assert not is_made(name)
    assert said(name) == name
