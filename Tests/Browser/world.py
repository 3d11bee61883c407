"""A product with something on every page: one task in each state that a person meets, one user in each role."""

from playwright.sync_api import Page

from browser import Visits
from pages import Screen
from people import make_first_admin, submit
from people import accept, invite, make_first_admin
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
            return visits.open(**options), other.url + screen.pattern
        return visits.open(state=self.states[screen.visitor], **options), self.path(screen.pattern)

    def prepare(self) -> None:
        self.prepare_people()
        self.prepare_notes()
        self.prepare_tasks()

    def prepare_people(self) -> None:
        page = self.visits.open()
        make_first_admin(page, self.product)
        self.states["admin"] = page.context.storage_state()
        for username, role in (("pavel", "editor"), ("anna", "viewer")):
            guest = self.visits.open()
            accept(guest, invite(page, self.product, role, f"{username} from the platform team"), username)
            self.states[role] = guest.context.storage_state()
        # They joined in English; from here on the browser decides.
        self.product.sql("UPDATE users SET language = NULL")
        self.names["user"] = self.product.sql("SELECT id FROM users WHERE username = 'anna'")
        self.names["invite"] = invite(page, self.product, "viewer", "Whoever comes next").rsplit("/", 1)[1]

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
