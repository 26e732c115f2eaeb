"""What happens to workers and between requests, without a bailout: each function is one scenario.

A scenario gets the harness and returns the list of what is wrong.
"""
import json
import os
import pwd
import re
import signal
import time

import fastcgi
from server import children_of, wait_until


def run(harness):
    for scenario in SCENARIOS:
        name = scenario.__name__.replace('_', ' ')
        if harness.options.only in name:
            try:
                problems = scenario(harness)
            except Exception as error:  # a scenario that breaks off has failed, the others go on
                problems = [f'{type(error).__name__}: {error}']
            harness.check(name, problems)


def settings_stay_in_their_request(h):
    problems = []
    fpm = h.fpm()
    seen = []
    for i in range(3):
        seen.append(fpm.get(h.query(do='seen_settings')).text)
        told = fpm.get(h.query(do='settings')).text
        if json.loads(told)[:1] != ['result']:
            problems.append('the other schema: ' + told)
        h.good(fpm, problems, i)
    if len(set(seen)) != 1 or not seen[0].startswith('[["kphp","256","","0"],0,false,-110,1]'):
        problems.append(f'settings seen: {seen}')
    fpm.stop()
    return problems


def pools_with_schemas_of_their_own(h):
    """Three pools of one master: php.ini's schema, one by php_admin_value, one whose file is broken."""
    problems = []
    own, broken = h.folder + '/own.tl', h.folder + '/broken.tl'
    with open(own, 'w', encoding='utf-8') as f:
        f.write('---functions---\n@any own.only n:int = Int;\n')
    with open(broken, 'w', encoding='utf-8') as f:
        f.write('---functions---\nnot a schema\n')
    sockets = {file: f'{file}.socket' for file in (own, broken)}
    pools = ''.join(f'[{os.path.basename(file)[:-3]}]\nlisten = {sockets[file]}\npm = static\npm.max_children = 1\n'
                    f'catch_workers_output = yes\nphp_admin_value[tl.conffile] = {file}\n' for file in sockets)
    fpm = h.fpm(pool=pools, settings=[('log_errors', '1')])

    def seen(socket):
        return fastcgi.finish(fastcgi.request(socket, fpm.script, h.query(do='functions')))

    # Twice each and in turn: nothing of a pool is seen in another, and an admin's value cannot be set by a script.
    for _ in range(2):
        told = json.loads(seen(fpm.socket).text)
        if 'fault.ask' not in told[1] or 'own.only' in told[1] or told[2] is False:
            problems.append(f'the pool without a schema of its own: {told}')
        told = json.loads(seen(sockets[own]).text)
        if told != [own, ['own.only'], False]:
            problems.append(f'the pool with a schema of its own: {told}')
        response = seen(sockets[broken])
        if json.loads(response.text)[0] != broken or 'own.only' in response.text:
            problems.append(f'the pool with the broken schema: {response.text}')
    wait_until(lambda: 'broken.tl:3:1: error' in fpm.messages())
    if fpm.messages().count('broken.tl:3:1: error') != 1:
        problems.append(f'of the broken schema: {fpm.messages()[-500:]}')
    h.good(fpm, problems, 1)
    fpm.stop()
    return problems


def an_answer_that_is_half_here_at_the_end(h):
    """It comes byte by byte; whoever asks next must not see the rest of it."""
    problems = []
    fpm = h.fpm()
    for i in range(3):
        fpm.get(h.query(do='half'))
        h.good(fpm, problems, i, fpm.worker())
    fpm.stop()
    return problems


def a_query_that_is_half_sent_at_the_end(h):
    problems = []
    fpm = h.fpm()
    h.good(fpm, problems, 0)
    for i in range(3):
        told = fpm.get(h.query(do='unsent'))
        if told.text != 'true':
            problems.append(f'{told.text!r} {told.err!r}')
        h.good(fpm, problems, i, fpm.worker())
    fpm.stop()
    return problems


def answers_larger_than_memory_limit(h):
    """An error, never a dead worker (exit code 137 from PHP 8.2.35 on) and never a fatal error of PHP's."""
    problems = []
    fpm = h.fpm()
    worker = fpm.worker()
    seen = set()
    for limit, what, n in [(limit, what, n) for what, n in (('list', 1 << 20), ('lists', 1000))
                           for limit in ('2M', '6M', '10M', '16M', '18M', '20M', '24M', '64M', '-1')]:
        response = fpm.get(h.query(do='large', what=what, n=n, limit=limit))
        try:
            told = json.loads(response.text)
        except ValueError:
            problems.append(f'{what}, {limit}: status {response.status} {response.text[:200]!r} {response.broken}')
            continue
        if told != n and told.get('__error_code') not in (-4101, -4102):
            problems.append(f'{what}, {limit}: {told}')
        seen.add(told if isinstance(told, int) else told['__error_code'])
        h.good(fpm, problems, 1, worker)
    if len(seen) < 2:
        problems.append(f'all the same: {seen}')
    if 'code 137' in fpm.messages():
        problems.append('a worker left with code 137')
    fpm.stop()
    return problems


def slow_request(h, fpm):
    """A request whose script waits for an answer by now, and has it in some tenths of a second."""
    before = len(h.peer.events('request'))
    slow = fpm.start(h.query(do='slow', n=2 * 1000000 + 700))
    if not wait_until(lambda: len(h.peer.events('request')) > before):
        raise RuntimeError('the script asks nothing: ' + fpm.messages()[-500:])
    return slow


def a_soft_stop_lets_a_request_finish(h):
    problems = []
    fpm = h.fpm(options='process_control_timeout = 20')
    h.good(fpm, problems, 1)
    slow = slow_request(h, fpm)
    fpm.process.send_signal(signal.SIGQUIT)
    answer = fastcgi.finish(slow)
    if not answer.complete or json.loads(answer.text)[1].get('result') != 2 * 1000000 + 700:
        problems.append(f'the request in flight: {answer.text!r} {answer.broken}')
    code = fpm.stop(signal.SIGQUIT)
    if code != 0:
        problems.append(f'the master left with {code}')
    return problems


def a_reload_lets_a_request_finish(h):
    problems = []
    fpm = h.fpm(options='process_control_timeout = 20')
    before = fpm.worker()
    h.good(fpm, problems, 1, before)
    slow = slow_request(h, fpm)
    fpm.process.send_signal(signal.SIGUSR2)
    answer = fastcgi.finish(slow)
    if not answer.complete or json.loads(answer.text)[1].get('result') != 2 * 1000000 + 700:
        problems.append(f'the request in flight: {answer.text!r} {answer.broken}')
    wait_until(lambda: before not in children_of(fpm.process.pid) and children_of(fpm.process.pid))
    h.good(fpm, problems, 2, fpm.worker())
    fpm.stop()
    return problems


def workers_that_retire(h):
    problems = []
    fpm = h.fpm(pool='pm.max_requests = 2')
    workers = set()
    for i in range(7):
        workers.add(fpm.worker())
        h.good(fpm, problems, i)
    if len(workers) < 3:
        problems.append(f'only {len(workers)} workers')
    if re.search(r'exited on signal|exited with code [1-9]', fpm.messages()):
        problems.append(fpm.messages()[-500:])
    fpm.stop()
    return problems


def a_request_that_takes_too_long_for_its_pool(h):
    problems = []
    fpm = h.fpm(pool='request_terminate_timeout = 1')
    response = fpm.get(h.query(do='slow', n=2 * 1000000 + 40000))
    if response.complete:
        problems.append(f'it came to an end: {response.text!r}')
    h.good(fpm, problems, 1)
    fpm.stop()
    return problems


def workers_that_are_killed(h):
    """At any instant of a request: whoever comes after finds nothing half done."""
    problems = []
    fpm = h.fpm()
    for i in range(50 if h.options.full else 5):
        worker = fpm.worker()
        request = fpm.start(h.query(do='pending' if i % 2 else 'decode', cause='exit'))
        time.sleep(i % 7 * 0.003)
        os.kill(worker, signal.SIGKILL if i % 3 else signal.SIGTERM)
        fastcgi.finish(request)
        wait_until(lambda: worker not in children_of(fpm.process.pid) and children_of(fpm.process.pid))
        h.good(fpm, problems, i)
    fpm.stop()
    return problems


def a_connection_opened_while_preloading(h):
    """Preloading runs in the master: what it opened is not the workers'."""
    if not h.options.opcache:
        return []
    problems = []
    preload = h.folder + '/preload.php'
    with open(preload, 'w', encoding='utf-8') as f:
        f.write(f"<?php $c = new_rpc_connection('127.0.0.1', {h.peer.port}, 0, 20.0, 20.0);\n"
                "$a = rpc_tl_query_result_one(rpc_tl_query_one($c, ['_' => 'fault.ask', 'n' => 4711]));\n"
                "rpc_tl_query_one($c, ['_' => 'fault.ask', 'n' => 1000000]);\n"
                f"file_put_contents('{h.folder}/preloaded', json_encode($a));\n")
    fpm = h.fpm(settings=[('zend_extension', h.options.opcache), ('opcache.enable', '1'), ('opcache.preload', preload),
                          ('opcache.preload_user', pwd.getpwuid(os.geteuid()).pw_name)])
    with open(h.folder + '/preloaded', encoding='utf-8') as f:
        told = json.load(f)
    if told.get('result') != 4711:
        problems.append(f'while preloading: {told}')
    first = len(h.peer.events('request'))
    h.good(fpm, problems, 1, fpm.worker())
    h.good(fpm, problems, 2, fpm.worker())
    workers = {e['sender']['pid'] for e in h.peer.events('request')[first:]}
    if workers != {fpm.worker() & 0xffff}:
        problems.append(f'asked by {workers}, not by the worker {fpm.worker()}')
    if any(os.path.realpath(f'/proc/{fpm.worker()}/fd/{fd}') == os.path.realpath(f'/proc/{fpm.process.pid}/fd/{fd}')
           for fd in os.listdir(f'/proc/{fpm.process.pid}/fd') if is_peer_socket(fpm.process.pid, fd, h.peer.port)):
        problems.append('a worker has the connection of its master')
    fpm.stop()
    return problems


def is_peer_socket(pid, fd, port):
    """Whether a descriptor of a process is a TCP connection to a port of this machine."""
    try:
        inode = re.search(r'socket:\[(\d+)\]', os.readlink(f'/proc/{pid}/fd/{fd}'))
    except OSError:
        return False
    if not inode:
        return False
    with open('/proc/net/tcp', encoding='ascii') as f:
        return any(c.split()[9] == inode.group(1) and c.split()[2].endswith(f':{port:04X}') for c in f.readlines()[1:])


def opcache_that_is_reset(h):
    if not h.options.opcache:
        return []
    problems = []
    fpm = h.fpm(settings=[('zend_extension', h.options.opcache), ('opcache.enable', '1'), ('opcache.jit', 'tracing'),
                          ('opcache.jit_buffer_size', '32M'), ('opcache.jit_hot_func', '2')])
    for i in range(100 if h.options.full else 8):
        fpm.get(h.query(do='reset'))
        h.good(fpm, problems, i, fpm.worker())
    fpm.stop()
    return problems


SCENARIOS = [settings_stay_in_their_request, pools_with_schemas_of_their_own, an_answer_that_is_half_here_at_the_end,
             a_query_that_is_half_sent_at_the_end, answers_larger_than_memory_limit,
             a_soft_stop_lets_a_request_finish, a_reload_lets_a_request_finish, workers_that_retire,
             a_request_that_takes_too_long_for_its_pool, workers_that_are_killed,
             a_connection_opened_while_preloading, opcache_that_is_reset]
