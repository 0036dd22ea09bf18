"""Tables of work in the field."""

from anju.domains.fieldwork.sync.models import (
    Bundle,
    Device,
    Operation,
    OperationPhoto,
    Photo,
    PhotoPiece,
)

__all__ = ["Bundle", "Device", "Operation", "OperationPhoto", "Photo", "PhotoPiece"]
