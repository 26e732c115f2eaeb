--TEST--
A rule file with a mistake is named at start-up, line and all; PHP runs on
--INI--
vkext.flex_data={PWD}/flex_bad_data.phpt:{PWD}/no-such-file
display_startup_errors=1
--FILE--
<?php
var_dump(vk_flex("Ivan", "Gen", 0, "names", 0));
?>
--EXPECTF--
%AWarning: vkext.flex_data: %sflex_bad_data.phpt: line 1: a rule file begins with 'flex 1'%Avkext.flex_data: %sno-such-file: cannot be read%A
string(4) "Ivan"
