#!/usr/bin/env python3
"""A bad network between a client and a server: forwards bytes, and harms connections at random, by seed.

    chaos.py --to PORT [--host ADDRESS] [--port 0] [--seed N] [--moods a,b,…] [--log FILE] [--until-eof]

Each connection gets one mood when it is accepted; the same seed gives the same row of moods and numbers. Prints
"listening PORT". With --until-eof it serves until standard input ends, then prints how many connections had which mood.

    calm        forwards, and ends after a random number of bytes
    latency     holds every piece for the same time             jitter    … for a random time, in order
    slice       pieces of 1 to 7 bytes                           reorder   long random pauses: other connections overtake
    cut         FIN both ways in mid-stream                      reset     RST both ways in mid-stream
    corrupt     one bit is flipped                               blackhole swallows everything from some byte on
    slowclose   the server's end reaches the client late         halfopen  the server's side is gone, the client hears nothing

Knows nothing of the protocol; never invents, drops or reorders bytes of a connection that it lets live.
"""
import argparse
import asyncio
import collections
import os
import random
import socket
import struct
import sys

MOODS = ('calm', 'latency', 'jitter', 'slice', 'reorder', 'cut', 'reset', 'corrupt', 'blackhole', 'slowclose', 'halfopen')
# Mostly good weather: a network in which nothing works tests nothing.
WEIGHTS = {'calm': 6, 'latency': 2, 'jitter': 2, 'slice': 1, 'reorder': 2}


class Connection:
    def __init__(self, proxy, number, reader, writer):
        self.proxy, self.reader, self.writer = proxy, reader, writer
        self.random = random.Random(proxy.seed * 1000003 + number)
        weights = [WEIGHTS.get(mood, 1) for mood in proxy.moods]
        self.mood = self.random.choices(proxy.moods, weights)[0]
        lasting = self.mood in ('calm', 'latency', 'jitter', 'slice', 'reorder', 'slowclose')
        # Bytes, counted in the direction that is harmed, until it happens.
        self.limit = self.random.randint(20_000, 400_000) if lasting else self.random.randint(0, 6_000)
        self.victim = self.random.choice(('up', 'down'))
        self.pause = self.random.uniform(0.0005, 0.02)
        self.ended = asyncio.Event()
        self.deaf = False

    async def run(self):
        try:
            there, out = await asyncio.open_connection(self.proxy.host, self.proxy.to)
        except OSError:
            self.writer.transport.abort()
            return
        for writer in (self.writer, out):
            try:
                writer.get_extra_info('socket').setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError:
                pass  # gone already
        self.out = out
        ways = [
            asyncio.ensure_future(self.forward(self.reader, out, 'up')),
            asyncio.ensure_future(self.forward(there, self.writer, 'down')),
        ]
        await asyncio.wait(ways + [asyncio.ensure_future(self.ended.wait())], return_when=asyncio.FIRST_COMPLETED)
        if self.mood in ('slowclose', 'halfopen') and not self.deaf:
            # The server's side ends now; the client learns of it late, or never.
            self.deaf = True
            out.close()
            await asyncio.sleep(self.random.uniform(0.05, 0.5) if self.mood == 'slowclose' else 5)
        if self.mood == 'blackhole' and self.deaf:
            await asyncio.sleep(5)
        for way in ways:
            way.cancel()
        for writer in (self.writer, out):
            if self.mood == 'reset':
                self.abort(writer)
            else:
                writer.close()

    @staticmethod
    def abort(writer):
        try:
            hard = struct.pack('ii', 1, 0)
            writer.get_extra_info('socket').setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard)
        except OSError:
            pass  # the other end was quicker
        writer.transport.abort()

    async def forward(self, reader, writer, way):
        seen = 0
        try:
            while True:
                data = await reader.read(65536)
                if not data:
                    return
                if self.deaf:
                    continue
                harmed = way == self.victim and seen + len(data) > self.limit
                seen += len(data)
                if harmed:
                    data = self.harm(data, self.limit - (seen - len(data)))
                await self.write(writer, data)
                if harmed and self.mood not in ('corrupt',):
                    self.deaf = self.mood == 'blackhole'
                    self.ended.set()
                    if not self.deaf:
                        return
        except (OSError, asyncio.CancelledError):
            pass

    def harm(self, data, left):
        left = max(0, min(left, len(data)))
        if self.mood == 'corrupt':
            self.limit = 1 << 62
            at = min(left, len(data) - 1)
            return data[:at] + bytes([data[at] ^ 1 << self.random.randrange(8)]) + data[at + 1 :]
        return data[:left]

    async def write(self, writer, data):
        if self.mood == 'latency':
            await asyncio.sleep(self.pause)
        elif self.mood == 'jitter':
            await asyncio.sleep(self.random.uniform(0, self.pause))
        elif self.mood == 'reorder' and self.random.random() < 0.3:
            await asyncio.sleep(self.random.uniform(0, 0.08))
        step = len(data) or 1
        if self.mood == 'slice' and len(data) < 4096:
            step = self.random.randint(1, 7)
        for at in range(0, len(data), step):
            writer.write(data[at : at + step])
            await writer.drain()
            if step < len(data):
                await asyncio.sleep(0)


class Proxy:
    def __init__(self, options):
        self.host, self.to, self.seed = options.host, options.to, options.seed
        self.moods = options.moods.split(',')
        self.count = 0
        self.had = collections.Counter()
        self.log = open(options.log, 'w', encoding='utf-8') if options.log else None

    async def accept(self, reader, writer):
        self.count += 1
        connection = Connection(self, self.count, reader, writer)
        self.had[connection.mood] += 1
        if self.log:
            print(self.count, connection.mood, connection.victim, connection.limit, file=self.log, flush=True)
        await connection.run()


async def serve(options):
    proxy = Proxy(options)
    server = await asyncio.start_server(proxy.accept, '127.0.0.1', options.port)
    print('listening %d' % server.sockets[0].getsockname()[1], flush=True)
    if not options.until_eof:
        await server.serve_forever()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    print(' '.join('%s %d' % (mood, proxy.had[mood]) for mood in proxy.moods if proxy.had[mood]), flush=True)
    os._exit(0)  # whatever is still under way


def main():
    parser = argparse.ArgumentParser(description='A bad network, by seed.')
    parser.add_argument('--to', type=int, required=True, metavar='PORT', help='where the server listens')
    parser.add_argument('--host', default='127.0.0.1')
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--moods', default=','.join(MOODS), help='comma-separated; a mood may stand there twice')
    parser.add_argument('--log', metavar='FILE', help='one line a connection: number, mood, direction, bytes')
    parser.add_argument('--until-eof', action='store_true')
    options = parser.parse_args()
    unknown = set(options.moods.split(',')) - set(MOODS)
    if unknown:
        parser.error('no such mood: ' + ', '.join(sorted(unknown)))
    asyncio.run(serve(options))


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
