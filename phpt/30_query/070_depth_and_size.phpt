--TEST--
query: how deep and how long a value may be, both ways
--INI--
tl.conffile={PWD}/query.tl
memory_limit=1G
--FILE--
<?php
// rows: api-5.8.0 decision-34 decision-46 failure-W23 failure-P15 failure-P17
require __DIR__ . '/../_inc/query.inc';

function tree(int $levels): array
{
    $tree = ['value' => 0, 'children' => []];
    while (--$levels > 0) {
        $tree = ['value' => 0, 'children' => [$tree]];
    }
    return $tree;
}
/** The deepest that $stores says yes to. */
function deepest(callable $stores, int $high = 5000): int
{
    $low = 1;
    while ($low < $high) {
        $middle = intdiv($low + $high + 1, 2);
        if ($stores($middle)) {
            $low = $middle;
        } else {
            $high = $middle - 1;
        }
    }
    return $low;
}
$kinds = [
    'a tree' => [
        function (int $n) { return ['_' => 'q.getTree', 'x' => tree($n)]; },
        function (int $n) { return '18000040' . str_repeat('0000000001000000', $n - 1) . '0000000000000000'; },
        ['_' => 'q.getTree', 'x' => ['value' => 0, 'children' => []]]],
    'a tree of Maybe' => [
        function (int $n) {
            $v = ['value' => 0, 'next' => ['resultFalse']];
            while (--$n > 0) $v = ['value' => 0, 'next' => ['resultTrue', $v]];
            return ['_' => 'q.getMaybeTree', 'x' => $v];
        },
        function (int $n) { return '1900004000000000' . str_repeat('f88e9c3f1900004000000000', $n - 1) . '7b0a9327'; },
        ['_' => 'q.getMaybeTree', 'x' => ['value' => 0, 'next' => ['resultFalse']]]],
    'a union' => [
        function (int $n) {
            $v = ['q.none'];
            while (--$n > 0) $v = ['_' => 'q.group', 'shapes' => [$v]];
            return ['_' => 'q.shape', 'x' => $v];
        },
        function (int $n) { return str_repeat('0400004001000000', $n - 1) . '01000040'; },
        ['_' => 'q.shape', 'x' => ['q.none']]],
    'queries in queries' => [
        function (int $n) {
            $v = ['_' => 'q.noArguments'];
            while (--$n > 0) $v = ['_' => 'q.maybeForward', 'query' => $v];
            return $v;
        }, null, null],
];
foreach (['256', '16', '1024'] as $limit) {
    ini_set('vkext.max_depth', $limit);
    echo "limit $limit\n";
    foreach ($kinds as $name => [$make, $bytes, $query]) {
        $stored = deepest(function (int $n) use ($make) {
            try {
                return vkext_tl_encode($make($n)) !== '';
            } catch (VkextTlException $e) {
                return false;
            }
        });
        $fetched = $bytes ? deepest(function (int $n) use ($bytes, $query) {
            try {
                return vkext_tl_decode(hex2bin($bytes($n)), $query) !== null;
            } catch (VkextTlException $e) {
                return false;
            }
        }) : 'not tried';
        echo "  $name: stored $stored, fetched $fetched\n";
    }
}
ini_set('vkext.max_depth', '256');
// PHP frees nested arrays by recursion: a PHP built without optimisation has stack for some 20,000 of them.
echo substr(encoded(['_' => 'q.getTree', 'x' => tree(5000)]), 0, 120), "…\n";
echo substr(decoded('18000040' . str_repeat('0000000001000000', 100000), $kinds['a tree'][2]), 0, 120), "…\n";
echo substr(encoded($kinds['queries in queries'][0](5000)), 0, 120), "…\n";

echo "strings\n";
foreach ([0, 1, 253, 254, 255, 256, 65536, 16777215, 16777216, 20000000] as $length) {
    try {
        $bytes = vkext_tl_encode(['_' => 'q.string', 'x' => str_repeat('x', $length)]);
        $same = substr($bytes, 4 + ($length < 254 ? 1 : 4), $length) === str_repeat('x', $length);
        $back = strlen(vkext_tl_decode("\x24\x6e\x28\xb5" . substr($bytes, 4), ['_' => 'q.string', 'x' => '']));
        echo "  $length: ", strlen($bytes), ' ', bin2hex(substr($bytes, 4, 4)), $same ? '' : ' other bytes', " $back\n";
    } catch (VkextTlException $e) {
        echo "  $length: ", $e->getMessage(), "\n";
    }
}
echo '  as a key: ', encoded(['_' => 'q.dictionary', 'x' => [str_repeat('k', 16777216) => 1]]), "\n";
echo '  in a list: ', encoded(['_' => 'q.strings', 'x' => ['a', str_repeat('k', 16777216)]]), "\n";

echo "a packet\n";
$peer = seven_peer();
$c = patient($peer);
foreach ([16777215 - 36 - 4, 16777215] as $length) {
    echo "  $length: ", preg_replace('/127.0.0.1:\d+/', 'HOST', tried($c, ['_' => 'q.string', 'x' => str_repeat('x',
        $length)])), "\n";
}
echo '  two of 9 MB: ', preg_replace('/127.0.0.1:\d+/', 'HOST', tried($c, ['_' => 'q.strings', 'x' => [str_repeat('x',
    9000000), str_repeat('y', 9000000)]])), "\n";
echo '  the next: ', tried($c, ['_' => 'q.int', 'x' => 1]), "\n";
$peer->check();
?>
--EXPECT--
limit 256
  a tree: stored 128, fetched 128
  a tree of Maybe: stored 128, fetched 128
  a union: stored 128, fetched 128
  queries in queries: stored 16, fetched not tried
limit 16
  a tree: stored 8, fetched 8
  a tree of Maybe: stored 8, fetched 8
  a union: stored 8, fetched 8
  queries in queries: stored 9, fetched not tried
limit 1024
  a tree: stored 512, fetched 512
  a tree of Maybe: stored 512, fetched 512
  a union: stored 512, fetched 512
  queries in queries: stored 16, fetched not tried
VkextTlException 0 q.getTree → x.children[0].children[0].children[0].children[0].children[0].children[0].children[0].c…
VkextTlException 0 children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0].child…
VkextTlException 0 q.maybeForward → query: q.maybeForward → query: q.maybeForward → query: q.maybeForward → quer…
strings
  0: 8 00000000 0
  1: 8 01780000 1
  253: 260 fd787878 253
  254: 264 fefe0000 254
  255: 264 feff0000 255
  256: 264 fe000100 256
  65536: 65544 fe000001 65536
  16777215: 16777224 feffffff 16777215
  16777216: q.string → x: a string longer than 16777215 bytes
  20000000: q.string → x: a string longer than 16777215 bytes
  as a key: VkextTlException 0 q.dictionary → x["kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…"]: a key longer than 16 MiB
  in a list: VkextTlException 0 q.strings → x[1]: a string longer than 16777215 bytes
a packet
  16777175: sent
  16777215: false | -3011 the request is larger than a packet can be (16777215 bytes)
  two of 9 MB: false | -3011 the request is larger than a packet can be (16777215 bytes)
  the next: sent
