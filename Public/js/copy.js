// <button data-copy="text"> copies its text and shows a check mark for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]")
  if (!button) return
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
  } catch {
    if (!copyBySelection(button)) return
  }
  button.dataset.copied = ""
  setTimeout(() => delete button.dataset.copied, 1500)
})

// The clipboard API exists only on https and on localhost.
function copyBySelection(button) {
  const field = document.createElement("textarea")
  field.value = button.dataset.copy
  field.className = "hidden-visually"
  button.after(field)
  field.select()
  const copied = document.execCommand("copy")
  field.remove()
  button.focus()
  return copied
}
