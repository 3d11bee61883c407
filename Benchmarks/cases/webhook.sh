# A signed 10 KB GitHub delivery, answered after it and its job are committed, against pgbench inserting the same two rows one transaction each.

bench_environment
bench_project
bench_serve --no-worker
bench_delivery
postgres_psql --command="SELECT to_jsonb(deliveries) FROM deliveries LIMIT 1" --command="SELECT to_jsonb(jobs) FROM jobs ORDER BY id DESC LIMIT 1" \
  "$DATABASE_URL" | python3 Benchmarks/lib/inserts.py >.local/bench/inserts.sql

# stored: deliveries in the database.
stored() {
  postgres_psql --command="SELECT count(*) FROM deliveries" "$DATABASE_URL"
}

# ours CLIENTS: deliveries a second; every answer counted has to be a row afterwards.
ours() {
  local output=.local/bench/webhook.txt before after
  before=$(stored)
  load "$output" -c"$1" -s Benchmarks/lib/webhook.lua "$bench_address"
  after=$(stored)
  [ $((after - before)) -ge "$(requests "$output")" ] || fail "$(requests "$output") answers but $((after - before)) rows"
  rate "$output"
}

best=0
best_clients=4
for clients in 4 8 16 32 64; do
  tps=$(BENCH_SECONDS=4 pgbench_rate "$clients" .local/bench/inserts.sql)
  note "pgbench with $clients clients: $tps/s"
  if awk "BEGIN { exit !($tps > $best) }"; then
    best=$tps
    best_clients=$clients
  fi
done

for ((round = 0; round < BENCH_ROUNDS; round++)); do
  ours 64 >>.local/bench/webhook-ours
  pgbench_rate "$best_clients" .local/bench/inserts.sql >>.local/bench/webhook-limit
done
compare "signed webhook with its job, durable (pgbench -c$best_clients)" "$(median <.local/bench/webhook-ours)" \
  "$(median <.local/bench/webhook-limit)" '>=' 1.2 "req/s"
