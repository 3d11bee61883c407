// The palette: a search form in a dialog whose results are an HTML fragment. Arrows move, Enter opens; without scripts the same form
// is a page. The focus stays in the box, aria-activedescendant says which result is meant.
const dialog = document.getElementById("palette")
const input = dialog?.querySelector("[role=combobox]")
const list = dialog?.querySelector("[role=listbox]")
const count = dialog?.querySelector("[data-palette-count]")
let under = null
let timer = 0

async function search() {
  under?.abort()
  under = new AbortController()
  const url = new URL(input.form.action)
  url.search = new URLSearchParams({ q: input.value.trim(), fragment: "1" })
  try {
    const answer = await fetch(url, { signal: under.signal, redirect: "error" })
    if (answer.ok) show(await answer.text())
  } catch {
    // A newer search replaced this one, or there is no connection: what is shown stays.
  }
}

function show(html) {
  list.innerHTML = html
  list.querySelectorAll(".found").forEach((group, place) => {
    const title = group.querySelector(".found-title")
    title.id = `palette-group-${place}`
    group.setAttribute("role", "group")
    group.setAttribute("aria-labelledby", title.id)
    for (const item of group.querySelectorAll("ul, li, h2")) item.setAttribute("role", "presentation")
  })
  options().forEach((option, place) => {
    option.id = `palette-option-${place}`
    option.setAttribute("role", "option")
    option.tabIndex = -1
  })
  count.textContent = String(options().length)
  select(0)
}

const options = () => [...list.querySelectorAll(".found-item")]

function select(place) {
  const all = options()
  all.forEach((option, index) => option.setAttribute("aria-selected", String(index === place)))
  if (!all[place]) return input.removeAttribute("aria-activedescendant")
  input.setAttribute("aria-activedescendant", all[place].id)
  all[place].scrollIntoView({ block: "nearest" })
}

const selected = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true")

dialog?.addEventListener("dialog:opened", () => {
  input.value = ""
  input.focus()
  search()
})

input?.addEventListener("input", () => {
  clearTimeout(timer)
  timer = setTimeout(search, 80)
})

input?.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 }
  const { length } = options()
  if (!steps[event.key] || !length || event.isComposing) return
  event.preventDefault()
  select((selected() + steps[event.key] + length) % length)
})

input?.form.addEventListener("submit", (event) => {
  const option = options()[selected()]
  if (!option) return
  event.preventDefault()
  dialog.close()
  location.assign(option.href)
})
