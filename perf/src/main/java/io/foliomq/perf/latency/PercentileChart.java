package io.foliomq.perf.latency;

import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.page.Drawing;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Draws latency over percentile, one panel a rate, one line a contender. Both axes are logarithmic: each step to the right is a tenth of the messages that are left.
 */
final class PercentileChart {
    private static final int PANEL_WIDTH = 340;
    private static final int PANEL_HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int TOP = 84;
    private static final int GAP = 28;
    private static final int BOTTOM = 48;
    /** To the right end of the x axis: one message in 10^5. */
    private static final double DECADES_OF_PERCENTILE = 5;

    private static final int STEPS_A_DECADE = 24;

    private static final int LEGEND_STEP = 140;

    private final String title;
    private final List<Long> rates;
    private final List<LatencyRun> runs;
    private final List<String> labels;
    private final double lowest;
    private final double highest;
    private final Drawing drawing;

    PercentileChart(String title, List<Long> rates, List<LatencyRun> runs) {
        this.title = title;
        this.rates = rates;
        this.runs = runs;
        this.labels = runs.stream().map(LatencyRun::label).distinct().toList();
        double least = Double.MAX_VALUE;
        double most = 1;
        for (LatencyRun run : runs) {
            least = Math.min(least, (double) Math.max(1, run.latencies().getMinValue()));
            most = Math.max(most, (double) run.latencies().getMaxValue());
        }
        this.lowest = Math.floor(Math.log10(Math.min(least, most)));
        this.highest = Math.max(lowest + 1, Math.ceil(Math.log10(most)));
        int width = LEFT + rates.size() * PANEL_WIDTH + (rates.size() - 1) * GAP + GAP;
        this.drawing = new Drawing(width, TOP + PANEL_HEIGHT + BOTTOM);
    }

    String svg() {
        drawing.title(LEFT, 24, title);
        legend();
        for (int i = 0; i < rates.size(); i++) {
            panel(LEFT + i * (PANEL_WIDTH + GAP), rates.get(i), i == 0);
        }
        return drawing.svg();
    }

    private void legend() {
        int x = LEFT;
        for (String label : labels) {
            drawing.line(x, 44, x + 22, 44, colour(label), 3);
            drawing.text(x + 28, 48, "start", label, "");
            x += LEGEND_STEP;
        }
    }

    private void panel(int left, long rate, boolean labelled) {
        drawing.text(
                left + PANEL_WIDTH / 2.0, TOP - 10, "middle", Counts.text(rate) + " messages/s", "font-weight=\"600\"");
        for (int decade = (int) lowest; decade <= highest; decade++) {
            double y = y(Math.pow(10, decade));
            drawing.grid(left, y, left + PANEL_WIDTH, y);
            if (labelled) {
                drawing.text(left - 8, y + 4, "end", duration(decade), "");
            }
        }
        for (int decade = 0; decade <= DECADES_OF_PERCENTILE; decade++) {
            double x = left + x(decade);
            drawing.grid(x, TOP, x, TOP + PANEL_HEIGHT);
            drawing.text(x, TOP + PANEL_HEIGHT + 18, "middle", percentile(decade), "");
        }
        drawing.text(left + PANEL_WIDTH / 2.0, TOP + PANEL_HEIGHT + 38, "middle", "percentile", "fill=\"#777\"");
        for (LatencyRun run : runs) {
            if (run.rate() == rate) {
                curve(left, run);
            }
        }
        misses(left, rate);
    }

    private void curve(int left, LatencyRun run) {
        Histogram latencies = run.latencies();
        List<String> points = new ArrayList<>();
        double end = Math.min(DECADES_OF_PERCENTILE, Math.log10((double) Math.max(10, latencies.getTotalCount())));
        for (int step = 0; step <= end * STEPS_A_DECADE; step++) {
            double decade = (double) step / STEPS_A_DECADE;
            double nanos = latencies.getValueAtPercentile(100 * (1 - Math.pow(10, -decade)));
            points.add(Drawing.point(left + x(decade), y(nanos)));
        }
        drawing.curve(points, colour(run.label()), !run.isSustained());
    }

    /** At the bottom, where no curve is: a run that fell behind lies high. */
    private void misses(int left, long rate) {
        double y = TOP + PANEL_HEIGHT - 10;
        for (LatencyRun run : runs) {
            if (run.rate() == rate && !run.isSustained()) {
                drawing.text(
                        left + PANEL_WIDTH - 8,
                        y,
                        "end",
                        run.label() + ": rate not sustained",
                        "fill=\"" + colour(run.label()) + "\"");
                y -= 16;
            }
        }
    }

    private static double x(double decade) {
        return PANEL_WIDTH * decade / DECADES_OF_PERCENTILE;
    }

    private double y(double nanos) {
        double place = (Math.log10(Math.max(1, nanos)) - lowest) / (highest - lowest);
        return TOP + PANEL_HEIGHT * (1 - Math.max(0, place));
    }

    private static String percentile(int decade) {
        return switch (decade) {
            case 0 -> "0";
            case 1 -> "90";
            case 2 -> "99";
            default -> "99." + "9".repeat(decade - 2);
        };
    }

    private static String duration(int decade) {
        String unit = decade < 3 ? " ns" : decade < 6 ? " µs" : decade < 9 ? " ms" : " s";
        return "1" + "0".repeat(Math.floorMod(decade, 3)) + unit;
    }

    private String colour(String label) {
        return Drawing.colour(labels.indexOf(label));
    }
}
