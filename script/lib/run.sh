# What script/server and script/bench start, watch and stop. Sourced, not run; needs log.sh and postgres.sh.

children=()
child_names=()
attended=
own_postgres=

# alone_in_folder: one script/server or script/bench per folder, for they share the database server in .local/.
alone_in_folder() {
  exec 9>.local/server.lock
  flock --nonblock 9 || fail "script/server or script/bench is running in this folder already: stop it first"
}

# start NAME COMMAND...: runs a child in the background, its output in .local/log/NAME.log. It ends when this script does, even if that is killed.
start() {
  local name=$1
  shift
  mkdir -p .local/log
  setpriv --pdeathsig TERM -- "$@" >".local/log/$name.log" 2>&1 9>&- </dev/null &
  children+=("$!")
  child_names+=("$name")
}

# attend COMMAND...: runs it to its end and returns its exit code; a signal to this script reaches it too.
attend() {
  local code=0
  setpriv --pdeathsig TERM -- "$@" 9>&- </dev/null &
  attended=$!
  wait "$attended" || code=$?
  attended=
  return "$code"
}

# stop_all: ends every child, then Postgres if this script started it. Safe to call twice.
stop_all() {
  local code=$? index
  trap '' INT TERM HUP
  trap - EXIT
  if [ -n "$attended" ]; then kill -TERM "$attended" 2>/dev/null || true; fi
  for ((index = ${#children[@]} - 1; index >= 0; index--)); do
    kill -TERM "${children[index]}" 2>/dev/null || true
  done
  for ((index = ${#children[@]} - 1; index >= 0; index--)); do
    end_within_seconds "${children[index]}" 12
  done
  if [ -n "$own_postgres" ]; then postgres_stop force >/dev/null 2>&1 || true; fi
  exit "$code"
}

# end_within_seconds PID SECONDS: waits for a child that was told to end, and kills it when the time is over.
end_within_seconds() {
  local deadline=$((SECONDS + $2))
  while kill -0 "$1" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# first_dead_child: prints the name of a child that has ended, if there is one.
first_dead_child() {
  local index
  for index in "${!children[@]}"; do
    if ! kill -0 "${children[index]}" 2>/dev/null; then
      printf '%s\n' "${child_names[index]}"
      return 0
    fi
  done
}

# fail_with_log NAME MESSAGE: ends the script with the last lines of a child's log.
fail_with_log() {
  tail -n 20 ".local/log/$1.log" >&2 || true
  fail "$2 (all of its log: .local/log/$1.log)"
}

# wait_for NAME URL: until the child's address answers 200; at most 30 seconds.
wait_for() {
  local deadline=$((SECONDS + 30))
  until curl --silent --fail --output /dev/null --max-time 2 "$2"; do
    [ -z "$(first_dead_child)" ] || fail_with_log "$1" "$1 ended right after its start"
    [ "$SECONDS" -lt "$deadline" ] || fail_with_log "$1" "$1 does not answer at $2"
    sleep 0.1
  done
}

# wait_until_ready: until the product says that it can serve.
wait_until_ready() {
  case "$AUTOFLOW_LISTEN" in
    unix:*) wait_for_socket "${AUTOFLOW_LISTEN#unix:}" ;;
    *) wait_for serve "http://$(reachable "$AUTOFLOW_LISTEN")/readyz" ;;
  esac
}

# wait_for_socket PATH: the same over a Unix socket.
wait_for_socket() {
  local deadline=$((SECONDS + 30))
  until curl --silent --fail --output /dev/null --max-time 2 --unix-socket "$1" http://localhost/readyz; do
    [ -z "$(first_dead_child)" ] || fail_with_log serve "serve ended right after its start"
    [ "$SECONDS" -lt "$deadline" ] || fail_with_log serve "serve does not answer on $1"
    sleep 0.1
  done
}

# reachable ADDRESS:PORT: the same with an address a client on this machine can use.
reachable() {
  case "$1" in
    0.0.0.0:*) printf '127.0.0.1:%s\n' "${1##*:}" ;;
    '[::]':*) printf '[::1]:%s\n' "${1##*:}" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# port_taken ADDRESS:PORT: whether something listens there already.
port_taken() {
  local address
  address=$(reachable "$1")
  local host=${address%:*}
  host=${host#[}
  host=${host%]}
  (exec 3<>"/dev/tcp/$host/${address##*:}") 2>/dev/null
}

# choose_addresses: where the product and the sandbox listen; a taken port ends the script before anything is built.
choose_addresses() {
  export AUTOFLOW_LISTEN="${AUTOFLOW_LISTEN:-127.0.0.1:8080}"
  case "$AUTOFLOW_LISTEN" in
    unix:*)
      [ -n "${AUTOFLOW_PUBLIC_URL:-}" ] ||
        fail "AUTOFLOW_PUBLIC_URL has to be set when AUTOFLOW_LISTEN is a Unix socket: the address people and webhooks use" 2
      ;;
    *:*)
      if port_taken "$AUTOFLOW_LISTEN"; then
        fail "$AUTOFLOW_LISTEN is in use: stop what listens there, or set AUTOFLOW_LISTEN=address:port"
      fi
      export AUTOFLOW_PUBLIC_URL="${AUTOFLOW_PUBLIC_URL:-http://$(reachable "$AUTOFLOW_LISTEN")}"
      ;;
    *) fail "AUTOFLOW_LISTEN is '$AUTOFLOW_LISTEN': address:port or unix:PATH is needed" 2 ;;
  esac
  choose_sandbox_address
}

# choose_sandbox_address: SANDBOX_LISTEN, or the first free port from 8090 on.
choose_sandbox_address() {
  local port
  if [ -n "${SANDBOX_LISTEN:-}" ]; then
    sandbox_listen=$SANDBOX_LISTEN
    if port_taken "$sandbox_listen"; then fail "$sandbox_listen is in use: set SANDBOX_LISTEN=address:port"; fi
    return
  fi
  for ((port = 8090; port < 8190; port++)); do
    sandbox_listen=127.0.0.1:$port
    if [ "$sandbox_listen" != "$AUTOFLOW_LISTEN" ] && ! port_taken "$sandbox_listen"; then return; fi
  done
  fail "no free port for the sandbox between 8090 and 8189: set SANDBOX_LISTEN=address:port"
}

# prepare_database NAME: DATABASE_URL as it is, or a database of that name in the embedded Postgres. A demonstration's is made anew.
prepare_database() {
  if [ -n "${DATABASE_URL:-}" ]; then
    say "Using the database of DATABASE_URL"
    return
  fi
  say "Starting the embedded Postgres"
  postgres_install
  own_postgres=yes
  postgres_start 9>&-
  make_database "$1"
  DATABASE_URL=$(postgres_url "$1")
  export DATABASE_URL
}

# make_database NAME: creates it in the embedded Postgres unless it exists; one whose name ends in _run is made anew each time.
make_database() {
  local url
  url=$(postgres_url postgres)
  case "$1" in
    *_run) postgres_psql --command="DROP DATABASE IF EXISTS $1 WITH (FORCE)" "$url" ;;
  esac
  [ "$(postgres_psql --command="SELECT 1 FROM pg_database WHERE datname = '$1'" "$url")" = 1 ] ||
    postgres_psql --command="CREATE DATABASE $1" "$url"
}

# prepare_master_key: a key made once, readable by its owner only, unless the environment names one.
prepare_master_key() {
  [ -z "${AUTOFLOW_MASTER_KEY_FILE:-}${AUTOFLOW_MASTER_KEY:-}" ] || return 0
  export AUTOFLOW_MASTER_KEY_FILE="$PWD/.local/master.key"
  [ -s "$AUTOFLOW_MASTER_KEY_FILE" ] || (umask 077 && head -c 32 /dev/urandom | base64 >"$AUTOFLOW_MASTER_KEY_FILE")
}

# random_token: 32 hexadecimal digits.
random_token() {
  head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n'
}

# next_sandbox_number: where the sandbox's numbering begins. It forgets its world when it ends, the database does not: each start gets numbers of its own.
next_sandbox_number() {
  local count
  count=$(cat .local/sandbox-starts 2>/dev/null || echo 0)
  echo $((count + 1)) >.local/sandbox-starts
  echo $((count * 100))
}

# apply_demo_project: the project file and its secrets come from the sandbox, so both sides agree. Sets github_target, the project's webhook address.
apply_demo_project() {
  local secrets output
  say "Applying the project Demo"
  (umask 077 && curl --silent --fail "http://$sandbox_listen/sandbox/api/demo-project" >.local/demo.json) ||
    fail "the sandbox gave no project file"
  mapfile -t secrets < <(curl --silent --fail "http://$sandbox_listen/sandbox/api/demo-env" | grep '=')
  output=$(env "${secrets[@]}" "$autoflow" project apply .local/demo.json) || fail "project apply failed"
  printf '%s\n' "$output" >&2
  github_target=$(printf '%s\n' "$output" | sed -n 's#.*\(https\{0,1\}://[^ ]*/webhooks/github/[^ ]*\).*#\1#p')
}

# install_github_hook: what an owner does by hand in the settings of a repository. The Asana hooks the product makes by itself.
install_github_hook() {
  curl --silent --fail --output /dev/null --header 'Content-Type: application/json' --data "{\"url\": \"$github_target\"}" \
    "http://$sandbox_listen/sandbox/api/github-hook" || fail "the sandbox did not take the GitHub webhook"
}

# print_welcome: where everything is and how to get in.
print_welcome() {
  cat <<TEXT

Auto-Flow     $AUTOFLOW_PUBLIC_URL
Sandbox       http://$sandbox_listen/sandbox   (Asana, GitHub and the coding agent, to drive by hand)
First admin   $AUTOFLOW_PUBLIC_URL/init   with the token   $INIT_ADMIN_TOKEN
              (only while there is no user; afterwards $AUTOFLOW_PUBLIC_URL/login)
Logs          .local/log/
Ctrl-C stops everything.

TEXT
}

# watch_children: until one of them ends by itself, which is a failure.
watch_children() {
  local name
  wait -n "${children[@]}" || true
  name=$(first_dead_child)
  fail_with_log "${name:-serve}" "${name:-a child} ended by itself"
}
