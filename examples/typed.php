<?php
// Typed queries: objects in, objects out.
//
//   vkext php tl/demo.tl -o classes
//   vkext serve --port 2398 --schema tl/demo.tl
//   php -d extension=vkext.so -d tl.conffile=tl/demo.tl examples/typed.php 127.0.0.1:2398 classes
//
// The classes are plain PHP: commit them, or generate them when you build.

use VK\TL\demo\Functions;
use VK\TL\demo\Types;

$classes = $argv[2] ?? 'classes';
spl_autoload_register(function (string $class) use ($classes) {
    $file = $classes . '/' . str_replace('\\', '/', $class) . '.php';
    if (is_file($file)) {
        require_once $file;
    }
});

[$host, $port] = explode(':', $argv[1] ?? '127.0.0.1:2398');
$c = new_rpc_connection($host, $port, 0, 5.0, 1.0);
if ($c === null) {
    exit("Nobody answers at $host:$port\n");
}

function show(VK\TL\RpcResponse $response): string
{
    if ($response->isError()) {
        return "error {$response->getError()->error_code}: {$response->getError()->error}";
    }
    $value = $response->getResult()->value;
    if ($value instanceof Types\demo_words) {
        return 'words: ' . implode(', ', $value->words);
    }
    if ($value instanceof Types\demo_counter) {
        return "a counter: $value->value";
    }
    if ($value instanceof Types\demo_notFound) {
        return 'nothing';
    }
    return json_encode($value);
}

// One query: the answer's result has the class of the function, with _result behind its name.
$response = typed_rpc_tl_query_result_one(typed_rpc_tl_query_one($c, new Functions\demo_setWords('typed.words', ['red', 'green'])));
echo get_class($response->getResult()), ': ', show($response), "\n";

// A batch, in which each answer is of another class of the union demo.Value.
typed_rpc_tl_query($c, [new Functions\demo_delete('typed.counter'), new Functions\demo_incr('typed.counter', 42)], -1.0, true);
$ids = typed_rpc_tl_query($c, [
    'words' => new Functions\demo_get('typed.words'),
    'counter' => new Functions\demo_get('typed.counter'),
    'nothing' => new Functions\demo_get('typed.nothing'),
    'no counter' => new Functions\demo_incr('typed.words', 1),
]);
foreach (typed_rpc_tl_query_result($ids) as $key => $response) {
    echo "$key: ", show($response), "\n";
}
