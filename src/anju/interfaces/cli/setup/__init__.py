"""What must be there before Anju can be used: one file per step, found by itself, run in the order of `ORDER`.

A step module has `ORDER` (int), `TITLE`, `PART` (which one decides who runs it: "register" and "regions" every
command, "web" only ``up``, "demo" only ``up`` without ``--empty``), `needed(installation) -> bool` (cheap: it is
asked at every start) and `run(installation, progress)`.
Steps can be repeated: an interrupted set-up goes on where it was.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING

from anju.interfaces.cli.progress import Progress

if TYPE_CHECKING:
    from anju.interfaces.cli.installation import Installation


def steps(parts: tuple[str, ...]) -> list[ModuleType]:
    """The steps of these parts, in order."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return sorted((step for step in found if step.PART in parts), key=lambda step: int(step.ORDER))


def bring_up_to_date(
    installation: Installation, parts: tuple[str, ...], progress: Progress
) -> None:
    """Run the steps that are needed."""
    for step in steps(parts):
        if step.needed(installation):
            with progress.step(step.TITLE):
                step.run(installation, progress)
