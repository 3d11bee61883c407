// <form data-slug-check="ADDRESS">: an address is suggested for the name that is typed, until somebody types one, and the server says whether
// it is free. Without scripts the server says so when the form is sent.
const pause = 250
let timer
let asked = 0

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-slug-check]")
  if (!form) return
  const { name, slug } = form.elements
  if (event.target === slug) slug.dataset.typed = slug.value ? "true" : ""
  else if (event.target !== name || slug.dataset.typed || (slug.value && !slug.dataset.suggested)) return
  clearTimeout(timer)
  // An answer that is still on its way is about what was typed before.
  asked += 1
  timer = setTimeout(() => check(form, event.target), pause)
})

async function check(form, field) {
  const state = form.querySelector(".field-state")
  const number = asked
  if (!field.value.trim()) return (state.textContent = "")
  const query = new URLSearchParams({ [field.name]: field.value })
  const answer = await fetch(`${form.dataset.slugCheck}?${query}`).catch(() => null)
  if (!answer?.ok || number !== asked) return
  state.innerHTML = await answer.text()
  form.querySelector("#slug-error")?.remove()
  const { slug } = form.elements
  slug.removeAttribute("aria-invalid")
  if (field === slug || slug.dataset.typed) return
  slug.value = state.firstElementChild?.dataset.slug ?? ""
  slug.dataset.suggested = "true"
  // Who has gone on to the address before it came types over it, as over any field that is entered by Tab.
  if (document.activeElement === slug) slug.select()
}
