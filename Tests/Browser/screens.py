"""Pictures of every page for docs/screens. Arguments: the folder, then the names of some screens, or none for all."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from browser import PHONE, WIDE, Visits, launch
from checks import settle
from pages import SCREENS, Screen
from product import Product
from world import World

# Longer pages are cut: what repeats below shows nothing new.
LONGEST = {WIDE: 1800, PHONE: 2000}
COLOURS = 192
# Square of a distance between colours that an eye sees at once.
UNLIKE = 24 ** 2

# Times, durations, ids, hashes and ports differ from run to run: each gets a value that stands for all of its kind.
HOLD_STILL = r"""() => {
  let codes = 0
  const rules = [
    [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "7b1c9e20-c5f7-11f0-8de9-0242ac120002"],
    [/\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,64}\b/g, (found) => "4f9c2a1d7b3e".repeat(6).slice(0, found.length)],
    [/http:\/\/127\.0\.0\.1:\d+/g, "https://flow.example.com"],
    [/127\.0\.0\.1/g, "192.0.2.7"],
    [/(webhooks\/(?:asana|github)|invites?|join)\/[A-Za-z0-9_-]{16,}/g, "$1/9hN3kQv7Zr2Lm5Xt8Bw1Yc"],
    [/\b\d{1,2}:\d\d(:\d\d)?( UTC)?\b/g, "12:31"],
    [/\b\d+ (ms|s|min|h|мс|с|мин|ч)(?![\p{L}])/gu, "2 $1"],
    [/just now|только что/g, (found) => found === "just now" ? "2 min ago" : "2 мин назад"],
    [/^(?=.*\d)[a-z0-9]{4,8}-[0-9a-z]{1,6}$/, "4f9c2a-1d"],
    [/^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/, () => {
      codes += 5
      return [0, 4, 8, 12].map((place) => "7f3k92max4tp6wqe".repeat(2).slice((place + codes) % 16).slice(0, 4)).join("-")
    }],
    [/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/, "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"],
    [/^[A-Za-z0-9_-]{8}…$/, "4f9c2a1d…"],
    [/\bHeadlessChrome|Chrome\/[\d.]+/g, "Chrome"],
  ]
  const still = (text) => rules.reduce((text, [pattern, value]) => text.replace(pattern, value), text)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = still(walker.currentNode.data)
    if (text !== walker.currentNode.data) walker.currentNode.data = text
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), textarea")) {
    if (field.value !== still(field.value)) field.value = still(field.value)
  }
  // The squares of a code for phones, which stand for a secret: the corners stay, the rest is of no secret.
  for (const path of document.querySelectorAll(".qr path")) {
    let seed = 7
    const [corner, side] = [9, path.ownerSVGElement.viewBox.baseVal.width]
    const kept = path.getAttribute("d").match(/M[^M]+/g).filter((square) => {
      const [x, y] = square.slice(1).split(/[ ,hHvV]/).map(Number)
      return (x < corner + 4 && y < corner + 4) || (x > side - corner - 5 && y < corner + 4) || (x < corner + 4 && y > side - corner - 5)
    })
    const drawn = []
    for (let y = 4; y < side - 4; y += 1) for (let x = 4; x < side - 4; x += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648
      const isCorner = (x < 13 && y < 13) || (x > side - 14 && y < 13) || (x < 13 && y > side - 14)
      if (!isCorner && seed > 1073741824) drawn.push(`M${x} ${y}h1v1h-1z`)
    }
    path.setAttribute("d", [...kept, ...drawn].join(""))
  }
  document.activeElement?.blur()
}"""


def take(page: Page, size: tuple[int, int]) -> bytes:
    page.evaluate(HOLD_STILL)
    settle(page)
    height = page.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)")
    page.set_viewport_size({"width": size[0], "height": min(height, LONGEST[size])})
    return packed(Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB"))


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def chosen(colours: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The most frequent, and of the rest what is unlike all before it: a small mark of its own colour keeps that."""
    palette = colours[: COLOURS // 2]
    for colour in colours[COLOURS // 2 :]:
        if len(palette) < COLOURS and all(distance(colour, known) > UNLIKE for known in palette):
            palette.append(colour)
    return palette


def packed(picture: Image.Image) -> bytes:
    """With a palette of colours that stay exactly as they are; others (edges of letters) take the nearest."""
    counted = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    palette = chosen([colour for _, colour in counted])
    place = {colour: index for index, colour in enumerate(palette)}
    nearest: dict[tuple[int, ...], int] = {}
    for _, colour in counted:
        if colour in place:
            continue
        rough = tuple(part >> 3 for part in colour)
        if rough not in nearest:
            nearest[rough] = min(range(len(palette)), key=lambda index: distance(colour, palette[index]))
        place[colour] = nearest[rough]
    raw = picture.tobytes()
    result = Image.frombytes("P", picture.size, bytes(map(place.__getitem__, zip(raw[0::3], raw[1::3], raw[2::3], strict=True))))
    result.putpalette([part for colour in palette for part in colour])
    small = io.BytesIO()
    result.save(small, "PNG", optimize=True)
    return small.getvalue()


def photograph(world: World, visits: Visits, screen: Screen, folder: Path) -> None:
    for size in (WIDE, PHONE):
        page, address = world.visit(visits, screen, size=size)
        # A late event would bring the times back.
        page.route("**/live?*", lambda route: route.abort())
        page.goto(address)
        if screen.prepare:
            screen.prepare(page)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            (folder / f"{screen.name}-{size[0]}-{theme}.png").write_bytes(take(page, size))
        page.context.close()


def contact_sheet(folder: Path) -> str:
    lines = [
        "# Every page", "",
        "Made by `script/screens` from the pages that `Tests/Browser/pages.py` lists: 1280 and 375 px wide, light and dark.",
    ]
    for screen in SCREENS:
        lines += ["", f"## {screen.name}", "", f"`{screen.pattern}`", ""]
        for width, shown in ((WIDE[0], 420), (PHONE[0], 140)):
            for theme in ("light", "dark"):
                file = f"{screen.name}-{width}-{theme}.png"
                if (folder / file).exists():
                    lines.append(f'<a href="{file}"><img src="{file}" width="{shown}" alt="{screen.name}, {width} px, {theme}"></a>')
    return "\n".join(lines) + "\n"


def main(folder: Path, names: list[str]) -> None:
    unknown = set(names) - {screen.name for screen in SCREENS}
    if unknown:
        sys.exit(f"no such screens: {', '.join(sorted(unknown))}; there are {', '.join(screen.name for screen in SCREENS)}")
    folder.mkdir(parents=True, exist_ok=True)
    if not names:
        for old in folder.glob("*.png"):
            old.unlink()
    with (
        sync_playwright() as playwright,
        Product("unclaimed") as unclaimed,
        Product("development", AUTOFLOW_ENV="development") as development,
        Product("world") as product,
    ):
        visits = Visits(launch(playwright))
        world = World(product, {"unclaimed": unclaimed, "development": development}, visits)
        world.prepare()
        for screen in SCREENS:
            if not names or screen.name in names:
                photograph(world, visits, screen, folder)
    (folder / "README.md").write_text(contact_sheet(folder))
    pictures = list(folder.glob("*.png"))
    print(f"{len(pictures)} pictures, {sum(picture.stat().st_size for picture in pictures) // 1024} KB in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
