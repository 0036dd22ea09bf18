"""Whoever joins a group is not judged by it: permits, points and assessment read nothing of groups, and groups keep
nothing of belief or politics."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

SRC = Path(__file__).resolve().parents[3] / "src" / "anju"
NAMED = re.compile(r"domains\.groups|domains import groups|\bgroups_[a-z]+|\bgroup\.manage\b")
PRIVATE = re.compile(
    r"belief|religi|faith|church|politic|ideolog|party_member|affiliation", re.IGNORECASE
)


@pytest.mark.parametrize(
    "domain",
    ["regions", "access", "people", "places", "employers", "register", "housing", "permits", "health", "casework",
     "linkage", "fieldwork", "exchange", "assessment", "statistics"],
)  # fmt: skip
def test_no_other_domain_reads_groups(domain):
    for path in (SRC / "domains" / domain).rglob("*.py"):
        found = NAMED.findall(path.read_text("utf-8"))
        assert set(found) <= ({"group.manage"} if domain == "access" else set()), path


def test_the_law_of_permits_points_and_eligibility_names_no_group():
    """Facts and conditions are entries of the files of law: none of them is about a group."""
    for path in (SRC / "foundation" / "law" / "regions").glob("*.yaml"):
        text = path.read_text("utf-8")
        if path.name != "00-groups.yaml":
            assert not re.search(r"group_kinds|groups_|自管会|新市民之家|同乡", text), path


def test_the_domain_order_puts_groups_above_permits_and_points():
    order = (SRC.parents[1] / ".importlinter").read_text("utf-8").split("domain-order]", 1)[1]
    layers = order.split("layers =", 1)[1].split("exhaustive", 1)[0]
    assert layers.index("groups") < layers.index("permits")


def test_pages_and_api_of_permits_points_and_assessment_do_not_show_groups():
    for folder in ("permits", "samples"):
        for path in (SRC / "interfaces" / "web" / "office" / folder).rglob("*.py"):
            assert not NAMED.search(path.read_text("utf-8")), path
    for path in (SRC / "interfaces" / "rest").rglob("*.py"):
        assert not NAMED.search(path.read_text("utf-8")), path


def test_no_column_of_groups_keeps_belief_or_politics():
    for model in apps.get_app_config("groups").get_models():
        for field in model._meta.get_fields():
            assert not PRIVATE.search(field.name), (model, field.name)


def test_only_the_list_of_what_is_barred_names_belief_or_politics():
    for path in (SRC / "domains" / "groups").rglob("*.py"):
        assert not PRIVATE.search(path.read_text("utf-8")), path
