--TEST--
limits: values that are freed while they are stored, and that are not kept longer
--INI--
tl.conffile={PWD}/values.tl
--FILE--
<?php
require __DIR__ . '/../_inc/query.inc';

echo "an object before a Maybe: its array is let go\n";
$n = rand(1, 1);
$maybe = ['_' => 'resultTrue', 'result' => $n];
$query = ['_' => 'v.pointAndMaybe', 'p' => (object)['x' => 1, 'y' => 2], 'm' => &$maybe];
$plain = ['_' => 'v.pointAndMaybe', 'p' => (object)['x' => 1, 'y' => 2], 'm' => ['_' => 'resultTrue', 'result' => $n]];
echo '  ', encoded($query), "\n  ", encoded($plain), "\n";
$before = memory_get_usage();
for ($i = 0; $i < 1000; $i++) {
    $maybe = ['_' => 'resultTrue', 'result' => $i];
    vkext_tl_encode($query);
    $plain['m'] = ['_' => 'resultTrue', 'result' => $i];
    vkext_tl_encode($plain);
}
echo '  kept: ', memory_get_usage() - $before < 10000 ? 'nothing' : 'bytes', "\n";

echo "a Maybe behind a reference that gets another value meanwhile\n";
final class Changes
{
    private $do;
    public function __construct(callable $do)
    {
        $this->do = $do;
    }
    public function __toString()
    {
        ($this->do)();
        return 'text';
    }
}
$list = function () use (&$maybe) {
    return [new Changes(function () use (&$maybe) {
        $maybe = null;
        gc_collect_cycles();
    }), str_repeat('z', rand(3, 3)), new Changes(function () {})];
};
$maybe = ['_' => 'resultTrue', 'result' => $list()];
echo '  ', encoded(['_' => 'v.maybeStrings', 'x' => &$maybe]), ' ', var_export($maybe, true), "\n";

echo "a query that stores itself and lets go of itself\n";
$peer = seven_peer();
$c = patient($peer);
foreach ([5, 'throw'] as $does) {
    $make = function () use ($does) {
        return new class($does) {
            private $does;
            public function __construct($does)
            {
                $this->does = $does;
            }
            public function typedStore()
            {
                $does = $this->does;
                $GLOBALS['list'] = $GLOBALS['itself'] = null;
                if ($does === 'throw') {
                    throw new Exception('gone');
                }
                return $does;
            }
        };
    };
    $itself = $make();
    $list = [&$itself];
    echo '  ', json_encode(rpc_tl_query($c, $list)), preg_replace('/@anonymous[^ ]*/', '', errors()), "\n";
}
$peer->check();
?>
--EXPECT--
an object before a Maybe: its array is let go
  100000fb0100000002000000f88e9c3f01000000
  100000fb0100000002000000f88e9c3f01000000
  kept: nothing
a Maybe behind a reference that gets another value meanwhile
  110000fbf88e9c3f030000000474657874000000037a7a7a0474657874000000 NULL
a query that stores itself and lets go of itself
  [0] | -103 typedStore() of class must return a fetcher object or null 0
  [0] | -103 typedStore() of class threw Exception: gone 0
