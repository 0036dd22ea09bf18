"""Django's name for this domain."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "anju.domains.places"
    label = "places"

    def ready(self) -> None:
        """Answer where a party has buildings."""
        from anju.domains.access.api import areas_from
        from anju.domains.places.queries.homes import areas_of_party

        areas_from("places", areas_of_party)
