#!/usr/bin/env bash
# Install what the system must give, on Debian 12+ and Ubuntu 24.04+.
#
#   packaging/system-packages.sh GROUP [--list]
#
#   python  an interpreter that can make a virtual environment
#   run     python, and what the programs need (demo, run)
#   test    run, and what their tests need
#
# Asks dpkg first: when all is there, it changes nothing and needs no rights.
# --list prints the names that are missing and stops.
set -euo pipefail

# A line a package; "a|b" is one package under its old and its new name.
RUN_PACKAGES=(
    ca-certificates
    fonts-noto-cjk                    # without it Chinese is boxes
    libasound2-plugins                # PortAudio reaches a sound server through it
    libdbus-1-3
    libegl1
    libfontconfig1
    libgl1
    "libglib2.0-0t64|libglib2.0-0"    # renamed in Debian 13, Ubuntu 24.04
    libportaudio2                     # sounddevice looks for the system's
    libwayland-cursor0
    libxcb-cursor0
    libxcb-icccm4
    libxcb-keysyms1
    libxcb-shape0
    libxcb-xkb1
    libxkbcommon-x11-0
    libxkbcommon0
    pulseaudio-utils                  # pactl: which headset is plugged in
)
TEST_PACKAGES=(
    "chromium|chromium-browser"       # the console in a real browser; Ubuntu's second name
    dbus                              # the kiosk's own session: message bus
    gcc                               # builds the slow disk of the fault tests
    ibus                              # Chinese is typed in the session's tests
    ibus-libpinyin
    ibus-table-wubi
    libc6-dev
    libglib2.0-bin                    # gsettings
    libfaketime                       # clocks that jump
    pulseaudio                        # a sound card without hardware
    x11-utils                         # xwininfo, xprop
    x11-xkb-utils                     # setxkbmap
    x11-xserver-utils                 # xrandr, xset, xsetroot
    xauth
    xdotool                           # types into a real window
    xvfb
)

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

is_installed() {
    [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

is_known_to_apt() {
    # "Candidate: (none)" is what a renamed package says: a name with nothing behind it.
    local policy
    policy="$(LC_ALL=C apt-cache policy "$1" 2>/dev/null)"
    grep -q '^  Candidate: [^(]' <<<"$policy"
}

python_is_enough() {
    "${PYTHON:-python3}" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

missing() { # the packages asked for of which no name is installed
    local names name
    for names in "$@"; do
        for name in ${names//|/ }; do
            if is_installed "$name"; then continue 2; fi
        done
        printf '%s\n' "$names"
    done
}

names_to_install() { # of each package the name that this system knows
    local names name
    for names in "$@"; do
        for name in ${names//|/ }; do
            if is_known_to_apt "$name"; then
                printf '%s\n' "$name"
                continue 2
            fi
        done
        fail "This system's package sources have no ${names//|/ or }; see packaging/README.md."
    done
}

group="${1:-}"
wanted=()
if ! python_is_enough; then wanted+=(python3 python3-venv); fi
case "$group" in
    python) ;;
    run) wanted+=("${RUN_PACKAGES[@]}") ;;
    test) wanted+=("${RUN_PACKAGES[@]}" "${TEST_PACKAGES[@]}") ;;
    *) fail "usage: packaging/system-packages.sh python|run|test [--list]" ;;
esac
if [[ ${#wanted[@]} -eq 0 ]]; then exit 0; fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    printf 'Not a Debian or Ubuntu: see to it yourself that these are there: %s\n' \
        "${wanted[*]//|/ or }" >&2
    exit 0
fi

mapfile -t lacking < <(missing "${wanted[@]}")
if [[ "${2:-}" == --list ]]; then
    if [[ ${#lacking[@]} -gt 0 ]]; then printf '%s\n' "${lacking[@]}"; fi
    exit 0
fi
if [[ ${#lacking[@]} -eq 0 ]]; then exit 0; fi

as_root=()
if [[ "$(id -u)" -ne 0 ]]; then
    if ! sudo -n true 2>/dev/null; then
        fail "System packages are missing; an administrator must run once:" \
            "sudo $(cd "$(dirname "$0")" && pwd)/system-packages.sh $group"
    fi
    as_root=(sudo -n)
fi

echo "Installing system packages: ${lacking[*]//|/ or }"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update --quiet=2
chosen="$(names_to_install "${lacking[@]}")"
mapfile -t chosen_names <<<"$chosen"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet=2 --no-install-recommends "${chosen_names[@]}"
