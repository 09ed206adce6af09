package io.foliomq.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenFileTest {
    private static final StoreId STORE = new StoreId(1, 2);
    private static final int OFFSET = 7;

    @TempDir
    Path directory;

    private boolean create(Path path, byte[] content, boolean forced) {
        return WrittenFile.create(
                path,
                FileKind.LARGE_BODY,
                STORE,
                1_000,
                new UnsafeBuffer(content),
                OFFSET,
                content.length - OFFSET,
                forced);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_471, 65_472, 65_473, 131_008, 3_000_000})
    void shouldHoldItsHeaderAndTheContent(int length) {
        byte[] content = new byte[OFFSET + length];
        new Random(length).nextBytes(content);
        Path path = directory.resolve("body");
        assertThat(create(path, content, length % 2 == 0)).isTrue();
        try (MappedFile file = MappedFile.open(path, FileKind.LARGE_BODY, STORE)) {
            assertThat(file.buffer().capacity()).isEqualTo(FileHeaderDescriptor.LENGTH + length);
            byte[] found = new byte[OFFSET + length];
            System.arraycopy(content, 0, found, 0, OFFSET);
            file.buffer().getBytes(FileHeaderDescriptor.LENGTH, found, OFFSET, length);
            assertThat(found).isEqualTo(content);
        }
    }

    @Test
    void shouldLeaveAFileThatIsThere() throws IOException {
        Path path = Files.writeString(directory.resolve("body"), "mine");
        assertThat(create(path, new byte[100], false)).isFalse();
        assertThat(path).hasContent("mine");
        assertOnly("body");
    }

    @Test
    void shouldLeaveNothingIfItFails() throws IOException {
        Path path = directory.resolve("body");
        assertThatThrownBy(() -> WrittenFile.create(
                        path,
                        FileKind.LARGE_BODY,
                        STORE,
                        1_000,
                        new UnsafeBuffer(new byte[100_000]),
                        0,
                        200_000,
                        false))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertOnly();
    }

    @Test
    void shouldGoOnUnderAnInterruptWhichStaysSet() {
        Path path = directory.resolve("body");
        Thread.currentThread().interrupt();
        assertThat(create(path, new byte[200_000], true)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(path).hasSize(FileHeaderDescriptor.LENGTH + 200_000 - OFFSET);
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            assertThat(found.map(each -> each.getFileName().toString())).containsExactly(names);
        }
    }
}
