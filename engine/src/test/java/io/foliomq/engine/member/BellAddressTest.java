package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BellAddressTest {
    @TempDir
    Path directory;

    @Test
    void shouldUseAShortPathAsItIs() throws IOException {
        Path socket = Path.of("/store/members/7.bell");
        assertThat(pathFor(socket)).isEqualTo(socket);
    }

    @Test
    void shouldReachALongPathThroughALinkThatOnlyTheOwnerSeesAndThatIsGoneAfterwards() throws IOException {
        Path socket = longDirectory().resolve("7.bell");
        Files.writeString(socket, "the bell");
        Path used = BellAddress.use(socket, address -> {
            Path path = address.getPath();
            assertThat(path.toString().length()).isLessThanOrEqualTo(BellAddress.LONGEST);
            assertThat(path).hasContent("the bell");
            assertThat(Files.getPosixFilePermissions(path.getParent().getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            return path;
        });
        assertThat(Files.exists(used.getParent(), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(used.getParent().getParent()).doesNotExist();
        assertThat(socket).hasContent("the bell");
    }

    @Test
    void shouldRemoveTheLinkWhenItsUseFails() throws IOException {
        List<Path> used = new ArrayList<>();
        Path socket = longDirectory().resolve("7.bell");
        assertThatThrownBy(() -> BellAddress.use(socket, address -> {
                    used.add(address.getPath());
                    throw new IOException("refused");
                }))
                .hasMessage("refused");
        assertThat(used.get(0).getParent().getParent()).doesNotExist();
    }

    /** Bytes count, not characters. */
    @Test
    void shouldMeasureAPathInBytes() throws IOException {
        Path socket = Files.createDirectories(directory.resolve("é".repeat(90))).resolve("7.bell");
        assertThat(pathFor(socket)).isNotEqualTo(socket);
    }

    private static Path pathFor(Path socket) throws IOException {
        return BellAddress.use(socket, address -> address.getPath());
    }

    private Path longDirectory() throws IOException {
        return Files.createDirectories(directory.resolve("d".repeat(120)));
    }
}
