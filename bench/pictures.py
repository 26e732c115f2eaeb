"""What bench/run has measured as SVG: one picture per row and one per growth curve. See bench/plot.

Bars are CPU microseconds per operation (medians), our own first; curves are nanoseconds per query or element over their
number, on logarithmic axes: flat is what they should be. Plain Python, no library.
"""
import math

from growth import FLOOR

WIDTH, BAR, GAP, LEFT = 640, 22, 8, 120
OURS, OTHERS, INK = "#2b6cb0", "#a0aec0", "#1a202c"


def text(x, y, words, anchor="start", size=12):
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return '<text x="%.0f" y="%.0f" text-anchor="%s" font-size="%d" fill="%s">%s</text>' % (x, y, anchor, size, INK, words)


def picture(height, parts):
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif">'
            '<rect width="100%%" height="100%%" fill="white"/>%s</svg>\n' % (WIDTH, height, "".join(parts)))


def amount(value):
    return "{:,.0f}".format(value) if value >= 100 else "%.3g" % value


def bars(title, values, unit):
    parts = [text(8, 20, title, size=14)]
    longest = max(values.values())
    y = 34
    for name, value in values.items():
        width = max(1, value / longest * (WIDTH - LEFT - 130))
        parts.append('<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>' % (
            LEFT, y, width, BAR, OURS if name.startswith("ours") else OTHERS))
        parts.append(text(LEFT - 8, y + 16, name, "end"))
        parts.append(text(LEFT + width + 6, y + 16, "%s %s" % (amount(value), unit)))
        y += BAR + GAP
    return picture(y + 4, parts)


def row_picture(row):
    contenders = row["contenders"]
    figure, unit = ("cpu_us", "µs") if "cpu_us" in contenders.get("ours", {}) else ("bytes", "bytes")
    if "raw" in contenders:
        figure = "us"  # the raw client mostly sleeps in the kernel
    values = {name: r[figure] for name, r in contenders.items() if r.get(figure, 0) > 0}
    return bars(row["title"], values, unit) if values else None


def polyline(points, place, colour):
    at = ["%.1f,%.1f" % place(n, us * 1000) for n, us in points]
    return '<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>' % (" ".join(at), colour)


def curve_picture(name, points, floor=()):
    """`floor`: points of what memory alone costs, drawn in grey below."""
    height, top, bottom, right = 280, 40, 236, 600
    xs, ys = [math.log10(n) for n, _ in points], [us * 1000 for _, us in [*points, *floor]]
    low, high = min(0, math.log10(max(min(ys), 1e-3)) - 0.5), math.log10(max(ys) * 2)
    place = lambda n, ns: (60 + (math.log10(n) - xs[0]) / (xs[-1] - xs[0]) * (right - 60),
                           bottom - (math.log10(ns) - low) / (high - low) * (bottom - top))
    parts = [text(8, 20, "%s: nanoseconds for one of N" % name, size=14)]
    parts.append('<path d="M60 %d V%d H%d" stroke="%s" fill="none"/>' % (top, bottom, right, INK))
    parts += [polyline(floor, place, OTHERS), text(right, 20, "grey: memory alone", "end")] if floor else []
    parts.append(polyline(points, place, OURS))
    for n, us in points:
        x, y = place(n, us * 1000)
        parts.append('<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>' % (x, y, OURS))
        parts.append(text(x, y - 8, amount(us * 1000), "middle", 11))
        parts.append(text(x, bottom + 18, "{:,}".format(n), "middle", 11))
    return picture(height, parts)


def draw(result, into, only=()):
    pictures = {name: row_picture(row) for name, row in result["rows"].items()}
    growth_curves = result["growth"]
    pictures.update(("growth-" + name, curve_picture(name, points, growth_curves.get(name + FLOOR, ())))
                    for name, points in growth_curves.items() if not name.endswith(FLOOR))
    for name, svg in pictures.items():
        if svg and (not only or name in only):
            (into / (name + ".svg")).write_text(svg)
