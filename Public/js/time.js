// <time datetime> in the reader's own zone; data-format="relative" says how long ago. The exact time is in the title.
// Words and shapes are those of Moment.swift and its messages, so that nothing reads differently without scripts.
const words = {
  en: { now: "just now", minutes: " min ago", hours: " h ago" },
  ru: { now: "только что", minutes: " мин назад", hours: " ч назад" },
}
const language = document.documentElement.lang in words ? document.documentElement.lang : "en"
const said = words[language]

function format(options) {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options)
}

const exact = format({ dateStyle: "medium", timeStyle: "long" })
const clock = format({ hour: "2-digit", minute: "2-digit" })
const day = format({ day: "numeric", month: "short" })
const year = format({ day: "numeric", month: "short", year: "numeric" })

function relative(date, now) {
  const minutes = Math.floor((now - date) / 60_000)
  if (minutes < 1) return said.now
  if (minutes < 60) return minutes + said.minutes
  if (minutes < 24 * 60) return Math.floor(minutes / 60) + said.hours
  return absolute(date, now)
}

function absolute(date, now) {
  if (date.toDateString() === now.toDateString()) return clock.format(date)
  return date.getFullYear() === now.getFullYear() ? `${day.format(date)} ${clock.format(date)}` : year.format(date)
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
