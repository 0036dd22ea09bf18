"""One term for one thing (docs/glossary.md): names and texts use no retired word, or say here why they must."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "anju"

RETIRED = {
    "apart": "separate",
    "beside": "name what it is next to",
    "dismiss": "leave_job",
    "door": "intake, interface, area",
    "doorkeeper": "committer",
    "desk": "office, stage, staff",
    "desks": "offices, stages, staff",
    "entitled": "eligible",
    "entitlement": "benefit or eligibility",
    "entitlements": "benefits",
    "examine": "verify",
    "fate": "history",
    "fates": "histories",
    "firm": "employer",
    "firms": "employers",
    "gathered": "name what it holds",
    "house": "building",
    "making": "production",
    "mend": "correct",
    "paper": "supporting_document",
    "papers": "supporting_documents",
    "parcel": "package",
    "parcels": "packages",
    "racing": "write_conflicts",
    "reach": "visibility scope",
    "reckon": "score",
    "reckoning": "score",
    "repeats": "resubmission",
    "said": "declared, submitted",
    "seeing": "rights",
    "settle": "process",
    "settled": "processed",
    "slip": "submission_receipt",
    "slips": "mistakes",
    "spoken": "decided",
    "tie": "link, relationship",
    "tied": "linked",
    "ties": "links, relationships",
    "together": "group_commit",
    "told": "notified, reported",
    "turning": "transition",
    "tying": "relationships",
    "voice": "submitter",
    "voices": "submitters",
}
"""Retired part of a name → what to write instead."""

COLUMN, VALUE, FIELD, URL, OTHER = (
    "a column or table: renaming it costs a migration of stored data",
    "a stored value or event of that name",
    "a field or schema of the API, kept for its callers",
    "an argument in the address of a page",
    "another meaning: equal points, repeated cells, printed, a consent box",
)
NAMES = {
    "ENTITLED": VALUE,
    "Entitlement": COLUMN,
    "MAX_REPEATS": OTHER,
    "NOT_ENTITLED": VALUE,
    "Paper": COLUMN,
    "_on_paper": OTHER,
    "entitled": COLUMN,
    "entitled_from": COLUMN,
    "entitlement": FIELD,
    "paper": FIELD,
    "paper_id": URL,
    "papers": FIELD,
    "said": COLUMN,
    "said_at": COLUMN,
    "said_by": FIELD,
    "settled_at": FIELD,
    "tied": OTHER,
    "tied_at": COLUMN,
    "tied_how": COLUMN,
    "told": OTHER,
}
"""Names that keep a retired part, each for its reason."""

PHRASES = re.compile(
    r"\b(?:doorkeeper|the one door|public door|at the door\b(?! of)|through the door|own words|parcel|reckon|"
    r"mend them|your word \(|take in at the counter|missing is told once|clock stands|tie (?:an|your own|a"
    r" phone'?s?) account)",
    re.IGNORECASE,
)
"""What no catalogue, page or document says any more; in Chinese there is nothing of the kind that a
pattern could find."""
DOCUMENTS = {"docs/glossary.md", "CHANGELOG.md"}
"""Pages that name the retired words, and the history."""


DATABASE = {"models.Index", "models.CheckConstraint", "models.UniqueConstraint"}
TABLES = re.compile(r"^permits_(?:entitlement|paper)(?=_)|^register_repeat(?=_)")
"""Tables that keep their names, at the beginning of the names of their indexes."""


def parts(name: str) -> list[str]:
    """The words of a name: `TurnKind` and `turn_kind` alike."""
    return [p.lower() for p in re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+", name)]


def names(tree: ast.Module) -> Iterator[str]:
    """Names a module defines: functions, classes, arguments, constants, attributes of classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.FunctionDef):
            yield from (
                a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            )
        if isinstance(node, ast.ClassDef | ast.Module):
            for line in node.body:
                targets = (
                    [line.target]
                    if isinstance(line, ast.AnnAssign)
                    else line.targets
                    if isinstance(line, ast.Assign)
                    else []
                )
                yield from (t.id for t in targets if isinstance(t, ast.Name))


def local_names(tree: ast.Module) -> Iterator[str]:
    """Names inside functions, by which a module imports something, and of indexes and constraints of the database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from (
                n.id
                for n in ast.walk(node)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            )
        elif isinstance(node, ast.Lambda):
            yield from (a.arg for a in node.args.args)
        elif isinstance(node, ast.alias):
            yield from (node.asname,) if node.asname else ()
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in DATABASE:
            yield from (
                k.value.value
                for k in node.keywords
                if k.arg == "name" and isinstance(k.value, ast.Constant)
            )


def retired(name: str) -> set[str]:
    """The retired words in a name."""
    return {p for p in parts(name) if p in RETIRED}


def modules() -> list[Path]:
    """All modules but migrations, which keep what they were."""
    return sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)


def used() -> dict[str, set[str]]:
    """Name with a retired word → the modules that define it."""
    found: dict[str, set[str]] = {}
    for path in modules():
        here = str(path.relative_to(SRC))
        tree = ast.parse(path.read_text("utf-8"))
        for name in {*path.relative_to(SRC).with_suffix("").parts, *names(tree)}:
            if retired(name):
                found.setdefault(name, set()).add(here)
    return found


def test_no_name_holds_a_retired_word():
    wrong = {
        n: (sorted(where), [RETIRED[w] for w in retired(n)])
        for n, where in used().items()
        if n not in NAMES
    }
    assert not wrong


def test_no_name_inside_a_function_or_of_an_index_holds_one_either():
    wrong = {}
    for path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        if found := {n for n in local_names(tree) if retired(TABLES.sub("", n))}:
            wrong[str(path.relative_to(SRC))] = found
    assert not wrong


def test_every_exception_is_needed_and_has_a_reason():
    assert set(NAMES) <= set(used())
    assert all(NAMES.values())


def test_a_retired_word_would_be_found():
    tree = ast.parse(
        "class TurningDoor:\n    told: str\n\ndef settle(voice):\n    pass\n\nPARCELS = 1\n"
    )
    assert {w for n in names(tree) for w in retired(n)} == {
        "turning",
        "door",
        "told",
        "settle",
        "voice",
        "parcels",
    }
    inside = ast.parse(
        "import a as door\ndef f():\n    said = [told for told in x]\n    g(lambda slip: slip)\n"
        "models.Index(name='register_invitation_said')\n"
    )
    assert {w for n in local_names(inside) for w in retired(n)} == {"door", "said", "told", "slip"}
    assert not any(
        retired(n) for n in ("indoors", "group_commit", "submission_receipt", "papershredder")
    )
    assert PHRASES.search("Rows go through the door.")
    assert PHRASES.search("Your word (street)")


def test_no_page_message_or_document_says_a_retired_phrase():
    texts = [
        *SRC.rglob("*.po"),
        *SRC.rglob("*.html"),
        *(SRC / "interfaces" / "texts").rglob("*.py"),
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("*.md"),
    ]
    wrong = {}
    for path in texts:
        here = str(path.relative_to(ROOT))
        text = "\n".join(
            line for line in path.read_text("utf-8").splitlines() if not line.startswith("#:")
        )
        if here not in DOCUMENTS and (
            found := PHRASES.findall(re.sub(r"`[^`]*`|<[^>]*>|parcel_\w+", "", text))
        ):
            wrong[here] = found
    assert not wrong


def test_the_glossary_names_every_retired_word():
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8").lower()
    assert not [w for w in RETIRED if not re.search(rf"\b{w}\b", glossary)]
