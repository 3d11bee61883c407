// <details class="confirm"> opens its body in a modal <dialog>; without scripts it opens in place.
// <... data-dialog="ID"> opens <dialog id="ID">; a link that carries it leads to a page without scripts.
function open(dialog) {
  if (dialog.open) return
  dialog.showModal()
  dialog.dispatchEvent(new Event("dialog:opened", { bubbles: true }))
}

let count = 0

function confirm(details) {
  const body = details.querySelector(".confirm-body")
  const dialog = document.createElement("dialog")
  dialog.className = "dialog"
  const title = body.querySelector("h2, h3")
  if (title) dialog.setAttribute("aria-labelledby", title.id ||= `confirm-${++count}`)
  details.after(dialog)
  dialog.append(body)
  dialog.addEventListener("close", () => {
    details.append(body)
    dialog.remove()
    details.querySelector("summary").focus()
  })
  open(dialog)
}

document.addEventListener("click", (event) => {
  const summary = event.target.closest("details.confirm > summary")
  if (summary) {
    event.preventDefault()
    return confirm(summary.parentElement)
  }
  const opener = event.target.closest("[data-dialog]")
  const dialog = opener && document.getElementById(opener.dataset.dialog)
  if (dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    return open(dialog)
  }
  // Its button, or the darkened page around it.
  if (event.target.closest("[data-dialog-close]")) return event.target.closest("dialog")?.close()
  if (event.target.matches("dialog.dialog") && isOutside(event)) event.target.close()
})

function isOutside({ target, clientX, clientY, detail }) {
  const box = target.getBoundingClientRect()
  return detail > 0 && (clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom)
}
