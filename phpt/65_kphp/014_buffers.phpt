--TEST--
forks: each stores and fetches for itself, whatever waits in the middle
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

$peer = echo_peer();
$c = connect($peer);
// By hand, a turn for the others between any two steps.
$by_hand = function (int $n) use ($c) {
    rpc_clean();
    store_int(0x0ec40001);
    for ($i = 0; $i < 3; $i++) {
        sched_yield();
        store_int($n * 10 + $i);
    }
    sched_yield();
    $id = rpc_send($c);
    rpc_get_and_parse($id);
    $got = [];
    while (!fetch_eof()) {
        sched_yield();
        $got[] = fetch_int();
    }
    return implode(' ', $got);
};
store_int(0x0ec40001);
store_int(77);
rpc_parse(pack('V', 99));
$forks = array_map(function ($n) use ($by_hand) { return fork($by_hand, $n); }, [1, 2, 3]);
echo implode(', ', wait_multi($forks)), "\n";
// What the script had begun is still there.
echo fetch_int(), ' ', bin2hex(rpc_get(rpc_send($c))), "\n";

// Queries that store themselves and fetch their answers, and wait in the middle of it.
class Own
{
    private $n;
    function __construct(int $n) { $this->n = $n; }
    function typedStore()
    {
        global $c, $by_hand;
        store_int(0x0ec40001);
        sched_yield();
        store_int($this->n);
        if ($this->n === 5) {
            echo 'inside: ', wait(fork($by_hand, 9)), "\n";
        }
        sched_yield_sleep(0.01);
        store_int($this->n + 1);
        return $this;
    }
    function typedFetch()
    {
        $sum = fetch_int();
        sched_yield();
        $sum += fetch_int();
        $result = new stdClass();
        $result->sum = $sum;
        return $result;
    }
}
eval('namespace VK\TL\_common\Types; class rpcResponseOk { public $result; } class rpcResponseError { public $error_code = 0; public $error = ""; }');
$own = function (int $n) use ($c) { return rpc_tl_query_result_one(rpc_tl_query_one($c, new Own($n)))->result->sum; };
echo implode(' ', wait_multi(array_map(function ($n) use ($own) { return fork($own, $n); }, [3, 4, 5, 6]))), "\n";
$peer->check();
?>
--EXPECT--
10 11 12, 20 21 22, 30 31 32
99 4d000000
inside: 90 91 92
7 9 11 13
