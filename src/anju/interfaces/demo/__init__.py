"""An invented town in a real place, drawn from a seed: for showing, for tests, for measuring."""

from anju.interfaces.demo.divisions import Divisions, installed, read
from anju.interfaces.demo.roster import Roster
from anju.interfaces.demo.standard import DECLARED, STANDARD
from anju.interfaces.demo.stream import stream
from anju.interfaces.demo.town import Town, plan

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
