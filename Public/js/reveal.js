// <button data-reveal="id"> shows what is typed into a password field, until the form is sent.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]")
  const field = button && document.getElementById(button.dataset.reveal)
  if (!field) return
  const shown = field.type === "password"
  field.type = shown ? "text" : "password"
  button.setAttribute("aria-pressed", String(shown))
})

// A field of type "text" would be remembered by the browser and offered again in clear.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("[data-reveal][aria-pressed=true]")) button.click()
}, true)
