package io.foliomq.engine.transaction;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.StoreId;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Looks at a transaction file without opening it. */
public final class TransactionCheck {
    private TransactionCheck() {}

    public static void look(Path path, StoreId storeId, Findings findings) {
        findings.inside(path, FileKind.TRANSACTION, storeId, TransactionDescriptor.BODY_OFFSET, file -> {
            long word = file.getLong(TransactionDescriptor.STATE_OFFSET);
            int state = (int) word & 0xFF;
            boolean known = findings.expect(
                    state < TransactionState.values().length,
                    path,
                    TransactionDescriptor.STATE_OFFSET,
                    "state",
                    "0.." + (TransactionState.values().length - 1),
                    state);
            if (!known || state == TransactionState.IDLE.ordinal()) {
                return;
            }
            long end = file.getLong(TransactionDescriptor.END_OFFSET);
            long branch = file.getLong(TransactionDescriptor.BRANCH_LENGTH_OFFSET);
            boolean plausible = findings.expect(
                            end >= TransactionDescriptor.BODY_OFFSET && end <= file.size(),
                            path,
                            TransactionDescriptor.END_OFFSET,
                            "end",
                            TransactionDescriptor.BODY_OFFSET + ".." + file.size(),
                            end)
                    & findings.expect(
                            branch >= 0 && branch <= TransactionDescriptor.LONGEST_BRANCH,
                            path,
                            TransactionDescriptor.BRANCH_LENGTH_OFFSET,
                            "branch length",
                            "0.." + TransactionDescriptor.LONGEST_BRANCH,
                            branch);
            if (plausible) {
                CRC32C crc = new CRC32C();
                file.update(crc, TransactionDescriptor.BODY_OFFSET, end);
                file.update(crc, TransactionDescriptor.BRANCH_OFFSET, TransactionDescriptor.BRANCH_OFFSET + branch);
                long field = file.getLong(TransactionDescriptor.CRC_OFFSET);
                findings.expect(
                        field == crc.getValue(),
                        path,
                        TransactionDescriptor.CRC_OFFSET,
                        "crc",
                        "0x" + Long.toHexString(crc.getValue()),
                        field);
            }
        });
    }
}
