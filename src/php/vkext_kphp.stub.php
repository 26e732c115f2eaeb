<?php

/**
 * Names of the KPHP runtime, registered with vkext.kphp_runtime=1 only: the polyfill package and K2 scripts declare
 * them unguarded. RpcConnection is registered with vkext.connection_objects=1. ci/arginfo makes the tables, ci/api-docs
 * the pages; the form is that of vkext.stub.php. docs/kphp.md is the guide.
 *
 * @generate-function-entries
 * @generate-legacy-arginfo 70000
 */

final class RpcConnection
{
    private function __construct() {}
}

// --- forks: Forks ---
//
// KPHP's coroutines, with vkext.kphp_runtime=1. A fork runs until it first waits; what forks wait for overlaps. On PHP
// 8.1 and later a fork is a Fiber; before, its body runs at once. [The guide](../kphp.md) tells where a fork gives the
// thread away, and what becomes of unfinished ones.
//
// Timeouts are seconds; what is no sensible one (0, negative, NAN, INF, more than 86,400) means: as long as it takes.

/**
 * Starts a fork: runs it until it first waits.
 *
 * In fork(f($x)) the call is the body of the fork: its arguments are worked out before, the function runs inside.
 * Methods and static methods work alike. A closure may be given instead, with its arguments behind it. (The parameter
 * has an odd name, since arguments of the body may have names too.)
 *
 * @param mixed $__call a call; a closure; anything else is the result of a fork that has ended
 * @param mixed $arguments for a closure
 * @return int the fork, from 1 on in each request
 *
 * Fails: what the body throws is thrown where the fork is waited for. Arguments without a closure: a warning.
 *
 * ```php
 * $user = fork(load_user($id));
 * $friends = fork(function (int $id) { return load_friends($id); }, $id);
 * ```
 */
function fork(mixed $__call, mixed ...$arguments): int {}

/**
 * Waits for a fork and takes its result: it can be taken once.
 *
 * @param mixed $id what fork() gave
 * @param float $timeout seconds from now; -1.0 waits as long as it takes
 * @return mixed what the fork returned
 * @throws Throwable what the fork threw
 *
 * Fails: null when the time is over (the fork goes on), for false, and, with a warning, for a number that is no fork or
 * was taken, or when everybody waits for each other.
 *
 * ```php
 * $user = wait($fork, 0.5) ?? User::unknown();
 * ```
 */
function wait(mixed $id, float $timeout = -1.0): mixed {}

/**
 * As wait(): there is no way to wait that keeps other forks from running.
 *
 * @alias wait
 * @param mixed $id what fork() gave
 * @param float $timeout seconds from now; -1.0 waits as long as it takes
 * @return mixed what the fork returned
 * @throws Throwable what the fork threw
 *
 * Fails: as wait().
 *
 * ```php
 * $user = wait_synchronously($fork);
 * ```
 */
function wait_synchronously(mixed $id, float $timeout = -1.0): mixed {}

/**
 * Waits for many forks and takes their results.
 *
 * @param array $ids what fork() gave, under any keys
 * @return array the results under the same keys, in the same order
 * @throws Throwable what the first of them threw that did; the results of the others can still be taken
 *
 * Fails: null under the key of what is no fork.
 *
 * ```php
 * ['user' => $user, 'friends' => $friends] = wait_multi(['user' => fork(load_user(7)), 'friends' => fork(load_friends(7))]);
 * ```
 */
function wait_multi(array $ids): array {}

/**
 * Waits for a fork, and leaves its result for wait(). Any number of forks may wait so for one.
 *
 * @param mixed $id what fork() gave
 * @return bool true: it has ended
 *
 * Fails: false for what is no fork, or when everybody waits for each other (with a warning).
 *
 * ```php
 * wait_concurrently($loading);
 * $user = Cache::get($id);
 * ```
 */
function wait_concurrently(mixed $id): bool {}

/**
 * Makes a queue of forks, from which they come in the order in which they end.
 *
 * @param mixed $ids forks; ids that are unknown, or in a queue already, are skipped
 * @return int the queue
 *
 * Fails: never.
 *
 * ```php
 * $queue = wait_queue_create(array_map(function ($id) { return fork(load_user($id)); }, [1, 2, 3]));
 * while ($fork = wait_queue_next($queue)) {
 *     show(wait($fork));
 * }
 * ```
 */
function wait_queue_create(mixed $ids = []): int {}

/**
 * Puts forks into a queue.
 *
 * @param mixed $queue what wait_queue_create() gave
 * @param mixed $ids one fork, or an array of them
 * @return void
 *
 * Fails: nothing happens when there is no such queue; ids that are unknown, or in a queue already, are skipped.
 *
 * ```php
 * wait_queue_push($queue, fork(load_user(4)));
 * ```
 */
function wait_queue_push(mixed $queue, mixed $ids): void {}

/**
 * Nothing is in a queue.
 *
 * @param mixed $queue what wait_queue_create() gave
 * @return bool true: every fork was taken out
 *
 * Fails: true when there is no such queue.
 *
 * ```php
 * while (!wait_queue_empty($queue)) {
 *     show(wait(wait_queue_next($queue)));
 * }
 * ```
 */
function wait_queue_empty(mixed $queue): bool {}

/**
 * Takes the next fork that has ended out of a queue, and waits for it.
 *
 * @param mixed $queue what wait_queue_create() gave
 * @param float $timeout seconds from now; -1.0 waits as long as it takes
 * @return int|false the fork; its result is for wait()
 *
 * Fails: false when the queue is empty, or the time is over.
 *
 * ```php
 * $fork = wait_queue_next($queue, 0.1);
 * ```
 */
function wait_queue_next(mixed $queue, float $timeout = -1.0): int|false {}

/**
 * As wait_queue_next().
 *
 * @alias wait_queue_next
 * @param mixed $queue what wait_queue_create() gave
 * @param float $timeout seconds from now; -1.0 waits as long as it takes
 * @return int|false the fork; its result is for wait()
 *
 * Fails: false when the queue is empty, or the time is over.
 *
 * ```php
 * $fork = wait_queue_next_synchronously($queue);
 * ```
 */
function wait_queue_next_synchronously(mixed $queue, float $timeout = -1.0): int|false {}

/**
 * Gives the other forks a turn: those that are ready run until they wait again.
 *
 * @return void
 *
 * Fails: never.
 *
 * ```php
 * while (!$job->step()) {
 *     sched_yield();
 * }
 * ```
 */
function sched_yield(): void {}

/**
 * Sleeps, and lets the other forks run meanwhile.
 *
 * @param float $seconds at least so long; 0 and less, and NAN: as sched_yield()
 * @return void
 *
 * Fails: never; an exception of a signal handler ends it early.
 *
 * ```php
 * while (!$device->is_ready()) {
 *     sched_yield_sleep(0.001);
 * }
 * ```
 */
function sched_yield_sleep(float $seconds): void {}

/**
 * The fork that runs.
 *
 * @return int its number; 0 outside of forks
 *
 * Fails: never.
 *
 * ```php
 * $loading[$id] = get_running_fork_id();
 * ```
 */
function get_running_fork_id(): int {}

/**
 * What is known of a fork.
 *
 * @param mixed $id what fork() gave
 * @return array|false id, name (of its function), state (running, blocked, finished), work_time (seconds it ran)
 *
 * Fails: false for what is no fork, or was taken.
 *
 * ```php
 * ['name' => $name, 'work_time' => $seconds] = get_fork_stat($fork);
 * ```
 */
function get_fork_stat(mixed $id): array|false {}

// --- kphp: Other names of the KPHP runtime ---
//
// With vkext.kphp_runtime=1. What ends in _synchronously is the same as the name without: a script waits in one way.
//
// K2 sends to actors by name. vkext.actors says where they are: "name=host:port" or "name=host:port@actor", or
// "name=unix:/path", with commas or spaces in between. K2's query ids count from 1 in each request; they are taken
// wherever a query id is.

/** Sizes of requests: goes into rpc_tl_query() and its like. */
final class KphpRpcRequestsExtraInfo
{
    /**
     * The sizes of the requests that this object was passed for last.
     *
     * @return array under the keys of the queries: [bytes of the packet]
     *
     * Fails: an empty array before it was passed.
     *
     * ```php
     * $info = new KphpRpcRequestsExtraInfo();
     * $ids = rpc_tl_query($c, ['a' => ['_' => 'demo.get', 'key' => 'a']], -1.0, false, $info);
     * [$bytes] = $info->get()['a'];
     * ```
     */
    public function get(): array {}
}

/**
 * Size and time of an answer, for queries that were sent with $need_responses_extra_info. They are forgotten then.
 *
 * @alias vkext_response_extra_info
 * @param int $resumable_id a query's id, also after its answer was taken
 * @return array|null [bytes of the packet, seconds from sending to receiving]
 *
 * Fails: null when it was not asked for, the answer is not there, or it was told before.
 *
 * ```php
 * [$bytes, $seconds] = extract_kphp_rpc_response_extra_info($id) ?? [0, 0.0];
 * ```
 */
function extract_kphp_rpc_response_extra_info(int $resumable_id): ?array {}

/**
 * As rpc_tl_query_result().
 *
 * @alias rpc_tl_query_result
 * @param mixed $request_ids what rpc_tl_query() gave
 * @param float $timeout seconds from now to wait at most; -1.0 waits as long as the queries may take
 * @return array|false the answers under the same keys
 *
 * Fails: false for what is no array.
 *
 * ```php
 * $answers = rpc_tl_query_result_synchronously($ids);
 * ```
 */
function rpc_tl_query_result_synchronously(mixed $request_ids, float $timeout = -1.0): array|false {}

/**
 * As typed_rpc_tl_query_result().
 *
 * @alias typed_rpc_tl_query_result
 * @param mixed $request_ids what typed_rpc_tl_query() gave
 * @param float $timeout seconds from now to wait at most; -1.0 waits as long as the queries may take
 * @return array|false the answers under the same keys
 *
 * Fails: false for what is no array.
 *
 * ```php
 * $answers = typed_rpc_tl_query_result_synchronously($ids);
 * ```
 */
function typed_rpc_tl_query_result_synchronously(mixed $request_ids, float $timeout = -1.0): array|false {}

/**
 * As rpc_get().
 *
 * @alias rpc_get
 * @param mixed $query_id a query's id
 * @param float $timeout seconds from when the query was sent; -1.0 is the query's own
 * @return string|false the bytes of the answer
 *
 * Fails: false; rpc_get_last_error() says why.
 *
 * ```php
 * $bytes = rpc_get_synchronously($id);
 * ```
 */
function rpc_get_synchronously(mixed $query_id, float $timeout = -1.0): string|false {}

/**
 * As rpc_queue_next().
 *
 * @alias rpc_queue_next
 * @param mixed $queue_id what rpc_queue_create() gave
 * @param float $timeout seconds from now; -1.0 waits as long as a query in it may take
 * @return int|false the query, out of the queue
 *
 * Fails: false when the queue is empty, or the time is over.
 *
 * ```php
 * $id = rpc_queue_next_synchronously($queue);
 * ```
 */
function rpc_queue_next_synchronously(mixed $queue_id, float $timeout = -1.0): int|false {}

/**
 * Waits for an answer, and leaves it where it is.
 *
 * @param mixed $request_id a query's id
 * @return bool true: the answer, or the error, can be taken
 *
 * Fails: false for an id that is unknown or was taken.
 *
 * ```php
 * if (rpc_wait($id)) {
 *     $answer = rpc_tl_query_result_one($id);
 * }
 * ```
 */
function rpc_wait(mixed $request_id): bool {}

/**
 * As rpc_wait().
 *
 * @alias rpc_wait
 * @param mixed $request_id a query's id
 * @return bool true: the answer, or the error, can be taken
 *
 * Fails: false for an id that is unknown or was taken.
 *
 * ```php
 * rpc_wait_concurrently($id);
 * ```
 */
function rpc_wait_concurrently(mixed $request_id): bool {}

/**
 * K2: sends queries to an actor by its name.
 *
 * @param string $actor a name in vkext.actors
 * @param array $requests untyped queries, under any keys
 * @param float|null $timeout seconds; null is 0.3; less than a millisecond, and more than a day, mean these
 * @param bool $ignore_answer true: nobody will ask for the answers, and the server is told to send none
 * @param object|null $requests_extra_info a KphpRpcRequestsExtraInfo
 * @param bool $need_responses_extra_info true: extract_kphp_rpc_response_extra_info() will be asked
 * @return array ids from 1 on under the same keys; -1 each with $ignore_answer
 *
 * Fails: 0 under the key of a query that could not be stored or sent, an empty array and a warning without the actor.
 *
 * ```php
 * $ids = rpc_send_requests('storage', ['a' => ['_' => 'demo.get', 'key' => 'a']], 0.5, false, null, false);
 * $answers = rpc_fetch_responses($ids);
 * ```
 */
function rpc_send_requests(string $actor, array $requests, ?float $timeout, bool $ignore_answer, ?object $requests_extra_info, bool $need_responses_extra_info): array {}

/**
 * K2: sends typed queries to an actor by its name.
 *
 * @param string $actor a name in vkext.actors
 * @param array $requests objects of generated classes, under any keys
 * @param float|null $timeout seconds; null is 0.3; less than a millisecond, and more than a day, mean these
 * @param bool $ignore_answer true: nobody will ask for the answers, and the server is told to send none
 * @param object|null $requests_extra_info a KphpRpcRequestsExtraInfo
 * @param bool $need_responses_extra_info true: extract_kphp_rpc_response_extra_info() will be asked
 * @return array ids from 1 on under the same keys; -1 each with $ignore_answer
 *
 * Fails: 0 under the key of a query that could not be stored or sent, an empty array and a warning without the actor.
 *
 * ```php
 * $ids = rpc_send_typed_query_requests('storage', [$query], null, false, null, false);
 * ```
 */
function rpc_send_typed_query_requests(string $actor, array $requests, ?float $timeout, bool $ignore_answer, ?object $requests_extra_info, bool $need_responses_extra_info): array {}

/**
 * K2: waits for answers and takes them, as rpc_tl_query_result() does.
 *
 * @alias rpc_tl_query_result
 * @param mixed $query_ids what rpc_send_requests() gave
 * @return array|false the answers under the same keys
 *
 * Fails: false for what is no array.
 *
 * ```php
 * foreach (rpc_fetch_responses($ids) as $key => $answer) {
 *     echo $key, ' ', $answer['__error'] ?? 'ok', "\n";
 * }
 * ```
 */
function rpc_fetch_responses(mixed $query_ids): array|false {}

/**
 * K2: waits for typed answers and takes them, as typed_rpc_tl_query_result() does.
 *
 * @alias typed_rpc_tl_query_result
 * @param mixed $query_ids what rpc_send_typed_query_requests() gave
 * @return array|false the answers under the same keys
 *
 * Fails: false for what is no array.
 *
 * ```php
 * $answers = rpc_fetch_typed_responses($ids);
 * ```
 */
function rpc_fetch_typed_responses(mixed $query_ids): array|false {}

/**
 * As rpc_fetch_responses().
 *
 * @alias rpc_tl_query_result
 * @param mixed $query_ids what rpc_send_requests() gave
 * @return array|false the answers under the same keys
 *
 * Fails: false for what is no array.
 *
 * ```php
 * $answers = rpc_fetch_responses_synchronously($ids);
 * ```
 */
function rpc_fetch_responses_synchronously(mixed $query_ids): array|false {}

/**
 * As rpc_fetch_typed_responses().
 *
 * @alias typed_rpc_tl_query_result
 * @param mixed $query_ids what rpc_send_typed_query_requests() gave
 * @return array|false the answers under the same keys
 *
 * Fails: false for what is no array.
 *
 * ```php
 * $answers = rpc_fetch_typed_responses_synchronously($ids);
 * ```
 */
function rpc_fetch_typed_responses_synchronously(mixed $query_ids): array|false {}
