"""Permits in the office: who sees which page, what a click does, what a wrong one leaves behind."""

from __future__ import annotations

import base64
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anju.domains.permits.api import lifecycle
from anju.domains.permits.models import Card
from anju.domains.permits.production.operations.layout import photo_of
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.audit.models import Entry
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.notices import api as notices
from tests.factories import staff
from tests.factories.applications import photograph
from tests.factories.held_permits import PLATFORM, active, held, ordered, picture
from tests.factories.register import STREET, Street

pytestmark = pytest.mark.django_db


@pytest.fixture
def police(street):
    return staff.signed_in(staff.staff("police.lin", ("police", STREET), name="林警官"))


@pytest.fixture
def counter(street):
    return staff.signed_in(staff.staff("counter.he", ("counter", STREET), name="何窗口"))


def card_of(permit: int) -> int:
    with acting(PLATFORM):
        return lifecycle.cards_of(permit)[0].id


def test_the_list_the_page_and_the_card_open_for_their_area_only(
    street: Street, police, other_clerk, leader
):
    permit = active(street)
    number = held(permit).number
    assert lifecycle.spaced(number) in police.get("/office/held/").content.decode()
    assert (
        police.get(f"/office/held/?number={lifecycle.spaced(number)}")
        .headers["location"]
        .endswith(f"/{permit}/")
    )
    page = police.get(f"/office/held/{permit}/").content.decode()
    assert "单文静" in page
    assert "《居住证暂行条例》第九条" in page
    for path in (
        f"/office/held/{permit}/",
        f"/office/held/cards/{card_of(permit)}/",
        f"/office/held/cards/{card_of(permit)}/card.pdf",
    ):
        assert other_clerk.get(path).status_code == 404, path
    assert leader.get("/office/held/").status_code == 403
    assert leader.get("/office/held/figures/").status_code == 200


def test_looking_at_a_permit_leaves_a_line_for_its_holder(street: Street, police):
    permit = active(street)
    police.get(f"/office/held/{permit}/")
    police.get(f"/office/held/cards/{card_of(permit)}/card.pdf")
    with acting(PLATFORM):
        told = set(
            Entry.objects.filter(
                person_id=street.resident, kind__in=("read", "reveal")
            ).values_list("action", "kind")
        )
    assert {("office.permit", "read"), ("permits.print", "reveal")} <= told


def test_the_card_is_printed_in_its_true_size_front_and_back(street: Street, counter):
    card = card_of(ordered(street))
    made = counter.get(f"/office/held/cards/{card}/card.pdf")
    assert made.headers["content-type"] == "application/pdf"
    assert made.headers["cache-control"] == "no-store"
    for side in ("front", "back"):
        drawn = counter.get(f"/office/held/cards/{card}/{side}.png").content
        assert (int.from_bytes(drawn[16:20], "big"), int.from_bytes(drawn[20:24], "big")) == (
            1011,
            638,
        )
    assert counter.get(f"/office/held/cards/{card}/middle.png").status_code == 404
    told = counter.get(f"/office/held/cards/{card}/card.json").json()
    assert (told["name"], told["sex"], told["line"]) == ("单文静", "男", "1")
    with (
        Image.open(io.BytesIO(base64.b64decode(told["photo_base64"]))) as shown,
        Image.open(io.BytesIO(picture())) as brought,
    ):
        assert (shown.format, shown.size) == ("JPEG", brought.size), (
            "written anew, whatever was brought"
        )
    assert counter.get(f"/office/held/cards/sheet/?card={card}").content.startswith(b"%PDF")


def test_a_wrong_click_says_so_on_the_page_and_changes_nothing(street: Street, police):
    permit = active(street)
    early = police.post(f"/office/held/{permit}/endorse/")
    assert early.status_code == 422
    assert "还不到签注的时候" in early.content.decode()
    assert police.post(f"/office/held/{permit}/fly/").status_code == 404
    assert (
        police.post(
            f"/office/held/{permit}/cancel/", {"reason": "because", "note": "x"}
        ).status_code
        == 422
    )
    assert held(permit).state == PermitState.ACTIVE


def test_loss_replacement_and_end_by_clicks(street: Street, police):
    permit = active(street)
    for action, told in (
        ("lost", {}),
        ("order", {"reason": "lost"}),
        ("cancel", {"reason": "left", "note": "已迁往外市"}),
        ("undo", {"note": "核实有误"}),
    ):
        assert police.post(f"/office/held/{permit}/{action}/", told).status_code == 302, action
    assert held(permit).state == PermitState.LOST
    page = police.get(f"/office/held/{permit}/").content.decode()
    assert "已迁往外市" in page
    assert "撤销原决定，恢复" in page


def test_a_page_left_open_too_long_does_not_overwrite_what_a_colleague_did(street: Street, police):
    permit = active(street)
    seen = held(permit).version
    police.post(f"/office/held/{permit}/lost/", {"version": seen})
    late = police.post(
        f"/office/held/{permit}/withdraw/", {"version": seen, "reason": "lent", "note": "x"}
    )
    assert late.status_code == 422
    assert "刚被别人改动" in late.content.decode()


def test_a_photograph_and_the_ethnicity_complete_a_card(street: Street, counter):
    permit = ordered(street, photo=False, ethnicity="")
    assert "还缺：" in counter.get(f"/office/held/{permit}/").content.decode()
    wrong = counter.post(
        f"/office/held/{permit}/complete/",
        {"photo": SimpleUploadedFile("x.gif", b"GIF89a"), "ethnicity": "02"},
    )
    assert "JPEG" in wrong.content.decode()
    small = counter.post(
        f"/office/held/{permit}/complete/",
        {"photo": SimpleUploadedFile("x.png", picture()), "ethnicity": "02"},
    )
    assert "像素太少" in small.content.decode(), "measured as on the phone"
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    counter.post(
        f"/office/held/{permit}/complete/",
        {
            "photo": SimpleUploadedFile("x.jpg", photograph(exif=exif.tobytes()) + b"<script>"),
            "ethnicity": "02",
        },
    )
    with acting(PLATFORM), as_intake_role():
        kept = photo_of(Card.objects.get(pk=card_of(permit)).photo_id)
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"Camera of somebody" not in kept
    assert b"<script>" not in kept
    assert counter.get(f"/office/held/cards/{card_of(permit)}/card.pdf").status_code == 200


def test_a_wrong_pick_up_code_is_counted_although_it_is_refused(street: Street, counter):
    card = card_of(active(street))
    code = next(
        re.findall(r"\d{6}", m.text)[0] for m in notices.recent() if m.kind == "permits.ready"
    )
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for left in (4, 3, 2, 1):
        answer = counter.post(f"/office/held/cards/{card}/hand/", {"code": wrong})
        assert answer.status_code == 422
        assert f"还可以试 {left} 次" in answer.content.decode()
    assert (
        "已作废"
        in counter.post(f"/office/held/cards/{card}/hand/", {"code": wrong}).content.decode()
    )
    assert counter.post(f"/office/held/cards/{card}/hand/", {"code": code}).status_code == 422
    assert counter.post(f"/office/held/cards/{card}/hand/", {"shown": "111"}).status_code == 302


def test_a_batch_needs_two_people_and_a_forged_result_is_refused_on_the_page(
    street: Street, counter, police
):
    ordered(street)
    assert counter.post("/office/held/production/", {"region": STREET}).status_code == 302
    with acting(PLATFORM):
        batch = lifecycle.batches(limit=1)[0][0].id
    assert "另一人" in counter.get(f"/office/held/production/{batch}/").content.decode()
    assert counter.post(f"/office/held/production/{batch}/export/").status_code == 422
    sent = police.post(f"/office/held/production/{batch}/export/")
    assert sent.content.startswith(b"PK")
    back = counter.post(
        "/office/held/production/results/", {"file": SimpleUploadedFile("r.zip", sent.content)}
    )
    assert back.status_code == 422
    assert "签名不对" in back.content.decode()


def test_every_figure_opens_the_list_it_counts(street: Street, police):
    active(street)
    page = police.get("/office/held/figures/").content.decode()
    found = re.findall(r'<a href="(/office/held/figures/list/[^"]+)">(\d+)</a>', page)
    links = {a.replace("&amp;", "&"): int(n) for a, n in found}
    assert links
    for url, count in links.items():
        listed = police.get(url).content.decode()
        assert f'<span class="aj-count">{count}</span>' in listed, url
    assert police.get("/office/held/figures/?format=xlsx").content.startswith(b"PK")
    assert "打印于" in police.get("/office/held/figures/?print=1").content.decode()
    assert police.get("/office/held/figures/?region=44").status_code == 403


@pytest.mark.parametrize(
    ("path", "queries"), [("/office/held/", 22), ("/office/held/production/", 18)]
)
def test_a_list_asks_the_same_few_questions(
    street: Street, police, path, queries, django_assert_max_num_queries
):
    for person in (street.resident, street.worker):
        active(street, person=person)
    police.get(path)
    with django_assert_max_num_queries(queries):
        assert police.get(path).status_code == 200


def test_pages_speak_english(street: Street):
    english = staff.signed_in(staff.staff("police.en", ("police", STREET)), language="en")
    permit = active(street)
    for path in ("", "figures/", "production/", "old/", f"{permit}/", f"cards/{card_of(permit)}/"):
        page = english.get(f"/office/held/{path}").content.decode().split("<main", 1)[1]
        spoken = {w for w in CHINESE if re.search(rf">\s*{w}\s*<", page)}
        assert not spoken, (path, spoken)


CHINESE = (
    "在用居住证",
    "统计",
    "签注",
    "挂失",
    "卡片",
    "批次",
    "合计",
    "待制卡",
    "制卡批次",
    "转入旧证",
    "经过",
    "居住年限",
    "打印",
    "有效",
    "制成生效",
    "首次制发",
    "交付",
    "收下",
    "来源",
    "申领",
    "制发",
)
"""Words of the pages themselves; names and addresses of people stay as they are."""
