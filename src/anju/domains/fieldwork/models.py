"""Tables of work in the field."""

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
    "Bundle",
    "Campaign",
    "Device",
    "Operation",
    "OperationPhoto",
    "Photo",
    "PhotoPiece",
    "Task",
    "Visit",
]
