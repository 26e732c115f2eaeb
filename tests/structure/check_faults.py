#!/usr/bin/env python3
"""docs/faults.md against the tests: every row once, every test that it names exists.

Usage: check_faults.py [ROOT]. Prints each breach, then "N passed, N failed" (a row counts once).
"""
import glob
import os
import re
import sys

ROWS = (
    [str(n) for n in range(1, 68)]
    + ['W%02d' % n for n in range(1, 36)]
    + ['N%02d' % n for n in range(1, 23)]
    + ['S%02d' % n for n in range(1, 26)]
)


def unit_tests(root):
    found = set()
    for path in glob.glob(os.path.join(root, 'tests/unit/**/*.cpp'), recursive=True):
        with open(path, encoding='utf-8') as file:
            found.update('%s.%s' % pair for pair in re.findall(r'\bTEST(?:_F|_P)?\((\w+), *(\w+)\)', file.read()))
    return found


def exists(root, name, units):
    if '/' not in name:
        return name in units
    if name.startswith(('tests/', 'ci/')):
        return os.path.exists(os.path.join(root, name))
    return len(glob.glob(os.path.join(root, 'phpt', name + '_*.phpt'))) == 1


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), '../..')
    units = unit_tests(root)
    breaches, seen = {}, []
    with open(os.path.join(root, 'docs/faults.md'), encoding='utf-8') as file:
        for line in file:
            row = re.match(r'\| ([WNS]?\d+) \|', line)
            if not row:
                continue
            seen.append(row.group(1))
            last = line.rstrip().rstrip('|').rsplit(' | ', 1)[-1].strip()
            named = re.findall(r'`([\w/.]+)`', last)
            tests = [name for name in named if re.match(r'^\w+/', name) or re.match(r'^[A-Z]\w+\.\w+$', name)]
            missing = [name for name in tests if not exists(root, name, units)]
            if missing:
                breaches[row.group(1)] = 'no such test: ' + ', '.join(missing)
            if not last:
                breaches[row.group(1)] = 'neither a test nor a reason'
    for row in ROWS:
        if seen.count(row) != 1:
            breaches[row] = 'stands there %d times' % seen.count(row)
    for row in set(seen) - set(ROWS):
        breaches[row] = 'no such row'
    for row, text in sorted(breaches.items()):
        print('docs/faults.md: row %s: %s' % (row, text))
    print('%d passed, %d failed' % (len(ROWS) - len(breaches), len(breaches)))
    return 1 if breaches else 0


if __name__ == '__main__':
    sys.exit(main())
