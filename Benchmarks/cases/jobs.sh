# The queue with an empty handler: jobs a second, and how long a job waits for its start at 500 a second. `bench-jobs` prints name<TAB>value lines.

bench_environment
figures=$(timeout 180 "$autoflow" bench-jobs)
printf '%s\n' "$figures" >&2

# figure NAME: one of the values.
figure() {
  printf '%s\n' "$figures" | awk -F '\t' -v name="$1" '$1 == name { print $2; found = 1 } END { exit !found }' || fail "bench-jobs printed no $1"
}

bound "jobs with an empty handler" "$(figure jobs_per_second)" '>=' 5000 "jobs/s"
bound "insert to start at 500 jobs/s, p99" "$(figure start_p99_ms)" '<=' 25 "ms"
