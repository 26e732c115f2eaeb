--TEST--
query: what the bytes of an answer become
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.5.0 api-5.4.10
require __DIR__ . '/../_inc/query.inc';

function answers(string $title, array $query, array $hexes): void
{
    echo "$title\n";
    foreach ($hexes as $hex) {
        echo '  ', decoded($hex, $query), "\n";
    }
}

$no = ['r' => 0, 'x' => 0, 'y' => 0];
answers('Int', ['_' => 'q.int', 'x' => 0], ['da9b50a805000000', 'da9b50a8ffffffff', 'da9b50a800000080']);
answers('Long', ['_' => 'q.long', 'x' => 0], ['ba6c0722feffffffffffffff', 'ba6c0722ffffffffffffff7f']);
answers('Float', ['_' => 'q.float', 'x' => 0], ['22ab4d82cdcccc3d', '22ab4d820000c03f', '22ab4d8200000080']);
answers('Double', ['_' => 'q.double', 'x' => 0], ['54c11022000000000000f83f', '54c110229a9999999999b93f']);
foreach (['000000000000f07f', '000000000000f8ff', '0000000000000080', '000000000000f0ff'] as $hex) {
    var_dump(vkext_tl_decode(hex2bin('54c11022' . $hex), ['_' => 'q.double', 'x' => 0]));
}
answers('String', ['_' => 'q.string', 'x' => ''], ['246e28b500000000', '246e28b503616263', '246e28b506d0bfd180220000'],
    );
var_dump(bin2hex(vkext_tl_decode(hex2bin('246e28b50200ff00'), ['_' => 'q.string', 'x' => ''])),
    strlen(vkext_tl_decode(hex2bin('246e28b5fe000100' . str_repeat('41', 256)), ['_' => 'q.string', 'x' => ''])));
answers('Bool', ['_' => 'q.bool', 'x' => 0], ['b5757299', '379779bc']);
answers('True', ['_' => 'q.noArguments'], ['39d3ed3f']);
answers('Maybe', ['_' => 'q.maybe', 'x' => null] , ['f88e9c3f05000000', 'f88e9c3f00000000', '7b0a9327']);
answers('Maybe Bool', ['_' => 'q.maybeBool', 'x' => ['resultFalse']], ['f88e9c3fb5757299', 'f88e9c3f379779bc',
    '7b0a9327']);
answers('Maybe Maybe', ['_' => 'q.maybeMaybe', 'x' => ['resultFalse']], ['f88e9c3ff88e9c3f05000000',
    'f88e9c3f7b0a9327', '7b0a9327']);
answers('Maybe union', ['_' => 'q.maybeShape', 'x' => ['resultFalse']], ['f88e9c3f0200004005000000', '7b0a9327']);
answers('a union', ['_' => 'q.shape', 'x' => ['q.none']], ['01000040', '0200004005000000', '030000400100000001780000',
    '0400004002000000010000400400004000000000']);
answers('a record', ['_' => 'q.getPoint', 'p' => $no, 'also' => $no], ['100000400100000002000000']);
answers('a flat type', ['_' => 'q.wrapped', 'x' => 1], ['1100004005000000']);
answers('nothing', ['_' => 'q.getNothing', 'x' => []], ['12000040']);
answers('optional fields', ['_' => 'q.getMasked', 'x' => ['mask' => 0]], ['1300004000000000',
    '13000040030000000500000001780000', '130000400c00000039d3ed3f',
    '13000040100000007b0a9327', '1300004010000000f88e9c3f05000000', '13000040000000800100000007000000',
        '1300004060000000']);
answers('unnamed fields', ['q.getUnnamed', 1, ''], ['140000400500000001780000']);
answers('the mask of the question', ['_' => 'q.getOuter', 'm' => 3, 'x' => ['id' => 1, 'a' => 1]],
    ['150000400500000006000000']);
answers('the mask of the question', ['_' => 'q.getOuter', 'm' => 0, 'x' => ['id' => 1]], ['1500004005000000']);
answers('a repetition', ['_' => 'q.getCounted', 'x' => ['n' => 0, 'list' => []]], ['16000040020000000500000006000000',
    '1600004000000000']);
answers('a repetition of two fields', ['_' => 'q.getRows', 'x' => ['n' => 0, 'rows' => []]],
    ['170000400200000001000000016100000200000001620000']);
answers('Vector', ['_' => 'q.ints', 'x' => []], ['15c4b51c020000000500000006000000', '15c4b51c00000000']);
answers('Vector Int', ['_' => 'q.boxedInts', 'x' => []], ['15c4b51c01000000da9b50a805000000']);
answers('Vector of unions', ['_' => 'q.diagonal', 'flag' => true, 'query' => ['_' => 'q.shape', 'x' => ['q.none']]],
    ['15c4b51c0200000001000040' . '0200004005000000']);
answers('Tuple', ['_' => 'q.three', 'x' => [1, 2, 3]], ['8a767097010000000200000003000000']);
answers('Tuple of the question', ['_' => 'q.tuple', 'n' => 2, 'x' => ['', '']], ['8a7670970161000001620000']);
answers('Tuple of none', ['_' => 'q.tuple', 'n' => 0, 'x' => []], ['8a767097']);
answers('Dictionary', ['_' => 'q.dictionary', 'x' => []], ['8f614c1f00000000',
    '8f614c1f0200000001610000010000000135000002000000',
    '8f614c1f03000000022d3300010000000000000002000000033030370300' . '0000',
        '8f614c1f02000000016100000100000001610000' . '02000000',
    '8f614c1f01000000' . '1339323233333732303336383534373735383037' . '01000000', '8f614c1f01000000' .
        '1339323233333732303336383534373735383038' . '01000000',
    '8f614c1f02000000' . '022d3000' . '01000000' . '01300000' . '02000000']);
var_dump(vkext_tl_decode(hex2bin('8f614c1f0100000003610062' . '01000000'), ['_' => 'q.dictionary',
    'x' => []]) === ["a\0b" => 1]);
answers('IntKeyDictionary', ['_' => 'q.intKeys', 'x' => []], ['42fcba070200000001000000' . '05000000' .
    'feffffff06000000']);
answers('LongKeyDictionary', ['_' => 'q.longKeys', 'x' => []], ['f1d824b40100000000f2052a0100000007000000']);
answers('Dictionary of records', ['_' => 'q.points', 'x' => []], ['8f614c1f01000000016b00000100000002000000']);
answers('VectorTotal', ['_' => 'q.total'], ['473f131009000000010000000100000002000000']);
answers('a tree', ['_' => 'q.getTree', 'x' => ['value' => 1, 'children' => []]], ['180000400100000002000000' .
    '0200000000000000' . '0300000000000000']);
answers('a tree of Maybe', ['_' => 'q.getMaybeTree', 'x' => ['value' => 1, 'next' => ['resultFalse']]],
    ['1900004001000000f88e9c3f1900004002000000f88e9c3f19000040030000007b0a9327']);
answers('Tuple True', ['_' => 'q.lots', 'n' => 3], ['8a76709739d3ed3f39d3ed3f39d3ed3f']);
// Same keys in the same order, always.
var_dump(array_keys(vkext_tl_decode(hex2bin('030000400100000001780000'), ['_' => 'q.shape', 'x' => ['q.none']])));
?>
--EXPECT--
Int
  5
  -1
  -2147483648
Long
  -2
  9223372036854775807
Float
  0.10000000149011612
  1.5
  -0.0
Double
  1.5
  0.1
float(INF)
float(NAN)
float(-0)
float(-INF)
String
  ""
  "abc"
  "\u043f\u0440\"\u0000"
string(4) "00ff"
int(256)
Bool
  true
  false
True
  []
Maybe
  5
  0
  false
Maybe Bool
  true
  false
  false
Maybe Maybe
  5
  false
  false
Maybe union
  {"r":5,"_":"q.circle"}
  false
a union
  {"_":"q.none"}
  {"r":5,"_":"q.circle"}
  {"w":1,"label":"x","_":"q.box"}
  {"shapes":[{"_":"q.none"},{"shapes":[],"_":"q.group"}],"_":"q.group"}
a record
  {"x":1,"y":2}
a flat type
  5
nothing
  []
optional fields
  {"mask":0}
  {"mask":3,"a":5,"b":"x"}
  {"mask":12,"c":[],"d":[]}
  {"mask":16,"e":false}
  {"mask":16,"e":5}
  {"mask":-2147483648,"f":[7]}
  {"mask":96}
unnamed fields
  {"1":5,"2":"x"}
the mask of the question
  {"id":5,"a":6,"b":[]}
the mask of the question
  {"id":5}
a repetition
  {"n":2,"list":[5,6]}
  {"n":0,"list":[]}
a repetition of two fields
  {"n":2,"rows":[{"x":1,"y":"a"},{"x":2,"y":"b"}]}
Vector
  [5,6]
  []
Vector Int
  [5]
Vector of unions
  [{"_":"q.none"},{"r":5,"_":"q.circle"}]
Tuple
  [1,2,3]
Tuple of the question
  ["a","b"]
Tuple of none
  []
Dictionary
  []
  {"a":1,"5":2}
  {"-3":1,"":2,"007":3}
  {"a":2}
  {"9223372036854775807":1}
  {"9223372036854775808":1}
  {"-0":1,"0":2}
bool(true)
IntKeyDictionary
  {"1":5,"-2":6}
LongKeyDictionary
  {"5000000000":7}
Dictionary of records
  {"k":{"x":1,"y":2}}
VectorTotal
  {"total_count":9,"vector":[{"x":1,"y":2}]}
a tree
  {"value":1,"children":[{"value":2,"children":[]},{"value":3,"children":[]}]}
a tree of Maybe
  {"value":1,"next":{"value":2,"next":{"value":3,"next":false}}}
Tuple True
  [[],[],[]]
array(3) {
  [0]=>
  string(1) "w"
  [1]=>
  string(5) "label"
  [2]=>
  string(1) "_"
}
