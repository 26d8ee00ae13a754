"""Actions merge by law; thresholds, exemptions and the whole-message score do what the pack says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import Action, Finding, Kind, Role, Verdict
from moderation.policy.decide import breaches, decide, heard, merge
from moderation.policy.pack import Clause, Harm, Pack, Threshold

actions = st.builds(
    Action,
    kind=st.sampled_from(Kind),
    clause=st.sampled_from(["4.2.1", "4.2.6", "5.1.4"]),
    duration=st.none() | st.integers(1, 48).map(lambda hours: timedelta(hours=hours)),
)
groups = st.lists(actions, max_size=6)


def clause(name, category, kinds=(Kind.HIDE, Kind.NOTIFY_STAFF)):
    return Clause(
        id=name, title="t", words="w", source="s", categories=(category,), hide=kinds, review=(Kind.NOTIFY_STAFF,)
    )


PACK = Pack(
    name="p",
    title="t",
    version="1",
    harm=Harm(category="harm", hide=0.6, clauses=("1", "2")),
    thresholds={
        "threat": Threshold(review=0.4, hide=0.8),
        "complaint": Threshold(review=0.4, hide=0.8),
        "safeguarding": Threshold(review=0.4),
    },
    exempt={Role.STAFF: ("complaint",)},
    clause=(
        clause("1", "threat", kinds=(Kind.HIDE, Kind.RESTRICT)),
        clause("2", "complaint"),
        clause("3", "safeguarding", kinds=(Kind.ALERT_DSL,)),
    ),
)


@given(groups)
def test_merging_twice_is_merging_once(group):
    assert merge([merge([group])]) == merge([group])


@given(groups, groups)
def test_the_order_of_merging_does_not_matter(one, two):
    assert merge([one, two]) == merge([two, one])


@given(groups, groups, groups)
def test_merging_is_associative(one, two, three):
    assert merge([merge([one, two]), three]) == merge([one, merge([two, three])])


@given(groups)
def test_merging_keeps_every_kind_once_and_its_longest_duration(group):
    merged = merge([group])
    assert sorted(action.kind for action in merged) == sorted({action.kind for action in group})
    for action in merged:
        longest = max((a.duration or timedelta()) for a in group if a.kind is action.kind)
        assert (action.duration or timedelta()) == longest


def kinds(found, role=Role.PARENT):
    return {action.kind for action in decide(breaches(found, PACK, role), PACK)}


def test_a_harmful_message_is_taken_down_also_beside_a_clause_that_only_asks_staff():
    clauses = (PACK.clause[0], clause("2", "complaint", kinds=(Kind.NOTIFY_STAFF,)))
    pack = PACK.model_copy(update={"clause": clauses, "harm": PACK.harm.model_copy(update={"clauses": ("1",)})})
    broken = breaches({"harm": 0.9, "complaint": 0.9, "threat": 0.5}, pack, Role.PARENT)
    assert Kind.HIDE in {action.kind for action in decide(broken, pack)}


def test_below_the_review_threshold_nothing_follows():
    assert kinds({"threat": 0.39, "complaint": 0.1}) == set()


def test_from_the_review_threshold_staff_are_told_and_nothing_is_hidden():
    assert kinds({"threat": 0.4}) == {Kind.NOTIFY_STAFF}


def test_from_the_hide_threshold_the_clause_is_applied_with_a_bounded_restriction():
    made = decide(breaches({"threat": 0.8}, PACK, Role.PARENT), PACK)
    assert {a.kind: a.duration for a in made} == {Kind.HIDE: None, Kind.RESTRICT: timedelta(hours=24)}


def test_a_harmful_message_is_hidden_under_its_strongest_clause():
    broken = breaches({"harm": 0.95, "threat": 0.2, "complaint": 0.3}, PACK, Role.PARENT)
    assert [(b.clause.id, b.verdict) for b in broken] == [("2", Verdict.HIDE)]


@pytest.mark.parametrize(
    ("found", "hidden"),
    [
        ({"harm": 0.8, "threat": 0.4}, True),
        ({"harm": 0.79, "threat": 0.4}, False),
        ({"harm": 0.7, "threat": 0.1, "complaint": 0.5}, True),
        ({"harm": 1.0}, False),
        ({"harm": 0.9, "safeguarding": 0.9}, False),  # not among them
        ({"harm": 0.9, "friending": 0.9}, False),
    ],
)
def test_a_message_is_harmful_by_the_mean_of_its_harm_and_of_the_strongest_thing_found(found, hidden):
    pack = PACK.model_copy(update={"harm": PACK.harm.model_copy(update={"among": ("threat", "complaint")})})
    made = decide(breaches(found, pack, Role.PARENT), pack)
    assert (Kind.HIDE in {action.kind for action in made}) is hidden


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ({"harm": 0.8, "threat": 0.4}, Verdict.HIDE),
        ({"harm": 0.8, "threat": 0.4, "identity": 1.0}, Verdict.REVIEW),
        ({"harm": 0.9, "threat": 0.7, "identity": 1.0}, Verdict.HIDE),
    ],
)
def test_beside_what_harmless_messages_have_too_a_message_must_be_surely_harmful(found, verdict):
    harm = PACK.harm.model_copy(update={"surer": {"identity": 0.8}, "review": 0.7})
    broken = breaches(found, PACK.model_copy(update={"harm": harm}), Role.PARENT)
    assert [breach.verdict for breach in broken] == [verdict]


def test_harm_without_a_name_is_shown_to_staff_under_the_strongest_clause():
    pack = PACK.model_copy(update={"harm": PACK.harm.model_copy(update={"review": 0.7})})
    shown = breaches({"harm": 0.7, "threat": 0.1, "complaint": 0.2}, pack, Role.PARENT)
    assert [(b.clause.id, b.verdict) for b in shown] == [("2", Verdict.REVIEW)]
    urgent = shown[0].clause.model_copy(update={"review": (Kind.ALERT_DSL, Kind.SIGNPOST, Kind.NOTIFY_STAFF)})
    assert [one.kind for one in decide([replace(shown[0], clause=urgent)], pack)] == [Kind.NOTIFY_STAFF]
    assert breaches({"harm": 0.69, "threat": 0.1, "complaint": 0.2}, pack, Role.PARENT) == ()


def test_the_whole_message_score_never_applies_a_clause_it_does_not_list():
    assert kinds({"harm": 0.9, "safeguarding": 0.5}) == {Kind.NOTIFY_STAFF}
    assert kinds({"harm": 0.9, "safeguarding": 0.3}) == set()


def test_an_exempt_role_is_not_judged_by_that_category():
    assert kinds({"complaint": 0.9}, Role.STAFF) == set()
    assert kinds({"complaint": 0.9, "harm": 0.9}, Role.STAFF) == set()
    assert Kind.HIDE in kinds({"complaint": 0.9}, Role.PARENT)


@given(st.dictionaries(st.sampled_from(["threat", "complaint", "safeguarding", "harm"]), st.floats(0, 1)))
def test_a_higher_score_never_undoes_a_hide(found):
    higher = {name: min(1.0, score + 0.1) for name, score in found.items()}
    if Kind.HIDE in kinds(found):
        assert Kind.HIDE in kinds(higher)


FINDING = st.builds(
    Finding,
    category=st.sampled_from(["child_named", "threat"]),
    score=st.floats(0, 1),
    detector=st.sampled_from(["names", "wording"]),
    why=st.just("a rule"),
    settles=st.booleans(),
)


@given(st.lists(FINDING, max_size=6))
def test_who_settles_a_category_is_heard_alone_and_the_others_in_all_the_rest(findings):
    counted = heard(findings)
    for category in ("child_named", "threat"):
        mine = [one for one in findings if one.category == category]
        settling = [one for one in mine if one.settles]
        assert [one for one in counted if one.category == category] == (settling or mine)


def test_of_two_broken_clauses_the_gravest_is_cited_first():
    grave = PACK.model_copy(update={"clause": (*PACK.clause[1:], PACK.clause[0].model_copy(update={"gravity": 3}))})
    assert [b.clause.id for b in breaches({"threat": 0.8, "complaint": 1.0}, grave, Role.PARENT)] == ["1", "2"]


def test_a_clause_that_applies_to_staff_binds_nobody_else():
    binding = PACK.model_copy(update={"clause": (clause("s", "threat").model_copy(update={"applies": (Role.STAFF,)}),)})
    assert [b.clause.id for b in breaches({"threat": 0.9}, binding, Role.STAFF)] == ["s"]
    assert breaches({"threat": 0.9}, binding, Role.PARENT) == ()


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ({"threat": 0.9}, False),
        ({"threat": 0.9, "complaint": 0.39}, False),
        ({"threat": 0.9, "complaint": 0.4}, True),
        ({"threat": 0.9, "harm": 0.59}, False),
        ({"threat": 0.9, "harm": 0.6}, True),
    ],
)
def test_a_clause_that_counts_only_beside_something_else_waits_for_it(found, counts):
    beside = clause("b", "threat").model_copy(update={"beside": ("complaint", "harm")})
    alone = PACK.model_copy(update={"clause": (beside,), "harm": Harm(review=0.6, hide=0.8, clauses=())})
    assert bool(breaches(found, alone, Role.PARENT)) is counts


def test_what_may_be_gone_on_to_stands_in_the_documents_order():
    first = PACK.clause[0].model_copy(update={"escalates": ("3", "2")})
    pack = PACK.model_copy(update={"clause": (first, *PACK.clause[1:])})
    assert [one.id for one in pack.proposed(["1"])] == ["2", "3"]
    assert pack.proposed(["2", "no longer there"]) == ()
