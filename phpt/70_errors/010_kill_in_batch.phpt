--TEST--
errors: the server dies in the middle of a batch
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

// Four of ten are answered, then the process ends. What was sent fails at once; nothing waits for its deadline.
$port = free_port();  // held until the end, so that nobody else has it in between
$peer = peer_start(['rules' => [on(['n' => [1, 4]], GOOD), on(['n' => 10], ['stop' => true])],
    'default' => []], $port);
$c = connect($peer);
$watch = new Stopwatch();
$ids = rpc_tl_query($c, array_map('ask_query', range(0, 9)));
$answers = array_map('shown', rpc_tl_query_result($ids));
$watch->expect_sooner('the batch', 20.0);
foreach ($answers as $n => $answer) {
    if ($n < 4 ? $answer !== $n : code_of($answer) !== '-4104') {
        echo "entry $n: ", var_export($answer, true), "\n";
    }
}
echo count($answers), ' answers, pending: ', rpc_tl_pending_queries_count(), "\n";

// Nobody listens: every query fails at once, one way or the other.
$watch = new Stopwatch();
for ($i = 0; $i < 3; $i++) {
    expect_code('while the server is down', ask($c), -102, -4104);
}
$watch->expect_sooner('while the server is down', 20.0);

// It is back on the same port: the next query works when the pause is over.
$peer->stop();
$peer = peer_start(['default' => [GOOD]], $port);
expect_recovery('after the restart', $c, 20.0);
$peer->check();
echo "done\n";
?>
--EXPECT--
10 answers, pending: 0
done
