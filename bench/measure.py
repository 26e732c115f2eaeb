"""How bench/run and bench/gate measure: servers to talk to, pinned processes, instructions, system calls.

Figures to trust, in this order: instruction counts (callgrind, the difference of two lengths, so start-up falls out),
system calls, CPU time, pinned ratios of contenders that ran in turn. Wall times of a busy machine are not among them.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEY = "bench"
VALUE = "v" * 24  # the answer packet is 64 bytes


def need(*packages):
    """Installs Debian packages that are missing, naming them."""
    subprocess.run(["bash", "-c", 'source "$0/ci/lib.sh"; need "$@"', str(ROOT), *packages], check=True)


def build(version):
    """The extension and the tool for one PHP, where they are missing or older than the source. Needs the network at most
    once; without it an unusual PHP is left out."""
    script = 'source "$0/ci/lib.sh"; need "${build_packages[@]}"; php_of "$1"; build_extension'
    run = subprocess.run(["bash", "-c", script, str(ROOT), version])
    if run.returncode and version == "8.2":
        sys.exit("nothing to measure: the extension was not built")


# The first one we may use: in a container it need not be 0.
CORE = str(min(os.sched_getaffinity(0)))


def pin(command, core=CORE):
    return (["taskset", "-c", core] if shutil.which("taskset") else []) + command


class Servers:
    """`vkext serve` over TCP, over a unix socket, and with a key; all gone after the `with`."""

    def __init__(self, tool, core=CORE):
        self.tool, self.core, self.running = tool, core, []
        self.folder = tempfile.TemporaryDirectory()
        self.unix_path = os.path.join(self.folder.name, "bench.sock")
        self.key_path = os.path.join(self.folder.name, "bench.key")
        pathlib.Path(self.key_path).write_bytes(bytes(range(1, 65)))
        self._encrypted = None
        self._redis = None

    def __enter__(self):
        self.port = self.start("--host", "0.0.0.0", "--port", "0")
        self.start("--unix", self.unix_path)
        return self

    def __exit__(self, *ignored):
        for process in self.running:
            process.terminate()
            process.wait()
        self.folder.cleanup()

    def start(self, *options):
        command = pin([self.tool, "serve", "--schema", str(ROOT / "tl/demo.tl"), *options], self.core)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.running.append(process)
        line = process.stdout.readline()
        if not line:
            sys.exit("the server did not start: " + " ".join(command))
        return int(line.rsplit(":", 1)[1]) if "--port" in options else 0

    def encrypted(self):
        if self._encrypted is None:
            self._encrypted = self.start("--port", "0", "--key-file", self.key_path, "--require-encryption")
        return self._encrypted

    def redis(self):
        if self._redis is None:
            self._redis = 20000 + os.getpid() % 20000
            self.running.append(subprocess.Popen(
                pin(["redis-server", "--port", str(self._redis), "--save", "", "--bind", "127.0.0.1"], self.core),
                stdout=subprocess.DEVNULL))
            time.sleep(1)
        return self._redis


class Php:
    """One PHP with one extension: ours, or another one given by its path."""

    def __init__(self, binary, extension, tool):
        self.binary, self.extension, self.tool = binary, extension, tool

    def command(self, row, count, target=None, settings=(), modules=()):
        schema = "tl/demo.tl" if target else "bench/bench.tl"
        command = [self.binary, "-n", "-d", "memory_limit=-1"]
        for module in modules:
            command += ["-d", "extension=" + module]
        command += ["-d", "extension=" + self.extension, "-d", "tl.conffile=" + str(ROOT / schema)]
        for setting in settings:
            command += ["-d", setting]
        return command + [str(ROOT / "bench/rows.php"), row, str(count)] + ([target] if target else [])

    def seed(self, servers):
        """Puts the value that `get` answers into every server."""
        targets = ["127.0.0.1|%d" % servers.port, "unix:%s|0" % servers.unix_path]
        for target in targets:
            self.put(target)

    def put(self, target, settings=()):
        host, port = target.split("|")
        code = ("$c = new_rpc_connection('%s', %s, 0, 5.0, 5.0); $a = rpc_tl_query_result_one(rpc_tl_query_one($c, ["
                "'_' => 'demo.set', 'key' => '%s', 'value' => '%s', 'lifetime' => 0])); exit(isset($a['result']) ? 0 : 1);"
                % (host, port, KEY, VALUE))
        command = [self.binary, "-n", "-d", "extension=" + self.extension, "-d", "tl.conffile=" + str(ROOT / "tl/demo.tl")]
        for setting in settings:
            command += ["-d", setting]
        subprocess.run(command + ["-r", code], check=True)


def output_of(command):
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        sys.exit("failed: %s\n%s%s" % (" ".join(command), run.stdout[-2000:], run.stderr[-2000:]))
    return run.stdout


def timed(command, core=CORE):
    """Wall and CPU seconds per operation."""
    count, wall, cpu = output_of(pin(command, core)).split()[-3:]
    return float(wall) / int(count), float(cpu) / int(count)


def memory(command):
    """Bytes per thing."""
    count, size = output_of(command).split()[-2:]
    return int(size) / int(count)


def collected(command):
    """Instructions of a whole process."""
    with tempfile.NamedTemporaryFile() as out:
        run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + out.name] + command,
                             capture_output=True, text=True)
        found = re.search(r"Collected : (\d+)", run.stderr)
        if not found:
            sys.exit("callgrind: %s\n%s" % (" ".join(command), run.stderr[-2000:]))
        return int(found.group(1))


def instructions(command_of, lengths):
    """Per operation, the client's own in user space."""
    few, many = lengths
    return (collected(command_of(many)) - collected(command_of(few))) / (many - few)


def allocations(command_of, lengths):
    """Calls of malloc per operation. PHP's own heap takes its memory in large pieces: what counts here is ours."""
    totals = []
    for length in lengths:
        run = subprocess.run(["valgrind", "--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"] +
                             command_of(length), capture_output=True, text=True)
        found = re.search(r"total heap usage: ([\d,]+) allocs", run.stderr)
        if not found:
            sys.exit("memcheck: " + run.stderr[-2000:])
        totals.append(int(found.group(1).replace(",", "")))
    return (totals[1] - totals[0]) / (lengths[1] - lengths[0])


def system_calls(command_of, lengths):
    """Per operation. strace counts them; the difference of two lengths, as for instructions."""
    totals = []
    for length in lengths:
        with tempfile.NamedTemporaryFile() as out:
            subprocess.run(["strace", "-c", "-f", "-o", out.name] + command_of(length), capture_output=True, check=True)
            # Clocks do not enter the kernel, except where strace forbids the short way.
            total = sum(int(line.split()[3]) for line in pathlib.Path(out.name).read_text().splitlines()
                        if re.match(r"\s*[\d.]+\s+[\d.]+\s+\d+\s+\d+", line) and "total" not in line
                        and "clock_gettime" not in line)
            totals.append(total)
    return (totals[1] - totals[0]) / (lengths[1] - lengths[0])
