// Small comforts on top of forms and links that work without any of this.

// Menus are <details>: close them on Escape, giving the focus back, and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  const menu = document.querySelector("details.menu[open]")
  if (!menu) return
  menu.open = false
  menu.querySelector("summary").focus()
})

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false
  }
})

document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.menu[open]")) event.target.querySelector("input:not([type=hidden]), select, textarea")?.focus()
}, true)

// A second press while the first is under way would send the form twice.
document.addEventListener("submit", (event) => {
  const { submitter, target: form } = event
  if (event.defaultPrevented || !submitter) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = "true"
  submitter.setAttribute("aria-busy", "true")
})

// Coming back through the history shows the page as it was left: make its forms usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy")
  }
})
