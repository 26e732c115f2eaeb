--TEST--
limits: a fiber that is dropped while its query is stored, its answer read, or its fetcher runs leaves nothing
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
tl.conffile={PWD}/../../tl/common.tl:{PWD}/../../tl/test.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';
// test.swap gives a point; test.echo what it was asked.
$peer = peer_start(['rules' => [
    ['when' => ['magic' => '8fbe289e'], 'do' => [['result' => 'd4b263aa{args}']]],
    ['when' => ['magic' => 'bd6aaaef'], 'do' => [['result' => '246e28b5{args}']]],
]]);
$c = connect($peer);
eval('namespace VK\TL\test\Types; class test_point { function __set($name, $value) { \Fiber::suspend("reading $name"); } }');
class Slow
{
    public function __get($name)
    {
        Fiber::suspend("storing $name");
        return 1;
    }
}
class Fetcher
{
    public function typedFetch()
    {
        Fiber::suspend('fetching');
        return $this;
    }
}
class Query
{
    public function typedStore()
    {
        store_int((int)hexdec('bd6aaaef') - (1 << 32));
        store_string('text');
        return new Fetcher();
    }
}
$drop = [
    function () use ($c) { typed_rpc_tl_query_one($c, fun('swap', ['p' => new Slow()])); },
    function () use ($c) { typed_rpc_tl_query($c, [fun('swap', ['p' => [1 => 1, 2 => 2]]), fun('swap', ['p' => new Slow()])]); },
    function () use ($c) {
        try {
            typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, fun('swap', ['p' => [1 => 1, 2 => 2]])));
        } finally {
            echo "  finally\n";
        }
    },
    function () use ($c) { typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, new Query())); },
];
for ($round = 0; $round < 3; $round++) {
    foreach ($drop as $body) {
        $fiber = new Fiber($body);
        $told = $fiber->start();
        if ($round === 0) {
            echo $told, "\n";
        }
        unset($fiber);
        gc_collect_cycles();
        $answer = typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, fun('echo', ['value' => 'still here'])));
        if (brief($answer->result ?? $answer) !== 'test_echo_result{value: "still here"}') {
            echo brief($answer), "\n";
        }
    }
}
$peer->check();
?>
--EXPECT--
storing x
storing x
reading x
  finally
fetching
  finally
  finally
