--TEST--
limits: counts that lie, elements without bytes
--INI--
tl.conffile={PWD}/../30_query/query.tl
memory_limit=256M
--FILE--
<?php
// rows: api-5.8.0 failure-W18 failure-W19 failure-T04 decision-35 decision-46
require __DIR__ . '/../_inc/query.inc';

$queries = ['15c4b51c' => ['_' => 'q.ints', 'x' => []], '8f614c1f' => ['_' => 'q.dictionary', 'x' => []],
    '42fcba07' => ['_' => 'q.intKeys', 'x' => []],
    'f1d824b4' => ['_' => 'q.longKeys', 'x' => []], '16000040' => ['_' => 'q.getCounted', 'x' => ['n' => 0,
        'list' => []]],
    '17000040' => ['_' => 'q.getRows', 'x' => ['n' => 0, 'rows' => []]]];
echo "counts\n";
foreach ($queries as $magic => $query) {
    foreach (['00000080', 'ffffff7f', 'ffffffff', '00000040', 'feffffff'] as $count) {
        $before = memory_get_peak_usage();
        $told = decoded($magic . $count . '0000000000000000', $query);
        if (strpos($told, 'VkextTlException') !== 0 || memory_get_peak_usage() - $before > 1000000) {
            echo "  $query[_] $count: $told\n";
        }
    }
}
echo "elements without bytes: a tuple of True takes four each, of nothing none\n";
ini_set('vkext.max_empty_elements', '1000');
foreach ([999, 1000, 1001, 2000000000] as $n) {
    echo "  $n: ", substr(decoded('8a767097', ['_' => 'q.hollow', 'n' => $n]), 0, 80), "\n";
    echo "  $n of the answer: ", substr(decoded('15c4b51c' . bin2hex(pack('V', $n)), ['_' => 'q.hollows']), 0, 80),
        "\n";
}
ini_set('vkext.max_empty_elements', '0');
echo '  none allowed: ', decoded('15c4b51c01000000', ['_' => 'q.hollows']), ' ', decoded('15c4b51c00000000',
    ['_' => 'q.hollows']), "\n";
?>
--EXPECT--
counts
elements without bytes: a tuple of True takes four each, of nothing none
  999: [[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[
  999 of the answer: [[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[
  1000: [[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[
  1000 of the answer: [[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[
  1001: VkextTlException 0 too many elements without bytes (byte 4)
  1001 of the answer: VkextTlException 0 too many elements without bytes (byte 8)
  2000000000: VkextTlException 0 too many elements without bytes (byte 4)
  2000000000 of the answer: VkextTlException 0 too many elements without bytes (byte 8)
  none allowed: VkextTlException 0 too many elements without bytes (byte 8) []
