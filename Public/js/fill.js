// <details> with a <div data-fill="URL">: fetches the URL when it is opened for the first time. Without scripts the rest of it does.
document.addEventListener("toggle", async (event) => {
  const place = event.target.matches?.("details[open]") && event.target.querySelector("[data-fill]")
  if (!place) return
  const url = place.dataset.fill
  place.removeAttribute("data-fill")
  try {
    const answer = await fetch(url, { redirect: "error" })
    if (answer.ok) place.innerHTML = await answer.text()
  } catch {
    place.dataset.fill = url
  }
}, true)
