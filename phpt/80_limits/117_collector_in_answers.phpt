--TEST--
limits: an answer that replaces its own entries does not set off the collector of cycles, which runs destructors
--INI--
tl.conffile={PWD}/values.tl
--FILE--
<?php
require __DIR__ . '/../_inc/query.inc';

// "a" => ["x" => 5], and again "a" => ["x" => 6]; the same under the number 1.
$inner = ['0100000001780000' . '05000000', '0100000001780000' . '06000000'];
$peer = peer_start(['rules' => [
    ['when' => ['magic' => 'fb000012'], 'do' => [['result' => '8f614c1f02000000' . '01610000' . $inner[0] . '01610000' . $inner[1]]]],
    ['when' => ['magic' => 'fb000013'], 'do' => [['result' => '42fcba0702000000' . '01000000' . $inner[0] . '01000000' . $inner[1]]]],
]]);
$c = patient($peer);

final class Garbage
{
    public $self;
    public static $run = 0;
    public function __construct()
    {
        $this->self = $this;
    }
    public function __destruct()
    {
        self::$run++;
    }
}
foreach (['v.nested', 'v.numbered'] as $name) {
    $id = rpc_tl_query_one($c, ['_' => $name, 'n' => 1]);
    rpc_queue_next(rpc_queue_create($id), 60.0);  // it is there
    gc_collect_cycles();
    // One root more, and the collector runs.
    while (gc_status()['roots'] < gc_status()['threshold'] - 1) {
        new Garbage();
    }
    Garbage::$run = 0;
    $answer = rpc_tl_query_result_one($id);
    echo json_encode($answer['result']), ' ', Garbage::$run ? 'destructors ran' : 'nothing ran', "\n";
}
gc_collect_cycles();
$peer->check();
?>
--EXPECT--
{"a":{"x":6}} nothing ran
{"1":{"x":6}} nothing ran
