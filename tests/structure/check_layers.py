#!/usr/bin/env python3
"""The shape of the house, checked as text: layers, things that live in one file only, words that must not appear.

Usage: check_layers.py [ROOT]. Proves itself on a bad tree first, prints each breach as file:line, then "N passed, N failed" over its rules.
Knows nothing about compiling: CMake building the core without PHP's include paths is the second, independent proof.
"""

import os
import re
import subprocess
import sys
import tempfile

# Folder under src/ → the folders whose headers it may include. Arrows point down only (docs/architecture.md).
MAY_USE = {
    "base": {"base"},
    "text": {"text"},
    "wire": {"wire", "base"},
    "crypto": {"crypto", "base"},
    "tl": {"tl", "wire", "base"},
    "rpc": {"rpc", "crypto", "wire", "base"},
    "zend": {"zend", "tl", "wire", "base"},
    "php": {"php", "zend", "rpc", "tl", "wire", "base", "text", "crypto"},
    "serve": {"serve", "rpc", "tl", "crypto", "wire", "base"},
    "tool": {"tool", "serve", "rpc", "tl", "crypto", "wire", "base"},
}
WITH_PHP = {"zend", "php"}
PHP_HEADER = re.compile(r'#\s*include\s*[<"](php(_\w+)?\.h|zend(_\w+)?\.h|Zend/|main/|TSRM|SAPI\.h|ext/)')

# (pattern, files under src/ that may have it, why)
ONLY_IN = [
    (r"\bPHP_VERSION_ID\b|\bZEND_MODULE_API_NO\b|\bPHP_MAJOR_VERSION\b", {"zend/compat.h"},
     "engine versions meet in one file"),
    (r"#\s*include\s*<event2/", {"rpc/loop.cpp", "rpc/resolve.cpp", "serve/server_loop.cpp"},
     "few files know the event library"),
    (r"#\s*include\s*<zlib\.h>", {"base/inflate.cpp"}, "one file knows zlib"),
    (r"#\s*include\s*<openssl/", {"crypto/cipher.cpp", "crypto/key_schedule.cpp"}, "two files know OpenSSL"),
    (r"\bthrow\b|\bcatch\s*\(", {"php/guard.h", "base/faults.cpp"}, "no exceptions of ours; one guard at the PHP edge"),
    (r"#\s*include\s*<(iostream|fstream|regex|thread)>", set(), "no streams, no regex, no threads of ours"),
    (r"\bdynamic_cast\b|\btypeid\b", set(), "built with -fno-rtti"),
    (r"\bgetaddrinfo\s*\(|\bgethostby\w+\s*\(", set(), "a blocking resolver ignores every deadline"),
    (r"\b(strcpy|strcat|sprintf|gets|alloca|vsprintf)\s*\(", set(), "unbounded writes"),
]
# The tool is a process of its own: it may print and exit.
NOT_IN_THE_EXTENSION = [
    (r"(?<![\w.:])_?exit\s*\(|\babort\s*\(\s*\)|\bassert\s*\(", "input must never end the process"),
    (r"\b(std::)?cout\b|\bprintf\s*\(|\bputs\s*\(|(?<!sn)\bfprintf\s*\(\s*stdout", "an extension never prints by itself"),
]
FORBIDDEN_ANYWHERE = [
    (r"\b(TODO|FIXME|XXX|HACK)\b", "unfinished work belongs in an issue"),
]
# Names of our own process and machines have no place in a project for everybody.
FORBIDDEN_IN_TREE = [
    (r"/work/(main|shared)\b", "a path of one machine"),
    (r"/home/\w+/|/root/", "a path of one machine"),
]
SOURCE = re.compile(r"\.(h|cpp|c)$")
TEXT = re.compile(r"\.(h|cpp|c|m4|frag|txt|list|map|py|php|phpt|inc|sh|md|tl)$|^[^.]+$")
GENERATED = re.compile(r"_arginfo\.h$")


def strip_code(text):
    """Comments and string literals blanked, line numbers kept: rules about code must not read prose."""
    out = []
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
    last = 0
    for m in pattern.finditer(text):
        out.append(text[last:m.start()])
        token = m.group(0)
        line_start = text.rfind("\n", 0, m.start()) + 1
        if token[0] == '"' and re.match(r"\s*#\s*include", text[line_start:m.start()]):
            out.append(token)
        else:
            out.append("\n" * token.count("\n") or " ")
        last = m.end()
    out.append(text[last:])
    return "".join(out)


class Report:
    def __init__(self):
        self.breaches = {}

    def rule(self, name):
        self.breaches.setdefault(name, [])

    def add(self, name, path, line, what):
        self.breaches.setdefault(name, []).append((path, line, what))

    def finish(self):
        failed = 0
        for name, found in self.breaches.items():
            failed += bool(found)
            for path, line, what in found:
                print(f"{path}:{line}: {name}: {what}")
        print(f"{len(self.breaches) - failed} passed, {failed} failed")
        return failed


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def lines_of(pattern, text):
    for m in re.finditer(pattern, text):
        yield text.count("\n", 0, m.start()) + 1, m.group(0).strip()


def tree_files(root):
    """What git knows; a plain walk where there is no git."""
    try:
        out = subprocess.run(["git", "-C", root, "ls-files", "-z"], capture_output=True, check=True).stdout
        return [p for p in out.decode().split("\0") if p and os.path.isfile(os.path.join(root, p))]
    except (OSError, subprocess.CalledProcessError):
        found = []
        for folder, folders, names in os.walk(root):
            folders[:] = [d for d in folders if d != ".git" and not d.startswith("build")]
            found += [os.path.relpath(os.path.join(folder, n), root) for n in names]
        return found


def sources(root):
    src = os.path.join(root, "src")
    for folder, _, names in sorted(os.walk(src)):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if SOURCE.search(name):
                yield os.path.relpath(path, src).replace(os.sep, "/"), path


def check_layers(root, report):
    report.rule("layers")
    report.rule("core sees no PHP")
    report.rule("every header is guarded")
    report.rule("every file says what it is")
    uses = {}
    for name, path in sources(root):
        text = read(path)
        code = strip_code(text)
        room = name.split("/")[0]
        if "/" not in name:
            report.add("layers", f"src/{name}", 1, "a source outside the rooms")
            continue
        if room not in MAY_USE:
            report.add("layers", f"src/{name}", 1, f"no such room: {room}")
            continue
        for line, include in lines_of(r'#\s*include\s*"[^"]+"', code):
            target = include.split('"')[1]
            uses.setdefault(name, set()).add(target)
            other = target.split("/")[0]
            if other in MAY_USE and other not in MAY_USE[room]:
                report.add("layers", f"src/{name}", line, f"{room} must not use {other} ({target})")
            elif ".." in target:
                report.add("layers", f"src/{name}", line, f"includes are relative to src/ ({target})")
        if room not in WITH_PHP:
            for line, include in lines_of(PHP_HEADER, code):
                report.add("core sees no PHP", f"src/{name}", line, include)
        if GENERATED.search(name):
            continue
        if name.endswith(".h") and "#pragma once" not in text:
            report.add("every header is guarded", f"src/{name}", 1, "no #pragma once")
        if not re.match(r"\s*(//|/\*)", text):
            report.add("every file says what it is", f"src/{name}", 1, "no opening comment")
    check_circles(uses, report)


def check_circles(uses, report):
    report.rule("no circle of includes")
    state = {}

    def visit(name, trail):
        state[name] = 1
        for target in sorted(uses.get(name, ())):
            if state.get(target) == 1:
                report.add("no circle of includes", f"src/{name}", 1, " → ".join(trail + [name, target]))
            elif target not in state and target in uses:
                visit(target, trail + [name])
        state[name] = 2

    for name in sorted(uses):
        if name not in state:
            visit(name, [])


def check_words(root, report):
    for pattern, allowed, why in ONLY_IN:
        report.rule(why)
        for name, path in sources(root):
            if name in allowed:
                continue
            for line, what in lines_of(pattern, strip_code(read(path))):
                report.add(why, f"src/{name}", line, what)
    for pattern, why in NOT_IN_THE_EXTENSION:
        report.rule(why)
        for name, path in sources(root):
            if name.split("/")[0] in ("tool", "serve"):
                continue
            for line, what in lines_of(pattern, strip_code(read(path))):
                report.add(why, f"src/{name}", line, what)
    files = [p for p in tree_files(root) if TEXT.search(os.path.basename(p))]
    for rules in (FORBIDDEN_ANYWHERE, FORBIDDEN_IN_TREE):
        for pattern, why in rules:
            report.rule(why)
            for name in files:
                if name.endswith("tests/structure/check_layers.py"):
                    continue
                try:
                    text = read(os.path.join(root, name))
                except UnicodeDecodeError:
                    continue
                if rules is FORBIDDEN_ANYWHERE and not SOURCE.search(name):
                    continue
                for line, what in lines_of(pattern, text):
                    report.add(why, name, line, what)


def check_fault_table(root, report):
    """ci/lib.sh compiles those files again that say so themselves (build_with_faults)."""
    rule = "no header brings in the table of calls"
    report.rule(rule)
    for name, path in sources(root):
        if name.endswith(".h"):
            for line, what in lines_of(r'#\s*include\s*"base/syscalls\.h"', strip_code(read(path))):
                report.add(rule, f"src/{name}", line, what)


def check_list(root, report):
    report.rule("sources.list names every source once")
    listed = [l.strip() for l in read(os.path.join(root, "src/sources.list")).splitlines()]
    listed = [l for l in listed if l and not l.startswith("#")]
    for name in sorted({n for n in listed if listed.count(n) > 1}):
        report.add("sources.list names every source once", "src/sources.list", 1, f"{name} stands twice")
    there = {n for n, _ in sources(root) if n.endswith(".cpp") and n.split("/")[0] not in ("tool", "serve")}
    for name in sorted(there - set(listed)):
        report.add("sources.list names every source once", f"src/{name}", 1, "not in src/sources.list")
    for name in sorted(set(listed) - there):
        report.add("sources.list names every source once", "src/sources.list", 1, f"{name} does not exist")


def check_phpt(root, report):
    report.rule("every phpt says what it tests and expects")
    report.rule("every phpt of a folder has its own number")
    numbers = {}
    for name in tree_files(root):
        if name.endswith(".phpt"):
            if number := re.match(r"(.*/\d+)_[^/]+$", name):
                first = numbers.setdefault(number[1], name)
                if first != name:
                    report.add("every phpt of a folder has its own number", name, 1, f"the number of {first}")
            text = read(os.path.join(root, name)) if is_utf8(os.path.join(root, name)) else ""
            if text and (not text.startswith("--TEST--") or not re.search(r"^--EXPECT(F|REGEX)?--$", text, re.M)):
                report.add("every phpt says what it tests and expects", name, 1, "no --TEST-- or no --EXPECT--")


def is_utf8(path):
    try:
        read(path)
        return True
    except UnicodeDecodeError:
        return False


def run(root):
    report = Report()
    check_layers(root, report)
    check_words(root, report)
    check_fault_table(root, report)
    check_list(root, report)
    check_phpt(root, report)
    return report


def self_test():
    """A bad tree must be found bad, rule by rule; otherwise the green above means nothing."""
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(os.path.join(root, "src/tl"))
        os.makedirs(os.path.join(root, "src/rpc"))
        with open(os.path.join(root, "src/sources.list"), "w", encoding="utf-8") as f:
            f.write("tl/a.cpp\ntl/a.cpp\ntl/gone.cpp\n")
        with open(os.path.join(root, "src/tl/a.cpp"), "w", encoding="utf-8") as f:
            f.write('#include "rpc/b.h"\n#include "php.h"\n// throw in prose is fine\nvoid f() { throw 1; abort(); }\n'
                    'int v = PHP_VERSION_ID; const char* s = "catch (";\n// TODO later\n')
        with open(os.path.join(root, "src/rpc/b.h"), "w", encoding="utf-8") as f:
            f.write('// b\n#include "rpc/c.h"\n#include <zlib.h>\n')
        with open(os.path.join(root, "src/rpc/c.h"), "w", encoding="utf-8") as f:
            f.write('// c\n#pragma once\n#include "rpc/b.h"\n#include "base/syscalls.h"\n')
        os.makedirs(os.path.join(root, "phpt/10_a"))
        for name in ("phpt/10_a/010_b.phpt", "phpt/10_a/010_c.phpt"):
            with open(os.path.join(root, name), "w", encoding="utf-8") as f:
                f.write("--TEST--\nno end\n")
        found = {name for name, breaches in run(root).breaches.items() if breaches}
        throws = run(root).breaches["no exceptions of ours; one guard at the PHP edge"]
    wanted = {"layers", "core sees no PHP", "every header is guarded", "every file says what it is",
              "no circle of includes", "engine versions meet in one file", "one file knows zlib",
              "no exceptions of ours; one guard at the PHP edge", "input must never end the process",
              "no header brings in the table of calls", "unfinished work belongs in an issue", "sources.list names every source once",
              "every phpt says what it tests and expects", "every phpt of a folder has its own number"}
    missed = wanted - found
    if missed or len(throws) != 1:
        print("self-test: not found in a bad tree:", sorted(missed), throws)
        return 1
    return 0


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    root = arguments[0] if arguments else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    if self_test():
        return 1
    return 1 if run(os.path.normpath(root)).finish() else 0


if __name__ == "__main__":
    sys.exit(main())
