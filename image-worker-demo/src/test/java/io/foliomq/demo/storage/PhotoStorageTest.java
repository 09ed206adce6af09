package io.foliomq.demo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.demo.support.TestStore;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoStorageTest {
    private static final int LENGTH = 100_000;

    @TempDir
    Path directory;

    /** A connection that the store closes behind an upload is one that the next upload fails on: it cannot be sent twice. */
    @Test
    void shouldKeepTheConnectionWhenTheEndOfAnUploadIsLate() throws Exception {
        try (TestStore store = new TestStore(directory);
                PhotoStorage storage = store.storage()) {
            storage.makeBucket();
            store.gate().dawdle();
            for (int i = 0; i < 3; i++) {
                storage.put("photo", new ByteArrayInputStream(new byte[LENGTH]), LENGTH, "image/jpeg");
                storage.put("thumbnail", new byte[LENGTH], "image/jpeg");
            }

            assertThat(storage.length("photo")).isEqualTo(LENGTH);
            assertThat(store.gate().connections()).isEqualTo(1);
        }
    }
}
