package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.StoreFault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Member files that no member wrote. */
class RosterTest {
    @TempDir
    Path directory;

    private AttachedStore store;

    @BeforeEach
    void open() {
        store = new AttachedStore(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldPassOverAFileOfNoise() throws IOException {
        byte[] noise = new byte[MemberDescriptor.LENGTH];
        Arrays.fill(noise, (byte) 0xA5);
        assertIsPassedOver(noise, StoreFault.Kind.CORRUPT, "field=magic");
    }

    @Test
    void shouldPassOverAnEmptyFile() throws IOException {
        assertIsPassedOver(new byte[0], StoreFault.Kind.CORRUPT, "field=length");
    }

    @Test
    void shouldPassOverAFileThatEndsAfterItsHeader() throws IOException {
        byte[] header = Arrays.copyOf(memberFileOf(store), FileHeaderDescriptor.LENGTH);
        assertIsPassedOver(header, StoreFault.Kind.CORRUPT, "field=length");
    }

    @Test
    void shouldPassOverAFileOfAnotherStore() throws IOException {
        try (AttachedStore other = new AttachedStore(directory.resolve("other"))) {
            assertIsPassedOver(memberFileOf(other), StoreFault.Kind.MISMATCH, "another store");
        }
    }

    @Test
    void shouldPassOverATokenOfAnotherSlot() throws IOException {
        byte[] file = memberFileOf(store);
        file[MemberDescriptor.TOKEN_OFFSET] = 7;
        file[MemberDescriptor.TOKEN_OFFSET + 2] = 1;
        assertIsPassedOver(file, StoreFault.Kind.CORRUPT, "field=token and state");
    }

    @Test
    void shouldPassOverATokenBeyondAnyIncarnation() throws IOException {
        byte[] file = memberFileOf(store);
        file[MemberDescriptor.TOKEN_OFFSET + 7] = (byte) 0x80;
        assertIsPassedOver(file, StoreFault.Kind.CORRUPT, "field=token and state");
    }

    @Test
    void shouldPassOverAStateThatIsNone() throws IOException {
        byte[] file = memberFileOf(store);
        file[MemberDescriptor.STATE_OFFSET] = 9;
        assertIsPassedOver(file, StoreFault.Kind.CORRUPT, "field=token and state");
    }

    /** The bytes of a member file that nobody is attached to. */
    private static byte[] memberFileOf(AttachedStore store) throws IOException {
        store.attach().close();
        return Files.readAllBytes(store.layout.member(0));
    }

    private void assertIsPassedOver(byte[] bad, StoreFault.Kind kind, String message) throws IOException {
        Files.write(store.layout.member(0), bad);

        Member member = store.attachAndReap();
        Member second = store.attachAndReap();
        member.reapDead();
        member.ring(0);

        assertThat(List.of(member.slot(), second.slot())).containsExactly(1, 2);
        assertThat(member.attachments()).extracting(Attachment::slot).containsExactly(1, 2);
        assertThat(member.isAlive(1L << 16)).isFalse();
        assertThat(member.isAlive(second.token())).isTrue();
        assertReportedOnce(2, kind, message);
    }

    private void assertReportedOnce(int members, StoreFault.Kind kind, String message) {
        assertThat(store.errors)
                .hasSize(members)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                StoreFault.class,
                                fault -> assertThat(fault.kind()).isEqualTo(kind))
                        .hasMessageContaining(message)
                        .hasMessageContaining(store.layout.member(0).toString()));
        store.errors.clear();
    }

    @Test
    void shouldSurviveATokenThatBecomesNoiseUnderItsEyes() throws IOException {
        Member member = store.attachAndReap();
        Member other = store.attach();
        long token = other.token();
        assertThat(member.isAlive(token)).isTrue();
        overwrite(1, MemberDescriptor.TOKEN_OFFSET, -1L);

        // Its lock says so. Whoever has lost its file is not to be robbed.
        assertThat(member.isAlive(token)).isTrue();
        assertThat(member.isAlive(-1L)).isFalse();
        member.reapDead();
        member.ring(1);
        assertThat(Descriptors.of(store.layout.memberLock(1))).isLessThanOrEqualTo(2);

        assertThat(member.attachments()).extracting(Attachment::slot).containsExactly(0);
        assertThat(store.deaths).isEmpty();
        assertThat(store.errors)
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).hasMessageContaining("token"));
        assertThat(store.errors.size()).isLessThanOrEqualTo(2);
        store.errors.clear();

        other.close();

        assertThat(member.isAlive(token)).isFalse();
        assertThat(Descriptors.of(store.layout.memberLock(1))).isZero();
    }

    @Test
    void shouldReportOnceWhatItCannotOpenAndReadItWhenItCan() throws IOException {
        store.attach().close();
        store.nanoClock = () -> 0;
        Path file = store.layout.member(1);
        Files.createDirectory(file);
        Member member = store.attachAndReap();
        member.reapDead();
        member.ring(1);
        assertThat(member.attachments()).hasSize(1);
        assertThat(store.errors)
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                StoreFault.class,
                                fault -> assertThat(fault.kind()).isEqualTo(StoreFault.Kind.IO))
                        .hasMessageContaining(file.toString()));
        store.errors.clear();
        assertThat(member.isAlive(1L << 16 | 1)).isFalse();

        Files.delete(file);
        Member late = store.attach();

        assertThat(late.slot()).isEqualTo(1);
        assertThat(member.isAlive(late.token())).isTrue();
    }

    @Test
    void shouldRingWhomItCouldNotReadOnceItCan() throws IOException {
        // No sweep looks at the slot again, and so rings by chance.
        store.nanoClock = () -> 0;
        Member rung = store.attach();
        AtomicInteger rings = new AtomicInteger();
        rung.onBell(rings::incrementAndGet);
        Path file = store.layout.member(0);
        Path aside = file.resolveSibling("aside");
        Files.move(file, aside);
        // A socket cannot be opened as a file, and can be replaced in one step.
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(file))
                .close();
        Member stranger = store.attach();
        takeTurns(stranger, 3);
        assertThat(stranger.isAlive(rung.token())).isTrue();

        int before = rings.get();
        stranger.ring(0);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        await().until(() -> rings.get() > before);
        assertThat(store.errors).hasSize(1);
        store.errors.clear();
    }

    private static void takeTurns(Member member, int turns) {
        AtomicInteger looks = new AtomicInteger();
        member.onBell(looks::incrementAndGet);
        for (int i = 0; i < turns; i++) {
            int before = looks.get();
            member.ring(member.slot());
            await().until(() -> looks.get() > before);
        }
    }

    @Test
    void shouldShowNoControlCharactersOfAHostName() throws IOException {
        Member member = store.attach();
        overwrite(0, MemberDescriptor.HOST_OFFSET, 0x1B5B_0A0D_0007_4142L);
        overwrite(0, MemberDescriptor.HOST_LENGTH_OFFSET, 0x0000_0008L);

        assertThat(member.describe(member.token())).matches("member=0, pid=\\d+, host=[?A-Z\\[]+");
        assertThat(member.attachments().get(0).host()).matches("[?A-Z]+");
    }

    @Test
    void shouldNotBelieveALengthBeyondTheFile() throws IOException {
        Member member = store.attach();
        overwriteInt(0, MemberDescriptor.HOST_LENGTH_OFFSET, Integer.MAX_VALUE);
        assertThat(member.attachments().get(0).host()).hasSizeLessThanOrEqualTo(MemberDescriptor.HOST_CAPACITY);
        overwriteInt(0, MemberDescriptor.HOST_LENGTH_OFFSET, -5);
        assertThat(member.attachments().get(0).host()).isEmpty();
    }

    @Test
    void shouldFailToAttachWhereNoBellCanBe() throws IOException {
        Path obstacle = Files.createDirectories(store.layout.bell(0).resolve("full"));
        assertThatThrownBy(store::attach)
                .isInstanceOf(StoreFault.class)
                .hasMessageStartingWith("cannot make doorbell: file=" + store.layout.bell(0));
        Files.delete(obstacle);
        Files.delete(store.layout.bell(0));
        assertThat(store.attach().slot()).isZero();
    }

    @Test
    void shouldReplaceAStaleSocketFile() throws IOException {
        Files.createFile(store.layout.bell(0));
        assertThat(store.attach().slot()).isZero();
    }

    private void overwrite(int slot, int offset, long value) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(store.layout.member(slot).toFile(), "rw")) {
            file.seek(offset);
            file.writeLong(Long.reverseBytes(value));
        }
    }

    private void overwriteInt(int slot, int offset, int value) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(store.layout.member(slot).toFile(), "rw")) {
            file.seek(offset);
            file.writeInt(Integer.reverseBytes(value));
        }
    }
}
