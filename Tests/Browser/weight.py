"""What a first visit transfers, by the browser's own count."""

from playwright.sync_api import Page

from product import FOLDER

WEIGHTS = FOLDER / "weights.tsv"
# Bytes, with all assets and headers.
LIMIT = 60 * 1024


class Weight:
    """Counts from here on, without a cache."""

    def __init__(self, page: Page):
        self.size: dict[str, float] = {}
        self.names: dict[str, str] = {}
        self.done: set[str] = set()
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", lambda event: self.names.update({event["requestId"]: event["request"]["url"]}))
        session.on("Network.responseReceived", lambda event: self.add(event["requestId"], event["response"]["encodedDataLength"]))
        session.on("Network.dataReceived", lambda event: self.add(event["requestId"], event["encodedDataLength"]))
        session.on("Network.loadingFinished", self.finish)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def add(self, request: str, size: float) -> None:
        if request not in self.done:
            self.size[request] = self.size.get(request, 0) + size

    def finish(self, event: dict) -> None:
        """The final figure replaces what was added up; a stream never gets here."""
        self.done.add(event["requestId"])
        self.size[event["requestId"]] = event["encodedDataLength"]

    @property
    def bytes(self) -> int:
        return round(sum(self.size.values()))

    @property
    def requests(self) -> int:
        return len(self.size)

    def note(self, name: str) -> None:
        with WEIGHTS.open("a") as file:
            file.write(f"{name}\t{self.bytes}\t{self.requests}\n")

    def problems(self) -> list[str]:
        if self.bytes <= LIMIT:
            return []
        heaviest = sorted(self.size.items(), key=lambda item: -item[1])[:5]
        return [f"a first visit transfers {self.bytes} bytes, over {LIMIT}: {[(self.names.get(key), round(size)) for key, size in heaviest]}"]
