package io.foliomq.perf.compare;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What FolioMQ is to reach.
 *
 * @param bound the least, or the most, by the sign
 * @param figure of the results; NaN if it was not measured
 */
record Target(String name, Sense sense, double bound, String unit, ToDoubleFunction<Results> figure) {
    enum Sense {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Sense(String sign) {
            this.sign = sign;
        }
    }

    /** A row of a table: name, target, figure, verdict. */
    String row(Results results) {
        double value = figure.applyAsDouble(results);
        boolean met = sense == Sense.AT_LEAST ? value >= bound : value <= bound;
        String verdict = Double.isNaN(value) ? "not measured" : met ? "met" : "**missed**";
        return "| " + name + " | " + sense.sign + " " + number(bound) + unit + " | "
                + (Double.isNaN(value) ? "" : number(value) + unit) + " | " + verdict + " |";
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 1 ? "%.2f" : "%.4f", value);
    }
}
