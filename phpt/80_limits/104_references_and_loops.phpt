--TEST--
limits: references, values that contain themselves, and depth: refused with a path, never changed
--SKIPIF--
<?php if (getenv('VKEXT_VALGRIND') !== false) die('skip loops of objects are left to the heap that valgrind replaces'); ?>
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
memory_limit=512M
--FILE--
<?php
function stored($query): string
{
    try {
        return bin2hex(vkext_tl_encode($query));
    } catch (VkextTlException $e) {
        return preg_replace('/(\.children\[0\])+/', '….children[0]', $e->getMessage());
    }
}

echo "references\n";
$x = 5;
$point = ['x' => &$x, 'y' => 6];
$query = ['_' => 'test.swap', 'p' => &$point];
echo stored($query), "\n";
$x = 7;
echo stored($query), ' ', json_encode($query), "\n";

echo "a list in itself\n";
$tree = ['_' => 'test.tree', 'value' => 1, 'children' => []];
$tree['children'][] = &$tree;
for ($i = 0; $i < 2; $i++) {
    echo stored(['_' => 'test.echoTree', 'value' => $tree]), "\n";
}
echo json_encode($tree) === false ? json_last_error_msg() : 'no', "\n";

echo "an object in itself\n";
$object = new stdClass();
$object->value = 1;
$object->children = [$object];
echo stored(['_' => 'test.echoTree', 'value' => $object]), "\n";

echo "depth, both ways\n";
function nest(int $depth): array
{
    $tree = ['_' => 'test.tree', 'value' => 1, 'children' => []];
    while (--$depth > 0) {
        $tree = ['_' => 'test.tree', 'value' => 1, 'children' => [$tree]];
    }
    return $tree;
}
$limits = function (int $max) {
    ini_set('vkext.max_depth', (string)$max);
    $good = 0;
    for ($depth = 1; $depth <= 2 * $max; $depth++) {
        if (strlen(stored(['_' => 'test.echoTree', 'value' => nest($depth)])) && strpos(stored(['_' => 'test.echoTree',
            'value' => nest($depth)]), 'deep') === false) {
            $good = $depth;
        } else {
            break;
        }
    }
    return $good;
};
foreach ([16, 64, 1024] as $max) {
    $depth = $limits($max);
    echo $max, ': ', $depth > $max / 4 && $depth <= $max ? 'about as deep' : "only $depth", "\n";
}

echo "a hundred thousand levels\n";
$deep = [];
for ($i = 0; $i < 100000; $i++) {
    $deep = ['value' => 1, 'children' => [$deep]];
}
echo stored(['_' => 'test.echoTree', 'value' => $deep]), "\n";
while ($deep) {
    $deep = $deep['children'][0];  // PHP itself cannot free this in one go
}
$bytes = hex2bin('01000000' . '01000000');
try {
    vkext_tl_decode("\x2e\x24\xc2\x66" . str_repeat($bytes, 1000000), ['_' => 'test.echoTree', 'value' => nest(1)]);
} catch (VkextTlException $e) {
    echo strpos($e->getMessage(), 'too deep') !== false ? "too deep\n" : substr($e->getMessage(), 0, 100) . "\n";
}

echo "on the small stack of a fiber\n";
ini_set('vkext.max_depth', '1024');
$work = function () use ($bytes) {
    $deepest = stored(['_' => 'test.echoTree', 'value' => nest(500)]);
    try {
        vkext_tl_decode("\x2e\x24\xc2\x66" . str_repeat($bytes, 100000), ['_' => 'test.echoTree', 'value' => nest(1)]);
    } catch (VkextTlException $e) {
    }
    return strlen($deepest) > 1000 || strpos($deepest, 'deep') ? 'done' : $deepest;
};
if (PHP_VERSION_ID >= 80100) {
    $fiber = new Fiber($work);
    $fiber->start();
    echo $fiber->getReturn(), "\n";
} else {
    echo $work(), "\n";
}
?>
--EXPECTF--
references
9e28be8f0500000006000000
9e28be8f0700000006000000 {"_":"test.swap","p":{"x":7,"y":6}}
a list in itself
test.echoTree → value….children[0]%S: nested too deep
test.echoTree → value….children[0]%S: nested too deep
%s
an object in itself
test.echoTree → value….children[0]%S: nested too deep
depth, both ways
16: about as deep
64: about as deep
1024: about as deep
a hundred thousand levels
test.echoTree → value….children[0]%S: nested too deep
too deep
on the small stack of a fiber
done
