--TEST--
typed: user code that runs in the middle of storing changes and frees what is being stored
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/typed_classes.inc';

// A point whose fields are asked for, and do something first.
class Probe {
  private $then;
  function __construct(callable $then) { $this->then = $then; }
  function __get($name) {
    ($this->then)($name);
    return $name === 'x' ? 1 : 2;
  }
}

echo "the list that is being read is emptied\n";
$tree = type('tree', ['value' => 1]);
$tree->children = [new class($tree) {
  public $tree;
  function __construct($tree) { $this->tree = $tree; }
  function __get($name) { $this->tree->children = null; return $name === 'value' ? 5 : []; }
}, type('tree', ['value' => 6])];
echo stored(fun('echoTree', ['value' => $tree])), "\n";

echo "the object that is being read is dropped\n";
$points = type('points', ['also' => type('point', ['x' => 3, 'y' => 4]), 'boxed' => ['x' => 5, 'y' => 6]]);
$query = fun('echoPoints', ['value' => $points]);
$points->bare = new Probe(function () use (&$points, $query) {
  if ($points) {
    $points->bare = null;
    $points = null;
    $query->value = null;
    gc_collect_cycles();
  }
});
echo stored($query), "\n";

echo "a reference inside of an array changes\n";
$list = ['a' => 'one'];
$query = fun('echoDictionaries', ['value' => ['a' => [], 'b' => [], 'c' => [], 'd' => []]]);
$inner = [1, 2, 3];
$probe = new class($inner) {
  public $inner;
  function __construct(&$inner) { $this->inner = &$inner; }
  function __toString() { $this->inner = null; return 'text'; }
};
$query->value['b'] = &$inner;
$inner = [1 => $probe, 2 => 'two'];
echo stored($query), "\n";

echo "an exception\n";
$thrown = fun('swap', ['p' => new Probe(function () { throw new LogicException('stop'); })]);
echo stored($thrown), "\n";
echo stored(['_' => 'test.swap', 'p' => new Probe(function () { throw new LogicException('stop'); })]), "\n";
echo "another query while this one is being stored\n";
echo stored(fun('swap', ['p' => new Probe(function ($name) { echo "  $name ", stored(fun('echo', ['value' => $name])), "\n"; })])), "\n";
echo "values that handlers make\n";
echo stored(fun('echoPoints', ['value' => new class() {
  function __get($name) { return new Probe(function () {}); }
}])), "\n";
echo "another schema while this one is in use\n";
$file = sys_get_temp_dir() . '/vkext-u-' . getmypid() . '.tl';
file_put_contents($file, file_get_contents(__DIR__ . '/../../tl/common.tl') . "---functions---\nother.f = True;\n");
echo stored(fun('swap', ['p' => new Probe(function () use ($file) { tl_config_load_file($file); })])), "\n";
unlink($file);
echo stored(['_' => 'other.f']), "\n";
echo stored(fun('noArguments')), "\n";
echo "a value in itself\n";
tl_config_load_file(__DIR__ . '/../../tl/common.tl:' . __DIR__ . '/../../tl/test.tl');
$loop = type('tree', ['value' => 1]);
$loop->children = [$loop];
echo preg_replace('/\[0\][^:]*/', '…', stored(fun('echoTree', ['value' => $loop]))), "\n";
$loop->children = [];
?>
--EXPECT--
the list that is being read is emptied
8aa617e0010000000200000005000000000000000600000000000000
the object that is being read is dropped
853e473d01000000020000000300000004000000d4b263aa0500000006000000
a reference inside of an array changes
0e9784760000000002000000010000000474657874000000020000000374776f000000008f614c1f00000000
an exception
LogicException: stop
LogicException: stop
another query while this one is being stored
  x efaa6abd01780000
  y efaa6abd01790000
9e28be8f0100000002000000
values that handlers make
853e473d01000000020000000100000002000000d4b263aa0100000002000000
another schema while this one is in use
9e28be8f0100000002000000
6aef7b1a
VkextTlException: Function test.noArguments not found
a value in itself
VkextTlException: test.echoTree → value.children…: nested too deep
