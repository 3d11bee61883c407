# Plain messages of the scripts. Sourced, not run.
# Everything goes to standard error, so that a test runner's closing line stays the last one on standard output.

# say MESSAGE: one line about what happens now.
say() {
  printf '==> %s\n' "$*" >&2
}

# note MESSAGE: a detail below the last `say`.
note() {
  printf '    %s\n' "$*" >&2
}

# fail MESSAGE [CODE]: ends the script. Exit code 1 unless told: the work failed; 2: the arguments or the configuration are wrong.
fail() {
  printf 'error: %s\n' "$1" >&2
  exit "${2:-1}"
}
