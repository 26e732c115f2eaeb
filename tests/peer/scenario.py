"""What the test peer is told to do: rules, actions and set-up faults, read from JSON or from a Python file.

README.md lists the whole language. A scenario only decides; session.py carries it out.
Knows nothing of sockets. A word that is not in the language is refused at start: a test with a typo must not pass.
"""
import importlib.util
import json

import wire

VERBS = {
    'result',
    'error',
    'echo',
    'packet',
    'raw',
    'text',
    'ping',
    'fin',
    'delay',
    'close',
    'reset',
    'silent',
    'deaf',
    'stop_listening',
    'stop',
    'batch',
    'wait_pong',
    'wait_fin',
}
MODIFIERS = {
    'code',
    'text',
    'to',
    'qid',
    'times',
    'cut',
    'then',
    'slow',
    'chunk',
    'header',
    'drop',
    'tail',
    'type',
    'seq',
    'seq_add',
    'length',
    'crc',
    'prefix',
    'inline',
}
WHEN = {'magic', 'n', 'total', 'conn', 'every', 'limit'}
FAULTS = {
    'mode',
    'delay',
    'schema',
    'version',
    'key_id',
    'flags',
    'add_flags',
    'time',
    'time_skew',
    'nonce',
    'point',
    'tail',
    'body',
    'seq',
    'type',
    'length',
    'crc',
    'ip',
    'port',
    'pid',
    'start',
    'peer',
    'error',
    'slow',
    'chunk',
    'cut',
    'then',
    'prefix',
    'text',
}
TOP = {'version', 'crc32c', 'key', 'key_file', 'policy', 'connections', 'rules', 'default', 'scalar'}
SETUP = {'accept', 'nonce', 'handshake', 'ready'}
MODES_OF_SETUP = {'ok', 'never', 'close', 'close_after'}

NOP = '39d3ed3f'

# --mode NAME: scenarios that need no file.
MODES = {
    'nop': {},
    'true': {'default': [{'result': NOP}]},
    'echo': {'default': [{'echo': True}]},
    'mute': {'default': []},
    'no-nonce': {'connections': [{'nonce': {'mode': 'never'}}]},
    'close-after-nonce': {'connections': [{'nonce': {'mode': 'close_after'}}]},
    'no-handshake': {'connections': [{'handshake': {'mode': 'never'}}]},
    'http': {
        'connections': [
            {'accept': [{'text': 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'}, {'close': True}]}
        ]
    },
    'error': {'default': [{'error': 'B', 'code': -2000, 'text': 'no such function'}]},
}


class BadScenario(Exception):
    """The scenario file is wrong; the message says where."""


def number(value, where):
    if isinstance(value, bool):
        raise BadScenario('%s: a number is wanted' % where)
    if isinstance(value, int):
        return value
    try:
        return int(str(value), 0)
    except ValueError:
        raise BadScenario('%s: %r is no number' % (where, value)) from None


def magic_number(value, where):
    """A magic: an integer, or eight hexadecimal digits with or without 0x."""
    if isinstance(value, int):
        return value & 0xFFFFFFFF
    try:
        return int(value, 16) & 0xFFFFFFFF
    except ValueError:
        raise BadScenario('%s: %r is no magic' % (where, value)) from None


def _only(table, allowed, where):
    if table == []:
        return  # PHP's json_encode([]) is a list
    if not isinstance(table, dict):
        raise BadScenario('%s: an object is wanted' % where)
    for key in table:
        if key not in allowed:
            raise BadScenario('%s: unknown word %r' % (where, key))


def check_actions(actions, where):
    if not isinstance(actions, list):
        raise BadScenario('%s: a list of actions is wanted' % where)
    for index, action in enumerate(actions):
        here = '%s[%d]' % (where, index)
        _only(action, VERBS | MODIFIERS, here)
        verbs = [key for key in action if key in VERBS and not (key == 'text' and 'error' in action)]
        if len(verbs) != 1:
            raise BadScenario('%s: one verb is wanted, found %r' % (here, verbs))
        if verbs[0] == 'batch':
            check_actions(action['batch'], here + '.batch')
        if verbs[0] == 'packet':
            _only(action['packet'], {'type', 'body'}, here + '.packet')
        if verbs[0] == 'error' and action['error'] not in ('A', 'B', 'C', 'D'):
            raise BadScenario('%s: error form %r' % (here, action['error']))


def verb_of(action):
    for key in action:
        if key in VERBS and not (key == 'text' and 'error' in action):
            return key
    raise BadScenario('an action without a verb: %r' % (action,))


class Rule:
    def __init__(self, raw, where):
        _only(raw, {'when', 'do'}, where)
        self.when = raw.get('when') or {}
        _only(self.when, WHEN, where + '.when')
        check_actions(raw.get('do'), where + '.do')
        self.actions = raw['do']
        self.fired = 0

    def matches(self, request, conn, n, total):
        when = self.when
        if 'limit' in when and self.fired >= when['limit']:
            return False
        if 'magic' in when:
            wanted = when['magic'] if isinstance(when['magic'], list) else [when['magic']]
            if request['magic'] not in [magic_number(value, 'magic') for value in wanted]:
                return False
        for key, value in (('n', n), ('total', total), ('conn', conn)):
            if key in when and not _inside(when[key], value):
                return False
        return 'every' not in when or total % when['every'] == 0


def _inside(wanted, value):
    if isinstance(wanted, list):
        return wanted[0] <= value <= wanted[1]
    return value == wanted


class Scenario:
    def __init__(self, raw, on_request=None):
        _only(raw, TOP, 'scenario')
        self.version = raw.get('version', 1)
        self.crc32c = raw.get('crc32c', True)
        self.policy = raw.get('policy', 'plain')
        if self.policy not in ('plain', 'aes'):
            raise BadScenario('policy %r: plain or aes' % self.policy)
        self.key = bytes.fromhex(raw['key']) if 'key' in raw else b''
        if 'key_file' in raw:
            with open(raw['key_file'], 'rb') as file:
                self.key = file.read()
        self.scalar = bytes.fromhex(raw['scalar']) if 'scalar' in raw else None
        self.connections = [setup or {} for setup in raw.get('connections', [])]
        for index, setup in enumerate(self.connections):
            where = 'connections[%d]' % index
            _only(setup, SETUP, where)
            for key in ('accept', 'ready'):
                check_actions(setup.get(key, []), '%s.%s' % (where, key))
            for key in ('nonce', 'handshake'):
                fault = setup.get(key, {})
                _only(fault, FAULTS, '%s.%s' % (where, key))
                if fault.get('mode', 'ok') not in MODES_OF_SETUP:
                    raise BadScenario('%s.%s: mode %r' % (where, key, fault['mode']))
        self.rules = [Rule(rule, 'rules[%d]' % i) for i, rule in enumerate(raw.get('rules', []))]
        self.default = raw.get('default')
        if self.default is not None:
            check_actions(self.default, 'default')
        self.on_request = on_request

    def setup(self, conn):
        """Faults of connection number `conn` (from 1); the last entry stands for all that follow."""
        if not self.connections:
            return {}
        return self.connections[min(conn, len(self.connections)) - 1]

    def decide(self, session, request, conn, n, total):
        """(actions, how often the rule had fired before)"""
        if self.on_request is not None:
            actions = self.on_request(session, request)
            if actions is not None:
                check_actions(actions, 'on_request')
                return actions, 0
        for rule in self.rules:
            if rule.matches(request, conn, n, total):
                rule.fired += 1
                return rule.actions, rule.fired - 1
        if self.default is not None:
            return self.default, 0
        if request['magic'] == wire.ENGINE_NOP:
            return [{'result': NOP}], 0
        return [{'error': 'B', 'code': -2000, 'text': 'the test peer has no rule for this function'}], 0


def load(path):
    """A .py file with SCENARIO and/or on_request(session, request); anything else is JSON."""
    if path.endswith('.py'):
        spec = importlib.util.spec_from_file_location('scenario_file', path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return Scenario(getattr(module, 'SCENARIO', {}), getattr(module, 'on_request', None))
    with open(path, encoding='utf-8') as file:
        try:
            raw = json.load(file)
        except ValueError as error:
            raise BadScenario('%s: %s' % (path, error)) from None
    return Scenario(raw or {})
