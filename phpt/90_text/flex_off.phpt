--TEST--
vk_flex without rules gives names back as they are
--FILE--
<?php
// rows: help-6.0
var_dump(vk_flex("Ivan", "Gen", 0, "names", 0), vk_flex("", "", 1, "", -5));
try {  // a warning and null in PHP 7
  echo @vk_flex("Ivan", "Gen", 0, "names") === null ? "refused\n" : "taken\n";
} catch (ArgumentCountError $e) {
  echo "refused\n";
}
?>
--EXPECT--
string(4) "Ivan"
string(0) ""
refused
