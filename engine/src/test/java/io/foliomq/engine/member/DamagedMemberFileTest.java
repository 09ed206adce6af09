package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.StoreFault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose file is not what it wrote lives as long as it holds its lock: for whoever knew it, and for whoever comes later. */
class DamagedMemberFileTest {
    private static final int SLOT = 1;

    @TempDir
    Path directory;

    private AttachedStore store;
    private Member knowing;
    private Member damaged;
    private Path file;

    private interface Damage {
        void to(Path file) throws IOException;
    }

    @BeforeEach
    void open() {
        store = new AttachedStore(directory.resolve("store"));
        knowing = store.attachAndReap();
        damaged = store.attach();
        file = store.layout.member(SLOT);
        assertThat(knowing.isAlive(damaged.token())).isTrue();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static void overwrite(Path file, int length, int value) throws IOException {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.write(bytes);
        }
    }

    private void assertLivesWith(Damage damage) throws IOException {
        damage.to(file);
        long token = damaged.token();

        assertThat(knowing.isAlive(token)).isTrue();
        Member later = store.attachAndReap();
        assertThat(later.slot()).isEqualTo(2);
        assertThat(later.isAlive(token)).isTrue();
        assertThat(later.isAlive(knowing.token())).isTrue();
        knowing.ring(SLOT);
        later.ring(SLOT);
        knowing.reapDead();
        assertThat(store.deaths).isEmpty();
        assertThat(store.errors)
                .hasSizeLessThan(8)
                .allSatisfy(error ->
                        assertThat(error).isInstanceOf(StoreFault.class).hasMessageContaining(file.toString()));
        store.errors.clear();
    }

    @Test
    void shouldLiveWithZeros() throws IOException {
        assertLivesWith(path -> overwrite(path, MemberDescriptor.LENGTH, 0));
    }

    @Test
    void shouldLiveWithoutItsHeader() throws IOException {
        assertLivesWith(path -> overwrite(path, 32, 0x55));
    }

    @Test
    void shouldLiveWithoutItsFile() throws IOException {
        assertLivesWith(Files::delete);
    }

    @Test
    void shouldLiveWithADirectoryInItsPlace() throws IOException {
        assertLivesWith(path -> {
            Files.delete(path);
            Files.createDirectory(path);
        });
    }

    /** Also where the first slot is the one, from which the search for others starts. */
    @Test
    void shouldSeeTheOthersBehindAFileThatIsGone() throws IOException {
        Files.delete(store.layout.member(0));
        Member later = store.attachAndReap();
        assertThat(later.slot()).isEqualTo(2);
        assertThat(later.attachments()).extracting(Attachment::slot).containsExactly(1, 2);
        assertThat(later.isAlive(knowing.token())).isTrue();
        store.errors.clear();
    }
}
