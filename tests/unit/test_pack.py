"""A policy pack is parsed strictly: whatever is wrong stops the start and names file, clause and key."""

from pathlib import Path

import pytest

from moderation.byname import UnknownNameError, names
from moderation.domain import Kind
from moderation.policy.pack import FOLDER, PackError, load

ALL = frozenset(
    "allegation bullying complaint defamation negative discrimination threat personal_data investigation child_named "
    "safeguarding extremism obscene impersonation contact_with_child scam harm concern attachment not_screened "
    "detoxify.toxicity detoxify.severe_toxicity detoxify.obscene detoxify.threat detoxify.insult "
    "detoxify.identity_attack".split()
)
GOOD = """
title = "t"
version = "1"
[harm]
category = "harm"
hide = 0.6
clauses = ["1"]
[thresholds]
threat = { review = 0.4, hide = 0.7 }
[wording]
hidden = "h"
warned = "w"
signpost = "s"
restricted = "r"
fallback = "f"
[[clause]]
id = "1"
title = "t"
words = "w"
source = "s"
hide = ["hide"]
review = ["notify_staff"]
categories = ["threat"]
[[clause]]
id = "2"
title = "t"
words = "w"
source = "s"
allows = ["hide", "notify_staff"]
"""
WRONG = [
    ("a category without thresholds", GOOD.replace('["threat"]', '["scam"]'), ["clause 1", "scam"]),
    ("a pack that extends itself", GOOD.replace("title", 'extends = "mine"\ntitle', 1), ["extends"]),
    (
        "an unknown key",
        GOOD.replace('source = "s"\nhide', 'source = "s"\ncolour = "red"\nhide', 1),
        ["clause 1", "colour"],
    ),
    ("a category nobody produces", GOOD.replace('["threat"]', '["sorcery"]'), ["clause 1", "sorcery"]),
    (
        "an action no clause allows",
        GOOD.replace('"hide", "notify_staff"]\n', '"notify_staff"]\n'),
        ["clause 1", "'hide'"],
    ),
    ("an unknown action", GOOD.replace('hide = ["hide"]', 'hide = ["explode"]'), ["clause 1", "hide"]),
    ("a threshold above 1", GOOD.replace("hide = 0.7", "hide = 1.7"), ["thresholds", "threat"]),
    ("a clause that stands twice", GOOD.replace('id = "2"', 'id = "1"'), ["clause 1", "twice"]),
    ("categories without actions", GOOD.replace('review = ["notify_staff"]\n', ""), ["clause 1", "review"]),
    ("harm that lists no clause there is", GOOD.replace('clauses = ["1"]', 'clauses = ["9"]'), ["harm", "9"]),
    (
        "a longer restriction than a machine may order",
        GOOD.replace('id = "1"', 'id = "1"\nrestrict_hours = 48'),
        ["clause 1", "restrict_hours"],
    ),
    ("a missing wording", GOOD.replace('warned = "w"\n', ""), ["wording", "warned"]),
    ("broken TOML", GOOD.replace("[harm]", "[harm"), ["not valid TOML", "line"]),
]


def write(folder: Path, text: str) -> None:
    (folder / "mine.toml").write_text(text)


def test_a_good_pack_is_read(tmp_path):
    write(tmp_path, GOOD)
    pack = load("mine", ALL, tmp_path)
    assert pack.name == "mine"
    assert pack.thresholds["threat"].hide == 0.7
    assert pack.authority(Kind.HIDE).id == "2"


@pytest.mark.parametrize(("what", "text", "named"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_named_with_file_clause_and_key(tmp_path, what, text, named):
    write(tmp_path, text)
    with pytest.raises(PackError) as error:
        load("mine", ALL, tmp_path)
    for part in ("mine.toml", *named):
        assert part in str(error.value)


def test_a_pack_may_extend_another_and_change_single_keys(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "ours.toml").write_text(
        'extends = "mine"\ntitle = "ours"\n[thresholds]\nthreat = { review = 0.2, hide = 0.5 }\n'
        '[[clause]]\nid = "1"\nwords = "our words"\n'
    )
    pack = load("ours", ALL, tmp_path)
    assert (pack.title, pack.find("1").words, pack.find("1").title) == ("ours", "our words", "t")
    assert pack.thresholds["threat"].hide == 0.5
    assert [clause.id for clause in pack.clause] == ["1", "2"]
    before = pack.version
    write(tmp_path, GOOD + "\n# changed\n")
    assert load("ours", ALL, tmp_path).version != before


def test_an_unknown_pack_names_the_path_and_the_packs_there_are(tmp_path):
    write(tmp_path, GOOD)
    with pytest.raises(UnknownNameError, match=r"other\.toml.*mine"):
        load("other", ALL, tmp_path)
    with pytest.raises(UnknownNameError):
        load("../mine", ALL, tmp_path)


def test_the_version_changes_with_the_file(tmp_path):
    write(tmp_path, GOOD)
    before = load("mine", ALL, tmp_path).version
    write(tmp_path, GOOD + "\n# a comment\n")
    assert load("mine", ALL, tmp_path).version != before


@pytest.mark.parametrize("name", names(FOLDER, ".toml"))
def test_every_pack_of_ours_is_good_and_says_why_in_words(name):
    pack = load(name, ALL)
    for clause in pack.clause:
        assert clause.words, clause.id
        assert not clause.categories or clause.notice, clause.id
        assert Kind.RESTRICT not in clause.review, clause.id


def test_the_trust_pack_holds_every_clause_of_the_policy():
    ids = [clause.id for clause in load("trust", ALL).clause]
    assert [i for i in ids if i.startswith("4.2.")] == [f"4.2.{n}" for n in range(1, 9)]
    assert [i for i in ids if i.startswith("5.1")] == ["5.1", *(f"5.1.{n}" for n in range(1, 9))]
