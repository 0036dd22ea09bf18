"""Addresses of the verifier and of what it fetches."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.verifier import views

app_name = "verifier"
urlpatterns = [
    path("verify/", views.page, name="page"),
    path("verify/worker.js", views.worker, name="worker"),
    path("verify/check", views.check, name="check"),
    path(".well-known/jwt-vc-issuer", views.issuers, name="issuers"),
    path("status/<str:code>", views.status, name="status"),
]
