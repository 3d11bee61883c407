// Changes the theme without leaving the page; the form alone does it with one.
document.addEventListener("submit", (event) => {
  const form = event.target
  if (!form.matches("[data-theme-form]") || !event.submitter) return
  event.preventDefault()
  const theme = event.submitter.value
  document.documentElement.dataset.theme = theme
  for (const button of form.querySelectorAll("[name=theme]")) button.setAttribute("aria-pressed", String(button.value === theme))
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)), redirect: "manual" })
    .catch(() => {})
}, true)
