"""Chromium and its visits: one context is one person at one machine. Everything the browser complains about is kept."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request

from product import FOLDER

# Milliseconds for one step of a page; a test that waits longer has found something.
STEP_LIMIT = 15_000
# Violations of the content security policy, as the page itself is told about them.
WATCH_POLICY = """
  window.policyViolations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
WIDE, PHONE = (1280, 900), (375, 812)


# Everything that matters works with forms and links alone.
with_and_without_javascript = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=os.environ["AUTOFLOW_CHROMIUM"], headless=True, timeout=60_000,
        args=["--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--font-render-hinting=none"],
    )


class Visits:
    """The contexts of one test, closed with it."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.complaints: dict[Page, list[str]] = {}

    def open(self, size=WIDE, javascript: bool = True, language: str = "en-GB", theme: str = "light", state=None, **options) -> Page:
        """A page of a new person; `state` are the cookies of somebody who has signed in before."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript, locale=language, color_scheme=theme,
            reduced_motion="reduce", timezone_id="Europe/Berlin", storage_state=state, **options,
        )
        context.set_default_timeout(STEP_LIMIT)
        context.add_init_script(WATCH_POLICY)
        self.contexts.append(context)
        page = context.new_page()
        self.watch(page)
        return page

    def watch(self, page: Page) -> None:
        heard = self.complaints[page] = []
        page.on("console", lambda message: heard.append(f"console: {message.text}") if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: heard.append(f"script: {error}"))
        page.on("requestfailed", lambda request: heard.append(f"failed: {request.url}") if not is_given_up(request) else None)

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def keep(self, name: str) -> list[Path]:
        """Picture and HTML of every page that is open, for whoever looks into a failure."""
        folder = FOLDER / "failures"
        folder.mkdir(parents=True, exist_ok=True)
        kept = []
        for number, page in enumerate(page for context in self.contexts for page in context.pages):
            path = folder / (re.sub(r"[^\w.-]+", "-", name).strip("-") + (f"-{number}" if number else ""))
            path.with_suffix(".html").write_text(f"<!-- {page.url} -->\n{page.content()}")
            page.screenshot(path=path.with_suffix(".png"), full_page=True)
            kept += [path.with_suffix(".png"), path.with_suffix(".html")]
        return kept


def is_given_up(request: Request) -> bool:
    """The live stream ends when its page is left, and so does a preview that nobody waits for any more: no failures."""
    return "/live?" in request.url or (request.resource_type == "fetch" and request.failure == "net::ERR_ABORTED")


def signed_in(page: Page) -> bool:
    return page.locator("form[action='/logout']").count() > 0
