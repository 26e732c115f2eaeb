#!/usr/bin/env python3
"""Self-test of tlo_reader.py: a sample written out by hand, and every .tlo of the corpus when VKEXT_SHARED has one.

VKEXT_SHARED defaults to ../shared beside the repository. Other compilers' files must be read and say what those
compilers said; every corrupt file, every prefix and every changed byte must end in Bad or in a schema, never elsewhere.
Prints "N passed, N failed".
"""
import os
import pathlib
import re
import struct
import sys
import unittest

import tlo_reader

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'peer'))
import tally

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get('VKEXT_SHARED', HERE.parent.parent.parent / 'shared'))
OPEN, BAD, SAMPLES = SHARED / 'corpus' / 'open', SHARED / 'corpus' / 'bad', SHARED / 'reference' / 'samples'


def w(*words):
    return b''.join(struct.pack('<I', word & 0xFFFFFFFF) for word in words)


def s(text):
    data = bytes([len(text)]) + text.encode('ascii')
    return data + bytes(-len(data) % 4)


def type_bytes(number, name, constructors=0, arity=0, params=0, flags=0):
    return w(0x12EB4386, number) + s(name) + w(constructors, flags, arity, params, 0)


def sample(version=4, mask_bit=3, tail=b''):
    """int ? = Int; --- @read f m:# x:m.3?int = Int;"""
    magic = {2: 0x3A2F9BE2, 3: 0xE4A8604B, 4: 0x90AC88D7}[version]
    combinator = 0xE91692D5 if version == 4 else 0x5C0A1ED5
    var, conditional = (4, 2) if version == 2 else (2, 4)
    number = 0xA8509BDA
    types = type_bytes(0x70659EFF, '#') + type_bytes(number, 'Int', 1) + type_bytes(0x2CECF817, 'Type')
    right = w(0x2C064372, 0xC1863D08, number, 0, 0)
    trailer = (lambda flags: w(flags)) if version == 4 else (lambda flags: b'')
    built = w(combinator, number) + s('int') + w(number, 0xCD211F63) + right + trailer(0)
    first = w(0x29DFE61B) + s('m') + w(var, 0, 0xC1863D08, 0x70659EFF, 0, 0)
    second = w(0x29DFE61B) + s('x') + w(conditional, 0, mask_bit, 0xC1863D08, number, 1, 0)
    function = w(combinator, 0x11223344) + s('f') + w(number, 0x4C12C6D9, 2) + first + second + right + trailer(1)
    return w(magic, 0, 1700000000, 3) + types + w(1) + built + w(1) + function + tail


def listing(data):
    schema, _ = tlo_reader.read(data)
    return list(tlo_reader.Listing(schema).lines())


class ByHand(unittest.TestCase):
    def test_listing(self):
        for version in (2, 3, 4):
            read = '@read ' if version == 4 else ''
            self.assertEqual(
                listing(sample(version)),
                [
                    'schema v%d version 0 date 1700000000' % version,
                    'type 70659eff # 0 constructors arity 0 -',
                    'type a8509bda Int 1 constructors arity 0 -',
                    'type 2cecf817 Type 0 constructors arity 0 -',
                    'constructor a8509bda int ? = Int',
                    'function 11223344 %sf m:# x:m.3?int = Int' % read,
                ],
            )

    def test_swapped_argument_bits(self):
        # The classic trap: the body of version 2 under the magic of version 3.
        with self.assertRaises(tlo_reader.Bad):
            tlo_reader.read(w(0xE4A8604B) + sample(2)[4:])

    def test_refusals(self):
        for bad in (sample(mask_bit=32), sample(mask_bit=-1), sample(tail=b'\0\0\0\0'), sample()[:-1], b'', b'abc'):
            with self.assertRaises(tlo_reader.Bad):
                tlo_reader.read(bad)

    def test_every_prefix(self):
        data = sample()
        for size in range(len(data)):
            with self.assertRaises(tlo_reader.Bad):
                tlo_reader.read(data[:size])

    def test_every_changed_byte(self):
        data = sample()
        for at in range(len(data)):
            for change in (1, 0x80, 0xFF):
                changed = bytearray(data)
                changed[at] ^= change
                try:
                    listing(bytes(changed))
                except tlo_reader.Bad:
                    pass


def manifest():
    """(.tlo path, the .expected.tsv files of the sources it was made from)"""
    for line in (SHARED / 'corpus' / 'MANIFEST.tsv').read_text(encoding='utf-8').splitlines()[1:]:
        source, _, _, _, files = line.split('\t')
        folder = (OPEN.parent / source).parent
        for name in re.findall(r'(\S+\.tlo)', files):
            yield folder / name, (OPEN.parent / source).with_suffix('.expected.tsv')


def plain(text, bare):
    """Canonical text made comparable: no grouping, no counts, no `!`, %Type by the name of its constructor."""
    text = re.sub(r'\b\w+\s*\*\s*\[', '[', text)
    text = re.sub(r'[(){}!]', ' ', text).replace('[', ' [ ').replace(']', ' ] ')
    text = re.sub(r'%([\w.]+)', lambda found: bare.get(found.group(1), found.group(0)), text)
    text = re.sub(r'\b(v\d+|_):', '', text)
    return re.sub(r'([:?]) ', r'\1', ' '.join(text.split()))


@unittest.skipUnless(OPEN.is_dir(), 'no corpus here')
class Corpus(unittest.TestCase):
    def test_what_other_compilers_wrote(self):
        files = texts = 0
        for path, expected in manifest():
            with self.subTest(path.name + ' ' + expected.name):
                schema, _ = tlo_reader.read(path.read_bytes())
                show = tlo_reader.Listing(schema)
                bare = {one['name']: one['members'][0]['name'] for one in schema['types'] if one['constructors'] == 1}
                read = {}
                for kind in ('constructors', 'functions'):
                    for one in schema[kind]:
                        tag = 'builtin' if one['builtin'] else kind[:-1]
                        result = plain(show.expr(one['right'], one['names'], True), bare)
                        read[one['name'], '%08x' % one['magic'], tag] = result, plain(show.combinator(one), bare)
                files += 1
                for line in expected.read_text(encoding='utf-8').splitlines():
                    if line.startswith('#'):
                        continue
                    name, magic, kind, result, canonical = line.split('\t')[:5]
                    got = read.get((name, magic, kind))
                    self.assertIsNotNone(got, '%s %s %s' % (name, magic, kind))
                    self.assertEqual(got[0], plain(result, bare))
                    if got[1] == plain(canonical, bare):
                        texts += 1
                    else:
                        self.different.append('%s: %s | %s' % (path.name, got[1], plain(canonical, bare)))
        self.assertGreaterEqual(files, 15)
        self.assertEqual(self.different, [])
        self.assertGreater(texts, 3000)

    def setUp(self):
        self.different = []

    def test_corrupt_files(self):
        files = sorted((BAD / 'tlo').glob('*.tlo'))
        self.assertGreaterEqual(len(files), 30)
        for path in files:
            with self.subTest(path.name), self.assertRaises(tlo_reader.Bad):
                tlo_reader.read(path.read_bytes())

    def test_prefixes(self):
        path = OPEN / 'kphp' / 'kphp-common.tl-compiler.v4.tlo'
        data = path.read_bytes()
        for size in range(0, len(data), 29):
            with self.assertRaises(tlo_reader.Bad):
                tlo_reader.read(data[:size])


@unittest.skipUnless(SAMPLES.is_dir(), 'no samples here')
class Samples(unittest.TestCase):
    def test_one_schema_four_writers(self):
        bodies = {path.name: listing(path.read_bytes())[1:] for path in SAMPLES.glob('*.tlo')}
        self.assertEqual(len(bodies), 4)
        for body in bodies.values():
            self.assertEqual(
                [line.replace('@read ', '') for line in body],
                [line.replace('@read ', '') for line in bodies['sample.v4.tlo']],
            )
        self.assertEqual(
            bodies['sample.v4.tlo'][-1],
            'function 60d024c7 @read a.get m:# x:m.3?(Vector int) y:2*[k:int v:Int] = Vector int',
        )

    def test_differences_between_versions(self):
        v3, v4 = ((SAMPLES / ('sample.v%d.tlo' % version)).read_bytes() for version in (3, 4))
        self.assertEqual(len(v4) - len(v3), 12)


if __name__ == '__main__':
    sys.exit(tally.run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])))
