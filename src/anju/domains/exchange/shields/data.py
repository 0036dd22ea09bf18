"""Why a person is shielded."""

SHIELD_REASONS = ("protection_order", "witness", "request_granted")
"""Why a person may be shielded: a protection order (反家庭暴力法), the protection of a witness, a granted request."""
OVER_BRIDGE = "over_bridge"
"""The other end of a bridge said so; it keeps the reason to itself."""
