--TEST--
errors: the pool's switches: several connections, a cap, ages, unix sockets first, IPv6, names
--INI--
tl.conffile={PWD}/../_inc/fault.tl
vkext.ping_timeout=60
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

/** What a PHP with these switches prints; its script knows the ports as $argv. */
function with(array $switches, string $script, ...$arguments): string
{
    $options = '';
    foreach ($switches + ['vkext.ping_timeout' => 60] as $name => $value) {
        $options .= ' -d ' . escapeshellarg("$name=$value");
    }
    $script = 'require ' . var_export(dirname(__DIR__) . '/_inc/fault.inc', true) . ';
        function open($host, $port) { return new_rpc_connection($host, (int)$port, 0, 20.0, 20.0); }
        function show() {
            foreach (vkext_pool_status() as $link) {
                echo $link["state"], " in flight ", $link["in_flight"], " version ", $link["version"], ", ";
            }
            echo count(vkext_pool_status()), " in the pool\n";
        }' . $script;
    $command = php_again($options) . ' -r ' . escapeshellarg($script) . ' -- ';
    return shell_exec($command . implode(' ', array_map('escapeshellarg', $arguments)) . ' 2>&1');
}

// Several connections to one target, when the first is busy.
$peer = peer_with(on(['magic' => 'fa000011']));
echo with(['vkext.connections_per_host' => 2], '
    $c = open("127.0.0.1", $argv[1]);
    show();
    $busy = rpc_tl_query_one($c, ["_" => "fault.text", "text" => "nobody answers"]);
    for ($i = 0; $i < 1000 && count(vkext_pool_status()) < 2; $i++) ask($c, 1);
    for ($i = 0; $i < 1000 && array_unique(array_column(vkext_pool_status(), "state")) !== ["ready"]; $i++) ask($c, 1);
    for ($i = 0; $i < 4; $i++) echo ask($c, $i), " ";
    show();', $peer->port);
echo $peer->connections(), " connections\n";
$peer->check();

// A cap over all targets: the one that was idle longest goes.
$peers = [peer_start(['default' => [GOOD]]), peer_start(['default' => [GOOD]]), peer_start(['default' => [GOOD]])];
$ports = array_column($peers, 'port');
echo with(['vkext.max_connections' => 2], '
    foreach ([1, 2, 3, 1] as $i) echo ask(open("127.0.0.1", $argv[$i]), $i), " ";
    show();', ...$ports);
echo implode(' ', array_map(function (Peer $peer) { return $peer->connections(); }, $peers)), " connections\n";

// Too old, too long idle: a fresh one, without a word.
foreach (['vkext.max_age', 'vkext.max_idle'] as $name) {
    $peer = peer_start(['default' => [GOOD]]);
    echo $name, ': ', with([$name => '0.3'], '
        $c = open("127.0.0.1", $argv[1]);
        echo ask($c, 1), " ";
        usleep(400000);
        echo ask($c, 2), "\n";', $peer->port);
    echo $peer->connections() >= 2 ? "a fresh connection\n" : "the same connection\n";
    $peer->check();
}

// use_unix: <directory>/<user>/<port> first, TCP when nobody is there.
$directory = sys_get_temp_dir() . '/vkext-run-' . getmypid();
$user = trim(shell_exec('id -un'));
mkdir("$directory/$user", 0700, true);
$tcp = peer_start(['default' => [GOOD]]);
$unix = peer_start(['default' => [['result' => 'da9b50a8' . '63000000']]], 0, "$directory/$user/$tcp->port");
$switches = ['vkext.use_unix' => 1, 'vkext.unix_socket_directory' => $directory];
$script = '$c = open("127.0.0.1", $argv[1]);
    echo ask($c, 5), " ", vkext_pool_status()[0]["address"], "\n";';
echo str_replace([$directory, $user, (string)$tcp->port], ['DIRECTORY', 'USER', 'PORT'],
    with($switches, $script, $tcp->port));
$unix->stop(9);
echo str_replace((string)$tcp->port, 'PORT', with($switches, $script, $tcp->port));
@unlink("$directory/$user/$tcp->port");
echo str_replace((string)$tcp->port, 'PORT', with($switches, $script, $tcp->port));
rmdir("$directory/$user");
rmdir($directory);
$unix->check();
$tcp->check();

// Names that need no server; an unknown one is an error with its reason.
echo str_replace((string)$tcp->port, 'PORT', with([], '
    foreach (["localhost", "LOCALHOST"] as $host) echo ask(open($host, $argv[1]), 7), " ";
    foreach (["", "no such name", "a/b", "127.0.0.1"] as $i => $host) {
        var_dump(@new_rpc_connection($host, $i === 3 ? 65536 : (int)$argv[1], 0, 1.0, 1.0));
        echo error_get_last()["message"], "\n";
    }', $tcp->port));
?>
--EXPECTF--
ready in flight 0 version 1, 1 in the pool
0 1 2 3 ready in flight 1 version 1, ready in flight 0 version 1, 2 in the pool
2 connections
1 2 3 1 ready in flight 0 version 1, ready in flight 0 version 1, 2 in the pool
2 1 1 connections
vkext.max_age: 1 2
a fresh connection
vkext.max_idle: 1 2
a fresh connection
99 unix:DIRECTORY/USER/PORT
5 127.0.0.1:PORT
5 127.0.0.1:PORT
7 7 NULL
%s
NULL
%s
NULL
%s
NULL
%s
