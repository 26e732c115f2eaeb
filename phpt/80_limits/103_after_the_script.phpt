--TEST--
limits: queries from shutdown functions, output buffers and destructors at the end
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80000 && getenv('VKEXT_VALGRIND') !== false) echo 'skip exit here leaves memory to the heap of PHP';
?>
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
$peer = peer_with();
$c = connect($peer);

final class Asks
{
    public $self;
    private $c;
    private $n;
    public function __construct($c, int $n)
    {
        [$this->c, $this->n] = [$c, $n];
    }
    public function __destruct()
    {
        echo "destructor: ", ask($this->c, $this->n), "\n";
    }
}
// The peer is stopped by the first shutdown function, so what is to work comes before that; then everything fails well.
ob_start(function (string $text) use ($c) {
    return $text . 'output buffer: ' . ask($c, 1) . "\n";
});
echo "script\n";
ob_end_flush();
$dropped = new Asks($c, 2);
unset($dropped);
$loop = new Asks($c, 3);
$loop->self = $loop;
unset($loop);
gc_collect_cycles();
echo "collected\n";
$id = rpc_tl_query_one($c, ask_query(4));  // its answer may have come before the peer went
register_shutdown_function(function () use ($c, $id) {
    echo 'shutdown function, an old id: ', code_of(outcome($id)), "\n";
    // Lost with the connection, or not sent: the end of the peer may be seen a moment before or after.
    echo 'shutdown function: ', code_of(ask($c, 5)), "\n";
});
$last = new Asks($c, 6);
TestServer::stop_all();
?>
--EXPECTF--
script
output buffer: 1
destructor: 2
destructor: 3
collected
shutdown function, an old id: %r(-4104|4)%r
shutdown function: %r(-4104|-102)%r
destructor: not sent: %S
