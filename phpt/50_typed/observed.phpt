--TEST--
typed: recordings of the older extension; what differs, and why
--SKIPIF--
<?php
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
if (!is_file("$shared/vectors/observed-typed.json")) echo 'skip the recordings are not here';
?>
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';

// Case => what differs from the recording. Everything else must be equal.
const REASONS = [
  'pid' => 'engine.pid is not in the schema of the recordings',
];
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
$cases = json_decode(file_get_contents("$shared/vectors/observed-typed.json"), true);
tl_config_load_file("$shared/vectors/tl-vectors.tl") or die('no schema');

// The classes of the recordings, made of the names and properties that occur in them.
$properties = [];
function collect($value): void {
  global $properties;
  if (!is_array($value)) return;
  if (isset($value['#class'])) {
    $properties[$value['#class']] = array_diff(array_keys($value), ['#class']) + ($properties[$value['#class']] ?? []);
  }
  array_map('collect', $value);
}
foreach ($cases as $case) {
  collect($case['result']);
}
function define_class(string $class, array $names): void {
  $at = strrpos($class, '\\');
  $short = substr($class, $at + 1);
  if (class_exists($class)) return;
  $list = '';
  foreach ($names as $name) {
    $bit = in_array([$short, $name], [['masked', 'c'], ['masked', 'h'], ['ext', 'b']]);
    $list .= "public \$$name = " . ($bit ? 'false' : 'null') . '; ';
  }
  eval('namespace ' . substr($class, 0, $at) . "; class $short { $list }");
}
foreach ($properties as $class => $names) {
  define_class($class, $names);
}

function value_of(string $text) {
  $code = preg_replace(['/new \\\\([\w\\\\]+)\{/', '/\}/', '/(?<=[\[ ,])(\w+): /'], ["made('$1', [", '])', "'$1' => "], $text);
  return eval("return $code;");
}
function made(string $class, array $values) {
  define_class($class, array_keys($values));
  $object = new $class();
  foreach ($values as $name => $value) {
    $object->$name = $value;
  }
  return $object;
}
function recorded($value) {
  if (!is_object($value)) return is_array($value) ? array_map('recorded', $value) : $value;
  return ['#class' => get_class($value)] + array_map('recorded', get_object_vars($value));
}

$rules = [];
foreach ($cases as $case) {
  if ($case['request_hex'] !== null) {
    $rules[] = ['when' => ['total' => count($rules) + 1], 'do' => [['result' => $case['answer_hex']]]];
  }
}
$peer = peer_start(['rules' => $rules]);
$c = connect($peer);
$warnings = [];
set_error_handler(function ($level, $text) use (&$warnings) {
  $warnings[] = preg_replace('/^\w+\(\): /', '', $text);
  return true;
});
$equal = 0;
foreach ($cases as $case) {
  $query = value_of($case['query']);
  $warnings = $differences = [];
  $id = typed_rpc_tl_query_one($c, $query);
  if ($warnings !== ($case['warnings'] ?? [])) {
    $differences[] = 'warnings ' . json_encode($warnings);
  }
  $errors = rpc_get_last_send_error();
  if (array_column($errors, 0) !== array_column($case['errors'] ?? [], 0)) {
    $differences[] = 'errors ' . json_encode($errors);
  }
  foreach ($case['errors'] ?? [] as $i => [, $text]) {
    if (strpos($errors[$i][1] ?? '', $text) === false) {
      $differences[] = 'error ' . json_encode($errors[$i] ?? null) . " instead of $text";
    }
  }
  if ($id > 0) {
    $warnings = [];
    try {
      $hex = bin2hex(vkext_tl_encode($query));
    } catch (VkextTlException $e) {
      $hex = $e->getMessage();
    }
    if ($hex !== $case['request_hex']) {
      $differences[] = "stored as $hex instead of $case[request_hex]";
    }
    $result = recorded(typed_rpc_tl_query_result_one($id));
    if ($result != $case['result'] || json_encode($result) !== json_encode($case['result'])) {
      $differences[] = 'result ' . json_encode($result);
    }
  } elseif ($case['request_hex'] !== null) {
    $differences[] = 'not stored: ' . json_encode(rpc_get_last_send_error());
  }
  $equal += !$differences;
  if ($differences && !isset(REASONS[$case['case']])) {
    echo $case['case'], ': ', implode('; ', $differences), "\n";
  }
  if (!$differences && isset(REASONS[$case['case']])) {
    echo $case['case'], ": no difference any more\n";
  }
}
echo count($cases) - $equal, " of ", count($cases), " differ, for the reasons given\n";
?>
--EXPECT--
1 of 43 differ, for the reasons given
