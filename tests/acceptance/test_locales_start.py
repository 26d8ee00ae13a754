"""A language that is broken or lacks a text stops the start, with file, line and what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = """
school = "Ysgol Bro"
detectors = ["threats"]
[[groups]]
name = "Rhieni"
platform = "sandbox"
id = "hollybank"
pack = "dwyieithog"
staff_place = "staff"
"""
PACK = """
title = "Polisi"
version = "1"
locales = ["cy", "en"]
[titles]
cy = "Polisi"
[contacts]
en = "the office"
cy = "y swyddfa"
[thresholds]
threat = { review = 0.4, hide = 0.7 }
[harm]
category = "threat"
hide = 0.6
clauses = ["1"]
[[clause]]
id = "1"
title = "t"
words = "w"
source = "s"
notice = "n"
hide = ["hide", "notify_staff"]
review = ["notify_staff"]
categories = ["threat"]
allows = ["hide", "notify_staff"]
[clause.cy]
title = "t"
words = "w"
notice = "n"
"""


@pytest.fixture
def school(tmp_path):
    """A copy of the configuration beside the program, so that its files can be broken."""
    for name in ("bot", "moderation"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "config", tmp_path / "config")
    (tmp_path / "config" / "schoolgate.toml").write_text(CONFIG)
    (tmp_path / "config" / "packs" / "dwyieithog.toml").write_text(PACK)
    return tmp_path


def start(folder):
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); sys.argv = ['schoolgate', 'doctor']\n"
    settings = {"SCHOOLGATE_CONFIG": "config/schoolgate.toml", "SCHOOLGATE_DATA": str(folder / "var")}
    kept = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
    return subprocess.run(
        [sys.executable, "-c", f"{code}import bot.__main__ as m; m.main()"],
        cwd=folder,
        env=kept | settings | {"SCHOOLGATE_SANDBOX_PORT": "0"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("button-read = Darllen y neges\n", "", "button-read: the translation is missing; translate"),
        ("{ $group } i'w gweld", "{ $group i'w gweld", "not valid Fluent: "),
    ],
    ids=["a translation is missing", "a file is broken"],
)
def test_the_start_is_stopped_in_one_line(school, old, new, said):
    path = school / "config" / "locales" / "cy" / "parents.ftl"
    path.write_text(path.read_text().replace(old, new, 1))
    ended = start(school)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Schoolgate stopped: {path}:")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_whole_languages_do_not_stop_it(school):
    ended = start(school)
    assert "Schoolgate stopped" not in ended.stderr
    assert "Traceback" not in ended.stderr
