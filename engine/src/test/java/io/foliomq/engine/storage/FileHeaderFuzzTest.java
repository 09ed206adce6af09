package io.foliomq.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers of files of every kind that nobody wrote. */
class FileHeaderFuzzTest {
    private static final long MOST_BYTES = 1 << 20;
    private static final StoreId STORE = new StoreId(3, 4);
    private static final Set<StoreFault.Kind> REFUSALS = EnumSet.of(
            StoreFault.Kind.CORRUPT, StoreFault.Kind.TOO_OLD, StoreFault.Kind.TOO_NEW, StoreFault.Kind.MISMATCH);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void shouldOpenOrRefuseWhateverTheHeaderIs(FileKind kind) throws IOException {
        Path path = directory.resolve("file");
        MappedFile.create(path, kind, STORE, 1, 256, 256, buffer -> buffer.putLong(64, -1));
        byte[] written = Files.readAllBytes(path);
        Path next = directory.resolve("next");
        new Fuzz("header of " + kind, MOST_BYTES)
                .run(
                        mutations -> mutations.random().nextInt(8) == 0
                                ? mutations.changeAndResize(written)
                                : mutations.change(written, 0, FileHeaderDescriptor.LENGTH),
                        input -> {
                            Files.write(next, input);
                            Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
                            boolean opened = isOpened(path, kind);
                            assertThat(opened)
                                    .isEqualTo(Arrays.equals(
                                            input,
                                            0,
                                            Math.min(input.length, FileHeaderDescriptor.LENGTH),
                                            written,
                                            0,
                                            FileHeaderDescriptor.LENGTH));
                            return opened;
                        });
    }

    private static boolean isOpened(Path path, FileKind kind) {
        try (MappedFile file = MappedFile.open(path, kind, STORE)) {
            assertThat(file.storeId()).isEqualTo(STORE);
            return true;
        } catch (StoreFault e) {
            assertThat(REFUSALS).contains(e.kind());
            assertThat(e).hasMessageContaining(path.toString()).hasMessageContaining("actual=");
            return false;
        }
    }
}
