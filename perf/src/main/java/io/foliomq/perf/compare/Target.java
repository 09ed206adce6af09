package io.foliomq.perf.compare;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What FolioMQ is to reach.
 *
 * @param bound the least, or the most, by the sign
 * @param figure of the results; NaN if it was not measured
 * @param tried why it is hard to reach and what was done about it; empty if there is nothing to say
 */
record Target(String name, Sense sense, double bound, String unit, ToDoubleFunction<Results> figure, String tried) {
    enum Sense {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Sense(String sign) {
            this.sign = sign;
        }
    }

    Target withTried(String text) {
        return new Target(name, sense, bound, unit, figure, text);
    }

    boolean isMissed(Results results) {
        double value = figure.applyAsDouble(results);
        return !Double.isNaN(value) && !isMet(value);
    }

    private boolean isMet(double value) {
        return sense == Sense.AT_LEAST ? value >= bound : value <= bound;
    }

    /** A row of a table: name, target, figure, verdict. */
    String row(Results results) {
        double value = figure.applyAsDouble(results);
        String verdict = Double.isNaN(value) ? "not measured" : isMet(value) ? "met" : "**missed**";
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
