package io.foliomq.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.WholeFile;
import io.foliomq.engine.testing.Fuzz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that nobody added: what cannot be read admits nobody. */
class UsersFileFuzzTest {
    private static final long MOST_BYTES = 4 << 20;
    private static final StoreId STORE = new StoreId(5, 6);

    @TempDir
    Path directory;

    private StoreLayout layout;

    private byte[] written() throws IOException {
        layout = new StoreLayout(directory);
        UsersFile users = users();
        users.add("ann", "secret");
        users.add("b\u00f6b", "hidden");
        return Files.readAllBytes(layout.users());
    }

    private UsersFile users() {
        return new UsersFile(layout, STORE, new CachedEpochClock(), 1);
    }

    @Test
    void shouldReadOrRefuseWhateverTheFileIs() throws IOException {
        byte[] written = written();
        new Fuzz("users file", MOST_BYTES).run(mutations -> mutations.changeAndResize(written), input -> {
            Files.write(layout.users(), input);
            return isRead();
        });
    }

    /** As if who damaged the content had known how to make the checksums fit. */
    @Test
    void shouldReadOrRefuseWhateverTheContentIs() throws IOException {
        byte[] written = written();
        byte[] content =
                Arrays.copyOfRange(written, FileHeaderDescriptor.LENGTH, written.length - UsersDescriptor.CRC_LENGTH);
        new Fuzz("users", MOST_BYTES).run(mutations -> sealed(mutations.changeAndResize(content)), input -> {
            WholeFile.replace(layout.users(), FileKind.USERS, STORE, 1, input);
            return isRead();
        });
    }

    private static byte[] sealed(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return ByteBuffer.allocate(content.length + UsersDescriptor.CRC_LENGTH)
                .order(UsersDescriptor.ORDER)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    private boolean isRead() {
        try {
            assertThat(users().names()).hasSizeLessThan(100);
            users().check();
            return true;
        } catch (StoreFault e) {
            assertThat(e.kind())
                    .isIn(
                            StoreFault.Kind.CORRUPT,
                            StoreFault.Kind.TOO_OLD,
                            StoreFault.Kind.TOO_NEW,
                            StoreFault.Kind.MISMATCH);
            assertThat(e).hasMessageContaining(layout.users().toString());
            return false;
        }
    }
}
