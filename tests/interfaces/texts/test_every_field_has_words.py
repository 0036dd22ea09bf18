"""Whatever of a person the source says it looked at, who reads the trail is told in words."""

from __future__ import annotations

import ast

import pytest

from anju.interfaces.texts.labels import FIELDS
from tests.interfaces.texts.recorded import calls


def looked_at() -> set[str]:
    """The fields named where a look is recorded, outright or in a list of the module's own."""
    found: set[str] = set()
    for call, place in calls()["record_read"]:
        for said in (k.value for k in call.keywords if k.arg == "fields"):
            found |= {
                n.value
                for n in ast.walk(said)
                if isinstance(n, ast.Constant) and isinstance(n.value, str)
            }
            lists = (place.meaning(n) for n in ast.walk(said) if isinstance(n, ast.Name))
            found |= {f for some in lists if isinstance(some, list | tuple) for f in some}
    return {
        f for f in found if not f.endswith(":")
    }  # what a department asked is told as a sentence


def test_the_walk_finds_fields_said_outright_and_by_name() -> None:
    assert {"name", "candidates", "phone.masked", "document_masked", "entitlement"} <= looked_at()


@pytest.mark.parametrize(
    "field", sorted(looked_at() | {"number", "document", "phone", "doc_number"})
)
def test_every_field_of_a_look_has_words(field: str) -> None:
    assert field in FIELDS
