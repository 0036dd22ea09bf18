"""Agreements that two places come to by messages, and what comes of them."""

from anju.domains.exchange.cooperation.data.cooperation import (
    FOR_US,
    OPEN,
    CooperationView,
    Signed,
    Stage,
    Step,
)
from anju.domains.exchange.cooperation.data.measures import (
    Cell,
    Duty,
    Figures,
    Flow,
    Kept,
    Measure,
    Overview,
    Planned,
    Report,
    Reviewed,
    Written,
)
from anju.domains.exchange.cooperation.data.template import template
from anju.domains.exchange.cooperation.operations.negotiating import (
    counter,
    decline,
    end,
    propose,
    sign,
)
from anju.domains.exchange.cooperation.operations.reporting import (
    ServiceDay,
    report_review,
    report_service_day,
)
from anju.domains.exchange.cooperation.queries.agreements import (
    cooperation,
    cooperations,
    evidence,
    waiting_for_us,
)
from anju.domains.exchange.cooperation.queries.figures import (
    figures_of,
    flows,
    overview,
    reports_of,
    reviews_waiting,
)
from anju.domains.exchange.cooperation.rules.flows import flow, matrix
from anju.domains.exchange.cooperation.rules.measuring import duties_of, figures
from anju.domains.exchange.cooperation.rules.negotiating import digest_of_terms, signed_text

__all__ = [
    "FOR_US",
    "OPEN",
    "Cell",
    "CooperationView",
    "Duty",
    "Figures",
    "Flow",
    "Kept",
    "Measure",
    "Overview",
    "Planned",
    "Report",
    "Reviewed",
    "ServiceDay",
    "Signed",
    "Stage",
    "Step",
    "Written",
    "cooperation",
    "cooperations",
    "counter",
    "decline",
    "digest_of_terms",
    "duties_of",
    "end",
    "evidence",
    "figures",
    "figures_of",
    "flow",
    "flows",
    "matrix",
    "overview",
    "propose",
    "report_review",
    "report_service_day",
    "reports_of",
    "reviews_waiting",
    "sign",
    "signed_text",
    "template",
    "waiting_for_us",
]
