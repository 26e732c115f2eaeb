"""Recorded sessions, keys and headers, where VKEXT_SHARED (default ../shared beside the repository) has them.

Part of selftest.py.
"""
import json
import os
import pathlib
import unittest

import ciphers
import wire
from selftest_bytes import hexa, recorded_key

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get('VKEXT_SHARED', HERE.parent.parent.parent / 'shared'))
VECTORS = SHARED / 'vectors' / 'rpc-vectors.json'
NOP = wire.u32(wire.ENGINE_NOP)
TRUE = wire.u32(wire.TRUE)


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
