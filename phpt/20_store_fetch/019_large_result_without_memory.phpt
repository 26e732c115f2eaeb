--TEST--
vkext_tl_encode: memory_limit ends a request in the middle of a large result; the next ones are right
--FILE--
<?php
require __DIR__ . '/../_inc/process.inc';

$web = new WebServer(<<<'CODE'
$check = function (): void {
    $made = vkext_tl_encode(['_' => 'order.strings', 'x' => [str_repeat('x', 100000), 'abc']]);
    echo strlen($made), ' ', md5($made), "\n";
};
if (isset($_GET['limit'])) {
    ini_set('memory_limit', $_GET['limit']);
    register_shutdown_function(function () use ($check) {
        ini_set('memory_limit', '64M');
        $check();
    });
    $s = str_repeat('x', 1 << 20);
    vkext_tl_encode(['_' => 'order.strings', 'x' => [$s, $s, $s, $s]]);
}
$check();
CODE
, ['tl.conffile' => __DIR__ . '/order.tl']);
for ($i = 0; $i < 3; $i++) {
    echo preg_match('/Allowed memory size .*/s', $web->get('/?limit=5M'), $found)
        ? substr($found[0], 0, 19) . strstr($found[0], "\n1") : 'no error', "\n";
    echo $web->get('/'), "\n";
}
?>
--EXPECT--
Allowed memory size
100020 cb54efb1c9e4cf2a1048ebf80a3de31c
100020 cb54efb1c9e4cf2a1048ebf80a3de31c
Allowed memory size
100020 cb54efb1c9e4cf2a1048ebf80a3de31c
100020 cb54efb1c9e4cf2a1048ebf80a3de31c
Allowed memory size
100020 cb54efb1c9e4cf2a1048ebf80a3de31c
100020 cb54efb1c9e4cf2a1048ebf80a3de31c
