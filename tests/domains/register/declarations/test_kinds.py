"""The registry of kinds and fields is the only place that knows them: everything else is derived from it."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import anju
from anju.domains.housing.api import listings
from anju.domains.register import api as register
from anju.domains.register.declarations.data.fields import API, FIELDS, FILE_SCHEMA
from anju.domains.register.declarations.data.kinds import KINDS
from anju.domains.register.intake.operations.processing import HANDLERS
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.interfaces.cli.commands.import_ import FORMS
from anju.interfaces.rest.declarations import Item
from anju.interfaces.texts import declaration_kinds
from anju.interfaces.texts.sentences import reasons
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Street, declared

SOURCE = Path(next(iter(anju.__path__)))
DOCS = SOURCE.parents[1] / "docs"
COMPARISON = re.compile(r"kind\s*[=!]=\s*[\x22'](?:" + "|".join(KINDS) + r")[\x22']")


def test_every_effect_of_a_kind_has_its_handler_and_every_handler_a_kind() -> None:
    assert {(e.ledger, e.opens) for k in KINDS.values() for e in k.effects} == set(HANDLERS)


def test_every_need_is_a_field_that_intake_can_find() -> None:
    known = {*FIELDS, "home_id", "employer_id"}
    assert all(e.needs in known for k in KINDS.values() for e in k.effects if e.needs)


def test_every_refusal_of_a_kind_or_a_long_text_has_its_sentence() -> None:
    codes = {f"{k.needs}_missing" for k in KINDS.values() if k.needs}
    codes |= {f"{k.ledgers[0]}_not_open" for k in KINDS.values() if not k.opens}
    codes |= {f.too_long for f in FIELDS.values() if f.most}
    assert codes <= set(reasons())


def test_the_api_offers_the_fields_and_kinds_of_the_registry() -> None:
    schema = Item.json_schema()
    offered = set(schema["properties"]) - {"document_seen"}
    assert offered == {name for name, f in FIELDS.items() if API in f.by}
    assert schema["properties"]["kind"]["enum"] == list(KINDS)
    assert set(schema["required"]) == {"key", "kind", "name"}
    assert schema["properties"]["doc_type"]["anyOf"][0]["enum"] == list(FIELDS["doc_type"].values)


def test_files_bring_the_kinds_that_name_them() -> None:
    assert set(FORMS) == {*register.FORMS, listings.FORM}
    assert set(FILE_SCHEMA) <= set(register.ITEM_SCHEMA)


def test_every_kind_has_its_words() -> None:
    for table in (
        declaration_kinds.labels(),
        declaration_kinds.people(),
        declaration_kinds.entered(),
    ):
        assert set(KINDS) <= set(table)
        assert all(chinese and english for chinese, english in table.values())


def test_the_api_page_says_what_each_kind_needs() -> None:
    text = (DOCS / "api.md").read_text("utf-8")
    assert all(f"| `{kind}` |" in text for kind in KINDS)


def compared_with_kinds(path: Path) -> list[int]:
    """Lines that compare something with a kind by name, the forms of files (`as_`) left out."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        values: list[ast.expr] = []
        if isinstance(node, ast.Compare) and ast.unparse(node.left) != "as_":
            values = node.comparators
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".is_in"):
            values = node.args
        named = {c.value for v in values for c in ast.walk(v) if isinstance(c, ast.Constant)}
        if named & KINDS.keys():
            found.append(node.lineno)
    return found


def test_nothing_but_the_registry_asks_which_kind_a_declaration_is() -> None:
    code = {
        str(p.relative_to(SOURCE)): found
        for p in SOURCE.rglob("*.py")
        if "demo" not in p.parts and (found := compared_with_kinds(p))
    }
    pages = [p.name for p in SOURCE.rglob("*.html") if COMPARISON.search(p.read_text("utf-8"))]
    assert not code
    assert not pages


def test_an_absence_that_another_sender_confirmed_outlives_the_undo_of_the_first(db) -> None:
    Street.built()
    away, day = somebody("林外出", 71, phone=""), local_date(now()) - timedelta(days=9)
    said = {
        "kind": "outflow",
        **away.item,
        "region": HERE,
        "start": day,
        "destination": "广东省东莞市",
    }
    first = declared([{**said, "phone": None}])
    again = declared(
        [{**said, "phone": "13900000099"}],
        sender=register.Sender("user:7", "counter", "窗口七", region=HERE),
    )
    assert [r.outcomes[0].status for r in (first, again)] == ["applied", "applied"]
    with acting(PLATFORM):
        register.undo(first.batch_id, actor=PLATFORM, at=now())
        with as_intake_role():
            assert rows(
                "SELECT declaration_id FROM register_absence WHERE superseded_at IS NULL AND person_id = %s",
                [again.outcomes[0].person_id],
            ) == [(again.outcomes[0].declaration_id,)]
