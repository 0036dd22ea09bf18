"""What the journeys through the public doors share: signing in by phone, a look at every page."""

from __future__ import annotations

import os
import re
from pathlib import Path

from anju.domains.access.operations import throttle
from anju.foundation.db.scope import acting
from anju.foundation.notices.api import recent
from tests.conftest import visitor
from tests.factories.register import PLATFORM

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(
    "utf-8"
)
LAID_FLAT = """() => [...document.body.querySelectorAll('*')]
    .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position))
    .forEach(e => { e.dataset.over = ''; e.style.position = 'static'; })"""
AS_BEFORE = """() => document.querySelectorAll('[data-over]')
    .forEach(e => { delete e.dataset.over; e.style.position = ''; })"""
SETTLED = """() => document.readyState === 'complete' && !document.querySelector('.htmx-request')
    && document.getAnimations().every(a => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity)
    && document.fonts.status === 'loaded'"""
AT_WORK = """async () => {
    const worker = (await navigator.serviceWorker.ready).active;
    while (worker.state !== 'activated') await new Promise(done =>
        worker.addEventListener('statechange', done, { once: true }));
}"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
WIDE = """most => [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > most + 1)
    .map(e => e.outerHTML.slice(0, 120)).slice(0, 3)"""
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1440, "height": 900}


def desk_page(browser):
    """A page at a desk."""
    return visitor(browser, bypass_csp=True)


def phone_page(browser):
    """A phone: small, touched, Chinese."""
    return visitor(browser, viewport=PHONE, has_touch=True, is_mobile=True, bypass_csp=True)


def settled(page) -> None:
    """Wait until the page is there as a whole: its scripts have run, nothing is being asked for, nothing moves."""
    page.wait_for_load_state()
    page.wait_for_function(SETTLED)
    page.evaluate(DRAWN)


def keeps_working_offline(page) -> None:
    """Wait until the service worker of this page is at work: from then on it opens without a network."""
    page.evaluate(AT_WORK)


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
    settled(page)


def sound(page, name: str) -> None:
    """The page at a phone's and a desk's width: nothing axe objects to, no sideways scroll; a picture where wanted."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        fits(page, name, size["width"])
        without_barriers(page, name)


def looked_at(page, name: str) -> None:
    """No barrier axe can find, no sideways scroll, targets big enough for a thumb; a picture where one is wanted."""
    fits(page, name, PHONE["width"])
    without_barriers(page, name, "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
    small = page.evaluate("""[...document.querySelectorAll('main button, main .btn, main .aj-go, .aj-bottom .btn')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))""")
    assert not small, small


def fits(page, name: str, width: int) -> None:
    """The settled page is no wider than that."""
    settled(page)
    found = page.evaluate("document.documentElement.scrollWidth")
    assert found <= width, (name, width, found, page.evaluate(WIDE, width))
    if shots := os.environ.get("ANJU_SHOTS"):
        page.screenshot(path=f"{shots}/{name}-{width}.png", full_page=True, animations="disabled")


def without_barriers(page, name: str, *tags: str) -> None:
    """Nothing axe objects to by the rules of these tags, or by all it holds for certain."""
    settled(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # what lies over the page for now (head line, main action, messages) is no barrier: one scrolls, or it goes
    page.evaluate(LAID_FLAT)
    asked = {"resultTypes": ["violations"], **({"runOnly": tags} if tags else {})}
    found = page.evaluate("asked => axe.run(asked)", asked)["violations"]
    page.evaluate(AS_BEFORE)
    assert not found, [
        (name, v["id"], v["nodes"][0]["html"], v["nodes"][0].get("failureSummary")) for v in found
    ]
