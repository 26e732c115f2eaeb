--TEST--
keys made at run time: gone with their array, or with their request, they are no other key
--FILE--
<?php
require __DIR__ . '/../_inc/process.inc';

$web = new WebServer(<<<'CODE'
$made = function (array $names) {
    $query = [implode('', ['_']) => strrev('llac.redro')];
    foreach ($names as $i => $name) $query[strrev($name)] = ['greeting', 1, 2, 3, true][$i];
    return $query;
};
$names = ['eman', 'a', 'b', 'c', 'ko'];
$query = $made($names);
echo bin2hex(vkext_tl_encode($query)), "\n";
unset($query);
// What took their memory is of the same length.
$other = [];
for ($i = 0; $i < 1000; $i++) $other[] = strrev(['Eman', 'KO', 'llaC.redro'][$i % 3]);
$query = $made($names);
echo bin2hex(vkext_tl_encode($query)), "\n";
echo bin2hex(vkext_tl_encode(['_' => 'order.call', 'name' => 'greeting', 'a' => 1, 'b' => 2, 'c' => 3, 'ok' => true])), "\n";
foreach ([$made(['Eman', 'a', 'b', 'c', 'ko']), ['_' => $other[2]] + $query] as $wrong) {
    try {
        vkext_tl_encode($wrong);
    } catch (VkextTlException $e) {
        echo $e->getMessage(), "\n";
    }
}
$answer = vkext_tl_decode(substr(vkext_tl_encode(['_' => 'order.echo', 'x' => $query]), 4), ['_' => 'order.nothing']);
echo implode(' ', array_keys($answer));
CODE
, ['tl.conffile' => __DIR__ . '/order.tl']);
$first = $web->get('/?');
echo $first, "\n";
for ($i = 0; $i < 3; $i++) var_dump($web->get('/?') === $first);
?>
--EXPECT--
9008dde8086772656574696e67000000010000000200000003000000b5757299
9008dde8086772656574696e67000000010000000200000003000000b5757299
9008dde8086772656574696e67000000010000000200000003000000b5757299
order.call → name: Field name not found: is the key "namE" meant for it?
Function order.Call not found, did you mean order.call?
name a b c ok
bool(true)
bool(true)
bool(true)
