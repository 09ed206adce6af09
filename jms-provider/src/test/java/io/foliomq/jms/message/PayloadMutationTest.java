package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.testing.Fuzz;
import io.foliomq.jms.selector.Selector;
import io.foliomq.jms.selector.SelectorSyntaxException;
import io.foliomq.jms.testing.Allocations;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageEOFException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that are damaged or made up. Set {@code -Dfoliomq.test.seed} to repeat a failure. */
class PayloadMutationTest {
    private static final int MUTATIONS = Math.max(20_000, Fuzz.rounds());
    private static final int GUARD = 32;
    /** What one small payload may make its reader allocate, exceptions with their stack traces included. */
    private static final long MAX_ALLOCATION = 2_000_000;

    @Test
    void shouldReadOrRefuseWhateverTheBytesAre() throws JMSException, SelectorSyntaxException {
        long seed = Long.getLong("foliomq.test.seed", new Random().nextLong());
        System.out.println("PayloadMutationTest: seed=" + seed);
        Random random = new Random(seed);
        RandomMessages messages = new RandomMessages(random);
        RecordProperties properties = new RecordProperties(
                Selector.parse(
                        "p1 = 'a' OR p2 LIKE '%b_%' OR JMSType LIKE '_%x' OR JMSCorrelationID = JMSType OR p3 > p4 OR p5 IN ('x','y')"));
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            FolioMessage sent = messages.next();
            byte[] payload = mutate(Wire.encode(sent), random);
            MessageKind kind = random.nextInt(8) == 0
                    ? MessageKind.values()[random.nextInt(MessageKind.values().length)]
                    : sent.kind();
            long before = Allocations.soFar();
            try {
                if (!readAll(kind, payload, properties)) {
                    refused++;
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed=" + seed + ", i=" + i + ", kind=" + kind + ", payload="
                                + HexFormat.of().formatHex(payload),
                        e);
            }
            assertThat(Allocations.soFar() - before)
                    .as("seed=%d, i=%d, payload=%s", seed, i, HexFormat.of().formatHex(payload))
                    .isLessThan(MAX_ALLOCATION);
        }
        assertThat(refused).as("mutations that are seen").isBetween(MUTATIONS / 10, MUTATIONS - MUTATIONS / 10);
    }

    private static byte[] mutate(byte[] payload, Random random) {
        byte[] mutated = payload;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(5)) {
                case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutated[at] = (byte) random.nextInt();
                case 2 -> mutated[at] = (byte) 0xFF;
                case 3 -> mutated = Arrays.copyOf(mutated, at + 1);
                default -> mutated = Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(8));
            }
        }
        return mutated;
    }

    /** Reads everything there is to read; false if that was refused. The bytes around the payload would give trespassers away. */
    private static boolean readAll(MessageKind kind, byte[] payload, RecordProperties properties) {
        byte[] record = new byte[payload.length + 2 * GUARD];
        Arrays.fill(record, (byte) 0xFF);
        System.arraycopy(payload, 0, record, GUARD, payload.length);
        UnsafeBuffer buffer = new UnsafeBuffer(record);
        EnvelopeFields envelope = Wire.ENVELOPE.kind(kind.code());
        boolean accepted = true;
        try {
            properties.wrap(envelope, buffer, GUARD, payload.length).matches();
        } catch (CorruptMessageException e) {
            accepted = false;
        }
        try {
            readMessage(new MessageCodec(ObjectPolicy.parse("java.util.ArrayList"))
                    .decode(envelope, buffer, GUARD, payload.length));
        } catch (JMSException e) {
            accepted = false;
        }
        return accepted;
    }

    private static void readMessage(FolioMessage message) throws JMSException {
        message.getJMSCorrelationID();
        message.getJMSReplyTo();
        message.getJMSDestination();
        for (String name : Collections.list(message.getPropertyNames())) {
            message.getObjectProperty(name);
        }
        if (message instanceof FolioStreamMessage stream) {
            try {
                while (true) {
                    stream.readObject();
                }
            } catch (MessageEOFException end) {
                return;
            }
        }
        if (message instanceof MapMessage map) {
            map.getMapNames();
        }
        message.getBody(Object.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "0040",
                "0240",
                "0180",
                "0120",
                "0120000000",
                "0120ffffffff",
                "0120ffffff7f",
                "01200500000000",
                "010100000000",
                "01010700000000000000000000",
                "010000",
                "0104020000000000",
                "01040100000005",
                "01020100000004",
                "0120020000000400",
                "012003000000046b0c",
                "012003000000046b06",
                "012003000000046bff",
                "012006000000ffffffff7f00",
                "012006000000ffffffff0f00",
                "012006000000808080808000",
                "01080300000005046b",
                "01080200000000",
                "0120060000000061626364",
                "0168020000000c616162"
            })
    void shouldRefuseDamagedPreludes(String hex) {
        byte[] payload = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Wire.decode(MessageKind.PLAIN, payload, ObjectPolicy.trustNothing()))
                .isInstanceOf(CorruptMessageException.class);
        assertThatThrownBy(() -> new RecordProperties(Selector.parse("k = 1"))
                        .wrap(Wire.ENVELOPE, new UnsafeBuffer(payload), 0, payload.length))
                .isInstanceOf(CorruptMessageException.class);
    }

    @Test
    void shouldNotReadIntoTheBodyNorIntoTheRecordBefore() throws JMSException, SelectorSyntaxException {
        RecordProperties properties = new RecordProperties(Selector.parse("JMSType LIKE '%'"));
        FolioTextMessage large = new MessageFactory().createTextMessage("t");
        large.setJMSType("type".repeat(50));
        byte[] first = Wire.encode(large);
        properties.wrap(Wire.ENVELOPE, new UnsafeBuffer(first), 0, first.length);
        byte[] spilling = HexFormat.of().parseHex("0168020000000c616162");
        assertThatThrownBy(() -> properties.wrap(Wire.ENVELOPE, new UnsafeBuffer(spilling), 0, spilling.length))
                .isInstanceOf(CorruptMessageException.class)
                .hasMessageContaining("needed=3, left=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PLAIN:014000",
                "TEXT:0140",
                "TEXT:014004",
                "TEXT:01400461ff",
                "TEXT:0140fc",
                "MAP:014004",
                "MAP:0140046b",
                "MAP:0140046b0c",
                "MAP:0140046b0b05",
                "MAP:0140046b0bffffffff7f",
                "STREAM:01400c",
                "STREAM:014006000000",
                "STREAM:01400a04",
                "STREAM:01400bffffffff07"
            })
    void shouldRefuseDamagedBodies(String kindAndHex) {
        String[] parts = kindAndHex.split(":");
        byte[] payload = HexFormat.of().parseHex(parts[1]);
        assertThatThrownBy(() -> Wire.decode(MessageKind.valueOf(parts[0]), payload, ObjectPolicy.trustNothing()))
                .isInstanceOf(CorruptMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"014003", "014009ff28", "014005ff", "014006aa"})
    void shouldRefuseTextThatIsNoneWhenItIsReadAtTheLatest(String hex) {
        byte[] payload = HexFormat.of().parseHex(hex);
        assertThatThrownBy(
                        () -> ((FolioTextMessage) Wire.decode(MessageKind.TEXT, payload, ObjectPolicy.trustNothing()))
                                .getText())
                .isInstanceOf(CorruptMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 7, -1, 127})
    void shouldRefuseUnknownKinds(byte kind) {
        byte[] payload = {PayloadDescriptor.FORMAT, 0};
        assertThatThrownBy(() -> new MessageCodec(ObjectPolicy.trustNothing())
                        .decode(new EnvelopeFields(Wire.IDS).kind(kind), new UnsafeBuffer(payload), 0, 2))
                .isInstanceOf(CorruptMessageException.class)
                .hasMessageContaining("code=" + kind);
    }
}
