"""The settings of a project against the sandbox, and a new instance that is configured by its pages alone."""

import re

from playwright.sync_api import Page, expect

from browser import with_and_without_javascript
from people import create_project, enter, send, submit
from product import Product, eventually
from world import RATE_LIMIT

TOKENS = {"asana": "sandbox-asana-token", "github": "sandbox-github-token"}
# Ids of the sandbox's world.
WORKSPACE, PROJECT = "1200000000000001", "1200000000000002"
FIELDS = {"auto": "1200000000000003", "repository": "1200000000000004", "status": "1200000000000005"}


def enter_token(page: Page, settings: str, system: str) -> None:
    page.goto(settings)
    page.locator(f"#{system}-token-form [name=token]").fill(TOKENS[system])
    send(page, f"#{system}-token-form")


def lead(page: Page, settings: str, path: str) -> None:
    """Follows the link to a list that is read from the outside."""
    page.goto(settings)
    with page.expect_navigation():
        page.locator(f"a[href$='/settings/{path}']").first.click()


def connect_asana(page: Page, settings: str, javascript: bool) -> None:
    enter_token(page, settings, "asana")
    expect(page.locator("#asana .findings")).to_contain_text("Opens the workspaces Acme.")
    expect(page.locator("#asana .secret-note")).to_contain_text("Auto-Flow")

    lead(page, settings, "asana/projects")
    if page.locator("#choose-workspace").count():
        page.locator("#choose-workspace").select_option(WORKSPACE)
        submit(page, "form:has(#choose-workspace)")
    if javascript:
        filter_list(page)
    page.locator(f"[name=project][value='{PROJECT}']").check()
    submit(page, "#choose-form")

    lead(page, settings, "asana/fields")
    for name, value in FIELDS.items():
        page.locator(f"[name={name}][value='{value}']").check()
    submit(page, "#choose-form")
    lead(page, settings, "asana/values")
    page.get_by_label("Yes").check()
    submit(page, "#asana-values-form")


def filter_list(page: Page) -> None:
    """The search box leaves what fits, and what is chosen."""
    group = page.locator(".pick:has([name=project])")
    items, box = group.locator(".pick-item >> visible=true"), group.locator("[data-pick-search]")
    expect(items).to_have_count(1)
    box.fill("nothing is called like this")
    expect(items).to_have_count(0)
    expect(group.locator(".pick-none")).to_be_visible()
    box.fill("")
    expect(items.first).to_be_visible()


def connect_github(page: Page, settings: str) -> str:
    """The webhook's secret, which is shown once."""
    enter_token(page, settings, "github")
    expect(page.locator("#github .secret-note").first).to_contain_text("auto-flow-demo")
    lead(page, settings, "github/repositories")
    for name in ("acme/api", "acme/web"):
        page.locator(f"[name=repository][value='{name}']").check()
    submit(page, "#choose-form")
    page.goto(settings)
    page.locator("#github-repositories [name=default][value='acme/api']").check()
    send(page, "#github-repositories")
    expect(page.get_by_text("The repositories are saved.")).to_be_visible()

    page.locator("[name=agents]").fill("opencode-agent")
    send(page, "#github-rules")
    expect(page.get_by_text("The rules for pull requests are saved.")).to_be_visible()
    send(page, "#github-secret-generate")
    secret = page.locator("#github-webhook .once code").inner_text()
    page.goto(settings)
    assert secret not in page.content(), "it is shown once"
    return secret


def choose_meanings(page: Page, settings: str) -> None:
    lead(page, settings, "status-map")
    for option, meaning in (("Blocked", "blocked"), ("Cancelled", "cancelled")):
        page.get_by_label(re.compile(f"^{option}")).select_option(meaning)
    submit(page, "#status-map-form")
    lead(page, settings, "repository-map")
    for option, repository in (("Api", "acme/api"), ("Web", "acme/web")):
        page.get_by_label(re.compile(f"^{option}")).select_option(repository)
    submit(page, "#repository-map-form")


@with_and_without_javascript
def test_new_instance_is_configured_by_pages_alone(visits, bare_product: Product, javascript):
    """From /init to DEPLOYED: nobody touches a file, a command or the database."""
    product = bare_product
    page = enter(visits, product, javascript)
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    create_project(page, product, "Shop", "shop")
    settings = f"{product.url}/p/shop/settings"
    connect_asana(page, settings, javascript)
    secret = connect_github(page, settings)
    choose_meanings(page, settings)

    page.goto(settings)
    page.locator("#github-webhook details.more:has(dl) > summary").click()
    address = page.locator("#github-webhook dd code").first.inner_text()
    assert address.startswith(f"{product.url}/webhooks/github/")
    product.drive("github-hook", url=address, secret=secret)
    page.goto(f"{product.url}/p/shop/webhooks")
    eventually(lambda: page.reload() and page.locator("main").get_by_text("Active", exact=True).count() == 2, "all webhooks to be there")

    product.drive("ci", delay_ms=0)
    product.drive("agent", delay_ms=0)
    gid = product.add_task(RATE_LIMIT, "Requirements:\n- 100 requests a minute and key", auto="Yes", repository="Api")
    page.goto(f"{product.url}/p/shop")
    eventually(lambda: page.reload() and page.locator(".row-title").count() == 1, "the task to be in the list")
    with page.expect_navigation():
        page.locator(".row-title").click()
    product.drive("pulls/merge", repository="acme/api", number=product.pull_request(gid))
    if not javascript:
        eventually(lambda: page.reload() and page.locator("main .badge[data-status=DEPLOYED]").count(), "the task to be deployed")
    expect(page.locator("main .badge[data-status=DEPLOYED]").first).to_be_visible(timeout=40_000)
    timeline = page.locator("main").inner_text()
    for happened in ("Issue", "merged", "CI"):
        assert happened in timeline, timeline
    assert not any(token in page.content() for token in TOKENS.values())


@with_and_without_javascript
def test_refused_token_is_not_saved(visits, product, javascript):
    page = enter(visits, product, javascript)
    create_project(page, product, "Shop", "shop")
    page.goto(f"{product.url}/p/shop/settings")
    page.locator("#asana-token-form [name=token]").fill("2/1234567890/no-such-token")
    send(page, "#asana-token-form")
    field = page.locator("#asana-token-form [name=token]")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.input_value() == "", "a secret is never sent back"
    assert page.locator("#asana .secret-value").count() == 0


@with_and_without_javascript
def test_list_that_cannot_be_read_says_why_and_pasting_works(visits, product, javascript):
    page = enter(visits, product, javascript)
    create_project(page, product, "Shop", "shop")
    settings = f"{product.url}/p/shop/settings"
    enter_token(page, settings, "asana")
    expect(page.locator("#asana .findings")).to_contain_text("Opens the workspaces Acme.")
    product.drive("faults", kind="error", vendor="asana", status=503, count=1000)
    lead(page, settings, "asana/projects")
    expect(page.locator(".flash[data-tone=attention]")).to_contain_text("The list could not be read from Asana (")

    page.goto(settings)
    page.locator("#asana-projects textarea").fill("neither id nor address")
    send(page, "#asana-projects")
    expect(page.locator("#asana-projects textarea")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#asana-projects textarea")).to_have_value("neither id nor address")
    page.locator("#asana-projects textarea").fill(f"https://app.asana.com/1/{WORKSPACE}/project/{PROJECT}")
    send(page, "#asana-projects")
    expect(page.locator(f"#asana-projects [name=project][value='{PROJECT}']")).to_be_checked()


@with_and_without_javascript
def test_repositories_have_one_default(visits, product, javascript):
    page = enter(visits, product, javascript)
    settings = f"{product.url}/p/demo/settings"
    page.goto(settings)
    default = page.locator("#github-repositories [name=default]:checked")
    expect(default).to_have_value("acme/api")
    page.locator("#github-repositories [name=default][value='acme/web']").check()
    page.locator("#github-repositories textarea").fill("https://github.com/acme/docs")
    send(page, "#github-repositories")
    expect(page.locator("#github-repositories [name=repository]")).to_have_count(3)
    page.goto(settings)
    expect(default).to_have_count(1)
    expect(default).to_have_value("acme/web")


@with_and_without_javascript
def test_token_is_removed_after_a_question(visits, product, javascript):
    page = enter(visits, product, javascript)
    page.goto(f"{product.url}/p/demo/settings")
    page.locator("#asana details.confirm > summary").first.click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(".confirm-body .btn-bad-solid >> visible=true").click()
    expect(page.get_by_text(re.compile("The Asana token is removed"))).to_be_visible()
    expect(page.locator("#asana .secret-value")).to_have_count(0)
