"""A table of messages for every pack: the clause that is cited, what is ordered by itself, what staff may go on to.

The messages are judged together by the real detectors and the bundled model, once for each pack.
"""

import tomllib
from pathlib import Path

import pytest

from bot.check import Line
from moderation.byname import names
from moderation.detectors import load as load_detectors
from moderation.domain import Kind, Verdict
from moderation.pipeline import judge_all
from moderation.policy.pack import FOLDER, load
from moderation.recognisers.naming import Naming
from moderation.roster import parse

TABLE = tomllib.loads((Path(__file__).parents[1] / "data" / "policies.toml").read_text())["message"]
PACKS = names(FOLDER, ".toml")
ROWS = [(pack, row["name"]) for pack in PACKS for row in TABLE if pack in row]
DETECTORS = "toxicity wording threats slurs personal_data names attachments friending nicknames".split()
ROSTER = """kind,given_name,family_name,known_as,title,role,class,photo_consent,naming_consent
staff,Helen,Marsden,Mrs Marsden,Mrs,Headteacher,,,
staff,Imran,Qureshi,Mr Qureshi,Mr,Class teacher,Year 4 Oaks,,
staff,Catrin,Vaughan,Miss Vaughan,Miss,Class teacher,Year 2 Acorns,,
pupil,Callum,Whitaker,,,,Year 4 Oaks,no,no
pupil,Safiya,Begum,,,,Year 4 Oaks,yes,yes
pupil,Tomasz,Nowicki,Tomek,,,Year 2 Acorns,no,no
pupil,Grace,Holloway,,,,Year 2 Acorns,yes,no
"""


@pytest.fixture(scope="module")
def detectors(tmp_path_factory):
    file = tmp_path_factory.mktemp("roster") / "roster.csv"
    file.write_text(ROSTER)
    naming = Naming(parse(file).people)
    options = {"names": {"roster": naming}, "attachments": {"photo_refused": naming.photo_refused, "read_text": False}}
    return load_detectors(DETECTORS, options)


@pytest.fixture(scope="module")
def packs(detectors):
    produced = frozenset(category for detector in detectors for category in detector.categories)
    return {name: load(name, produced) for name in PACKS}


@pytest.fixture(scope="module")
def decisions(detectors, packs):
    lines = [Line(**{"author": "parent"} | {key: row[key] for key in row if key not in PACKS}) for row in TABLE]
    messages = [line.message(number) for number, line in enumerate(lines)]
    return {
        (name, row["name"]): decision
        for name, pack in packs.items()
        for row, decision in zip(TABLE, judge_all(messages, detectors, pack), strict=True)
    }


def expected(pack, name):
    """The clause, the kinds and the proposals of one cell: "4.2.6: hide, warn > 5.1, 5.1.3"."""
    clause, _, rest = cell(pack, name).partition(": ")
    ordered, _, proposed = rest.partition(" > ")
    return clause, {Kind(kind) for kind in ordered.split(", ")}, [name for name in proposed.split(", ") if name]


@pytest.mark.parametrize(("pack", "name"), ROWS, ids=lambda value: value)
def test_a_message_gets_the_clause_the_actions_and_the_proposals_of_its_policy(decisions, packs, pack, name):
    decision = decisions[pack, name]
    if cell(pack, name) == "stays":
        assert decision.verdict is Verdict.ALLOW, decision.clauses
        return
    clause, ordered, proposed = expected(pack, name)
    kinds = {action.kind for action in decision.actions}
    assert clause in decision.clauses
    assert ordered <= kinds
    assert (Kind.HIDE in ordered) is (Kind.HIDE in kinds)
    assert [one.id for one in packs[pack].proposed([clause])] == proposed


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_has_at_least_forty_messages(pack):
    assert sum(name == pack for name, _ in ROWS) >= 40


@pytest.mark.parametrize("pack", PACKS)
def test_every_clause_is_reached_by_a_message_or_by_what_messages_lead_to(packs, decisions, pack):
    cells = [expected(pack, name) for of, name in ROWS if of == pack and cell(pack, name) != "stays"]
    cited = {clause for clause, _, _ in cells}
    led_to = {name for _, _, proposed in cells for name in proposed}
    kinds = {kind for _, ordered, _ in cells for kind in ordered} | ({Kind.HOLD} if packs[pack].premoderate else set())
    used = {packs[pack].authority(kind).id for kind in kinds}
    spared = {clause.id for clause in packs[pack].clause if clause.spares and congratulated(decisions, pack)}
    assert {clause.id for clause in packs[pack].clause} - cited - led_to - used - spared == set()


def cell(pack, name):
    return next(row[pack] for row in TABLE if row["name"] == name)


def congratulated(decisions, pack):
    return all(decisions[pack, name].verdict is Verdict.ALLOW for name in ("praise1", "praise2", "praise3"))


def test_a_decision_keeps_the_words_of_its_clauses_in_every_language(decisions, packs):
    decision = decisions["carmarthenshire", "complaint1"]
    clause = packs["carmarthenshire"].find("use.2")
    assert decision.words_of("use.2", "cy").words == clause.cy.words
    assert decision.words_of("use.2", "en").words == clause.words
    assert decision.words_of("use.2", "cy").policy.startswith("Canllaw")
    assert decision.words_of("9.9") is None
    assert {one.id for one in decision.cited} == set(decision.clauses)
