// <time datetime> in the reader's own zone; data-format="relative" says how long ago. The exact time is in the title.
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" })
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" })
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })
const year = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" })

function relative(date, now) {
  const minutes = Math.round((now - date) / 60_000)
  if (minutes < 1) return "just now"
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h ago`
  return absolute(date, now)
}

function absolute(date, now) {
  if (date.toDateString() === now.toDateString()) return clock.format(date)
  return (date.getFullYear() === now.getFullYear() ? day : year).format(date)
}

function show(root) {
  const now = new Date()
  for (const element of root.querySelectorAll("time[datetime]")) {
    const date = new Date(element.dateTime)
    if (Number.isNaN(date.getTime())) continue
    const text = element.dataset.format === "relative" ? relative(date, now) : absolute(date, now)
    if (element.textContent !== text) element.textContent = text
    element.title ||= exact.format(date)
  }
}

show(document)
setInterval(() => show(document), 30_000)
document.addEventListener("live:updated", (event) => show(event.target))
