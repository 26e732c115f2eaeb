"""The rows of the benchmark and what each should reach.

`limit` of a row is a list of (figure, bound): figures are those of bench/run's measure(). Operations are for timing,
lengths for counting instructions and system calls.
"""
from dataclasses import dataclass, field


@dataclass
class Row:
    title: str
    operations: int
    lengths: tuple
    limits: list = field(default_factory=list)
    target: str = ""        # tcp, unix, encrypted, redis; "" is offline
    raw: int = 0            # the batch of the raw client beside it; 0: none
    rivals: bool = False    # the other codecs run the same data set
    beside: str = ""        # another row of ours that it is compared with
    kind: str = "time"      # or memory, load, flat


def rows():
    table = {
        "call": Row("one call at a time over TCP (get, 64 B)", 20000, (200, 1200),
                    [("ratio", 1.08), ("instructions", 3500), ("system_calls", 3), ("allocations", 0)], "tcp", 1),
        "call-typed": Row("the same, typed", 20000, (200, 1200), [("ratio", 1.09), ("instructions", 4500)], "tcp", 1),
        "call-unix": Row("one call at a time over a unix socket", 20000, (200, 1200), [("ratio", 1.10)], "unix", 1),
        "batch1000": Row("a query of a batch of 1,000", 200000, (4000, 12000),
                         [("ratio", 1 / 0.45), ("instructions", 1800), ("allocations", 0)], "tcp", 1000),
        "batch10000": Row("a query of a batch of 10,000", 200000, (10000, 30000), [("ratio", 1 / 0.45)], "tcp", 10000),
        "encode-small": Row("(a) encode a string, three ints, a bool", 400000, (1000, 11000),
                            [("cpu_us", 0.12), ("instructions", 600)], rivals=True),
        "decode-small": Row("(a) decode it", 400000, (1000, 11000), rivals=True),
        "encode-users": Row("(b) encode 1,000 users of 12 fields", 1000, (2, 6), [("cpu_us", 105)], rivals=True),
        "decode-users": Row("(b) decode 1,000 users of 12 fields", 1000, (2, 6), [("cpu_us", 100)], rivals=True),
        "encode-users-typed": Row("encode 1,000 users from objects", 1000, (2, 6), [("beside", 1.0)],
                                  beside="encode-users"),
        "decode-users-typed": Row("decode 1,000 users to objects", 1000, (2, 6), [("beside", 1.0)],
                                  beside="decode-users"),
        "encode-ints": Row("(c) encode 100,000 ints", 1000, (2, 6), rivals=True),
        "decode-ints": Row("(c) decode 100,000 ints", 500, (2, 6), [("cpu_us", 750)], rivals=True),
        "decode-ints10000": Row("decode 10,000 ints", 5000, (2, 12), [("cpu_us", 15)]),
        "encode-strings": Row("(d) encode 10,000 strings", 2000, (2, 12), rivals=True),
        "decode-strings": Row("(d) decode 10,000 strings", 1000, (2, 12), rivals=True),
        "encode-tree": Row("(e) encode a dictionary nested four deep", 2000, (2, 12), rivals=True),
        "decode-tree": Row("(e) decode a dictionary nested four deep", 1000, (2, 12), rivals=True),
        "encode-blob": Row("(f) encode a string of 1 MiB", 2000, (2, 12), rivals=True),
        "decode-blob": Row("(f) decode a string of 1 MiB", 2000, (2, 12), rivals=True),
        "encode-counters": Row("encode a dictionary of 100,000 ints", 100, (2, 4)),
        "decode-counters": Row("decode a dictionary of 100,000 ints", 100, (2, 4), [("cpu_us", 3500)]),
        "answer16m": Row("an answer with a string of 16 MB", 30, (2, 4), [("cpu_us", 8000)], "tcp"),
        "load-tlo": Row("load a .tlo of half a megabyte, per process", 20, (), [("instructions", 9e6)], kind="load"),
        "connect": Row("connect and handshake", 200, (20, 60), [("cpu_us", 80)], "tcp"),
        "memory-idle": Row("memory of an idle connection, bytes", 150, (), [("bytes", 16e3)], "tcp", kind="memory"),
        "memory-pending": Row("memory of a pending query, bytes", 10000, (), [("bytes", 120)], "tcp", kind="memory"),
        "batch1000-encrypted": Row("a query of an encrypted batch of 1,000", 200000, (4000, 12000), [("beside", 1.5)],
                                   "encrypted", beside="batch1000"),
        "calls-flat": Row("calls of malloc in 100,000 calls", 0, (1000, 101000), [("allocations", 0)], "tcp", kind="flat"),
        "redis-call": Row("phpredis: one GET at a time", 20000, (), target="redis", raw=1),
        "redis-batch1000": Row("phpredis: a GET of a pipeline of 1,000", 200000, (), target="redis", raw=1000),
    }
    return table


RIVALS = ("json", "serialize", "igbinary", "msgpack")
