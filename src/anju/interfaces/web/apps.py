"""Django's name for the web interface (templates, static files)."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "anju.interfaces.web"
    label = "web"
