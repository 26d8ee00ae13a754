"""A policy pack is parsed strictly: whatever is wrong stops the start and names file, clause and key."""

import re
from pathlib import Path

import pytest

from moderation.byname import UnknownNameError, names
from moderation.domain import Kind, Role
from moderation.policy.pack import FOLDER, PackError, load

ALL = frozenset(
    "allegation bullying complaint defamation negative discrimination threat personal_data investigation child_named "
    "safeguarding extremism obscene impersonation contact_with_child scam harm concern attachment not_screened "
    "detoxify.toxicity detoxify.severe_toxicity detoxify.obscene detoxify.threat detoxify.insult "
    "detoxify.identity_attack friending staff_named photo position nickname own_contact identity".split()
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
[contacts]
en = "c"
[[clause]]
id = "1"
title = "t"
words = "w"
source = "s"
notice = "n"
hide = ["hide", "notify_staff"]
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
        GOOD.replace('source = "s"\nnotice', 'source = "s"\ncolour = "red"\nnotice', 1),
        ["clause 1", "colour"],
    ),
    ("a category nobody produces", GOOD.replace('["threat"]', '["sorcery"]'), ["clause 1", "sorcery"]),
    (
        "an action no clause allows",
        GOOD.replace('allows = ["hide", ', "allows = ["),
        ["clause 1", "'hide'"],
    ),
    ("an unknown action", GOOD.replace('hide = ["hide", ', 'hide = ["explode", '), ["clause 1", "hide"]),
    ("a threshold above 1", GOOD.replace("hide = 0.7", "hide = 1.7"), ["thresholds", "threat"]),
    ("a threshold of 5", GOOD.replace("review = 0.4", "review = 5"), ["mine.toml:9: thresholds: threat: review", "1"]),
    (
        "a threshold that is true",
        GOOD.replace("hide = 0.7", "hide = true"),
        ["mine.toml:9: thresholds: threat: hide: write a number without quotation marks"],
    ),
    (
        "a threshold in quotation marks",
        GOOD.replace("hide = 0.6", 'hide = "0.6"'),
        ["mine.toml:6: harm: hide: write a number without quotation marks"],
    ),
    (
        "hours in quotation marks",
        GOOD.replace('id = "1"', 'id = "1"\nrestrict_hours = "12"'),
        ["mine.toml:14: clause 1: restrict_hours: write a whole number"],
    ),
    (
        "a gravity that is true",
        GOOD.replace('id = "1"', 'id = "1"\ngravity = true'),
        ["mine.toml:14: clause 1: gravity: write a whole number"],
    ),
    ("days that are true", GOOD + "[ladder]\nrepeat_days = true\n", ["ladder: repeat_days: write a whole number"]),
    ("points as texts", GOOD + '[ladder]\npoints = ["1", "2", "3"]\n', ["ladder: points", "write a whole number"]),
    (
        "a yes for true",
        GOOD.replace('version = "1"', 'version = "1"\npremoderate = "yes"'),
        ["mine.toml:4: premoderate: write true or false"],
    ),
    ("a clause that stands twice", GOOD.replace('id = "2"', 'id = "1"'), ["clause 1", "twice"]),
    ("categories without actions", GOOD.replace('review = ["notify_staff"]\n', ""), ["clause 1", "review"]),
    (
        "harm among what has no threshold",
        GOOD.replace('category = "harm"', 'category = "harm"\namong = ["scam"]'),
        ["harm: among", "scam"],
    ),
    ("harm that lists no clause there is", GOOD.replace('clauses = ["1"]', 'clauses = ["9"]'), ["harm", "9"]),
    (
        "a longer restriction than a machine may order",
        GOOD.replace('id = "1"', 'id = "1"\nrestrict_hours = 48'),
        ["clause 1", "restrict_hours"],
    ),
    ("wording, which stands in config/locales", GOOD + "[wording]\n", ["wording"]),
    (
        "a clause that no rule uses",
        GOOD + '[[clause]]\nid = "3"\ntitle = "t"\nwords = "w"\nsource = "s"\n',
        ["mine.toml:27: clause 3: no rule uses it", "leave it out"],
    ),
    (
        "Welsh that is missing",
        GOOD.replace('version = "1"', 'version = "1"\nlocales = ["cy", "en"]').replace(
            'en = "c"', 'en = "c"\ncy = "c"\n[titles]\ncy = "t"'
        ),
        ["mine.toml:16: clause 1: cy", "add [clause.cy]"],
    ),
    (
        "Welsh without the notice",
        GOOD.replace('version = "1"', 'version = "1"\nlocales = ["cy"]')
        .replace('en = "c"', 'cy = "c"\n[titles]\ncy = "t"')
        .replace('[[clause]]\nid = "2"', '[clause.cy]\ntitle = "t"\nwords = "w"\n[[clause]]\nid = "2"'),
        ["mine.toml:24: clause 1: cy", "notice"],
    ),
    (
        "a language without contacts",
        GOOD.replace('version = "1"', 'version = "1"\nlocales = ["cy"]'),
        ["mine.toml:11: contacts: cy: missing"],
    ),
    (
        "a language that nobody translates into",
        GOOD.replace('version = "1"', 'version = "1"\nlocales = ["fr"]'),
        ["mine.toml:4: locales"],
    ),
    (
        "a review before the approval",
        GOOD.replace('version = "1"', 'version = "1"\napproved = 2024-05-01\nreview_by = 2023-05-01'),
        ["mine.toml:5: review_by: is before approved (2024-05-01)"],
    ),
    (
        "hiding sooner than looking",
        GOOD.replace("review = 0.4, hide = 0.7", "review = 0.7, hide = 0.4"),
        ["mine.toml:9: thresholds: threat: hide: is below review"],
    ),
    (
        "going on to a clause there is not",
        GOOD.replace('categories = ["threat"]', 'categories = ["threat"]\nescalates = ["7"]'),
        ["mine.toml:21: clause 1: escalates: no clause 7"],
    ),
    (
        "going on to a clause without authority",
        GOOD.replace('categories = ["threat"]', 'categories = ["threat"]\nescalates = ["1"]'),
        ["mine.toml:21: clause 1: escalates: clause 1 gives no authority"],
    ),
    (
        "an unknown step",
        GOOD.replace('allows = ["hide", "notify_staff"]', 'allows = ["hide", "notify_staff"]\nsteps = ["flogging"]'),
        ["mine.toml:27: clause 2: steps"],
    ),
    (
        "a role there is not",
        GOOD.replace('notice = "n"', 'notice = "n"\napplies = ["king"]'),
        ["mine.toml:18: clause 1: applies"],
    ),
    (
        "something beside that is never measured",
        GOOD.replace('notice = "n"', 'notice = "n"\nbeside = ["scam"]'),
        ["mine.toml:18: clause 1: beside: no line in [thresholds] for scam"],
    ),
    (
        "a spared category that counts alone",
        GOOD + '[[clause]]\nid = "3"\ntitle = "t"\nwords = "w"\nsource = "s"\nspares = ["threat"]\n',
        ["mine.toml:12: clause 1: beside: missing; clause 3 spares threat"],
    ),
    ("no notice for the author", GOOD.replace('notice = "n"\n', ""), ["mine.toml:12: clause 1: notice: missing"]),
    ("no words", GOOD.replace('words = "w"\n', "", 1), ["mine.toml:12: clause 1: words: missing; add it"]),
    (
        "thresholds of a category that there is not",
        GOOD + "[thresholds.thraet]\nreview = 0.2\n",
        ["mine.toml:27: thresholds: thraet: no detector produces 'thraet'; did you mean threat?"],
    ),
    (
        "somebody exempt from a category that there is not",
        GOOD + '[exempt]\nstaff = ["thret"]\n',
        ["mine.toml:28: exempt: staff: no line in [thresholds] for thret; did you mean threat?"],
    ),
    (
        "a spared category that there is not",
        GOOD.replace('notice = "n"', 'notice = "n"\nspares = ["thret"]'),
        ["mine.toml:18: clause 1: spares: no line in [thresholds] for thret; did you mean threat?"],
    ),
    (
        "the machine securing a group for one message",
        GOOD.replace('hide = ["hide", ', 'hide = ["hide", "lockdown", ').replace(
            'allows = ["', 'allows = ["lockdown", "'
        ),
        ["mine.toml:18: clause 1: hide: only people order 'lockdown'"],
    ),
    (
        "a restriction for what is not clear",
        GOOD.replace('review = ["', 'review = ["restrict", "').replace('allows = ["', 'allows = ["restrict", "'),
        ["mine.toml:19: clause 1: review: 'restrict' is for what is clear"],
    ),
    (
        "taking a message down without anybody being asked",
        GOOD.replace('hide = ["hide", "notify_staff"]', 'hide = ["hide"]'),
        ["mine.toml:18: clause 1: hide: nobody would be asked about it; add notify_staff"],
    ),
    (
        "harm under a clause that takes nothing down",
        GOOD.replace('hide = ["hide", "notify_staff"]', 'hide = ["notify_staff"]'),
        ["mine.toml:7: harm: clauses: clause 1 never takes a message down"],
    ),
    ("a name of its own", GOOD.replace("title", 'name = "trust"\ntitle', 1), ["mine.toml:2: name: unknown key"]),
    ("words that are empty", GOOD.replace('words = "w"', 'words = ""', 1), ["clause 1: words: is empty; write it"]),
    (
        "one category without brackets",
        GOOD.replace('["threat"]', '"threat"'),
        ["mine.toml:20: clause 1: categories: write a list in square brackets"],
    ),
    (
        "a threshold that is one number",
        GOOD.replace("{ review = 0.4, hide = 0.7 }", "0.7"),
        ["mine.toml:9: thresholds: threat: has to hold keys of its own"],
    ),
    (
        "extending a pack that there is not",
        GOOD.replace("title", 'extends = "miner"\ntitle', 1),
        ["mine.toml:2: extends: there is no pack 'miner'", "it has none"],
    ),
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


def test_of_several_things_that_are_wrong_one_line_is_said_and_all_are_kept(tmp_path):
    write(tmp_path, GOOD.replace('["threat"]', '["scam", "sorcery"]'))
    with pytest.raises(PackError, match=r"and 1 more: `schoolgate pack check` lists them") as error:
        load("mine", ALL, tmp_path)
    assert len(str(error.value).splitlines()) == 1
    assert ["scam" in error.value.lines[0], "sorcery" in error.value.lines[1]] == [True, True]


def test_what_is_wrong_below_an_extended_pack_is_named_in_the_file_it_stands_in(tmp_path):
    write(tmp_path, GOOD)
    ours = 'extends = "mine"\n\n[thresholds]\nthreat = { review = 2.0 }\n\n[[clause]]\nid = "1"\nhide = ["explode"]\n'
    (tmp_path / "ours.toml").write_text(ours)
    with pytest.raises(PackError) as error:
        load("ours", ALL, tmp_path)
    assert [line.split(": ")[0].rpartition("/")[2] for line in error.value.lines] == ["ours.toml:4", "ours.toml:8"]
    (tmp_path / "ours.toml").write_text('extends = "mine"\n[harm]\nclauses = ["1"]\n')
    write(tmp_path, GOOD.replace('["threat"]', '["scam"]'))
    with pytest.raises(PackError, match=r"mine\.toml:20 \(part of ours\.toml\): clause 1: categories"):
        load("ours", ALL, tmp_path)


def test_a_clause_that_stands_twice_in_an_extending_pack_is_named(tmp_path):
    write(tmp_path, GOOD)
    twice = '[[clause]]\nid = "1"\nwords = "{}"\n'
    (tmp_path / "ours.toml").write_text('extends = "mine"\n' + twice.format("a") + twice.format("b"))
    with pytest.raises(PackError, match="clause 1"):
        load("ours", ALL, tmp_path)


NO_CLAUSE = [
    ('[clause]\nid = "1"\ngravity = 3\n', r"ours\.toml:1: clause: write a list.* begins with \[\[clause"),
    ('clause = ["1"]\n', r"ours\.toml:2: clause: has to hold keys"),
    ("clause = 5\n", r"ours\.toml:2: clause: write a list"),
    ('[[clause]]\nid = ["1"]\n', r"ours\.toml:3: clause \['1'\]: id: write a text"),
]


@pytest.mark.parametrize(("text", "said"), NO_CLAUSE)
def test_what_is_no_clause_in_an_extending_pack_is_named_and_not_passed_over(tmp_path, text, said):
    write(tmp_path, GOOD)
    (tmp_path / "ours.toml").write_text('extends = "mine"\n' + text)
    with pytest.raises(PackError) as error:
        load("ours", ALL, tmp_path)
    assert any(re.search(said, line) for line in error.value.lines), error.value.lines


def test_a_text_of_several_lines_is_not_read_as_keys(tmp_path):
    write(tmp_path, GOOD.replace('words = "w"', 'words = """w\nid = 7\n[harm]\n"""', 1).replace('"threat"]', '"scam"]'))
    with pytest.raises(PackError, match=r"mine\.toml:23: clause 1: categories"):
        load("mine", ALL, tmp_path)


def test_a_clause_is_said_in_the_language_asked_for_else_in_english():
    pack = load("carmarthenshire", ALL)
    clause = pack.find("use.2")
    assert clause.said("cy").words == clause.cy.words
    assert clause.said("en").words == clause.words
    assert load("trust", ALL).find("4.2.2").said("cy").words == load("trust", ALL).find("4.2.2").words
    assert {one.locale for one in pack.cite(clause)} == {"cy", "en"}
    assert (pack.called("cy"), pack.called("en")) == (pack.titles["cy"], pack.title)


def test_every_clause_of_the_bilingual_pack_has_its_own_welsh():
    for clause in load("carmarthenshire", ALL).clause:
        assert clause.cy, clause.id
        assert clause.cy.words != clause.words, clause.id
        assert bool(clause.cy.notice) is bool(clause.notice), clause.id


@pytest.mark.parametrize("pack", names(FOLDER, ".toml"))
def test_whatever_is_done_without_a_clause_rests_on_one_of_the_groups_own_policy(pack):
    read = load(pack, ALL)
    for kind in Kind:
        basis = read.find(read.basis(kind, Kind.HIDE))
        assert basis, kind
        if first := read.authority(kind) or read.authority(Kind.HIDE):
            assert basis is first


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


def test_a_line_of_thresholds_replaces_the_one_it_extends(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "ours.toml").write_text('extends = "mine"\n[thresholds]\nthreat = { review = 0.4 }\n')
    assert load("mine", ALL, tmp_path).thresholds["threat"].hide == 0.7
    assert load("ours", ALL, tmp_path).thresholds["threat"].hide is None


def test_a_pack_saved_by_a_windows_editor_is_read_and_another_encoding_is_named(tmp_path):
    (tmp_path / "mine.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load("mine", ALL, tmp_path).title == "t"
    (tmp_path / "mine.toml").write_bytes(GOOD.replace('"w"', '"caf\xe9"').encode("latin-1"))
    with pytest.raises(PackError, match=r"mine\.toml: not UTF-8; save it as UTF-8"):
        load("mine", ALL, tmp_path)


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


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", names(FOLDER, ".toml"))
def test_a_message_that_is_harmful_as_a_whole_is_held_against_the_clause_of_what_was_found_in_it(name, role):
    pack = load(name, ALL)
    binding = [one for one in pack.clause if one.binds(role) and Kind.HIDE in one.hide]
    among = {*pack.harm.among} - {*pack.exempt.get(role, ())}
    own = {category for one in binding for category in one.categories} & among
    assert own - {category for one in binding if one.id in pack.harm.clauses for category in one.categories} == set()


def test_the_trust_pack_holds_every_clause_of_the_policy():
    ids = [clause.id for clause in load("trust", ALL).clause]
    assert [i for i in ids if i.startswith("4.2.")] == [f"4.2.{n}" for n in range(1, 9)]
    assert [i for i in ids if i.startswith("5.1")] == ["5.1", *(f"5.1.{n}" for n in range(1, 9))]
