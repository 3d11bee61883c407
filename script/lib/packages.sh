# Debian packages, installed only when they are missing. Sourced, not run; needs log.sh.

# What the compiler and the linker need on a bare Debian 12 with only the Swift toolchain unpacked.
toolchain_packages=(
  binutils gcc libc6-dev libstdc++-12-dev libxml2 libncurses6 libedit2 libsqlite3-0 libz3-4 pkg-config tzdata
)

# The C libraries Package.swift names.
library_packages=(
  libpq-dev libssl-dev libcurl4-openssl-dev libargon2-dev zlib1g-dev libbrotli-dev
  libqrencode-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
)

# What the scripts themselves call: curl asks for readiness, python3 with pip fetches the embedded PostgreSQL.
script_packages=(
  ca-certificates curl git procps python3 python3-pip util-linux
)

# as_root COMMAND...: runs it as root, through sudo when the caller is somebody else.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo -- "$@"
  else
    fail "'$*' has to run as root: run this as root, or install sudo"
  fi
}

# quietly COMMAND...: its output appears only if it fails.
quietly() {
  local output
  output=$("$@" 2>&1 </dev/null) || {
    printf '%s\n' "$output" >&2
    return 1
  }
}

# missing_packages NAME...: prints those that are not installed.
missing_packages() {
  local name
  for name in "$@"; do
    case "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null || true)" in
      installed) ;;
      *) printf '%s\n' "$name" ;;
    esac
  done
}

# packages_install NAME...: installs what is missing, saying so first. Nothing missing: no network, no root, no output.
packages_install() {
  local missing
  command -v dpkg-query >/dev/null 2>&1 || {
    note "this is not Debian: make sure that you have what these packages carry: $*"
    return 0
  }
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -eq 0 ] && return 0
  say "Installing Debian packages: ${missing[*]}"
  quietly as_root apt-get update || fail "apt-get update failed: is the package mirror reachable?"
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" ||
    fail "apt-get could not install: ${missing[*]}"
}

# packages_for_build: everything a build and the embedded database need.
packages_for_build() {
  packages_install "${toolchain_packages[@]}" "${library_packages[@]}" "${script_packages[@]}"
}
