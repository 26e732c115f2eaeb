# Shared by ./test, ./demo and the scripts of this folder; sourced, never run. Bash.
#
# Knows how to say things, to install Debian packages by name, and to build the core and the extension below build/.
# Writes nothing outside build/ except through apt-get, and that only for packages it names first.

set -euo pipefail
export LC_ALL=C.UTF-8
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=${VKEXT_JOBS:-2}
default_php=8.2

say() { printf '%s\n' "$*" >&2; }
fail() { say "$(basename "$0"): $*"; exit 1; }

# A command's output belongs in a log: shown only when the command fails.
quietly() {
  local log=$root/build/log/$1.log
  shift
  mkdir -p "$root/build/log"
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "failed: $* (all of it: ${log#"$root"/})"
  fi
}

# Two of our scripts may run at once; two builds of one folder may not. The lock is given back by unlock, or by the end.
lock() {
  mkdir -p "$root/build"
  exec 9>"$root/build/$1.lock"
  flock -n 9 || { say "Another build of $1 is running; waiting for it"; flock 9; }
}
unlock() { exec 9>&-; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "needs root or sudo to run: $*"
  fi
}

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# need PACKAGE…: installs what is missing and names it; silent when nothing is.
need() {
  local package missing=()
  command -v dpkg-query >/dev/null || return 0  # not a Debian: the build itself says what it misses
  for package; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing by apt: ${missing[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -q -y)
  mkdir -p "$root/build/log"
  as_root "${apt[@]}" update >"$root/build/log/apt-update.log" 2>&1 ||
    say "apt-get update failed (build/log/apt-update.log); trying with the index that is there"
  if ! as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" >"$root/build/log/apt.log" 2>&1; then
    tail -n 20 "$root/build/log/apt.log" >&2
    fail "apt-get install ${missing[*]} failed (build/log/apt.log)"
  fi
}

build_packages=(g++ make pkg-config libevent-dev zlib1g-dev libssl-dev)
tool_packages=("${build_packages[@]}" cmake ninja-build)
php_packages=("${build_packages[@]}" php8.2-cli php8.2-dev)

# build_core NAME TARGET… [-- CMAKE-ARGUMENT…]: the build without PHP, in build/NAME.
build_core() {
  local name=$1 targets=()
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do targets+=("$1"); shift; done
  [ $# -eq 0 ] || shift
  lock "$name"
  # Where it stands counts as well: cmake refuses a folder that was moved.
  if [ ! -e "$root/build/$name/build.ninja" ] || [ "$(cat "$root/build/$name/arguments" 2>/dev/null)" != "$root $*" ]; then
    rm -rf "${root:?}/build/$name"
    mkdir -p "$root/build/$name"
    printf '%s\n' "$root $*" >"$root/build/$name/arguments"
    quietly "$name-cmake" cmake -S "$root" -B "$root/build/$name" -G Ninja "$@"
  fi
  quietly "$name" ninja -C "$root/build/$name" -j "$jobs" "${targets[@]}"
  unlock
}

# php_of NAME: sets php, phpize, php_config and php_version, the name: 8.2 is the system's, ci/php-versions has the others.
php_of() {
  php_version=$1
  if [ "$1" = "$default_php" ]; then
    need "${php_packages[@]}"
    php=$(command -v "php$1") phpize=$(command -v "phpize$1") php_config=$(command -v "php-config$1")
  else
    "$root/ci/php-versions" "$1"
    local bin=$root/build/php-versions/$1/bin
    php=$bin/php phpize=$bin/phpize php_config=$bin/php-config
  fi
}

# ---- variants of a cell of ci/matrix (--variant of ./test): another compiler, or compiled and run otherwise
#
#   clang     the extension by clang
#   opcache   opcache and its JIT compiler on
#   repeat    every test twice in one process, as two requests
#   faults    with fault points (src/base/syscalls.h)
#   asan      the extension and the tool under AddressSanitizer and UBSan, in an ordinary PHP
#   static    compiled into PHP itself; tsan: the same, both under ThreadSanitizer

variant=''
variants=(clang opcache repeat faults static asan tsan)

# variant_flags: what the variant gives to configure of the extension, in extension_flags.
variant_flags() {
  extension_flags=()
  case $variant in
    clang) need clang && cxx=${cxx/g++/clang++} && extension_flags=(CC=clang) ;;
    asan)
      extension_flags=(CXXFLAGS="-O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined -Wno-maybe-uninitialized"
        LDFLAGS="-fsanitize=address,undefined")
      ;;
  esac
}

# build_extension: with the tool, for the PHP that php_of chose, in build/php-NAME; sets extension and tool. The
# tool is linked from the extension's own objects, so nothing compiles twice. The source tree stays clean: phpize runs
# in a folder of links to it, and configure in the folder above that one.
build_extension() {
  if [ "$variant" = faults ]; then build_with_faults; return; fi
  local cell=php-$php_version${variant:+-$variant}
  local build=$root/build/$cell item stamp flags list extension_flags
  extension=$build/modules/vkext.so tool=$build/vkext
  variant_flags
  mkdir -p "$build/phpize"
  lock "$cell"
  for item in config.m4 Makefile.frag php_vkext.h src phpt; do ln -sfn "../../../$item" "$build/phpize/$item"; done
  # What configure reads decides whether it has to run again; whatever may change flags starts from nothing, since
  # make does not look at flags. Where it stands counts too: its Makefile holds whole paths.
  flags=$(cat "$root/config.m4" "$php_config" <("$php" -n -v; $cxx --version; echo "${extension_flags[@]}" "$build") | cksum)
  list=$(cat "$root/Makefile.frag" "$root/src/sources.list" <(cd "$root/src" && ls -- */*.cpp) | cksum)
  stamp="$flags $list"
  if [ ! -e "$build/Makefile" ] || [ "$(cat "$build/stamp" 2>/dev/null)" != "$stamp" ]; then
    [[ "$(cat "$build/stamp" 2>/dev/null)" = "$flags "* ]] || rm -rf "$build"/{src,modules,vkext-tool,vkext}
    rm -f "$build/Makefile"
    (cd "$build/phpize" && quietly "$cell-phpize" "$phpize")
    (cd "$build" && quietly "$cell-configure" ./phpize/configure --with-php-config="$php_config" CXX="$cxx" "${extension_flags[@]}")
    printf '%s\n' "$stamp" >"$build/stamp"
  fi
  # phpize of 7.4 knows no header dependencies: any newer header rebuilds everything there.
  if [[ $php_version = 7.4* ]] && [ -e "$extension" ] &&
     [ -n "$(find "$root/src" "$root/php_vkext.h" -name '*.h' -newer "$extension" -print -quit)" ]; then
    (cd "$build" && quietly "$cell-clean" make clean)
  fi
  # -Werror: a warning on one of many PHPs would be seen by nobody. -MP: a header that is gone stops no build (phpize of
  # 8.0 and older asks for no dependencies, and the compiler for nothing it cannot have).
  local warnings=-Werror
  ! grep -q -e '-MMD -MF' "$build/Makefile" || warnings+=' -MP'
  (cd "$build" && quietly "$cell" make -j "$jobs" EXTRA_CXXFLAGS="$warnings" all vkext)
  unlock
  [ -e "$extension" ] || fail "$extension was not built"
}

# build_with_faults: the ordinary build, in which only the files that know the table of calls are compiled again.
build_with_faults() {
  variant='' build_extension
  local plain=$root/build/php-$php_version build=$root/build/php-$php_version-faults item files
  mkdir -p "$build"
  lock "php-$php_version-faults"
  for item in phpize include config.h libtool Makefile; do ln -sfn "../php-$php_version/$item" "$build/$item"; done
  # Other flags there: nothing of here is worth keeping; make does not look at flags. 7.4: no header dependencies.
  if ! cmp -s "$plain/stamp" "$build/stamp" || [[ $php_version = 7.4* ]]; then rm -rf "$build"/{src,modules,stamp}; fi
  files=$(cd "$root" && grep -l '"base/syscalls.h"' src/*/*.cpp | sed 's/\.cpp$//')
  (
    cd "$plain"
    find src \( -name '*.lo' -o -name '*.o' -o -name '*.dep' \) |
      grep -vxFf <(sed -E 's|(.*)/(.*)|\1/\2.lo\n\1/\2.dep\n\1/.libs/\2.o|' <<<"$files") |
      xargs cp -au --parents -t "$build"
  )
  mkdir -p "$build/modules"
  cp "$plain/stamp" "$build/stamp"
  (cd "$build" && quietly "php-$php_version-faults" make -j "$jobs" top_builddir="$build" phplibdir="$build/modules" \
    EXTRA_CXXFLAGS="-O1 -g1 -Werror -DVKEXT_FAULTS=1" all)
  unlock
  extension=$build/modules/vkext.so
  [ -e "$extension" ] || fail "$extension was not built"
}

# build_static: PHP with the extension compiled in, from ext/vkext below a copy of its source, in build/php-NAME-VARIANT;
# sets php, extension (to nothing) and tool. NAME is one that ci/php-versions can build, such as 8.2-nts.
build_static() {
  local cell=php-$php_version-$variant version=${php_version%%-*} flags stamp item kind=$php_version
  local build=$root/build/$cell source=$root/build/php-versions/src/$version
  [ "$variant" = static ] || kind+=-$variant
  lock "$cell"
  need "${tool_packages[@]}" autoconf libtool
  "$root/ci/php-versions" --source "$version"
  mapfile -t flags < <("$root/ci/php-versions" --flags "$kind")
  local c_flags=${flags[0]} libs=${flags[1]}
  stamp=$(cat "$root/config.m4" "$root/src/sources.list" <(echo "${flags[@]}" "$build"; $cxx --version) | cksum)
  if [ "$(cat "$build/stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$build"
    mkdir -p "$build/obj"
    cp -al "$source" "$build/source"
    mkdir "$build/source/ext/vkext"
    for item in config.m4 php_vkext.h src; do ln -s "$root/$item" "$build/source/ext/vkext/$item"; done
    (cd "$build/source" && rm -f configure && quietly "$cell-buildconf" ./buildconf --force)
    (
      cd "$build/obj"
      export LIBS=$libs ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=report_bugs=0
      quietly "$cell-configure" ../source/configure -q CC="${cxx/g++/gcc}" CXX="$cxx" CFLAGS="$c_flags" \
        CXXFLAGS="${c_flags/ -w/}" --enable-vkext ${flags[2]}
    )
    printf '%s\n' "$stamp" >"$build/stamp"
  fi
  (cd "$build/obj" && quietly "$cell" make -s -j "$jobs")
  unlock
  build_core core vkext
  php=$build/obj/sapi/cli/php extension='' tool=$root/build/core/vkext
}

cxx=g++
if command -v ccache >/dev/null; then
  cxx="ccache g++"
  export CCACHE_DIR=${CCACHE_DIR:-$root/build/ccache}
fi
