"""What was typed into a form is offered again after a sign-in that came between, to the same person only."""

from __future__ import annotations

import pytest

from tests.conftest import visitor
from tests.factories.exchange import THERE, linked
from tests.factories.register import STREET, Street
from tests.factories.staff import WORDS, current_code, sign_in, staff


def kept(page):
    return page.evaluate("sessionStorage.getItem('anju.draft')")


@pytest.mark.long
def test_a_form_lost_to_a_sign_in_is_offered_again_once_and_to_nobody_else(
    live_site, browser, django_db_blocker
):
    with django_db_blocker.unblock():
        staff("sec.draft", ("secadmin", ""))
        staff("sec.other", ("secadmin", ""))
        clerk = staff("clerk.draft", ("counter", STREET))
    page = visitor(browser)
    context = page.context
    address = f"{live_site.url}/office/users/{clerk}/"
    form = f"form[action='/office/users/{clerk}/grants/']"

    def lose(reason):
        page.goto(address)
        page.fill(f"{form} input[name=reason]", reason)
        page.select_option(f"{form} select[name=role]", "street")
        context.clear_cookies(name="sessionid")
        page.locator(f"{form} .aj-form-foot button").click()
        page.wait_for_url("**/account/login/?next=*")
        assert f"users%2F{clerk}" in page.url
        assert reason in kept(page)

    def back(username):
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", WORDS)
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("input[name=code]")
        page.fill("input[name=code]", current_code())
        page.press("input[name=code]", "Enter")
        page.wait_for_url(address)

    sign_in(page, live_site.url, "sec.draft")
    lose("岗位需要")
    back("sec.other")
    assert page.locator(".aj-draft").count() == 0
    page.wait_for_function("sessionStorage.getItem('anju.draft') === null")
    session = [c for c in context.cookies() if c["name"] == "sessionid"]
    lose("顶替休假同事")
    context.add_cookies(
        session
    )  # signed in again: an authenticator's code is good only once in half a minute
    page.goto(address)
    page.get_by_role("button", name="恢复填写").click()
    page.wait_for_function(
        "form => document.querySelector(`${form} [name=reason]`).value !== ''", arg=form
    )
    assert page.input_value(f"{form} input[name=reason]") == "顶替休假同事"
    assert page.input_value(f"{form} select[name=role]") == "street"
    page.wait_for_function("sessionStorage.getItem('anju.draft') === null")
    page.fill(f"{form} input[name=reason]", "x")
    with page.expect_navigation():
        page.locator(
            f"{form} .aj-form-foot button"
        ).click()  # an answered form leaves nothing behind
    page.wait_for_function("sessionStorage.getItem('anju.draft') === null")


def test_a_refused_form_keeps_its_refusal_and_what_was_typed(live_site, browser, django_db_blocker):
    with django_db_blocker.unblock():
        Street.built()
        staff("city.refused", ("city", "4301"))
        linked()
    page = visitor(browser)
    sign_in(page, live_site.url, "city.refused")
    page.goto(f"{live_site.url}/office/exchange/links/{THERE}/")
    page.get_by_text("提出协议").click()
    page.fill("#id_number", "HY-1")
    page.fill("input[name=first]", "2030-01-02")
    page.fill("input[name=last]", "2029-01-02")
    boxes = page.locator("input[name=classes]")
    boxes.nth(1).uncheck()
    page.clock.install()
    page.get_by_role("button", name="提出", exact=True).click()
    page.wait_for_selector(".aj-toast-error")
    page.wait_for_function("document.querySelector('#id_number').value !== ''")
    assert page.input_value("input[name=last]") == "2029-01-02"
    assert [boxes.nth(n).is_checked() for n in (0, 1)] == [True, False]
    page.clock.fast_forward(60_000)
    assert page.locator(".aj-toast-error").is_visible()
    page.fill("input[name=last]", "2031-01-02")
    page.get_by_role("button", name="提出", exact=True).click()
    page.wait_for_selector(".aj-toast-success")
    page.wait_for_function("sessionStorage.getItem('anju.draft') === null")
