--TEST--
vk_flex without rules gives names back as they are
--FILE--
<?php
var_dump(vk_flex("Ivan", "Gen", 0, "names", 0), vk_flex("", "", 1, "", -5));
try {
  vk_flex("Ivan", "Gen", 0, "names");
} catch (ArgumentCountError $e) {
  echo $e->getMessage(), "\n";
}
?>
--EXPECT--
string(4) "Ivan"
string(0) ""
vk_flex() expects exactly 5 arguments, 4 given
