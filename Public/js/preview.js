// <form data-preview="ID"> shows what its text will look like while it is typed: the form's own preview, asked for when the typing rests.
// Without scripts its button does the same.
const rest = 350
const waiting = new WeakMap()

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-preview]")
  if (!form) return
  clearTimeout(waiting.get(form)?.timer)
  waiting.get(form)?.request?.abort()
  waiting.set(form, { timer: setTimeout(() => show(form), rest) })
})

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preview-button]")
  if (!button) return
  event.preventDefault()
  show(button.form).then(() => place(button.form)?.scrollIntoView({ block: "nearest" }))
})

function place(form) {
  return document.getElementById(form.dataset.preview)
}

async function show(form) {
  const request = new AbortController()
  waiting.set(form, { request })
  const body = new URLSearchParams(new FormData(form))
  body.set("preview", "1")
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: request.signal, headers: { Accept: "text/html" } })
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById(form.dataset.preview)
    if (fresh) place(form)?.replaceChildren(...fresh.childNodes)
  } catch {
    // Superseded by the next one, or offline: the preview stays as it was.
  }
}
