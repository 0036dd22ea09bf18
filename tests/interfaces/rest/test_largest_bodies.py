"""The largest body and parameters that the description allows, to every operation: bounded time and memory."""

from __future__ import annotations

import json
import re
import resource
from typing import Any
from urllib.parse import quote

import pytest

from anju.interfaces.rest.api import api
from tests.factories.people import somebody
from tests.factories.register import HERE
from tests.interfaces.rest.test_declarations import KEY, arrival
from tests.interfaces.web.test_largest_inputs import KINDS, MEGABYTES, SECONDS, long, spent

pytestmark = pytest.mark.usefixtures("set_aside")

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/"), default=str))
WHOLE = 300_000
"""Characters of a body that is still read: each may take six bytes on its way."""
METHODS = ("get", "post", "put", "patch", "delete")


def largest(schema: dict[str, Any], kind: str, most: int) -> Any:
    """A value of this shape, as large as it may be within `most` characters or so."""
    if "$ref" in schema:
        return largest(
            DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], kind, most
        )
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return largest(next(s for s in schema[key] if s.get("type") != "null"), kind, most)
    if "enum" in schema or "const" in schema:
        return schema["enum"][0] if "enum" in schema else schema["const"]
    match schema.get("type"):
        case "object":
            own = schema.get("properties", {})
            return {name: largest(one, kind, most // max(len(own), 1)) for name, one in own.items()}
        case "array":
            count = min(schema.get("maxItems", 1000), 1000)
            return [largest(schema["items"], kind, most // count) for _ in range(count)]
        case "integer" | "number":
            return schema.get("maximum", 2**31)
        case "boolean":
            return True
        case _:
            return {"date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z"}.get(
                schema.get("format", ""), long(kind, min(schema.get("maxLength", most), most))
            )


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, one)
        for path, methods in DOCUMENT["paths"].items()
        for method, one in methods.items()
        if method in METHODS
    ]


@pytest.mark.parametrize("kind", [KINDS[2], KINDS[3], KINDS[0]])
def test_the_largest_body_and_parameters_cost_every_operation_bounded_time_and_memory(kind, office):
    slow, before = {}, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path, method, one in operations():
        address = re.sub(r"\{\w+\}", lambda found: {"{code}": HERE}.get(found[0], "1"), path)
        asked = [
            f"{p['name']}={quote(str(largest(p['schema'], kind, 300)))}"
            for p in one.get("parameters", ())
            if p["in"] == "query"
        ]
        body = one.get("requestBody", {}).get("content", {}).get("application/json")
        sent = largest(body["schema"], kind, WHOLE) if body else None
        answer, seconds = spent(
            office, method, address + "?" + "&".join(asked), sent, **{"Idempotency-Key": "k" * 80}
        )
        if seconds > SECONDS or (answer.status_code >= 500 and answer.status_code != 503):
            slow[method, path] = (answer.status_code, round(seconds, 1))
    assert slow == {}
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES


@pytest.mark.parametrize("kind", KINDS)
def test_declarations_with_the_longest_texts_are_read_in_bounded_time_and_memory(
    kind, street, department
):
    texts = ("address", "building", "room", "unit", "hukou_text", "position")
    items = [
        {
            **arrival(street, somebody("林小满", 20 + n), str(n), room=2),
            **dict.fromkeys(texts, long(kind, 5_000)),
        }
        for n in range(8)
    ]
    for one in items:
        del one["home_code"]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer, seconds = spent(department, "post", "/declarations", {"items": items}, **KEY)
    assert answer.status_code == 200, answer.content
    if kind.strip():
        assert {r["status"] for r in answer.json()["results"]} == {"refused"}, (
            "too long a text is a reason of its own row"
        )
    assert seconds < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES
