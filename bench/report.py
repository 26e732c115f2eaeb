"""The tables of docs/bench.md, made of what bench/run has written: no number is copied by hand."""
import pathlib

BEGIN, END = "<!-- measured: begin (bench/plot RESULT.json --document) -->", "<!-- measured: end -->"
WORDS = {"ratio": "× raw", "cpu_us": "µs", "instructions": "instructions", "system_calls": "system calls",
         "allocations": "allocations", "bytes": "bytes", "beside": "× its neighbour", "forked_bytes": "bytes after a fork"}
RIVALS = ("json", "serialize", "igbinary", "msgpack")


def number(value):
    if value is None:
        return ""
    return "{:,.0f}".format(value) if value >= 1000 else "%.3g" % value


def line(cells):
    return "| " + " | ".join(cells) + " |\n"


def head(*names):
    return line(names) + "|" + "---|" * len(names) + "\n"


def verdict(holds):
    return {True: "yes", False: "**no**", None: ""}[holds]


def targets_of(row):
    """The limits and what was measured against them, in words."""
    ours = row["contenders"].get("ours", {})
    limits = [(figure, bound) for figure, bound in row["limits"] if figure in ours]
    return ("; ".join("≤ %s %s" % (number(bound), WORDS[figure]) for figure, bound in limits),
            "; ".join("%s%s" % (number(ours[figure]), "" if ours[figure] <= bound else " (!)") for figure, bound in limits))


def rows_table(rows):
    out = head("row", "what", "target", "measured", "holds", "CPU µs", "wall µs (spread)", "raw, wall µs", "PHP 7.4, CPU µs",
               "instructions", "system calls", "allocations")
    for name, row in rows.items():
        if row["rivals"] and not row["limits"]:
            continue
        ours = row["contenders"].get("ours") or next(iter(row["contenders"].values()))
        raw, old = row["contenders"].get("raw", {}), row["contenders"].get("ours 7.4", {})
        target, measured = targets_of(row)
        wall = "%s (%s … %s)" % tuple(number(ours[f]) for f in ("us", "us_min", "us_max")) if "us" in ours else ""
        out += line(["`%s`" % name, row["title"], target, measured, verdict(row["holds"]), number(ours.get("cpu_us")), wall,
                     number(raw.get("us")), number(old.get("cpu_us")), number(ours.get("instructions")),
                     number(ours.get("system_calls")), number(ours.get("allocations"))])
    return out


def rivals_table(rows):
    """CPU µs, encode / decode."""
    sets = [name[7:] for name in rows if name.startswith("encode-") and rows[name]["rivals"]]
    out = head("set", "ours", "ours on PHP 7.4", *RIVALS)
    for name in sets:
        pair = [rows["encode-" + name], rows.get("decode-" + name, {"contenders": {}})]
        best = [min((r["cpu_us"] for r in half["contenders"].values()), default=0) for half in pair]
        cells = [pair[0]["title"].replace("encode ", "")]
        for contender in ("ours", "ours 7.4") + RIVALS:
            halves = [half["contenders"].get(contender, {}).get("cpu_us") for half in pair]
            cells.append(" / ".join(("**%s**" if value == least else "%s") % number(value)
                                    for value, least in zip(halves, best) if value is not None))
        out += line(cells)
    return out


def growth_table(curves):
    sizes = sorted({size for points in curves.values() for size, _ in points})
    out = head("ns for one of", *("{:,}".format(size) for size in sizes))
    for name, points in curves.items():
        of = dict(map(tuple, points))
        out += line(["`%s`" % name] + [number(of[size] * 1000) if size in of else "" for size in sizes])
    return out


def markdown(result):
    about = result["machine"]
    rows = {name: row for name, row in result["rows"].items() if row["contenders"].get("ours") or "phpredis" in row["contenders"]}
    out = "%s, commit %s, %s, %d cores, %s, PHP %s, load %.1f at the start; medians of %d rounds.\n\n" % (
        about["date"], about["commit"], about["cpu"], about["cores"], about["system"], about["php"], about["load"],
        result["rounds"])
    out += rows_table(rows)
    if any(row["rivals"] for row in rows.values()):
        out += "\nThe same values for every codec, CPU µs, encode / decode, the best in bold:\n\n" + rivals_table(rows)
    if result["growth"]:
        out += "\nDoes the cost grow as the work ([pictures](growth-batch.svg)):\n\n" + growth_table(result["growth"])
    return out


def write_into(path, result):
    document = pathlib.Path(path)
    before, rest = document.read_text().split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    document.write_text(before + BEGIN + "\n\n" + markdown(result) + "\n" + END + after)
