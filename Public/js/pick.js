// <fieldset class="pick">: its search box leaves only the items whose words contain all that was typed. Chosen ones stay visible,
// so that nobody saves what they do not see.
class Picker {
  constructor(fieldset) {
    this.items = [...fieldset.querySelectorAll(".pick-item")]
    this.none = fieldset.querySelector(".pick-none")
    this.count = fieldset.querySelector("[data-pick-count]")
  }

  filter(typed) {
    const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const item of this.items) {
      const text = item.textContent.toLocaleLowerCase()
      const fits = words.every((word) => text.includes(word))
      item.hidden = !fits && !item.querySelector(":checked")
      if (fits) shown += 1
    }
    if (this.none) this.none.hidden = shown > 0
    if (this.count) this.count.textContent = words.length ? `${shown} / ${this.items.length}` : ""
  }

  first() {
    return this.items.find((item) => !item.hidden)?.querySelector("input")
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-pick-search]")) new Picker(event.target.closest(".pick")).filter(event.target.value)
})

// Enter and the down arrow go on to the list; Enter alone would send the whole form.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-pick-search]") || !["Enter", "ArrowDown"].includes(event.key)) return
  event.preventDefault()
  new Picker(event.target.closest(".pick")).first()?.focus()
})
