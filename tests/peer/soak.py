#!/usr/bin/env python3
"""Calls through bad networks, with a ledger on both sides.

    soak.py --php PHP --extension FILE… --tool FILE [--calls N | --seconds S] [--seed N] [--workers N]

`vkext serve` is the server: each call is demo.incr on a key of its own, so the store is the server's ledger. Between
it and PHP stand proxies of chaos.py. PHP runs soak_client.php below its own web server: one process serves thousands of
requests, forks, leaves calls behind at the end of requests, and writes down what became of each number.

At the end both ledgers are laid side by side: nothing wrong, nothing done twice, nothing lost (each call was answered
or failed with a code), and the processes' memory and descriptors as flat as at the start. Prints what it counted, and
"N passed, N failed". Needs nothing but Python and the three files.
"""
import argparse
import collections
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import client
import wire

HERE = os.path.dirname(os.path.abspath(__file__))
CALLS_A_REQUEST = 200
PROXIES = 4
# Outcomes a bad network may cause.
ALLOWED = {'ok', '-4103', '-4104', 'not sent', 'ignored', 'abandoned'}


class Failure(Exception):
    """The set-up broke down; the message says where."""


class Process:
    """A child that says "listening PORT" and ends with its standard input or a signal."""

    def __init__(self, command, errors):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, universal_newlines=True
        )
        line = self.process.stdout.readline()
        if not line.startswith('listening '):
            raise Failure('%s says %r' % (' '.join(command[:3]), line))
        self.port = int(line.rsplit(':', 1)[-1].split()[-1])

    def end(self):
        """Closes its standard input; what it says then."""
        try:
            return self.process.communicate(timeout=20)[0].strip()
        except subprocess.TimeoutExpired:
            self.process.kill()
            return ''


class Worker:
    """One PHP process and the thread that sends it requests."""

    def __init__(self, soak, index):
        self.soak, self.index = soak, index
        self.ledger = os.path.join(soak.folder, 'ledger-%d' % index)
        self.samples = []  # (resident kilobytes, descriptors)
        self.trouble = []
        options = soak.options
        self.port = soak.free_port()
        command = [options.php, '-n']
        for extension in options.extension:
            command += ['-d', 'extension=' + extension]
        for name, value in (
            ('tl.conffile', os.path.join(HERE, '../../tl/demo.tl')),
            ('display_errors', 'stderr'),
            ('vkext.connections_per_host', '2'),
            ('vkext.max_connections', '6'),
            ('max_execution_time', '0'),
        ):
            command += ['-d', '%s=%s' % (name, value)]
        command += ['-S', '127.0.0.1:%d' % self.port, '-t', HERE]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=soak.errors, env=soak.environment
        )
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        while True:
            job = self.soak.next_job(not self.samples)
            if job is None:
                return
            start, seed = job
            url = 'http://127.0.0.1:%d/soak_client.php?from=%d&count=%d&seed=%d&ports=%s&ledger=%s' % (
                self.port,
                start,
                CALLS_A_REQUEST,
                seed,
                ','.join(str(port) for port in self.soak.ports),
                self.ledger,
            )
            try:
                text = self.fetch(url)
                if json.loads(text)['pending'] > 10:
                    self.trouble.append('request %d: %s' % (start, text))
            except (OSError, ValueError) as error:
                self.trouble.append('request %d: %s' % (start, error))
                if self.process.poll() is not None:
                    self.trouble.append('PHP ended with %s' % self.process.returncode)
                return
            self.sample()

    def fetch(self, url):
        for _ in range(1200):
            try:
                with urllib.request.urlopen(url, timeout=300) as answer:
                    return answer.read().decode()
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionRefusedError) or self.samples:
                    raise
                time.sleep(0.05)  # it starts
        raise OSError('PHP does not listen')

    def sample(self):
        resident = 0
        with open('/proc/%d/status' % self.process.pid, encoding='ascii') as status:
            for line in status:
                if line.startswith('VmRSS:'):
                    resident = int(line.split()[1])
        self.samples.append((resident, len(os.listdir('/proc/%d/fd' % self.process.pid))))

    def growth(self):
        """(kilobytes, descriptors) that the second half's worst has over the first quarter's."""
        quarter = max(1, len(self.samples) // 4)
        begin, end = self.samples[:quarter], self.samples[len(self.samples) // 2 :]
        return tuple(max(sample[i] for sample in end) - max(sample[i] for sample in begin) for i in (0, 1))


class Soak:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.errors = open(os.path.join(folder, 'errors'), 'w', encoding='utf-8')
        self.environment = dict(os.environ, USE_ZEND_ALLOC=os.environ.get('USE_ZEND_ALLOC', '1'))
        self.random = random.Random(options.seed)
        self.lock = threading.Lock()
        self.next = 1
        self.until = None
        self.passed = self.failed = 0
        self.held = []

    def check(self, name, good, detail=''):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print('FAILED: %s%s' % (name, ': %s' % detail if detail else ''))

    def free_port(self):
        """A port for a server that starts in a moment. It stays bound here as well, so that nobody else gets it."""
        probe = socket.socket()
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(('127.0.0.1', 0))
        self.held.append(probe)
        return probe.getsockname()[1]

    def next_job(self, first):
        """(first number, seed) of one more request, or None. The first of a worker comes on the slowest machine too."""
        with self.lock:
            start = self.next
            if self.until is not None and time.monotonic() > self.until and not first:
                return None
            if self.until is None and start > self.options.calls and not first:
                return None
            # A request uses up to ten numbers behind its own.
            self.next += CALLS_A_REQUEST + 10
            return start, self.random.randrange(1 << 30)

    # --- the server's ledger ------------------------------------------------------------------------------------------

    def magic_of(self, query):
        command = [self.options.tool, 'encode', '--schema', os.path.join(HERE, '../../tl/demo.tl'), query]
        return bytes.fromhex(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode())[:4]

    def stored(self, first, last):
        """Number → what the server counted under its key; 0 when the call never ran."""
        direct = client.Client(port=self.server.port, patience=60).open()
        get, increment = self.magic_of('["demo.multiGet", []]'), self.magic_of('["demo.incr", "", 1]')
        direct.call(increment + wire.tl_string(b'probe') + wire.u64(1))
        probe = direct.call(get + wire.u32(1) + wire.tl_string(b'probe'))['result']
        counter = probe[8:12]
        found = {}
        for start in range(first, last, 1000):
            numbers = range(start, min(last, start + 1000))
            keys = b''.join(wire.tl_string(b'c%d' % n) for n in numbers)
            answer = direct.call(get + wire.u32(len(numbers)) + keys)['result']
            at = 8
            for n in numbers:
                if answer[at : at + 4] == counter:
                    found[n] = wire.get_i64(answer, at + 4)
                    at += 12
                else:
                    found[n] = 0
                    at += 4
        direct.close()
        return found

    # --- all of it ----------------------------------------------------------------------------------------------------

    def run(self):
        options = self.options
        started = time.monotonic()
        self.server = Process(
            [options.tool, 'serve', '--schema', os.path.join(HERE, '../../tl/demo.tl')], self.errors
        )
        proxies = [
            Process(
                [sys.executable, os.path.join(HERE, 'chaos.py'), '--until-eof', '--to', str(self.server.port),
                 '--seed', str(options.seed + i)],
                self.errors,
            )
            for i in range(PROXIES)
        ]
        self.ports = [proxy.port for proxy in proxies]
        workers = [Worker(self, i) for i in range(options.workers)]
        if options.seconds:
            self.until = time.monotonic() + options.seconds
        for worker in workers:
            worker.thread.start()
        for worker in workers:
            worker.thread.join()
        time.sleep(1)  # what still travels
        for worker in workers:
            worker.process.terminate()
            worker.process.wait()
        weather = [proxy.end() for proxy in proxies]
        calls, outcomes = self.compare(workers)
        self.server.process.terminate()
        self.check('the server ended well', self.server.process.wait() == 0)
        took = time.monotonic() - started
        print('%d calls in %.0f s (seed %d): %s' % (
            calls, took, options.seed, ', '.join('%s %d' % item for item in outcomes.most_common())))
        print('connections: ' + '; '.join(weather))
        for worker in workers:
            self.check('requests of PHP %d' % worker.index, not worker.trouble, '; '.join(worker.trouble[:5]))
            kilobytes, descriptors = worker.growth() if worker.samples else (0, 0)
            print('PHP %d: %d requests, memory %+d kB to %d kB, descriptors %+d to %d' % (
                worker.index, len(worker.samples), kilobytes, worker.samples[-1][0] if worker.samples else 0,
                descriptors, worker.samples[-1][1] if worker.samples else 0))
            # Buffers of the largest burst may come in the second half; a leak of one query would be more.
            self.check('memory of PHP %d' % worker.index, kilobytes < 8192, '%d kB more' % kilobytes)
            self.check('descriptors of PHP %d' % worker.index, descriptors <= 8, '%d more' % descriptors)

    def compare(self, workers):
        outcome_of, outcomes = {}, collections.Counter()
        twice, late = [], 0.0
        for worker in workers:
            if not os.path.exists(worker.ledger):
                continue  # its request failed: told as trouble, and its calls are missing
            with open(worker.ledger, encoding='utf-8') as ledger:
                for line in ledger:
                    entry = json.loads(line)
                    late = max(late, entry['late'])
                    for outcome, numbers in entry['calls'].items():
                        outcomes[outcome] += len(numbers)
                        for n in numbers:
                            if n in outcome_of:
                                twice.append(n)
                            outcome_of[n] = outcome
        stored = self.stored(1, self.next)
        strange = [outcome for outcome in outcomes if outcome not in ALLOWED]
        self.check('0 wrong: every answer belongs to its call', not strange, ', '.join(strange[:5]))
        self.check('one outcome a call', not twice, str(twice[:10]))
        used = [start + i for start in range(1, self.next, CALLS_A_REQUEST + 10) for i in range(CALLS_A_REQUEST)]
        missing = [n for n in used if n not in outcome_of]
        self.check('0 lost: every call has an outcome', not missing, '%d, first %s' % (len(missing), missing[:5]))
        doubled = [n for n, value in stored.items() if value not in (0, n)]
        self.check('0 duplicate: no call ran twice', not doubled, str(doubled[:10]))
        unserved = [n for n, outcome in outcome_of.items() if outcome == 'ok' and stored[n] != n]
        self.check('every answered call ran', not unserved, str(unserved[:10]))
        secret = [n for n, outcome in outcome_of.items() if outcome == 'not sent' and stored[n]]
        self.check('no call ran that was not sent', not secret, str(secret[:10]))
        unknown = [n for n, value in stored.items() if value and n not in outcome_of]
        self.check('no call ran that nobody made', not unknown, str(unknown[:10]))
        # Nine of ten are, and fewer on a machine that is slower than their limits of some tenths of a second.
        self.check('a good part of the calls was answered', outcomes['ok'] > len(outcome_of) // 10, str(outcomes))
        print('longest wait behind a deadline: %.3f s' % late)
        return len(outcome_of), outcomes


def main():
    parser = argparse.ArgumentParser(description='Calls through bad networks, with a ledger on both sides.')
    parser.add_argument('--php', required=True)
    parser.add_argument('--extension', required=True, action='append', help='vkext.so, and what PHP lacks')
    parser.add_argument('--tool', required=True)
    parser.add_argument('--calls', type=int, default=20_000)
    parser.add_argument('--seconds', type=float, default=0, help='instead of a number of calls')
    parser.add_argument('--seed', type=int, default=random.randrange(1, 1 << 30))
    parser.add_argument('--workers', type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='vkext-soak-') as folder:
        soak = Soak(options, folder)
        try:
            soak.run()
        except Failure as failure:
            soak.check('set-up', False, str(failure))
        soak.errors.close()
        with open(soak.errors.name, encoding='utf-8', errors='replace') as errors:
            # The web server's own lines are no errors.
            said = [line for line in errors if 'Warning' in line or 'rror' in line or 'Traceback' in line]
        soak.check('no complaints', not said, ''.join(said[:10]))
        if soak.failed:
            print('again: --seed %d' % options.seed)
        print('%d passed, %d failed' % (soak.passed, soak.failed))
        return 1 if soak.failed else 0


if __name__ == '__main__':
    sys.exit(main())
