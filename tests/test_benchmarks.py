"""The benchmarks use the program from outside: what they import from it must be there, although no test runs them."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench"


def imports(path):
    """(module, name) of everything a benchmark takes from the program, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("anju"):
            yield from ((node.module, alias.name) for alias in node.names if alias.name != "*")


def there(module, name):
    if hasattr(importlib.import_module(module), name):
        return True
    try:
        importlib.import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("path", sorted(BENCH.glob("*.py")), ids=lambda p: p.stem)
def test_what_a_benchmark_takes_from_the_program_is_there(path):
    assert [f"{m}: {n}" for m, n in imports(path) if not there(m, n)] == []
