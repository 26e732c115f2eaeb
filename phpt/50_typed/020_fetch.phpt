--TEST--
typed: what answers become, byte for byte
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
// rows: api-6.3 api-6.5 api-6.6
require __DIR__ . '/../_inc/typed_classes.inc';

function show(string $function, string $hex): void {
  echo fetched($hex, fun($function)), "\n";
}

// Each query needs a value that can be stored; the answer has nothing to do with it.
function show_as(string $function, array $properties, string $hex): void {
  echo fetched($hex, fun($function, $properties)), "\n";
}

echo "scalars\n";
show('echo', '246e28b502616200');
show('noArguments', '39d3ed3f');
$scalars = ['value' => type('scalars')];
show_as('echoScalars', $scalars, '86c23fb1' . '01000000' . 'feffffffffffffff' . '0000003f' . '000000000000f83f' . '03616263' . 'ffffffff' . 'b5757299');
$unnamed = ['value' => type('unnamed')];
show_as('echoUnnamed', $unnamed, '6a85c772' . '05000000' . '01730000' . '0700000000000000');
echo "records\n";
show_as('swap', ['p' => type('point')], 'd4b263aa' . '01000000' . 'feffffff');
$points = ['value' => ['bare' => type('point'), 'also' => type('point'), 'boxed' => type('point')]];
show_as('echoPoints', $points, '82e897cc' . '0100000002000000' . '0300000004000000' . 'd4b263aa' . '0500000006000000');
show('page', '473f131009000000' . '01000000' . '0100000002000000');
echo "lists and dictionaries\n";
show('list', '15c4b51c' . '02000000' . '01000000' . '05000000' . '00000000');
show_as('tupleOf', ['n' => 2], '8a767097' . '05000000' . '06000000');
$dictionaries = ['value' => type('dictionaries')];
show_as('echoDictionaries', $dictionaries, '5a5b1db7' . '02000000' . '016b0000' . '01000000' . '01350000' . '02000000' .
  '01000000' . 'feffffff' . '01630000' . '01000000' . '0500000000000000' . '3618d7d8' . '8f614c1f' . '00000000');
echo "Maybe is null or the value\n";
show('maybe', '7b0a9327');
show('maybe', 'f88e9c3f' . '15c4b51c' . '01000000' . '01610000');
echo "flat types are their field\n";
show('echoWrap', '799bd78c' . '05000000');
echo "masks: what is not there keeps its default\n";
$masked = ['value' => type('masked')];
$magic = 'dffc672a';
show_as('echoMasked', $masked, $magic . '00000000');
show_as('echoMasked', $masked, $magic . '1f000000' . '05000000' . '01710000' . '39d3ed3f' . 'f88e9c3f06000000' . '0100000002000000');
show_as('echoMasked', $masked, $magic . '10000000' . '7b0a9327');
show_as('echoMasked', $masked, $magic . '00000080' . '0100000004000000');
show_as('echoPassesMask', ['value' => type('passesMask', ['inner' => type('outerMask'), 'fixed' => type('outerMask', ['a' => 0])])],
  '20e2f932' . '03000000' . '0100000002000000' . '0300000004000000');
echo "unions: by magic\n";
$shape = ['value' => type('shapeNone')];
show_as('echoShape', $shape, '3618d7d8');
show_as('echoShape', $shape, '566aaf50' . '000000000000f83f');
show_as('echoShape', $shape, '89822142' . '02000000' . '3618d7d8' . '566aaf50' . '0000000000000000');
show_as('echoColor', ['value' => type('red')], 'de11afee');
$either = ['value' => type('either', ['v' => tl('_common/Types/left__int__test_Shape'), 'p' => tl('_common/Types/pair__int__string')])];
$magic = '103f6fc3';
show_as('echoEither', $either, $magic . '3bcb3edf' . '3618d7d8' . '01000000' . '017a0000');
show_as('echoEither', $either, $magic . '5dcd290a' . '07000000' . '01000000' . '00000000');
echo "repetitions\n";
show_as('echoCountedRecords', ['value' => type('countedRecords')], '46aa1fa5' . '02000000' . '01000000' . '01610000' . '02000000' . '01620000');
show_as('echoBodyWithMask', ['value' => type('bodyWithMask')], 'a6d52b26' . '02000000' . '02000000' . '01620000' . '01000000' . '07000000');
show_as('echoFixed', ['value' => [type('point'), type('point'), type('point')]],
  'db50e6f9' . '010000000200000003000000040000000500000006000000');
show_as('echoMatrix', ['value' => type('matrix')], '3348dedd' . '01000000' . '02000000' . '0100000002000000');
echo "generics\n";
show_as('echoUseBoth', ['value' => type('useBoth', ['v' => type('both__string__maybe_test_Point', ['first' => ['']])])],
  'dbb23dc3' . '01000000' . '0161000001620000' . '02000000' . '7b0a9327' . 'f88e9c3f' . '0100000002000000');
show_as('echoTree', ['value' => type('tree')], '2e24c266' . '01000000' . '01000000' . '02000000' . '00000000');
show_as('echoChain', ['value' => type('chain__int')], '0bcb6f40' . '01000000' . '05000000' . '00000000');
echo "queries in queries: the inner `_result` is not wrapped again\n";
$nop = fun('noArguments');
show_as('forward', ['query' => fun('echo')], '246e28b501780000');
show_as('forward', ['query' => fun('forward', ['query' => fun('echo')])], '246e28b501780000');
show_as('forwardMany', ['query' => fun('echo')], '15c4b51c' . '02000000' . 'f88e9c3f' . '246e28b501780000' . '7b0a9327');
show_as('forwardMany', ['query' => fun('forward', ['query' => $nop])], '15c4b51c' . '01000000' . 'f88e9c3f' . '39d3ed3f');
show_as('forward', ['query' => fun('forwardMany', ['query' => $nop])], '15c4b51c' . '00000000');
show_as('forwardTwo', ['first' => fun('echo'), 'second' => $nop], 'ab473c0f' . '246e28b501780000' . '39d3ed3f');
show_as('forwardAnswer', ['query' => $nop], '39d3ed3f');
show_as('forwardAnswer', ['query' => $nop], '48e3db29' . '05000000');
echo "an array asks for arrays\n";
var_dump(vkext_tl_decode(hex2bin('d4b263aa' . '0100000002000000'), ['_' => 'test.swap', 'p' => type('point')]) === ['x' => 1, 'y' => 2]);
echo "bad bytes\n";
show('page', '473f131009000000' . '02000000' . '0100000002000000' . '01000000');
show('noArguments', '39d3ed3f00000000');
show('maybe', '00000000');
?>
--EXPECT--
scalars
test_echo_result{value: "ab"}
test_noArguments_result{value: true}
test_echoScalars_result{value: test_scalars{i: 1, l: -2, f: 0.5, d: 1.5, s: "abc", n: -1, b: true, t: true}}
test_echoUnnamed_result{value: test_unnamed{arg1: 5, arg2: "s", arg3: 7}}
records
test_swap_result{value: test_point{x: 1, y: -2}}
test_echoPoints_result{value: test_points{bare: test_point{x: 1, y: 2}, also: test_point{x: 3, y: 4}, boxed: test_point{x: 5, y: 6}}}
test_page_result{value: vectorTotal__test_Point{total_count: 9, vector: [test_point{x: 1, y: 2}]}}
lists and dictionaries
test_list_result{value: [[5], []]}
test_tupleOf_result{value: [5, 6]}
test_echoDictionaries_result{value: test_dictionaries{a: ["k" => 1, 5 => 2], b: [-2 => "c"], c: [5 => test_shapeNone{}], d: []}}
Maybe is null or the value
test_maybe_result{value: null}
test_maybe_result{value: ["a"]}
flat types are their field
test_echoWrap_result{value: 5}
masks: what is not there keeps its default
test_echoMasked_result{value: test_masked{fields_mask: 0, a: null, b: null, c: false, d: false, e: null, f: null, g: null}}
test_echoMasked_result{value: test_masked{fields_mask: 31, a: 5, b: "q", c: true, d: true, e: null, f: 6, g: test_point{x: 1, y: 2}}}
test_echoMasked_result{value: test_masked{fields_mask: 16, a: null, b: null, c: false, d: false, e: null, f: null, g: null}}
test_echoMasked_result{value: test_masked{fields_mask: -2147483648, a: null, b: null, c: false, d: false, e: [4], f: null, g: null}}
test_echoPassesMask_result{value: test_passesMask{m: 3, inner: test_outerMask{id: 1, a: 2, b: true}, fixed: test_outerMask{id: 3, a: 4, b: true}}}
unions: by magic
test_echoShape_result{value: test_shapeNone{}}
test_echoShape_result{value: test_shapeCircle{radius: 1.5}}
test_echoShape_result{value: test_shapeGroup{members: [test_shapeNone{}, test_shapeCircle{radius: 0.0}]}}
test_echoColor_result{value: test_green{}}
test_echoEither_result{value: test_either{v: right__int__test_Shape{value: test_shapeNone{}}, p: pair__int__string{a: 1, b: "z"}}}
test_echoEither_result{value: test_either{v: left__int__test_Shape{value: 7}, p: pair__int__string{a: 1, b: ""}}}
repetitions
test_echoCountedRecords_result{value: test_countedRecords{n: 2, list: [test_countedRecords_arg2_item{x: 1, y: "a"}, test_countedRecords_arg2_item{x: 2, y: "b"}]}}
test_echoBodyWithMask_result{value: test_bodyWithMask{n: 2, list: [test_bodyWithMask_arg2_item{mask: 2, x: null, y: "b"}, test_bodyWithMask_arg2_item{mask: 1, x: 7, y: null}]}}
test_echoFixed_result{value: [test_point{x: 1, y: 2}, test_point{x: 3, y: 4}, test_point{x: 5, y: 6}]}
test_echoMatrix_result{value: test_matrix{rows: 1, columns: 2, cells: [[1, 2]]}}
generics
test_echoUseBoth_result{value: test_useBoth{k: 1, v: test_both__string__maybe_test_Point{first: ["a", "b"], second: [null, test_point{x: 1, y: 2}]}}}
test_echoTree_result{value: test_tree{value: 1, children: [test_tree{value: 2, children: []}]}}
test_echoChain_result{value: test_chain__int{flag: 1, head: 5, tail: test_chain__int{flag: 0, head: null, tail: null}}}
queries in queries: the inner `_result` is not wrapped again
test_echo_result{value: "x"}
test_echo_result{value: "x"}
test_forwardMany_result{value: [test_echo_result{value: "x"}, null]}
test_forwardMany_result{value: [test_noArguments_result{value: true}]}
test_forwardMany_result{value: []}
test_forwardTwo_result{value: pair__RpcFunctionReturnResult__RpcFunctionReturnResult{a: test_echo_result{value: "x"}, b: test_noArguments_result{value: true}}}
test_forwardAnswer_result{value: rpcResponseOk__RpcFunctionReturnResult{result: test_noArguments_result{value: true}}}
test_forwardAnswer_result{value: test_failure__RpcFunctionReturnResult{code: 5}}
an array asks for arrays
bool(true)
bad bytes
VkextTlException: vector: more elements announced than there are bytes (byte 12)
VkextTlException: 4 bytes left after the result
VkextTlException: a constructor that cannot stand here (byte 4)
