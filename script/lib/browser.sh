# Chromium and the Python packages that drive it. Sourced, not run; needs log.sh, packages.sh and postgres.sh.

# Debian's Chromium without its windows: half the time of the whole one, which draws its own bars even when it is headless. Inter comes first
# among the fonts of the pages, and each of these has Cyrillic.
browser_packages=(chromium-headless-shell fonts-inter fonts-liberation fonts-dejavu-core)

browser_folder=.local/browser

# browser_install: Chromium, fonts, and the packages of Tests/Browser/requirements.txt; sets AUTOFLOW_CHROMIUM and PYTHONPATH.
browser_install() {
  packages_install "${browser_packages[@]}"
  AUTOFLOW_CHROMIUM=${AUTOFLOW_CHROMIUM:-$(command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || true)}
  [ -x "$AUTOFLOW_CHROMIUM" ] || fail "the browser tests need Chromium: install the package chromium-headless-shell, or name the program in AUTOFLOW_CHROMIUM" 2
  export AUTOFLOW_CHROMIUM
  mkdir -p "$browser_folder"
  browser_python_install
}

# browser_python_install: into a folder of their own, so that neither python3-venv nor the right to change the system's Python is needed.
browser_python_install() {
  local wanted folder=$PWD/$browser_folder/python
  wanted="$(python3 --version) $(sha256sum <Tests/Browser/requirements.txt)"
  if [ "$(cat "$folder/.made-from" 2>/dev/null)" != "$wanted" ]; then
    say "Installing the packages of Tests/Browser/requirements.txt into $browser_folder/python"
    rm -rf "$folder"
    quietly python3 -m pip install --disable-pip-version-check --no-compile --only-binary=:all: --require-hashes \
      --target "$folder" --requirement Tests/Browser/requirements.txt || fail "pip could not install the packages of the browser tests"
    printf '%s\n' "$wanted" >"$folder/.made-from"
  fi
  export PYTHONPATH=$folder PYTHONDONTWRITEBYTECODE=1
}

# browser_environment: what Tests/Browser reads: the program under test, a server to make databases on, and psql to do it with.
browser_environment() {
  AUTOFLOW=$(swift build --show-bin-path "${build_flags[@]}")/autoflow
  [ -x "$AUTOFLOW" ] || fail "there is no program at $AUTOFLOW"
  export AUTOFLOW
  postgres_install
  export AUTOFLOW_PSQL=$postgres_programs/psql
}

# browser_python ARGUMENTS...: python3 with those packages; ended after 30 minutes, with SIGINT first so that it ends what it started.
browser_python() {
  timeout --foreground --signal=INT --kill-after=30 1800 python3 "$@"
}

# browser_processes: one for each core, which its Chromium keeps busy, with 1.5 GB of free memory for each; at most 8.
browser_processes() {
  awk -v cores="$(nproc)" '$1 == "MemAvailable:" {
    count = cores; room = int($2 / 1.5e6)
    if (count > room) count = room
    print (count < 1 ? 1 : (count > 8 ? 8 : count))
  }' /proc/meminfo
}

# browser_tests [FILTER]: all of Tests/Browser, or the tests whose names fit a filter as pytest's -k takes it.
browser_tests() {
  local filter=()
  [ $# -eq 0 ] || filter=(-k "$*")
  browser_python -m pytest --numprocesses="$(browser_processes)" --config-file=Tests/Browser/pytest.ini --rootdir=Tests/Browser "${filter[@]}" Tests/Browser
}
