# Resident memory while pages, deliveries and their jobs go through one process.

bench_environment
bench_project
bench_sql tasks.sql "slug=$project_slug" count=100000
INIT_ADMIN_TOKEN=$(random_token)
export INIT_ADMIN_TOKEN
bench_serve
bench_login
bench_delivery

load .local/bench/memory-webhook.txt -c32 -s Benchmarks/lib/webhook.lua "$bench_address" &
webhook_load=$!
load .local/bench/memory-page.txt -c32 -H "Cookie: $session_cookie" "$bench_address/p/$project_slug"
wait "$webhook_load"
load .local/bench/memory-plain.txt -c64 "$bench_address/livez"

bound "resident memory under load, highest" "$(resident_megabytes "$serve_pid" VmHWM)" '<=' 40 "MB"
