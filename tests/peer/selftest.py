#!/usr/bin/env python3
"""Self-test of the independent peer and client: the judge is judged first.

selftest_bytes.py, selftest_recorded.py, selftest_live.py. Prints "N passed, N failed". Needs nothing but Python's
standard library and a free port.
"""
import sys
import unittest

PARTS = ('selftest_bytes', 'selftest_recorded', 'selftest_live')


def main():
    result = unittest.TextTestRunner(verbosity=1).run(unittest.defaultTestLoader.loadTestsFromNames(PARTS))
    broken = {case.id().split(' ')[0] for case, _ in result.failures + result.errors}
    print(
        '%d passed, %d failed, %d skipped'
        % (result.testsRun - len(broken) - len(result.skipped), len(broken), len(result.skipped))
    )
    return 0 if result.wasSuccessful() else 1


if __name__ == '__main__':
    sys.exit(main())
