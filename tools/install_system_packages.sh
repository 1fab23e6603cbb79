#!/usr/bin/env bash
# Install the Debian packages that the tests use and that are not there yet.
set -euo pipefail
cd "$(dirname "$0")/.."

# A tool that came from elsewhere (a newer Node, say) is as good as the package of that name.
provided() {
  case "$1" in
    nodejs) command -v node ;;
    clamav-daemon) [[ -x /usr/sbin/clamd ]] || command -v clamd ;;
    postgresql) ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb ;;
    *) command -v "$1" ;;
  esac >/dev/null
}

missing=()
while read -r package; do
  [[ -z "$package" || "$package" == \#* ]] && continue
  provided "$package" || missing+=("$package")
done <tools/system_packages.txt
[[ ${#missing[@]} -eq 0 ]] && exit 0

as_root=()
if [[ $EUID -ne 0 ]]; then
  command -v sudo >/dev/null || { echo "install these as root, then try again: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing ${missing[*]} …"
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
