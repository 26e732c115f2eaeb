--TEST--
schema: what a large schema adds to the private memory of forked workers
--SKIPIF--
<?php
if (getenv('VKEXT_VALGRIND')) echo 'skip valgrind has memory of its own';
else if (!function_exists('pcntl_fork')) echo 'skip no pcntl';
else if (!is_readable('/proc/self/smaps_rollup')) echo 'skip no smaps_rollup';
?>
--FILE--
<?php
require __DIR__ . '/../_inc/child.inc';
require __DIR__ . '/schemas.inc';

// 2,000 types and as many functions: of the size of the largest real ones.
$folder = new_schema_folder();
$types = "vector {t:Type} # [t] = Vector t;\n";
$functions = "---functions---\n";
for ($i = 0; $i < 2000; $i++) {
    $types .= "big.thing$i flags:# number$i:int name$i:string other$i:flags.0?long list$i:flags.1?(Vector int) text$i:flags.2?string = big.Thing$i;\n";
    $functions .= "big.get$i flags:# id$i:int thing$i:flags.3?big.Thing$i = Vector big.Thing$i;\n";
}
file_put_contents("$folder/big.tl", $types . $functions);

file_put_contents("$folder/workers.php", '<?php
$private = [];
for ($i = 0; $i < 20; $i++) {
    $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $pid = pcntl_fork();
    if ($pid === 0) {
        // Work on different parts of the schema in each.
        for ($n = $i; $argv[1] === "work" && $n < 2000; $n += 200) {
            vkext_tl_encode(["big.get$n", 8, 1, ["flags" => 7, "number$n" => 1, "name$n" => "a", "other$n" => 2, "list$n" => [3], "text$n" => "b"]]);
        }
        fwrite($pair[1], "x");
        fread($pair[1], 1);
        exit;
    }
    fclose($pair[1]);
    fread($pair[0], 1);  // nothing, when the worker ended before
    preg_match_all("~^Private_(?:Clean|Dirty): +(\d+) kB~m", file_get_contents("/proc/$pid/smaps_rollup"), $found);
    $private[] = array_sum($found[1]);
    fwrite($pair[0], "x");
    pcntl_waitpid($pid, $status);
}
echo implode(" ", $private);
');

function workers(string $mode, string $schema): array
{
    global $folder;
    $options = load_options();
    if ($schema) array_push($options, '-d', "tl.conffile=$schema");
    $command = array_merge([PHP_BINARY], $options, ["$folder/workers.php", $mode]);
    $pipes = [];
    $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes, null, child_environment());
    $private = array_map('intval', explode(' ', stream_get_contents($pipes[1])));
    proc_close($process);
    return $private;
}

$without = workers('idle', '');
$with = workers('work', "$folder/big.tl");
$added = max($with) - min($without);
if (getenv('VKEXT_SHOW')) echo "without up to ", max($without), " kB, with up to ", max($with), " kB\n";
echo count($with), ' workers, ', $added < 300 ? 'less than 300 kB more each' : "$added kB more", "\n";
?>
--EXPECT--
20 workers, less than 300 kB more each
