"""The second factor, as an app on a phone and its owner handle it."""

import base64
import hmac
import struct
import time

from playwright.sync_api import Page

from people import PASSWORD, submit
from product import Product

PATH = "/account/two-factor"


def code(secret: str, steps: int = 0) -> str:
    """What the app shows for a secret in base 32, now or some steps of 30 seconds later (RFC 6238 with the usual parameters)."""
    plain = secret.replace(" ", "")
    key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + steps), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def begin(page: Page, product: Product) -> str:
    """Somebody who is signed in asks for a second factor; the secret, which waits for its first code."""
    page.goto(product.url + PATH)
    page.locator("#begin-form [name=current_password]").fill(PASSWORD)
    submit(page, "#begin-form")
    return page.locator(".once code").inner_text()


def turn_on(page: Page, product: Product) -> tuple[str, list[str]]:
    """The secret, and the recovery codes, which are shown once. The code of this moment is used up by it."""
    secret = begin(page, product)
    page.locator("#confirm-form [name=code]").fill(code(secret))
    submit(page, "#confirm-form")
    return secret, shown_codes(page)


def shown_codes(page: Page) -> list[str]:
    return page.locator(".codes li").all_inner_texts()


def replace_codes(page: Page, unused: list[str]) -> None:
    """New recovery codes for one of the old ones, which stand in `unused` and are replaced there."""
    page.locator("details:has(#codes-form) > summary").click()
    page.locator("#codes-form [name=current_password]").fill(PASSWORD)
    page.locator("#codes-form [name=code]").fill(unused.pop())
    submit(page, "#codes-form")
    unused[:] = shown_codes(page)


def enter_code(page: Page, text: str) -> None:
    """On the page that asks for it after the password."""
    page.locator("[name=code]").fill(text)
    submit(page, "form:has([name=code])")
