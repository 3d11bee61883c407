# 10,000 idle keep-alive connections: their memory, and the p99 of other requests beside them.

bench_environment
bench_serve --no-worker

for ((round = 0; round < BENCH_ROUNDS; round++)); do
  load .local/bench/idle.txt -c8 "$bench_address/livez"
  p99 .local/bench/idle.txt >>.local/bench/idle-before
done

ready=.local/bench/idle-ready
rm -f "$ready"
start idle python3 Benchmarks/lib/idle.py "$bench_listen" 10000 "$ready"
for ((tenth = 0; tenth < 600; tenth++)); do
  [ ! -e "$ready" ] || break
  [ -z "$(first_dead_child)" ] || fail_with_log idle "the idle connections could not be opened"
  sleep 0.1
done
[ -e "$ready" ] || fail "10,000 connections were not open within a minute"

memory=$(resident_megabytes "$serve_pid")
for ((round = 0; round < BENCH_ROUNDS; round++)); do
  load .local/bench/idle.txt -c8 "$bench_address/livez"
  p99 .local/bench/idle.txt >>.local/bench/idle-with
done
[ -z "$(first_dead_child)" ] || fail_with_log idle "idle connections were closed during the measurement"

bound "resident memory with 10,000 idle connections" "$memory" '<=' 200 "MB"
compare "p99 beside 10,000 idle connections" "$(median <.local/bench/idle-with)" "$(median <.local/bench/idle-before)" '<=' 1.5 "ms"
