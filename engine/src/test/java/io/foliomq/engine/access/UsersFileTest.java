package io.foliomq.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersFileTest {
    private static final int FAST = 10;

    @TempDir
    Path directory;

    private final StoreId id = new StoreId(
            UUID.randomUUID().getMostSignificantBits(), UUID.randomUUID().getLeastSignificantBits());

    private UsersFile users() {
        return users(FAST);
    }

    private UsersFile users(int iterations) {
        return new UsersFile(new StoreLayout(directory), id, new CachedEpochClock(), iterations);
    }

    @Test
    void shouldAdmitEverybodyUntilThereIsAUser() {
        assertThat(users().admits(null, null)).isTrue();
        assertThat(users().admits("anybody", "anything")).isTrue();
        assertThat(users().names()).isEmpty();
        assertThat(users().isAnonymousAllowed()).isTrue();
    }

    @Test
    void shouldAdmitUsersByTheirPasswordsAlone() {
        users().add("ann", "secret");
        users().add("bob", "hidden");
        for (int again = 0; again < 2; again++) {
            assertThat(users().admits("ann", "secret")).isTrue();
            assertThat(users().admits("bob", "hidden")).isTrue();
            assertThat(users().admits("ann", "hidden")).isFalse();
            assertThat(users().admits("ann", "")).isFalse();
            assertThat(users().admits("ann", null)).isFalse();
            assertThat(users().admits("Ann", "secret")).isFalse();
            assertThat(users().admits("nobody", "secret")).isFalse();
            assertThat(users().admits(null, null)).isFalse();
            assertThat(users().admits("", "")).isFalse();
        }
        assertThat(users().names()).containsExactly("ann", "bob");
    }

    @Test
    void shouldTakeComposedAndDecomposedLettersForTheSame() {
        users().add("ann", "caf\u00e9");
        assertThat(users().admits("ann", "cafe\u0301")).isTrue();
    }

    @Test
    void shouldAdmitTheAnonymousIfAllowed() {
        users().add("ann", "secret");
        users().allowAnonymous(true);
        assertThat(users().admits(null, null)).isTrue();
        assertThat(users().admits("ann", "wrong")).isFalse();
        users().allowAnonymous(false);
        assertThat(users().admits(null, null)).isFalse();
    }

    @Test
    void shouldForgetWhomItAdmittedWhenTheUsersChange() {
        UsersFile users = users();
        users.add("ann", "old");
        users.add("bob", "his");
        assertThat(users.admits("ann", "old")).isTrue();
        users().changePassword("ann", "new");
        assertThat(users.admits("ann", "old")).isFalse();
        assertThat(users.admits("ann", "new")).isTrue();
        users().remove("ann", false);
        assertThat(users.admits("ann", "new")).isFalse();
        assertThat(users.admits("bob", "his")).isTrue();
    }

    @Test
    void shouldRemoveTheLastUserOnlyIfThatIsMeant() {
        users().add("ann", "secret");
        assertThatThrownBy(() -> users().remove("ann", false))
                .isInstanceOf(StoreFault.class)
                .hasMessageContaining("last one")
                .hasMessageContaining("user=ann");
        users().remove("ann", true);
        assertThat(users().admits(null, null)).isTrue();
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> users().allowAnonymous(true)).hasMessageContaining("no users");
        users().add("ann", "secret");
        assertThatThrownBy(() -> users().add("ann", "other")).hasMessageContaining("user exists: user=ann");
        assertThatThrownBy(() -> users().remove("bob", true)).hasMessageContaining("no such user: user=bob");
        assertThatThrownBy(() -> users().changePassword("bob", "x")).hasMessageContaining("no such user: user=bob");
        assertThatThrownBy(() -> users().add("bob", "")).hasMessageContaining("password is empty");
        assertThat(users().admits("ann", "secret")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000"})
    void shouldRefuseANameThatNobodyCanRead(String name) {
        assertThatThrownBy(() -> users().add(name, "secret"))
                .isInstanceOf(StoreFault.class)
                .hasMessageContaining("accepted=1 to 255 characters");
    }

    @Test
    void shouldLetOnlyTheOwnerReadTheFile() throws Exception {
        users().add("ann", "secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("users"))))
                .isEqualTo("rw-------");
        assertThat(new String(
                        Files.readAllBytes(directory.resolve("users")), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
    }

    @Test
    void shouldAdmitNobodyOnceTheFileIsDamagedAnywhere() throws Exception {
        users().add("ann", "secret");
        Path file = directory.resolve("users");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertThatThrownBy(() -> users().admits("ann", "secret"))
                    .as("byte %d", at)
                    .isInstanceOf(StoreFault.class)
                    .hasMessageContaining(file.toString());
            Files.write(file, java.util.Arrays.copyOf(whole, at));
            assertThatThrownBy(() -> users().admits(null, null))
                    .as("cut at %d", at)
                    .isInstanceOf(StoreFault.class);
        }
    }

    @Test
    void shouldSweepWhatADeadProcessLeftWhileItChangedThem() throws Exception {
        Path left = Files.createFile(directory.resolve("users.tmp-1"));
        users().add("ann", "secret");
        assertThat(left).doesNotExist();
    }

    @Test
    void shouldLoseNoneOfSeveralChangesAtOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> changes = new ArrayList<>();
            IntStream.range(0, 20)
                    .forEach(i -> changes.add(() -> {
                        users().add("user" + i, "secret");
                        return true;
                    }));
            for (var change : threads.invokeAll(changes)) {
                change.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(users().names()).hasSize(20);
    }

    /** By the time on the processor: that of the wall depends on who else is at work. */
    @Test
    void shouldTakeAsLongForAWrongNameAndForAHashThatIsCheaper() {
        users(1_000).add("cheap", "secret");
        users(400_000).add("dear", "secret");
        users().admits("dear", "warm up");
        long dear = cpuNanos(() -> users().admits("dear", "wrong"));
        long cheap = cpuNanos(() -> users().admits("cheap", "wrong"));
        long nobody = cpuNanos(() -> users().admits("nobody", "wrong"));
        assertThat((double) cheap / dear).isBetween(0.5, 2.0);
        assertThat((double) nobody / dear).isBetween(0.5, 2.0);
    }

    @Test
    void shouldAskTheSlowHashOnceForEachProcess() {
        users(400_000).add("ann", "secret");
        long first = cpuNanos(() -> users().admits("ann", "secret"));
        long again = cpuNanos(() -> users().admits("ann", "secret"));
        assertThat(again).isLessThan(first / 5);
    }

    private static long cpuNanos(Runnable action) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        action.run();
        return threads.getCurrentThreadCpuTime() - before;
    }
}
