<?php
// The low level: the bytes of a request and of an answer by hand, without a schema.
//
//   vkext serve --port 2398 --schema tl/demo.tl
//   php -d extension=vkext.so examples/low_level.php 127.0.0.1:2398
//
// `vkext show tl/demo.tl demo.set` tells what the bytes of demo.set are.

const DEMO_SET = 0x7e54e625;
const DEMO_MULTI_GET = 0xd432897f;
const VECTOR = 0x1cb5c415;
const BOOL_TRUE = 0x997275b5;
const DEMO_BYTES = 0x3205e923;
const RPC_REQ_ERROR = 0x7ae432f5;
const DEMO_NOT_FOUND = 0xc7943e04;

[$host, $port] = explode(':', $argv[1] ?? '127.0.0.1:2398');
$c = new_rpc_connection($host, $port, 0, 5.0, 1.0);
if ($c === null) {
    exit("Nobody answers at $host:$port\n");
}

function magic(): int
{
    return fetch_int() & 0xffffffff;
}

// demo.set key:string value:string lifetime:int = Bool
rpc_clean();
store_int(DEMO_SET);
store_string('low.level');
store_string('by hand');
store_int(60);
$id = rpc_send($c);
echo 'set: ', rpc_get_and_parse($id) && magic() === BOOL_TRUE && fetch_end() ? 'true' : 'failed', "\n";

// The same with letters: d int, s string. And two requests in one write.
foreach (['low.one' => '1', 'low.two' => '2'] as $key => $value) {
    store_many('dssd', DEMO_SET, $key, $value, 60);
    $ids[] = rpc_send_noflush($c);
}
rpc_flush();
foreach ($ids as $id) {
    echo 'bytes of the answer: ', bin2hex(rpc_get($id)), "\n";
}

// demo.multiGet keys:%(Vector string) = Vector demo.Value
rpc_clean();
store_int(DEMO_MULTI_GET);
store_int(2);
store_string('low.level');
store_string('nothing here');
if (!rpc_get_and_parse(rpc_send($c))) {
    exit(rpc_get_last_error()['text'] . "\n");
}
if (magic() !== VECTOR) {
    exit("not a vector\n");
}
for ($left = fetch_int(); $left > 0; $left--) {
    switch (magic()) {
        case DEMO_BYTES: echo "value: ", fetch_string(), "\n"; break;
        case DEMO_NOT_FOUND: echo "not found\n"; break;
        default: exit("another kind of value\n");
    }
}
echo 'all read: ', fetch_eof() ? 'yes' : 'no', "\n";

// No answer, or an error as a packet of its own, is false: rpc_get_last_error() says which. This server sends errors as
// answers: rpcReqError, with the query's id, a code and a text.
store_int(0x12345678);
if (!rpc_get_and_parse(rpc_send($c))) {
    echo rpc_get_last_error()['code'], "\n";
} elseif (magic() === RPC_REQ_ERROR) {
    fetch_long();
    echo 'error ', fetch_int(), ', ', strlen(fetch_string()) > 0 ? 'with a text' : 'without a text', "\n";
}
