"""An invented town in a real place, drawn from a seed: for showing, for tests, for measuring."""

from anju.demo.divisions import Divisions, installed, read
from anju.demo.roster import Roster
from anju.demo.standard import DECLARED, STANDARD
from anju.demo.stream import stream
from anju.demo.town import Town, plan

__all__ = [
    "DECLARED",
    "STANDARD",
    "Divisions",
    "Roster",
    "Town",
    "installed",
    "plan",
    "read",
    "stream",
]
