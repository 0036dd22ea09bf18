"""Who is eligible for a permit, from which day, and why. Values out, never rows."""

from anju.domains.permits.applications.operations.inviting import invite
from anju.domains.permits.eligibility.data import (
    PROVED,
    Assessment,
    Confidence,
    Fact,
    Missing,
    Proven,
    RuleSet,
)
from anju.domains.permits.eligibility.operations import (
    GENTLE,
    Pace,
    Recomputed,
    prove,
    recompute,
    recompute_all,
    recompute_due,
    withdraw_proofs,
)
from anju.domains.permits.eligibility.queries import (
    Stored,
    assess,
    assess_or_stored,
    proofs_of,
    stored,
)
from anju.domains.permits.eligibility.queries.law import paths, rules_in, rulesets
from anju.domains.permits.eligibility.rules.resolving import Rules
from anju.domains.permits.transitions.queries import articles, articles_with_subjects

__all__ = [
    "GENTLE",
    "PROVED",
    "Assessment",
    "Confidence",
    "Fact",
    "Missing",
    "Pace",
    "Proven",
    "Recomputed",
    "RuleSet",
    "Rules",
    "Stored",
    "articles",
    "articles_with_subjects",
    "assess",
    "assess_or_stored",
    "invite",
    "paths",
    "proofs_of",
    "prove",
    "recompute",
    "recompute_all",
    "recompute_due",
    "rules_in",
    "rulesets",
    "stored",
    "withdraw_proofs",
]
