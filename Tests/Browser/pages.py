"""Every page, in every state worth a look. One line here brings a page under all checks and into docs/screens."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

import second_factor
from people import PASSWORD, enter_password, open_account_menu, open_form, send, submit

# Those of the user whose second factor is on; each works once.
RECOVERY_CODES: list[str] = []


@dataclass(frozen=True)
class Screen:
    """`name` names its picture; `pattern` is its path with names of the world; `visitor` is who looks, None is anybody."""

    name: str
    pattern: str
    visitor: str | None
    route: str
    """The route as `autoflow routes` prints it: together these have to be all of them."""
    prepare: Callable[[Page], None] | None = None
    """What is done after the page was loaded."""
    status: int = 200
    exempt: str = ""
    """A rule of axe that cannot hold: the style page shows every part twice, in both themes."""
    product: str = "world"
    """`world` has something on every page, `unclaimed` was never set up, `development` shows what only developers see."""


def wrong_password(page: Page) -> None:
    enter_password(page, "marina", "not her password")


def right_password(page: Page) -> None:
    """Of somebody who then needs a code."""
    enter_password(page, "olga", PASSWORD)


def wrong_code_after_password(page: Page) -> None:
    right_password(page)
    second_factor.enter_code(page, "000000")


def wrong_first_code(page: Page) -> None:
    page.locator("#confirm-form [name=code]").fill("000000")
    submit(page, "#confirm-form")


def make_recovery_codes(page: Page) -> None:
    second_factor.replace_codes(page, RECOVERY_CODES)


def passwords_differ(page: Page) -> None:
    page.locator("[name=token]").fill("0" * 32)
    page.locator("[name=username]").fill("marina")
    page.locator("[name=password]").fill("correct horse battery staple")
    page.locator("[name=password_confirmation]").fill("correct horse battery stapler")
    submit(page, "form:has([name=token])")


def reserved_address(page: Page) -> None:
    page.locator("[name=name]").fill("New")
    page.locator("[name=slug]").fill("new")
    page.locator("#new-project button").click()
    page.locator("#new-project [aria-invalid=true]").wait_for()


def open_confirmation(page: Page) -> None:
    page.locator("details.confirm > summary").first.click()


def nonsense_for_projects(page: Page) -> None:
    page.locator("#asana-projects textarea").fill("the board of the platform team")
    send(page, "#asana-projects")
    page.locator("#asana-projects [aria-invalid=true]").wait_for()


def open_archiving(page: Page) -> None:
    page.locator("details.confirm:has(#danger-form) > summary").click()


def add_link(page: Page) -> None:
    page.locator("#links details.more > summary").last.click()


def save_an_old_version(page: Page) -> None:
    """As if somebody else had saved since the page was opened."""
    page.locator("[name=version]").evaluate("field => { field.value = '1' }")
    page.locator("[name=body]").fill("My own text\n\n- of another kind\n")
    submit(page, "form:has([name=body])")


SCREENS = [
    Screen("init", "/init", None, "/init", product="unclaimed"),
    Screen("init-refused", "/init", None, "/init", passwords_differ, product="unclaimed"),
    Screen("login", "/login", None, "/login"),
    Screen("login-refused", "/login", None, "/login", wrong_password),
    Screen("login-code", "/login", None, "/login/code", right_password),
    Screen("login-code-refused", "/login", None, "/login/code", wrong_code_after_password),
    Screen("account", "/account", "admin", "/account"),
    Screen("two-factor-off", "/account/two-factor", "admin", "/account/two-factor"),
    Screen("two-factor-begun", "/account/two-factor", "beginner", "/account/two-factor"),
    Screen("two-factor-refused", "/account/two-factor", "beginner", "/account/two-factor", wrong_first_code),
    Screen("two-factor-on", "/account/two-factor", "protected", "/account/two-factor"),
    Screen("two-factor-codes", "/account/two-factor", "protected", "/account/two-factor", make_recovery_codes),
    Screen("two-factor-owed", "/account/two-factor", "owing", "/account/two-factor", product="development"),
    Screen("projects", "/app", "admin", "/app"),
    Screen("projects-none-found", "/app?q=nothing-like-it", "admin", "/app"),
    Screen("projects-archived", "/app?archived=1", "admin", "/app"),
    Screen("project-new", "/app/new", "admin", "/app/new"),
    Screen("project-new-refused", "/app/new", "admin", "/app/new", reserved_address),
    Screen("account-menu", "/app?archived=1", "admin", "/app", open_account_menu),
    Screen("tasks", "/p/{slug}", "admin", "/p/:slug"),
    Screen("tasks-none-yet", "/p/billing", "admin", "/p/:slug"),
    Screen("tasks-archived", "/p/legacy", "admin", "/p/:slug"),
    Screen("tasks-filtered-empty", "/p/{slug}?status=BLOCKED", "admin", "/p/:slug"),
    Screen("task-deployed", "/p/{slug}/t/{deployed}", "admin", "/p/:slug/t/:id"),
    Screen("task-failed", "/p/{slug}/t/{failed}", "admin", "/p/:slug/t/:id"),
    Screen("task-waiting", "/p/{slug}/t/{waiting}", "admin", "/p/:slug/t/:id"),
    Screen("task-needs-repository", "/p/{slug}/t/{undecided}", "admin", "/p/:slug/t/:id"),
    Screen("task-form", "/p/{slug}/t/{failed}", "admin", "/p/:slug/t/:id", lambda page: open_form(page, "pull_request")),
    Screen("webhooks", "/p/{slug}/webhooks", "admin", "/p/:slug/webhooks"),
    Screen("settings", "/p/{slug}/settings", "admin", "/p/:slug/settings"),
    Screen("settings-refused", "/p/{slug}/settings", "admin", "/p/:slug/settings", nonsense_for_projects),
    Screen("settings-link", "/p/{slug}/settings", "admin", "/p/:slug/settings", add_link),
    Screen("settings-archive", "/p/{slug}/settings", "admin", "/p/:slug/settings", open_archiving),
    Screen("settings-archived", "/p/legacy/settings", "admin", "/p/:slug/settings"),
    Screen("settings-failing", "/p/billing/settings", "admin", "/p/:slug/settings"),
    Screen("settings-forbidden", "/p/{slug}/settings", "viewer", "/p/:slug/settings", status=403),
    Screen("knowledge", "/p/{slug}/knowledge", "admin", "/p/:slug/knowledge"),
    Screen("knowledge-note", "/p/{slug}/knowledge/{note}", "admin", "/p/:slug/knowledge/:note"),
    Screen("knowledge-context", "/p/{slug}/knowledge/{context}", "admin", "/p/:slug/knowledge/:note"),
    Screen("knowledge-new", "/p/{slug}/knowledge/new", "admin", "/p/:slug/knowledge/new"),
    Screen("knowledge-edit", "/p/{slug}/knowledge/{note}/edit", "admin", "/p/:slug/knowledge/:note/edit"),
    Screen("knowledge-conflict", "/p/{slug}/knowledge/{note}/edit", "admin", "/p/:slug/knowledge/:note/edit", save_an_old_version),
    Screen("knowledge-versions", "/p/{slug}/knowledge/{note}/versions", "admin", "/p/:slug/knowledge/:note/versions"),
    Screen("knowledge-version", "/p/{slug}/knowledge/{note}/versions/1", "admin", "/p/:slug/knowledge/:note/versions/:version"),
    Screen("knowledge-compare", "/p/{slug}/knowledge/{note}/compare?from=1&to=2", "admin", "/p/:slug/knowledge/:note/compare"),
    Screen("settings-asana-projects", "/p/{slug}/settings/asana/projects", "admin", "/p/:slug/settings/asana/projects"),
    Screen("settings-asana-fields", "/p/{slug}/settings/asana/fields", "admin", "/p/:slug/settings/asana/fields"),
    Screen("settings-asana-values", "/p/{slug}/settings/asana/values", "admin", "/p/:slug/settings/asana/values"),
    Screen("settings-github-repositories", "/p/{slug}/settings/github/repositories", "admin", "/p/:slug/settings/github/repositories"),
    Screen("settings-repository-map", "/p/{slug}/settings/repository-map", "admin", "/p/:slug/settings/repository-map"),
    Screen("settings-status-map", "/p/{slug}/settings/status-map", "admin", "/p/:slug/settings/status-map"),
    Screen("members", "/p/{slug}/members", "admin", "/p/:slug/members"),
    Screen("members-as-viewer", "/p/{slug}/members", "viewer", "/p/:slug/members"),
    Screen("members-remove", "/p/{slug}/members", "admin", "/p/:slug/members", open_confirmation),
    Screen("invite", "/invite/{invite}", None, "/invite/:token"),
    Screen("invite-for-somebody-signed-in", "/invite/{invite}", "viewer", "/invite/:token"),
    Screen("invite-useless", "/invite/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", None, "/invite/:token", status=410),
    Screen("audit", "/p/{slug}/audit", "admin", "/p/:slug/audit"),
    Screen("admin-users", "/admin", "admin", "/admin"),
    Screen("admin-user", "/admin/users/{user}", "admin", "/admin/users/:id"),
    Screen("admin-projects", "/admin/projects", "admin", "/admin/projects"),
    Screen("admin-settings", "/admin/settings", "admin", "/admin/settings"),
    Screen("admin-audit", "/admin/audit", "admin", "/admin/audit"),
    Screen("api", "/p/{slug}/api", "admin", "/p/:slug/api"),
    Screen("search", "/search?q=demo", "admin", "/search"),
    Screen("search-none-found", "/search?q=nothing-like-it", "admin", "/search"),
    Screen("search-in-project", "/p/{slug}/search?q=export", "admin", "/p/:slug/search"),
    Screen("styleguide", "/styleguide", None, "/styleguide", product="development", exempt="landmark-unique"),
    Screen("not-found", "/nothing/here", None, "", status=404),
    Screen("not-found-signed-in", "/p/{slug}/t/999999", "admin", "", status=404),
]

# Routes of GET that are no page of their own.
NO_PAGE = {
    "/": "a redirect",
    "/livez": "for machines",
    "/readyz": "for machines",
    "/assets/:digest/*path": "files",
    "/favicon.svg": "a file",
    "/p/:slug/live": "a stream",
    "/app/new/slug": "a piece of a page",
}
