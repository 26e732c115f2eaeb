--TEST--
errors: all four wire forms of an error, code and text untouched
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$cases = [
    ['A', -1000, 'syntax'], ['B', -2000, 'no such function'], ['C', -3000, 'timeout'], ['D', -4000, 'unknown'],
    ['A', 0, 'code 0'], ['B', 0, 'code 0'], ['C', 0, ''], ['D', 0, ''],
    ['A', 503, 'positive'], ['B', 2147483647, 'largest'], ['C', -2147483648, 'smallest'], ['D', -4102, 'our own code'],
    ['A', -5, str_repeat('long ', 200)], ['B', -5, str_repeat("text\t", 20000)], ['C', -5, "quote ' and \\ and ü"],
        ['D', -5, 'x'],
];
$rules = [];
foreach ($cases as $i => [$form, $code, $text]) {
    $rules[] = on(['total' => $i + 1], ['error' => $form, 'code' => $code, 'text' => $text]);
}
$peer = peer_with(...$rules);
$c = connect($peer);
foreach ($cases as $i => [$form, $code, $text]) {
    $answer = rpc_tl_query_result_one(rpc_tl_query_one($c, ask_query($i)));
    $keys = array_keys($answer);
    if (($answer['__error_code'] ?? null) !== $code || ($answer['__error'] ?? null) !== $text) {
        echo "form $form, code $code: ", substr(var_export($answer, true), 0, 300), "\n";
    }
    $plain = $keys === ['__error', '__error_code'];
    // A reqError inside the result keeps its own keys as well.
    if (!$plain && !($form === 'D' && !array_diff(['__error', '__error_code', 'error_code', 'error', '_'], $keys))) {
        echo "form $form: keys ", implode(' ', $keys), "\n";
    }
}
expect_recovery('after the errors', $c);
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
1 connection
