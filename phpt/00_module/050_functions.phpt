--TEST--
All 75 functions of the incumbent, with its parameters: names, order, defaults; and the types we promise
--FILE--
<?php
// rows: api-3.1 api-9.9 api-9.10 api-12.16
$functions = <<<'LIST'
vk_hello_world(): string
vk_upcase(string $text): string
vk_utf8_to_win(string $text, int $max_len = 0, bool $exit_on_error = false): string
vk_win_to_utf8(string $text, bool $escape = true): string
vk_flex(string $name, string $case_name, int $sex, string $type, int $lang_id): string
vk_json_encode(mixed $val): string|false
vk_whitespace_pack(string $text, int $html_opt = 0): string
new_rpc_connection(mixed $host_name, mixed $port, mixed $default_actor_id = 0, float $timeout = 0.3, float $connect_timeout = 0.3, float $reconnect_timeout = 17.0): mixed
rpc_clean(): void
rpc_send(mixed $rpc_connection, float $timeout = -1.0): int|false
rpc_send_noflush(mixed $rpc_connection, float $timeout = -1.0): int|false
rpc_flush(float $timeout = 0.3): bool
rpc_get_and_parse(mixed $query_id, float $timeout = -1.0): bool
rpc_get(mixed $query_id, float $timeout = -1.0): string|false
rpc_parse(mixed $data): bool
set_fail_rpc_on_int32_overflow(mixed $fail_rpc): bool
store_int(mixed $v): bool
store_byte(mixed $v): bool
store_long(mixed $v): bool
store_string(mixed $v): bool
store_string2(mixed $v): bool
store_double(mixed $v): bool
store_float(mixed $v): bool
store_many(mixed ...$args): bool
store_header(mixed $actor_id, int $flags = 0): bool
fetch_int(): int|false
fetch_byte(): int|false
fetch_long(): int|false
fetch_double(): float|false
fetch_float(): float|false
fetch_string(): string|false
fetch_string2(): string|false
fetch_memcache_value(): mixed
fetch_end(): bool
fetch_eof(): bool
fetch_get_pos(): int
fetch_lookup_int(): int|false
fetch_lookup_data(int $x4_bytes_length): string|false
vk_set_error_verbosity(int $verbosity): bool
rpc_queue_create(mixed $request_ids = null): int|false
rpc_queue_empty(mixed $queue_id): bool
rpc_queue_next(mixed $queue_id, float $timeout = -1.0): int|false
rpc_queue_push(mixed $queue_id, mixed $request_ids): bool
vk_clear_stats(): void
rpc_tl_pending_queries_count(): int
rpc_tl_query(mixed $rpc_connection, mixed $tl_queries, float $timeout = -1.0, bool $ignore_answer = false, ?object $requests_extra_info = null, bool $need_responses_extra_info = false): array
rpc_tl_query_one(mixed $rpc_connection, mixed $tl_query, float $timeout = -1.0): int|false
rpc_tl_query_result(mixed $request_ids, float $timeout = -1.0): array|false
rpc_tl_query_result_one(mixed $request_id, float $timeout = -1.0): object|array|false
typed_rpc_tl_query(mixed $rpc_connection, mixed $tl_queries, float $timeout = -1.0, bool $ignore_answer = false, ?object $requests_extra_info = null, bool $need_responses_extra_info = false): array
typed_rpc_tl_query_one(mixed $rpc_connection, mixed $tl_query, float $timeout = -1.0): int|false
typed_rpc_tl_query_result(mixed $request_ids, float $timeout = -1.0): array|false
typed_rpc_tl_query_result_one(mixed $request_id, float $timeout = -1.0): object|false
enable_internal_rpc_queries(): void
disable_internal_rpc_queries(): void
rpc_get_last_send_error(): array
vkext_prepare_stats(): string
vkext_full_version(): string
vk_sp_simplify(string $str): string
vk_sp_full_simplify(string $str): string
vk_sp_deunicode(string $str): string
vk_sp_to_upper(string $str): string
vk_sp_to_lower(string $str): string
vk_sp_sort(string $str): string
vk_sp_remove_repeats(string $str): string
vk_sp_to_cyrillic(string $str): string
vk_sp_words_only(string $str): string
tl_config_load_file(mixed $tl_config_path): bool
vk_stats_hll_create(array $arr = [], int $size = 256): string|false
vk_stats_hll_add(string $hll, array $arr): string|false
vk_stats_hll_merge(array $hlls): string|false
vk_stats_hll_count(string $hll): float|false
vk_stats_hll_pack(string $hll): string|false
vk_stats_hll_unpack(string $hll): string|false
vk_stats_hll_is_packed(string $hll): bool
LIST;

/** The signature as reflection has it; PHP 7 knows neither types nor default values of internal functions. */
function signature(ReflectionFunction $function): string
{
    $parts = [];
    foreach ($function->getParameters() as $p) {
        $part = ($p->hasType() ? $p->getType() . ' ' : '') . ($p->isVariadic() ? '...' : '') . '$' . $p->getName();
        if ($p->isOptional() && !$p->isVariadic()) {
            $part .= ' = ';
            if (PHP_MAJOR_VERSION >= 8) {
                $default = $p->getDefaultValue();
                $part .= $default === null || $default === [] ? ($default === null ? 'null' : '[]') : var_export($default, true);
            }
        }
        $parts[] = $part;
    }
    return $function->getName() . '(' . implode(', ', $parts) . ')' . ($function->hasReturnType() ? ': ' . $function->getReturnType() : '');
}

$lines = explode("\n", trim($functions));
$wrong = 0;
foreach ($lines as $line) {
    $name = strstr($line, '(', true);
    if (!function_exists($name)) {
        echo "$name is missing\n";
        $wrong++;
        continue;
    }
    if (PHP_MAJOR_VERSION < 8) {
        $line = preg_replace(['/\): [a-z|]+$/', '/\??\b(?:mixed|string|int|bool|float|array|object) (\.\.\.)?\$/', '/ = [^,)]+/'], [')', '$1$', ' = '], $line);
        $got = preg_replace(['/\): [a-z|]+$/', '/\??\b(?:mixed|string|int|bool|float|array|object) (\.\.\.)?\$/'], [')', '$1$'], signature(new ReflectionFunction($name)));
    } else {
        $got = signature(new ReflectionFunction($name));
    }
    if ($got !== $line) {
        echo "expected $line\n     got $got\n";
        $wrong++;
    }
    // Fewer than it needs: an error, as everywhere in PHP (a warning and null in PHP 7).
    if ((new ReflectionFunction($name))->getNumberOfRequiredParameters() > 0) {
        try {
            $told = @$name();
        } catch (ArgumentCountError $error) {
            $told = null;
        }
        if ($told !== null) {
            echo "$name() takes no arguments at all\n";
            $wrong++;
        }
    }
}
echo count($lines), " functions, $wrong wrong\n";
// Gone since 2014, and not provided.
foreach (['rpc_get_any_qid', 'vk_rpc_memcache_get', 'vk_rpc_memcache_get_multi', 'vk_rpc_memcache_set', 'vk_rpc_memcache_add',
    'vk_rpc_memcache_replace', 'vk_rpc_memcache_incr', 'vk_rpc_memcache_decr', 'vk_rpc_memcache_delete', 'tl_config_load'] as $name) {
    echo function_exists($name) ? "$name exists\n" : '';
}
// Every function of ours says what it takes and returns.
foreach (array_keys((new ReflectionExtension('vkext'))->getFunctions()) as $name) {
    $function = new ReflectionFunction($name);
    $untyped = array_filter($function->getParameters(), function ($p) { return !$p->hasType() && !$p->isPassedByReference(); });
    if (PHP_MAJOR_VERSION >= 8 && ($untyped || !$function->hasReturnType())) {
        echo "$name has no types\n";
    }
}
var_dump(extension_loaded('vkext'), extension_loaded('vk_extension'), phpversion('vkext') === phpversion('vk_extension'));
// Default values by name: a skipped timeout is the connection's.
$named = PHP_MAJOR_VERSION >= 8;
var_dump(rpc_tl_query(...($named ? ['rpc_connection' => 0, 'tl_queries' => [], 'ignore_answer' => false] : [0, [], -1.0, false])));
var_dump(rpc_queue_create() > 1 << 30, vk_stats_hll_create(...($named ? ['size' => 100] : [[], 100])));
?>
--EXPECT--
75 functions, 0 wrong
bool(true)
bool(true)
bool(true)
array(0) {
}
bool(true)
bool(false)
