--TEST--
vkext.strict=kphp: what KPHP would do otherwise is told
--INI--
tl.conffile={PWD}/strict.tl
--FILE--
<?php
// rows: api-12.5 api-12.15
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = peer_start(['default' => [['result' => 'da9b50a801000000']]]);
$c = connect($peer);
eval('namespace VK\TL\strict\Types; class strict_point { public $x = 1; public $y = 2; } class strict_other { public $x = 1; public $y = 2; }
  namespace VK\TL\strict\Functions; class strict_put { public $p; }');
$typed = function ($p) { $query = new VK\TL\strict\Functions\strict_put(); $query->p = $p; return $query; };

$cases = [
    'by name' => ['_' => 'strict.ints', 'n' => 1, 'list' => [1, 2], 'pair' => [3, 4]],
    'by index' => ['strict.ints', 1, [1, 2], [3, 4]],
    'both' => ['_' => 'strict.ints', 1 => 5, 'n' => 1, 'list' => [1], 3 => [8, 9], 'pair' => [3, 4]],
    // Once what was found by name led to a walk over what follows, without an end.
    'both, behind the others' => ['_' => 'strict.ints', 'n' => 1, 'list' => [1], 'pair' => [3, 4], 2 => [7]],
    'the last one misses' => ['_' => 'strict.ints', 'n' => 1, 'list' => [1]],
    'int too large' => ['_' => 'strict.ints', 'n' => 4294967296, 'list' => [1, -2147483649], 'pair' => [3, 4]],
    'int that fits' => ['_' => 'strict.ints', 'n' => 4294967295, 'list' => [-2147483648], 'pair' => [3, 4]],
    'tuple too long' => ['_' => 'strict.ints', 'n' => 1, 'list' => [], 'pair' => [3, 4, 5]],
    'null' => ['_' => 'strict.ints', 'n' => null, 'list' => [], 'pair' => [3, 4]],
    'no constructor' => ['_' => 'strict.pick', 'u' => ['a' => 1]],
    'constructor' => ['_' => 'strict.pick', 'u' => ['_' => 'strict.first', 'a' => 1]],
    'array in typed' => $typed(['x' => 1, 'y' => 2]),
    'class' => $typed(new VK\TL\strict\Types\strict_point()),
    'other class' => $typed(new VK\TL\strict\Types\strict_other()),
    'no class of TL' => $typed((object)['x' => 1, 'y' => 2]),
];
function both(callable $do): void
{
    ini_set('vkext.strict', '');
    $usual = told($do);
    ini_set('vkext.strict', 'kphp');
    $strict = told($do);
    echo strpos($strict, $usual) === 0 ? "$usual  " . (string)substr($strict, strlen($usual)) : "$usual  >> $strict", "\n";
}
foreach ($cases as $name => $query) {
    echo "$name: ";
    both(function () use ($c, $query) {
        return rpc_tl_query_one($c, $query) > 0;
    });
}
echo "-- fetching\n";
foreach (['fetch_int', 'fetch_string', 'fetch_lookup_int'] as $function) {
    both(function () use ($function) { rpc_parse(''); return $function(); });
}
both(function () { rpc_parse('abcd'); return fetch_end(); });
echo "-- times\n";
$query = $cases['by name'];
foreach ([-1.0, 0.5, 0.0, -3.0] as $timeout) {
    both(function () use ($c, $query, $timeout) { return rpc_tl_query_one($c, $query, $timeout) > 0; });
}
both(function () use ($c, $query) { return count(rpc_tl_query($c, [$query], 0)); });
both(function () use ($c) { store_int(0x11); return rpc_send($c, 0.0) > 0; });
both(function () use ($c, $query) { return rpc_tl_query_result_one(rpc_tl_query_one($c, $query), 5.0)['result']; });
both(function () use ($c, $query) { return count(rpc_tl_query_result(rpc_tl_query($c, [$query]), 5.0)); });
both(function () use ($c, $query) { return count(rpc_tl_query_result(rpc_tl_query($c, [$query]))); });
echo "-- what these return is void or something else in KPHP: callers look at none of it\n";
echo value(rpc_clean()), ' ', value(rpc_flush()), ' ', value(rpc_queue_push(rpc_queue_create(), [])), "\n";
$peer->check();
?>
--EXPECT--
by name: true  
by index: true  
both: true   | W rpc_tl_query_one(): Field "n" is given by name and under 1: KPHP takes the one under 1 | W rpc_tl_query_one(): Field "pair" is given by name and under 3: KPHP takes the one under 3
both, behind the others: true   | W rpc_tl_query_one(): Field "list" is given by name and under 2: KPHP takes the one under 2
the last one misses: false  
int too large: true   | W rpc_tl_query_one(): Value 4294967296 of field "n" does not fit in int and was cut | W rpc_tl_query_one(): Value -2147483649 does not fit in int and was cut
int that fits: true  
tuple too long: true   | W rpc_tl_query_one(): 3 elements in field "pair": only the first 2 are stored
null: true | W rpc_tl_query_one(): Null found instead of field "n". This will cause error in kPHP.  
no constructor: true | W rpc_tl_query_one(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type strict.Union; the first one that fits was taken  
constructor: true  
array in typed: true  
class: true  
other class: true   | W rpc_tl_query_one(): An object of another class than that of strict.point is stored as one: KPHP refuses this
no class of TL: true   | W rpc_tl_query_one(): An object of another class than that of strict.point is stored as one: KPHP refuses this
-- fetching
false | W fetch_int(): Can not fetch int from inbuf  ; KPHP throws an exception here
false | W fetch_string(): Can not fetch string from inbuf  ; KPHP throws an exception here
false | W fetch_lookup_int(): Can not fetch int from inbuf  ; KPHP throws an exception here
false | W fetch_end(): Ending fetch from non-empty buffer  ; KPHP throws an exception here
-- times
true  
true  
true   | W rpc_tl_query_one(): a timeout of 0 means the default: the extension of KPHP would not wait at all
true   | W rpc_tl_query_one(): a timeout of -3 means the default: the extension of KPHP would not wait at all
1   | W rpc_tl_query(): a timeout of 0 means the default: the extension of KPHP would not wait at all
true   | W rpc_send(): a timeout of 0 means the default: the extension of KPHP would not wait at all
1   | W rpc_tl_query_result_one(): KPHP knows no timeout of results, only of queries
1   | W rpc_tl_query_result(): KPHP knows no timeout of results, only of queries
1  
-- what these return is void or something else in KPHP: callers look at none of it
null true true
