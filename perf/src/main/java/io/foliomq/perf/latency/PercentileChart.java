package io.foliomq.perf.latency;

import io.foliomq.perf.measure.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    /** Distinct also for colour-blind readers. */
    private static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#7a7a7a", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"
    };

    private final String title;
    private final List<Long> rates;
    private final List<LatencyRun> runs;
    private final List<String> labels;
    private final double lowest;
    private final double highest;
    private final StringBuilder svg = new StringBuilder();

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
    }

    String svg() {
        int width = LEFT + rates.size() * PANEL_WIDTH + (rates.size() - 1) * GAP + GAP;
        int height = TOP + PANEL_HEIGHT + BOTTOM;
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                        + "font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#333\">%n",
                width, height, width, height));
        svg.append(String.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", width, height));
        text(LEFT, 24, "start", title, "font-size=\"16\" font-weight=\"600\"");
        legend();
        for (int i = 0; i < rates.size(); i++) {
            panel(LEFT + i * (PANEL_WIDTH + GAP), rates.get(i), i == 0);
        }
        return svg.append("</svg>\n").toString();
    }

    private void legend() {
        int x = LEFT;
        for (String label : labels) {
            svg.append(String.format(
                    "<line x1=\"%d\" y1=\"44\" x2=\"%d\" y2=\"44\" stroke=\"%s\" stroke-width=\"3\"/>%n",
                    x, x + 22, colour(label)));
            text(x + 28, 48, "start", label, "");
            x += LEGEND_STEP;
        }
    }

    private void panel(int left, long rate, boolean labelled) {
        text(left + PANEL_WIDTH / 2.0, TOP - 10, "middle", Counts.text(rate) + " messages/s", "font-weight=\"600\"");
        for (int decade = (int) lowest; decade <= highest; decade++) {
            double y = y(Math.pow(10, decade));
            grid(left, y, left + PANEL_WIDTH, y);
            if (labelled) {
                text(left - 8, y + 4, "end", duration(decade), "");
            }
        }
        for (int decade = 0; decade <= DECADES_OF_PERCENTILE; decade++) {
            double x = left + x(decade);
            grid(x, TOP, x, TOP + PANEL_HEIGHT);
            text(x, TOP + PANEL_HEIGHT + 18, "middle", percentile(decade), "");
        }
        text(left + PANEL_WIDTH / 2.0, TOP + PANEL_HEIGHT + 38, "middle", "percentile", "fill=\"#777\"");
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
            points.add(String.format(Locale.ROOT, "%.1f,%.1f", left + x(decade), y(nanos)));
        }
        svg.append(String.format(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"%s points=\"%s\"/>%n",
                colour(run.label()), run.isSustained() ? "" : " stroke-dasharray=\"5 4\"", String.join(" ", points)));
    }

    /** At the bottom, where no curve is: a run that fell behind lies high. */
    private void misses(int left, long rate) {
        double y = TOP + PANEL_HEIGHT - 10;
        for (LatencyRun run : runs) {
            if (run.rate() == rate && !run.isSustained()) {
                text(
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

    private void grid(double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#e2e2e2\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private void text(double x, double y, String anchor, String words, String attributes) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
                x,
                y,
                anchor,
                attributes,
                words.replace("&", "&amp;").replace("<", "&lt;")));
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
        return COLOURS[labels.indexOf(label) % COLOURS.length];
    }
}
