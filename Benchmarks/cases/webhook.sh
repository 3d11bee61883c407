# A signed 10 KB GitHub delivery, answered after it and its job are committed, against pgbench inserting the same two rows one transaction each.

bench_environment
bench_project
bench_serve --no-worker

body=.local/bench/delivery.json
python3 Benchmarks/lib/delivery.py "$repository" >"$body"
WEBHOOK_SIGNATURE="sha256=$(openssl dgst -sha256 -hmac "$github_secret" -r "$body" | cut -d' ' -f1)"
WEBHOOK_BODY=$body
WEBHOOK_PATH=/webhooks/github/${github_target##*/}
export WEBHOOK_SIGNATURE WEBHOOK_BODY WEBHOOK_PATH

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
  tps=$(BENCH_SECONDS=4 pgbench_rate "$clients" Benchmarks/sql/webhook.sql)
  note "pgbench with $clients clients: $tps/s"
  if awk "BEGIN { exit !($tps > $best) }"; then
    best=$tps
    best_clients=$clients
  fi
done

for ((round = 0; round < BENCH_ROUNDS; round++)); do
  ours 64 >>.local/bench/webhook-ours
  pgbench_rate "$best_clients" Benchmarks/sql/webhook.sql >>.local/bench/webhook-limit
done
compare "signed webhook with its job, durable (pgbench -c$best_clients)" "$(median <.local/bench/webhook-ours)" \
  "$(median <.local/bench/webhook-limit)" '>=' 1.2 "req/s"
