"""Runs tests of unittest and ends with the line that ./test reads: "N passed, N failed, N skipped"."""
import unittest


def run(suite):
    """The exit code."""
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    broken = {case.id().split(' ')[0] for case, _ in result.failures + result.errors}
    print(
        '%d passed, %d failed, %d skipped'
        % (result.testsRun - len(broken) - len(result.skipped), len(broken), len(result.skipped))
    )
    return 0 if result.wasSuccessful() else 1
