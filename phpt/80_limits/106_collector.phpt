--TEST--
limits: the cycle collector runs in the middle of storing and reading, with ten thousand roots
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/typed_classes.inc';

function roots(int $n): void
{
    for ($i = 0; $i < $n; $i++) {
        $a = new stdClass();
        $a->self = $a;
    }
}
eval('namespace VK\TL\test\Types; class test_point { public $seen = []; function __set($name, $value) {
    \roots(10100); \gc_collect_cycles(); $this->seen[$name] = [$value, $this]; } }');
class Asked
{
    function __get($name)
    {
        roots(10100);
        gc_collect_cycles();
        return 3;
    }
}
gc_enable();
$before = 0;
for ($i = 0; $i < 4; $i++) {
    $bytes = vkext_tl_encode(fun('swap', ['p' => new Asked()]));
    echo bin2hex($bytes), ' ';
    $answer = vkext_tl_decode(hex2bin('d4b263aa') . substr($bytes, 4), fun('swap', ['p' => [1 => 1, 2 => 2]]));
    echo $answer->value->seen['x'][0], $answer->value->seen['y'][0], "\n";
    unset($answer);
    gc_collect_cycles();
    if ($i === 1) {
        $before = memory_get_usage();
    }
}
var_dump(memory_get_usage() - $before < 4096);
?>
--EXPECT--
9e28be8f0300000003000000 33
9e28be8f0300000003000000 33
9e28be8f0300000003000000 33
9e28be8f0300000003000000 33
bool(true)
