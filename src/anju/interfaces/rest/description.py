"""The description of the API as a page of ours: no script, nothing from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.interfaces.rest.api import api


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, body and answers, from the OpenAPI document."""
    schema: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str)
    )
    operations = [
        operation(path, method, one)
        for path, methods in schema["paths"].items()
        for method, one in methods.items()
    ]
    parts = [shape(name, one) for name, one in sorted(schema["components"]["schemas"].items())]
    context = {"info": schema["info"], "operations": operations, "schemas": parts}
    return render(request, "api/description.html", context)


def operation(path: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    """What the page says about one operation."""
    body = one.get("requestBody", {}).get("content", {})
    answers = [
        {
            "status": status,
            "kinds": [
                (kind, name_of(c.get("schema", {})))
                for kind, c in answer.get("content", {}).items()
            ],
        }
        for status, answer in one["responses"].items()
        if int(status) < 400
    ]
    return {
        "path": path,
        "method": method.upper(),
        "summary": one.get("summary", ""),
        "tag": one.get("tags", [""])[0],
        "text": one.get("description", ""),
        "id": one["operationId"],
        "parameters": [
            {**p, "type": name_of(p.get("schema", {}))} for p in one.get("parameters", [])
        ],
        "bodies": [(kind, name_of(content.get("schema", {}))) for kind, content in body.items()],
        "answers": answers,
    }


def shape(name: str, one: dict[str, Any]) -> dict[str, Any]:
    """What the page says about one schema."""
    needed = set(one.get("required", []))
    fields = [
        {
            "name": field,
            "type": name_of(value),
            "needed": field in needed,
            "text": value.get("description", ""),
        }
        for field, value in one.get("properties", {}).items()
    ]
    return {"name": name, "text": one.get("description", ""), "fields": fields}


def name_of(schema: dict[str, Any]) -> str:
    """A schema in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(name_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{name_of(schema.get('items', {}))}[]"
    kind = schema.get("format") or schema.get("type") or ""
    return f"{kind} {schema['pattern']}" if "pattern" in schema else str(kind)
