"""Making a project, its address, the archive."""

from playwright.sync_api import expect

from browser import with_and_without_javascript
from people import create_project, enter, send


@with_and_without_javascript
def test_project_is_made_and_its_address_belongs_to_it(visits, product, javascript):
    page = enter(visits, product, javascript)
    create_project(page, product, "Billing", "billing")
    assert page.url.startswith(f"{product.url}/p/billing")
    expect(page.locator(".switcher-name")).to_have_text("Billing")

    page.goto(f"{product.url}/app/new")
    page.locator("[name=name]").fill("Billing again")
    page.locator("[name=slug]").fill("billing")
    send(page, "#new-project")
    slug = page.locator("[name=slug]")
    expect(slug).to_have_attribute("aria-invalid", "true")
    expect(slug).to_have_value("billing")
    expect(page.locator("#slug-error")).to_have_text("Another project has this address. Choose another one.")
    assert page.locator("[name=name]").input_value() == "Billing again", "what was typed is kept"
    assert product.sql("SELECT count(*) FROM projects") == "2"


def test_address_is_suggested_and_checked_while_typing(visits, world):
    page = visits.open(state=world.states["admin"])
    page.goto(world.path("/app/new"))
    page.locator("[name=name]").press_sequentially("Платёжный шлюз")
    expect(page.locator("[name=slug]")).to_have_value("platezhnyi-shliuz")
    expect(page.locator("#slug-state")).to_have_text("/p/platezhnyi-shliuz is free.")
    page.locator("[name=slug]").fill("demo")
    expect(page.locator("#slug-state")).to_have_text("Another project has this address. Choose another one.")
    page.locator("[name=slug]").fill("Not an address")
    expect(page.locator("#slug-state .field-error")).to_be_visible()


@with_and_without_javascript
def test_archived_project_is_read_only_until_it_is_back(visits, product, javascript):
    page = enter(visits, product, javascript)
    settings = f"{product.url}/p/demo/settings"
    page.goto(settings)
    page.locator("details.confirm:has(#danger-form) > summary").click()
    page.locator("[name=confirmation]").fill("demon")
    send(page, "#danger-form")
    expect(page.locator("#danger-form [aria-invalid=true]")).to_be_visible()
    if not javascript:
        expect(page.locator("details.confirm:has(#danger-form)")).to_have_attribute("open", "")
    page.locator("[name=confirmation]").fill("demo")
    send(page, "#danger-form")
    expect(page.get_by_text("The project is archived.")).to_be_visible()
    page.goto(settings)
    assert page.locator("#general-form [name=name]").is_disabled()
    refused = page.context.request.post(
        f"{settings}/general", form={"name": "Renamed", "slug": "demo"}, headers={"Origin": product.url}, max_redirects=0)
    assert refused.status >= 400, "not even by hand"
    assert product.sql("SELECT name FROM projects") == "Demo"

    page.locator("details.confirm:has(#danger-form) > summary").click()
    page.locator("[name=confirmation]").fill("demo")
    send(page, "#danger-form")
    expect(page.get_by_text("The project is back.")).to_be_visible()
    page.goto(settings)
    page.locator("#general-form [name=name]").fill("Demo of demos")
    send(page, "#general-form")
    page.goto(settings)
    expect(page.locator("#general-form [name=name]")).to_have_value("Demo of demos")


@with_and_without_javascript
def test_links_and_contacts_are_kept_in_lines(visits, product, javascript):
    page = enter(visits, product, javascript)
    page.goto(f"{product.url}/p/demo/settings")
    for section, fields, seen in (
        ("links", {"title": "Runbook", "url": "https://wiki.example.com/runbook"}, "Runbook"),
        ("contacts", {"name": "Vera", "role": "on call", "handle": "@vera"}, "Vera"),
    ):
        page.locator(f"#{section} details:has(#{section}-new-form) > summary").click()
        for name, value in fields.items():
            page.locator(f"#{section}-new-form [name={name}]").fill(value)
        send(page, f"#{section}-new-form")
        entry = page.locator(f"#{section} .entry", has_text=seen)
        expect(entry.locator(".entry-name")).to_have_text(seen)
        entry.locator("details > summary").click()
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            entry.locator("[formaction$='/remove']").click()
        expect(page.locator(f"#{section} .entry-name", has_text=seen)).to_have_count(0)


@with_and_without_javascript
def test_link_that_is_no_address_is_refused(visits, product, javascript):
    page = enter(visits, product, javascript)
    page.goto(f"{product.url}/p/demo/settings")
    page.locator("#links details:has(#links-new-form) > summary").click()
    page.locator("#links-new-form").evaluate("form => { form.noValidate = true }")
    page.locator("#links-new-form [name=title]").fill("Trap")
    page.locator("#links-new-form [name=url]").fill("javascript:alert(1)")
    send(page, "#links-new-form")
    expect(page.locator("#links-new-form [name=url]")).to_have_attribute("aria-invalid", "true")
    assert page.locator("a[href^='javascript:']").count() == 0
