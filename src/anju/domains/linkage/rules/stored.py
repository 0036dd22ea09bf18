"""Parameters as they are kept: text with the version of their form, taken whole or not at all."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isclose

from anju.domains.linkage.data import Field, LevelWeight, Parameters, Role
from anju.domains.linkage.rules.comparisons import comparison_of

FORM = 1


class UnfitParametersError(ValueError):
    """The text holds no parameters that this version of the comparisons can use; the message says why."""


def to_text(parameters: Parameters) -> str:
    """Parameters as JSON, the same text for the same parameters."""
    return json.dumps(
        {"form": FORM, **asdict(parameters)}, ensure_ascii=False, indent=1, sort_keys=True
    )


def from_text(text: str) -> Parameters:
    """Parameters from JSON. Raises UnfitParametersError when the form, a fact, a level or a share is not as it must
    be."""
    try:
        kept = json.loads(text)
        if kept["form"] != FORM:
            raise UnfitParametersError(f"form {kept['form']} is not {FORM}")
        found = Parameters(
            {
                fact: tuple(LevelWeight(**level) for level in levels)
                for fact, levels in kept["facts"].items()
            },
            float(kept["matches"]),
            float(kept["relatives"]),
        )
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as problem:
        raise UnfitParametersError(f"not parameters: {problem}") from problem
    _check(found)
    return found


def _check(parameters: Parameters) -> None:
    if not (0 < parameters.matches < 1 and 0 < parameters.relatives < 1):
        raise UnfitParametersError("the shares of pairs do not lie between 0 and 1")
    roles = {str(r) for r in Role}
    if strange := sorted(set(parameters.facts) - roles):
        raise UnfitParametersError(f"unknown facts: {', '.join(strange)}")
    fields = [Field(name, Role(name), (name,), (name,)) for name in parameters.facts]
    for field in fields:
        expected = [(x.name, x.rare) for x in comparison_of(field, fields).levels]
        table = parameters.facts[field.name]
        if [(x.name, x.rare) for x in table] != expected:
            raise UnfitParametersError(f"the levels of {field.name} are not those of this version")
        for share in ("m", "u", "f"):
            values = [getattr(x, share) for x in table]
            if min(values) <= 0 or not isclose(sum(values), 1, abs_tol=1e-6):
                raise UnfitParametersError(f"{share} of {field.name} is not a distribution")
