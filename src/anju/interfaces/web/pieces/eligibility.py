"""Whether somebody is eligible for a permit, as pages show it: the answer, the facts, what is missing, the articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.permits.api.eligibility import (
    Assessment,
    Fact,
    Missing,
    RuleSet,
    articles,
    paths,
    rules_in,
)
from anju.interfaces.texts import eligibility as words


def eligibility_values(found: Assessment) -> dict[str, Any]:
    """What the pages draw. `state`: ``yes``, ``later`` (time alone will do), ``no``, ``never`` (the rules are for
    others). `choices`: the ways of which one is enough, each with its items."""
    chinese = _chinese()
    always = [m for m in found.missing if not m.group]
    groups = list(dict.fromkeys(m.group for m in found.missing if m.group))
    return {
        "state": _state(found),
        "title": _title(found),
        "text": _text(found),
        "from": found.entitled_from,
        "facts": [{"text": _fact(f, chinese)} for f in found.satisfied],
        "always": [_missing(m, chinese) for m in always],
        "choices": [
            {
                "name": words.text_of(paths(), g, chinese),
                "items": [_missing(m, chinese) for m in found.missing if m.group == g],
            }
            for g in groups
        ],
        "articles": [
            {"text": words.text_of(articles(), a, chinese), "url": ""} for a in _articles(found)
        ],
        "rules": [_ruleset(r, chinese) for r in _rulesets(found)],
    }


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _state(found: Assessment) -> str:
    if found.entitled:
        return "yes"
    if found.entitled_from is not None:
        return "later"
    return "never" if {m.code for m in found.missing} & {"local_hukou", "foreign"} else "no"


def _title(found: Assessment) -> str:
    return {
        "yes": _("可以申领居住证"),
        "later": _("还差一点时间"),
        "no": _("还差一项条件"),
        "never": _("不需要居住证"),
    }[_state(found)]


def _text(found: Assessment) -> str:
    state = _state(found)
    if state == "yes":
        return _("从 %(day)s 起符合条件。首次办理免费。") % {"day": found.entitled_from}
    if state == "later":
        return _("情况不变的话，从 %(day)s 起可以申领，到时会通知您。") % {
            "day": found.entitled_from
        }
    stay = next((m.due for m in found.missing if m.code == "registered_stay" and m.due), None)
    if state == "no" and stay is not None:
        return _("居住登记到 %(day)s 满期限；在那之前补上下面任意一项，就从那天起可以申领。") % {
            "day": stay
        }
    return _("补上下面任意一项，就可以申领。") if state == "no" and found.satisfied else ""


def _fact(fact: Fact, chinese: bool) -> str:
    text = words.text_of(words.FACTS, fact.code, chinese, since=fact.since)
    return text + (words.UNTIL[0 if chinese else 1].format(until=fact.until) if fact.until else "")


def _missing(item: Missing, chinese: bool) -> dict[str, Any]:
    if item.due is None:
        return {
            "text": words.text_of(words.MISSING, item.code, chinese),
            "due": None,
            "paper": item.paper,
        }
    if item.code in words.DUE:
        return {
            "text": words.text_of(words.DUE, item.code, chinese, due=item.due),
            "due": item.due,
            "paper": "",
        }
    what = words.text_of(words.MISSING, item.code, chinese)
    return {
        "text": words.DUE_OTHER[0 if chinese else 1].format(due=item.due, what=what),
        "due": item.due,
        "paper": "",
    }


def _articles(found: Assessment) -> Iterable[str]:
    articles = [f.article for f in found.satisfied] + [m.article for m in found.missing]
    return dict.fromkeys(a for a in articles if a)


def _rulesets(found: Assessment) -> tuple[RuleSet, ...]:
    if found.ruleset_from is None:
        return ()
    law = rules_in(
        found.region, found.ruleset_from, permit="hmt" if found.ruleset == "hmt" else "resident"
    )
    return law.layers if law else ()


def _ruleset(one: RuleSet, chinese: bool) -> dict[str, str]:
    return {
        "name": one.name,
        "since": one.since.isoformat(),
        "source": one.source,
        "confidence": words.text_of(words.CONFIDENCE, one.confidence.value, chinese),
    }
