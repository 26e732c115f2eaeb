--TEST--
limits: lazy objects are stored, and initialised once; properties that only their class may set are set
--SKIPIF--
<?php if (PHP_VERSION_ID < 80400) echo 'skip lazy objects and asymmetric visibility came with PHP 8.4'; ?>
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/typed_classes.inc';
$class = new ReflectionClass(get_class(type('point')));
$made = 0;
$ghost = $class->newLazyGhost(function ($point) use (&$made) {
    $made++;
    $point->x = 3;
    $point->y = 4;
});
$proxy = $class->newLazyProxy(function () use (&$made) {
    $made++;
    return type('point', ['x' => 5, 'y' => 6]);
});
foreach ([$ghost, $proxy] as $lazy) {
    echo stored(fun('swap', ['p' => $lazy])), ' ', stored(['_' => 'test.swap', 'p' => $lazy]), ' ', $made, "\n";
}
$broken = $class->newLazyGhost(function () {
    throw new LogicException('cannot be made');
});
echo stored(fun('swap', ['p' => $broken])), "\n";

eval('namespace VK\TL\test\Types; class test_tree { public private(set) int $value = 0; public protected(set) array $children = []; }');
echo fetched('2e24c2660700000000000000', fun('echoTree', ['value' => type('tree')])), "\n";
?>
--EXPECT--
9e28be8f0300000004000000 9e28be8f0300000004000000 1
9e28be8f0500000006000000 9e28be8f0500000006000000 2
LogicException: cannot be made
test_echoTree_result{value: test_tree{value: 7, children: []}}
