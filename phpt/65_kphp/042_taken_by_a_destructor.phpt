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

/** A fork that only its own Fiber keeps a Taker for, and that has been resumed to its end behind our back. */
function ended(): int
{
    $fiber = null;
    $taker = new Taker();
    $id = fork(function () use (&$fiber, $taker) {
        $fiber = Fiber::getCurrent();
        Fiber::suspend();
        return str_repeat('outcome ', 2);
    });
    $taker->fork = $id;
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
    echo '  ', json_encode(@$way($id)), "\n";
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
