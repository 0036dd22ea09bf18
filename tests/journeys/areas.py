"""What the journeys through the public doors share: signing in by phone, a look at every page."""

from __future__ import annotations

import os
import re
from pathlib import Path

from anju.domains.access.operations import throttle
from anju.foundation.db.scope import acting
from anju.foundation.notices.api import recent
from tests.factories.register import PLATFORM

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(
    "utf-8"
)
LAID_FLAT = """() => [...document.body.querySelectorAll('*')]
    .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position))
    .forEach(e => { e.dataset.over = ''; e.style.position = 'static'; })"""
AS_BEFORE = """() => document.querySelectorAll('[data-over]')
    .forEach(e => { delete e.dataset.over; e.style.position = ''; })"""
PHONE = {"width": 360, "height": 800}


def phone_page(browser):
    """A phone: small, touched, Chinese."""
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        bypass_csp=True,
    )
    context.set_default_timeout(30_000)
    return context.new_page()


def tap(page, what: str, text: str | None = None) -> None:
    """Tap what leads to another page, and wait for it."""
    with page.expect_navigation():
        page.locator(what, has_text=text).first.tap()


def sign_in(page, site: str, phone: str) -> None:
    """By the code that came to the phone."""
    with acting(PLATFORM):
        throttle.clear("code.pause", phone)
    if not page.url.startswith(f"{site}/account/phone"):
        page.goto(f"{site}/account/phone/")
    page.fill("input[name=phone]", phone)
    tap(page, "main button")
    page.wait_for_selector("input[name=code]")
    with acting(PLATFORM):
        code = re.search(
            r"\d{6}", next(m.text for m in recent(to=phone) if m.kind == "sign_in_code")
        )[0]
    page.fill("input[name=code]", code)
    tap(page, "main button")
    page.wait_for_load_state("networkidle")


def looked_at(page, name: str) -> None:
    """No barrier axe can find, no sideways scroll, targets big enough for a thumb; a picture where one is wanted."""
    page.wait_for_load_state("networkidle")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{name}: {width} px wide"
    page.evaluate(AXE)
    # what lies over the page for now (head line, main action, messages) is no barrier: one scrolls, or it goes
    page.evaluate(LAID_FLAT)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")[
        "violations"
    ]
    page.evaluate(AS_BEFORE)
    assert not found, [
        (v["id"], v["nodes"][0]["html"], v["nodes"][0].get("failureSummary")) for v in found
    ]
    small = page.evaluate("""[...document.querySelectorAll('main button, main .btn, main .aj-go, .aj-bottom .btn')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))""")
    assert not small, small
    if shots := os.environ.get("ANJU_SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png", full_page=True)
