--TEST--
forks: the call in fork(f($x)) is the body, its arguments are worked out before
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
vkext.kphp_runtime=1
--FILE--
<?php
namespace App;

function say(string $what, ...$more) { echo "$what in ", get_running_fork_id() ? 'a fork' : 'the script', $more ? ' with ' . json_encode($more) : '', "\n"; return $what; }

class Work
{
    private $name = 'work';
    private function hidden(string $x) { return say("$this->name $x"); }
    public static function loud(string $x, string $y = 'default') { return say("$x $y"); }
    public function run() { return [wait(fork($this->hidden('mine'))), wait(fork(self::loud('self'))), wait(fork(static::loud(y: 'named', x: 'static')))]; }
    public function __call($name, $arguments) { return say("magic $name", ...$arguments); }
    public function __invoke($x) { return say("invoked $x"); }
}

echo wait(fork(say('plain'))), "\n";
echo wait(\fork(\App\say('qualified'))), "\n";
echo wait(FORK(say('shouted', ))), "\n";
echo wait(fork(say(say('inner'), 1, ...['k' => 2, 'l' => [3]]))), "\n";
echo implode(',', (new Work())->run()), "\n";
echo wait(fork(Work::loud('class'))), ' ', wait(fork((new Work())->anything(5))), "\n";
$f = fn(string $x) => say("closure $x");
$name = 'App\say';
$method = 'loud';
echo wait(fork($f('called'))), ' ', wait(fork($f, 'passed')), ' ', wait(fork($name('by name'))), ' ', wait(fork(Work::$method('by name'))), ' ', wait(fork((new Work())(6))), "\n";
echo wait(fork(fn() => say('arrow'))), ' ', wait(fork(say(...), 'first class')), ' ', wait(fork($f, x: 'by its name')), "\n";
$named = fn(string $call) => say("argument $call");
echo wait(fork($named(call: 'by name'))), "\n";
// A function of PHP's own.
echo wait(fork(\strrev('abc'))), ' ', wait(fork(\array_sum([1, 2]))), "\n";
// Forks in forks, in the arguments of forks, in closures, methods, conditions.
echo wait(fork(say(wait(fork(say('deep')))))), "\n";
$all = array_map(fn($i) => fork(say("mapped $i")), [1, 2]);
echo implode(',', wait_multi($all)), "\n";
// What is no call is a value; a closure that a function returns is one too.
function closure() { return fn() => 7; }
echo json_encode([wait(fork(3)), wait(fork([1])), wait(fork(null)), wait(fork('strlen')), wait(fork($name)), wait(fork(closure()))()]), "\n";
echo wait(fork(1 + 2)), ' ', get_class(wait(fork(new Work()))), "\n";
// By reference: the fork gets a copy.
function change(array &$x) { $x[] = 1; return count($x); }
$x = [1];
set_error_handler(function (int $level, string $text) { echo trim($text), "\n"; return true; });
echo wait(fork(change($x))), ' ', count($x), "\n";
// Compiled later, and many calls in a row.
eval('namespace Elsewhere; function f($x) { return get_running_fork_id() > 0 ? $x : -1; } echo wait(fork(f(8))), "\n";');
$source = 'return [' . str_repeat('fork(\App\number(1)), ', 2000) . '];';
function number($n) { return $n; }
echo array_sum(wait_multi(eval($source))), "\n";
// Names of somebody's own are left alone.
eval('namespace Own; function fork($x) { return "own $x"; } function g() { return get_running_fork_id(); } echo fork(g()), "\n";');
eval('namespace Uses; use function Own\fork; function g() { return get_running_fork_id(); } echo fork(g()), "\n";');
eval('namespace Uses2; use function Own\{fork as spawn, fork}; function g() { return get_running_fork_id(); } echo fork(g()), spawn(g()), "\n";');
eval('namespace Uses3; use Own\Fork; use function Own\fork as spawn; function g() { return get_running_fork_id() > 0; } echo spawn(g()), wait(fork(g())), "\n";');
class Forker { function fork($x) { return "method $x"; } }
echo (new Forker())->fork(say('outside')), "\n";
?>
--EXPECT--
plain in a fork
plain
qualified in a fork
qualified
shouted in a fork
shouted
inner in the script
inner in a fork with {"0":1,"k":2,"l":[3]}
inner
work mine in a fork
self default in a fork
static named in a fork
work mine,self default,static named
class default in a fork
class default magic anything in a fork with [5]
magic anything
closure called in a fork
closure called closure passed in a fork
closure passed by name in a fork
by name by name default in a fork
by name default invoked 6 in a fork
invoked 6
arrow in a fork
arrow first class in a fork
first class closure by its name in a fork
closure by its name
argument by name in a fork
argument by name
cba 3
deep in a fork
deep in a fork
deep
mapped 1 in a fork
mapped 2 in a fork
mapped 1,mapped 2
[3,[1],null,"strlen","App\\say",7]
3 App\Work
App\change(): Argument #1 ($x) must be passed by reference, value given
2 1
8
2000
own 0
own 0
own 0own 0
own 1
outside in the script
method outside
