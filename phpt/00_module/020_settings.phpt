--TEST--
module: every setting: its default, who may change it, which values it takes
--FILE--
<?php
// rows: api-1.1..6 decision-46
require __DIR__ . '/../_inc/process.inc';

$expected = ['tl.conffile' => ['', 'ALL'], 'tl.conffile_autoreload' => ['0', 'ALL'],
    'tl.enable_rpc_error_with_header_fetching' => ['0', 'ALL'],
    'vkext.ping_timeout' => ['0.1', 'SYSTEM'], 'vkext.use_unix' => ['0', 'SYSTEM'],
        'vkext.unix_socket_directory' => ['/var/run/engine', 'SYSTEM'],
    'vkext.key_file' => ['', 'SYSTEM'], 'vkext.require_encryption' => ['0', 'SYSTEM'],
        'vkext.protocol_version' => ['1', 'SYSTEM'],
    'vkext.connections_per_host' => ['1', 'SYSTEM'], 'vkext.max_connections' => ['256', 'SYSTEM'],
        'vkext.max_idle' => ['300', 'SYSTEM'],
    'vkext.max_age' => ['0', 'SYSTEM'], 'vkext.send_timeout' => ['0', 'ALL'], 'vkext.strict_pid' => ['0', 'SYSTEM'],
    'vkext.error_codes' => ['kphp', 'ALL'], 'vkext.connection_objects' => ['0', 'SYSTEM'],
        'vkext.kphp_runtime' => ['0', 'SYSTEM'],
    'vkext.fetch_exceptions' => ['0', 'ALL'], 'vkext.max_depth' => ['256', 'ALL'],
        'vkext.max_empty_elements' => ['1048576', 'ALL'],
    'vkext.float_strings' => ['php', 'ALL'], 'vkext.strict' => ['', 'ALL'], 'vkext.actors' => ['', 'ALL'],
        'vkext.flex_data' => ['', 'SYSTEM']];
$all = ini_get_all('vkext');
foreach ($expected as $name => [$default, $mode]) {
    if (!isset($all[$name])) {
        echo "$name is missing\n";
        continue;
    }
    $access = ['ALL' => 7, 'SYSTEM' => 4][$mode];
    if ((string)$all[$name]['global_value'] !== $default || $all[$name]['access'] !== $access) {
        echo "$name: ", json_encode($all[$name]), "\n";
    }
    // Those of the system refuse a script.
    if ($mode === 'SYSTEM' && (ini_set($name, '1') !== false || (string)ini_get($name) !== $default)) {
        echo "$name was changed by a script\n";
    }
}
echo 'more: ', implode(' ', array_diff(array_keys($all), array_keys($expected))), "\n";

echo "changed by a script\n";
foreach (['tl.conffile_autoreload' => ['1', 'on'], 'tl.enable_rpc_error_with_header_fetching' => ['1'],
    'vkext.send_timeout' => ['1'],
    'vkext.error_codes' => ['legacy', 'kphp', 'nonsense'], 'vkext.fetch_exceptions' => ['1'],
    'vkext.max_depth' => ['16', '1024', '15', '1025', '0', '-1', '', 'abc', '99999999999999999999'],
    'vkext.max_empty_elements' => ['0', '5', '-1', '08', 'abc'], 'vkext.float_strings' => ['legacy', 'php', 'nonsense'],
    'vkext.strict' => ['kphp', 'bytes', '', 'nonsense', 'kphp,bytes'], 'tl.conffile' => ['/no/such/file',
        '']] as $name => $values) {
    foreach ($values as $value) {
        $was = ini_get($name);
        $told = json_encode(@ini_set($name, $value));
        echo "  $name = '$value': $told, now ", json_encode(ini_get($name)), ini_get($name) === $value
            ? '' : ' (refused)', "\n";
    }
    ini_restore($name);
}

echo "given at start\n";
foreach (['vkext.protocol_version' => ['0', '2', '3', '-1', 'x'], 'vkext.connections_per_host' => ['1', '16', '0',
    '17'],
    'vkext.max_connections' => ['1', '-1'], 'vkext.max_depth' => ['16', '5'], 'vkext.error_codes' => ['nonsense'],
    'vkext.strict' => ['kphp', 'nonsense'], 'vkext.require_encryption' => ['ture', '2', 'oN', 'oFF'], 'vkext.ping_timeout' => ['0', '-1',
        '2.5', '1e300', 'nan', 'half'], 'vkext.max_idle' => ['1e3', '5m', ''], 'vkext.max_age' => ['never'],
    'vkext.use_unix' => ['on', 'yes', 'true', '1', '2', 'off', 'no', 'none', '0', '']] as $name => $values) {
    foreach ($values as $value) {
        // A refused value is told: nobody sees that the default holds instead.
        echo "  $name = '$value': ", preg_replace('/(?:PHP Warning: .*?)?\s*Warning: (.*?) in Unknown on line 0\s*/s', '($1) ',
            php_output("echo ini_get('$name');", [$name => $value, 'display_startup_errors' => '1'])), "\n";
    }
}
?>
--EXPECT--
more: 
changed by a script
  tl.conffile_autoreload = '1': "0", now "1"
  tl.conffile_autoreload = 'on': "1", now "on"
  tl.enable_rpc_error_with_header_fetching = '1': "0", now "1"
  vkext.send_timeout = '1': "0", now "1"
  vkext.error_codes = 'legacy': "kphp", now "legacy"
  vkext.error_codes = 'kphp': "legacy", now "kphp"
  vkext.error_codes = 'nonsense': false, now "kphp" (refused)
  vkext.fetch_exceptions = '1': "0", now "1"
  vkext.max_depth = '16': "256", now "16"
  vkext.max_depth = '1024': "16", now "1024"
  vkext.max_depth = '15': false, now "1024" (refused)
  vkext.max_depth = '1025': false, now "1024" (refused)
  vkext.max_depth = '0': false, now "1024" (refused)
  vkext.max_depth = '-1': false, now "1024" (refused)
  vkext.max_depth = '': false, now "1024" (refused)
  vkext.max_depth = 'abc': false, now "1024" (refused)
  vkext.max_depth = '99999999999999999999': false, now "1024" (refused)
  vkext.max_empty_elements = '0': "1048576", now "0"
  vkext.max_empty_elements = '5': "0", now "5"
  vkext.max_empty_elements = '-1': false, now "5" (refused)
  vkext.max_empty_elements = '08': false, now "5" (refused)
  vkext.max_empty_elements = 'abc': false, now "5" (refused)
  vkext.float_strings = 'legacy': "php", now "legacy"
  vkext.float_strings = 'php': "legacy", now "php"
  vkext.float_strings = 'nonsense': false, now "php" (refused)
  vkext.strict = 'kphp': "", now "kphp"
  vkext.strict = 'bytes': "kphp", now "bytes"
  vkext.strict = '': "bytes", now ""
  vkext.strict = 'nonsense': false, now "" (refused)
  vkext.strict = 'kphp,bytes': "", now "kphp,bytes"
  tl.conffile = '/no/such/file': false, now "" (refused)
  tl.conffile = '': false, now ""
given at start
  vkext.protocol_version = '0': 0
  vkext.protocol_version = '2': 2
  vkext.protocol_version = '3': (PHP Startup: vkext.protocol_version = "3" is refused: it takes 0 to 2) 1
  vkext.protocol_version = '-1': (PHP Startup: vkext.protocol_version = "-1" is refused: it takes 0 to 2) 1
  vkext.protocol_version = 'x': (PHP Startup: vkext.protocol_version = "x" is refused: it takes 0 to 2) 1
  vkext.connections_per_host = '1': 1
  vkext.connections_per_host = '16': 16
  vkext.connections_per_host = '0': (PHP Startup: vkext.connections_per_host = "0" is refused: it takes 1 to 16) 1
  vkext.connections_per_host = '17': (PHP Startup: vkext.connections_per_host = "17" is refused: it takes 1 to 16) 1
  vkext.max_connections = '1': 1
  vkext.max_connections = '-1': (PHP Startup: vkext.max_connections = "-1" is refused: it takes 1 to 1000000) 256
  vkext.max_depth = '16': 16
  vkext.max_depth = '5': (PHP Startup: vkext.max_depth = "5" is refused: it takes 16 to 1024) 256
  vkext.error_codes = 'nonsense': (PHP Startup: vkext.error_codes = "nonsense" is refused: it takes kphp or legacy) kphp
  vkext.strict = 'kphp': kphp
  vkext.strict = 'nonsense': (PHP Startup: vkext.strict = "nonsense" is refused: it takes nothing, kphp, bytes, or both with a comma between) 
  vkext.require_encryption = 'ture': (PHP Startup: vkext.require_encryption = "ture" is refused: it takes on or off; encryption is required until it says off) ture
  vkext.require_encryption = '2': 2
  vkext.require_encryption = 'oN': 1
  vkext.require_encryption = 'oFF': 
  vkext.ping_timeout = '0': 0
  vkext.ping_timeout = '-1': -1
  vkext.ping_timeout = '2.5': 2.5
  vkext.ping_timeout = '1e300': (PHP Startup: vkext.ping_timeout = "1e300" is refused: it takes a number of seconds, such as 0.5) 0.1
  vkext.ping_timeout = 'nan': (PHP Startup: vkext.ping_timeout = "nan" is refused: it takes a number of seconds, such as 0.5) 0.1
  vkext.ping_timeout = 'half': (PHP Startup: vkext.ping_timeout = "half" is refused: it takes a number of seconds, such as 0.5) 0.1
  vkext.max_idle = '1e3': 1e3
  vkext.max_idle = '5m': (PHP Startup: vkext.max_idle = "5m" is refused: it takes a number of seconds, such as 0.5) 300
  vkext.max_idle = '': (PHP Startup: vkext.max_idle = "" is refused: it takes a number of seconds, such as 0.5) 300
  vkext.max_age = 'never': (PHP Startup: vkext.max_age = "never" is refused: it takes a number of seconds, such as 0.5) 0
  vkext.use_unix = 'on': 1
  vkext.use_unix = 'yes': 1
  vkext.use_unix = 'true': 1
  vkext.use_unix = '1': 1
  vkext.use_unix = '2': 2
  vkext.use_unix = 'off': 
  vkext.use_unix = 'no': 
  vkext.use_unix = 'none': 
  vkext.use_unix = '0': 0
  vkext.use_unix = '': 
