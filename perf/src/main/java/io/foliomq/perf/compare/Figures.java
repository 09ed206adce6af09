package io.foliomq.perf.compare;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What playing a cell gave. */
final class Figures {
    private static final String HISTOGRAM = "histogram";

    private final Map<Figure, Double> values = new EnumMap<>(Figure.class);
    private @Nullable Histogram histogram;

    Figures with(Figure figure, double value) {
        values.put(figure, value);
        return this;
    }

    /** Also its usual percentiles. */
    Figures with(Histogram times) {
        histogram = times;
        return with(Figure.P50, (double) times.getValueAtPercentile(50))
                .with(Figure.P99, (double) times.getValueAtPercentile(99))
                .with(Figure.P999, (double) times.getValueAtPercentile(99.9))
                .with(Figure.MOST, (double) times.getMaxValue());
    }

    boolean has(Figure figure) {
        return values.containsKey(figure);
    }

    double get(Figure figure) {
        Double value = values.get(figure);
        if (value == null) {
            throw new IllegalArgumentException("figure was not taken: figure=" + figure + ", taken=" + values.keySet());
        }
        return value;
    }

    /** Nanoseconds; null if times were not taken. */
    @Nullable
    Histogram histogram() {
        return histogram;
    }

    /** As words on one line. */
    String toLine() {
        StringBuilder line = new StringBuilder();
        values.forEach(
                (figure, value) -> line.append(figure).append('=').append(value).append(' '));
        Histogram times = histogram;
        if (times != null) {
            ByteBuffer bytes = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
            byte[] encoded = new byte[times.encodeIntoCompressedByteBuffer(bytes)];
            bytes.flip();
            bytes.get(encoded);
            line.append(HISTOGRAM).append('=').append(Base64.getUrlEncoder().encodeToString(encoded));
        }
        return line.toString().strip();
    }

    static Figures ofLine(String line) {
        Figures figures = new Figures();
        for (String word : line.strip().split(" ")) {
            int equals = word.indexOf('=');
            String name = word.substring(0, equals);
            String value = word.substring(equals + 1);
            if (name.equals(HISTOGRAM)) {
                figures.histogram = histogram(value);
            } else {
                figures.with(Figure.valueOf(name), Double.parseDouble(value));
            }
        }
        return figures;
    }

    private static Histogram histogram(String encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getUrlDecoder().decode(encoded)), 0);
        } catch (DataFormatException e) {
            throw new IllegalStateException("histogram cannot be read: text=" + encoded, e);
        }
    }
}
