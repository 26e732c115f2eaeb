--TEST--
typed: classes are looked for by the generator's name first, then by the other spellings
--INI--
tl.conffile={PWD}/../../tl/common.tl
--FILE--
<?php
// rows: typed-4.1..8
require __DIR__ . '/../_inc/typed_classes.inc';

$schema = sys_get_temp_dir() . '/vkext-names-' . getmypid() . '.tl';
file_put_contents($schema, file_get_contents(__DIR__ . '/../../tl/common.tl') . <<<'TL'
n.rec a:int b:int = n.Rec;
n.one a:int = n.Two;
list a:int b:int = List;
g.pairT {X:Type} {Y:Type} a:X b:Y = g.PairT X Y;
g.none {X:Type} = g.Opt X;
g.some {X:Type} v:X = g.Opt X;
g.repeated {n:#} n*[int] = g.Repeated n;
---functions---
q.a = g.PairT int #;
q.b = g.PairT long float;
q.c = g.PairT (Maybe int) (Maybe %(Vector int));
q.d = g.PairT %(Vector %n.Rec) %(Dictionary %(Vector long));
q.e = g.PairT (Either int string) %(g.PairT int %(g.PairT int int));
q.f = g.PairT Bool %(Tuple int 3);
q.g = g.PairT (Maybe Bool) (Maybe %n.Rec);
q.h = g.PairT (Maybe (Maybe string)) True;
q.i = g.Opt n.Two;
q.j = List;
q.k {X:Type} query:!X = VectorTotal X;
q.l = g.PairT %(IntKeyDictionary double) n.Two;
q.m = g.PairT %(g.Repeated 2) int;
TL);
var_dump(tl_config_load_file($schema));
unlink($schema);

foreach (range('a', 'm') as $letter) {
  eval("namespace VK\TL\q\Functions; class q_$letter { public \$query; } class q_{$letter}_result { public \$value; }");
}

// What is looked for in vain, in order.
function missing(string $letter, string $hex): void {
  typed_looked_for();
  $query = tl("q/Functions/q_$letter", ['query' => $letter === 'k' ? tl('q/Functions/q_a') : null]);
  try {
    vkext_tl_decode(hex2bin($hex), $query);
  } catch (VkextTlException $e) {
    echo "$letter ", $e->getMessage(), "\n";
  }
  foreach (typed_looked_for() as $name) {
    echo "    $name\n";
  }
}

foreach (range('a', 'm') as $letter) {
  missing($letter, ['k' => '473f1310', 'j' => 'fd3ce689', 'i' => '09b45a6f'][$letter] ?? 'b5972504');
}
?>
--EXPECT--
bool(true)
a class VK\TL\g\Types\g_pairT__int__int not found or not instantiable
    VK\TL\g\Types\g_pairT__int__int
    VK\TL\g\Types\g_pairT__int__int_
b class VK\TL\g\Types\g_pairT__int__float not found or not instantiable
    VK\TL\g\Types\g_pairT__int__float
    VK\TL\g\Types\g_pairT__int__float_
c class VK\TL\g\Types\g_pairT__maybe_int__maybe_array_int not found or not instantiable
    VK\TL\g\Types\g_pairT__maybe_int__maybe_array_int
    VK\TL\g\Types\g_pairT__maybe_int__maybe_array_int_
d class VK\TL\g\Types\g_pairT__array_n_Rec__array_array_int not found or not instantiable
    VK\TL\g\Types\g_pairT__array_n_Rec__array_array_int
    VK\TL\g\Types\g_pairT__array_n_Rec__array_array_int_
e class VK\TL\g\Types\g_pairT__Either__int__string__g_PairT__int__g_PairT__int__int not found or not instantiable
    VK\TL\g\Types\g_pairT__Either__int__string__g_PairT__int__g_PairT__int__int
    VK\TL\g\Types\g_pairT__Either__int__string__g_PairT__int__g_PairT__int__int_
f class VK\TL\g\Types\g_pairT__boolean__array_int not found or not instantiable
    VK\TL\g\Types\g_pairT__boolean__array_int
    VK\TL\g\Types\g_pairT__boolean__array_int_
g class VK\TL\g\Types\g_pairT__maybe_boolean__maybe_n_Rec not found or not instantiable
    VK\TL\g\Types\g_pairT__maybe_boolean__maybe_n_Rec
    VK\TL\g\Types\g_pairT__maybe_boolean__maybe_n_rec
    VK\TL\g\Types\g_pairT__boolean__n_Rec
    VK\TL\g\Types\g_pairT__maybe_boolean__maybe_n_Rec_
h class VK\TL\g\Types\g_pairT__maybe_string__boolean not found or not instantiable
    VK\TL\g\Types\g_pairT__maybe_string__boolean
    VK\TL\g\Types\g_pairT__maybe_string__True
    VK\TL\g\Types\g_pairT__maybe_string__boolean_
i class VK\TL\g\Types\g_none__n_Two not found or not instantiable
    VK\TL\g\Types\g_none__n_Two
    VK\TL\g\Types\g_none__n_Two_
j class VK\TL\_common\Types\list not found or not instantiable
    VK\TL\_common\Types\list
    VK\TL\_common\Types\list_
k class VK\TL\_common\Types\vectorTotal__RpcFunctionReturnResult not found or not instantiable
    VK\TL\_common\Types\vectorTotal__RpcFunctionReturnResult
    VK\TL\_common\Types\vectorTotal__RpcFunctionReturnResult_
l class VK\TL\g\Types\g_pairT__array_float__n_Two not found or not instantiable
    VK\TL\g\Types\g_pairT__array_float__n_Two
    VK\TL\g\Types\g_pairT__array_float__n_Two_
m class VK\TL\g\Types\g_pairT__array_int__int not found or not instantiable
    VK\TL\g\Types\g_pairT__array_int__int
    VK\TL\g\Types\g_pairT__array_int__int_
