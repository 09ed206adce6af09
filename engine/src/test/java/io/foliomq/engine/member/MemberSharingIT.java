package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that share a JVM without sharing a class. A child process says who is alive: it sees what the kernel sees. */
class MemberSharingIT {
    private static final int CYCLES = 100;

    @TempDir
    Path directory;

    private AttachedStore store;
    private final List<URLClassLoader> loaders = List.of(newLoader(), newLoader());
    private final String identity = System.getProperty(JvmIdentity.PROPERTY, "");

    @BeforeEach
    void open() {
        store = new AttachedStore(directory.resolve("store"));
    }

    @AfterEach
    void close() throws IOException {
        System.setProperty(JvmIdentity.PROPERTY, identity);
        store.close();
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    @Test
    void shouldKeepTheLockOfOneMemberWhenAnotherCloses() {
        Member ours = store.attachAndReap();
        Function<String[], Object> theirs = attachUnder(loaders.get(0));
        long their = (Long) tell(theirs, "token");
        try (ChildJvm witness = MemberChild.start(store.root())) {
            assertThat(ours.isAlive(their)).isTrue();
            assertThat(tell(theirs, "alive", ours.token())).isEqualTo(true);
            tell(theirs, "reap");
            assertThat(aliveFor(witness, ours.token(), their)).containsExactly("true", "true");

            tell(theirs, "close");

            assertThat(ours.isAlive(their)).isFalse();
            assertThat(aliveFor(witness, ours.token(), their)).containsExactly("true", "false");
            assertThat(witness.ask("deaths")).isEqualTo("[]");
            assertThat(store.deaths).isEmpty();
        }
    }

    @Test
    void shouldKeepItsLockEvenIfTheIdentityOfTheJvmIsLost() {
        Member ours = store.attachAndReap();
        System.clearProperty(JvmIdentity.PROPERTY);
        Function<String[], Object> theirs = attachUnder(loaders.get(0));
        long their = (Long) tell(theirs, "token");
        try (ChildJvm witness = MemberChild.start(store.root())) {
            assertThat(tell(theirs, "alive", ours.token())).isEqualTo(true);
            assertThat(ours.isAlive(their)).isTrue();
            tell(theirs, "reap");
            ours.reapDead();
            assertThat(aliveFor(witness, ours.token(), their)).containsExactly("true", "true");

            tell(theirs, "close");

            assertThat(aliveFor(witness, ours.token(), their)).containsExactly("true", "false");
            assertThat(witness.ask("deaths")).isEqualTo("[]");
        }
    }

    @Test
    void shouldNeverDropALockWhileOthersComeAndGo() {
        Member ours = store.attachAndReap();
        try (ChildJvm witness = MemberChild.start(store.root());
                ChildJvm victim = MemberChild.start(store.root())) {
            long dead = MemberChild.tokenOf(victim);
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> comeAndGo(loaders.get(0), ours));
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> comeAndGo(loaders.get(1), ours));
            victim.kill();
            while (!first.isDone() || !second.isDone()) {
                assertThat(aliveFor(witness, ours.token())).containsExactly("true");
                witness.ask("reap");
            }
            first.join();
            second.join();
            String dying = "[" + dead + "]";
            assertThat(witness.ask("deaths")).isIn("[]", dying);
            assertThat(ours.attachments()).hasSize(2);
        }
    }

    private void comeAndGo(URLClassLoader loader, Member ours) {
        for (int i = 0; i < CYCLES; i++) {
            Function<String[], Object> theirs = attachUnder(loader);
            tell(theirs, "reap");
            assertThat(tell(theirs, "alive", ours.token())).isEqualTo(true);
            tell(theirs, "close");
        }
    }

    private static List<String> aliveFor(ChildJvm witness, long... tokens) {
        return Arrays.stream(tokens)
                .mapToObj(token -> witness.ask("alive " + token))
                .toList();
    }

    private static Object tell(Function<String[], Object> member, Object... words) {
        return member.apply(Arrays.stream(words).map(String::valueOf).toArray(String[]::new));
    }

    @SuppressWarnings("unchecked")
    private Function<String[], Object> attachUnder(URLClassLoader loader) {
        Consumer<String> nobody = line -> {};
        try {
            Class<?> type = loader.loadClass(MemberCommands.class.getName());
            assertThat(type).isNotSameAs(MemberCommands.class);
            return (Function<String[], Object>) type.getConstructor(String.class, Consumer.class)
                    .newInstance(store.root().toString(), nobody);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static URLClassLoader newLoader() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        URL[] urls = Arrays.stream(path.split(File.pathSeparator))
                .map(MemberSharingIT::url)
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
