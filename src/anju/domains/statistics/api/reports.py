"""Reports: their definitions, their periods, and a report with its figures."""

from anju.domains.statistics.reports.data.definitions import ReportDefinition, reports
from anju.domains.statistics.reports.queries.composing import Wanted, make_report
from anju.domains.statistics.reports.queries.tables import Cell, Head, Label, Report, Row, Table
from anju.domains.statistics.reports.rules.periods import MONTHS, Period, period, period_at

__all__ = [
    "MONTHS",
    "Cell",
    "Head",
    "Label",
    "Period",
    "Report",
    "ReportDefinition",
    "Row",
    "Table",
    "Wanted",
    "make_report",
    "period",
    "period_at",
    "reports",
]
