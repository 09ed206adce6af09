package io.foliomq.perf.scale;

import io.foliomq.jms.FolioConnectionFactory;
import io.foliomq.perf.measure.ThisProcess;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.HdrHistogram.Histogram;

/** One process of a {@link Crowd}: does what it is told line by line, and ends when nobody tells it any more. */
final class CrowdMember {
    private final Path store;
    private final Consumers consumers;
    private final Producers producers;

    private CrowdMember(Path store, Connection connection, Crowd crowd) throws JMSException {
        this.store = store;
        this.consumers = new Consumers(connection, crowd);
        this.producers = new Producers(connection, crowd, consumers::received);
    }

    /** Words: the store's directory, how it waits, and the crowd. */
    public static void main(String[] words) throws IOException, JMSException {
        PrintStream answers = System.out;
        // What a library prints must not look like an answer.
        System.setOut(System.err);
        long start = System.nanoTime();
        try (FolioConnectionFactory factory = new FolioConnectionFactory("folio:" + words[0] + "?wait=" + words[1]);
                Connection connection = factory.createConnection()) {
            CrowdMember member = new CrowdMember(Path.of(words[0]), connection, Crowd.ofWords(words, 2));
            connection.start();
            answers.println("open " + (System.nanoTime() - start));
            answers.flush();
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                answers.println((order.split(" ")[0] + " " + member.obey(order.split(" "))).strip());
                answers.flush();
            }
            member.producers.close();
        }
        System.exit(0);
    }

    private String obey(String[] order) {
        switch (order[0]) {
            case "touch" -> producers.touch();
            case "flow" -> producers.flow();
            case "hold" -> producers.hold();
            case "pace" -> producers.pace(Long.parseLong(order[1]), Double.parseDouble(order[2]));
            case "collect" -> System.gc();
            case "progress" -> {
                return new Progress(
                                producers.sent(),
                                consumers.received(),
                                ThisProcess.exactCpuNanos(),
                                Usage.contextSwitches())
                        .toLine();
            }
            case "usage" -> {
                return Usage.ofThisProcess(store).toLine();
            }
            case "times" -> {
                return encoded(consumers.latencies());
            }
            default -> throw new IllegalArgumentException("no such order: order=" + order[0]);
        }
        return "";
    }

    private static String encoded(Histogram times) {
        ByteBuffer bytes = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
        byte[] encoded = new byte[times.encodeIntoCompressedByteBuffer(bytes)];
        bytes.flip();
        bytes.get(encoded);
        return Base64.getEncoder().encodeToString(encoded);
    }
}
