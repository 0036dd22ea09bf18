"""Points schemes in words: conditions, measures, and why a line has its points."""

from __future__ import annotations

from decimal import Decimal

from anju.domains.permits.api.points import (
    Accrual,
    Condition,
    Events,
    Fact,
    Happened,
    Has,
    Held,
    Line,
    Measure,
    Scheme,
    Tiers,
    Within,
)
from anju.interfaces.texts.sentences import text_of

YEARS = ("岁", "years")
MONTHS = ("个月", "months")
SPANS = {
    (True, False): ("{n} 年", "{n} years"),
    (True, True): ("{n} 年", "year"),
    (False, False): ("{n} 个月", "{n} months"),
    (False, True): ("{n} 个月", "month"),
}
YES_NO = {"yes": ("是", "Yes"), "no": ("否", "No")}


def number(value: Decimal | int) -> str:
    """A number without idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def chosen(words: tuple[str, str], language: str) -> str:
    """The text of a pair in the reader's language."""
    return words[0] if language.lower().startswith("zh") else words[1]


def span(months: int, language: str) -> str:
    """A number of months, in years where it is whole years: 5 年, 5 years; a single one in English without its 1."""
    whole = months % 12 == 0 and months > 0
    count = months // 12 if whole else months
    return chosen(SPANS[whole, count == 1], language).format(n=count)


def condition(one: Condition, scheme: Scheme, language: str) -> str:
    """A condition in words."""
    fact = scheme.fact(one.fact)
    unit = chosen(
        YEARS if fact.kind == "birth" else MONTHS if fact.kind == "months" else fact.unit, language
    )
    match one:
        case Has(values=values):
            known = {c.code: c.words for c in fact.choices} or YES_NO
            return " / ".join(
                chosen(words, language) for code, words in known.items() if code in values
            )
        case Within(at_least=low, at_most=high):
            code = (
                ("points_exactly" if low == high else "points_from_to")
                if low is not None and high is not None
                else ("points_at_most" if low is None else "points_at_least")
            )
            text = text_of(
                code,
                language,
                {
                    "low": number(low or Decimal(0)),
                    "high": number(high or Decimal(0)),
                    "unit": unit,
                },
            )
        case Held(at_least=level, months=months, of_last=of_last):
            code = "points_held" if of_last == 1 else "points_held_of"
            text = text_of(
                code,
                language,
                {"level": number(level), "months": months, "of_last": of_last, "unit": unit},
            )
        case Happened(within_months=window):
            code = "points_happened_ever" if window is None else "points_happened"
            text = text_of(code, language, {"window": span(window or 0, language)})
    return text.strip()


def measure(one: Measure, scheme: Scheme, language: str) -> str:
    """How an item counts, in words; "" for tiers, which are listed."""
    match one:
        case Tiers():
            return ""
        case Accrual(fact=fact, points=points, per=per, step=step):
            return text_of(
                _every(scheme.fact(fact), one),
                language,
                {
                    "points": number(points),
                    "per": _amount(scheme.fact(fact), per, language),
                    "step": _amount(scheme.fact(fact), step, language),
                },
            )
        case Events(points=points, within_months=window):
            code = "points_each_time" if window is None else "points_each_time_within"
            return text_of(
                code, language, {"points": number(points), "window": span(window or 0, language)}
            )


def why(line: Line, scheme: Scheme, language: str) -> str:
    """Why a line has its points."""
    params = dict(line.params)
    if line.why == "points_tier":
        return condition(params["when"], scheme, language)
    if line.why.startswith("points_accrued"):
        one = params["measure"]
        other = chosen(scheme.fact(one.within).words, language) if one.within else ""
        return text_of(
            line.why,
            language,
            {
                "counted": _amount(scheme.fact(one.fact), params["counted"], language),
                "other": other,
            },
        )
    code = "points_events_over" if params.get("over") else line.why
    return text_of(code, language, params)


def _every(fact: Fact, one: Accrual) -> str:
    if fact.kind != "months":
        return "points_stated" if one.per == one.points else "points_every"
    return "points_every_months" if one.step == one.per else "points_every_month"


def _amount(fact: Fact, amount: Decimal, language: str) -> str:
    if fact.kind == "months":
        return span(int(amount), language)
    return f"{number(amount)} {chosen(fact.unit, language)}".strip()
