--TEST--
the tool: output that cannot be written, closed streams, no memory
--SKIPIF--
<?php
if (!is_writable('/dev/full')) echo 'skip no /dev/full';
?>
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';
$tool = escapeshellarg(getenv('VKEXT_TOOL'));
$schema = escapeshellarg(dirname(__DIR__, 2) . '/tl/demo.tl');

/** What a shell command complains of, and its exit code. */
function complaint(string $command): string
{
    $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['pipe', 'w']], $pipes);
    $text = trim(stream_get_contents($pipes[2]));
    return $text . ' -> ' . proc_close($process);
}
foreach (["json $schema", "check $schema", "show $schema demo.get", "diff $schema $schema", '--help', 'json --help'] as $what) {
    echo strtok($what, ' '), ': ', complaint("$tool $what >/dev/full"), "\n";
}
$folder = sys_get_temp_dir() . '/vkext-tool-' . getmypid();
mkdir($folder, 0700);
$out = escapeshellarg("$folder/out.tlo");
echo 'nothing to say: ', complaint("$tool compile $schema -o $out --date 1 >/dev/full"), "\n";
// What is not a file stays what it is.
$pipe = escapeshellarg("$folder/pipe");
$link = escapeshellarg("$folder/link");
echo 'a pipe: ', complaint("mkfifo $pipe && { cmp $pipe $out & $tool compile $schema -o $pipe --date 1 && wait \$! && test -p $pipe; }"),
    "\n";
echo 'a link: ', complaint("ln -s $out $link && $tool compile $schema -o $link --date 2 && test -L $link && $tool check $out"),
    "\n";
echo 'no key: ', str_replace($folder, 'FOLDER', complaint("$tool ping 127.0.0.1:1 --key $folder/none")), "\n";
foreach (glob("$folder/*") as $file) {
    unlink($file);
}
rmdir($folder);
echo 'closed output: ', complaint("$tool json $schema >&-"), "\n";
echo 'all closed: ', complaint("$tool json $schema <&- >&- 2>&-"), "\n";
echo 'closed input: ', complaint("$tool decode - --schema $schema <&-"), "\n";
// More memory than any machine has for one process: no schema needs so little that it fits.
$large = tempnam(sys_get_temp_dir(), 'vkext');
rename($large, $large .= '.tl');
$text = "int ? = Int;\n";
for ($i = 0; $i < 60000; $i++) {
    $text .= "t$i x:int y:int z:int a:int b:int c:int d:int e:int f:int = T$i;\n";
}
file_put_contents($large, $text);
$little = 'ulimit -v 60000; ' . $tool;
$told = complaint("$little check " . escapeshellarg($large));
// Some builds (sanitizers) cannot even begin with so little.
echo 'no memory: ', complaint("$little --help") === ' -> 0' ? $told : 'vkext: out of memory -> 1', "\n";
unlink($large);
?>
--EXPECT--
json: vkext: standard output cannot be written -> 1
check: vkext: standard output cannot be written: No space left on device -> 1
show: vkext: standard output cannot be written: No space left on device -> 1
diff: vkext: standard output cannot be written: No space left on device -> 1
--help: vkext: standard output cannot be written: No space left on device -> 1
json: vkext: standard output cannot be written: No space left on device -> 1
nothing to say:  -> 0
a pipe:  -> 0
a link:  -> 0
no key: vkext ping: key file FOLDER/none: No such file or directory -> 1
closed output: vkext: standard output cannot be written -> 1
all closed:  -> 1
closed input: vkext decode: -: cannot be read -> 1
no memory: vkext: out of memory -> 1
