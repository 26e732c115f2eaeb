--TEST--
What ended or damaged PHP under the incumbent: each called, with an error or the right answer
--FILE--
<?php
// rows: api-2.13 api-5.8.0 api-13.0 api-2.7 api-3.7 api-3.8
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/raw.inc';

final class LongText
{
    public function __toString()
    {
        return str_repeat('text', 100);
    }
}

final class ThrowingText
{
    public function __toString()
    {
        throw new RuntimeException('no text');
    }
}

/** Stores half of a query by itself, then throws. */
final class HalfStored
{
    public function typedStore()
    {
        store_int(0x0bad0bad);
        throw new RuntimeException('half stored');
    }
}

function sends(): string
{
    return value(rpc_get_last_send_error());
}

$header = ['flags' => 1, 'fields' => 'cb04fb711f010000'];  // binlog_pos 1234567890123
$peer = peer_start(['rules' => [
    on(['magic' => 'fb000015'], ['result' => '15c4b51cffffffff01000000']),
    on(['magic' => 'fb000016'], ['error' => 'A', 'code' => -3000, 'text' => 'the server\'s own words']),
    on(['magic' => 'fb000017'], ['result' => str_repeat('010000fb00000000f88e9c3f', 1000) . '010000fb000000007b0a9327']),
    on(['magic' => 'fb000012', 'limit' => 1], ['error' => 'B', 'code' => -7, 'text' => 'with a header', 'header' => $header]),
    on(['magic' => '0ec40009']),
    on(['magic' => '0ec40008'], ['raw' => '15000000000000004edaae63000000000000000000']),
], 'default' => [GOOD]]);
$c = connect($peer);

echo "-- signals stay PHP's\n";
preg_match('/^SigCgt:\s*([0-9a-f]+)/m', file_get_contents('/proc/self/status'), $found);
echo 'SIGSEGV, SIGABRT caught: ', value(!under_valgrind() && (hexdec(substr($found[1], -8)) & (1 << 10 | 1 << 5))), "\n";

echo "-- before there is a schema, and before any rpc_clean()\n";
echo told(function () use ($c) { return store_int(0x0ec40001) && store_int(7) ? bin2hex(rpc_get(rpc_send($c))) : 'no'; }), "\n";
foreach (['rpc_tl_query_one', 'typed_rpc_tl_query_one'] as $function) {
    echo told(function () use ($function, $c) { return $function($c, ['_' => 'crash.ask', 'n' => 1]); }), ' ', sends(), "\n";
}
echo told(function () use ($c) { return typed_rpc_tl_query($c, [new stdClass()]); }), ' ', sends(), "\n";
tl_config_load_file(__DIR__ . '/incumbent.tl');

echo "-- classes\n";
echo told(function () use ($c) { return typed_rpc_tl_query_one($c, new stdClass()); }), ' ', sends(), "\n";
eval('namespace VK\TL\\' . str_repeat('m', 300) . '\Functions; final class ' . str_repeat('g', 2000) . ' { public $n = 1; }');
$named = 'VK\TL\\' . str_repeat('m', 300) . '\Functions\\' . str_repeat('g', 2000);
echo told(function () use ($c, $named) { return typed_rpc_tl_query_one($c, new $named()); }), ' ', array_column(rpc_get_last_send_error(), 0)[0], "\n";
$id = rpc_tl_query_one($c, ['_' => 'crash.ask', 'n' => 5]);
echo preg_replace('/class .*/', 'class …', told(function () use ($id) { return typed_rpc_tl_query_result_one($id); })), "\n";
echo told(function () use ($c) { return rpc_tl_query_one($c, new HalfStored()); }), ' ', sends(), "\n";
echo ask_crash(6), "\n";

function ask_crash(int $n)
{
    return outcome(rpc_tl_query_one($GLOBALS['c'], ['_' => 'crash.ask', 'n' => $n]));
}

echo "-- values\n";
echo told(function () { return store_string(str_repeat('x', 1 << 24)); }), "\n";
rpc_clean();
echo told(function () use ($c) { return rpc_tl_query_one($c, ['_' => 'crash.text', 'text' => str_repeat('x', 1 << 24)]); }), ' ', array_column(rpc_get_last_send_error(), 0)[0], "\n";
foreach ([new LongText(), new ThrowingText(), [1]] as $text) {
    echo told(function () use ($c, $text) { return is_int($id = rpc_tl_query_one($c, ['_' => 'crash.text', 'text' => $text])) && $id > 0; }), ' ';
    rpc_clean();
    echo told(function () use ($text) { return store_string($text); }), "\n";
}
foreach (['true' => 'true', 'abc' => 'abc', 'half' => 0.5, 'zero' => '0', 'empty' => ''] as $name => $flag) {
    echo "$name: ", bin2hex(substr(vkext_tl_encode(['_' => 'crash.flag', 'flag' => $flag]), 4)), "\n";
}
$x = 3;
$ids = [1, &$x];
echo bin2hex(vkext_tl_encode(['_' => 'crash.ids', 'ids' => &$ids])), ' ', bin2hex(vkext_tl_encode(['_' => 'crash.counts', 'counts' => [-3 => 1, '' => 2]])), "\n";
$self = ['_' => 'crash.nest', 'v' => 1];
$self['in'] = ['_' => 'resultTrue', 'result' => &$self];
$deep = ['_' => 'resultFalse'];
for ($i = 0; $i < 10000; $i++) {
    $deep = ['_' => 'resultTrue', 'result' => ['_' => 'crash.nest', 'v' => 1, 'in' => $deep]];
}
foreach ([$self, ['_' => 'crash.nest', 'v' => 1, 'in' => $deep]] as $nest) {
    echo told(function () use ($c, $nest) { return rpc_tl_query_one($c, ['_' => 'crash.nested', 'nest' => $nest]); }), ' ', strrchr(rpc_get_last_send_error()[0][1], ':'), "\n";
}
unset($self['in']);
$deep = $nest = null;
rpc_parse('abcd');
foreach ([-1, PHP_INT_MIN, PHP_INT_MAX] as $length) {
    echo told(function () use ($length) { return fetch_lookup_data($length); }), "\n";
}
echo told(function () { rpc_clean(); return store_many('dqd', 1, 2, 3); }), "\n";
echo told(function () { return [vk_stats_hll_merge([]), vk_stats_hll_pack('abc'), vk_stats_hll_count("\$>\xff\xff9"), strlen(vk_sp_to_upper(str_repeat('a', 1 << 20)))]; }), "\n";

echo "-- answers\n";
echo value(shown(rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'crash.list'])))), "\n";
echo shown(rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'crash.nested', 'nest' => ['_' => 'crash.nest', 'v' => 1, 'in' => ['_' => 'resultFalse']]]))), "\n";
echo shown(rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'crash.nestedBack']))), ': ', preg_replace('/.*: | \(byte.*/', '', rpc_get_last_error()['text']), "\n";
ini_set('tl.enable_rpc_error_with_header_fetching', '1');
echo value(rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'crash.ids', 'ids' => []]))), "\n";
ini_set('tl.enable_rpc_error_with_header_fetching', '0');
rpc_clean();
store_int(0x0ec40008);
echo value(rpc_get(rpc_send($c), 5.0)), "\n";
echo ask_crash(8), "\n";

echo "-- times and queues\n";
echo value(is_int($id = rpc_tl_query_one($c, ['_' => 'crash.ask', 'n' => 9], -1.0)) && shown(rpc_tl_query_result_one($id, -1.0)) === 9), "\n";
$watch = new Stopwatch();
$mute = stream_socket_server('tcp://127.0.0.1:0');  // takes connections and says nothing
echo preg_replace(['/127.0.0.1:\d+/', '/no (nonce|connection) in \d+\.\d+ s/'], ['PEER', 'too late'], told(function () use ($mute) { return new_rpc_connection('127.0.0.1', (int)substr(strrchr(stream_socket_get_name($mute, false), ':'), 1), 0, 100.0, 0.1); })), "\n";
$watch->expect_deadline('connect_timeout', 0.1);
rpc_clean();
store_int(0x0ec40009);
$queue = rpc_queue_create([rpc_send($c, 0.05)]);
for ($rounds = 0; !rpc_queue_empty($queue) && $rounds < 10; $rounds++) {
    rpc_get(rpc_queue_next($queue));
}
echo "$rounds round\n";
$many = range(1, 100001);
echo value(rpc_queue_empty(rpc_queue_create($many))), ' ', count(rpc_tl_query_result($many)), ' ', value(rpc_queue_next(12345)), "\n";
echo 'pending ', rpc_tl_pending_queries_count(), "\n";  // the two texts above
$actor = new_rpc_connection('127.0.0.1', $peer->port, (1 << 33) + 3, 20.0, 20.0);
rpc_tl_query_result_one(rpc_tl_query_one($actor, ['_' => 'crash.ask', 'n' => 1]));
$requests = $peer->events('request');
echo end($requests)['actor'], "\n";
$peer->check();
?>
--EXPECT--
-- signals stay PHP's
SIGSEGV, SIGABRT caught: false
-- before there is a schema, and before any rpc_clean()
'da9b50a807000000'
0 [[-110,"no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()"]]
0 [[-110,"no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()"]]
[0] [[-110,"no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()",0]]
-- classes
0 [[-110,"Class stdClass is not the generated class of a TL function"]]
0 -110
false | W typed_rpc_tl_query_result_one(): class …
0 [[-103,"typedStore() of HalfStored threw RuntimeException: half stored"]]
6
-- values
false | W store_string(): a string of 16777216 bytes is too long for a TL string
0 -113
true true
RuntimeException 0 no text RuntimeException 0 no text
true | W rpc_tl_query_one(): Array to string conversion in field "text" true | W store_string(): Array to string conversion in field "v"
true: b5757299
abc: b5757299
half: b5757299
zero: 379779bc
empty: 379779bc
120000fb15c4b51c020000000100000003000000 130000fb8f614c1f02000000022d3300010000000000000002000000
0 : nested too deep
0 : nested too deep
false | W fetch_lookup_data(): a length cannot be negative
false | W fetch_lookup_data(): a length cannot be negative
false | W fetch_lookup_data(): Can not fetch data from inbuf
false
[false,false,false,1048576]
-- answers
'-4101 Can't parse response'
-3000 the server's own words
-4101 Can't parse response: nested too deep
{"flags":1,"extra":{"binlog_pos":1234567890123},"result":{"__error":"with a header","__error_code":-7}}
false
8
-- times and queues
true
null | W new_rpc_connection(): Can't connect to PEER, too late (-4104)
1 round
true 100001 false
pending 2
8589934595
