"""One's own account: password, sessions, language."""

import pytest

from browser import signed_in, with_and_without_javascript
from people import ADMIN, PASSWORD, enter, sign_in, submit

NEW_PASSWORD = "another long enough pass phrase"


@with_and_without_javascript
def test_changed_password_ends_the_other_sessions(visits, product, javascript):
    page = enter(visits, product, javascript)
    elsewhere = visits.open()
    sign_in(elsewhere, product)
    page.goto(f"{product.url}/account")
    page.locator("[name=current_password]").fill(PASSWORD)
    page.locator("#password-form [name=password]").fill(NEW_PASSWORD)
    page.locator("[name=password_confirmation]").fill(NEW_PASSWORD)
    submit(page, "#password-form")
    assert signed_in(page), "this session goes on"
    elsewhere.goto(f"{product.url}/app")
    assert "/login" in elsewhere.url

    sign_in(elsewhere, product)
    assert not signed_in(elsewhere), "the old password is worth nothing"
    sign_in(elsewhere, product, password=NEW_PASSWORD)
    assert signed_in(elsewhere)


REFUSED = {
    "wrong": ("not the present one", NEW_PASSWORD, NEW_PASSWORD, "current_password"),
    "different": (PASSWORD, NEW_PASSWORD, NEW_PASSWORD + "r", "password_confirmation"),
    "common": (PASSWORD, "password123", "password123", "password"),
}


@with_and_without_javascript
@pytest.mark.parametrize("case", REFUSED)
def test_refused_password_is_explained_at_its_field(visits, world, case, javascript):
    current, new, again, field = REFUSED[case]
    page = visits.open(state=world.states["admin"], javascript=javascript)
    page.goto(world.path("/account"))
    page.locator("[name=current_password]").fill(current)
    page.locator("#password-form [name=password]").fill(new)
    page.locator("[name=password_confirmation]").fill(again)
    page.locator("#password-form .btn-primary").click()
    wrong = page.locator("#password-form [aria-invalid=true]")
    wrong.wait_for()
    assert wrong.get_attribute("name") == field
    described = wrong.get_attribute("aria-describedby").split()[-1]
    assert page.locator(f"#{described}").inner_text().strip()
    assert page.locator("#password-form [name=password]").input_value() == "", "a password is never sent back"


@with_and_without_javascript
def test_other_session_can_be_ended(visits, product, javascript):
    page = enter(visits, product, javascript)
    elsewhere = visits.open()
    sign_in(elsewhere, product)
    page.goto(f"{product.url}/account")
    submit(page, "#sessions form[action^='/account/sessions/']")
    elsewhere.goto(f"{product.url}/app")
    assert "/login" in elsewhere.url
    assert signed_in(page)


@with_and_without_javascript
def test_chosen_language_beats_the_browsers(visits, product, javascript):
    page = enter(visits, product, javascript)
    page.goto(f"{product.url}/account")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#language-ru").check()
    submit(page, "#language-form")
    assert page.locator("html").get_attribute("lang") == "ru"
    elsewhere = visits.open(language="en-GB")
    sign_in(elsewhere, product, username=ADMIN)
    assert elsewhere.locator("html").get_attribute("lang") == "ru", "it belongs to the account, not to the browser"


@with_and_without_javascript
def test_all_other_sessions_can_be_ended(visits, product, javascript):
    page = enter(visits, product, javascript)
    others = [visits.open() for _ in range(2)]
    for other in others:
        sign_in(other, product)
    page.goto(f"{product.url}/account")
    submit(page, "form[action='/account/sessions/end']")
    assert signed_in(page)
    for other in others:
        other.goto(f"{product.url}/app")
        assert "/login" in other.url
    page.goto(f"{product.url}/account")
    assert page.locator("form[action='/account/sessions/end']").count() == 0, "there is no other left"
