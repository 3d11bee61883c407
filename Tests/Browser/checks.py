"""What has to be true of a page. Each function returns the problems it found, as sentences."""

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe_source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


def accessibility(page: Page, only: list[str] | None = None) -> list[str]:
    """axe-core with every rule of WCAG 2.2 AA and its best practices, or with some rules alone."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source() + "; true")
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    found = page.evaluate("(run) => axe.run(document, { runOnly: run, resultTypes: ['violations'] })", run)
    return [
        f"axe {violation['id']}: {violation['help']}: {node['target'][-1]} ({' '.join(node['failureSummary'].split())})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def structure(page: Page, language: str) -> list[str]:
    """One first heading, the language of the text, a title, no id twice."""
    facts = page.evaluate("""() => ({
      headings: document.querySelectorAll("h1").length,
      language: document.documentElement.lang,
      title: document.title,
      twice: [...document.querySelectorAll("[id]")].map((element) => element.id).filter((id, place, all) => all.indexOf(id) !== place),
    })""")
    problems = []
    if facts["headings"] != 1:
        problems.append(f"{facts['headings']} h1 instead of one")
    if facts["language"] != language:
        problems.append(f"lang is '{facts['language']}', not '{language}'")
    if len(facts["title"]) < 5:
        problems.append(f"the title is '{facts['title']}'")
    if facts["twice"]:
        problems.append(f"these ids are there twice: {facts['twice']}")
    return problems


def width(page: Page, pixels: int) -> list[str]:
    """Nothing sticks out of a window of this width (WCAG 1.4.10)."""
    page.set_viewport_size({"width": pixels, "height": 800})
    out = page.evaluate("""() => {
      const root = document.scrollingElement
      if (root.scrollWidth <= root.clientWidth) return null
      const wide = [...document.body.querySelectorAll("*")].filter((element) => {
        const box = element.getBoundingClientRect()
        return box.width > 0 && box.right > root.clientWidth + 1
      })
      return `${root.scrollWidth} px: ${wide.slice(0, 4).map((element) => element.tagName.toLowerCase() + "." + element.className)}`
    }""")
    return [f"scrolls sideways at {pixels} px: the page needs {out}"] if out else []


def settle(page: Page) -> None:
    """Colours that fade into each other are at their end at once."""
    page.evaluate("() => document.getAnimations().forEach((animation) => animation.finish())")


def policy(page: Page) -> list[str]:
    """What the content security policy refused."""
    return [f"CSP: {violation}" for violation in page.evaluate("window.policyViolations ?? []")]


def layout_shift(page: Page) -> list[str]:
    """Whatever moved by itself since the page was opened, up to two frames from now. Asked late, so that scripts have had their time."""
    shift = page.evaluate("""() => new Promise((resolve) => {
      let sum = 0
      const sources = []
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          sum += entry.value
          for (const source of entry.sources) sources.push(source.node?.parentElement?.className || source.node?.nodeName)
        }
      }).observe({ type: "layout-shift", buffered: true })
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve({ sum, sources }))))
    })""")
    return [f"the layout shifts by {shift['sum']:.4f}: {shift['sources'][:5]}"] if shift["sum"] > 0 else []


REACHABLE = """
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])"
  const isThere = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled") && element.tabIndex >= 0
    && !(element.type === "radio" && element.name && !element.checked
      && document.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"]:checked`))
  window.keyboardTargets = [...(document.querySelector("dialog:modal") ?? document).querySelectorAll(wanted)].filter(isThere)
  const inGroup = new Set()
  window.keyboardTargets = window.keyboardTargets.filter((element) => {
    if (element.type !== "radio" || !element.name) return true
    if (inGroup.has(element.name)) return false
    return inGroup.add(element.name)
  })
"""

FOCUSED = """() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const style = getComputedStyle(element)
  const ring = (one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 1
  const box = element.getBoundingClientRect()
  const visible = (box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth)
  const points = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]].map(([x, y]) =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y))
  const around = element.closest("label, .input-group, .field, .segmented, li")
  return {
    place: window.keyboardTargets.indexOf(element),
    name: `${element.tagName.toLowerCase()}.${element.className} ${(element.textContent || element.name || "").trim().slice(0, 30)}`,
    ringed: ring(style) || style.boxShadow !== "none" || (around !== null && ring(getComputedStyle(around))),
    visible,
    covered: visible && points.every((found) =>
      found !== null && !element.contains(found) && !found.contains(element) && !(around && around.contains(found))),
  }
}"""


def keyboard(page: Page, overlaid: bool) -> list[str]:
    """Tab alone reaches every control in view; each shows that it has the focus and is not hidden by something else (WCAG 2.4.7, 2.4.11).

    `overlaid`: somebody opened something that may lie over the rest until Escape closes it, as 2.4.11 allows.
    """
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    page.evaluate(f"() => {{ {REACHABLE} }}")
    count = page.evaluate("window.keyboardTargets.length")
    problems, reached = [], set()
    for _ in range(count + 3):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or focused["place"] in reached:
            if len(reached) >= count:
                break
            continue
        reached.add(focused["place"])
        problems += [f"{focused['name']}: focus cannot be seen"] if not focused["ringed"] else []
        problems += [f"{focused['name']}: outside of the window when focused"] if not focused["visible"] else []
        problems += [f"{focused['name']}: covered when focused"] if focused["covered"] and not overlaid else []
    missed = page.evaluate(
        "(reached) => window.keyboardTargets.filter((_, place) => !reached.includes(place)).map((element) => element.outerHTML.slice(0, 80))",
        sorted(reached),
    )
    return problems + [f"Tab does not reach {element}" for element in missed]


def skip_link(page: Page) -> list[str]:
    """The first Tab shows the link that leads past the navigation, and it does."""
    page.reload()
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("Tab")
    link = page.evaluate("document.activeElement?.getAttribute('href')")
    if link != "#main":
        # An autofocused field comes first; from there the link is one step of a full round away, which is what was asked for.
        return [] if page.locator("[autofocus]").count() else [f"the first Tab is at {link}, not at the skip link"]
    page.keyboard.press("Enter")
    return [] if page.evaluate("document.activeElement?.id") == "main" else ["the skip link does not lead to the content"]
