--TEST--
forks: the next request knows nothing of them, whatever ended the one before
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';
require __DIR__ . '/../_inc/child.inc';

$script = tempnam(sys_get_temp_dir(), 'vkext-test-');
file_put_contents($script, '<?php
$how = trim($_SERVER["REQUEST_URI"], "/");
if ($how === "maps") {
    echo count(file("/proc/self/maps"));
    return;
}
for ($i = 0; $i < 50; $i++) fork(sched_yield_sleep(100));
$number = fork(1);
switch ($how) {
    case "fatal": trigger_error("bad", E_USER_ERROR);
    case "fatal-in-fork": fork(function () { trigger_error("bad", E_USER_ERROR); });
    case "memory": ini_set("memory_limit", "10M"); wait(fork(function () { sched_yield(); return str_repeat("x", 50000000); }));
    case "exit": wait(fork(function () { sched_yield(); exit("left"); }));
    case "uncaught": wait(fork(function () { sched_yield(); throw new Exception("loose"); }));
}
echo $number;
');
$web = new WebServer($script);
$web->get('end');
$before = (int)$web->get('maps');
foreach (['end', 'fatal', 'fatal-in-fork', 'memory', 'exit', 'uncaught', 'end'] as $how) {
    for ($i = 0; $i < 3; $i++) {
        $said = trim($web->get($how));
    }
    preg_match('/^\d+$|bad|Allowed memory|left|loose/', $said, $found);
    echo $how, ': ', $found[0] ?? $said, "\n";
}
// A stack is one or two mappings: 21 requests would leave 50 each. PHP's heap has some more or less by itself.
$more = (int)$web->get('maps') - $before;
echo $more < 500 ? "no stack was left\n" : "$more more mappings\n";
$web->stop();
unlink($script);
?>
--EXPECT--
end: 51
fatal: bad
fatal-in-fork: bad
memory: Allowed memory
exit: left
uncaught: loose
end: 51
no stack was left
