--TEST--
schema: vkext_tl_schema(): the structure of `vkext json`
--FILE--
<?php
// rows: decision-20
require __DIR__ . '/../_inc/query.inc';

var_dump(vkext_tl_schema());  // nothing is loaded
$file = __DIR__ . '/../30_query/query.tl';
tl_config_load_file($file);
$schema = vkext_tl_schema();
exec(escapeshellarg(getenv('VKEXT_TOOL')) . ' json ' . escapeshellarg($file), $lines, $status);
var_dump($status, $schema === json_decode(implode("\n", $lines), true));
echo implode(' ', array_keys($schema)), "\n";
foreach ($schema['combinators'] as $combinator) {
    if (in_array($combinator['name'], ['q.masked', 'q.outer', 'q.diagonal', 'q.secret', 'q.getUnnamed', 'q.rows'])) {
        echo json_encode($combinator), "\n";
    }
}
foreach ($schema['types'] as $type) {
    if (in_array($type['name'], ['q.Shape', 'q.Outer', 'Maybe', 'Tuple'])) {
        echo json_encode($type), "\n";
    }
}
// It is a copy.
$schema['combinators'] = null;
var_dump(count(vkext_tl_schema()['combinators']) > 50);
tl_config_load_file(__DIR__ . '/../40_result/switches.tl');
echo implode(' ', array_column(array_filter(vkext_tl_schema()['combinators'],
    function ($c) { return $c['kind'] === 'function'; }), 'name')), "\n";
?>
--EXPECT--
array(0) {
}
int(0)
bool(true)
combinators types
{"name":"q.masked","magic":"0x40000013","kind":"constructor","arguments":[{"name":"mask","type":"#"},{"name":"a","type":"int","condition":{"mask":"mask","bit":0}},{"name":"b","type":"string","condition":{"mask":"mask","bit":1}},{"name":"c","type":"true","condition":{"mask":"mask","bit":2}},{"name":"d","type":"True","condition":{"mask":"mask","bit":3}},{"name":"e","type":"(Maybe int)","condition":{"mask":"mask","bit":4}},{"name":"f","type":"%(Vector int)","condition":{"mask":"mask","bit":31}}],"result":"q.Masked","flags":[]}
{"name":"q.outer","magic":"0x40000015","kind":"constructor","arguments":[{"name":"m","type":"#","implicit":true},{"name":"id","type":"int"},{"name":"a","type":"int","condition":{"mask":"m","bit":0}},{"name":"b","type":"true","condition":{"mask":"m","bit":1}}],"result":"q.Outer m","flags":[]}
{"name":"q.rows","magic":"0x40000017","kind":"constructor","arguments":[{"name":"n","type":"#"},{"name":"rows","type":"n*[x:int y:string]"}],"result":"q.Rows","flags":[]}
{"name":"q.getUnnamed","magic":"0x5000001a","kind":"function","arguments":[{"name":"","type":"int"},{"name":"","type":"string"}],"result":"q.Unnamed","flags":[]}
{"name":"q.diagonal","magic":"0x50000021","kind":"function","arguments":[{"name":"X","type":"Type","implicit":true},{"name":"flag","type":"Bool"},{"name":"query","type":"X","query":true}],"result":"Vector X","flags":[]}
{"name":"q.secret","magic":"0x50000025","kind":"function","arguments":[{"name":"x","type":"int"}],"result":"Int","flags":["internal"]}
{"name":"Tuple","id":"0x9770768a","parameters":["Type","#"],"constructors":["tuple"]}
{"name":"Maybe","id":"0x180f8483","parameters":["Type"],"constructors":["resultFalse","resultTrue"]}
{"name":"q.Shape","id":"0x00000004","parameters":[],"constructors":["q.none","q.circle","q.box","q.group"]}
{"name":"q.Outer","id":"0x40000015","parameters":["#"],"constructors":["q.outer"]}
bool(true)
switches.ask switches.secret
