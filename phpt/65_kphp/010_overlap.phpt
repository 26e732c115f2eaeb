--TEST--
forks: a hundred of them wait for answers at the same time, on one connection
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.kphp_runtime=1
vkext.ping_timeout=60
--FILE--
<?php
// rows: api-12.13
require __DIR__ . '/../_inc/fault.inc';

const FORKS = 100;

function ask_in_fork($c, int $n)
{
    return shown(rpc_tl_query_result_one(rpc_tl_query_one($c, ask_query($n))));
}

// Nothing is answered before the last of them has asked, and then the last comes first.
$answers = [];
for ($n = FORKS; $n > 0; $n--) {
    $answers[] = ['result' => 'da9b50a8' . bin2hex(pack('V', $n * 10)), 'to' => $n];
}
$peer = peer_start(['rules' => [
    ['when' => ['n' => FORKS], 'do' => $answers],
    ['when' => ['n' => [1, FORKS - 1]], 'do' => []],
], 'default' => [['delay' => 0.05], GOOD]]);
$c = connect($peer);
$forks = [];
for ($n = 1; $n <= FORKS; $n++) {
    $forks["fork $n"] = fork(ask_in_fork($c, $n));
}
$results = wait_multi($forks);
echo count($results), ' ', $results['fork 1'], ' ', $results['fork 57'], ' ', array_sum($results), ' ', array_key_first($results), "\n";

// That they overlap is proven above, without a clock: a busy machine may take longer than one after the other would.
$watch = new Stopwatch();
$forks = [];
for ($n = 1; $n <= FORKS; $n++) {
    $forks[] = fork(ask_in_fork($c, $n));
}
echo array_sum(wait_multi($forks)), "\n";
$took = $watch->seconds();
if ($took < 0.05) {
    echo "early: $took\n";
}

// They go on while the script waits for something else.
$done = [];
$steps = function (string $name) use ($c, &$done) {
    for ($i = 1; $i <= 3; $i++) {
        ask_in_fork($c, $i);
        $done[] = "$name$i";
    }
    return $name;
};
$a = fork($steps, 'a');
$b = fork($steps, 'b');
sched_yield_sleep(0.01);
while (count($done) < 6) {
    ask_in_fork($c, 0);
}
sort($done);
echo implode(' ', $done), ' ', wait($b), wait($a), "\n";
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
100 10 570 50500 fork 1
5050
a1 a2 a3 b1 b2 b3 ba
1 connection
