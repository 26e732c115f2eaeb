--TEST--
errors: the wall clock jumps by hours at every look: deadlines do not notice
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--SKIPIF--
<?php
if (getenv('VKEXT_VALGRIND') !== false) {
    die('skip the clock is bent by a preloaded library');
}
exec('cc --version 2>&1', $output, $code);
if ($code !== 0) {
    die('skip no C compiler');
}
?>
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

if (getenv('VKEXT_BENT_CLOCK') === false) {
    // The same script again, in a process whose wall clock is an hour ahead and an hour behind in turns.
    $library = sys_get_temp_dir() . '/vkext-clock-' . getmypid() . '.so';
    $source = <<<'C'
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <sys/time.h>
    #include <time.h>
    static int turn;
    static long jump(void) { return ++turn % 2 ? 3600 : -3600; }
    int clock_gettime(clockid_t id, struct timespec *t) {
        static int (*real)(clockid_t, struct timespec *);
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
        int result = real(id, t);
        if (id == CLOCK_REALTIME) t->tv_sec += jump();
        return result;
    }
    time_t time(time_t *to) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        if (to) *to = t.tv_sec;
        return t.tv_sec;
    }
    int gettimeofday(struct timeval *restrict to, void *restrict zone) {
        struct timespec t;
        (void)zone;
        clock_gettime(CLOCK_REALTIME, &t);
        to->tv_sec = t.tv_sec;
        to->tv_usec = t.tv_nsec / 1000;
        return 0;
    }
    C;
    file_put_contents("$library.c", $source);
    passthru("cc -shared -fPIC -o $library $library.c -ldl 2>&1");
    passthru("VKEXT_BENT_CLOCK=1 LD_PRELOAD=$library " . php_again() . ' ' . escapeshellarg(__FILE__) . ' 2>&1');
    unlink($library);
    unlink("$library.c");
    exit;
}
$jumps = [];
for ($i = 0; $i < 6; $i++) {
    $jumps[] = time();
}
echo max($jumps) - min($jumps) > 3600 ? "the clock jumps\n" : "the clock does not jump\n";
$peer = peer_with(on(['magic' => 'fa000011']));
$c = connect($peer);
$mute = ['_' => 'fault.text', 'text' => ''];
for ($n = 1; $n <= 20; $n++) {
    if (ask($c, $n) !== $n) {
        echo "question $n failed\n";
    }
}
$watch = new Stopwatch();
expect_code('a deadline', outcome(rpc_tl_query_one($c, $mute, 0.3)), -4103);
$watch->expect_deadline('a deadline', 0.3);
$watch = new Stopwatch();
var_dump(rpc_queue_next(rpc_queue_create([rpc_tl_query_one($c, $mute)]), 0.2));
$watch->expect_deadline('a queue', 0.2);
echo $peer->connections(), " connection\n";
$peer->check();
?>
--EXPECT--
the clock jumps
bool(false)
1 connection
