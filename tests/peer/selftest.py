#!/usr/bin/env python3
"""Self-test of the independent peer and client: the judge is judged first.

Literal dumps of the protocol text, published vectors (FIPS 197, RFC 7748), and recorded sessions when VKEXT_SHARED
(default ../shared beside the repository) has them; then peer.py and client.py against each other, faults included.
Prints "N passed, N failed". Needs nothing but Python's standard library and a free port.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zlib

import ciphers
import scenario
import server_checks
import wire
from client import Client, Closed, Silence

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get('VKEXT_SHARED', HERE.parent.parent.parent / 'shared'))
VECTORS = SHARED / 'vectors' / 'rpc-vectors.json'
NOP = wire.u32(wire.ENGINE_NOP)
TRUE = wire.u32(wire.TRUE)
KEY = b'tkey' + bytes(range(3, 63))


def hexa(text):
    return bytes.fromhex(''.join(text.split()))


class Bytes(unittest.TestCase):
    def test_checksums(self):
        self.assertEqual(wire.crc32(b'123456789'), 0xCBF43926)
        self.assertEqual(wire.crc32c(b'123456789'), 0xE3069283)
        data = bytes(i * 7 & 255 for i in range(70000))
        self.assertEqual(wire._crc(wire._IEEE, data), zlib.crc32(data))

    def test_nonce(self):
        want = hexa('2c000000 feffffff aa87cb7a 00000000 00 01 0000 00000000' + '00' * 16 + '9e0c1bcc')
        self.assertEqual(wire.packet(-2, wire.NONCE, wire.nonce_body()), want)

    def test_handshake(self):
        want = hexa(
            '2c000000 ffffffff f5ee8276 00000000 0200000a 0000 9210 00bca065 0100000a 5e09 0000 00000000 d60f6dae'
        )
        body = wire.handshake_body(
            0, wire.pid_bytes(0x0A000002, 0, 4242, 0x65A0BC00), wire.pid_bytes(0x0A000001, 2398, 0, 0)
        )
        self.assertEqual(wire.packet(-1, wire.HANDSHAKE, body), want)

    def test_request_and_answer(self):
        want = hexa('1c000000 00000000 3ddf7423 0807060504030201 c6b76b16 ec484cba')
        self.assertEqual(wire.packet(0, wire.INVOKE, wire.u64(0x0102030405060708) + NOP), want)
        want = hexa('1c000000 00000000 4edaae63 0807060504030201 39d3ed3f 6f5c170a')
        self.assertEqual(wire.packet(0, wire.RESULT, wire.u64(0x0102030405060708) + TRUE), want)

    def test_request_with_header(self):
        want = hexa(
            '30000000 02000000 3ddf7423 0907060504030201 f7aca5f0 1500000000000000 00008000 0e010000 c6b76b16 a18e2539'
        )
        body = (
            wire.u64(0x0102030405060709)
            + wire.u32(wire.DEST_ACTOR_FLAGS)
            + wire.u64(21)
            + wire.u32(1 << 23)
            + wire.u32(270)
            + NOP
        )
        self.assertEqual(wire.packet(2, wire.INVOKE, body), want)
        got = wire.read_request(body)
        self.assertEqual((got['actor'], got['extra']['custom_timeout_ms'], got['function']), (21, 270, NOP))

    def test_encrypted_handshake(self):
        plain = hexa(
            '2c000000 ffffffff f5ee8276 00080000 0200000a 00009210 00bca065 0100000a 5e090000 00000000 5cd9ef6c'
        )
        cipher = hexa(
            'dc93e35d1110f296ddedc0dcad3f2119 10c228bffbd86cf31055e46d29f64ea5 066df172cafafcff669cd4df599fa6a4'
        )
        key, iv = ciphers.derive(
            ciphers.key_material(
                1, b'CLIENT', recorded_key(), b'ABCDEFGHIJKLMNOP', b'abcdefghijklmnop', 0x65A0BC80, 0x65A0BC83
            )
        )
        self.assertEqual(ciphers.CbcEncryptor(key, iv).update(wire.pad_flush(wire.pad_packet(plain))), cipher)
        self.assertEqual(ciphers.CbcDecryptor(key, iv).update(cipher), plain + wire.u32(4))

    def test_padding(self):
        self.assertEqual(wire.pad_packet(bytes(31)), bytes(32))
        self.assertEqual(wire.pad_flush(bytes(68)), bytes(68) + wire.u32(4) * 3)
        self.assertEqual(wire.pad_flush(bytes(32)), bytes(32))

    def test_strings(self):
        for text, want in ((b'', '00000000'), (b'a', '01610000'), (b'abc', '03616263'), (b'abcd', '0461626364000000')):
            self.assertEqual(wire.tl_string(text), hexa(want))
        self.assertEqual(wire.tl_string(b'x' * 253)[:2], b'\xfdx')
        self.assertEqual(wire.tl_string(b'x' * 254)[:5], b'\xfe\xfe\x00\x00x')
        self.assertEqual(len(wire.tl_string(b'x' * 254)), 260)
        for size in (0, 1, 2, 3, 4, 253, 254, 255, 256, 70000):
            text, end = wire.get_tl_string(wire.tl_string(b'y' * size) + b'!', 0)
            self.assertEqual((len(text), end), (size, len(wire.tl_string(b'y' * size))))
        for bad in ('ff000000', '05616263', '01610001', 'fe010000 61000000'):
            with self.assertRaises(wire.WireError):
                wire.get_tl_string(hexa(bad), 0)

    def test_reader_takes_every_split(self):
        stream = wire.packet(-2, wire.NONCE, wire.nonce_body()) + wire.packet(-1, wire.HANDSHAKE, bytes(28))
        for at in range(len(stream) + 1):
            reader, got = wire.Reader(), []
            for part in (stream[:at], stream[at:]):
                reader.feed(part)
                while True:
                    one = reader.next()
                    if one is None:
                        break
                    got.append(one.seq)
            self.assertEqual(got, [-2, -1])

    def test_reader_refuses(self):
        good = wire.packet(-2, wire.NONCE, wire.nonce_body())
        for bad in (
            wire.packet(-1, wire.NONCE, wire.nonce_body()),
            good[:-1] + b'\x00',
            wire.u32(4) + good,
            wire.packet(-2, wire.NONCE, bytes(1008)),
            wire.u32(0) + good[4:],
            wire.u32(1 << 31) + good[4:],
        ):
            reader = wire.Reader()
            reader.feed(bad)
            with self.assertRaises(wire.WireError):
                reader.next()


class Ciphers(unittest.TestCase):
    def test_aes_fips_197(self):
        aes = ciphers.Aes256(bytes(range(32)))
        block = hexa('00112233445566778899aabbccddeeff')
        self.assertEqual(aes.encrypt_block(block), hexa('8ea2b7ca516745bfeafc49904b496089'))
        self.assertEqual(aes.decrypt_block(aes.encrypt_block(block)), block)

    def test_cbc_sp_800_38a(self):
        key = hexa('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4')
        plain = hexa('6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51')
        want = hexa('f58c4c04d6e5f1ba779eabfb5f7bfbd6 9cfc4e967edb808d679f777bc6702c7d')
        self.assertEqual(ciphers.CbcEncryptor(key, bytes(range(16))).update(plain), want)
        for at in range(33):
            cbc = ciphers.CbcDecryptor(key, bytes(range(16)))
            self.assertEqual(cbc.update(want[:at]) + cbc.update(want[at:]), plain)

    def test_x25519_rfc_7748(self):
        scalar = hexa('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4')
        point = hexa('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c')
        self.assertEqual(
            ciphers.x25519(scalar, point).hex(), 'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552'
        )


def recorded_key():
    return hexa(
        '746b6579030a11181f262d343b424950575e656c737a81888f969da4abb2b9c0'
        'c7ced5dce3eaf1f8ff060d141b222930373e454c535a61686f767d848b9299a0'
    )


@unittest.skipUnless(VECTORS.exists(), 'no recorded vectors here')
class Recorded(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.vectors = json.loads(VECTORS.read_text(encoding='utf-8'))

    def test_checksums(self):
        for case in self.vectors['checksums']:
            data = hexa(case['input'])
            self.assertEqual(('%08x' % wire.crc32(data), '%08x' % wire.crc32c(data)), (case['crc32'], case['crc32c']))

    def test_x25519(self):
        case = self.vectors['key_derivation']['x25519']
        client, server = hexa(case['client_scalar']), hexa(case['server_scalar'])
        self.assertEqual(ciphers.x25519_public(client).hex(), case['client_public'])
        self.assertEqual(ciphers.x25519_public(server).hex(), case['server_public'])
        self.assertEqual(ciphers.x25519(client, hexa(case['server_public'])).hex(), case['shared'])
        self.assertEqual(ciphers.x25519(server, hexa(case['client_public'])).hex(), case['shared'])

    def test_key_derivation(self):
        data = self.vectors['key_derivation']
        given = data['inputs']
        built = 0
        for case in data['cases']:
            material = hexa(case['material'])
            key, iv = ciphers.derive(material)
            self.assertEqual((key.hex(), iv.hex()), (case['key'], case['iv']))
            if 'variant' in case:
                continue
            mine = ciphers.key_material(
                case['version'],
                case['direction'].encode(),
                hexa(given['key']),
                hexa(given['server_nonce']),
                hexa(given['client_nonce']),
                int(given['client_time'], 0),
                int(given['server_time(v1,v2)'], 0),
                hexa(data['x25519']['shared']),
                int(given['server_ip(v0)'], 0),
                int(given['client_ip(v0)'], 0),
                int(given['server_port(v0)'], 0),
                int(given['client_port(v0)'], 0),
            )
            self.assertEqual(mine.hex(), material.hex())
            built += 1
        self.assertEqual(built, 6)

    def test_sessions(self):
        for session in self.vectors['sessions']:
            with self.subTest(session['name']):
                self.replay(session)

    def replay(self, session):
        """Every flush is cut into the recorded packets, and built again from their fields, bit for bit."""
        readers = {'C>S': wire.Reader(), 'S>C': wire.Reader()}
        encryptors, decryptors, crc = {}, {}, {'C>S': wire.crc32, 'S>C': wire.crc32}
        for flush in session['flushes']:
            way, data = flush['dir'], hexa(flush['wire'])
            reader = readers[way]
            reader.feed(decryptors[way].update(data) if decryptors else data)
            rebuilt = []
            for packet in flush['packets']:
                got = reader.next()
                self.assertEqual(
                    (got.seq, got.kind, got.length), (packet['seq'], int(packet['type'], 0), packet['length'])
                )
                one = wire.packet(got.seq, got.kind, got.body, crc[way])
                rebuilt.append(wire.pad_packet(one) if encryptors else one)
                self.assertEqual(rebuilt[-1].hex(), packet['bytes_incl_alignment'])
                if (
                    got.kind == wire.HANDSHAKE
                    and way == 'S>C'
                    and wire.read_handshake(got.body)['flags'] & wire.CRC32C_FLAG
                ):
                    crc = {'C>S': wire.crc32c, 'S>C': wire.crc32c}
                if got.kind == wire.INVOKE:
                    self.assertGreater(wire.read_request(got.body)['qid'], 0)
            self.assertIsNone(reader.next())
            rebuilt = b''.join(rebuilt)
            if encryptors:
                self.assertEqual(encryptors[way].update(wire.pad_flush(rebuilt)).hex(), flush['wire'])
            else:
                self.assertEqual(rebuilt.hex(), flush['wire'])
            for one in readers.values():
                one.crc, one.setup = crc['C>S'], flush['what'] in ('nonce', 'handshake')
            if flush['what'] == 'nonce' and way == 'S>C' and session['server_schema'] == 1:
                for direction, name in (('C>S', b'CLIENT'), ('S>C', b'SERVER')):
                    pair = ciphers.derive(self.material(session, name))
                    encryptors[direction], decryptors[direction] = ciphers.CbcEncryptor(*pair), ciphers.CbcDecryptor(
                        *pair
                    )
                    readers[direction].encrypted = True

    @staticmethod
    def material(session, name):
        keys = session['keys']
        shared = b''
        if session['negotiated_version'] == 2:
            shared = ciphers.x25519(hexa(keys['x25519_client_scalar']), hexa(keys['x25519_server_public']))
        addresses = session.get('endpoints', {})
        return ciphers.key_material(
            session['negotiated_version'],
            name,
            hexa(session['key_file_hex']),
            hexa(session['server_nonce']),
            hexa(session['client_nonce']),
            session['client_time'],
            session['server_time'],
            shared,
            addresses.get('server_ip', 0),
            addresses.get('client_ip', 0),
            addresses.get('server_port', 0),
            addresses.get('client_port', 0),
        )

    def test_headers(self):
        for case in self.vectors['headers']:
            with self.subTest(case['name']):
                data = hexa(case['hex'])
                if case['name'].startswith('req.'):
                    self.assertEqual(wire.read_request(data)['function'], NOP)
                elif case['name'].startswith('ans.'):
                    self.assertEqual(wire.read_answer(wire.RESULT, data)['result'], TRUE)
                elif case['name'].startswith('err.'):
                    kind = wire.ERROR if case['name'] == 'err.top' else wire.RESULT
                    answer = wire.read_answer(kind, data)
                    self.assertEqual(answer['error'], (-3000, 'timeout'))
                    header = b''
                    if answer['header']:
                        header = data[8:20] + data[20:24]
                    self.assertEqual(wire.error_answer(answer['form'], 1, -3000, 'timeout', header), (kind, data))

    def test_every_prefix_of_a_header_is_refused(self):
        for case in self.vectors['headers']:
            if 'everything' in case['name']:
                data = hexa(case['hex'])
                for size in range(8, len(data) - 4):
                    read = (
                        wire.read_request
                        if case['name'].startswith('req.')
                        else lambda body: wire.read_answer(wire.RESULT, body)
                    )
                    try:
                        read(data[:size])
                    except wire.WireError:
                        continue
                    self.assertLess(size, 12)


class Live(unittest.TestCase):
    """peer.py in a process of its own, client.py against it."""

    def start(self, plan, *arguments):
        folder = tempfile.mkdtemp(prefix='vkext-peer-')
        self.addCleanup(lambda: subprocess.run(['rm', '-rf', folder], check=True))
        script, self.log = os.path.join(folder, 's.json'), os.path.join(folder, 'log')
        with open(script, 'w', encoding='utf-8') as file:
            json.dump(plan, file)
        process = subprocess.Popen(
            [sys.executable, str(HERE / 'peer.py'), '--until-eof', '--script', script, '--log', self.log, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.addCleanup(self.finish, process)
        self.where = process.stdout.readline().split()[1].decode()
        self.folder = folder
        return {'port': int(self.where), 'patience': 3} if self.where.isdigit() else {'unix': self.where, 'patience': 3}

    @staticmethod
    def finish(process):
        process.stdin.close()
        process.stdout.close()
        process.wait(10)

    def events(self, name=None):
        with open(self.log, encoding='utf-8') as file:
            return [event for event in map(json.loads, file) if name in (None, event['event'])]

    def rule(self, actions, **when):
        return {'rules': [{'when': when, 'do': actions}]}

    def test_battery(self):
        # peer.py judges: it refuses what a server should tolerate and does not parse like one.
        skip = {
            'check_broken_header',
            'check_unknown_flag_bit',
            'check_empty_query',
            'check_unaligned_request',
            'check_skip_words_in_plaintext',
            'check_unknown_packet_is_ignored',
            'check_request_after_client_fin',
        }
        where = self.start(
            {
                'key': KEY.hex(),
                'version': 2,
                'default': [{'error': 'B', 'code': -2000, 'text': 'nobody'}],
                'rules': [
                    {'when': {'magic': 'c0ffee'}, 'do': [{'error': 'B', 'code': -2000, 'text': ''}]},
                    {'when': {'magic': '166bb7c6'}, 'do': [{'result': '39d3ed3f'}]},
                ],
            }
        )
        checks = server_checks.Checks(
            argparse.Namespace(port=where['port'], host='127.0.0.1', unix=None, patience=3), KEY
        )
        for name in [name for name in dir(checks) if name.startswith(('check_', 'key_check_')) and name not in skip]:
            with self.subTest(name):
                getattr(checks, name)()

    def test_aes(self):
        where = self.start({'key': KEY.hex(), 'version': 2, 'policy': 'aes', 'default': [{'echo': True}]})
        for version in (0, 1, 2):
            for schema in (1, 2):
                for crc32c in (True, False):
                    client = Client(**where, version=version, schema=schema, key=KEY, crc32c=crc32c).open()
                    self.assertIsNotNone(client.encryptor)
                    for size in (0, 4, 8, 1000):
                        self.assertEqual(client.call(NOP + b'x' * size)['result'], b'x' * size)
                    if version:
                        self.assertEqual(client.call(NOP + b'odd')['result'], b'odd')
                    client.close()
        with self.assertRaises(Closed):
            Client(**where).open()
        self.assertEqual([event['text'] for event in self.events('violation')], [])

    def test_unix(self):
        folder = tempfile.mkdtemp(prefix='vkext-peer-')
        self.addCleanup(lambda: subprocess.run(['rm', '-rf', folder], check=True))
        where = self.start({'key': KEY.hex()}, '--unix', folder + '/2398')
        self.assertEqual(Client(**where).open().call(NOP)['result'], TRUE)
        for version in (0, 1):
            self.assertEqual(Client(**where, version=version, schema=1, key=KEY).open().call(NOP)['result'], TRUE)

    def test_ipv6(self):
        try:
            where = self.start({'key': KEY.hex()}, '--host', '::1')
        except (IndexError, ValueError):
            self.skipTest('no IPv6 loopback')
        self.assertEqual(Client(**where, host='::1', version=0, schema=1, key=KEY).open().call(NOP)['result'], TRUE)

    def test_errors(self):
        where = self.start(
            {
                'rules': [
                    {'when': {'n': n}, 'do': [{'error': form, 'code': -n, 'text': 'text %d' % n}]}
                    for n, form in enumerate('ABCD', 1)
                ]
                + [
                    {
                        'do': [
                            {
                                'error': 'B',
                                'code': -9,
                                'text': 'h',
                                'header': {'flags': 8, 'fields': '0400000004000000'},
                            }
                        ]
                    }
                ]
            }
        )
        client = Client(**where).open()
        for n, form in enumerate('ABCD', 1):
            answer = client.call(NOP)
            self.assertEqual((answer['form'], answer['error']), (form, (-n, 'text %d' % n)))
        self.assertEqual(client.call(NOP)['header'], {'flags': 8, 'sizes': (4, 4)})

    def test_order_duplicates_and_strangers(self):
        where = self.start(
            {
                'rules': [
                    {'when': {'n': [1, 2]}, 'do': []},
                    {
                        'when': {'n': 3},
                        'do': [
                            {'result': '{n}', 'to': 3},
                            {'batch': [{'result': '{n}', 'to': 2}, {'result': '{n}', 'to': 1}]},
                        ],
                    },
                    {'when': {'n': 4}, 'do': [{'result': '', 'qid': '+77'}, {'result': '{n}', 'times': 2}]},
                ]
            }
        )
        client = Client(**where).open()
        ids = [client.request(NOP) for _ in range(3)]
        got = [client.answer() for _ in range(3)]
        self.assertEqual([answer['qid'] for answer in got], ids[::-1])
        self.assertEqual([answer['result'] for answer in got], [wire.u32(3), wire.u32(2), wire.u32(1)])
        qid = client.request(NOP)
        self.assertEqual([client.answer()['qid'] for _ in range(3)], [qid + 77, qid, qid])

    def test_delay_does_not_block_others(self):
        where = self.start(
            {'rules': [{'when': {'n': 1}, 'do': [{'delay': 0.3}, {'result': '{n}'}]}], 'default': [{'result': '{n}'}]}
        )
        client = Client(**where).open()
        first, second = client.request(NOP), client.request(NOP)
        self.assertEqual([client.answer()['qid'], client.answer()['qid']], [second, first])

    def test_cut(self):
        where = self.start(self.rule([{'result': '39d3ed3f', 'cut': 'fired'}]))
        for cut in range(29):
            client = Client(**where).open()
            client.request(NOP)
            if cut == 28:
                self.assertEqual(client.answer()['result'], TRUE)
                continue
            with self.assertRaises(Closed if cut == 0 else wire.WireError):
                client.answer()

    def test_cut_and_silence(self):
        where = dict(self.start(self.rule([{'result': '39d3ed3f', 'cut': 10, 'then': 'silent'}])), patience=0.3)
        client = Client(**where).open()
        client.request(NOP)
        with self.assertRaises(Silence):
            client.answer()
        self.assertEqual(len(client.reader.pending), 10)

    def test_falsified_packets(self):
        faults = (
            {'crc': 'bad'},
            {'crc': 'other'},
            {'crc': 1},
            {'seq': 7},
            {'seq_add': -1},
            {'length': 0},
            {'length': 15},
            {'length': '0x80000000'},
            {'length': 1 << 24},
            {'prefix': '04000000'},
            {'drop': 8},
        )
        where = self.start(
            {
                'rules': [
                    {'when': {'conn': i}, 'do': [dict({'result': '39d3ed3f'}, **fault)]}
                    for i, fault in enumerate(faults, 1)
                ]
            }
        )
        for fault in faults:
            client = Client(**where).open()
            client.request(NOP)
            with self.subTest(str(fault)), self.assertRaises(wire.WireError):
                client.answer()

    def test_set_up_faults(self):
        nonces = (
            {'mode': 'close'},
            {'mode': 'close_after'},
            {'schema': 1},
            {'schema': 2},
            {'version': 3},
            {'key_id': 5},
            {'body': '00'},
            {'tail': '00' * 1000},
            {'seq': 0},
            {'crc': 'bad'},
            {'type': '7682eef5'},
            {'text': 'HTTP/1.1 '},
        )
        handshakes = (
            {'error': -4},
            {'flags': 1},
            {'add_flags': 0x800},
            {'mode': 'close'},
            {'port': 1},
            {'peer': '01' * 12},
            {'body': '00'},
        )
        setups = [{'nonce': fault} for fault in nonces] + [{'handshake': fault} for fault in handshakes]
        where = self.start({'crc32c': False, 'connections': setups})
        for setup in setups:
            with self.subTest(str(setup)), self.assertRaises((wire.WireError, Closed)):
                Client(**where, crc32c=False).open()
        where = dict(
            self.start({'connections': [{'nonce': {'mode': 'never'}}, {'handshake': {'mode': 'never'}}]}), patience=0.2
        )
        for _ in range(2):
            with self.assertRaises(Silence):
                Client(**where).open()

    def test_ping_and_fin(self):
        where = self.start(
            {
                'connections': [{'ready': [{'ping': 42}]}],
                'rules': [
                    {'when': {'n': 1}, 'do': [{'result': '{qid}'}]},
                    {'when': {'n': 2}, 'do': [{'fin': True}, {'result': ''}]},
                ],
            }
        )
        client = Client(**where).open()
        self.assertEqual(client.call(NOP)['result'], wire.u64(client.next_qid))
        client.request(NOP)
        self.assertEqual(client.packet().kind, wire.SERVER_FIN)
        client.answer()
        self.assertEqual([event['matched'] for event in self.events('pong')], [True])

    def test_reset_and_slow(self):
        where = self.start(
            {
                'rules': [
                    {'when': {'n': 1}, 'do': [{'result': '39d3ed3f', 'slow': 0.001}]},
                    {'when': {'n': 2}, 'do': [{'delay': 0.05}, {'reset': True}]},
                ]
            }
        )
        client = Client(**where).open()
        self.assertEqual(client.call(NOP)['result'], TRUE)
        client.request(NOP)
        with self.assertRaisesRegex(Closed, 'reset'):
            client.answer()

    def test_stop_listening(self):
        where = self.start({'default': [{'stop_listening': True}, {'result': ''}, {'close': True}]})
        client = Client(**where).open()
        client.call(NOP)
        client.expect_close()
        with self.assertRaises(OSError):
            Client(**where).open()

    def test_log(self):
        where = self.start({})
        client = Client(**where).open()
        qid = client.request(NOP, wire.u32(wire.DEST_ACTOR) + wire.u64(9))
        client.answer()
        client.close()
        (request,) = self.events('request')
        self.assertEqual(
            (request['qid'], request['actor'], request['magic'], request['function']), (qid, 9, '166bb7c6', NOP.hex())
        )
        self.assertEqual(request['sender']['pid'], os.getpid() & 0xFFFF)
        self.assertEqual(self.events('violation'), [])

    def test_python_scenario(self):
        where = self.start({})
        with open(self.folder + '/s.py', 'w', encoding='utf-8') as file:
            file.write("def on_request(session, request):\n    return [{'result': request['function'].hex() * 2}]\n")
        plan = scenario.load(self.folder + '/s.py')
        actions, _ = plan.decide(None, wire.read_request(wire.u64(1) + NOP), 1, 1, 1)
        self.assertEqual(actions, [{'result': 'c6b76b16c6b76b16'}])
        self.assertIsNotNone(where)

    def test_typos_are_refused(self):
        for bad in (
            {'ruels': []},
            {'rules': [{'do': [{'reslut': ''}]}]},
            {'rules': [{'when': {'nn': 1}, 'do': []}]},
            {'default': [{'result': '', 'crcc': 1}]},
            {'connections': [{'nonce': {'mode': 'no'}}]},
            {'default': [{'error': 'E'}]},
        ):
            with self.assertRaises(scenario.BadScenario):
                scenario.Scenario(bad)


def main():
    loader = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    result = unittest.TextTestRunner(verbosity=1).run(loader)
    broken = {case.id().split(' ')[0] for case, _ in result.failures + result.errors}
    print(
        '%d passed, %d failed, %d skipped'
        % (result.testsRun - len(broken) - len(result.skipped), len(broken), len(result.skipped))
    )
    return 0 if result.wasSuccessful() else 1


if __name__ == '__main__':
    sys.exit(main())
