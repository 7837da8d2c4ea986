#!/bin/sh
# Installs Continuity below ~/.local, or below another prefix; needs no rights but yours.
#
#   curl -fsSL @REPOSITORY@/releases/latest/download/install.sh | sh
#   sh install.sh [--prefix=DIR] [--version=X.Y.Z] [--uninstall]
#
# CONTINUITY_DOWNLOADS names another place than the release's for the tarball and SHA256SUMS. What is downloaded is unpacked only when its
# checksum is right, and put in place with a rename, so that a running program is never half replaced.
set -eu

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

# Everything is in a function until the last line, so that a script that breaks off in the download does nothing.
main() {
  version="@VERSION@"
  repository="@REPOSITORY@"
  prefix="${HOME:?HOME is not set}/.local"
  uninstall=
  for argument in "$@"; do
    case $argument in
      --prefix=*) prefix=${argument#--prefix=} ;;
      --version=*) version=${argument#--version=} ;;
      --uninstall) uninstall=1 ;;
      -h | --help)
        echo "sh install.sh [--prefix=DIR] [--version=X.Y.Z] [--uninstall]"
        exit 0
        ;;
      *) fail "there is no option $argument; there are --prefix=DIR, --version=X.Y.Z and --uninstall" ;;
    esac
  done
  case $prefix in
    /*) ;;
    *) fail "--prefix is to be a whole path, not \`$prefix\`" ;;
  esac
  case $version in
    *[!0-9A-Za-z.+~-]* | '') fail "\`$version\` is no version" ;;
  esac

  # What goes where; the tarball is laid out the same.
  files="share/man/man1/continuity.1
share/bash-completion/completions/continuity
share/zsh/site-functions/_continuity
share/fish/vendor_completions.d/continuity.fish
share/doc/continuity/README.md
share/doc/continuity/LICENSE
share/doc/continuity/NOTICES
share/doc/continuity/continuity.cdx.json"

  if [ -n "$uninstall" ]; then
    [ -e "$prefix/bin/continuity" ] || fail "there is no continuity in $prefix/bin"
    echo "$files" | while read -r file; do rm -f "$prefix/$file"; done
    rmdir "$prefix/share/doc/continuity" 2>/dev/null || true
    rm -f "$prefix/bin/continuity"
    echo "Took $prefix/bin/continuity away. Your memories are in ~/.continuity still; agents that \`continuity init\` connected name the program still."
    exit 0
  fi

  # Which tarball

  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    *) fail "there is no release for $(uname -s). With Swift 6.2 or newer it can be built: $repository" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) if [ "$system" = macos ]; then machine=arm64; else machine=aarch64; fi ;;
    *) fail "there is no release for $(uname -m). With Swift 6.2 or newer it can be built: $repository" ;;
  esac
  if [ "$system" = linux ] && ! getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
    fail "this system's C library is not glibc, which the release needs. With Swift 6.2 or newer it can be built: $repository"
  fi
  name="continuity-$version-$system-$machine"
  downloads=${CONTINUITY_DOWNLOADS:-$repository/releases/download/v$version}
  # A release comes over TLS or not at all; another place is the caller's choice.
  secure="--proto =https --tlsv1.2"
  if [ -n "${CONTINUITY_DOWNLOADS:-}" ]; then secure=; fi

  if command -v sha256sum >/dev/null 2>&1; then
    sum() { sha256sum "$1" | cut -d' ' -f1; }
  elif command -v shasum >/dev/null 2>&1; then
    sum() { shasum -a 256 "$1" | cut -d' ' -f1; }
  else
    fail "neither sha256sum nor shasum is there, and nothing is installed unchecked"
  fi
  if command -v curl >/dev/null 2>&1; then
    # shellcheck disable=SC2086 # several words
    fetch() { curl -fsSL $secure --retry 2 -o "$2" "$1"; }
  elif command -v wget >/dev/null 2>&1; then
    fetch() { wget -q -O "$2" "$1"; }
  else
    fail "neither curl nor wget is there"
  fi

  folder=$(mktemp -d "${TMPDIR:-/tmp}/continuity.XXXXXX")
  new=
  trap 'rm -rf "$folder"; [ -z "$new" ] || rm -f "$new"' EXIT
  trap 'exit 1' HUP INT TERM

  echo "Downloading $name"
  fetch "$downloads/SHA256SUMS" "$folder/SHA256SUMS" || fail "$downloads/SHA256SUMS cannot be downloaded"
  expected=$(awk -v name="$name.tar.gz" '$2 == name || $2 == "*" name { print $1; exit }' "$folder/SHA256SUMS")
  [ -n "$expected" ] || fail "the release has no $name.tar.gz. With Swift 6.2 or newer it can be built: $repository"
  fetch "$downloads/$name.tar.gz" "$folder/$name.tar.gz" || fail "$downloads/$name.tar.gz cannot be downloaded"
  found=$(sum "$folder/$name.tar.gz")
  [ "$found" = "$expected" ] || fail "the checksum of $name.tar.gz is wrong, and nothing was installed: it is $found and should be $expected"
  tar -xzf "$folder/$name.tar.gz" -C "$folder"

  # It must run here before it replaces one that does.
  "$folder/$name/bin/continuity" version >/dev/null 2>"$folder/reason" \
    || fail "the program does not run on this system, and nothing was installed: $(head -n 1 "$folder/reason")"

  old=
  if [ -x "$prefix/bin/continuity" ]; then
    old=$("$prefix/bin/continuity" version 2>/dev/null | head -n 1) || old=
    case $old in
      "continuity "*) ;;
      *) fail "$prefix/bin/continuity is there and is another program. Move it away, or take another --prefix" ;;
    esac
  fi
  mkdir -p "$prefix/bin" || fail "$prefix/bin cannot be made"
  echo "$files" | while read -r file; do
    mkdir -p "$prefix/${file%/*}"
    cp "$folder/$name/$file" "$prefix/$file"
  done
  new="$prefix/bin/.continuity.$$"
  cp "$folder/$name/bin/continuity" "$new"
  chmod 755 "$new"
  mv -f "$new" "$prefix/bin/continuity"
  new=

  if [ -n "$old" ]; then echo "Installed $prefix/bin/continuity, version $version ($old was there)"; else echo "Installed $prefix/bin/continuity, version $version"; fi
  first=$(command -v continuity 2>/dev/null) || first=
  if [ -z "$first" ]; then
    echo "$prefix/bin is not on your PATH. Put this into your shell's profile:  export PATH=\"$prefix/bin:\$PATH\""
  elif [ "$first" != "$prefix/bin/continuity" ]; then
    echo "Another continuity stands before it on your PATH: $first"
  fi
  echo "Next: continuity init connects the agents on this machine, and shows each change first."
}

main "$@"
