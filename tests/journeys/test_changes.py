"""Changes for a partner's webhook: an agreement from its proposal on, the address that agrees, a pause, an event that
the receiver refuses and somebody reads and passes over, a replay; and the time stamps beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from anju.domains.exchange.api import changes
from anju.domains.exchange.changes.data.changes import ChangeKind, Noted
from anju.domains.exchange.changes.operations.noting import note
from anju.domains.exchange.models import ChangeAgreement, Webhook
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs.guarded_http import GuardedHttp
from tests.factories.changes import BASE, receiving
from tests.factories.exchange import linked
from tests.factories.register import HERE, PLATFORM, Street
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[Street]:
    with django_db_blocker.unblock():
        linked()
        yield Street.built()


def happens(*persons: int) -> None:
    with acting(PLATFORM):
        note([Noted(ChangeKind.MOVED_IN, p, HERE, local_date(now())) for p in persons], at=now())


def told(turns: int = 6, *, later: timedelta = timedelta()) -> None:
    """The job of telling, by the clock or some time later."""
    hook = Webhook.objects.get()
    with GuardedHttp(changes.networks_of("127.0.0.0/8"), timeout=2) as transport:
        for _ in range(turns):
            changes.tell_next(hook.pk, transport, base=BASE, at=now() + later)


def press(page, selector: str) -> None:
    with page.expect_navigation():
        page.click(selector)


def test_a_webhook_is_subscribed_agrees_pauses_fails_is_mended_and_told_again(
    browser, live_site, street
):
    for name in ("chg.one", "chg.two"):
        staff(name, ("city", "4301"))
    today = local_date(now())
    first = desk_page(browser)
    sign_in(first, live_site.url, "chg.one")
    home = f"{live_site.url}/office/exchange/changes/"
    first.goto(home)
    sound(first, "changes-empty")
    with receiving() as receiver:
        first.fill("input[name=number]", "BG-2026-9")
        first.fill("input[name=name]", "教育局")
        first.select_option("select[name=partner]", "webhook:")
        first.fill("input[name=url]", receiver.url)
        first.check("input[name=kinds][value='resident.moved_in']")
        first.check("input[name=fields][value=name]")
        first.select_option("select[name=purpose]", "service")
        first.fill("input[name=basis]", "义务教育法第十二条")
        first.fill("#id_region_text", "洞阳镇")
        first.locator("#id_region_list [role=option]", has_text="洞阳镇").first.click()
        first.fill("input[name=first]", str(today))
        first.fill("input[name=last]", str(today + timedelta(days=300)))
        press(first, "form[action$='propose/'] button.btn-primary")
        sound(first, "change-proposed")
        made = ChangeAgreement.objects.get()
        one = f"{home}{made.pk}/"

        second = desk_page(browser)
        sign_in(second, live_site.url, "chg.two")
        second.goto(one)
        press(second, "button[name=accept]")
        assert "待对方地址确认" in second.content()
        sound(second, "change-accepted")

        happens(street.resident, street.worker)
        told()
        assert len(receiver.asked) == 1
        assert [int(e["sequence"]) for e in receiver.events] == [1, 2]
        second.goto(one)
        assert "地址确认" in second.content()
        sound(second, "change-told")

        press(second, "button[name=pause]")
        assert "人工暂停" in second.content()
        happens(street.resident)
        told()
        assert len(receiver.events) == 2
        sound(second, "change-paused")
        press(second, "button[name=resume]")
        receiver.fail = [422]
        told(2)
        second.goto(one)
        assert "HTTP 422" in second.content()
        second.get_by_text("跳过这条变更").click()
        sound(second, "change-failing")
        press(second, "button[name=skip]")
        happens(street.worker)
        told(later=timedelta(hours=1))
        assert [int(e["sequence"]) for e in receiver.events] == [1, 2, 4]

        second.goto(one)
        second.get_by_text("从某天起重新给").click()
        second.fill("input[name=since]", str(today))
        press(second, "button[name=replay]")
        told(10, later=timedelta(hours=2))
        assert [e["id"] for e in receiver.events[3:5]] == [e["id"] for e in receiver.events[:2]]
        second.goto(one)
        sound(second, "change-replayed")
    second.goto(f"{live_site.url}/office/exchange/stamps/")
    sound(second, "stamps-empty")
