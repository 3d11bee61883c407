"""The second factor: on, signing in with it, off; and an instance that asks everybody for one."""

from playwright.sync_api import expect

import second_factor
from browser import signed_in, with_and_without_javascript
from people import PASSWORD, enter, sign_in, submit


@with_and_without_javascript
def test_second_factor_from_on_to_off(visits, product, javascript):
    page = enter(visits, product, javascript)
    elsewhere = visits.open()
    sign_in(elsewhere, product)
    secret, codes = second_factor.turn_on(page, product)
    assert len(codes) == 10 and len(set(codes)) == 10
    elsewhere.goto(f"{product.url}/app")
    assert "/login" in elsewhere.url, "sessions with the password alone are over"

    with_app = visits.open(javascript=javascript)
    sign_in(with_app, product)
    assert not signed_in(with_app), "the password is half of it"
    second_factor.enter_code(with_app, "000000")
    expect(with_app.locator("[name=code][aria-invalid=true]")).to_be_visible()
    # Turning it on has used up the code of that moment; apps and servers allow for clocks that differ by one step.
    code = second_factor.code(secret, steps=1)
    second_factor.enter_code(with_app, code)
    assert signed_in(with_app)

    for which, works in (("first use", True), ("second use", False)):
        with_paper = visits.open(javascript=javascript)
        sign_in(with_paper, product)
        second_factor.enter_code(with_paper, codes[0])
        assert signed_in(with_paper) == works, which
    again = visits.open(javascript=javascript)
    sign_in(again, product)
    second_factor.enter_code(again, code)
    assert not signed_in(again), "a code of the app works once, too"

    page.goto(product.url + second_factor.PATH)
    page.locator("details:has(#off-form) > summary").click()
    page.locator("#off-form [name=current_password]").fill(PASSWORD)
    page.locator("#off-form [name=code]").fill(codes[1])
    submit(page, "#off-form")
    assert signed_in(page)
    last = visits.open(javascript=javascript)
    sign_in(last, product)
    assert signed_in(last), "the password is enough again"


@with_and_without_javascript
def test_begun_second_factor_can_be_given_up(visits, product, javascript):
    page = enter(visits, product, javascript)
    first = second_factor.begin(page, product)
    page.reload()
    assert page.locator(".once code").inner_text() == first, "whoever comes back finds the same secret"
    with page.expect_navigation():
        page.locator("#confirm-form [formaction$='/cancel']").click()
    other = visits.open(javascript=javascript)
    sign_in(other, product)
    assert signed_in(other)
    assert second_factor.begin(page, product) != first


def test_instance_can_ask_everybody_for_one(visits, world):
    page = visits.open(state=world.states["owing"])
    development = world.others["development"]
    for path in ("/app", "/p/demo", "/account", "/admin"):
        page.goto(development.url + path)
        assert page.url == development.url + second_factor.PATH, path
    assert page.context.request.get(f"{development.url}/p/demo", max_redirects=0).status == 303
