#!/usr/bin/env python3
"""docs/faults.md and docs/survival.md against the tests: every row once, every test that they name exists.

Usage: check_faults.py [ROOT]. Prints each breach, then "N passed, N failed" (a row counts once).
"""
import glob
import os
import re
import sys

def numbered(letter, last):
    return ['%s%02d' % (letter, n) for n in range(1, last + 1)]


ROWS = {
    'docs/faults.md': [str(n) for n in range(1, 68)] + numbered('W', 35) + numbered('N', 22) + numbered('S', 25),
    'docs/survival.md': numbered('S', 25) + numbered('T', 18) + numbered('P', 32) + numbered('K', 12),
}


def unit_tests(root):
    found = set()
    for path in glob.glob(os.path.join(root, 'tests/unit/**/*.cpp'), recursive=True):
        with open(path, encoding='utf-8') as file:
            found.update('%s.%s' % pair for pair in re.findall(r'\bTEST(?:_F|_P)?\((\w+), *(\w+)\)', file.read()))
    return found


def exists(root, name, units):
    if '/' not in name:
        return name in units
    if name.startswith(('tests/', 'ci/', 'bench/', 'src/')):
        return os.path.exists(os.path.join(root, name))
    return len(glob.glob(os.path.join(root, 'phpt', name + '_*.phpt'))) == 1


def check(root, document, rows, units):
    """What is wrong, by row."""
    breaches, seen = {}, []
    with open(os.path.join(root, document), encoding='utf-8') as file:
        for line in file:
            row = re.match(r'\| ([WNSTPK]?\d+(?:, [STPK]\d+)*) \|', line)
            if not row:
                continue
            seen += row.group(1).split(', ')
            last = line.rstrip().rstrip('|').rsplit(' | ', 1)[-1].strip()
            named = re.findall(r'`([\w/.]+)`', last)
            tests = [name for name in named if re.match(r'^\w+/', name) or re.match(r'^[A-Z]\w+\.\w+$', name)]
            missing = [name for name in tests if not exists(root, name, units)]
            if missing:
                breaches[row.group(1)] = 'no such test: ' + ', '.join(missing)
            if not last:
                breaches[row.group(1)] = 'neither a test nor a reason'
    for row in rows:
        if seen.count(row) != 1:
            breaches[row] = 'stands there %d times' % seen.count(row)
    for row in set(seen) - set(rows):
        breaches[row] = 'no such row'
    return breaches


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), '../..')
    units = unit_tests(root)
    failed = 0
    for document, rows in ROWS.items():
        breaches = check(root, document, rows, units)
        failed += len(breaches)
        for row, text in sorted(breaches.items()):
            print('%s: row %s: %s' % (document, row, text))
    print('%d passed, %d failed' % (sum(map(len, ROWS.values())) - failed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
