"""The verifier in a browser: the same verdicts as Python's, with the network off, from text, picture and file."""

from __future__ import annotations

import io
from dataclasses import asdict
from datetime import timedelta

import pytest
import segno

from anju.domains.permits import api as permits
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.keystore.api import Algorithm
from tests.conftest import visitor
from tests.factories import permits as making
from tests.factories import register as town
from tests.factories.permits import put_into
from tests.foundation.credentials.cases import REFUSING, cases, document, lists
from tests.journeys.areas import keeps_working_offline, looked_at, phone_page

pytestmark = pytest.mark.journey
MAKER = Actor(
    "staff",
    user_id=5,
    label="制证",
    grants=(Grant("police", frozenset({"permit.make", "person.see"}), region="4301"),),
)

JUDGE = """async ({document, lists, cases}) => {
  const base = '/static/anju/js/verify/';
  const { examine } = await import(base + 'examine.js');
  const { read } = await import(base + 'lists.js');
  const trust =
  { issuer: document.issuer, issued: document.issued_at, keys: new Map(document.jwks.keys.map(k => [k.kid, k])) };
  const held = new Map();
  for (const [uri, text] of Object.entries(lists)) held.set(uri, await read(text, kid => trust.keys.get(kid)));
  const out = [];
  for (const one of cases) {
    const asked = { trust, lists: held, at: one.at, audience: one.audience, nonce: one.nonce };
    const first = await examine(one.text, asked);
    const told = one.seen ? await examine(one.text, { ...asked, seen: new Set([first.presentation]) }) : first;
    out.push({ outcome: told.outcome, claims: Object.keys(told.claims).length, age: told.age });
  }
  return out;
}"""


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = town.Street.built()
        making.issuer(now())
        yield built


@pytest.fixture(autouse=True)
def one_address(live_site, settings):
    """What the tests sign and publish names the address of the site that serves it."""
    settings.PUBLIC_URL = live_site.url


@pytest.fixture(scope="module")
def permit_id(street):
    return making.permit(street.resident, street.rooms[0].id, at=now())


def test_online_the_page_asks_for_the_list_before_it_judges(page, live_site, street, permit_id):
    text = card_code(permit_id)
    opened(page, live_site.url)
    turned(permit_id, PermitState.LOST)
    assert verdict(page, text) == "suspended"
    assert "持有有效居住证" not in page.inner_text("[data-verify=verdict]")
    turned(permit_id, PermitState.ACTIVE)
    assert verdict(page, text) == "valid"


def test_a_live_code_says_that_no_list_of_this_device_was_used(
    browser, live_site, street, permit_id
):
    page = visitor(browser)
    page.route("**/status/**", lambda route: route.abort())
    opened(page, live_site.url)
    with acting(holder(street)):
        text = permits.live(
            permit_id=permit_id,
            show=("name",),
            actor=holder(street),
            at=now(),
            check="pin",
            checked_at=now(),
        ).text
    assert verdict(page, text) == "valid"
    assert "没有使用本机的状态名单" in page.inner_text("[data-verify=age]")
    assert "状态都核对过" not in page.inner_text("main")
    page.context.close()


def holder(street) -> Actor:
    return Actor(
        "public",
        user_id=77,
        person_id=street.resident,
        purpose="own",
        grants=(
            Grant(
                "resident",
                frozenset({"person.see", "permit.see"}),
                party=f"person:{street.resident}",
            ),
        ),
    )


def card_code(permit_id: int) -> str:
    with acting(MAKER):
        text = permits.printed(permit_id=permit_id, actor=MAKER, at=now())
    published()
    return text


def published() -> None:
    with acting(town.PLATFORM):
        assert permits.publish(actor=town.PLATFORM, at=now()) >= 1


def turned(permit_id: int, to: PermitState) -> None:
    put_into(permit_id, to, at=now())
    published()


def opened(page, site: str) -> None:
    """The page, with its lists and its worker in place."""
    page.goto(f"{site}/verify/")
    page.wait_for_selector("[data-verify=state][data-ready]")
    keeps_working_offline(page)


def verdict(page, text: str) -> str:
    page.fill("#verify-text", text)
    page.evaluate("document.querySelector('[data-verify=verdict]').dataset.outcome = ''")
    page.click("[data-verify=paste] button")
    page.wait_for_selector("[data-verify=verdict]:not([data-outcome='']):not([hidden])")
    return page.get_attribute("[data-verify=verdict]", "data-outcome")


def picture(text: str) -> dict[str, object]:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=4, border=4)
    return {"name": "code.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_the_browser_judges_every_case_as_python_does(page, live_site, street):
    page.goto(f"{live_site.url}/verify/")
    asked = cases()
    found = page.evaluate(
        JUDGE, {"document": document(), "lists": lists(), "cases": [asdict(c) for c in asked]}
    )
    wrong = [
        (c.name, c.outcome, f["outcome"])
        for c, f in zip(asked, found, strict=True)
        if f["outcome"] != c.outcome
        and not (c.outcome == "refused" and f["outcome"] in REFUSING and not f["claims"])
    ]
    assert not wrong


def test_with_the_network_off_the_page_opens_and_judges_text_and_picture(
    browser, live_site, street, permit_id
):
    page = visitor(browser)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None,
    )
    text = card_code(permit_id)
    opened(page, live_site.url)
    page.context.set_offline(True)
    page.reload()
    assert page.evaluate("fetch('/healthz').then(() => 'came', () => 'off')") == "off"
    page.wait_for_selector("[data-verify=state][data-ready]")
    assert verdict(page, text) == "valid"
    assert town.RESIDENT.name in page.inner_text("[data-verify=claims]")
    assert "签发的状态名单" in page.inner_text("[data-verify=age]")
    assert verdict(page, text[:-9] + "000000000") in ("unreadable", "altered")
    page.set_input_files("[data-verify=file]", picture(text))
    page.wait_for_selector("[data-verify=verdict][data-outcome=valid]")
    page.set_input_files(
        "[data-verify=photo]",
        {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xffphoto"},
    )
    page.wait_for_selector("text=照片与签发时相同")
    page.set_input_files(
        "[data-verify=photo]", {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": b"other"}
    )
    page.wait_for_selector("text=照片不是签发时的那一张")
    page.click("[data-verify=not-holder]")
    page.wait_for_selector("[data-verify=verdict][data-outcome=not_holder]")
    assert not problems
    page.context.close()


def test_a_reported_loss_is_known_with_a_fresh_list_and_only_then(
    browser, live_site, street, permit_id
):
    page = visitor(browser)
    text = card_code(permit_id)
    opened(page, live_site.url)
    page.context.set_offline(True)
    turned(permit_id, PermitState.LOST)
    page.reload()
    page.wait_for_selector("[data-verify=state][data-ready]")
    assert verdict(page, text) == "valid"  # the list is from before, and the page says of when
    page.context.set_offline(False)
    opened(page, live_site.url)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("[data-verify=state][data-ready]")
    assert verdict(page, text) == "suspended"
    page.context.close()
    turned(permit_id, PermitState.ACTIVE)


def test_a_live_code_counts_once_and_its_holder_was_confirmed(page, live_site, street, permit_id):
    opened(page, live_site.url)
    with acting(holder(street)):
        text = permits.live(
            permit_id=permit_id,
            show=("name",),
            actor=holder(street),
            at=now(),
            check="passkey",
            checked_at=now(),
        ).text
    assert verdict(page, text) == "valid"
    assert "通行密钥" in page.inner_text("[data-verify=check]")
    assert verdict(page, text) == "replayed"


def test_a_clock_set_back_is_told(browser, live_site, street, permit_id):
    page = visitor(browser)
    text = card_code(permit_id)
    opened(page, live_site.url)
    page.clock.set_fixed_time(now() - timedelta(days=40))
    assert verdict(page, text) == "clock_wrong"
    page.clock.set_fixed_time(now() + timedelta(days=9))
    assert verdict(page, text) == "list_stale"
    page.context.close()


def test_a_device_that_was_never_online_says_so(browser, live_site, street, permit_id):
    page = visitor(browser)
    page.route("**/.well-known/**", lambda route: route.abort())
    page.goto(f"{live_site.url}/verify/")
    page.fill("#verify-text", card_code(permit_id))
    page.click("[data-verify=paste] button")
    page.wait_for_selector("text=本机还没有下载名单")
    assert page.is_hidden("[data-verify=verdict]")
    page.context.close()


def test_sm2_is_checked_by_the_server_and_said_to_need_it_without(
    browser, live_site, street, permit_id, settings
):
    making.issuer(now(), algorithm=Algorithm.SM2)
    settings.PERMIT_ALGORITHM = "SM2"
    with acting(MAKER):
        text = permits.printed(permit_id=permit_id, actor=MAKER, at=now())
    settings.PERMIT_ALGORITHM = "ES256"
    published()
    page = visitor(browser)
    opened(page, live_site.url)
    assert verdict(page, text) == "valid"
    page.context.set_offline(True)
    assert verdict(page, text) == "needs_server"
    page.context.close()


def test_the_page_can_be_used_by_everybody_at_360_pixels(browser, live_site, street, permit_id):
    page = phone_page(browser)
    opened(page, live_site.url)
    looked_at(page, "verify")
    verdict(page, card_code(permit_id))
    looked_at(page, "verify-verdict")
    page.context.close()
