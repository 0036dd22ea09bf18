"""What the source writes into the trail, read out of its syntax: every value that a keyword of the calls can take.

An action may stand there as text, behind a constant or a condition, in the argument of a helper, or be put together
from the members of an enum. Each of these is followed to its texts; what cannot be followed fails by name, so that
nothing is overlooked in silence.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import anju
from anju.foundation.audit import api as audit

SOURCE = Path(anju.__file__ or Path(anju.__path__[0]) / "x").parent
RECORDERS = {name for name in audit.__all__ if name.startswith("record_")}
BY_THE_DATABASE = re.compile(r"INSERT INTO audit_entry\b[^;]*?'([a-z_]+(?:\.[a-z_]+)+)'", re.DOTALL)
"""The trail's own trigger writes a line in SQL."""


@dataclass(frozen=True)
class Place:
    """Where an expression stands: its file, and the functions around it, innermost last."""

    path: Path
    around: tuple[ast.FunctionDef, ...]

    def meaning(self, node: ast.AST) -> Any:
        """What a name, plain or dotted, stands for here; None for whatever only running code knows."""
        if isinstance(node, ast.Name):
            return (
                None
                if self._given_here(node.id)
                else self._brought_in().get(node.id) or getattr(module(self.path), node.id, None)
            )
        return (
            getattr(self.meaning(node.value), node.attr, None)
            if isinstance(node, ast.Attribute)
            else None
        )

    def _given_here(self, name: str) -> bool:
        """True for a parameter or a variable of the function around, whatever the module may call by that name."""
        return bool(self.around) and (
            name in _parameters(self.around[-1]) or bool(_assigned(ast.Name(name), self))
        )

    def _brought_in(self) -> dict[str, Any]:
        """What the functions around import for themselves."""
        lines = [
            n
            for f in self.around
            for n in ast.walk(f)
            if isinstance(n, ast.ImportFrom) and n.module
        ]
        return {
            a.asname or a.name: getattr(importlib.import_module(str(n.module)), a.name, None)
            for n in lines
            for a in n.names
        }


@cache
def module(path: Path) -> Any:
    """The module of a file."""
    return importlib.import_module(
        ".".join(("anju", *path.relative_to(SOURCE).with_suffix("").parts))
    )


@cache
def calls() -> dict[str, list[tuple[ast.Call, Place]]]:
    """All calls of the source by the last part of what they call."""
    found: dict[str, list[tuple[ast.Call, Place]]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for call, around in _calls_in(ast.parse(path.read_text("utf-8")), ()):
            name = (
                call.func.attr
                if isinstance(call.func, ast.Attribute)
                else getattr(call.func, "id", "")
            )
            found.setdefault(name, []).append((call, Place(path, around)))
    return found


def _calls_in(
    node: ast.AST, around: tuple[ast.FunctionDef, ...]
) -> Iterator[tuple[ast.Call, tuple[ast.FunctionDef, ...]]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, around
        yield from _calls_in(
            child, (*around, child) if isinstance(child, ast.FunctionDef) else around
        )


def recorded(keyword: str) -> dict[str, set[str]]:
    """Every value this keyword takes where the trail is written, with the files that write it."""
    found: dict[str, set[str]] = {}
    for name in RECORDERS:
        for call, place in calls().get(name, ()):
            for said in _given(call, keyword, place):
                for value in values(said, place):
                    found.setdefault(value, set()).add(str(place.path.relative_to(SOURCE)))
    return found


def by_the_database() -> set[str]:
    """Actions written in SQL."""
    written = [*SOURCE.rglob("*.sql"), *SOURCE.rglob("migrations/*.py")]
    return {a for p in written for a in BY_THE_DATABASE.findall(p.read_text("utf-8"))}


def _given(call: ast.Call, keyword: str, place: Place) -> list[ast.expr]:
    """What a call says for a keyword, which may come out of a dictionary (``**lines``)."""
    for one in call.keywords:
        if one.arg == keyword:
            return [one.value]
    unnamed = [one.value for one in call.keywords if one.arg is None]
    spread = [d for one in unnamed for d in _assigned(one, place) if isinstance(d, ast.Dict)]
    assert len(spread) == len(unnamed), (
        f"{place.path}:{call.lineno}: what is spread here? Teach {__name__} to read it."
    )
    return [
        v
        for d in spread
        for k, v in zip(d.keys, d.values, strict=True)
        if isinstance(k, ast.Constant) and k.value == keyword
    ]


def values(node: ast.expr, place: Place) -> set[str]:
    """All texts an expression can be."""
    known = place.meaning(node)
    if isinstance(known, str):
        return {str(known.value) if isinstance(known, Enum) else known}
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=yes, orelse=no):
            return values(yes, place) | values(no, place)
        case ast.JoinedStr(values=parts):
            return {"".join(some) for some in product(*(values(p, place) for p in parts))}
        case ast.FormattedValue(value=part) | ast.Attribute(value=part, attr="value"):
            return values(part, place)
        case ast.Call(func=ast.Name(id="str"), args=[part]):
            return values(part, place)
        case ast.Call(func=maker) if members := _members(place.meaning(maker)):
            return members
        case ast.Attribute(value=ast.Name(id=name), attr=field):
            return _of_field(name, field, place)
        case ast.Name():
            inside = [v for one in _assigned(node, place) for v in values(one, place)]
            return set(inside) or _of_parameter(node.id, place)
    raise AssertionError(
        f"{place.path}:{node.lineno}: what can {ast.unparse(node)} be? Teach {__name__} to read it."
    )


def _members(known: Any) -> set[str]:
    return (
        {str(m.value) for m in known}
        if isinstance(known, type) and issubclass(known, Enum)
        else set()
    )


def _assigned(node: ast.expr, place: Place) -> list[ast.expr]:
    """What the function around gives a name, alone or among others of the same statement."""
    if not isinstance(node, ast.Name) or not place.around:
        return []
    out: list[ast.expr] = []
    for line in ast.walk(place.around[-1]):
        if isinstance(line, ast.AnnAssign) and line.value is not None:
            out += [line.value] if ast.unparse(line.target) == node.id else []
        elif isinstance(line, ast.Assign):
            pairs = [(t, line.value) for t in line.targets]
            pairs += [
                pair
                for t, v in pairs
                if isinstance(t, ast.Tuple) and isinstance(v, ast.Tuple)
                for pair in zip(t.elts, v.elts, strict=True)
            ]
            out += [v for t, v in pairs if isinstance(t, ast.Name) and t.id == node.id]
    return out


def _of_parameter(name: str, place: Place) -> set[str]:
    """The values callers give a parameter; all of its enum, unless each caller names a member outright."""
    function = place.around[-1] if place.around else None
    assert function and name in _parameters(function), (
        f"{place.path}: where does {name} come from? Teach {__name__} to read it."
    )
    given = list(_passed(place.meaning(ast.Name(function.name)), function.args, name))
    members = _members(place.meaning(_parameters(function)[name]))
    if members and not (given and all(isinstance(at.meaning(arg), Enum) for arg, at in given)):
        return members
    assert given, f"{place.path}: nobody calls {function.name}"
    return {v for arg, at in given for v in values(arg, at)}


def _parameters(function: ast.FunctionDef) -> dict[str, ast.expr]:
    """Each parameter with what it is said to be."""
    return {
        a.arg: a.annotation or ast.Constant(None)
        for a in (*function.args.args, *function.args.kwonlyargs)
    }


def _passed(called: Any, arguments: ast.arguments, name: str) -> Iterator[tuple[ast.expr, Place]]:
    """What the callers of this very function pass for a parameter."""
    position = (
        [a.arg for a in arguments.args].index(name)
        if name in [a.arg for a in arguments.args]
        else 10**3
    )
    for call, place in calls().get(called.__name__, ()):
        if place.meaning(call.func) is called:
            named = [k.value for k in call.keywords if k.arg == name]
            yield from ((arg, place) for arg in named or call.args[position : position + 1])


def _of_field(name: str, field: str, place: Place) -> set[str]:
    """A field of a parameter: what its makers, wherever they stand, put into it by name."""
    maker = _parameters(place.around[-1]).get(name) if place.around else None
    assert maker, f"{place.path}: where does {name}.{field} come from? Teach {__name__} to read it."
    made = place.meaning(maker)
    given = [
        (k.value, at)
        for call, at in calls().get(made.__name__, ())
        if at.meaning(call.func) is made
        for k in call.keywords
        if k.arg == field
    ]
    assert given, f"{place.path}: nobody makes a {made} with {field}"
    return {v for arg, at in given for v in values(arg, at)}
