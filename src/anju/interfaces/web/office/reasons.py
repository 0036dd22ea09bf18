"""Why two records are probably one person, as pages say it: the facts with their bits, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.linkage.api.records import Reason
from anju.interfaces.texts import linkage as words
from anju.interfaces.web.office.counter import form_labels

FULL_BAR = 20.0
"""Bits of a bar of full length."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: `bits` with its sign, `share` of a full bar in hundredths."""

    fact: str
    level: str
    bits: str
    share: int
    against: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All facts of a pair, what a shared household takes off, and the sum."""

    likely: str
    lines: tuple[Line, ...]
    prior: str
    household: str
    weight: str

    @property
    def summary(self) -> str:
        """The facts that speak for one person most, in one line."""
        mark = "，" if (get_language() or "zh").startswith("zh") else ", "
        return mark.join(
            _("%(fact)s%(level)s") % {"fact": x.fact, "level": x.level}
            for x in [y for y in self.lines if not y.against][:3]
        )


def waterfall(weight: float, reasons: Sequence[Reason], household: float) -> Waterfall:
    """In words. What was known before any fact is what the sum leaves over."""
    prior = weight - household - sum(r.bits for r in reasons)
    return Waterfall(
        likely(weight),
        tuple(
            Line(
                form_labels.label(words.FACTS, r.fact),
                form_labels.label(words.LEVELS, r.level),
                signed(r.bits),
                min(100, round(abs(r.bits) / FULL_BAR * 100)),
                r.bits < 0,
            )
            for r in reasons
        ),
        signed(prior),
        signed(household) if household <= -0.05 else "",
        signed(weight),
    )


def likely(weight: float) -> str:
    """How probable, in words."""
    probability = 1 / (1 + 2.0 ** -max(min(weight, 500.0), -500.0))
    least = next(n for n, (from_, _) in enumerate(words.LIKELIHOODS) if probability >= from_)
    table = {str(n): text for n, (_, text) in enumerate(words.LIKELIHOODS)}
    return form_labels.label(table, str(least))


def signed(bits: float) -> str:
    """+4.2 or −4.2."""
    return f"{'−' if bits < 0 else '+'}{abs(bits):.1f}"
