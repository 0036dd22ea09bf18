"""The peer of `intake-peer`: django-import-export in bulk mode, into one table of lines and into
persons, homes and stays. Run as a program of its own, in which nothing of Anju is loaded:
`python peer.py FILE.xlsx`, database and packages by environment.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

HEADINGS = {
    "姓名": "name",
    "身份证号码": "doc_number",
    "联系电话": "phone",
    "现住地址": "address",
    "房号": "room",
    "入住日期": "since",
    "来源原因": "reason",
    "备注": "remark",
}


def main(path: Path) -> dict[str, Any]:
    """Import the file twice into each shape: all new, then all known; rows and seconds of each."""
    import django
    from django.conf import settings
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(os.environ["PEER_DATABASE_URL"])
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts["dbname"],
                "USER": parts.get("user", ""),
                "PASSWORD": parts.get("password", ""),
                "HOST": parts.get("host", ""),
                "PORT": str(parts.get("port", "")),
                "OPTIONS": {"options": "-c search_path=bench_peer,public"},
            }
        },
        INSTALLED_APPS=["import_export"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    import import_export

    shapes: dict[str, list[dict[str, Any]]] = {}
    for name, resource_class in (("flat", _flat()), ("related", _related())):
        for turn in ("new", "again"):
            begun = time.perf_counter()
            count = _import(resource_class(), path)
            shapes.setdefault(name, []).append(
                {"turn": turn, "rows": count, "seconds": time.perf_counter() - begun}
            )
    return {
        "version": import_export.__version__,
        "shapes": shapes,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


class Fast:
    """As its documentation advises for speed: bulk, and neither differences nor rows kept in memory."""

    use_bulk = True
    batch_size = 1000
    skip_diff = True
    skip_html_diff = True
    use_transactions = True


def _flat() -> Any:
    """One table that holds what the file says, a line found by its number."""
    from django.db import models
    from import_export import fields, resources, widgets

    class Tenant(models.Model):
        """A line of the file."""

        name = models.CharField(max_length=100, db_index=True)
        doc_number = models.CharField(max_length=18, unique=True)
        phone = models.CharField(max_length=20, db_index=True)
        address = models.CharField(max_length=200)
        room = models.CharField(max_length=20)
        since = models.DateField(null=True)
        reason = models.CharField(max_length=20)
        remark = models.CharField(max_length=100)

        class Meta:
            app_label = "import_export"

    _create(Tenant)

    class Resource(resources.ModelResource):
        """Lines as they are."""

        since = fields.Field(
            attribute="since", column_name="since", widget=widgets.DateWidget("%Y-%m-%d")
        )

        class Meta(Fast):
            model = Tenant
            import_id_fields = ("doc_number",)
            fields = tuple(HEADINGS.values())

    return Resource


def _related() -> Any:
    """What intake keeps, at its least: persons, homes, and who lives where since when. Persons and homes that are not
    there yet are made before their line, as its documentation shows."""
    from django.db import models
    from import_export import fields, resources, widgets

    class Person(models.Model):
        """Somebody, found by the number."""

        name = models.CharField(max_length=100, db_index=True)
        doc_number = models.CharField(max_length=18, unique=True)
        phone = models.CharField(max_length=20, db_index=True)

        class Meta:
            app_label = "import_export"

    class Home(models.Model):
        """A room, found by its address."""

        text = models.CharField(max_length=220, unique=True)

        class Meta:
            app_label = "import_export"

    class Stay(models.Model):
        """Who lives where."""

        person = models.OneToOneField(Person, models.PROTECT)
        home = models.ForeignKey(Home, models.PROTECT)
        since = models.DateField(null=True)
        reason = models.CharField(max_length=20)
        remark = models.CharField(max_length=100)

        class Meta:
            app_label = "import_export"

    _create(Person, Home, Stay)

    class Resource(resources.ModelResource):
        """Stays; their persons and homes by what names them."""

        person = fields.Field(
            attribute="person",
            column_name="doc_number",
            widget=widgets.ForeignKeyWidget(Person, field="doc_number"),
        )
        home = fields.Field(
            attribute="home",
            column_name="home",
            widget=widgets.ForeignKeyWidget(Home, field="text"),
        )
        since = fields.Field(
            attribute="since", column_name="since", widget=widgets.DateWidget("%Y-%m-%d")
        )

        class Meta(Fast):
            model = Stay
            import_id_fields = ("person",)
            fields = ("person", "home", "since", "reason", "remark")

        def before_import_row(self, row: Any, **_: Any) -> None:
            row["home"] = f"{row['address']} {row['room']}"
            Person.objects.get_or_create(
                doc_number=row["doc_number"], defaults={"name": row["name"], "phone": row["phone"]}
            )
            Home.objects.get_or_create(text=row["home"])

    return Resource


def _create(*models: Any) -> None:
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)


def _import(tenants: Any, path: Path) -> int:
    import tablib

    with path.open("rb") as handle:
        data = tablib.Dataset().load(handle.read(), format="xlsx")
    data.headers = [HEADINGS[h] for h in data.headers]
    result = tenants.import_data(data, raise_errors=True)
    return int(result.totals["new"] + result.totals["update"] + result.totals["skip"])


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
