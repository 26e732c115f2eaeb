<?php

/**
 * The API's source of truth: names, order, defaults and types of every PHP function. ci/arginfo makes the argument
 * tables from it. Families: connections and queries (api_rpc.cpp), offline codec and schema (api_schema.cpp),
 * text (api_text.cpp, api_json.cpp).
 *
 * @generate-function-entries
 * @generate-legacy-arginfo 70000
 */

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
