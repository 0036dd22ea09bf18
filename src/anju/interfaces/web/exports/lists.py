"""All lists of the pages that leave as a file."""

from __future__ import annotations

from anju.interfaces.exports import source_rows
from anju.interfaces.web.employer import files as employer
from anju.interfaces.web.employer import weeks as employer_weeks
from anju.interfaces.web.imports import outcomes_file
from anju.interfaces.web.landlord import tenants_file
from anju.interfaces.web.office.applying import views as applying
from anju.interfaces.web.office.cases import views as cases
from anju.interfaces.web.office.clinic import views_coverage, views_stock, views_survey
from anju.interfaces.web.office.employers import (
    service_days_file,
    views_list,
    views_rosters,
    views_sites,
)
from anju.interfaces.web.office.exchange import views_lists as exchange
from anju.interfaces.web.office.figures import views_behind as figures
from anju.interfaces.web.office.home import views as homes
from anju.interfaces.web.office.inspections import due as visits
from anju.interfaces.web.office.inspections import views as inspections
from anju.interfaces.web.office.permits import views_figures, views_permit
from anju.interfaces.web.office.plans import views_list as plans
from anju.interfaces.web.office.quality import views_list as quality
from anju.interfaces.web.office.rentals import views as rentals
from anju.interfaces.web.office.rescue import views as rescue
from anju.interfaces.web.office.rescue import views_stations as rescue_stations
from anju.interfaces.web.office.schooling import views_round as schooling
from anju.interfaces.web.office.sources import views_tickets
from anju.interfaces.web.office.tasks import views as tasks
from anju.interfaces.web.office.trail import views as trail
from anju.interfaces.web.office.workbench import people_list
from anju.interfaces.web.reception import day as reception

LISTS = (
    people_list.EXPORT,
    figures.EXPORT,
    quality.EXPORT,
    homes.EXPORT,
    inspections.EXPORT,
    visits.EXPORT,
    rentals.EXPORT,
    cases.EXPORT,
    views_stock.EXPORT,
    views_survey.EXPORT,
    plans.EXPORT,
    views_coverage.EXPORT,
    schooling.EXPORT,
    tasks.EXPORT,
    applying.EXPORT,
    views_permit.EXPORT,
    views_figures.EXPORT,
    trail.EXPORT,
    exchange.MESSAGES,
    exchange.MOVES,
    employer.EXPORT,
    employer_weeks.EXPORT,
    views_list.EXPORT,
    views_sites.EXPORT,
    service_days_file.EXPORT,
    views_rosters.EXPORT,
    tenants_file.EXPORT,
    reception.EXPORT,
    outcomes_file.EXPORT,
    source_rows.EXPORT,
    views_tickets.EXPORT,
    rescue.EXPORT,
    rescue_stations.EXPORT,
)
