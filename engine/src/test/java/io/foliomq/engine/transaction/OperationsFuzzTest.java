package io.foliomq.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that no transaction wrote, under a checksum that somebody made fit. */
class OperationsFuzzTest {
    private static final long MOST_BYTES = 1 << 20;

    private static byte[] written(String path) {
        Operations operations = new Operations();
        byte[] utf8 = path.getBytes(StandardCharsets.UTF_8);
        operations.append(utf8, 4, 0, new byte[100], 100);
        operations.settle(OperationType.ACKNOWLEDGE, utf8, 4, 17);
        return Arrays.copyOf(operations.bytes(), operations.length());
    }

    @Test
    void shouldReadOrRefuseWhateverTheBytesAre() {
        byte[] written = written("queues/orders");
        new Fuzz("operations", MOST_BYTES).run(mutations -> mutations.changeAndResize(written), input -> {
            UnsafeBuffer buffer = new UnsafeBuffer(input);
            int count = Operations.count(buffer, input.length);
            return count >= 0 && readAll(new Operations.Cursor().wrap(buffer, 0, input.length)) == count;
        });
    }

    private static int readAll(Operations.Cursor operation) {
        int read = 0;
        while (operation.advance()) {
            operation.type();
            assertThat(operation.lane()).isBetween(0, 9);
            assertThat(operation.path()).doesNotStartWith("/").isNotEmpty();
            operation.buffer().getBytes(operation.recordOffset(), new byte[operation.recordLength()]);
            read++;
        }
        return read;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other/q", "queues/../../q", "queues/..", "/etc/q", "queues/a\0b", "queues"})
    void shouldRefuseAPlaceOutsideTheStore(String path) {
        byte[] written = written(path);
        assertThat(Operations.count(new UnsafeBuffer(written), written.length)).isNegative();
    }

    @Test
    void shouldAcceptWhatIsWritten() {
        byte[] written = written("topics/a..b/subscriptions/%2E%2E");
        assertThat(Operations.count(new UnsafeBuffer(written), written.length)).isEqualTo(2);
    }
}
