--TEST--
vkext.strict=bytes refuses strings that are padded with anything but zeros, at the very end too, for arrays and objects
--FILE--
<?php
namespace VK\TL {
    interface RpcFunction {}
    interface RpcFunctionReturnResult {}
}
namespace VK\TL\q\Functions {
    class q_string implements \VK\TL\RpcFunction { public $x = ''; }
    class q_string_result implements \VK\TL\RpcFunctionReturnResult { public $value = ''; }
}
namespace {
    ini_set('tl.conffile', __DIR__ . '/../30_query/query.tl');
    foreach (['', 'bytes', 'kphp,bytes', 'kphp'] as $strict) {
        ini_set('vkext.strict', $strict);
        echo "strict '$strict'\n";
        // "a" with two zeros, with one wrong byte, with two; then "abc", which needs none.
        foreach (['01610000', '016100ff', '0161ffff', '03616263'] as $hex) {
            foreach ([['_' => 'q.string', 'x' => ''], new \VK\TL\q\Functions\q_string] as $query) {
                try {
                    $value = vkext_tl_decode(hex2bin("246e28b5$hex"), $query);
                    echo "  $hex ", is_object($value) ? "object {$value->value}" : $value, "\n";
                } catch (\VkextTlException $e) {
                    echo "  $hex {$e->getMessage()}\n";
                }
            }
        }
    }
}
?>
--EXPECT--
strict ''
  01610000 a
  01610000 object a
  016100ff a
  016100ff object a
  0161ffff a
  0161ffff object a
  03616263 abc
  03616263 object abc
strict 'bytes'
  01610000 a
  01610000 object a
  016100ff a string not in its shortest form, or not padded with zeros (byte 8)
  016100ff a string not in its shortest form, or not padded with zeros (byte 8)
  0161ffff a string not in its shortest form, or not padded with zeros (byte 8)
  0161ffff a string not in its shortest form, or not padded with zeros (byte 8)
  03616263 abc
  03616263 object abc
strict 'kphp,bytes'
  01610000 a
  01610000 object a
  016100ff a string not in its shortest form, or not padded with zeros (byte 8)
  016100ff a string not in its shortest form, or not padded with zeros (byte 8)
  0161ffff a string not in its shortest form, or not padded with zeros (byte 8)
  0161ffff a string not in its shortest form, or not padded with zeros (byte 8)
  03616263 abc
  03616263 object abc
strict 'kphp'
  01610000 a
  01610000 object a
  016100ff a
  016100ff object a
  0161ffff a
  0161ffff object a
  03616263 abc
  03616263 object abc
