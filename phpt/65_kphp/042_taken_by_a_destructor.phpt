--TEST--
forks: a script ends a fork by itself, and a destructor waits for the fork before the script does
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
vkext.kphp_runtime=1
--FILE--
<?php
final class Taker
{
    public $fork;
    public function __destruct()
    {
        echo '  destroyed: ', json_encode(wait($this->fork)), "\n";
    }
}

/** A fork that has been resumed to its end behind our back, and whose Fiber takes a Taker along when it goes. */
function ended(): int
{
    static $takers;
    $takers = $takers ?? new WeakMap();
    $fiber = null;
    $id = fork(function () use (&$fiber) {
        $fiber = Fiber::getCurrent();
        Fiber::suspend();
        return str_repeat('outcome ', 2);
    });
    $takers[$fiber] = new Taker();
    $takers[$fiber]->fork = $id;
    $fiber->resume();
    $fiber = null;
    return $id;
}

foreach ([
    'wait' => function (int $id) { return wait($id); },
    'wait_multi' => function (int $id) { return wait_multi([$id]); },
    'a queue' => function (int $id) {
        $queue = wait_queue_create([$id]);
        return [wait_queue_empty($queue), wait_queue_next($queue, 0.0)];
    },
] as $what => $way) {
    echo "$what\n";
    $id = ended();
    $result = @$way($id);
    echo '  ', json_encode($result), "\n";
    echo '  again: ', json_encode(@wait($id)), "\n";
}
?>
--EXPECT--
wait
  destroyed: "outcome outcome "
  null
  again: null
wait_multi
  destroyed: "outcome outcome "
  [null]
  again: null
a queue
  destroyed: "outcome outcome "
  [true,false]
  again: null
