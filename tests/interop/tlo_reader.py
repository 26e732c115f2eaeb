#!/usr/bin/env python3
"""An independent reader of .tlo files (versions 2, 3, 4), written from the format's description alone.

    tlo_reader.py FILE...      prints a canonical listing, or one line "FILE: offset N: reason" and exit code 1

Shares nothing with src/tl: it is the second opinion on files that our compiler writes and on files that others wrote.
Believes nothing: every count, reference, kind and bit is checked, and nothing may follow the end. Recursion is bounded.
"""
import struct
import sys

TYPE, COMBINATOR, COMBINATOR_4 = 0x12EB4386, 0x5C0A1ED5, 0xE91692D5
LEFT_BUILTIN, LEFT, RIGHT, ARG = 0xCD211F63, 0x4C12C6D9, 0x2C064372, 0x29DFE61B
EXPR_TYPE, EXPR_NAT = 0xECC9DA78, 0xDCB49BD8
NAT_CONST, NAT_CONST_OLD, NAT_VAR = 0x8CE940B1, 0xDCB49BD8, 0x4E8A14F0
TYPE_VAR, ARRAY, TYPE_EXPR = 0x0142CEAE, 0xD9FB20DE, 0xC1863D08
SCHEMAS = {0x3A2F9BE2: 2, 0xE4A8604B: 3, 0x90AC88D7: 4}
NAT_ID, TYPE_ID = 0x70659EFF, 0x2CECF817
BUILTINS = {'int', 'long', 'float', 'double', 'string', 'object', 'function'}
IMPLICIT, EXCLAMATION = 1 << 17, 1 << 18
DEFAULT_CONSTRUCTOR = 1 << 25
MAX_DEPTH = 100


class Bad(Exception):
    """The file is not a schema; the message says where and why."""


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0
        self.version = 0
        self.types, self.type_names = {}, set()  # by id number; names
        self.kinds = {}  # of the combinator at hand: var_num → NAT_ID or TYPE_ID
        self.names = {}  # var_num → name
        self.remarks = []

    # --- primitives ---------------------------------------------------------------------------------------------------

    def fail(self, text, at=None):
        raise Bad('offset %d: %s' % (self.at if at is None else at, text))

    def word(self, what):
        if self.at + 4 > len(self.data):
            self.fail('truncated while reading %s' % what)
        (value,) = struct.unpack_from('<I', self.data, self.at)
        self.at += 4
        return value

    def number(self, what):
        value = self.word(what)
        return value - (1 << 32) if value >> 31 else value

    def magic(self, wanted, what):
        start = self.at
        value = self.word(what)
        if value not in wanted:
            self.fail('magic %08x where %s is expected' % (value, what), start)
        return value

    def count(self, what):
        start = self.at
        value = self.number(what)
        left = len(self.data) - self.at
        if value < 0 or value > left // 4:
            self.fail('%s = %d is impossible, %d bytes left' % (what, value, left), start)
        return value

    def string(self, what):
        start = self.at
        if start >= len(self.data):
            self.fail('truncated while reading %s' % what)
        size = self.data[start]
        if size >= 254:
            self.fail('%s: string length byte %d' % (what, size), start)
        end = start + 1 + size
        self.at = end + -(1 + size) % 4
        if self.at > len(self.data):
            self.fail('truncated inside %s' % what, start)
        text = self.data[start + 1 : end]
        if any(self.data[end : self.at]):
            self.fail('padding of %s is not zero' % what, start)
        if any(byte < 33 or byte > 126 for byte in text):
            self.fail('%s is not printable ASCII' % what, start)
        return text.decode('ascii')

    # --- the schema ---------------------------------------------------------------------------------------------------

    def schema(self):
        magic = self.word('schema magic')
        if magic not in SCHEMAS:
            self.fail('unknown schema magic %08x' % magic, 0)
        self.version = SCHEMAS[magic]
        out = {'tlo': self.version, 'version': self.number('version'), 'date': self.number('date')}
        for _ in range(self.count('types_num')):
            self.type()
        for name, number in (('#', NAT_ID), ('Type', TYPE_ID)):
            if number not in self.types or self.types[number]['name'] != name:
                self.fail('type %s is missing' % name)
        out['constructors'] = [self.combinator(True) for _ in range(self.count('constructors_num'))]
        out['functions'] = [self.combinator(False) for _ in range(self.count('functions_num'))]
        if self.at != len(self.data):
            self.fail('%d trailing bytes' % (len(self.data) - self.at))
        out['types'] = list(self.types.values())
        self.check_whole(out)
        return out

    def type(self):
        start = self.at
        self.magic({TYPE}, 'a type')
        number = self.word('type id')
        name = self.string('name of a type')
        constructors, flags = self.number('constructors_num of a type'), self.word('flags of a type')
        arity, params = self.number('arity'), self.word('params_type') | self.word('params_type') << 32
        if number in self.types:
            self.fail('type id %08x twice' % number, start)
        if not name or name in self.type_names:
            self.fail('type name %r twice or empty' % name, start)
        if constructors < 0 or not 0 <= arity <= 64:
            self.fail('type %s: %d constructors, arity %d' % (name, constructors, arity), start)
        if params >> arity:
            self.fail('type %s: params_type %x has bits beyond arity %d' % (name, params, arity), start)
        if (name == '#') != (number == NAT_ID) or (name == 'Type') != (number == TYPE_ID):
            self.fail('type %s with id %08x' % (name, number), start)
        self.type_names.add(name)
        self.types[number] = {
            'id': number,
            'name': name,
            'constructors': constructors,
            'flags': flags,
            'arity': arity,
            'params': [bool(params >> i & 1) for i in range(arity)],
            'members': [],
        }

    def combinator(self, is_constructor):
        start = self.at
        self.magic({COMBINATOR_4 if self.version == 4 else COMBINATOR}, 'a combinator')
        magic, name, result = (
            self.word('magic of a combinator'),
            self.string('name of a combinator'),
            self.word('type_name'),
        )
        self.kinds, self.names = {}, {}
        builtin = self.magic({LEFT, LEFT_BUILTIN}, 'a left side') == LEFT_BUILTIN
        if builtin and (name not in BUILTINS or not is_constructor):
            self.fail('builtin %r' % name, start)
        args = [] if builtin else self.args(0)
        self.magic({RIGHT}, 'a right side')
        right = self.type_expr(0)
        flags = self.word('flags of a combinator') if self.version == 4 else 0
        if flags & ~15:
            self.fail('combinator flags %x' % flags)
        if not name:
            self.fail('combinator without a name', start)
        out = {'name': name, 'magic': magic, 'args': args, 'right': right, 'builtin': builtin, 'flags': flags}
        if right[0] == 'var':
            if result or is_constructor:
                self.fail('%s: type_name %08x, result is a variable' % (name, result), start)
        else:
            if right[1] != result:
                self.fail('%s: type_name %08x, result has type %08x' % (name, result, right[1]), start)
            if right[2]:
                self.fail('%s: bare result' % name, start)
            if is_constructor:
                if result in (NAT_ID, TYPE_ID):
                    self.fail('%s: constructor of %s' % (name, self.types[result]['name']), start)
                self.types[result]['members'].append(out)
        out['result'] = result
        out['names'] = self.names
        return out

    def check_whole(self, out):
        for one in out['types']:
            if len(one['members']) != one['constructors']:
                raise Bad(
                    'type %s: constructors_num %d, found %d' % (one['name'], one['constructors'], len(one['members']))
                )
            if one['id'] in (NAT_ID, TYPE_ID):
                continue
            xor = 0
            for member in one['members']:
                xor ^= member['magic']
            if xor != one['id']:
                raise Bad('type %s: id %08x, its constructors make %08x' % (one['name'], one['id'], xor))
            defaults = [i for i, member in enumerate(one['members']) if member['name'] == '_']
            if defaults and (defaults != [one['constructors'] - 1] or not one['flags'] & DEFAULT_CONSTRUCTOR):
                raise Bad('type %s: default constructor is not the last one, or not announced' % one['name'])
        for kind in ('constructors', 'functions'):
            magics, names = {}, set()
            for one in out[kind]:
                if one['name'] in names and one['name'] != '_':
                    raise Bad('%s: name %s twice' % (kind, one['name']))
                names.add(one['name'])
                if one['magic'] in magics:
                    text = '%s: magic %08x of %s is that of %s' % (
                        kind,
                        one['magic'],
                        one['name'],
                        magics[one['magic']],
                    )
                    # Files of existing compilers have functions that share a magic: nothing to decode depends on it.
                    if kind == 'constructors':
                        raise Bad(text)
                    self.remarks.append(text)
                magics[one['magic']] = one['name']

    # --- arguments and expressions ------------------------------------------------------------------------------------

    def args(self, depth):
        if depth > MAX_DEPTH:
            self.fail('nested too deeply')
        return [self.arg(depth) for _ in range(self.count('args_num'))]

    def arg(self, depth):
        start = self.at
        self.magic({ARG}, 'an argument')
        name, flags = self.string('name of an argument'), self.word('flags of an argument')
        has_var, conditional = (4, 2) if self.version == 2 else (2, 4)
        if flags & ~(7 | IMPLICIT | EXCLAMATION):
            self.fail('argument flags %x' % flags, start)
        variable = self.number('var_num') if flags & has_var else None
        mask = None
        if flags & conditional:
            at = self.at
            mask = self.number('exist_var_num'), self.number('exist_var_bit')
            self.variable(mask[0], NAT_ID, at)
            if not 0 <= mask[1] <= 31:
                self.fail('exist_var_bit %d' % mask[1], at + 4)
        peek = self.at
        kind = self.magic({TYPE_EXPR, TYPE_VAR, ARRAY}, 'the type of an argument')
        self.at = peek
        expr = self.array(depth) if kind == ARRAY else self.type_expr(depth)
        own = expr[1] if expr[0] == 'type' and expr[1] in (NAT_ID, TYPE_ID) else None
        if variable is not None:
            if own is None:
                self.fail('numbered argument %r is neither # nor Type' % name, start)
            if variable < 0:
                self.fail('var_num %d' % variable, start)
            if variable in self.kinds:
                self.fail('var_num %d twice' % variable, start)
            self.kinds[variable], self.names[variable] = own, name or 'v%d' % variable
        elif own == TYPE_ID:
            self.fail('argument %r of type Type has no number' % name, start)
        elif own == NAT_ID and mask is None:
            self.fail('argument %r of type # has no number' % name, start)
        elif own == NAT_ID:
            self.remarks.append('argument %r: a conditional # without a number' % name)
        if flags & IMPLICIT and (variable is None or mask):
            self.fail('implicit argument %r without a number, or under a mask' % name, start)
        return {'name': '' if name == '_' else name, 'flags': flags, 'var': variable, 'mask': mask, 'expr': expr}

    def variable(self, number, kind, at):
        if number not in self.kinds:
            self.fail('no variable %d yet' % number, at)
        if self.kinds[number] != kind:
            self.fail('variable %d is of the other kind' % number, at)

    def array(self, depth):
        self.magic({ARRAY}, 'an array')
        return 'array', self.nat_expr(), self.args(depth + 1)

    def nat_expr(self):
        start = self.at
        if self.magic({NAT_CONST, NAT_CONST_OLD, NAT_VAR}, 'a number') != NAT_VAR:
            return 'const', self.word('value')
        difference, number = self.number('dif'), self.number('var_num')
        self.variable(number, NAT_ID, start)
        return 'natvar', number, difference

    def type_expr(self, depth):
        if depth > MAX_DEPTH:
            self.fail('nested too deeply')
        start = self.at
        if self.magic({TYPE_EXPR, TYPE_VAR}, 'a type expression') == TYPE_VAR:
            number, flags = self.number('var_num'), self.word('flags')
            self.variable(number, TYPE_ID, start)
            if flags:
                self.fail('type variable with flags %x' % flags, start)
            return 'var', number
        number, flags = self.word('type id'), self.word('flags')
        if number not in self.types:
            self.fail('reference to unknown type %08x' % number, start + 4)
        if flags & ~1:
            self.fail('type expression with flags %x' % flags, start)
        one = self.types[number]
        if flags and (one['constructors'] != 1 or number in (NAT_ID, TYPE_ID)):
            self.fail('bare %s, which has %d constructors' % (one['name'], one['constructors']), start)
        children = self.count('children_num')
        if children != one['arity']:
            self.fail('%d children, type %s has arity %d' % (children, one['name'], one['arity']), start)
        out = []
        for index in range(children):
            start = self.at
            is_nat = self.magic({EXPR_TYPE, EXPR_NAT}, 'a type argument') == EXPR_NAT
            if is_nat != one['params'][index]:
                self.fail('child %d of %s has the wrong kind' % (index, one['name']), start)
            out.append(self.nat_expr() if is_nat else self.type_expr(depth + 1))
        return 'type', number, bool(flags), out


# --- listing ----------------------------------------------------------------------------------------------------------


class Listing:
    """Text of what was read: bare references by constructor name, one line per thing."""

    def __init__(self, schema):
        self.schema = schema
        self.types = {one['id']: one for one in schema['types']}

    def lines(self):
        schema = self.schema
        yield 'schema v%d version %d date %d' % (schema['tlo'], schema['version'], schema['date'])
        for one in schema['types']:
            params = ''.join('#' if nat else 'T' for nat in one['params'])
            yield 'type %08x %s %d constructors arity %d %s' % (
                one['id'],
                one['name'],
                one['constructors'],
                one['arity'],
                params or '-',
            )
        for kind in ('constructors', 'functions'):
            for one in schema[kind]:
                marks = [
                    name
                    for bit, name in ((1, '@read'), (2, '@write'), (4, '@internal'), (8, '@kphp'))
                    if one['flags'] & bit
                ]
                yield ' '.join([kind[:-1], '%08x' % one['magic']] + marks + [self.combinator(one)])

    def combinator(self, one):
        if one['builtin']:
            return '%s ? = %s' % (one['name'], self.types[one['result']]['name'])
        names = one['names']
        words = [one['name']] + [self.arg(arg, names) for arg in one['args']]
        return ' '.join(words) + ' = ' + self.expr(one['right'], names, True)

    def arg(self, arg, names):
        text = self.expr(arg['expr'], names)
        if arg['flags'] & EXCLAMATION:
            text = '!' + text
        if arg['mask']:
            text = '%s.%d?%s' % (names[arg['mask'][0]], arg['mask'][1], text)
        name = arg['name'] or (names[arg['var']] if arg['var'] is not None else '')
        text = '%s:%s' % (name, text) if name else text
        return '{%s}' % text if arg['flags'] & IMPLICIT else text

    def expr(self, expr, names, top=False):
        if expr[0] == 'var':
            return names[expr[1]]
        if expr[0] == 'const':
            return '%d' % expr[1]
        if expr[0] == 'natvar':
            return names[expr[1]] + ('+%d' % expr[2] if expr[2] else '')
        if expr[0] == 'array':
            return '%s*[%s]' % (self.expr(expr[1], names), ' '.join(self.arg(arg, names) for arg in expr[2]))
        one = self.types[expr[1]]
        name = one['name']
        if expr[2]:
            inner = one['members'][0]['name']
            name = '%' + name if inner == '_' else inner
        words = [name] + [self.expr(child, names) for child in expr[3]]
        text = ' '.join(words)
        return '(%s)' % text if len(words) > 1 and not top else text


def read(data):
    """(schema, remarks); raises Bad."""
    reader = Reader(data)
    schema = reader.schema()
    return schema, reader.remarks


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ('-h', '--help'):
        print(__doc__)
        return 2
    code = 0
    for path in sys.argv[1:]:
        try:
            with open(path, 'rb') as file:
                schema, remarks = read(file.read())
        except (Bad, OSError) as error:
            print('%s: %s' % (path, error), file=sys.stderr)
            code = 1
            continue
        for line in Listing(schema).lines():
            print(line)
        for remark in remarks:
            print('# %s' % remark)
    return code


if __name__ == '__main__':
    sys.exit(main())
