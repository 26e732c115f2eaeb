"""peer.py in a process of its own, client.py against it, faults included. Part of selftest.py."""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import scenario
import server_checks
import wire
from client import Client, Closed, Silence

HERE = pathlib.Path(__file__).resolve().parent
NOP = wire.u32(wire.ENGINE_NOP)
TRUE = wire.u32(wire.TRUE)
KEY = b'tkey' + bytes(range(3, 63))


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
        return {'port': int(self.where), 'patience': 30} if self.where.isdigit() else {'unix': self.where, 'patience': 30}

    @staticmethod
    def finish(process):
        process.stdin.close()
        process.stdout.close()
        process.wait(60)

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
            argparse.Namespace(port=where['port'], host='127.0.0.1', unix=None, patience=30), KEY
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
            {'rules': [{'when': {'n': 1}, 'do': [{'delay': 1.0}, {'result': '{n}'}]}], 'default': [{'result': '{n}'}]}
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
        client = Client(**self.start(self.rule([{'result': '39d3ed3f', 'cut': 10, 'then': 'silent'}]))).open()
        client.request(NOP)
        client.patience = 0.3
        for _ in range(100):  # once, unless the machine is slow
            with self.assertRaises(Silence):
                client.answer()
            if len(client.reader.pending) >= 10:
                break
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
