"""Tables of work in the field."""

from anju.domains.fieldwork.staffing.models import Absence, Posting, Shift, Station
from anju.domains.fieldwork.sync.models import (
    Bundle,
    Device,
    Operation,
    OperationPhoto,
    Photo,
    PhotoPiece,
)
from anju.domains.fieldwork.tasks.models import Campaign, Task, Visit

__all__ = [
    "Absence",
    "Bundle",
    "Campaign",
    "Device",
    "Operation",
    "OperationPhoto",
    "Photo",
    "PhotoPiece",
    "Posting",
    "Shift",
    "Station",
    "Task",
    "Visit",
]
