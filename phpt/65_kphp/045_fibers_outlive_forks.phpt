--TEST--
forks: a fiber that a fork began and that is suspended in its typedStore() goes on after the fork's end
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
vkext.kphp_runtime=1
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';
$peer = peer_start(['default' => [['result' => '{args}']]]);
$c = connect($peer);

final class Slow
{
    public $n;
    public function typedStore()
    {
        store_int(0x11223344);
        Fiber::suspend();
        store_int(5);
        return $this;
    }
    public function typedFetch()
    {
        Fiber::suspend();
        $this->n = fetch_int();
        return $this;
    }
}
$fibers = [];
$begin = function () use (&$fibers, $c) {
    $fiber = new Fiber(function () use ($c) {
        return typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, new Slow()));
    });
    $fiber->start();
    $fibers[] = $fiber;
    return 'ended';
};
echo wait(fork($begin)), "\n";
echo wait(fork($begin)), "\n";
for ($i = 0; $i < 20; $i++) {
    wait(fork(function () { return 1; }));
}
foreach ($fibers as $fiber) {
    while (!$fiber->isTerminated()) {
        $fiber->resume();
    }
    echo $fiber->getReturn()->result->n, "\n";
}
$peer->check();
?>
--EXPECT--
ended
ended
5
5
