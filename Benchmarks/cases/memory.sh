# Resident memory while pages, deliveries and their jobs go through one process.

bench_environment
bench_project
bench_sql tasks.sql "slug=$project_slug" count=100000
INIT_ADMIN_TOKEN=$(random_token)
export INIT_ADMIN_TOKEN
bench_serve
bench_login
bench_delivery

# Sampled while the load runs: the high-water mark would also hold the 19 MiB that the log-in's Argon2 took and gave back.
samples=.local/bench/memory-samples
while resident_megabytes "$serve_pid" >>"$samples" 2>/dev/null; do sleep 0.2; done &
sampler=$!

load .local/bench/memory-webhook.txt -c32 -s Benchmarks/lib/webhook.lua "$bench_address" &
webhook_load=$!
load .local/bench/memory-page.txt -c32 -H "Cookie: $session_cookie" "$bench_address/p/$project_slug"
wait "$webhook_load"
load .local/bench/memory-plain.txt -c64 "$bench_address/livez"

kill "$sampler" 2>/dev/null || true

bound "resident memory under load, highest of $(wc -l <"$samples") samples" "$(sort -g "$samples" | tail -n 1)" '<=' 40 "MB"
