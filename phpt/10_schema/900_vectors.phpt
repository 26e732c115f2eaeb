--TEST--
schema: the shared vectors through PHP: requests, answers, values both ways
--SKIPIF--
<?php
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
if (!is_file("$shared/vectors/tl-vectors.json")) echo 'skip the vectors are not here';
?>
--FILE--
<?php
require __DIR__ . '/schemas.inc';

$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
$vectors = json_decode(file_get_contents("$shared/vectors/tl-vectors.json"), true)['vectors'];

// A value of type T is looked at as the argument and as the answer of `v.fN x:(T) = VN`, where `vN x:(T) = VN` is flat.
$schema = file_get_contents("$shared/vectors/tl-vectors.tl");
$types = "\n---types---\n";
$functions = "---functions---\n";
foreach ($vectors as $v) {
    if ($v['kind'] !== 'value') continue;
    $types .= sprintf("v%d#7e%06x x:(%s) = V%1\$d;\n", $v['id'], $v['id'], $v['type']);
    $functions .= sprintf("@any v.f%d#7f%06x x:(%s) = V%1\$d;\n", $v['id'], $v['id'], $v['type']);
}
$folder = new_schema_folder();
file_put_contents("$folder/vectors.tl", $schema . $types . $functions);
var_dump(tl_config_load_file("$folder/vectors.tl"));

// A value in the form that PHP gets: Maybe collapses, the constructor of a union comes last. What the vectors write by
// position, as a number beyond int, or leave out because it is a bit, comes back as below.
const OTHER_FORMS = [
    11 => 0.10000000149011612,
    25 => [],
    26 => [],
    27 => [],
    52 => ['x' => 1, 'y' => 2],
    58 => ['a' => 1, 'b' => 'x', '_' => 'shapeSquare'],
    63 => ['fields_mask' => 4, 'c' => []],
    65 => ['fields_mask' => -2147483648, 'e' => [1]],
    67 => ['fields_mask' => 64, 'h' => []],
    69 => ['id' => 1, 'a' => 2, 'b' => []],
];
function received($v)
{
    if (!is_array($v)) return $v;
    if (($v['_'] ?? '') === 'resultFalse') return false;
    if (($v['_'] ?? '') === 'resultTrue') return received($v['result']);
    $out = array_map('received', $v);
    if (isset($out['_'])) {
        $name = $out['_'];
        unset($out['_']);
        $out['_'] = $name;
    }
    return $out;
}
function same($a, $b): bool
{
    if (is_float($a) && is_float($b)) return pack('E', $a) === pack('E', $b) || (is_nan($a) && is_nan($b));
    return $a === $b;
}

$count = ['value' => 0, 'request' => 0, 'answer' => 0];
foreach ($vectors as $v) {
    $count[$v['kind']]++;
    $wrong = function (string $what, $got) use ($v) {
        echo "$v[id] $v[kind] $v[type]: $what ", is_string($got) && ctype_xdigit($got) ? $got : var_export($got, true), "\n";
    };
    $value = eval("return $v[php];");
    try {
        switch ($v['kind']) {
            case 'request':
                $bytes = bin2hex(vkext_tl_encode($value));
                if ($bytes !== $v['hex']) $wrong('encodes to', $bytes);
                break;
            case 'answer':
                $got = vkext_tl_decode(hex2bin($v['hex']), eval("return $v[request];"));
                if (!same($got, $value)) $wrong('decodes to', $got);
                break;
            case 'value':
                $query = ["v.f$v[id]", $value];
                $bytes = bin2hex(vkext_tl_encode($query));
                if (substr($bytes, 8) !== $v['hex']) $wrong('encodes to', $bytes);
                $got = vkext_tl_decode(pack('V', 0x7e000000 + $v['id']) . hex2bin($v['hex']), $query);
                $want = array_key_exists($v['id'], OTHER_FORMS) ? OTHER_FORMS[$v['id']] : received($value);
                if (!same($got, $want)) $wrong('decodes to', $got);
        }
    } catch (VkextTlException $e) {
        $wrong('fails:', $e->getMessage());
    }
}
echo json_encode($count), "\n";
?>
--EXPECT--
bool(true)
{"value":88,"request":21,"answer":17}
