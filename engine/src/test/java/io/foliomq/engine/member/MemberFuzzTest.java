package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Member files, and headers of files, that no member wrote. */
class MemberFuzzTest {
    private static final int SLOT = 1;
    private static final long MOST_BYTES = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void shouldReadOrReportWhateverIsBehindTheHeader() throws IOException {
        fuzz("member file", FileHeaderDescriptor.LENGTH);
    }

    @Test
    void shouldReadOrReportWhateverTheFileIs() throws IOException {
        fuzz("header", 0);
    }

    private void fuzz(String what, int from) throws IOException {
        try (AttachedStore store = new AttachedStore(directory.resolve("store"))) {
            store.fileOrNew(0);
            store.pretendDeath(SLOT);
            Path path = store.layout.member(SLOT);
            byte[] written = Files.readAllBytes(path);
            Path next = directory.resolve("next");
            new Fuzz(what, MOST_BYTES)
                    .run(
                            mutations -> from == 0
                                    ? mutations.changeAndResize(written)
                                    : mutations.change(written, from, written.length),
                            input -> {
                                // Under another inode: what is mapped keeps its length.
                                Files.write(next, input);
                                Files.move(next, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                                return look(store);
                            });
        }
    }

    /** Everything that is asked of another member. */
    private static boolean look(AttachedStore store) {
        List<Throwable> reported = new ArrayList<>();
        Roster roster = new Roster(store.layout, store.mark.storeId(), reported::add);
        roster.attachments();
        long token = roster.tokenAt(SLOT);
        roster.isAlive(token);
        assertThat(roster.describe(token)).doesNotContain("\n");
        assertThat(reported)
                .hasSizeLessThanOrEqualTo(1)
                .allSatisfy(e -> assertThat(e).isInstanceOf(StoreFault.class).hasMessageContaining("file="));
        return reported.isEmpty();
    }
}
