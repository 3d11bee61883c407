# Checks of the sources that need no compiler. Sourced, not run; needs log.sh. Each prints what is wrong and returns 1.

# check_format: the formatter finds nothing to change.
check_format() {
  swift format lint --strict --parallel --recursive Package.swift Sources Tests >&2
}

# check_length: no Swift file over 400 lines: that is more than one idea.
check_length() {
  local long
  long=$(find Sources Tests -name '*.swift' -exec awk 'END { if (NR > 400) print FILENAME ": " NR " lines, at most 400" }' {} \;)
  [ -z "$long" ] || {
    printf '%s\n' "$long" >&2
    return 1
  }
}

# check_words: nothing unfinished, nothing that ends the process on outside input, no path of one person's machine.
check_words() {
  local found=0
  if grep -rnE '\b(TODO|FIXME|XXX)\b|fatalError\(|\btry!|\bas!' --include='*.swift' Sources >&2; then
    note "the lines above are unfinished or end the process: docs/STYLE.md"
    found=1
  fi
  if grep -rnIE '(^|[^A-Za-z0-9._/-])/(home|Users|root|work|mnt)/' \
    Package.swift Sources Tests Templates Public Migrations script docs Benchmarks ./*.md >&2; then
    note "the lines above name a path of one machine"
    found=1
  fi
  if find Sources -name '*.swift' | grep -E '(Manager|Helper|Helpers|Util|Utils|Common|Misc|Base|Service|Info)\.swift$' >&2; then
    note "the names above say nothing: docs/STYLE.md"
    found=1
  fi
  return "$found"
}
