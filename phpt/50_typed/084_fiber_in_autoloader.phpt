--TEST--
typed: a fiber that is suspended with an answer's class in its hands, which the autoloader that began it was to load
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--FILE--
<?php
// What it did showed below valgrind only: the fiber went on with memory that was freed.
$fiber = null;
spl_autoload_register(function ($name) use (&$fiber) {
    eval('namespace VK\TL\_common\Types;
    final class rpcResponseError
    {
        public $error_code = 0;
        public function __set($name, $value)
        {
            echo \Fiber::getCurrent() ? "fiber" : "script", ": $name\n";
            if (\Fiber::getCurrent()) \Fiber::suspend();
        }
    }');
    $fiber = new Fiber(function () {
        echo 'fiber: ' . typed_rpc_tl_query_result_one(123)->error_code . "\n";
    });
    $fiber->start();
    echo "loaded\n";
});
echo 'script: ' . typed_rpc_tl_query_result_one(5)->error_code . "\n";
$fiber->resume();
?>
--EXPECT--
fiber: error
loaded
script: error
script: -1003
fiber: -1003
