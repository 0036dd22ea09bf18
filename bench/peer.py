"""The peer of `intake-peer`: django-import-export in bulk mode, into a model that holds what the file says. Run as a
program of its own, in which nothing of Anju is loaded: `python peer.py FILE.xlsx`, database and packages by environment.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

HEADINGS = {"姓名": "name", "身份证号码": "doc_number", "联系电话": "phone", "现住地址": "address", "房号": "room",
            "入住日期": "since", "来源原因": "reason", "备注": "remark"}


def main(path: Path) -> dict[str, Any]:
    """Import the file twice: all new, then all known; rows and seconds of both."""
    import django
    from django.conf import settings
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(os.environ["PEER_DATABASE_URL"])
    settings.configure(DATABASES={"default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": parts["dbname"], "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""), "HOST": parts.get("host", ""), "PORT": str(parts.get("port", "")),
        "OPTIONS": {"options": "-c search_path=bench_peer,public"}}},
        INSTALLED_APPS=["import_export"], USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
    django.setup()
    resource_class, rows = _resource(), []
    for turn in ("new", "again"):
        begun = time.perf_counter()
        count = _import(resource_class(), path)
        rows.append({"turn": turn, "rows": count, "seconds": time.perf_counter() - begun})
    import import_export

    return {"version": import_export.__version__, "turns": rows,
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _resource() -> Any:
    from django.db import connection, models
    from import_export import fields, resources, widgets

    class Tenant(models.Model):
        """What a line of the file says, found by its number."""

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

    with connection.schema_editor() as editor:
        editor.create_model(Tenant)

    class Resource(resources.ModelResource):
        """As its documentation advises for speed: bulk, and neither differences nor rows kept in memory."""

        since = fields.Field(attribute="since", column_name="since", widget=widgets.DateWidget("%Y-%m-%d"))

        class Meta:
            model = Tenant
            import_id_fields = ("doc_number",)
            fields = tuple(HEADINGS.values())
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            skip_html_diff = True
            use_transactions = True

    return Resource


def _import(tenants: Any, path: Path) -> int:
    import tablib

    with path.open("rb") as handle:
        data = tablib.Dataset().load(handle.read(), format="xlsx")
    data.headers = [HEADINGS[h] for h in data.headers]
    result = tenants.import_data(data, raise_errors=True)
    return int(result.totals["new"] + result.totals["update"] + result.totals["skip"])


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
