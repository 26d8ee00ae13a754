"""docs/coverage.md: all it names exists, every clause is in it, and no sentence of the documents is left out."""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from moderation.byname import names
from moderation.policy.pack import FOLDER, load
from tests.unit.test_pack import ALL

ROOT = Path(__file__).parents[2]
PACKS = {name: load(name, ALL) for name in names(FOLDER, ".toml")}
POLICIES = os.environ.get("SCHOOLGATE_POLICIES", "")
SHORTEST = 3  # words; less is a heading, a name or a date
needs_documents = pytest.mark.skipif(not POLICIES, reason="SCHOOLGATE_POLICIES does not name the documents' folder")


@dataclass
class Document:
    """One heading of the table: `rules` maps each sentence to what implements it, `others` are beginnings."""

    pack: str
    file: str
    rules: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


def read(text: str) -> list[Document]:
    found: list[Document] = []
    for line in text.replace("\\|", "\0").replace("\\*", "*").splitlines():
        if heading := re.match(r"## (\w+) \((\S+)\)$", line):
            found.append(Document(*heading.groups()))
        elif found and line.startswith("| ") and not line.startswith("| the document says"):
            said, by = (cell.strip().replace("\0", "|") for cell in line.strip("| ").split(" | "))
            found[-1].rules[said] = [name.strip().strip("`") for name in by.split("; ")]
        elif found and line.startswith("- "):
            found[-1].others.append(line[2:])
    return found


DOCUMENTS = read((ROOT / "docs" / "coverage.md").read_text())
NAMED = sorted({name for document in DOCUMENTS for names in document.rules.values() for name in names})


def sentences(text: str) -> Iterator[str]:
    """The sentences and list points of a document, without its marks; tables of versions are left out."""
    for line in text.splitlines():
        bare = re.sub(r"\*\*|^\s*(?:#+|-)\s+", "", line.strip())
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", bare)
        bare = re.sub(r"^(?:-\s*)?\d[\d.]*\s+", "", bare)
        if "\t" not in bare:
            parts = (" ".join(part.split()) for part in re.split(r"(?<=[.;?!:])\s+(?=[A-Z'\u2018(*])", bare))
            yield from (part for part in parts if len(part.split()) >= SHORTEST)


def left_over(document: Document, text: str) -> list[str]:
    beginnings = tuple(other.removesuffix(" ...") for other in document.others)
    return [s for s in sentences(text) if s not in document.rules and not s.startswith(beginnings)]


def gone(name: str) -> str:
    """What is missing of a name in the table; "" when it is there."""
    if name.startswith("people: "):
        return ""
    if (found := re.fullmatch(r"(\w+):(\S+)", name)) and found[1] in PACKS:
        return "" if PACKS[found[1]].find(found[2]) else "no such clause"
    path, _, inside = name.partition("::")
    if not (ROOT / path).is_file():
        return "no such file"
    defined = {getattr(node, "name", "") for node in ast.walk(ast.parse((ROOT / path).read_text()))} if inside else {""}
    return "" if inside in defined else f"{path} does not define {inside}"


@pytest.mark.parametrize("name", NAMED)
def test_what_the_table_names_is_there(name):
    assert gone(name) == ""


@pytest.mark.parametrize("name", ["trust:9.9", "bot/staff/commands/flog.py", "moderation/domain.py::Rod", "nothing"])
def test_what_is_not_there_is_found_out(name):
    assert gone(name)


def test_every_pack_has_its_document():
    assert sorted(document.pack for document in DOCUMENTS) == sorted(PACKS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.pack)
def test_every_clause_of_a_pack_is_in_the_table(document):
    named = {name.removeprefix(f"{document.pack}:") for by in document.rules.values() for name in by}
    assert {clause.id for clause in PACKS[document.pack].clause} - named == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.pack)
def test_a_table_names_only_its_own_packs_clauses(document):
    others = [pack for pack in PACKS if pack != document.pack]
    assert not [name for by in document.rules.values() for name in by if name.split(":")[0] in others]


@needs_documents
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.pack)
def test_no_sentence_of_the_document_is_left_over(document):
    assert left_over(document, (Path(POLICIES) / document.file).read_text()) == []


@needs_documents
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.pack)
def test_every_clause_has_the_exact_words_of_the_document(document):
    whole = " ".join(plain((Path(POLICIES) / document.file).read_text()).split())
    changed = [clause.id for clause in PACKS[document.pack].clause if " ".join(clause.words.split()) not in whole]
    assert changed == []


def plain(text: str) -> str:
    """A document without the marks of its lists, headings and bold type."""
    return re.sub(r"\*\*|^\s*(?:#+|-)\s+", " ", text, flags=re.M)


def test_a_sentence_that_is_in_neither_list_is_left_over():
    document = Document("p", "p.md", {"Parents must sign the form.": ["p:1"]}, ["The school is ..."])
    text = "- 1.2 Parents must **sign** the form. The school is old.\n\nNobody may shout here. Yes."
    assert left_over(document, text) == ["Nobody may shout here."]
