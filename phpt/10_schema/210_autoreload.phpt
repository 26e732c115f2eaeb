--TEST--
schema: tl.conffile_autoreload between requests; what a request loads ends with it
--FILE--
<?php
require __DIR__ . '/../_inc/server.inc';
require __DIR__ . '/../_inc/child.inc';
require __DIR__ . '/schemas.inc';

$folder = new_schema_folder();
mkdir("$folder/all");
$main = schema_file("$folder/all/a.tl", 1);
schema_file("$folder/other.tl", 7);
file_put_contents("$folder/page.php", '<?php
require ' . var_export(__DIR__ . '/schemas.inc', true) . ';
$folder = ' . var_export($folder, true) . ';
switch (trim($_SERVER["REQUEST_URI"], "/")) {
  case "ini": ini_set("tl.conffile", "$folder/other.tl"); break;
  case "load": tl_config_load_file("$folder/other.tl"); break;
}
echo "[", which(), "]";
');
$server = new WebServer("$folder/page.php", ["tl.conffile=$folder/all", 'tl.conffile_autoreload=1', 'display_errors=1',
    'display_startup_errors=1']);

// Decision: the schema of a request ends with it.
foreach (['', 'ini', '', 'load', ''] as $page) {
    echo $page ?: 'page', ' ', $server->get($page), "\n";
}

/** Asks until the answer has the text in it; the last answer. */
function ask_until(WebServer $server, string $text): string
{
    $until = hrtime(true) + 60 * 1000000000;
    do {
        $answer = trim($server->get(''));
        if (strpos($answer, $text) !== false) return $answer;
        usleep(50000);
    } while (hrtime(true) < $until);
    return $answer;
}

// A file that changes, one that is added.
schema_file($main, 2);
echo 'changed ', ask_until($server, '[2]'), "\n";
schema_file("$folder/all/b.tl", 3);
echo 'added ', ask_until($server, '[2,3]'), "\n";

// Broken: the old schema stays, and one request says so.
whole_file($main, 'broken x:int = ');
$answer = ask_until($server, 'Warning');
echo preg_match('~the TL schema stays as it was: \S+/a\.tl:1:\d+: error: ~', $answer) ? 'told' : $answer, ' ',
    substr($answer, -5), "\n";
$until = hrtime(true) + 2500000000;
$more = 0;
do {
    $more += $server->get('') !== '[2,3]' ? 1 : 0;
    usleep(50000);
} while (hrtime(true) < $until);
echo "told again $more times\n";

// Mended.
schema_file($main, 4);
echo 'mended ', ask_until($server, '[3,4]'), "\n";
$server->stop();
?>
--EXPECT--
page [1]
ini [7]
page [1]
load [7]
page [1]
changed [2]
added [2,3]
told [2,3]
told again 0 times
mended [3,4]
