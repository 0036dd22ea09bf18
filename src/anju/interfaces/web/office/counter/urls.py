"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.counter import account_link, results, stays, typing, views

urlpatterns = [
    path("", views.counter, name="counter"),
    path("number", typing.number, name="counter_number"),
    path("homes", typing.homes, name="counter_homes"),
    path("deadline", typing.deadline, name="counter_deadline"),
    path("member", typing.member, name="counter_member"),
    path("done/<int:batch_id>/", results.done, name="counter_done"),
    path("done/<int:batch_id>/receipt/", results.receipt, name="counter_receipt"),
    path("done/<int:batch_id>/receipt.pdf", results.receipt_file, name="counter_receipt_file"),
    path("done/<int:batch_id>/undo/", results.undo, name="counter_undo"),
    path("leave/<int:person_id>/", stays.leave, name="counter_leave"),
    path("stay/<int:version>/", stays.correct, name="counter_correct"),
    path("tie/<int:person_id>/", account_link.link_account, name="tie"),
]
