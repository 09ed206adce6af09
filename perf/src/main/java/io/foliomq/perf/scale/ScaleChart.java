package io.foliomq.perf.scale;

import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.page.Drawing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/** Draws a column of panels for each curve: throughput, latency, memory over how many there are. All axes are logarithmic; those of a row are the same. */
final class ScaleChart {
    private static final int PANEL_WIDTH = 230;
    private static final int PANEL_HEIGHT = 170;
    private static final int LEFT = 76;
    private static final int TOP = 84;
    private static final int GAP = 28;
    private static final int ROW_GAP = 46;
    private static final double NANOS_A_MICRO = 1e3;
    private static final double MEGA = 1 << 20;

    /** A row of panels. */
    private record Row(String title, ToDoubleFunction<Point> figure) {}

    private static final List<Row> ROWS = List.of(
            new Row("messages/s", Point::perSecond),
            new Row("p99 at a fixed rate, µs", ScaleChart::p99),
            new Row("memory of a process, MB", point -> point.usage().residentBytes() / MEGA));

    private final Map<Curve, SortedMap<Integer, Points>> curves;
    private final Drawing drawing;

    ScaleChart(Map<Curve, SortedMap<Integer, Points>> curves) {
        this.curves = curves;
        this.drawing = new Drawing(
                LEFT + curves.size() * (PANEL_WIDTH + GAP), TOP + ROWS.size() * (PANEL_HEIGHT + ROW_GAP) + GAP);
    }

    private static double p99(Point point) {
        return point.latencies().getValueAtPercentile(99) / NANOS_A_MICRO;
    }

    String svg() {
        drawing.title(LEFT, 24, "Scale: more and more of one, on one machine");
        int left = LEFT;
        for (Curve curve : curves.keySet()) {
            drawing.text(left + PANEL_WIDTH / 2.0, TOP - 36, "middle", curve.title(), "font-weight=\"600\"");
            left += PANEL_WIDTH + GAP;
        }
        for (int row = 0; row < ROWS.size(); row++) {
            row(ROWS.get(row), TOP + row * (PANEL_HEIGHT + ROW_GAP));
        }
        return drawing.svg();
    }

    private void row(Row row, int top) {
        double[] values = curves.values().stream()
                .flatMap(points -> points.values().stream().map(Points::middle))
                .mapToDouble(row.figure())
                .filter(value -> value > 0)
                .toArray();
        double lowest = Math.floor(Math.log10(least(values)));
        double highest = Math.max(lowest + 1, Math.ceil(Math.log10(most(values))));
        drawing.text(LEFT, top - 10, "start", row.title(), "fill=\"#777\"");
        int left = LEFT;
        int number = 0;
        for (SortedMap<Integer, Points> points : curves.values()) {
            panel(row, points, left, top, lowest, highest, Drawing.colour(number++));
            left += PANEL_WIDTH + GAP;
        }
    }

    private void panel(
            Row row,
            SortedMap<Integer, Points> points,
            int left,
            int top,
            double lowest,
            double highest,
            String colour) {
        for (double decade = lowest; decade <= highest; decade++) {
            double y = top + PANEL_HEIGHT * (highest - decade) / (highest - lowest);
            drawing.grid(left, y, left + PANEL_WIDTH, y);
            if (left == LEFT) {
                drawing.text(left - 8, y + 4, "end", number(decade), "");
            }
        }
        List<String> line = new ArrayList<>();
        points.forEach((count, point) -> {
            double x = left + x(count, points);
            double place = (Math.log10(Math.max(1e-9, row.figure().applyAsDouble(point.middle()))) - lowest)
                    / (highest - lowest);
            double y = top + PANEL_HEIGHT * (1 - Math.max(0, place));
            drawing.grid(x, top, x, top + PANEL_HEIGHT);
            drawing.text(x, top + PANEL_HEIGHT + 16, "middle", Counts.text(count), "");
            line.add(Drawing.point(x, y));
            drawing.dot(x, y, colour);
        });
        drawing.curve(line, colour, false);
    }

    private static double x(int count, SortedMap<Integer, Points> points) {
        double all = Math.log(points.lastKey()) - Math.log(points.firstKey());
        return all == 0 ? PANEL_WIDTH / 2.0 : PANEL_WIDTH * (Math.log(count) - Math.log(points.firstKey())) / all;
    }

    private static String number(double decade) {
        return decade < 0 ? Double.toString(Math.pow(10, decade)) : Counts.text((long) Math.pow(10, decade));
    }

    private static double least(double[] values) {
        double least = 1;
        for (int i = 0; i < values.length; i++) {
            least = i == 0 ? values[i] : Math.min(least, values[i]);
        }
        return least;
    }

    private static double most(double[] values) {
        double most = 1;
        for (double value : values) {
            most = Math.max(most, value);
        }
        return most;
    }
}
