"""A product with something on every page: one task in each state that a person meets, one user in each role."""

from playwright.sync_api import Page

import second_factor
from browser import Visits
from pages import RECOVERY_CODES, Screen
from people import accept, create_project, invite, make_first_admin, submit
from product import Product

RATE_LIMIT = "Rate limit on export endpoint"
SORTING = "Исправить сортировку на доске задач"
NOTE = """# How it runs

The service has **three** parts: `api`, `web` and a *worker*. See https://example.com/handbook.

## Start it

1. Install the packages
2. `make run`

```swift
let answer = try await client.send(request, limits: .init(timeout: .seconds(30), size: 65_536, redirects: 3), on: loop)
```

| Environment | Address | Who may deploy | Notes about this environment |
|---|---|:-:|---|
| staging | https://staging.example.com | everybody | deployed from `main` on every merge |
| production | https://example.com | admins | by hand, on Tuesdays |

- [x] runbook
- [ ] on-call list
"""

# Beside the first admin: who they are, what they may, and which screens they look at.
PEOPLE = [("pavel", "editor", "editor"), ("anna", "viewer", "viewer"), ("olga", "viewer", "protected"), ("boris", "editor", "beginner")]


class World:
    """`states` are the cookies of each kind of visitor; `names` fill the patterns of the page list.

    `others` are the products beside it, by the names screens use.
    """

    def __init__(self, product: Product, others: dict[str, Product], visits: Visits):
        self.product = product
        self.others = others
        self.visits = visits
        self.states: dict[str | None, dict | None] = {None: None}
        self.names = {"slug": "demo"}

    def path(self, pattern: str) -> str:
        return self.product.url + pattern.format(**self.names)

    def visit(self, visits: Visits, screen: Screen, **options) -> tuple[Page, str]:
        """A fresh browser of the screen's visitor, and the address to go to."""
        if other := self.others.get(screen.product):
            return visits.open(state=self.states[screen.visitor], **options), other.url + screen.pattern
        return visits.open(state=self.states[screen.visitor], **options), self.path(screen.pattern)

    def prepare(self) -> None:
        self.prepare_people()
        self.prepare_second_factors()
        self.prepare_projects()
        self.prepare_notes()
        self.prepare_tasks()

    def prepare_people(self) -> None:
        page = self.visits.open()
        make_first_admin(page, self.product)
        self.states["admin"] = page.context.storage_state()
        for username, role, kind in PEOPLE:
            guest = self.visits.open()
            accept(guest, invite(page, self.product, role, f"{username} from the platform team"), username)
            self.states[kind] = guest.context.storage_state()
        # They joined in English; from here on the browser decides.
        self.product.sql("UPDATE users SET language = NULL")
        self.names["user"] = self.product.sql("SELECT id FROM users WHERE username = 'anna'")
        self.names["invite"] = invite(page, self.product, "viewer", "Whoever comes next").rsplit("/", 1)[1]

    def prepare_second_factors(self) -> None:
        """Olga's is on, Boris's waits for its first code, and in the product beside it the admin owes one."""
        page = self.visits.open(state=self.states["protected"])
        _, RECOVERY_CODES[:] = second_factor.turn_on(page, self.product)
        # Turning it on ended the session that was kept.
        self.states["protected"] = page.context.storage_state()
        second_factor.begin(self.visits.open(state=self.states["beginner"]), self.product)

        development = self.others["development"]
        page = self.visits.open()
        make_first_admin(page, development)
        page.goto(f"{development.url}/admin/settings")
        page.locator("[name=two_factor]").check()
        submit(page, "form:has([name=two_factor])")
        self.states["owing"] = page.context.storage_state()

    def prepare_projects(self) -> None:
        """One in the archive, and one whose token Asana does not accept any more."""
        page = self.visits.open(state=self.states["admin"], javascript=False)
        create_project(page, self.product, "Legacy importer", "legacy")
        page.goto(self.path("/p/legacy/settings"))
        page.locator("details.confirm:has(#danger-form) > summary").click()
        page.locator("#danger-form [name=confirmation]").fill("legacy")
        submit(page, "#danger-form")
        create_project(page, self.product, "Billing", "billing")
        page.goto(self.path("/p/billing/settings"))
        page.locator("#asana-token-form [name=token]").fill("sandbox-asana-token")
        submit(page, "#asana-token-form")
        self.product.sql("""UPDATE integration_checks SET failing_since = now(), failure = 'unauthorised'
            WHERE project_id = (SELECT id FROM projects WHERE slug = 'billing')""")

    def prepare_notes(self) -> None:
        page = self.visits.open(state=self.states["admin"])
        page.goto(self.path("/p/{slug}/knowledge"))
        self.names["context"] = page.locator("a.row-title").first.get_attribute("href").split("/")[-1]
        page.goto(self.path("/p/{slug}/knowledge/new"))
        page.locator("[name=title]").fill("How it runs, and whom to ask")
        page.locator("[name=body]").fill(NOTE)
        submit(page, "form:has([name=body])")
        self.names["note"] = page.url.split("/")[-1]
        page.goto(self.path("/p/{slug}/knowledge/{note}/edit"))
        page.locator("[name=body]").fill(NOTE.replace("three", "four"))
        submit(page, "form:has([name=body])")

    def prepare_tasks(self) -> None:
        product = self.product
        product.drive("agent", delay_ms=0)
        product.drive("ci", delay_ms=0)
        deployed = product.add_task("Export the board as CSV", "Requirements:\n- a button on the board", auto="Yes", repository="Api")
        product.drive("pulls/merge", repository="acme/api", number=product.pull_request(deployed))
        self.names["deployed"] = product.await_status(deployed, "DEPLOYED")

        product.drive("ci", conclusion="failure")
        failed = product.add_task("Webhook retries ignore Retry-After", auto="Yes", repository="Api")
        product.drive("pulls/merge", repository="acme/api", number=product.pull_request(failed))
        self.names["failed"] = product.await_status(failed, "FAILED")

        product.drive("ci", conclusion="success", hold=True)
        waiting = product.add_task(RATE_LIMIT, "Requirements:\n- 100 requests a minute and key", auto="Yes", repository="Api")
        product.drive("pulls/merge", repository="acme/api", number=product.pull_request(waiting))
        self.names["waiting"] = product.await_status(waiting, "WAITING_CI")

        opened = product.add_task("Добавить поиск по комментариям", auto="Yes", repository="Web")
        product.await_status(opened, "PR_CREATED")
        product.drive("agent", on=False)
        started = product.add_task("Show who changed a setting", auto="Yes", repository="Web")
        product.await_status(started, "ISSUE_CREATED")
        undecided = product.add_task(SORTING, auto="Yes")
        self.names["undecided"] = product.await_status(undecided, "NEEDS_REPO")
        # Nothing may move while somebody looks at the pages.
        product.settle()
