--TEST--
typed: fibers that suspend in typedStore() and typedFetch() keep their bytes apart, and from the script's own
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';
// Answers with the two numbers of the request.
$peer = peer_start(['default' => [['result' => '{args}']]]);
$c = connect($peer);

final class Pair
{
    public $a, $b;
    public function __construct(int $a, int $b)
    {
        [$this->a, $this->b] = [$a, $b];
    }
    public function typedStore()
    {
        store_int(0x11223344);
        store_int($this->a);
        Fiber::suspend();
        // A fiber inside of the method stores where the method does.
        (new Fiber(function () { store_int($this->b); }))->start();
        return $this;
    }
    public function typedFetch()
    {
        $seen = new self(fetch_int(), 0);
        Fiber::suspend();
        $seen->b = fetch_int();
        if (!fetch_eof()) {
            echo "bytes are left\n";
        }
        return $seen;
    }
}
$fibers = [];
foreach ([1, 2, 3] as $n) {
    $fibers[$n] = new Fiber(function () use ($c, $n) {
        $answer = typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, new Pair($n, $n * 10)));
        return $answer instanceof VK\TL\_common\Types\rpcResponseOk ? [$answer->result->a, $answer->result->b] : $answer;
    });
    $fibers[$n]->start();
}
for ($round = 0; $fibers; $round++) {
    // The script has buffers of its own meanwhile.
    rpc_clean();
    store_int(7);
    rpc_parse("\x05\0\0\0");
    foreach ($round % 2 ? $fibers : array_reverse($fibers, true) as $n => $fiber) {
        $fiber->resume();
        if ($fiber->isTerminated()) {
            echo "$n: ", json_encode($fiber->getReturn()), "\n";
            unset($fibers[$n]);
        }
    }
    if (fetch_int() !== 5 || !fetch_eof()) {
        echo "the script reads something else\n";
    }
    // A warning, as always in the script; in a typedFetch() it would be an exception.
    $warned = '';
    set_error_handler(function ($level, $text) use (&$warned) { $warned = $text; return true; });
    fetch_int();
    restore_error_handler();
    echo $warned === 'fetch_int(): Can not fetch int from inbuf' ? '' : "not warned: $warned\n";
}
echo 'own bytes: ', json_encode(rpc_get(rpc_send($c))), "\n";
$peer->check();
?>
--EXPECT--
1: [1,10]
2: [2,20]
3: [3,30]
own bytes: ""
