package io.foliomq.perf.page;

import java.util.List;
import java.util.Locale;

/** An SVG file in the making. Lengths are pixels, y grows downwards. */
public final class Drawing {
    /** Distinct also for colour-blind readers. */
    private static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#7a7a7a", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"
    };

    private final StringBuilder svg = new StringBuilder();

    public Drawing(int width, int height) {
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                        + "font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#333\">%n",
                width, height, width, height));
        svg.append(String.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", width, height));
    }

    /** The colour of the first, second, … of what is drawn. */
    public static String colour(int number) {
        return COLOURS[number % COLOURS.length];
    }

    public void title(double x, double y, String words) {
        text(x, y, "start", words, "font-size=\"16\" font-weight=\"600\"");
    }

    /** @param anchor start, middle or end: where x is in the text */
    public void text(double x, double y, String anchor, String words, String attributes) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
                x,
                y,
                anchor,
                attributes,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }

    /** A thin line in the background. */
    public void grid(double x1, double y1, double x2, double y2) {
        line(x1, y1, x2, y2, "#e2e2e2", 1);
    }

    public void line(double x1, double y1, double x2, double y2, String colour, int width) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour,
                width));
    }

    /** @param points each "x,y", see {@link #point} */
    public void curve(List<String> points, String colour, boolean dashed) {
        svg.append(String.format(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"%s points=\"%s\"/>%n",
                colour, dashed ? " stroke-dasharray=\"5 4\"" : "", String.join(" ", points)));
    }

    public void dot(double x, double y, String colour) {
        svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x, y, colour));
    }

    public static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    /** The finished file. */
    public String svg() {
        return svg + "</svg>\n";
    }
}
