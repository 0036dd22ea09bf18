"""The demo town enters the register, through the same intake as all declarations."""

from anju.demo.load.base_data import BaseData
from anju.demo.load.loading import Loaded, load, town_of
from anju.demo.load.sign_ins import SignIn, sign_ins

__all__ = ["BaseData", "Loaded", "SignIn", "load", "sign_ins", "town_of"]
