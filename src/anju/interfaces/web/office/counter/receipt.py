"""居住登记回执 as PDF, set by typst."""

from __future__ import annotations

import json
from typing import Any

import typst
from django.utils.translation import gettext as _

from anju.foundation.clock import CHINA
from anju.interfaces.web.fonts import require_printable

_PAGE = """
#let d = json(bytes(sys.inputs.at("data")))
#set page(paper: "a5", flipped: true, margin: 14mm)
#set text(font: ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Droid Sans Fallback", "PingFang SC",
  "Microsoft YaHei"), size: 9.5pt, lang: "zh", fallback: true)
#let name(n) = if n.drawing == "" { n.text } else { image(bytes(n.drawing), format: "svg", alt: n.text,
  ..if n.ratio > 8 { (width: 36mm) } else { (height: 4.5mm) }) }
#grid(columns: (1fr, auto), text(16pt, weight: "bold", d.title), align(right + bottom, text(9pt, d.number)))
#line(length: 100%, stroke: .6pt + rgb("#0d5c63"))
#v(2mm)
#table(columns: (auto, auto, 1fr, auto, auto), stroke: .4pt + rgb("#c6cecb"), inset: 5pt,
  ..d.head.map(h => text(weight: "bold", h)), ..d.rows.map(r => (name(r.at(0)), ..r.slice(1))).flatten())
#v(1fr)
#text(8.5pt, fill: rgb("#4a5a63"), d.note)
#align(right, text(9pt, d.foot))
"""


def receipt_pdf(facts: dict[str, Any]) -> bytes:
    """The receipt of one form. `facts`: as the result page has them.

    Raises `Refused` ``name_not_printable``, ``text_not_printable`` (`characters`) when a name without a picture, or an
    address, has characters the fonts lack.
    """
    receipt = facts["slip"]
    names = [line["printed"] for line in facts["lines"]]
    rows = [
        [
            line["masked"] or "—",
            line["where"] or "—",
            line["since"].isoformat() if line["since"] else "—",
            str(line["status"]),
        ]
        for line in facts["lines"]
    ]
    require_printable((word for row in rows for word in row), names=[n.characters for n in names])
    data = {
        "title": _("居住登记回执"),
        "number": _("编号 %(n)s") % {"n": facts["number"]},
        "head": [_("姓名"), _("证件号码"), _("住处"), _("来住日期"), _("结果")],
        "rows": [[name.in_layout, *row] for name, row in zip(names, rows, strict=True)],
        "note": _(
            "本回执证明已于所示日期申报居住登记。登记免费。登记内容有误，可凭本回执到任一窗口更正。"
        ),
        "foot": f"{receipt.by_label} · {receipt.created_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
    }
    return bytes(
        typst.compile(_PAGE.encode(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    )
