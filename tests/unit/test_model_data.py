"""Training data: what a set does not label is masked, splits stay apart, a missing folder is named."""

import json
import math
import random

import pytest

from moderation.models import data
from moderation.models.augment import TRICKS, Augment, Names
from moderation.models.data import Example, policy_targets, read_messages, split_of
from moderation.models.labels import INDEX, LABELS
from moderation.models.recipe import Recipe

NAMES = Names(
    ("Olwen", "Kofi"), ("Tetlow", "Adair"), frozenset({"Olwen", "Kofi"}), frozenset({"Olwen", "Kofi", "Tetlow"})
)


def test_unknown_labels_are_masked_and_not_negative():
    row = Example(id="1", text="", targets={"threat": 1.0, "scam": 0.0}).row()
    assert row[INDEX["threat"]] == 1
    assert row[INDEX["scam"]] == 0
    assert sum(map(math.isnan, row)) == len(LABELS) - 2


def test_a_message_to_hide_says_nothing_about_detoxify_labels_it_does_not_imply():
    targets = policy_targets(["complaint"], "hide")
    assert targets["harm"] == targets["concern"] == targets["complaint"] == 1
    assert targets["bullying"] == 0
    assert "detoxify.toxicity" not in targets
    assert policy_targets(["threat"], "hide")["detoxify.threat"] == 1
    assert policy_targets([], "allow")["detoxify.insult"] == 0
    assert policy_targets(["safeguarding"], "review")["harm"] == 0


def test_splits_depend_on_the_text_alone_and_are_about_a_tenth_and_a_twentieth():
    splits = [split_of(f"sentence number {number}") for number in range(4000)]
    assert split_of("Sentence  Number 17") == splits[17]
    assert 0.08 < splits.count("test") / 4000 < 0.12
    assert 0.03 < splits.count("dev") / 4000 < 0.06


def test_jigsaw_rows_with_one_label_know_only_that_one(tmp_path):
    folder = tmp_path / "jigsaw_train_merged"
    folder.mkdir()
    header = "id,text,toxic,severe_toxic,obscene,threat,insult,identity_hate,src,cased,multi\n"
    rows = "".join(f"{n},comment {n},1,,,,,,x,1,0\n" for n in range(50)) + "99,all six,1,0,1,0,1,0,x,1,1\n"
    (folder / "jigsaw_train_merged_derived.csv").write_text(header + rows)
    found = [each for split in ("train", "dev", "test") for each in data.public(tmp_path, "jigsaw", split)]
    assert len(found) == 51
    by_text = {each.text: each.targets for each in found}
    assert by_text["comment 1"].keys() == {"detoxify.toxicity", "harm", "concern"}
    assert by_text["all six"]["detoxify.insult"] == 1
    assert by_text["all six"]["threat"] == 0


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"dghs_full_derived\.csv is missing: set `datasets`"):
        data.public(tmp_path, "dghs")
    with pytest.raises(FileNotFoundError, match="set `messages`"):
        data.messages(tmp_path, "train")


def test_messages_come_with_their_school_and_its_names(tmp_path):
    row = {"id": "x-1", "text": "hi", "labels": [], "action": "allow", "reply_to": "who is in?"}
    (tmp_path / "hill.train.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / "hill.roster.csv").write_text("kind,given_name,family_name\nstaff,Olwen,Tetlow\n")
    (found,) = read_messages(tmp_path / "hill.train.jsonl")
    assert (found.school, found.quoted, found.names) == ("hill", "who is in?", ("Olwen", "Tetlow"))


def test_names_are_swapped_alike_in_a_message_and_in_what_it_answers():
    change = Augment(NAMES, swap=1.0, numbers=0.0, disguise=0.0, typo=0.0)
    example = Example(
        id="1", text="Kofi saw Kofi, and Blodwen", quoted="is Kofi there?", names=("Blodwen",), targets={}
    )
    swapped = [change(example, random.Random(seed)) for seed in range(20)]
    assert len({each.text for each in swapped}) > 1
    for each in swapped:
        name = each.text.split()[0]
        assert each.text.startswith(f"{name} saw {name}, and ")
        assert each.quoted == f"is {name} there?"
        assert "Blodwen" not in each.text


def test_ordinary_words_are_not_taken_for_names(tmp_path):
    (tmp_path / "uk_babynames").mkdir()
    (tmp_path / "name_databases").mkdir()
    (tmp_path / "uk_babynames/ew_2005plus_totals_derived.csv").write_text("name,sex,n\nGrace,F,9\nHope,F,8\nAda,F,7\n")
    (tmp_path / "name_databases/surnames_uk.txt").write_text("Baker\nTetlow\n")
    names = Names.load(
        tmp_path, ["we", "hope", "and", "hope", "and", "hope", "the", "baker", "baker", "baker", "says", "grace"]
    )
    assert names.first == ("Grace", "Ada")
    assert names.family == ("Tetlow",)


@pytest.mark.parametrize("name", sorted(TRICKS))
def test_every_disguise_changes_a_text_of_long_words(name):
    text = "everybody together saturday morning somewhere " * 5
    assert TRICKS[name](text, random.Random(0)) != text


def test_a_training_configuration_with_an_unknown_key_names_file_and_key(tmp_path):
    path = tmp_path / "train.toml"
    path.write_text("[stages.public]\nepochs = 1\nbatchsize = 3\n")
    with pytest.raises(ValueError, match=r"train\.toml: unknown key 'batchsize'"):
        Recipe.load(path)
