--TEST--
query: queries in queries, functions for internal use
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.4.11 api-5.4.12
require __DIR__ . '/../_inc/query.inc';

echo "nested\n";
$point = ['_' => 'q.getPoint', 'p' => ['x' => 1, 'y' => 2], 'also' => ['x' => 3, 'y' => 4]];
foreach ([['_' => 'q.forward', 'query' => ['_' => 'q.int', 'x' => 5]],
    ['_' => 'q.forward', 'query' => ['_' => 'q.forward', 'query' => ['_' => 'q.forward', 'query' => $point]]],
    ['_' => 'q.two', 'first' => ['_' => 'q.int', 'x' => 5], 'second' => ['_' => 'q.forward',
        'query' => ['_' => 'q.noArguments']]],
    ['_' => 'q.diagonal', 'flag' => true, 'query' => ['_' => 0x50000001, 'x' => 5]],
    ['_' => 'q.forward'], ['_' => 'q.forward', 'query' => null], ['_' => 'q.forward', 'query' => 5],
        ['_' => 'q.forward', 'query' => 'q.noArguments'],
    ['_' => 'q.forward', 'query' => []], ['_' => 'q.forward', 'query' => ['_' => 'nope']], ['_' => 'q.forward',
        'query' => ['_' => 'q.int']],
    ['_' => 'q.two', 'first' => ['_' => 'q.int', 'x' => 5], 'second' => ['_' => 'q.shape', 'x' => ['_' => 'nope']]],
    ['_' => 'q.forward', 'query' => ['_' => 'q.forward', 'query' => ['_' => 'q.points',
        'x' => ['a' => ['x' => 1]]]]]] as $query) {
    echo '  ', encoded($query), "\n";
}

echo "answers\n";
foreach ([['da9b50a805000000', ['_' => 'q.forward', 'query' => ['_' => 'q.int', 'x' => 1]]],
    ['15c4b51c02000000da9b50a805000000da9b50a806000000', ['_' => 'q.diagonal', 'flag' => true,
        'query' => ['_' => 'q.int', 'x' => 1]]],
    ['15c4b51c02000000f88e9c3fda9b50a8050000007b0a9327', ['_' => 'q.maybeForward', 'query' => ['_' => 'q.int',
        'x' => 1]]],
    ['1a000040da9b50a80500000039d3ed3f', ['_' => 'q.two', 'first' => ['_' => 'q.int', 'x' => 5],
        'second' => ['_' => 'q.forward', 'query' => ['_' => 'q.noArguments']]]],
    // The inner query's own number is what its answer needs.
    ['15c4b51c010000008a7670970161000001620000', ['_' => 'q.diagonal', 'flag' => true,
        'query' => ['_' => 'q.tuple', 'n' => 2, 'x' => ['', '']]]]] as [$hex, $query]) {
    echo '  ', decoded($hex, $query), "\n";
}

echo "internal\n";
$peer = seven_peer();
$c = patient($peer);
$secret = ['_' => 'q.secret', 'x' => 5];
$inside = ['_' => 'q.forward', 'query' => $secret];
$all = function () use ($c, $secret, $inside) {
    echo '  ', tried($c, $secret), "\n", '  ', tried($c, $inside), "\n";
};
$all();
enable_internal_rpc_queries();
$all();
disable_internal_rpc_queries();
$all();
echo '  offline: ', encoded($secret), "\n";
$peer->check();
?>
--EXPECT--
nested
  220000500100005005000000
  220000502200005022000050170000500100000002000000100000400300000004000000
  230000500100005005000000220000500a000050
  21000050b57572990100005005000000
  VkextTlException 0 q.forward → query: Field query not found
  VkextTlException 0 q.forward → query: Can't store function with no name: expected an array or an object, got null
  VkextTlException 0 q.forward → query: Can't store function with no name: expected an array or an object, got int 5
  VkextTlException 0 q.forward → query: Can't store function with no name: expected an array or an object, got string "q.noArguments"
  VkextTlException 0 q.forward → query: Can't store function with no name
  VkextTlException 0 q.forward → query: Function nope not found
  VkextTlException 0 q.forward → query: q.int → x: Field x not found
  VkextTlException 0 q.two → second: q.shape → x: Unknown constructor nope for type q.Shape
  VkextTlException 0 q.forward → query: q.forward → query: q.points → x["a"].y: Field y not found
answers
  5
  [5,6]
  [5,false]
  {"a":5,"b":[]}
  [["a","b"]]
internal
  0 | -110 ### DEPRECATED TL FEATURE ###: Storing of internal tl function q.secret | W rpc_tl_query_one(): ### DEPRECATED TL FEATURE ###: Storing of internal tl function q.secret
  0 | -110 q.forward → query: ### DEPRECATED TL FEATURE ###: Storing of internal tl function q.secret | -103 Failed to store q.forward | W rpc_tl_query_one(): ### DEPRECATED TL FEATURE ###: Storing of internal tl function q.secret
  sent
  sent
  0 | -110 ### DEPRECATED TL FEATURE ###: Storing of internal tl function q.secret | W rpc_tl_query_one(): ### DEPRECATED TL FEATURE ###: Storing of internal tl function q.secret
  0 | -110 q.forward → query: ### DEPRECATED TL FEATURE ###: Storing of internal tl function q.secret | -103 Failed to store q.forward | W rpc_tl_query_one(): ### DEPRECATED TL FEATURE ###: Storing of internal tl function q.secret
  offline: 2500005005000000
