<?php

/**
 * The API's source of truth: names, order, defaults and types of every PHP function. ci/arginfo makes the argument
 * tables from it. Families: connections and queries (api_rpc.cpp), bytes (api_send.cpp, api_store.cpp, api_fetch.cpp),
 * queues (api_queue.cpp), switches and counters (api_misc.cpp), offline codec and schema (api_schema.cpp), text
 * (api_text.cpp, api_json.cpp).
 *
 * @generate-function-entries
 * @generate-legacy-arginfo 70000
 */

namespace {

// --- connections and queries ---

function new_rpc_connection(string $host_name, mixed $port, mixed $default_actor_id = 0, float $timeout = 0.3, float $connect_timeout = 0.3, float $reconnect_timeout = 17.0): mixed {}

function rpc_tl_query_one(mixed $rpc_connection, mixed $tl_query, float $timeout = -1.0): int|false {}

function rpc_tl_query(mixed $rpc_connection, mixed $tl_queries, float $timeout = -1.0, bool $ignore_answer = false, ?object $requests_extra_info = null, bool $need_responses_extra_info = false): array {}

function rpc_tl_query_result_one(mixed $request_id, float $timeout = -1.0): array|object|false {}

function rpc_tl_query_result(mixed $request_ids, float $timeout = -1.0): array|false {}

function typed_rpc_tl_query_one(mixed $rpc_connection, mixed $tl_query, float $timeout = -1.0): int|false {}

function typed_rpc_tl_query(mixed $rpc_connection, mixed $tl_queries, float $timeout = -1.0, bool $ignore_answer = false, ?object $requests_extra_info = null, bool $need_responses_extra_info = false): array {}

function typed_rpc_tl_query_result_one(mixed $request_id, float $timeout = -1.0): object|false {}

function typed_rpc_tl_query_result(mixed $request_ids, float $timeout = -1.0): array|false {}

function rpc_tl_pending_queries_count(): int {}

function rpc_get_last_send_error(): array {}

function rpc_get_last_error(): array {}

function vkext_pool_status(): array {}

function vkext_full_version(): string {}

// --- queries and answers as bytes ---

function rpc_clean(): void {}

function rpc_send(mixed $rpc_connection, float $timeout = -1.0): int|false {}

function rpc_send_noflush(mixed $rpc_connection, float $timeout = -1.0): int|false {}

function rpc_flush(float $timeout = 0.3): bool {}

function rpc_get_and_parse(mixed $query_id, float $timeout = -1.0): bool {}

function rpc_get(mixed $query_id, float $timeout = -1.0): string|false {}

function rpc_parse(mixed $data): bool {}

function store_int(mixed $v): bool {}

function store_byte(mixed $v): bool {}

function store_long(mixed $v): bool {}

function store_string(mixed $v): bool {}

function store_string2(mixed $v): bool {}

function store_double(mixed $v): bool {}

function store_float(mixed $v): bool {}

function store_many(mixed ...$args): bool {}

function store_header(mixed $actor_id, int $flags = 0): bool {}

function store_raw(string $data): bool {}

function store_gzip_pack_threshold(int $pack_threshold_bytes): void {}

function store_start_gzip_pack(): void {}

function store_finish_gzip_pack(int $threshold): void {}

function fetch_int(): int|false {}

function fetch_byte(): int|false {}

function fetch_long(): int|false {}

function fetch_double(): float|false {}

function fetch_float(): float|false {}

function fetch_string(): string|false {}

function fetch_string2(): string|false {}

function fetch_string_as_int(): int|false {}

function fetch_memcache_value(): mixed {}

function fetch_end(): bool {}

function fetch_eof(): bool {}

function fetch_get_pos(): int {}

function fetch_lookup_int(): int|false {}

function fetch_lookup_data(int $x4_bytes_length): string|false {}

/** @param array $result */
function rpc_mc_parse_raw_wildcard_with_flags_to_array(string $raw_result, &$result): bool {}

// --- queues ---

function rpc_queue_create(mixed $request_ids = null): int|false {}

function rpc_queue_empty(mixed $queue_id): bool {}

function rpc_queue_next(mixed $queue_id, float $timeout = -1.0): int|false {}

function rpc_queue_push(mixed $queue_id, mixed $request_ids): bool {}

// --- switches and counters ---

function set_fail_rpc_on_int32_overflow(mixed $fail_rpc): bool {}

function enable_internal_rpc_queries(): void {}

function disable_internal_rpc_queries(): void {}

function vk_set_error_verbosity(int $verbosity): bool {}

function vk_clear_stats(): void {}

function vkext_prepare_stats(): string {}

function query_x2(int $x): int {}

// --- schema and offline codec ---

function tl_config_load_file(mixed $tl_config_path): bool {}

function vkext_tl_encode(array|object $query): string {}

function vkext_tl_decode(string $bytes, array|object $query): mixed {}

// --- text ---

function vk_hello_world(): string {}

function vk_upcase(string $text): string {}

function vk_utf8_to_win(string $text, int $max_len = 0, bool $exit_on_error = false): string {}

function vk_win_to_utf8(string $text, bool $escape = true): string {}

function vk_flex(string $name, string $case_name, int $sex, string $type, int $lang_id): string {}

function vk_json_encode(mixed $val): string|false {}

function vk_whitespace_pack(string $text, int $html_opt = 0): string {}

function vk_sp_simplify(string $str): string {}

function vk_sp_full_simplify(string $str): string {}

function vk_sp_deunicode(string $str): string {}

function vk_sp_to_upper(string $str): string {}

function vk_sp_to_lower(string $str): string {}

function vk_sp_sort(string $str): string {}

/** @alias vk_sp_sort */
function vk_sp_to_sort(string $str): string {}

function vk_sp_remove_repeats(string $str): string {}

function vk_sp_to_cyrillic(string $str): string {}

function vk_sp_words_only(string $str): string {}

function vk_stats_hll_create(array $arr = [], int $size = 256): string|false {}

function vk_stats_hll_add(string $hll, array $arr): string|false {}

function vk_stats_hll_merge(array $hlls): string|false {}

function vk_stats_hll_count(string $hll): float|false {}

function vk_stats_hll_pack(string $hll): string|false {}

function vk_stats_hll_unpack(string $hll): string|false {}

function vk_stats_hll_is_packed(string $hll): bool {}

}

namespace vkext {

// --- sizes and times; KphpRpcRequestsExtraInfo and its like are vkext_kphp.stub.php's ---

function requests_extra_info(object $requests_extra_info): array {}

function response_extra_info(int $request_id): ?array {}

}
