--TEST--
errors: answers in any order, keys in the script's order
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$back = [];
for ($n = 50; $n >= 1; $n--) {
    $back[] = ['result' => 'da9b50a8{args}', 'to' => $n];
}
$peer = peer_with(on(['n' => [1, 49]]), on(['n' => 50], ...$back));
$c = connect($peer);
$queries = [];
for ($n = 1; $n <= 50; $n++) {
    $queries["key$n"] = ask_query($n);
}
$ids = rpc_tl_query($c, $queries);
$answers = rpc_tl_query_result($ids);
$right = array_keys($answers) === array_keys($queries);
foreach ($answers as $key => $answer) {
    $right = $right && $key === 'key' . $answer['result'];
}
var_dump($right);

// Taken one by one, the last first, while the others arrive in the background.
$ids = rpc_tl_query($c, $queries);
$right = true;
foreach (array_reverse($ids, true) as $key => $id) {
    $right = $right && $key === 'key' . outcome($id);
}
var_dump($right);
$peer->check();
?>
--EXPECT--
bool(true)
bool(true)
