package io.foliomq.perf.jmh;

import io.foliomq.engine.log.RecordDescriptor;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.FolioMessage;
import io.foliomq.jms.message.FolioTextMessage;
import io.foliomq.jms.message.MessageCodec;
import io.foliomq.jms.message.MessageFactory;
import io.foliomq.jms.message.MessageIds;
import io.foliomq.jms.message.ObjectPolicy;
import io.foliomq.jms.message.PayloadBuffer;
import io.foliomq.jms.message.RecordProperties;
import io.foliomq.jms.selector.Selector;
import io.foliomq.jms.selector.SelectorSyntaxException;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The parts of a message's way that touch its bytes: checksum, codec, selector. The message is a text of 100 characters with three properties. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class PartsBenchmark {
    private static final int LARGEST = 1 << 12;

    private final byte[] small = new byte[152];
    private final byte[] large = new byte[10_052];
    private final MessageCodec codec = new MessageCodec(ObjectPolicy.trustNothing());
    private final EnvelopeFields envelope = new EnvelopeFields(new MessageIds(1));
    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(LARGEST);
    private final PayloadBuffer target = new PayloadBuffer();
    private FolioTextMessage message = new MessageFactory().createTextMessage("x".repeat(100));
    private FolioMessage received = message;
    private RecordProperties matching = new RecordProperties(Selector.all());
    private RecordProperties alike = matching;
    private RecordProperties ofHeader = matching;
    private int length;

    @Setup
    public void encodeOnce() throws JMSException, SelectorSyntaxException {
        message = new MessageFactory().createTextMessage("x".repeat(100));
        message.setStringProperty("region", "EU");
        message.setIntProperty("weight", 12);
        message.setBooleanProperty("urgent", true);
        matching = new RecordProperties(Selector.parse("region = 'EU' AND weight BETWEEN 10 AND 20 AND urgent"));
        envelope.kind(message.kind().code());
        encode();
        length = target.length();
        bytes.putBytes(0, target.buffer(), 0, length);
        received = decode();
        alike = new RecordProperties(Selector.parse("region LIKE 'E_' AND weight * 2 < 30"));
        ofHeader = new RecordProperties(Selector.parse("JMSPriority > 4"));
        if (!select() || !selectByPattern() || selectByHeader()) {
            throw new IllegalStateException("selector is wrong");
        }
    }

    @Benchmark
    public int checksumOf100Bytes() {
        return RecordDescriptor.checksum(small, 0, small.length);
    }

    @Benchmark
    public int checksumOf10000Bytes() {
        return RecordDescriptor.checksum(large, 0, large.length);
    }

    @Benchmark
    public int encode() throws JMSException {
        codec.encode(message, null, 0, target);
        return target.length();
    }

    @Benchmark
    public FolioMessage decode() throws JMSException {
        return codec.decode(envelope, bytes, 0, length);
    }

    @Benchmark
    public boolean select() throws JMSException {
        return matching.wrap(envelope, bytes, 0, length).matches();
    }

    @Benchmark
    public boolean selectByPattern() throws JMSException {
        return alike.wrap(envelope, bytes, 0, length).matches();
    }

    @Benchmark
    public boolean selectByHeader() throws JMSException {
        return ofHeader.wrap(envelope, bytes, 0, length).matches();
    }

    /** Of a message whose properties were read before. */
    @Benchmark
    public int getProperty() throws JMSException {
        return received.getIntProperty("weight");
    }

    /** Of a message that has just been received. */
    @Benchmark
    public int decodeAndGetProperty() throws JMSException {
        return decode().getIntProperty("weight");
    }

    @Benchmark
    public FolioMessage setThreeProperties() throws JMSException {
        FolioTextMessage fresh = new MessageFactory().createTextMessage("");
        fresh.setStringProperty("region", "EU");
        fresh.setIntProperty("weight", 12);
        fresh.setBooleanProperty("urgent", true);
        return fresh;
    }
}
