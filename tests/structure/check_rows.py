#!/usr/bin/env python3
"""Every row of the API's reference tables is asserted by a test, and the map of it is true.

Usage: check_rows.py [ROOT]. tests/rows.tsv has a line for each row: its id, the tests below phpt/ (or elsewhere) that
assert it, and what it is about; "left" instead of a test, with the reason. A test names the rows it asserts in a comment,
"rows: help-1.3 api-7.1..7": ids by section and number, 0 for the text around a table. Prints what is wrong, what is left,
the counts, and "N passed, N failed" over its four rules. Proves nothing about what a test asserts: readers do.
"""
import os
import re
import sys

ROW = re.compile(r"^((?:api|help|typed)-\d+(?:\.\d+)?)\.(\d+)$")
RANGE = re.compile(r"^((?:api|help|typed)-\d+(?:\.\d+)?)\.(\d+)\.\.(\d+)$")
SAID = re.compile(r"\brows: (.*)")


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def named_in(text, sections):
    """The ids that a test says it asserts. Words of other lists (failures, decisions) may stand among them."""
    ids = set()
    for said in SAID.findall(text):
        for word in re.split(r"[\s,]+", said):
            if found := RANGE.match(word):
                ids |= {f"{found[1]}.{n}" for n in range(int(found[2]), int(found[3]) + 1)}
            elif (found := ROW.match(word)) and found[1] in sections:
                ids.add(word)
    return ids


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.getcwd()
    rules = {"form": [], "files": [], "said by the tests": [], "known": []}
    rows, left = {}, []
    numbers = {}
    for at, line in enumerate(read(os.path.join(root, "tests/rows.tsv")).splitlines(), 1):
        if line.startswith("#"):
            continue
        parts = line.split("\t")
        found = ROW.match(parts[0])
        if len(parts) != 3 or not found or not parts[2] or parts[0] in rows:
            rules["form"].append(f"tests/rows.tsv:{at}: an id of its own, files, and words, by tabs: {line}")
            continue
        expected = numbers.get(found[1], (0, 1))
        if int(found[2]) not in (expected if isinstance(expected, tuple) else (expected,)):
            rules["form"].append(f"tests/rows.tsv:{at}: {parts[0]} does not follow the row before it")
        numbers[found[1]] = int(found[2]) + 1
        if parts[1] == "left":
            rows[parts[0]] = []
            left.append((parts[0], parts[2]))
        else:
            rows[parts[0]] = parts[1].split()
    sections = set(numbers)

    said = {}
    for folder, _, names in os.walk(os.path.join(root, "phpt")):
        for name in names:
            if name.endswith((".phpt", ".inc")):
                path = os.path.relpath(os.path.join(folder, name), root)
                said[path] = named_in(read(os.path.join(folder, name)), sections)
    for row, files in rows.items():
        for file in files:
            path = file if os.path.exists(os.path.join(root, file)) else os.path.join("phpt", file)
            if not os.path.exists(os.path.join(root, path)):
                rules["files"].append(f"{row}: {file} is not there")
            elif row not in said.get(path, named_in(read(os.path.join(root, path)), sections)):
                rules["said by the tests"].append(f"{path} does not say that it asserts {row}")
    for path, ids in said.items():
        for row in sorted(ids):
            name = path[len("phpt/"):]
            if row not in rows:
                rules["known"].append(f"{path}: there is no row {row}")
            elif name not in rows[row]:
                rules["known"].append(f"tests/rows.tsv does not name {name} for {row}")

    for problems in rules.values():
        for problem in problems[:20]:
            print(problem)
    for row, why in left:
        print(f"left: {row} {why}")
    asserted = len(rows) - len(left)
    print(f"{len(rows)} rows: {asserted} asserted, {len(left)} left")
    failed = sum(1 for problems in rules.values() if problems)
    print(f"{len(rules) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
