"""All tables of the domain, for Django."""

from anju.domains.statistics.publishing.models import Edition, PublishedTable

__all__ = ["Edition", "PublishedTable"]
