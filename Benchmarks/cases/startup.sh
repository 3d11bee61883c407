# From exec to the first 200, with a migrated database: median of 20 starts.

bench_environment
if port_taken "$bench_listen"; then fail "$bench_listen is in use"; fi
python3 Benchmarks/lib/startup.py "$bench_listen" 20 "$autoflow" serve --no-worker >.local/bench/startup.txt || fail "the server did not start"
bound "release binary, exec to first answer" "$(median <.local/bench/startup.txt)" '<=' 100 "ms"
