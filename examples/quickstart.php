<?php
// A tour of vkext against `vkext serve`: each query as you would write it, and what came back.
//
//   vkext serve --port 2398 --schema tl/demo.tl
//   php -d extension=vkext.so -d tl.conffile=tl/demo.tl examples/quickstart.php 127.0.0.1:2398

if (!extension_loaded('vkext')) {
    fwrite(STDERR, "The extension is not loaded: php -d extension=vkext.so …\n");
    exit(1);
}
if (!preg_match('/^(.+):(\d+)$/', isset($argv[1]) ? $argv[1] : '127.0.0.1:2398', $to)) {
    fwrite(STDERR, "Usage: php examples/quickstart.php HOST:PORT\n");
    exit(2);
}

// --- how things are shown -------------------------------------------------------------------------------------------

function paint($code, $text)
{
    static $colours = null;
    if ($colours === null) {
        $colours = stream_isatty(STDOUT) && getenv('NO_COLOR') === false;
    }
    return $colours ? "\e[{$code}m$text\e[0m" : $text;
}

// A value as PHP code, on one line.
function php($value)
{
    if (is_array($value)) {
        $parts = [];
        $list = array_keys($value) === range(0, count($value) - 1) || !$value;
        foreach ($value as $key => $item) {
            $parts[] = ($list ? '' : php($key) . ' => ') . php($item);
        }
        return '[' . implode(', ', $parts) . ']';
    }
    if (is_string($value) && strlen($value) > 60) {
        return "'" . substr($value, 0, 40) . "…' (" . strlen($value) . ' bytes)';
    }
    return is_string($value) ? "'$value'" : strtolower(var_export($value, true));
}

function title($text)
{
    static $number = 0;
    echo "\n", paint('1', ++$number . '. ' . $text), "\n";
}

function say($text)
{
    echo paint('2', "   $text"), "\n";
}

function show($query, $answer, $seconds)
{
    $failed = isset($answer['__error']);
    echo '   ', paint('36', '→ '), php($query), "\n";
    echo '   ', paint($failed ? '31' : '32', '← '), php($failed ? $answer : $answer['result']);
    echo paint('2', sprintf("   %.1f ms", $seconds * 1000)), "\n";
}

$surprises = [];
function expect($truth, $what)
{
    global $surprises;
    if (!$truth) {
        $surprises[] = $what;
        echo paint('31', "   ! this should have been: $what"), "\n";
    }
}

// One query, sent and waited for: this is all there is to it.
function ask($query, $timeout = 5.0)
{
    global $connection;
    $began = microtime(true);
    $id = rpc_tl_query_one($connection, $query, $timeout);
    $answer = rpc_tl_query_result_one($id);
    show($query, $answer, microtime(true) - $began);
    return $answer;
}

// --- the tour -------------------------------------------------------------------------------------------------------

$connection = new_rpc_connection($to[1], (int)$to[2], 0, 5.0, 5.0);
if (!$connection) {
    fwrite(STDERR, "Nobody answers at $to[0]. Start a server: vkext serve --port $to[2] --schema tl/demo.tl\n");
    exit(1);
}
echo paint('1', vkext_full_version()), ", talking to $to[0]\n";

title('Set and get');
$answer = ask(['_' => 'demo.set', 'key' => 'greeting', 'value' => 'Привет, мир!', 'lifetime' => 0]);
expect(isset($answer['result']) && $answer['result'] === true, 'true');
$answer = ask(['_' => 'demo.get', 'key' => 'greeting']);
expect(isset($answer['result']['value']) && $answer['result']['value'] === 'Привет, мир!', 'the greeting');

title('One question, answers of several kinds');
say('demo.get answers a union: the key \'_\' names what came.');
ask(['_' => 'demo.delete', 'key' => 'visits']);
ask(['_' => 'demo.incr', 'key' => 'visits', 'by' => 41]);
ask(['demo.incr', 'visits', 1]);
ask(['_' => 'demo.setWords', 'key' => 'colours', 'words' => ['red', 'green', 'blue']]);
foreach (['visits' => 'demo.counter', 'colours' => 'demo.words', 'nothing here' => 'demo.notFound'] as $key => $kind) {
    $answer = ask(['_' => 'demo.get', 'key' => $key]);
    expect(isset($answer['result']['_']) && $answer['result']['_'] === $kind, $kind);
}

title('A record with optional fields');
say('The mask of the question decides which fields the answer has: 1 value, 2 length, 4 reads, 8 age.');
foreach ([0 => ['key'], 2 => ['key', 'length'], 2 + 4 => ['key', 'length', 'reads']] as $mask => $fields) {
    $answer = ask(['_' => 'demo.list', 'fields_mask' => $mask, 'prefix' => '', 'limit' => 2]);
    expect(isset($answer['result']['vector'][0]) && array_keys($answer['result']['vector'][0]) === $fields, implode(', ', $fields));
}

title('Another query inside a query');
$answer = ask(['_' => 'demo.timed', 'query' => ['_' => 'demo.multiGet', 'keys' => ['greeting', 'visits']]]);
expect(isset($answer['result']['result']) && count($answer['result']['result']) === 2, 'two values');

title('A batch of 10,000');
say('rpc_tl_query sends an array of queries and gives their ids under the same keys; one call takes all answers.');
$queries = [];
for ($i = 0; $i < 10000; $i++) {
    $queries["n$i"] = ['_' => 'demo.get', 'key' => $i % 2 ? 'greeting' : 'visits'];
}
$began = microtime(true);
$ids = rpc_tl_query($connection, $queries, 5.0);
$answers = rpc_tl_query_result($ids);
$seconds = microtime(true) - $began;
$good = 0;
foreach ($answers as $answer) {
    $good += isset($answer['result']);
}
echo '   ', paint('36', '→ '), "10,000 × demo.get\n";
echo '   ', paint('32', '← '), number_format($good), ' answers, n9999: ', php($answers['n9999']['result']), "\n";
echo '   ', paint('1', number_format(10000 / $seconds) . ' queries a second'), paint('2', sprintf('   %.1f ms', $seconds * 1000)), "\n";
expect($good === 10000, '10,000 answers');

title('When the server says no');
$answer = ask(['_' => 'demo.fail', 'code' => -77, 'text' => 'out of cheese']);
expect(isset($answer['__error_code']) && $answer['__error_code'] === -77, 'error -77');
$answer = ask(['_' => 'demo.incr', 'key' => 'greeting', 'by' => 1]);
expect(isset($answer['__error_code']) && $answer['__error_code'] === -2, 'error -2');

title('When it takes too long');
$began = hrtime(true);
$answer = ask(['_' => 'demo.sleep', 'milliseconds' => 5000], 0.2);
$waited = (hrtime(true) - $began) / 1e9;
expect(isset($answer['__error_code']) && $answer['__error_code'] === -4103 && $waited >= 0.2, 'error -4103 after 0.2 s');
say('The connection is fine, the next query works:');
$answer = ask(['_' => 'engine.nop']);
expect(isset($answer['result']), 'an answer');

title('When the question is wrong');
say('Nothing is sent; the reason says where in the query.');
$query = ['_' => 'demo.multiGet', 'keys' => ['a', 'b', 5 => 'c']];
$id = rpc_tl_query_one($connection, $query);
echo '   ', paint('36', '→ '), php($query), "\n";
foreach (rpc_get_last_send_error() as $line) {
    echo '   ', paint('31', '✗ '), $line[0], ' ', $line[1], "\n";
}
expect(!$id && rpc_get_last_send_error(), 'refused');

echo "\n";
if ($surprises) {
    fwrite(STDERR, count($surprises) . " answers were not what this tour expects.\n");
    exit(1);
}
