-- GitHub deliveries for wrk: one signed body, a new delivery id each time (the signature covers the body alone).
local path = os.getenv("WEBHOOK_PATH")
local signature = os.getenv("WEBHOOK_SIGNATURE")
local file = assert(io.open(os.getenv("WEBHOOK_BODY"), "rb"))
local body = file:read("*a")
file:close()

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init()
  head = "POST " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nUser-Agent: GitHub-Hookshot/bench\r\n"
    .. "X-GitHub-Event: pull_request\r\nX-Hub-Signature-256: " .. signature .. "\r\nContent-Length: " .. #body .. "\r\nX-GitHub-Delivery: "
  tail = "\r\n\r\n" .. body
  local clock = io.open("/proc/uptime"):read("*n") * 100
  prefix = string.format("%08x-%04x-4000-8000-", clock % 0xffffffff, number)
  count = 0
end

function request()
  count = count + 1
  return head .. prefix .. string.format("%012x", count) .. tail
end
