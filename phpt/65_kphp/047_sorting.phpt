--TEST--
forks: usort() in several forks at once, whose comparisons wait: each calls its own
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
vkext.kphp_runtime=1
--FILE--
<?php
function sorted(string $name, int $length): array
{
    $letters = range($length, 1);
    usort($letters, function ($a, $b) use ($name) {
        // One that fetches and sorts in between, as a comparison of another's might.
        $inner = [2, 1];
        usort($inner, function ($a, $b) { sched_yield(); return $a <=> $b; });
        if ($inner !== [1, 2]) {
            echo "$name: inner sort\n";
        }
        sched_yield();
        return $name === 'down' ? $b <=> $a : $a <=> $b;
    });
    return $letters;
}

function line(array $numbers): string
{
    return implode(' ', $numbers);
}

// They begin and end in turns: the first to begin is the first to end, which leaves others in the middle.
$forks = [];
foreach (['up' => 2, 'down' => 7, 'far up' => 9] as $name => $length) {
    $forks[$name] = fork(sorted($name, $length));
}
$late = fork(function () use ($forks) {
    wait_concurrently($forks['up']);
    return sorted('down', 6);
});
// The script sorts meanwhile.
$mine = [3, 1, 2];
usort($mine, function ($a, $b) { sched_yield(); return $a <=> $b; });
echo line($mine), "\n";
foreach (wait_multi($forks + ['late' => $late]) as $name => $numbers) {
    echo "$name: ", line($numbers), "\n";
}
// A fork that ends, or throws, inside of a comparison.
$mine = [3, 1, 2, 5, 4];
usort($mine, function ($a, $b) {
    $one = fork(sorted('up', 3));
    $other = fork(function () {
        $two = [1, 2];
        usort($two, function () { sched_yield(); throw new Exception('in a comparison'); });
    });
    try {
        wait($other);
    } catch (Exception $e) {
    }
    return line(wait($one)) === '1 2 3' ? $a <=> $b : 0;
});
echo line($mine), "\n";
?>
--EXPECT--
1 2 3
up: 1 2
down: 7 6 5 4 3 2 1
far up: 1 2 3 4 5 6 7 8 9
late: 6 5 4 3 2 1
1 2 3 4 5
