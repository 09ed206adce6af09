package io.foliomq.engine.storage;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncNameTest {
    @TempDir
    Path directory;

    @Test
    void shouldNotFailWhereTheDirectoryWasDeleted() {
        Path inner = directory.resolve("inner");
        StoreLayout.makeDirectory(inner);
        Path path = inner.resolve("file");
        MappedFile.create(path, FileKind.LEDGER, new StoreId(1, 2), 0, 4096, 4096, buffer -> {});
        try (MappedFile file = MappedFile.open(path, FileKind.LEDGER, null)) {
            RepairScope.deleteTree(inner);
            assertThatCode(file::syncName).doesNotThrowAnyException();
        }
    }
}
