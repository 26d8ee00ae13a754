"""judge(): a detector that breaks never hides the others and is never silent."""

from dataclasses import replace
from datetime import UTC, datetime

from moderation.detectors import names
from moderation.domain import Attachment, Author, Finding, Kind, Message, Ref, Role, Verdict
from moderation.pipeline import judge, judge_all
from moderation.policy.pack import load
from moderation.roster import parse

CATEGORIES = frozenset(
    "allegation bullying complaint defamation negative discrimination threat personal_data investigation child_named "
    "safeguarding extremism obscene impersonation contact_with_child scam harm concern attachment not_screened "
    "detoxify.toxicity detoxify.severe_toxicity detoxify.obscene detoxify.threat detoxify.insult "
    "detoxify.identity_attack photo position nickname identity".split()
)
PACK = load("trust", CATEGORIES)


class Marker:
    """Finds its category, and harm, wherever its word stands; breaks where `bomb` stands."""

    categories = CATEGORIES

    def __init__(self, name, category, score=0.9):
        self.name, self.category, self.score = name, category, score

    def __call__(self, subjects):
        if any("bomb" in s.folded.text for s in subjects):
            raise ValueError("secret text")
        return [self.find(s) for s in subjects]

    def find(self, subject):
        at = subject.folded.text.find(self.name)
        if at < 0:
            return []
        span = subject.folded.span(at, at + len(self.name))
        return [
            Finding(category=name, score=self.score, detector=self.name, why="its word stands there", span=span)
            for name in (self.category, "harm")
        ]


def message(text, role=Role.PARENT):
    ref = Ref(platform="t", chat="c", message="1")
    return Message(ref=ref, group="g", author=Author(user="u", role=role), text=text, sent_at=datetime.now(UTC))


DETECTORS = (Marker("punch", "threat"), Marker("moan", "complaint"))


def test_a_clean_message_is_allowed_and_its_scores_are_empty():
    decision = judge(message("Lost: one blue glove"), DETECTORS, PACK)
    assert (decision.verdict, decision.actions, decision.findings) == (Verdict.ALLOW, (), ())


def test_a_threat_is_hidden_restricted_and_shown_to_the_dsl_under_its_clause():
    decision = judge(message("I will punch him"), DETECTORS, PACK)
    assert decision.verdict is Verdict.HIDE
    assert decision.clauses == ("4.2.6",)
    assert {a.kind for a in decision.actions} == {
        Kind.HIDE,
        Kind.RESTRICT,
        Kind.ALERT_DSL,
        Kind.WARN,
        Kind.NOTIFY_STAFF,
    }
    assert "I will punch him"[slice(*decision.findings[0].span)] == "punch"


def test_a_broken_detector_is_listed_and_the_others_still_count():
    broken = Marker("bomb", "threat")
    decisions = judge_all([message("moan bomb"), message("moan")], (broken, Marker("moan", "complaint")), PACK)
    assert decisions[0].failed_detectors == ("bomb: ValueError", "moan: ValueError")
    assert decisions[1].failed_detectors == ()
    assert decisions[1].clauses == ("4.2.2",)


def test_the_failure_names_no_text():
    (name,) = judge(message("bomb"), (Marker("x", "threat"),), PACK).failed_detectors
    assert "secret" not in name


def test_staff_are_not_judged_for_complaints():
    assert judge(message("moan", Role.STAFF), DETECTORS, PACK).verdict is Verdict.ALLOW


def test_a_batch_and_one_by_one_agree():
    texts = ["hello", "I will punch", "moan moan", "punch and moan", ""]
    together = judge_all([message(t) for t in texts], DETECTORS, PACK)
    assert together == [judge(message(t), DETECTORS, PACK) for t in texts]


def test_the_mark_of_a_position_that_moves_is_nobodys_words():
    live = replace(message(""), attachments=(Attachment(kind="location", text="live"),))
    told = replace(message(""), attachments=(Attachment(kind="poll", text="live"),))
    reads = Marker("live", "complaint")
    assert [judge(each, (reads,), PACK).scores for each in (live, told)] == [{}, {"complaint": 0.9, "harm": 0.9}]


def test_who_settles_a_category_settles_it_for_the_text_they_read_alone():
    roster = "forename,surname,photo consent,naming consent\nAisha,Rahman,yes,yes\nTom,Ash,no,no\n"
    detectors = (names.build(roster=parse(roster)), Marker("said", "child_named", 0.9))
    poll = Attachment(kind="poll", text="Tom Ash punched a girl and was excluded")
    own = message("My Aisha said hello")
    assert judge(own, detectors, PACK).scores["child_named"] < 0.2
    assert judge(replace(own, attachments=(poll,)), detectors, PACK).scores["child_named"] > 0.5
