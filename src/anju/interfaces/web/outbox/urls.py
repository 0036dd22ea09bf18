"""Address of the demo's outbox."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.outbox import views

urlpatterns = [path("", views.outbox, name="outbox")]
