--TEST--
limits: values that nest, on Fibers' stacks of any size: as deep as fits, then an error
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/process.inc';
// A record of as many numbers as one may have: nothing of ours takes more of the stack.
$numbers = '';
for ($i = 1; $i <= 199; $i++) {
    $numbers .= "n$i:# f$i:n$i.0?int ";
}
$schema = sys_get_temp_dir() . '/vkext-wide-' . getmypid() . '.tl';
file_put_contents($schema, file_get_contents(__DIR__ . '/../../tl/common.tl') . <<<TL
---types---
wide.node $numbers value:int next:(Maybe wide.Node) = wide.Node;
tree.node value:int children:(Vector tree.Node) = tree.Node;
---functions---
@any wide.get = wide.Node;
@any wide.put node:wide.Node = Bool;
@any tree.get = tree.Node;
@any tree.put node:tree.Node = Bool;
TL);

$code = <<<'CODE'
// Made and freed out here: PHP itself goes through nested arrays by recursion.
function node(string $type, int $depth): array
{
    static $made = [];
    $numbers = [];
    for ($i = 1; $i <= 199; $i++) {
        $numbers["n$i"] = 0;
    }
    $node = [];
    for ($i = 0; $i < $depth; $i++) {
        $node = $type === 'tree' ? ['value' => 1, 'children' => $node ? [$node] : []] :
            $numbers + ['value' => 1, 'next' => $node ? ['_' => 'resultTrue', 'result' => $node] : ['_' => 'resultFalse']];
    }
    return $made[] = ['_' => "$type.put", 'node' => $node];
}
// What an answer of any depth looks like, made of two that can be stored.
function answer(string $type, int $depth): string
{
    $two = vkext_tl_encode(node($type, 2));
    $level = strlen(vkext_tl_encode(node($type, 3))) - strlen($two);
    return str_repeat(substr($two, 4, $level), $depth - 1) . substr($two, 4 + $level);
}
function told(callable $work): string
{
    $fiber = new Fiber(function () use ($work) {
        try {
            $work();
            return 'ok';
        } catch (VkextTlException $e) {
            return preg_match('/nested too deep( .byte \d+.)?$/', $e->getMessage()) ? 'too deep' : substr($e->getMessage(), -100);
        }
    });
    $fiber->start();
    return $fiber->getReturn();
}
foreach ([4, 100, 2000] as $depth) {
    $told = [];
    foreach (['tree', 'wide'] as $type) {
        $query = node($type, $depth);
        $answer = answer($type, $depth);
        $told[] = told(function () use ($query) { vkext_tl_encode($query); });
        $told[] = told(function () use ($answer, $type) { vkext_tl_decode($answer, ['_' => "$type.get"]); });
    }
    echo "$depth: ", implode(', ', array_unique($told)), '; ';
}
CODE;
// Without optimisation, and with AddressSanitizer, a level takes several times as much.
$sizes = PHP_DEBUG || getenv('USE_ZEND_ALLOC') !== false ? [256, 2048] : [64, 128, 256, 2048];
foreach ($sizes as $kib) {
    foreach ([256, 1024] as $max) {
        $got = php_output($code, ['tl.conffile' => $schema, 'fiber.stack_size' => $kib << 10, 'vkext.max_depth' => $max,
            'memory_limit' => '512M']);
        $hundred = $kib > 1024 ? 'ok' : 'too deep';
        echo $got === "4: ok; 100: $hundred; 2000: too deep;" ? '' : "$kib KiB, $max levels: $got\n";
    }
}
unlink($schema);
echo "done\n";
?>
--EXPECT--
done
