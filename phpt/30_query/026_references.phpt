--TEST--
query: references, objects in place of arrays, constants of the compiler; the script's values stay as they are
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-3.8 failure-P12 failure-P13 failure-P14 failure-P16 failure-P17
require __DIR__ . '/../_inc/query.inc';

echo "references everywhere\n";
$n = 5;
$name = 'q.int';
$list = [1, &$n, 3];
$point = ['x' => &$n, 'y' => &$n];
$circle = ['_' => 'q.circle', 'r' => &$n];
$maybe = ['_' => 'resultTrue', 'result' => &$n];
$inner = ['_' => &$name, 'x' => &$n];
foreach ([['_' => &$name, 'x' => &$n], [&$name, &$n], ['_' => 'q.ints', 'x' => &$list], ['_' => 'q.getPoint',
    'p' => &$point, 'also' => &$point],
    ['_' => 'q.shape', 'x' => &$circle], ['_' => 'q.maybe', 'x' => &$maybe], ['_' => 'q.dictionary', 'x' => &$point],
    ['_' => 'q.forward', 'query' => &$inner], ['_' => 'q.points', 'x' => ['k' => &$point]], ['_' => 'q.three',
        'x' => &$list]] as $query) {
    echo '  ', encoded($query), "\n";
}
$query = ['_' => 'q.ints', 'x' => &$list];
$alias = &$query;
echo '  ', encoded($alias), "\n";
$queries = ['a' => &$query];
$peer = seven_peer();
$c = patient($peer);
$connection = &$c;
$ids = rpc_tl_query($connection, $queries);
$id = &$ids['a'];
var_dump(count(rpc_tl_query_result($ids)), $list === [1, 5, 3], $n);

echo "values that contain themselves\n";
$tree = ['value' => 1];
$tree['children'] = [&$tree];
echo '  ', encoded(['_' => 'q.getTree', 'x' => &$tree]), "\n";
unset($tree['children']);

echo "what stands where an array belongs\n";
$generator = (function () { yield 1; })();
$resource = fopen('php://memory', 'r');
foreach (['an object' => new ArrayObject([1, 2]), 'stdClass' => (object)['x' => 1, 'y' => 2],
    'a generator' => $generator,
    'a closure' => function () {}, 'a resource' => $resource, 'text' => 'q.int'] as $what => $value) {
    echo "  $what\n";
    foreach ([['_' => 'q.ints', 'x' => $value], ['_' => 'q.dictionary', 'x' => $value], ['_' => 'q.shape',
        'x' => $value],
        ['_' => 'q.maybe', 'x' => $value], ['_' => 'q.forward', 'query' => $value]] as $query) {
        echo '    ', preg_replace('/Resource id #\d+|#\d+/', '#N', encoded($query)), "\n";
    }
    echo '    ', preg_replace('/#\d+/', '#N', tried($c, $value)), "\n";
}
echo '  records as objects: ', encoded(['_' => 'q.getPoint', 'p' => (object)['x' => 1, 'y' => 2],
    'also' => (object)['x' => 3, 'y' => 4]]), "\n";

const QUERY = ['_' => 'q.getPoint', 'p' => ['x' => 1, 'y' => 2], 'also' => ['x' => 3, 'y' => 4]];
$before = serialize(QUERY);
encoded(QUERY);
rpc_tl_query_result_one(rpc_tl_query_one($c, QUERY));
var_dump(serialize(QUERY) === $before);
$peer->check();
?>
--EXPECT--
references everywhere
  0100005005000000
  0100005005000000
  1000005003000000010000000500000003000000
  170000500500000005000000100000400500000005000000
  0b0000500200004005000000
  0c000050f88e9c3f05000000
  140000500200000001780000050000000179000005000000
  220000500100005005000000
  2a00005001000000016b00000500000005000000
  12000050010000000500000003000000
  1000005003000000010000000500000003000000
int(1)
bool(true)
int(5)
values that contain themselves
  VkextTlException 0 q.getTree → x.children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0]: nested too deep
what stands where an array belongs
  an object
    VkextTlException 0 q.ints → x: Can't store not array as vector: got object of ArrayObject
    VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got object of ArrayObject
    VkextTlException 0 q.shape → x: Unknown constructor ArrayObject for type q.Shape
    0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
    VkextTlException 0 q.forward → query: Class ArrayObject is not the generated class of a TL function
    0 | -110 Class ArrayObject is not the generated class of a TL function
  stdClass
    VkextTlException 0 q.ints → x: Can't store not array as vector: got object of stdClass
    VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got object of stdClass
    VkextTlException 0 q.shape → x: Unknown constructor stdClass for type q.Shape
    0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
    VkextTlException 0 q.forward → query: Class stdClass is not the generated class of a TL function
    0 | -110 Class stdClass is not the generated class of a TL function
  a generator
    VkextTlException 0 q.ints → x: Can't store not array as vector: got object of Generator
    VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got object of Generator
    VkextTlException 0 q.shape → x: Unknown constructor Generator for type q.Shape
    0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
    VkextTlException 0 q.forward → query: Class Generator is not the generated class of a TL function
    0 | -110 Class Generator is not the generated class of a TL function
  a closure
    VkextTlException 0 q.ints → x: Can't store not array as vector: got object of Closure
    VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got object of Closure
    VkextTlException 0 q.shape → x: Unknown constructor Closure for type q.Shape
    0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
    VkextTlException 0 q.forward → query: Class Closure is not the generated class of a TL function
    0 | -110 Class Closure is not the generated class of a TL function
  a resource
    VkextTlException 0 q.ints → x: Can't store not array as vector: got resource
    VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got resource
    0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
    0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
    VkextTlException 0 q.forward → query: Can't store function with no name: expected an array or an object, got resource
    0 | -107 Can't store function with no name: expected an array or an object, got resource
  text
    VkextTlException 0 q.ints → x: Can't store not array as vector: got string "q.int"
    VkextTlException 0 q.dictionary → x: Can't store not array as dictionary: got string "q.int"
    0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
    0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
    VkextTlException 0 q.forward → query: Can't store function with no name: expected an array or an object, got string "q.int"
    0 | -107 Can't store function with no name: expected an array or an object, got string "q.int"
  records as objects: 170000500100000002000000100000400300000004000000
bool(true)
