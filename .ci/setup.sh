# Sourced by ./play and ./check: which packages are needed, and installing those that are missing. Debian 12, Ubuntu and what descends from them.

# To build and play.
packages_play="build-essential cmake ninja-build pkg-config ccache python3
  libsdl2-dev libsdl2-image-dev libsdl2-mixer-dev libsdl2-ttf-dev libfontconfig-dev libenet-dev libsodium-dev
  libfmt-dev libtomlplusplus-dev libcli11-dev libxxhash-dev libzstd-dev libgtest-dev libgmock-dev
  librsvg2-bin csound vorbis-tools fonts-dejavu-core fonts-wqy-microhei"
# To check as well: a virtual screen with a keyboard, the style tools.
packages_check="$packages_play xvfb xauth xdotool x11-utils sox libgl1-mesa-dri clang-format-14 clang-tidy-14 python3-numpy iproute2 nftables"
# To compare compilers (./check hashes): the second one.
packages_hashes="$packages_check clang-14"

say() { printf '%s\n' "$*" >&2; }

# install_missing PACKAGE...: names what is missing and installs it, through sudo where we are not root. Asks nothing.
install_missing() {
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        command -v cmake >/dev/null 2>&1 && command -v ninja >/dev/null 2>&1 && return 0
        say "This system has no apt-get. Wingmate needs what these Debian packages hold:"
        say "  $(echo "$@")"
        say "Going on in case they are here under other names."
        return 0
    fi
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')
    missing=$(printf '%s\n' "$@" | grep -vxF -- "$installed" | tr '\n' ' ' || true)
    [ -n "$missing" ] || return 0
    say "Installing: $missing"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || { say "Please install these packages as root, then start again: apt-get install $missing"; exit 1; }
        as_root=sudo
    fi
    log=$(mktemp)
    # shellcheck disable=SC2086  # a list of words
    if ! { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
           $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        say "The packages could not be installed; see above."
        exit 1
    fi
    rm -f "$log"
}

# configure_and_build PRESET [TARGET...]: quiet unless something has to be built or goes wrong.
configure_and_build() {
    preset=$1
    shift
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "Preparing the build '$preset'"
        mkdir -p "build/$preset"
        if ! cmake --preset "$preset" >"build/$preset/configure.log" 2>&1; then
            cat "build/$preset/configure.log" >&2
            say "The build could not be prepared; see above."
            exit 1
        fi
    fi
    say "Building '$preset'"
    if [ -t 2 ]; then
        cmake --build "build/$preset" ${1:+--target "$@"} >&2 || { say "The build failed; see above."; exit 1; }
    else
        cmake --build "build/$preset" ${1:+--target "$@"} >"build/$preset/build.log" 2>&1 || {
            tail -n 60 "build/$preset/build.log" >&2
            say "The build failed; see above."
            exit 1
        }
    fi
}
