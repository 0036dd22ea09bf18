"""Orders out: the cards a production centre is to make, as data any card printer's program can read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from anju.domains.permits.production.data import (
    PRINTED_SEX,
    CardFace,
    CardOrder,
    ethnicity_label,
)
from anju.domains.permits.production.rules.packages.sealing import Package, Seal, pack, unpack
from anju.foundation import codes
from anju.foundation.sheets.writer import harmless

ORDER_FORMAT = "anju-card-orders/1"
COLUMNS = (
    "line",
    "card",
    "permit",
    "name",
    "sex",
    "ethnicity",
    "birth_date",
    "citizen_number",
    "hukou_address",
    "residence_address",
    "authority",
    "issue_date",
    "photo",
    "photo_sha256",
    "name_image",
    "name_image_sha256",
)
PNG = b"\x89PNG"


def row(order: CardOrder) -> dict[str, str]:
    """One line of ``cards.csv``: words as they are printed, dates as YYYY-MM-DD, pictures by their
    names in the package. Where a ``name_image`` stands it is printed instead of the name."""
    face = order.face
    return {
        "line": str(order.line),
        "card": order.card,
        "permit": order.permit,
        "name": face.name,
        "sex": PRINTED_SEX.get(face.sex, ""),
        "ethnicity": ethnicity_label(face.ethnicity),
        "birth_date": face.birth_date.isoformat(),
        "citizen_number": face.citizen_number,
        "hukou_address": face.hukou_address,
        "residence_address": face.residence_address,
        "authority": face.authority,
        "issue_date": face.issue_date.isoformat(),
        "photo": photo_name(order),
        "photo_sha256": hashlib.sha256(face.photo).hexdigest(),
        "name_image": name_image(order),
        "name_image_sha256": hashlib.sha256(face.name_picture).hexdigest()
        if face.name_picture
        else "",
    }


def photo_name(order: CardOrder) -> str:
    """Where the photo lies in the package."""
    return f"photos/{order.line:05d}.{'png' if order.face.photo.startswith(PNG) else 'jpg'}"


def name_image(order: CardOrder) -> str:
    """Where the picture of the name lies in the package; "" for a name that is printed in its characters."""
    return f"names/{order.line:05d}.jpg" if order.face.name_picture else ""


def as_csv(orders: Sequence[CardOrder]) -> bytes:
    """``cards.csv``: UTF-8 with a byte-order mark, so that spreadsheet programs read it too; no cell
    of it is a formula. Programs read ``cards.json``, which holds every word as it stands."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({c: harmless(v) for c, v in row(o).items()} for o in orders)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def pack_orders(
    orders: Sequence[CardOrder],
    *,
    batch: str,
    issuer: str,
    centre: str,
    at: datetime,
    sign: Callable[[bytes], Seal],
) -> tuple[bytes, str]:
    """(the zip, the digest of its manifest): cards.csv, cards.json with the same, the photos, and
    pictures of names, whose number stands in the manifest as ``name_images``."""
    files = {photo_name(o): o.face.photo for o in orders}
    names = {name_image(o): o.face.name_picture for o in orders if o.face.name_picture}
    files |= names
    lines = [row(o) for o in orders]
    files["cards.csv"] = as_csv(orders)
    files["cards.json"] = json.dumps(lines, ensure_ascii=False, indent=1).encode()
    head: dict[str, Any] = {
        "format": ORDER_FORMAT,
        "batch": batch,
        "issuer": issuer,
        "centre": centre,
        "count": len(orders),
        "name_images": len(names),
        "made_at": at.isoformat(),
        "card": {"size_mm": [85.60, 53.98], "standard": "ISO/IEC 7810 ID-1", "dpi": 300},
    }
    return pack(head, files, sign)


def unpack_orders(
    blob: bytes, *, holds: Callable[[bytes, Seal], bool]
) -> tuple[Package, tuple[CardOrder, ...]]:
    """What a production centre's program reads: the package, and its orders. Raises as `sealing.unpack`."""
    package = unpack(blob, form=ORDER_FORMAT, holds=holds)
    ethnicities = {word: code for code, word in codes.ETHNICITY.chinese.items()}
    sexes = {word: code for code, word in PRINTED_SEX.items()}
    return package, tuple(
        CardOrder(
            int(r["line"]),
            r["permit"],
            r["card"],
            CardFace(
                name=r["name"],
                sex=sexes.get(r["sex"], "0"),
                ethnicity=ethnicities.get(r["ethnicity"], ""),
                birth_date=date.fromisoformat(r["birth_date"]),
                citizen_number=r["citizen_number"],
                photo=package.files[r["photo"]],
                hukou_address=r["hukou_address"],
                residence_address=r["residence_address"],
                authority=r["authority"],
                issue_date=date.fromisoformat(r["issue_date"]),
                name_picture=package.files[r["name_image"]] if r.get("name_image") else b"",
            ),
        )
        for r in json.loads(package.files["cards.json"])
    )
