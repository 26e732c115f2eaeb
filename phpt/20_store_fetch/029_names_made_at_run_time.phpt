--TEST--
a constructor's name that the script has put together is also that of a field: both are found, every time
--FILE--
<?php
ini_set('tl.conffile', __DIR__ . '/names.tl');

// Nobody has looked such a string up: PHP does not know its hash yet.
$name = function () { return implode('', ['us', 'er']); };
// Out of order, so that the field is looked up before the constructor is met.
for ($i = 0; $i < 3; $i++) {
    echo bin2hex(vkext_tl_encode(['_' => 'names.put', 'mark' => $i, 'user' => ['_' => $name(), 'id' => 7]])), "\n";
}
$keys = [$name() => ['_' => $name(), 'id' => 8], 'mark' => 9];
echo bin2hex(vkext_tl_encode(['_' => 'names.put'] + $keys)), "\n";
?>
--EXPECT--
294143ea5e36c21e0700000000000000
294143ea5e36c21e0700000001000000
294143ea5e36c21e0700000002000000
294143ea5e36c21e0800000009000000
