package io.foliomq.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.testing.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole files of transactions that no transaction wrote. */
class TransactionFileFuzzTest {
    private static final long MOST_BYTES = 8 << 20;

    private static final StoreId STORE = new StoreId(7, 8);
    private static final int LOOKED_AT = TransactionDescriptor.BODY_OFFSET + 512;

    @TempDir
    Path directory;

    private byte[] written(Path path) throws IOException {
        Operations operations = new Operations();
        byte[] queue = "queues/orders".getBytes(StandardCharsets.UTF_8);
        operations.append(queue, 4, 0, new byte[100], 100);
        operations.settle(OperationType.ACKNOWLEDGE, queue, 4, 17);
        try (TransactionFile file = TransactionFile.create(path, STORE, 1, 99)) {
            file.write(operations, 1, 0, new byte[] {1, 2, 3}, 5);
            file.prepare();
        }
        try (InputStream bytes = Files.newInputStream(path)) {
            return bytes.readNBytes(LOOKED_AT);
        }
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        Path path = directory.resolve("a.tx");
        byte[] written = written(path);
        write(path, written);
        try (TransactionFile file = TransactionFile.open(path, STORE)) {
            assertThat(file.branch()).containsExactly(1, 2, 3);
            assertThat(file.operations().advance()).isTrue();
        }
    }

    /** What is claimed is looked at before memory is taken for it. */
    @Test
    void shouldNotAllocateWhatAFileOnlyClaims() throws IOException {
        Path path = directory.resolve("a.tx");
        byte[] written = written(path);
        new UnsafeBuffer(written).putLong(TransactionDescriptor.END_OFFSET, TransactionDescriptor.LENGTH - 4096);
        write(path, written);
        long before = allocated();
        assertThat(isRead(path)).isFalse();
        assertThat(allocated() - before).isLessThan(MOST_BYTES);
    }

    @Test
    void shouldReadOrRefuseWhateverTheFileIs() throws IOException {
        Path path = directory.resolve("a.tx");
        byte[] written = written(path);
        Path next = directory.resolve("next");
        new Fuzz("transaction file", MOST_BYTES)
                .run(
                        mutations -> mutations.random().nextBoolean()
                                ? mutations.change(written, FileHeaderDescriptor.LENGTH, LOOKED_AT)
                                : mutations.changeAndResize(written),
                        input -> {
                            write(next, input);
                            Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
                            return isRead(path);
                        });
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Of its length, sparse, but for one in some. */
    private static void write(Path path, byte[] input) throws IOException {
        Files.write(path, input);
        if (input.length >= LOOKED_AT) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(TransactionDescriptor.LENGTH);
            }
        }
    }

    private static boolean isRead(Path path) {
        try (TransactionFile file = TransactionFile.open(path, STORE)) {
            file.state();
            file.mayNeed("queues/orders", 4, 0, 100, id -> id == 1);
            assertThat(file.branch().length).isLessThanOrEqualTo(TransactionDescriptor.LONGEST_BRANCH);
            Operations.Cursor operation = file.operations();
            while (operation.advance()) {
                file.intent(operation.index());
                operation.buffer().getBytes(operation.recordOffset(), new byte[operation.recordLength()]);
            }
            return true;
        } catch (StoreFault e) {
            assertThat(e).hasMessageContaining(path.toString());
            return false;
        }
    }
}
