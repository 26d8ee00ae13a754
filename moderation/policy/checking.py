"""What a pack must hold beside its shape: nothing unused, undetected, untranslated or backwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from moderation.byname import meant
from moderation.domain import Kind
from moderation.policy.reading import Place

if TYPE_CHECKING:
    from moderation.policy.pack import Clause, Pack

Problem = tuple[Place, str]
BY_PEOPLE = (Kind.HOLD, Kind.LOCKDOWN, Kind.LIFT, Kind.RESTORE)
WHEN_CLEAR = (Kind.HIDE, Kind.RESTRICT)


def problems(pack: Pack, produced: frozenset[str], measured: frozenset[str]) -> Iterator[Problem]:
    """Every thing that is wrong in a pack: where, and what to do.

    `produced` are the categories that detectors produce, `measured` those that the pack's own file has thresholds for.
    """
    yield from _twice(pack)
    yield from _harm(pack, produced)
    yield from _pack(pack)
    yield from _unheard(pack, measured - produced)
    cited = {name for clause in pack.clause for name in clause.escalates}
    for clause in pack.clause:
        yield from _categories(clause, pack, produced)
        yield from _follows(clause, pack)
        yield from _told(clause, pack)
        if not (clause.categories or clause.allows or clause.steps or clause.spares or clause.id in cited):
            yield ("clause", clause.id), "no rule uses it; give it categories, allows, steps or spares, or leave it out"


def _twice(pack: Pack) -> Iterator[Problem]:
    ids = [clause.id for clause in pack.clause]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield ("clause", name, "id"), "stands twice; give each clause an id of its own"


def _harm(pack: Pack, produced: frozenset[str]) -> Iterator[Problem]:
    if pack.harm.category not in produced:
        yield ("harm", "category"), f"no detector produces {pack.harm.category!r}"
    for name, enough in pack.harm.surer.items():
        if name not in produced:
            yield ("harm", "surer", name), f"no detector produces {name!r}; {meant(name, sorted(produced))}"
        elif enough < pack.harm.hide:
            yield ("harm", "surer", name), "is below hide; what stands here asks for more"
    if unknown := [name for name in pack.harm.clauses if not pack.find(name)]:
        yield ("harm", "clauses"), f"no clause {', '.join(unknown)}; name clauses of this pack"
    elif idle := [name for name in pack.harm.clauses if (one := pack.find(name)) and Kind.HIDE not in one.hide]:
        yield ("harm", "clauses"), f"clause {', '.join(idle)} never takes a message down; leave it out"
    if unknown := [name for name in pack.harm.among if name not in pack.thresholds]:
        yield ("harm", "among"), f"no line in [thresholds] for {', '.join(unknown)}; add one"


def _pack(pack: Pack) -> Iterator[Problem]:
    if pack.approved and pack.review_by and pack.review_by < pack.approved:
        yield ("review_by",), f"is before approved ({pack.approved}); a review comes after the approval"
    for name, threshold in pack.thresholds.items():
        if threshold.hide is not None and threshold.hide < threshold.review:
            yield ("thresholds", name, "hide"), "is below review; people look before a message is taken down"
    for locale in pack.locales:
        if not pack.contacts.get(locale):
            yield ("contacts", locale), "missing; say whom a parent is to speak to, in this language"
        if locale == "cy" and "cy" not in pack.titles:
            yield ("titles", locale), "missing; give the policy's title in Welsh"


def _unheard(pack: Pack, unknown: frozenset[str]) -> Iterator[Problem]:
    """Names that are not one category's: what they were meant to change would stay as it was."""
    known = sorted(pack.thresholds.keys() - unknown)
    for name in sorted(unknown):
        yield ("thresholds", name), f"no detector produces {name!r}; {meant(name, known)}"
    for role, names in pack.exempt.items():
        for name in (name for name in names if name not in pack.thresholds):
            yield ("exempt", role), f"no line in [thresholds] for {name}; {meant(name, known)}"
    for clause in pack.clause:
        if typos := [name for name in clause.spares if name not in pack.thresholds]:
            yield (
                ("clause", clause.id, "spares"),
                f"no line in [thresholds] for {', '.join(typos)}; {meant(typos[0], known)}",
            )


def _categories(clause: Clause, pack: Pack, produced: frozenset[str]) -> Iterator[Problem]:
    for category in clause.categories:
        if category not in produced:
            yield ("clause", clause.id, "categories"), f"no detector produces {category!r}; enable one, or leave it out"
        elif category not in pack.thresholds:
            yield ("clause", clause.id, "categories"), f"{category!r} has no line in [thresholds]; add one"
    if unknown := [name for name in clause.beside if name not in {*pack.thresholds, pack.harm.category}]:
        yield ("clause", clause.id, "beside"), f"no line in [thresholds] for {', '.join(unknown)}; add one"
    for other in pack.clause:
        if alone := [name for name in clause.spares if name in other.categories and not other.beside]:
            yield ("clause", other.id, "beside"), f"missing; clause {clause.id} spares {', '.join(alone)} alone"


def _follows(clause: Clause, pack: Pack) -> Iterator[Problem]:
    for key in ("hide", "review"):
        for kind in getattr(clause, key):
            if pack.authority(kind) is None:
                yield ("clause", clause.id, key), f"no clause allows {kind.value!r}; add it to a clause's allows"
        if clause.categories and not getattr(clause, key):
            yield ("clause", clause.id, key), "missing; say what follows from the clause's categories"
        yield from ((("clause", clause.id, key), what) for what in _ordered(key, getattr(clause, key)))
    for name in clause.escalates:
        aim = pack.find(name)
        if aim is None:
            yield ("clause", clause.id, "escalates"), f"no clause {name}; name a clause of this pack"
        elif not (aim.steps or aim.allows):
            yield ("clause", clause.id, "escalates"), f"clause {name} gives no authority; add steps or allows to it"


def _ordered(key: str, kinds: Sequence[Kind]) -> Iterator[str]:
    """What the machine may not do by itself, or not unseen."""
    yield from (f"only people order {kind.value!r}; leave it out" for kind in kinds if kind in BY_PEOPLE)
    acts = [kind for kind in kinds if kind in WHEN_CLEAR]
    if key == "review" and acts:
        yield f"{acts[0].value!r} is for what is clear; order it in hide, or lower the hide threshold"
    elif acts and Kind.NOTIFY_STAFF not in kinds:
        yield "nobody would be asked about it; add notify_staff"


def _told(clause: Clause, pack: Pack) -> Iterator[Problem]:
    """A clause that people can be told about needs every language of the pack."""
    if not (clause.categories or clause.allows):
        return
    if clause.categories and not clause.notice:
        yield ("clause", clause.id, "notice"), "missing; say in a plain sentence what the author can do"
    if "cy" in pack.locales and (clause.cy is None or (clause.notice and not clause.cy.notice)):
        yield ("clause", clause.id, "cy"), "the Welsh is missing; add [clause.cy] with title, words and notice"
