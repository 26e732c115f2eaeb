"""php-fpm with one worker, and what the kernel knows of that worker. Everything lives in a folder that is removed."""
import atexit
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import fastcgi


def wait_until(condition, seconds=60.0):
    """What the condition gives once it is true; what it gave last when the time is over."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > until:
            return value
        time.sleep(0.01)


def children_of(pid):
    if os.path.exists(f'/proc/{os.getpid()}/task/{os.getpid()}/children'):  # not every kernel has it
        try:
            with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as f:
                return [int(p) for p in f.read().split()]
        except OSError:
            return []
    return [int(p) for p in os.listdir('/proc') if p.isdigit() and parent_of(p) == pid]


def parent_of(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii', errors='replace') as f:
            return int(f.read().rpartition(')')[2].split()[1])
    except OSError:
        return 0


def descriptors(pid):
    return len(os.listdir(f'/proc/{pid}/fd'))


def memory_kib(pid):
    """Anonymous memory: the heap, without the pages of files."""
    with open(f'/proc/{pid}/status', encoding='ascii') as f:
        for line in f:
            if line.startswith('RssAnon:'):
                return int(line.split()[1])
    return 0


def listening():
    """Paths of the unix sockets that accept connections. A path alone tells nothing: bind() makes it before listen()."""
    with open('/proc/net/unix', encoding='utf-8', errors='replace') as f:
        lines = [line.split() for line in f]
    return {line[7] for line in lines if len(line) > 7 and line[3] == '00010000'}


class Fpm:
    def __init__(self, binary, settings, pool='', options='', script=None):
        """settings: php.ini settings; pool: lines for the pool; options: lines for [global]."""
        self.folder = tempfile.mkdtemp(prefix='vkext-fpm-')
        self.socket = self.folder + '/socket'
        self.log = self.folder + '/log'
        self.script = script
        config = self.folder + '/fpm.conf'
        with open(config, 'w', encoding='utf-8') as f:
            f.write(f'[global]\nerror_log = {self.log}\ndaemonize = no\npid = {self.folder}/pid\n{options}\n'
                    f'[www]\nlisten = {self.socket}\npm = static\npm.max_children = 1\ncatch_workers_output = yes\n'
                    f'clear_env = no\n{pool}\n')
        command = [binary, '-n', '-R', '-F', '-y', config]
        for key, value in settings:
            command += ['-d', f'{key}={value}']
        with open(self.folder + '/stderr', 'w', encoding='utf-8') as stderr:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr)
        atexit.register(self.stop)  # for a harness that is interrupted
        sockets = {self.socket, *re.findall(r'^listen = (.+)$', pool, re.MULTILINE)}
        if not wait_until(lambda: sockets <= listening() or self.process.poll() is not None) or \
                self.process.poll() is not None:
            text = self.messages()
            self.stop()
            raise RuntimeError('php-fpm does not start: ' + text)

    def messages(self):
        text = ''
        for name in ('stderr', 'log'):
            path = os.path.join(self.folder, name)
            if os.path.exists(path):
                with open(path, encoding='utf-8', errors='replace') as f:
                    text += f.read()
        return text

    def worker(self):
        """The pid of the one worker; waits for a new one when the last is gone."""
        def one():
            pids = children_of(self.process.pid)
            return pids[0] if len(pids) == 1 else 0
        pid = wait_until(one)
        if not pid:
            raise RuntimeError('there is no worker: ' + self.messages()[-2000:])
        return pid

    def start(self, query):
        return fastcgi.request(self.socket, self.script, query)

    def get(self, query):
        return fastcgi.finish(self.start(query))

    def stop(self, how=signal.SIGTERM):
        """The exit code of the master; it is killed when it does not leave."""
        atexit.unregister(self.stop)
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            code = self.process.wait(60)
        except subprocess.TimeoutExpired:
            for pid in children_of(self.process.pid):
                os.kill(pid, signal.SIGKILL)
            self.process.kill()
            code = self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        return code
