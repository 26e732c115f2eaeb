--TEST--
typed: queries that store themselves (typedStore) and fetch their answers (typedFetch)
--FILE--
<?php
// rows: typed-10.4 api-6.1.0
require __DIR__ . '/../_inc/fault.inc';
require __DIR__ . '/../_inc/typed_classes.inc';

// No schema is loaded: these need none.
$peer = peer_start(['rules' => [
  ['when' => ['magic' => '11223344'], 'do' => [['result' => '{args}']]],
  ['when' => ['magic' => '11223345'], 'do' => [['result' => '{args}', 'header' => ['flags' => 1, 'fields' => '0900000000000000']]]],
  ['when' => ['magic' => '11223346'], 'do' => [['error' => 'B', 'code' => -9, 'text' => 'no']]],
]]);
$c = connect($peer);

class Answer { public $n; public $s; }
class Fetcher {
  private $how;
  function __construct($how) { $this->how = $how; }
  function typedFetch() {
    switch ($this->how) {
      case 'throws': throw new LogicException('bad fetcher');
      case 'null': return null;
      case 'part': fetch_int(); return new Answer();
      case 'greedy': for ($i = 0; $i < 100; $i++) fetch_int(); return new Answer();
    }
    $answer = new Answer();
    $answer->n = fetch_int();
    $answer->s = fetch_string();
    return $answer;
  }
}
class Query {
  public $how, $magic;
  function __construct($how = 'well', $magic = 0x11223344) { $this->how = $how; $this->magic = $magic; }
  function typedStore() {
    store_int($this->magic);
    store_int(5);
    store_string('text');
    switch ($this->how) {
      case 'store throws': throw new LogicException('bad store');
      case 'scalar': return 5;
      case 'schema': return null;
    }
    return new Fetcher($this->how);
  }
}

function run(Query $query, bool $typed = true): void {
  global $c;
  $id = $typed ? typed_rpc_tl_query_one($c, $query) : rpc_tl_query_one($c, $query);
  echo str_pad($query->how . ($typed ? '' : ', untyped'), 14), ' ';
  if (!$id) {
    echo json_encode($id), ' ', json_encode(rpc_get_last_send_error()), "\n";
    return;
  }
  echo brief($typed ? typed_rpc_tl_query_result_one($id) : rpc_tl_query_result_one($id)), "\n";
}

run(new Query());
run(new Query('well'), false);
run(new Query('well', 0x11223345));
run(new Query('well', 0x11223346));
run(new Query('well', 0x11223346), false);
foreach (['throws', 'null', 'part', 'greedy', 'store throws', 'scalar', 'schema'] as $how) {
  run(new Query($how));
}
echo "what the script reads is as it was:\n";
rpc_parse(pack('VV', 8, 9));
echo fetch_int(), "\n";
run(new Query());
echo fetch_int(), ' ', var_export(fetch_eof(), true), "\n";

// A query that asks another one while it is being stored.
class Nested extends Query {
  function typedStore() {
    run(new Query());
    return parent::typedStore();
  }
}
run(new Nested());
echo rpc_tl_pending_queries_count(), " pending\n";
$peer->check();
?>
--EXPECT--
well           rpcResponseOk{result: Answer{n: 5, s: "text"}}
well, untyped  rpcResponseOk{result: Answer{n: 5, s: "text"}}
well           rpcResponseHeader{flags: 1, extra: rpcReqResultExtra{binlog_pos: 9, binlog_time: null, engine_pid: null, request_size: null, response_size: null, failed_subqueries: null, compression_version: null, stats: null, shards_binlog_pos: null, epoch_number: null, view_number: null}, result: Answer{n: 5, s: "text"}}
well           rpcResponseError{error_code: -9, error: "no"}
well, untyped  ["__error" => "no", "__error_code" => -9]
throws         rpcResponseError{error_code: -1000, error: "bad fetcher"}
null           rpcResponseError{error_code: -1000, error: "typedFetch() of Fetcher must return an object"}
part           rpcResponseOk{result: Answer{n: null, s: null}}
greedy         rpcResponseError{error_code: -1000, error: "Not enough data to fetch"}
store throws   0 [[-103,"typedStore() of Query threw LogicException: bad store"]]
scalar         0 [[-103,"typedStore() of Query must return a fetcher object or null"]]
schema         0 [[-110,"no TL schema is loaded: set tl.conffile in php.ini, or call tl_config_load_file()"]]
what the script reads is as it was:
8
well           rpcResponseOk{result: Answer{n: 5, s: "text"}}
9 true
well           rpcResponseOk{result: Answer{n: 5, s: "text"}}
well           rpcResponseOk{result: Answer{n: 5, s: "text"}}
0 pending
