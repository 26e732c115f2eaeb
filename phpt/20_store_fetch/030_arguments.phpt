--TEST--
low-level API: names, order and defaults of arguments; too few of them
--FILE--
<?php
// rows: api-7.8 api-7.9
require __DIR__ . '/../_inc/raw.inc';

$functions = ['rpc_clean', 'rpc_send', 'rpc_send_noflush', 'rpc_flush', 'rpc_get_and_parse', 'rpc_get', 'rpc_parse',
    'set_fail_rpc_on_int32_overflow', 'store_int', 'store_byte', 'store_long', 'store_string', 'store_string2',
    'store_double', 'store_float', 'store_many', 'store_header', 'fetch_int', 'fetch_byte', 'fetch_long', 'fetch_double',
    'fetch_float', 'fetch_string', 'fetch_string2', 'fetch_memcache_value', 'fetch_end', 'fetch_eof', 'fetch_get_pos',
    'fetch_lookup_int', 'fetch_lookup_data', 'vk_set_error_verbosity', 'rpc_queue_create', 'rpc_queue_empty',
    'rpc_queue_next', 'rpc_queue_push', 'vk_clear_stats', 'enable_internal_rpc_queries', 'disable_internal_rpc_queries',
    'vkext_prepare_stats'];
foreach ($functions as $name) {
    $function = new ReflectionFunction($name);
    $parameters = array_map(function (ReflectionParameter $p) {
        return ($p->isOptional() && !$p->isVariadic() ? '?' : '') . ($p->isVariadic() ? '...' : '') . '$' . $p->getName();
    }, $function->getParameters());
    echo $name, '(', implode(', ', $parameters), ")\n";
    if ($function->getNumberOfRequiredParameters() > 0) {
        $told = told(function () use ($name) { return $name(); });
        // PHP 7.4 warns, PHP 8 throws.
        if (strpos($told, 'ArgumentCountError') !== 0 && strpos($told, 'null | W') !== 0) {
            echo "too few: $told\n";
        }
    }
}
// Scalars of other types for ids and handles.
foreach ([0, -1, 1, 99, '1', 'x', null, true, 1.5, [], new stdClass()] as $value) {
    store_int(1);
    echo value($value), ': ', told(function () use ($value) { return rpc_send($value); }), ' ',
        told(function () use ($value) { return rpc_send_noflush($value); }), ' ',
        told(function () use ($value) { return rpc_get($value); }), ' ',
        told(function () use ($value) { return rpc_get_and_parse($value); }), ' ',
        value(rpc_get_last_send_error()), "\n";
}
?>
--EXPECT--
rpc_clean()
rpc_send($rpc_connection, ?$timeout)
rpc_send_noflush($rpc_connection, ?$timeout)
rpc_flush(?$timeout)
rpc_get_and_parse($query_id, ?$timeout)
rpc_get($query_id, ?$timeout)
rpc_parse($data)
set_fail_rpc_on_int32_overflow($fail_rpc)
store_int($v)
store_byte($v)
store_long($v)
store_string($v)
store_string2($v)
store_double($v)
store_float($v)
store_many(...$args)
store_header($actor_id, ?$flags)
fetch_int()
fetch_byte()
fetch_long()
fetch_double()
fetch_float()
fetch_string()
fetch_string2()
fetch_memcache_value()
fetch_end()
fetch_eof()
fetch_get_pos()
fetch_lookup_int()
fetch_lookup_data($x4_bytes_length)
vk_set_error_verbosity($verbosity)
rpc_queue_create(?$request_ids)
rpc_queue_empty($queue_id)
rpc_queue_next($queue_id, ?$timeout)
rpc_queue_push($queue_id, $request_ids)
vk_clear_stats()
enable_internal_rpc_queries()
disable_internal_rpc_queries()
vkext_prepare_stats()
0: false false false false []
-1: false false false false []
1: false false false false []
99: false false false false []
'1': false false false false []
'x': false false false false []
null: false false false false []
true: false false false false []
1.5: false false false false []
[]: false false false false []
{}: false false false false []
