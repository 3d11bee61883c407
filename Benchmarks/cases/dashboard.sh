# The dashboard's first page in a project of 100,000 tasks, with session and membership checked, against pgbench running the same statements.

bench_environment
bench_project
bench_sql tasks.sql "slug=$project_slug" count=100000
INIT_ADMIN_TOKEN=$(random_token)
export INIT_ADMIN_TOKEN
bench_serve --no-worker
bench_login

page="$bench_address/p/$project_slug"
html=.local/bench/dashboard.html
curl --silent --fail --header "Cookie: $session_cookie" "$page" >"$html" || fail "the dashboard does not answer 200"
rows=$(grep -oE "href=\"/p/$project_slug/t/[0-9]+\"" "$html" | sort -u | wc -l)
[ "$rows" -eq 25 ] || fail "the dashboard has $rows rows, not 25"

# What this page asks the database, with the variables that stand for $1, $2...
"$autoflow" statements | python3 Benchmarks/lib/statements.py session.in_project=token,slug pages.tasks=project,size,offset \
  pages.task_counts=project >.local/bench/dashboard.sql
variables=(
  -D "token=\\x$(printf %s "${session_cookie#*=}" | sha256sum | cut -d' ' -f1)" -D "slug=$project_slug" -D size=25 -D offset=0
  -D "project=$(postgres_psql --command="SELECT id FROM projects WHERE slug = '$project_slug'" "$DATABASE_URL")"
)

for ((round = 0; round < BENCH_ROUNDS; round++)); do
  for clients in 8 64; do
    load .local/bench/dashboard.txt -c"$clients" -H "Cookie: $session_cookie" "$page"
    rate .local/bench/dashboard.txt >>.local/bench/dashboard-$clients
    p99 .local/bench/dashboard.txt >>.local/bench/dashboard-p99-$clients
  done
  pgbench_rate 8 .local/bench/dashboard.sql "${variables[@]}" >>.local/bench/dashboard-limit
done

limit=$(median <.local/bench/dashboard-limit)
best=$(printf '%s\n' "$(median <.local/bench/dashboard-8)" "$(median <.local/bench/dashboard-64)" | sort -g | tail -n 1)
compare "dashboard of 25 rows in 100,000 (best of 8 and 64 connections)" "$best" "$limit" '>=' 0.6 "req/s"
note "p99 with 8 connections $(median <.local/bench/dashboard-p99-8) ms, with 64 $(median <.local/bench/dashboard-p99-64) ms"
