"""The way in and out: the first admin, signing in, signing out, where one was going."""

from browser import signed_in, with_and_without_javascript
from people import ADMIN, PASSWORD, make_first_admin, open_account_menu, sign_in, submit


@with_and_without_javascript
def test_first_admin_is_made_once(visits, product, javascript):
    page = visits.open(javascript=javascript)
    make_first_admin(page, product)
    assert page.url == f"{product.url}/app"
    assert page.get_by_role("link", name="Demo", exact=True).is_visible()

    late = visits.open(javascript=javascript)
    late.goto(f"{product.url}/init")
    assert late.locator("[name=token]").count() == 0, "the second visitor finds no form"
    assert product.sql("SELECT count(*) FROM users") == "1"


@with_and_without_javascript
def test_wrong_token_makes_nobody(visits, unclaimed, javascript):
    page = visits.open(javascript=javascript)
    page.goto(f"{unclaimed.url}/init")
    page.locator("[name=token]").fill("f" * 32)
    page.locator("[name=username]").fill("mallory")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password_confirmation]").fill(PASSWORD)
    submit(page, "form:has([name=token])")
    assert page.get_by_role("alert").is_visible()
    assert page.locator("[name=username]").input_value() == "mallory", "what was typed is kept"
    assert page.locator("[name=password]").input_value() == "", "a password is not"
    assert unclaimed.sql("SELECT count(*) FROM users") == "0"


@with_and_without_javascript
def test_wrong_password_says_so_and_keeps_the_name(visits, world, javascript):
    page = visits.open(javascript=javascript)
    sign_in(page, world.product, password="not her password")
    assert page.get_by_role("alert").is_visible()
    assert page.locator("[name=username]").input_value() == ADMIN
    assert page.locator("[name=password]").input_value() == ""
    assert not signed_in(page)


def test_unknown_name_gets_the_same_answer(visits, world):
    answers = []
    for username in (ADMIN, "nobody-of-that-name"):
        page = visits.open()
        sign_in(page, world.product, username=username, password="not the password")
        answers.append(page.get_by_role("alert").inner_text())
    assert answers[0] == answers[1]


@with_and_without_javascript
def test_signing_in_leads_where_one_was_going(visits, world, javascript):
    page = visits.open(javascript=javascript)
    wanted = world.path("/p/{slug}/t/{failed}")
    page.goto(wanted)
    assert "/login" in page.url
    page.locator("[name=username]").fill(ADMIN)
    page.locator("[name=password]").fill(PASSWORD)
    submit(page, "form:has([name=password])")
    assert page.url == wanted


@with_and_without_javascript
def test_signing_out_ends_the_session(visits, world, javascript):
    page = visits.open(javascript=javascript)
    sign_in(page, world.product)
    cookies = page.context.cookies()
    open_account_menu(page)
    submit(page, "form[action='/logout'] >> visible=true")
    assert not signed_in(page)
    page.context.add_cookies(cookies)
    page.goto(world.path("/app"))
    assert "/login" in page.url, "the old cookie is worth nothing"


@with_and_without_javascript
def test_theme_is_kept(visits, world, javascript):
    page = visits.open(javascript=javascript, state=world.states["admin"])
    page.goto(world.path("/app"))
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    open_account_menu(page)
    with page.expect_response(lambda response: response.url.endswith("/theme")):
        page.locator("[name=theme][value=dark] >> visible=true").click()
    page.wait_for_function(f"{background} !== '{light}'") if javascript else page.wait_for_url("**/app")
    assert page.evaluate(background) != light
    page.goto(world.path("/p/{slug}"))
    assert page.locator("html").get_attribute("data-theme") == "dark", "the next page is dark from its first byte"
