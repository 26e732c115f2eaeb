--TEST--
typed: a final class of PHP's own stands for no TL type, by whatever name: its objects are made by PHP alone
--SKIPIF--
<?php if (PHP_VERSION_ID < 80300) echo 'skip an alias of such a class came with PHP 8.3'; ?>
--FILE--
<?php
$file = sys_get_temp_dir() . '/vkext-classes-' . getmypid() . '.tl';
file_put_contents($file, "---types---\nnothing = Nothing;\nother = Other;\n---functions---\nget.nothing = Nothing;\nget.other = Other;\n");
tl_config_load_file($file);
unlink($file);
eval('namespace VK\TL\get\Functions; final class get_nothing {} final class get_nothing_result { public $value; }
    final class get_other {} final class get_other_result { public $value; }');
class_alias('Closure', 'VK\TL\_common\Types\nothing');
class_alias('Generator', 'VK\TL\_common\Types\other');
class_alias('Closure', 'VK\TL\_common\Types\rpcResponseError');
foreach (vkext_tl_schema()['combinators'] as $combinator) {
    $magic[$combinator['name']] = pack('V', hexdec($combinator['magic']));
}
foreach (['nothing' => new VK\TL\get\Functions\get_nothing(), 'other' => new VK\TL\get\Functions\get_other()] as $name => $query) {
    try {
        $answer = vkext_tl_decode($magic[$name], $query)->value;
        echo get_class($answer), "\n";
        $answer instanceof Closure ? $answer() : $answer->current();
    } catch (VkextTlException $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump(typed_rpc_tl_query_result_one(5));
?>
--EXPECTF--
class VK\TL\_common\Types\nothing not found or not instantiable
class VK\TL\_common\Types\other not found or not instantiable

Warning: typed_rpc_tl_query_result_one(): class VK\TL\_common\Types\rpcResponseError not found or not instantiable; it was to say: %s in %s on line %d
bool(false)
