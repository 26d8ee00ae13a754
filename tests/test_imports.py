"""Who may import whom: the design's one direction of flow, read from the source."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ("moderation.domain", "moderation.normalise")
STAFF = ("bot.staff", "bot.ports", "moderation")
ALLOWED = {
    "moderation.domain": (),
    "moderation.byname": (),
    "moderation.clock": (),
    "moderation.filenames": (),
    "moderation.normalise": ("moderation.domain", "moderation.normalise_folding", "moderation.normalise_shown"),
    "moderation.normalise_folding": ("moderation.domain", "moderation.normalise_words"),
    "moderation.normalise_shown": ("moderation.normalise_words",),
    "moderation.normalise_words": (),
    "moderation.roster": ("moderation.domain",),
    "moderation.consents": ("moderation.clock", "moderation.domain", "moderation.roster", "moderation.recognisers"),
    "moderation.redact": ("moderation.domain",),
    "moderation.digest": ("moderation.clock", "moderation.domain"),
    "moderation.governors": ("moderation.digest",),
    "moderation.dates": (),
    "moderation.recognisers": (*CORE, "moderation.dates", "moderation.recognisers"),
    "moderation.pictures": ("moderation.domain", "moderation.pictures"),
    "moderation.models": (*CORE, "moderation.dates", "moderation.models", "moderation.normalise_words"),
    "moderation.detectors": (
        *CORE,
        "moderation.byname",
        "moderation.models",
        "moderation.pictures",
        "moderation.recognisers",
        "moderation.roster",
        "moderation.detectors",
    ),
    "moderation.premoderation": ("moderation.domain", "moderation.policy"),
    "moderation.incidents": (),
    "moderation.triage": ("moderation.clock", "moderation.domain", "moderation.incidents"),
    "moderation.terms": (),
    "moderation.policy": ("moderation.domain", "moderation.byname", "moderation.policy"),
    "moderation.pipeline": ("moderation",),
    "bot.ports": (
        "bot.staff.cards",
        "moderation.domain",
        "moderation.consents",
        "moderation.policy.ladder",
        "moderation.triage",
        "bot.ports",
    ),
    "bot.letters": ("bot.letters", "bot.ports", "bot.staff.words", "moderation"),
    "bot.staff": (*STAFF, "bot.enforcement", "bot.securing", "bot.letters"),
    "bot.enforcement": (*STAFF, "bot.restrictions", "bot.securing", "bot.triage"),
    "bot.triage": STAFF,
    "bot.restrictions": STAFF,
    "bot.securing": STAFF,
    "bot.digest": (*STAFF, "bot.chart", "bot.page"),
    "bot.page": ("bot.staff.cards", "bot.staff.locale"),
    "bot.mail": ("bot.page", "bot.ports", "bot.staff.cards", "moderation.digest"),
    "bot.chart": ("bot.ports", "moderation"),
    "bot.schedule": ("moderation.clock",),
    "bot.alone": ("bot.ports",),
    "bot.logs": ("bot.ports",),
    "bot.entries": (),
    "bot.misread": ("moderation.byname",),
    "bot.settings_check": ("bot.misread", "bot.settings", "moderation.byname"),
    "bot.settings": (
        "bot.entries",
        "bot.misread",
        "bot.ports",
        "bot.settings_check",
        "moderation.byname",
        "moderation.incidents",
        "moderation.terms",
        "moderation.triage",
    ),
    "bot.lacking": ("bot.settings",),
    "bot.opening": ("bot.ports", "moderation.domain"),
    "bot.intake": ("bot.ports", "bot.enforcement", "bot.opening", "moderation"),
    "bot.check": ("bot.intake", "moderation.domain"),
    "bot.evaluate": ("bot.check", "bot.intake", "moderation.domain", "moderation.models.evaluate"),
    "bot.rosters": ("bot.ports", "bot.records", "bot.settings", "moderation.roster"),
    "bot.directory": ("bot.ports", "bot.rosters", "moderation.consents", "moderation.roster"),
    "bot.roster_cli": ("bot.misread", "bot.rosters", "bot.directory", "bot.records", "bot.settings", "moderation"),
    "bot.packs": ("bot.staff.locale", "bot.staff.words", "moderation.domain", "moderation.policy"),
    "bot.pack_cli": (
        "bot.check",
        "bot.evaluate",
        "bot.intake",
        "bot.packs",
        "bot.settings",
        "moderation.byname",
        "moderation.clock",
        "moderation.detectors",
        "moderation.domain",
        "moderation.policy",
    ),
    "bot.tune": ("moderation.models.evaluate", "moderation.policy.pack"),
    "bot.groups": ("bot.ports", "bot.intake", "bot.staff", "moderation.domain", "moderation.policy"),
    "bot.onlooker": ("bot.ports", "bot.staff.cards", "moderation.domain"),
    "bot.front": (
        "bot.ports",
        "bot.intake",
        "bot.logs",
        "bot.staff",
        "bot.welcome",
        "moderation.clock",
        "moderation.domain",
    ),
    "bot.welcome": ("bot.ports", "bot.staff", "moderation.domain"),
    "bot.records": (
        "bot.ports",
        "bot.records",
        "moderation.clock",
        "moderation.domain",
        "moderation.consents",
        "moderation.policy.ladder",
        "moderation.redact",
        "moderation.triage",
    ),
    "bot.adapters": (),
    "bot.adapters.discord": ("bot.ports", "bot.staff.cards", "moderation.domain", "bot.discord_parts"),
    "bot.discord_parts": ("bot.ports", "bot.staff.cards", "bot.staff.locale", "moderation.domain", "bot.discord_parts"),
    "bot.adapters.telegram": (
        "bot.ports",
        "bot.staff.cards",
        "bot.staff.locale",
        "moderation.domain",
        "bot.telegram_parts",
    ),
    "bot.telegram_parts": (
        "bot.ports",
        "bot.staff.cards",
        "bot.staff.locale",
        "moderation.domain",
        "bot.telegram_parts",
    ),
    "bot.adapters.sandbox": ("bot.ports", "bot.staff.cards", "moderation.domain", "bot.sandbox_parts"),
    "bot.sandbox_parts": ("bot.ports", "bot.staff.cards", "moderation.domain", "bot.sandbox_parts"),
    "bot.app": ("bot", "moderation"),
    "bot.__main__": ("bot", "moderation"),
}
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("moderation/**/*.py")])


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[tuple[int, str]]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {(node.lineno, alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            found |= {
                (node.lineno, f"{base}.{a.name}" if (ROOT / base.replace(".", "/")).is_dir() else base)
                for a in node.names
            }
    return {(line, name) for line, name in found if name.split(".")[0] in ("bot", "moderation")}


def under(module: str, roots: tuple[str, ...]) -> bool:
    return any(module == root or module.startswith(f"{root}.") for root in roots)


def violations(path: Path, module: str) -> list[str]:
    rules = [name for name in ALLOWED if under(module, (name,))]
    assert rules, f"{module} has no rule: say in ALLOWED what it may import"
    allowed = ALLOWED[max(rules, key=len)]
    return [
        f"{path.relative_to(ROOT)}:{line}: {module} may not import {name}"
        for line, name in imported(path)
        if not under(name, allowed)
    ]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_module_imports_only_what_its_room_allows(path):
    if module_of(path) in ("bot", "moderation"):
        return
    assert violations(path, module_of(path)) == []


def test_nothing_but_main_imports_app():
    importers = {module_of(path) for path in FILES if any(under(name, ("bot.app",)) for _, name in imported(path))}
    assert importers == {"bot.__main__"}


def test_a_planted_violation_is_found(tmp_path, monkeypatch):
    planted = ROOT / "moderation" / "domain.py"
    source = tmp_path / "domain.py"
    source.write_text(planted.read_text() + "\nfrom bot.ports import Group\n")
    monkeypatch.setattr("pathlib.Path.relative_to", lambda self, *_: self)
    assert any("bot.ports" in line for line in violations(source, "moderation.domain"))


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_only_the_pipeline_the_intake_and_the_front_door_catch_everything(path):
    broad = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
    ]
    allowed = 1 if module_of(path) in ("moderation.pipeline", "bot.intake", "bot.front") else 0
    assert len(broad) == allowed, f"lines {broad}"
