"""Django's name for this domain."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, grants, jurisdiction."""

    name = "anju.domains.access"
    label = "access"

    def ready(self) -> None:
        """Answer who made an account, for decisions of two persons."""
        from anju.domains.access.queries.accounts import makers_of
        from anju.foundation.independence import makers_from

        makers_from(makers_of)
