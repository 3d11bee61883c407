"""Every page of pages.py, in both languages and both widths, under every check."""

import os
import subprocess

import pytest

import checks
from browser import PHONE, WIDE
from pages import NO_PAGE, SCREENS, Screen
from weight import Weight

# Accept-Language, and the language the page has to say it is in.
LANGUAGES = {"en": "en-GB", "ru": "ru-RU"}
# The widths of WCAG 1.4.10 and of a small phone, and 1280 px at 200 %.
NARROW = (320, 375, 640)


def arrive(page, address: str, screen: Screen) -> None:
    answer = page.goto(address)
    assert answer.status == screen.status, f"{address} answered {answer.status}"
    assert page.url == address, f"{address} led to {page.url}"
    if screen.prepare:
        screen.prepare(page)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "375"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_page(visits, world, screen, language, size):
    page, address = world.visit(visits, screen, size=size, language=LANGUAGES[language])
    weight = Weight(page)
    arrive(page, address, screen)
    problems = []
    # In development files are sent unpacked.
    if not screen.prepare and screen.product != "development":
        problems += weight.problems()
        weight.note(f"{screen.name}-{language}-{size[0]}")
    problems += checks.structure(page, language) + checks.policy(page)
    problems += [complaint for complaint in visits.complaints[page] if not is_expected(complaint, screen)]
    problems += [problem for problem in checks.accessibility(page) if not screen.exempt or f"axe {screen.exempt}:" not in problem]
    problems += checks.layout_shift(page) if not screen.prepare else []
    # Only the palette differs in the dark: the other rules would find the same again.
    page.emulate_media(color_scheme="dark")
    checks.settle(page)
    problems += [f"dark: {problem}" for problem in checks.accessibility(page, only=["color-contrast"])]
    problems += checks.keyboard(page, overlaid=screen.prepare is not None)
    if size == WIDE:
        problems += [problem for pixels in NARROW for problem in checks.width(page, pixels)]
    if size == PHONE and language == "en" and not screen.prepare:
        problems += checks.skip_link(page)
    report(problems)


def report(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def is_expected(complaint: str, screen: Screen) -> bool:
    """Chromium reports every answer of 400 and more as an error of the console."""
    return "status of" in complaint and (screen.status >= 400 or screen.prepare is not None)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_page_without_javascript(visits, world, screen):
    page, address = world.visit(visits, screen, javascript=False)
    arrive(page, address, screen)
    problems = checks.structure(page, "en") + [problem for pixels in NARROW for problem in checks.width(page, pixels)]
    report(problems)


def test_every_page_is_listed():
    """A new page has to come into pages.py."""
    printed = subprocess.run([os.environ["AUTOFLOW"], "routes"], capture_output=True, text=True, check=True, timeout=30).stdout
    routes = {line.split()[1] for line in printed.splitlines() if line.startswith("GET ")}
    assert routes - set(NO_PAGE) == {screen.route for screen in SCREENS} - {""}
    assert set(NO_PAGE) <= routes
