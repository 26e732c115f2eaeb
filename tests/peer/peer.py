#!/usr/bin/env python3
"""The independent test server: speaks the protocol as README.md and a scenario say, faults included.

    peer.py --port 0 | --unix PATH   [--host ADDRESS] [--script FILE | --mode NAME] [--log FILE] [--until-eof]

Prints "listening PORT" (or the path) and serves until killed, or, with --until-eof, until its standard input ends: a
test that dies cannot leave it behind. The log is one JSON object a line, complete before the answer leaves.
"""
import argparse
import json
import os
import socket
import sys
import threading
import time

import scenario
from session import Session


class Log:
    def __init__(self, path):
        self.file = open(path, 'w', encoding='utf-8') if path else None
        self.lock = threading.Lock()
        self.started = time.monotonic()

    def write(self, record):
        if self.file is None:
            return
        with self.lock:
            record['at'] = round(time.monotonic() - self.started, 4)
            self.file.write(json.dumps(record) + '\n')
            self.file.flush()


class Server:
    def __init__(self, listener, port, plan, log):
        self.listener, self.port, self.scenario, self.log = listener, port, plan, log
        self.total = 0
        self.lock = threading.Lock()
        self.listening = True

    def count_request(self):
        with self.lock:
            self.total += 1
            return self.total

    def run(self):
        conn = 0
        while self.listening:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                break
            conn += 1
            if sock.family != socket.AF_UNIX:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session = Session(self, sock, conn, self.port)
            threading.Thread(target=session.run, daemon=True).start()
        while True:
            time.sleep(60)

    def stop_listening(self):
        self.listening = False
        # shutdown wakes the thread in accept(); close alone would leave it, and the port, waiting for one more client.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()

    @staticmethod
    def stop():
        os._exit(0)


def trailing_number(path):
    digits = ''
    while path and path[-1].isdigit():
        digits, path = path[-1] + digits, path[:-1]
    return int(digits[-5:]) & 0xFFFF if digits else 0


def main():
    parser = argparse.ArgumentParser(description='Scriptable TL/RPC test server.')
    parser.add_argument('--port', type=int, default=0, help='TCP port; 0 picks a free one')
    parser.add_argument('--host', default='127.0.0.1')
    parser.add_argument('--unix', metavar='PATH')
    parser.add_argument('--script', metavar='FILE', help='scenario: JSON, or Python when it ends in .py')
    parser.add_argument('--mode', choices=sorted(scenario.MODES), help='a scenario that needs no file')
    parser.add_argument('--log', metavar='FILE')
    parser.add_argument('--until-eof', action='store_true', help='end when standard input ends')
    options = parser.parse_args()
    try:
        if options.script:
            plan = scenario.load(options.script)
        else:
            plan = scenario.Scenario(scenario.MODES[options.mode or 'nop'])
    except (scenario.BadScenario, OSError, ValueError) as error:
        print('peer.py: %s' % error, file=sys.stderr)
        return 2
    if options.unix:
        if os.path.exists(options.unix):
            os.unlink(options.unix)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(options.unix)
        port, shown = trailing_number(options.unix), options.unix
    else:
        listener = socket.socket(socket.AF_INET6 if ':' in options.host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((options.host, options.port))
        port = shown = listener.getsockname()[1]
    listener.listen(128)
    server = Server(listener, port, plan, Log(options.log))
    threading.Thread(target=server.run, daemon=True).start()
    print('listening %s' % shown, flush=True)
    if options.until_eof:
        while sys.stdin.buffer.read(4096):
            pass
        return 0
    while True:
        time.sleep(3600)


if __name__ == '__main__':
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(0)
