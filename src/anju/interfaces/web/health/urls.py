"""Addresses at the root, where probes look for them."""

from django.urls import path

from anju.interfaces.web.health import views

app_name = "health"
urlpatterns = [
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
