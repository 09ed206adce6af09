package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a member file of format version 1. Other versions of the product read them: a change here is a new format version. */
class MemberDescriptorTest {
    private static final String ATTACHED = ""
            + "0300010000000000" // token: incarnation 1, slot 3
            + "01000000" // state: attached
            + "07000000" // host length
            + "8877665544332211" // holder, high
            + "1100ffeeddccbbaa" // holder, low
            + "6712000000000000" // pid
            + "0068e5cf8b010000" // attached
            + "686f73742dc3a9" // host
            + "00";

    @TempDir
    Path directory;

    @Test
    void shouldLieOnDiskAsItAlwaysDid() throws IOException {
        try (AttachedStore store = new AttachedStore(directory)) {
            MemberFile file = store.fileOrNew(3);
            file.holder(new JvmIdentity(0x1122334455667788L, 0xAABBCCDDEEFF0011L));
            file.attach(MemberDescriptor.token(1, 3), 4711, "host-é", 1_700_000_000_000L);

            assertThat(bytes(store)).isEqualTo(ATTACHED);
            assertThat(Files.size(store.layout.member(3))).isEqualTo(256);

            file.markDead();
            assertThat(bytes(store)).isEqualTo(ATTACHED.replaceFirst("01000000(?=07)", "02000000"));

            file.vacate();
            file.noHolder();
            assertThat(bytes(store)).startsWith("0000000000000000" + "00000000" + "07000000" + "0".repeat(32));
        }
    }

    private static String bytes(AttachedStore store) throws IOException {
        byte[] file = Files.readAllBytes(store.layout.member(3));
        int from = FileHeaderDescriptor.LENGTH;
        return HexFormat.of().formatHex(Arrays.copyOfRange(file, from, from + ATTACHED.length() / 2));
    }
}
