"""The list of tasks and a task's page: filters, live updates, actions."""

import re

from playwright.sync_api import expect

from browser import with_and_without_javascript
from people import enter, open_form, submit
from product import eventually
from world import RATE_LIMIT, SORTING


@with_and_without_javascript
def test_list_shows_every_task_and_filters_by_status(visits, world, javascript):
    page = visits.open(javascript=javascript, state=world.states["admin"])
    page.goto(world.path("/p/{slug}"))
    assert page.locator(".row-title").count() == 6
    page.locator("a.chip", has=page.locator("[data-status=NEEDS_REPO]")).click()
    expect(page.locator(".row-title")).to_have_text([SORTING])
    assert "status=NEEDS_REPO" in page.url
    page.locator(".row-title").click()
    expect(page.locator("h1")).to_have_text(SORTING)


def test_new_task_appears_without_reload(visits, product):
    page = enter(visits, product)
    page.goto(f"{product.url}/p/demo")
    page.evaluate("window.sameDocument = true")
    assert page.locator(".row-title").count() == 0
    product.drive("agent", delay_ms=0)
    gid = product.add_task(RATE_LIMIT, auto="Yes", repository="Api")
    expect(page.locator(".row-title")).to_have_text([RATE_LIMIT], timeout=40_000)
    product.pull_request(gid)
    expect(page.locator(".badge[data-status=PR_CREATED]")).to_be_visible()
    page.locator(".row-title").focus()

    other = visits.open(state=page.context.storage_state())
    other.goto(f"{product.url}/p/demo/t/{product.task(gid)[0]}")
    other.evaluate("window.sameDocument = true")
    product.drive("pulls/merge", repository="acme/api", number=product.pull_request(gid))
    for watching in (page, other):
        expect(watching.locator("[data-status=DEPLOYED]").first).to_be_visible(timeout=40_000)
        assert watching.evaluate("window.sameDocument"), "the page was not loaded again"
    assert page.evaluate("document.activeElement.className") == "row-title", "the focus stayed where it was"


@with_and_without_javascript
def test_actions_of_a_task(visits, product, javascript):
    page = enter(visits, product, javascript)
    product.drive("agent", on=False)
    gid = product.add_task(SORTING, auto="Yes")
    task = product.await_status(gid, "NEEDS_REPO")
    page.goto(f"{product.url}/p/demo/t/{task}")

    page.locator("main select[name=repository]").first.select_option("acme/web")
    submit(page, "main form:has(select[name=repository])")
    assert flash(page)
    eventually(lambda: product.task(gid)[1] == "ISSUE_CREATED", "an issue in acme/web")
    assert product.sql(f"SELECT issue_url FROM tasks WHERE id = {task}").count("acme/web") == 1

    page.reload()
    open_form(page, "note")
    page.locator("[name=note]").fill("Checked by hand: <b>100</b> a minute.")
    submit(page, "form:has([name=note])")
    assert flash(page)
    expect(page.get_by_text("Checked by hand: <b>100</b> a minute.")).to_be_visible()

    pull = product.drive("pulls", repository="acme/web", title="By hand", body="no keyword")["number"]
    open_form(page, "pull_request")
    page.locator("[name=pull_request]").fill(str(pull))
    submit(page, "form:has([name=pull_request])")
    assert flash(page)
    eventually(lambda: product.task(gid)[1] == "PR_CREATED", "the pull request to be linked")

    for label in ("Retry pipeline", "Re-sync from Asana"):
        with page.expect_navigation():
            page.get_by_role("button", name=label).click()
        assert flash(page), label


def test_failed_action_says_what_to_do(visits, world):
    page = visits.open(state=world.states["admin"])
    page.goto(world.path("/p/{slug}/t/{undecided}"))
    open_form(page, "pull_request")
    page.locator("[name=pull_request]").fill("no number")
    submit(page, "form:has([name=pull_request])")
    assert page.get_by_role("alert").inner_text() == "The task has no issue yet, so no pull request can belong to it."


def flash(page) -> bool:
    """The page says what was done."""
    return page.locator("[role=status]").get_by_text(re.compile(".+")).first.is_visible()
