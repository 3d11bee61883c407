"""By keyboard alone: the palette, keys for places, dialogs; and what the copy buttons copy."""

from playwright.sync_api import expect

from browser import PHONE
from world import RATE_LIMIT


def opened(visits, world, path: str, **options):
    page = visits.open(state=world.states["admin"], **options)
    page.goto(world.path(path))
    return page


def test_palette_finds_a_task_by_keyboard_alone(visits, world):
    page = opened(visits, world, "/p/{slug}")
    page.keyboard.press("Control+KeyK")
    box = page.locator("#palette [role=combobox]")
    expect(box).to_be_focused()
    page.keyboard.type("rate limit")
    chosen = page.locator("#palette [role=option][aria-selected=true]")
    expect(chosen).to_contain_text(RATE_LIMIT)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id"), "a screen reader hears which one is meant"
    expect(box).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(RATE_LIMIT)


def test_arrows_move_and_escape_gives_the_focus_back(visits, world):
    page = opened(visits, world, "/p/{slug}")
    row = page.locator(".row-title").first
    row.focus()
    page.keyboard.press("/")
    options = page.locator("#palette [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(row).to_be_focused()


def test_search_is_a_page_without_javascript(visits, world):
    page = opened(visits, world, "/p/{slug}", javascript=False)
    with page.expect_navigation():
        page.locator(".top-search").click()
    page.locator("#q").fill("rate limit")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator(".found-item", has_text=RATE_LIMIT).click()
    expect(page.locator("h1")).to_have_text(RATE_LIMIT)


def test_two_keys_lead_to_a_place(visits, world):
    page = opened(visits, world, "/p/{slug}")
    letter = page.locator(".rail-list a[href$='/knowledge']").get_attribute("data-letter")
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press(letter)
    assert page.url == world.path("/p/{slug}/knowledge")


def test_letters_typed_into_a_field_are_no_command(visits, world):
    page = opened(visits, world, "/p/{slug}/knowledge/new")
    page.locator("[name=title]").focus()
    page.keyboard.type("g/?t")
    assert page.locator("[name=title]").input_value() == "g/?t"
    assert page.url == world.path("/p/{slug}/knowledge/new")
    assert page.locator("dialog[open]").count() == 0


def test_question_mark_lists_the_keys(visits, world):
    page = opened(visits, world, "/p/{slug}")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_question_keeps_the_focus_inside_until_it_is_answered(visits, world):
    page = opened(visits, world, "/p/{slug}/knowledge/{note}")
    opener = page.locator("details.confirm > summary")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog:modal")
    expect(dialog).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog:modal')")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    # A click beside it means no as well.
    opener.click()
    expect(dialog).to_be_visible()
    page.mouse.click(5, 5)
    expect(dialog).to_have_count(0)


def test_copy_button_copies_what_stands_beside_it(visits, world):
    page = opened(visits, world, "/p/{slug}/webhooks", permissions=["clipboard-read", "clipboard-write"])
    for row in page.locator("dl.kv > div").all()[:2]:
        row.locator("[data-copy]").click()
        expect(row.locator("[data-copied]")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == row.locator("code").inner_text()


def test_sheet_of_a_phone_opens_and_closes(visits, world):
    page = opened(visits, world, "/p/{slug}", size=PHONE)
    page.locator(".sheet > summary").click()
    expect(page.locator(".sheet .menu-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".sheet .menu-panel")).to_be_hidden()
