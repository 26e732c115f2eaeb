--TEST--
store and fetch: a typedStore() or typedFetch() has buffers of its own, whatever runs inside it
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip needs fibers'; ?>
--FILE--
<?php
namespace VK\TL\_common\Types {
    class rpcResponseOk
    {
        public $result;
    }
    class rpcResponseError
    {
        public $error_code;
        public $error;
    }
}

namespace {
    require __DIR__ . '/../_inc/raw.inc';

    final class Query
    {
        public $store;
        public $fetch;

        public function typedStore(): Fetcher
        {
            store_int(0x0ec40001);
            ($this->store)();
            return new Fetcher($this->fetch);
        }
    }

    final class Fetcher
    {
        private $fetch;

        public function __construct(callable $fetch)
        {
            $this->fetch = $fetch;
        }

        public function typedFetch()
        {
            $answer = new stdClass();
            $answer->value = ($this->fetch)();
            return $answer;
        }
    }

    function query(callable $store, callable $fetch): Query
    {
        $query = new Query();
        [$query->store, $query->fetch] = [$store, $fetch];
        return $query;
    }

    function answer($id): string
    {
        $answer = typed_rpc_tl_query_result_one($id);
        return $answer instanceof VK\TL\_common\Types\rpcResponseError ? "$answer->error_code $answer->error" : value($answer->result->value ?? null);
    }

    $peer = echo_peer();
    $c = new_rpc_connection('127.0.0.1', $peer->port, 0, 20.0, 20.0);

    // What the script stores and reads stays as it is while a query stores itself and reads its answer.
    rpc_clean();
    store_int(0x0ec40001);
    store_int(7);
    rpc_parse('outside!');
    fetch_int();
    $id = rpc_send($c);
    store_int(99);
    $one = typed_rpc_tl_query_one($c, query(function () { store_int(1); }, function () { return fetch_int() . value(fetch_eof()); }));
    echo answer($one), ' ', fetch_lookup_data(1), ' ', bin2hex(rpc_get($id)), "\n";

    // Parsing inside belongs to the inside.
    $one = typed_rpc_tl_query_one($c, query(function () { store_int(2); }, function () {
        $first = fetch_int();
        rpc_parse(str_repeat('x', 100000));
        $second = fetch_lookup_data(1);
        return "$first $second";
    }));
    echo answer($one), ' ', fetch_lookup_data(1), "\n";

    // Queries inside of queries, in both directions.
    $one = typed_rpc_tl_query_one($c, query(function () use ($c) {
        store_int(3);
        $inner = typed_rpc_tl_query_one($c, query(function () { store_int(33); }, 'fetch_int'));
        store_int((int)answer($inner));
        rpc_tl_query_one($c, []);
    }, function () use ($c) {
        $first = fetch_int();
        $inner = typed_rpc_tl_query_one($c, query(function () { store_int(44); }, 'fetch_int'));
        return $first . ' ' . answer($inner) . ' ' . fetch_int();
    }));
    echo answer($one), "\n";

    // In there fetch_* throw; outside they do not.
    $one = typed_rpc_tl_query_one($c, query(function () {}, 'fetch_int'));
    echo answer($one), ' ', told(function () { rpc_parse(''); return fetch_int(); }), "\n";

    // Fibers that end their methods out of order.
    $ids = [];
    foreach ([1, 2] as $n) {
        $ids[$n] = typed_rpc_tl_query_one($c, query(function () use ($n) { store_int($n); store_string(str_repeat((string)$n, 100)); }, function () {
            $n = fetch_int();
            Fiber::suspend();
            return $n;
        }));
    }
    $fibers = [];
    foreach ($ids as $n => $id) {
        $fibers[$n] = new Fiber(function () use ($id) { return answer($id); });
        $fibers[$n]->start();
    }
    $fibers[1]->resume();
    $fibers[2]->resume();
    echo $fibers[1]->getReturn(), ' ', $fibers[2]->getReturn(), "\n";
    echo told('fetch_eof'), ' ', fetch_get_pos(), "\n";

    $storing = [];
    foreach ([5, 6] as $n) {
        $storing[$n] = new Fiber(function () use ($c, $n) {
            return typed_rpc_tl_query_one($c, query(function () use ($n) { store_int($n); Fiber::suspend(); }, 'fetch_int'));
        });
        $storing[$n]->start();
    }
    $storing[5]->resume();
    $storing[6]->resume();
    echo answer($storing[5]->getReturn()), ' ', answer($storing[6]->getReturn()), "\n";
    // The script's own buffer again.
    echo stored($c, function () { store_int(8); }), "\n";
    // A fiber that never goes on.
    $left = new Fiber(function () use ($c) {
        typed_rpc_tl_query_one($c, query(function () { store_int(9); Fiber::suspend(); }, 'fetch_int'));
    });
    $left->start();
    unset($left);
    gc_collect_cycles();
    echo stored($c, function () { store_int(10); }), "\n";
    $peer->check();
}
?>
--EXPECT--
'1true' ide! 07000000
'2 xxxx' ide!
'3 44 33'
-1000 Not enough data to fetch false | W fetch_int(): Can not fetch int from inbuf
1 2
true 0
5 6
08000000
0a000000
