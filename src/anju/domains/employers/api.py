"""The public interface of employers."""

from anju.domains.employers.filing.data import (
    LIAISON,
    ROSTER,
    ContactView,
    EmployerRule,
    EmployerView,
    LiaisonNeed,
)
from anju.domains.employers.filing.operations import (
    BOUND,
    LONGEST,
    add_contact,
    add_employer,
    change_employer,
    mark_liaison,
    remove_contact,
    tell,
)
from anju.domains.employers.filing.queries import (
    by_code,
    by_credit_codes,
    contacts,
    employer_ids_in,
    employer_rule,
    employers,
    employers_after,
    employers_in,
    liaison_counts,
    liaison_need,
    phones_of,
    suggest,
)
from anju.domains.employers.service_days.data import (
    SERVICES,
    DayPlan,
    DayState,
    DayStep,
    ServiceDayView,
)
from anju.domains.employers.service_days.operations import (
    announce_service_day,
    change_service_day,
    step_service_day,
)
from anju.domains.employers.service_days.queries import SHOWN as SERVICE_DAYS_SHOWN
from anju.domains.employers.service_days.queries import (
    service_day,
    service_days_in,
    service_days_of,
)
from anju.domains.employers.sites.data import (
    DORMITORY,
    SiteBuilding,
    SiteDraft,
    SiteView,
)
from anju.domains.employers.sites.data import KINDS as SITE_KINDS
from anju.domains.employers.sites.operations import add_site, end_site, remove_site, reopen_site
from anju.domains.employers.sites.queries import SHOWN as SITES_SHOWN
from anju.domains.employers.sites.queries import site, sites_by_id, sites_in, sites_of

__all__ = [
    "BOUND",
    "DORMITORY",
    "LIAISON",
    "LONGEST",
    "ROSTER",
    "SERVICES",
    "SERVICE_DAYS_SHOWN",
    "SITES_SHOWN",
    "SITE_KINDS",
    "ContactView",
    "DayPlan",
    "DayState",
    "DayStep",
    "EmployerRule",
    "EmployerView",
    "LiaisonNeed",
    "ServiceDayView",
    "SiteBuilding",
    "SiteDraft",
    "SiteView",
    "add_contact",
    "add_employer",
    "add_site",
    "announce_service_day",
    "by_code",
    "by_credit_codes",
    "change_employer",
    "change_service_day",
    "contacts",
    "employer_ids_in",
    "employer_rule",
    "employers",
    "employers_after",
    "employers_in",
    "end_site",
    "liaison_counts",
    "liaison_need",
    "mark_liaison",
    "phones_of",
    "remove_contact",
    "remove_site",
    "reopen_site",
    "service_day",
    "service_days_in",
    "service_days_of",
    "site",
    "sites_by_id",
    "sites_in",
    "sites_of",
    "step_service_day",
    "suggest",
    "tell",
]
