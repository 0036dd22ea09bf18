"""Django's name for this domain."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "anju.domains.groups"
    label = "groups"

    def ready(self) -> None:
        """Listen to the own news; read the law."""
        from anju.domains.groups import handlers  # noqa: F401 - registers its listeners
        from anju.domains.groups.membership import queries  # noqa: F401 - reads two sections of the law
