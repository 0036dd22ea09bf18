"""Django's name for this domain."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "anju.domains.statistics"
    label = "statistics"
