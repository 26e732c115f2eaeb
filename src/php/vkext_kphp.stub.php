<?php

/**
 * Names of the KPHP runtime, registered with vkext.kphp_runtime=1 only: the polyfill package and K2 scripts declare
 * them unguarded. RpcConnection is registered with vkext.connection_objects=1. ci/arginfo makes the tables.
 *
 * @generate-function-entries
 * @generate-legacy-arginfo 70000
 */

final class RpcConnection
{
    private function __construct() {}
}

final class KphpRpcRequestsExtraInfo
{
    public function get(): array {}
}

function fork(mixed $call, mixed ...$arguments): int {}

function wait(mixed $id, float $timeout = -1.0): mixed {}

/** @alias wait */
function wait_synchronously(mixed $id, float $timeout = -1.0): mixed {}

function wait_multi(array $ids): array {}

function wait_concurrently(mixed $id): bool {}

function wait_queue_create(mixed $ids = []): int {}

function wait_queue_push(mixed $queue, mixed $ids): void {}

function wait_queue_empty(mixed $queue): bool {}

function wait_queue_next(mixed $queue, float $timeout = -1.0): int|false {}

/** @alias wait_queue_next */
function wait_queue_next_synchronously(mixed $queue, float $timeout = -1.0): int|false {}

function sched_yield(): void {}

function sched_yield_sleep(float $seconds): void {}

function get_running_fork_id(): int {}

function get_fork_stat(mixed $id): array|false {}

/** @alias vkext_response_extra_info */
function extract_kphp_rpc_response_extra_info(int $resumable_id): ?array {}

/** @alias rpc_tl_query_result */
function rpc_tl_query_result_synchronously(mixed $request_ids, float $timeout = -1.0): array|false {}

/** @alias typed_rpc_tl_query_result */
function typed_rpc_tl_query_result_synchronously(mixed $request_ids, float $timeout = -1.0): array|false {}

/** @alias rpc_get */
function rpc_get_synchronously(mixed $query_id, float $timeout = -1.0): string|false {}

/** @alias rpc_queue_next */
function rpc_queue_next_synchronously(mixed $queue_id, float $timeout = -1.0): int|false {}

function rpc_wait(mixed $request_id): bool {}

/** @alias rpc_wait */
function rpc_wait_concurrently(mixed $request_id): bool {}

function rpc_send_requests(string $actor, array $requests, ?float $timeout, bool $ignore_answer, ?object $requests_extra_info, bool $need_responses_extra_info): array {}

function rpc_send_typed_query_requests(string $actor, array $requests, ?float $timeout, bool $ignore_answer, ?object $requests_extra_info, bool $need_responses_extra_info): array {}

/** @alias rpc_tl_query_result */
function rpc_fetch_responses(mixed $query_ids): array|false {}

/** @alias typed_rpc_tl_query_result */
function rpc_fetch_typed_responses(mixed $query_ids): array|false {}

/** @alias rpc_tl_query_result */
function rpc_fetch_responses_synchronously(mixed $query_ids): array|false {}

/** @alias typed_rpc_tl_query_result */
function rpc_fetch_typed_responses_synchronously(mixed $query_ids): array|false {}
