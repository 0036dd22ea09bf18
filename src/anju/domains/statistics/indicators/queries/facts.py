"""The facts of all domains by name."""

from __future__ import annotations

from collections.abc import Mapping

from anju.domains.assessment import api as assessment
from anju.domains.casework.api import figures as casework
from anju.domains.exchange.api import figures as exchange
from anju.domains.health.api import figures as health
from anju.domains.housing.api import premises, rentals
from anju.domains.permits.api import lifecycle
from anju.domains.places import api as places
from anju.domains.register.api import facts as register
from anju.foundation.facts import Fact

FACTS: Mapping[str, Fact] = {
    fact.code: fact
    for fact in (
        *register.FACTS,
        *places.FACTS,
        *premises.FACTS,
        *rentals.FACTS,
        *lifecycle.FACTS,
        *health.FACTS,
        *casework.FACTS,
        *exchange.FACTS,
        *assessment.FACTS,
    )
}
