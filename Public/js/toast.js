// Toasts go away by themselves, except bad news; the pointer or the focus on one stops its time. Escape and its button close it.
// A region that is there before its text is what screen readers announce, so the text is put in once more.
const lifetime = 7_000

function arm(toast) {
  const region = toast.parentElement
  toast.remove()
  requestAnimationFrame(() => region.append(toast))
  if (toast.dataset.tone === "bad") return
  let timer = setTimeout(() => toast.remove(), lifetime)
  const hold = () => clearTimeout(timer)
  const release = () => { timer = setTimeout(() => toast.remove(), lifetime) }
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, hold)
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, release)
}

function show(root) {
  for (const toast of root.querySelectorAll(".toasts > .toast")) arm(toast)
}

// Left by form.js in front of a redirect to another page.
const kept = sessionStorage.getItem("toasts")
const region = document.querySelector(".toasts")
if (kept && region) {
  sessionStorage.removeItem("toasts")
  region.innerHTML = kept
}

show(document)
document.addEventListener("page:refreshed", () => show(document))

document.addEventListener("click", (event) => {
  if (event.target.closest(".toast-close")) event.target.closest(".toast").remove()
})

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open], details.menu[open]")) document.querySelector(".toasts > .toast")?.remove()
})
