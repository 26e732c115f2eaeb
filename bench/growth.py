"""Does the cost grow as the work: time per query over batch sizes, time per element over list sizes. And a large schema.

Beside each curve stands what the same bytes cost in memory alone (memory_floor.c): caches end, and fresh pages are cleared.
"""
import os
import statistics
import subprocess

import measure

BATCHES = (10, 100, 1000, 10000, 100000)
FLOOR = ", memory alone"
ELEMENTS = (10, 100, 1000, 10000, 100000, 1000000)


def median_us(command_of, operations, per, rounds):
    """Microseconds of CPU for one of the `per` things of an operation."""
    times = [measure.timed(command_of(operations))[1] for _ in range(rounds)]
    return statistics.median(times) * 1e6 / per


def measure_all(options, servers):
    rounds = max(3, options.rounds // 3)
    target = "127.0.0.1|%d" % servers.port
    names = ("batch", "decode-ints", "encode-ints", "decode-counters")
    curves = {name + suffix: [] for name in names for suffix in ("", FLOOR)}
    floor = os.path.join(options.folder, "memory_floor")
    subprocess.run(["cc", "-O2", "-o", floor, str(measure.ROOT / "bench/memory_floor.c")], check=True)
    for size in BATCHES:
        command_of = lambda n: options.php.command("batch%d" % size, n, target)
        curves["batch"].append((size, median_us(command_of, max(size, 100000), 1, rounds)))
    for name in names:
        for size in BATCHES if name == "batch" else ELEMENTS:
            command_of = lambda n: [floor, name, str(size), str(n)]
            curves[name + FLOOR].append((size, median_us(command_of, max(3, 2000000 // size), 1, rounds)))
    for size in ELEMENTS:
        for name in ("decode-ints", "encode-ints", "decode-counters"):
            command_of = lambda n: options.php.command("%s%d" % (name, size), n)
            curves[name].append((size, median_us(command_of, max(3, 2000000 // size), size, rounds)))
    for name, points in curves.items():
        print("%-32s %s" % (name, "  ".join("%s: %s ns" % ("{:,}".format(n), "%.3g" % (us * 1000)) for n, us in points)),
              flush=True)
    return curves


def large_schema():
    """A made-up schema whose compiled form takes 524 kB, like a real one's."""
    lines = ["vector {t:Type} # [t] = Vector t;", "boolFalse = Bool;", "boolTrue = Bool;"]
    for i in range(1000):
        lines.append("big.type%d flags:# id:long name:string count:flags.0?int list:flags.1?(Vector int) "
                     "owner:flags.2?%%big.Type%d = big.Type%d;" % (i, max(0, i - 1), i))
    lines.append("---functions---")
    for i in range(1000):
        lines.append("@any big.get%d flags:# id:long names:(Vector string) = Vector %%big.Type%d;" % (i, i))
    return "\n".join(lines) + "\n"
