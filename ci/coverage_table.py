#!/usr/bin/env python3
"""The table of ci/coverage, from `llvm-cov export`: lines and branches by file, the sums, and lines nobody reached.

    coverage_table.py EXPORT.json SRC-FOLDER FOLDER…

A branch of a template counts once, however often it was instantiated: it is taken when any instance took it.
"""
import collections
import json
import os
import sys


def main():
    with open(sys.argv[1], encoding='utf-8') as export:
        data = json.load(export)['data'][0]
    base = os.path.realpath(sys.argv[2]) + '/'
    wanted = tuple(base + folder + '/' for folder in sys.argv[3:])
    branches = collections.defaultdict(lambda: [0, 0])
    for function in data['functions']:
        for branch in function.get('branches', []):
            line, column, end_line, end_column, taken, not_taken, file_id = branch[:7]
            name = function['filenames'][file_id]
            both = branches[name, line, column, end_line, end_column]
            both[0] += taken
            both[1] += not_taken
    by_file = collections.defaultdict(lambda: [0, 0])
    for (name, *_), both in branches.items():
        by_file[name][0] += 2
        by_file[name][1] += (both[0] > 0) + (both[1] > 0)
    print('%-28s %16s %18s' % ('', 'lines', 'branches'))
    sums = collections.defaultdict(lambda: [0, 0, 0, 0])
    unreached = []
    for file in sorted(data['files'], key=lambda one: one['filename']):
        name = os.path.realpath(file['filename'])
        if not name.startswith(wanted):
            continue
        name = name[len(base):]
        lines = file['summary']['lines']
        total, taken = by_file[file['filename']]
        folder = name.split('/')[0]
        for i, value in enumerate((lines['count'], lines['covered'], total, taken)):
            sums[folder][i] += value
        print_row(name, lines['count'], lines['covered'], total, taken)
        missed = missed_lines(file['segments'])
        if missed:
            unreached.append('%s: %s' % (name, ', '.join(missed)))
    print()
    for folder, row in sorted(sums.items()):
        print_row('src/' + folder, *row)
    print('\nnot reached:')
    for text in unreached:
        print('  ' + text)


def print_row(name, lines, covered, branches, taken):
    print('%-28s %9d %5.1f %%  %9d %5.1f %%' % (
        name, lines, 100.0 * covered / lines if lines else 100, branches, 100.0 * taken / branches if branches else 100))


def missed_lines(segments):
    """Regions that were never entered, as "12-14"."""
    found = []
    for this, following in zip(segments, segments[1:]):
        line, _, count, has_count, _, is_gap = this[:6]
        if has_count and count == 0 and not is_gap:
            found.append('%d' % line if line == following[0] else '%d-%d' % (line, following[0]))
    return list(dict.fromkeys(found))


if __name__ == '__main__':
    main()
