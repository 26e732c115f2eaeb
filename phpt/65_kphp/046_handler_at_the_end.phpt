--TEST--
forks: a signal that comes while a fork ends: its handler does not take what whoever resumed it is about to settle
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1';
if (!function_exists('pcntl_signal')) echo 'skip no pcntl';
?>
--INI--
vkext.kphp_runtime=1
--FILE--
<?php
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () {
    echo "handler\n";
    var_dump(@wait($GLOBALS['id']));
});
// Freed with the last reference to the closure, by the Fiber itself, behind its last look at signals; and freeing the
// pipe waits for the process, which sends one first.
final class Work
{
    private $pipe;
    public function __construct()
    {
        $this->pipe = popen('read line; kill -USR1 ' . getmypid(), 'w');
    }
    public function run()
    {
        sched_yield();
        return 5;
    }
}
$id = fork((new Work())->run());
var_dump(wait($id));
?>
--EXPECT--
handler
NULL
int(5)
