"""Tables of employers: units, whom to ring there, their sites, service days."""

from anju.domains.employers.filing.models import Contact, Employer
from anju.domains.employers.service_days.models import ServiceDay, ServiceDayEventRow
from anju.domains.employers.sites.models import Site

__all__ = ["Contact", "Employer", "ServiceDay", "ServiceDayEventRow", "Site"]
