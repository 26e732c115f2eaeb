<?php

/**
 * The API's source of truth: names, order, defaults, types and a description of every PHP function. ci/arginfo makes
 * the argument tables from it, ci/api-docs the pages in docs/api: a page for each heading "--- title ---", whose comment
 * opens the page. Good for editors and analysers as it is.
 *
 * Of each function: what it does; @param with unit and range; @return; "Fails:" what it gives when it cannot; an
 * example in a fence. Families of code: connections and queries (api_rpc.cpp), bytes (api_send.cpp, api_store.cpp,
 * api_fetch.cpp), queues (api_queue.cpp), switches and counters (api_misc.cpp), offline codec and schema
 * (api_schema.cpp), text (api_text.cpp, api_json.cpp).
 *
 * @generate-function-entries
 * @generate-legacy-arginfo 70000
 */

namespace {

// --- connections: Connections ---
//
// A connection is a number that stands for a target with a timeout and an actor. The sockets behind it belong to the
// process: they are shared by all connections to the same target, outlive the request, and are replaced when they
// break. Connections and their numbers end with the request.
//
// All times are seconds, as float. What is no sensible timeout (0, negative, NAN, INF, more than 86,400) means the
// default; anything smaller than a millisecond is a millisecond.

/**
 * Opens a connection, or finds one that is alive.
 *
 * Everything counts into $connect_timeout: the name, the connection, the handshake.
 *
 * @param string $host_name a name, an IPv4 or IPv6 address, or unix:/PATH
 * @param mixed $port 1 to 65,535, also as text; without meaning for unix:/PATH
 * @param mixed $default_actor_id 64 bits; other than 0: every query goes to this actor
 * @param float $timeout seconds a query may take that has no timeout of its own
 * @param float $connect_timeout seconds this call may take
 * @param float $reconnect_timeout the longest pause, in seconds, between two attempts to reach a server that is away; it starts at 0.1 and doubles
 * @return int|null the connection, from 1 on, a new number with each call; an RpcConnection with vkext.connection_objects=1
 *
 * Fails: null and a warning that says host, port and reason. rpc_get_last_error() has the parts.
 *
 * ```php
 * $c = new_rpc_connection('127.0.0.1', 2398, 0, 0.5);
 * if ($c === null) {
 *     exit(rpc_get_last_error()['text']);
 * }
 * ```
 */
function new_rpc_connection(mixed $host_name, mixed $port, mixed $default_actor_id = 0, float $timeout = 0.3, float $connect_timeout = 0.3, float $reconnect_timeout = 17.0): mixed {}

/**
 * What the process is connected to.
 *
 * One row for each socket: host, port, state, address, encrypted, crc32c, version (of the protocol), in_flight
 * (queries), idle, age and retry_in (seconds), last_error.
 *
 * @return array a list of rows; empty before the first connection
 *
 * Fails: never.
 *
 * ```php
 * foreach (vkext_pool_status() as $socket) {
 *     echo "$socket[host]:$socket[port] $socket[state], $socket[in_flight] waiting\n";
 * }
 * ```
 */
function vkext_pool_status(): array {}

// --- queries: TL queries ---
//
// A query is sent at once and answered later: rpc_tl_query_one() gives its id, rpc_tl_query_result_one() waits for the
// answer. A batch does the same with arrays, under the same keys: rpc_tl_query(), rpc_tl_query_result().
//
// An untyped query is an array: the function's name under '_' (or its magic, or both under index 0), the arguments under
// their names, or under their positions from 1 on. Values: int, float, string, bool; a vector is a list, a dictionary an
// array with keys; of a union '_' names the constructor; Maybe is null or ['_' => 'resultTrue', 'result' => …].
//
// An answer is ['result' => …, '_' => '_'], or ['__error' => text, '__error_code' => code]. The server's code and text
// come as it sent them. Codes of our own: -4103 timeout, -4104 could not connect or the connection was lost, -4101 the
// answer cannot be parsed, -1003 the id is unknown or its answer was taken already.
//
// A typed query is an object of a generated class (vkext php makes them); its answer is an rpcResponseOk,
// rpcResponseHeader or rpcResponseError. [Values](../values.md) says what each TL type looks like.

/**
 * Sends one query.
 *
 * @param mixed $rpc_connection what new_rpc_connection() gave
 * @param mixed $tl_query the query, an array; or an object that stores itself (typedStore())
 * @param float $timeout seconds from now; -1.0 is the connection's
 * @return int|false the query's id, for rpc_tl_query_result_one()
 *
 * Fails: 0 when it cannot be stored, false when it cannot be sent. rpc_get_last_send_error() says why.
 *
 * ```php
 * $id = rpc_tl_query_one($c, ['_' => 'demo.get', 'key' => 'name'], 0.1);
 * ```
 */
function rpc_tl_query_one(mixed $rpc_connection, mixed $tl_query, float $timeout = -1.0): int|false {}

/**
 * Sends any number of queries in one write.
 *
 * @param mixed $rpc_connection what new_rpc_connection() gave
 * @param mixed $tl_queries an array of queries; its keys come back in all results
 * @param float $timeout seconds from now, of each query; -1.0 is the connection's
 * @param bool $ignore_answer true: nobody will ask for the answers, and the server is told to send none
 * @param object|null $requests_extra_info an object with a method get(): gets the sizes of the packets, see vkext\requests_extra_info()
 * @param bool $need_responses_extra_info true: vkext\response_extra_info() will be asked for size and time of the answers
 * @return array the ids under the same keys, in the same order; -1 each with $ignore_answer
 *
 * Fails: 0 under the key of a query that could not be stored or sent, an empty array without a connection.
 *
 * ```php
 * $ids = rpc_tl_query($c, ['a' => ['_' => 'demo.get', 'key' => 'a'], 'b' => ['_' => 'demo.get', 'key' => 'b']]);
 * $answers = rpc_tl_query_result($ids);
 * ```
 */
function rpc_tl_query(mixed $rpc_connection, mixed $tl_queries, float $timeout = -1.0, bool $ignore_answer = false, ?object $requests_extra_info = null, bool $need_responses_extra_info = false): array {}

/**
 * Waits for one answer and takes it: it can be taken once.
 *
 * @param mixed $request_id what rpc_tl_query_one() gave
 * @param float $timeout seconds from now to wait at most; -1.0 waits as long as the query may take
 * @return array|object|false the answer, ['result' => …, '_' => '_'] or ['__error' => …, '__error_code' => …]
 *
 * Fails: an error array: -1003 for an id that is unknown or used, -4103 after the timeout, -4104, -4101, or the server's.
 *
 * ```php
 * $answer = rpc_tl_query_result_one($id);
 * echo isset($answer['__error']) ? $answer['__error'] : json_encode($answer['result']);
 * ```
 */
function rpc_tl_query_result_one(mixed $request_id, float $timeout = -1.0): array|object|false {}

/**
 * Waits for many answers and takes them, whatever order they arrive in.
 *
 * @param mixed $request_ids an array of ids
 * @param float $timeout seconds from now for all of them together; -1.0 waits as long as the queries may take
 * @return array|false an answer for each id under the same key, as rpc_tl_query_result_one() gives it; -1003 for what is no id
 *
 * Fails: false when $request_ids is not an array.
 *
 * ```php
 * foreach (rpc_tl_query_result($ids) as $key => $answer) {
 *     echo $key, ': ', $answer['__error'] ?? 'fine', "\n";
 * }
 * ```
 */
function rpc_tl_query_result(mixed $request_ids, float $timeout = -1.0): array|false {}

/**
 * Sends one query that is an object of a generated class.
 *
 * @param mixed $rpc_connection what new_rpc_connection() gave
 * @param mixed $tl_query an object of VK\TL\…\Functions\…
 * @param float $timeout seconds from now; -1.0 is the connection's
 * @return int|false the query's id
 *
 * Fails: as rpc_tl_query_one(); a class that is no TL function is error -110, its name in the text.
 *
 * ```php
 * $id = typed_rpc_tl_query_one($c, new VK\TL\demo\Functions\demo_get('name'));
 * ```
 */
function typed_rpc_tl_query_one(mixed $rpc_connection, mixed $tl_query, float $timeout = -1.0): int|false {}

/**
 * Sends any number of queries that are objects of generated classes, in one write.
 *
 * @param mixed $rpc_connection what new_rpc_connection() gave
 * @param mixed $tl_queries an array of objects
 * @param float $timeout seconds from now, of each query; -1.0 is the connection's
 * @param bool $ignore_answer true: no answers are wanted
 * @param object|null $requests_extra_info as in rpc_tl_query()
 * @param bool $need_responses_extra_info as in rpc_tl_query()
 * @return array the ids under the same keys
 *
 * Fails: as rpc_tl_query().
 *
 * ```php
 * $ids = typed_rpc_tl_query($c, [new VK\TL\demo\Functions\demo_get('a'), new VK\TL\demo\Functions\demo_get('b')]);
 * ```
 */
function typed_rpc_tl_query(mixed $rpc_connection, mixed $tl_queries, float $timeout = -1.0, bool $ignore_answer = false, ?object $requests_extra_info = null, bool $need_responses_extra_info = false): array {}

/**
 * Waits for one answer and takes it as an object.
 *
 * @param mixed $request_id an id
 * @param float $timeout seconds from now to wait at most; -1.0 waits as long as the query may take
 * @return object|false a VK\TL\RpcResponse: rpcResponseOk, rpcResponseHeader or rpcResponseError
 *
 * Fails: an rpcResponseError, also for a generated class that is missing (-4101); false and a warning when rpcResponseError itself is missing.
 *
 * ```php
 * $response = typed_rpc_tl_query_result_one($id);
 * if (!$response->isError()) {
 *     $value = VK\TL\demo\Functions\demo_get::result($response);
 * }
 * ```
 */
function typed_rpc_tl_query_result_one(mixed $request_id, float $timeout = -1.0): object|false {}

/**
 * Waits for many answers and takes them as objects.
 *
 * @param mixed $request_ids an array of ids
 * @param float $timeout seconds from now for all of them together; -1.0 waits as long as the queries may take
 * @return array|false a VK\TL\RpcResponse for each id under the same key
 *
 * Fails: false when $request_ids is not an array.
 *
 * ```php
 * $responses = typed_rpc_tl_query_result($ids);
 * ```
 */
function typed_rpc_tl_query_result(mixed $request_ids, float $timeout = -1.0): array|false {}

/**
 * How many queries of this request have an answer that nobody took yet, arrived or not.
 *
 * @return int their number
 *
 * Fails: never.
 *
 * ```php
 * echo rpc_tl_pending_queries_count(), " answers to come\n";
 * ```
 */
function rpc_tl_pending_queries_count(): int {}

/**
 * Why the last query was not sent.
 *
 * Codes: -101 unknown, -102 network, -103 which query failed, -104 size of an array, -105 call, -106 constructor,
 * -107 no name, -108 no such field, -109 memory, -110 unknown function or constructor, -111 unknown type, -112 wrong
 * type, -113 wrong value, -114 too many queries.
 *
 * @return array a list of [code, text], the root cause first; of a batch [code, text, key of the entry]; empty when all was sent
 *
 * Fails: never.
 *
 * ```php
 * foreach (rpc_get_last_send_error() as [$code, $text]) {
 *     error_log("$code $text");
 * }
 * ```
 */
function rpc_get_last_send_error(): array {}

/**
 * The last failure of this request, in detail.
 *
 * Keys: code, text, host, port, phase (resolve, connect, nonce, handshake, queued, sent, waiting, server, decode, …),
 * elapsed and limit (seconds), path (the field of the answer or of the query).
 *
 * @return array empty when nothing failed
 *
 * Fails: never.
 *
 * ```php
 * $e = rpc_get_last_error();
 * echo "$e[text] after $e[elapsed] of $e[limit] s, while: $e[phase]\n";
 * ```
 */
function rpc_get_last_error(): array {}

// --- bytes: Queries and answers as bytes ---
//
// The low level: store_* write into one buffer, rpc_send() sends it as a request, rpc_get_and_parse() makes the answer's
// bytes readable, fetch_* read them. No schema is needed. Numbers are little-endian; strings are TL's, padded to four
// bytes (the ones whose name ends in 2: TL2's, without padding).
//
// A store_* function takes any scalar and converts it as PHP does: what does not fit is cut. A fetch_* function that
// cannot read gives false and a warning, and takes nothing; with vkext.fetch_exceptions=1, and always inside a
// typedFetch(), it throws an Exception instead.

/**
 * Empties the buffer that store_* write. A request begins so, and every rpc_tl_query* call does it.
 *
 * @return void
 *
 * Fails: never.
 *
 * ```php
 * rpc_clean();
 * store_int(0x7a5e0001);
 * ```
 */
function rpc_clean(): void {}

/**
 * Sends what was stored, as one request, and empties the buffer.
 *
 * @param mixed $rpc_connection what new_rpc_connection() gave, also as text
 * @param float $timeout seconds from now; -1.0 is the connection's
 * @return int|false the query's id, for rpc_get(), rpc_get_and_parse(), queues, and the TL functions
 *
 * Fails: false without a connection, or when the request is larger than a packet can be (16 MiB) or cannot be sent.
 *
 * ```php
 * rpc_clean();
 * store_many('ds', 0x7a5e0001, 'name');
 * $id = rpc_send($c);
 * ```
 */
function rpc_send(mixed $rpc_connection, float $timeout = -1.0): int|false {}

/**
 * As rpc_send(), but what it writes waits for the next rpc_send(), rpc_flush() or wait for an answer.
 *
 * @param mixed $rpc_connection what new_rpc_connection() gave, also as text
 * @param float $timeout seconds from now; -1.0 is the connection's
 * @return int|false the query's id
 *
 * Fails: as rpc_send().
 *
 * ```php
 * foreach ($keys as $key) {
 *     store_many('ds', 0x7a5e0001, $key);
 *     $ids[] = rpc_send_noflush($c);
 * }
 * rpc_flush();
 * ```
 */
function rpc_send_noflush(mixed $rpc_connection, float $timeout = -1.0): int|false {}

/**
 * Writes out everything that waits to be sent.
 *
 * @param float $timeout seconds to try
 * @return bool true when nothing is left
 *
 * Fails: false when the time was not enough.
 *
 * ```php
 * rpc_flush(0.1);
 * ```
 */
function rpc_flush(float $timeout = 0.3): bool {}

/**
 * Waits for an answer and makes its bytes what fetch_* read.
 *
 * @param mixed $query_id an id, also as text
 * @param float $timeout seconds counted from when the query was sent; -1.0 is the query's own
 * @return bool true when there is an answer
 *
 * Fails: false for an unknown or used id, a timeout, a lost connection, an error of the server: rpc_get_last_error() tells them apart. What was being read stays.
 *
 * ```php
 * if (rpc_get_and_parse($id)) {
 *     $magic = fetch_int();
 *     $count = fetch_int();
 * }
 * ```
 */
function rpc_get_and_parse(mixed $query_id, float $timeout = -1.0): bool {}

/**
 * Waits for an answer and gives its bytes: what follows the query's id in the packet.
 *
 * @param mixed $query_id an id, also as text; also one of rpc_tl_query_one()
 * @param float $timeout seconds counted from when the query was sent; -1.0 is the query's own
 * @return string|false the bytes
 *
 * Fails: false, as rpc_get_and_parse(), and for more bytes than memory_limit leaves.
 *
 * ```php
 * $bytes = rpc_get($id);
 * ```
 */
function rpc_get(mixed $query_id, float $timeout = -1.0): string|false {}

/**
 * Makes bytes of your own what fetch_* read.
 *
 * @param mixed $data the bytes, a string; a number is taken as its digits
 * @return bool true
 *
 * Fails: false and a warning for anything else. What was being read stays.
 *
 * ```php
 * rpc_parse(hex2bin('07000000'));
 * echo fetch_int();  // 7
 * ```
 */
function rpc_parse(mixed $data): bool {}

/**
 * Stores 4 bytes.
 *
 * @param mixed $v -2^31 to 2^32-1; beyond, the low 32 bits (with a warning when vkext.strict=kphp)
 * @return bool true
 *
 * Fails: false and a warning when more is stored than can ever be sent.
 *
 * ```php
 * store_int(-1);  // ff ff ff ff
 * ```
 */
function store_int(mixed $v): bool {}

/**
 * Stores one byte.
 *
 * @param mixed $v -128 to 255; beyond, the low 8 bits (with a warning when vkext.strict=kphp)
 * @return bool true
 *
 * Fails: as store_int().
 *
 * ```php
 * store_byte(255);  // ff
 * ```
 */
function store_byte(mixed $v): bool {}

/**
 * Stores 8 bytes.
 *
 * @param mixed $v a 64-bit number
 * @return bool true
 *
 * Fails: as store_int().
 *
 * ```php
 * store_long(1 << 40);
 * ```
 */
function store_long(mixed $v): bool {}

/**
 * Stores a TL string: its length in 1 or 4 bytes, the bytes, zeros up to a multiple of 4.
 *
 * @param mixed $v the bytes, at most 16,777,215; a float in its shortest form (vkext.float_strings)
 * @return bool true
 *
 * Fails: false and a warning when it is too long. An exception of __toString() passes.
 *
 * ```php
 * store_string('abc');  // 03 61 62 63
 * ```
 */
function store_string(mixed $v): bool {}

/**
 * Stores a TL2 string: its length in 1, 3 or 9 bytes, the bytes, no padding.
 *
 * @param mixed $v the bytes
 * @return bool true
 *
 * Fails: as store_int().
 *
 * ```php
 * store_string2('abcd');  // 04 61 62 63 64
 * ```
 */
function store_string2(mixed $v): bool {}

/**
 * Stores 8 bytes of a double.
 *
 * @param mixed $v a number
 * @return bool true
 *
 * Fails: as store_int().
 *
 * ```php
 * store_double(1.5);
 * ```
 */
function store_double(mixed $v): bool {}

/**
 * Stores 4 bytes of a float.
 *
 * @param mixed $v a number; rounded to single precision
 * @return bool true
 *
 * Fails: as store_int().
 *
 * ```php
 * store_float(1.5);
 * ```
 */
function store_float(mixed $v): bool {}

/**
 * Stores several values, a letter of the first argument for each: s string, l long, d or i int, f double.
 *
 * @param mixed $args the letters, then the values
 * @return bool true
 *
 * Fails: false, and nothing is stored: no letters, an unknown one, more or fewer values than letters.
 *
 * ```php
 * store_many('dsl', 0x7a5e0001, 'name', 1 << 40);
 * ```
 */
function store_many(mixed ...$args): bool {}

/**
 * Stores the wrapper of a request that names its actor: rpcDestActor, with $flags rpcDestActorFlags.
 *
 * @param mixed $actor_id 64 bits
 * @param int $flags the flags word of 32 bits; 0 is none
 * @return bool true
 *
 * Fails: as store_int().
 *
 * ```php
 * store_header(5);
 * store_int(0x7a5e0001);
 * ```
 */
function store_header(mixed $actor_id, int $flags = 0): bool {}

/**
 * Stores bytes as they are.
 *
 * @param string $data a multiple of 4 bytes
 * @return bool true
 *
 * Fails: false for other lengths.
 *
 * ```php
 * store_raw(hex2bin('0100000002000000'));
 * ```
 */
function store_raw(string $data): bool {}

/**
 * What store_finish_gzip_pack() takes for a threshold of 0 or less.
 *
 * @param int $pack_threshold_bytes bytes; 0: never pack
 * @return void
 *
 * Fails: never.
 *
 * ```php
 * store_gzip_pack_threshold(4096);
 * ```
 */
function store_gzip_pack_threshold(int $pack_threshold_bytes): void {}

/**
 * Marks where the bytes begin that store_finish_gzip_pack() may pack.
 *
 * @return void
 *
 * Fails: never.
 *
 * ```php
 * store_start_gzip_pack();
 * store_string($long);
 * store_finish_gzip_pack(1024);
 * ```
 */
function store_start_gzip_pack(): void {}

/**
 * Packs what was stored since store_start_gzip_pack() into a gzipPacked, if that makes it more than 8 bytes smaller.
 *
 * @param int $threshold bytes that must have been stored; 0 or less: what store_gzip_pack_threshold() said
 * @return void
 *
 * Fails: never; without a start it does nothing.
 *
 * ```php
 * store_finish_gzip_pack(0);
 * ```
 */
function store_finish_gzip_pack(int $threshold): void {}

/**
 * Reads 4 bytes.
 *
 * @return int|false -2^31 to 2^31-1
 *
 * Fails: false and a warning when fewer bytes are left.
 *
 * ```php
 * $magic = fetch_int() & 0xffffffff;
 * ```
 */
function fetch_int(): int|false {}

/**
 * Reads one byte.
 *
 * @return int|false 0 to 255
 *
 * Fails: as fetch_int().
 *
 * ```php
 * $kind = fetch_byte();
 * ```
 */
function fetch_byte(): int|false {}

/**
 * Reads 8 bytes.
 *
 * @return int|false a signed number of 64 bits
 *
 * Fails: as fetch_int().
 *
 * ```php
 * $time = fetch_long();
 * ```
 */
function fetch_long(): int|false {}

/**
 * Reads 8 bytes of a double.
 *
 * @return float|false the number, also INF and NAN
 *
 * Fails: as fetch_int().
 *
 * ```php
 * $share = fetch_double();
 * ```
 */
function fetch_double(): float|false {}

/**
 * Reads 4 bytes of a float.
 *
 * @return float|false the number, exactly
 *
 * Fails: as fetch_int().
 *
 * ```php
 * $share = fetch_float();
 * ```
 */
function fetch_float(): float|false {}

/**
 * Reads a TL string with its padding; at the very end the padding may be missing.
 *
 * @return string|false the bytes
 *
 * Fails: as fetch_int(); also when the length begins with 255.
 *
 * ```php
 * $name = fetch_string();
 * ```
 */
function fetch_string(): string|false {}

/**
 * Reads a TL2 string.
 *
 * @return string|false the bytes
 *
 * Fails: as fetch_int().
 *
 * ```php
 * $name = fetch_string2();
 * ```
 */
function fetch_string2(): string|false {}

/**
 * Reads a TL string that holds a number.
 *
 * @return int|false its number: white space, a sign, digits; 0 when there is none
 *
 * Fails: as fetch_int().
 *
 * ```php
 * rpc_parse("\x02" . '12' . "\0");
 * echo fetch_string_as_int();  // 12
 * ```
 */
function fetch_string_as_int(): int|false {}

/**
 * Reads a memcache.Value: a string (unpacked and unserialized as its flags say, never into objects), or a number.
 *
 * @return mixed the value; false also for "not found"
 *
 * Fails: false: with a warning for what is no memcache.Value, with a notice for packed data that cannot be unpacked.
 *
 * ```php
 * if (rpc_get_and_parse($id)) {
 *     $value = fetch_memcache_value();
 * }
 * ```
 */
function fetch_memcache_value(): mixed {}

/**
 * Says that everything should have been read.
 *
 * @return bool true when nothing is left
 *
 * Fails: false and a warning when bytes are left, or nothing was parsed.
 *
 * ```php
 * $value = fetch_int();
 * fetch_end();
 * ```
 */
function fetch_end(): bool {}

/**
 * Asks whether everything was read. Never warns.
 *
 * @return bool true when nothing is left
 *
 * Fails: never.
 *
 * ```php
 * while (!fetch_eof()) {
 *     $numbers[] = fetch_int();
 * }
 * ```
 */
function fetch_eof(): bool {}

/**
 * Where the next fetch_* reads.
 *
 * @return int bytes from the beginning; 0 when nothing was parsed
 *
 * Fails: never.
 *
 * ```php
 * $from = fetch_get_pos();
 * ```
 */
function fetch_get_pos(): int {}

/**
 * Looks at the next 4 bytes and leaves them.
 *
 * @return int|false the number
 *
 * Fails: as fetch_int().
 *
 * ```php
 * if (fetch_lookup_int() === 0x3f9c8ef8) {
 *     fetch_int();
 * }
 * ```
 */
function fetch_lookup_int(): int|false {}

/**
 * Looks at the next bytes and leaves them.
 *
 * @param int $x4_bytes_length how many words of 4 bytes
 * @return string|false the bytes
 *
 * Fails: as fetch_int(); a negative length too.
 *
 * ```php
 * $head = fetch_lookup_data(2);  // 8 bytes
 * ```
 */
function fetch_lookup_data(int $x4_bytes_length): string|false {}

/**
 * Reads a Dictionary of memcache.Value out of bytes, as rpc_get() gives them.
 *
 * @param string $raw_result the bytes
 * @param array $result its entries are added to this array
 * @return bool true
 *
 * Fails: false: silently for no bytes at all, with a warning for what is no such dictionary; entries in front of the mistake stay.
 *
 * ```php
 * $values = [];
 * rpc_mc_parse_raw_wildcard_with_flags_to_array(rpc_get($id), $values);
 * ```
 */
function rpc_mc_parse_raw_wildcard_with_flags_to_array(string $raw_result, &$result): bool {}

// --- queues: Queues ---
//
// A queue gives the ids of queries in the order in which they are answered. Queues end with the request.

/**
 * Makes a queue.
 *
 * @param mixed $request_ids an id or an array of them; ids that are unknown or stand in a queue already are skipped
 * @return int|false the queue, a number beyond 2^30
 *
 * Fails: never.
 *
 * ```php
 * $queue = rpc_queue_create(rpc_tl_query($c, $queries));
 * while ($id = rpc_queue_next($queue)) {
 *     $answer = rpc_tl_query_result_one($id);
 * }
 * ```
 */
function rpc_queue_create(mixed $request_ids = null): int|false {}

/**
 * Asks whether a queue has no queries any more.
 *
 * @param mixed $queue_id the queue
 * @return bool true when it is empty, also for a queue that does not exist
 *
 * Fails: never.
 *
 * ```php
 * while (!rpc_queue_empty($queue)) {
 *     $answer = rpc_tl_query_result_one(rpc_queue_next($queue));
 * }
 * ```
 */
function rpc_queue_empty(mixed $queue_id): bool {}

/**
 * Waits for the next query that is finished, and takes its id out of the queue. Timeouts and lost connections finish a query too.
 *
 * @param mixed $queue_id the queue
 * @param float $timeout seconds to wait; -1.0 waits for the latest deadline in the queue
 * @return int|false the id
 *
 * Fails: false: at once for an empty queue and for one that does not exist, otherwise after the timeout.
 *
 * ```php
 * $id = rpc_queue_next($queue, 0.05);
 * ```
 */
function rpc_queue_next(mixed $queue_id, float $timeout = -1.0): int|false {}

/**
 * Adds queries to a queue.
 *
 * @param mixed $queue_id the queue
 * @param mixed $request_ids an id or an array of them
 * @return bool true; for one id: whether it was added
 *
 * Fails: false for a queue that does not exist, and for one id that is unknown or stands in a queue already.
 *
 * ```php
 * rpc_queue_push($queue, rpc_tl_query_one($c, $another));
 * ```
 */
function rpc_queue_push(mixed $queue_id, mixed $request_ids): bool {}

// --- switches: Switches and counters ---
//
// Switches hold until the end of the request. Counters are the process's.

/**
 * Whether a number beyond 32 bits, where TL wants an int, fails the query instead of being cut.
 *
 * @param mixed $fail_rpc true or false
 * @return bool true
 *
 * Fails: false for anything but a bool. A query that fails by it has error -113.
 *
 * ```php
 * set_fail_rpc_on_int32_overflow(true);
 * ```
 */
function set_fail_rpc_on_int32_overflow(mixed $fail_rpc): bool {}

/**
 * Allows queries of functions that the schema marks with "@internal", until the end of the request.
 *
 * @return void
 *
 * Fails: never.
 *
 * ```php
 * enable_internal_rpc_queries();
 * ```
 */
function enable_internal_rpc_queries(): void {}

/**
 * Forbids them again, which is the default.
 *
 * @return void
 *
 * Fails: never.
 *
 * ```php
 * disable_internal_rpc_queries();
 * ```
 */
function disable_internal_rpc_queries(): void {}

/**
 * Writes failures to PHP's error log, never to the output.
 *
 * @param int $verbosity 0 nothing, 1 every failure and the counters at the end of the request, 2 also where it happened
 * @return bool true
 *
 * Fails: never.
 *
 * ```php
 * vk_set_error_verbosity(2);
 * ```
 */
function vk_set_error_verbosity(int $verbosity): bool {}

/**
 * Starts the counters of vkext_prepare_stats() again; what is open or waiting now stays counted.
 *
 * @return void
 *
 * Fails: never.
 *
 * ```php
 * vk_clear_stats();
 * ```
 */
function vk_clear_stats(): void {}

/**
 * Counters of this process: a line each, its key, a tab, its value. The first line is about memory, all 0.
 *
 * @return string the lines
 *
 * Fails: never.
 *
 * ```php
 * foreach (explode("\n", rtrim(vkext_prepare_stats())) as $line) {
 *     [$key, $value] = explode("\t", $line) + [1 => ''];
 *     $stats[$key] = $value;
 * }
 * ```
 */
function vkext_prepare_stats(): string {}

/**
 * Version, time of compilation, and the version of PHP, on one line.
 *
 * @return string the line
 *
 * Fails: never.
 *
 * ```php
 * echo vkext_full_version(), "\n";
 * ```
 */
function vkext_full_version(): string {}

/**
 * Twice the number: the toy query of KPHP.
 *
 * @param int $x a number
 * @return int 2 * $x, in 64 bits
 *
 * Fails: never.
 *
 * ```php
 * echo query_x2(21);  // 42
 * ```
 */
function query_x2(int $x): int {}

// --- schema: Schema and offline codec ---
//
// The schema is .tl text or a compiled .tlo. tl.conffile loads it when PHP starts; what a request loads holds until the
// request ends. The codec turns queries into bytes and bytes into answers without a network. VkextTlException, an
// Exception, says in its message which field is wrong.

/** What the offline codec throws: the message has the path of the field, or the byte, and what is wrong there. */
class VkextTlException extends Exception
{
}

/**
 * Loads a schema for this request.
 *
 * @param mixed $tl_config_path a .tl or .tlo file, a directory of them, or several joined by ':'
 * @return bool true; also when a .tlo is older than what is loaded, or the same: then that stays
 *
 * Fails: false, and the schema stays as it was; a warning says file, line and column. False also for what is no string.
 *
 * ```php
 * tl_config_load_file(__DIR__ . '/shop.tl');
 * ```
 */
function tl_config_load_file(mixed $tl_config_path): bool {}

/**
 * The schema in force, as an array: what `vkext json` prints.
 *
 * combinators: name, magic ("0x…"), kind (constructor, function, builtin), arguments (name, type, and where they apply
 * implicit, query, condition), result, flags. types: name, id, parameters, constructors.
 *
 * @return array empty when no schema is loaded
 *
 * Fails: never.
 *
 * ```php
 * foreach (vkext_tl_schema()['combinators'] as $c) {
 *     if ($c['kind'] === 'function') {
 *         echo "$c[name] = $c[result]\n";
 *     }
 * }
 * ```
 */
function vkext_tl_schema(): array {}

/**
 * The bytes of a query, as a request carries them.
 *
 * @param array|object $query the query: an array, or an object of a generated class
 * @return string the bytes
 * @throws VkextTlException when it cannot be stored; the message has the path of the field
 *
 * Fails: by the exception.
 *
 * ```php
 * echo bin2hex(vkext_tl_encode(['_' => 'demo.get', 'key' => 'name']));
 * ```
 */
function vkext_tl_encode(array|object $query): string {}

/**
 * The value of an answer to a query.
 *
 * @param string $bytes the answer from its boxed result on, without query id and wrappers
 * @param array|object $query the query it answers; an object asks for objects
 * @return mixed what would stand under 'result'
 * @throws VkextTlException when the bytes are no such answer, bytes are left, or a wrapper stands in front
 *
 * Fails: by the exception.
 *
 * ```php
 * $value = vkext_tl_decode($bytes, ['_' => 'demo.get', 'key' => 'name']);
 * ```
 */
function vkext_tl_decode(string $bytes, array|object $query): mixed {}

// --- text: Text ---
//
// Helpers for texts in cp1251 (windows-1251) and UTF-8, for JSON without \u, for names, and for counting distinct
// values. They work on bytes, over the whole length of the string.

/**
 * Four bytes that say hello: A, NUL, A, NUL.
 *
 * @return string "A\0A\0"
 *
 * Fails: never.
 *
 * ```php
 * var_dump(vk_hello_world() === "A\0A\0");  // true
 * ```
 */
function vk_hello_world(): string {}

/**
 * Upper case of the letters a to z; all other bytes stay.
 *
 * @param string $text any bytes
 * @return string as many bytes
 *
 * Fails: never.
 *
 * ```php
 * echo vk_upcase('abc1');  // ABC1
 * ```
 */
function vk_upcase(string $text): string {}

/**
 * UTF-8 to cp1251. Characters that cp1251 does not have become "&#N;".
 *
 * @param string $text UTF-8; where it is malformed the result has ?1? (a letter inside a sequence), ?2? (a stray byte), ?3? (overlong), ?4? (a sequence inside a sequence), ?5? (F8 to FF), ?6? (cut off)
 * @param int $max_len at most so many bytes of result; 0 is no limit, a negative one gives ''
 * @param bool $exit_on_error true: a malformed text comes back as it is
 * @return string cp1251
 *
 * Fails: never.
 *
 * ```php
 * echo bin2hex(vk_utf8_to_win('Ёё'));  // a8b8
 * ```
 */
function vk_utf8_to_win(string $text, int $max_len = 0, bool $exit_on_error = false): string {}

/**
 * Cp1251 to UTF-8; "&#N;" becomes its character. NUL bytes and 0x98 vanish.
 *
 * @param string $text cp1251
 * @param bool $escape true: entities that mean something in HTML or to a script (below 32, quotes, & < > $ \ and line separators) stay
 * @return string UTF-8
 *
 * Fails: never.
 *
 * ```php
 * echo vk_win_to_utf8("\xc4&#1072;");  // Да
 * ```
 */
function vk_win_to_utf8(string $text, bool $escape = true): string {}

/**
 * Declines a name by the rules that vkext.flex_data names; without rules it stays as it is.
 *
 * @param string $name cp1251, at most 1024 bytes; parts between hyphens are declined by themselves
 * @param string $case_name Gen, Dat, Acc, Ins, Abl; anything else changes nothing
 * @param int $sex 1 female, everything else male
 * @param string $type names or surnames
 * @param int $lang_id 0 Russian, 1 Ukrainian, with the rules that come with the sources
 * @return string the name, declined where a rule fits
 *
 * Fails: never; what it does not know comes back unchanged.
 *
 * ```php
 * echo vk_win_to_utf8(vk_flex(vk_utf8_to_win('Иван'), 'Dat', 0, 'names', 0));  // Ивану
 * ```
 */
function vk_flex(string $name, string $case_name, int $sex, string $type, int $lang_id): string {}

/**
 * JSON whose strings keep their bytes: cp1251 and UTF-8 alike, no \u. Other control bytes than \b \f \n \r \t vanish.
 *
 * @param mixed $val null, bool, int, float (six decimals), string, array, object (its public properties)
 * @return string|false JSON
 *
 * Fails: false and a warning for INF, NAN, floats from 1e100 on, and nesting beyond 1024. What holds itself, and resources, become null with a warning.
 *
 * ```php
 * echo vk_json_encode(['a' => 1.5, 'b' => [true, null]]);  // {"a":1.500000,"b":[true,null]}
 * ```
 */
function vk_json_encode(mixed $val): string|false {}

/**
 * Makes each run of white space (tab, LF, CR, space) one LF if it had one, else one space. <pre> and <code> stay.
 *
 * @param string $text any bytes
 * @param int $html_opt other than 0: runs beside < > ( ) { } / " : , ; and at both ends vanish
 * @return string the text
 *
 * Fails: never.
 *
 * ```php
 * echo vk_whitespace_pack("<b>  x  </b>\n\n", 1);  // <b>x</b>
 * ```
 */
function vk_whitespace_pack(string $text, int $html_opt = 0): string {}

/**
 * Lower case, and only digits, a to z and Cyrillic letters; letters of other alphabets become near ones.
 *
 * @param string $str cp1251
 * @return string cp1251
 *
 * Fails: never.
 *
 * ```php
 * echo vk_sp_simplify('Hello, World!');  // helloworld
 * ```
 */
function vk_sp_simplify(string $str): string {}

/**
 * vk_sp_deunicode(), vk_sp_simplify(), and Latin letters and digits that look like Cyrillic ones become those.
 *
 * @param string $str cp1251
 * @return string cp1251
 *
 * Fails: never.
 *
 * ```php
 * echo vk_win_to_utf8(vk_sp_full_simplify('ABC123'));  // авс12з
 * ```
 */
function vk_sp_full_simplify(string $str): string {}

/**
 * Entities become letters: "&#N;" by a table that folds accents, circles and widths away, also &amp; &lt; &gt; &quot; and <br>. Entities it does not know vanish.
 *
 * @param string $str cp1251
 * @return string cp1251
 *
 * Fails: never.
 *
 * ```php
 * echo vk_sp_deunicode('&#65;&#193;&amp;');  // AA&
 * ```
 */
function vk_sp_deunicode(string $str): string {}

/**
 * Upper case in cp1251, Cyrillic letters included; 98, A0 and AD become spaces.
 *
 * @param string $str cp1251
 * @return string cp1251, as many bytes
 *
 * Fails: never.
 *
 * ```php
 * echo vk_win_to_utf8(vk_sp_to_upper(vk_utf8_to_win('ёж')));  // ЁЖ
 * ```
 */
function vk_sp_to_upper(string $str): string {}

/**
 * Lower case in cp1251, Cyrillic letters included; 98, A0 and AD become spaces.
 *
 * @param string $str cp1251
 * @return string cp1251, as many bytes
 *
 * Fails: never.
 *
 * ```php
 * echo vk_win_to_utf8(vk_sp_to_lower(vk_utf8_to_win('ЁЖ')));  // ёж
 * ```
 */
function vk_sp_to_lower(string $str): string {}

/**
 * The bytes in order, those from 0x80 on first.
 *
 * @param string $str any bytes
 * @return string as many bytes
 *
 * Fails: never.
 *
 * ```php
 * echo vk_sp_sort('cab');  // abc
 * ```
 */
function vk_sp_sort(string $str): string {}

/**
 * vk_sp_sort() by its name in KPHP.
 *
 * @param string $str any bytes
 * @return string as many bytes
 *
 * Fails: never.
 *
 * ```php
 * echo vk_sp_to_sort('cab');  // abc
 * ```
 *
 * @alias vk_sp_sort
 */
function vk_sp_to_sort(string $str): string {}

/**
 * One byte of each run of equal bytes.
 *
 * @param string $str any bytes
 * @return string the bytes
 *
 * Fails: never.
 *
 * ```php
 * echo vk_sp_remove_repeats('aaabbc');  // abc
 * ```
 */
function vk_sp_remove_repeats(string $str): string {}

/**
 * Lower case, and letters that look like Cyrillic ones become those; what vk_sp_simplify() would remove stays.
 *
 * @param string $str cp1251
 * @return string cp1251
 *
 * Fails: never.
 *
 * ```php
 * echo vk_win_to_utf8(vk_sp_to_cyrillic('Hello, World!'));  // неllо, wоrld!
 * ```
 */
function vk_sp_to_cyrillic(string $str): string {}

/**
 * vk_sp_simplify() with one space for each run that it removes, and one at both ends.
 *
 * @param string $str cp1251
 * @return string cp1251
 *
 * Fails: never.
 *
 * ```php
 * echo vk_sp_words_only('Hello, World!');  // " hello world "
 * ```
 */
function vk_sp_words_only(string $str): string {}

/**
 * A HyperLogLog: counts distinct values in 256 bytes (within about 6 %) or 16384 bytes (within about 1 %).
 *
 * @param array $arr values to count, converted to int
 * @param int $size 256 or 16384
 * @return string|false the counter, unpacked
 *
 * Fails: false for other sizes.
 *
 * ```php
 * $visitors = vk_stats_hll_create([1, 2, 3]);
 * ```
 */
function vk_stats_hll_create(array $arr = [], int $size = 256): string|false {}

/**
 * A counter with more values.
 *
 * @param string $hll an unpacked counter
 * @param array $arr values to count, converted to int
 * @return string|false a new counter
 *
 * Fails: false for a packed counter and for what is none.
 *
 * ```php
 * $visitors = vk_stats_hll_add($visitors, [4, 5]);
 * ```
 */
function vk_stats_hll_add(string $hll, array $arr): string|false {}

/**
 * A counter of what any of the counters counted.
 *
 * @param array $hlls counters of one size, packed or not
 * @return string|false the counter, unpacked
 *
 * Fails: false for an empty list, different sizes, and what is no counter.
 *
 * ```php
 * $week = vk_stats_hll_merge([$monday, $tuesday]);
 * ```
 */
function vk_stats_hll_merge(array $hlls): string|false {}

/**
 * How many distinct values were counted, about.
 *
 * @param string $hll a counter, packed or not
 * @return float|false the estimate
 *
 * Fails: false for what is no counter.
 *
 * ```php
 * echo round(vk_stats_hll_count($visitors));
 * ```
 */
function vk_stats_hll_count(string $hll): float|false {}

/**
 * A short form of a counter that has few values; a full one stays as it is.
 *
 * @param string $hll an unpacked counter
 * @return string|false the short form
 *
 * Fails: false for a packed counter and for what is none.
 *
 * ```php
 * $short = vk_stats_hll_pack($visitors);
 * ```
 */
function vk_stats_hll_pack(string $hll): string|false {}

/**
 * The long form of a packed counter.
 *
 * @param string $hll a packed counter
 * @return string|false the counter, unpacked
 *
 * Fails: false for an unpacked counter and for damaged ones.
 *
 * ```php
 * $visitors = vk_stats_hll_unpack($short);
 * ```
 */
function vk_stats_hll_unpack(string $hll): string|false {}

/**
 * Asks whether a counter is in its short form.
 *
 * @param string $hll a counter
 * @return bool true for a packed one
 *
 * Fails: never.
 *
 * ```php
 * $long = vk_stats_hll_is_packed($hll) ? vk_stats_hll_unpack($hll) : $hll;
 * ```
 */
function vk_stats_hll_is_packed(string $hll): bool {}

}

namespace vkext {

// --- extra: Sizes and times ---
//
// How large requests and answers were, and how long answers took, without any class of ours: KPHP's own class for it is
// declared by its polyfill package, or by this extension with vkext.kphp_runtime=1.

/**
 * The sizes of the requests of a batch.
 *
 * @param object $requests_extra_info what rpc_tl_query() got as its fifth argument
 * @return array [bytes of the packet] under the key of each query, 0 for one that was not sent; empty for other objects
 *
 * Fails: never.
 *
 * ```php
 * $info = new KphpRpcRequestsExtraInfo();
 * rpc_tl_query($c, $queries, -1.0, false, $info);
 * $bytes = array_sum(array_column(vkext\requests_extra_info($info), 0));
 * ```
 */
function requests_extra_info(object $requests_extra_info): array {}

/**
 * Size and time of an answer, once.
 *
 * @param int $request_id the id of a query sent with $need_responses_extra_info
 * @return array|null [bytes of the packet, seconds from sending to receiving]; null when the answer has not arrived or was not asked for
 *
 * Fails: never.
 *
 * ```php
 * $ids = rpc_tl_query($c, $queries, -1.0, false, null, true);
 * rpc_tl_query_result($ids);
 * [$bytes, $seconds] = vkext\response_extra_info($ids[0]);
 * ```
 */
function response_extra_info(int $request_id): ?array {}

}
