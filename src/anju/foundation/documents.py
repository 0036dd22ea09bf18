"""How numbers of identity documents are built, for checks of one number and of whole columns.

Kinds by GA/T 517-2004; the residence permit of Hong Kong, Macao and Taiwan residents has our own code
``HMT``. Check digit by GB 11643-1999. Expressions match a whole number and are read by Python and by Polars alike.
"""

from __future__ import annotations

from anju.foundation import codes

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the first seventeen digits of a citizen's number."""
CHECK_CHARACTERS = "10X98765432"
"""By the remainder of their weighted sum and eleven."""
HMT_AREAS = ("810000", "820000", "830000")
PROVINCES = tuple(codes.PROVINCE.names)
"""First two digits of division codes, as they stand in a foreigner's permanent residence number."""
SHAPES = {
    "414": r"^[A-Z0-9]{5,15}$",
    "511": r"^(?:[0-9]{8}(?:[0-9]{2})?|[A-Z][0-9]{8})$",
    "513": r"^[CW][A-Z0-9][0-9]{7}$",
    "516": r"^[HM][0-9]{8}(?:[0-9]{2})?$",
}
"""Passports, passes of Taiwan residents, exit passes, return passes."""
ORDINARY_PASSPORT = r"^[EG][A-Z0-9][0-9]{7}$"
FOREIGN = ("414", "553")
"""Passports and residence cards of foreigners: whose nationality is asked for, and never taken for granted."""
FOREIGN_PERMANENT = r"^9[0-9]{16}[0-9X]$"
FOREIGN_PERMANENT_OLD = r"^[A-Z]{3}[0-9]{12}$"
NATIONALITIES = {
    **{numeric: code for code, numeric in codes.COUNTRY.column("numeric").items()},
    **{code: code for code in codes.COUNTRY.names},
}
"""What a foreigner's permanent residence card prints of the nationality inside its number → alpha-3: the numeric code
of ISO 3166 in the fourth to sixth of 18 digits, or the first three letters of the form before December 2023."""


def check_character(first17: str) -> str:
    """The check character (ISO 7064 MOD 11-2) of seventeen digits."""
    return CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]
