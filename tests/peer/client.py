#!/usr/bin/env python3
"""The independent test client: slow, blocking, and strict about every byte a server sends.

    client.py call  --port N|--unix PATH [options] HEX...   sends each function body, prints the answers
    client.py check --port N|--unix PATH [options]          runs the checks of server_checks.py; "N passed, N failed"

Shares wire.py and ciphers.py with peer.py and nothing with src/. A server that breaks a rule raises WireError; a server
that is silent raises Silence after --patience seconds. Nothing here retries or hides a fault.
"""
import argparse
import os
import random
import socket
import struct
import sys
import time

import ciphers
import wire


class Silence(Exception):
    """Nothing came in time."""


class Closed(Exception):
    """The server closed the connection."""


class Client:
    def __init__(
        self, port=0, host='127.0.0.1', unix=None, version=1, schema=0, key=b'', crc32c=True, patience=5.0, write_step=0
    ):
        self.port, self.host, self.unix = port, host, unix
        self.version, self.schema, self.key, self.crc32c = version, schema, key, crc32c
        self.patience, self.write_step = patience, write_step
        self.reader = wire.Reader()
        self.seq_out, self.crc_out = -2, wire.crc32
        self.encryptor = self.decryptor = None
        self.server_nonce = self.server_handshake = None
        self.next_qid = random.getrandbits(61) + 1
        self.notes = []  # allowed but remarkable: packets of odd length
        self.sock = None

    # --- set-up -------------------------------------------------------------------------------------------------------

    def open(self):
        self.connect()
        self.exchange_nonces()
        self.exchange_handshakes()
        return self

    def connect(self):
        if self.unix:
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.settimeout(self.patience)
            self.sock.connect(self.unix)
        else:
            self.sock = socket.create_connection((self.host, self.port), self.patience)
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def exchange_nonces(self):
        when, mine, scalar = int(time.time()), os.urandom(16), os.urandom(32)
        point = ciphers.x25519_public(scalar) if self.version >= 2 else b''
        key_id = wire.get_u32(self.key) if self.key else 0
        self.send_raw(self.seal(wire.NONCE, wire.nonce_body(key_id, self.schema, self.version, 0, when, mine, point)))
        got = self.packet()
        if got.kind != wire.NONCE:
            raise wire.WireError('type %08x where the nonce belongs' % got.kind)
        theirs = self.server_nonce = wire.read_nonce(got.body)
        if theirs['schema'] not in (0, 1):
            raise wire.WireError('server nonce with schema %d' % theirs['schema'])
        if self.schema in (0, 1) and theirs['schema'] != self.schema:
            raise wire.WireError('we sent schema %d, the server chose %d' % (self.schema, theirs['schema']))
        if theirs['version'] > self.version:
            raise wire.WireError('we speak version %d, the server chose %d' % (self.version, theirs['version']))
        if theirs['flags']:
            raise wire.WireError('server nonce flags %04x' % theirs['flags'])
        if len(got.body) != (60 if theirs['version'] >= 2 else 28):
            raise wire.WireError('server nonce of %d bytes for version %d' % (len(got.body), theirs['version']))
        if theirs['schema'] == 0:
            if theirs['key_id'] or theirs['time'] or any(theirs['nonce']):
                raise wire.WireError('server nonce without encryption is not all zeros')
        else:
            if theirs['key_id'] != key_id:
                raise wire.WireError('server nonce echoes key id %08x' % theirs['key_id'])
            if abs(theirs['time'] - when) > 30:
                raise wire.WireError('server clock differs by %d s' % (theirs['time'] - when))
            shared = ciphers.x25519(scalar, theirs['point']) if theirs['version'] >= 2 else b''
            directions = []
            for name in (b'CLIENT', b'SERVER'):
                material = ciphers.key_material(
                    theirs['version'],
                    name,
                    self.key,
                    theirs['nonce'],
                    mine,
                    when,
                    theirs['time'],
                    shared,
                    *self.addresses()
                )
                directions.append(ciphers.derive(material))
            self.encryptor = ciphers.CbcEncryptor(*directions[0])
            self.decryptor = ciphers.CbcDecryptor(*directions[1])
            self.reader.encrypted = True
        self.reader.version = theirs['version']

    def addresses(self):
        """server ip, client ip, server port, client port; zeros where the Go library has zeros."""
        if self.sock.family == socket.AF_INET:
            there, here = self.sock.getpeername(), self.sock.getsockname()
            return (
                struct.unpack('>I', socket.inet_aton(there[0]))[0],
                struct.unpack('>I', socket.inet_aton(here[0]))[0],
                there[1],
                here[1],
            )
        if self.sock.family == socket.AF_INET6:
            return 0, 0, self.sock.getpeername()[1], self.sock.getsockname()[1]
        return 0, 0, self.dialled_port(), 0

    def dialled_port(self):
        if not self.unix:
            return self.port
        digits = ''
        for char in reversed(self.unix):
            if not char.isdigit():
                break
            digits = char + digits
        return int(digits) if digits else 0

    def exchange_handshakes(self):
        sender = wire.pid_bytes(0, 0, os.getpid(), int(time.time()))
        flags = wire.CRC32C_FLAG if self.crc32c else 0
        self.send(wire.HANDSHAKE, wire.handshake_body(flags, sender, bytes(12)))
        got = self.packet()
        if got.kind == wire.HANDSHAKE_ERROR:
            raise wire.WireError('handshake error %d' % wire.get_i32(got.body))
        if got.kind != wire.HANDSHAKE:
            raise wire.WireError('type %08x where the handshake belongs' % got.kind)
        theirs = self.server_handshake = wire.read_handshake(got.body)
        if theirs['flags'] & 0xFF:
            raise wire.WireError('server handshake flags %08x' % theirs['flags'])
        if theirs['flags'] & ~flags & wire.CRC32C_FLAG:
            raise wire.WireError('CRC32C without being asked')
        if theirs['sender']['port'] != self.dialled_port():
            raise wire.WireError('we dialled %d, the server says %d' % (self.dialled_port(), theirs['sender']['port']))
        if not theirs['sender']['pid'] or not theirs['sender']['start']:
            raise wire.WireError('the server has no process id or start time')
        if got.body[16:28] != sender:
            raise wire.WireError('the server does not echo our process id')
        if theirs['flags'] & wire.CRC32C_FLAG:
            self.crc_out = self.reader.crc = wire.crc32c
        self.reader.setup = False

    # --- packets ------------------------------------------------------------------------------------------------------

    def seal(self, kind, body, **changes):
        out = wire.packet(changes.pop('seq', self.seq_out), kind, body, changes.pop('crc', self.crc_out), **changes)
        self.seq_out += 1
        return out

    def send(self, *kinds_and_bodies):
        """Any number of (kind, body) in one flush; one may be given without a tuple."""
        if isinstance(kinds_and_bodies[0], int):
            kinds_and_bodies = [kinds_and_bodies]
        packets = [self.seal(kind, body) for kind, body in kinds_and_bodies]
        if self.encryptor:
            data = self.encryptor.update(wire.pad_flush(b''.join(wire.pad_packet(packet) for packet in packets)))
        else:
            data = b''.join(packets)
        self.send_raw(data)

    def send_raw(self, data):
        step = self.write_step or len(data) or 1
        try:
            for at in range(0, len(data), step):
                self.sock.sendall(data[at : at + step])
        except OSError as error:
            raise Closed('while writing: %s' % error) from None

    def packet(self):
        deadline = time.monotonic() + self.patience
        while True:
            got = self.reader.next()
            self.notes += self.reader.notes
            self.reader.notes.clear()
            if got is not None:
                return got
            self.sock.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                data = self.sock.recv(65536)
            except socket.timeout:
                raise Silence() from None
            except OSError as error:
                raise Closed(str(error)) from None
            if not data:
                if self.reader.mid_packet():
                    raise wire.WireError(
                        'the server closed inside a packet: %s' % bytes(self.reader.pending[:64]).hex()
                    )
                raise Closed('end of stream')
            self.reader.feed(self.decryptor.update(data) if self.decryptor else data)

    # --- messages -----------------------------------------------------------------------------------------------------

    def new_qid(self):
        self.next_qid += 1
        return self.next_qid

    def request(self, function, wrappers=b'', qid=None):
        """Sends one request, returns its id."""
        qid = qid or self.new_qid()
        self.send(wire.INVOKE, wire.u64(qid) + wrappers + function)
        return qid

    def answer(self):
        """The next answer; server pings on the way are answered."""
        while True:
            got = self.packet()
            if got.kind == wire.PING:
                if len(got.body) != 8:
                    raise wire.WireError('ping of %d bytes' % len(got.body))
                self.send(wire.PONG, got.body)
            elif got.kind in (wire.RESULT, wire.ERROR):
                answer = wire.read_answer(got.kind, got.body)
                answer['length'] = got.length
                return answer
            else:
                raise wire.WireError('packet type %08x from a server' % got.kind)

    def call(self, function, wrappers=b''):
        qid = self.request(function, wrappers)
        answer = self.answer()
        if answer['qid'] != qid:
            raise wire.WireError('answer to %d, we asked %d' % (answer['qid'], qid))
        return answer

    def expect_close(self):
        """True when the server closes without another packet; a reset counts."""
        try:
            got = self.packet()
        except Closed:
            return
        except Silence:
            raise wire.WireError('the connection stays open') from None
        raise wire.WireError('a packet of type %08x instead of a close' % got.kind)

    def close(self):
        if self.sock:
            self.sock.close()


def add_options(parser):
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--host', default='127.0.0.1')
    parser.add_argument('--unix', metavar='PATH')
    parser.add_argument('--key-file', metavar='FILE')
    parser.add_argument('--version', type=int, default=1)
    parser.add_argument('--schema', type=int, default=0, help='0 plaintext, 1 AES, 2 either')
    parser.add_argument('--no-crc32c', action='store_true')
    parser.add_argument('--patience', type=float, default=5.0, help='seconds to wait for a packet')


def read_key(options):
    if not options.key_file:
        return b''
    with open(options.key_file, 'rb') as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description='Strict, slow TL/RPC test client.')
    commands = parser.add_subparsers(dest='command', required=True)
    call = commands.add_parser('call', help='send function bodies, print answers')
    add_options(call)
    call.add_argument('bodies', nargs='+', metavar='HEX')
    check = commands.add_parser('check', help='run the checks against a server')
    add_options(check)
    options = parser.parse_args()
    if options.command == 'check':
        import server_checks

        return server_checks.run(options, read_key(options))
    client = Client(
        options.port,
        options.host,
        options.unix,
        options.version,
        options.schema,
        read_key(options),
        not options.no_crc32c,
        options.patience,
    )
    try:
        client.open()
        for body in options.bodies:
            answer = client.call(bytes.fromhex(body))
            if answer['error']:
                print('error %s %d %s' % (answer['form'], answer['error'][0], answer['error'][1]))
            else:
                print('result %s' % answer['result'].hex())
    except (wire.WireError, Closed, Silence, OSError) as error:
        print('client.py: %s: %s' % (type(error).__name__, error), file=sys.stderr)
        return 1
    finally:
        client.close()
    return 0


if __name__ == '__main__':
    sys.exit(main())
