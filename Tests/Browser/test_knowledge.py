"""Notes: writing with a preview, versions, and text that must stay text."""

from playwright.sync_api import expect

from browser import with_and_without_javascript
from people import enter, submit

HARMFUL = """# Runbook

<script>window.harmed = true</script> <img src=x onerror="window.harmed = true">

[click](javascript:window.harmed=true) and **bold**
"""


def fill_new_note(page, product, title: str, body: str) -> None:
    page.goto(f"{product.url}/p/demo/knowledge/new")
    page.locator("[name=title]").fill(title)
    page.locator("[name=body]").fill(body)


@with_and_without_javascript
def test_note_is_written_compared_and_brought_back(visits, product, javascript):
    page = enter(visits, product, javascript)
    fill_new_note(page, product, "Runbook", "Call *Vera* first.\n")
    if not javascript:
        with page.expect_navigation():
            page.locator("[name=preview]").click()
    expect(page.locator("#note-preview em")).to_have_text("Vera")
    assert page.locator("[name=body]").input_value().strip() == "Call *Vera* first."
    assert product.sql("SELECT count(*) FROM project_notes WHERE title = 'Runbook'") == "0", "a preview saves nothing"
    submit(page, "#note-form")
    expect(page.locator("h1")).to_have_text("Runbook")
    expect(page.locator("article em")).to_have_text("Vera")
    note = page.url

    page.goto(f"{note}/edit")
    page.locator("[name=body]").fill("Call *Boris* first.\n")
    submit(page, "#note-form")
    page.goto(f"{note}/versions")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("[name='from'][value='1']").check()
    page.locator("[name=to][value='2']").check()
    submit(page, "form:has([name=to])")
    expect(page.locator(".diff-line[data-kind=removed]")).to_contain_text("Vera")
    expect(page.locator(".diff-line[data-kind=added]")).to_contain_text("Boris")

    page.goto(f"{note}/versions/1")
    submit(page, "form:has([name=version])")
    page.goto(note)
    expect(page.locator("article em")).to_have_text("Vera")
    page.goto(f"{note}/versions")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_html_of_a_note_does_not_run(visits, product):
    page = enter(visits, product)
    fill_new_note(page, product, "<b>Runbook</b>", HARMFUL)
    expect(page.locator("#note-preview strong")).to_have_text("bold")
    assert page.evaluate("window.harmed") is None, "not in the preview"
    submit(page, "#note-form")
    expect(page.locator("article strong")).to_have_text("bold")
    expect(page.locator("h1")).to_have_text("<b>Runbook</b>")
    assert page.evaluate("window.harmed") is None
    assert page.locator("article :is(script, img, a[href^='javascript:'])").count() == 0


@with_and_without_javascript
def test_two_who_write_at_once_lose_nothing(visits, product, javascript):
    page = enter(visits, product, javascript)
    fill_new_note(page, product, "Runbook", "One\n")
    submit(page, "#note-form")
    note = page.url
    other = visits.open(state=page.context.storage_state(), javascript=javascript)
    for who in (page, other):
        who.goto(f"{note}/edit")
    other.locator("[name=body]").fill("One\nof hers\n")
    submit(other, "#note-form")
    page.locator("[name=body]").fill("One\nof mine\n")
    submit(page, "#note-form")
    expect(page.get_by_role("alert")).to_be_visible()
    assert "of mine" in page.locator("[name=body]").input_value(), "my text is still here"
    expect(page.locator(".diff")).to_contain_text("of hers")
    submit(page, "#note-form")
    expect(page.locator("article")).to_contain_text("of mine")
    page.goto(f"{note}/versions")
    expect(page.locator("tbody tr")).to_have_count(3)
