// Ctrl or Command and K or / for the search, ? for the list of keys, g and a letter for a place. Never while somebody types.
const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
let waiting = 0

if (isMac) for (const key of document.querySelectorAll("[data-command-key]")) key.textContent = "⌘"

function isTyping({ target }) {
  return target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select") || document.querySelector("dialog[open]")
}

function press(selector, event) {
  const target = document.querySelector(selector)
  if (!target) return
  event.preventDefault()
  target.click()
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return
  // By the place on the keyboard, so that it works while Russian letters are chosen.
  const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : ""
  if (event.ctrlKey || event.metaKey) {
    if (letter === "k" && !document.querySelector("dialog[open]")) press("[data-dialog=palette]", event)
    return
  }
  if (isTyping(event)) return
  const after = waiting && Date.now() - waiting < 1_500
  waiting = 0
  if (after && letter) press(`a[data-letter="${letter}"]`, event)
  else if (letter === "g" && !event.shiftKey) waiting = Date.now()
  else if (event.key === "/") press("[data-dialog=palette]", event)
  else if (event.key === "?") press("[data-dialog=shortcuts]", event)
})
