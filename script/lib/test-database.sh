# The Postgres of the tests: a cluster of its own, unless AUTOFLOW_TEST_DATABASE_URL names one. Sourced, not run; needs log.sh and postgres.sh.

stop_postgres=

# test_database_start: starts it and exports AUTOFLOW_TEST_DATABASE_URL.
test_database_start() {
  [ -z "${AUTOFLOW_TEST_DATABASE_URL:-}" ] || return 0
  say "Starting the test database"
  postgres_install
  stop_postgres=yes
  postgres_start test
  AUTOFLOW_TEST_DATABASE_URL=$(postgres_url postgres)
  export AUTOFLOW_TEST_DATABASE_URL
}

# test_database_stop: when this script started it. For `trap ... EXIT`.
test_database_stop() {
  if [ -n "$stop_postgres" ]; then postgres_stop >/dev/null 2>&1 || true; fi
}
