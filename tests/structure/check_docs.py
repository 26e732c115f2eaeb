#!/usr/bin/env python3
"""What the documents say against the tree: links, paths, settings, the cells of ci/matrix, the commands of the tool.

Usage: check_docs.py [ROOT]. Proves itself on a bad tree first, prints each breach as file:line, then "N passed, N failed" over its
rules. Knows nothing of whether a sentence is true: what it can look up, it looks up.
"""
import os
import re
import subprocess
import sys
import tempfile

LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
# A word of such code that is a path of the tree; patterns are none.
PATH = re.compile(r"^(src|tests|ci|docs|phpt|bench|tl|data|debian|examples)/[\w./-]*\w$")
# Folders below src/ that the documents name without it.
ROOM = re.compile(r"^(base|text|wire|crypto|tl|rpc|zend|php|serve|tool)/[\w-]+(\.(h|cpp))?$")
SETTING = re.compile(r'(?:VKEXT_INI|VKEXT_INI_BOOL|STD_PHP_INI_\w+)\("([\w.]+)", "([^"]*)", PHP_INI_(\w+)')
CELLS = re.compile(r"<<'CELLS'\n(.*?)\nCELLS", re.S)
COMMAND = re.compile(r'const Command k\w+ = \{\s*"(\w+)"')


def read(root, name):
    try:
        with open(os.path.join(root, name), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def documents(root):
    try:
        out = subprocess.run(["git", "-C", root, "ls-files", "-z", "--", "*.md"], capture_output=True, check=True).stdout
        names = [n for n in out.decode().split("\0") if n]
    except (OSError, subprocess.CalledProcessError):
        names = [os.path.relpath(os.path.join(f, n), root) for f, _, all_ in os.walk(root) for n in all_ if n.endswith(".md")]
    return [n for n in names if os.path.exists(os.path.join(root, n))]


def anchor(heading):
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading.strip().lower())).replace(" ", "-")


def prose(text):
    """Without fenced blocks; line numbers stay."""
    return re.sub(r"^(```.*?^```)", lambda m: "\n" * m[1].count("\n"), text, flags=re.M | re.S)


def check_links(root, bad):
    for name in documents(root):
        text = prose(read(root, name))
        for number, line in enumerate(text.splitlines(), 1):
            for target in LINK.findall(CODE.sub("", line)):
                if "://" in target or target.startswith("mailto:"):
                    continue
                path, _, place = target.partition("#")
                full = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name
                if not os.path.exists(os.path.join(root, full)):
                    bad.append(f"{name}:{number}: {target} is not there")
                elif place and place not in [anchor(h) for h in re.findall(r"^#+ (.*)$", prose(read(root, full)), re.M)]:
                    bad.append(f"{name}:{number}: {full} has no heading for #{place}")


def is_there(root, word):
    """A path, also below src/, also without the end of its name: `php/actors` is a header and its source."""
    for path in (word, "src/" + word):
        folder, name = os.path.split(os.path.join(root, path))
        if os.path.isdir(folder) and any(n == name or n.startswith((name + ".", name + "_")) for n in os.listdir(folder)):
            return True
    return False


def check_paths(root, bad):
    for name in documents(root):
        for number, line in enumerate(prose(read(root, name)).splitlines(), 1):
            for word in (w for code in CODE.findall(line) for w in code.split()):
                if (PATH.match(word) or ROOM.match(word)) and not is_there(root, word):
                    bad.append(f"{name}:{number}: `{word}` is not there")


def check_settings(root, bad):
    """README's table of settings has each, with its default and who may change it."""
    declared = {s: (default, mode) for s, default, mode in SETTING.findall(read(root, "src/php/ini.cpp"))}
    told = {}
    for row in re.findall(r"^\| `([\w.]+)` \| (.*?) ?\| (\w+) \|", read(root, "README.md"), re.M):
        told[row[0]] = (row[1].strip(), row[2])
    for setting in sorted(set(declared) | set(told)):
        if declared.get(setting) != told.get(setting):
            bad.append(f"README.md: {setting} is {told.get(setting)}, src/php/ini.cpp has {declared.get(setting)}")


def cells_of(root):
    found = CELLS.search(read(root, "ci/matrix"))
    return {line.split()[0] for line in found[1].splitlines()} if found else set()


def check_cells(root, bad):
    """README's table of what was tested and the results in docs/matrix.md have the cells of ci/matrix, each once."""
    cells = cells_of(root)
    section = re.search(r"^\| PHP \|.*?\n((?:\|.*\n)+)", read(root, "README.md"), re.M)
    readme = [word for row in (section[1] if section else "").splitlines()[1:] for word in row.split("|")[-2].split()]
    results = re.findall(r"^\| ([\w.-]+) \|", read(root, "docs/matrix.md").partition("\n## Results")[2], re.M)
    for name, listed in (("README.md", readme), ("docs/matrix.md", [r for r in results if r != "cell" and r.strip("-")])):
        for cell in sorted(cells ^ set(listed)):
            bad.append(f"{name}: {cell}: " + ("ci/matrix has no such cell" if cell in listed else "a cell of ci/matrix is missing"))
        bad.extend(f"{name}: {cell} stands twice" for cell in sorted({c for c in listed if listed.count(c) > 1}))


def check_versions(root, bad):
    """A version of PHP that README names as tested is one that docs/matrix.md has results of."""
    section = re.search(r"^\| PHP \|.*?\n((?:\|.*\n)+)", read(root, "README.md"), re.M)
    results = read(root, "docs/matrix.md")
    for version in sorted(set(re.findall(r"\b[78]\.\d\.\d+\b", section[1] if section else ""))):
        if version not in results:
            bad.append(f"README.md: docs/matrix.md has no result of PHP {version}")


def check_commands(root, bad):
    """Every command of the tool has its section in docs/tool.md and in the manual page."""
    folder = os.path.join(root, "src/tool")
    commands = {c for n in sorted(os.listdir(folder) if os.path.isdir(folder) else []) if n.endswith(".cpp")
                for c in COMMAND.findall(read(root, "src/tool/" + n))}
    for name, heading in (("docs/tool.md", r"^### vkext (\w+)$"), ("docs/vkext.1", r"^\.SS (\w+):")):
        for command in sorted(commands ^ set(re.findall(heading, read(root, name), re.M))):
            bad.append(f"{name}: {command} stands only here or only in src/tool (ci/tool-pages writes it)")


def check_example(root, bad):
    """README's script is examples/first.php to the letter, and prints what its test expects."""
    text, script = read(root, "README.md"), read(root, "examples/first.php")
    expected = read(root, "phpt/95_examples/first.phpt").partition("--EXPECT--\n")[2]
    if f"```php\n{script}```\n" not in text:
        bad.append("README.md: the script is not examples/first.php")
    if not expected or expected not in text:
        bad.append("README.md: what it prints is not what phpt/95_examples/first.phpt expects")


RULES = {"links lead somewhere": check_links, "paths are there": check_paths, "settings are those of ini.cpp": check_settings,
         "cells are those of ci/matrix": check_cells, "versions were tested": check_versions,
         "commands are those of the tool": check_commands, "README's example is a test": check_example}


def run(root):
    found = {}
    for name, rule in RULES.items():
        found[name] = []
        rule(root, found[name])
    return found


def self_test():
    with tempfile.TemporaryDirectory() as root:
        for name, text in {
                "README.md": "# A\n[gone](b.md) [there](docs/c.md) [nowhere](docs/c.md#d) `src/base/gone.h` `tl/gone.cpp`\n"
                             "| `vkext.a` | 1 | ALL |\n| PHP | | cells |\n|---|---|---|\n| 8.2 (8.2.1) | | one two |\n",
                "docs/c.md": "# C\n```\n[no link](in-a-block.md)\n```\n",
                "docs/matrix.md": "# M\n\n## Results\n\n| cell | PHP |\n|---|---|\n| one | 8.2.2 |\n| one | 8.2.2 |\n",
                "docs/tool.md": "### vkext old\n",
                "ci/matrix": "cat <<'CELLS'\none 8.2 -\nthree 8.2 -\nCELLS\n",
                "src/php/ini.cpp": 'VKEXT_INI("vkext.a", "2", PHP_INI_ALL, x, y)\n',
                "examples/first.php": "<?php\n",
                "src/tool/a.cpp": 'const Command kNew = {"new", "text"};\n'}.items():
            os.makedirs(os.path.join(root, os.path.dirname(name)), exist_ok=True)
            with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                file.write(text)
        counts = {name: len(bad) for name, bad in run(root).items()}
    wanted = {"links lead somewhere": 2, "paths are there": 2, "settings are those of ini.cpp": 1,
              "cells are those of ci/matrix": 4, "versions were tested": 1, "commands are those of the tool": 3,
              "README's example is a test": 2}
    if counts != wanted:
        print("self-test: in a bad tree were found", counts, "instead of", wanted)
    return counts == wanted


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    if not self_test():
        print("0 passed, 1 failed")
        return 1
    found = run(os.path.normpath(root))
    for name, bad in found.items():
        for line in bad:
            print(f"{line} ({name})")
    failed = sum(1 for bad in found.values() if bad)
    print(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
