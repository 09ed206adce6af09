package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.GoldenStore.Pages;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import io.foliomq.engine.transaction.TransactionState;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The format on disk changes only together with its version. After such a change {@code ./mvnw -pl engine test -Dtest=FormatTest -Dfoliomq.format.write=true} writes down the new layout and a store that has it; as soon as
 * a version was released, the old store stays beside it.
 */
class FormatTest {
    private static final Path RESOURCES = Path.of("src/test/resources/golden");
    private static final String STORE = "store-1.zip";
    private static final String LAYOUT = "layout-1.txt";

    @TempDir
    Path directory;

    @BeforeAll
    static void writeIfAsked(@TempDir Path scratch) throws IOException {
        if (Boolean.getBoolean("foliomq.format.write")) {
            GoldenStoreChild.write(scratch.resolve("written"), RESOURCES.resolve(STORE));
            Files.writeString(RESOURCES.resolve(LAYOUT), layout());
        }
    }

    @BeforeEach
    void unpack() throws IOException {
        unpack(store(), Pages.AS_ZEROS);
    }

    private static void unpack(Path store, Pages pages) throws IOException {
        try (InputStream zip = Files.newInputStream(RESOURCES.resolve(STORE))) {
            GoldenStore.unpack(zip, store, pages);
        }
    }

    private Path store() {
        return directory.resolve("store");
    }

    private static BootId bootOf(Path store) {
        StoreMark mark = StoreMark.openOrCreate(new StoreLayout(store), 0, 1 << 20, 1 << 10);
        try (mark) {
            return mark.bootId();
        }
    }

    private Path unpacked(Pages pages) throws IOException {
        Path unpacked = directory.resolve(pages.name());
        unpack(unpacked, pages);
        return unpacked;
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadAStoreThatAKilledProcessLeft(Pages pages) throws IOException {
        Path unpacked = unpacked(pages);
        try (Store store = Store.open(GoldenStore.options(unpacked), bootOf(unpacked))) {
            GoldenStore.verify(store);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadAStoreThatAPowerLossLeft(Pages pages) throws IOException {
        List<String> reported = new ArrayList<>();
        StoreOptions options =
                GoldenStore.options(unpacked(pages)).withErrorHandler(failure -> reported.add(String.valueOf(failure)));
        try (Store store = Store.open(options, new BootId(1, 2))) {
            GoldenStore.verify(store);
        }
        assertThat(reported).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindNothingWrongWithIt(Pages pages) throws IOException {
        assertThat(StoreCheck.verify(unpacked(pages)).findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSalvageAllOfIt(Pages pages) throws IOException {
        Path unpacked = unpacked(pages);
        Path salvaged = directory.resolve("salvaged");
        assertThat(StoreCheck.salvage(unpacked, salvaged).dropped()).isEmpty();
        try (Store store = Store.open(GoldenStore.options(salvaged))) {
            GoldenStore.verify(store);
        }
    }

    @Test
    void shouldHoldSegmentsWithHoles() throws IOException {
        List<Integer> holes = GoldenStore.holes(store());
        // The current one has none.
        assertThat(holes).hasSizeGreaterThan(2);
        assertThat(holes.subList(0, holes.size() - 1))
                .allSatisfy(pages -> assertThat(pages).isGreaterThan(100));
        assertThat(store().resolve("topics/" + GoldenStore.PINNED + "/log/large"))
                .as("where the only large body was")
                .doesNotExist();
    }

    @Test
    void shouldHoldEveryKindOfFile() throws IOException {
        assertThat(files()).containsOnlyKeys(FileKind.values());
    }

    /** By kind, one file that has it. */
    private Map<FileKind, Path> files() throws IOException {
        Map<FileKind, Path> files = new EnumMap<>(FileKind.class);
        try (var all = Files.walk(store())) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                byte[] start = new byte[FileHeaderDescriptor.LENGTH];
                try (InputStream file = Files.newInputStream(path)) {
                    file.readNBytes(start, 0, start.length);
                }
                ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
                if (header.getLong(FileHeaderDescriptor.MAGIC_OFFSET) == FileHeaderDescriptor.MAGIC) {
                    int id = header.getInt(FileHeaderDescriptor.KIND_OFFSET);
                    Arrays.stream(FileKind.values())
                            .filter(kind -> kind.id() == id)
                            .forEach(kind -> files.put(kind, path));
                }
            }
        }
        return files;
    }

    @Test
    void shouldRefuseANewerVersionByName() throws IOException {
        for (Map.Entry<FileKind, Path> each : files().entrySet()) {
            FileKind kind = each.getKey();
            version(each.getValue(), kind.version() + 1);
            assertThatThrownBy(() -> MappedFile.open(each.getValue(), kind, null))
                    .isInstanceOfSatisfying(
                            StoreFault.class, fault -> assertThat(fault.kind()).isEqualTo(StoreFault.Kind.TOO_NEW))
                    .hasMessageContaining("newer version of FolioMQ")
                    .hasMessageContaining(each.getValue().toString())
                    .hasMessageContaining("expected=0x" + kind.version())
                    .hasMessageContaining("actual=0x" + (kind.version() + 1));
        }
    }

    @Test
    void shouldNotOpenAStoreThatIsNewer() throws IOException {
        version(store().resolve("store.mark"), FileKind.STORE_MARK.version() + 1);
        assertThatThrownBy(() -> Store.open(GoldenStore.options(store())))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageContaining("store.mark");
    }

    private static void version(Path path, int version) throws IOException {
        byte[] bytes = new byte[FileHeaderDescriptor.LENGTH];
        try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(path.toFile(), "rw")) {
            file.readFully(bytes);
            ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(FileHeaderDescriptor.VERSION_OFFSET, version);
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, FileHeaderDescriptor.CRC_OFFSET);
            header.putInt(FileHeaderDescriptor.CRC_OFFSET, (int) crc.getValue());
            file.seek(0);
            file.write(bytes);
        }
    }

    @Test
    void shouldChangeNoLayoutWithoutItsVersion() throws IOException {
        assertThat(layout())
                .as(
                        "The layout on disk changed: raise the version of its FileKind, update docs/storage-format.md and the changelog,"
                                + " then run with -Dfoliomq.format.write=true")
                .isEqualTo(Files.readString(RESOURCES.resolve(LAYOUT)));
    }

    /** Kinds and versions, the constants of every descriptor, and the order of every enum that is on disk. */
    private static String layout() throws IOException {
        StringBuilder text = new StringBuilder();
        for (FileKind kind : FileKind.values()) {
            text.append("kind ").append(kind).append(" id=").append(kind.id());
            text.append(" version=").append(kind.version()).append('\n');
        }
        for (Class<?> each : onDisk()) {
            text.append(each.getName()).append('\n');
            for (Field field : each.getDeclaredFields()) {
                boolean constant = Modifier.isStatic(field.getModifiers())
                        && (field.getType() == int.class || field.getType() == long.class);
                if (constant && !field.isSynthetic()) {
                    text.append("  ")
                            .append(field.getName())
                            .append('=')
                            .append(value(field))
                            .append('\n');
                }
            }
        }
        for (Enum<?>[] each : List.<Enum<?>[]>of(
                SlotState.values(), TransactionState.values(), OverflowPolicy.values(), Durability.values())) {
            text.append(each[0].getDeclaringClass().getName())
                    .append(' ')
                    .append(Arrays.toString(each))
                    .append('\n');
        }
        return text.toString();
    }

    private static Object value(Field field) {
        try {
            field.setAccessible(true);
            return Objects.requireNonNull(field.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> onDisk() throws IOException {
        Path sources = Path.of("src/main/java");
        try (var all = Files.walk(sources)) {
            return all.filter(path -> path.toString().matches(".*(Descriptor|/Slot|/ReleaseRing)\\.java"))
                    .sorted()
                    .<Class<?>>map(path -> loaded(sources.relativize(path).toString()))
                    .toList();
        }
    }

    private static Class<?> loaded(String source) {
        try {
            return Class.forName(source.replace(".java", "").replace('/', '.'));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
