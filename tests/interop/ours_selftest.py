#!/usr/bin/env python3
"""What `vkext compile` writes, read by tlo_reader.py, which shares no code with it.

Our own schemas, a sample of the language, and every group of the corpus when VKEXT_SHARED has one, in each version and
both orders. Prints "N passed, N failed". VKEXT_TOOL names the tool.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import tlo_reader

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'peer'))
import tally

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CORPUS = pathlib.Path(os.environ.get('VKEXT_SHARED', ROOT.parent / 'shared')) / 'corpus'
TOOL = os.environ.get('VKEXT_TOOL', str(ROOT / 'build' / 'unit' / 'vkext'))

LANGUAGE = '''
int ? = Int; long ? = Long; float ? = Float; double ? = Double; string ? = String; object ? = Object;
true = True; vector {t:Type} # [t] = Vector t; tuple {t:Type} {n:#} [t] = Tuple t n;
a.b.deep x:int = a.b.Deep; use x:a.b.deep y:%a.b.Deep z:a.b.Deep = Use;
masks f:# g:f.0?# x:g.31?int n:# y:f.1?n*[int] = Masks;
pair {X:Type} {Y:Type} a:X b:Y = Pair X Y; nested n:# m:# rows:n*[k:string c:(m+2)*[a:# b:a.3?int]] = Nested;
numbers {n:#} x:(Tuple int n+3) y:(Tuple int 5) = Numbers n; _ x:int = Opt; none#0000beef = Opt; Empty Void;
flat v:(Vector (Pair int (Vector %Int))) = Flat; unnamed int string _:long = Unnamed;
groups {r s:#} (p q:r.0?int) = Groups r s;
---functions---
@read @internal f m:# x:m.3?(Vector int) y:2*[k:int v:Int] = Vector %Int;
@write wrap {X:Type} n:# query:!X = Tuple (Pair X int) n; @kphp any x:Opt => True; plain {X:Type} q:!X = X;
'''


def compiled(sources, *options):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / 'out.tlo'
        subprocess.run([TOOL, 'compile', '-o', str(out), '--date', '1700000000', *options, *map(str, sources)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return out.read_bytes()


def listing(data):
    schema, _ = tlo_reader.read(data)
    return list(tlo_reader.Listing(schema).lines())


def without_annotations(line):
    words = [word for word in line.split(' ') if not word.startswith('@')]
    return ' '.join(words)


class Ours(unittest.TestCase):
    def look_at(self, sources):
        want = None
        for version in ('2', '3', '4'):
            lines = listing(compiled(sources, '--version', version))
            self.assertEqual(lines[0], 'schema v%s version 0 date 1700000000' % version)
            body = [without_annotations(line) for line in lines[1:]]
            want = want or body
            self.assertEqual(body, want, version)
            declared = listing(compiled(sources, '--version', version, '--declared'))
            self.assertEqual(sorted(map(without_annotations, declared[1:])), sorted(want), version)
        # From the compiled form again: the same bytes.
        with tempfile.TemporaryDirectory() as folder:
            first = pathlib.Path(folder) / 'first.tlo'
            first.write_bytes(compiled(sources))
            self.assertEqual(compiled([first]), first.read_bytes())

    def test_our_own_schemas(self):
        for names in ('common', 'demo', 'common rpc', 'common test'):
            with self.subTest(names):
                self.look_at([ROOT / 'tl' / (name + '.tl') for name in names.split(' ')])

    def test_the_language(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'language.tl'
            path.write_text(LANGUAGE, encoding='ascii')
            self.look_at([path])
            functions = [line for line in listing(compiled([path])) if line.startswith('function')]
            self.assertEqual([line.split(' ')[2] for line in functions], ['@kphp', '@read', 'plain', '@write'])

    @unittest.skipUnless(CORPUS.is_dir(), 'no corpus here')
    def test_the_corpus(self):
        seen = set()
        for line in (CORPUS / 'MANIFEST.tsv').read_text(encoding='utf-8').splitlines()[1:]:
            source, together = line.split('\t')[:2]
            if together.startswith('('):  # primitives are known without being declared
                together = together.split(')+')[1]
            folder = (CORPUS / source).parent
            sources = tuple(folder / part.split('/')[-1] for part in together.split('+'))
            if sources not in seen and all(path.exists() for path in sources):
                seen.add(sources)
                with self.subTest(together):
                    self.look_at(sources)
        self.assertGreater(len(seen), 5)


if __name__ == '__main__':
    sys.exit(tally.run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])))
