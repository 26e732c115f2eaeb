#!/usr/bin/env python3
"""Self-test of the independent peer and client: the judge is judged first.

selftest_bytes.py, selftest_recorded.py, selftest_live.py. Prints "N passed, N failed". Needs nothing but Python's
standard library and a free port.
"""
import sys
import unittest

import tally

PARTS = ('selftest_bytes', 'selftest_recorded', 'selftest_live')


if __name__ == '__main__':
    sys.exit(tally.run(unittest.defaultTestLoader.loadTestsFromNames(PARTS)))
