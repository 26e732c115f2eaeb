--TEST--
forks: serialize() and unserialize() in several forks at once, whose methods wait: each has its own tables
--SKIPIF--
<?php if (PHP_VERSION_ID < 80100) echo 'skip fibers came with PHP 8.1'; ?>
--INI--
vkext.kphp_runtime=1
error_reporting=E_ALL & ~E_DEPRECATED
--FILE--
<?php
class Magic
{
    public $name;
    public $same;
    public function __construct($name) { $this->name = $name; $this->same = new stdClass(); }
    public function __serialize(): array
    {
        sched_yield();
        return ['name' => $this->name, 'same' => $this->same, 'again' => $this->same];
    }
    public function __unserialize(array $data): void
    {
        sched_yield();
        $this->name = $data['name'];
        $this->same = $data['same'] === $data['again'] ? $data['same'] : null;
    }
}

// What it serializes itself is part of the whole: this one runs without PHP's lock.
class Old implements Serializable
{
    public $name;
    public $same;
    public function __construct($name) { $this->name = $name; $this->same = new stdClass(); }
    public function serialize()
    {
        sched_yield();
        return serialize([$this->name, $this->same, $this->same]);
    }
    public function unserialize($text)
    {
        sched_yield();
        $data = unserialize($text);
        sched_yield();
        $this->name = $data[0];
        $this->same = $data[1] === $data[2] ? $data[1] : null;
    }
}

function there_and_back(string $class, string $name, int $count): string
{
    $all = [];
    for ($i = 0; $i < $count; $i++) {
        $all[] = new $class("$name$i");
    }
    $text = serialize($all);
    foreach (unserialize($text) as $i => $one) {
        if ($one->name !== "$name$i" || !$one->same) {
            echo "$name: $i\n";
        }
    }
    return md5($text);
}

foreach (['Magic', 'Old'] as $class) {
    $alone = $forks = [];
    foreach (['a' => 2, 'b' => 7, 'c' => 4] as $name => $count) {
        $alone[$name] = there_and_back($class, $name, $count);
    }
    // The first to begin is the first to end; the script does the same in between.
    foreach (['a' => 2, 'b' => 7] as $name => $count) {
        $forks[$name] = fork(there_and_back($class, $name, $count));
    }
    $together = ['c' => there_and_back($class, 'c', 4)] + wait_multi($forks);
    ksort($together);
    var_dump($together === $alone);
}

// Forks that have not ended when the request does; what comes later finds the tables as they should be.
final class Late
{
    public static $last;
    public function __destruct()
    {
        $object = new stdClass();
        echo serialize([new Magic('late'), $object, $object]), "\n";
        $two = unserialize('a:2:{i:0;O:8:"stdClass":0:{}i:1;r:2;}');
        var_dump($two[0] === $two[1]);
    }
}
foreach (['d', 'e'] as $name) {
    fork(there_and_back('Old', $name, 3));
    fork(function () {
        unserialize(serialize(new Old('f')));
    });
}
sched_yield();
$late = new Late();
// This one PHP meets later, behind the Fibers of the forks.
Late::$last = new Late();
?>
--EXPECT--
bool(true)
bool(true)
a:3:{i:0;O:5:"Magic":3:{s:4:"name";s:4:"late";s:4:"same";O:8:"stdClass":0:{}s:5:"again";r:4;}i:1;O:8:"stdClass":0:{}i:2;r:6;}
bool(true)
a:3:{i:0;O:5:"Magic":3:{s:4:"name";s:4:"late";s:4:"same";O:8:"stdClass":0:{}s:5:"again";r:4;}i:1;O:8:"stdClass":0:{}i:2;r:6;}
bool(true)
