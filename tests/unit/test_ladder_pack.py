"""The ladder in the packs: every key is data, threats and worries about a child go to the DSL past all of it."""

import tomllib

import pytest

from moderation.domain import Kind, Role
from moderation.policy.decide import breaches, decide
from moderation.policy.ladder import Asks, Ladder
from moderation.policy.pack import FOLDER, PackError, load
from tests.platforms.steps import PRODUCED

COMMON = tomllib.loads((FOLDER / "_common.toml").read_text())


@pytest.fixture(scope="module")
def trust():
    return load("trust", PRODUCED)


def test_every_key_of_the_ladder_is_in_the_common_pack():
    assert set(COMMON["ladder"]) == set(Ladder.model_fields)
    assert set(COMMON["ladder"]["asks"]) == set(Asks.model_fields)


@pytest.mark.parametrize("category", ["threat", "safeguarding"])
@pytest.mark.parametrize("score", [0.5, 0.99])
def test_a_threat_or_a_worry_about_a_child_alerts_the_dsl_whatever_the_ladder_says(trust, category, score):
    clauses = breaches({category: score}, trust, Role.PARENT)
    assert Kind.ALERT_DSL in {action.kind for action in decide(clauses, trust)}
    assert "999" in clauses[0].clause.notice


def test_a_worry_about_a_child_is_not_held_against_whoever_wrote_it(trust):
    assert trust.gravity("3.2.2") == 0
    assert (trust.gravity("4.2.2"), trust.gravity("4.2.1"), trust.gravity("4.2.6")) == (1, 2, 3)
    assert trust.gravity("a clause of an older version") == 1


def test_no_clause_restricts_for_longer_than_the_ladder_allows(tmp_path):
    (tmp_path / "_common.toml").write_text((FOLDER / "_common.toml").read_text())
    (tmp_path / "trust.toml").write_text((FOLDER / "trust.toml").read_text())
    (tmp_path / "ours.toml").write_text('extends = "trust"\n[ladder]\nprovisional_hours = 2\n')
    pack = load("ours", PRODUCED, tmp_path)
    restrict = [a for a in decide(breaches({"threat": 0.99}, pack, Role.PARENT), pack) if a.kind is Kind.RESTRICT]
    assert [action.duration.total_seconds() / 3600 for action in restrict] == [2]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("[ladder]\nprovisional_hours = 48", "provisional_hours"),
        ("[ladder]\nfor_ever = true", "for_ever"),
        ("[ladder.asks]\nwarning = 1", "rise"),
    ],
)
def test_a_wrong_ladder_stops_the_start_and_is_named(tmp_path, line, named):
    (tmp_path / "_common.toml").write_text((FOLDER / "_common.toml").read_text())
    (tmp_path / "trust.toml").write_text((FOLDER / "trust.toml").read_text())
    (tmp_path / "ours.toml").write_text(f'extends = "trust"\n{line}\n')
    with pytest.raises(PackError, match=r"ours\.toml|_common\.toml") as wrong:
        load("ours", PRODUCED, tmp_path)
    assert "ladder" in str(wrong.value)
    assert named in str(wrong.value)
