"""The public interface of employers."""

from anju.domains.employers.data import ContactView, EmployerView
from anju.domains.employers.operations import (
    BOUND,
    LONGEST,
    add_contact,
    add_employer,
    remove_contact,
)
from anju.domains.employers.queries import by_code, contacts, employers, in_region, suggest

__all__ = [
    "BOUND",
    "LONGEST",
    "ContactView",
    "EmployerView",
    "add_contact",
    "add_employer",
    "by_code",
    "contacts",
    "employers",
    "in_region",
    "remove_contact",
    "suggest",
]
