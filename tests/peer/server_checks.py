"""What a server of this protocol owes a client, asked by client.py of a running server: `vkext serve`, or peer.py.

Uses only engine.nop, which every server of ours answers, and a function nobody has. Each check opens its own
connection; faults are sent by the bytes. A check fails by raising; the run goes on and counts.
"""
import os
import socket
import time

import wire
from client import Client, Closed, Silence

NOP = wire.u32(wire.ENGINE_NOP)
TRUE = wire.u32(wire.TRUE)
NOBODY = wire.u32(0x00C0FFEE)


def must(truth, text):
    if not truth:
        raise wire.WireError(text)


class Checks:
    def __init__(self, options, key):
        self.where = {'port': options.port, 'host': options.host, 'unix': options.unix, 'patience': options.patience}
        self.key = key

    def client(self, **changes):
        return Client(**dict(self.where, **changes)).open()

    def nop(self, client):
        answer = client.call(NOP)
        must(answer['error'] is None and answer['result'] == TRUE, 'engine.nop answered %r' % (answer,))

    # --- good weather ---

    def check_plain_crc32c(self):
        client = self.client()
        self.nop(client)
        self.nop(client)

    def check_plain_crc32(self):
        client = self.client(crc32c=False)
        must(not client.server_handshake['flags'] & wire.CRC32C_FLAG, 'CRC32C without being asked')
        self.nop(client)

    def check_version_0(self):
        client = self.client(version=0)
        must(client.server_nonce['version'] == 0, 'version %d' % client.server_nonce['version'])
        self.nop(client)

    def check_version_2_without_key(self):
        self.nop(self.client(version=2))

    def check_version_above(self):
        # A future client: the server answers with its own highest version. Ours is told to accept it.
        client = self.client(version=9)
        must(client.server_nonce['version'] <= 2, 'version %d' % client.server_nonce['version'])
        self.nop(client)

    def check_one_byte_per_write(self):
        client = self.client(write_step=1)
        self.nop(client)

    def check_batch(self):
        client = self.client()
        ids = [client.new_qid() for _ in range(100)]
        client.send(*[(wire.INVOKE, wire.u64(qid) + NOP) for qid in ids])
        got = sorted(client.answer()['qid'] for _ in ids)
        must(got == sorted(ids), 'the ids of the answers are not those of the requests')

    def check_ping(self):
        client = self.client()
        for value in (0, 1, 2**63 + 5):
            client.send(wire.PING, wire.u64(value))
            got = client.packet()
            must(got.kind == wire.PONG and got.body == wire.u64(value), 'pong: %s' % got.raw.hex())
        self.nop(client)

    def check_negative_id(self):
        client = self.client()
        client.request(NOP, qid=2**64 - 7)
        must(client.answer()['qid'] == -7, 'a negative id is legal for servers')

    def check_actor_and_flags(self):
        client = self.client()
        for wrappers in (
            wire.u32(wire.DEST_ACTOR) + wire.u64(5),
            wire.u32(wire.DEST_FLAGS) + wire.u32(0),
            wire.u32(wire.DEST_ACTOR_FLAGS) + wire.u64(0) + wire.u32(0x800000) + wire.u32(1000),
        ):
            answer = client.call(NOP, wrappers)
            must(answer['error'] is None or answer['error'][0] == -2002, 'wrapped engine.nop: %r' % (answer,))

    def check_no_result(self):
        client = self.client()
        client.request(NOP, wire.u32(wire.DEST_FLAGS) + wire.u32(0x80))
        qid = client.request(NOP)
        must(client.answer()['qid'] == qid, 'a request with no_result was answered')

    def check_unaligned_request(self):
        # Any length from version 1 on. engine.nop with a byte too many is EXTRA_DATA, and the stream stays in step.
        client = self.client()
        answer = client.call(NOP + b'\x00')
        must(answer['error'] is not None and answer['error'][0] == -1001, 'engine.nop + 1 byte: %r' % (answer,))
        self.nop(client)

    def check_cancel_is_ignored(self):
        client = self.client()
        client.send(wire.CANCEL, wire.u64(12345))
        self.nop(client)

    def check_unknown_packet_is_ignored(self):
        client = self.client()
        client.send(0x11223344, b'12345678')
        self.nop(client)

    def check_skip_words_in_plaintext(self):
        client = self.client()
        client.send_raw(wire.u32(4) * 3)
        self.nop(client)

    # --- errors ---

    def check_unknown_function(self):
        client = self.client()
        answer = client.call(NOBODY)
        must(answer['error'] is not None and answer['error'][0] == -2000, 'unknown function: %r' % (answer,))
        must(answer['form'] == 'B', 'error form %s, every peer reads only B' % answer['form'])
        self.nop(client)

    def check_empty_query(self):
        client = self.client()
        answer = client.call(b'')
        must(answer['error'] is not None and -2999 <= answer['error'][0] <= -1000, 'empty query: %r' % (answer,))
        self.nop(client)

    def check_broken_header(self):
        client = self.client()
        answer = client.call(b'', wire.u32(wire.DEST_FLAGS) + wire.u32(0x10000) + b'1234')
        must(answer['error'] is not None and answer['error'][0] == -1002, 'cut header: %r' % (answer,))
        self.nop(client)

    def check_unknown_flag_bit(self):
        client = self.client()
        answer = client.call(NOP, wire.u32(wire.DEST_FLAGS) + wire.u32(1 << 31))
        must(answer['error'] is not None and answer['error'][0] == -1002, 'flag bit 31: %r' % (answer,))
        self.nop(client)

    # --- violations: the server closes ---

    def expect_refusal(self, data_of):
        client = self.client()
        client.send_raw(data_of(client))
        client.expect_close()

    def check_bad_crc(self):
        self.expect_refusal(lambda c: c.seal(wire.INVOKE, wire.u64(1) + NOP, checksum=0x12345678))

    def check_other_crc(self):
        self.expect_refusal(lambda c: c.seal(wire.INVOKE, wire.u64(1) + NOP, crc=wire.crc32))

    def check_seq_skipped(self):
        self.expect_refusal(lambda c: c.seal(wire.INVOKE, wire.u64(1) + NOP, seq=1))

    def check_seq_replayed(self):
        client = self.client()
        self.nop(client)
        client.send_raw(client.seal(wire.PING, wire.u64(1), seq=0))
        client.expect_close()

    def check_lengths(self):
        for length in (0, 1, 3, 5, 8, 12, 15, 1 << 24, 1 << 31, 0xFFFFFFFF):
            try:
                self.expect_refusal(lambda c: c.seal(wire.INVOKE, wire.u64(1) + NOP, length=length))
            except wire.WireError as error:
                raise wire.WireError('length %d: %s' % (length, error)) from None

    def check_second_nonce(self):
        self.expect_refusal(lambda c: c.seal(wire.NONCE, wire.nonce_body()))

    def check_second_handshake(self):
        self.expect_refusal(lambda c: c.seal(wire.HANDSHAKE, bytes(28)))

    def check_ping_of_wrong_size(self):
        self.expect_refusal(lambda c: c.seal(wire.PING, bytes(4)))

    def check_short_request(self):
        self.expect_refusal(lambda c: c.seal(wire.INVOKE, bytes(4)))

    def check_four_skip_words(self):
        self.expect_refusal(lambda c: wire.u32(4) * 4 + c.seal(wire.INVOKE, wire.u64(1) + NOP))

    def refused_at_start(self, data):
        client = Client(**self.where)
        client.connect()
        client.send_raw(data)
        client.expect_close()

    def check_text_instead_of_a_nonce(self):
        self.refused_at_start(b'GET / HTTP/1.1\r\nHost: example\r\n\r\n')

    def check_short_nonce(self):
        self.refused_at_start(wire.packet(-2, wire.NONCE, bytes(24)))

    def check_long_nonce(self):
        self.refused_at_start(wire.packet(-2, wire.NONCE, wire.nonce_body() + bytes(1024 - 16 - 28)))

    def check_nonce_with_wrong_seq(self):
        self.refused_at_start(wire.packet(0, wire.NONCE, wire.nonce_body()))

    def check_request_instead_of_a_nonce(self):
        self.refused_at_start(wire.packet(-2, wire.INVOKE, wire.u64(1) + NOP))

    def check_handshake_of_wrong_size(self):
        client = Client(**self.where)
        client.connect()
        client.exchange_nonces()
        client.send(wire.HANDSHAKE, bytes(32))
        self.closes_or_says_error(client)

    def check_low_handshake_flags(self):
        client = Client(**self.where)
        client.connect()
        client.exchange_nonces()
        client.send(wire.HANDSHAKE, wire.u32(1) + bytes(24))
        self.closes_or_says_error(client)

    @staticmethod
    def closes_or_says_error(client):
        try:
            got = client.packet()
            must(got.kind == wire.HANDSHAKE_ERROR, 'a packet of type %08x' % got.kind)
        except Closed:
            pass

    def check_surplus_in_the_nonce(self):
        client = Client(**self.where)
        client.connect()
        client.send_raw(client.seal(wire.NONCE, wire.nonce_body() + bytes(100)))
        got = client.packet()
        must(got.kind == wire.NONCE, 'a longer nonce is allowed')

    def check_packet_cut_by_the_end(self):
        client = self.client()
        client.send_raw(client.seal(wire.INVOKE, wire.u64(1) + NOP)[:17])
        client.sock.shutdown(socket.SHUT_WR)
        client.expect_close()

    def check_others_go_on(self):
        steady = self.client()
        self.check_bad_crc()
        self.nop(steady)

    # --- shutdown ---

    def check_client_fin(self):
        client = self.client()
        qid = client.request(NOP)
        client.send(wire.CLIENT_FIN, b'')
        must(client.answer()['qid'] == qid, 'answers are owed after rpcClientWantsFin')

    def check_request_after_client_fin(self):
        client = self.client()
        client.send(wire.CLIENT_FIN, b'')
        try:
            client.request(NOP)
            client.expect_close()
        except Closed:
            pass

    # --- encryption: only with a key ---

    def encrypted(self, version, schema=1, **changes):
        client = self.client(version=version, schema=schema, key=self.key, **changes)
        if schema == 1:
            must(client.encryptor is not None, 'not encrypted')
        self.nop(client)
        client.send(*[(wire.INVOKE, wire.u64(client.new_qid()) + NOP) for _ in range(3)])
        for _ in range(3):
            client.answer()
        if version:
            client.call(NOP + b'\x00')  # an error or not: what counts is that alignment zeros keep the stream in step
            self.nop(client)
        client.send(wire.PING, wire.u64(77))
        must(client.packet().body == wire.u64(77), 'pong')
        must(not client.notes, 'a packet of odd length from the server: %r' % client.notes)

    def key_check_aes_version_0(self):
        self.encrypted(0)

    def key_check_aes_version_1(self):
        self.encrypted(1)

    def key_check_aes_version_2(self):
        self.encrypted(2)

    def key_check_aes_crc32(self):
        self.encrypted(1, crc32c=False)

    def key_check_aes_one_byte_per_write(self):
        self.encrypted(1, write_step=1)

    def key_check_either(self):
        self.encrypted(1, schema=2)

    def refused_nonce(self, **changes):
        client = Client(**dict(self.where, **changes))
        client.connect()
        try:
            client.exchange_nonces()
        except Closed:
            return
        raise wire.WireError('answered, schema %d' % client.server_nonce['schema'])

    def key_check_unknown_key(self):
        self.refused_nonce(schema=1, key=b'none' + bytes(range(60)))

    def key_check_wrong_key_with_known_id(self):
        client = Client(**dict(self.where, schema=1, key=self.key[:4] + bytes(60)))
        client.connect()
        client.exchange_nonces()
        try:
            client.exchange_handshakes()
        except (Closed, wire.WireError):
            return
        raise wire.WireError('a wrong key was accepted')

    def skewed_nonce(self, seconds):
        client = Client(**dict(self.where, schema=1, key=self.key))
        client.connect()
        body = wire.nonce_body(wire.get_u32(self.key), 1, 1, 0, int(time.time()) + seconds, os.urandom(16))
        client.send_raw(client.seal(wire.NONCE, body))
        return client

    def key_check_clock_skew(self):
        for seconds in (-40, 40):
            self.skewed_nonce(seconds).expect_close()
        must(self.skewed_nonce(20).packet().kind == wire.NONCE, '20 s of skew are allowed')


def run(options, key, skip=()):
    passed = failed = 0
    prefixes = ('check_', 'key_check_') if key else ('check_',)
    for name in [name for name in dir(Checks) if name.startswith(prefixes)]:
        if name in skip:
            continue
        try:
            getattr(Checks(options, key), name)()
            passed += 1
        except (wire.WireError, Closed, Silence, OSError) as error:
            failed += 1
            print('FAIL %s: %s: %s' % (name, type(error).__name__, error))
    print('%d passed, %d failed' % (passed, failed))
    return 1 if failed else 0
