"""Take the local rules that earlier migrations wrote out of the table: they stand in the files of law now.

A row that an installation changed or added stays, and counts before the files.
"""

import json

from django.db import migrations

WRITTEN = (
    (
        "",
        "declare.resident",
        {"amount": 3, "unit": "days", "from": "arrival"},
        "1958-01-09",
        "户口登记条例 第十五条: 暂住三日以上的,三日内申报",
    ),
    (
        "",
        "declare.foreigner",
        {"amount": 24, "unit": "hours", "from": "arrival"},
        "2013-07-01",
        "出境入境管理法 第三十九条: 24小时内登记",
    ),
    (
        "",
        "declare.landlord",
        {"amount": 3, "unit": "working_days", "from": "lease_start"},
        "2016-01-01",
        "assumed: as in Zhejiang",
    ),
    (
        "",
        "declare.employer",
        {"amount": 3, "unit": "working_days", "from": "hire"},
        "2016-01-01",
        "assumed: as in Zhejiang",
    ),
    (
        "",
        "declare.change",
        {"amount": 10, "unit": "days", "from": "change"},
        "2016-01-01",
        "assumed: as in Zhejiang",
    ),
    (
        "",
        "landlord.answer",
        {"amount": 48, "unit": "hours", "from": "asked"},
        "2016-01-01",
        "assumed",
    ),
    (
        "",
        "review.decide",
        {"amount": 3, "unit": "working_days", "from": "asked"},
        "2016-01-01",
        "assumed",
    ),
    (
        "33",
        "declare.resident",
        {"amount": 3, "unit": "working_days", "from": "arrival"},
        "2016-07-01",
        "浙江省流动人口居住登记条例 (2016)",
    ),
    (
        "33",
        "declare.landlord",
        {"amount": 3, "unit": "working_days", "from": "lease_start"},
        "2016-07-01",
        "浙江省流动人口居住登记条例 (2016)",
    ),
    (
        "33",
        "declare.employer",
        {"amount": 3, "unit": "working_days", "from": "hire"},
        "2016-07-01",
        "浙江省流动人口居住登记条例 (2016)",
    ),
    (
        "4401",
        "declare.resident",
        {"amount": 3, "unit": "working_days", "from": "arrival"},
        "2022-01-01",
        "广州市居住登记指引 (2022)",
    ),
    (
        "4201",
        "declare.resident",
        {"amount": 7, "unit": "days", "from": "arrival"},
        "2024-01-01",
        "武汉市 (2024, second-hand)",
    ),
    (
        "4201",
        "declare.change",
        {"amount": 3, "unit": "days", "from": "change"},
        "2024-01-01",
        "武汉市 (2024, second-hand)",
    ),
    (
        "",
        "permit.issue",
        {"amount": 15, "unit": "days"},
        "2016-01-01",
        "居住证暂行条例 第九条: 受理之日起15日内制发",
    ),
    (
        "33",
        "permit.issue",
        {"amount": 15, "unit": "days"},
        "2016-07-01",
        "浙江省流动人口居住登记条例 (2016)",
    ),
    (
        "4201",
        "permit.issue",
        {"amount": 15, "unit": "working_days"},
        "2024-01-01",
        "武汉市 (2024, second-hand)",
    ),
    (
        "",
        "permit.stages",
        {"stages": ["community", "street", "station"], "four_eyes": []},
        "2016-01-01",
        "居住证暂行条例 第八条: 公安机关受理制作发放, 社区协助; the way through three desks is assumed",
    ),
    (
        "",
        "permit.station",
        {"digits": 9},
        "2016-01-01",
        "assumed: one issuing station a street or town",
    ),
    (
        "",
        "permit.answer",
        {"amount": 10, "unit": "working_days"},
        "2016-01-01",
        "assumed: time to bring what was missing",
    ),
    (
        "",
        "permit.confirm",
        {"amount": 7, "unit": "days"},
        "2016-01-01",
        "assumed: time to confirm what an employer entered",
    ),
    (
        "",
        "permit.draft",
        {"amount": 30, "unit": "days"},
        "2016-01-01",
        "assumed: how long a draft is kept",
    ),
    (
        "",
        "permit.object",
        {"amount": 60, "unit": "days"},
        "2016-01-01",
        "行政复议法 第二十条: 六十日内申请行政复议",
    ),
    (
        "",
        "permit.papers",
        {"amount": 30, "unit": "days"},
        "2016-01-01",
        "assumed: papers are deleted so long after the application is closed (个人信息保护法 第四十七条)",
    ),
    (
        "",
        "permit.proxy",
        {"elderly_from": 60, "child_under": 16},
        "2016-01-01",
        "居住证暂行条例 第九条: 未满16周岁; 老年人权益保障法 第二条: 60周岁以上",
    ),
    (
        "",
        "permit.photo",
        {"width": 358, "height": 441},
        "2016-01-01",
        "assumed: as the photograph of the identity card (GA 461)",
    ),
)
"""Region, key, value, valid from, source, as the migrations 0002 of the register and of permits wrote them."""

DELETE = """DELETE FROM register_rule WHERE region = %s AND key = %s AND value = %s::jsonb
    AND valid_from = %s::date AND source = %s"""


class Migration(migrations.Migration):
    dependencies = [("register", "0013_sheet_names")]

    operations = [
        migrations.RunSQL(
            [
                (
                    DELETE,
                    [region, key, json.dumps(value), since, source],
                )
                for region, key, value, since, source in WRITTEN
            ],
            migrations.RunSQL.noop,
        )
    ]
