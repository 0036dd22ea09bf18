"""The demo town enters the register, through the same door as everybody."""

from anju.interfaces.demo.load.ground import Ground
from anju.interfaces.demo.load.loading import Loaded, load, town_of
from anju.interfaces.demo.load.sign_ins import SignIn, sign_ins

__all__ = ["Ground", "Loaded", "SignIn", "load", "sign_ins", "town_of"]
