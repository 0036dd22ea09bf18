"""Who works for the employers of an area: head counts, and employers by them."""

from anju.domains.register.population.queries.staffed import (
    StaffedEmployers,
    Staffing,
    employers_staffed,
    staffing,
)

__all__ = ["StaffedEmployers", "Staffing", "employers_staffed", "staffing"]
