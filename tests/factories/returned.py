"""A comparison with a file that came back, in which somebody differs."""

from __future__ import annotations

from anju.domains.exchange.api import returns
from anju.domains.exchange.returns.models import ReturnDifference
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.people import Somebody
from tests.factories.register import PLATFORM


def returned(who: Somebody, *, division: str = "510823100001") -> tuple[int, int]:
    """(the comparison, the difference)."""
    text = f"姓名,身份证号码,现居住地代码\n{who.name},{who.doc_number},{division}"
    with acting(PLATFORM):
        made = returns.compare_returned(
            text.encode(), "回流.csv", sender="省平台", actor=PLATFORM, at=now()
        )
        return made, ReturnDifference.objects.get(comparison_id=made).pk
