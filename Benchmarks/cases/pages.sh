# Every page of Benchmarks/pages.txt in a project of 100,000 tasks, against pgbench running the statements that this very page sent, as Postgres logged
# them; a page without statements against nginx sending the same bytes. Each measurement takes BENCH_PAGE_SECONDS (default 3), each is repeated.

BENCH_SECONDS=${BENCH_PAGE_SECONDS:-3}
# Those of the product's own sessions. No scope of row-level security: the statements bring theirs, and plans are made within it.
pgbench_settings='-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c app.scope='
folder=$PWD/.local/bench/pages
# Logs of earlier runs stand in the same file.
run=$(random_token)
mkdir -p "$folder/html"

# page_lines: name, route and path of each page.
page_lines() {
  sed -e '/^#/d' -e "s/{slug}/$project_slug/g" -e "s/{task}/$task/g" -e "s/{note}/$note/g" -e "s/{invite}/$invite/g" Benchmarks/pages.txt
}

# every_page_is_listed: or the case fails, naming the routes.
every_page_is_listed() {
  local missing
  missing=$(comm -23 <("$autoflow" routes | awk '$1 == "GET" && $3 != "static" && $4 !~ /^(health\.|root$|live$|init$|styleguide$|project\.new\.slug$)/ { print $2 }' | sort -u) \
    <(page_lines | cut -f2 | sort -u))
  [ -z "$missing" ] || fail "Benchmarks/pages.txt lacks $(printf '%s' "$missing" | tr '\n' ' ')"
}

# cookie_of NAME: the arguments that sign in; the log-in is for people who are not, and its second step for those who have done the first.
cookie_of() {
  case "$1" in
    login) ;;
    login-code) printf '%s\n' -H "Cookie: login=$challenge" ;;
    *) printf '%s\n' -H "Cookie: $session_cookie" ;;
  esac
}

# capture: logs what each page sends to Postgres. Once before, so that nothing is sent that only a first visit needs.
capture() {
  local name path arguments
  while IFS=$'\t' read -r name _ path asks; do
    mapfile -t arguments < <(cookie_of "$name")
    curl --silent --fail "${arguments[@]}" --output "$folder/html/$name.html" "$bench_address$path" || fail "$name does not answer 200"
    mark "$run-$name" begin
    curl --silent --fail "${arguments[@]}" --output /dev/null "$bench_address$path"
    mark "$run-$name" end
    python3 Benchmarks/lib/captured.py "$run-$name" <"$postgres_log" >"$folder/$name.sql"
  done < <(page_lines)
}

mark() {
  PGOPTIONS='-c log_statement=all' "$postgres_programs/psql" --no-psqlrc --quiet --output /dev/null --command="SELECT 'mark $1 $2'" "$DATABASE_URL"
}

# limit_of NAME: requests a second of the page's limit.
limit_of() {
  if [ -s "$folder/$1.sql" ]; then
    pgbench_rate 8 "$folder/$1.sql"
  else
    load "$folder/limit.txt" -c8 "http://$nginx_listen/$1.html"
    rate "$folder/limit.txt"
  fi
}

start_nginx() {
  cat >"$folder/nginx.conf" <<CONF
daemon off;
worker_processes auto;
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections 1024; }
http {
  access_log $folder/access.log combined;
  client_body_temp_path $folder/body;
  proxy_temp_path $folder/proxy;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  server {
    listen $nginx_listen reuseport;
    root $folder/html;
  }
}
CONF
  start nginx nginx -p "$folder" -c "$folder/nginx.conf"
  wait_for nginx "http://$nginx_listen/login.html"
}

bench_environment
bench_project
bench_sql tasks.sql "slug=$project_slug" count=100000
# A token of a log-in or an invitation is 43 characters.
invite=$(random_token)xxxxxxxxxxx
challenge=$(random_token)xxxxxxxxxxx
bench_sql pages.sql "slug=$project_slug" "invite=$invite"
note=$(postgres_psql --command="SELECT max(id) FROM project_notes" "$DATABASE_URL")
task=$(postgres_psql --command="SELECT min(id) FROM tasks" "$DATABASE_URL")
every_page_is_listed
INIT_ADMIN_TOKEN=$(random_token)
export INIT_ADMIN_TOKEN
postgres_psql --command="ALTER DATABASE $bench_database SET log_statement = 'all'" "$DATABASE_URL"
bench_serve --no-worker
bench_login
postgres_psql --set="challenge=$challenge" "$DATABASE_URL" --file=Benchmarks/sql/challenge.sql
capture
# The log would be part of what is measured: everybody connects again without it.
postgres_psql --command="ALTER DATABASE $bench_database RESET log_statement" \
  --command="SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()" \
  --output=/dev/null "$DATABASE_URL"
wait_for serve "$bench_address/readyz"
start_nginx

for ((round = 0; round < BENCH_ROUNDS; round++)); do
  while IFS=$'\t' read -r name _ path asks; do
    mapfile -t arguments < <(cookie_of "$name")
    load "$folder/load.txt" -c8 "${arguments[@]}" "$bench_address$path"
    rate "$folder/load.txt" >>"$folder/$name.rate"
    p50 "$folder/load.txt" >>"$folder/$name.p50"
    p99 "$folder/load.txt" >>"$folder/$name.p99"
    [ -n "$asks" ] || limit_of "$name" >>"$folder/$name.limit"
  done < <(page_lines)
done

while IFS=$'\t' read -r name _ _ asks; do
  if [ -n "$asks" ]; then
    bound "page $name, p99 with the sandbox's answer (p50 $(median <"$folder/$name.p50") ms)" "$(median <"$folder/$name.p99")" '<=' 100 "ms"
    continue
  fi
  if [ -s "$folder/$name.sql" ]; then against="pgbench, its $(grep -c ";$" "$folder/$name.sql") statements"; else against="nginx, the same bytes"; fi
  compare "page $name, 8 connections ($against)" "$(median <"$folder/$name.rate")" "$(median <"$folder/$name.limit")" '>=' 0.4 "req/s"
  bound "page $name, p99 (p50 $(median <"$folder/$name.p50") ms)" "$(median <"$folder/$name.p99")" '<=' 25 "ms"
done < <(page_lines)
