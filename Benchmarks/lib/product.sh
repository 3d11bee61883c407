# The product as the cases need it: a fresh database, the sandbox's demo project, a server. Sourced by script/bench.

# Ports nobody else is likely to use; nginx takes the third.
bench_listen=127.0.0.1:18480
sandbox_listen=127.0.0.1:18481
nginx_listen=127.0.0.1:18482
bench_database=autoflow_bench_run
bench_address="http://$bench_listen"

# bench_environment: an empty, migrated database and everything `serve` reads.
bench_environment() {
  export AUTOFLOW_LISTEN=$bench_listen AUTOFLOW_PUBLIC_URL=$bench_address AUTOFLOW_LOG=text:info
  export ASANA_API_URL="http://$sandbox_listen/asana/api/1.0" GITHUB_API_URL="http://$sandbox_listen/github"
  make_database "$bench_database"
  DATABASE_URL=$(postgres_url "$bench_database")
  export DATABASE_URL
  prepare_master_key
  "$autoflow" migrate >/dev/null
}

# bench_project: applies the sandbox's demo project; sets github_target, github_secret and project_slug.
bench_project() {
  local line output
  start sandbox "$autoflow" sandbox --listen "$sandbox_listen" --demo --product-url "$bench_address"
  wait_for sandbox "http://$sandbox_listen/sandbox/api/demo-project"
  curl --silent --fail "http://$sandbox_listen/sandbox/api/demo-project" >.local/bench/project.json
  while IFS= read -r line; do
    case "$line" in *=*) export "${line?}" ;; esac
  done < <(curl --silent --fail "http://$sandbox_listen/sandbox/api/demo-env")
  output=$("$autoflow" project apply .local/bench/project.json)
  github_target=$(printf '%s\n' "$output" | grep -oE 'https?://[^ ]*/webhooks/github/[A-Za-z0-9_-]+' | head -n 1)
  [ -n "$github_target" ] || fail "project apply printed no GitHub webhook address"
  github_secret=$(project_secret github webhook_secret)
  project_slug=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["slug"])' .local/bench/project.json)
  repository=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["github"]["repositories"][0]["name"])' .local/bench/project.json)
}

# project_secret SYSTEM KEY: the value of a secret the project file names by its environment variable.
project_secret() {
  local variable
  variable=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]][sys.argv[3]]["env"])' .local/bench/project.json "$1" "$2")
  printf '%s' "${!variable}"
}

# bench_serve ARGUMENTS...: starts the server; sets serve_pid.
bench_serve() {
  if port_taken "$bench_listen"; then fail "$bench_listen is in use"; fi
  start serve "$autoflow" serve "$@"
  serve_pid=${children[-1]}
  wait_for serve "$bench_address/livez"
}

# bench_delivery: makes a signed 10 KB delivery, sends it once, and exports it for webhook.lua.
bench_delivery() {
  local code
  WEBHOOK_BODY=.local/bench/delivery.json
  WEBHOOK_PATH=/webhooks/github/${github_target##*/}
  python3 Benchmarks/lib/delivery.py "$repository" >"$WEBHOOK_BODY"
  WEBHOOK_SIGNATURE="sha256=$(openssl dgst -sha256 -hmac "$github_secret" -r "$WEBHOOK_BODY" | cut -d' ' -f1)"
  export WEBHOOK_BODY WEBHOOK_PATH WEBHOOK_SIGNATURE
  code=$(curl --silent --output /dev/null --write-out '%{http_code}' --data-binary "@$WEBHOOK_BODY" --header 'Content-Type: application/json'     --header 'X-GitHub-Event: pull_request' --header 'X-GitHub-Delivery: 00000000-0000-4000-8000-000000000000'     --header "X-Hub-Signature-256: $WEBHOOK_SIGNATURE" "$bench_address$WEBHOOK_PATH")
  [ "$code" = 200 ] || fail "the delivery was answered $code"
}

# bench_login: makes the first admin and signs in; sets session_cookie to NAME=VALUE. INIT_ADMIN_TOKEN has to be exported before bench_serve.
bench_login() {
  local jar=.local/bench/cookies
  rm -f "$jar"
  post_form "$jar" /init --data-urlencode "token=$INIT_ADMIN_TOKEN"
  post_form "$jar" /login
  session_cookie=$(awk 'NF == 7 && $6 ~ /session$/ { print $6 "=" $7 }' "$jar")
  [ -n "$session_cookie" ] || fail "login set no cookie"
}

# post_form JAR PATH CURL-ARGUMENTS...: posts user name and password from the same origin.
post_form() {
  local jar=$1 path=$2
  shift 2
  curl --silent --show-error --output /dev/null --cookie "$jar" --cookie-jar "$jar" \
    --header "Origin: $bench_address" --header 'Sec-Fetch-Site: same-origin' \
    --data-urlencode username=bench --data-urlencode 'password=a long enough pass phrase' \
    --data-urlencode 'password_confirmation=a long enough pass phrase' "$@" "$bench_address$path"
}

# bench_sql FILE [VARIABLE=VALUE...]: runs a file of Benchmarks/sql in the database under test.
bench_sql() {
  local file=$1 settings=() setting
  shift
  for setting in "$@"; do settings+=("--set=$setting"); done
  postgres_psql "${settings[@]}" --file="Benchmarks/sql/$file" "$DATABASE_URL"
}

# pgbench_rate CLIENTS FILE ARGUMENTS...: with the settings of pgbench_settings, if any; transactions a second of a script, without the time to connect. Row-level security binds it as it binds us.
pgbench_rate() {
  local clients=$1 file=$2 threads output
  shift 2
  threads=$((clients < 2 ? clients : 2))
  output=$(PGOPTIONS="-c role=autoflow_app -c app.scope=system ${pgbench_settings:-}" "$postgres_programs/pgbench" --no-vacuum --protocol=prepared --client="$clients" --jobs="$threads" --time="$BENCH_SECONDS" \
    --file="$file" "$@" "$DATABASE_URL" 2>&1) || fail "pgbench failed: $(printf '%s' "$output" | tail -n 3)"
  printf '%s\n' "$output" | awk '$1 == "tps" { print $3 }'
}
