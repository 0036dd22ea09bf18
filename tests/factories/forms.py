"""A form of another office for the tests: its description and its own workbook."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl

from anju.domains.exchange.api import forms
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM

LAW = "《中华人民共和国义务教育法》第十二条"
HEAD = f"""
code: school-place
title: 随迁子女入学申请表
office: 教育局招生办公室
purpose: service
basis: {LAW}
first: {{first}}
last: {{last}}
by_residents: true
fields:
"""
ONE = """
  - {cell: B2, label: 姓名, fact: person.name, required: true}
  - {cell: D2, label: 性别, fact: person.sex, codes: {"1": M, "2": F}}
  - {cell: B3, label: 出生日期, fact: person.birth_date, pattern: YYYY年M月D日}
  - {cell: B4, label: 证件号码, fact: person.doc_number, pattern: boxes, most: 18}
  - {cell: B5, label: 手机号码, fact: person.phone, check: true}
  - {cell: B6, label: 居住地址, fact: home.address}
  - {cell: D6, label: 来住日期, fact: home.since, pattern: YYYYMMDD}
  - {cell: B7, label: 用工单位, fact: job.employer}
  - {cell: D7, label: 岗位, fact: job.position}
  - {cell: B8, label: 居住证号, fact: permit.number}
  - {cell: B9, label: 申请学校, required: true, most: 20}
  - {cell: D9, label: 填表日期, fact: form.day}
"""
LIST = """
  - {cell: A, label: 姓名, fact: person.name}
  - {cell: B, label: 证件号码, fact: person.doc_number}
  - {cell: C, label: 岗位, fact: job.position}
  - {cell: D, label: 入职日期, fact: job.since}
"""


def text(fields=ONE, **head) -> str:
    """A description in YAML, in force now."""
    day = local_date(now())
    found = HEAD.format(first=day - timedelta(days=3), last=day + timedelta(days=30)) + fields
    for name, value in head.items():
        lines = [ln for ln in found.splitlines() if not ln.startswith(f"{name}:")]
        found = f"{name}: {value}\n" + "\n".join(lines)
    return found


def template(*, merged=("F2:G3",)) -> bytes:
    """The office's workbook: titles beside empty cells, a second sheet that nobody fills."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请表"
    sheet["A1"] = "随迁子女入学申请表"
    for row, label in enumerate(["姓名", "出生日期", "证件号码", "手机", "地址"], start=2):
        sheet.cell(row, 1, label)
    sheet.column_dimensions["B"].width = 33
    for area in merged:
        sheet.merge_cells(area)
    book.create_sheet("说明")["A1"] = "填表说明"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def blank() -> bytes:
    """A workbook for lists."""
    book = openpyxl.Workbook()
    for column, label in enumerate(["姓名", "证件号码", "岗位", "入职日期"], start=1):
        book.active.cell(1, column, label)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def form_in_force(fields=ONE, book=None, *, region="4301", **head) -> int:
    """A form that may be filled today."""
    made = forms.read_description(text(fields, **head))
    with acting(PLATFORM):
        data = book or (blank() if head.get("layout") == "list" else template())
        found = forms.propose_form(made, data, region=region, actor=PLATFORM, at=now())
        if forms.form(found).state == "proposed":
            forms.accept_form(found, actor=PLATFORM, at=now())
    return found


def finished(person: int, *, recipient: int = 0) -> int:
    """A finished form about somebody, fetched by nobody yet."""
    fields = ONE.replace("required: true, most: 20", "most: 20")
    form = form_in_force(fields, code="finished", recipient=recipient)
    with acting(PLATFORM):
        made = forms.fill(
            form,
            person,
            presence=forms.Presence.PERSON,
            key=forms.new_key(),
            actor=PLATFORM,
            at=now(),
        )
        forms.enter(made, {}, actor=PLATFORM, at=now(), finish=True)
    return made


def listed(employer: int) -> str:
    """A list of an employer's workers."""
    form = form_in_force(LIST, blank(), layout="list", code="workers")
    with acting(PLATFORM):
        return forms.fill_list(
            form, employer, mandate="申1", key=forms.new_key(), actor=PLATFORM, at=now()
        )


def clerk(region, user=901, *, purposes=("register", "service")) -> Actor:
    """A clerk at a counter, who may fill forms for people of this region."""
    may = frozenset({"person.see", "person.reveal"})
    grant = Grant("counter", may, region=region, purposes=frozenset(purposes))
    return Actor("staff", user, "窗口甲", (grant,), channel="web", purpose=purposes[0])
