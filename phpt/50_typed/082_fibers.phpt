--TEST--
typed: fibers suspend while a query is stored and an answer is read, and end in another order
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';
$peer = peer_start(['rules' => [['when' => ['magic' => '8fbe289e'], 'do' => [['result' => 'd4b263aa{args}']]]]]);
$c = connect($peer);

// Each value is asked for, and the fiber waits before it says it.
class Slow {
  private $n;
  function __construct(int $n) { $this->n = $n; }
  function __get($name) {
    Fiber::suspend();
    return $this->n;
  }
}
eval('namespace VK\TL\test\Types; class test_point { private $seen = []; function __set($name, $value) { \Fiber::suspend(); $this->seen[$name] = $value; }
  function seen() { return $this->seen; } }');
$fibers = [];
foreach ([10, 20, 30] as $n) {
  $fibers[$n] = new Fiber(function () use ($c, $n) {
    return typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, fun('swap', ['p' => new Slow($n)])));
  });
}
foreach ($fibers as $fiber) $fiber->start();
// The one that began first goes on last, then the other way round.
for ($round = 0; $fibers; $round++) {
  foreach ($round % 2 ? $fibers : array_reverse($fibers, true) as $n => $fiber) {
    if (!$fiber->isTerminated()) $fiber->resume();
    if ($fiber->isTerminated()) {
      echo "$n: ", json_encode($fiber->getReturn()->result->value->seen()), "\n";
      unset($fibers[$n]);
    }
  }
}
$peer->check();
?>
--EXPECT--
10: {"x":10,"y":10}
20: {"x":20,"y":20}
30: {"x":30,"y":30}
