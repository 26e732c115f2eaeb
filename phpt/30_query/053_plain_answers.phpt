--TEST--
query: an answer of plain fields becomes the same over the network as in the decoder, whole or broken
--INI--
tl.conffile={PWD}/plain.tl
--FILE--
<?php
require __DIR__ . '/../_inc/query.inc';

const TRUE_HEX = 'b5757299';

/** The bytes, all their beginnings, some surplus, and each word replaced by others. */
function spoiled(string $hex): array
{
    $all = [$hex, $hex . '00', $hex . '00000000', $hex . $hex];
    for ($n = strlen($hex) - 2; $n >= 0; $n -= 2) {
        $all[] = substr($hex, 0, $n);
    }
    for ($at = 0; $at < strlen($hex); $at += 8) {
        foreach (['ffffffff', 'fe000000', '00000000', TRUE_HEX] as $word) {
            $all[] = substr_replace($hex, $word, $at, 8);
        }
    }
    return $all;
}

$scalars = '05000000' . 'feffffff' . 'ffffffffffffff7f' . '000000000000f83f' . '0000c03f' . TRUE_HEX;
$long = 'fe000100' . str_repeat('41', 256);
$asked = [];
foreach ([
    ['p.any', '01010040'], ['p.any', '0201004003616263'], ['p.any', '0201004000000000'], ['p.any', '0201004001610000'],
    ['p.any', '02010040' . $long], ['p.any', '02010040' . 'fe01000061000000'], ['p.any', '02010040' . '016100ff'],
    ['p.any', '03010040' . '06d0bfd180220000' . $scalars . '00000000'],
    ['p.any', '04010040' . '02000000' . '01610000' . '01620000'],
    ['p.getOnly', '05010040' . TRUE_HEX . '0568656c6c6f0000'],
    ['p.getWide', '06010040' . implode('', array_fill(0, 9, '07000000'))],
] as [$function, $hex]) {
    foreach (strlen($hex) > 200 || $function === 'p.getWide' ? [$hex, substr($hex, 0, -8), $hex . '00000000'] : spoiled($hex) as $one) {
        $asked[] = [$function, $one];
    }
}
$asked[] = ['p.any', '02010040' . 'fe409c00' . str_repeat('42', 40000)];

/** All of them in one batch; how many are good, and those that are not what the decoder makes of the bytes. */
function compared(array $asked): array
{
    $rules = [];
    foreach ($asked as $i => [, $hex]) {
        $rules[] = ['when' => ['n' => $i + 1], 'do' => [['result' => $hex]]];
    }
    $peer = peer_start(['rules' => $rules]);
    $queries = array_map(function ($one) {
        return ['_' => $one[0]];
    }, $asked);
    $answers = rpc_tl_query_result(rpc_tl_query(patient($peer), $queries));
    $good = 0;
    foreach ($asked as $i => [$function, $hex]) {
        try {
            $expected = ['result' => vkext_tl_decode(hex2bin($hex), ['_' => $function]), '_' => '_'];
            $good++;
        } catch (VkextTlException $e) {
            $expected = ['__error' => "Can't parse response", '__error_code' => -4101];
        }
        // As text: what is not a number is not even equal to itself.
        if (serialize($answers[$i]) !== serialize($expected)) {
            echo "$function $hex: ", json_encode($answers[$i]), ' instead of ', json_encode($expected), "\n";
        }
    }
    $peer->check();
    echo "$good of ", count($asked), ' good, ', rpc_tl_pending_queries_count(), " pending\n";
    return $answers;
}

$answers = compared($asked);
ini_set('vkext.strict', 'bytes');
compared(array_filter(array_slice($asked, 0, 60), function ($one) {
    return $one[0] === 'p.any';
}));
ini_set('vkext.strict', '');
// What a script does with one answer is not seen in the next.
$same = array_values(array_filter($answers, function ($one) {
    return isset($one['result']['value']) && $one['result']['value'] === '';
}));
$same[0]['result']['value'] .= '!';
$same[0]['more'] = $same[0]['result']['also'] = true;
unset($same[0]['_']);
echo json_encode(array_slice($same, 0, 2)), "\n";
?>
--EXPECT--
68 of 299 good, 0 pending
6 of 60 good, 0 pending
[{"result":{"value":"!","_":"p.text","also":true},"more":true},{"result":{"value":"","_":"p.text"},"_":"_"}]
