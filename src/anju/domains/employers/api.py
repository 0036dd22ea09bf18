"""The public door of employers."""

from anju.domains.employers.data import EmployerView
from anju.domains.employers.operations import add_employer
from anju.domains.employers.queries import by_code, employers, in_region, suggest

__all__ = ["EmployerView", "add_employer", "by_code", "employers", "in_region", "suggest"]
