"""Why a person is shielded."""

SHIELD_REASONS = ("protection_order", "witness", "request_granted")
"""Why a person may be shielded: a protection order (反家庭暴力法), the protection of a witness, a granted request."""
OVER_BRIDGE = "over_bridge"
"""The other end of a bridge said so; it keeps the reason to itself."""
BASES = ("court", "protection_order", "witness", "investigation")
"""Under which law somebody asks about a shielded person for the one case: evidence for a court (民事诉讼法 70), a
protection order that is carried out (反家庭暴力法 32), a witness who is protected (刑事诉讼法 64), an investigation
(刑事诉讼法 54)."""
ASKED = ("address", "since", "phone")
"""What may be asked for: where they live, since when, how to reach them."""
