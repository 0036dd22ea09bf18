"""Kinds of supporting documents."""

from __future__ import annotations

from enum import StrEnum


class SupportingDocumentKind(StrEnum):
    """What a supporting document proves (art. 9), or the photograph for the card."""

    PHOTO = "photo"
    IDENTITY = "identity"
    PROXY_IDENTITY = "proxy_identity"
    PROXY_RELATIONSHIP = "proxy_tie"
    HOME = "home"
    JOB = "job"
    SCHOOL = "school"
    OTHER = "other"
