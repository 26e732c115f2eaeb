--TEST--
schema: recordings of the older extension, untyped; what differs, and why
--SKIPIF--
<?php
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
if (!is_file("$shared/vectors/observed-untyped_store.json")) echo 'skip the recordings are not here';
?>
--FILE--
<?php
require __DIR__ . '/schemas.inc';

// Case => why it is not as recorded. A case that is as recorded after all is a failure too.
const STORED_OTHERWISE = [
    'int " 7"' => 'white space before digits is skipped',
    'Bool "true"' => 'the truth of PHP',
    'Bool 0.5' => 'the truth of PHP',
    'string 1.5' => 'floats in their shortest form',
    'string 0.1' => 'floats in their shortest form',
    'Maybe ["resultTrue",null,5]' => 'the value was the array itself',
    'Maybe {"_":"resultTrue","1":5}' => 'ended the process',
    'Dict {"-3":1}' => 'keys of dictionaries are signed',
    'IntKeyDict {"x":"a"}' => 'a string key in a dictionary of int keys is an error',
];
const FETCHED_OTHERWISE = [
    'Vector neg' => 'counts are unsigned; what cannot fit is an error',
    'Dict emptykey' => 'the empty key is kept',
];

$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
function recordings(string $name): array
{
    global $shared;
    return json_decode(file_get_contents("$shared/vectors/$name"), true);
}
$folder = new_schema_folder();
file_put_contents("$folder/recordings.tl", file_get_contents("$shared/vectors/tl-vectors.tl") . '
---types---
rpcInvokeReqExtra {flags:#} wait_binlog_pos:flags.16?%long string_forward_keys:flags.18?%(Vector string)
  int_forward_keys:flags.19?%(Vector long) string_forward:flags.20?%string int_forward:flags.21?%long
  custom_timeout_ms:flags.23?%int = RpcInvokeReqExtra flags;
---functions---
@readwrite rpcDestFlags#e352035e {X:Type} flags:# extra:%(RpcInvokeReqExtra flags) query:!X = X;
@readwrite rpcDestActorFlags#f0a5acf7 {X:Type} actor_id:long flags:# extra:%(RpcInvokeReqExtra flags) query:!X = X;
@any engine.count = BoolStat;
@any engine.pid = net.Pid;
');
var_dump(tl_config_load_file("$folder/recordings.tl"));
set_error_handler(function () { return true; });  // warnings about what is stored are not the question here

function attempt(callable $what)
{
    try {
        return $what();
    } catch (VkextTlException $e) {
        return $e;
    }
}
function unhex($v)
{
    if (is_array($v)) return array_map('unhex', $v);
    return is_string($v) && strncmp($v, 'hex:', 4) === 0 ? hex2bin(substr($v, 4)) : $v;
}
function judge(string $case, bool $agrees, array $otherwise, string $told): void
{
    if ($agrees === isset($otherwise[$case])) {
        echo $case, $agrees ? ' is as recorded after all' : " is not as recorded: $told", "\n";
    }
}

$stored = 0;
foreach (recordings('observed-untyped_store.json') as $e) {
    $query = eval("return $e[query];");
    $got = is_array($query) || is_object($query) ? attempt(function () use ($query) { return vkext_tl_encode($query); })
        : new VkextTlException('no array');
    $agrees = is_string($got) ? bin2hex($got) === $e['request_hex'] : empty($e['request_hex']);
    judge($e['case'], $agrees, STORED_OTHERWISE, is_string($got) ? bin2hex($got) : $got->getMessage());
    $stored++;
}

$fetched = 0;
foreach (recordings('observed-untyped_fetch.json') as $e) {
    $form = $e['result']['_'] ?? null;
    // Errors and headers are the business of the layer below.
    if (!isset($e['result']) || $e['answer_hex'][0] === 'E' || ($form ?? '_') !== '_') continue;
    if (strncmp($e['answer_hex'], 'f532e47a', 8) === 0) continue;
    $got = attempt(function () use ($e) { return vkext_tl_decode(hex2bin($e['answer_hex']), eval("return $e[query];")); });
    $want = $form === null ? null : unhex($e['result']['result']);
    $agrees = $form === null ? $got instanceof VkextTlException
        : (is_float($want) || is_int($want) ? !is_object($got) && (float)$got === (float)$want : $got === $want);
    if (is_float($got) && is_nan($got)) $agrees = $want === null || $want === 'NAN' || (is_float($want) && is_nan($want));
    judge($e['case'], $agrees, FETCHED_OTHERWISE, $got instanceof VkextTlException ? $got->getMessage() : json_encode($got));
    $fetched++;
}
echo "$stored stored, $fetched fetched\n";
?>
--EXPECT--
bool(true)
168 stored, 66 fetched
