"""Pictures are opened within bounds; whatever cannot be looked at is said to be not screened, never clean."""

import io
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from moderation.domain import Look
from moderation.pictures import faces, lettering
from moderation.pictures.opening import ACROSS, SIDE, NotScreenedError, opened
from moderation.pictures.screen import LONGEST, MOVES, ONLY_LETTERS, ONLY_START, Screen
from tests.platforms import pictures

BARE = Screen()
STATUS = Path("/proc/self/status")
needs_ocr = pytest.mark.skipif(not lettering.installed(), reason="the ocr extra is missing: pip install -e '.[ocr]'")
needs_faces = pytest.mark.skipif(not faces.installed(), reason="the faces extra is missing: pip install -e '.[faces]'")


def test_a_plain_picture_is_opened_and_nothing_is_wrong_with_it():
    assert BARE.picture(pictures.plain()) == Look(picture=True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_position_in_the_file_is_seen(kind):
    assert BARE.picture(pictures.placed(kind)).position
    assert not BARE.picture(pictures.plain(kind=kind)).position


def test_a_position_in_xmp_is_seen():
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", '<rdf:Description exif:GPSLatitude="51,30.5N"/>')
    image = Image.new("RGB", (8, 8))
    assert BARE.picture(pictures.encoded(image, pnginfo=info)).position


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (pictures.bomb(), "pixels"),
        (pictures.bomb(9000, 9000), "pixels"),
        (pictures.plain(400, 400, "JPEG")[:600], "damaged"),
        (pictures.plain()[:60], "damaged"),
        (b"", "kind"),
        (b"%PDF-1.7 no picture", "kind"),
        (b"GIF89a" + b"\0" * 40, "kind"),
    ],
    ids=["bomb", "smaller bomb", "half a JPEG", "half a PNG", "nothing", "PDF", "empty GIF"],
)
def test_what_cannot_be_opened_says_why_and_is_no_clean_look(data, why):
    look = BARE.picture(data)
    assert why in look.trouble
    assert not look.text


def test_of_a_moving_picture_only_the_first_frame_is_looked_at_and_that_is_said():
    assert BARE.picture(pictures.moving()).trouble == MOVES
    assert BARE.picture(pictures.moving(1)).trouble == ""


def test_a_large_photo_is_looked_at_smaller_and_upright():
    image = Image.new("RGB", (4000, 1000))
    exif = image.getexif()
    exif[0x0112] = 6  # turned by a quarter
    frame = opened(pictures.encoded(image, "JPEG", exif=exif.tobytes())).frame
    assert frame.size == (SIDE // 4, SIDE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
def test_what_a_screenshot_of_a_long_conversation_says_is_not_lost_in_making_it_smaller(kind):
    frame = opened(pictures.plain(1200, 9000, kind)).frame
    assert (frame.width, frame.height) == (ACROSS, 7500)


@pytest.mark.skipif(not STATUS.is_file(), reason="needs Linux, which says how much memory a process took")
@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGBA"), ("TIFF", "RGB")])
def test_no_picture_takes_the_memory_that_everything_else_needs(tmp_path, kind, mode):
    (tmp_path / "large").write_bytes(pictures.encoded(Image.new(mode, (4000, 4000)), kind))
    measure = (
        "import pathlib, sys; from moderation.pictures.opening import opened\n"
        f"peak = lambda: int(pathlib.Path('{STATUS}').read_text().split('VmHWM:')[1].split()[0])\n"
        "data = pathlib.Path(sys.argv[1]).read_bytes(); before = peak(); opened(data); print(peak() - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", measure, str(tmp_path / "large")], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 400 * 1024
    assert "pixels" in BARE.picture(pictures.encoded(Image.new(mode, (7000, 7000)), kind)).trouble


def test_the_photo_of_a_good_camera_is_looked_at():
    assert BARE.picture(pictures.plain(8160, 6120, "JPEG")) == Look(picture=True)


@given(st.binary(max_size=200), st.integers(0, 120), st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]))
@settings(max_examples=60, deadline=None)
def test_a_file_damaged_anywhere_is_opened_or_refused_and_nothing_else(noise, at, kind):
    data = pictures.plain(24, 24, kind)
    with suppress(NotScreenedError):
        assert opened(data[:at] + noise + data[at + len(noise) :]).frame.mode == "RGB"


def test_a_plain_text_file_is_read_and_any_other_is_not_screened():
    assert BARE.document("\ufeffMrs Marsden\nis ill".encode()).text == "Mrs Marsden\nis ill"
    assert BARE.document(b"%PDF-1.7\n\xe2\xe3\xcf\xd3").trouble
    assert BARE.document(b"PK\x03\x04\0\0").trouble
    assert BARE.document(pictures.placed()).position


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1 {\\pict\\pngblip 89504e47}}",
        b'\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>',
        b"<!DOCTYPE html><img src='data:image/png;base64,iVBORw0='>",
        b"%PDF-1.4 letters alone",
    ],
    ids=["RTF", "SVG", "HTML", "PDF"],
)
def test_a_file_of_letters_that_shows_more_than_they_say_is_not_screened(data):
    look = BARE.document(data)
    assert look.trouble == ONLY_LETTERS
    assert look.text == data.decode()


def test_only_the_beginning_of_a_long_text_is_read_and_that_is_said():
    look = BARE.document(b"x" * (LONGEST + 1))
    assert (len(look.text), look.trouble) == (LONGEST, ONLY_START)


def test_what_was_read_is_not_shown_by_repr():
    assert "secret" not in repr(Look(text="secret"))


@needs_ocr
@pytest.mark.parametrize(
    "known",
    [
        {},
        {"ink": "white", "paper": (0, 0, 0, 0)},
        {"ink": "black", "paper": (0, 0, 0, 0)},
    ],
    ids=["black on white", "white on nothing", "black on nothing"],
)
def test_lettering_in_a_picture_is_read(known):
    look = Screen(read=lettering.reader()).picture(pictures.written("Ring Callum on 07700 900123", **known))
    assert look.text == "Ring Callum on 07700 900123"


@needs_ocr
def test_the_last_line_of_a_tall_screenshot_is_read():
    page = Image.new("RGB", (1080, 12_000), "white")
    with Image.open(io.BytesIO(pictures.written("Ring Callum on 07700 900123"))) as line:
        for top in (1980, 11_800):  # one where two strips meet
            page.paste(line, (40, top))
    text = Screen(read=lettering.reader()).picture(pictures.encoded(page, "JPEG")).text
    assert text.count("Ring Callum on 07700 900123") >= 2


@needs_ocr
def test_a_picture_without_lettering_reads_as_nothing():
    screen = Screen(read=lettering.reader())
    assert screen.picture(pictures.plain(64, 64)).text == ""
    assert screen.picture(pictures.plain(3, 3)).text == ""


@needs_faces
def test_faces_are_counted():
    portrait = pictures.FACE.read_bytes()
    two = Image.new("RGB", (1024, 600))
    with Image.open(io.BytesIO(portrait)) as image:
        for at in (0, 512):
            two.paste(image.convert("RGB"), (at, 0))
    screen = Screen(count=faces.counter())
    assert screen.picture(portrait).faces == 1
    assert screen.picture(pictures.encoded(two)).faces == 2
    assert screen.picture(pictures.plain()).faces == 0


def test_faces_are_not_counted_unless_asked_for():
    assert BARE.picture(pictures.plain()).faces is None
