"""Every list that leaves as a file, by its kind. The interfaces that show lists name their modules here at start;
they are imported when a list is first asked for, so that commands which need none stay quick."""

from __future__ import annotations

from importlib import import_module

from anju.interfaces.exports.listing import Export

_modules = ["anju.interfaces.exports.refused_rows"]


def lists_in(module: str) -> None:
    """The tuple `LISTS` of this module holds lists."""
    if module not in _modules:
        _modules.append(module)


def lists() -> dict[str, Export]:
    """All of them by kind."""
    found = [one for module in _modules for one in import_module(module).LISTS]
    return {one.kind: one for one in found}
