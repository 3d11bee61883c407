// <live-region src topic>: a message that names its topic makes it fetch its src again and swap its content.
// Messages carry no content ("task:7" or "task:7 42", topic and revision), so a lost one costs nothing: the next refetches,
// and so does every reconnection. Without a stream the page simply stays as it was loaded.
class LiveRegion extends HTMLElement {
  #running = false
  #again = false

  connectedCallback() {
    this.addEventListener("focusout", () => this.#again && setTimeout(() => this.refresh()))
  }

  async refresh() {
    this.#again = this.#running || this.#isInUse()
    if (this.#again) return
    this.#running = true
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "text/html" }, redirect: "error" })
      const html = answer.ok ? await answer.text() : null
      if (this.#isInUse()) this.#again = true
      else if (html !== null) this.#swap(html)
    } catch {
      // Offline: the next message tries again.
    }
    this.#running = false
    if (this.#again && !this.#isInUse()) this.refresh()
  }

  // Somebody is filling in a form here: what they have typed or chosen stays.
  #isInUse() {
    return [...this.querySelectorAll("input:not([type=hidden]), select, textarea")].some((control) => control === document.activeElement)
  }

  #swap(html) {
    const fresh = document.createElement("template")
    fresh.innerHTML = html
    const focused = this.contains(document.activeElement) ? this.#places("a, button, summary").indexOf(document.activeElement) : -1
    const open = this.#places("details").map((details) => details.open)
    const chosen = this.#places("select").map((select) => [select.id, select.value])
    this.replaceChildren(fresh.content)
    this.#places("details").forEach((details, place) => { details.open = open[place] ?? details.open })
    for (const [id, value] of chosen) this.#places("select").filter((select) => select.id === id).forEach((select) => { select.value = value })
    if (focused >= 0) this.#places("a, button, summary")[focused]?.focus({ preventScroll: true })
    this.dispatchEvent(new Event("live:updated", { bubbles: true }))
  }

  #places(selector) {
    return [...this.querySelectorAll(selector)]
  }
}

customElements.define("live-region", LiveRegion)

const url = document.body.dataset.live
if (url) {
  const stream = new EventSource(url)
  const regions = (topic) => [...document.querySelectorAll("live-region")].filter((region) => !topic || region.getAttribute("topic") === topic)
  let opened = false
  stream.addEventListener("message", (event) => regions(event.data.split(" ")[0]).forEach((region) => region.refresh()))
  stream.addEventListener("open", () => {
    if (opened) regions().forEach((region) => region.refresh())
    opened = true
  })
  window.addEventListener("pagehide", () => stream.close())
  window.addEventListener("pageshow", (event) => event.persisted && location.reload())
}
