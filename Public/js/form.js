// <form id data-inline> is sent without leaving the page. On 422 the form of the same id in the answer takes its place; a redirect to
// this page refreshes it where it is; any other answer is shown by going there. Without scripts the browser does all of that.
document.addEventListener("submit", (event) => {
  const form = event.target
  if (event.defaultPrevented || !form.matches("form[data-inline]") || form.dataset.sent) return
  event.preventDefault()
  send(form, event.submitter)
})

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter))
  const action = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action
  form.dataset.sent = "true"
  submitter?.setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(action, { method: "POST", body, headers: { Accept: "text/html" } })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (answer.status === 422) showErrors(form, page)
    else if (answer.redirected) follow(answer.url, page, form.id)
    else replace(page)
  } catch {
    // Offline, or not an answer of ours: let the browser say so.
    form.removeAttribute("data-inline")
    delete form.dataset.sent
    form.requestSubmit(submitter)
    return
  }
  delete form.dataset.sent
  submitter?.removeAttribute("aria-busy")
}

function showErrors(form, page) {
  const fresh = page.getElementById(form.id)
  if (!fresh) return replace(page)
  form.replaceWith(fresh)
  const place = fresh.querySelector(".summary, [aria-invalid=true], [role=alert]")
  if (place && !place.matches("input, select, textarea, .summary")) place.tabIndex = -1
  place?.focus()
  document.dispatchEvent(new Event("page:refreshed"))
}

function follow(url, page, id) {
  if (new URL(url).pathname !== location.pathname) {
    const toasts = page.querySelector(".toasts")?.innerHTML.trim()
    if (toasts) sessionStorage.setItem("toasts", toasts)
    return location.assign(url)
  }
  const scroll = window.scrollY
  replace(page)
  history.replaceState(null, "", url)
  window.scrollTo(0, scroll)
  document.getElementById(id)?.querySelector("button:not([type=button])")?.focus({ preventScroll: true })
}

function replace(page) {
  document.querySelector("main").replaceWith(page.querySelector("main"))
  document.title = page.title
  document.dispatchEvent(new Event("page:refreshed"))
}
