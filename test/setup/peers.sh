#!/usr/bin/env bash
# Makes the independent tools available against which the tests compare Sabut. On Debian, as root, it installs those
# that are missing and names each; anywhere else it names what is absent, and the tests that need it say that they skip.
# SABUT_INSTALL_PEERS=no keeps it from installing.
set -euo pipefail

# package : what it is recognised by (a command, or a file)
peers='
hashdeep:hashdeep
libimage-exiftool-perl:exiftool
file:file
strace:strace
openssl:openssl
xxd:xxd
bubblewrap:bwrap
ffmpeg:ffmpeg
p7zip-full:7z
chromium:chromium
fonts-noto-core:/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf
'

is_there() {
  case $1 in
    /*) [ -e "$1" ] ;;
    # Any browser of the family serves the interface's tests.
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome || command -v microsoft-edge ;;
    7z) command -v 7z || command -v 7zz ;;
    *) command -v "$1" ;;
  esac >/dev/null 2>&1
}

missing=''
for peer in $peers; do
  is_there "${peer#*:}" || missing="$missing ${peer%%:*}"
done
missing=${missing# }
if [ -z "$missing" ]; then
  echo 'Peers: every tool that the tests compare with is here.'
  exit 0
fi

if [ "${SABUT_INSTALL_PEERS:-yes}" = yes ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Peers: installing $missing (tools that the tests compare Sabut with; Sabut itself needs none of them)"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq </dev/null >/dev/null 2>&1 || echo 'Peers: apt-get update failed; trying with the lists that are here.'
  for package in $missing; do
    if apt-get install -y -qq --no-install-recommends "$package" </dev/null >/dev/null 2>&1; then
      echo "Peers: installed $package"
    else
      echo "Peers: could not install $package; the tests that need it are skipped, and named at the end"
    fi
  done
else
  echo "Peers: absent: $missing"
  echo 'Peers: the tests that need them are skipped, and named at the end. On Debian: apt-get install' "$missing"
fi
