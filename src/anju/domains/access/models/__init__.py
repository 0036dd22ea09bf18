"""Tables of access."""

from anju.domains.access.models.grants import Grant
from anju.domains.access.models.requests import GrantRequest
from anju.domains.access.models.sign_in import PhoneCode, RealNameCheck, Throttle
from anju.domains.access.models.tokens import Token
from anju.domains.access.models.users import User

__all__ = ["Grant", "GrantRequest", "PhoneCode", "RealNameCheck", "Throttle", "Token", "User"]
