"""What the tests are given: a browser, visits that are closed and kept on failure, and products."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from browser import Visits, launch
from product import FOLDER, Product
from weight import WEIGHTS
from world import World


def pytest_configure(config):
    if hasattr(config, "workerinput"):
        return
    shutil.rmtree(FOLDER / "failures", ignore_errors=True)
    for old in [*FOLDER.glob("*.log"), WEIGHTS]:
        old.unlink(missing_ok=True)


def pytest_terminal_summary(terminalreporter):
    """The heaviest first visits: the limit is one of the checks, this shows how far away it is."""
    if WEIGHTS.exists():
        lines = [line.split("\t") for line in WEIGHTS.read_text().splitlines()]
        terminalreporter.section("heaviest first visits")
        for name, size, requests in sorted(lines, key=lambda line: -int(line[1]))[:5]:
            terminalreporter.line(f"{int(size):7} bytes  {requests:>3} requests  {name}")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visits(chromium, request):
    visits = Visits(chromium)
    request.node.visits = visits
    yield visits
    visits.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure keeps what the browser showed."""
    report = (yield).get_result()
    visits = getattr(item, "visits", None)
    if report.when == "call" and report.failed and visits:
        try:
            kept = [str(path) for path in visits.keep(item.name)]
        except Exception as error:  # The browser itself may be what failed.
            kept = [f"nothing could be kept: {error}"]
        report.sections.append(("what the browser showed", "\n".join(kept)))


@pytest.fixture(scope="session")
def world(chromium, unclaimed, development):
    """Shared by the tests that only look."""
    visits = Visits(chromium)
    with Product("world") as product:
        world = World(product, {"unclaimed": unclaimed, "development": development}, visits)
        world.prepare()
        visits.close()
        yield world


@pytest.fixture(scope="session")
def unclaimed():
    """A product nobody has set up yet; shared by the tests that leave it so."""
    with Product("unclaimed") as product:
        yield product


@pytest.fixture(scope="session")
def development():
    """A product as developers run it."""
    with Product("development", AUTOFLOW_ENV="development") as product:
        yield product


@pytest.fixture
def product(request):
    """A product of this test's own, with the demo project and without people."""
    with Product("own") as product:
        yield product


@pytest.fixture
def bare_product():
    """A product of this test's own that has nothing yet: neither a project nor people."""
    with Product("bare", with_project=False) as product:
        yield product
