"""Addresses of forms of other offices."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.forms import views, views_filling

urlpatterns = [
    path("", views.listing, name="forms"),
    path("new/", views.propose, name="form_new"),
    path("sample.xlsx", views.sample, name="form_sample"),
    path("<int:form_id>/", views.one, name="form"),
    path("<int:form_id>/template.xlsx", views.template, name="form_template"),
    path("<int:form_id>/person/<int:person_id>/", views_filling.begin, name="form_fill"),
    path("<int:form_id>/employer/", views_filling.employer_list, name="form_employer"),
    path("filled/<int:filled_id>/", views_filling.filled, name="form_filled"),
    path("filled/<int:filled_id>/form.<str:kind>", views_filling.take, name="form_take"),
    path("lists/<slug:batch>.xlsx", views_filling.take_list, name="form_list"),
    path("people/<int:person_id>/", views_filling.person, name="person_forms"),
]
