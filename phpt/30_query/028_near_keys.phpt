--TEST--
query: a field that is missing is told with the key that may be meant for it
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
require __DIR__ . '/../_inc/query.inc';

function tells(string $title, array $queries): void
{
    echo "$title\n";
    foreach ($queries as $query) {
        echo '  ', encoded($query), "\n";
    }
}

tells('near', [
    ['_' => 'q.optional', 'maks' => 1],
    ['_' => 'q.optional', 'MASK' => 1],
    ['_' => 'q.optional', 'mask ' => 1],
    ['_' => 'q.forward', 'qeury' => ['_' => 'q.int', 'x' => 1]],
    ['_' => 'q.forward', 'query' => ['_' => 'q.int', 'X' => 1]],
    ['_' => 'q.points', 'x' => ['a' => ['x' => 1, 'Y' => 2]]],
    ['_' => 'q.getRows', 'x' => ['n' => 1, 'rows' => [['x' => 1, 'Y' => '']]]],
    ['_' => 'q.getCounted', 'x' => ['n' => 1, 'lits' => [1]]],
    ['_' => 'q.shape', 'x' => ['_' => 'q.box', 'w' => 1, 'lable' => '']],
]);
tells('not near', [
    ['_' => 'q.getCounted', 'x' => ['n' => 1, 'elements' => [1]]],
    ['_' => 'q.getPoint', 'p' => ['x' => 1, 'z' => 2]],
    ['_' => 'q.getPoint', 'p' => [1 => 1]],
    ['q.optional'],
]);
tells('nothing but letters is shown', [
    ['_' => 'q.getCounted', 'x' => ['n' => 1, "lis\n" => [1]]],
    ['_' => 'q.getCounted', 'x' => ['n' => 1, "li\xf1t" => [1]]],
    ['_' => 'q.getCounted', 'x' => ['n' => 1, "list\0" => [1]]],
]);
tells('guessed: nobody is asked', [['_' => 'q.shapes', 'x' => [['W' => 1], ['_' => 'q.box', 'w' => 1, 'lable' => '']]]]);

$many = ['n' => 1];
for ($i = 0; $i < 20000; $i++) {
    $many[str_repeat('list', 250) . $i] = $i;
}
tells('many long keys', [['_' => 'q.getCounted', 'x' => $many], ['_' => 'q.getCounted', 'x' => $many + ['lits' => [1]]],
    ['_' => 'q.getCounted', 'x' => ['lits' => [1]] + $many]]);

$holes = ['n' => 1, 'lits' => [1], 'list_' => [1]];
unset($holes['lits']);
tells('where keys were unset', [['_' => 'q.getCounted', 'x' => $holes]]);
?>
--EXPECT--
near
  VkextTlException 0 q.optional → mask: Field mask not found: is the key "maks" meant for it?
  VkextTlException 0 q.optional → mask: Field mask not found: is the key "MASK" meant for it?
  VkextTlException 0 q.optional → mask: Field mask not found: is the key "mask " meant for it?
  VkextTlException 0 q.forward → query: Field query not found: is the key "qeury" meant for it?
  VkextTlException 0 q.forward → query: q.int → x: Field x not found: is the key "X" meant for it?
  VkextTlException 0 q.points → x["a"].y: Field y not found: is the key "Y" meant for it?
  VkextTlException 0 q.getRows → x.rows[0].y: Field y not found: is the key "Y" meant for it?
  VkextTlException 0 q.getCounted → x.list: Field list not found: is the key "lits" meant for it?
  VkextTlException 0 q.shape → x.label: Field label not found: is the key "lable" meant for it?
not near
  VkextTlException 0 q.getCounted → x.list: Field list not found
  VkextTlException 0 q.getPoint → p.y: Field y not found
  VkextTlException 0 q.getPoint → p.y: Field y not found
  VkextTlException 0 q.optional → mask: Field mask not found
nothing but letters is shown
  VkextTlException 0 q.getCounted → x.list: Field list not found
  VkextTlException 0 q.getCounted → x.list: Field list not found
  VkextTlException 0 q.getCounted → x.list: Field list not found
guessed: nobody is asked
  VkextTlException 0 q.shapes → x[1].label: Field label not found
many long keys
  VkextTlException 0 q.getCounted → x.list: Field list not found
  VkextTlException 0 q.getCounted → x.list: Field list not found
  VkextTlException 0 q.getCounted → x.list: Field list not found: is the key "lits" meant for it?
where keys were unset
  VkextTlException 0 q.getCounted → x.list: Field list not found: is the key "list_" meant for it?
