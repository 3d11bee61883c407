"""Invitations, members and their roles, and what an admin of the instance may do with an account."""

import pytest
from playwright.sync_api import expect

from browser import signed_in, with_and_without_javascript
from people import ADMIN, accept, confirm, enter, invite, send, sign_in, submit


@with_and_without_javascript
def test_invitation_makes_one_member(visits, product, javascript):
    admin = enter(visits, product, javascript)
    link = invite(admin, product, "editor", "Pavel from the platform team")
    guest = visits.open(javascript=javascript)
    accept(guest, link, "pavel")
    assert guest.url == f"{product.url}/p/demo", "whoever joins is in the project"
    assert signed_in(guest)

    second = visits.open(javascript=javascript)
    second.goto(link)
    assert second.locator("[name=username]").count() == 0, "the link works once"
    admin.goto(f"{product.url}/p/demo/members")
    expect(admin.locator("tr", has_text="pavel").locator("select[name=role]")).to_have_value("editor")


@with_and_without_javascript
def test_revoked_invitation_is_worth_nothing(visits, product, javascript):
    admin = enter(visits, product, javascript)
    link = invite(admin, product, "viewer", "by mistake")
    admin.goto(f"{product.url}/p/demo/members")
    submit(admin, "form[action$='/revoke']")
    guest = visits.open(javascript=javascript)
    guest.goto(link)
    assert guest.locator("[name=username]").count() == 0
    assert guest.locator("h1").inner_text() == "This invitation does not work"


@with_and_without_javascript
def test_roles_decide_what_a_page_offers(visits, product, javascript):
    admin = enter(visits, product, javascript)
    task = product.await_status(product.add_task("Anything", auto="Yes"), "NEEDS_REPO")
    guest = visits.open(javascript=javascript)
    accept(guest, invite(admin, product, "viewer", "Anna"), "anna")

    guest.goto(f"{product.url}/p/demo/t/{task}")
    assert guest.locator("main form").count() == 0, "a viewer changes nothing"
    assert guest.goto(f"{product.url}/p/demo/settings").status == 403
    assert guest.locator("h1").count() == 1

    admin.goto(f"{product.url}/p/demo/members")
    admin.locator("tr", has_text="anna").locator("select[name=role]").select_option("editor")
    send(admin, "tr:has-text('anna') form[action$='/role']")
    guest.goto(f"{product.url}/p/demo/t/{task}")
    assert guest.locator("main form[action$='/retry']").count() == 1, "an editor does"
    assert guest.goto(f"{product.url}/p/demo/settings").status == 403


@with_and_without_javascript
def test_removed_member_is_out_at_once(visits, product, javascript):
    admin = enter(visits, product, javascript)
    guest = visits.open(javascript=javascript)
    accept(guest, invite(admin, product, "viewer", "Anna"), "anna")
    admin.goto(f"{product.url}/p/demo/members")
    confirm(admin, "tr:has-text('anna')")
    assert admin.locator("section:has(#people) tr", has_text="anna").count() == 0
    assert guest.goto(f"{product.url}/p/demo").status == 404, "to others the project does not exist"


def test_last_admin_stays(visits, product):
    admin = enter(visits, product)
    guest = visits.open()
    accept(guest, invite(admin, product, "admin", "Pavel"), "pavel")
    guest.goto(f"{product.url}/p/demo/members")
    row = guest.locator("tr", has_text="pavel")
    row.locator("select[name=role]").select_option("viewer")
    send(guest, "tr:has-text('pavel') form[action$='/role']")
    expect(row.locator(".field-error")).to_be_visible()
    guest.reload()
    expect(row.locator("select[name=role]")).to_have_value("admin")


@with_and_without_javascript
def test_disabled_account_ends_its_sessions(visits, product, javascript):
    admin = enter(visits, product, javascript)
    guest = visits.open(javascript=javascript)
    accept(guest, invite(admin, product, "viewer", "Anna"), "anna")
    admin.goto(f"{product.url}/admin")
    admin.get_by_role("link", name="anna").click()
    with admin.expect_navigation():
        admin.locator("details.confirm:has([name=disabled]) > summary").click()
        admin.locator("[name=disabled][value='1'] >> visible=true").click()
    guest.goto(f"{product.url}/app")
    assert "/login" in guest.url
    sign_in(guest, product, username="anna")
    assert not signed_in(guest)

    with admin.expect_navigation():
        admin.locator("[name=disabled][value='0']").click()
    sign_in(guest, product, username="anna")
    assert signed_in(guest)


def test_everything_about_people_is_in_the_audit(visits, product):
    admin = enter(visits, product)
    guest = visits.open()
    link = invite(admin, product, "viewer", "Anna")
    accept(guest, link, "anna")
    admin.goto(f"{product.url}/p/demo/audit")
    text = admin.locator("main").inner_text()
    assert ADMIN in text and "anna" in text and "127.0.0.1" in text
    assert link.rsplit("/", 1)[1] not in admin.content(), "the secret of the link is nowhere"


@pytest.mark.parametrize("path", ["/admin", "/admin/projects", "/admin/settings", "/admin/audit"])
def test_pages_of_the_instance_are_for_its_admins(visits, world, path):
    page = visits.open(state=world.states["viewer"])
    assert page.goto(world.path(path)).status in (403, 404)
