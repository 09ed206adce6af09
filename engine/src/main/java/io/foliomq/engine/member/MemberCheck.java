package io.foliomq.engine.member;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.StoreId;
import java.nio.file.Path;

/** Looks at a member file without opening it. */
public final class MemberCheck {
    private MemberCheck() {}

    /** Returns whether somebody is attached in this slot, alive or dead, as far as the file says. */
    public static boolean look(Path path, int slot, StoreId storeId, Findings findings) {
        boolean[] attached = {false};
        findings.inside(path, FileKind.MEMBER, storeId, MemberDescriptor.LENGTH, file -> {
            long token = file.getLong(MemberDescriptor.TOKEN_OFFSET);
            int state = file.getInt(MemberDescriptor.STATE_OFFSET);
            boolean valid = findings.expect(
                            MemberDescriptor.isValid(token, slot),
                            path,
                            MemberDescriptor.TOKEN_OFFSET,
                            "token",
                            "0 or a token of slot " + slot,
                            token)
                    & findings.expect(
                            MemberState.of(state) != null, path, MemberDescriptor.STATE_OFFSET, "state", "0..2", state);
            attached[0] = valid && token != MemberDescriptor.VACANT_TOKEN;
        });
        return attached[0];
    }
}
