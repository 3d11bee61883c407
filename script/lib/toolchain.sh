# The Swift toolchain and the one way this project is built. Sourced, not run; needs log.sh.

# The oldest toolchain that knows every setting of Package.swift.
oldest_swift=6.2

# An import that Package.swift does not list is an error, not luck.
build_flags=(--explicit-target-dependency-import-check error)

# toolchain_check: ends the script with the reason when there is no usable Swift.
toolchain_check() {
  local version
  command -v swift >/dev/null 2>&1 ||
    fail "swift was not found: install Swift 6.3 (https://www.swift.org/install/linux/) and put its usr/bin on PATH" 2
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || fail "'swift --version' does not work: $(swift --version 2>&1 | head -n 3)" 2
  [ "$(printf '%s\n' "$oldest_swift" "$version" | sort -V | head -n 1)" = "$oldest_swift" ] ||
    fail "Swift $version is too old: $oldest_swift or newer is needed, 6.3 is what the project is made with" 2
}

# release_build: builds the product for use; sets `autoflow` to its path.
release_build() {
  say "Building the release (minutes the first time, seconds afterwards)"
  swift build -c release --static-swift-stdlib --product autoflow "${build_flags[@]}" >&2 ||
    fail "the release build failed"
  autoflow="$(swift build -c release --static-swift-stdlib --product autoflow --show-bin-path)/autoflow"
  [ -x "$autoflow" ] || fail "the build left no program at $autoflow"
}
