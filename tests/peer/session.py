"""One connection of the test peer, server side: set-up, requests, and the faults a scenario asks for.

A thread per connection with blocking reads; an action list with a delay runs in a thread of its own, so that other
requests are answered meanwhile. Everything seen and every violation by the client goes to the log.
Breaks the protocol only where the scenario says so; never repairs what the client sent.
"""
import os
import select
import socket
import struct
import threading
import time

import ciphers
import scenario as language
import wire

KNOWN_HANDSHAKE_FLAGS = 0x800 | 0x1000
START = int(time.time())


class Ended(Exception):
    """The scenario closed this connection."""


class Session:
    def __init__(self, server, sock, conn, local_port):
        self.server, self.scenario, self.log = server, server.scenario, server.log
        self.sock, self.conn, self.local_port = sock, conn, local_port
        self.reader = wire.Reader()
        self.crc_out = wire.crc32
        self.seq_out = -2
        self.encryptor = self.decryptor = None
        self.lock = threading.RLock()
        self.pong_seen = threading.Event()
        self.fin_seen = threading.Event()
        self.pid = None
        self.requests = []  # by number, from 1: requests[0] is None
        self.requests.append(None)
        self.live = {}  # query id → request number, until answered
        self.pings_out = []
        self.fin_from_client = False
        self.silent = self.deaf = self.closed = False

    # --- log ----------------------------------------------------------------------------------------------------------

    def event(self, name, **fields):
        self.log.write(dict(event=name, conn=self.conn, pid=self.pid and self.pid['pid'], **fields))

    def violation(self, text):
        self.event('violation', text=text)

    # --- bytes --------------------------------------------------------------------------------------------------------

    def receive(self):
        """Feeds what arrived; False at the end of the stream."""
        while self.deaf and not self.closed:
            time.sleep(0.02)
        try:
            # Never asleep inside recv: a reset from another thread leaves only when no call holds the socket.
            while not self.closed and not select.select([self.sock], [], [], 0.05)[0]:
                pass
            data = self.sock.recv(65536)
        except (OSError, ValueError) as error:
            if not self.closed:
                self.event('end', by='client', how='error', text=str(error))
            return False
        if not data:
            if not self.closed:
                # A client that gave up on a silent or broken peer may leave a packet half sent; otherwise it must not.
                if self.reader.mid_packet() and not self.silent:
                    self.violation('end of stream inside a packet')
                self.event('end', by='client', how='fin')
            return False
        if not self.silent:
            self.reader.feed(self.decryptor.update(data) if self.decryptor else data)
        return True

    def next_packet(self):
        """The next packet, or None at the end of the stream."""
        while True:
            got = None if self.silent else self.reader.next()
            for note in self.reader.notes:
                self.event('note', text=note)
            self.reader.notes.clear()
            if got is not None:
                return got
            if not self.receive():
                return None

    def write(self, data, action):
        """Puts bytes on the wire, cut, slowed or chunked as the action says."""
        cut = action.get('cut')
        if cut is not None:
            data = data[:cut]
        step = action.get('chunk', 1 if 'slow' in action else len(data) or 1)
        pause = action.get('slow', 0)
        with self.lock:
            try:
                for at in range(0, len(data), step):
                    self.sock.sendall(data[at : at + step])
                    if pause:
                        time.sleep(pause)
            except OSError as error:
                if not self.closed:
                    self.event('note', text='write failed: %s' % error)
                raise Ended() from None
        if cut is not None:
            self.end(action.get('then', 'close'))

    def end(self, how):
        if how == 'silent':
            self.silent = True
            self.event('note', text='silent from here')
            return
        if how not in ('close', 'reset'):
            raise language.BadScenario('then: %r' % how)
        self.closed = True
        if how == 'reset':
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        else:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.sock.close()
        # Behind the act: who reads the log may count on it.
        self.event('end', by='peer', how=how)
        raise Ended()

    def seal(self, kind, body, action):
        """A packet with the next sequence number and whatever the action falsifies."""
        seq = action.get('seq', self.seq_out + action.get('seq_add', 0))
        self.seq_out += 1
        length = None if action.get('length') is None else language.number(action['length'], 'length')
        crc, checksum = self.crc_out, None
        if action.get('crc') == 'other':
            crc = wire.crc32c if crc is wire.crc32 else wire.crc32
        elif action.get('crc') == 'bad':
            checksum = wire.get_u32(wire.packet(seq, kind, body, crc, length)[-4:]) ^ 1
        elif action.get('crc') is not None:
            checksum = language.number(action['crc'], 'crc')
        return wire.packet(seq, kind, body, crc, length, checksum)

    def wrap(self, packets):
        """The bytes of one flush."""
        if self.encryptor is None:
            return b''.join(packets)
        return self.encryptor.update(wire.pad_flush(b''.join(wire.pad_packet(packet) for packet in packets)))

    # --- set-up -------------------------------------------------------------------------------------------------------

    def run(self):
        try:
            self.event('accept')
            setup = self.scenario.setup(self.conn)
            self.perform(setup.get('accept', []), None, 0)
            if self.set_up(setup):
                self.perform(setup.get('ready', []), None, 0)
                self.serve()
        except wire.WireError as error:
            self.violation(str(error))
            self.event('end', by='peer', how='close')
        except Ended:
            pass
        finally:
            self.closed = True
            try:
                self.sock.close()
            except OSError:
                pass

    def set_up(self, setup):
        got = self.next_packet()
        if got is None:
            return False
        if got.kind != wire.NONCE:
            raise wire.WireError('first packet has type %08x' % got.kind)
        theirs = wire.read_nonce(got.body)
        self.event(
            'nonce',
            hex=got.raw.hex(),
            schema=theirs['schema'],
            version=theirs['version'],
            key_id='%08x' % theirs['key_id'],
        )
        if theirs['flags']:
            self.violation('nonce flags %04x' % theirs['flags'])
        if theirs['schema'] > 2:
            raise wire.WireError('nonce schema %d' % theirs['schema'])
        if theirs['schema'] and (theirs['nonce'] == bytes(16) or not theirs['time'] or not theirs['key_id']):
            self.violation('nonce, time or key id of zero with schema %d' % theirs['schema'])
        if theirs['schema'] == 1 and abs(theirs['time'] - time.time()) > 31:
            raise wire.WireError('client clock differs by %d s' % (theirs['time'] - time.time()))
        if theirs['schema'] == 0 and theirs['key_id']:
            self.violation('key id without encryption')
        if len(got.body) > (60 if theirs['version'] >= 2 else 28):
            self.event('note', text='nonce with %d surplus bytes' % (len(got.body) - 28))
        shape = setup.get('nonce', {})
        schema, version = self.choose(theirs)
        if schema is None:
            self.end('close')
        if not self.send_nonce(theirs, schema, version, shape):
            return False
        got = self.next_packet()
        if got is None:
            return False
        if got.kind == wire.HANDSHAKE_ERROR:
            self.event('handshake_error', code=wire.get_i32(got.body, 0))
            return False
        if got.kind != wire.HANDSHAKE:
            raise wire.WireError('type %08x where the handshake belongs' % got.kind)
        theirs = wire.read_handshake(got.body)
        self.pid = theirs['sender']
        self.event('handshake', hex=got.raw.hex(), flags=theirs['flags'], sender=theirs['sender'], peer=theirs['peer'])
        if theirs['flags'] & 0xFF:
            raise wire.WireError('low handshake flags %08x' % theirs['flags'])
        if theirs['flags'] & ~KNOWN_HANDSHAKE_FLAGS:
            self.violation('unknown handshake flags %08x' % theirs['flags'])
        if theirs['peer']['port'] not in (0, self.local_port):
            self.violation(
                'the client dialled port %d, its handshake says %d' % (self.local_port, theirs['peer']['port'])
            )
        return self.send_handshake(theirs, setup.get('handshake', {}))

    def choose(self, theirs):
        """(schema, version) of our nonce; schema None: hang up without a word."""
        version = min(theirs['version'], self.scenario.version)
        key = self.scenario.key
        known = len(key) >= 32 and wire.get_u32(key) == theirs['key_id'] != 0
        if theirs['schema'] == 0:
            return (None if self.scenario.policy == 'aes' else 0), version
        if theirs['schema'] == 2 and self.scenario.policy == 'plain':
            return 0, version
        return (1 if known else None), version

    def send_nonce(self, theirs, schema, version, shape):
        mode = shape.get('mode', 'ok')
        if mode == 'never':
            return self.stay_silent()
        if mode == 'close':
            self.end('close')
        time.sleep(shape.get('delay', 0))
        if 'schema' in shape:
            schema = shape['schema']
        encrypt = schema == 1 and 'schema' not in shape
        when = int(time.time()) if encrypt else 0
        when = shape.get('time', when + shape.get('time_skew', 0))
        mine = bytes.fromhex(shape['nonce']) if 'nonce' in shape else (os.urandom(16) if encrypt else bytes(16))
        version = shape.get('version', version)
        scalar = self.scenario.scalar or os.urandom(32)
        point = b''
        if version >= 2:
            point = ciphers.x25519_public(scalar) if encrypt else bytes(32)
        if 'point' in shape:
            point = bytes.fromhex(shape['point'])
        key_id = (
            language.number(shape['key_id'], 'key_id') if 'key_id' in shape else (theirs['key_id'] if encrypt else 0)
        )
        body = wire.nonce_body(key_id, schema, version, shape.get('flags', 0), when, mine, point)
        if not self.send_setup(wire.NONCE, body, shape):
            return False
        if encrypt:
            if self.reader.pending:
                raise wire.WireError('%d bytes before the cipher was agreed' % len(self.reader.pending))
            shared = ciphers.x25519(scalar, theirs['point']) if version >= 2 else b''
            directions = []
            for name in (b'CLIENT', b'SERVER'):
                material = ciphers.key_material(
                    version,
                    name,
                    self.scenario.key,
                    mine,
                    theirs['nonce'],
                    theirs['time'],
                    when,
                    shared,
                    *self.addresses()
                )
                directions.append(ciphers.derive(material))
            self.decryptor = ciphers.CbcDecryptor(*directions[0])
            self.encryptor = ciphers.CbcEncryptor(*directions[1])
            self.reader.encrypted = True
        self.reader.version = min(version, theirs['version'])
        return True

    def addresses(self):
        """Server ip, client ip, server port, client port of version 0; zeros where the Go library has zeros."""
        if self.sock.family == socket.AF_INET:
            here, there = self.sock.getsockname(), self.sock.getpeername()
            ips = [struct.unpack('>I', socket.inet_aton(end[0]))[0] for end in (here, there)]
            return ips[0], ips[1], here[1], there[1]
        return 0, 0, self.local_port, self.sock.getpeername()[1] if self.sock.family == socket.AF_INET6 else 0

    def send_handshake(self, theirs, shape):
        mode = shape.get('mode', 'ok')
        if mode == 'never':
            return self.stay_silent()
        if mode == 'close':
            self.end('close')
        time.sleep(shape.get('delay', 0))
        agreed = self.scenario.crc32c and bool(theirs['flags'] & wire.CRC32C_FLAG)
        flags = shape.get('flags', (wire.CRC32C_FLAG if agreed else 0) | shape.get('add_flags', 0))
        ip = 0
        if self.sock.family == socket.AF_INET and not self.sock.getsockname()[0].startswith('127.'):
            ip = struct.unpack('>I', socket.inet_aton(self.sock.getsockname()[0]))[0]
        sender = wire.pid_bytes(
            shape.get('ip', ip),
            shape.get('port', self.local_port),
            shape.get('pid', os.getpid()),
            shape.get('start', START),
        )
        peer = bytes.fromhex(shape['peer']) if 'peer' in shape else theirs['sender_bytes']
        if 'error' in shape:
            # At seq -1, instead of the handshake; the connection is closed right after.
            body = struct.pack('<i', shape['error']) + sender
            shape = dict({'type': wire.HANDSHAKE_ERROR, 'mode': 'close_after'}, **shape)
            return self.send_setup(wire.HANDSHAKE_ERROR, body, shape)
        if agreed and self.reader.mid_packet():
            raise wire.WireError('a request before the checksum was agreed')
        if not self.send_setup(wire.HANDSHAKE, wire.handshake_body(flags, sender, peer), shape):
            return False
        if flags & wire.CRC32C_FLAG:
            self.crc_out = wire.crc32c
        self.reader.crc = wire.crc32c if agreed else wire.crc32
        self.reader.setup = False
        return True

    def send_setup(self, kind, body, shape):
        if 'body' in shape:
            body = bytes.fromhex(shape['body'])
        body += bytes.fromhex(shape.get('tail', ''))
        kind = language.magic_number(shape.get('type', kind), 'type')
        prefix = bytes.fromhex(shape.get('prefix', '')) + shape.get('text', '').encode('latin-1')
        self.write(prefix + self.wrap([self.seal(kind, body, shape)]), shape)
        if shape.get('mode') == 'close_after':
            # The client may be quicker to write than we to close; what it sent must not turn our FIN into an RST.
            self.drain(0.05)
            self.end('close')
        return True

    def drain(self, seconds):
        self.sock.settimeout(seconds)
        try:
            self.sock.recv(65536)
        except OSError:
            pass
        self.sock.settimeout(None)

    def stay_silent(self):
        self.silent = True
        while self.receive():
            pass
        return False

    # --- serving ------------------------------------------------------------------------------------------------------

    def serve(self):
        while True:
            got = self.next_packet()
            if got is None:
                return
            if got.kind == wire.INVOKE:
                self.on_invoke(got)
            elif got.kind == wire.PING:
                self.on_ping(got)
            elif got.kind == wire.PONG:
                self.on_pong(got)
            elif got.kind == wire.CANCEL:
                if len(got.body) != 8:
                    raise wire.WireError('rpcCancelReq of %d bytes' % len(got.body))
                self.event('cancel', qid=wire.get_i64(got.body))
            elif got.kind == wire.CLIENT_FIN:
                if got.body:
                    raise wire.WireError('rpcClientWantsFin with a body')
                self.fin_from_client = True
                self.event('client_fin')
                self.fin_seen.set()
            else:
                raise wire.WireError('packet type %08x from a client' % got.kind)

    def on_ping(self, got):
        if len(got.body) != 8:
            raise wire.WireError('ping of %d bytes' % len(got.body))
        self.event('ping', id=wire.get_i64(got.body))
        with self.lock:
            self.write(self.wrap([self.seal(wire.PONG, got.body, {})]), {})

    def on_pong(self, got):
        if len(got.body) != 8:
            raise wire.WireError('pong of %d bytes' % len(got.body))
        value = wire.get_u64(got.body)
        matched = value in self.pings_out
        self.event('pong', id=value, matched=matched)
        if not matched:
            self.violation('pong %d, our pings are %r' % (value, self.pings_out))
        else:
            self.pings_out.remove(value)
        self.pong_seen.set()

    def on_invoke(self, got):
        request = wire.read_request(got.body)
        number = len(self.requests)
        self.requests.append(request)
        total = self.server.count_request()
        request['n'], request['total'], request['conn'] = number, total, self.conn
        whole = len(got.raw) <= 65536
        self.event(
            'request',
            n=number,
            total=total,
            qid=request['qid'],
            length=got.length,
            seq=got.seq,
            magic=None if request['magic'] is None else '%08x' % request['magic'],
            actor=request['actor'],
            wrappers=request['wrappers'],
            extra=request['extra'],
            sender=self.pid,
            hex=(got.raw if whole else got.raw[:256]).hex(),
            function=(request['function'] if whole else request['function'][:256]).hex(),
        )
        if request['qid'] <= 0:
            self.violation('query id %d' % request['qid'])
        if request['qid'] in self.live:
            self.violation('query id %d is in use' % request['qid'])
        if self.fin_from_client:
            self.violation('a request after rpcClientWantsFin')
        flags = request['extra']['flags'] if request['extra'] else 0
        if flags & 0x80:
            return  # no_result: nothing may be sent back
        self.live[request['qid']] = number
        actions, fired = self.scenario.decide(self, request, self.conn, number, total)
        waits = {'delay', 'wait_pong', 'wait_fin'}
        if any(waits & set(action) and not action.get('inline') for action in actions):
            threading.Thread(target=self.perform_apart, args=(actions, request, fired), daemon=True).start()
        else:
            self.perform(actions, request, fired)

    def perform_apart(self, actions, request, fired):
        try:
            self.perform(actions, request, fired)
        except Ended:
            pass

    def perform(self, actions, request, fired):
        for action in actions:
            action = dict(action)
            if action.get('cut') == 'fired':
                action['cut'] = fired
            self.act(action, request, fired)

    def act(self, action, request, fired):
        verb = language.verb_of(action)
        if verb == 'delay':
            time.sleep(action['delay'])
        elif verb in ('close', 'reset'):
            if action[verb]:
                self.end(verb)
        elif verb == 'silent':
            self.silent = True
        elif verb == 'deaf':
            self.deaf = bool(action['deaf'])
        elif verb == 'stop_listening':
            self.server.stop_listening()
        elif verb == 'stop':
            self.server.stop()
        elif verb == 'wait_pong':
            if not self.pong_seen.wait(action['wait_pong']):
                self.violation('no pong in %s s' % action['wait_pong'])
        elif verb == 'wait_fin':
            if not self.fin_seen.wait(action['wait_fin']):
                self.violation('no rpcClientWantsFin in %s s' % action['wait_fin'])
        elif verb == 'raw':
            self.write(bytes.fromhex(self.fill(action['raw'], request, fired)), action)
        elif verb == 'text':
            self.write(action['text'].encode('latin-1'), action)
        else:
            with self.lock:
                packets = []
                for part in action['batch'] if verb == 'batch' else [action]:
                    packets += self.packets_of(part, request, fired)
                prefix = bytes.fromhex(action.get('prefix', ''))
                self.write(prefix + self.wrap(packets), action)

    def packets_of(self, action, request, fired):
        verb = language.verb_of(action)
        target = request
        if 'to' in action:
            number = action['to'] if action['to'] > 0 else request['n'] + action['to']
            target = self.requests[number]
        qid = target['qid'] if target else 0
        if 'qid' in action:
            qid = qid + int(action['qid']) if str(action['qid'])[:1] in '+-' else language.number(action['qid'], 'qid')
        header = b''
        if 'header' in action:
            header = wire.u32(wire.RESULT_HEADER) + wire.u32(action['header']['flags'])
            header += bytes.fromhex(action['header'].get('fields', ''))
        if verb == 'result':
            kind, body = wire.RESULT, wire.u64(qid) + header + bytes.fromhex(self.fill(action['result'], target, fired))
        elif verb == 'echo':
            kind, body = wire.RESULT, wire.u64(qid) + header + target['function'][4:]
        elif verb == 'error':
            kind, body = wire.error_answer(
                action['error'], qid, action.get('code', -4000), action.get('text', ''), header
            )
        elif verb == 'packet':
            kind = language.magic_number(action['packet']['type'], 'type')
            body = bytes.fromhex(self.fill(action['packet'].get('body', ''), target, fired))
        elif verb == 'ping':
            self.pings_out.append(action['ping'])
            self.pong_seen.clear()
            kind, body = wire.PING, wire.u64(action['ping'])
        elif verb == 'fin':
            kind, body = wire.SERVER_FIN, b''
        else:
            raise language.BadScenario('%s does not go into a batch' % verb)
        if 'type' in action:
            kind = language.magic_number(action['type'], 'type')
        if 'drop' in action:
            body = body[: len(body) - action['drop']]
        body += bytes.fromhex(action.get('tail', ''))
        if verb in ('result', 'echo', 'error'):
            self.live.pop(qid, None)
        return [self.seal(kind, body, action) for _ in range(action.get('times', 1))]

    def fill(self, text, request, fired):
        """Hexadecimal text with {qid} {n} {total} {fired} {conn} {args} {function} filled in."""
        if '{' not in text:
            return text
        values = {'fired': wire.u32(fired), 'conn': wire.u32(self.conn)}
        if request:
            values.update(
                qid=wire.u64(request['qid']),
                n=wire.u32(request['n']),
                total=wire.u32(request['total']),
                args=request['function'][4:],
                function=request['function'],
            )
        return text.format(**{key: value.hex() for key, value in values.items()})
