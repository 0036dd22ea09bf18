"""Django's name for this domain."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "anju.domains.linkage"
    label = "linkage"

    def ready(self) -> None:
        """Hear of changed records; take part in merges."""
        from anju.domains.linkage import handlers  # noqa: F401 - listens to the register
        from anju.domains.linkage.operations import merging  # noqa: F401 - registers columns that name persons
