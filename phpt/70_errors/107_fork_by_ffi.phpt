--TEST--
errors: a fork that PHP does not know of
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$peer = peer_with(on(['total' => 2], ['delay' => 0.2], GOOD));
$script = 'require ' . var_export(dirname(__DIR__) . '/_inc/fault.inc', true) . ';
    $libc = FFI::cdef("int fork(void); int waitpid(int, int *, int); void _exit(int);");
    $c = new_rpc_connection("127.0.0.1", (int)$argv[1], 0, 20.0, 20.0);
    echo ask($c, 1), "\n";
    $pending = rpc_tl_query_one($c, ask_query(2));
    $child = $libc->fork();
    if ($child === 0) {
        $own = ask($c, 3);
        $theirs = code_of(outcome($pending));
        $libc->_exit($own === 3 && in_array($theirs, ["-4104", "-1003"], true) ? 0 : 1);
    }
    echo outcome($pending), " ", ask($c, 4), "\n";
    $status = $libc->new("int[1]");
    $libc->waitpid($child, $status, 0);
    echo "the child ended with ", $status[0], "\n";';
$command = php_again('-d extension=ffi -d ffi.enable=1 -d vkext.ping_timeout=60') . ' -r ' . escapeshellarg($script);
exec("$command -- $peer->port 2>&1", $output);
echo implode("\n", $output), "\n", $peer->connections(), " connections\n";
$peer->check();
?>
--SKIPIF--
<?php
exec(escapeshellarg(PHP_BINARY) . ' -n -d extension=ffi -m 2>&1', $modules);
if (!in_array('FFI', $modules, true)) {
    die('skip no FFI');
}
if (getenv('VKEXT_VALGRIND') !== false) {
    die('skip a child of a child is not looked at');
}
?>
--EXPECT--
1
2 4
the child ended with 0
2 connections
