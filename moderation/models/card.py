"""Writes CARD.md and figures.json beside the model; every figure is measured in the run that writes them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.models import data, measure
from moderation.models.augment import Names
from moderation.models.data import Example
from moderation.models.engine import FILES, Engine
from moderation.models.evaluate import Report, render
from moderation.models.goals import goals, table
from moderation.models.recipe import Recipe

LICENCES: Final = {
    "messages": "written for this project, synthetic, one annotator",
    "dghs": "Dynamically Generated Hate Speech v0.2.3 (CC BY 4.0 by its card)",
    "jigsaw": "Jigsaw toxic comments (labels CC0, Wikipedia text CC BY-SA 3.0)",
    "berkeley": "Measuring Hate Speech (CC BY 4.0)",
    "edos": "EDOS, SemEval-2023 task 10 (CC0)",
    "hatemoji": "HatemojiBuild (CC BY 4.0)",
    "goemotions": "GoEmotions (Apache-2.0)",
    "sms": "SMS Spam Collection (CC BY 4.0)",
    "commonvoice_en": "Common Voice sentences, English (CC0)",
    "commonvoice_cy": "Common Voice sentences, Welsh (CC0)",
    "all-MiniLM-L6-v2": "the encoder to start from (Apache-2.0)",
}
"""What went in and under which licence; none of the public sentences is part of the project."""

WEAKNESSES: Final = (
    "The messages are synthetic and were labelled by one person; a real group writes otherwise.",
    "allegation and defamation, and negative and bullying, have thin borders: staff should read them together.",
    "Welsh and other languages are hardly covered: most Welsh sentences it saw were harmless ones.",
    "It reads one message and what that answers. Who wrote it, where, and what went before are not inputs.",
    "It knows no names: whether a name is a pupil's is for the roster to say.",
    "Irony and quotation are often misread.",
    "Much harm that has no rude word is missed, as the recall above shows: people still have to read the group.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the figures are measured with: the exported model, names to swap in, leave-schools-out logits."""

    engine: Engine
    names: Names
    unseen: tuple[list[Example], NDArray[np.float32]]


def write_card(recipe: Recipe, made: Measured) -> str:
    """Measures, writes CARD.md and figures.json into the output folder and returns the card's Markdown."""
    figures = _figures(recipe, made)
    (recipe.output / "figures.json").write_text(json.dumps(_plain(figures), indent=1) + "\n", encoding="utf-8")
    card = "\n".join((*_head(recipe), *_body(figures), *_tail(made.engine)))
    (recipe.output / "CARD.md").write_text(card + "\n", encoding="utf-8")
    return card


def _figures(recipe: Recipe, made: Measured) -> dict[str, Any]:
    figures: dict[str, Any] = {"dev": measure.on_dev(made.engine, recipe.messages)}
    if made.unseen[0]:
        figures["unseen"] = measure.on_unseen(made.unseen, recipe.messages, recipe.false_hides)
        figures["unseen_share"] = len({each.school for each in made.unseen[0]})
    figures["public"] = [measure.on_public(made.engine, recipe.datasets, name, 4000) for name in measure.TESTS]
    figures["swap"] = measure.swapped(made.engine, recipe.messages, made.names)
    figures["disguise"] = measure.disguised(made.engine, recipe.messages, measure.views)
    figures["ordinary"] = measure.ordinary(made.engine)
    return figures


def _plain(figures: dict[str, Any]) -> dict[str, Any]:
    public = [asdict(each) for each in figures["public"]]
    plain = {key: asdict(value) if isinstance(value, Report) else value for key, value in figures.items()}
    return plain | {"public": public}


def _head(recipe: Recipe) -> Sequence[str]:
    trained = data.messages(recipe.messages, "train")
    extra = data.read_messages(recipe.extra) if recipe.extra.is_file() else []
    used: Counter[str] = Counter()
    for stage in recipe.stages.values():
        used.update(stage.sources)
    return (
        "# The bundled model",
        "",
        f"One encoder ({recipe.encoder}) with one output for each of Detoxify's six labels, the policy's sixteen",
        "categories, `harm` (hide it) and `concern` (a person should look). Made by",
        f"`python -m moderation.models.train`, which wrote this card too (seed {recipe.seed}).",
        "It proposes; a person decides about a person.",
        "",
        "## Data",
        "",
        f"- parents' messages: {len(trained)} of {len({each.school for each in trained})} schools,",
        f"  and {len(extra)} more ({LICENCES['messages']})",
        *(f"- {name}: at most {size} rows. {LICENCES[name]}" for name, size in sorted(used.items())),
        f"- all-MiniLM-L6-v2: {LICENCES['all-MiniLM-L6-v2']}",
        "",
        "Labels a set does not have are masked. Test and dev splits are never trained on. Author, channel and",
        "notes are not inputs; names and numbers are varied in training.",
        "",
    )


def _body(figures: dict[str, Any]) -> Sequence[str]:
    spread, changed = figures["swap"]
    unseen: Sequence[str] = ()
    if "unseen" in figures:
        count = figures["unseen_share"]
        unseen = (
            f"## Schools it never saw ({count} of the schools, left out of training)",
            "",
            "Trained, calibrated and given thresholds without the dev messages: the honest figure.",
            "",
            render(figures["unseen"]),
            "",
        )
    return (
        "## Goals",
        "",
        *table(goals(figures)),
        "",
        *unseen,
        "## Dev messages of the schools it was trained on (thresholds chosen on them)",
        "",
        render(figures["dev"]),
        "",
        "## Public tests",
        "",
        "| set | rows | label | AUC | harmless rows hidden | of those with identity words | hidden |",
        "|---|--:|---|--:|--:|--:|--:|",
        *(
            f"| {each.name} | {each.rows} | {each.label} | {each.auc:.3f} | {each.hidden:.1%} "
            f"| {each.identity_rows} | {each.identity_hidden:.1%} |"
            for each in figures["public"]
        ),
        "",
        "## Robustness",
        "",
        "| harmful dev messages | hidden |",
        "|---|--:|",
        *(f"| {name} | {rate:.1%} |" for name, rate in figures["disguise"].items()),
        "",
        f"Other names in the dev messages: the harm score moves by {spread:.3f} on average;",
        f"{changed:.1%} of the messages change sides.",
        "",
        f"Ordinary sentences with a rude word inside a word, hidden: {figures['ordinary']} of {len(measure.ORDINARY)}.",
        "",
    )


def _tail(engine: Engine) -> Sequence[str]:
    table = engine.calibration.thresholds
    rows = (
        f"| {name} | {pair['review']:.3f} | {pair.get('hide', '')} |"
        for name, pair in sorted(table["categories"].items())
    )
    sizes = ", ".join(f"{name} {(engine.folder / name).stat().st_size / 1e6:.1f} MB" for name in FILES)
    return (
        "## Thresholds",
        "",
        f"Hide at harm {table['harm']:.3f} or where a category reaches its own;",
        f"a person looks at it from concern {table['concern']:.3f} or a category's review threshold.",
        "",
        "| category | review | hide |",
        "|---|--:|--:|",
        *rows,
        "",
        f"Files: {sizes}.",
        "",
        "## Known weaknesses",
        "",
        *(f"- {each}" for each in WEAKNESSES),
    )
