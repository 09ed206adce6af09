package io.foliomq.perf.measure;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a receiver saw of one phase.
 *
 * @param received messages, the one that ended the phase left out
 * @param lastNanos {@link System#nanoTime} of the end
 * @param allocatedBytes on the receiving thread
 * @param cpuNanos of the receiver's whole process
 * @param latencies from stamp to arrival, ns; empty if the phase was not timed
 */
public record Tally(long received, long lastNanos, long allocatedBytes, long cpuNanos, Histogram latencies) {
    private static final int LENGTH_OF_NUMBERS = 4;

    /** As words on one line. */
    String toLine() {
        ByteBuffer bytes = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(bytes);
        byte[] encoded = new byte[length];
        bytes.flip();
        bytes.get(encoded);
        return received + " " + lastNanos + " " + allocatedBytes + " " + cpuNanos + " "
                + Base64.getEncoder().encodeToString(encoded);
    }

    static Tally ofLine(String line) {
        String[] words = line.split(" ");
        try {
            return new Tally(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    Histogram.decodeFromCompressedByteBuffer(
                            ByteBuffer.wrap(Base64.getDecoder().decode(words[LENGTH_OF_NUMBERS])), 0));
        } catch (DataFormatException e) {
            throw new IllegalStateException("histogram cannot be read: line=" + line, e);
        }
    }
}
