# Measuring and reporting. Sourced by script/bench.

# median: of the numbers on standard input, one a line.
median() {
  sort -g | awk '{ value[NR] = $1 } END { if (NR == 0) exit 1; print (NR % 2) ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# compare NAME OURS LIMIT OPERATOR TARGET UNIT: prints a result whose ratio OURS / LIMIT is held against the target.
compare() {
  [ -n "$2" ] && [ -n "$3" ] || fail "$1: nothing was measured"
  awk -v name="$1" -v ours="$2" -v limit="$3" -v operator="$4" -v target="$5" -v unit="$6" 'BEGIN {
    ratio = limit > 0 ? ours / limit : 0
    met = operator == ">=" ? ratio >= target : ratio <= target
    printf "%s\t%.4g %s\t%.4g %s\t%.2f\t%s %s\t%s\n", name, ours, unit, limit, unit, ratio, operator, target, met ? "met" : "missed"
  }'
}

# bound NAME OURS OPERATOR TARGET UNIT: prints a result that is held against the target itself.
bound() {
  [ -n "$2" ] || fail "$1: nothing was measured"
  awk -v name="$1" -v ours="$2" -v operator="$3" -v target="$4" -v unit="$5" 'BEGIN {
    met = operator == ">=" ? ours >= target : ours <= target
    printf "%s\t%.4g %s\t-\t-\t%s %s %s\t%s\n", name, ours, unit, operator, target, unit, met ? "met" : "missed"
  }'
}

# cpu_microseconds PID...: user and system time the processes have used so far.
cpu_microseconds() {
  local pid total=0 ticks
  for pid in "$@"; do
    ticks=$(sed 's/.*) //' "/proc/$pid/stat" | awk '{ print $12 + $13 }')
    total=$((total + ticks))
  done
  echo $((total * 1000000 / $(getconf CLK_TCK)))
}

# resident_megabytes PID [FIELD]: VmRSS, or VmHWM for the highest so far.
resident_megabytes() {
  awk -v field="${2:-VmRSS}:" '$1 == field { printf "%.1f\n", $2 / 1024 }' "/proc/$1/status"
}

# load OUTPUT ARGUMENTS...: one run of wrk; fails when an answer was not 2xx or a connection broke. An answer may take long: on cores that wrk, the
# product and Postgres share, a process may have to wait for its turn, and that belongs into the latency.
load() {
  local output=$1
  shift
  wrk --latency --timeout 20s -d "${BENCH_SECONDS}s" -t2 "$@" >"$output" || fail "wrk failed: $*"
  ! grep -E 'Non-2xx|Socket errors' "$output" >&2 || fail "wrk saw failed requests: $*"
}

# rate OUTPUT, requests OUTPUT, p50 OUTPUT, p99 OUTPUT: requests a second, their number, and milliseconds, as wrk reported them.
rate() {
  awk '$1 == "Requests/sec:" { print $2 }' "$1"
}

requests() {
  awk '$2 == "requests" && $3 == "in" { print $1 }' "$1"
}

p50() { percentile 50 "$1"; }

p99() { percentile 99 "$1"; }

percentile() {
  awk -v row="$1%" '$1 == row { value = $2; scale = value ~ /us$/ ? 0.001 : value ~ /ms$/ ? 1 : 1000; sub(/[a-z]+$/, "", value); print value * scale }' "$2"
}

# machine: what it ran on, without names.
machine() {
  local memory
  memory=$(awk '$1 == "MemTotal:" { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo)
  printf '%s cores (%s), %s memory, Linux %s, %s, PostgreSQL %s; load generator and database on the same cores' \
    "$(nproc)" "$(awk -F': ' '$1 ~ /^model name/ { print $2; exit }' /proc/cpuinfo)" "$memory" "$(uname -r | grep -oE '^[0-9]+\.[0-9]+')" \
    "$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9.]+' | head -n 1)" \
    "$("$postgres_programs/postgres" --version | grep -oE '[0-9.]+' | head -n 1)"
}

# report RESULTS BROKEN: one section of Benchmarks/RESULTS.md.
report() {
  printf '\n## %s, %s\n\n%s. %s rounds of %s s, medians.\n\n' \
    "$(date -u '+%Y-%m-%d %H:%M UTC')" "$(revision)" "$(machine)" "$BENCH_ROUNDS" "$BENCH_SECONDS"
  printf '| case | ours | limit | ratio | target | verdict |\n|---|---|---|---|---|---|\n'
  awk -F '\t' 'NF == 6 { printf "| %s | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $6 }' "$1"
  [ -z "$2" ] || printf '\nCould not be measured:%s.\n' "$2"
}

# revision: the commit that was measured.
revision() {
  local hash
  hash=$(git rev-parse --short HEAD 2>/dev/null) || { echo "no commit"; return; }
  if git diff --quiet HEAD -- Sources Templates Migrations Package.swift 2>/dev/null; then echo "commit $hash"; else echo "commit $hash with changes"; fi
}
