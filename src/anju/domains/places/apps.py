"""Django's name for this domain."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "anju.domains.places"
    label = "places"
