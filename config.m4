dnl The phpize build of vkext. Reads the one list of sources, src/sources.list; CMake reads the same (its core part).
dnl
dnl Works in a copy of the tree (phpize && ./configure && make), with a build folder of its own (phpize here, configure
dnl from elsewhere), and inside PHP's own source as ext/vkext. Downloads nothing, writes nothing outside the build folder.

PHP_ARG_ENABLE([vkext],
  [whether to enable vkext],
  [AS_HELP_STRING([--enable-vkext], [TL/RPC network client])],
  [yes])

PHP_ARG_WITH([vkext-openssl],
  [whether vkext encrypts through OpenSSL],
  [AS_HELP_STRING([--with-vkext-openssl], [vkext: AES connections through OpenSSL's libcrypto (default: if it is there)])],
  [auto],
  [no])

if test "$PHP_VKEXT" != "no"; then
  PHP_REQUIRE_CXX()
  vkext_srcdir=PHP_EXT_SRCDIR([vkext])
  vkext_builddir=PHP_EXT_BUILDDIR([vkext])

  AC_PATH_PROG([PKG_CONFIG], [pkg-config], [no])
  if test "$PKG_CONFIG" = "no"; then
    AC_MSG_ERROR([pkg-config is missing (Debian: apt-get install pkg-config)])
  fi

  dnl One line per library that vkext cannot do without, naming the package that has it.
  m4_define([VKEXT_LIBRARY], [
    AC_MSG_CHECKING([for $1])
    if $PKG_CONFIG --exists $1; then
      AC_MSG_RESULT([`$PKG_CONFIG --modversion $1`])
      vkext_cflags=`$PKG_CONFIG --cflags $1`
      vkext_libs=`$PKG_CONFIG --libs $1`
      PHP_EVAL_INCLINE($vkext_cflags)
      PHP_EVAL_LIBLINE($vkext_libs, VKEXT_SHARED_LIBADD)
      VKEXT_TOOL_LIBS="$VKEXT_TOOL_LIBS $vkext_libs"
    else
      AC_MSG_RESULT([no])
      AC_MSG_ERROR([$1 is missing (Debian: apt-get install $2)])
    fi
  ])
  VKEXT_LIBRARY([libevent_core], [libevent-dev])
  VKEXT_LIBRARY([libevent_extra], [libevent-dev])
  VKEXT_LIBRARY([zlib], [zlib1g-dev])

  VKEXT_DEFINES=""
  if test "$PHP_VKEXT_OPENSSL" = "auto"; then
    AC_MSG_CHECKING([for libcrypto])
    if $PKG_CONFIG --exists libcrypto; then
      PHP_VKEXT_OPENSSL=yes
    else
      PHP_VKEXT_OPENSSL=no
    fi
    AC_MSG_RESULT([$PHP_VKEXT_OPENSSL])
  fi
  if test "$PHP_VKEXT_OPENSSL" != "no"; then
    VKEXT_LIBRARY([libcrypto], [libssl-dev])
    VKEXT_DEFINES="-DVKEXT_WITH_OPENSSL=1"
  fi

  VKEXT_FLAGS="-std=c++17 -Wall -fno-rtti -fvisibility=hidden -fvisibility-inlines-hidden"
  dnl Bytes from strangers pass through here. FORTIFY checks nothing without the optimiser, and sanitizers check more.
  VKEXT_FLAGS="$VKEXT_FLAGS -fstack-protector"
  case " $CXXFLAGS " in
    *" -fsanitize="*) ;;
    *" -O"[[1-3s]]*) VKEXT_FLAGS="$VKEXT_FLAGS -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2" ;;
  esac
  VKEXT_FLAGS="$VKEXT_FLAGS -DZEND_ENABLE_STATIC_TSRMLS_CACHE=1 $VKEXT_DEFINES -I$vkext_srcdir/src -I$vkext_srcdir"

  AC_LANG_PUSH([C++])
  vkext_saved_flags=$CXXFLAGS
  CXXFLAGS="$CXXFLAGS -std=c++17"
  AC_MSG_CHECKING([whether $CXX compiles C++17])
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <optional>
#include <string_view>]], [[std::optional<std::string_view> s; if constexpr (sizeof(int) > 1) return s.has_value();]])],
    [AC_MSG_RESULT([yes])],
    [AC_MSG_RESULT([no])
     AC_MSG_ERROR([vkext needs a C++17 compiler, gcc 10 or clang 11 at least (Debian: apt-get install g++)])])
  CXXFLAGS=$vkext_saved_flags
  AC_LANG_POP([C++])

  VKEXT_LIST=`sed -n '/^[[a-z]]/p' "$vkext_srcdir/src/sources.list"`
  VKEXT_SOURCES=""
  for vkext_source in $VKEXT_LIST; do
    VKEXT_SOURCES="$VKEXT_SOURCES src/$vkext_source"
  done

  dnl The only symbol that leaves the module is get_module: PHP loads extensions RTLD_GLOBAL, and templates of the
  dnl standard library would be exported in spite of -fvisibility=hidden.
  if test "$ext_shared" = "yes"; then
    VKEXT_FLAGS="$VKEXT_FLAGS -DCOMPILE_DL_VKEXT=1"
    dnl All symbols are bound at once and the tables made read-only: a missing one is found at start-up, never in mid-request.
    VKEXT_SHARED_LIBADD="$VKEXT_SHARED_LIBADD -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack"
    VKEXT_SHARED_LIBADD="$VKEXT_SHARED_LIBADD -Wl,--version-script=$vkext_srcdir/src/vkext.map"
  fi

  PHP_NEW_EXTENSION([vkext], [$VKEXT_SOURCES], [$ext_shared], [], [$VKEXT_FLAGS], [cxx])
  for vkext_folder in `echo "$VKEXT_LIST" | sed 's,/.*,,' | sort -u`; do
    PHP_ADD_BUILD_DIR([$vkext_builddir/src/$vkext_folder])
  done
  PHP_SUBST([VKEXT_SHARED_LIBADD])
  if test "$ext_shared" != "yes"; then
    PHP_ADD_LIBRARY([stdc++])
  fi

  dnl `make test` of a phpize build: which tests, and the server that they talk to. Inside PHP's own source its rules win.
  if test "$vkext_builddir" = "."; then
    PHP_SUBST([VKEXT_DEFINES])
    PHP_SUBST([VKEXT_TOOL_LIBS])
    PHP_ADD_MAKEFILE_FRAGMENT
  fi
fi
