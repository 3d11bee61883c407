"""What people do on the pages that lead in: making the first admin, signing in. Each works with and without JavaScript."""

from playwright.sync_api import Page

from browser import Visits
from product import Product

PASSWORD = "correct horse battery staple"
ADMIN = "marina"


def make_first_admin(page: Page, product: Product, username: str = ADMIN) -> None:
    page.goto(f"{product.url}/init")
    page.locator("[name=token]").fill(product.init_token)
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password_confirmation]").fill(PASSWORD)
    submit(page, "form:has([name=token])")


def enter(visits: Visits, product: Product, javascript: bool = True) -> Page:
    """The first admin, just made and signed in."""
    page = visits.open(javascript=javascript)
    make_first_admin(page, product)
    return page


def sign_in(page: Page, product: Product, username: str = ADMIN, password: str = PASSWORD) -> None:
    page.goto(f"{product.url}/login")
    enter_password(page, username, password)


def enter_password(page: Page, username: str, password: str) -> None:
    """On the log-in page."""
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    submit(page, "form:has([name=password])")


def submit(page: Page, form: str) -> None:
    """Presses the form's button and waits for the page that answers."""
    with page.expect_navigation():
        page.locator(form).locator("button:not([type=button])").first.click()


def open_account_menu(page: Page) -> None:
    """On a phone it is part of a sheet: whichever is in view."""
    page.locator("details:has(form[action='/logout']) > summary").locator("visible=true").first.click()


def open_form(page: Page, field: str) -> None:
    """Opens the <details> in which a field of this name waits."""
    page.locator(f"details:has([name={field}]) > summary").locator("visible=true").first.click()


def send(page: Page, form: str) -> None:
    """Presses the form's button; with JavaScript the answer is shown in place. Whoever calls waits for what it should show."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(form).locator("button:not([type=button])").first.click()


def confirm(page: Page, within: str) -> None:
    """Opens what asks again, a dialog or with forms alone a part of the page, and says yes."""
    page.locator(f"{within} details.confirm > summary").first.click()
    with page.expect_navigation():
        page.locator(".confirm-body .btn-bad-solid >> visible=true").click()


def create_project(page: Page, product: Product, name: str, slug: str) -> None:
    """An admin of the instance makes one; its first page is shown."""
    page.goto(f"{product.url}/app/new")
    page.locator("#new-project [name=name]").fill(name)
    page.locator("#new-project [name=slug]").fill(slug)
    submit(page, "#new-project")


def invite(page: Page, product: Product, role: str, note: str) -> str:
    """An admin makes an invitation; its link, which is shown once."""
    page.goto(f"{product.url}/p/demo/members")
    page.locator(f"#invite-form [name=role][value={role}]").check()
    page.locator("#invite-form [name=note]").fill(note)
    send(page, "#invite-form")
    return page.locator(".once code").inner_text()


def accept(page: Page, link: str, username: str) -> None:
    """Somebody without an account follows the link."""
    page.goto(link)
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password_confirmation]").fill(PASSWORD)
    submit(page, "#sign-up")
